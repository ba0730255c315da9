"""Figures of one clause that are right each by itself and do not stand together."""

from __future__ import annotations

from ino_assistant.fidelity.binding.claims import Claim
from ino_assistant.fidelity.binding.reading import Reading
from ino_assistant.fidelity.checks.findings import Finding, contradicted, unbound
from ino_assistant.fidelity.checks.matching import best_match
from ino_assistant.fidelity.quantity.model import Quantity
from ino_assistant.fidelity.terms.tables import head_of


def mixed_findings(
    pairs: list[tuple[Claim, Claim]], statement: Reading, evidence: Reading
) -> list[Finding]:
    """Figures of one clause taken from two sentences that each have their own.

    `1 tablet for 14 days`, where one sentence has 2 tablets for 14 days and another 1 tablet.

    Args:
        pairs: claims of the statement and where they were found.
        statement: what is checked.
        evidence: where they were found.
    """
    found = [*_twice(pairs, evidence), *_other_labels(pairs, evidence)]
    for one, at in pairs:
        if one.bound["what"] or one.bound["arm"] or one.role != "main":
            continue
        for two, other in pairs:
            together = any(
                c.sentence == at.sentence and best_match(two.quantity, c).fits
                for c in evidence.claims
            )
            row = evidence.rows.get(at.sentence)
            plain = not any(
                statement.sentences[c.sentence].items[c.unit.first].depth for c in (one, two)
            )
            told = row is not None and (
                row == evidence.rows.get(other.sentence) or _one_column(at, other, evidence)
            )
            together = together or (told and plain)
            apart = two.clause == one.clause and other.sentence != at.sentence and not together
            if apart and any(
                c.role == "main" and _rival(one.quantity, c.quantity)
                for c in evidence.claims_in(other.sentence)
            ):
                text = f"{one.quantity.text.strip()} and {two.quantity.text.strip()}"
                found.append(unbound("number", text, "the evidence does not have them together"))
                return found
    return found


def _one_column(one: Claim, two: Claim, evidence: Reading) -> bool:
    """Whether two cells stand below one head: `62.4 % with A and 71.9 % with B at Week 4`."""
    heads = [head_of(evidence.sentences[c.sentence].text) for c in (one, two)]
    return bool(heads[0]) and heads[0] == heads[1]


def _other_labels(pairs: list[tuple[Claim, Claim]], evidence: Reading) -> list[Finding]:
    """`Phase 3` of another sentence, where the sentence of the results has Phase 2."""
    sources = {at.sentence for said, at in pairs if said.role == "main"}
    for said, at in pairs:
        label = said.quantity
        if label.kind != "label" or said.role != "label" or at.sentence in sources or not sources:
            continue
        for source in sources:
            if any(_rival(label, c.quantity) for c in evidence.claims_in(source)):
                text = label.text.strip()
                return [contradicted("number", text, "the evidence says it of something else")]
    return []


def _twice(pairs: list[tuple[Claim, Claim]], evidence: Reading) -> list[Finding]:
    """A figure told twice in a clause that stands once in the evidence."""
    for one, at in pairs:
        same = [
            p for p in pairs
            if p[0].clause == one.clause and p[0].role == "main"
            and p[0].quantity.values == one.quantity.values
            and p[0].quantity.unit == one.quantity.unit and p[1].group == at.group
        ]  # fmt: skip
        if one.role == "cond" and one.quantity.comparator:
            # `at least 55 years versus 55 years`, of which only one is.
            same = [
                p for p in pairs
                if p[0].clause == one.clause and p[0].sentence == one.sentence
                and 0 <= p[0].unit.first - one.unit.last < 3
                and (p[0] is one or p[0].quantity.values == one.quantity.values)
            ]  # fmt: skip
            if len(same) > 1 and len({p[0].quantity.comparator for p in same}) == 1:
                text = one.quantity.text.strip()
                return [contradicted("comparator", text, "the evidence has this limit only once")]
        printed = [c for c in evidence.claims if best_match(one.quantity, c).fits]
        if one.role == "main" and len(same) > len(printed) > 0:
            text = one.quantity.text.strip()
            return [contradicted("number", text, "the evidence has this figure only once")]
    return []


def _rival(one: Quantity, two: Quantity) -> bool:
    return (one.kind, one.unit) == (two.kind, two.unit) and one.values != two.values
