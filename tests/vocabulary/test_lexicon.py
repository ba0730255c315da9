"""The general lexicon: that it is sound as data, and what its words lead to."""

from __future__ import annotations

from collections import defaultdict

import pytest

from ino_assistant.data import load, words
from ino_assistant.vocabulary.concepts import Concept, Concepts, concepts_for, general_lexicon
from ino_assistant.vocabulary.tokens import term
from ino_assistant.vocabulary.tokens import words as tokens_of

_HARD = {"endpoint", "statistic", "reaction", "population", "attribute", "measure", "drug"}


@pytest.fixture(scope="module")
def lexicon() -> Concepts:
    """The general lexicon alone, without any document."""
    return concepts_for([])


def asked(lexicon: Concepts, question: str) -> set[str]:
    return {m.concept.label for m in lexicon.find(tokens_of(question), asked=True)}


def said(lexicon: Concepts, statement: str) -> set[str]:
    return {m.concept.label for m in lexicon.find(tokens_of(statement))}


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("did they live longer", "overall survival"),
        ("any living longer on it", "overall survival"),
        ("how many tumours shrank", "response"),
        ("did the cancer come back", "relapse"),
        ("tired all the time", "fatigue"),
        ("throwing up after the pill", "vomiting"),
        ("hair falling out", "alopecia"),
        ("pins and needles in the feet", "neuropathy"),
        ("swollen ankles", "peripheral edema"),
        ("a blood clot in the leg", "thrombosis"),
        ("brain bleeds", "intracranial hemorrhage"),
        ("low blood sugar", "hypoglycemia"),
        ("weak kidneys", "renal impairment"),
        ("she is expecting a baby", "pregnant"),
        ("new mum wants to nurse", "breast-feeding"),
        ("does it keep in the fridge", "storage"),
        ("use-by date", "shelf life"),
        ("can it be crushed", "crushing"),
        ("I forgot to take it", "missed dose"),
        ("who should not take it", "contraindication"),
        ("how does it work", "mechanism"),
        ("stays in the body how long", "half-life"),
        ("blood thinners", "anticoagulant"),
        ("sugar pill", "placebo"),
        ("did they know which drug they got", "open label"),
        ("got the nod", "approve"),
        ("weak spots of the study", "limitations"),
        ("take-home message", "conclusion"),
        ("diarrhoea", "diarrhea"),
        ("hypokalaemia", "hypokalemia"),
        ("leukemia cells left behind", "minimal residual disease"),
        ("the second rescue attempt", "second salvage"),
        ("how long did she go on to live", "overall survival"),
        ("may a mother nurse her baby", "breast-feeding"),
    ],
)
def test_lay_words_ask_for_the_clinical_thing(lexicon: Concepts, question: str, label: str) -> None:
    assert label in asked(lexicon, question)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hemoglobin", "anemia"),
        ("nausea", "vomiting"),
        ("heart failure", "heart attack"),
        ("neuropathy", "neurotoxicity"),
        ("QT interval", "arrhythmia"),
        ("pancreatitis", "lipase"),
        ("sepsis", "pneumonia"),
        ("imatinib", "ponatinib"),
        ("creatinine", "creatinine clearance"),
        ("virologic failure", "virologic response"),
        ("HER2-positive", "HER2-negative"),
        ("engraftment", "graft failure"),
        ("dialysis", "cirrhosis"),
        ("potassium", "magnesium"),
        ("PFS", "overall survival"),
        ("median", "mean age"),
    ],
)
def test_what_lies_near_is_another_thing(lexicon: Concepts, one: str, other: str) -> None:
    hard = [
        {m.concept.label for m in lexicon.find(tokens_of(t)) if m.concept.kind in _HARD}
        for t in (one, other)
    ]
    assert hard[0] and hard[1]
    assert hard[0] != hard[1]
    # Neither is satisfied by a statement on the other.
    assert not {m.concept.label for m in lexicon.find(tokens_of(one), asked=True)} <= hard[1]
    assert not {m.concept.label for m in lexicon.find(tokens_of(other), asked=True)} <= hard[0]


