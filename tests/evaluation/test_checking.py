"""Claims and mutations are scored by what the verifier says of them."""

from __future__ import annotations

from typing import Any

import pytest

from evaluation.making import GOLDEN
from evaluation.mutating import WORDS, truth
from ino_assistant.evaluation.cases import ClaimCase
from ino_assistant.evaluation.checking import judge, score_claim, score_mutation, score_twin
from ino_assistant.evaluation.mutations.generate import OPERATORS, Mutation
from ino_assistant.evaluation.mutations.truth import Mutant
from ino_assistant.fidelity import Verdict

EVIDENCE = "Nausea was seen in 40% with alfazumab and in 22% with placebo."
NUMBER = next(o for o in OPERATORS if o.kind == "number")
DIRECTION = next(o for o in OPERATORS if o.kind == "direction")


def claim(**changes: Any) -> ClaimCase:
    fields: dict[str, Any] = {
        **GOLDEN, "id": "c1", "statement": EVIDENCE, "evidence": EVIDENCE, "expect": "supported",
        "kind": "quotation",
    }  # fmt: skip
    return ClaimCase(**{**fields, **changes})


@pytest.mark.parametrize(
    ("changes", "checks", "verdict", "critical"),
    [
        ({}, {"accepted": True}, True, ()),
        ({"expect": "contradicted"}, {"stopped": False}, False, ()),
        ({"expect": "contradicted", "must_block": True}, {"stopped": False}, False, ("stopped",)),
        ({"statement": "Nausea was seen in 41% with alfazumab.", "expect": ("contradicted",),
          "must_block": True}, {"stopped": True}, None, ("stopped",)),
        ({"statement": "Nausea was seen in 41% with alfazumab."}, {"accepted": False}, False, ()),
    ],
)  # fmt: skip
def test_a_claim_is_accepted_or_stopped(
    changes: dict[str, Any],
    checks: dict[str, bool],
    verdict: bool | None,
    critical: tuple[str, ...],
) -> None:
    found = score_claim(claim(**changes), WORDS)
    assert found.checks == checks
    assert found.critical == critical
    assert verdict is None or found.notes["verdict"] is verdict
    assert (found.group == "right") is ("accepted" in checks)


def test_a_problem_is_told_in_a_line() -> None:
    found = score_claim(claim(statement="Nausea was seen in 41% with alfazumab."), WORDS)
    assert found.details["problems"].startswith("number: 41%")


def test_a_mutant_is_caught_while_its_twin_is_accepted() -> None:
    here = truth(EVIDENCE)
    wrong = Mutant(EVIDENCE.replace("40%", "41%"), "40 → 41")
    twin = judge(here)
    found = score_mutation(Mutation("number-1", NUMBER, here, wrong), twin)
    assert found.right
    assert found.checks == {"caught": True, "twin": True}
    assert found.notes == {"reason": True}
    assert found.critical == ("caught",)
    assert score_twin(here, twin).critical == ("accepted",)
    assert score_twin(here, twin).right


def test_a_mutant_that_passes_and_a_twin_that_does_not_are_both_wrong() -> None:
    here = truth(EVIDENCE)
    rejected = Verdict("cannot_bind")
    found = score_mutation(Mutation("direction-1", DIRECTION, here, Mutant(EVIDENCE, "")), rejected)
    assert found.failed == ["caught", "twin"]
    assert found.notes == {}
    assert found.critical == ()
    assert score_twin(here, rejected).failed == ["accepted"]
