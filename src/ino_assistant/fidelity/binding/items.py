"""A text as sentences of items: quantities, role-bearing mentions, content words, the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ino_assistant.corpus.sentences import split_sentences
from ino_assistant.fidelity.binding.item import Item, ItemKind
from ino_assistant.fidelity.binding.marking import marked
from ino_assistant.fidelity.binding.mentions import WHAT
from ino_assistant.fidelity.quantity.model import Quantity
from ino_assistant.fidelity.quantity.quantities import read_quantities
from ino_assistant.fidelity.terms.normal import normal
from ino_assistant.fidelity.terms.vocabulary import (
    Term,
    Vocabulary,
    irregular,
    stem,
    tokens_of,
    words,
)
from ino_assistant.text import Span
from ino_assistant.vocabulary.arm_words import is_generic, names_arm


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """A sentence and its items; two are the same if one object is."""

    text: str
    span: Span
    items: tuple[Item, ...]


_BRACKETS = {"(": 1, "[": 1, ")": -1, "]": -1}
_ADVERBS = frozenset(
    ["additionally", "respectively", "furthermore", "moreover", "however", "notably", "only"]
)
_ABSORBED = ("ordinal", "vague", "label", "count", "number")


def read_sentences(text: str, vocabulary: Vocabulary) -> tuple[Sentence, ...]:
    """The sentences of a text with their items."""
    plain = normal(text)
    letters = [c for c in plain if c.isalpha()]
    shouted = len(letters) > 12 and sum(c.isupper() for c in letters) > 0.8 * len(letters)
    result = []
    for start, end in sentence_spans(text):
        piece = text[start:end]
        items = _items(piece, vocabulary, shouted=shouted)
        if items:
            result.append(Sentence(piece, (start, end), items))
    return tuple(result)


def sentence_spans(text: str) -> list[Span]:
    """Where sentences stand; a line that begins with a bullet begins one."""
    spans: list[Span] = []
    for block in re.finditer(r"(?:(?!\n\s*(?:[•*]|[-–—]\s|\n)).)+", text, re.DOTALL):
        offset = block.start()
        spans += [(s.start + offset, s.end + offset) for s in split_sentences(block.group())]
    return [part for span in spans for part in _unit_stops(text, span)]


_UNIT_STOP = re.compile(
    r"(?<=[a-z)%])\.\s+(?=[a-z][A-Z])|(?:(?<=\b[Aa]rm\s[A-Z])|(?<=\b[Gg]roup\s[A-Z])|(?<=\b[Cc]ohort\s[A-Z]))\.\s+(?=[A-Z])|(?<=/)(?:min|hr|h|wk|mo|d)\.\s+(?=[A-Z])|(?<=\d\s)(?:min|hrs?|h|wks?|mo)\.\s+(?=[A-Z])"
)


def _unit_stops(text: str, span: Span) -> list[Span]:
    """`mL/min. Do not`: a unit that looks like an abbreviation ends a sentence here."""
    start, end = span
    parts = []
    for match in _UNIT_STOP.finditer(text, start, end):
        parts.append((start, match.end()))
        start = match.end()
    return [*parts, (start, end)]


def _items(text: str, vocabulary: Vocabulary, *, shouted: bool) -> tuple[Item, ...]:
    plain = normal(text)
    tokens = tokens_of(plain)
    quantities = list(read_quantities(text))
    terms = _terms(plain, tokens, quantities, vocabulary, shouted)
    absorbed = {
        q.span
        for q in quantities
        if (q.kind in _ABSORBED or q.kind == "name" or q.symbol == "either")
        and any(
            s <= q.span[0] and q.span[1] <= e and ((s, e) != q.span or q.kind == "name")
            for s, e in terms
        )
    }
    pending = {q.span[0]: q for q in quantities if q.span not in absorbed}
    covered = sorted(q.span for q in pending.values())
    names = _trial_names(plain, vocabulary.trials)
    items: list[Item] = []
    depth = index = 0
    while index < len(tokens):
        word, start, end = tokens[index]
        inside = _covering(covered, start)
        if inside is not None:
            if inside[0] in pending:
                quantity = pending.pop(inside[0])
                if quantity.kind != "mark":
                    items.append(_of_quantity(quantity, depth))
            index += 1
            continue
        found = None
        if word.lower() not in _ADVERBS:
            found = vocabulary.match(tokens, index, shouted=shouted)
        alone = found is not None and found[1] == index + 1
        if alone and found is not None and found[0].role == "arm" and is_generic(word):
            found = _part_in_trial(found, tokens, index)
        if found is not None and _no_mention(found, tokens, index, items, names):
            found = None
        if found is not None and not _crosses(tokens, index, found[1], covered):
            term, after = found
            span = (start, tokens[after - 1][2])
            kind: ItemKind = "mention"
            items.append(
                Item(kind, plain[span[0] : span[1]], term.concept, span, term.role, None, depth)
            )
            index = after
            continue
        if word in _BRACKETS:
            step = _BRACKETS[word]
            depth += step if step > 0 else 0
            items.append(Item("stop", word, word, (start, end), depth=depth))
            depth = max(0, depth + min(step, 0))
        elif not word[0].isalnum():
            items.append(Item("stop", word, word, (start, end), depth=depth))
        else:
            items.append(_of_word(word, (start, end), depth))
        index += 1
    return tuple(marked(items))


def _no_mention(
    found: tuple[Term, int],
    tokens: list[tuple[str, int, int]],
    index: int,
    items: list[Item],
    trials: list[Span],
) -> bool:
    """Whether a term that a word is listed under is not what it means where it stands."""
    term, after = found
    if term.concept == "mean" and _that(tokens, index):
        return True
    if term.role == "frequency" and _is_span(tokens[index][0], items):
        return True
    # No letters of a trial's name are an abbreviation.
    told = term.role in (*WHAT, "condition")
    return told and _within(trials, tokens[index][1], tokens[after - 1][2])


def _trial_names(plain: str, trials: frozenset[str]) -> list[Span]:
    """Where the names of trials stand that are written with a hyphen."""
    return [
        m.span()
        for name in trials
        if "-" in name and name in plain
        for m in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", plain)
    ]


def _within(spans: list[Span], start: int, end: int) -> bool:
    return any(s <= start and end <= e and (s, e) != (start, end) for s, e in spans)


def _part_in_trial(
    found: tuple[Term, int], tokens: list[tuple[str, int, int]], index: int
) -> tuple[Term, int] | None:
    """What `control` and `comparator` name: the document's arm, some comparator, or nothing."""
    if names_arm([word for word, _, _ in tokens], index):
        return found
    some = tokens[index][0].lower().startswith("comparator")
    return (Term("arm", "control"), found[1]) if some else None


