"""Ranking: which statements hold what is asked, not merely which resemble the question.

A linear score over the three search scores and features of fit: how much of the question
a statement covers (weighted by rarity), whether it holds the shape asked for, whether
its arms, figures and case are those asked about, and what kind of statement it is. The
weights stand in `data/ranking.toml`; `eval/fit_ranking.py` fits them (conditional
logit with an L2 penalty) on the development questions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ino_assistant.answering.choosing.facts import Facts, FactsMaker
from ino_assistant.answering.understanding.question import Question
from ino_assistant.answering.understanding.shapes import asks_of_document, asks_to_do, sides_of
from ino_assistant.answering.understanding.slots import Slot, name_units, units, weight_of
from ino_assistant.answering.understanding.typed import bounded
from ino_assistant.data import load
from ino_assistant.search.searcher import Hit
from ino_assistant.search.wordwise import UNKNOWN, Wordwise

_VALUE_SHAPES = frozenset({"percent", "count", "duration", "dose", "date", "age", "threshold"})
_SIZES = frozenset({"§randomized", "§enrolment", "§study size", "§randomization ratio"})
_ASK_REACTIONS = frozenset({"§signs and symptoms", "§adverse event"})
_STATISTIC_SHAPES = frozenset({"interval", "ratio", "p_value"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement with its facts, its score, the features that made it, and two of `Hit`."""

    facts: Facts
    score: float
    features: Mapping[str, float]
    likeness: float
    wordwise: Wordwise = UNKNOWN


def rank(
    question: Question,
    hits: Sequence[Hit],
    facts: FactsMaker,
    rarity: Mapping[str, float],
    slots: Mapping[str, Slot],
    weights: Mapping[str, float] | None = None,
) -> list[Candidate]:
    """Candidates, best first.

    Args:
        question: as understood.
        hits: from search.
        facts: of statements.
        rarity: of terms and concepts.
        slots: what an answer must be about, by unit.
        weights: of features; those of the package if None.
    """
    weights = default_weights() if weights is None else weights
    # Whose case it is, eligibility sees to: every statement of the case has the name.
    things = _things(question)
    asked = {unit: weight_of(unit, question, rarity) for unit in things}
    candidates = []
    for hit in hits:
        held = facts.of(hit.statement)
        fit = facts.fitter.fit(question, hit.statement.id)
        features = features_of(question, hit, held, rarity, slots, asked) | {
            "claim_topic": fit.topic,
            "claim_arm": fit.arm,
            "claim_unasked": fit.unasked,
            "claim_none": fit.none,
            "claim_counted": fit.counted,
            "drug_held": float("drug" in question.shapes and held.drugs),
        }
        score = sum(weights.get(name, 0.0) * value for name, value in features.items())
        candidates.append(Candidate(held, score, features, hit.likeness, hit.wordwise))
    return sorted(candidates, key=lambda c: -c.score)


def _things(question: Question) -> frozenset[str]:
    """What a statement may be about: not the one product named, that all searched is about."""
    things = units(question) - question.case
    if len(question.products) != 1:
        return things
    return things - name_units(question.products) or things


@cache
def default_weights() -> Mapping[str, float]:
    """The fitted weights of the package."""
    return {name: float(value) for name, value in load("ranking")["weights"].items()}


