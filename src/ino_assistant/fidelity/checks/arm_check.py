"""Whether a figure is that of the arm that it is said of."""

from __future__ import annotations

import itertools
from collections.abc import Collection
from functools import lru_cache

from ino_assistant.fidelity.binding.claims import Claim
from ino_assistant.fidelity.binding.mentions import OTHER
from ino_assistant.fidelity.binding.reading import Reading
from ino_assistant.fidelity.checks.context import names, same_value, true_of_all
from ino_assistant.fidelity.checks.findings import Finding, contradicted, missing, unbound
from ino_assistant.fidelity.terms.vocabulary import stem


def arm_findings(
    said: Claim, statement: Reading, printed: Claim, evidence: Reading, text: str
) -> list[Finding]:
    """The statement's arm against that of the evidence; without one, whether it can be told."""
    ours, theirs = said.bound["arm"], _arms_of_dose(printed, evidence) or printed.bound["arm"]
    either = printed.quantity.kind == "duration" and ours & _either(printed, evidence)
    if either or (ours and ours <= _beside_all(printed, evidence)):
        return []
    if said.unit.contrast or printed.unit.contrast:
        one_arm = not said.unit.contrast and len(ours) == 1 and len(theirs) > 1
        if one_arm or (ours and theirs and not _same_arm(ours, theirs)):
            return [contradicted("arm", text, f"the evidence compares {names(theirs)} by it")]
        return []
    if said.role != "main" and printed.role != "main" and "size" not in (said.role, printed.role):
        # A threshold or a time is of no arm by itself.
        return []
    if not ours:
        return _unnamed(said, statement, theirs, evidence, text)
    if not theirs:
        return _untold(next(iter(ours)), printed, evidence, text)
    if (
        _same_arm(ours, theirs)
        or _called(ours, theirs, evidence)
        or (theirs <= arms_beside(statement, said.sentence))
    ):
        return []
    detail = f"said of {names(ours)}; in the evidence it is that of {names(theirs)}"
    return [contradicted("arm", text, detail)]


def _arms_of_dose(printed: Claim, evidence: Reading) -> frozenset[str]:
    """The arm that a dose is part of the name of: `A 150 mg every 4 weeks or placebo`."""
    items = evidence.sentences[printed.sentence].items
    at = printed.unit.first
    if items[at].role != "dose":
        return frozenset()
    beside = [*items[max(0, at - 1) : at], *items[at + 1 : at + 2]]
    return frozenset(i.key for i in beside if i.role == "arm" and "@" in i.key)


def _either(printed: Claim, evidence: Reading) -> frozenset[str]:
    """Both arms of `A (n=20) or B (n=21) once weekly for 24 weeks`."""
    items = evidence.sentences[printed.sentence].items[: printed.unit.first]
    found: list[int] = [n for n, i in enumerate(items) if i.role == "arm"][-2:]
    if len(found) < 2:
        return frozenset()
    between = [i for i in items[found[0] + 1 : found[1]] if i.depth == 0 and i.kind != "stop"]
    behind = items[found[1] + 1 :]
    plain = all(i.kind in ("light", "stop") or i.depth or i.role == "frequency" for i in behind)
    if plain and [i.text.lower() for i in between] == ["or"]:
        return frozenset(items[n].key for n in found)
    return frozenset()


_ADJUNCTS = frozenset(("over", "during", "after", "from", "through", "throughout", "within"))


def _beside_all(printed: Claim, evidence: Reading) -> frozenset[str]:
    """Every arm of `8 % with A and 9 % with B over a median of 22 months`, of the 22 months.

    Each arm has a figure of its own, and what follows the last is told of the comparison.
    """
    items = evidence.sentences[printed.sentence].items
    own = {
        next(iter(c.bound["arm"])): c.unit.first
        for c in evidence.claims_in(printed.sentence)
        if c.role == "main" and len(c.bound["arm"]) == 1 and c.group != printed.group
    }
    named = [n for n in range(printed.unit.first) if items[n].role == "arm"]
    if len(own) < 2 or not named or any(first > printed.unit.first for first in own.values()):
        return frozenset()
    behind = items[named[-1] + 1 : printed.unit.first]
    behind = behind[1:] if behind and behind[0].text.lower() in ("group", "arm") else behind
    plain = all(i.quantity is None and i.kind != "stop" and i.text.lower() != "and" for i in behind)
    leads = bool(behind) and behind[0].text.lower() in _ADJUNCTS
    return frozenset(own) if leads and plain else frozenset()


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


