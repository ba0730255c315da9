"""What words mean in a claim: roles and concepts, matched as the longest phrase.

General terms come with the package (`data/roles.toml`). A document's own - its arms and
their names, its abbreviations - are laid over them, and what a piece of evidence defines
for itself over those.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Any

from ino_assistant import data
from ino_assistant.corpus.model import Corpus, Document
from ino_assistant.fidelity.terms.arm_names import phrases_of, told_apart
from ino_assistant.fidelity.terms.fields import of_field
from ino_assistant.fidelity.terms.lists import (
    broader,
    by_analysis,
    by_time,
    composed,
    contrasts,
    implied_groups,
    irregular,
    severities,
    stem,
    stems,
    words,
)
from ino_assistant.fidelity.terms.normal import normal

ROLES = (
    "endpoint", "reaction", "measure", "statistic", "condition", "anchor", "frequency", "arm",
    "synonym",
)  # fmt: skip
_KINDS = {"endpoint": "endpoint", "reaction": "reaction", "measure": "measure",
          "population": "condition"}  # fmt: skip
_TOKEN = re.compile(r"\b[Nn]on-[a-z]{4,}|\b[B-Z]-[a-z]+\b|[^\W_]+(?:'[a-z]+)?\+?|[^\w\s]|_")
_SKIPPED = frozenset("-/'")


@dataclass(frozen=True, slots=True)
class Term:
    """What a phrase means: its role and the concept that it names."""

    role: str
    concept: str


Trie = dict[str, Any]
Branch = frozenset[tuple[tuple[str, ...], Term]]
"""The phrases that begin with one word: the rest of each, and what it means."""
_END = ""


def tokens_of(text: str) -> list[tuple[str, int, int]]:
    """Words and punctuation marks of normalised text, with their offsets."""
    return [
        # `non-inferior` is one word, as `noninferior` is.
        (m.group().replace("-", "") if m.group()[:4].lower() == "non-" else m.group(), *m.span())
        for m in _TOKEN.finditer(text)
    ]


def _key(word: str, *, exact: bool = False) -> str:
    """How a term's word is looked up: abbreviations by their letters, others by stem.

    Names of arms are taken as they are: `comparator` is not `compared`.
    """
    if _abbreviated(word):
        return "=" + word
    return "~" + word.lower() if exact else stem(word)


def _abbreviated(word: str) -> bool:
    capitals = sum(c.isupper() for c in word)
    return capitals >= 2 or (len(word) == 1 and word.isupper())


def add_term(trie: Trie, phrase: str, term: Term) -> None:
    """Enter a phrase; an earlier entry of the same phrase stays."""
    node = trie
    for word, _, _ in tokens_of(normal(phrase)):
        if word not in _SKIPPED:
            # A `week` is not `weekly`.
            key = _key(word, exact=term.role in ("arm", "frequency"))
            step = node.setdefault(key, {})
            if key[:1] == "=" and word.lower() not in _english():
                # `hsct`, `Ino`: the same letters, where they are no word of English.
                node.setdefault("≈" + word.lower(), step)
            node = step
    if node is not trie:
        node.setdefault(_END, term)


@lru_cache(maxsize=4096)
def _entries(text: str) -> frozenset[str]:
    """Every key that a word of a text, or a part of one, could be looked up by."""
    plain = normal(text)
    found = {w for t in (plain, plain.replace("-", " ")) for w, _, _ in tokens_of(t)}
    return frozenset(
        key for w in found for key in ("=" + w, "~" + w.lower(), "≈" + w.lower(), stem(w))
    ) | {"=" + w.upper() for w in found}


def _phrases_in(node: Trie, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Term]]:
    """Every way on from a word, and the term that it ends in."""
    for key, step in node.items():
        if key == _END:
            yield path, step
        else:
            yield from _phrases_in(step, (*path, key))


@cache
def _english() -> frozenset[str]:
    """Words that look like an abbreviation in small letters."""
    lists = (
        words("light"),
        words("quantifier"),
        words("negation"),
        words("lists", "no_abbreviations"),
    )
    return frozenset().union(*lists) - {"ci", "hr", "rr"}


@cache
def general_terms() -> Trie:
    """The terms of `roles.toml` as a tree of words."""
    trie: Trie = {}
    roles = data.load("roles")
    for role in ROLES:
        for concept, phrases in roles[role].items():
            for phrase in phrases:
                add_term(trie, phrase, Term(role, concept))
    for concept, phrases in roles["caveat"].items():
        for phrase in phrases:
            add_term(trie, phrase, Term("caveat", concept))
    return trie


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The words of a document laid over the general ones; two are the same if one object is.

    Attributes:
        arms: name of an arm -> what it is called. The first is the treatment, a second the
            comparator that `control` stands for.
        synonyms: label -> terms that mean the same.
        kinds: label -> role, where a reviewer says which one synonyms have.
        trials: names of trials, which are no arms.
        product: the arm that is what all documents are about; empty where they are of several.
    """

    arms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    trials: frozenset[str] = frozenset()
    product: str = ""

    def __post_init__(self) -> None:
        trie: Trie = {}
        for name, arm in phrases_of(self.arms):
            add_term(trie, name, Term("arm", arm))
        for label, terms in self.synonyms.items():
            self._add_synonyms(trie, label, terms)
        object.__setattr__(self, "_trie", trie)
        object.__setattr__(self, "_branches", {})
        shouted: dict[str, set[str]] = {}
        for key in trie:
            if key[:1] == "=":
                shouted.setdefault(key.upper(), set()).add(key)
        object.__setattr__(self, "_shouted", shouted)

    def reach(self, text: str) -> frozenset[tuple[str, Branch]]:
        """What of the vocabulary can bear on a text: the phrases that a word of it begins.

        Two vocabularies with the same reach read a text alike, if their arms are the same.
        """
        trie, branches = self.__dict__["_trie"], self.__dict__["_branches"]
        entries = _entries(text)
        begun = entries & trie.keys()
        for entry in entries & self.__dict__["_shouted"].keys():
            # A text in capitals has the letters of an abbreviation only.
            begun |= self.__dict__["_shouted"][entry]
        for key in begun - branches.keys():
            branches[key] = frozenset(_phrases_in(trie[key]))
        return frozenset((key, branches[key]) for key in begun)

    def _add_synonyms(self, trie: Trie, label: str, terms: Iterable[str]) -> None:
        """Synonyms take the role of whichever of them is known, else become a word."""
        phrases = [label, *terms]
        known = next((t for p in phrases if (t := self._lookup(trie, p)) is not None), None)
        term = known or Term(self.kinds.get(label, "synonym"), label.lower())
        for phrase in phrases:
            if len(phrase) > 1:
                add_term(trie, phrase, term)

    @staticmethod
    def _lookup(trie: Trie, phrase: str) -> Term | None:
        words = [t for t in tokens_of(normal(phrase)) if t[0] not in _SKIPPED]
        for tree in (trie, general_terms()):
            found = _longest(tree, words, 0, False) if words else None
            if found is not None and found[1] == len(words):
                return found[0]
        return None

    def knows(self, phrase: str) -> Term | None:
        """The term that a whole phrase is, if any."""
        return self._lookup(self.__dict__["_trie"], phrase)

    def extended(
        self,
        arms: Mapping[str, Sequence[str]],
        synonyms: Mapping[str, Sequence[str]],
        kinds: Mapping[str, str] | None = None,
    ) -> Vocabulary:
        """This vocabulary with what a text defines for itself."""
        if not arms and not synonyms:
            return self
        merged = {**self.arms}
        for arm, names in arms.items():
            merged[arm] = tuple(dict.fromkeys((*merged.get(arm, ()), *names)))
        more = {label: tuple(terms) for label, terms in synonyms.items()}
        named = {**self.kinds, **(kinds or {})}
        return replace(self, arms=merged, synonyms={**self.synonyms, **more}, kinds=named)

    def match(
        self, words: Sequence[tuple[str, int, int]], at: int, *, shouted: bool
    ) -> tuple[Term, int] | None:
        """The longest phrase that begins at a word.

        Args:
            words: words of a text with offsets.
            at: index of the first word.
            shouted: the text is in capitals, so that they tell nothing.

        Returns:
            The term and the index behind its last word.
        """
        best: tuple[Term, int] | None = None
        for trie in (self.__dict__["_trie"], general_terms()):
            found = _longest(trie, words, at, shouted)
            if found is not None and (best is None or found[1] > best[1]):
                generic = found[0].role == "arm" and found[0].concept == "control"
                if best is not None and best[0].role == "arm" and generic:
                    # `comparator group`, where a document calls an arm of its own comparator.
                    found = (best[0], found[1])
                best = found
        return best

    @classmethod
    def of_document(cls, document: Document) -> Vocabulary:
        """The arms and synonyms of one document.

        A product that no arm is called after is an arm itself: where no trial is described,
        `36 of 1,731 taking DRUG and 51 of 1,718 taking warfarin` still has two.
        """
        trial_arms: dict[str, tuple[str, ...]] = {}
        for arm in document.arms:
            trial_arms[arm.label] = (*trial_arms.get(arm.label, ()), *arm.terms)
        trial_arms = told_apart(trial_arms, document)
        taken = {term.lower() for terms in trial_arms.values() for term in terms}
        products = {
            product.name: product.names
            for product in document.products
            if not any(name.lower() in taken for name in (product.name, *product.names))
        }
        arms = {**products, **trial_arms}
        named = {term.lower() for terms in arms.values() for term in terms}
        synonyms = {
            group.label: group.terms
            for group in document.synonyms
            if not any(term.lower() in named for term in group.terms)
        }
        synonyms = {**of_field(f"{document.title}\n{document.source}"), **synonyms}
        kinds = {g.label: _KINDS[g.kind] for g in document.synonyms if g.kind in _KINDS}
        found = cls(arms, synonyms, kinds, frozenset(document.trials))
        known = {t.concept for p in document.products if (t := found.knows(p.name)) is not None}
        return replace(found, product=known.pop()) if len(known) == 1 else found

    @classmethod
    def of_corpus(cls, corpus: Corpus) -> Vocabulary:
        """The arms and synonyms of every document of a corpus."""
        found, products = cls(), set()
        for document in corpus.documents:
            own = cls.of_document(document)
            products.add(own.product)
            found = found.extended(own.arms, own.synonyms, own.kinds)
        trials = frozenset(t for d in corpus.documents for t in d.trials)
        product = products.pop() if len(products) == 1 else ""
        return replace(found, trials=trials, product=product)


