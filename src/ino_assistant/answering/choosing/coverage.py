"""Is everything that was asked for there? If not, what is missing, and so a refusal.

No threshold on similarity can tell (measured: refusing 95 % of unanswerable questions by
score costs most of the good answers). What tells is that the thing asked about, an
endpoint, a statistic, a population, a product, a figure, is not in the one statement
that answers nor in its headings. Several things of one kind, named beside each other
(`hemoglobin and hematocrit`), may stand in several statements.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ino_assistant.answering.choosing.facts import Facts
from ino_assistant.answering.choosing.otherwise import told_otherwise
from ino_assistant.answering.judging.declarative import asked_statement
from ino_assistant.answering.understanding.paraphrase import said_in_other_words
from ino_assistant.answering.understanding.question import Question
from ino_assistant.answering.understanding.shapes import Shape
from ino_assistant.answering.understanding.slots import Slot, units, weight_of
from ino_assistant.data import load
from ino_assistant.data import words as words_of_data
from ino_assistant.vocabulary.concepts import Mention, outermost
from ino_assistant.vocabulary.tokens import term
from ino_assistant.vocabulary.tokens import words as words_in

_FRAMING = frozenset(
    {f"§{' '.join(label.split())}" for label in load("words")["frame"].split(";")}
    | {term(word) for word in words_of_data("kept")}
)
_FRAME = 0.3
"""What a way of asking weighs, of its rarity: `everybody randomized` is left out of an answer."""
_JOINS = frozenset({"and", "or", "vs", "versus", "plus", "compared", "respectively", "both"})


@dataclass(frozen=True, slots=True)
class Missing:
    """What the statements chosen do not cover.

    Attributes:
        things: what was asked for and is not there, in the asker's words.
        share: share of the question, by rarity, that none of them covers.
        all_else: whether nothing is there but ways of asking and names of medicines.
        circumstance: whether all that is not there says in which circumstances it is asked.
        kinds: what these things are: kinds of concepts, `loose` for a word that nothing explains,
            `figure`, and `head` for the thing that a fragment asks after.
    """

    things: tuple[str, ...]
    share: float
    circumstance: bool = False
    all_else: bool = False
    kinds: frozenset[str] = frozenset()


def missing(
    question: Question,
    chosen: Sequence[Facts],
    slots: Mapping[str, Slot],
    rarity: Mapping[str, float],
) -> Missing:
    """What of a question the first statement, with those beside it, does not cover.

    Args:
        question: as understood.
        chosen: statements to show, the best first; at least one.
        slots: what an answer must be about, by unit.
        rarity: of terms and concepts.
    """
    first = chosen[0].all_terms
    ranges = chosen[0].ranges
    together = first.union(*(facts.all_terms for facts in chosen))
    named = all(slot.filled(first) for unit, slot in slots.items() if unit[0] == "§")
    figures_to_check = _to_check(question) if named else ()
    # Two things of one kind may be answered by a statement each; of different kinds
    # (an endpoint and a population) they must meet in one.
    things = {
        slot.words: unit
        for unit, slot in slots.items()
        if not slot.filled(first, ranges)
        and not (slot.filled(together) and _beside(unit, question, slots, first))
        and not (unit in question.loose and _alternative(slot.words, question))
        and unit not in figures_to_check
        and not told_otherwise(unit, question, chosen[0])
    }
    weights = {
        unit: weight_of(unit, question, rarity) * (_FRAME if unit in _FRAMING else 1.0)
        for unit in units(question)
    }
    total = sum(weights.values())
    together = together | _held_as(chosen)
    kinds = {_kind(unit, question) for unit in things.values()}
    head = _asked_after(question)
    if head and not {m.concept.key for m in head} & (together | slots.keys()):
        things[" ".join(question.words[head[0].start : head[0].end])] = head[0].concept.key
        kinds.add("head")
    unsaid = {
        unit
        for unit in weights
        if unit not in together
        and not (unit in slots and slots[unit].filled(together, ranges))
        and not (unit in question.loose and said_in_other_words(unit, together))
    }
    names = {f"§{name.lower()}" for name in question.arms | question.products}
    topics = [u for u in weights if u not in _FRAMING and u not in names and not u.isdigit()]
    open_weight = sum(weights[unit] for unit in unsaid)
    return Missing(
        tuple(things),
        open_weight / total if total else 0.0,
        all(_is_circumstance(unit, question) for unit in things.values()),
        bool(topics) and all(u in unsaid for u in topics),
        frozenset(kinds),
    )


def _kind(unit: str, question: Question) -> str:
    """What a unit is, see `Missing.kinds`."""
    named = next((m.concept.kind for m in question.mentions if m.concept.key == unit), None)
    # `≥55` and `5` of `5-year` say of whom and when: no word tells them otherwise.
    return named or (
        "loose" if unit in question.loose and not _OF_FIGURES.match(unit) else "figure"
    )


_OF_FIGURES = re.compile(r"[≥≤<>]?\d")


def _asked_after(question: Question) -> list[Mention]:
    """What a fragment asks after: the first thing of `mortality in the elderly`, as it may mean."""
    found = _HEAD.match(question.text)
    first = 0 if found is None else len(words_in(found[0]))
    named = [m for m in outermost(question.mentions) if m not in question.lay]
    at_head = [m for m in named if m.start == first]
    for mention in at_head:
        behind = question.words[mention.end : mention.end + 1]
        names_thing = mention.concept.key not in _FRAMING and mention.concept.kind == "word"
        if names_thing and behind and behind[0].lower() in _BEFORE_WHOM:
            return at_head
    return []


_HEAD = re.compile(r"(?:what(?:'s| is| was| were| are| about)? )?(?:the |any )?", re.IGNORECASE)
_BEFORE_WHOM = frozenset({"in", "of", "with", "for", "among", "on", "after"})


def _is_circumstance(unit: str, question: Question) -> bool:
    """Whether it says in which circumstances something is asked: `with food`, `after surgery`.

    Of `the price of a bottle` the price is what is asked for.
    """
    named = next((m for m in question.mentions if m.concept.key == unit), None)
    if named is None or named.concept.kind != "attribute":
        return False
    others = {at for m in question.mentions if m is not named for at in range(m.start, m.end)}
    for at in range(named.start - 1, max(named.start - 4, -1), -1):
        if question.words[at].lower() in _BEFORE_CIRCUMSTANCE:
            return at > 0
        if at in others:
            return False
    return False


_BEFORE_CIRCUMSTANCE = words_of_data("circumstance")


_AS_SHAPES: Mapping[Shape, str] = {
    "dose": "§dose",
    "percent": "§incidence",
    "age": "§age",
    "interval": "§confidence interval",
    "p_value": "§p value",
}
"""Concepts that say which kind of figure is asked for: `1 g` is a dose without the word."""


def _held_as(chosen: Sequence[Facts]) -> frozenset[str]:
    """Kinds of figures that statements hold, as concepts."""
    shapes = frozenset[Shape]().union(*(facts.shapes for facts in chosen))
    held = {concept for shape, concept in _AS_SHAPES.items() if shape in shapes}
    # `Withhold until …` manages it without the word.
    return frozenset(held | ({_MANAGE} if any(facts.to_do for facts in chosen) else set()))


_MANAGE = "§manage"


def _to_check(question: Question) -> frozenset[str]:
    """Figures that are asked about, `for 8 months, correct?`, not those that say of whom.

    What is printed may be another figure: it is shown.
    """
    if asked_statement(question.text) is None:
        return frozenset()
    found = _MEASURED.findall(question.text)
    return frozenset(figure for figure in found if figure in question.figures)


_MEASURED = re.compile(
    r"(?<![\d.≥≤<>-])(\d+(?:\.\d+)?)(?= ?(?:mg|mcg|mL|g|hours?|days?|weeks?|months?|years?)\b)",
    re.IGNORECASE,
)


def _beside(unit: str, question: Question, hard: Mapping[str, Slot], first: frozenset[str]) -> bool:
    """Whether the unit is named beside another of its kind that the first statement has."""
    own = next((m for m in question.mentions if m.concept.key == unit), None)
    if own is None:
        return False
    for other in question.mentions:
        same_kind = other.concept.kind == own.concept.kind and other.concept.key != unit
        if same_kind and other.concept.key in hard and other.concept.key in first:
            between = question.words[min(own.end, other.end) : max(own.start, other.start)]
            if any(word.lower() in _JOINS for word in between):
                return True
    return False


def _alternative(words: str, question: Question) -> bool:
    """Whether it is one of two that the asker chooses between: `rechallenge or stop`."""
    if re.search(rf"\w ?/ ?{re.escape(words)}\b|\b{re.escape(words)} ?/ ?\w", question.text, re.I):
        return True
    lower = [w.lower() for w in question.words]
    named = words.lower().split()
    for at in range(len(lower) - len(named) + 1):
        if lower[at : at + len(named)] == named:
            return "or" in (*lower[at + len(named) : at + len(named) + 1], *lower[at - 1 : at])
    return False
