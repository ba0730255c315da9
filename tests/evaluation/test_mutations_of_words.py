"""Operators on roles and on what is said around figures."""

from __future__ import annotations

import dataclasses

import pytest

from answering.making import corpus_of, document
from corpus.making import DOCUMENTS
from evaluation.mutating import WORDS, made, pool, truth
from ino_assistant.corpus.load import load_corpus
from ino_assistant.corpus.model import Authority, Synonyms
from ino_assistant.evaluation.mutations import roles, words
from ino_assistant.evaluation.mutations.equivalent import is_equivalent
from ino_assistant.evaluation.mutations.generate import MUST_BLOCK, OPERATORS, Operate, mutations_of
from ino_assistant.evaluation.mutations.pool import pool_of
from ino_assistant.evaluation.mutations.truth import Mutant
from ino_assistant.evaluation.mutations.truths import renamed, truths_of, written_out
from ino_assistant.fidelity import Vocabulary, verify
from ino_assistant.fidelity.binding.claim_binding import claims_of_corpus

BOTH = "Nausea was seen in 40% with alfazumab and in 22% with placebo."


@pytest.mark.parametrize(
    ("operate", "statement", "mutants"),
    [
        (roles.arm, BOTH, ["Nausea was seen in 40% with placebo and in 22% with alfazumab."]),
        (roles.arm, "Nausea was seen in 40% with ALF-1.", ["Nausea was seen in 40% with placebo."]),
        (roles.arm, "Baseline was similar with alfazumab and placebo.", []),
        (roles.arm, "Rates were higher with alfazumab than with placebo.",
         ["Rates were higher with placebo than with alfazumab."]),
        (roles.arm, "Nausea was seen in 40%.", []),
        (roles.arm_values, BOTH,
         ["Nausea was seen in 22% with alfazumab and in 40% with placebo."]),
        (roles.arm_values, "Nausea was seen in 40% with alfazumab and in 40% with placebo.", []),
        (roles.endpoint_values, "OS was 7 months and PFS was 5 months with alfazumab.",
         ["OS was 5 months and PFS was 7 months with alfazumab."]),
        (roles.order, "Nausea and rash were seen in 40% and 22%, respectively.",
         ["Nausea and rash were seen in 22% and 40%, respectively."]),
        (roles.order, "Nausea and rash were seen in 40% and 22%.", []),
        (roles.time, "VOD was seen in 45% in Cycle 1.", ["VOD was seen in 45% in Cycle 2."]),
        (roles.time, "VOD was seen in 45%.", []),
        (roles.population, "Nausea was seen in 40% of men.", ["Nausea was seen in 40% of female."]),
        (roles.population, "Nausea was seen in 40%.", []),
        (roles.generalised, "In patients with renal impairment, nausea was seen in 40%.",
         ["In all patients, nausea was seen in 40%."]),
        (roles.generalised, "Nausea was seen in 40% of patients who had renal impairment.",
         ["Nausea was seen in 40% of all patients."]),
        (roles.generalised, "In patients with renal impairment, all patients had it in 40%.", []),
        (roles.generalised, "In patients with renal impairment, nausea was seen.", []),
        (words.direction, "Rates were higher with alfazumab.",
         ["Rates were lower with alfazumab."]),
        (words.direction, "Higher rates were seen.", ["Lower rates were seen."]),
        (words.direction, "Rates were higher, not lower.", []),
        (words.modality, "It may cause nausea.", ["It will cause nausea."]),
        (words.quantifier, "Most patients had nausea.", ["All patients had nausea."]),
        (words.statistic, "The median was 5.", ["The mean was 5."]),
        (words.relative_absolute, "A 25% relative reduction was seen.",
         ["A 25% absolute reduction was seen."]),
        (words.anchor, "It was seen after the last dose.",
         ["It was seen after the first dose.", "It was seen before the last dose."]),
        (words.anchor, "It was seen during or after it.", ["It was seen during or before it."]),
        (words.significance, "Rates were higher.", ["Rates were significantly higher."]),
        (words.significance, "Higher rates were seen.", ["Significantly higher rates were seen."]),
        (words.significance, "It did not meet significance.", ["It met significance."]),
        (words.significance, "Rates were higher; significance was not tested.", []),
        (words.significance, "Rates were seen.", []),
        (words.negation, "It was not seen.", ["It was seen."]),
        (words.negation, "It was seen.", ["It was not seen."]),
        (words.negation, "Patients not having it responded.", ["Patients having it responded."]),
        (words.negation, "It was seen without it.",
         ["It was seen with it.", "It was not seen without it."]),
        (words.negation, "No nausea was seen.", []),
        (words.negation, "There were no data.", []),
        (words.negation, "Patients who had it responded.", []),
        (words.caveat, "In a post hoc analysis, OS was 14 months.", ["OS was 14 months."]),
        (words.caveat, "The exploratory analysis has 14 months.", ["The analysis has 14 months."]),
        (words.caveat, "The analysis has 14 months.", []),
        (words.list_cut, "Reactions were nausea, rash, and fever.",
         ["Reactions were nausea and rash."]),
        (words.list_cut, "Reactions were many, including nausea, and fever.", []),
        (words.list_cut, "They were ill, were old, and were weak.", []),
        (words.list_cut, "Reactions were seen.", []),
    ],
)  # fmt: skip
def test_operators_on_words(operate: Operate, statement: str, mutants: list[str]) -> None:
    assert made(operate, statement) == mutants


