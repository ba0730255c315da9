"""Understanding a question: its words, concepts, arms, figures, and what shape it asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from ino_assistant.answering.understanding.beside import beside_the_question
from ino_assistant.answering.understanding.compounds import Compounds
from ino_assistant.answering.understanding.english import ASKING
from ino_assistant.answering.understanding.initials import Initials
from ino_assistant.answering.understanding.names import (
    arms_of_product,
    compared_names,
    corpus_arms,
    kinds_called,
    mentioned,
    other_trials,
    spans_of,
)
from ino_assistant.answering.understanding.naming import unnamed
from ino_assistant.answering.understanding.persons import (
    YEARS,
    case_names,
    is_age,
    persons_of,
    portraits,
    told_in_prose,
)
from ino_assistant.answering.understanding.ranges import SERIES, codes_in
from ino_assistant.answering.understanding.shapes import Shape, asked_shapes
from ino_assistant.answering.understanding.spelling import Speller
from ino_assistant.answering.understanding.trials_told import of_other_research, trials_told
from ino_assistant.answering.understanding.typed import (
    NTH_CASE,
    PLACES,
    bounded,
    excluded,
    searched,
    speakers_in,
    written_out,
)
from ino_assistant.corpus.model import Corpus, Statement
from ino_assistant.data import load
from ino_assistant.data import words as words_of_data
from ino_assistant.vocabulary.concepts import Concepts, Mention, outermost
from ino_assistant.vocabulary.tokens import (
    SEARCH_STOP_WORDS,
    normalise,
    term,
    terms,
    word_spans,
    words,
)

_FIGURE = re.compile(r"^[≥≤<>]?\d")
_EACH_ARM = re.compile(
    r"\b(?:each|both|either|per|by|the two|between the|across|all(?: the)?(?: (?:three|four|3|4))?)"
    r" (?:\w+ )?(?:arms?|groups?)\b",
    re.IGNORECASE,
)
_AGAINST_IT = re.compile(
    r"\b(?:drug|active|medicine|product|each dose|(?:either|both) doses?)(?: (?:arm|group))?"
    r"(?: ?/ ?|,? (?:vs?\.?|versus|or|and|against|than) (?:the |in |on |with )*)"
    r"(?:placebo|pbo|control|comparator)\b|"
    r"\b(?:placebo|control|comparator)(?: ?/ ?| (?:vs?\.?|versus|or|and) )"
    r"(?:the )?(?:drug|active)\b",
    re.IGNORECASE,
)
"""`Drug versus placebo`: both arms, the product's by what it is."""
_OF_A_TRIAL = re.compile(r"\b\w+(?=[- ](?:controlled )?(?:study|studies|trials?)\b)", re.IGNORECASE)
"""`The placebo study` is of both arms."""
_PLACEHOLDER = re.compile(
    r"(?:,?\s*\b(?:born|dob|d\.o\.b\.?|mrn|id|no\.?|tel\.?|phone|e-?mail|address)\b[\s:.#]*(?:on\s+)?)?"
    r"\[(?:name|date of birth|date|record number|telephone|e-mail|address|identifier|facility)\],?",
    re.IGNORECASE,
)
"""What stands for an identifying detail that was taken out: nothing to be asked about."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood.

    Attributes:
        text: written out, spelling corrected.
        search_text: the same for search: without the product, and an author that is named is
            `the author`.
        words: its tokens, case kept.
        mentions: concepts, with their positions in `words`.
        content: search terms of words that are not function words.
        loose: those of `content` that belong to no concept.
        figures: numbers asked about, signs kept (`≥55`, `2`).
        shapes: what kinds of thing it asks for.
        arms: names of trial arms that it mentions.
        products: names of products that it mentions.
        case: names of patients of the documents' cases.
        codes: names that end in a number, of a series of which the documents name one.
        lay: those of `mentions` that only a question would name so: `kick in`.
        corrected: words taken for others: as typed → as understood.
        every_arm: it asks for `each arm`, or for `drug versus placebo`: those of one trial.
    """

    text: str
    search_text: str
    words: tuple[str, ...]
    mentions: tuple[Mention, ...]
    content: frozenset[str]
    loose: frozenset[str]
    figures: frozenset[str]
    shapes: frozenset[Shape]
    arms: frozenset[str]
    products: frozenset[str]
    case: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    lay: frozenset[Mention] = frozenset()
    corrected: tuple[tuple[str, str], ...] = ()
    every_arm: bool = False

    @property
    def concepts(self) -> frozenset[str]:
        """Keys of the concepts mentioned."""
        return frozenset(m.concept.key for m in self.mentions)


