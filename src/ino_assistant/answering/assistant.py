"""The assistant: a question goes in, an Answer comes out, on every path."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ino_assistant.answering.answer import (
    Answer,
    CaveatNote,
    Citation,
    Outcome,
    Segment,
    UnsupportedSegmentError,
)
from ino_assistant.answering.compose import Composer, compose, quote_whole
from ino_assistant.answering.coverage import Missing, missing
from ino_assistant.answering.eligibility import eligible
from ino_assistant.answering.facts import Facts, FactsMaker
from ino_assistant.answering.followup import is_fragment, standalone
from ino_assistant.answering.language import cleaned, problem_with
from ino_assistant.answering.question import Question, Reader
from ino_assistant.answering.ranking import Candidate, rank
from ino_assistant.answering.selection import choose
from ino_assistant.answering.slots import hard_slots, units
from ino_assistant.corpus.load import load_corpus
from ino_assistant.corpus.model import Corpus
from ino_assistant.search.build import Progress
from ino_assistant.search.searcher import Building, Searcher, open_searcher
from ino_assistant.settings import Settings

_DEPTH = 40
"""Hits of the search that are looked at for what is asked."""
_RELATED = 3
_TELLING = 3.0
"""Rarity from which a general word tells what a question is about."""
# Where no thing is missing outright, these say that the question is about something else.
# Set on the development questions so that no right answer is lost by score, and at most
# two in a hundred by share; the slots above do the work, not these.
_MAX_OPEN = 0.55
_MAX_OPEN_IN_PROSE = 0.2
_MIN_SCORE = 4.5


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided about a question: statements that answer it, or why none does."""

    chosen: tuple[Facts, ...]
    ranked: tuple[Candidate, ...]
    reason: str | None
    things: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Draft:
    """What an Answer is made from, before its warnings and notices are added to it."""

    outcome: Outcome
    segments: tuple[Segment, ...]
    alone: str = ""
    asked: Question | None = None
    citations: tuple[Citation, ...] = ()
    caveats: tuple[CaveatNote, ...] = ()
    related: tuple[Citation, ...] = ()
    reason: str | None = None
    problem: str | None = None