def named_findings(
    statement: Reading, sentence: int, evidence: Reading, sources: Collection[int]
) -> list[Finding]:
    """`the approval of B`, `single-agent B` where the evidence has those words of A only."""
    theirs: dict[str, set[str]] = {}
    for source in sources:
        for word, arm in _leading(evidence, source):
            theirs.setdefault(word, set()).add(arm)
    for word, arm in sorted(_leading(statement, sentence)):
        printed = theirs.get(word)
        if printed and not any(k == arm or same_dose(k, arm) for k in printed):
            detail = f"the evidence says it of {names(frozenset(printed))}"
            return [contradicted("arm", arm, detail)]
    return []


@lru_cache(maxsize=4096)
def _leading(reading: Reading, sentence: int) -> frozenset[tuple[str, str]]:
    """Each arm with the content word that leads it, small words between: `approval of A`."""
    items = reading.sentences[sentence].items
    found = set()
    for index, item in enumerate(items):
        if item.role != "arm":
            continue
        at = index - 1
        while at >= 0 and items[at].text.lower() in ("of", "for", "the", "a"):
            at -= 1
        before = items[at] if at >= 0 else None
        if before is not None and (before.kind == "word" or before.role == "synonym"):
            found.add((before.key, item.key))
    return frozenset(found)


def arms_beside(reading: Reading, sentence: int) -> frozenset[str]:
    """Combinations that a sentence names as `A and B` or `A with B`, as they are called."""
    items = reading.sentences[sentence].items
    found = set()
    for index, item in enumerate(items):
        behind = next((n for n in range(index + 1, len(items)) if items[n].role == "arm"), None)
        if item.role != "arm" or behind is None:
            continue
        between = {i.text.lower() for i in items[index + 1 : behind]}
        if between and between <= _JOINED:
            found.add(" + ".join(sorted({*item.key.split(" + "), *items[behind].key.split(" + ")})))
    return frozenset(found)


_JOINED = frozenset(
    ("and", "with", "together", "combined", "along", "alongside", "in", "combination")
)


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


_LIMITS = frozenset(("margin", "boundary", "threshold", "cutoff", "limit", "criterion"))


def _untold(name: str, printed: Claim, evidence: Reading, text: str) -> list[Finding]:
    """A figure of the evidence without an arm: right if it speaks of this arm only."""
    if printed.role in ("cond", "time", "label", "boundary", "size"):
        return []
    if printed.quantity.comparator and printed.quantity.kind == "duration":
        return []  # `under 6 years`
    items = evidence.sentences[printed.sentence].items
    around = items[max(0, printed.unit.first - 3) : printed.unit.first]
    if any(i.key in _LIMITS for i in around):
        return []  # `a margin of -10 %`
    named = stem(name.removeprefix(OTHER))
    if any(i.key == named and i.role != "arm" for i in items):
        return []  # a heading that says `control`
    rivals = [
        c for c in evidence.claims_in(printed.sentence)
        if c.role == "main" and c.clause == printed.clause and c.group != printed.group
        and c.quantity.kind == printed.quantity.kind and c.bound["arm"] == frozenset((name,))
    ]  # fmt: skip
    if rivals:
        shown = rivals[0].quantity.text.strip()
        return [contradicted("arm", text, f"in the evidence {shown} is that of {name}")]
    known = {i.key for s in evidence.sentences for i in s.items if i.role == "arm"}
    if not any(k == name.removeprefix(OTHER) or same_dose(k, name) for k in known):
        return [missing("arm", name, "the evidence does not speak of this arm")]
    if len(known) == 1:
        return []
    return [unbound("arm", text, "the evidence does not tell which arm this belongs to")]


def _called(ours: frozenset[str], theirs: frozenset[str], evidence: Reading) -> bool:
    """`with control` where the evidence calls its arm `the control arm`."""
    return any(
        name == "control" and i.key in theirs and "control" in i.text.lower().split()
        for name in ours
        for s in evidence.sentences
        for i in s.items
        if i.role == "arm"
    )


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
