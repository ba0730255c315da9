"""Arms that only their place in a table tells."""

from __future__ import annotations

import pytest

from ino_assistant.fidelity.terms.arm_columns import arms_told
from ino_assistant.fidelity.terms.printed import printed


def _arms(*lines: str) -> tuple[str, ...]:
    return printed("\n".join(("Table 1. Results", "", *lines))).arms


@pytest.mark.parametrize(
    ("heads", "arms"),
    [
        ("Event | ABX-214 | Placebo", ("ABX-214",)),
        ("Event | Trelexa (n=20) | Surgery (n=22)", ("Trelexa", "Surgery")),
        ("Event | KX-019 (95% CI) | Surgery (95% CI)", ("KX-019", "Surgery")),
        ("Event | RSVax (N=1,840) | Control vaccine (N=1,836)", ("RSVax", "Control vaccine")),
        ("Event | Women (n=20) | Men (n=22)", ()),
        ("Group | Cmax, ng/mL | AUC, ng·h/mL", ()),
        ("Clearance | Cefantrol dose | Interval", ()),
        ("Event | Week 4 | Week 8", ()),
    ],
)
def test_heads_of_columns(heads: str, arms: tuple[str, ...]) -> None:
    assert set(_arms(heads, "Nausea | 4 | 5", "Rash | 2 | 1")) == set(arms)


def test_labels_below_treatment() -> None:
    assert set(_arms("Treatment | Week 4 | Week 8", "ABX-214 | 4 | 5", "Placebo | 2 | 1")) == {
        "ABX-214"
    }


def test_cells_told_with_their_heads() -> None:
    assert arms_told("Rash | Trelexa (n=200): 45 (22.5) | Surgery (n=190): 29 (15.3)") == [
        "Trelexa",
        "Surgery",
    ]
