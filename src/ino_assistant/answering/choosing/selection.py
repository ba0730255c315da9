"""How many statements are shown: one when sure, two or three when not or when needed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ino_assistant.answering.choosing.facts import Facts
from ino_assistant.answering.choosing.ranking import Candidate
from ino_assistant.answering.understanding.question import Question
from ino_assistant.answering.understanding.shapes import Shape
from ino_assistant.answering.understanding.slots import units

_SURE = 2.5
"""Gap to the best score within which a statement is shown beside it."""
_SURE_OF_ALL = 1.0
"""The same where a figure is asked for and the best statement speaks of all that is asked."""
_COMPANION = 5.0
"""Gap within which a statement is shown that holds what the others lack."""
_BOXED_WARNING = "§boxed warning"
_MOST = 3
_RARE = 2.0
_MAX_WORDS = 140
_BRIEF = 60
_LONG = 110
"""Words up to which a statement is added only because it scores nearly as high: where a
figure is asked for, and else."""
_VALUES: frozenset[Shape] = frozenset({"percent", "count", "duration", "dose", "date", "age"})


def choose(
    question: Question, ranked: Sequence[Candidate], rarity: Mapping[str, float]
) -> list[Facts]:
    """The statements to show, the best first.

    Args:
        question: as understood.
        ranked: candidates, the best first; at least one.
        rarity: of terms and concepts.
    """
    heading = _boxed_warning_asked(question, ranked)
    if heading is not None:
        return [heading]
    best = _of_it_alone(question, ranked)
    if best.facts.definition:
        return [best.facts]
    chosen = [best.facts]
    asked = units(question)
    longest = _BRIEF if question.shapes & _VALUES else _LONG
    whole = bool(question.shapes & _VALUES) and asked <= best.facts.all_terms
    sure = _SURE_OF_ALL if whole else _SURE
    for candidate in ranked[:12]:
        if len(chosen) == _MOST or candidate.score < best.score - _COMPANION:
            break
        facts = candidate.facts
        if facts is best.facts or facts.statement.layout_lost or _overlaps(facts, chosen):
            continue
        if facts.composite and not best.facts.composite and not _ASKS_ALL.search(question.text):
            continue
        if not _of_the_same(question, best.facts, facts):
            continue
        if sum(f.words for f in chosen) + facts.words > _MAX_WORDS:
            continue
        lacking = {
            u
            for u in asked - frozenset[str]().union(*(f.all_terms for f in chosen))
            if rarity.get(u, 0.0) > _RARE and u in facts.own | facts.own_concepts
        }
        lacking |= _other_arm(question, chosen, facts)
        words = sum(f.words for f in chosen) + facts.words
        close = (
            candidate.score > best.score - sure
            and not facts.pointer
            and not _sibling(question, best.facts, facts)
            and not _of_another_group(question, best.facts, facts)
        )
        if (close and words <= longest) or lacking:
            chosen.append(facts)
    return chosen


def with_what_takes_back(
    question: Question, chosen: Sequence[Facts], ranked: Sequence[Candidate]
) -> list[Facts]:
    """The statements to show, and behind the first what the next sentence takes back of it.

    `However, the analysis did not meet its boundary` has no figure that was asked for, and
    belongs to the one that was.
    """
    first, *others = chosen
    after = next((c.facts for c in ranked if c.facts.statement.id == first.qualifier), None)
    if after is None or after in others:
        return list(chosen)
    shared = after.own_concepts & first.own_concepts & _things_asked(question)
    if not shared or first.words + after.words > _BRIEF:
        return list(chosen)
    room = [f for f in others if first.words + after.words + f.words <= _BRIEF]
    return [first, after, *room][:_MOST]


def _things_asked(question: Question) -> frozenset[str]:
    """Endpoints and reactions that a question names."""
    kinds = ("endpoint", "reaction", "measure", "term")
    return frozenset(m.concept.key for m in question.mentions if m.concept.kind in kinds)


def _other_arm(question: Question, chosen: Sequence[Facts], facts: Facts) -> frozenset[str]:
    """An arm asked for that only this statement has, with a figure of the kind shown."""
    shown = frozenset[str]().union(*(f.arms for f in chosen))
    wanted = question.arms - shown
    kinds = chosen[0].shapes & _VALUES
    if len(question.arms) < 2 or not kinds or not kinds & facts.shapes:
        return frozenset()
    return wanted & facts.named


def _boxed_warning_asked(question: Question, ranked: Sequence[Candidate]) -> Facts | None:
    """The heading of a boxed warning, where only the warning itself is asked for.

    The warning stands below every answer, whole: what it is about is all that is left to say.
    """
    asked = {m.concept.key for m in question.mentions if m.concept.kind != "word"}
    if asked != {_BOXED_WARNING}:
        return None
    return next(
        (
            c.facts
            for c in ranked
            if c.facts.statement.kind == "boxed_warning" and c.facts.statement.display.endswith(":")
        ),
        None,
    )


def _of_the_same(question: Question, best: Facts, facts: Facts) -> bool:
    """Whether it is about the medicine of the best statement, or one that is asked about."""
    mine, others = set(best.statement.products), set(facts.statement.products)
    return not mine or bool(others & (mine | question.products))


def _sibling(question: Question, best: Facts, facts: Facts) -> bool:
    """Whether it is another row of the same table: its figures are of something else."""
    row, other = best.statement.row, facts.statement.row
    if "list" in question.shapes:
        return False
    if {best.statement.kind, facts.statement.kind} == {"figure"}:
        return best.statement.section == facts.statement.section and bool(best.shapes & _VALUES)
    if row is None or other is None:
        return False
    return row.table == other.table and bool(question.shapes & (_VALUES | _STATISTICS))


def _of_another_group(question: Question, best: Facts, facts: Facts) -> bool:
    """Whether its figures are of a group that neither the question nor the best statement names.

    Beside `6.7 % of all patients` what was seen after a transplant misleads; and so does what
    holds for those who are *not* of the group asked about.
    """
    figures = question.shapes & (_VALUES | _STATISTICS)
    if not figures & best.shapes or "list" in question.shapes:
        return False
    if facts.populations - question.concepts - best.populations:
        return True
    denied = bool(_NOT_OF.search(facts.statement.display))
    return denied and not _NOT_OF.search(best.statement.display + question.text)


_NOT_OF = re.compile(
    r"\b(?:patients|adults|women|men|those|people|children) (?:who (?:are|do|did|have|were) )?not\b"
    r"|\bwithout (?:an? |the )?(?:prior|previous|\w+ing)\b",
    re.IGNORECASE,
)


def _of_it_alone(question: Question, ranked: Sequence[Candidate]) -> Candidate:
    """The best candidate, or one on the very thing asked for that scores nearly as high.

    `Hospitalization rates?` is answered by its own row before a composite with death.
    """
    best = ranked[0]
    things = _things_asked(question)
    if not things or not _beside_it(question, best.facts):
        return best
    for candidate in ranked[1:_MOST_ALIKE]:
        alone = (
            things <= candidate.facts.own_concepts and best.facts.shapes & candidate.facts.shapes
        )
        if (
            alone
            and candidate.score > best.score - _SURE
            and not _beside_it(question, candidate.facts)
            and question.arms & best.facts.arms <= candidate.facts.arms
        ):
            return candidate
    return best


def _beside_it(question: Question, facts: Facts) -> bool:
    """Whether its figures are of more than is asked for, or of a part of the patients only."""
    if facts.composite and not _ASKS_ALL.search(question.text):
        return True
    part = facts.populations - question.concepts - _WHOLE
    return facts.statement.row is not None and bool(part)


_WHOLE = frozenset({"§intent-to-treat", "§whole population", "§patients", "§adults"})
"""Populations that are all of a trial's patients."""


_ASKS_ALL = re.compile(r"\b(?:composite|primary|combined|endpoints?|or|events?)\b", re.IGNORECASE)
"""Questions that are after a composite."""
_MOST_ALIKE = 6

_STATISTICS: frozenset[Shape] = frozenset({"ratio", "interval", "p_value"})


def _overlaps(facts: Facts, chosen: Sequence[Facts]) -> bool:
    """Whether a statement repeats text that is already shown."""
    for other in chosen:
        for start, end in facts.statement.spans:
            for a, b in other.statement.spans:
                if facts.statement.document == other.statement.document and start < b and a < end:
                    return True
        if facts.own <= other.own:
            return True
    return False