def test_a_statement_on_the_narrower_speaks_of_the_wider_and_not_the_other_way(
    lexicon: Concepts,
) -> None:
    assert "infection" in said(lexicon, "Pneumonia in 4%")
    assert "infection" not in asked(lexicon, "pneumonia?")
    assert "pneumonia" not in said(lexicon, "Infections in 20%")
    assert "tyrosine kinase inhibitor" in said(lexicon, "given with dasatinib")
    assert "dasatinib" not in said(lexicon, "given with a TKI")


def test_lay_wording_asks_and_does_not_state(lexicon: Concepts) -> None:
    assert "pyrexia" in asked(lexicon, "running a temperature")
    assert "pyrexia" not in said(lexicon, "store at room temperature")
    assert "relapse" in asked(lexicon, "when it came back")
    assert "relapse" not in said(lexicon, "Results came back after a week")


def test_the_survival_of_another_endpoint_is_no_survival(lexicon: Concepts) -> None:
    assert said(lexicon, "median progression-free survival") >= {"progression-free survival"}
    assert "overall survival" not in said(lexicon, "median progression-free survival")
    assert "relapse" not in said(lexicon, "relapse-free survival")
    assert {"overall survival", "progression-free survival"} <= said(lexicon, "survival and PFS")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("several patients", "severe"),
        ("fit for transplant", "performance status"),
        ("take good care", "caution"),
        ("in this position", "positive"),
        ("the immune system", "vaccination"),
        ("chilled solution", "chills"),
        ("a fast infusion", "food"),
        ("reversible toxicity", "antidote"),
        ("which row of the table", "rest of world"),
        ("pros and cons", "quality of life"),
        ("an easy regimen", "EASI"),
        ("ten patients", "severe skin reaction"),
        ("his hospital", "hospitalization"),
        ("Philadelphia-chromosome negative", "Ph-positive"),
        ("over what time does it run in", "screening"),
        ("the infusion for the potential", "infusion time"),
        ("lactate dehydrogenase", "breast-feeding"),
    ],
)
def test_words_that_only_look_alike_are_passed_over(
    lexicon: Concepts, text: str, label: str
) -> None:
    assert label not in said(lexicon, text) | asked(lexicon, text)


def test_capitals_of_a_mixed_kind_count_as_printed(lexicon: Concepts) -> None:
    assert "creatinine clearance" in said(lexicon, "eGFR below 30")
    assert "EGFR-mutated" not in said(lexicon, "eGFR below 30")
    assert "EGFR-mutated" in said(lexicon, "EGFR exon 20")


def test_marks_of_direction_are_read_and_not_shown() -> None:
    concept = Concept("wide", "reaction", "§wide")
    made = Concepts([(concept, ["wide", "? broad", "> slim", "= widening"])])
    assert made.keys("broad slim", asked=True) == made.keys("broad slim") == ["§wide"]
    assert made.keys("broad") == made.keys("slim", asked=True) == []
    assert made.keys("Widening") == ["§wide"]
    assert Concepts([(concept, ["= widening"])]).keys("widen") == []
    listed = {t for groups in general_lexicon().values() for g in groups.values() for t in g}
    assert not [t for t in listed if t[:2] in ("? ", "> ", "= ")]


def test_a_label_stands_for_one_concept() -> None:
    """Two concepts with one label would share a key, and with it everything they match."""
    kinds: dict[str, list[str]] = defaultdict(list)
    for kind, groups in load("lexicon").items():
        for label in groups:
            kinds[label.lower()].append(kind)
    assert not {label: found for label, found in kinds.items() if len(found) > 1}


def test_every_term_has_a_word() -> None:
    for groups in general_lexicon().values():
        for label, listed in groups.items():
            assert listed, label
            assert all(tokens_of(name) for name in listed), label


def test_no_concept_is_made_of_words_that_carry_nothing() -> None:
    """A hard concept that a word of asking names would refuse every question with that word."""
    empty = {term(word) for word in words("asking") | words("stop")}
    found = {
        (label, name)
        for kind, groups in load("lexicon").items()
        if kind in _HARD
        for label, listed in groups.items()
        for name in listed
        if not name.startswith("> ")
        and len(tokens_of(name)) == 1
        and term(tokens_of(name)[0]) in empty
        and tokens_of(name)[0].lower() not in words("capitals")
    }
    assert not found
