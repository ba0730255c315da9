"""Operators on figures: another value, digits exchanged, a shifted point, another whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ino_assistant import data
from ino_assistant.evaluation.mutations.pool import Pool
from ino_assistant.evaluation.mutations.truth import Mutant, Truth, numerals_in
from ino_assistant.fidelity.quantity.model import Quantity
from ino_assistant.text import Span

_VALUES = (
    "percent", "count", "number", "measure", "duration", "multiple", "ratio", "spread", "date",
)  # fmt: skip
_DECIMALS = ("percent", "number", "measure", "duration", "multiple", "ratio", "p_value", "spread")
_SHARES = ("fraction", "count")


def next_numeral(numeral: str, avoid: frozenset[str]) -> str | None:
    """The numeral with its last digit counted up until it is one that stands nowhere."""
    for step in range(1, 10):
        found = numeral[:-1] + str((int(numeral[-1]) + step) % 10)
        if found not in avoid and found.strip("0.,"):
            return found
    return None


def value(truth: Truth, pool: Pool) -> Iterator[Mutant]:
    """Another last digit of a result, size or P value."""
    beside = _beside_percent(truth)
    for quantity in truth.quantities:
        fraction = quantity.kind == "fraction" and quantity.span not in beside
        if quantity.kind in (*_VALUES, "p_value") or fraction:
            yield from _changed(truth, quantity, 0)


def transposed(truth: Truth, pool: Pool) -> Iterator[Mutant]:
    """Two neighbouring digits of a figure exchanged."""
    for quantity in truth.quantities:
        if quantity.kind not in (*_VALUES, "fraction"):
            continue
        span = _numeral(truth, quantity, 0)
        if span is None:
            continue
        numeral = truth.statement[slice(*span)]
        digits = [i for i, c in enumerate(numeral) if c.isdigit()]
        for one, two in reversed(list(pairwise(digits))):
            letters = list(numeral)
            letters[one], letters[two] = letters[two], letters[one]
            found = "".join(letters)
            led = found[0] == "0" and found[1:2] not in (".", ",")
            if found not in truth.numerals and not led:
                yield Mutant(truth.replaced(span, found), f"{numeral} → {found}")
                break


def shifted(truth: Truth, pool: Pool) -> Iterator[Mutant]:
    """A decimal point one place off."""
    for quantity in truth.quantities:
        if quantity.kind not in _DECIMALS or quantity.symbol == "power":
            continue
        span = _numeral(truth, quantity, 0)
        if span is None:
            continue
        numeral = truth.statement[slice(*span)]
        whole, point, rest = numeral.partition(".")
        if "," in numeral or (not point and len(whole) < 2):
            continue
        left = f"{whole[:-1] or '0'}.{whole[-1]}{rest}"
        for found in (left, whole + rest if whole != "0" else ""):
            if found and found != numeral and found not in truth.numerals:
                yield Mutant(truth.replaced(span, found), f"{numeral} → {found}")
                break


def denominator(truth: Truth, pool: Pool) -> Iterator[Mutant]:
    """A fraction of another whole: of one that the document has elsewhere, if any fits."""
    for quantity in truth.quantities:
        sized = quantity.kind == "count" and quantity.symbol == "n"
        if quantity.kind != "fraction" and not sized:
            continue
        span = _numeral(truth, quantity, 0 if sized else 1)
        if span is None:
            continue
        numeral = truth.statement[slice(*span)]
        least = 0 if sized else quantity.values[0]
        others = [
            str(other) for other in sorted(pool.denominators, key=lambda d: abs(d - int(numeral)))
            if other > least and str(other) not in truth.numerals
        ] if numeral.isdigit() else []  # fmt: skip
        fallback = next_numeral(numeral, truth.numerals)
        for found in [*others[:1], fallback]:
            if found:
                yield Mutant(truth.replaced(span, found), f"of {numeral} → of {found}")


def percent_fraction(truth: Truth, pool: Pool) -> Iterator[Mutant]:
    """A percentage beside a count that it is not the percentage of."""
    for span in sorted(_beside_percent(truth)):
        quantity = next(q for q in truth.quantities if q.span == span)
        yield from _changed(truth, quantity, 0)


def ci_bound(truth: Truth, pool: Pool) -> Iterator[Mutant]:
    """Another end of an interval or range."""
    for quantity in truth.quantities:
        if quantity.kind == "interval":
            spans = numerals_in(truth.statement, quantity.span)
            for which in (len(spans) - 2, len(spans) - 1):
                if which >= 0:
                    yield from _changed(truth, quantity, which)


def ci_level(truth: Truth, pool: Pool) -> Iterator[Mutant]:
    """An interval of another level."""
    for match in re.finditer(r"\b(9\d(?:\.\d)?)(?=\s?%\s?CI\b)", truth.statement):
        for level in ("95", "90", "99", "97.5"):
            if level != match[1] and f"{level}%" not in truth.evidence.replace(" ", ""):
                done = f"{match[1]}% CI → {level}% CI"
                yield Mutant(truth.replaced(match.span(1), level), done)
                break


_BOUNDARY = re.compile(r"\b(?:an? |the )?(?:prespecified )?(?:boundary|threshold)\b.*")


def p_boundary(truth: Truth, pool: Pool) -> Iterator[Mutant]:
    """A prespecified boundary given as what was observed."""
    for quantity in truth.quantities:
        before = truth.statement[max(0, quantity.span[0] - 60) : quantity.span[0]].lower()
        if quantity.kind != "p_value" or not re.search(r"boundary|threshold", before):
            continue
        text = truth.statement[slice(*quantity.span)]
        if "=" in text:
            changed = text.replace("=", "<", 1)
            yield Mutant(truth.replaced(quantity.span, changed), f"{text} → {changed}")
        whole = _BOUNDARY.search(truth.statement)
        if whole and whole.end() >= quantity.span[1]:
            told = truth.statement[: whole.start()] + f"significance, with an observed {text}."
            yield Mutant(told, "the boundary is given as the observed P value")


def number_word(truth: Truth, pool: Pool) -> Iterator[Mutant]:
    """`two` becomes `three`, `third` becomes `fourth`."""
    for table in ("number_words", "ordinals"):
        names = list(data.load("quantities")[table])
        for quantity in truth.quantities:
            found = re.search(rf"\b(?:{'|'.join(names)})\b", quantity.text, re.IGNORECASE)
            if found is None or "-" in quantity.text[found.end() : found.end() + 1]:
                continue
            name = found[0].lower()
            other = names[(names.index(name) + 1) % len(names)]
            values = data.load("quantities")[table]
            printed = re.search(rf"\b{other}\b", truth.evidence, re.IGNORECASE)
            if printed or str(values[other]) in truth.numerals:
                continue
            start = quantity.span[0] + found.start()
            new = other.capitalize() if found[0][0].isupper() else other
            changed = truth.replaced((start, start + len(found[0])), new)
            yield Mutant(changed, f"{found[0]} → {new}")


def day_list(truth: Truth, pool: Pool) -> Iterator[Mutant]:
    """A list of days, cycles or grades without its last member."""
    for quantity in truth.quantities:
        if quantity.kind != "label" or len(quantity.values) < 2:
            continue
        spans = numerals_in(truth.statement, quantity.span)
        if len(spans) != len(quantity.values):
            continue
        shorter = truth.statement[: spans[-2][1]] + truth.statement[spans[-1][1] :]
        yield Mutant(shorter, f"{quantity.text} without its last")


def other_passage(truth: Truth, pool: Pool) -> Iterator[Mutant]:
    """A figure of the same kind and unit from another statement of the document."""
    for claim in truth.claims:
        head = claim.quantity
        if claim.role != "main" or head.kind not in ("percent", "fraction", "duration", "measure"):
            continue
        found = pool.figure_like(head, truth.numerals)
        if found:
            changed = truth.replaced(truth.span_of(claim), found)
            yield Mutant(changed, f"{head.text} → {found}, which is of another passage")


def _changed(truth: Truth, quantity: Quantity, which: int) -> Iterator[Mutant]:
    span = _numeral(truth, quantity, which)
    if span is None:
        return
    numeral = truth.statement[slice(*span)]
    found = next_numeral(numeral, truth.numerals)
    if found is not None:
        yield Mutant(truth.replaced(span, found), f"{numeral} → {found}")


def _numeral(truth: Truth, quantity: Quantity, which: int) -> Span | None:
    spans = numerals_in(truth.statement, quantity.span)
    return spans[which] if which < len(spans) else None


def _beside_percent(truth: Truth) -> set[Span]:
    """Fractions and counts that stand in one figure with a percentage."""
    found: set[Span] = set()
    for claim in truth.claims:
        kinds = [q.kind for q in claim.quantities]
        if "percent" not in kinds:
            continue
        offset = truth.reading.sentences[claim.sentence].span[0]
        found |= {
            (offset + q.span[0], offset + q.span[1])
            for q in claim.quantities
            if q.kind in (*_SHARES, "number")
        }
    return found & {q.span for q in truth.quantities}