def _longest(
    trie: Trie, words: Sequence[tuple[str, int, int]], at: int, shouted: bool
) -> tuple[Term, int] | None:
    best: tuple[Term, int] | None = None
    ways = [(trie, at)]
    while ways:
        node, index = ways.pop()
        while index < len(words) and index > at and words[index][0] in _SKIPPED:
            index += 1
        if index == len(words):
            continue
        for step in _steps(node, words[index][0], shouted):
            if _END in step and (best is None or index >= best[1]):
                best = (step[_END], index + 1)
            if len(step) > (_END in step):
                ways.append((step, index + 1))
    return best


def _steps(node: Trie, word: str, shouted: bool) -> list[Trie]:
    """Where a word leads: as an abbreviation, as a name, as a word of English."""
    letters, name, root, loose = _keys_of(word)
    found = [node[key] for key in (letters, name, root) if key in node]
    if shouted and len(word) > 1 and letters not in node:
        step = next((node[k] for k in node if k[:1] == "=" and k[1:].upper() == word), None)
        if step is not None:
            found.insert(0, step)
    if not found and loose and loose in node:
        found.append(node[loose])
    return found


@lru_cache(maxsize=65536)
def _keys_of(word: str) -> tuple[str, str, str, str]:
    """What a word is looked up by: its letters, a name, its stem, letters written small."""
    lower = word.lower()
    loose = "≈" + lower if word[1:].islower() else ""
    return "=" + word, "~" + lower, stem(word), loose


@cache
def opposites() -> dict[str, frozenset[str]]:
    """Stem -> stems of which the opposite is said."""
    found: dict[str, frozenset[str]] = {}
    for pair in data.load("roles")["contrasts"]["opposites"]:
        one, two = (frozenset(_concept(w) for w in side.split()) for side in pair)
        for here, there in ((one, two), (two, one)):
            for word in here:
                found[word] = found.get(word, frozenset()) | there
    return found


def _concept(word: str) -> str:
    """The key that an item of a word has: its concept, if it is a term, else its stem."""
    term = Vocabulary().knows(word)
    return stem(word) if term is None else term.concept


__all__ = [
    "Branch", "Term", "Trie", "Vocabulary", "add_term", "broader", "by_analysis",
    "by_time", "composed",
    "contrasts", "general_terms", "implied_groups", "irregular", "opposites", "severities", "stem",
    "stems", "tokens_of", "words",
]  # fmt: skip
