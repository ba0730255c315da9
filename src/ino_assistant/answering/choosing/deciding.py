"""Deciding: which statements answer a question, or why none does."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ino_assistant.answering.choosing.claim_fit import ClaimFitter
from ino_assistant.answering.choosing.coverage import Missing, missing
from ino_assistant.answering.choosing.eligibility import eligible
from ino_assistant.answering.choosing.facts import Facts
from ino_assistant.answering.choosing.leading import (
    ALIKE,
    MAX_OPEN,
    MIN_SCORE,
    NEARLY,
    ROWS,
    in_order,
)
from ino_assistant.answering.choosing.ranking import Candidate
from ino_assistant.answering.choosing.selection import choose, with_what_takes_back
from ino_assistant.answering.judging.polarity import Judged
from ino_assistant.answering.understanding.asking import is_question
from ino_assistant.answering.understanding.question import Question
from ino_assistant.answering.understanding.ranges import Measured, Range
from ino_assistant.answering.understanding.shapes import Shape
from ino_assistant.answering.understanding.slots import Slot, figures_of, units
from ino_assistant.vocabulary.concepts import outermost

_MAX_OPEN_IN_PROSE = 0.2
_PER_OPEN = 5.0
"""How much more a statement must score for each share beyond that: one that fits very well in
what it has may be told in quite other words than the question."""
_ALL_OPEN = 0.95
"""Share from which a statement says nothing that was asked about."""
_FIGURES: frozenset[Shape] = frozenset({"percent", "count", "ratio", "interval", "p_value"})
_FITS = 8.0
"""Score from which a circumstance that the statement leaves out is forgiven."""
_MAX_OPEN_IN_FACT = 0.3
"""Share that may be open where nearly all must be said: whether something happened to the
person of a case, and the limit at which something is done."""
_LIMIT = re.compile(
    r"\b(?:at|below|above|under|over) (?:exactly )?(?:what|which) (?:\w+ ){0,3}"
    r"(?:levels?|counts?|values?|thresholds?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Decision:
    """Statements that answer a question, or why none does.

    Attributes:
        chosen: what to show, the best first; empty where there is a reason.
        ranked: all candidates, the best first.
        reason: of a refusal: `nothing`, `shape`, `layout`, `thing` or `share`; else None.
        things: what no statement speaks of, in the asker's words.
    """

    chosen: tuple[Facts, ...]
    ranked: tuple[Candidate, ...]
    reason: str | None
    things: tuple[str, ...] = ()


def decide(
    asked: Question,
    ranked: Sequence[Candidate],
    slots: Mapping[str, Slot],
    rarity: Mapping[str, float],
    fitter: ClaimFitter,
) -> Decision:
    """Whether the best statements answer the question, slot by slot.

    Args:
        asked: the question as understood.
        ranked: candidates, the best first.
        slots: what an answer must be about, by unit.
        rarity: of terms and concepts.
        fitter: knows what the figures of statements are bound to.
    """
    ranked = tuple(ranked)
    if not ranked or not units(asked):
        return Decision((), ranked, "nothing")
    able = eligible(asked, ranked, fitter)
    if not able:
        return Decision((), ranked, "shape")
    if able[0].facts.statement.layout_lost:
        # A table without rows mentions everything: what says it in a sentence goes first.
        able = [c for c in able if _says_it_all(asked, c, slots, rarity)]
        if not able:
            return Decision((), ranked, "layout")
    able = in_order(asked, able, lambda c: missing(asked, [c.facts], slots, rarity), fitter)
    chosen = with_what_takes_back(asked, choose(asked, able, rarity), ranked)
    lost = missing(asked, chosen, slots, rarity)
    score = able[0].score
    if _is_unlike(lost, ranked, chosen[0]):
        return Decision((), ranked, "thing" if lost.things else "share", lost.things)
    if _is_any_row(asked, lost, ranked, able, chosen[0]):
        return Decision((), ranked, "share")
    sure = _told_otherwise(lost, ranked, chosen[0])
    excused = sure or (lost.circumstance and score >= _FITS and lost.share <= MAX_OPEN)
    if lost.things and not excused:
        whole = _next_best(asked, able, slots, rarity)
        if whole is not None:
            chosen, lost = [whole.facts], missing(asked, [whole.facts], slots, rarity)
            score = whole.score
        elif _asks(asked) and _said_alike(lost, ranked, chosen[0]):
            sure = True
        else:
            return Decision((), ranked, "thing", lost.things)
    alike = _leads(ranked, chosen[0], _ALIKE_LEAD)
    if not sure and _leaves_open(asked, lost, score, alike):
        return Decision((), ranked, "share")
    return Decision(tuple(chosen), ranked, None)


def _leaves_open(asked: Question, lost: Missing, score: float, alike: bool) -> bool:
    """Whether what is said covers too little of the question for its score.

    Unless it is alike in meaning and leads: then it says it in other words.
    """
    exact = ("yes_no" in asked.shapes and asked.case) or _LIMIT.search(asked.text)
    if exact and lost.share > _MAX_OPEN_IN_FACT:
        return True
    if alike:
        return False
    if lost.all_else and asked.shapes & _FIGURES:
        # A figure of something else.
        return True
    if (lost.share > _ALL_OPEN or lost.all_else) and asked.arms:
        # It has nothing of the question but the arms, which many name.
        return score < _FITS
    return score < MIN_SCORE + _PER_OPEN * max(0.0, lost.share - MAX_OPEN)


def _is_unlike(lost: Missing, ranked: Sequence[Candidate], first: Facts) -> bool:
    """Whether even the best is about something else: unlike in meaning, the more so in words."""
    own = [c.likeness for c in ranked if c is ranked[0] or c.facts is first]
    return max(own) < _LIKE + _LIKE_IN_OTHER_WORDS * lost.share


def _is_any_row(
    asked: Question,
    lost: Missing,
    ranked: Sequence[Candidate],
    able: Sequence[Candidate],
    first: Facts,
) -> bool:
    """Whether nothing asked tells the row from others of its table, though more was asked.

    `The odds ratio with three or more cycles` is in no row of a table of odds ratios by age;
    `a past liver disorder` is in that of `history of liver disease`, which leads by far.
    """
    row = first.statement.row
    wanted = units(asked)
    if row is None or lost.share <= _MAX_OPEN_IN_FACT or wanted & first.label:
        return False
    if _leads(ranked, first, _ROW_LEAD):
        return False
    others = [
        c.facts
        for c in able[:ROWS]
        if c.facts is not first
        and c.facts.statement.row is not None
        and c.facts.statement.row.table == row.table
    ]
    return bool(others) and not any(wanted & other.label for other in others)


_LIKE, _LIKE_IN_OTHER_WORDS = 0.27, 0.18
"""Likeness that a statement needs, and how much more where nothing is said in the asker's words.

