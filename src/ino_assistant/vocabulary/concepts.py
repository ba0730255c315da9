"""Concepts: terms that mean the same thing, found in questions and statements alike.

Sources are the general clinical lexicon of this package (by kind) and what each document
brings: its products' and arms' names, reviewed synonyms, abbreviations it defines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, Protocol, get_args

from ino_assistant.data import load
from ino_assistant.data import words as words_of_data
from ino_assistant.vocabulary.tokens import STOP_WORDS, term, words

Kind = Literal[
    "endpoint",
    "statistic",
    "reaction",
    "population",
    "attribute",
    "measure",
    "drug",
    "disease",
    "word",
    "term",
    "trial",
]
Side = Literal["both", "asked", "held"]
"""Where a term stands for its concept: in questions and statements, or in one of them."""

_SIDES: Mapping[str, Side] = {"? ": "asked", "> ": "held"}
_CAPITALS = STOP_WORDS | words_of_data("capitals")
_LEVELS = frozenset({"low", "high", "elevated", "raised", "increased", "decreased", "swollen"})
_NAME = re.compile(r"[A-Z]{4,}")
"""A trial's name that stands for it without what follows: `HARBOR` of `HARBOR-VTE`."""
_WHOLE = frozenset({"endpoint", "measure"})


@dataclass(frozen=True, slots=True)
class Concept:
    """One meaning: what it is called, and of which kind it is.

    Attributes:
        label: for a reader.
        kind: what it means if a question has the concept and a statement has not.
        key: the search token that stands for it.
    """

    label: str
    kind: Kind
    key: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept found in a text: token positions `start` to `end`, half open."""

    concept: Concept
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Term:
    tokens: tuple[str, ...]
    exact: str | None
    concept: Concept
    side: Side


class Concepts:
    """Finds concepts in token lists; made once for a corpus, read-only after."""

    def __init__(self, groups: Iterable[tuple[Concept, Iterable[str]]]) -> None:
        self._by_first: dict[str, list[_Term]] = {}
        self.vocabulary: set[str] = set()
        seen: set[tuple[tuple[str, ...], str | None, str, Side]] = set()
        for concept, names in groups:
            for listed in names:
                name, side, as_written = directed(listed)
                tokens, compared = _read(name)
                if not tokens:
                    continue
                exact = None
                if len(tokens) == 1 and (as_written or _needs_case(tokens[0])):
                    exact = tokens[0]
                if (compared, exact, concept.key, side) in seen:
                    continue
                seen.add((compared, exact, concept.key, side))
                self.vocabulary.update(token.lower() for token in tokens if len(token) > 3)
                found = _Term(compared, exact, concept, side)
                self._by_first.setdefault(compared[0], []).append(found)
                if len(tokens) > 2 and "or" in tokens and side != "held":
                    # `stroke/embolism` asks for `stroke or embolism`.
                    bare = tuple(t for t in compared if t != "or")
                    self._by_first.setdefault(bare[0], []).append(
                        _Term(bare, None, concept, "asked")
                    )
                if len(tokens) == 2 and tokens[0].lower() in _LEVELS and side != "held":
                    # `platelets low` is asked for as `low platelets` is.
                    turned = _Term((compared[1], compared[0]), None, concept, "asked")
                    self._by_first.setdefault(compared[1], []).append(turned)

    def find(self, tokens: list[str], *, asked: bool = False) -> list[Mention]:
        """Every concept mentioned in the tokens of a text (as `words` gives them).

        Args:
            tokens: of a statement, or of a question.
            asked: whether it is a question. Lay wording asks for a concept without stating
                it; a statement on a narrower thing speaks of the wider one.
        """
        other: Side = "held" if asked else "asked"
        compared = [term(token) for token in tokens]
        found = []
        for start, first in enumerate(compared):
            for candidate in self._by_first.get(first, ()):
                if candidate.side == other:
                    continue
                end = start + len(candidate.tokens)
                if tuple(compared[start:end]) != candidate.tokens:
                    continue
                # In small letters it is a word whose stem is that of others: any case will do.
                as_typed = (tokens[start], tokens[start].lower())
                if candidate.exact is not None and candidate.exact not in as_typed:
                    continue
                found.append(Mention(candidate.concept, start, end))
        return _whole_names(_outside_trials(list(dict.fromkeys(found))))

    def keys(self, text: str, *, asked: bool = False) -> list[str]:
        """The search tokens of every concept in a text (a question, if `asked`), each once."""
        return list(dict.fromkeys(m.concept.key for m in self.find(words(text), asked=asked)))


@lru_cache(maxsize=32768)
def _read(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The tokens of a name as they stand, and as they are compared.

    Kept, for the same lexicon is read for each document, and again for all of them.
    """
    tokens = tuple(words(name))
    return tokens, tuple(term(token) for token in tokens)


def directed(listed: str) -> tuple[str, Side, bool]:
    """A term as the lexicon lists it, without its mark; its side; whether it has no stem."""
    side = _SIDES.get(listed[:2])
    if side is not None:
        return listed[2:], side, False
    return (listed[2:], "both", True) if listed.startswith("= ") else (listed, "both", False)


def outermost(mentions: Sequence[Mention]) -> list[Mention]:
    """Mentions that stand in no longer one, the longest first."""
    kept = [
        m
        for m in mentions
        if not any(
            o.start <= m.start and m.end <= o.end and o.end - o.start > m.end - m.start
            for o in mentions
        )
    ]
    return sorted(kept, key=lambda m: m.start - m.end)


