"""What is denied of one group of patients is not denied of another."""

from __future__ import annotations

import pytest

from ino_assistant.fidelity import verify

EVIDENCE = (
    "No adjustment is needed in mild or moderate hepatic impairment (Child-Pugh A or B). "
    "In severe hepatic impairment (Child-Pugh C), do not exceed 100 mg twice daily."
)


@pytest.mark.parametrize(
    ("statement", "held"),
    [
        ("No adjustment is needed in severe hepatic impairment.", False),
        ("In patients with severe hepatic impairment no adjustment is needed.", False),
        ("No adjustment is needed in moderate hepatic impairment.", True),
        ("In mild hepatic impairment, no adjustment is needed.", True),
    ],
)
def test_no_adjustment_is_of_the_group_it_was_said_of(statement: str, held: bool) -> None:
    assert verify(statement, EVIDENCE).supported is held
