"""Operators on what a figure is of: arm, endpoint, reaction, group of patients, time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from ino_assistant.evaluation.mutations.numbers import next_numeral
from ino_assistant.evaluation.mutations.pool import Pool
from ino_assistant.evaluation.mutations.truth import Mutant, Truth, numerals_in, replaced_all
from ino_assistant.fidelity.binding.claims import Claim
from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.checks.context import BROADER, COMPOSED
from ino_assistant.fidelity.terms.vocabulary import contrasts, words
from ino_assistant.text import Span

_TELLING = ("up", "down", "good")
_MOST = 2
"""Other names that are tried for one thing."""


def arm(truth: Truth, pool: Pool) -> Iterator[Mutant]:
    """Results given to the other arm: names exchanged, or the other name alone."""
    named = [(span, item) for span, item in truth.mentions if item.role == "arm"]
    keys = list(dict.fromkeys(item.key for _, item in named))
    if len(keys) > 1:
        if not _tells_apart(truth):
            return
        texts = {key: next(i.text for _, i in named if i.key == key) for key in keys[:2]}
        other = {keys[0]: texts[keys[1]], keys[1]: texts[keys[0]]}
        changes = [(span, other[item.key]) for span, item in named if item.key in other]
        done = f"{texts[keys[0]]} and {texts[keys[1]]} exchanged"
        yield Mutant(replaced_all(truth.statement, changes), done)
        return
    here = {item.key for s in truth.printed.sentences for item in s.items if item.role == "arm"}
    if keys:
        for other_arm, names in pool.arms.items():
            if other_arm not in here and not _says_also(truth, names):
                changes = [(span, names[0]) for span, _ in named]
                done = f"{named[0][1].text} → {names[0]}"
                yield Mutant(replaced_all(truth.statement, changes), done)


def arm_values(truth: Truth, pool: Pool) -> Iterator[Mutant]:
    """The figures of two arms exchanged."""
    yield from _exchanged(truth, "arm")


def endpoint_values(truth: Truth, pool: Pool) -> Iterator[Mutant]:
    """The figures of two endpoints, or of two reactions, exchanged."""
    yield from _exchanged(truth, "what")


def population_values(truth: Truth, pool: Pool) -> Iterator[Mutant]:
    """The figures of two groups of patients exchanged."""
    yield from _exchanged(truth, "cond")


def time_values(truth: Truth, pool: Pool) -> Iterator[Mutant]:
    """The figures of two times exchanged."""
    yield from _exchanged(truth, "time")


def order(truth: Truth, pool: Pool) -> Iterator[Mutant]:
    """Two figures before `respectively` exchanged."""
    if not re.search(r"\brespectively\b", truth.statement, re.I):
        return
    for one, two in combinations(truth.claims, 2):
        if one.sentence == two.sentence and _alike(one, two):
            yield from _swap(truth, one, two)
            return


def endpoint(truth: Truth, pool: Pool) -> Iterator[Mutant]:
    """What was measured called something else."""
    yield from _renamed(truth, pool, "endpoint")


def reaction(truth: Truth, pool: Pool) -> Iterator[Mutant]:
    """An adverse reaction called another, or told without the word that narrows it."""
    yield from _renamed(truth, pool, "reaction")
    narrow = words("restricting")
    for span, item in truth.mentions:
        if item.role != "reaction":
            continue
        before = re.search(
            r"(?<!and )(?<!or )(?<!ly )\b([A-Za-z-]+)\s$", truth.statement[: span[0]]
        )
        if before and before[1].lower() in narrow:
            told = truth.replaced((before.start(), span[0]), "")
            if item.text.lower() not in _apart(truth.evidence, f"{before[1]} {item.text}"):
                yield Mutant(told, f"{before[1]} left out")


def population(truth: Truth, pool: Pool) -> Iterator[Mutant]:
    """Another group of patients, of those that exclude each other."""
    known = pool.names_of("condition")
    for span, item in truth.mentions:
        for group in contrasts():
            if item.key not in group:
                continue
            for other in sorted(group - {item.key}):
                if other in known and other not in truth.keys:
                    told = truth.replaced(span, known[other])
                    yield Mutant(told, f"{item.text} → {known[other]}")


_GROUP = re.compile(
    r"^(?:For|In|Among|Of)\s(?:the\s)?[^,;:().]*\b(?:patients|adults|those|subjects|people)\b"
    r"[^,;:.()]*,\s"
)
_WHO = re.compile(
    r"\b(patients|adults|subjects|participants)\s(?:who|with|without|aged|undergoing|not)\s\w+"
    r"[^,;:.()]*?(?=\s(?:was|were|is|are|had|has|have|may|should|can)\b|[,;:.(])"
)


def generalised(truth: Truth, pool: Pool) -> Iterator[Mutant]:
    """A group of patients told as all patients."""
    if re.search(r"\b(?:all|every|any)\s(?:\d+\s)?patients", truth.evidence, re.I):
        return
    figures = any(claim.role == "main" for claim in truth.claims)
    opening = _GROUP.match(truth.statement)
    if opening and figures:
        rest = truth.statement[opening.end() :]
        yield Mutant(f"In all patients, {rest}", f"{opening[0].strip(' ,')} → all patients")
        return
    who = _WHO.search(truth.statement)
    if who and figures:
        told = truth.replaced(who.span(), f"all {who[1]}")
        yield Mutant(told, f"{who[0]} → all {who[1]}")


def time(truth: Truth, pool: Pool) -> Iterator[Mutant]:
    """Another day, cycle or length of follow-up."""
    for claim in truth.claims:
        if claim.role == "time" and claim.quantity.kind in ("label", "duration"):
            start, end = truth.span_of(claim)
            spans = numerals_in(truth.statement, (start, end))
            if len(spans) != 1:
                continue
            numeral = truth.statement[slice(*spans[0])]
            found = next_numeral(numeral, truth.numerals)
            if found:
                told = truth.replaced(spans[0], found)
                done = claim.quantity.text
                yield Mutant(told, f"{done} → {done.replace(numeral, found)}")


def _tells_apart(truth: Truth) -> bool:
    """Whether the arms come out differently: by figures, or by a word that says so."""
    if any(name in _TELLING for sense in truth.reading.senses for name, _ in sense.directions):
        return True
    bound = [(c.bound["arm"], c.quantity.values) for c in truth.claims if c.role == "main"]
    return any(a and b and a != b and x != y for (a, x), (b, y) in combinations(bound, 2))


def _says_also(truth: Truth, names: tuple[str, ...]) -> bool:
    return any(re.search(rf"\b{re.escape(n)}\b", truth.evidence, re.I) for n in names)


def _exchanged(truth: Truth, dimension: str) -> Iterator[Mutant]:
    """Two results of one sentence that differ in one dimension, exchanged."""
    for one, two in combinations(truth.claims, 2):
        if one.sentence != two.sentence or not _alike(one, two):
            continue
        a, b = one.bound[dimension], two.bound[dimension]
        if a and b and not a & b:
            yield from _swap(truth, one, two)


def _alike(one: Claim, two: Claim) -> bool:
    """Whether two results could be taken for each other, and are not the same."""
    p, q = one.quantity, two.quantity
    return (
        one.role == two.role == "main"
        and p.kind == q.kind
        and p.unit == q.unit
        and p.values != q.values
    )


def _swap(truth: Truth, one: Claim, two: Claim) -> Iterator[Mutant]:
    a, b = _whole(truth, one), _whole(truth, two)
    if a[1] > b[0] and b[1] > a[0]:
        return
    first, second = truth.statement[slice(*a)], truth.statement[slice(*b)]
    changed = replaced_all(truth.statement, [(a, second), (b, first)])
    yield Mutant(changed, f"{first} and {second} exchanged")


def _whole(truth: Truth, claim: Claim) -> Span:
    """A figure with what stands beside it, if nothing else stands between."""
    head = truth.span_of(claim)
    offset = truth.reading.sentences[claim.sentence].span[0]
    ends = [offset + q.span[1] for q in claim.quantities]
    starts = [offset + q.span[0] for q in claim.quantities]
    whole = min(starts), max(ends)
    text = truth.statement[slice(*whole)]
    bare = re.sub(r"\b(?:n|of|patients|percent|CI|to|IU|mg|months?|years?|days?)\b", "", text)
    if re.search(r"[A-Za-z]{3,}", bare) or "[" in text:
        return head
    if text.count("(") > text.count(")") and truth.statement[whole[1] : whole[1] + 1] == ")":
        whole = whole[0], whole[1] + 1
    return whole if text.count("(") <= 1 else head


def _renamed(truth: Truth, pool: Pool, role: str) -> Iterator[Mutant]:
    """Every mention of one concept called another of the same role."""
    if not truth.claims and not any(s.directions for s in truth.reading.senses):
        return
    named = [(span, i) for span, i in truth.mentions if i.role == role and not i.population]
    known = pool.names_of(role)
    names = list(known)
    for key in dict.fromkeys(item.key for _, item in named):
        after = names.index(key) + 1 if key in known else 0
        others = [n for n in names[after:] + names[:after] if _other_thing(truth, key, n)]
        changes = [span for span, item in named if item.key == key]
        item = next(item for _, item in named if item.key == key)
        for other in others[:_MOST]:
            written = _like(item, known[other])
            changed = replaced_all(truth.statement, [(span, written) for span in changes])
            yield Mutant(changed, f"{item.text} → {known[other]}")


def _other_thing(truth: Truth, key: str, other: str) -> bool:
    """Whether a concept is none that the evidence speaks of, and no part or whole of it."""
    related = BROADER.get(other, frozenset()) | COMPOSED.get(other, frozenset())
    wider = {k for k, v in (*BROADER.items(), *COMPOSED.items()) if key in v}
    inside = key.lower() in other.lower() or other.lower() in key.lower()
    return (
        other not in truth.keys
        and key not in related
        and other not in wider
        and not related & truth.keys
        and not inside
    )


def _like(item: Item, name: str) -> str:
    return name[0].upper() + name[1:] if item.text[:1].isupper() else name


def _apart(text: str, phrase: str) -> str:
    """A text in small letters without a phrase."""
    return re.sub(re.escape(phrase), " ", text, flags=re.I).lower()
