"""Whether a figure is that of the arm that it is said of."""

from __future__ import annotations

import itertools
from collections.abc import Collection

from ino_assistant.fidelity.claims import Claim
from ino_assistant.fidelity.context import names, same_value, true_of_all
from ino_assistant.fidelity.findings import Finding, contradicted, missing, unbound
from ino_assistant.fidelity.mentions import OTHER
from ino_assistant.fidelity.reading import Reading


def arm_findings(
    said: Claim, statement: Reading, printed: Claim, evidence: Reading, text: str
) -> list[Finding]:
    """The statement's arm against that of the evidence; without one, whether it can be told."""
    ours, theirs = said.bound["arm"], printed.bound["arm"]
    if said.unit.contrast or printed.unit.contrast:
        one_arm = not said.unit.contrast and len(ours) == 1 and len(theirs) > 1
        if one_arm or (ours and theirs and not ours & theirs):
            return [contradicted("arm", text, f"the evidence compares {names(theirs)} by it")]
        return []
    if said.role != "main" and printed.role != "main" and "size" not in (said.role, printed.role):
        # A threshold or a time is of no arm by itself.
        return []
    if not ours:
        return _unnamed(said, statement, theirs, evidence, text)
    if not theirs:
        return _untold(next(iter(ours)), printed, evidence, text)
    if _same_arm(ours, theirs):
        return []
    detail = f"said of {names(ours)}; in the evidence it is that of {names(theirs)}"
    return [contradicted("arm", text, detail)]


def told_arm_findings(
    statement: Reading, sentence: int, evidence: Reading, sources: Collection[int]
) -> list[Finding]:
    """An arm of a sentence without figures, where its source speaks of another one only."""
    ours = _arms_in(statement, sentence)
    found = []
    for source in sorted(sources):
        theirs = _arms_in(evidence, source)
        for key in sorted(ours - theirs):
            if theirs and not any(same_dose(key, k) for k in theirs):
                detail = f"the evidence says it of {names(theirs)}"
                found.append(contradicted("arm", key, detail))
    return found


def _arms_in(reading: Reading, sentence: int) -> frozenset[str]:
    return frozenset(i.key for i in reading.sentences[sentence].items if i.role == "arm")


def _unnamed(
    said: Claim, statement: Reading, theirs: frozenset[str], evidence: Reading, text: str
) -> list[Finding]:
    """A statement without an arm: right if the figure is that of one arm only, or of each."""
    lower = {i.text.lower() for i in statement.sentences[said.sentence].items}
    if theirs and evidence.rows and lower & {"total", "overall"}:
        return [contradicted("arm", text, f"in the evidence it is that of {names(theirs)}")]
    arms = {
        c.bound["arm"]
        for c in evidence.claims
        if c.role == "main" and c.bound["arm"] and same_value(c, said)
    }
    if len(arms) > 1 and not true_of_all(said, evidence):
        return [unbound("arm", text, "the evidence has this figure for more than one arm")]
    return []


def _untold(name: str, printed: Claim, evidence: Reading, text: str) -> list[Finding]:
    """A figure of the evidence without an arm: right if it speaks of this arm only."""
    if printed.role in ("cond", "time", "label", "boundary", "size"):
        return []
    known = {i.key for s in evidence.sentences for i in s.items if i.role == "arm"}
    if name.removeprefix(OTHER) not in known:
        return [missing("arm", name, "the evidence does not speak of this arm")]
    if len(known) == 1:
        return []
    return [unbound("arm", text, "the evidence does not tell which arm this belongs to")]


def _same_arm(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    if ours & theirs or any(_combination(*pair) for pair in itertools.product(ours, theirs)):
        return True
    for one, two in ((ours, theirs), (theirs, ours)):
        for key in one:
            if any(same_dose(key, k) for k in two):
                return True
            if key.startswith(OTHER) and not any(k.startswith(OTHER) for k in two):
                return key.removeprefix(OTHER) not in two
    return False


def _combination(one: str, two: str) -> bool:
    """`the combination` of an arm that is given as `A plus B`."""
    return any(name == "combination" and " + " in other for name, other in ((one, two), (two, one)))


def same_dose(one: str, two: str) -> bool:
    """Whether two names are one arm, of which one has its dose and the other none."""
    if one.startswith(f"{two} @") or two.startswith(f"{one} @"):
        return True
    # `patients taking 400 mg` of whichever drug was named before.
    nameless = one.startswith("@") or two.startswith("@")
    return nameless and one.partition("@")[2] == two.partition("@")[2]
