"""Slots: what an answer to a question must be about, else it answers another question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ino_assistant.answering.understanding.english import ASKING, is_everyday, weight_in_english
from ino_assistant.answering.understanding.paraphrase import other_words
from ino_assistant.answering.understanding.question import Question, Reader
from ino_assistant.answering.understanding.ranges import (
    Measured,
    Range,
    aged_in,
    measured_in,
    placed,
    places_in,
    spans_in,
)
from ino_assistant.data import words as listed
from ino_assistant.vocabulary.concepts import Mention, general_lexicon, outermost
from ino_assistant.vocabulary.tokens import STOP_WORDS, term, terms, words

HARD_KINDS = frozenset(
    {"endpoint", "statistic", "reaction", "population", "attribute", "measure", "drug", "term"}
)
_EXACT = frozenset({"endpoint", "statistic", "drug"})
"""Kinds of which no other word will do."""
_UNKNOWN = 3.0
_EVERYDAY = 0.5
_SEVERE = "§severe"
_BECAUSE = "§why"
_OF_TIME = frozenset({"endpoint", "attribute"})
_LONG_NAME = 3
"""Words from which a name may be filled by what it is made of."""
_DOSE, _TIME = "#dose", "#duration"
"""Terms of statements that hold a dose, and a time."""
_A_DOSE = term("dose")
_STORED = ("§storage", *(term(word) for word in ("kept", "keep", "stable", "stability", "discard")))
_DRUG_STEM = re.compile(rf"\w{{3,}}(?:{'|'.join(sorted(listed('drug_stems')))})$")


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing that an answer must be about.

    Attributes:
        words: that name it in the question.
        ways: sets of terms and concepts; all of one of them fill it.
        measured: a figure with its unit, which a range that holds it fills as well.
    """

    words: str
    ways: tuple[frozenset[str], ...]
    measured: Measured | None = None

    def filled(self, has: frozenset[str], ranges: Sequence[Range] = ()) -> bool:
        """Whether something with these terms, concepts and printed ranges is about it."""
        if any(way <= has for way in self.ways):
            return True
        asked = self.measured
        return asked is not None and any(asked.within(r) for r in ranges)


def units(question: Question) -> frozenset[str]:
    """What a question is made of: concepts, and the terms that belong to none."""
    # `birth control` asks for no control: what stands inside a longer name is not asked for.
    return frozenset(m.concept.key for m in outermost(question.mentions)) | question.loose


def name_units(names: Iterable[str]) -> frozenset[str]:
    """What names of arms and products are as units: concepts, and the terms of their words."""
    return frozenset(
        unit for name in names for unit in (f"§{name.lower()}", *map(term, name.split()))
    )


def weight_of(unit: str, question: Question, rarity: Mapping[str, float]) -> float:
    """How much of a question a unit is: its rarity.

    An everyday word that no statement has is hardly more than a word of asking.
    """
    known = rarity.get(unit)
    if known is not None:
        # Of concepts rarity is enough; a word may be rare in the documents only.
        common = unit.startswith("§") or any(c.isdigit() for c in unit)
        return known if common else min(known, weight_in_english(_as_asked(unit, question)))
    named = next((m.concept for m in question.mentions if m.concept.key == unit), None)
    if named is not None:
        # A concept that only helps to find is no sign of another subject where none has it.
        return _EVERYDAY if named.kind in ("word", "trial") else _UNKNOWN
    return _EVERYDAY if is_everyday(_as_asked(unit, question)) else _UNKNOWN


def hard_slots(question: Question, reader: Reader) -> dict[str, Slot]:
    """Units that an answer must have, each with what fills it."""
    hard: dict[str, Slot] = {}
    named = outermost(question.mentions)
    plainly = [m for m in named if m.concept.kind in HARD_KINDS and m not in question.lay]
    tied = _tied(question)
    for mention in named:
        kind = mention.concept.kind
        if mention.end in tied:
            # `Glucose-lowering rescue` asks for the rescue, whatever it is said to lower.
            continue
        asks_time = "duration" in question.shapes and (kind == "attribute" or plainly)
        if mention in question.lay and asks_time and kind in _OF_TIME:
            # `How soon does fever kick in` asks for a time, and of fever.
            continue
        if mention.concept.key == _SEVERE and any(
            m.start == mention.end and m.concept.kind == "reaction" for m in named
        ):
            hard[_SEVERE] = Slot(_named(mention, question), (frozenset({_SEVERE}),))
        if kind in HARD_KINDS or (kind == "disease" and not reader.holds(mention.concept.key)):
            ways = tuple(_ways(mention, named, question))
            if ways:
                hard[mention.concept.key] = Slot(_named(mention, question), ways)
    for unit in question.loose:
        word = _as_asked(unit, question)
        unknown = not reader.knows(unit) and not is_everyday(word)
        if unit in reader.cases or unknown or _DRUG_STEM.fullmatch(word.lower()):
            others = (*other_words(unit), *_classes_of(unit)) if unknown else ()
            hard[unit] = Slot(word, (frozenset({unit}), *others))
    number_of = counted(question, reader)
    if number_of is not None and number_of[0] not in hard:
        hard[number_of[0]] = Slot(
            number_of[1], (frozenset({number_of[0]}), *other_words(number_of[0]))
        )
    hard.update(_figure_slots(question))
    for code in question.codes:
        hard[code] = Slot(code.upper(), (frozenset({code}),))
        hard.pop(re.split(r"[-.]", code)[-1], None)
    return hard


