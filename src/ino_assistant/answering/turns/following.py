"""Following: which reading of a turn is taken, by what answers it.

Rules make the readings; a reading counts if the documents answer it as well as it wants. So a
fragment that fits two ways is what it makes sense as.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

from ino_assistant.answering.choosing.coverage import missing
from ino_assistant.answering.choosing.deciding import Decision
from ino_assistant.answering.turns.aspects import Aspect
from ino_assistant.answering.turns.focus import carries, nearness
from ino_assistant.answering.turns.resolution import Leans, Reading, Resolution
from ino_assistant.answering.turns.thread import Thread
from ino_assistant.answering.turns.turn_slots import slots_of, text_of
from ino_assistant.answering.understanding.question import Question, Reader
from ino_assistant.answering.understanding.slots import hard_slots
from ino_assistant.corpus.model import Statement

WHOLE = 0.2
"""Share of a question that may be open where one statement is said to answer all of it."""


class Part(Protocol):
    """One question of a turn, and what answers it."""

    @property
    def asked(self) -> Question:
        """The question."""

    @property
    def decision(self) -> Decision:
        """What was decided about it."""

    @property
    def statements(self) -> list[Statement]:
        """What answers it; empty if nothing does."""


P = TypeVar("P", bound=Part)
P_co = TypeVar("P_co", bound=Part, covariant=True)


@dataclass(frozen=True, slots=True)
class Followed(Generic[P]):
    """A turn as it was taken.

    Attributes:
        alone: the standalone question.
        product: the medicine that it was taken to be about without naming it; or empty.
        parts: its questions, each with what answers it.
        topic: what it was taken to be about, named by the turn before alone; or empty.
    """

    alone: str
    product: str
    parts: Sequence[P]
    topic: str = ""

    @property
    def standalone(self) -> str:
        """The question with what it was taken to be about, as the next turn continues it."""
        return f"{self.alone} ({self.topic})" if self.topic else self.alone

    @property
    def told(self) -> str:
        """The standalone question as the user reads it."""
        meant = ", ".join(filter(None, (self.topic, self.product)))
        return f"{self.alone} ({meant})" if meant else self.alone

    @property
    def shown(self) -> tuple[Statement, ...]:
        """What the answer rests on."""
        return tuple(statement for part in self.parts for statement in part.statements)


class Answers(Protocol[P_co]):
    """What answers the standalone questions of a turn."""

    def parts(
        self, alone: str, shown: Sequence[Statement], leans: Leans, product: str
    ) -> Sequence[P_co]:
        """Anything of the corpus: of what was shown last, on what it leans, of which medicine."""

    def among(
        self, alone: str, ids: Sequence[str], shown: Sequence[Statement], product: str
    ) -> Sequence[P_co]:
        """These statements alone, where a turn says which can answer it."""

    def telling(
        self, alone: str, aspect: Aspect, shown: Sequence[Statement], product: str
    ) -> Sequence[P_co]:
        """Only what tells an aspect of the thing spoken of; without statements if nothing does."""


def follow(
    turn: Resolution,
    thread: Thread,
    answers: Answers[P],
    reader: Reader,
    rarity: Mapping[str, float],
) -> Followed[P]:
    """A turn in the first of its readings that is answered well enough; else as it stands.

    Args:
        turn: with its readings.
        thread: what was said before.
        answers: answers a standalone question.
        reader: reads questions with the vocabulary of the corpus.
        rarity: of terms and concepts.
    """
    found = _followed(turn, thread, answers, reader, rarity)
    return replace(found, topic=_topic(found, thread, reader))


def _topic(found: Followed[P], thread: Thread, reader: Reader) -> str:
    """What the turn before asked about, where this one names nothing and its answer tells of it.

    `Median time to onset after HSCT?` behind a question on VOD is one on VOD, and is shown so.
    """
    now = reader.read(found.alone)
    chosen = [part.decision.chosen[0] for part in found.parts if part.decision.chosen]
    if not thread.turns or not chosen or any(s.kind in _ITS_OWN for s in slots_of(now, reader)):
        return ""
    then = reader.read(thread.written[-1])
    told = frozenset().union(*(facts.own_concepts for facts in chosen))
    named = [s for s in slots_of(then, reader) if s.key in told]
    first = next((s for kind in _OF for s in named if s.kind == kind), None)
    return text_of(then, first) if first is not None else ""


_OF = ("outcome", "population")
_ITS_OWN = frozenset({"outcome", "drug", "trial", "case"})


def _followed(
    turn: Resolution,
    thread: Thread,
    answers: Answers[P],
    reader: Reader,
    rarity: Mapping[str, float],
) -> Followed[P]:
    """The same without what it is about."""
    place = thread.shown_by(turn.place) if turn.place else thread.shown
    if turn.aspect is not None:
        # What names the thing once more may say nothing of what is asked about it.
        told = answers.telling(turn.standalone, turn.aspect, place, thread.product)
        if any(part.statements for part in told):
            return Followed(turn.standalone, "", told)
    own = _own_units(turn.own, reader)
    taken, fallback = _first_answered(turn, own, thread, place, answers, reader, rarity)
    found = taken or fallback
    if found is not None:
        return found
    parts = answers.parts(turn.standalone, (), "nothing", "")
    return Followed(turn.standalone, "", parts)


def _first_answered(
    turn: Resolution,
    own: frozenset[str],
    thread: Thread,
    place: Sequence[Statement],
    answers: Answers[P],
    reader: Reader,
    rarity: Mapping[str, float],
) -> tuple[Followed[P] | None, Followed[P] | None]:
    """The first reading that counts, if one does; and the turn as it stands, if it was tried."""
    fallback: Followed[P] | None = None
    said_again: Followed[P] | None = None
    for reading in turn.readings:
        text, product = reading.text, thread.product
        if reading.among:
            held = answers.among(text, reading.among, place, product)
            if any(part.statements for part in held):
                return Followed(text, "", held), fallback
            continue
        carried = carries(text, product, reader)
        for of in (product, "") if carried and not reading.stays else (product if carried else "",):
            found = Followed(text, of, answers.parts(text, place, reading.leans, of))
            # Of the medicine spoken of only if nothing of the question is left open.
            wants = replace(reading, wants="whole") if of and reading.wants == "answer" else reading
            if _counts(found.parts, wants, place, reader, rarity):
                if not own or _tells(found.parts, own):
                    return found, fallback
                if text != turn.standalone and said_again is None:
                    return found, fallback
                # It says once more what was said, and nothing of what is asked now.
                said_again = said_again or found
            if fallback is None and text == turn.standalone:
                fallback = found
    return said_again, fallback


def _own_units(own: str, reader: Reader) -> frozenset[str]:
    """What the words of a turn ask for, without whom, which arm and what kind of figure."""
    asked = reader.read(own) if own else None
    if asked is None:
        return frozenset()
    of_whom = ("drug", "trial", "statistic", "word")
    named = frozenset(m.concept.key for m in asked.mentions if m.concept.kind not in of_whom)
    loose = frozenset(unit for unit in asked.loose if unit.isalpha())
    return (named | loose) - asked.case if not asked.arms and not asked.figures else frozenset()


def _tells(parts: Sequence[Part], own: frozenset[str]) -> bool:
    """Whether what is shown first tells something of what a turn itself asks."""
    first = [part.decision.chosen[0] for part in parts if part.decision.chosen]
    return any(own & facts.all_terms for facts in first)


def _counts(
    parts: Sequence[Part],
    reading: Reading,
    place: Sequence[Statement],
    reader: Reader,
    rarity: Mapping[str, float],
) -> bool:
    """Whether parts answer a reading as well as it wants."""
    answered = [part for part in parts if part.statements]
    if reading.wants == "answer":
        return bool(answered)
    if len(answered) < len(parts):
        return False
    if reading.wants == "near":
        return all(nearness(part.statements[0], place) >= 1 for part in parts)
    return all(
        missing(p.asked, p.decision.chosen, hard_slots(p.asked, reader), rarity).share <= WHOLE
        for p in parts
        if p.decision.chosen
    )
