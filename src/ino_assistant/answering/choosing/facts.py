"""What a statement holds, in the terms that questions are compared in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ino_assistant.answering.choosing.claim_fit import ClaimFitter
from ino_assistant.answering.choosing.implied import apart, implied, not_meant, told
from ino_assistant.answering.understanding.question import Reader
from ino_assistant.answering.understanding.ranges import (
    Range,
    codes_in,
    label_ranges,
    names_measure,
    points_in,
    ranges_in,
    values_in,
    young_in,
)
from ino_assistant.answering.understanding.shapes import (
    Shape,
    about_document,
    held_shapes,
    says_to_do,
    sides_of,
    sized_label,
)
from ino_assistant.answering.understanding.slots import names_drug
from ino_assistant.answering.understanding.trials_told import trials_in
from ino_assistant.answering.understanding.typed import bounded, written_out
from ino_assistant.corpus.model import Statement
from ino_assistant.data import load
from ino_assistant.fidelity.binding.claim_table import ClaimTable
from ino_assistant.search.context import Contexts
from ino_assistant.vocabulary.concepts import Concepts, Mention
from ino_assistant.vocabulary.tokens import terms, words

_COUNTS = re.compile(
    r"\b\d+/\d+\b|\bn ?= ?\d|\b\d+ \(\d|"
    r"\b[\d,]+ (?:\w+ ){0,2}(?:patients|adults|people|children|participants|subjects)\b",
    re.IGNORECASE,
)
_COMPOSITE = re.compile(
    r"\bcomposite\b|\b(?:death|mortality|MI|stroke|hospitali[sz]ation)\b[^.;]{0,40}"
    r" (?:or|together with|combined with|plus) [^.;]{0,30}"
    r"\b(?:death|mortality|MI|stroke|hospitali[sz]ations?|embolism|visits?)\b",
    re.IGNORECASE,
)
_WITHOUT = re.compile(r"(?:no|not|non|without|never|none)\b", re.IGNORECASE)
_OF_EACH = re.compile(
    r"\b(?:both|either|each|the two|two|between) (?:the )?(?:two )?(?:arms?|groups?|treatments?)\b",
    re.IGNORECASE,
)
_OUT_OF = re.compile(r"\d ?/ ?(\d[\d,]*)")
_PERSONAL = re.compile(r"\b(?:he|she|his|her|him|the patient)\b", re.IGNORECASE)
_MADE_FOR = re.compile(r"\b\w+-(?:resistant|proof|bearing|safe|friendly)\b", re.IGNORECASE)
_ASKING_HEADING = re.compile(
    r"(?:how|what|when|which|who|where|why|can|may|should|do|does|is|are|must)\b", re.IGNORECASE
)
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
        trials: concepts of the trials that it names, or that its caption or heading does.
        to_do: it says what is to be done.
        elsewhere: it tells of research by others, of which the document's arms were no part.
        sized: it begins with a group and its size.
        first: it is the first statement below its heading.
        personal: it tells of the person of a case.
        reactions: how many reactions, signs or symptoms it names.
        ranges: ages, weights and times from one limit to another that it prints.
        composite: it is on several events that count as one.
        without: it is a row of those who have not what its label names: `No statin at baseline`.
        corner: of a row, terms and concepts of the heading of its table's labels.
        label: of a row, terms and concepts of its own labels: what tells it from other rows.
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
    elsewhere: bool
    sized: bool
    first: bool
    personal: bool
    reactions: int
    ranges: tuple[Range, ...]
    composite: bool
    without: bool
    corner: frozenset[str]
    label: frozenset[str]
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

    def _units_of(self, text: str) -> frozenset[str]:
        """Terms and concepts of a text."""
        return frozenset((*terms(text), *self._concepts.keys(text)) if text else ())

    def _headed(self, heading: str) -> Sequence[str]:
        """Concepts of a heading; one that asks, `How does it work?`, is read as a question is."""
        heading = apart(heading)
        asks = _ASKING_HEADING.match(heading) is not None
        return self._concepts.keys(written_out(heading) if asks else heading, asked=asks)

    def _unnamed_arms(self, statement: Statement) -> frozenset[str]:
        """Arms of a statement that names none: the product's, or all where it speaks of each."""
        denominators = set(_OUT_OF.findall(statement.display))
        if _OF_EACH.search(statement.display) or (
            "respectively" in statement.display and len(denominators) > 1
        ):
            return self._reader.trial_of[statement.document]
        if statement.id in self._reader.of_other_research:
            return frozenset()
        heading = statement.section[-1] if statement.section else ""
        return self._reader.default_arms[statement.document] | (
            self._reader.arms_of(heading) & self._reader.trial_of[statement.document]
        )

    def _trials(self, mentions: Sequence[Mention], statement: Statement) -> frozenset[str]:
        """Trials that a statement names; else those of its caption, else of the nearest heading."""
        named = frozenset(m.concept.key for m in mentions if m.concept.kind == "trial")
        # `… at entry (684 against 1,590 in CAIRN-HF)` is on the trial that is told of.
        own = frozenset(trials_in(statement.display, self._concepts))
        table = statement.row.table if statement.row is not None else ""
        told = self._reader.trials_told.get(statement.id, "")
        for text in (table, told, statement.context, *reversed(statement.section)):
            if own:
                break
            found = self._concepts.find(words(text))
            own = frozenset(m.concept.key for m in found if m.concept.kind == "trial")
        return own or named

    def _make(self, statement: Statement) -> Facts:
        text = statement.display
        # What a sentence points back to is what it is about.
        about = f"{statement.subject} {text}" if statement.subject else text
        context = self._contexts.of(statement)
        # A document about a product says of it what it says of nothing else.
        corner = statement.row.label_heading if statement.row is not None else ""
        label = f"{statement.row.group or ''} {statement.row.label}" if statement.row else ""
        caption = statement.row.table if statement.row is not None else ""
        trial_told = self._reader.trials_told.get(statement.id, "")
        around = ". ".join([context, *statement.section, *statement.products, corner, trial_told])
        # A `child-resistant closure` is for nobody's child.
        about = _MADE_FOR.sub(" ", about)
        mentions = self._concepts.find(words(_MADE_FOR.sub(" ", text)))
        heading = statement.section[-1] if statement.section else ""
        case = self._reader.cases_of(words(f"{around} {text}")) or self._reader.told_of(statement)
        if statement.authority == "case" and len(case) == 1:
            # The `he` and `her` of a case are its person.
            about = f"{next(iter(case))} {about}"
        # A word that names an arm of another document's trial names none here: `control`.
        trial = self._reader.trial_of[statement.document]
        named = self._reader.arms_of(text)
        named = named & trial if trial else named
        subjects = self._reader.subjects[statement.document]
        codes = codes_in(about), codes_in(around)
        return Facts(
            statement=statement,
            own=_with_limits(terms(about)) | codes[0] | _values_of(text),
            around=_with_limits(terms(around)) | codes[1],
            own_concepts=frozenset(
                (*self._concepts.keys(told(about)), *implied(text), *young_in(text))
            )
            - not_meant(text),
            around_concepts=frozenset(
                (*self._concepts.keys(around), *self._headed(heading), *young_in(caption))
            )
            | subjects,
            heading=frozenset((*terms(heading), *self._headed(heading)) if heading else ()),
            populations=frozenset(
                m.concept.key for m in mentions if m.concept.kind == "population"
            ),
            narrowed=_narrowed(mentions),
            shapes=held_shapes(text) | _of_cells(statement),
            arms=named or self._unnamed_arms(statement),
            named=named,
            qualifier=self._reader.qualifiers.get(statement.id, ""),
            caption=statement.note and statement.kind == "figure",
            definition=statement.context == "Abbreviation",
            case=case,
            # A heading that asks says nothing either.
            pointer=bool(_POINTER.search(text)) or text.rstrip().endswith("?"),
            title=text.rstrip().endswith(":") or _is_fragment(statement),
            drugs=names_drug(text) or any(m.concept.kind == "drug" for m in mentions),
            meta=about_document(text),
            counts=bool(_COUNTS.search(text)),
            sides=sides_of(text) or sides_of(f"{heading}. {context}"),
            trial=self._reader.trial_of[statement.document],
            trials=self._trials(mentions, statement),
            to_do=_says_to_do(statement),
            elsewhere=statement.id in self._reader.of_other_research,
            sized=sized_label(text),
            first=statement.id in self._first,
            personal=statement.authority == "case"
            and (
                statement.row is not None
                or bool(_PERSONAL.search(text) or self._reader.cases_of(words(text)))
            ),
            reactions=len({m.concept.key for m in mentions if m.concept.kind == "reaction"}),
            ranges=tuple(_ranges(statement)),
            composite=bool(_COMPOSITE.search(about)),
            without=statement.row is not None and bool(_WITHOUT.match(statement.row.label)),
            corner=self._units_of(corner),
            label=self._units_of(label),
            codes=codes[0] or codes[1],
            words=len(text.split()),
        )


