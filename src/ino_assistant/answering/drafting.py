"""What may be said on what was found, the best first: the gate of Answer decides which is."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ino_assistant.answering.choosing.deciding import Decision
from ino_assistant.answering.choosing.facts import FactsMaker
from ino_assistant.answering.finding import Part
from ino_assistant.answering.judging.known import Known
from ino_assistant.answering.judging.premise import CORRECTED, premise
from ino_assistant.answering.saying.citing import Citation, Segment
from ino_assistant.answering.saying.compose import Composed, Composer, compose, quote_whole
from ino_assistant.answering.saying.draft import Draft, drafted
from ino_assistant.answering.saying.gate import Gate
from ino_assistant.answering.saying.joining import joined
from ino_assistant.answering.saying.refusing import open_part_text, refusal_text
from ino_assistant.answering.turns.confirming import Borne, borne_out
from ino_assistant.answering.turns.pointing import either
from ino_assistant.answering.understanding.asking import is_question
from ino_assistant.answering.understanding.question import Question, Reader
from ino_assistant.corpus.model import Corpus, Statement
from ino_assistant.vocabulary.concepts import Concepts

_log = logging.getLogger(__name__)
_MOST_WORDS = 140
"""Of all that several questions of one turn get; marks and openings come on top."""
_RELATED = 3


class Drafter:
    """Words what was found; safe to share between threads.

    Args:
        corpus: what is cited.
        concepts: the vocabulary.
        reader: reads questions with the vocabulary of the corpus.
        facts: of each statement, what a question may ask for.
        known: what the corpus says, for what a question takes for granted.
        composer: words the answer from the statements chosen. It is not believed: what it
            says passes the gate of `Answer`, or the quotation takes its place.
        contact: who can help, as a refusal names them.
    """

    def __init__(
        self,
        corpus: Corpus,
        concepts: Concepts,
        reader: Reader,
        facts: FactsMaker,
        known: Known,
        composer: Composer,
        contact: str,
    ) -> None:
        self._corpus = corpus
        self._concepts = concepts
        self._reader = reader
        self._facts = facts
        self._known = known
        self._compose = composer
        self._contact = contact

    def drafts(self, alone: str, parts: Sequence[Part]) -> Iterator[Draft]:
        """What may be said to a turn, the best first.

        Args:
            alone: the turn as a question that stands by itself.
            parts: its questions, and what was decided about each.
        """
        asked = parts[0].asked
        meant = next((p.meant for p in parts if p.meant), ())
        if meant:
            line = f"Which medicine do you mean: {either(meant)}?"
            yield Draft("refused", (Segment(line),), alone, asked, reason="unclear", meant=meant)
            return
        corrected = self._corrected(parts)
        if corrected is not None:
            yield drafted("corrected", corrected, alone, asked)
        told = [p for p in parts if p.statements]
        if not told:
            yield self.refusal(alone, asked, parts[0].decision)
            return
        worded: list[Composed] = []
        shown: list[Statement] = []
        for part, fitting in zip(told, self._fitting(told), strict=True):
            new = [s for s in fitting if s not in shown]
            shown += new
            if new:
                opening = f"{part.judged.opening} " if part.judged is not None else ""
                borne = self._borne(part)
                if borne is not None and borne.out:
                    new, opening = [borne.statement], "Yes. "
                worded.append(self._worded(part.asked, new, opening))
        open_parts = [p for p in parts if not p.statements and is_question(p.asked.text)]
        closing = open_part_text(open_parts[0].decision) if open_parts else ""
        composed = (
            joined(worded, shown, self._corpus, closing) if closing or worded[1:] else worded[0]
        )
        yield drafted("answered", composed, alone, asked)
        mended = Gate(self._corpus, composed.citations).mended(composed.segments)
        if mended:
            yield drafted("answered", replace(composed, segments=mended), alone, asked)
        quoted = quote_whole(shown, self._corpus)
        counted = replace(quoted, own=composed.own, replaced=composed.replaced)
        yield drafted("answered", counted, alone, asked)

    def _fitting(self, told: Sequence[Part]) -> list[Sequence[Statement]]:
        """Of each part's statements those that one answer has room for: what leads goes first."""
        if len(told) == 1:
            return [told[0].statements]
        room = _MOST_WORDS - sum(self._facts.of(part.statements[0]).words for part in told)
        fitting: list[Sequence[Statement]] = []
        for part in told:
            kept = [part.statements[0]]
            for statement in part.statements[1:]:
                words = self._facts.of(statement).words
                if words <= room:
                    kept.append(statement)
                    room -= words
            fitting.append(kept)
        return fitting

    def _corrected(self, parts: Sequence[Part]) -> Composed | None:
        """What is wrong about what a turn takes for granted, and what its other questions get."""
        for part in parts:
            ranked = [c.facts.statement for c in part.decision.ranked]
            correction = premise(part.asked.text, ranked, self._known)
            otherwise = correction.statement if correction is not None else None
            otherwise = otherwise or part.denied
            borne = self._borne(part) if otherwise is None else None
            otherwise = borne.statement if borne is not None and not borne.out else otherwise
            if otherwise is None:
                continue
            shown = [otherwise]
            worded = [self._worded(part.asked, shown, f"{CORRECTED} ")]
            for other in parts:
                new = [s for s in other.statements if s not in shown] if other is not part else []
                if new:
                    shown += new
                    worded.append(self._worded(other.asked, new, ""))
            return joined(worded, shown, self._corpus, "") if worded[1:] else worded[0]
        return None

    def _borne(self, part: Part) -> Borne | None:
        """What the documents say to what a turn makes sure of, where no rule has judged it."""
        if part.judged is not None:
            return None
        ranked = [candidate.facts for candidate in part.decision.ranked]
        return borne_out(part.asked, ranked, self._known)

    def refusal(self, alone: str, asked: Question, decision: Decision) -> Draft:
        """What is missing, with passages near to it and the way to who can help."""
        near = [] if decision.reason == "nothing" else [c.facts.statement for c in decision.ranked]
        related = self.offered(near)
        segments = (Segment(refusal_text(decision, self._contact)),)
        return Draft("refused", segments, alone, asked, related=related, reason=decision.reason)

    def offered(self, near: Sequence[Statement]) -> tuple[Citation, ...]:
        """The first passages that say something by themselves."""
        facts = [self._facts.of(statement) for statement in near]
        said = [f.statement for f in facts if not (f.definition or f.caption or f.pointer)]
        return tuple(
            Citation.of(self._corpus, statement, marker)
            for marker, statement in enumerate(said[:_RELATED], start=1)
        )

    def quoted(self, asked: Question, shown: Sequence[Statement]) -> Composed:
        """Statements as printed, whatever the composer is."""
        return compose(asked, shown, self._corpus, self._reader, self._concepts)

    def _worded(self, asked: Question, chosen: Sequence[Statement], opening: str) -> Composed:
        # `Yes.` and `No.` are said of printed words: what they stand before is quoted.
        if opening:
            composed = self.quoted(asked, chosen)
            return replace(composed, segments=(Segment(opening), *composed.segments))
        try:
            return self._compose(asked, chosen, self._corpus, self._reader, self._concepts)
        except Exception:  # a model's; whatever it is, the quotation is there
            _log.warning("The composer failed: the quotation takes its place.", exc_info=True)
            return self.quoted(asked, chosen)