def test_what_was_measured_is_called_what_the_evidence_does_not_speak_of() -> None:
    others = ["PFS was 3 months.", "Survival was seen."]
    for mutant in made(roles.endpoint, "Median OS was 7 months.", others=others):
        assert "OS" not in mutant.split()
        assert "urvival" not in mutant or "PFS" in mutant
    assert made(roles.endpoint, "OS=overall survival") == []


def test_a_reaction_is_renamed_or_widened() -> None:
    found = made(roles.reaction, "Severe nausea was seen in 40%.", others=["Rash was seen."])
    assert "Severe rash was seen in 40%." in [m.replace("Rash", "rash") for m in found]
    assert "nausea was seen in 40%." in found
    both = "Severe nausea and nausea were seen in 40%."
    assert "nausea and nausea were seen in 40%." not in made(roles.reaction, both)


@pytest.mark.parametrize(
    ("authority", "statement", "mutant"),
    [
        ("opinion", "In my practice, I give 2 cycles.",
         "The label recommends that physicians give 2 cycles."),
        ("opinion", "The dose is 5 mg once a day here.",
         "The prescribing information states that the dose is 5 mg once a day here."),
        ("opinion", "OS was 7 months in these patients.",
         "The prescribing information states that OS was 7 months in these patients."),
        ("opinion", "The label has 5 mg once a day.", None),
        ("trial", "In my practice, I give 2 cycles.", None),
        ("opinion", "It is good.", None),
    ],
)  # fmt: skip
def test_an_opinion_is_told_as_the_label(
    authority: Authority, statement: str, mutant: str | None
) -> None:
    expected = [] if mutant is None else [mutant]
    assert made(words.authority, statement, authority=authority) == expected


def test_a_wrong_citation_has_none_of_the_figures() -> None:
    here = "It was 5 months."
    found = list(words.wrong_citation(truth(here), pool(here, "It was 9 months.", "5 were seen.")))
    assert [m.evidence for m in found] == ["It was 9 months."] * 2
    assert list(words.wrong_citation(truth("It was seen."), pool("It was seen."))) == []


# ------------------------------------------------------------------ equivalence


@pytest.mark.parametrize(
    ("statement", "mutant", "evidence", "same"),
    [
        ("It was 5%.", "It was 5 %", "", True),
        ("It was seen.", "It  was SEEN", "", True),
        ("It was 5 months.", "It was 6 months.", "It was 5 months. It was 6 months.", True),
        ("It was 5 months.", "It was 6 months.", "It was 5 months. It was 6 months longer.", True),
        ("It was 5 months.", "It was 6 months.", "It was 5 months.", False),
        ("Seen with alfazumab.", "Seen with placebo.", "", False),
        ("Response with alfazumab rose.", "Response with alfazumab  rose", "", True),
        ("Seen in ≥5 patients.", "Seen in at least 5 patients.", "", True),
        ("Seen in ≥5 patients.", "Seen in >5 patients.", "", False),
        ("Two cycles were given.", "2 cycles were given.", "", False),
    ],
)
def test_a_mutant_that_says_the_same_is_none(
    statement: str, mutant: str, evidence: str, same: bool
) -> None:
    assert is_equivalent(truth(statement, evidence), Mutant(mutant, "changed")) is same


def test_a_wrong_citation_that_prints_the_statement_is_none() -> None:
    assert is_equivalent(truth("It was 5."), Mutant("It was 5.", "", "So it was 5. It was."))
    assert not is_equivalent(truth("It was 5."), Mutant("It was 5.", "", "It was 6."))


