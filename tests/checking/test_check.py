"""Whole drafts against the corpus: what is found, and what is let pass."""

from __future__ import annotations

import json
from typing import Any

import pytest

from checking.making import RIGHT, WRONG
from ino_assistant.checking.check import check_draft, named_products, spans_of
from ino_assistant.checking.evidence import Library
from ino_assistant.checking.reading import draft_of_text, read_draft
from ino_assistant.checking.report import Checked, DraftReport
from ino_assistant.checking.words import headline, verdict_words
from ino_assistant.search.searcher import Searcher


def check(text: str, searcher: Searcher, form: str = "txt") -> DraftReport:
    return check_draft(draft_of_text(text, "md" if form == "md" else "txt"), searcher)


def only(text: str, searcher: Searcher) -> Checked:
    (sentence,) = check(text, searcher).sentences
    return sentence


@pytest.fixture(scope="module")
def wrong(searcher: Searcher) -> DraftReport:
    return check_draft(read_draft(WRONG), searcher)


@pytest.fixture(scope="module")
def right(searcher: Searcher) -> DraftReport:
    return check_draft(read_draft(RIGHT), searcher)


def test_a_right_letter(right: DraftReport) -> None:
    (box,) = right.boxes
    assert box.whole
    assert right.products == ("BESPONSA",)
    assert right.counts["wrong"] == right.counts["caveat"] == 0
    # Two statements hold this one between them; no one of them says it.
    (open_,) = [s for s in right.sentences if not s.ok]
    assert open_.text.startswith("INO-VATE ALL was a randomized")
    assert len(open_.evidence) == 2
    assert "read both" in verdict_words(open_)


def test_a_right_letter_without_it(right: DraftReport, searcher: Searcher) -> None:
    (open_,) = [s for s in right.sentences if not s.ok]
    text = RIGHT.read_text(encoding="utf-8")
    start = text.index("INO-VATE ALL was a randomized")
    end = text.index("InO demonstrated a significantly")
    report = check(text[:start] + text[end:], searcher)
    assert report.ok, [(s.text, s.issues) for s in report.sentences if not s.ok]
    assert headline(report).startswith("Every claim is right")
    assert open_.text not in report.draft.text


@pytest.mark.parametrize(
    ("begins", "state", "kind", "marked"),
    [
        ("CR/CRi was 82.7%", "wrong", "number", "82.7%"),
        ("MRD negativity was 28.1%", "wrong", "arm", "28.1%"),
        ("Median OS was 7.7 years", "wrong", "unit", "7.7 years"),
        ("The analysis of OS met", "wrong", "significance", None),
        ("Overall, 48.2% of InO patients", "wrong", "denominator", "79/162"),
        ("VOD was reported in 23% of all", "wrong", "population", "23%"),
        ("VOD was reported up to 56 days after", "wrong", None, None),
        ("Febrile neutropenia was reported in 81", "wrong", "endpoint", "81/164"),
        ("BESPONSA is safe in pregnancy", "unsaid", "claim", "safe"),
        ("For patients proceeding to HSCT", "wrong", "number", "3"),
        ("8.61 (1.52-48.86)", "wrong", None, None),
        ("6.02 (1.17-31.00)", "caveat", None, None),
        ("Hepatotoxicity, including fatal VOD", "wrong", "boxed_warning", None),
    ],
)
def test_planted_errors(
    wrong: DraftReport, begins: str, state: str, kind: str | None, marked: str | None
) -> None:
    (sentence,) = [s for s in wrong.sentences if s.text.startswith(begins)]
    assert sentence.state == state
    assert sentence.evidence
    if kind is not None:
        assert kind in {issue.kind for issue in sentence.issues}
    if marked is not None:
        found = [sentence.text[s:e] for issue in sentence.issues for s, e in issue.spans]
        assert marked in found


