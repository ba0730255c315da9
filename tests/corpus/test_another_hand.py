"""Two documents that another hand wrote, without having seen how documents are read.

`vorexant-review` is a review of an anticoagulant with trials, a practice section and a case;
`lumiderm-label` a label with footnotes, running heads and feet. Neither has annotations.
"""

from __future__ import annotations

from functools import cache

import pytest

from corpus.making import ANOTHER_HAND
from ino_assistant.corpus.audit import audit_corpus
from ino_assistant.corpus.load import load_corpus
from ino_assistant.corpus.model import Corpus, Document, Statement


@cache
def corpus() -> Corpus:
    return load_corpus(ANOTHER_HAND)


def document(name: str) -> Document:
    return corpus().document(name)


def find(words: str) -> Statement:
    (found,) = [s for s in corpus().statements if words in s.display and not s.parts]
    return found


def rows(caption: str) -> list[Statement]:
    return [s for s in corpus().statements if s.row and s.row.table.startswith(caption)]


def headings(name: str) -> list[str]:
    return [
        " ".join(document(name).source[b.spans[0][0] : b.spans[-1][1]].split())
        for b in document(name).blocks
        if b.kind == "heading"
    ]


def test_all_of_it_is_read_and_nothing_is_alarmed_about() -> None:
    report = audit_corpus(ANOTHER_HAND)
    assert not report.unexplained
    for told in report.documents:
        assert (told.arithmetic, told.disagreements, told.lost) == ((), (), ())


def test_heads_and_feet_are_no_headings() -> None:
    for name in ("vorexant-review", "lumiderm-label"):
        assert not [h for h in headings(name) if "Page" in h or "Reference ID" in h or "|" in h]
    assert (
        headings("lumiderm-label").count("LUMIDERM® (ostavikibart-kxte) Prescribing Information")
        == 0
    )


def test_references_are_not_statements() -> None:
    assert not [s for s in corpus().statements if "Lindqvist" in s.display]


def test_a_part_and_the_trial_below_it() -> None:
    assert find("38% of patients were women").section == ("PART 2: THE TRIALS", "MERIDIAN-AF")
    assert find("It randomized 5,180").section == ("PART 2: THE TRIALS", "HARBOR-VTE")


def test_sentences_end_behind_units_and_marks() -> None:
    assert find("Patients with a mechanical heart valve, moderate").references == ("1",)
    assert find("metabolized in the liver, mainly by CYP3A4.").references == ("2", "4")
    assert "absorption by 38%" in find("Food raises its").display


def test_columns_stand_in_the_order_of_the_source() -> None:
    table = rows("Table 1. Efficacy outcomes")
    assert len(table) == 5
    for statement in table:
        assert statement.row is not None
        assert [c.column for c in statement.row.cells] == [
            "VOREXANT (N=7,104) n (%)",
            "Warfarin (N=7,102) n (%)",
            "Hazard ratio (95% CI)",
        ]
        assert statement.references == ("1",)


def test_the_qualification_of_the_subgroups_goes_with_their_rows() -> None:
    caveat = find("The subgroup analyses were prespecified but not adjusted")
    table = rows("Table 2. Stroke or systemic embolism by subgroup in MERIDIAN-AF")
    assert len(table) == 8
    assert {s.caveats for s in table} == {(caveat.id,)}
    assert not any(s.caveats for s in rows("Table 1. Efficacy outcomes"))


def test_footnotes_stand_by_themselves() -> None:
    assert [s.row.label for s in rows("Table 2. Adverse reactions") if s.row][:2] == [
        "Injection site reactions",
        "Conjunctivitis",
    ]
    assert find("b Includes allergic").note
    assert find("Table 2 shows the reactions").display.endswith("LUMI-TCS.")


@pytest.mark.parametrize(
    ("words", "authority"),
    [
        ("VOREXANT was noninferior (P<0.001)", "trial"),
        ("Liver enzyme elevations above 3 times", "trial"),
        ("Food raises its absorption", "background"),
        ("Do not remove an epidural catheter", "background"),
        ("Dyspepsia usually fades within 4 weeks", "opinion"),
        ("The sections “How I use VOREXANT”", "background"),
        ("He weighs 58 kg", "case"),
        ("I replaced ibuprofen", "case"),
        ("Keratitis was reported", "label"),
    ],
)
def test_who_speaks(words: str, authority: str) -> None:
    assert find(words).authority == authority


@pytest.mark.parametrize(
    ("words", "arms"),
    [
        ("whose disease is not adequately controlled", ("LUMIDERM",)),
        ("Keratitis was reported", ("LUMIDERM", "placebo")),
        ("Three randomized, double-blind, placebo-controlled", ()),
        ("double-dummy, noninferiority", ()),
        ("In the comparator group, enoxaparin", ("warfarin",)),
    ],
)
def test_arms(words: str, arms: tuple[str, ...]) -> None:
    assert find(words).arms == arms


def test_reactions_are_those_that_are_named() -> None:
    assert find("Keratitis was reported").endpoints == ("keratitis",)
