"""What a statement holds, in the terms that questions are compared in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ino_assistant.answering.claim_fit import ClaimFitter
from ino_assistant.answering.question import Reader
from ino_assistant.answering.ranges import Range, codes_in, ranges_in
from ino_assistant.answering.shapes import (
    Shape,
    about_document,
    held_shapes,
    says_to_do,
    sides_of,
    sized_label,
)
from ino_assistant.answering.slots import names_drug
from ino_assistant.answering.typed import bounded
from ino_assistant.corpus.model import Statement
from ino_assistant.data import load
from ino_assistant.fidelity.claim_table import ClaimTable
from ino_assistant.search.context import Contexts
from ino_assistant.vocabulary.concepts import Concepts, Mention
from ino_assistant.vocabulary.tokens import terms, words

_COUNTS = re.compile(
    r"\b\d+/\d+\b|\bn ?= ?\d|\b\d+ \(\d|"
    r"\b[\d,]+ (?:\w+ ){0,2}(?:patients|adults|people|children|participants|subjects)\b",
    re.IGNORECASE,
)
_PERSONAL = re.compile(r"\b(?:he|she|his|her|him|the patient)\b", re.IGNORECASE)
_POINTER = re.compile(load("shapes")["pointer"], re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Facts:
    """One statement, ready to be compared.

    Attributes:
        own: terms of the statement itself; `around` those of its context.
        own_concepts, around_concepts: the same for concepts.
        heading: terms and concepts of the heading right above it.
        populations: concepts of populations that it mentions.
        narrowed: concepts that it mentions only inside of narrower ones, with those:
            `neutropenia` where it says `febrile neutropenia`.
        shapes: kinds of thing it holds.
        arms: trial arms that it is about; where it mentions none, that of the product.
        caption, definition: it is a figure's caption, or what an abbreviation stands for.
        case: names of patients that it is about.
        pointer: it says nothing by itself.
        title: it only leads to what follows: the heading of a boxed warning, or of a list.
        drugs: it names medicines.
        meta: it is on the document itself.
        counts: it has a number of patients, `79/164` or `n=35`.
        sides: of pairs that exclude each other, those of which it or its heading names one.
        trial: all arms of its document's trials.
        named: trial arms that its own words name.
        qualifier: id of the next statement, where it takes back a part: `However, …`; or empty.
        trials: concepts of trials that it names.
        to_do: it says what is to be done.
        sized: it begins with a group and its size.
        first: it is the first statement below its heading.
        personal: it tells of the person of a case.
        reactions: how many reactions, signs or symptoms it names.
        ranges: ages, weights and times from one limit to another that it prints.
        codes: names that end in a number, `PRISM-2`, that it or, if it has none, its context has.
    """

    statement: Statement
    own: frozenset[str]
    around: frozenset[str]
    own_concepts: frozenset[str]
    around_concepts: frozenset[str]
    heading: frozenset[str]
    populations: frozenset[str]
    narrowed: Mapping[str, frozenset[str]]
    shapes: frozenset[Shape]
    arms: frozenset[str]
    caption: bool
    definition: bool
    case: frozenset[str]
    pointer: bool
    title: bool
    drugs: bool
    meta: bool
    counts: bool
    sides: frozenset[tuple[int, int]]
    trial: frozenset[str]
    trials: frozenset[str]
    named: frozenset[str]
    qualifier: str
    to_do: bool
    sized: bool
    first: bool
    personal: bool
    reactions: int
    ranges: tuple[Range, ...]
    codes: frozenset[str]
    words: int

    @property
    def all_terms(self) -> frozenset[str]:
        """Terms and concepts of the statement and its context."""
        return self.own | self.own_concepts | self.around | self.around_concepts


class FactsMaker:
    """Makes and keeps the facts of statements."""

    def __init__(
        self, reader: Reader, concepts: Concepts, contexts: Contexts, claims: ClaimTable
    ) -> None:
        self._reader = reader
        self._concepts = concepts
        self._contexts = contexts
        self.fitter = ClaimFitter(claims, concepts)
        self._first = reader.first_below
        self._made: dict[str, Facts] = {}

    def of(self, statement: Statement) -> Facts:
        """The facts of a statement."""
        found = self._made.get(statement.id)
        if found is None:
            found = self._made[statement.id] = self._make(statement)
        return found

    def _make(self, statement: Statement) -> Facts:
        text = statement.display
        # What a sentence points back to is what it is about.
        about = f"{statement.subject} {text}" if statement.subject else text
        context = self._contexts.of(statement)
        # A document about a product says of it what it says of nothing else.
        around = ". ".join([context, *statement.section, *statement.products])
        mentions = self._concepts.find(words(text))
        heading = statement.section[-1] if statement.section else ""
        case = self._reader.cases_of(words(f"{around} {text}"))
        if statement.authority == "case" and len(case) == 1:
            # The `he` and `her` of a case are its person.
            about = f"{next(iter(case))} {about}"
        named = self._reader.arms_of(text)
        subjects = self._reader.subjects[statement.document]
        codes = codes_in(about), codes_in(around)
        return Facts(
            statement=statement,
            own=_with_limits(terms(about)) | codes[0],
            around=_with_limits(terms(around)) | codes[1],
            own_concepts=frozenset(self._concepts.keys(about)),
            around_concepts=frozenset(self._concepts.keys(around)) | subjects,
            heading=frozenset((*terms(heading), *self._concepts.keys(heading)) if heading else ()),
            populations=frozenset(
                m.concept.key for m in mentions if m.concept.kind == "population"
            ),
            narrowed=_narrowed(mentions),
            shapes=held_shapes(text),
            arms=named or self._reader.default_arms[statement.document],
            named=named,
            qualifier=self._reader.qualifiers.get(statement.id, ""),
            caption=statement.note and statement.kind == "figure",
            definition=statement.context == "Abbreviation",
            case=case,
            pointer=bool(_POINTER.search(text)),
            title=text.rstrip().endswith(":"),
            drugs=names_drug(text) or any(m.concept.kind == "drug" for m in mentions),
            meta=about_document(text),
            counts=bool(_COUNTS.search(text)),
            sides=sides_of(text) or sides_of(f"{heading}. {context}"),
            trial=self._reader.trial_of[statement.document],
            trials=frozenset(m.concept.key for m in mentions if m.concept.kind == "trial"),
            to_do=says_to_do(text),
            sized=sized_label(text),
            first=statement.id in self._first,
            personal=statement.authority == "case"
            and (
                statement.row is not None
                or bool(_PERSONAL.search(text) or self._reader.cases_of(words(text)))
            ),
            reactions=len({m.concept.key for m in mentions if m.concept.kind == "reaction"}),
            ranges=ranges_in(text),
            codes=codes[0] or codes[1],
            words=len(text.split()),
        )


def _with_limits(found: Sequence[str]) -> frozenset[str]:
    """Terms, and limits as questions name them too: `over 90` for `90 or more`."""
    return frozenset((*found, *(bounded(t) for t in found)))


def _narrowed(mentions: Sequence[Mention]) -> Mapping[str, frozenset[str]]:
    outer: dict[str, set[str]] = {}
    free: set[str] = set()
    for mention in mentions:
        around = {
            other.concept.key
            for other in mentions
            if other.start <= mention.start
            and mention.end <= other.end
            and other.end - other.start > mention.end - mention.start
            and other.concept.key != mention.concept.key
        }
        if around:
            outer.setdefault(mention.concept.key, set()).update(around)
        else:
            free.add(mention.concept.key)
    return {key: frozenset(found) for key, found in outer.items() if key not in free}
