"""What a check finds wrong, and the verdict that follows from all findings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ino_assistant.fidelity.quantity.model import Problem, Verdict, VerdictName

_WORST: tuple[VerdictName, ...] = ("contradicted", "cannot_bind", "not_in_evidence")


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem and the verdict that it asks for."""

    verdict: VerdictName
    kind: str
    text: str
    detail: str


def contradicted(kind: str, text: str, detail: str) -> Finding:
    """The evidence says otherwise."""
    return Finding("contradicted", kind, text, detail)


def missing(kind: str, text: str, detail: str) -> Finding:
    """The evidence does not say."""
    return Finding("not_in_evidence", kind, text, detail)


def unbound(kind: str, text: str, detail: str) -> Finding:
    """It can't be told what belongs to what."""
    return Finding("cannot_bind", kind, text, detail)


def verdict_of(findings: Iterable[Finding], *, derived: bool) -> Verdict:
    """The worst that was found; without any, supported or derived."""
    found = list(dict.fromkeys(findings))
    problems = tuple(Problem(f.kind, f.text, f.detail) for f in found)
    for name in _WORST:
        if any(f.verdict == name for f in found):
            return Verdict(name, problems)
    return Verdict("derived" if derived else "supported")