Fitted on `eval/invented/fitting.jsonl`, and on questions of `eval/encoder` put to documents that
they are not of: of those that were answered all the same, three in ten are refused with it.
"""


def _told_otherwise(lost: Missing, ranked: Sequence[Candidate], first: Facts) -> bool:
    """Whether the first statement leads by so much that what it lacks is said in other words."""
    if not lost.things or lost.all_else:
        return False
    lead = _lead(ranked, first)
    return all(lead >= _LEAD.get(kind, math.inf) for kind in lost.kinds)


def _lead(ranked: Sequence[Candidate], first: Facts) -> float:
    """By how much a statement leads over all others; none where it is not the best of many."""
    if len(ranked) < _FEW or first is not ranked[0].facts:
        return -math.inf
    return ranked[0].score - ranked[1].score


_FEW = 25
"""Statements below which the best leads by much whatever is asked."""
_LEAD = {"loose": 3.0, "word": 3.0, "measure": 3.0, "population": 4.0, "endpoint": 4.0}
"""Lead over the next statement from which a thing of a kind may be missing by its name.

Set on the questions in `eval/invented/fitting.jsonl`: of those that a document answers, one in
fifteen was refused although its statement led by that, of those that it nearly answers none. Kinds
that are not here (medicines, statistics, figures, reactions, attributes) are never forgiven.
"""


def _asks(asked: Question) -> bool:
    """Whether it asks, in a sentence or in a few words: an order has no answer in other words."""
    return is_question(asked.text) or len(asked.words) <= _FRAGMENT


_FRAGMENT = 6
"""Words up to which somebody in a hurry asks without a question mark."""


def _said_alike(lost: Missing, ranked: Sequence[Candidate], first: Facts) -> bool:
    """Whether what the first statement lacks by name stands there in words of like meaning.

    `Spillage of albumin` in a statement on proteinuria.
    """
    needs = [_ALIKE_FROM[kind] for kind in lost.kinds if kind in _ALIKE_FROM]
    if lost.all_else or len(needs) < len(lost.kinds):
        return False
    if not _leads(ranked, first, max(lead for _, lead in needs)):
        return False
    alike = max(likeness for likeness, _ in needs)
    words = ranked[0].wordwise
    return all((words.of(thing) or 0.0) >= alike for thing in lost.things)


def _leads(ranked: Sequence[Candidate], first: Facts, lead: float) -> bool:
    """Whether the first statement leads by so much, and is alike in meaning as a whole."""
    return ranked[0].likeness >= _LIKE_IT and _lead(ranked, first) >= lead


_LIKE_IT = 0.4
"""Likeness from which what is asked may be said in other words."""
_ROW_LEAD = 2.0
"""Lead of a row over the next from which its label may be told in other words."""
_ALIKE_LEAD = 1.0
"""Lead from which a statement that is so alike may share as few words as may be."""
_ALIKE_FROM = {
    "loose": (0.4, 0.3),
    "reaction": (0.45, 0.3),
    "attribute": (0.5, 0.3),
    "measure": (0.5, 0.3),
    "population": (0.6, 1.0),
}
"""Of a kind of thing, the likeness of its words and the lead from which it may lack by its name.

