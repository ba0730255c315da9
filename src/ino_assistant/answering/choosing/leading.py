"""What leads where several statements fit: the row asked for, the thing itself, all before a part.

`Who is it approved for?` asks for those whom it is approved for, however well `it is not
approved for children` fits; and `how many had fever` for all, not for those with a transplant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from ino_assistant.answering.choosing.claim_fit import ClaimFitter
from ino_assistant.answering.choosing.coverage import Missing
from ino_assistant.answering.choosing.eligibility import is_on
from ino_assistant.answering.choosing.facts import Facts
from ino_assistant.answering.choosing.ranking import Candidate
from ino_assistant.answering.choosing.selection import VALUES
from ino_assistant.answering.understanding.question import Question
from ino_assistant.answering.understanding.slots import values_of
from ino_assistant.vocabulary.concepts import outermost
from ino_assistant.vocabulary.tokens import term

Lacks = Callable[[Candidate], Missing]
"""What of a question a candidate alone leaves open."""

# Where no thing is missing outright, these say that the question is about something else.
# Set on the development questions so that no right answer is lost by score, and at most
# two in a hundred by share; the slots do the work, not these.
MAX_OPEN = 0.5
"""Share of a question from which it is about something else."""
MIN_SCORE = 3.8
"""Score below which nothing answers."""
NEARLY, ALIKE = 1.5, 6
"""Gap to the best score, and place, up to which one that lacks nothing takes its place."""
ROWS = 15
"""Candidates among which a row of the same table, or another figure, is looked for."""
_ROW_BELOW = 5.0
_MORE_ALIKE = 0.03
_LOOKED_AT = 8
_SO, _ALL = 6.0, 2.5
"""Gaps to the best score: what says so may be told in quite other words than the question."""
_PART = 0.85
"""Share of the largest group from which a group is all of them: some are left out of a set."""
_ASKS = re.compile(
    r"^(?:and |so |but )?(?:(?:for|in|to|with|by) )?(?:wh(?:o|om|at|ich|en|ere)|how)\b",
    re.IGNORECASE,
)
_DENIES = re.compile(r"\b(?:not|never|no longer|isn['’]t|aren['’]t|wasn['’]t)\b", re.IGNORECASE)
_DENIED = re.compile(
    r"\b(?:not|never|no longer)(?: (?:be|been|yet|to be|currently|generally))* (\w+)",
    re.IGNORECASE,
)
_OUT_OF = re.compile(r"\d ?/ ?(\d[\d,]*)|\b[Nn] ?= ?(\d[\d,]*)(?! ?/|[\d,])")


def in_order(
    asked: Question, able: Sequence[Candidate], lacks: Lacks, fitter: ClaimFitter
) -> list[Candidate]:
    """Candidates, the one first that must lead.

    Args:
        asked: the question as understood.
        able: candidates, the best first; at least one.
        lacks: what of the question a candidate alone leaves open.
        fitter: knows what the figures of statements are bound to.
    """
    able = _row_first(asked, able, lacks)
    able = _of_the_thing(asked, able, fitter)
    able = _sentence_first(asked, able, lacks)
    if fitter.of_those_asked(asked, able[0].facts.statement.id):
        return able
    return _so_and_all(asked, able, lambda c: not lacks(c).things)


def _row_first(
    asked: Question,
    able: Sequence[Candidate],
    lacks: Lacks,
) -> list[Candidate]:
    """The candidates, before all the row on the value asked about, where it lacks nothing.

    `The dose for a clearance of 12` stands in `Below 15`, whatever else speaks of clearance.
    """
    values = values_of(asked)
    if not values:
        return list(able)
    kinds = asked.shapes & VALUES
    for candidate in able[:ROWS]:
        near = candidate.score > able[0].score - _ROW_BELOW
        if kinds and not kinds & candidate.facts.shapes:
            continue
        if near and all(is_on(candidate.facts, v) for v in values):
            lost = lacks(candidate)
            if not lost.things and lost.share <= MAX_OPEN:
                # Few words are alike in a row of figures: that it is of the value tells more.
                first = replace(candidate, score=max(able[0].score, MIN_SCORE))
                return [first, *(c for c in able if c is not candidate)]
    return list(able)


def _of_the_thing(
    asked: Question, able: Sequence[Candidate], fitter: ClaimFitter
) -> list[Candidate]:
    """The candidates; those on whom a thing happened to go where another is on the thing itself.

    Of several the one that says that it holds overall goes first.
    """
    of = {c.facts.statement.id: fitter.is_of(asked, c.facts.statement.id) for c in able[:ROWS]}
    first = able[0]
    if of[first.facts.statement.id] is not False:
        return list(able)
    near = [c for c in able[1:ALIKE] if c.score > first.score - NEARLY and of[c.facts.statement.id]]
    if not near:
        return list(able)
    rivals = [c for c in able[:ROWS] if of[c.facts.statement.id] and c.score > near[0].score - 1.0]
    leads = next((c for c in rivals if _OVERALL.search(c.facts.statement.display)), near[0])
    others = [c for c in able if c is not leads and of.get(c.facts.statement.id) is not False]
    return [replace(leads, score=first.score), *others]


_OVERALL = re.compile(
    r"\b(?:overall|in total)\b(?! (?:survival|response|remission))", re.IGNORECASE
)


def _sentence_first(
    asked: Question,
    able: Sequence[Candidate],
    lacks: Lacks,
) -> list[Candidate]:
    """The candidates, before a long list one sentence that lists what is asked and is more alike.

    `The factors were A, B and C` lists factors; `Key outcomes`, of which some are factors, do not.
    """
    first = able[0]
    if not first.facts.statement.parts or "list" not in asked.shapes:
        return list(able)
    open_there = lacks(first).share
    for candidate in able[1:ALIKE]:
        held = candidate.facts
        alike = candidate.likeness > first.likeness + _MORE_ALIKE
        near = candidate.score > first.score - NEARLY
        if near and alike and "list" in held.shapes and not held.statement.parts:
            lost = lacks(candidate)
            if not lost.things and lost.share <= open_there:
                others = [c for c in able if c is not candidate]
                return [replace(candidate, score=first.score), *others]
    return list(able)


def _so_and_all(
    asked: Question, able: Sequence[Candidate], whole: Callable[[Candidate], bool]
) -> list[Candidate]:
    """The candidates, what is so before what is not, and what is of all before a part of them."""
    best = able[0]
    near = able[1:_LOOKED_AT]
    if _is_denied(asked, best.facts):
        leads = next(
            (
                c
                for c in near
                if c.score > best.score - _SO and not _is_denied(asked, c.facts) and whole(c)
            ),
            None,
        )
    else:
        leads = _of_all(asked, best, [c for c in near if c.score > best.score - _ALL and whole(c)])
    if leads is None:
        return list(able)
    return [replace(leads, score=best.score), *(c for c in able if c is not leads)]


def _is_denied(asked: Question, held: Facts) -> bool:
    """Whether a statement denies the very thing that is asked to be told."""
    if not _ASKS.match(asked.text) or _DENIES.search(asked.text) or held.statement.row is not None:
        return False
    said = asked.content | {
        term(word) for m in asked.mentions for word in asked.words[m.start : m.end]
    }
    return any(term(m[1]) in said for m in _DENIED.finditer(held.statement.display))


def _of_all(asked: Question, best: Candidate, near: Sequence[Candidate]) -> Candidate | None:
    """One on the same thing in a group of which the best has only a part; None without one."""
    if not asked.shapes & {"count", "percent"} or asked.case or asked.figures:
        return None
    kinds = {m.concept.kind for m in outermost(asked.mentions)}
    things = {
        m.concept.key
        for m in outermost(asked.mentions)
        if m.concept.kind in ("reaction", "endpoint")
    }
    of_best = _largest(best.facts)
    if kinds & {"population", "attribute"} or not things or not of_best:
        return None
    alike = [
        c
        for c in near
        if things <= c.facts.own_concepts
        and c.facts.arms == best.facts.arms
        and _of_one_trial(c.facts, best.facts)
        and c.facts.shapes & best.facts.shapes & {"count", "percent"}
        and c.facts.statement.document == best.facts.statement.document
    ]
    widest = max(alike, key=lambda c: _largest(c.facts), default=None)
    if widest is None or of_best >= _PART * _largest(widest.facts):
        return None
    return widest


def _of_one_trial(one: Facts, other: Facts) -> bool:
    return not one.trials or not other.trials or one.trials == other.trials


def _largest(held: Facts) -> int:
    """Size of the largest group that figures of a statement are out of; 0 where none is told."""
    found = _OUT_OF.findall(held.statement.display)
    return max((int(size.replace(",", "")) for m in found for size in m if size), default=0)
