"""The equality policy, a line a test: what a figure of a statement may stand for."""

from __future__ import annotations

import pytest

from ino_assistant.fidelity.quantity.equality import RULES, compare, rounds_to
from ino_assistant.fidelity.quantity.model import Quantity
from ino_assistant.fidelity.quantity.quantities import read_quantities

# As said, as printed, outcome, kind of difference.
POLICY = [
    ("80.7 percent", "80.7%", "equal", ""),
    ("80,7 %", "80.7%", "equal", ""),
    ("5.0%", "5%", "equal", ""),
    ("two cycles", "2 cycles", "equal", ""),
    ("Phase III", "Phase 3", "equal", ""),
    ("a third cycle", "Cycle 3", "equal", ""),
    ("at least 55 years", "≥55 years", "equal", ""),
    ("55 years or older", "≥55 years", "equal", ""),
    (">55 years", "≥55 years", "differs", "comparator"),
    ("<55 years", "≥55 years", "differs", "comparator"),
    ("a maximum of 6 cycles", "up to 6 cycles", "equal", ""),
    ("6 cycles", "up to 6 cycles", "differs", "bound"),
    ("18 of 79", "18/79", "equal", ""),
    ("18 patients", "18/79", "equal", ""),
    ("18/97", "18/79", "differs", "denominator"),
    ("about 48%", "48.2%", "rounded", ""),
    ("48%", "48.2%", "differs", "number"),
    ("about 49%", "48.2%", "differs", "number"),
    ("nearly 49%", "48.7%", "rounded", ""),
    ("just over 49%", "48.7%", "differs", "number"),
    ("48.2%", "48%", "differs", "number"),
    ("about 48.2%", "48.2%", "equal", ""),
    ("48%", "about 48%", "differs", "exactness"),
    ("exactly 48%", "48%", "equal", ""),
    ("approximately half", "about half", "equal", ""),
    ("almost half", "about half", "differs", "exactness"),
    ("50%", "approximately half", "differs", "exactness"),
    ("approximately two thirds", "approximately half", "differs", "number"),
    ("24 months", "2 years", "differs", "number"),
    ("7.7 years", "7.7 months", "differs", "unit"),
    ("0.8 mg/kg", "0.8 mg/m2", "differs", "unit"),
    ("100/L", "100 × 10^9/L", "differs", "exponent"),
    ("100 × 10⁶/L", "100 × 10^9/L", "differs", "exponent"),
    ("95% CI, 1.5-4.8", "97.5% CI, 1.5-4.8", "differs", "ci_level"),
    ("95% CI, 1.5-2.8", "95% CI, 1.5-4.8", "differs", "interval"),
    ("Days 1 and 8", "Days 1, 8, and 15", "differs", "list"),
    ("Day 8", "Days 1, 8, and 15", "equal", ""),
    ("Grade 3", "Grade 3/4", "differs", "list"),
    ("Cycle 2", "Cycle 3", "differs", "time"),
    ("1:1", "2:1", "differs", "number"),
    ("at Week 96", "at 96 weeks", "equal", ""),
    ("on Day 8", "8 days", "differs", "number"),
    ("P<0.01", "P<0.001", "differs", "number"),
    ("7.2 mmol/L", "7.2 ± 1.3 mmol/L", "equal", ""),
    ("1.8 mg/m2 per dose", "1.8 mg/m2 per cycle", "differs", "unit"),
]


def only(text: str) -> Quantity:
    (quantity,) = [q for q in read_quantities(text) if q.is_quantity]
    return quantity


@pytest.mark.parametrize(("said", "printed", "outcome", "kind"), POLICY)
def test_policy(said: str, printed: str, outcome: str, kind: str) -> None:
    match = compare(only(said), only(printed))
    assert (match.outcome, match.kind) == (outcome, kind)


def test_every_rule_is_used() -> None:
    used = set()
    pairs = [(s, p) for s, p, _, _ in POLICY] + [
        ("January 4, 2017", "4 January 2017"),
        ("first salvage", "first salvage"),
        ("95% CI", "95% CI"),
        ("7.2 ± 1.3", "7.2 ± 1.3"),
        ("Week 96", "96 weeks"),
    ]
    for said, printed in pairs:
        one, two = only(said), only(printed)
        used.add(next(name for name, applies, _ in RULES if applies(one.kind, two.kind)))
    assert used == {name for name, _, _ in RULES}


def test_rounding_is_half_up() -> None:
    exact, shown = only("12.5%").values[0], only("13%").values[0]
    assert rounds_to(exact, shown)
    assert not rounds_to(exact, only("12%").values[0])
    assert not rounds_to(shown, exact)