class Reader:
    """Reads questions with the vocabulary of one corpus; made once, read-only after."""

    def __init__(self, corpus: Corpus, concepts: Concepts) -> None:
        self._concepts = concepts
        self._trials = tuple(
            tuple(words(trial)) for document in corpus.documents for trial in document.trials
        )
        self.other_trials = other_trials(corpus, concepts)
        """Of a document with two trials, the concept of each → the name of the other."""
        self.arms = compared_names(corpus_arms(corpus))
        self.trial_of = {d.id: frozenset(arm.label for arm in d.arms) for d in corpus.documents}
        """Document → all arms of its trials."""
        self._arm_keys = {
            label: frozenset(
                m.concept.key
                for name in names
                for m in concepts.find(words(name))
                if m.concept.kind == "word" and m.end - m.start == len(words(name))
            )
            for label, names in corpus_arms(corpus)
        }
        self.default_arms = {d.id: arms_of_product(d) for d in corpus.documents}
        self.trials_told = trials_told(corpus, concepts)
        self.of_other_research = of_other_research(corpus, concepts)
        """Statement that names no trial → the one that is told of where it stands."""
        self.trial_arms = tuple(
            tuple(arm.label for arm in d.arms) for d in corpus.documents if d.arms
        )
        self.arms_beside = {
            product.name: tuple(arm.label for arm in document.arms)
            for document in corpus.documents
            for product in document.products
        }
        """Product → the arms of its trial; none where the documents tell of none."""
        self._cases = case_names(corpus)
        self.cases = frozenset(self._cases.values())
        self._told = {
            told: self.cases_of(words(name)) for told, name in told_in_prose(corpus).items()
        }
        self._portraits = portraits(corpus, self.cases)
        self.persons = persons_of(corpus, self.persons_in)
        """The person of each case that statements tell of, by name."""
        self._products = compared_names((p.name, p.names) for p in corpus.products)
        first = {(s.document, s.section): s.id for s in reversed(corpus.statements)}
        self.first_below = frozenset(first.values())
        """Statements that come first below their heading."""
        self.qualifiers = {
            s.id: n.id
            for s, n in pairwise(corpus.statements)
            if (s.document, s.section) == (n.document, n.section) and _HOWEVER.match(n.display)
        }
        """Statement → the next one, where that takes back a part of it."""
        self._series = {
            m[1].lower(): m[1]
            for statement in corpus.statements
            for m in SERIES.finditer(" ".join((*statement.section, statement.display)))
        }
        self.subjects = {
            d.id: frozenset(
                m.concept.key
                for m in concepts.find(words(d.title))
                if m.concept.kind in ("disease", "reaction", "population")
            )
            | kinds_called(d, concepts)
            for d in corpus.documents
        }
        """Document → what its title says that it is about: no statement need repeat it."""
        self._held: set[str] = set()
        for statement in corpus.statements:
            self._held.update(concepts.keys(" ".join((*statement.section, statement.display))))
        known: set[str] = set()
        for statement in corpus.statements:
            known.update(w.lower() for w in words(statement.display))
            known.update(w.lower() for part in statement.section for w in words(part))
        printed = frozenset(known)
        known |= concepts.vocabulary
        self._speller = Speller(known | SEARCH_STOP_WORDS, printed)
        printings = [statement.display for statement in corpus.statements]
        self._initials = Initials(printings)
        self._compounds = Compounds(printings)
        self._kept = lru_cache(maxsize=_KEPT)(self._understood)

    def read(self, text: str) -> Question:
        """What a question asks, in the corpus' own terms.

        The same words are read several times on their way to an answer: the last are kept.
        """
        return self._kept(text)

    def _understood(self, text: str) -> Question:
        if text.isupper() and len(text.split()) > _SHOUTED:
            # In capitals throughout: `OR` is no odds ratio.
            text = text.lower()
        text = self._coded(self._numbered_case(written_out(_PLACEHOLDER.sub(" ", text))))
        text = self._compounds.written(text, self._speller.knows)
        text, corrected = self._speller.corrected(normalise(text))
        tokens = words(text)
        concepts = {tokens[m.start] for m in self._concepts.find(tokens, asked=True)}
        text, meant = self._initials.written_out(text, concepts, self._speller.knows)
        corrected += meant
        tokens = words(text)
        speakers = speakers_in(tokens)
        case = self.cases_of(tokens)
        if not case:
            text, case = self._named_person(text, tokens)
            tokens = words(text)
        aside = excluded(tokens) | speakers
        aside |= beside_the_question(text, tokens)
        mentions = tuple(m for m in self._concepts.find(tokens, asked=True) if m.start not in aside)
        taken = aside | {i for m in mentions for i in range(m.start, m.end)}
        shapes = asked_shapes(text)
        # Whether it is so must be said of the very group; what is so, of `90 kg or more` too.
        limit = str if "yes_no" in shapes and not shapes & _FIGURES else bounded
        content = frozenset(limit(t) for t in terms(text))
        outside = " ".join(t for i, t in enumerate(tokens) if i not in taken)
        named = self.without_trials(words(_OF_A_TRIAL.sub(" ", text)))
        spans = self.product_spans(tokens)
        # `CMC-544` is a name: it asks for no 544.
        product = {i for _, start, end in spans for i in range(start, end)}
        return Question(
            text=text,
            search_text=searched(unnamed(text, spans), tokens, speakers),
            words=tuple(tokens),
            mentions=mentions,
            content=content,
            loose=frozenset(limit(t) for t in terms(outside) if len(t) > 1 or t.isdigit())
            - ASKING
            - _NUMBER_WORDS
            | frozenset(c for c in codes_in(text) if "." in c),
            figures=frozenset(
                limit(term(t))
                for i, (before, t) in enumerate(zip(("", *tokens), tokens, strict=False))
                if _FIGURE.match(t) and before.lower() not in _NUMBERED and i not in product
            ),
            shapes=shapes,
            arms=self._all_arms(text)
            or mentioned(named, self.arms)
            or self._arms_called([m for m in outermost(mentions) if not _of_a_trial(m, tokens)]),
            products=mentioned(named, self._products),
            case=case,
            lay=frozenset(mentions) - frozenset(self._concepts.find(tokens)),
            codes=frozenset(
                c for c in codes_in(text) if c.rpartition("-")[0] in self._series or "." in c
            ),
            corrected=tuple(corrected),
            every_arm=bool(self._all_arms(text)),
        )

    def knows(self, word: str) -> bool:
        """Whether a term occurs in the corpus or the lexicon."""
        return self._speller.knows(word)

    def holds(self, concept: str) -> bool:
        """Whether a statement of the corpus speaks of a concept, given by its key."""
        return concept in self._held

    def _coded(self, text: str) -> str:
        """The text with names that end in a number as the documents write them: `easi75`."""

        def written(found: re.Match[str]) -> str:
            printed = self._series.get(found[1].lower())
            return f"{printed}-{found[2]}" if printed else found[0]

        return _NUMBERED_NAME.sub(written, text)

    def _all_arms(self, text: str) -> frozenset[str]:
        """Every arm, where a question asks for `each arm` or `both arms`."""
        every = _EACH_ARM.search(text) or _AGAINST_IT.search(text)
        return frozenset(self.arms) if every else frozenset()

    def _arms_called(self, mentions: Sequence[Mention]) -> frozenset[str]:
        """Arms that a question calls by another word for one of their names.

        `sham` is the arm `placebo`; `the comparator` is every arm that is not the product's.
        """
        keys = {m.concept.key for m in mentions}
        called = frozenset(arm for arm, named in self._arm_keys.items() if named & keys)
        if called or _COMPARATOR not in keys:
            return called
        return frozenset(self.arms) - frozenset().union(*self.default_arms.values())

    def cases_of(self, tokens: Sequence[str]) -> frozenset[str]:
        """Names of the patient cases that tokens speak of, by name or as `case 1`."""
        spread = f" {' '.join(term(t) for t in tokens)} "
        return frozenset(name for called, name in self._cases.items() if f" {called} " in spread)

    def told_of(self, statement: Statement) -> frozenset[str]:
        """Names of the case whose person the prose around a statement tells of."""
        return self._told.get(statement.id, frozenset())

    def persons_in(self, statement: Statement) -> frozenset[str]:
        """Names of the cases that a statement tells of, by its words or by where it stands."""
        table = (statement.row.table,) if statement.row is not None else ()
        text = ". ".join((*statement.section, *table, statement.display))
        return self.cases_of(words(text)) or self.told_of(statement)

    def _numbered_case(self, text: str) -> str:
        """`the 2nd patient` as `case 2`, where the documents have such a case."""

        def called(found: re.Match[str]) -> str:
            number = PLACES[found[1].lower()]
            return f"case {number}" if f"case {number}" in self._cases else found[0]

        return NTH_CASE.sub(called, text)

    def _named_person(self, text: str, tokens: Sequence[str]) -> tuple[str, frozenset[str]]:
        """The text with a description of a case's person as the name: `the retired teacher`.

        A description is words that introduce one case and no other, beside a word for a
        person or a second such word.
        """
        if _ANYBODY.search(text):
            return text, frozenset()
        lower = [t.lower() for t in tokens]
        person = {i for i, w in enumerate(lower) if w in _PERSONS}
        found = []
        for name, portrait in self._portraits.items():
            at = {
                i
                for i, w in enumerate(lower)
                if term(w) in portrait and (not w.isdigit() or is_age(lower, i))
            }
            if at and len(at) + bool(person - at) > 1:
                found.append((len(at), name, at))
        found.sort(reverse=True)
        if not found or (len(found) > 1 and found[0][0] == found[1][0]):
            return text, frozenset()
        _, name, at = found[0]
        person |= {i for i, w in enumerate(lower) if w in YEARS}
        small = {i for i, w in enumerate(lower) if w in SEARCH_STOP_WORDS} | person
        first, last = min(at), max(at)
        while first - 1 in small and lower[first - 1] in _BEFORE_PERSON | _PERSONS:
            first -= 1
        while last + 1 in person:
            last += 1
        if any(i not in at | small for i in range(first, last + 1)):
            return text, frozenset()
        spans = word_spans(text)
        start, end = spans[first][0], spans[last][1]
        return f"{text[:start]}{name.title()}{text[end:]}", frozenset({name})

    def arm_spans(self, tokens: Sequence[str]) -> list[tuple[str, int, int]]:
        """Where tokens name a trial arm: its name, first token and the one behind the last."""
        return spans_of(tokens, self.arms)

    def product_spans(self, tokens: Sequence[str]) -> list[tuple[str, int, int]]:
        """Where tokens name a product."""
        return spans_of(tokens, self._products)

    def is_product(self, arm: str) -> bool:
        """Whether a trial arm is the product itself."""
        return any(arm in arms for arms in self.default_arms.values())

    def case_spans(self, tokens: Sequence[str]) -> list[tuple[str, int, int]]:
        """Where tokens name a patient case, by name or as `case 1`."""
        called: dict[str, list[tuple[str, ...]]] = {}
        for text, name in self._cases.items():
            called.setdefault(name, []).append(tuple(text.split()))
        return spans_of(tokens, {name: tuple(texts) for name, texts in called.items()})

    def arms_of(self, text: str) -> frozenset[str]:
        """Trial arms that a text mentions; a trial's name is not that of its arm."""
        return mentioned(self.without_trials(words(text)), self.arms)

    def without_trials(self, tokens: Sequence[str]) -> list[str]:
        """Tokens without the names of trials: `ABC-TRIAL` does not name the arm `ABC`."""
        kept = list(tokens)
        for trial in self._trials:
            # The disease at the end of a trial's name is often left out.
            for name in (trial, trial[:-1]) if len(trial) > 2 else (trial,):
                at = 0
                while at + len(name) <= len(kept):
                    if tuple(t.lower() for t in kept[at : at + len(name)]) == tuple(
                        t.lower() for t in name
                    ):
                        del kept[at : at + len(name)]
                    else:
                        at += 1
        return kept


