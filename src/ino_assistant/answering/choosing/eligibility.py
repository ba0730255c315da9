"""Which statements may answer at all: a statement competes only if it holds what is asked.

A question after a percentage is not answered by a sentence that has none, one after the
comparator arm not by a result of the other, and no question by a caption or a pointer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ino_assistant.answering.choosing.claim_fit import ClaimFitter, counted_terms
from ino_assistant.answering.choosing.facts import Facts
from ino_assistant.answering.choosing.ranking import Candidate
from ino_assistant.answering.understanding.question import Question
from ino_assistant.answering.understanding.ranges import Measured, Range
from ino_assistant.answering.understanding.shapes import Demand, Shape, demanded_shapes
from ino_assistant.answering.understanding.slots import values_of

_LONG_LIST = 60
"""Words from which a list as a whole is too much for a question that asks for no list."""
_SENTENCE = re.compile(
    r"^(?:is|are|was|were|do|does|did|can|could|should|has|have|tell|explain|describe|give)\b|"
    r"\b(?:what|which|who|whom|how|when|why|where)\b|\b(?:features?|things?|relevance|role|goal|mean|significance|importance|limitations?|factors?|"
    r"predict\w*|define\w*|definition)\b",
    re.IGNORECASE,
)
_DIGIT = re.compile(
    r"\d|\bhalf\b|\bdoubled\b|\b(?:one|two|three|four|five|six|seven|eight|nine|ten)\b", re.I
)
_WH = re.compile(r"\b(?:who|how|when|why|where|which)\b", re.IGNORECASE)
_NOT = re.compile(r"\b(?:no|not|non|none|without|never|naive|free)\b|n't\b", re.IGNORECASE)
_SOMEBODY = re.compile(
    r"\b(?:cases?|patients?|s?he|his|hers?|him|(?:wo)?m[ae]n|boy|girl|lady|guy|person)\b", re.I
)
_PLACE = re.compile(r"^(?:and |so |but )?where\b", re.IGNORECASE)
"""Questions after a place, which no row of figures answers."""
_BOXED = frozenset({"§boxed warning"})
_RESULT: frozenset[Shape] = frozenset({"percent", "count", "duration", "ratio"})
_NUMERIC: frozenset[Shape] = frozenset(
    {
        "percent",
        "count",
        "duration",
        "dose",
        "date",
        "age",
        "threshold",
        "interval",
        "ratio",
        "p_value",
    }
)


def demands(question: Question) -> tuple[Demand, ...]:
    """What an answer must hold for the way in which it is asked."""
    found = demanded_shapes(question.text)
    if not found and _names_a_result(question):
        found.append(Demand(_RESULT))
    return tuple(found)


def _names_a_result(question: Question) -> bool:
    """Whether it is a mere fragment that names an endpoint: `CR/CRi in first salvage?`."""
    endpoint = any(m.concept.kind == "endpoint" for m in question.mentions)
    return endpoint and not question.shapes and not _SENTENCE.search(question.text)


def eligible(
    question: Question, ranked: Sequence[Candidate], fitter: ClaimFitter
) -> list[Candidate]:
    """The candidates that may answer, in their order."""
    ranked = [
        c
        for c in ranked
        if not fitter.other_figure(
            question, c.facts.statement.id, c.facts.corner, c.facts.own_concepts
        )
        and not fitter.of_other_arm(question, c.facts.statement.id, len(c.facts.named))
    ]
    ranked = _amounts_first(question, ranked)
    values = values_of(question)
    ranked = [c for c in ranked if not any(excludes(c.facts, v) for v in values)]
    wanted = demands(question)
    able = [c for c in ranked if may_answer(question, c.facts, wanted)]
    if all(c.facts.statement.layout_lost for c in able):
        hard = [d for d in wanted if not d.soft]
        able = [c for c in ranked if may_answer(question, c.facts, hard)]
    return able


def excludes(held: Facts, value: Measured) -> bool:
    """Whether it is a row on values of the same measure, and this is none of them."""
    alike = [r for r in held.ranges if r.label and _of_measure(r, value)]
    return bool(alike) and not any(value.within(r) for r in alike)


def is_on(held: Facts, value: Measured) -> bool:
    """Whether it is the row on such values: `Below 15` for a clearance of 12."""
    return any(r.label and _of_measure(r, value) and value.within(r) for r in held.ranges)


def _of_measure(printed: Range, value: Measured) -> bool:
    if not value.measure:
        return printed.measure != "time"
    return printed.measure in (value.measure, "")


def _amounts_first(question: Question, ranked: Sequence[Candidate]) -> list[Candidate]:
    """Without rows on how many reached a limit, where it is asked how much something changed.

    `How much weight was lost?` is after `Change in body weight`, not `Weight loss of 5% or more`.
    """
    if not (_HOW_MUCH.search(question.text) and _CHANGED.search(question.text)):
        return list(ranked)
    amounts = [c for c in ranked if not _of_a_limit(c.facts)]
    near = amounts and amounts[0].score > ranked[0].score - _NEAR
    return amounts if near else list(ranked)


_NEAR = 2.5
_HOW_MUCH = re.compile(
    r"\bhow (?:much|far)\b|\b(?:mean|average|median|absolute) (?:\w+ ){0,3}"
    r"(?:change|loss|gain|reduction|increase|decrease|drop|fall|rise|improvement)\b",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"\b(?:los[est]\w*|gain\w*|f[ae]ll\w*|drop\w*|reduc\w+|lower\w*|(?:in|de)creas\w+|chang\w+"
    r"|improv\w+|rise\w*|rose|cut|went|go(?:es)?|came|come|shr[aiu]nk\w*|decline\w*)\b",
    re.IGNORECASE,
)
_LIMITED = re.compile(
    r"\d\S* (?:\w+ )?or (?:more|less|greater|higher|lower)\b|[≥≤<>] ?\d"
    r"|\b(?:below|above|at least|under|over) \d",
    re.IGNORECASE,
)


def _of_a_limit(held: Facts) -> bool:
    """Whether it is a row on how many reached a limit: `HbA1c below 7.0%, n (%)`."""
    row = held.statement.row
    return row is not None and _LIMITED.search(row.label) is not None and "percent" in held.shapes


def may_answer(question: Question, held: Facts, wanted: Sequence[Demand]) -> bool:
    """Whether a statement holds the kind of thing asked for, of the arm and case asked for."""
    if held.caption or held.pointer or (held.title and not question.concepts & _BOXED):
        return False
    if held.statement.parts and held.words > _LONG_LIST and "list" not in question.shapes:
        return False
    bare = _PLACE.search(question.text) is not None and not question.shapes
    if held.statement.row is not None and (bare or "reason" in question.shapes):
        # The cells of a table give no reasons and no places.
        return False
    if held.definition and not _defines(question, held):
        return False
    counted = bool(counted_terms(question) & (held.own | held.own_concepts))
    if not all(_satisfies(held, demand.shapes, counted) for demand in wanted):
        return False
    if (
        _of_one_person(question, held)
        or _of_another_trial(question, held)
        or (held.without and not _NOT.search(question.text))
    ):
        return False
    lost = held.statement.layout_lost
    other = held.arms or held.elsewhere
    if question.arms and not lost and other and not question.arms & held.arms:
        return False
    return not question.case or bool(question.case & held.case)


def _of_one_person(question: Question, held: Facts) -> bool:
    """Whether it tells what one person was given, maybe by mistake: no dose in general."""
    asks = "dose" in question.shapes and not question.case
    return asks and held.personal and not _SOMEBODY.search(question.text)


def _of_another_trial(question: Question, held: Facts) -> bool:
    """Whether it is on `PRISM-1` alone where `PRISM-2` is asked about."""
    trials = {m.concept.key for m in question.mentions if m.concept.kind == "trial"}
    if trials and held.trials and not trials & held.trials:
        return True
    series = {code.rpartition("-")[0] for code in question.codes}
    siblings = {code for code in held.codes if code.rpartition("-")[0] in series}
    return bool(siblings) and not siblings & question.codes


def _defines(question: Question, held: Facts) -> bool:
    """Whether a question asks what this abbreviation stands for."""
    bare = len(question.content) <= 1 and not _WH.search(question.text)
    asked = "definition" in question.shapes or bare
    return asked and bool(held.own_concepts & question.concepts or held.own & question.loose)


def _satisfies(held: Facts, shapes: frozenset[Shape], counted: bool) -> bool:
    if held.statement.layout_lost:
        return True
    if counted and "count" in shapes and _DIGIT.search(held.statement.display):
        # `uses only 1 rather than 2 agents`: a number beside what is to be counted.
        return True
    found = shapes & held.shapes
    if not found:
        return False
    return not (found <= _NUMERIC) or bool(_DIGIT.search(held.statement.display))