def _figure_slots(question: Question) -> Iterator[tuple[str, Slot]]:
    """What fills the figures asked about."""
    places = {figure: place for place, figure in places_in(question.text)}
    spans = {figure: span for span, figure in spans_in(question.text)}
    measured = _measured(question)
    ages = aged_in(question.text)
    for figure in question.figures:
        named_as = places.get(figure) or spans.get(figure)
        ways = _written(figure) if named_as is None else (frozenset({named_as}),)
        if named_as is None and figure.isdigit() and _value_of_measure(figure, question):
            # A clearance of 12 is not that of `every 12 hours`.
            ways = tuple(frozenset(f"#{term}" for term in way) for way in ways)
        if figure in ages:
            # `Every 4 weeks` says nothing of a 4-year-old.
            ways = ()
        yield figure, Slot(figure, ways, measured.get(figure))


def _tied(question: Question) -> frozenset[int]:
    """Positions of words that a hyphen ties to what they say of it: `glucose-lowering`."""
    lower = [w.lower() for w in question.words]
    found = set()
    for m in _COMPOUND.finditer(question.text.lower()):
        found |= {i for i in range(1, len(lower)) if (lower[i - 1], lower[i]) == (m[1], m[2])}
    return frozenset(found)


_COMPOUND = re.compile(r"(?<![\w-])(\w+)-(\w+ing)\b(?= \w)")


def values_of(question: Question) -> tuple[Measured, ...]:
    """Of the figures that a printed range may hold, values of a measure and ages: `CrCl 12`.

    They are of one row of a table that has a row for each range, and of no other.
    """
    ages = aged_in(question.text)
    return tuple(
        m
        for m in figures_of(question)
        if m.figure in ages
        or (m.measure not in ("", "time"))
        or (not m.measure and _value_of_measure(m.figure, question))
    )


def figures_of(question: Question) -> tuple[Measured, ...]:
    """The figures of a question that a printed range may hold."""
    return tuple(_measured(question).values())


def _measured(question: Question) -> dict[str, Measured]:
    """The same by how they are written; `5-year survival` is a name, and in no range."""
    with_unit = {m.figure: m for m in measured_in(question.text)}
    places = {figure: place for place, figure in places_in(question.text)}
    spans = {figure for _, figure in spans_in(question.text)}
    found = {}
    for figure in sorted(question.figures - spans):
        held = with_unit.get(figure) or _on_rows(figure, places, question)
        if held is not None:
            found[figure] = held
    return found


@cache
def _classes() -> Mapping[str, frozenset[str]]:
    """Name of a medicine, as a term → the classes that the lexicon lists it under."""
    found: dict[str, set[str]] = {}
    for label, listed_terms in general_lexicon()["drug"].items():
        for listed_term in listed_terms:
            if listed_term.startswith("> "):
                found.setdefault(term(listed_term[2:]), set()).add(f"§{label.lower()}")
    return {name: frozenset(classes) for name, classes in found.items()}


def _classes_of(unit: str) -> Iterator[frozenset[str]]:
    """Classes of a medicine that no document names: what is said of one is said of it."""
    for label in _classes().get(unit, ()):
        yield frozenset({label})


def _of_a_measure(figure: str, question: Question) -> bool:
    """Whether a figure stands right behind the name of what is measured."""
    return any(
        m.concept.kind in ("measure", "reaction") and figure in question.words[m.end : m.end + 3]
        for m in question.mentions
    )


def _value_of_measure(figure: str, question: Question) -> bool:
    """Whether a figure is the value of a measure that is named: `CrCl 12`, `an eGFR of 20`."""
    return any(
        m.concept.kind in ("measure", "population", "reaction")
        and any(
            question.words[at] == figure
            and all(w.lower() in _BEFORE_VALUE for w in question.words[m.end : at])
            for at in range(m.end, min(m.end + 3, len(question.words)))
        )
        for m in question.mentions
    )