def test_the_box_of_the_wrong_letter(wrong: DraftReport) -> None:
    (box,) = wrong.boxes
    assert box.status == "incomplete"
    assert [p.status for p in box.parts].count("missing") == 1
    assert [p.status for p in box.parts].count("altered") == 2
    assert not wrong.ok
    assert "boxed warning is not whole" in headline(wrong)


def test_a_qualification_said_under_the_same_heading_is_enough(searcher: Searcher) -> None:
    result = "Median OS was 7.7 months with InO versus 6.2 months with SC."
    denied = "The primary analysis of median OS did not meet a prespecified boundary."
    assert only(result, searcher).state == "caveat"
    assert check(f"{result} {denied}", searcher).sentences[0].state == "right"
    apart = check(f"# One\n\n{result}\n\n# Two\n\n{denied}\n", searcher, "md")
    assert [s.state for s in apart.sentences if s.text == result] == ["caveat"]


def test_whose_view_it_is_is_only_told(searcher: Searcher) -> None:
    text = "InO is a CD22 antibody conjugated to calicheamicin, a cytotoxic agent."
    sentence = only(text, searcher)
    assert sentence.state in ("right", "unsaid")
    if sentence.state == "right":
        assert [c.advisory for c in sentence.caveats] == [True]
        named = check(f"{text} This is the author's opinion.", searcher).sentences[0]
        assert named.caveats == ()


@pytest.mark.parametrize(
    "text",
    [
        "CR/CRi was 80.7% with InO and 29.3% with SC in the first 218 patients randomized.",
        "The median time from HSCT to onset of VOD was 15 days.",
        "VOD INCIDENCE WAS 6.7% IN THE UNITED STATES.",
        "Age <55 years: 104 InO patients (63.4%).",
        "The median time from HSCT to onset of VOD was 15 days; febrile neutropenia was reported "
        "in 43/164 patients (26%).",
    ],
)
def test_right_sentences(searcher: Searcher, text: str) -> None:
    sentence = only(text, searcher)
    assert sentence.verdict in ("supported", "derived"), sentence.issues


@pytest.mark.parametrize(
    "text",
    [
        "BESPONSA costs 11,000 dollars a vial.",
        "The weather was fine in 1998.",
        "INO-VATE ALL was a Phase 2 study.",
        "Study 1010 was a randomized study of 72 patients.",
        "47.5 years was the median age of the total population.",
        "Once CR/CRi was achieved, InO was given at 1.8 mg/m2 per cycle.",
        "ECOG performance status was 0 in 81 (49.4%) InO patients.",
        "The median time from HSCT to onset of VOD was 15 days; febrile neutropenia was reported "
        "in 34/164 patients (26%).",
    ],
)
def test_wrong_sentences_find_no_evidence_to_pass_by(searcher: Searcher, text: str) -> None:
    sentence = only(text, searcher)
    assert sentence.verdict not in ("supported", "derived")
    assert sentence.issues


def test_a_claim_that_nothing_is_near_to(searcher: Searcher) -> None:
    sentence = only("Zebras quagga quokka wombats.", searcher)
    assert (sentence.verdict, sentence.evidence) == ("not_in_evidence", ())
    assert verdict_words(sentence) == "The documents do not say this"


def test_equal_sentences_are_judged_once(searcher: Searcher) -> None:
    done: list[tuple[int, int]] = []
    draft = draft_of_text("VOD was 15%.\n\nVOD was 15%.\n")
    report = check_draft(draft, searcher, progress=lambda a, b: done.append((a, b)))
    assert done == [(1, 2), (2, 2)]
    assert report.sentences[0].issues == report.sentences[1].issues


def test_lists(searcher: Searcher) -> None:
    lead = "The most common (≥2%) serious adverse reactions were:\n"
    whole = "infection, febrile neutropenia, hemorrhage, abdominal pain, pyrexia, VOD, fatigue"
    items = [f"- {item}" for item in whole.split(", ")]
    report = check(lead + "\n".join(items), searcher)
    assert {s.state for s in report.sentences} == {"right"}
    cut = check(lead + "\n".join(items[:4]), searcher)
    assert cut.sentences[0].state == "wrong"
    assert {s.state for s in cut.sentences[1:]} == {"right"}
    other = check(lead + "\n".join([*items, "- nausea"]), searcher)
    assert other.sentences[0].state != "right"
    assert other.sentences[-1].state != "right"