def _is_fragment(statement: Statement) -> bool:
    """Whether it is a piece of a title: prose that neither begins nor ends as a sentence does."""
    text = statement.display.strip()
    return (
        statement.kind not in ("list", "figure", "table", "definition")
        and statement.row is None
        and text[:1].islower()
        and not text.endswith((".", "!", "?", ")", "”", '"'))
    )


def _of_cells(statement: Statement) -> frozenset[Shape]:
    """What kinds of figures a row's cells are, as its caption and headings say: `Grade 3-4, %`."""
    row = statement.row
    if row is None:
        return frozenset()
    headings = " ".join((row.table, row.label, row.label_heading, *(c.column for c in row.cells)))
    return frozenset({"percent"} if "%" in headings or "percentage point" in headings else ())


def _says_to_do(statement: Statement) -> bool:
    """Whether it, or a cell of it, says what is to be done: `Dosage modification: Withhold …`."""
    cells = statement.row.cells if statement.row is not None else ()
    return says_to_do(statement.display) or any(says_to_do(c.display or c.text) for c in cells)


def _values_of(text: str) -> frozenset[str]:
    """What tells figures apart for slots: values that are no times, and that doses are there."""
    shapes = held_shapes(text)
    kinds = {f"#{shape}" for shape in ("dose", "duration") if shape in shapes}
    return frozenset((*values_in(text), *kinds))


def _ranges(statement: Statement) -> Iterator[Range]:
    row = statement.row
    if row is not None:
        yield from label_ranges(row.label, row.label_heading)
        for cell in row.cells[:1]:
            # `Moderate impairment | CLcr, mL/min 30 to 49 | …`: what the row is on, in figures.
            if names_measure(cell.column):
                yield from label_ranges(cell.text, cell.column)
    yield from ranges_in(statement.display)
    yield from points_in(statement.display)


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
