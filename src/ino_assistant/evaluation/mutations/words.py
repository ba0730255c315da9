"""Operators on what is said around figures: direction, negation, significance, caveats."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ino_assistant import data
from ino_assistant.evaluation.mutations.pool import Pool
from ino_assistant.evaluation.mutations.truth import Mutant, Truth


def _phrase(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(text)}(?![\w-])", re.IGNORECASE)


def swapped(truth: Truth, table: str) -> Iterator[Mutant]:
    """The first phrase of a table put in place of another that the evidence does not have."""
    for old, new in data.load("mutations")["swap"][table]:
        found = _phrase(old).search(truth.statement)
        joined = found and re.match(r"\s(?:or|and)\b", truth.statement[found.end() :])
        if found and not joined and not _phrase(new).search(truth.evidence):
            word = new[0].upper() + new[1:] if found[0][0].isupper() else new
            yield Mutant(truth.replaced(found.span(), word), f"{found[0]} → {word}")


def direction(truth: Truth, pool: Pool) -> Iterator[Mutant]:
    """Higher told as lower."""
    yield from swapped(truth, "direction")


def modality(truth: Truth, pool: Pool) -> Iterator[Mutant]:
    """What may be told as what is; what should be as what may."""
    yield from swapped(truth, "modality")


def quantifier(truth: Truth, pool: Pool) -> Iterator[Mutant]:
    """Some told as all."""
    yield from swapped(truth, "quantifier")


def statistic(truth: Truth, pool: Pool) -> Iterator[Mutant]:
    """A median told as a mean, one ratio as another."""
    yield from swapped(truth, "statistic")


def relative_absolute(truth: Truth, pool: Pool) -> Iterator[Mutant]:
    """A relative reduction told as an absolute one."""
    yield from swapped(truth, "relative_absolute")


def anchor(truth: Truth, pool: Pool) -> Iterator[Mutant]:
    """A time counted from, or put at, something else."""
    yield from swapped(truth, "anchor")


def significance(truth: Truth, pool: Pool) -> Iterator[Mutant]:
    """Significance invented, or its lack told as significance."""
    yield from swapped(truth, "significance")
    if re.search(r"signific|statistic", truth.evidence, re.IGNORECASE):
        return
    for word in data.load("mutations")["claimed_significance"]["before"]:
        found = _phrase(word).search(truth.statement)
        if found:
            put = f"significantly {found[0].lower()}"
            put = put.capitalize() if found[0][0].isupper() else put
            yield Mutant(truth.replaced(found.span(), put), f"{found[0]} → {put}")
            return


@cache
def _auxiliaries() -> str:
    return "|".join(data.load("mutations")["negation"]["auxiliaries"])


def negation(truth: Truth, pool: Pool) -> Iterator[Mutant]:
    """A `not` put in or taken out."""
    text = truth.statement
    for found in re.finditer(rf"\b({_auxiliaries()}) not\b", text, re.IGNORECASE):
        yield Mutant(truth.replaced(found.span(), found[1]), f"{found[0]} → {found[1]}")
        return
    taken = re.search(r"\b(?:patients|those|adults) (not )", text, re.IGNORECASE)
    if taken:
        yield Mutant(truth.replaced(taken.span(1), ""), "not left out")
        return
    without = re.search(r"\bwithout\b", text)
    if without:
        yield Mutant(truth.replaced(without.span(), "with"), "without → with")
    if re.match(r"(?:no|neither|none)\b", text, re.IGNORECASE):
        return
    for found in re.finditer(rf"\b({_auxiliaries()})\b(?! (?:not|no)\b)", text):
        before = text[: found.start()]
        inside = before.count("(") != before.count(")")
        relative = re.search(r"\b(?:who|which|that|whose|if|when|while|and)\s(?:\w+\s)?$", before)
        if not inside and not relative:
            yield Mutant(truth.replaced(found.span(), f"{found[1]} not"), f"{found[1]} not")
            return


def caveat(truth: Truth, pool: Pool) -> Iterator[Mutant]:
    """A qualification left out: its clause, or the word before what it qualifies."""
    said = [(span, item) for span, item in truth.mentions if item.role == "caveat"]
    if not said:
        return
    opening = re.match(r"^(?:In|Based on|According to|From)\s[^,]*,\s", truth.statement)
    if opening and any(span[0] < opening.end() for span, _ in said):
        rest = truth.statement[opening.end() :]
        yield Mutant(rest[0].upper() + rest[1:], f"{opening[0].strip(' ,')} left out")
    droppable = data.load("mutations")["caveat"]["droppable"]
    for span, item in said:
        if opening and span[0] < opening.end():
            continue
        words = item.text.lower().split()
        if item.text.lower() in droppable or (words and words[0] in droppable):
            word = item.text if item.text.lower() in droppable else item.text[: len(words[0])]
            told = truth.replaced((span[0], span[0] + len(word)), "")
            if not _phrase(word).search(told):
                yield Mutant(re.sub(r"\s{2,}", " ", told).strip(), f"{word} left out")


_FIRST_PERSON = re.compile(r"^(?:In my practice,\s|Additionally,\s|Furthermore,\s)?I\s(?=[a-z]+\s)")
_NAMED = re.compile(r"label|prescribing information|guideline|trial", re.IGNORECASE)


def authority(truth: Truth, pool: Pool) -> Iterator[Mutant]:
    """An opinion told as what the label says."""
    if truth.authority not in ("opinion", "case") or _NAMED.search(truth.evidence):
        return
    person = _FIRST_PERSON.match(truth.statement)
    if person:
        rest = truth.statement[person.end() :]
        yield Mutant(f"The label recommends that physicians {rest}", "opinion given as the label")
    elif truth.claims and len(truth.statement.split()) > _SENTENCE:
        told = f"The prescribing information states that {_lowered(truth.statement)}"
        yield Mutant(told, "opinion given as the label")


_SENTENCE = 5


def _lowered(text: str) -> str:
    first = text.split(maxsplit=1)[0]
    return text if sum(c.isupper() for c in first) > 1 else text[0].lower() + text[1:]


_LIST = re.compile(
    r"\b(?:were|are|was|is)\s(?:[^,;.():]+,\s){1,8}(?:and\s)[^,;.():]+(?=\.?$)", re.IGNORECASE
)


def list_cut(truth: Truth, pool: Pool) -> Iterator[Mutant]:
    """A list that is told as whole without its last member."""
    found = _LIST.search(truth.statement)
    if found is None:
        return
    *members, last = re.split(r",\s(?:and\s)?", found[0])
    open_ended = re.search(r"\b(?:including|such as|e\.g)\b", found[0], re.IGNORECASE)
    clause = re.search(rf"\b(?:{_auxiliaries()})\b", last)
    if len(members) < 2 or open_ended or clause:
        return
    shorter = f"{', '.join(members[:-1])} and {members[-1]}"
    yield Mutant(truth.replaced(found.span(), shorter), f"{last.strip()} left out")


def wrong_citation(truth: Truth, pool: Pool) -> Iterator[Mutant]:
    """A true statement with another passage, that has none of its figures, as its evidence."""
    figures = {q.values for q in truth.quantities}
    if not figures:
        return
    start = pool.evidence.index(truth.evidence) if truth.evidence in pool.evidence else 0
    numerals = set(re.findall(r"\d+(?:\.\d+)?", truth.statement))
    for step in (1, len(pool.evidence) // 2):
        other = pool.evidence[(start + step) % len(pool.evidence)]
        if numerals and not numerals & set(re.findall(r"\d+(?:\.\d+)?", other)):
            yield Mutant(truth.statement, "judged against another passage", other)