def test_the_box_of_a_draft_that_names_no_product(searcher: Searcher) -> None:
    by_evidence = check("The median time from HSCT to onset of VOD was 15 days.", searcher)
    assert by_evidence.products == ("BESPONSA",)
    nothing = check("The weather was fine.", searcher)
    assert nothing.products == ()
    assert [box.status for box in nothing.boxes] == ["missing"]


def test_names_of_products(searcher: Searcher) -> None:
    assert named_products("inotuzumab Ozogamicin was given", searcher.corpus) == ("BESPONSA",)
    assert named_products("the inocent", searcher.corpus) == ()


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("80.7%", "It was 80.7% and 80.7%.", ["80.7%", "80.7%"]),
        ("0.7%", "It was 80.7%.", []),
        ("more  patients", "In More\u00a0patients it was.", ["More\u00a0patients"]),
        ("all of it", "All of it.", []),
        ("", "text", []),
    ],
)
def test_where_words_stand(words: str, text: str, found: list[str]) -> None:
    assert [text[s:e] for s, e in spans_of(words, text)] == found


def test_the_json(wrong: DraftReport) -> None:
    value: Any = json.loads(json.dumps(wrong.as_dict()))
    assert set(value) == {
        "file", "format", "sha256", "ok", "counts", "products", "not_read", "blocks", "sentences",
        "boxed_warnings", "corpus_version", "index_version", "timings_ms",
    }  # fmt: skip
    for sentence in value["sentences"]:
        block = value["blocks"][sentence["block"]]["text"]
        start, end = sentence["span"]
        assert block[start:end] == sentence["text"]
        assert (sentence["verdict"] is None) == (sentence["state"] == "none")
        assert (sentence["reason"] is None) == (sentence["state"] != "none")
        for citation in sentence["evidence"]:
            assert {"marker", "document", "section", "page", "quote", "spans"} <= set(citation)
    (box,) = value["boxed_warnings"]
    assert {"product", "status", "source", "sha256", "text", "parts"} == set(box)


# Other drugs' documents.


def test_another_drug(other: Searcher) -> None:
    text = (
        "KARDENTO recurrence was seen in 36/1,731 patients (2.1%) taking KARDENTO and in "
        "51/1,718 patients (3.0%) taking warfarin. The trial was open-label, and the assessment "
        "of bleeding was exploratory.\n\n"
        "In the VELOCE trial, recurrence was seen in 51/1,718 patients (3.0%) taking KARDENTO.\n\n"
    )
    report = check(text, other)
    assert [s.state for s in report.sentences][2] == "wrong"
    assert [(b.product, b.status) for b in report.boxes] == [("KARDENTO", "missing")]


def test_a_drug_without_a_boxed_warning(other: Searcher) -> None:
    text = "The recommended dosage of ZELMORIX is {} mg administered by intravenous infusion over"
    whole = f"{text} 60 minutes once every 4 weeks."
    good = check(whole.format(30), other)
    assert good.ok
    assert good.boxes == ()
    bad = check(whole.format(60), other)
    assert not bad.ok


def test_rows_of_another_table(other: Searcher) -> None:
    table = "Reaction\tZELMORIX\tPlacebo\nHeadache\t61 (18.9%)\t22 (13.8%)\nEczema\t6 (3.8%)\t\n"
    cells = [s for s in check(table, other).sentences if s.verdict is not None]
    assert [c.state for c in cells] == ["right", "right", "wrong"]
    assert "Headache" in cells[0].place


def test_each_product_has_its_own_evidence(other: Searcher) -> None:
    library = Library(other)
    found = library.candidates("Do not shake the vial.", ("KARDENTO",))
    assert all("KARDENTO" in e.statements[0].products for e in found)
