"""Goals met or missed, facts of a case, superlatives over a table, ratios in words."""

from __future__ import annotations

import pytest

from ino_assistant.fidelity import verify

MISSED = "The trial missed its primary endpoint (rate ratio, 0.92; 95% CI, 0.81-1.05; P=0.21)."
CASE = (
    "Ana, a 54-year-old teacher, had had four relapses before she was referred to me. "
    "I started zelumab 30 mg every 4 weeks. After 6 months she had had one relapse. "
    "I prefer zelumab to steroids."
)
TABLE = """Table 3. Reactions within 7 days of either dose

Reaction            VELMORA (N=412)   Placebo (N=208)
                    %                 %
Somnolence          18                6
Dizziness           14                5
Irritability        9                 3
"""
LIMIT = "In renal impairment the dose should not go beyond 25 mg twice daily."
RATIO = (
    "Death or relapse occurred in 23.3% of patients with VELMORA and in 27.5% with placebo "
    "(hazard ratio, 0.82)."
)


@pytest.mark.parametrize(
    ("statement", "evidence", "right"),
    [
        ("The trial did not meet its primary endpoint (rate ratio 0.92).", MISSED, True),
        ("The trial met its primary endpoint (rate ratio 0.92).", MISSED, False),
        ("Ana was started on zelumab 30 mg every 4 weeks.", CASE, True),
        ("After 6 months Ana had had one relapse.", CASE, True),
        ("Zelumab is preferred to steroids.", CASE, False),
        ("Ana was started on zelumab 30 mg every 8 weeks.", CASE, False),
        ("The most common reaction with VELMORA was somnolence (18%).", TABLE, True),
        ("The most common reaction with VELMORA was dizziness (14%).", TABLE, False),
        ("Within 7 days, 14% of patients on VELMORA had dizziness.", TABLE, True),
        ("Within 14 days, 14% of patients on VELMORA had dizziness.", TABLE, False),
        (
            "Somnolence was three times as common on VELMORA (18%) as on placebo (6%).",
            TABLE,
            True,
        ),
        (
            "Somnolence was over four times as common on VELMORA as on placebo.",
            TABLE,
            False,
        ),
        ("In renal impairment the maximum dose is 25 mg twice daily.", LIMIT, True),
        ("In renal impairment the maximum dose is 50 mg twice daily.", LIMIT, False),
        ("VELMORA cut the risk of death or relapse by 18%.", RATIO, True),
        ("VELMORA cut the risk of relapse by 18%.", RATIO, False),
    ],
)
def test_told_otherwise(statement: str, evidence: str, right: bool) -> None:
    verdict = verify(statement, evidence)
    assert (not verdict.problems) == right, verdict