def _of_a_trial(mention: Mention, tokens: Sequence[str]) -> bool:
    return mention.end < len(tokens) and tokens[mention.end].lower() in _TRIALS


_FIGURES: frozenset[Shape] = frozenset({"percent", "count", "ratio", "interval"})
_TRIALS = frozenset({"study", "studies", "trial", "trials"})
_ANYBODY = re.compile(
    r"\b(?:in|for|to|of) (?:an?|any|some) (?:\w+ )?(?:patient|person|pt) (?:with|whose)\b",
    re.IGNORECASE,
)
"""`The dose for a patient with an eGFR of 20` speaks of nobody's case."""
_HOWEVER = re.compile(r"(?:however|nevertheless|nonetheless|but|still|yet),? ", re.IGNORECASE)
_COMPARATOR = "§comparator"
_SHOUTED = 3
"""Words up to which capitals may be abbreviations."""
_KEPT = 128
"""Texts that are kept as read."""
_NUMBERED_NAME = re.compile(r"\b([A-Za-z]{2,})[ -]?(\d{1,3})\b(?![.,]?\d)")
# What a number behind them names is no figure of a result.
_NUMBERED = frozenset({"phase"})
_BEFORE_PERSON = frozenset({"the", "a", "an", "this", "that", "of"})
_PERSONS = words_of_data("persons")
_NUMBER_WORDS = frozenset(term(word) for word in f"{load('words')['ones']}".split())
"""They stand beside their figures, which are compared."""
