"""What of the corpus answers each question of a turn: search, ranking, decision."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ino_assistant.answering.choosing.coverage import missing
from ino_assistant.answering.choosing.deciding import Decision, decide, proves
from ino_assistant.answering.choosing.denying import denied_by
from ino_assistant.answering.choosing.facts import FactsMaker
from ino_assistant.answering.choosing.medicines import fitting_as_well
from ino_assistant.answering.choosing.ranking import Candidate, rank
from ino_assistant.answering.judging.known import Known
from ino_assistant.answering.judging.polarity import Judged, judge
from ino_assistant.answering.turns.aspects import Aspect
from ino_assistant.answering.turns.focus import drawn, nearness
from ino_assistant.answering.turns.following import WHOLE
from ino_assistant.answering.turns.resolution import Leans
from ino_assistant.answering.turns.several import questions_in
from ino_assistant.answering.understanding.question import Question, Reader
from ino_assistant.answering.understanding.slots import hard_slots
from ino_assistant.corpus.model import Corpus, Statement
from ino_assistant.search.searcher import Hit, Searcher

DEPTH = 40
"""Hits of the search that are looked at for what is asked."""
BESIDE = 8
"""Hits of each score alone that are looked at on top."""
_SHOWN = 3
"""Statements that are shown of those that a turn points to, at most."""
_OF_IT = 1.5
_PLACE, _NEXT, _FAR, _STEPS = 2.0, 3.0, 12, 2
"""What a statement that tells an aspect gains, on the scale of the ranking's scores: where it
names the thing, stands in its place, is next to what was shown; and how far that place goes, in
statements, under one heading and beyond it."""
_PROVING = 10
"""Candidates that may prove a yes or a no."""


@dataclass(frozen=True, slots=True)
class Part:
    """One question of a turn, and what was decided about it.

    Attributes:
        denied: the statement that denies what it takes for granted.
        meant: medicines that it may be about, where it can't be told which of several.
    """

    asked: Question
    decision: Decision
    judged: Judged | None
    timings_ms: Mapping[str, float]
    denied: Statement | None = None
    meant: tuple[str, ...] = ()

    @property
    def statements(self) -> list[Statement]:
        """What to show; what proves a yes or no stands alone. Nothing before it is told of what."""
        if self.meant:
            return []
        if self.judged is not None:
            return [self.judged.statement]
        return [facts.statement for facts in self.decision.chosen]


class Finder:
    """Finds the statements that answer a question; safe to share between threads.

    Args:
        searcher: the search over the corpus.
        reader: reads questions with the vocabulary of the corpus.
        facts: of each statement, what a question may ask for.
        known: what the corpus says, for a yes or a no.
    """

    def __init__(self, searcher: Searcher, reader: Reader, facts: FactsMaker, known: Known) -> None:
        self._searcher = searcher
        self._rarity = searcher.index.term_rarity
        self._reader = reader
        self._facts = facts
        self._known = known
        self._order = _in_order(searcher.corpus)

    def parts(
        self,
        alone: str,
        shown: Sequence[Statement] = (),
        leans: Leans = "nothing",
        product: str = "",
    ) -> list[Part]:
        """The questions of a turn; what one statement answers whole is not taken apart.

        Args:
            alone: the turn as a question that stands by itself.
            shown: statements of the turn before.
            leans: whether the turn asks on of what was shown, or of something else.
            product: of the turn before, for a question that names none.
        """
        whole = self._part(alone, shown, leans, product)
        texts = questions_in(alone, self._reader)
        chosen = whole.decision.chosen
        if len(texts) == 1:
            return [whole]
        if chosen:
            slots = hard_slots(whole.asked, self._reader)
            lacks = missing(whole.asked, chosen[:1], slots, self._rarity)
            if lacks.share <= WHOLE:
                return [whole]
        parts = [self._part(text, shown, leans, product) for text in texts]
        answered = sum(bool(part.statements) for part in parts)
        return [whole] if chosen and answered < len(parts) else parts

    def among(
        self, alone: str, ids: Sequence[str], shown: Sequence[Statement], product: str
    ) -> list[Part]:
        """A turn that says which statements answer it: the row beside the one shown.

        Args:
            alone: the turn as a question that stands by itself.
            ids: of those statements.
            shown: statements of the turn before.
            product: of the turn before.
        """
        asked, ranked = self._ranked(alone, product, lambda s: s.id in ids)
        return [self._of(asked, ranked[:_SHOWN], ranked)]

    def telling(
        self, alone: str, aspect: Aspect, shown: Sequence[Statement], product: str
    ) -> list[Part]:
        """What tells an aspect of the thing that a turn is about, or stands beside what was shown.

        Args:
            alone: the turn as a question that stands by itself.
            aspect: what is asked about the thing.
            shown: statements of the turn before.
            product: of the turn before.
        """
        asked, ranked = self._ranked(alone, product, aspect.tells)
        asks = aspect.asked.search(asked.text)
        own = asks[0].lower() if asks else ""
        slots = [s for s in hard_slots(asked, self._reader).values() if s.words.lower() not in own]

        def fit(candidate: Candidate) -> float:
            held = candidate.facts
            if held.caption or held.pointer or held.title or held.definition:
                return 0.0
            if (asked.case and not asked.case & held.case) or (held.to_do and not aspect.does):
                return 0.0
            of_it = bool(asked.case) or (
                bool(slots) and all(s.filled(held.all_terms, held.ranges) for s in slots)
            )
            return _OF_IT * of_it + self._beside(held.statement, shown)

        fitting = [
            (candidate.score + f, candidate) for candidate in ranked if (f := fit(candidate))
        ]
        best = max(fitting, key=lambda f: f[0], default=None)
        return [self._of(asked, [best[1]] if best else [], ranked)]

    def _beside(self, statement: Statement, shown: Sequence[Statement]) -> float:
        """What a statement gains from standing near one shown: the next, under one heading."""
        near = [
            abs(self._order[statement.id] - self._order[other.id])
            for other in shown
            if statement.document == other.document
        ]
        far = min(near, default=_FAR + 1)
        together = any(nearness(statement, [other]) >= 1 for other in shown)
        # The text beside a table may stand under another heading.
        tables = statement.row is not None or any(other.row is not None for other in shown)
        most = _FAR if together else (_STEPS if tables else 0)
        return _PLACE + _NEXT / (1 + far) if far <= most else 0.0

    def _ranked(
        self, alone: str, product: str, able: Callable[[Statement], bool]
    ) -> tuple[Question, list[Candidate]]:
        """The statements that are able to answer, the best first."""
        asked = self._reader.read(alone)
        products = sorted(asked.products) or [product] * bool(product)
        found = self._searcher.search(asked.search_text, products=products, limit=len(self._order))
        hits = [hit for hit in found.hits if able(hit.statement)]
        slots = hard_slots(asked, self._reader)
        return asked, rank(asked, hits, self._facts, self._rarity, slots)

    def _of(self, asked: Question, best: Sequence[Candidate], ranked: Sequence[Candidate]) -> Part:
        """A question whose answer its place tells, rather than its words."""
        chosen = tuple(candidate.facts for candidate in best)
        return Part(asked, Decision(chosen, tuple(ranked), None if chosen else "nothing"), None, {})

    def decided(
        self,
        asked: Question,
        hits: Sequence[Hit],
        shown: Sequence[Statement] = (),
        leans: Leans = "nothing",
    ) -> tuple[Sequence[Candidate], Decision]:
        """Hits ranked by how they fit a question, and what of them answers it."""
        slots = hard_slots(asked, self._reader)
        ranked = drawn(rank(asked, hits, self._facts, self._rarity, slots), shown, leans)
        return ranked, decide(asked, ranked, slots, self._rarity, self._facts.fitter)

    def _part(self, text: str, shown: Sequence[Statement], leans: Leans, product: str) -> Part:
        asked = self._reader.read(text)
        products = sorted(asked.products) or [product] * bool(product)
        found = self._searcher.search(
            asked.search_text, products=products, limit=DEPTH, beside=BESIDE
        )
        started = time.perf_counter()
        ranked, decision = self.decided(asked, found.hits, shown, leans)
        meant = () if products or shown else self._meant(asked, decision)
        ranking = time.perf_counter()
        near = [facts.statement for facts in decision.chosen]
        near += [c.facts.statement for c in ranked[:_PROVING] if c.facts.statement not in near]
        judged = judge(asked.text, near, self._known)
        if judged is not None and not proves(asked, judged, self._facts.of(judged.statement)):
            judged = None
        timings = {
            **found.timings_ms,
            "rank": (ranking - started) * 1e3,
            "judge": (time.perf_counter() - ranking) * 1e3,
        }
        denied = denied_by(asked, ranked, self._reader, self._rarity)
        return Part(asked, decision, judged, timings, denied, meant)

    def _meant(self, asked: Question, decision: Decision) -> tuple[str, ...]:
        """The medicines that it may be about; with one alone there is nothing to decide."""

        def of_its_own(candidates: Sequence[Candidate]) -> Decision:
            slots = hard_slots(asked, self._reader)
            return decide(asked, candidates, slots, self._rarity, self._facts.fitter)

        return fitting_as_well(decision, of_its_own)


def _in_order(corpus: Corpus) -> Mapping[str, int]:
    """The places of statements in reading order, the rows of a table in one place."""
    order: dict[str, int] = {}
    place, last = 0, ""
    for statement in corpus.statements:
        table = statement.row.table if statement.row is not None else ""
        place += not (table and table == last)
        last = table
        order[statement.id] = place
    return order
