"""Shares, their means and their intervals."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering.making import quickly
from ino_assistant.evaluation.shares import Macro, Share, share_of


@pytest.mark.parametrize(
    ("passed", "total", "low", "high"),
    [
        # Newcombe, Stat Med 1998;17:857, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        # The mirror image, and the ends.
        (20, 20, 0.8389, 1.0),
        (5, 10, 0.2366, 0.7634),
    ],
)
def test_intervals_are_wilsons(passed: int, total: int, low: float, high: float) -> None:
    assert Share(passed, total).interval == pytest.approx((low, high), abs=5e-5)


@quickly
@given(st.integers(1, 2000), st.data())
def test_an_interval_holds_its_share_and_solves_the_score_equation(
    total: int, data: st.DataObject
) -> None:
    passed = data.draw(st.integers(0, total))
    share = Share(passed, total)
    low, high = share.interval
    assert 0 <= low <= share.value + 1e-9
    assert share.value - 1e-9 <= high <= 1
    for end in (low, high):
        if 1e-9 < end < 1 - 1e-9:
            z = abs(share.value - end) / math.sqrt(end * (1 - end) / total)
            assert z == pytest.approx(1.959963984540054, rel=1e-6)


def test_a_share_of_nothing_says_nothing() -> None:
    assert Share(0, 0).interval == (0.0, 1.0)
    assert Share(0, 0).value == 1.0


def test_a_share_as_json() -> None:
    assert Share(5, 10).as_dict() == {
        "passed": 5,
        "total": 10,
        "share": 0.5,
        "interval": [0.2366, 0.7634],
    }


def test_a_share_is_counted_from_what_was_passed() -> None:
    assert share_of([True, False, True]) == Share(2, 3)
    assert share_of([]) == Share(0, 0)
    assert Share(2, 3).counted == "2 of 3"


def test_a_macro_counts_kinds_and_not_cases() -> None:
    macro = Macro((Share(1000, 1000), Share(0, 2)))
    assert macro.value == 0.5
    assert macro.counted == "mean of 2"
    assert macro.as_dict()["mean_of"] == 2
    assert Macro(()).value == 1.0
    assert Macro(()).interval == (0.0, 1.0)


@quickly
@given(
    st.lists(
        st.integers(1, 50).flatmap(lambda n: st.integers(0, n).map(lambda k: Share(k, n))),
        min_size=1,
        max_size=8,
    )
)
def test_a_macros_interval_holds_it(shares: list[Share]) -> None:
    macro = Macro(tuple(shares))
    low, high = macro.interval
    assert 0 <= low <= macro.value + 1e-9
    assert macro.value - 1e-9 <= high <= 1
    alone = Macro((shares[0],)).interval
    assert alone == pytest.approx(shares[0].interval)