# ------------------------------------------------------------------ rewordings


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("CR was 80.7% vs 29.3%.", "CR was 80.7 percent versus 29.3 percent."),
        ("Aged ≥55 or <55 years.", "Aged at least 55 or less than 55 years."),
        ("Seen in 7/160 (4%).", "Seen in 7 of 160 (4 percent)."),
        ("P<.0001 and 95% CI.", "P<.0001 and 95% CI."),
        ("After 2 cycles in 2 patients.", "After two cycles in 2 patients."),
        ("Karyotype t(4;11) of >90%.", "Karyotype t(4;11) of more than 90 percent."),
    ],
)
def test_signs_are_written_out(text: str, written: str) -> None:
    assert written_out(text) == written


def test_arms_are_called_by_another_name() -> None:
    assert renamed("Seen with alfazumab.", WORDS) == "Seen with alfazumab."
    names = Vocabulary({"Alfa": ("Alfa", "alfa sulfate"), "SC": ("SC", "chemo")}, {})
    assert renamed("Seen with Alfa and SC.", names) == "Seen with alfa sulfate and chemo."
    assert renamed("Seen with chemo.", names) == "Seen with chemo."
    assert renamed("Alfa sulfate (Alfa) was used.", names) == "Alfa sulfate (Alfa) was used."


def test_claims_are_told_again_in_sentences_of_their_own() -> None:
    made = document(
        sentences=(
            "The nausea rate was 73.2% (120/164) with alfazumab.",
            "The nausea rate was not 73.2% with alfazumab.",
            "In men, the nausea rate was 24.7% with placebo.",
        ),
        tables=[("Rash", ("alfazumab (n=164)", "placebo"), ("12 (7.3%)", "3 (1.9%)"))],
    )
    arms = (Synonyms("alfazumab", ("alfazumab",)), Synonyms("placebo", ("placebo",)))
    corpus = corpus_of(dataclasses.replace(made, arms=arms))
    told = [t for t in truths_of(corpus, claims_of_corpus(corpus)) if t.form == "restated"]
    assert [t.statement for t in told] == [
        "With alfazumab, nausea was 73.2% (120/164).",
        "Rash, in the alfazumab group, was 12 (7.3%).",
        "Rash, in the placebo group, was 3 (1.9%).",
    ]
    assert all(verify(t.statement, t.evidence, t.vocabulary).supported for t in told)


def test_lost_tables_and_whole_lists_are_not_made_wrong() -> None:
    made = document(sentences=("Nausea was seen in 7%.", "It was seen in 9%. " * 40, "Rash: 5%."))
    lost = dataclasses.replace(made.statements[2], layout_lost=True)
    corpus = corpus_of(dataclasses.replace(made, statements=(*made.statements[:2], lost)))
    found = truths_of(corpus, claims_of_corpus(corpus))
    assert [t.statement for t in found if t.form == "quoted"] == ["Nausea was seen in 7%."]


# ------------------------------------------------------------------ all together


def test_mutations_of_other_documents_are_wrong_and_told_apart() -> None:
    corpus = load_corpus(DOCUMENTS)
    truths = truths_of(corpus, claims_of_corpus(corpus))
    assert {t.form for t in truths} == {"quoted", "written_out", "renamed", "restated"}
    assert len({t.id for t in truths}) == len(truths)
    pooled = pool_of(truths, Vocabulary.of_corpus(corpus))
    seen: set[tuple[str, str]] = set()
    made_of = [m for t in truths for m in mutations_of(t, pooled, seen)]
    assert len({m.id for m in made_of}) == len(made_of) > 500
    assert not any(m.mutant.statement in m.evidence for m in made_of)
    again: set[tuple[str, str]] = set()
    assert [m.id for t in truths[:20] for m in mutations_of(t, pooled, again)] == [
        m.id for m in made_of if m.truth in truths[:20]
    ]
    assert all(verify(t.statement, t.evidence, t.vocabulary).supported
               for t in truths if t.form == "quoted")  # fmt: skip


def test_kinds_that_must_be_blocked_are_those_of_the_figures_meaning() -> None:
    assert {"number", "digit", "denominator", "unit", "exponent", "arm", "endpoint"} <= MUST_BLOCK
    assert len({o.kind for o in OPERATORS}) >= 30
    assert all(o.reasons for o in OPERATORS)
