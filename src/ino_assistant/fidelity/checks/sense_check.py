"""Exchanged attributes, and negation and modality of the clauses that two figures stand in."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal

from ino_assistant.fidelity.binding.claims import Claim
from ino_assistant.fidelity.binding.clauses import around, clauses_of
from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.binding.reading import Reading, Sense, sense_of
from ino_assistant.fidelity.binding.senses import only_allowed
from ino_assistant.fidelity.binding.territory import family_of
from ino_assistant.fidelity.binding.wordings import denying_lines, lines_of
from ino_assistant.fidelity.checks.context import VERBS, denied_by_prefix, has_verb, same_value
from ino_assistant.fidelity.checks.denials import denied_in
from ino_assistant.fidelity.checks.findings import Finding, contradicted
from ino_assistant.fidelity.checks.goals import goal_sign
from ino_assistant.fidelity.checks.word_sources import root
from ino_assistant.fidelity.quantity.model import Quantity
from ino_assistant.fidelity.terms.vocabulary import stems, words


def _other_clause(
    said: Claim, statement: Reading, printed: Claim, evidence: Reading
) -> frozenset[str]:
    """What the statement says of a figure and the evidence only in the clause of another."""
    items = evidence.sentences[printed.sentence].items
    start, end = printed.clause
    first = min((c.clause[0] for c in evidence.claims_in(printed.sentence)), default=0)
    lead = min(
        (c.unit.first for c in evidence.claims_in(printed.sentence) if c.role == "main"), default=0
    )
    here = {i.key for i in (*items[start:end], *items[first:lead])} | printed.bound["what"]
    others = [
        c for c in evidence.claims_in(printed.sentence)
        if c.clause != printed.clause and c.role == "main" and not c.unit.contrast
        and _alike(c, printed)
    ]  # fmt: skip
    spans = {c.clause for c in others} | {
        c for c in clauses_of(evidence.sentences[printed.sentence]) if c[0] >= end
    }
    if not spans:
        return frozenset()
    there = {i.key for span in spans for i in items[slice(*span)] if _tells(i.kind, i.role)}
    said_items = statement.sentences[said.sentence].items[slice(*said.clause)]
    ours = {i.key for i in said_items if _tells(i.kind, i.role)}
    if any(c is not said and c.clause == said.clause and c.role in ("main", "time")
           and _alike(c, said)
           for c in statement.claims_in(said.sentence)):  # fmt: skip
        ours &= said.territory
    turned = stems("direction", "up") | stems("direction", "down")
    swapped = (ours & there) - here - stems("limits", "whom") - turned - _TOLD_OTHERWISE
    return frozenset(
        k for k in swapped
        if sum(k in keys for keys in evidence.keys) < _OFTEN
        and not _told_with(k, said, statement, printed, evidence)
    )  # fmt: skip


_TOLD_OTHERWISE = frozenset(("signific", "statist", "alon"))
"""Stems of what other checks judge, and of what belongs to the name of an arm."""
_OFTEN = 2
"""What so many sentences of the evidence have tells none of its figures from another."""


def _told_with(
    key: str, said: Claim, statement: Reading, printed: Claim, evidence: Reading
) -> bool:
    """Whether the figure that the evidence gives a word for is told in the statement too."""
    owners = [
        c for c in evidence.claims_in(printed.sentence)
        if c.role == "main" and c.group != printed.group
        and any(i.key == key for i in evidence.sentences[c.sentence].items[slice(*c.clause)])
    ]  # fmt: skip
    others = [
        c for c in statement.claims_in(said.sentence)
        if c.group != said.group and c.quantity.kind != said.quantity.kind
    ]  # fmt: skip
    return any(same_value(owner, other) for owner in owners for other in others)


def _alike(one: Claim, two: Claim) -> bool:
    if "vague" in (one.quantity.kind, two.quantity.kind):
        return True
    return one.quantity.kind == two.quantity.kind and one.quantity.unit == two.quantity.unit


def _tells(kind: str, role: str) -> bool:
    return (kind == "word" and role == "") or role in ("reaction", "endpoint")


def exchange_of_claims(
    said: Claim, statement: Reading, printed: Claim, evidence: Reading, text: str
) -> list[Finding]:
    """A word that stands at another figure of the same list."""
    if said.quantity.comparator and said.quantity.kind in ("duration", "measure", "interval"):
        # A limit is told with its result.
        return []
    swapped = _other_clause(said, statement, printed, evidence)
    if swapped:
        return [
            contradicted(
                "endpoint", text, f"the evidence gives {', '.join(sorted(swapped))} another figure"
            )
        ]
    ours = said.exclusive or (said.bound["word"] | said.bound["what"])
    if not printed.exclusive:
        return []
    for other in evidence.claims:
        if (
            other.sentence != printed.sentence
            or other.group == printed.group
            or not other.exclusive
        ):
            continue
        taken = (ours & other.exclusive) - printed.exclusive - printed.bound["what"]
        taken -= stems("limits", "whom")
        alone = not (printed.exclusive - other.exclusive) & ours
        if taken and (alone or said.exclusive):
            return [
                contradicted(
                    "endpoint",
                    text,
                    f"the evidence gives {', '.join(sorted(taken))} another figure",
                )
            ]
    return []


def rival_findings(said: Claim, printed: Claim, evidence: Reading, text: str) -> list[Finding]:
    """What is told of another figure of the kind only, and nothing that is told of this one."""
    if said.role != "main" or not printed.territory:
        return []
    bound = frozenset().union(*printed.bound.values()) if printed.role == "main" else frozenset()
    for rival in evidence.claims:
        if rival.role not in ("main", "size") or not _rivals(rival, printed):
            continue
        own = printed.territory - rival.territory
        turned = stems("direction", "up") | stems("direction", "down")
        taken = (said.territory & rival.territory) - printed.territory - bound - turned
        taken -= _TOLD_OTHERWISE
        if own and taken and not own & said.territory:
            shown = ", ".join(sorted(taken))
            detail = f"the evidence gives {rival.quantity.text.strip()} for {shown}"
            return [contradicted("endpoint", text, detail)]
    return []


def _rivals(one: Claim, two: Claim) -> bool:
    """Whether two figures are of one kind and not the two sides of one comparison."""
    same = one.frame >= 0 and (one.frame, one.sentence, one.clause) == (
        two.frame, two.sentence, two.clause,
    )  # fmt: skip
    family = family_of(two.quantity)
    values = {p.values for p in one.quantities if family_of(p) == family}
    return (
        one.group != two.group and not same and bool(values) and two.quantity.values not in values
    )


def _both_none(one: Quantity, two: Quantity) -> bool:
    """Whether `none of the 164` is told as 0 of 164: a figure, and no denial of one."""
    zero = [q.symbol == "none" or q.values[:1] == (Decimal(0),) for q in (one, two)]
    return all(zero)


def sense_findings(
    said: Claim, statement: Reading, printed: Claim, evidence: Reading, text: str
) -> list[Finding]:
    """Denied in one and not in the other, or said to be possible, done or due otherwise."""
    ours = _sense_around(said, statement)
    theirs = _sense_around(printed, evidence)
    found: list[Finding] = []
    opposed = ours.negated and any(
        denied_by_prefix(key, evidence.keys[printed.sentence])
        for key in statement.keys[said.sentence]
    )
    if (
        ours.negated != theirs.negated
        and not opposed
        and not _both_none(said.quantity, printed.quantity)
        and said.role != "boundary"
        and printed.role == "main"
        and not agreed(statement, said.sentence, evidence, (printed.sentence,), ours.negated)
    ):
        detail = "the evidence denies it" if theirs.negated else "the evidence does not deny it"
        found.append(contradicted("negation", text, detail))
    start, end = printed.clause
    items = evidence.sentences[printed.sentence].items[start:end]
    if theirs.modality == "duty" and only_allowed(items, printed.unit.first - start):
        theirs = replace(theirs, modality="possible")
    lower = {i.text.lower() for i in statement.sentences[said.sentence].items}
    stated = bool(lower & VERBS)
    if said.role == "boundary" or printed.role in ("size", "boundary"):
        return found
    if theirs.modality == "possible" and ours.modality != "possible":
        if ours.modality == "duty" or (stated and printed.role in ("main", "time")):
            found.append(contradicted("modality", text, "the evidence says only that it may be"))
    elif theirs.modality == "duty" and ours.modality == "possible":
        found.append(contradicted("modality", text, "the evidence asks for it"))
    elif ours.modality == "duty" and theirs.modality == "" and not _asks(evidence, printed):
        found.append(contradicted("modality", text, "the evidence does not ask for it"))
    return found


def _sense_around(claim: Claim, reading: Reading) -> Sense:
    sentence = reading.sentences[claim.sentence]
    return sense_of(sentence, *around(sentence, claim.clause, claim.unit.first))


def agreed(
    statement: Reading,
    sentence: int,
    evidence: Reading,
    sources: Collection[int],
    denies: bool,
) -> bool:
    """Whether a `not` of one side only is about the same on both, or about what is not told.

    Args:
        statement: what is checked.
        sentence: which of its sentences.
        evidence: what it rests on.
        sources: which of its sentences.
        denies: it is the statement that denies in this place.
    """
    missed = goal_sign(statement.sentences[sentence].items) < 0
    if denies and missed and any(goal_sign(s.items) < 0 for s in evidence.sentences):
        return True  # `did not meet its endpoint`, where it was missed
    ours = denied_in(statement.sentences[sentence])
    theirs = frozenset().union(*(denied_in(evidence.sentences[s]) for s in sources))
    printed = frozenset(root(k) for s in sources for k in evidence.keys[s])
    if ours & theirs:
        # `noninferiority was not shown`, where only superiority was not.
        return not (ours - theirs) & printed
    alike = lines_of([statement.sentences[sentence]]) & lines_of(
        evidence.sentences[s] for s in sources
    )
    if alike & denying_lines():
        return True  # `not known` and `unknown`
    if denies:
        others = frozenset().union(*(denied_in(s) for s in evidence.sentences))
        return bool(ours & others)
    return False


def _asks(evidence: Reading, printed: Claim) -> bool:
    """Whether a sentence of the evidence is an instruction: it begins with a verb."""
    items = evidence.sentences[printed.sentence].items
    first = next((i.text for i in items if i.kind != "stop"), "")
    whole = sense_of(evidence.sentences[printed.sentence])
    if not has_verb(evidence, printed.sentence):
        return True
    return (
        whole.modality == "duty"
        or any(i.key in ("maximum", "minimum") for i in items)
        or _directs(items)
        or first.lower() in IMPERATIVES
        or any(i.text.lower() in IMPERATIVES for i in items)
        or any(
            two.text.lower() in words("limits", "asking")
            for one, two in itertools.pairwise(items)
            if one.key in (";", ".", ":")
        )
    )


def _directs(items: Sequence[Item]) -> bool:
    """`The dose is doubled every two weeks`: how something is used, told in the present."""
    lower = {i.text.lower() for i in items}
    used = any(i.role in ("dose", "frequency") or i.text.lower() in _USES for i in items)
    return used and bool(lower & _PRESENT) and not lower & _PAST


_USES = frozenset(("dose", "doses", "dosage", "dosages", "dosing", "tablet", "tablets", "capsule",
                   "capsules", "infusion", "injection", "treatment", "vial", "pen"))  # fmt: skip
_PRESENT = frozenset(("is", "are", "begins", "starts", "continues", "receive", "take", "consists"))
_PAST = frozenset(("was", "were", "had", "did", "has", "have", "been", "received", "reported"))


IMPERATIVES = words("lists", "imperatives")