def features_of(
    question: Question,
    hit: Hit,
    held: Facts,
    rarity: Mapping[str, float],
    slots: Mapping[str, Slot],
    asked: Mapping[str, float],
) -> dict[str, float]:
    """Every feature of a question and a statement, by name."""
    statement = held.statement
    own = held.own | held.own_concepts
    around = own | held.around | held.around_concepts
    shapes = question.shapes
    # Of arms by a common name, such as `the comparator`, those of this document are meant.
    arms = (question.arms & held.trial) or question.arms
    if question.every_arm and len(arms & held.arms) > 1:
        arms &= held.arms
    value = shapes & _VALUE_SHAPES
    statistic = shapes & _STATISTIC_SHAPES
    features = {
        "dense": hit.dense,
        "lexical": hit.lexical,
        "late": hit.late,
        "covered_own": _coverage(own, asked),
        "covered": _coverage(around, asked),
        "asked_for": _asked_for(frozenset(asked) | question.content, held, rarity),
        "slots_open": float(sum(not s.filled(around, held.ranges) for s in slots.values())),
        "slots_open_own": float(sum(not s.filled(own, held.ranges) for s in slots.values())),
        "heading": _coverage(held.heading, asked),
        "heading_all": float(bool(asked) and set(asked) <= held.heading),
        "heading_first": float(bool(asked) and held.first and set(asked) <= held.heading),
        "thresholds_unasked": 0.0 if "threshold" in shapes else _unasked_thresholds(question, held),
        "population_unasked": min(len(held.populations - question.concepts), 3) / 3,
        "narrower": float(
            any(
                key in question.concepts and not outer & question.concepts
                for key, outer in held.narrowed.items()
            )
        ),
        "crowd": 0.0
        if "list" in shapes
        else min(len(held.own_concepts - question.concepts), 12) / 12,
        "value_held": float(bool(value) and bool(value & held.shapes)),
        "value_missing": float(bool(value) and not value & held.shapes),
        "statistic_missing": float(bool(statistic) and not statistic & held.shapes),
        "reason_held": float("reason" in shapes and "reason" in held.shapes),
        "list_held": float("list" in shapes and "list" in held.shapes),
        "definition": float("definition" in shapes and _is_definition(held)),
        "definition_unasked": float("definition" not in shapes and _is_definition(held)),
        "opinion": float("opinion" in shapes and _tells_practice(question, held)),
        "opinion_voice": float("opinion" in shapes and "opinion" in held.shapes),
        "opinion_unasked": float("opinion" not in shapes and "opinion" in held.shapes),
        "arm_missing": float(bool(arms - held.arms)),
        "arm_all": float(bool(arms) and arms <= held.arms),
        "arm_other": float(bool(held.arms) and bool(arms) and not arms & held.arms),
        "figure_missing": float(bool(question.figures - held.own - held.around)),
        "figure_held": float(bool(question.figures) and question.figures <= held.own),
        "row": float(statement.row is not None),
        "whole_list": float(bool(statement.parts)),
        "whole_list_asked": float(bool(statement.parts) and "list" in shapes),
        "item": float(statement.kind in ("list", "figure") and not statement.parts),
        "short": float(held.words <= 4),
        "long": max(0.0, held.words - 30) / 30,
        "note": float(statement.note),
        "pointer": float(held.pointer),
        "boxed": float(statement.kind == "boxed_warning"),
        "safety": float(statement.kind == "safety"),
        "trial": float(statement.authority == "trial"),
        "case_unasked": float(held.personal and not question.case),
        "points_back": float(bool(statement.subject)),
        "counts": float("count" in shapes and held.counts),
        "meta": float(held.meta and not asks_of_document(question.text)),
        "meta_asked": float(held.meta and asks_of_document(question.text)),
        "other_side": _other_side(question, held),
        "to_do": float(held.to_do and asks_to_do(question.text)),
        "group_size": float(held.sized and len(arms) > 1 and bool(_SIZES & question.concepts)),
        "reactions": min(held.reactions, 3) / 3 if _ASK_REACTIONS & question.concepts else 0.0,
    }
    return features


def _tells_practice(question: Question, held: Facts) -> bool:
    """Whether it is an author's view; what was done for one patient is none of all the others."""
    authority = held.statement.authority
    told = _SOMEBODY.search(question.text) is not None or bool(question.case)
    return authority == "opinion" or (authority == "case" and told)


_SOMEBODY = re.compile(r"\b(?:case|s?he|his|hers?|him|this|that|(?:wo)?man)\b", re.IGNORECASE)


def _other_side(question: Question, held: Facts) -> float:
    """1 where it speaks of the other of two: of the diagnosis, where the relapse is asked about."""
    asked = sides_of(question.text)
    return float(any((pair, 1 - side) in held.sides for pair, side in asked))


def _unasked_thresholds(question: Question, held: Facts) -> float:
    """Limits such as `≥12 months` that the statement has and the question has not, up to 1.

    What holds for a part must not be given for the whole.
    """
    asked = {bounded(figure) for figure in question.figures}
    limits = {bounded(t) for t in held.own if t[0] in "≥≤<>"} - asked
    return min(len(limits), 3) / 3


def _is_definition(held: Facts) -> bool:
    return held.definition


def _coverage(has: frozenset[str], weights: Mapping[str, float]) -> float:
    """Share of the question, by weight, that is in `has`."""
    total = sum(weights.values())
    if not total:
        return 0.0
    return sum(weight for unit, weight in weights.items() if unit in has) / total


def _asked_for(asked: frozenset[str], held: Facts, rarity: Mapping[str, float]) -> float:
    """Share of what the statement says, by rarity, that the question asks about."""
    said = held.own | held.own_concepts
    total = sum(rarity.get(u, 0.0) for u in said)
    return sum(rarity.get(u, 0.0) for u in said if u in asked) / total if total else 0.0
