"""Of several statements alike: the row of the value, both arms, one time, the trial, who may."""

from __future__ import annotations

import pytest

from answering.making import corpus_of, document
from ino_assistant.answering.assistant import Assistant
from ino_assistant.answering.choosing.eligibility import eligible
from ino_assistant.answering.choosing.facts import FactsMaker
from ino_assistant.answering.choosing.ranking import Candidate
from ino_assistant.answering.understanding.question import Reader
from ino_assistant.answering.understanding.ranges import Measured
from ino_assistant.fidelity.binding.claim_binding import claims_of_corpus
from ino_assistant.search.context import Contexts
from ino_assistant.vocabulary.concepts import concepts_for
from search.prepared import assistant_over

RASH = "Rash occurred in 14% during or following treatment with Alfazumab or after transplant."
AFTER = "After transplant, rash occurred in 23% of patients on Alfazumab."
SHARE = ("Weight loss of 5% or more, n (%)", ("Alfazumab", "Placebo"), ("66 (55.0)", "12 (10.2)"))
CHANGE = ("Change in body weight, kg", ("Alfazumab", "Placebo"), ("-6.8", "-1.1"))
FEVER = ("Fever, n (%)", ("Alfazumab", "Placebo"), ("9 (7.5)", "12 (10.2)"))
DEATH = ("Death, hazard ratio (95% CI)", ("Alfazumab vs placebo",), ("0.91 (0.78-1.06)",))
STROKE = ("Stroke, hazard ratio (95% CI)", ("Alfazumab vs placebo",), ("0.60 (0.40-0.90)",))
RENAL = ("CLcr (mL/min)", "Dose", "Interval")
YOUNG = "Alfazumab is not recommended below the age of 18 years."
TRIAL = "A trial in asthma enrolled patients with prior steroid use."
MAY = "Alfazumab must not be used in asthma."
BOTTLE = "Bottles of Alfazumab have a child-resistant closure."
MISSED = "If a dose of Alfazumab is missed by more than 6 hours, skip it."


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Over a few sentences and rows, without a model."""
    columns = ("Dose", "Interval")
    corpus = corpus_of(
        document(
            sentences=(RASH, AFTER, YOUNG, TRIAL, MAY, BOTTLE, MISSED),
            products=("Alfazumab",),
            tables=[
                ("CrCl 15 to 29 mL/min", columns, ("750 mg", "every 12 hours")),
                ("CrCl below 15 mL/min", columns, ("250 mg", "every 24 hours")),
                SHARE,
                CHANGE,
                FEVER,
                DEATH,
                STROKE,
            ],
        )
    )
    return assistant_over(corpus, tmp_path_factory.mktemp("meant"))


@pytest.mark.parametrize(
    ("question", "holds", "lacks"),
    [
        ("what dose of Alfazumab if CrCl is 12 mL/min?", "250 mg", "750 mg"),
        ("what dose of Alfazumab if CrCl is 20 mL/min?", "750 mg", "250 mg"),
        ("how often did rash occur after transplant?", "23%", "14%"),
        ("can Alfazumab be used in asthma?", "must not be used", "23%"),
        ("missed dose of Alfazumab, skip it?", "missed by more than 6 hours", "23%"),
    ],
)
def test_the_one_meant_is_shown(made: Assistant, question: str, holds: str, lacks: str) -> None:
    text = made.ask(question).text
    assert (holds in text, lacks in text) == (True, False)


@pytest.mark.parametrize(
    ("question", "corrected"),
    [
        ("how large was the significant effect of Alfazumab on death?", True),
        ("how large was the significant effect of Alfazumab on stroke?", False),
        ("which dose of Alfazumab do teens get?", True),
    ],
)
def test_an_effect_and_an_age_that_are_taken_for_granted(
    made: Assistant, question: str, *, corrected: bool
) -> None:
    assert (made.ask(question).outcome == "corrected") is corrected


def test_a_closure_is_for_nobodys_child(made: Assistant) -> None:
    assert "closure" not in made.ask("is it for kids?").text


@pytest.mark.parametrize(
    ("question", "shares"),
    [("how much weight was lost?", False), ("what share had weight loss of 5% or more?", True)],
)
def test_how_much_is_no_share_of_those_who_reached_a_limit(question: str, *, shares: bool) -> None:
    corpus = corpus_of(document(products=("Alfazumab",), tables=[SHARE, CHANGE]))
    concepts = concepts_for(corpus.documents)
    reader = Reader(corpus, concepts)
    maker = FactsMaker(reader, concepts, Contexts(corpus), claims_of_corpus(corpus))
    ranked = [
        Candidate(maker.of(s), score, {}, 1.0)
        for s, score in zip(corpus.statements, (5, 4), strict=True)
    ]
    able = eligible(reader.read(question), ranked, maker.fitter)
    labels = {c.facts.statement.row.label for c in able if c.facts.statement.row is not None}
    assert (SHARE[0] in labels) is shares


def test_a_row_is_on_the_values_that_stand_beside_its_label() -> None:
    row = ("Moderate impairment", RENAL, ("30 to 49", "400 mg", "once daily"))
    corpus = corpus_of(document(products=("Alfazumab",), tables=[row]))
    concepts = concepts_for(corpus.documents)
    reader = Reader(corpus, concepts)
    maker = FactsMaker(reader, concepts, Contexts(corpus), claims_of_corpus(corpus))
    ranges = maker.of(corpus.statements[0]).ranges
    assert any(Measured("40", "", 40.0, label=True).within(r) for r in ranges)
    assert not any(Measured("60", "", 60.0, label=True).within(r) for r in ranges)
