"""What leads where several statements fit: what is so before what is not, all before a part.

`Who is it approved for?` asks for those whom it is approved for, however well `it is not
approved for children` fits; and `how many had fever` for all, not for those with a transplant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from ino_assistant.answering.choosing.facts import Facts
from ino_assistant.answering.choosing.ranking import Candidate
from ino_assistant.answering.understanding.question import Question
from ino_assistant.vocabulary.concepts import outermost
from ino_assistant.vocabulary.tokens import term

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
    asked: Question, able: Sequence[Candidate], whole: Callable[[Candidate], bool]
) -> list[Candidate]:
    """Candidates, the one first that must lead.

    Args:
        asked: the question as understood.
        able: candidates, the best first; at least one.
        whole: whether a candidate lacks nothing of what is asked.
    """
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
