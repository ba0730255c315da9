"""A text read whole: its sentences, claims and what is said around the numbers of each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ino_assistant.fidelity.binding.claims import Claim, claims_of
from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.binding.items import Sentence, read_sentences
from ino_assistant.fidelity.binding.mentions import key_of
from ino_assistant.fidelity.binding.senses import Sense, sense_of, whole_sense
from ino_assistant.fidelity.terms.discover import discover
from ino_assistant.fidelity.terms.tables import row_label, written_out
from ino_assistant.fidelity.terms.vocabulary import Vocabulary, stem, stems

_BEFORE = frozenset(("before", "prior", "pre", "until"))
_AFTER = frozenset(("after", "following", "post"))
_FROM = frozenset(("from", "since"))


@dataclass(frozen=True, eq=False)
class Reading:
    """A text, its sentences, their claims, and an index of what stands where.

    Two are the same if one object is, so that what is asked of one can be kept.
    """

    text: str
    sentences: tuple[Sentence, ...]
    claims: tuple[Claim, ...]
    senses: tuple[Sense, ...]
    keys: tuple[frozenset[str], ...]
    """Per sentence: the concepts and stems in it."""
    inner: tuple[frozenset[str], ...]
    """Per sentence: what the words inside its phrases mean by themselves."""
    negated: tuple[frozenset[str], ...]
    """Per sentence: those of them that a negation reaches and nothing else repeats."""
    anchors: tuple[frozenset[tuple[str, str]], ...]
    """Per sentence: `after` and `before` with the content that follows."""
    rows: Mapping[int, str]
    """Sentence -> label of the table row that it tells, for text with rows."""

    def claims_in(self, sentence: int) -> tuple[Claim, ...]:
        """The claims of one sentence."""
        return self._by_sentence.get(sentence, ())

    @cached_property
    def _by_sentence(self) -> dict[int, tuple[Claim, ...]]:
        found: dict[int, list[Claim]] = {}
        for claim in self.claims:
            found.setdefault(claim.sentence, []).append(claim)
        return {number: tuple(claims) for number, claims in found.items()}


def read(
    text: str,
    vocabulary: Vocabulary,
    *,
    arms: tuple[str, ...] | None = None,
) -> Reading:
    """Read a text with a vocabulary that already knows the text's own names.

    Args:
        text: prose, or table rows told as sentences.
        vocabulary: with the arms and abbreviations of the text.
        arms: those that may be meant by `the other one`; all of the vocabulary if not given.
    """
    sentences = read_sentences(text, vocabulary)
    meant = tuple(vocabulary.arms) if arms is None else arms
    labels = {n: label for n, s in enumerate(sentences) if (label := row_label(s.text))}
    claims = claims_of(sentences, meant, rows=labels)
    return Reading(
        text,
        sentences,
        claims,
        tuple(whole_sense(s) for s in sentences),
        tuple(frozenset(content_keys(s.items)) for s in sentences),
        tuple(frozenset(_inner_keys(s.items, vocabulary)) for s in sentences),
        tuple(_negated(s.items) for s in sentences),
        tuple(anchors_of(s.items) for s in sentences),
        labels,
    )


class _Asked:
    """A text to be read and a vocabulary, told apart by what of it bears on the text."""

    __slots__ = ("arms", "key", "text", "vocabulary")

    def __init__(self, text: str, vocabulary: Vocabulary, arms: tuple[str, ...]) -> None:
        self.text = text
        self.vocabulary: Vocabulary | None = vocabulary
        self.arms = arms
        self.key = (text, arms, vocabulary.reach(text))

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self.key == other.key


@lru_cache(maxsize=2048)
def _read_once(asked: _Asked) -> Reading:
    vocabulary, asked.vocabulary = asked.vocabulary, None
    return read(asked.text, vocabulary or Vocabulary(), arms=asked.arms)


def read_statement(
    text: str, vocabulary: Vocabulary, arms: tuple[str, ...] | None = None
) -> Reading:
    """A statement as read, kept for the next evidence that it is held against.

    Args:
        text: as for `read`.
        vocabulary: that of the evidence; two that say the same of the text read it once.
        arms: those that its evidence compares; all of the vocabulary if not given.
    """
    meant = tuple(vocabulary.arms) if arms is None else arms
    return _read_once(_Asked(text, vocabulary, meant))


read_statement_forget = _read_once.cache_clear


@lru_cache(maxsize=2048)
def read_evidence(text: str, vocabulary: Vocabulary) -> tuple[Reading, Vocabulary]:
    """Evidence as read, and the vocabulary with the names that it introduces; kept."""
    written = written_out(text)
    own = discover(written, vocabulary)
    return read(written, own, arms=arms_meant(written, vocabulary, own)), own


@lru_cache(maxsize=2048)
def arms_meant(text: str, known: Vocabulary, own: Vocabulary) -> tuple[str, ...]:
    """The arms that a text may mean by `the other one`.

    Those that it introduces itself; those known before only if it speaks of one of them.
    """
    named = {i.key.partition(" @")[0] for s in read_sentences(text, own) for i in s.items
             if i.role == "arm"}  # fmt: skip
    parts = {part for name in named for part in name.split(" + ")} | named
    if parts & set(known.arms):
        return tuple(own.arms)
    return tuple(a for a in own.arms if a not in known.arms)


def content_keys(items: tuple[Item, ...]) -> list[str]:
    """Concepts and stems of everything that carries meaning."""
    limits = [i.quantity.unit for i in items if i.quantity is not None and i.quantity.comparator]
    implied = [key for unit in limits for key in _IMPLIED.get(unit, ())]
    if any(i.quantity is not None and _AGED.search(i.text) for i in items):
        implied.append("age")
    return [i.key for i in items if i.kind in ("mention", "word") and i.key] + implied


def _inner_keys(items: tuple[Item, ...], vocabulary: Vocabulary) -> set[str]:
    """What the words inside a phrase mean by themselves: the end of `after the end of infusion`.

    Not those of endpoints and reactions, whose parts are other things than the whole.
    """
    found: set[str] = set()
    for item in items:
        side = _side(item.text.lower(), item.key)
        if side:
            found.add(side)
        if item.role == "frequency":
            found |= {w for w in item.text.lower().split() if w in ("each", "every")}
        if item.role not in ("condition", "anchor", "synonym", "measure", "caveat"):
            continue
        for word in item.text.replace("-", " ").split():
            term = vocabulary.knows(word)
            found.add(term.concept if term is not None else stem(word))
    return found


_AGED = re.compile(r"\b(?:younger|older|of age|years old|aged)\b", re.IGNORECASE)
_IMPLIED = {"kg": ("body weight",), "year": ("age",)}
"""What a limit is one of, by its unit."""


def _negated(items: tuple[Item, ...]) -> frozenset[str]:
    reached = {i.key for i in items if i.negated and i.kind in ("mention", "word")}
    plain = {i.key for i in items if not i.negated and i.kind in ("mention", "word")}
    return frozenset(reached - plain)


def _side(lower: str, key: str) -> str:
    if lower in _AFTER or key == "after":
        return "after"
    if lower in _BEFORE or key == "before":
        return "before"
    return "from" if lower in _FROM else ""


def side_of(item: Item) -> str:
    """`after`, `before` or `from` for a preposition of time; empty for any other item."""
    if item.kind == "mention" and item.role != "synonym":
        return ""
    return _side(item.text.lower(), item.key)


_POINTING = frozenset(("it", "that", "this", "which", "them"))


def anchors_of(items: tuple[Item, ...]) -> frozenset[tuple[str, str]]:
    """`after X`, `before Y`: the preposition and the content right behind it."""
    found = set()
    for index, item in enumerate(items):
        lower = item.text.lower()
        side = _side(lower, item.key)
        if not side or (item.kind == "mention" and item.role != "synonym"):
            first = item.text.lower().split()[0]
            if item.role == "anchor" and _side(first, ""):
                found.add(("anchor", item.key))
                found |= {(_side(first, ""), stem(w)) for w in item.text.split()[1:]}
            continue
        joined = True
        for other in items[index + 1 : index + 8]:
            if _side(other.text.lower(), other.key):
                if joined:
                    continue  # `before and after each dose`
                break  # `before treatment and after X`
            joined = joined and other.text.lower() in ("and", "or", ",")
            named = other.quantity is not None and other.quantity.kind in ("ordinal", "label")
            if named:
                # `before the first dose`, whatever it is a dose of.
                ordinal = other.quantity is not None and other.quantity.kind == "ordinal"
                key = key_of(other.quantity)
                found.add((side, key.split(" ")[0] if ordinal else key))
            if other.text.lower() in _POINTING:
                break  # `5 months after it for men`: what it points to stands before
            if other.role == "statistic":
                continue  # `after a median of 2.5 hours`
            if other.kind == "quantity" or (other.kind == "stop" and other.key in ".;,"):
                break
            if other.kind in ("mention", "word"):
                found.add((side, "each" if other.key == "every" else other.key))
                break
    return frozenset(found)


__all__ = ["Reading", "Sense", "content_keys", "read", "read_evidence", "sense_of", "stems"]
