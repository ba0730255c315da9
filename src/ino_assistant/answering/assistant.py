"""The assistant: a question goes in, an Answer comes out, on every path."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from ino_assistant.answering.choosing.deciding import Decision
from ino_assistant.answering.choosing.facts import FactsMaker
from ino_assistant.answering.considered import Approved, Considered, margin_of, trail_of
from ino_assistant.answering.drafting import Drafter
from ino_assistant.answering.finding import Finder, Part
from ino_assistant.answering.judging.known import Known
from ino_assistant.answering.saying.answer import Answer
from ino_assistant.answering.saying.bullets import Bullets
from ino_assistant.answering.saying.citing import Citation, Segment, UnsupportedSegmentError
from ino_assistant.answering.saying.compose import Composer, compose
from ino_assistant.answering.saying.draft import Draft, report_of, route_of
from ino_assistant.answering.saying.refusing import contact_in_text
from ino_assistant.answering.to_people import ToPeople
from ino_assistant.answering.turns.conversation import Rewriter, resolve
from ino_assistant.answering.turns.focus import product_of
from ino_assistant.answering.turns.following import Followed, follow
from ino_assistant.answering.turns.listing import items_of
from ino_assistant.answering.turns.persons_meant import OF_ASKER
from ino_assistant.answering.turns.places import Places
from ino_assistant.answering.turns.pointing import either
from ino_assistant.answering.turns.resolution import Resolution
from ino_assistant.answering.turns.thread import TURNS, Thread, Threads, Turn
from ino_assistant.answering.understanding.language import cleaned, problem_with
from ino_assistant.answering.understanding.question import Reader
from ino_assistant.corpus.model import Corpus
from ino_assistant.privacy import known_words, redact
from ino_assistant.routing import Contacts, Criteria, Kind, Router, Routing, acknowledgement
from ino_assistant.search.searcher import Searcher
from ino_assistant.settings import Settings
from ino_assistant.vocabulary.courtesies import without

_log = logging.getLogger(__name__)
FAULT = "A fault in the assistant kept this question from being answered: please report it."


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
        contact, self._contact_notices = contact_in_text(settings)
        self._rewrite = rewriter
        self.reader = Reader(searcher.corpus, searcher.concepts)
        self._known = Known(searcher.corpus)
        self._router = Router(searcher.corpus, searcher.concepts)
        self._known_words = known_words(searcher.corpus)
        self._bullets = Bullets(searcher.corpus, searcher.concepts, searcher.index.term_rarity)
        self._facts = FactsMaker(self.reader, searcher.concepts, searcher.contexts, searcher.claims)
        self._finder = Finder(searcher, self.reader, self._facts, self._known)
        self._drafter = Drafter(
            searcher.corpus,
            searcher.concepts,
            self.reader,
            self._facts,
            self._known,
            composer,
            contact,
        )
        self._to_people = ToPeople(searcher, self.reader, self._finder, self._drafter)
        self._threads = Threads(self._follow)
        self._places = Places(searcher.corpus)

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
        if routing is not None and not self._of_a_case(question, earlier, routing):
            return self.acknowledge(routing)
        problem = problem_with(question, self._settings.max_question_chars)
        if problem is not None:
            draft = Draft("refused", (Segment(problem),), reason="unusable", problem=problem)
            return Considered(self._answer(question, draft, started, {}))
        thread = self._threads.of(earlier)
        turn = self._whose(question, earlier, self._resolved(question, thread))
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
        self, question: str, alone: str, parts: Sequence[Part], started: float
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
        for draft in self._drafter.drafts(alone, parts):
            try:
                answer = self._answer(question, draft, started, timings)
            except UnsupportedSegmentError:
                # The gate stopped the wording: the quotation takes its place, or nothing does.
                stopped = True
                continue
            replaced = stopped or bool(answer.replaced_sentences)
            return come_about(answer, replaced=replaced)
        gated = Decision((), parts[0].decision.ranked, "gate")
        draft = self._drafter.refusal(alone, parts[0].asked, gated)
        answer = self._answer(question, draft, started, timings)
        return come_about(answer, replaced=True)

    def _resolved(self, question: str, thread: Thread) -> Resolution:
        private, written = self._private(question), thread.written
        resolved = self._by_rules(private, thread)
        if self._rewrite is None or resolved.unclear or not written:
            return resolved
        try:
            return self._rewrite(private, written, resolved, self.reader)
        except Exception:  # a model's; whatever it is, the rules' reading is there
            _log.warning("The rewriter failed: the rules' reading stands.", exc_info=True)
            return resolved

    def _by_rules(self, private: str, thread: Thread) -> Resolution:
        listed, shown = _listed_in(thread), thread.shown_by
        return resolve(private, thread.written, self.reader, listed, shown, self._places)

    def _cases_put_in(self, private: str, turn: Resolution) -> frozenset[str]:
        """The cases that a turn means and does not name."""
        return self.reader.read(turn.standalone).case - self.reader.read(private).case

    def _of_a_case(
        self, question: str, earlier: Sequence[str], routing: Routing, thread: Thread | None = None
    ) -> bool:
        """Whether the person that a request is about is one of the documents' own.

        `What did he get for it?` names nobody: who is meant, the turns before tell. With the
        name in its place it is routed as any question on a case of a document.
        """
        if routing.kind != "individual_advice" or not earlier or OF_ASKER.search(question):
            return False
        thread = self._threads.of(earlier) if thread is None else thread
        if len(thread.turns) < len(earlier):
            # A turn went to people: it may have been about somebody of the asker's own.
            return False
        private = self._private(question)
        turn = self._by_rules(private, thread)
        if turn.unclear or not self._cases_put_in(private, turn):
            return False
        at = routing.received_at
        return self._router.route(turn.standalone, earlier, received_at=at) is None

    def _whose(self, question: str, earlier: Sequence[str], turn: Resolution) -> Resolution:
        """A turn, asked back where `she` may be the one of a report just before it.

        Of a case of the documents nothing may be told as if it were of the asker's own patient.
        """
        if turn.unclear or not earlier:
            return turn
        private = self._private(question)
        named = self._cases_put_in(private, turn)
        if not named:
            return turn
        before = self._router.route(earlier[-1], earlier[:-1], received_at=datetime.now(UTC))
        if before is None or not before.is_report:
            return turn
        names = either([name.title() for name in sorted(named)])
        line = f"Do you mean {names} of the documents? A patient of your own belongs to people."
        return Resolution(private, line)

    def _follow(self, words: str, before: Sequence[str], thread: Thread) -> Turn:
        """An earlier turn, read and answered by the rules."""
        # What went to people is no subject to come back to.
        routing = self._router.route(words, before, received_at=datetime.now(UTC))
        if routing is not None and not self._of_a_case(words, before, routing, thread):
            return Turn("")
        if problem_with(words, self._settings.max_question_chars) is not None:
            return Turn("")
        turn = self._by_rules(self._private(words), thread)
        if turn.unclear:
            return Turn(turn.standalone)
        return self._kept(self._read(turn, thread))

    def _kept(self, found: Followed[Part]) -> Turn:
        product = found.product or product_of(found.alone, found.shown, self.reader)
        return Turn(found.standalone, found.shown, product)

    def _read(self, turn: Resolution, thread: Thread) -> Followed[Part]:
        return follow(turn, thread, self._finder, self.reader, self.searcher.index.term_rarity)

    def _private(self, turn: str) -> str:
        """A turn without control characters, what identifies a person, and courtesies."""
        return without(cleaned(redact(turn, self._known_words).text))

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
        return self._to_people.with_passages(draft, text, routing)

    def _answer(
        self, question: str, draft: Draft, started: float, timings: Mapping[str, float]
    ) -> Answer:
        products = list(draft.meant)
        products += sorted(draft.asked.products) if draft.asked is not None else []
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