class Assistant:
    """Answers questions over one corpus; safe to share between threads.

    Args:
        searcher: the search over the corpus.
        settings: limits and contacts.
        composer: words the answer from the statements chosen. It is not believed: what it
            says passes the gate of `Answer`, or the quotation takes its place.
    """

    def __init__(
        self, searcher: Searcher, settings: Settings, composer: Composer = compose
    ) -> None:
        self.corpus: Corpus = searcher.corpus
        self.searcher = searcher
        self.index_version = searcher.index.version
        self._settings = settings
        # A telephone number is no figure of the documents: it stands beside the text.
        contact = settings.medical_information_contact
        has_number = any(c.isdigit() for c in contact)
        self._contact = "medical information" if has_number else contact
        self._contact_notices = (f"Medical information: {contact}",) if has_number else ()
        self._compose = composer
        self._reader = Reader(searcher.corpus, searcher.concepts)
        self._bullets = {
            warning.product: [frozenset(searcher.concepts.keys(b)) for b in warning.bullets]
            for warning in self.corpus.boxed_warnings
        }
        self._facts = FactsMaker(self._reader, searcher.concepts, searcher.contexts)

    def warm(self) -> None:
        """Do once what every answer needs, so that the first is as fast as the next."""
        for statement in self.corpus.statements:
            self._facts.of(statement)
        self.searcher.search("warm")

    def ask(self, question: str, earlier: Sequence[str] = ()) -> Answer:
        """Answer a question; never raises for what is asked.

        Args:
            question: as typed.
            earlier: the questions of the turns before, the oldest first.
        """
        started = time.perf_counter()
        problem = problem_with(question, self._settings.max_question_chars)
        if problem is not None:
            draft = _Draft("refused", (Segment(problem),), reason="unusable", problem=problem)
            return self._answer(question, draft, started, {})
        alone = self._standalone(question, earlier)
        asked = self._reader.read(alone)
        found = self.searcher.search(
            asked.search_text, products=sorted(asked.products), limit=_DEPTH
        )
        ranking = time.perf_counter()
        ranked = rank(
            asked,
            found.hits,
            self._facts,
            self.searcher.index.term_rarity,
            hard_slots(asked, self._reader),
        )
        verdict = self._decide(asked, ranked, earlier)
        timings = {**found.timings_ms, "rank": (time.perf_counter() - ranking) * 1e3}
        if verdict.reason is not None:
            draft = self._refusal(alone, asked, verdict)
            return self._answer(question, draft, started, timings)
        statements = [facts.statement for facts in verdict.chosen]
        worded = self._compose(asked, statements, self.corpus, self._reader, self.searcher.concepts)
        quoted = quote_whole(statements, self.corpus)
        for composed in (worded, quoted):
            draft = _Draft(
                "answered",
                composed.segments,
                alone,
                asked,
                citations=composed.citations,
                caveats=composed.caveats,
            )
            try:
                return self._answer(question, draft, started, timings)
            except UnsupportedSegmentError:
                # The gate stopped the wording: the quotation takes its place, or nothing does.
                continue
        draft = self._refusal(alone, asked, Verdict((), verdict.ranked, "gate"))
        return self._answer(question, draft, started, timings)

    def _standalone(self, question: str, earlier: Sequence[str]) -> str:
        written: list[str] = []
        for turn in earlier:
            if problem_with(turn, self._settings.max_question_chars) is None:
                written.append(standalone(cleaned(turn), written, self._reader))
        return standalone(cleaned(question), written, self._reader)

    def _decide(
        self, asked: Question, ranked: Sequence[Candidate], earlier: Sequence[str]
    ) -> Verdict:
        ranked = tuple(ranked)
        lonely = not earlier and is_fragment(asked.text) and not hard_slots(asked, self._reader)
        if not ranked or not units(asked) or lonely:
            return Verdict((), ranked, "nothing")
        able = eligible(asked, ranked)
        if not able:
            return Verdict((), ranked, "shape")
        if able[0].facts.statement.layout_lost:
            # A table without rows mentions everything: what says it in a sentence goes first.
            able = [c for c in able if self._says_it_all(asked, c)]
            if not able:
                return Verdict((), ranked, "layout")
        chosen = choose(asked, able, self.searcher.index.term_rarity)
        lost: Missing = missing(asked, chosen, self._reader, self.searcher.index.term_rarity)
        if lost.things:
            return Verdict((), ranked, "thing", lost.things)
        if lost.share > _MAX_OPEN or able[0].score < _MIN_SCORE:
            return Verdict((), ranked, "share")
        return Verdict(tuple(chosen), ranked, None)

    def _says_it_all(self, asked: Question, candidate: Candidate) -> bool:
        if candidate.facts.statement.layout_lost:
            return False
        rarity = self.searcher.index.term_rarity
        lost = missing(asked, [candidate.facts], self._reader, rarity)
        return not lost.things and lost.share <= _MAX_OPEN_IN_PROSE

    def _refusal(self, alone: str, asked: Question, verdict: Verdict) -> _Draft:
        near = [
            c.facts.statement
            for c in verdict.ranked
            if not (c.facts.definition or c.facts.caption or c.facts.pointer)
        ]
        if verdict.reason == "nothing":
            near = []
        related = tuple(
            Citation.of(self.corpus, statement, marker)
            for marker, statement in enumerate(near[:_RELATED], start=1)
        )
        segments = (Segment(self._refusal_text(verdict)),)
        return _Draft("refused", segments, alone, asked, related=related, reason=verdict.reason)

    def _refusal_text(self, verdict: Verdict) -> str:
        contact = self._contact
        # What is missing is said in the asker's words; figures have no place in a refusal.
        named = [t for t in verdict.things if not any(c.isdigit() for c in t)]
        if verdict.reason == "nothing":
            return (
                "I answer questions about the documents of this assistant, with quotations. "
                f"What would you like to know? For anything else please ask {contact}."
            )
        if verdict.reason == "layout":
            why = (
                "The documents have a table on this, but its cells have lost their rows in the "
                "text, so no value of it can be given."
            )
        elif verdict.reason == "shape":
            why = (
                "The documents do not say this: nothing that fits holds the kind of figure or "
                "fact that was asked for."
            )
        elif verdict.reason == "thing" and named:
            why = "The documents do not answer this: no statement that fits speaks of " + (
                " or ".join(f"“{name}”" for name in named) + "."
            )
        else:
            why = "The documents do not say this: no statement covers what was asked."
        return f"{why} Please ask {contact}."

    def _answer(
        self, question: str, draft: _Draft, started: float, timings: Mapping[str, float]
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
            relevant=self._relevant(draft.asked),
            standalone_question=draft.alone or cleaned(question),
            citations=draft.citations,
            caveats=draft.caveats,
            related=draft.related,
            notices=(*self._notices(shown), *(self._contact_notices if unanswered else ())),
            index_version=self.index_version,
            timings_ms={k: round(v, 3) for k, v in {**timings, "total": total}.items()},
            route="medical_information" if unanswered else None,
            reason=draft.reason,
            problem=draft.problem,
        )

    def _notices(self, citations: Sequence[Citation]) -> tuple[str, ...]:
        documents = dict.fromkeys(c.document for c in citations)
        return tuple(n for d in documents for n in self.corpus.document(d).notices)

    def _relevant(self, asked: Question | None) -> dict[str, tuple[int, ...]]:
        """Of every boxed warning the bullets about something that the question names."""
        rarity = self.searcher.index.term_rarity
        named = {
            m.concept.key
            for m in (asked.mentions if asked is not None else ())
            if m.concept.kind != "word" or rarity.get(m.concept.key, 0.0) > _TELLING
        }
        found: dict[str, tuple[int, ...]] = {}
        for product, about in self._bullets.items():
            # What most bullets are about tells none of them apart.
            common = {k for k in named if sum(k in a for a in about) > len(about) / 2}
            for wanted in (named - common, named):
                hits = tuple(i for i, keys in enumerate(about) if keys & wanted)
                if hits:
                    found[product] = hits
                    break
        return found


def open_assistant(
    settings: Settings,
    *,
    log: Callable[[str], None] = lambda line: None,
    progress: Progress = lambda done, total: None,
    building: Building = "stale",
) -> Assistant:
    """The assistant over the corpus of the settings; the index is built if it must be.

    Args:
        settings: where corpus, index and model are.
        log: given a line on what is being done and why.
        progress: told how far a build is.
        building: whether model and index are prepared never (an error, if they must be),
            if they are missing or stale, or always.

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
    return Assistant(searcher, settings)
