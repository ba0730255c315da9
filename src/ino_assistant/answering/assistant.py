"""The assistant: a question goes in, an Answer comes out, on every path."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from ino_assistant.answering.answer import Answer
from ino_assistant.answering.beside_report import asked_beside, told_with
from ino_assistant.answering.bullets import Bullets
from ino_assistant.answering.citing import Citation, Segment, UnsupportedSegmentError
from ino_assistant.answering.compose import Composed, Composer, compose, quote_whole
from ino_assistant.answering.considered import Approved, Considered, margin_of, trail_of
from ino_assistant.answering.conversation import Rewriter, resolve
from ino_assistant.answering.coverage import missing
from ino_assistant.answering.deciding import Decision, decide, proves
from ino_assistant.answering.draft import Draft, drafted, report_of, route_of
from ino_assistant.answering.facts import FactsMaker
from ino_assistant.answering.focus import drawn, product_of
from ino_assistant.answering.following import WHOLE, Followed, follow
from ino_assistant.answering.gate import Gate
from ino_assistant.answering.joining import joined
from ino_assistant.answering.known import Known
from ino_assistant.answering.language import cleaned, problem_with
from ino_assistant.answering.listing import items_of
from ino_assistant.answering.polarity import Judged, judge
from ino_assistant.answering.premise import CORRECTED, premise
from ino_assistant.answering.question import Question, Reader
from ino_assistant.answering.ranking import Candidate, rank
from ino_assistant.answering.refusing import contact_in_text, open_part_text, refusal_text
from ino_assistant.answering.resolution import Leans, Resolution
from ino_assistant.answering.several import is_question, questions_in
from ino_assistant.answering.slots import hard_slots
from ino_assistant.answering.thread import TURNS, Thread, Threads, Turn
from ino_assistant.corpus.load import load_corpus
from ino_assistant.corpus.model import Corpus, Statement
from ino_assistant.privacy import known_words, redact
from ino_assistant.routing import Contacts, Criteria, Kind, Router, Routing, acknowledgement
from ino_assistant.search.build import Progress
from ino_assistant.search.searcher import Building, Hit, Searcher, open_searcher
from ino_assistant.settings import Settings

_log = logging.getLogger(__name__)
_DEPTH = 40
"""Hits of the search that are looked at for what is asked."""
_BESIDE = 8
"""Hits of each score alone that are looked at on top."""
_RELATED = 3
_PROVING = 10
"""Candidates that may prove a yes or a no."""
FAULT = "A fault in the assistant kept this question from being answered: please report it."


@dataclass(frozen=True, slots=True)
class _Part:
    """One question of a turn, and what was decided about it."""

    asked: Question
    decision: Decision
    judged: Judged | None
    timings_ms: Mapping[str, float]

    @property
    def statements(self) -> list[Statement]:
        """What to show; what proves a yes or no stands alone."""
        if self.judged is not None:
            return [self.judged.statement]
        return [facts.statement for facts in self.decision.chosen]


class Assistant:
    """Answers questions over one corpus; safe to share between threads.

    Args:
        searcher: the search over the corpus.
        settings: limits and contacts.
        composer: words the answer from the statements chosen. It is not believed: what it
            says passes the gate of `Answer`, or the quotation takes its place.
        rewriter: has a say in how a turn that leaves something out is understood.
    """

    def __init__(
        self,
        searcher: Searcher,
        settings: Settings,
        composer: Composer = compose,
        rewriter: Rewriter | None = None,
    ) -> None:
        self.corpus: Corpus = searcher.corpus
        self.searcher = searcher
        self.index_version = searcher.index.version
        self._settings = settings
        self._contact, self._contact_notices = contact_in_text(settings)
        self._compose = composer
        self._rewrite = rewriter
        self.reader = Reader(searcher.corpus, searcher.concepts)
        self._known = Known(searcher.corpus)
        self._router = Router(searcher.corpus, searcher.concepts)
        self._known_words = known_words(searcher.corpus)
        self._bullets = Bullets(searcher.corpus, searcher.concepts, searcher.index.term_rarity)
        self._facts = FactsMaker(self.reader, searcher.concepts, searcher.contexts, searcher.claims)
        self._threads = Threads(self._follow)

    def warm(self) -> None:
        """Do once what every answer needs, so that the first is as fast as the next."""
        for statement in self.corpus.statements:
            self._facts.of(statement)
        self._known.warm()
        self.searcher.search("warm")

    def ask(self, question: str, earlier: Sequence[str] = ()) -> Answer:
        """Answer a question; never raises for what is asked.

        Args:
            question: as typed.
            earlier: the questions of the turns before, the oldest first.
        """
        return self.consider(question, earlier).answer

    def consider(
        self,
        question: str,
        earlier: Sequence[str] = (),
        *,
        approved: Approved | None = None,
        received_at: datetime | None = None,
    ) -> Considered:
        """Answer a question, and tell how the answer came about.

        Args:
            question: as typed.
            earlier: the questions of the turns before, the oldest first.
            approved: looks up an approved answer, which is given before anything is searched.
            received_at: when the words came, by the caller's clock, with its time zone.

        Raises:
            Exception: whatever `approved` raises; nothing for what is asked.
        """
        started = time.perf_counter()
        received = received_at or datetime.now(UTC)
        routing = self._router.route(question, earlier, received_at=received)
        if routing is not None:
            return self.acknowledge(routing)
        problem = problem_with(question, self._settings.max_question_chars)
        if problem is not None:
            draft = Draft("refused", (Segment(problem),), reason="unusable", problem=problem)
            return Considered(self._answer(question, draft, started, {}))
        thread = self._threads.of(earlier)
        turn = self._resolved(question, thread)
        if turn.unclear:
            draft = Draft("refused", (Segment(turn.unclear),), turn.standalone, reason="unclear")
            return Considered(self._answer(question, draft, started, {}))
        found = self._validated(question, earlier, turn.standalone, approved, started)
        if found is not None:
            return Considered(found)
        read = self._read(turn, thread)
        if self._rewrite is None:
            self._threads.keep(earlier, question, self._kept(read))
        if read.alone != turn.standalone:
            found = self._validated(question, earlier, read.alone, approved, started)
            if found is not None:
                return Considered(found)
        return self._considered(question, read.told, read.parts, started)

    def acknowledge(self, routing: Routing) -> Considered:
        """The answer to what belongs to people, whoever told that it does."""
        started = time.perf_counter()
        draft = self._routed(routing)
        if draft.citations:
            try:
                return Considered(self._answer(routing.reported, draft, started, {}), routing)
            except UnsupportedSegmentError:
                draft = replace(draft, segments=draft.segments[:1], citations=(), caveats=())
        return Considered(self._answer(routing.reported, draft, started, {}), routing)

    def report(self, words: str, kind: Kind, received_at: datetime) -> Considered:
        """The answer to what somebody says is a report, whatever its words look like.

        Args:
            words: letter for letter.
            kind: of the report.
            received_at: when the words came, with their time zone.
        """
        found = self._router.route(words, (), received_at=received_at)
        if found is not None and found.is_report:
            return self.acknowledge(replace(found, kind=kind))
        named = bool(self.reader.read(self._beginning(words)).products)
        told = Criteria(patient=False, reporter=True, product=named, event=False)
        return self.acknowledge(Routing(kind, (), words, received_at, told))

    def failed(self, question: str) -> Answer:
        """What is shown where a fault kept a question from being answered."""
        draft = Draft("refused", (Segment(FAULT),), reason="unusable", problem=FAULT)
        return self._answer(question, draft, time.perf_counter(), {})

    def _validated(
        self,
        question: str,
        earlier: Sequence[str],
        alone: str,
        approved: Approved | None,
        started: float,
    ) -> Answer | None:
        """The approved answer to a turn as written out by rules from words as typed."""
        if approved is None or (earlier and self._rewrite is not None):
            return None
        asked = self.reader.read(alone)
        relevant = self._bullets.bearing_on(asked)
        more = {
            "standalone_question": alone,
            "relevant": relevant,
            "index_version": self.index_version,
        }
        found = approved(asked, question, more)
        if found is None:
            return None
        # What was taken over from a turn before may have been corrected there: a name that
        # was taken for a misspelt other one may well be another medicine.
        turns = (question, *earlier[-TURNS:]) if earlier else ()
        if any(self.reader.read(self._private(turn)).corrected for turn in turns):
            return None
        total = round((time.perf_counter() - started) * 1e3, 3)
        return replace(
            found,
            corpus=self.corpus,
            relevant=relevant,
            timings_ms={"approved": total, "total": total},
        )

    def _considered(
        self, question: str, alone: str, parts: Sequence[_Part], started: float
    ) -> Considered:
        timings: dict[str, float] = {}
        for part in parts:
            for stage, spent in part.timings_ms.items():
                timings[stage] = timings.get(stage, 0.0) + spent
        margins = [m for p in parts if (m := margin_of(p.decision.ranked)) is not None]
        trail = [
            step
            for p in parts
            for step in trail_of(p.decision.ranked, [s.id for s in p.statements])
        ]
        come_about = partial(
            Considered, routing=None, margin=min(margins, default=None), trail=tuple(trail)
        )
        stopped = False
        for draft in self._drafts(alone, parts):
            try:
                answer = self._answer(question, draft, started, timings)
            except UnsupportedSegmentError:
                # The gate stopped the wording: the quotation takes its place, or nothing does.
                stopped = True
                continue
            replaced = stopped or bool(answer.replaced_sentences)
            return come_about(answer, replaced=replaced)
        gated = Decision((), parts[0].decision.ranked, "gate")
        draft = self._refusal(alone, parts[0].asked, gated)
        answer = self._answer(question, draft, started, timings)
        return come_about(answer, replaced=True)

    def _resolved(self, question: str, thread: Thread) -> Resolution:
        private, written = self._private(question), thread.written
        resolved = resolve(private, written, self.reader, _listed_in(thread))
        if self._rewrite is None or resolved.unclear or not written:
            return resolved
        try:
            return self._rewrite(private, written, resolved, self.reader)
        except Exception:  # a model's; whatever it is, the rules' reading is there
            _log.warning("The rewriter failed: the rules' reading stands.", exc_info=True)
            return resolved

    def _follow(self, words: str, before: Sequence[str], thread: Thread) -> Turn:
        """An earlier turn, read and answered by the rules."""
        # What went to people is no subject to come back to.
        if self._router.route(words, before, received_at=datetime.now(UTC)) is not None:
            return Turn("")
        if problem_with(words, self._settings.max_question_chars) is not None:
            return Turn("")
        private = self._private(words)
        turn = resolve(private, thread.written, self.reader, _listed_in(thread))
        if turn.unclear:
            return Turn(turn.standalone)
        return self._kept(self._read(turn, thread))

    def _kept(self, found: Followed[_Part]) -> Turn:
        product = found.product or product_of(found.alone, found.shown, self.reader)
        return Turn(found.alone, found.shown, product)

    def _read(self, turn: Resolution, thread: Thread) -> Followed[_Part]:
        return follow(turn, thread, self._parts, self.reader, self.searcher.index.term_rarity)

    def _private(self, turn: str) -> str:
        """A turn without control characters and without what identifies a person."""
        return cleaned(redact(turn, self._known_words).text)

    def _beginning(self, question: str) -> str:
        """What was not worked on, as far as a question may go."""
        longest = self._settings.max_question_chars
        whole = len(question) <= longest
        return self._private(question if whole else question[:longest].rpartition(" ")[0])

    def _routed(self, routing: Routing) -> Draft:
        """What belongs to people: acknowledged, and passages that bear on it offered as such."""
        told = acknowledgement(routing, Contacts.of(self._settings))
        draft = Draft("routed", (Segment(told.text),), routing=routing, notices=told.notices)
        longest = self._settings.max_question_chars
        if routing.question is None or len(routing.question) > longest:
            return draft
        text = self._private(routing.question)
        if problem_with(text, longest) is not None:
            return draft
        asked = self.reader.read(text)
        if routing.is_report:
            return self._with_label(replace(draft, alone=asked.text, asked=asked), text, routing)
        found = self.searcher.search(asked.search_text, limit=_DEPTH)
        related = self._offered([h.statement for h in found.hits])
        return replace(draft, alone=asked.text, asked=asked, related=related)

    def _with_label(self, draft: Draft, text: str, routing: Routing) -> Draft:
        """Of a report nothing is judged: what the label says in general, at most."""
        alone = asked_beside(text, routing, self.reader)
        asked = self.reader.read(alone or text)
        found = self.searcher.search(asked.search_text, limit=_DEPTH, beside=_BESIDE)
        hits = [h for h in found.hits if h.statement.authority == "label"]
        if alone:
            _, decision = self._decided(asked, hits)
            shown = [facts.statement for facts in decision.chosen]
            if shown:
                quoted = compose(asked, shown, self.corpus, self.reader, self.searcher.concepts)
                whole = told_with(draft.segments[0].text, quoted)
                worded = drafted("routed", whole, alone, asked)
                return replace(worded, routing=routing, notices=draft.notices)
        return replace(draft, related=self._offered([h.statement for h in hits]))

    def _parts(
        self,
        alone: str,
        shown: Sequence[Statement] = (),
        leans: Leans = "nothing",
        product: str = "",
    ) -> list[_Part]:
        """The questions of a turn; what one statement answers whole is not taken apart."""
        whole = self._part(alone, shown, leans, product)
        texts = questions_in(alone, self.reader)
        chosen = whole.decision.chosen
        if len(texts) == 1:
            return [whole]
        if chosen:
            rarity = self.searcher.index.term_rarity
            if missing(whole.asked, chosen[:1], self.reader, rarity).share <= WHOLE:
                return [whole]
        parts = [self._part(text, shown, leans, product) for text in texts]
        answered = sum(bool(part.statements) for part in parts)
        return [whole] if chosen and answered < len(parts) else parts

    def _part(self, text: str, shown: Sequence[Statement], leans: Leans, product: str) -> _Part:
        """Search, rank and decide for one question."""
        asked = self.reader.read(text)
        products = sorted(asked.products) or [product] * bool(product)
        found = self.searcher.search(
            asked.search_text, products=products, limit=_DEPTH, beside=_BESIDE
        )
        started = time.perf_counter()
        ranked, decision = self._decided(asked, found.hits, shown, leans)
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
        return _Part(asked, decision, judged, timings)

    def _decided(
        self,
        asked: Question,
        hits: Sequence[Hit],
        shown: Sequence[Statement] = (),
        leans: Leans = "nothing",
    ) -> tuple[Sequence[Candidate], Decision]:
        """Hits ranked by how they fit a question, and what of them answers it."""
        rarity, slots = self.searcher.index.term_rarity, hard_slots(asked, self.reader)
        ranked = drawn(rank(asked, hits, self._facts, rarity, slots), shown, leans)
        return ranked, decide(asked, ranked, self.reader, rarity, self._facts.fitter)

    def _drafts(self, alone: str, parts: Sequence[_Part]) -> Iterator[Draft]:
        """What may be said, the best first; the gate of Answer decides which is."""
        asked = parts[0].asked
        if len(parts) == 1:
            ranked = [c.facts.statement for c in parts[0].decision.ranked]
            correction = premise(asked.text, ranked, self._known)
            if correction is not None:
                composed = self._worded(asked, [correction.statement], f"{CORRECTED} ")
                yield drafted("corrected", composed, alone, asked)
        told = [p for p in parts if p.statements]
        if not told:
            yield self._refusal(alone, asked, parts[0].decision)
            return
        worded: list[Composed] = []
        shown: list[Statement] = []
        for part in told:
            new = [s for s in part.statements if s not in shown]
            shown += new
            if new:
                opening = f"{part.judged.opening} " if part.judged is not None else ""
                worded.append(self._worded(part.asked, new, opening))
        open_parts = [p for p in parts if not p.statements and is_question(p.asked.text)]
        closing = open_part_text(open_parts[0].decision) if open_parts else ""
        composed = (
            joined(worded, shown, self.corpus, closing) if closing or worded[1:] else worded[0]
        )
        yield drafted("answered", composed, alone, asked)
        mended = Gate(self.corpus, composed.citations).mended(composed.segments)
        if mended:
            yield drafted("answered", replace(composed, segments=mended), alone, asked)
        quoted = quote_whole(shown, self.corpus)
        counted = replace(quoted, own=composed.own, replaced=composed.replaced)
        yield drafted("answered", counted, alone, asked)

    def _worded(self, asked: Question, chosen: Sequence[Statement], opening: str) -> Composed:
        # `Yes.` and `No.` are said of printed words: what they stand before is quoted.
        words = compose if opening else self._compose
        given = asked, chosen, self.corpus, self.reader, self.searcher.concepts
        try:
            composed = words(*given)
        except Exception:  # a model's; whatever it is, the quotation is there
            _log.warning("The composer failed: the quotation takes its place.", exc_info=True)
            composed = compose(*given)
        if opening:
            composed = replace(composed, segments=(Segment(opening), *composed.segments))
        return composed

    def _refusal(self, alone: str, asked: Question, decision: Decision) -> Draft:
        near = [] if decision.reason == "nothing" else [c.facts.statement for c in decision.ranked]
        related = self._offered(near)
        segments = (Segment(refusal_text(decision, self._contact)),)
        return Draft("refused", segments, alone, asked, related=related, reason=decision.reason)

    def _offered(self, near: Sequence[Statement]) -> tuple[Citation, ...]:
        """The first passages that say something by themselves."""
        facts = [self._facts.of(statement) for statement in near]
        said = [f.statement for f in facts if not (f.definition or f.caption or f.pointer)]
        return tuple(
            Citation.of(self.corpus, statement, marker)
            for marker, statement in enumerate(said[:_RELATED], start=1)
        )

    def _answer(
        self, question: str, draft: Draft, started: float, timings: Mapping[str, float]
    ) -> Answer:
        products = sorted(draft.asked.products) if draft.asked is not None else []
        shown = draft.citations or draft.related
        for citation in shown if not products else ():
            of_statement = self.corpus.by_id[citation.statement].products
            products += [p for p in of_statement if p not in products]
        unanswered = draft.outcome == "refused" and draft.problem is None
        total = (time.perf_counter() - started) * 1e3
        return Answer(
            corpus=self.corpus,
            question=question,
            outcome=draft.outcome,
            segments=draft.segments,
            products=tuple(products),
            relevant=self._bullets.bearing_on(draft.asked),
            standalone_question=draft.alone or self._beginning(question),
            citations=draft.citations,
            caveats=draft.caveats,
            related=draft.related,
            notices=(
                *draft.notices,
                *self._notices(shown),
                *(self._contact_notices if unanswered else ()),
            ),
            answerer=draft.answerer,
            replaced_sentences=draft.replaced,
            index_version=self.index_version,
            timings_ms={k: round(v, 3) for k, v in {**timings, "total": total}.items()},
            route=route_of(draft),
            report=report_of(draft.routing),
            reason=draft.reason,
            problem=draft.problem,
        )

    def _notices(self, citations: Sequence[Citation]) -> tuple[str, ...]:
        documents = dict.fromkeys(c.document for c in citations)
        return tuple(n for d in documents for n in self.corpus.document(d).notices)


def _listed_in(thread: Thread) -> Callable[[str], Sequence[str]]:
    """What the answer to an earlier question of a thread lists."""
    return lambda alone: items_of(thread.shown_by(alone))


def open_assistant(
    settings: Settings,
    *,
    log: Callable[[str], None] = lambda line: None,
    progress: Progress = lambda done, total: None,
    building: Building = "stale",
    composer: Composer = compose,
    rewriter: Rewriter | None = None,
) -> Assistant:
    """The assistant over the corpus of the settings; the index is built if it must be.

    Args:
        settings: where corpus, index and model are.
        log: given a line on what is being done and why.
        progress: told how far a build is.
        building: whether model and index are prepared never (an error, if they must be),
            if they are missing or stale, or always.
        composer: see `Assistant`.
        rewriter: see `Assistant`.

    Raises:
        AssistantError: corpus, model or index can't be used; one line that says what to do.
    """
    corpus = load_corpus(settings.corpus_dir)
    searcher = open_searcher(
        corpus,
        model=settings.embedding_model,
        model_dir=settings.model_dir,
        index_dir=settings.index_dir,
        log=log,
        progress=progress,
        building=building,
    )
    return Assistant(searcher, settings, composer, rewriter)
