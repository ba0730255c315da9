"""Each figure of a statement looked up in the evidence, in the claim that fits it best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ino_assistant.fidelity.binding.claims import Claim
from ino_assistant.fidelity.binding.reading import Reading
from ino_assistant.fidelity.checks.change_check import change_findings
from ino_assistant.fidelity.checks.context import is_caption
from ino_assistant.fidelity.checks.denials import denied_in
from ino_assistant.fidelity.checks.derive import complement_of, derived_findings
from ino_assistant.fidelity.checks.figure_words import said_in_words
from ino_assistant.fidelity.checks.findings import Finding, contradicted, missing, unbound
from ino_assistant.fidelity.checks.matching import best_match
from ino_assistant.fidelity.checks.parts import is_part
from ino_assistant.fidelity.checks.retold import as_told, retellings
from ino_assistant.fidelity.checks.roles_check import role_findings
from ino_assistant.fidelity.checks.sizes_check import (
    of_other,
    of_what,
    other_whole,
    sizes_exchanged,
)
from ino_assistant.fidelity.quantity.equality import EQUAL, Match, compare, rounds_to
from ino_assistant.fidelity.quantity.model import Quantity
from ino_assistant.fidelity.terms.vocabulary import words

_SEVERITY = {
    "contradicted": 3,
    "cannot_bind": 2,
    "not_in_evidence": 2,
    "supported": 0,
    "derived": 0,
}
_NEAR = 4


@dataclass(frozen=True, slots=True)
class Lookup:
    """Where a claim stands in the evidence and what is wrong with it there."""

    found: tuple[Finding, ...]
    at: Claim | None
    derived: bool = False


def look_up(said: Claim, statement: Reading, evidence: Reading) -> Lookup:
    """The claim of the evidence that says the same figure, with what differs about it."""
    said = as_told(said, statement)
    best: Lookup | None = None
    best_rank: tuple[int, int] = (99, 99)
    for printed, main in _fitting(said, statement, evidence):
        beside, derived = _beside(said, printed, evidence)
        if said.role == "label" and (printed.role == "label" or said.quantity.kind == "ordinal"):
            # A dose as part of an arm's name is judged with the arm.
            return Lookup((), printed)
        found = [
            *beside,
            *role_findings(said, statement, printed, evidence),
            *sizes_exchanged(said, statement, printed, evidence),
            *change_findings(said, statement, printed, evidence),
            *_row_findings(said, statement, printed, evidence),
            *other_whole(said, statement, printed),
            *of_what(said, statement, printed, evidence),
        ]
        worst = max((_SEVERITY[f.verdict] for f in found), default=0)
        rank = (worst * 10 + len(found), _distance(said, statement, printed, evidence))
        if rank < best_rank:
            best_rank = rank
            best = Lookup(tuple(found), printed, derived or main.outcome == "rounded")
    if best is not None:
        return best
    days = _equal_doses(said, evidence)
    if days is not None:
        return Lookup((), days)
    return _not_found(said, statement, evidence)


_MOST = 40
"""How many places of one figure are looked at, those with most words in common."""


def _fitting(said: Claim, statement: Reading, evidence: Reading) -> list[tuple[Claim, Match]]:
    """The claims of the evidence that have a figure, the likeliest where there are many."""
    found = []
    for printed in evidence.claims:
        main = best_match(said.quantity, printed)
        if not main.fits:
            main = _as_changes(said, statement, printed, evidence)
        if not main.fits and said.role == "size" and _is_whole(said.quantity, printed):
            main = EQUAL
        if main.fits:
            found.append((printed, main))
    if len(found) > _MOST:
        found.sort(key=lambda f: _distance(said, statement, f[0], evidence))
    return found[:_MOST]


def _equal_doses(said: Claim, evidence: Reading) -> Claim | None:
    """`Days 8 and 15` of a list of three days: those of two equal doses."""
    if said.quantity.kind != "label" or len(said.quantity.values) < 2:
        return None
    days = {f"{v.normalize():f} {said.quantity.unit}" for v in said.quantity.values}
    for dose in evidence.claims:
        same = [
            c
            for c in evidence.claims_in(dose.sentence)
            if (c.frame, c.quantity.values) == (dose.frame, dose.quantity.values)
        ]
        if dose.role == "main" and frozenset().union(*(c.bound["time"] for c in same)) == days:
            return dose
    return None


def _row_findings(said: Claim, statement: Reading, at: Claim, evidence: Reading) -> list[Finding]:
    """Figures of one clause that stand in different rows of a table."""
    found = []
    rows = evidence.rows
    if at.sentence not in rows or is_caption(evidence, at.sentence):
        return []
    for other in statement.claims_in(said.sentence):
        if other.clause != said.clause or other.group == said.group:
            continue
        holding = {
            rows[c.sentence]
            for c in evidence.claims
            if c.sentence in rows
            and best_match(other.quantity, c).fits
            and not is_caption(evidence, c.sentence)
        }
        labels = other.quantity.kind in ("number", "label", "duration", "measure", "interval")
        apart = other.bound["what"] and not other.bound["what"] & said.bound["what"]
        if labels and not apart and holding and rows[at.sentence] not in holding:
            detail = f"the evidence has {said.quantity.text.strip()} in another row"
            found.append(contradicted("population", other.quantity.text.strip(), detail))
    return found


def _distance(said: Claim, statement: Reading, printed: Claim, evidence: Reading) -> int:
    """How little the words around two claims have in common: breaks ties."""
    shared = statement.keys[said.sentence] & evidence.keys[printed.sentence]
    same = said.role == printed.role
    return -2 * len(shared) - int(same)


def _as_changes(said: Claim, statement: Reading, printed: Claim, evidence: Reading) -> Match:
    """`fell by 1.4 %` and `changed by -1.4 %`: one change, its sign written or in words."""
    one, two = said.quantity, printed.quantity
    signs = [q.values[:1] < (Decimal(0),) for q in (one, two) if q.values]
    if len(signs) < 2 or signs[0] == signs[1]:
        return Match("differs", "number")
    return compare(signed_change(said, statement), signed_change(printed, evidence))


def signed_change(claim: Claim, reading: Reading) -> Quantity:
    """The figure of a change with the sign that the word before it gives."""
    quantity = claim.quantity
    items = reading.sentences[claim.sentence].items
    for item in reversed(items[claim.clause[0] : claim.unit.first]):
        lower = item.text.lower()
        if lower in words("direction", "down"):
            return replace(quantity, values=(-abs(quantity.values[0]), *quantity.values[1:]))
        if lower in words("direction", "up"):
            break
    behind = items[claim.unit.last + 1 : claim.unit.last + 2]
    if any(i.text.lower() in words("direction", "down") for i in behind):
        # `3.3 percentage points lower`
        return replace(quantity, values=(-abs(quantity.values[0]), *quantity.values[1:]))
    return quantity


def _beside(said: Claim, printed: Claim, evidence: Reading) -> tuple[list[Finding], bool]:
    """What stands beside the figure in the statement: denominators, intervals, P values."""
    found: list[Finding] = []
    derived = False
    for quantity in said.quantities[1:]:
        match = best_match(quantity, printed)
        if match.fits:
            level = _level_problem(quantity, printed, evidence)
            found += [level] if level else []
            derived = derived or match.outcome == "rounded"
            continue
        if quantity.kind == "ci_level":
            if not _level_known(quantity, evidence):
                found.append(
                    contradicted(
                        "ci_level", quantity.text, "the evidence has no interval of this level"
                    )
                )
            continue
        if quantity.kind == "percent" and _computed(quantity, printed):
            derived = True
            continue
        if is_part(quantity, printed, evidence):
            continue
        elsewhere = [
            c for c in evidence.claims if c.group != printed.group and best_match(quantity, c).fits
        ]
        kind = _kind_of(quantity, match)
        same_place = [
            c for c in elsewhere if len(c.quantities) == 1 and c.sentence == printed.sentence
        ]
        same_place = [c for c in same_place if not of_other(c, printed, evidence)]
        if same_place and quantity.kind in ("p_value", "count", "ci_level"):
            continue
        spans = quantity.kind == "interval" and quantity.level is None
        if spans and any(0 < c.unit.first - printed.unit.last <= _NEAR for c in same_place):
            continue  # `median age, 9 years; range, 2 to 17`
        if elsewhere:
            found.append(
                contradicted(
                    kind,
                    quantity.text,
                    f"in the evidence it is not beside {said.quantity.text.strip()}",
                )
            )
        else:
            theirs = ", ".join(q.text for q in printed.quantities if q.kind == quantity.kind)
            detail = f"the evidence has {theirs}" if theirs else "the evidence does not have it"
            found.append((contradicted if theirs else missing)(kind, quantity.text, detail))
    if said.quantity.kind == "interval":
        level = _level_problem(said.quantity, printed, evidence)
        found += [level] if level else []
    return found, derived


def _kind_of(quantity: Quantity, match: Match) -> str:
    if match.kind and match.kind != "number":
        return match.kind
    return {"fraction": "denominator", "interval": "interval", "count": "denominator",
            "p_value": "p_value"}.get(quantity.kind, "number")  # fmt: skip


def _level_problem(quantity: Quantity, printed: Claim, evidence: Reading) -> Finding | None:
    """A level of confidence that the evidence does not give for this interval."""
    if quantity.kind != "interval" or quantity.level is None:
        return None
    theirs = next((q for q in printed.quantities if q.kind == "interval"), None)
    if theirs is None or theirs.level is not None:
        return None
    beside = [q for q in printed.quantities if q.kind == "ci_level"]
    if any(q.level == quantity.level for q in beside):
        return None
    levels = {q.level for c in evidence.claims for q in c.quantities if q.kind == "ci_level"}
    if not beside and levels == {quantity.level}:
        return None
    if levels:
        shown = " and ".join(f"{level} %" for level in sorted(x for x in levels if x is not None))
        return contradicted("ci_level", quantity.text, f"the evidence gives {shown}")
    return missing(
        "ci_level", quantity.text, "the evidence does not say of which level the interval is"
    )


def _level_known(quantity: Quantity, evidence: Reading) -> bool:
    return any(q.level == quantity.level for c in evidence.claims for q in c.quantities)


def _computed(quantity: Quantity, printed: Claim) -> bool:
    """Whether a percentage is that of a fraction printed without one."""
    kinds = {q.kind for q in printed.quantities}
    fraction = next((q for q in printed.quantities if q.kind == "fraction"), None)
    if fraction is None or "percent" in kinds or not fraction.values[1]:
        return False
    share = fraction.values[0] / fraction.values[1] * 100
    return rounds_to(share.quantize(Decimal("0.000001")), quantity.values[0])


def _not_found(said: Claim, statement: Reading, evidence: Reading) -> Lookup:
    """No claim has the figure: computed from others, another figure for the same thing, or none."""
    quantity = said.quantity
    text = quantity.text.strip()
    computed = _derived(said, statement, evidence)
    if computed is not None:
        return computed
    for printed in evidence.claims:
        if quantity.kind == "percent" and _computed(quantity, printed):
            found = role_findings(said, statement, printed, evidence)
            return Lookup(tuple(found), printed, True)
    if quantity.symbol == "none" and (
        (said.bound["what"] and any(said.bound["what"] <= d for d in evidence.negated))
        or _denied_alike(said, statement, evidence)
    ):
        # `no patient died` where `no deaths occurred` is printed.
        return Lookup((), None)
    if said_in_words(said, statement, evidence):
        return Lookup((), None)
    together = _of_two(said, statement, evidence) or _retold(said, statement, evidence)
    if together is not None:
        return together
    nearest: tuple[int, int, Claim, Match] | None = None
    for printed in _likely(said, statement, evidence):
        match = best_match(quantity, printed)
        similar = 0 if match.kind != "number" else 1 if _family(printed, quantity) else 3
        if similar == 3 or (nearest is not None and similar > nearest[0]):
            continue
        problems = len(role_findings(said, statement, printed, evidence))
        rank = (similar, problems)
        if similar < 3 and (nearest is None or rank < nearest[:2]):
            nearest = (*rank, printed, match)
    if nearest is None:
        return Lookup(
            (missing(_plain_kind(quantity), text, "no such figure in the evidence"),), None
        )
    similar, problems, printed, match = nearest
    theirs = next((q for q in printed.quantities if q.kind == quantity.kind), printed.quantity)
    kind = match.kind if match.kind != "number" else _plain_kind(quantity)
    if similar == 0 or problems == 0:
        otherwise = contradicted(kind, text, f"the evidence has {theirs.text.strip()}")
        return Lookup((otherwise,), printed if problems == 0 else None)
    return Lookup((missing(kind, text, "no such figure in the evidence"),), None)


def _derived(said: Claim, statement: Reading, evidence: Reading) -> Lookup | None:
    """A difference or a ratio of two printed figures, or what a printed ratio lowers by."""
    ratio = complement_of(said, statement, evidence)
    if ratio is not None:
        return Lookup((), ratio, True)
    found = derived_findings(said, evidence)
    return None if found is None else Lookup(tuple(found), None)


def _denied_alike(said: Claim, statement: Reading, evidence: Reading) -> bool:
    """`none of the 14 infants had adverse effects` where `no adverse effects` is printed."""
    ours = denied_in(statement.sentences[said.sentence])
    return any(ours & denied_in(s) for s in evidence.sentences)


def _retold(said: Claim, statement: Reading, evidence: Reading) -> Lookup | None:
    """The figure in another form than printed, where it fits best; None if it is nowhere."""
    best: Lookup | None = None
    for told in retellings(said, statement, evidence):
        found = [
            finding
            for ours, printed in told.pairs
            for finding in role_findings(ours, statement, printed, evidence)
        ]
        if best is None or len(found) < len(best.found):
            best = Lookup(tuple(found), told.pairs[-1][1], told.derived)
    return best


def _is_whole(size: Quantity, printed: Claim) -> bool:
    """`Of 117 patients, 107` where 107/117 is printed."""
    return any(q.kind == "fraction" and q.values[1:] == size.values for q in printed.quantities)


def _likely(said: Claim, statement: Reading, evidence: Reading) -> Sequence[Claim]:
    if len(evidence.claims) <= 2 * _MOST:
        return evidence.claims
    ordered = sorted(evidence.claims, key=lambda c: _distance(said, statement, c, evidence))
    return ordered[: 2 * _MOST]


def _of_two(said: Claim, statement: Reading, evidence: Reading) -> Lookup | None:
    """`5 of 75` where the evidence has `of 75 patients, 5 ...` in one clause."""
    quantity = said.quantity
    if quantity.kind != "fraction":
        return None
    for top in evidence.claims:
        if top.role != "main" or top.quantity.kind not in ("count", "number"):
            continue
        if top.quantity.values != quantity.values[:1]:
            continue
        sizes = [
            c for c in evidence.claims_in(top.sentence)
            if c.role == "size" and c.unit.first < top.unit.first
        ]  # fmt: skip
        if sizes and sizes[-1].quantity.values == quantity.values[1:]:
            return Lookup(tuple(role_findings(said, statement, top, evidence)), top)
    return None


def _family(printed: Claim, quantity: Quantity) -> bool:
    return any(q.kind == quantity.kind and q.unit == quantity.unit for q in printed.quantities)


def _plain_kind(quantity: Quantity) -> str:
    return _KINDS.get(quantity.kind, "number")


_KINDS = {
    "interval": "interval", "p_value": "p_value", "label": "time", "vague": "exactness",
    "fraction": "denominator", "ci_level": "ci_level",
}  # fmt: skip


__all__ = ["Lookup", "look_up", "unbound"]
