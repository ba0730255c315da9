"""Whether a claim of the statement and one of the evidence are about the same thing."""

from __future__ import annotations

from ino_assistant.fidelity.arm_check import arm_findings
from ino_assistant.fidelity.claims import Claim
from ino_assistant.fidelity.endpoint_check import endpoint_findings, statistic_findings
from ino_assistant.fidelity.findings import Finding
from ino_assistant.fidelity.population_check import population_findings
from ino_assistant.fidelity.reading import Reading
from ino_assistant.fidelity.restriction_check import limit_findings
from ino_assistant.fidelity.sense_check import (
    exchange_of_claims,
    rival_findings,
    sense_findings,
)
from ino_assistant.fidelity.time_check import time_findings


def role_findings(
    said: Claim, statement: Reading, printed: Claim, evidence: Reading
) -> list[Finding]:
    """What of the statement's claim is not that of the evidence's."""
    text = said.quantity.text.strip()
    if said.role == "size" and said.quantity.unit == "trial" and printed.quantity.unit != "patient":
        # `a post hoc analysis of four trials`: of what, and when, is told of its results.
        return []
    if said.role in ("time", "cond") and any(
        c.role == "main" and c.clause == said.clause for c in statement.claims_in(said.sentence)
    ):
        # A time or threshold beside a result is that of the result, which is judged itself.
        return sense_findings(said, statement, printed, evidence, text)
    whole = said.role == "size" and any(
        c.role == "main" and c.clause == said.clause for c in statement.claims_in(said.sentence)
    )
    timed = () if whole else time_findings(said, statement, printed, evidence, text)
    return [
        *arm_findings(said, statement, printed, evidence, text),
        *endpoint_findings(said, statement, printed, evidence, text),
        *statistic_findings(said, printed, evidence, text),
        *exchange_of_claims(said, statement, printed, evidence, text),
        *rival_findings(said, printed, evidence, text),
        *sense_findings(said, statement, printed, evidence, text),
        *population_findings(said, statement, printed, evidence, text),
        *limit_findings(said, statement, printed, evidence, text),
        *timed,
    ]
