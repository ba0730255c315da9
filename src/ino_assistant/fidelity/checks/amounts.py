"""A statement's figures in the form that the evidence prints them in.

`about 31 % and 38 %` of 31.2 and 37.7, `two thirds` of 66.7 %, `2 days` of 48 hours, `15 %` of 62
among 412, `did not respond` of those who did: each is put back into the figure that it was made of,
and the statement is judged with that.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from ino_assistant import data
from ino_assistant.fidelity.binding.items import read_sentences, sentence_spans
from ino_assistant.fidelity.binding.reading import Reading
from ino_assistant.fidelity.checks.matching import best_match
from ino_assistant.fidelity.checks.operands import Operand, converted, fairly, fitting, operands_of
from ino_assistant.fidelity.checks.parts import same_arm
from ino_assistant.fidelity.checks.shares import is_among, is_few, is_share
from ino_assistant.fidelity.quantity.model import Quantity
from ino_assistant.fidelity.quantity.quantities import read_quantities
from ino_assistant.fidelity.terms.normal import normal
from ino_assistant.fidelity.terms.patterns import number_word
from ino_assistant.fidelity.terms.vocabulary import Vocabulary
from ino_assistant.fidelity.terms.writing import number
from ino_assistant.text import Span

_MOST = 3
"""Printed figures that are tried for one of the statement."""
_WAYS = 8
"""Tellings of one statement that are tried."""
_KINDS = ("percent", "fraction", "count", "number", "duration", "measure", "vague")


_UNIT = r"(?P<unit>minutes?|hours?|days?|weeks?|months?|years?|percentage\spoints?|points?)\b"
_HALF = re.compile(rf"\bhalf\s(?:an?|of\sa)\s{_UNIT}", re.IGNORECASE)
_AND_HALF = re.compile(rf"\b(?P<many>{number_word()})\sand\sa\shalf\s{_UNIT}", re.IGNORECASE)


def _halves(text: str) -> str:
    """A text with `half a day` and `one and a half days` in digits."""
    text = _HALF.sub(lambda m: f"0.5 {m['unit']}", text)
    return _AND_HALF.sub(lambda m: f"{number(m['many'])}.5 {m['unit']}", text)


def renamed(statement: str, evidence: Reading, vocabulary: Vocabulary) -> Iterator[str]:
    """The statement with the figures that it was made of; none where each is printed as told.

    Args:
        statement: prose.
        evidence: with the figures as printed.
        vocabulary: with the arms that the evidence has.
    """
    plain = _halves(normal(statement))
    said = tuple(i for s in read_sentences(plain, vocabulary) for i in s.items)
    operands = fitting(said, operands_of(evidence), evidence)
    affirmed = list(_affirmed(plain, operands, evidence))
    yield from itertools.islice(affirmed, _WAYS)
    quantities = read_quantities(plain)
    loose = [
        q for q in quantities
        if q.kind in _KINDS and not _printed(q, evidence) and not _in_name(q, plain, evidence)
    ]  # fmt: skip
    if not loose or len(loose) > 2 * _MOST:
        return
    options = [
        _options(
            _hedged_too(q, quantities, plain),
            operands,
            beside=_bracketed(q, plain),
        )[:_MOST]
        for q in loose
    ]
    if not all(options):
        return
    for chosen in itertools.islice(itertools.product(*options), _WAYS):
        text = plain
        for quantity, told in reversed(list(zip(loose, chosen, strict=True))):
            text = _put(text, quantity.span, told)
        yield text


def _put(text: str, span: Span, told: str) -> str:
    """A text with another figure in a place."""
    behind = text[span[1] :]
    if "%" in told and (whom := re.match(r"\s(?!of\b)(?=patients|participants|subjects)", behind)):
        behind = " of" + behind[whom.start() :]
    if "%" not in told and (of := re.match(r"\sof\s(?:the\s)?(?=[a-z])", behind)):
        behind = " " + behind[of.end() :]
    return f"{text[: span[0]]}{told}{behind}"


def _in_name(quantity: Quantity, text: str, evidence: Reading) -> bool:
    """Whether a figure is part of a name: `half-life`, `PASI 90`."""
    start, end = quantity.span
    if text[end : end + 1] == "-":
        return True
    name = re.search(r"[A-Z][\w-]*\s?$", text[:start])
    whole = name is not None and name.group().strip().lower() not in _OPENING
    return whole and f"{name.group()}{text[start:end]}" in evidence.text  # type: ignore[union-attr]


_OPENING = frozenset(("in", "of", "among", "at", "by", "the", "about", "only", "over", "a", "for"))


def _printed(quantity: Quantity, evidence: Reading) -> bool:
    return any(best_match(quantity, claim).fits for claim in evidence.claims)


def _hedged_too(quantity: Quantity, quantities: Sequence[Quantity], text: str) -> Quantity:
    """A figure with the `about` of the one before it in its sentence: `about 31 % and 38 %`."""
    if quantity.hedge or quantity.comparator:
        return quantity
    for other in reversed([q for q in quantities if q.span[1] <= quantity.span[0]]):
        between = text[other.span[1] : quantity.span[0]]
        if re.search(r"[.;]\s", between):
            break
        joined = re.search(
            r"\b(?:and|versus|vs\.?|to|or|compared\s(?:with|to)|against)\b|,", between
        )
        if (other.kind, other.unit) == (quantity.kind, quantity.unit) and joined:
            return replace(quantity, hedge="~") if other.hedge == "~" else quantity
    return quantity


def _bracketed(quantity: Quantity, text: str) -> bool:
    """Whether a figure stands in brackets, as the share of a count before it: `20 (12 %)`."""
    opened = text.rfind("(", 0, quantity.span[0])
    return opened >= 0 and ")" not in text[opened : quantity.span[0]]


def _options(quantity: Quantity, operands: Sequence[Operand], *, beside: bool) -> list[str]:
    """The printed figures that a figure may be made of."""
    return list(dict.fromkeys(_made_of(quantity, operands, beside=beside)))


def _made_of(quantity: Quantity, operands: Sequence[Operand], *, beside: bool) -> Iterator[str]:
    for operand in operands:
        if operand.scale == "%":
            if _names_share(quantity, operand.value, exact="%" in operand.text):
                yield operand.text
        elif operand.scale in ("n", "number") and operand.value == int(operand.value):
            if not beside:
                yield from _of_size(quantity, operand, operands)
        elif quantity.kind in ("duration", "measure") and quantity.values:
            value = converted(operand.value, operand.scale, quantity.unit)
            if value is not None and fairly(
                quantity.values[0], value, quantity.comparator, quantity.hedge
            ):
                yield operand.text
    if quantity.kind in ("count", "number") and not quantity.hedge and not quantity.comparator:
        yield from _of_share(quantity, operands)


def _names_share(quantity: Quantity, share: Decimal, *, exact: bool) -> bool:
    """Whether a figure is a fair name of a percentage, which is printed or worked out."""
    if is_few(quantity):
        return is_among(quantity, share)
    if quantity.kind == "vague":
        return is_share(quantity, share)
    if quantity.kind != "percent":
        return False
    bare = not (quantity.hedge or quantity.comparator)
    if bare and exact:
        return False  # 48.2 % is not 48 % without a word for it
    return fairly(quantity.values[0], share, quantity.comparator, quantity.hedge)


def _sizes(operand: Operand, operands: Sequence[Operand]) -> Iterator[Decimal]:
    """How many there were in the arm of a figure."""
    for size in operands:
        whole = size.claim.role == "size" or any(q.symbol == "n" for q in size.claim.quantities)
        arms = size.claim.bound["arm"], operand.claim.bound["arm"]
        own = whole and size.scale == "n" and size.claim is not operand.claim
        ahead = (
            size.claim.sentence == operand.claim.sentence
            and size.claim.unit.last < operand.claim.unit.first
            and not arms[0]
        )
        if own and (same_arm(*arms) or ahead):
            yield size.value


def _of_size(quantity: Quantity, operand: Operand, operands: Sequence[Operand]) -> Iterator[str]:
    """`15 %` where 62 of an arm of 412 is printed."""
    if any(q.kind in ("fraction", "percent") for q in operand.claim.quantities):
        return  # its own share is printed beside it
    for size in _sizes(operand, operands):
        if 0 < operand.value <= size:
            share = operand.value / size * 100
            fraction = quantity.kind == "fraction" and quantity.values == (operand.value, size)
            if fraction or _names_share(quantity, share, exact=False):
                yield f"{operand.value}"
    if quantity.kind == "vague" or is_few(quantity):
        # `one third were given B` of two groups whose sizes are printed.
        whole = sum((o.value for o in _groups(operands)), Decimal(0))
        if operand in _groups(operands) and _names_share(
            quantity, operand.value / whole * 100, exact=False
        ):
            yield f"{operand.value}"


def _groups(operands: Sequence[Operand]) -> list[Operand]:
    """The sizes of the groups that a text compares, one for each arm."""
    found = [
        o for o in operands
        if o.scale == "n" and o.claim.bound["arm"]
        and any(q.symbol == "n" for q in o.claim.quantities)
    ]  # fmt: skip
    arms = [o.claim.bound["arm"] for o in found]
    return found if len(set(arms)) == len(found) > 1 else []


def _of_share(quantity: Quantity, operands: Sequence[Operand]) -> Iterator[str]:
    """`210 patients` where 70.0 % of an arm of 300 is printed."""
    for operand in operands:
        if operand.scale != "%" or "%" not in operand.text:
            continue
        for size in _sizes(operand, operands):
            if (operand.value * size / 100).quantize(Decimal(1), ROUND_HALF_UP) == (
                quantity.values[0]
            ):
                yield operand.text


# Those of whom it is not so.


@cache
def _denials() -> tuple[tuple[re.Pattern[str], str], ...]:
    told: dict[str, str] = data.load("relations")["denials"]
    return tuple(
        (re.compile(rf"\b{re.escape(words)}\b", re.IGNORECASE), left)
        for words, left in told.items()
    )


def _affirmed(plain: str, operands: Sequence[Operand], evidence: Reading) -> Iterator[str]:
    """What a statement about those of whom something is not so says of all others."""
    for start, end in sentence_spans(plain):
        sentence = plain[start:end]
        denial = next(
            ((m, left) for p, left in _denials() if (m := p.search(sentence)) is not None), None
        )
        if denial is None:
            continue
        match, left = denial
        rests = [
            (q.span, _rest(q, operands)) for q in read_quantities(sentence)
            if q.kind in ("percent", "fraction", "count", "number", "vague")
            and not _in_name(q, sentence, evidence)
        ]  # fmt: skip
        for told in list(dict.fromkeys(t for _, found in rests for t in found))[:_MOST]:
            # All that tells the remainder: `more than half (54.2 %) did not`.
            spans = [span for span, found in rests if told in found]
            parts = [(spans[0], told), *((_bracket(sentence, span), "") for span in spans[1:])]
            text = sentence
            for span, new in sorted([*parts, (match.span(), left)], reverse=True):
                text = _put(text, span, new)
            text = re.sub(r"(?<=\s)nor(?=\s)", "or", text)
            yield f"{plain[:start]}{' '.join(text.split())}{plain[end:]}"


def _bracket(text: str, span: Span) -> Span:
    """A figure with the brackets that it stands in alone."""
    start, end = span
    alone = text[start - 1 : start] == "(" and text[end : end + 1] == ")"
    return (start - 1, end + 1) if alone else span


def _rest(quantity: Quantity, operands: Sequence[Operand]) -> list[str]:
    """The printed figures of which a figure is the remainder."""
    found = []
    for operand in operands:
        if operand.scale == "%" and quantity.kind in ("percent", "vague", "fraction"):
            share = 100 - operand.value
            plain = quantity.kind == "percent" and not (quantity.hedge or quantity.comparator)
            same = plain and quantity.values[0] == share
            if same or _names_share(quantity, share, exact="%" in operand.text and not plain):
                found.append(operand.text)
        if operand.scale == "n" and quantity.values:
            wholes = [q.values[1] for q in operand.claim.quantities if q.kind == "fraction"]
            for whole in (*wholes, *_sizes(operand, operands)):
                if quantity.values[0] != whole - operand.value:
                    continue
                if quantity.kind == "fraction" and quantity.values[1] == whole:
                    found.append(operand.text if "/" in operand.text or " of " in operand.text
                                 else f"{operand.value}")  # fmt: skip
                elif quantity.kind in ("count", "number"):
                    found.append(f"{operand.value}")
    return list(dict.fromkeys(found))


__all__ = ["renamed"]
