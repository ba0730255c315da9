"""A text read whole: its sentences, claims and what is said around the numbers of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from ino_assistant.fidelity.claims import Claim, claims_of
from ino_assistant.fidelity.clauses import clauses_of
from ino_assistant.fidelity.discover import discover
from ino_assistant.fidelity.item import Item
from ino_assistant.fidelity.items import Sentence, read_sentences
from ino_assistant.fidelity.mentions import key_of
from ino_assistant.fidelity.tables import BESIDE, written_out
from ino_assistant.fidelity.vocabulary import Vocabulary, stem, stems, words

_NOT = frozenset(("nobody", "not", "never", "cannot", "neither", "nor"))
_BEFORE = frozenset(("before", "prior", "pre", "until"))
_AFTER = frozenset(("after", "following", "post"))
_FROM = frozenset(("from", "since"))
_INCLUDES = frozenset(("including", "include", "included", "includes", "such", "among", "e", "eg"))


@dataclass(frozen=True, slots=True)
class Sense:
    """What a clause says around its figures.

    Attributes:
        negated: its verb is.
        modality: `possible`, `duty`, or empty for a plain fact.
        significance: `+`, `-` or empty.
        direction: `up`, `down`, `good`, `same` words in it, in order, with their item index.
        caveats: qualifications in it.
        personal: it is in the first person.
    """

    negated: bool
    modality: str
    significance: str
    directions: tuple[tuple[str, int], ...]
    caveats: frozenset[str]
    personal: bool


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


def read(text: str, vocabulary: Vocabulary, *, rows: bool = False) -> Reading:
    """Read a text with a vocabulary that already knows the text's own names.

    Args:
        text: prose, or table rows told as sentences.
        vocabulary: with the arms and abbreviations of the text.
        rows: whether its sentences are cells of rows.
    """
    sentences = read_sentences(text, vocabulary)
    claims = claims_of(sentences, tuple(vocabulary.arms), rows=rows)
    return Reading(
        text,
        sentences,
        claims,
        tuple(_whole_sense(s) for s in sentences),
        tuple(frozenset(content_keys(s.items)) for s in sentences),
        tuple(frozenset(_inner_keys(s.items, vocabulary)) for s in sentences),
        tuple(_negated(s.items) for s in sentences),
        tuple(anchors_of(s.items) for s in sentences),
        {
            n: s.text.split(BESIDE)[0].split(":")[0].strip().lower()
            for n, s in enumerate(sentences)
            if rows
        },
    )


class _Asked:
    """A text to be read and a vocabulary, told apart by what of it bears on the text."""

    __slots__ = ("key", "text", "vocabulary")

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.text = text
        self.vocabulary: Vocabulary | None = vocabulary
        self.key = (text, tuple(vocabulary.arms), vocabulary.reach(text))

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self.key == other.key


@lru_cache(maxsize=2048)
def _read_once(asked: _Asked) -> Reading:
    vocabulary, asked.vocabulary = asked.vocabulary, None
    return read(asked.text, vocabulary or Vocabulary())


def read_statement(text: str, vocabulary: Vocabulary) -> Reading:
    """A statement as read, kept for the next evidence that it is held against.

    Args:
        text: as for `read`.
        vocabulary: that of the evidence; two that say the same of the text read it once.
    """
    return _read_once(_Asked(text, vocabulary))


read_statement_forget = _read_once.cache_clear


@lru_cache(maxsize=2048)
def read_evidence(text: str, vocabulary: Vocabulary) -> tuple[Reading, Vocabulary]:
    """Evidence as read, and the vocabulary with the names that it introduces; kept."""
    written = written_out(text)
    own = discover(written, vocabulary)
    return read(written, own, rows="|" in text), own


def content_keys(items: tuple[Item, ...]) -> list[str]:
    """Concepts and stems of everything that carries meaning."""
    limits = [i.quantity.unit for i in items if i.quantity is not None and i.quantity.comparator]
    implied = [key for unit in limits for key in _IMPLIED.get(unit, ())]
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
        if item.role not in ("condition", "anchor", "synonym", "measure", "caveat"):
            continue
        for word in item.text.replace("-", " ").split():
            term = vocabulary.knows(word)
            found.add(term.concept if term is not None else stem(word))
    return found


_IMPLIED = {"kg": ("body weight",), "year": ("age",)}
"""What a limit is one of, by its unit."""


def _negated(items: tuple[Item, ...]) -> frozenset[str]:
    reached = {i.key for i in items if i.negated and i.kind in ("mention", "word")}
    plain = {i.key for i in items if not i.negated and i.kind in ("mention", "word")}
    return frozenset(reached - plain)


@lru_cache(maxsize=8192)
def sense_of(sentence: Sentence, start: int = 0, end: int | None = None) -> Sense:
    """What a clause of a sentence says around its figures; all of it without a range."""
    part = sentence.items[start:end]
    lower = [i.text.lower() for i in part]
    figure = next((n for n, i in enumerate(part) if i.quantity is not None), len(part))
    negated = any(
        (
            _negates(item, word, opens=index < figure and _opens(lower, index))
            or (
                word == "free"
                and item.kind == "word"
                and lower[index + 1 : index + 2] in (["of"], ["from"])
            )
        )
        and not (word == "against" and not _advised(lower[max(0, index - 3) : index]))
        for index, (item, word) in enumerate(zip(part, lower, strict=True))
    )
    significance = _significance(part, lower, negated)
    if significance == "-" and sum(w in _NOT or w == "no" or w.endswith("n't") for w in lower) == 1:
        # `did not differ significantly` denies the significance, not the figures.
        negated = False
    if any(i.key == "contraindicated" and i.negated for i in part):
        negated = False
    modality = _modality(part)
    first = next((i.text.lower() for i in sentence.items if i.kind != "stop"), "")
    if modality == "possible" and first in words("lists", "imperatives"):
        # `Monitor for the potential onset`: an instruction, whatever is only possible in it.
        modality = "duty"
    return Sense(
        negated,
        modality,
        significance,
        tuple(
            (_DIRECTIONS[i.text.lower()], start + n)
            for n, i in enumerate(part)
            if i.kind in ("word", "light")
            and i.text.lower() in _DIRECTIONS
            # `no longer had` is over; `for no less than` compares a figure.
            and not (n and lower[n - 1] == "no" and i.text.lower() in ("longer", "less", "more"))
        ),
        frozenset(i.key for i in part if i.role == "caveat"),
        any(
            i.text == "I" or w in ("my", "i'll", "i’ll", "our")
            for w, i in zip(lower, part, strict=True)
        ),
    )


def _whole_sense(sentence: Sentence) -> Sense:
    """The sense of a whole sentence: it is denied if one of its clauses is."""
    denied = any(sense_of(sentence, *clause).negated for clause in clauses_of(sentence))
    whole = sense_of(sentence)
    return replace(whole, negated=whole.negated or denied)


def _opens(lower: list[str], index: int) -> bool:
    """Whether a `no` stands where it denies the clause: at its beginning, or behind its verb."""
    return index < 3 or lower[index - 1] in (
        "was",
        "were",
        "is",
        "are",
        "had",
        "have",
        "has",
        "by",
        ":",
    )


def _negates(item: Item, word: str, *, opens: bool) -> bool:
    """Whether a word denies its clause; a `no` in a list or behind figures denies less."""
    if item.quantity is not None and item.quantity.symbol == "none":
        return True
    if item.population:
        return False
    if word == "no":
        return item.kind == "light" and item.depth == 0 and opens
    return (
        word in _NOT
        or word.endswith("n't")
        or item.key == "contraindicated"
        or (item.kind in ("word", "light") and word in _FAILS)
    )


def _advised(before: list[str]) -> bool:
    """Whether an `against` denies: `28 %, against 78 %` only compares."""
    return any(w.startswith(("advis", "recommend", "caution", "decid", "warn")) for w in before)


_FAILS = frozenset(
    (
        "fail",
        "failed",
        "fails",
        "failing",
        "unable",
        "against",
        "avoid",
        "avoided",
        "avoiding",
        "avoids",
        "avoidance",
        "contraindicated",
        "refrain",
    )
)
_DIRECTIONS = {
    word: name for name in ("same", "down", "up", "good") for word in words("direction", name)
}


def _modality(part: tuple[Item, ...]) -> str:
    """`duty` where something is asked for, `possible` where it is only allowed or likely."""
    found = before = ""
    for item in part:
        lower, last = item.text.lower(), before
        before = lower
        if item.population or (lower == "required" and last not in ("is", "are", "be", "not")):
            # `required dialysis` is what happened.
            continue
        if last in ("if", "as") and lower in ("needed", "required", "necessary", "possible"):
            continue
        if lower in words("modality", "duty"):
            return "duty"
        if lower in words("modality", "possible"):
            found = "possible"
    return found


def _significance(part: tuple[Item, ...], lower: list[str], negated: bool) -> str:
    positive = words("significance", "positive")
    if any(w in words("significance", "negative") for w in lower):
        return "-"
    if any(i.key == "not met" for i in part) and any(i.key == "boundary" for i in part):
        return "-"
    for index, word in enumerate(lower):
        if word in positive:
            near = lower[max(0, index - 12) : index]
            denied = any(w in ("not", "nor") or w.endswith("n't") for w in near) or any(
                w in ("no", "without") for w in near[-3:]
            )
            return "-" if denied or (negated and "not" in lower) else "+"
    met = words("significance", "met")
    if "boundary" in [i.key for i in part] and any(w in met for w in lower):
        return "-" if negated else "+"
    return ""


def _side(lower: str, key: str) -> str:
    if lower in _AFTER or key == "after":
        return "after"
    if lower in _BEFORE or key == "before":
        return "before"
    return "from" if lower in _FROM else ""


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
                found.add((side, key_of(other.quantity)))
            if other.kind == "quantity" or (other.kind == "stop" and other.key in ".;,"):
                break
            if other.kind in ("mention", "word"):
                found.add((side, other.key))
                break
    return frozenset(found)


__all__ = ["Reading", "Sense", "content_keys", "read", "read_evidence", "sense_of", "stems"]