_BEFORE_VALUE = frozenset(
    {"of", "is", "at", "was", "=", "below", "above", "under", "over", "around"}
)


def _on_rows(figure: str, places: Mapping[str, str], question: Question) -> Measured | None:
    """A figure without a unit, or of a point in time, which a row may be on."""
    if figure in places:
        return placed(places[figure])
    # `eGFR of 20` is below 30, whatever the unit.
    alone = not _of_a_measure(figure, question)
    return Measured(figure, "", float(figure), label=alone) if figure.isdigit() else None


def _written(figure: str) -> tuple[frozenset[str], ...]:
    """A figure as it may be printed: `<7` is `<7.0` and `<7%`."""
    bare = figure.rstrip("%")
    whole = bare.lstrip("≥≤<>±~").isdigit()
    forms = (figure, bare, f"{bare}%", *((f"{bare}.0", f"{bare}.0%") if whole else ()))
    known = forms if figure[0] in "≥≤<>" else forms[:1] + forms[3:]
    return tuple(frozenset({form}) for form in dict.fromkeys(known))


def _ways(
    mention: Mention, named: Sequence[Mention], question: Question
) -> Iterator[frozenset[str]]:
    """What fills the slot of a concept; nothing where its words only ask for a kind of figure."""
    span = range(mention.start, mention.end)
    for other in named:
        # One name may stand for several things: any of them will do.
        if (other.start, other.end) == (mention.start, mention.end):
            yield frozenset({other.concept.key})
    said = frozenset(terms(_named(mention, question)))
    if mention in question.lay and mention.concept.kind != "attribute" and said - ASKING:
        # A lay word that the statement has itself is said: `such as a cold`. What is asked
        # after is called by words that name much else: `food` is in an authority's name.
        yield said
    if mention.concept.label.endswith(" dose"):
        # `It may be raised to 1.6 mg, which is the maximum.`
        first = term(question.words[mention.start])
        held = _A_DOSE if mention.concept.label == "missed dose" else _DOSE
        yield from (frozenset({*way, held}) for way in (frozenset({first}), *other_words(first)))
    if mention.concept.label == "shelf life":
        yield from (frozenset({stored, _TIME}) for stored in _STORED)
    if len(span) >= _LONG_NAME:
        parts = frozenset(_parts(mention, question))
        if parts:
            yield parts
    elif mention.concept.kind not in _EXACT and len(span) == 1:
        yield from other_words(term(question.words[mention.start]))


def _parts(mention: Mention, question: Question) -> Iterator[str]:
    """What a long name is made of: shorter names in it, and the words that are in none."""
    inside = [
        m
        for m in question.mentions
        if mention.start <= m.start
        and m.end <= mention.end
        and m.end - m.start < mention.end - mention.start
    ]
    inner = outermost(inside)
    taken = {at for m in inner for at in range(m.start, m.end)}
    yield from (m.concept.key for m in inner if m.concept.key != _BECAUSE)
    for at in range(mention.start, mention.end):
        word = question.words[at]
        if at not in taken and word.lower() not in STOP_WORDS and term(word) not in ASKING:
            yield term(word)


def _named(mention: Mention, question: Question) -> str:
    return " ".join(question.words[mention.start : mention.end])


def counted(question: Question, reader: Reader) -> tuple[str, str] | None:
    """What is counted in `how many cycles`, as a unit and as it is asked; never who is."""
    lower = [w.lower() for w in question.words]
    for at in range(2, len(lower)):
        if (lower[at - 2], lower[at - 1]) in (("how", "many"), ("number", "of")):
            if lower[at] in STOP_WORDS or lower[at].endswith(_VERBAL) or not lower[at].isalnum():
                return None
            here = [mention for mention in question.mentions if mention.start == at]
            if any(m.concept.label in _WHO or reader.arms_of(_named(m, question)) for m in here):
                return None
            if here:
                return here[0].concept.key, _named(here[0], question)
            unit = next((u for u in terms(lower[at]) if u in question.loose), None)
            return None if unit is None else (unit, question.words[at])
    return None


_VERBAL = ("ed", "ing")
"""Ends of what somebody did, in `how many reacted`: nothing that is counted."""
_WHO = frozenset({"patients", "adults", "comparator"})


def names_drug(text: str) -> bool:
    """Whether a text names a medicine, by the stem of its international name."""
    return any(_DRUG_STEM.fullmatch(word.lower()) for word in words(text))


def _as_asked(unit: str, question: Question) -> str:
    """The word of the question that a term was made of."""
    return next((w for w in question.words if w.lower().startswith(unit[:4])), unit)
