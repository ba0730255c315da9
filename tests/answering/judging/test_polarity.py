"""Yes or no only where a statement proves it; never the wrong one of the two."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from answering.making import corpus_of, document
from answering.polarity_lists import Case, cases, holding, known, pool
from ino_assistant.answering.judging.declarative import asked_statement, is_yes_no
from ino_assistant.answering.judging.known import Known
from ino_assistant.answering.judging.polarity import judge, polarity
from ino_assistant.corpus.model import Statement

_CASES = cases("polarity_cases.jsonl")


@pytest.mark.parametrize("case", _CASES, ids=lambda c: c.question)
def test_the_word_is_never_the_wrong_one(case: Case) -> None:
    for offered in (holding(case.corpus, case.evidence), pool(case)):
        said = polarity(case.question, offered, known(case.corpus))
        assert said in (case.says, None)


def test_most_of_what_can_be_answered_is() -> None:
    right = [
        polarity(c.question, holding(c.corpus, c.evidence), known(c.corpus)) == c.says
        for c in _CASES
    ]
    assert sum(right) / len(right) >= 0.88


def _sentences(corpus: str) -> list[Statement]:
    return [
        s
        for s in known(corpus).corpus.statements
        if s.row is None
        and not (s.parts or s.layout_lost or s.context == "Abbreviation")
        and len(s.display.split()) > 3
    ]


_EXCHANGED = [
    ("InO", "SC"), ("ZELMORIX", "placebo"), ("KARDENTO", "warfarin"), ("higher", "lower"),
    ("greater", "less"), ("open-label", "double-blind"), ("adults", "children"),
    ("primary", "secondary"), ("longer", "shorter"), ("mild", "severe"),
]  # fmt: skip


def _changed(text: str) -> Iterator[str]:
    """The same with two words exchanged, denied, or with another figure."""
    if "similar" not in text:
        for one, other in _EXCHANGED:
            both = rf"\b(?:{one}|{other})\b"
            if re.search(both, text):
                yield re.sub(both, lambda m, a=one, b=other: b if m[0] == a else a, text)  # type: ignore[misc]
    verb = re.search(r"\b(?:was|were|is|are|did|may|can|should)\b(?! not)", text)
    if verb is not None:
        yield f"{text[: verb.end()]} not{text[verb.end() :]}"
    if " not " in text:
        yield text.replace(" did not meet", " met").replace(" not ", " ", 1)
    for figure in list(re.finditer(r"\d+(?:\.\d+)?(?=%)", text))[:3]:
        yield f"{text[: figure.start()]}{float(figure[0]) + 11:g}{text[figure.end() :]}"


@pytest.mark.parametrize("corpus", ["real", "made"])
def test_what_a_statement_says_is_never_denied(corpus: str) -> None:
    said = [
        polarity(f"Is it true that {s.display.rstrip('.')}?", [s], known(corpus))
        for s in _sentences(corpus)
    ]
    assert "no" not in said
    assert said.count("yes") > len(said) / 4


@pytest.mark.parametrize("corpus", ["real", "made"])
def test_what_a_statement_does_not_say_is_never_confirmed(corpus: str) -> None:
    said = {
        changed: polarity(f"Is it true that {changed}?", [s], known(corpus))
        for s in _sentences(corpus)
        for changed in _changed(s.display.rstrip("."))
    }
    assert [changed for changed, word in said.items() if word == "yes"] == []
    assert list(said.values()).count("no") > len(said) / 6


@pytest.mark.parametrize(
    ("question", "text", "kind", "negated"),
    [
        ("Isn't the trial blinded?", "the trial blinded", "fact", False),
        ("Is the trial not blinded?", "the trial not blinded", "fact", True),
        ("the trial is blinded, right?", "the trial is blinded", "fact", False),
        ("so, can a third cycle be given?", "a third cycle be given", "may", False),
        ("ok to breastfeed?", "breastfeed", "may", False),
        ("OS significant?", "OS significant", "fact", False),
        ("Do you know whether OS was longer?", "OS was longer", "fact", False),
        ("does it need premeds", "it need premedicate", "duty", False),
        ("Is it true that was it blinded?", "it blinded", "fact", False),
        ("Is it so that X cannot be given?", "X cannot be given", "may", True),
    ],
)
def test_the_statement_that_is_asked_about(
    question: str, text: str, kind: str, negated: bool
) -> None:
    asked = asked_statement(question)
    assert asked is not None
    assert (asked.text, asked.kind, asked.negated) == (text, kind, negated)


@pytest.mark.parametrize(
    "question",
    [
        "",
        "Is?",
        "What was the rate?",
        "can you tell me the dose?",
        "Was it approved, and how many patients were in it?",
        "do you know how long it takes",
        "factors associated with better survival",
        "median age in the arm that was open-label and had the better rate of response in it",
        "Is it not known that he did not respond?",
    ],
)
def test_other_questions_are_none(question: str) -> None:
    assert not is_yes_no(question)
    assert judge(question, holding("real", ["OS"]), known("real")) is None


def test_the_words_stand_before_the_quotation() -> None:
    proof = holding("real", ["open-label"])
    judged = judge("Is the trial blinded?", proof, known("real"))
    assert judged is not None
    assert (judged.opening, judged.because) == ("No.", "by_exclusion")
    assert "open-label" in judged.statement.display
    agreed = judge("Is the trial open-label?", proof, known("real"))
    assert agreed is not None
    assert agreed.opening == "Yes."


def test_nothing_is_said_of_no_statements() -> None:
    assert judge("Is the trial blinded?", [], known("real")) is None


def _made(*sentences: str) -> tuple[list[Statement], Known]:
    corpus = corpus_of(document(sentences=sentences, products=["EXAMPLEX"]))
    return list(corpus.statements), Known(corpus)


@pytest.mark.parametrize(
    ("sentence", "question", "said"),
    [
        ("Use with hydroxyurea is contraindicated.", "Can it be used with hydroxyurea?", "no"),
        ("It is not known whether EXAMPLEX passes into milk.", "Does it pass into milk?", None),
        ("There are no data in pregnant women.", "Are there data in pregnant women?", "no"),
        ("There are no data in pregnant women.", "Is EXAMPLEX safe in pregnant women?", None),
        ("EXAMPLEX may cause rash.", "Does EXAMPLEX cause rash?", None),
        ("EXAMPLEX may cause rash.", "Can EXAMPLEX cause rash?", "yes"),
        ("Rash occurred with EXAMPLEX.", "Can EXAMPLEX be given with rash?", None),
        ("Interrupt the infusion if rash occurs.", "Did rash occur?", None),
        ("Interrupt the infusion if rash occurs.", "Should the infusion be interrupted?", None),
        ("Sepsis was a cause of death.", "Did death cause sepsis?", None),
        ("TRIAL-1 was a Phase 3 study.", "Was TRIAL-1 a phase 3 study?", "yes"),
        ("TRIAL-1 was a Phase 3 study.", "Was TRIAL-1 a phase 2 study?", "no"),
        ("EXAMPLEX was approved in 2019.", "Was EXAMPLEX approved in 2019?", "yes"),
        ("EXAMPLEX was approved in 2019.", "Was EXAMPLEX approved in 2021?", "no"),
        ("EXAMPLEX was approved in 2019.", "Was EXAMPLEX approved after 2015?", None),
        ("Infuse EXAMPLEX once every 4 weeks.", "Is EXAMPLEX infused every 2 weeks?", "no"),
        (
            "Up to 6 cycles of EXAMPLEX may be given.",
            "May up to 6 cycles of EXAMPLEX be given?",
            "yes",
        ),
        ("Up to 6 cycles of EXAMPLEX may be given.", "Can 4 cycles of EXAMPLEX be given?", "yes"),
        ("Up to 6 cycles of EXAMPLEX may be given.", "Can 9 cycles of EXAMPLEX be given?", "no"),
        (
            "Up to 6 cycles of EXAMPLEX may be given.",
            "May up to 9 cycles of EXAMPLEX be given?",
            None,
        ),
        ("Up to 6 cycles of EXAMPLEX may be given.", "Were 4 cycles of EXAMPLEX given?", None),
        ("Anemia occurred in 12% of patients.", "Did anemia occur in a third of patients?", "no"),
        ("Anemia occurred in 24/200 patients.", "Did anemia occur in 12% of patients?", "yes"),
        ("Anemia occurred in 12% of patients.", "Did anemia occur in less than 20%?", "yes"),
        ("Anemia occurred in 12% of patients.", "Did anemia occur in at least 12%?", "yes"),
        ("Anemia occurred in 12% of patients.", "Did anemia occur in at most 5%?", "no"),
        ("Anemia occurred in 12% of patients.", "Did anemia occur in all patients?", None),
        ("Anemia occurred in 60% of patients.", "Did anemia occur in most patients?", "yes"),
        ("Patients who did not respond had a transplant.", "Did responders have one?", None),
        ("Anemia was not significantly more frequent.", "Was anemia significant?", "no"),
        ("Anemia and rash were similar in both groups.", "Was anemia similar in both?", "yes"),
        ("Avoid grapefruit.", "Should grapefruit be avoided?", "yes"),
        ("Avoid grapefruit.", "Can grapefruit be taken?", "no"),
        (
            "Anemia was seen in 12% of patients but rash was not reported.",
            "Was there anemia?",
            "yes",
        ),
        ("Adults whose anemia was not treated had fatigue.", "Did adults have fatigue?", None),
        ("The trial may be open-label.", "Was the trial double-blind?", None),
        ("Do not call it open-label.", "Was it double-blind?", None),
        ("TRIAL-1 and TRIAL-2 were open-label.", "Was TRIAL-1 double-blind?", None),
        ("All 40 trials were open-label.", "Were all 30 trials double-blind?", None),
        ("Anemia, rash and fever were the most common events.", "Was fever the most common?", None),
        (
            "Anemia was significantly more frequent.",
            "Was anemia significantly less frequent?",
            "no",
        ),
        ("Anemia was significantly more frequent.", "Was the anemia significant?", "yes"),
        ("The median time to anemia was 4 days.", "Was the median time to anemia 4 days?", "yes"),
        ("Anemia occurred up to 56 days after infusion.", "Did anemia occur up to 56 days?", None),
        ("The mean age was not 40 years.", "Was the mean age 40 years?", None),
        ("Assignment was 2:1.", "Was assignment 2:1?", "yes"),
        ("Assignment was 2:1.", "Was assignment 1:1?", "no"),
        ("Assignment was not 2:1.", "Was assignment 2:1?", None),
        ("EXAMPLEX was not approved in 2019.", "Was EXAMPLEX approved in 2019?", "no"),
        ("EXAMPLEX is not infused every 4 weeks.", "Is EXAMPLEX infused every 2 weeks?", None),
        (
            "Up to 6 cycles of EXAMPLEX or up to 8 cycles of EXAMPLEX may be given.",
            "Can 7 cycles of EXAMPLEX be given?",
            None,
        ),
        (
            "Anemia was lower with EXAMPLEX (12%) than with placebo (30%).",
            "Was anemia similar with EXAMPLEX and placebo?",
            "no",
        ),
        (
            "Anemia was 12% with EXAMPLEX and 30% with placebo.",
            "Was anemia similar with EXAMPLEX and placebo?",
            None,
        ),
        (
            "Survival was 12 months with EXAMPLEX versus 9 months with placebo.",
            "Was survival longer with EXAMPLEX than with placebo?",
            "yes",
        ),
        (
            "Survival may be longer with EXAMPLEX than with placebo.",
            "Is survival longer with EXAMPLEX than with placebo?",
            None,
        ),
    ],
)
def test_how_a_statement_says_it(sentence: str, question: str, said: str | None) -> None:
    statements, read = _made(sentence)
    assert polarity(question, statements, read) == said


def test_statements_that_say_opposite_things_prove_nothing() -> None:
    statements, read = _made("The trial was open-label.", "The trial was double-blind.")
    assert polarity("Was the trial open-label?", statements[:1], read) == "yes"
    assert polarity("Was the trial open-label?", statements, read) is None
