"""The grammar: what each writing of a quantity is read as."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ino_assistant.corpus.model import Corpus
from ino_assistant.fidelity.quantity.quantities import read_quantities

# Text, and of its first quantity: kind, values, unit, comparator and hedge.
READINGS = [
    ("80.7%", "percent", "80.7", "%", ""),
    ("80.7 percent", "percent", "80.7", "%", ""),
    ("80,7 %", "percent", "80.7", "%", ""),
    ("80.7\u00a0%", "percent", "80.7", "%", ""),
    ("1,520 deaths", "count", "1520", "death", ""),
    ("0.027", "number", "0.027", "", ""),
    ("0,027", "number", "0.027", "", ""),
    ("n=42/92", "fraction", "42 92", "", ""),
    ("118/72 mmHg", "ratio", "118 72", "mmHg", ""),
    ("below 140/90 mm Hg", "ratio", "140 90", "mmHg", "<"),
    ("6 months to 17 years", "interval", "0.5 17", "year", ""),
    ("18 of 79 patients", "fraction", "18 79", "", ""),
    ("Five of the 18 VOD events", "fraction", "5 18", "", ""),
    ("two cycles", "count", "2", "cycle", ""),
    ("Twenty-five months later", "duration", "25", "month", ""),
    ("a 2-year survival", "duration", "2", "year", ""),
    ("≥55 years", "duration", "55", "year", ">="),
    (">=55 years", "duration", "55", "year", ">="),
    ("⩾ 55 years", "duration", "55", "year", ">="),
    ("55 years or older", "duration", "55", "year", ">="),
    ("at least 55 years", "duration", "55", "year", ">="),
    ("more than 90%", "percent", "90", "%", ">"),
    ("up to 6 cycles", "count", "6", "cycle", "<="),
    ("Up to 6 cycles", "count", "6", "cycle", "<="),
    ("a maximum of 6 cycles", "count", "6", "cycle", "<="),
    ("about 48%", "percent", "48", "%", "~"),
    ("exactly 50%", "percent", "50", "%", "!"),
    ("approximately half", "vague", "", "", "~"),
    ("more than doubled", "vague", "", "", ">"),
    ("almost half", "vague", "", "", "-"),
    ("100 × 109/L", "measure", "1E+11", "/L", ""),
    ("100 x 10^9/L", "measure", "1E+11", "/L", ""),
    ("100 × 10⁹/L", "measure", "1E+11", "/L", ""),
    ("100 * 10**9/L", "measure", "1E+11", "/L", ""),
    ("100x10E9/L", "measure", "1E+11", "/L", ""),
    ("100×10(9)/L", "measure", "1E+11", "/L", ""),
    ("2.3 x 103/mm3", "measure", "2300", "/mm3", ""),
    ("14 x 109", "measure", "14E+9", "", ""),
    ("0.8 mg/m²", "measure", "0.8", "mg/m2", ""),
    ("0.8 mg/m2", "measure", "0.8", "mg/m2", ""),
    ("6 mg/kg", "measure", "6", "mg/kg", ""),
    ("2.5 times ULN", "measure", "2.5", "ULN", ""),
    ("≥ upper limit of normal", "measure", "1", "ULN", ">="),
    ("P=0.0104", "p_value", "0.0104", "P", ""),
    ("p < 0.001", "p_value", "0.001", "P", "<"),
    ("18-78", "interval", "18 78", "", ""),
    ("31%  to 44%", "interval", "31 44", "%", ""),
    ("between 30% and 50%", "interval", "30 50", "%", ""),
    ("−1.4 to −0.9", "interval", "-1.4 -0.9", "", ""),
    ("7.2 ± 1.3 mmol/L", "spread", "7.2 1.3", "mmol/L", ""),
    ("2.2 times higher", "multiple", "2.2", "times", ""),
    ("randomized 2:1", "ratio", "2 1", "", ""),
    ("Days 1, 8, and 15", "label", "1 8 15", "day", ""),
    ("Cycle 3 and beyond", "label", "3", "cycle", ">="),
    ("Grade 3/4", "label", "3 4", "grade", ""),
    ("Grade III/IV", "label", "3 4", "grade", ""),
    ("grade ≥ 3", "label", "3", "grade", ">="),
    ("Phase III", "label", "3", "phase", ""),
    ("Phase 1/2", "label", "1 2", "phase", ""),
    ("a third cycle", "label", "3", "cycle", ""),
    ("In 2020", "date", "2020", "year", ""),
    ("20 mg/mL", "measure", "20", "mg/mL", ""),
    ("Studies 1 and 2, 45% of them", "percent", "45", "%", ""),
    ("infused over 90 minutes", "duration", "90", "minute", ""),
]


@pytest.mark.parametrize(("text", "kind", "values", "unit", "sign"), READINGS)
def test_reading(text: str, kind: str, values: str, unit: str, sign: str) -> None:
    quantity = next(q for q in read_quantities(text) if q.is_quantity)
    assert quantity.kind == kind
    assert quantity.values == tuple(Decimal(v) for v in values.split())
    assert (quantity.unit, quantity.comparator + quantity.hedge) == (unit, sign)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("CD22 antibody", "CD22"),
        ("karyotype t(4;11)", "t(4;11)"),
        ("Study 1010 of patients", "Study 1010"),
        ("seen in Table 3", "Table 3"),
        ("6-mercaptopurine", "6-mercaptopurine"),
        ("PETHEMA ALL89", "ALL89"),
        ("COVID-19", "COVID-19"),
        ("NDC 71999-025-60", "71999-025-60"),
        ("as shown before [3]", "[3]"),
        ("Marrow. 2019;25:1720–1729", "2019;25:1720–1729"),
    ],
)
def test_no_quantities(text: str, name: str) -> None:
    assert [(q.text, q.is_quantity) for q in read_quantities(text)] == [(name, False)]


@pytest.mark.parametrize(
    ("text", "other", "same"),
    [
        ("Revised: 08/2024", "Revised: 8/2024", True),
        ("Revised: 08/2024", "Revised: 07/2024", False),
        ("In Studies 1 and 2", "In Study 1 and Study 2", True),
        ("In Studies 1 and 2", "In Study 1 and Study 3", False),
    ],
)
def test_the_same_written_otherwise(text: str, other: str, same: bool) -> None:
    one, two = ([q.symbol for q in read_quantities(t) if q.symbol] for t in (text, other))
    assert one and (one == two) is same


def test_interval_has_its_level() -> None:
    one, two = read_quantities("8.61 (95% CI, 1.52-48.86)")
    assert one.kind == "number"
    assert (two.kind, two.level) == ("interval", Decimal(95))
    assert two.values == (Decimal("1.52"), Decimal("48.86"))


def test_list_shares_unit_and_comparator() -> None:
    five, eight = read_quantities("for at least 5 and 8 months after the last dose")
    assert (five.unit, five.comparator) == (eight.unit, eight.comparator) == ("month", ">=")


def test_label_list_leaves_the_next_figure() -> None:
    kinds = [q.text for q in read_quantities("in Cycle 1, 41.3% (38/92) in Cycle 2")]
    assert kinds == ["Cycle 1", "41.3%", "38/92", "Cycle 2"]


def test_reference_marks_are_no_decimals() -> None:
    figure, mark = read_quantities("significance of P=0.0104.5,6")
    assert figure.values == (Decimal("0.0104"),)
    assert (mark.kind, mark.text) == ("mark", "5,6")


def test_dose_has_its_rate() -> None:
    (dose,) = read_quantities("1.8 mg/m2 per cycle")
    assert dose.rate == "cycle"


def test_every_digit_of_the_corpus_is_accounted_for(corpus: Corpus) -> None:
    for statement in corpus.statements:
        spans = [q.span for q in read_quantities(statement.display)]
        for at, character in enumerate(statement.display):
            if character.isdecimal():
                assert any(s <= at < e for s, e in spans), statement.display[
                    max(0, at - 20) : at + 9
                ]


@pytest.mark.parametrize(
    ("text", "values", "unit"),
    [
        ("in two to three weeks", ("2", "3"), "week"),
        ("between four and six cycles", ("4", "6"), "cycle"),
        ("One to two hours before", ("1", "2"), "hour"),
    ],
)
def test_a_range_in_words_is_one(text: str, values: tuple[str, str], unit: str) -> None:
    (found,) = read_quantities(text)
    assert (found.kind, found.unit) == ("interval", unit)
    assert tuple(str(v) for v in found.values) == values


def test_two_words_without_what_they_count_are_no_range() -> None:
    assert all(
        q.kind != "interval" for q in read_quantities("matched one to one; from two to three")
    )
