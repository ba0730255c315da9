"""Concepts: terms that mean the same thing, found in questions and statements alike.

Sources are the general clinical lexicon of this package (by kind) and what each document
brings: its products' and arms' names, reviewed synonyms, abbreviations it defines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, Protocol, get_args

from ino_assistant.data import load
from ino_assistant.vocabulary.tokens import STOP_WORDS, normalise, term, words

Kind = Literal[
    "endpoint",
    "statistic",
    "reaction",
    "population",
    "attribute",
    "measure",
    "drug",
    "word",
    "term",
    "trial",
]
_ENGLISH = STOP_WORDS | {"all", "or", "us", "pi", "pr", "men", "go", "ada", "iv"}


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


class Concepts:
    """Finds concepts in token lists; made once for a corpus, read-only after."""

    def __init__(self, groups: Iterable[tuple[Concept, Iterable[str]]]) -> None:
        self._by_first: dict[str, list[_Term]] = {}
        self.vocabulary: set[str] = set()
        seen: set[tuple[tuple[str, ...], str]] = set()
        for concept, names in groups:
            for name in names:
                tokens = words(normalise(name))
                if not tokens:
                    continue
                compared = tuple(term(token) for token in tokens)
                exact = tokens[0] if len(tokens) == 1 and _needs_case(tokens[0]) else None
                if (compared, concept.key) in seen:
                    continue
                seen.add((compared, concept.key))
                self.vocabulary.update(token.lower() for token in tokens if len(token) > 3)
                self._by_first.setdefault(compared[0], []).append(_Term(compared, exact, concept))

    def find(self, tokens: list[str]) -> list[Mention]:
        """Every concept mentioned in the tokens of a text (as `words` gives them)."""
        compared = [term(token) for token in tokens]
        found = []
        for start, first in enumerate(compared):
            for candidate in self._by_first.get(first, ()):
                end = start + len(candidate.tokens)
                if tuple(compared[start:end]) != candidate.tokens:
                    continue
                if candidate.exact is not None and tokens[start] != candidate.exact:
                    continue
                found.append(Mention(candidate.concept, start, end))
        return _outside_trials(found)

    def keys(self, text: str) -> list[str]:
        """The search tokens of every concept in a text, each once."""
        return list(dict.fromkeys(m.concept.key for m in self.find(words(text))))


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
    """Without what stands inside a trial's name: `INO-VATE` does not name the drug `InO`."""
    trials = [m for m in mentions if m.concept.kind == "trial"]
    if not trials:
        return mentions
    return [
        m
        for m in mentions
        if m.concept.kind == "trial"
        or not any(t.start <= m.start and m.end <= t.end for t in trials)
    ]


def _needs_case(token: str) -> bool:
    """Whether a term counts only as printed: an abbreviation that is also a common word."""
    return token.isupper() and token.lower() in _ENGLISH


@cache
def general_lexicon() -> Mapping[Kind, Mapping[str, tuple[str, ...]]]:
    """The package's lexicon: kind → label → terms."""
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
        for name in kept:
            by_term.setdefault(tuple(term(t) for t in words(name)), concept)
        return concept, kept

    for kind, groups in general_lexicon().items():
        for label, names in groups.items():
            yield learn(Concept(label, kind, f"§{label.lower()}"), names)
    for document in documents:
        for trial in document.trials:
            tokens = words(trial)
            # The disease at the end of a trial's name is often left out.
            short = (" ".join(tokens[:-1]),) if len(tokens) > 2 else ()
            yield learn(Concept(trial, "trial", f"§{trial.lower()}"), (trial, *short))
        named = {a.label for a in document.arms} | {p.name for p in document.products}
        for group in document.synonyms:
            known = (by_term.get(tuple(term(t) for t in words(name))) for name in group.terms)
            concept = next((c for c in known if c is not None), None)
            # What a document gives an abbreviation for is a thing of its own; products and
            # arms are told apart by other means.
            defined: Kind = "word" if group.label in named or " " in group.label else "term"
            own = Concept(group.label, defined, f"§{group.label.lower()}")
            yield learn(concept or own, group.terms)
