"""Figures between printed limits, and names that end in a number."""

from __future__ import annotations

import pytest

from ino_assistant.answering.understanding.ranges import (
    Measured,
    aged_in,
    codes_in,
    label_ranges,
    measured_in,
    names_measure,
    placed,
    places_in,
    points_in,
    ranges_in,
    spans_in,
    values_in,
    young_in,
)


@pytest.mark.parametrize(
    ("printed", "asked", "holds"),
    [
        ("ALT >5 to 8 × ULN", "6 × ULN", True),
        ("ALT >5 to 8 × ULN", "10 × ULN", False),
        ("15 kg to less than 30 kg", "a child of 25 kg", True),
        ("15 kg to less than 30 kg", "30 kg", False),
        ("60 kg or more", "92 kg", True),
        ("60 kg or more", "59 kg", False),
        ("aged 6 to 11 years", "an 8-year-old", True),
        ("aged 6 to 11 years", "a 12-year-old", False),
        ("If 14 days or more have passed", "3 weeks ago", True),
        ("fewer than 14 days", "3 weeks ago", False),
        ("If 3 days (72 hours) or more remain", "due in 4 days", True),
        ("younger than 6 years", "4 years old", True),
        ("age of 80 years or older", "70 yrs", False),
        ("a CrCl below 30 mL/min", "CrCl 20 mL/min", True),
        ("30 kg or less", "25 kg", True),
    ],
)
def test_a_figure_is_held_by_a_range(printed: str, asked: str, holds: bool) -> None:
    (figure,) = measured_in(asked)
    found = [r for r in ranges_in(printed) if r.measure == figure.measure]
    assert any(r.holds(figure.value) for r in found) is holds


def test_other_units_are_other_measures() -> None:
    (figure,) = measured_in("25 kg")
    assert all(r.measure != figure.measure for r in ranges_in("20 to 30 mL/min"))


def test_names_that_end_in_a_number() -> None:
    assert {"prism-2", "easi-75", "il-13"} <= codes_in("PRISM-2, EASI75 and interleukin-13")
    assert "week-52" in codes_in("at 52 weeks") & codes_in("at Week 52")
    assert "day-14" not in codes_in("for 7 to 14 days")
    assert not codes_in("1.8 mg of it in 22% of 164 patients")


def test_points_in_time_are_names() -> None:
    assert dict(places_in("on Days 1, 8, and 15")) == {
        "day-1": "1",
        "day-8": "8",
        "day-15": "15",
    }
    assert list(spans_in("the 5-year survival of a 40-year-old")) == [("year-5", "5")]


@pytest.mark.parametrize(
    ("label", "heading", "asked", "holds"),
    [
        ("15 to 29", "CrCl (mL/min)", Measured("20", "", 20.0, label=True), True),
        ("15 to 29", "CrCl (mL/min)", Measured("30", "", 30.0, label=True), False),
        ("5 to 8", "Week", placed("week-6"), True),
        ("5 to 8", "Week", placed("week-9"), False),
        ("9 onward", "Week", placed("week-12"), True),
        ("Below 15", "CrCl (mL/min)", Measured("10", "", 10.0, label=True), True),
        ("30 kg to less than 60 kg", "", measured_in("45 kg")[0], True),
        ("Nausea", "", Measured("6", "", 6.0, label=True), False),
    ],
)
def test_a_row_is_on_a_range(label: str, heading: str, asked: Measured, holds: bool) -> None:
    assert any(asked.within(r) for r in label_ranges(label, heading)) is holds


def test_an_age_is_no_number_of_weeks() -> None:
    assert aged_in("dose for a 4-year-old?") == {"4"}
    assert aged_in("every 4 weeks, for 2 years") == frozenset()
    (age,) = measured_in("a 4-year-old")
    assert not any(age.within(r) for r in points_in("120 mg every 4 weeks"))
    assert any(age.within(r) for r in points_in("in those of 4 years"))


def test_a_figure_alone_is_of_no_sentence() -> None:
    (sentence,) = ranges_in("a CrCl of 15 to 29 mL/min")
    assert not Measured("20", "", 20.0, label=True).within(sentence)
    assert Measured("20", "", 20.0).within(sentence)


@pytest.mark.parametrize(
    ("text", "young"),
    [
        ("It is not recommended below the age of 18 years.", {"§adolescents", "§pediatric"}),
        ("patients aged 12 years and older", {"§adolescents"}),
        ("adults aged 18 years and over", set()),
        ("The median follow-up was less than 20 years.", set()),
    ],
)
def test_an_age_takes_in_the_young(text: str, young: set[str]) -> None:
    assert set(young_in(text)) - {"§infants"} == young


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("0.75 g every 12 hours", {"#0.75"}),
        ("a clearance of 12 mL/min for 3 days", {"#12"}),
        ("1,590 pg/mL", {"#1,590"}),
    ],
)
def test_a_value_is_no_time(text: str, values: set[str]) -> None:
    assert set(values_in(text)) == values


def test_a_strain_is_named_with_a_point() -> None:
    assert "gii.4" in codes_in("Against GII.4 alone efficacy was 66%.")
    assert "gi.1" not in codes_in("Against GII.4 alone efficacy was 66%.")


@pytest.mark.parametrize(
    ("heading", "is_one"),
    [
        ("CLcr (mL/min)", True),
        ("Body weight, kg", True),
        ("Time since dose, hours", True),
        ("Maximum dosage", False),
        ("Median OS (95% CI), months", False),
        ("", False),
    ],
)
def test_a_heading_with_a_unit_tells_what_a_row_is_on(heading: str, is_one: bool) -> None:
    assert names_measure(heading) is is_one
