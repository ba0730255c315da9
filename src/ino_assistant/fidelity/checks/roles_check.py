"""Whether a claim of the statement and one of the evidence are about the same thing."""

from __future__ import annotations

from ino_assistant.fidelity.binding.claims import Claim
from ino_assistant.fidelity.binding.reading import Reading
from ino_assistant.fidelity.checks.arm_check import arm_findings
from ino_assistant.fidelity.checks.endpoint_check import endpoint_findings, statistic_findings
from ino_assistant.fidelity.checks.findings import Finding
from ino_assistant.fidelity.checks.population_check import limit_of_other, population_findings
from ino_assistant.fidelity.checks.restriction_check import limit_findings
from ino_assistant.fidelity.checks.sense_check import (
    exchange_of_claims,
    rival_findings,
    sense_findings,
)
from ino_assistant.fidelity.checks.time_check import time_findings


def _beside_result(said: Claim, statement: Reading) -> bool:
    """Whether the sentence has another result than this figure."""
    return any(
        c.role == "main" and c.group != said.group for c in statement.claims_in(said.sentence)
    )


def role_findings(
    said: Claim, statement: Reading, printed: Claim, evidence: Reading
) -> list[Finding]:
    """What of the statement's claim is not that of the evidence's."""
    text = said.quantity.text.strip()
    if (
        said.quantity.unit == "trial"
        and said.quantity.kind == "count"
        and printed.quantity.unit != "patient"
    ):
        # `a post hoc analysis of four trials`: of what, and when, is told of its results.
        return []
    if said.role in ("time", "cond") and any(
        c.role == "main" and c.clause == said.clause for c in statement.claims_in(said.sentence)
    ):
        # A time or threshold beside a result is that of the result, which is judged itself.
        return sense_findings(said, statement, printed, evidence, text)
    if said.quantity.unit in ("site", "country", "group") and said.quantity.kind == "count":
        # How large a study is belongs to no result of it.
        return sense_findings(said, statement, printed, evidence, text)
    if printed.role in ("cond", "time") and _beside_result(said, statement):
        # `put on at least 7 %`: what is a limit in the evidence is judged with its result.
        return [
            *sense_findings(said, statement, printed, evidence, text),
            *limit_of_other(said, statement, printed, evidence),
        ]
    whole = said.role == "size" and any(
        c.role == "main" and c.clause == said.clause for c in statement.claims_in(said.sentence)
    )
    if whole:
        # How many were looked at is told of an arm or a group, and of no endpoint.
        return [
            *arm_findings(said, statement, printed, evidence, text),
            *sense_findings(said, statement, printed, evidence, text),
            *population_findings(said, statement, printed, evidence, text),
            *limit_findings(said, statement, printed, evidence, text),
        ]
    return [
        *arm_findings(said, statement, printed, evidence, text),
        *endpoint_findings(said, statement, printed, evidence, text),
        *statistic_findings(said, printed, evidence, text),
        *exchange_of_claims(said, statement, printed, evidence, text),
        *rival_findings(said, printed, evidence, text),
        *sense_findings(said, statement, printed, evidence, text),
        *population_findings(said, statement, printed, evidence, text),
        *limit_findings(said, statement, printed, evidence, text),
        *time_findings(said, statement, printed, evidence, text),
    ]
