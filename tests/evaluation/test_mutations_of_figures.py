"""Operators on figures, units, limits and hedges change what they say, and nothing else."""

from __future__ import annotations

import pytest

from evaluation.mutating import made, pool, truth
from ino_assistant.evaluation.mutations import numbers, units
from ino_assistant.evaluation.mutations.generate import Operate

RATE = "Response was 80.7% (88/109) with alfazumab."


@pytest.mark.parametrize(
    ("operate", "statement", "mutants"),
    [
        (numbers.value, RATE, ["Response was 80.8% (88/109) with alfazumab."]),
        (numbers.value, "It was 9 months or 10 months.",
         ["It was 1 months or 10 months.", "It was 9 months or 11 months."]),
        (numbers.value, "As Table 3 shows, CD22 is present.", []),
        (numbers.value, "It was seen in 7/160 patients.", ["It was seen in 8/160 patients."]),
        (numbers.percent_fraction, RATE, ["Response was 80.7% (89/109) with alfazumab."]),
        (numbers.percent_fraction, "It was seen in 7/160 patients.", []),
        (numbers.transposed, RATE, ["Response was 87.0% (88/109) with alfazumab.",
                                    "Response was 80.7% (88/109) with alfazumab."][:1]),
        (numbers.transposed, "It was 11 months.", []),
        (numbers.transposed, "It was 10 months.", []),
        (numbers.shifted, RATE, ["Response was 8.07% (88/109) with alfazumab."]),
        (numbers.shifted, "It was 24 months.", ["It was 2.4 months."]),
        (numbers.shifted, "It was 0.5 mg.", ["It was 0.05 mg."]),
        (numbers.shifted, "It was 5 months.", []),
        (numbers.denominator, RATE, ["Response was 80.7% (88/100) with alfazumab."]),
        (numbers.denominator, "Alfazumab (n=164) was given.", ["Alfazumab (n=165) was given."]),
        (numbers.denominator, "It was 5 months.", []),
        (numbers.ci_bound, "The odds ratio was 8.61 (95% CI, 1.52-48.86).",
         ["The odds ratio was 8.61 (95% CI, 1.53-48.86).",
          "The odds ratio was 8.61 (95% CI, 1.52-48.87)."]),
        (numbers.ci_level, "The odds ratio was 8.61 (95% CI, 1.52-48.86).",
         ["The odds ratio was 8.61 (90% CI, 1.52-48.86)."]),
        (numbers.ci_level, "It was 95%.", []),
        (numbers.p_boundary, "OS did not meet a prespecified boundary of P=0.0104.",
         ["OS did not meet a prespecified boundary of P<0.0104.",
          "OS did not meet significance, with an observed P=0.0104."]),
        (numbers.p_boundary, "OS was better (P=0.0104).", []),
        (numbers.number_word, "Two cycles were given.", ["Three cycles were given."]),
        (numbers.number_word, "A third cycle may be considered.",
         ["A fourth cycle may be considered."]),
        (numbers.number_word, "Two or three cycles were given.",
         ["Two or four cycles were given."]),
        (numbers.number_word, "It was 2 cycles.", []),
        (numbers.day_list, "It is given on Days 1, 8, and 15.", ["It is given on Days 1, 8."]),
        (numbers.day_list, "It is given on Day 1.", []),
        (units.unit, "The dose was 0.8 mg/m2.", ["The dose was 0.8 mg/kg.", "The dose was 0.8 ."]),
        (units.unit, "It lasted 24 months.", ["It lasted 24 years."]),
        (units.unit, "Response was 48%.", ["Response was 48 patients."]),
        (units.unit, "Response was 48% of patients.", []),
        (units.unit, "It ranged from 30% to 50%.", []),
        (units.unit, "It was seen in 12 patients.", []),
        (units.exponent, "Platelets were 100 × 10⁹/L.",
         ["Platelets were 100 × 10⁶/L.", "Platelets were 100/L."]),
        (units.exponent, "Platelets were 100 x 10^9/L.",
         ["Platelets were 100 x 10^6/L.", "Platelets were 100/L."]),
        (units.exponent, "Platelets were 100.", []),
        (units.comparator, "Patients aged ≥55 years had VOD.",
         ["Patients aged <55 years had VOD.", "Patients aged >55 years had VOD.",
          "Patients aged 55 years had VOD."]),
        (units.comparator, "Up to 6 cycles were given.",
         ["At least 6 cycles were given.", "6 cycles were given."]),
        (units.comparator, "6 cycles were given.", []),
        (units.hedge, "About 48% responded.", ["48% responded.", "Exactly 48% responded."]),
        (units.hedge, "Approximately half responded.",
         ["50% of patients responded.", "half responded.", "Exactly half responded."]),
        (units.hedge, "48% responded.", []),
    ],
)  # fmt: skip
def test_operators_on_figures(operate: Operate, statement: str, mutants: list[str]) -> None:
    assert made(operate, statement) == mutants


def test_a_wrong_figure_stands_nowhere_in_the_evidence() -> None:
    evidence = "Response was 7.7%; it was 7.8% and 7.9% elsewhere."
    assert made(numbers.value, "Response was 7.7%.", evidence=evidence) == ["Response was 7.0%."]
    assert numbers.next_numeral("1", frozenset("0234567890")) is None


def test_a_wrong_whole_is_one_of_the_document_where_one_fits() -> None:
    statement = "It was seen in 7/160 patients."
    others = ["It was seen in 9/164 patients.", "It was seen in 2/5 patients."]
    assert made(numbers.denominator, statement, others=others) == [
        "It was seen in 7/164 patients.",
        "It was seen in 7/161 patients.",
    ]


def test_a_figure_of_another_passage_is_of_the_same_kind_and_unit() -> None:
    others = ["It was 9 years.", "It was <9 months.", "Survival was 12 months."]
    assert made(numbers.other_passage, "Survival was 8 months.", others=others) == [
        "Survival was 12 months."
    ]
    assert made(numbers.other_passage, "Survival was 8 months.") == []


def test_a_unit_that_the_evidence_prints_with_the_same_value_is_no_error() -> None:
    evidence = "It lasted 24 months, which is what 24 years are not."
    assert made(units.unit, "It lasted 24 months.", evidence=evidence) == []


def test_a_limit_that_the_evidence_prints_is_no_error() -> None:
    evidence = "Patients aged ≥55 or <55 years had VOD."
    assert made(units.comparator, "Patients aged ≥55 years had VOD.", evidence=evidence) == [
        "Patients aged >55 years had VOD.",
        "Patients aged 55 years had VOD.",
    ]
    assert "<55 years" not in "".join(
        made(units.comparator, "It was ≥55 years.", evidence="It was ≥55 years or <55 years.")
    )


def test_general_names_help_out_where_a_document_has_few() -> None:
    found = pool("Nausea was seen.")
    assert next(iter(found.names_of("reaction"))) == "nausea"
    assert len(found.names_of("reaction")) > 4
    assert found.names_of("anything") == {}
    assert truth("Nausea was seen.").id == truth("Nausea was seen.").id