def _outside_trials(mentions: list[Mention]) -> list[Mention]:
    """Without what stands inside a trial's name: `ABC-TRIAL` does not name the drug `ABC`."""
    trials = [m for m in mentions if m.concept.kind == "trial"]
    if not trials:
        return mentions
    return [
        m
        for m in mentions
        if m.concept.kind == "trial"
        or not any(t.start <= m.start and m.end <= t.end for t in trials)
    ]


def _whole_names(mentions: list[Mention]) -> list[Mention]:
    """Without endpoints and measures inside another's name.

    `relapse-free survival` is no `survival`, `hemoglobin A1c` no `hemoglobin`.
    """
    inside = {
        m
        for m in mentions
        for o in mentions
        if m.concept.kind == o.concept.kind
        and m.concept.kind in _WHOLE
        and o.start <= m.start
        and m.end <= o.end
        and o.end - o.start > m.end - m.start
        and o.concept.key != m.concept.key
    }
    return [m for m in mentions if m not in inside] if inside else mentions


def _needs_case(token: str) -> bool:
    """Whether a term counts only as printed: an abbreviation that is also a common word."""
    return token != token.lower() and token.lower() in _CAPITALS


@cache
def general_lexicon() -> Mapping[Kind, Mapping[str, tuple[str, ...]]]:
    """The package's lexicon: kind → label → terms, without the marks of their sides."""
    return {
        kind: {label: tuple(directed(n)[0] for n in names) for label, names in groups.items()}
        for kind, groups in _listed().items()
    }


@cache
def _listed() -> Mapping[Kind, Mapping[str, tuple[str, ...]]]:
    """The lexicon as its file has it, marks included."""
    found: dict[Kind, Mapping[str, tuple[str, ...]]] = {}
    for kind in get_args(Kind):
        groups = load("lexicon").get(kind, {})
        found[kind] = {label: tuple(names) for label, names in groups.items()}
    return found


class Group(Protocol):
    """Terms that mean the same, and what they are called."""

    @property
    def label(self) -> str:
        """What the concept is called."""

    @property
    def terms(self) -> Sequence[str]:
        """What people write for it."""

    @property
    def kind(self) -> str:
        """What a reviewer says it is: one of `Kind`, or empty."""


class NamedProduct(Protocol):
    """A product by its name."""

    @property
    def name(self) -> str:
        """The name."""


class DefinesTerms(Protocol):
    """What a document brings to the vocabulary."""

    @property
    def products(self) -> Sequence[NamedProduct]:
        """Products that it is about."""

    @property
    def trials(self) -> Sequence[str]:
        """Names of trials."""

    @property
    def arms(self) -> Sequence[Group]:
        """Arms of the trials, with the names they go by."""

    @property
    def synonyms(self) -> Sequence[Group]:
        """Names of products and arms, reviewed synonyms, abbreviations it defines."""


def concepts_for(documents: Iterable[DefinesTerms]) -> Concepts:
    """All concepts for some documents: the general lexicon and what they define."""
    return Concepts(_groups(documents))


def _groups(documents: Iterable[DefinesTerms]) -> Iterator[tuple[Concept, Iterable[str]]]:
    """The lexicon's groups, then each document's, joined to a group that shares a term."""
    by_term: dict[tuple[str, ...], Concept] = {}

    def learn(concept: Concept, names: Iterable[str]) -> tuple[Concept, tuple[str, ...]]:
        kept = tuple(names)
        for listed in kept:
            name, side, _ = directed(listed)
            if side == "both":
                by_term.setdefault(_read(name)[1], concept)
        return concept, kept

    documents = tuple(documents)
    own_names = {_read(name)[1] for d in documents for name in _products_and_arms(d)}
    for kind, groups in _listed().items():
        for label, names in groups.items():
            # A drug that a document is about, or gives to an arm, is told apart as such.
            told = kind == "drug" and any(
                _read(directed(name)[0])[1] in own_names
                for name in names
                if not name.startswith("> ")
            )
            yield learn(Concept(label, "word" if told else kind, f"§{label.lower()}"), names)
    heads = Counter(words(trial)[0] for trial in {t for d in documents for t in d.trials})
    for document in documents:
        for trial in document.trials:
            tokens = words(trial)
            # The disease at the end of a trial's name is often left out.
            alone = len(tokens) > 1 and _NAME.fullmatch(tokens[0]) and heads[tokens[0]] == 1
            short = (" ".join(tokens[:-1]),) if len(tokens) > 2 or alone else ()
            # `innovate` for `INNO-VATE`.
            joined = tuple(
                n.replace("-", "") for n in (trial, *short, trial.split()[0]) if "-" in n
            )
            written = dict.fromkeys((trial, *short, *joined))
            yield learn(Concept(trial, "trial", f"§{trial.lower()}"), written)
        named = {a.label for a in document.arms} | {p.name for p in document.products}
        for group in document.synonyms:
            known = (by_term.get(_read(name)[1]) for name in group.terms)
            concept = next((c for c in known if c is not None), None)
            # What a document gives an abbreviation for is a thing of its own; products and
            # arms are told apart by other means.
            defined: Kind = "word" if group.label in named or " " in group.label else "term"
            defined = next((kind for kind in get_args(Kind) if kind == group.kind), defined)
            own = Concept(group.label, defined, f"§{group.label.lower()}")
            yield learn(concept or own, group.terms)


def _products_and_arms(document: DefinesTerms) -> set[str]:
    """What the products and arms of a document are called."""
    labels = {arm.label for arm in document.arms} | {p.name for p in document.products}
    named = [*document.arms, *(g for g in document.synonyms if g.label in labels)]
    return labels | {name for group in named for name in group.terms}
