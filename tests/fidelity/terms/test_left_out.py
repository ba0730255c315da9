"""Names that a passage leaves out, and names that its layout spoils."""

from __future__ import annotations

import pytest

from ino_assistant.fidelity import verify
from ino_assistant.fidelity.terms.normal import cleaned

FOLLOWED = "Median follow-up was 19.6 months."
DOSE = "If the pulse falls below 50 bpm, withhold the drug until it is 60 bpm or more."


@pytest.mark.parametrize(
    ("statement", "evidence", "right"),
    [
        ("In LUNARA-HF, median follow-up was 19.6 months.", FOLLOWED, True),
        ("In LUNARA-HF, median follow-up was 16.9 months.", FOLLOWED, False),
        ("In LUNARA-HF, median follow-up was 19.6 months.", f"In SOLARA-P, {FOLLOWED}", False),
        ("In COVID-19, median follow-up was 19.6 months.", FOLLOWED, False),
        ("Below 50 bpm, withhold CARVENOL until the pulse is 60 bpm or more.", DOSE, True),
        ("Relapse was seen in 5% on CARVENOL.", "Relapse was seen in 5%.", False),
        ("In LUNARA-HF 5% of adults relapsed.", "In LUNARA-HF4 5% of adults relapsed.", True),
        ("A seroresponse was seen in 42%.", "A sero-\nresponse was seen in 42%.", True),
    ],
)
def test_names(statement: str, evidence: str, right: bool) -> None:
    verdict = verify(statement, evidence)
    assert (not verdict.problems) == right, verdict


def test_ligatures_are_letters() -> None:
    assert cleaned("e\ufb03cacy of the \ufb01rst") == "efficacy of the first"