Set on `eval/invented/fitting.jsonl`: of 2,001 questions that a document answers 50 more are, of
128 that it nearly answers 3, of 1,998 whose statement was taken out 32 find another one (of 664,
676 and 751 before). Of groups little is forgiven: a second salvage is like a first one.
"""


def proves(asked: Question, judged: Judged, held: Facts) -> bool:
    """Whether what proves a yes or a no is of the group asked about: not all for `patients >55`.

    Args:
        asked: the question as understood.
        judged: what was judged.
        held: the facts of the statement that it rests on.
    """
    whom = {m.concept.key for m in outermost(asked.mentions) if m.concept.kind == "population"}
    if judged.because == "plainly" and not whom <= held.all_terms:
        return False
    groups = {figure for figure in asked.figures if figure[0] in "≥≤<>"}
    return judged.because in _OF_FIGURES or groups <= held.all_terms


_OF_FIGURES = frozenset({"by_figures", "by_interval", "by_label", "by_date"})
"""Rules that compare the question's figures themselves."""


def _next_best(
    asked: Question,
    able: Sequence[Candidate],
    slots: Mapping[str, Slot],
    rarity: Mapping[str, float],
) -> Candidate | None:
    """One that lacks nothing of what is asked, and scores nearly as high as the best, which does.

    `30 to 59: 1 g` is the dose for a clearance of 45, before a sentence on doses and clearance.
    """
    near = [
        c
        for c in able[1:ALIKE]
        if c.score > able[0].score - NEARLY and _says_it_all(asked, c, slots, rarity)
    ]
    # Of two limits that a figure is beyond, the nearer is the one that holds for it.
    return min(near, key=lambda c: _beyond(asked, c.facts), default=None)


def _beyond(asked: Question, held: Facts) -> float:
    """How far the figures asked about are from the lower limits of the ranges that hold them."""
    return sum(
        min((m.value - r.low for r in held.ranges if _holds(r, m)), default=0.0)
        for m in figures_of(asked)
    )


def _holds(printed: Range, asked: Measured) -> bool:
    return asked.within(printed) and printed.low < printed.high


def _says_it_all(
    asked: Question, candidate: Candidate, slots: Mapping[str, Slot], rarity: Mapping[str, float]
) -> bool:
    if candidate.facts.statement.layout_lost:
        return False
    lost = missing(asked, [candidate.facts], slots, rarity)
    return not lost.things and lost.share <= _MAX_OPEN_IN_PROSE
