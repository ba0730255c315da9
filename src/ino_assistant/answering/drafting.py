"""What may be said on what was found, the best first: the gate of Answer decides which is."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ino_assistant.answering.citing import Citation, Segment
from ino_assistant.answering.compose import Composed, Composer, compose, quote_whole
from ino_assistant.answering.deciding import Decision
from ino_assistant.answering.draft import Draft, drafted
from ino_assistant.answering.facts import FactsMaker
from ino_assistant.answering.finding import Part
from ino_assistant.answering.gate import Gate
from ino_assistant.answering.joining import joined
from ino_assistant.answering.known import Known
from ino_assistant.answering.premise import CORRECTED, premise
from ino_assistant.answering.question import Question, Reader
from ino_assistant.answering.refusing import open_part_text, refusal_text
from ino_assistant.answering.several import is_question
from ino_assistant.corpus.model import Corpus, Statement
from ino_assistant.vocabulary.concepts import Concepts

_log = logging.getLogger(__name__)
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
        if len(parts) == 1:
            ranked = [c.facts.statement for c in parts[0].decision.ranked]
            correction = premise(asked.text, ranked, self._known)
            if correction is not None:
                composed = self._worded(asked, [correction.statement], f"{CORRECTED} ")
                yield drafted("corrected", composed, alone, asked)
        told = [p for p in parts if p.statements]
        if not told:
            yield self.refusal(alone, asked, parts[0].decision)
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
            joined(worded, shown, self._corpus, closing) if closing or worded[1:] else worded[0]
        )
        yield drafted("answered", composed, alone, asked)
        mended = Gate(self._corpus, composed.citations).mended(composed.segments)
        if mended:
            yield drafted("answered", replace(composed, segments=mended), alone, asked)
        quoted = quote_whole(shown, self._corpus)
        counted = replace(quoted, own=composed.own, replaced=composed.replaced)
        yield drafted("answered", counted, alone, asked)

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
