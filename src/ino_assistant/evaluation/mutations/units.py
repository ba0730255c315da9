"""Operators on what stands around a figure: unit, power, comparator, hedge."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ino_assistant import data
from ino_assistant.evaluation.mutations.pool import Pool
from ino_assistant.evaluation.mutations.truth import Mutant, Truth
from ino_assistant.fidelity.quantity.model import Quantity

_OTHER_COMPARATOR = (
    ("≥", "<"), ("≤", ">"), (">=", "<"), ("<=", ">"), ("<", ">"), (">", "<"),
    ("at least", "at most"), ("at most", "at least"), ("up to", "at least"),
    ("more than", "less than"), ("less than", "more than"), ("greater than", "less than"),
    ("or older", "or younger"), ("or more", "or less"), ("or longer", "or shorter"),
    ("or younger", "or older"), ("or less", "or more"), ("and beyond", "or earlier"),
)  # fmt: skip
_STRICTER = (("≥", ">"), ("≤", "<"), ("at least", "more than"), (">", "≥"), ("<", "≤"))
_DROPPED = ("≥", "≤", ">", "<", "at least", "up to", "more than", "less than", "at most")
_FIGURES = {"half": "50%", "third": "33%", "quarter": "25%", "two thirds": "67%",
            "three quarters": "75%"}  # fmt: skip
_POWER = re.compile(r"\s?[x×]\s?10(?:\s?\^\s?-?\d{1,2}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}|\d)")
_OTHER_POWER = str.maketrans("³⁶⁹¹²⁴⁵⁷⁸", "⁶⁹⁶²³⁵⁶⁸⁷")


@cache
def _writings() -> dict[str, list[str]]:
    """Unit -> its writings, the longest first."""
    units: dict[str, list[str]] = data.load("quantities")["units"]
    return {name: sorted(forms, key=len, reverse=True) for name, forms in units.items()}


def unit(truth: Truth, pool: Pool) -> Iterator[Mutant]:
    """Another unit, or none."""
    others: dict[str, str] = data.load("mutations")["unit"]
    for quantity in truth.quantities:
        other = others.get(quantity.unit)
        if other is None or quantity.kind in ("label", "date", "ordinal", "ci_level"):
            continue
        if quantity.unit == "%" and not _plain_percent(truth, quantity):
            continue
        place = _unit_in(quantity)
        if place is None or _also(truth, quantity, other):
            continue
        start, end = quantity.span[0] + place[0], quantity.span[0] + place[1]
        old = truth.statement[start:end]
        new = other if old[0] != "-" else f"-{other.removesuffix('s')}"
        gap = " " if new[0].isalpha() and truth.statement[start - 1].isdigit() else ""
        yield Mutant(truth.replaced((start, end), gap + new), f"{old} → {new}")
        if "/" in quantity.unit:
            yield Mutant(truth.replaced((start, end), ""), f"{old} left out")


def _plain_percent(truth: Truth, quantity: Quantity) -> bool:
    """Whether a percentage could be read as a count: alone, and of nothing named behind it."""
    after = truth.statement[quantity.span[1] : quantity.span[1] + 4]
    return quantity.kind == "percent" and not re.match(r"\s(?:of|CI)\b", after)


def _unit_in(quantity: Quantity) -> tuple[int, int] | None:
    """Where the unit stands in a quantity's text: its last writing there."""
    for form in _writings().get(quantity.unit, ()):
        found = list(
            re.finditer(rf"(?<![A-Za-z/]){re.escape(form)}(?![A-Za-z/²³\d])", quantity.text, re.I)
        )
        if found:
            return found[-1].span()
    return None


def _also(truth: Truth, quantity: Quantity, other: str) -> bool:
    """Whether the evidence prints the same value with the other unit."""
    name = other.rstrip("s") if other.rstrip("s") in _writings() else other
    return any(
        item.quantity is not None
        and item.quantity.values == quantity.values
        and item.quantity.unit in (name, "patient" if other == "patients" else name)
        for sentence in truth.printed.sentences
        for item in sentence.items
    )


def exponent(truth: Truth, pool: Pool) -> Iterator[Mutant]:
    """Another power of ten, or none."""
    for match in _POWER.finditer(truth.statement):
        changed = match[0].translate(_OTHER_POWER)
        if changed == match[0]:
            last = match[0][-1]
            changed = match[0][:-1] + ("6" if last != "6" else "9")
        yield Mutant(truth.replaced(match.span(), changed), f"{match[0]} → {changed}")
        yield Mutant(truth.replaced(match.span(), ""), f"{match[0]} left out")


def comparator(truth: Truth, pool: Pool) -> Iterator[Mutant]:
    """A limit turned round, made stricter, or left out."""
    for quantity in truth.quantities:
        if not quantity.comparator:
            continue
        text = truth.statement[slice(*quantity.span)]
        for old, new in (*_OTHER_COMPARATOR, *_STRICTER, *((word, "") for word in _DROPPED)):
            word = old[-1].isalpha()
            end = r"(?!\w)" if word else "(?!=)"
            at = re.search(rf"(?<!\w){re.escape(old)}{end}", text, re.IGNORECASE)
            if at is None:
                continue
            changed = (text[: at.start()] + new + text[at.end() :]).strip()
            if changed and not _printed(truth, text, changed):
                told = truth.replaced(quantity.span, _as_begun(text, changed))
                yield Mutant(told, f"{text} → {changed}")


def _printed(truth: Truth, text: str, changed: str) -> bool:
    """Whether the evidence has the changed writing elsewhere, so that it may be true."""
    pattern = rf"(?<![\w<>≥≤.]){re.escape(changed)}(?![\w.]\d)"
    elsewhere = re.sub(re.escape(text), "…", truth.evidence, flags=re.IGNORECASE)
    return re.search(pattern, elsewhere, re.IGNORECASE) is not None


def _as_begun(old: str, new: str) -> str:
    return new[0].upper() + new[1:] if old[:1].isupper() else new


def hedge(truth: Truth, pool: Pool) -> Iterator[Mutant]:
    """An approximate amount told as exact."""
    hedges = [w for forms in data.load("quantities")["hedges"].values() for w in forms]
    words = "|".join(re.escape(w) for w in sorted(hedges, key=len, reverse=True))
    for quantity in truth.quantities:
        if quantity.kind == "vague" and quantity.symbol in _FIGURES:
            figure = _FIGURES[quantity.symbol]
            if figure not in truth.evidence:
                told = truth.replaced(quantity.span, f"{figure} of patients")
                yield Mutant(told, f"{quantity.text} → {figure}")
        if quantity.hedge not in ("~", "-", "+"):
            continue
        text = truth.statement[slice(*quantity.span)]
        bare = re.sub(rf"^(?:{words})\s*", "", text, flags=re.I)
        if bare != text:
            yield Mutant(truth.replaced(quantity.span, bare), f"{text} → {bare}")
            exact = f"exactly {bare}"
            told = truth.replaced(quantity.span, _as_begun(text, exact))
            yield Mutant(told, f"{text} → {exact}")
