"""Whether a statement has a figure that is bound to what the question asks about.

A list of reactions that begins with `≥20%` resembles `how frequent is fever?` as much as the
sentence that gives its rate. The claim table tells them apart: it says of every figure
which endpoint, arm and group it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ino_assistant.answering.understanding.question import Question
from ino_assistant.answering.understanding.shapes import Shape
from ino_assistant.fidelity.binding.claim_table import ClaimTable, TableClaim
from ino_assistant.vocabulary.concepts import Concepts, outermost
from ino_assistant.vocabulary.tokens import STOP_WORDS, terms, words

_KINDS: Mapping[Shape, frozenset[str]] = {
    "percent": frozenset({"percent", "fraction"}),
    "count": frozenset({"count", "fraction", "number"}),
    "duration": frozenset({"duration"}),
    "dose": frozenset({"measure"}),
    "age": frozenset({"duration", "number"}),
    "ratio": frozenset({"ratio", "number"}),
    "p_value": frozenset({"p_value"}),
    "interval": frozenset({"interval", "percent", "duration", "number", "ratio"}),
}
_BOUNDARY = re.compile(r"\b(?:boundar\w+|threshold|cut-?off|pre-?specified|level|limit)\b", re.I)
_OBSERVED = re.compile(r"\b(?:actual\w*|observed|exact\w*|came? out|real|measured|value)\b", re.I)
_NO_FIGURE: frozenset[Shape] = frozenset({"list", "reason", "definition"})
"""What is asked for is no figure, whatever figures are named."""
_ASKING = frozenset({"§study size"})
"""`How many patients` is a way of asking, whatever the figures of a table are called."""
_WHO = frozenset({"§patients", "§adults", "patient", "adult"})
_SEVERAL = 2
_DOSES = frozenset({"dose", "doses", "dosage", "dosages"})
_TOPICS = frozenset({"endpoint", "reaction", "measure", "term", "attribute"})


@dataclass(frozen=True, slots=True)
class Fit:
    """How well the best figure of a statement fits a question, every part from 0 to 1.

    Attributes:
        topic: share of the endpoints and reactions asked about that it is bound to.
        arm: 1 where it is of an arm asked about, -1 where it is of another.
        unasked: groups and times that it is limited to and the question does not name.
        none: figures are asked for, and no figure of the kind is there.
        counted: it counts what the question wants counted: `2 cycles` for `how many cycles`.
    """

    topic: float = 0.0
    arm: float = 0.0
    unasked: float = 0.0
    none: float = 0.0
    counted: float = 0.0


@dataclass(frozen=True, slots=True)
class _Bound:
    kind: str
    about: frozenset[str]
    measured: frozenset[str]
    limits: tuple[frozenset[str], ...]
    arms: frozenset[str]
    unit: frozenset[str]
    named: bool
    boundary: bool


@dataclass(frozen=True, slots=True)
class _Wanted:
    kinds: frozenset[str]
    topics: frozenset[str]
    inner: frozenset[str]
    asked: frozenset[str]
    counted: frozenset[str]
    observed: bool
    doses: frozenset[str]
    loosely: bool


class ClaimFitter:
    """Compares questions with the figures of statements; made once, safe to share."""

    def __init__(self, table: ClaimTable, concepts: Concepts) -> None:
        self._concepts = concepts
        self._bound: dict[str, tuple[_Bound, ...]] = {}
        for claim in table.claims:
            if (
                claim.role in ("main", "size", "boundary")
                and not claim.quotable_only
                and not claim.comparator
            ):
                found = self._bound.get(claim.statement, ())
                self._bound[claim.statement] = (*found, self._read(claim))
        # What figures of the corpus are bound to is a topic, whatever the lexicon calls it.
        self._spoken = frozenset(
            key
            for claim in table.claims
            if claim.place == "text"
            for endpoint in claim.endpoints
            for key in _whole(endpoint, concepts)
        )

    def fit(self, question: Question, statement: str) -> Fit:
        """How well the best figure of a statement, by its id, fits."""
        wanted = self._wanted(question)
        if not wanted.kinds:
            return Fit()
        figures = self._bound.get(statement, ())
        counted = float(any(wanted.counted & b.unit for b in figures))
        best: tuple[float, Fit] | None = None
        for bound in figures:
            if bound.kind not in wanted.kinds:
                continue
            topics = wanted.topics
            topic = len(topics & bound.about) / len(topics) if topics else 0.0
            arm = 0.0
            if question.arms and bound.arms:
                arm = 1.0 if question.arms & bound.arms else -1.0
            unasked = min(sum(not limit & wanted.asked for limit in bound.limits), 3) / 3
            fit = Fit(topic, arm, unasked, counted=counted)
            score = 2 * topic + arm - unasked
            if best is None or score > best[0]:
                best = score, fit
        return best[1] if best is not None else Fit(none=1.0, counted=counted)

    def other_figure(
        self,
        question: Question,
        statement: str,
        corner: frozenset[str] = frozenset(),
        said: frozenset[str] = frozenset(),
    ) -> bool:
        """Whether a figure is asked for and all that the statement has are of something else.

        `How long did remissions last?` is not answered by months of survival, and an observed
        P value not by the level that was set for it.

        Args:
            question: as understood.
            statement: by its id.
            corner: of a row, what the labels of its table are of: `15 to 29` of a clearance.
            said: concepts that the statement speaks of. A dose that it calls by the name asked
                for is that dose, whatever else its figures are bound to.
        """
        wanted = self._wanted(question)
        claims = self._bound.get(statement, ())
        if not wanted.kinds or not claims:
            return False
        if "p_value" in wanted.kinds and wanted.observed:
            levels = [b for b in claims if b.kind == "p_value"]
            if levels and all(b.boundary for b in levels):
                return True
        if "dose" in question.shapes and wanted.doses & said:
            return False
        able = [b for b in claims if b.kind in wanted.kinds]
        if not able or not wanted.topics or any(not b.named for b in able):
            return False
        if any(wanted.counted & b.unit for b in able):
            return False
        if wanted.loosely and any(b.kind == "count" and wanted.asked & b.unit - _WHO for b in able):
            # `How does he manage cycles before transplant, how many?` counts cycles.
            return False
        return not any(wanted.inner & (b.about | corner) for b in able)

    def is_of(self, question: Question, statement: str) -> bool | None:
        """Whether a figure asked for is of the thing, or only of those whom it happened to.

        `VOD in 18 of the 79 who went to transplant` is no share of those who did.

        Returns:
            None where no figure of the statement has anything to do with the thing.
        """
        wanted = self._wanted(question)
        about = [
            b
            for b in self._bound.get(statement, ())
            if b.kind in wanted.kinds and b.measured and wanted.inner & b.about
        ]
        return any(wanted.topics & b.measured for b in about) if about else None

    def of_other_arm(self, question: Question, statement: str, named: int) -> bool:
        """Whether the figures of the time asked about are all of an arm that is not asked about.

        `46 % with A in Cycle 1` is none of B's, however often its sentence names B.

        Args:
            question: as understood.
            statement: by its id.
            named: how many arms it names; of several, a figure that is bound to none may be any's.
        """
        wanted, timed = (
            self._wanted(question),
            frozenset(f.lstrip("≥≤<>") for f in question.figures),
        )
        if not question.arms or not timed:
            return False
        of_then = [
            b.arms
            for b in self._bound.get(statement, ())
            if b.kind in wanted.kinds and any(limit & timed for limit in b.limits)
        ]
        known = named < _SEVERAL
        return bool(of_then) and not any(
            arms & question.arms or (not arms and known) for arms in of_then
        )

    def of_those_asked(self, question: Question, statement: str) -> bool:
        """Whether a figure asked for is of a group or time that the question names."""
        wanted = self._wanted(question)
        return any(
            b.kind in wanted.kinds
            and wanted.topics & b.measured
            and any(limit & question.concepts - b.measured for limit in b.limits)
            for b in self._bound.get(statement, ())
        )

    @lru_cache(maxsize=64)  # noqa: B019 - a fitter lives as long as its assistant
    def _wanted(self, question: Question) -> _Wanted:
        """What a question wants of a figure, found once for all statements."""
        topics = self._topics(question)
        # `transplant rate` is met by a figure that is bound to transplant.
        spans = [(m.start, m.end) for m in question.mentions if m.concept.key in topics]
        inner = {
            m.concept.key
            for m in question.mentions
            if any(start <= m.start and m.end <= end for start, end in spans)
        }
        return _Wanted(
            self._kinds(question),
            frozenset(topics),
            frozenset(topics | inner),
            question.concepts | question.loose | question.figures,
            counted_terms(question),
            bool(_OBSERVED.search(question.text)) and not _BOUNDARY.search(question.text),
            frozenset(
                m.concept.key
                for m in outermost(question.mentions)
                if m.concept.kind == "attribute" and question.words[m.end - 1].lower() in _DOSES
            ),
            all(m.concept.kind == "word" for m in question.mentions if m.concept.key in topics),
        )

    def _kinds(self, question: Question) -> frozenset[str]:
        if question.shapes & _NO_FIGURE:
            return frozenset()
        return frozenset[str]().union(*(_KINDS.get(s, frozenset()) for s in question.shapes))

    def _topics(self, question: Question) -> set[str]:
        return {
            m.concept.key
            for m in outermost(question.mentions)
            if m.concept.kind in _TOPICS
            or (m.concept.kind == "word" and m.concept.key in self._spoken - _ASKING)
        }

    def _read(self, claim: TableClaim) -> _Bound:
        about = " . ".join((*claim.endpoints, claim.row, *claim.statistics))
        return _Bound(
            claim.kind,
            self._keys(about) | (self._keys(" . ".join(claim.populations))),
            self._keys(" . ".join(claim.endpoints)),
            tuple(self._keys(text) for text in (*claim.populations, *claim.times)),
            frozenset(claim.arms),
            self._keys(claim.unit),
            bool(claim.endpoints or claim.row),
            claim.role == "boundary",
        )

    def _keys(self, text: str) -> frozenset[str]:
        return frozenset((*self._concepts.keys(text), *terms(text)))


def _whole(name: str, concepts: Concepts) -> list[str]:
    """The concepts that a name is, not those that it only contains."""
    tokens = words(name)
    return [m.concept.key for m in concepts.find(tokens) if m.end - m.start == len(tokens)]


def counted_terms(question: Question) -> frozenset[str]:
    """What is to be counted, as terms and concepts: the noun behind `how many`."""
    lower = [w.lower() for w in question.words]
    for at in range(2, len(lower)):
        if (lower[at - 2], lower[at - 1]) in (("how", "many"), ("number", "of")):
            if lower[at] in STOP_WORDS:
                return frozenset()
            # The noun, or the one behind the word that goes with it: `number of ZELMORIX doses`.
            keys = {m.concept.key for m in question.mentions if at - 1 < m.end - 1 <= at + 1}
            return frozenset({*keys, *terms(" ".join(lower[at : at + 2]))})
    return frozenset()