def _that(tokens: list[tuple[str, int, int]], at: int) -> bool:
    """`which means that`, `, meaning at least three`: no statistic."""
    word = tokens[at][0].lower()
    behind = tokens[at + 1][0].lower() if at + 1 < len(tokens) else ""
    return word == "meaning" or (word == "means" and behind == "that")


def _is_span(word: str, items: list[Item]) -> bool:
    """`more than a week` is how long, not how often."""
    before = items[-1].text.lower() if items else ""
    return word.lower() == "a" and before in (
        "than",
        "for",
        "over",
        "within",
        "after",
        "in",
        "about",
    )


def _terms(
    plain: str,
    tokens: list[tuple[str, int, int]],
    quantities: list[Quantity],
    vocabulary: Vocabulary,
    shouted: bool,
) -> list[Span]:
    """Spans of phrases of several words that hold a number word or a digit of their own."""
    risky = [
        q.span
        for q in quantities
        if q.kind in _ABSORBED or q.kind == "name" or q.symbol == "either"
    ]
    if not risky:
        return []
    spans = []
    for index in range(len(tokens)):
        near = any(tokens[index][1] <= e and s - tokens[index][1] < 60 for s, e in risky)
        found = vocabulary.match(tokens, index, shouted=shouted) if near else None
        if found is not None:
            spans.append((tokens[index][1], tokens[found[1] - 1][2]))
    return spans


def _covering(spans: list[Span], at: int) -> Span | None:
    for span in spans:
        if span[0] <= at < span[1]:
            return span
        if span[0] > at:
            break
    return None


def _crosses(tokens: list[tuple[str, int, int]], at: int, after: int, spans: list[Span]) -> bool:
    start, end = tokens[at][1], tokens[after - 1][2]
    return any(s < end and start < e for s, e in spans)


def _of_quantity(quantity: Quantity, depth: int) -> Item:
    if quantity.is_quantity:
        return Item("quantity", quantity.text, quantity.kind, quantity.span, "", quantity, depth)
    return Item("word", quantity.text, quantity.symbol, quantity.span, "name", None, depth)


def _of_word(word: str, span: Span, depth: int) -> Item:
    lower = word.lower().removesuffix("'s")
    # `hepatitis B`, `arm C` name something; `A` begins a sentence.
    letter = len(lower) == 1 and lower.isalpha() and (not word.isupper() or word in ("A", "N"))
    light = _is_light(lower) or letter
    if light or lower in words("negation"):
        return Item("light", word, lower, span, depth=depth)
    key = stem(lower)
    return Item("word", word, key, span, depth=depth)


@lru_cache(maxsize=16384)
def _is_light(lower: str) -> bool:
    """Whether a word, or the verb that it is a form of, carries no meaning of its own."""
    light = words("light")
    if lower in light or irregular().get(lower) in light:
        return True
    if lower in words("authority", "claimed"):
        return False
    for ending in ("s", "es", "ed", "d", "ing"):
        if lower.endswith(ending) and len(lower) - len(ending) > 2:
            base = lower.removesuffix(ending)
            if base in light or base + "e" in light:
                return True
    return False
