"""Focus: what an answer showed, and what stands beside it, is what the next turn is likely after.

A turn that leaves something out (`and if it is severe?`) fits many passages alike. Of these the
one that was just read from, and its neighbours under the same heading, go first. It is a pull,
not a wall: a statement elsewhere that fits clearly better is still the answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ino_assistant.answering.choosing.facts import Facts
from ino_assistant.answering.choosing.ranking import Candidate
from ino_assistant.answering.turns.resolution import Leans
from ino_assistant.answering.understanding.question import Reader
from ino_assistant.answering.understanding.shapes import Shape
from ino_assistant.corpus.model import Statement

PULL: Mapping[Leans, float] = {
    "nothing": 0.2,
    "thread": 0.4,
    "place": 2.2,
    "figure": 1.2,
    "reason": 1.2,
}
"""What a statement under the same heading gains, on the scale of the ranking's scores."""
_ITSELF = 0.3
"""The same statement again, as a share of the pull on top."""
_DOCUMENT = 0.5
"""Another place of the same document, as a share of the pull."""
_SAME_FIGURE = 4.0
"""A count beside the very share that was just given."""
_SAID_ALREADY = 6.0
_REASONS: frozenset[Shape] = frozenset({"reason"})
_SHARE = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?=\s?%)|(?<=\()\d+\.\d+(?=\))")


def drawn(
    ranked: Sequence[Candidate], shown: Sequence[Statement], leans: Leans
) -> Sequence[Candidate]:
    """Candidates, the best first, once those near what was shown are pulled up.

    Args:
        ranked: candidates, the best first.
        shown: what the last answer rests on; empty for none.
        leans: on what of the turns before the question leans.
    """
    if not shown:
        return ranked
    shares = [given for s in shown if leans == "figure" and (given := _shares([s]))]
    said = {statement.display for statement in shown}
    of = []
    for candidate in ranked:
        gain = PULL[leans] * nearness(candidate.facts.statement, shown)
        gain += _SAME_FIGURE * _holds(candidate.facts, shares)
        gives = candidate.facts.shapes & _REASONS
        if leans == "reason" and not gives and candidate.facts.statement.display in said:
            # What was just said is no reason for itself.
            gain -= _SAID_ALREADY
        of.append(replace(candidate, score=candidate.score + gain))
    return sorted(of, key=lambda c: -c.score)


def nearness(statement: Statement, shown: Sequence[Statement]) -> float:
    """How near a statement is to what was shown: 0 in another document, 1 and more beside it."""
    near = 0.0
    for other in shown:
        if statement.document != other.document:
            continue
        beside = bool(other.section) and statement.section == other.section
        same = _ITSELF if statement.id == other.id else 0.0
        near = max(near, (1.0 if beside else _DOCUMENT) + same)
    return near


def product_of(text: str, shown: Sequence[Statement], reader: Reader) -> str:
    """The one medicine that a turn was about, named or read about; empty if there is none.

    Args:
        text: the standalone question.
        shown: what its answer rests on.
        reader: reads questions with the vocabulary of the corpus.
    """
    named = reader.read(text).products
    about = named or {product for statement in shown for product in statement.products}
    return next(iter(about)) if len(about) == 1 else ""


def carries(text: str, product: str, reader: Reader) -> bool:
    """Whether a question that names no medicine may be of the one spoken of, among several."""
    asked = reader.read(text)
    if not product or len(reader.arms_beside) < 2 or asked.products:
        return False
    own = set(reader.arms_beside[product])
    others = {arm for arms in reader.arms_beside.values() for arm in arms} - own
    return not (asked.arms and asked.arms <= others)


def _holds(facts: Facts, shares: Sequence[frozenset[str]]) -> float:
    """The part of the shares just given in one statement that another has with a count."""
    if not shares or not facts.counts:
        return 0.0
    own = _shares([facts.statement])
    return max(len(given & own) / len(given) for given in shares)


def _shares(statements: Sequence[Statement]) -> frozenset[str]:
    return frozenset(found for s in statements for found in _SHARE.findall(s.display))
