"""Sums are derived where the parts add up and the statement plainly adds them."""

from __future__ import annotations

import pytest

from ino_assistant.fidelity import verify

CYCLES = (
    "45.7% (n=42/92) of responses with VELMORA occurred in Cycle 1, 41.3% (n=38/92) in Cycle 2, "
    "and 13.0% (n=12/92) in Cycle 3."
)
ARMS = "Pneumonia occurred in 138/1,552 patients receiving VELMORA and in 136/1,554 on placebo."
DOSES = (
    "Infections, n (%) | VELMORA 30 mg (n=302): 6 (2.0) | VELMORA 60 mg (n=298): 11 (3.7) "
    "| Placebo (n=151): 2 (1.3)"
)
MET = "31 of 79 patients (39%) died with VELMORA and 8 of 35 (23%) with placebo."


@pytest.mark.parametrize(
    ("statement", "evidence", "verdict"),
    [
        (
            "By the end of Cycle 2, 80 of the 92 responses with VELMORA had occurred.",
            CYCLES,
            "derived",
        ),
        ("Together, Cycles 1 and 2 had 80 of the 92 responses with VELMORA.", CYCLES, "derived"),
        ("In total, 274 patients had pneumonia.", ARMS, "derived"),
        ("On both VELMORA doses together, 17 of 600 patients had infections.", DOSES, "derived"),
        ("By the end of Cycle 2, 81 of the 92 responses with VELMORA had occurred.", CYCLES, ""),
        ("By the end of Cycle 3, 80 of the 92 responses with VELMORA had occurred.", CYCLES, ""),
        ("In total, 275 patients had pneumonia.", ARMS, ""),
        ("With VELMORA, 274 patients had pneumonia.", ARMS, ""),
        ("On both VELMORA doses together, 17 of 298 patients had infections.", DOSES, ""),
        # 31 and 8 make 39 by chance: the bracket tells the same figure again.
        ("31 of 79 (39 patients) died with VELMORA and 8 of 35 (23%) with placebo.", MET, ""),
    ],
)
def test_sums(statement: str, evidence: str, verdict: str) -> None:
    found = verify(statement, evidence)
    assert (found.verdict == verdict) if verdict else found.problems, found
