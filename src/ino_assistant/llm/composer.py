"""Answers worded by a language model, as far as its sentences stand up to the sources."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ino_assistant.answering.saying.citing import Citation, Segment, UnsupportedSegmentError, mark
from ino_assistant.answering.saying.compose import Composed, compose
from ino_assistant.answering.saying.gate import Gate, cited_row, numbers_of
from ino_assistant.answering.saying.joining import joined
from ino_assistant.answering.understanding.question import Question, Reader
from ino_assistant.corpus.model import Corpus, Statement
from ino_assistant.fidelity.binding.evidence import evidence_of
from ino_assistant.llm.calling import Caller, NoReplyError
from ino_assistant.llm.prompts import repeats_rules, wording_messages
from ino_assistant.llm.reading import Said, read_reply, unmarked
from ino_assistant.llm.strict import changes_sense, is_english, is_foul, leaves_out
from ino_assistant.vocabulary.concepts import Concepts

_log = logging.getLogger(__name__)
_WORDS_OF_ONE = 60
_WORDS = 150
_SENTENCES = 12


@dataclass(frozen=True, slots=True)
class _Shown:
    """A statement that the model is shown, and how it is shown to users without one."""

    statement: Statement
    quoted: Composed

    @property
    def text(self) -> str:
        """The words of the quotation, without its mark."""
        return "".join(s.text for s in self.quoted.segments if s != mark(1))

    @property
    def citation(self) -> Citation:
        """What it is cited with: of a row the cells that are asked for."""
        return self.quoted.citations[0]

    @property
    def figures(self) -> set[str]:
        """Of a row the numbers of the cells asked for: none of them may be left out."""
        row = cited_row(self.citation, self.statement)
        return {n for cell in (row.cells if row else ()) for n in numbers_of(cell.display)}


class ModelComposer:
    """Words answers with a language model; a `Composer`.

    What it says of a statement is shown if each of its sentences about it cites that
    statement alone, passes the gate, and together they say what the quotation would. Else
    the quotation of that statement is shown. No statement chosen is ever left out.

    Args:
        caller: asks the model.
        name: what the model is called.
    """

    def __init__(self, caller: Caller, name: str) -> None:
        self.caller = caller
        self.answerer = f"llm:{name}"

    def __call__(
        self,
        question: Question,
        chosen: Sequence[Statement],
        corpus: Corpus,
        reader: Reader,
        concepts: Concepts,
    ) -> Composed:
        """See `compose`; never raises for what the model does."""
        quoted = compose(question, chosen, corpus, reader, concepts)
        every = [_Shown(s, compose(question, [s], corpus, reader, concepts)) for s in chosen]
        # A list stays whole: there is nothing to word in it, and items to lose.
        shown = [each for each in every if not each.statement.parts]
        if not shown:
            return quoted
        limit = _WORDS_OF_ONE if len(shown) == 1 else _WORDS
        texts = [each.text for each in shown]
        try:
            reply = self.caller.ask(wording_messages(question.text, texts, limit))
        except NoReplyError:
            return quoted
        said = read_reply(reply)
        if _is_nonsense(reply, said, limit, [question.text, *texts]):
            return self._stopped(quoted, len(said) or 1)
        worded: dict[str, Composed] = {}
        for marker, sentences in _by_marker(said, len(shown)).items():
            each = shown[marker - 1]
            wording = " ".join(sentences)
            if (
                _stands(sentences, each, corpus)
                and not leaves_out(wording, each.text, question, reader, concepts)
                and each.figures <= set(numbers_of(wording))
            ):
                worded[each.statement.id] = _composed(sentences, each, self.answerer)
        kept = sum(len(w.own) for w in worded.values())
        if not worded:
            return self._stopped(quoted, len(said))
        self.caller.breaker.worked()
        parts = [worded.get(each.statement.id, each.quoted) for each in every]
        whole = joined(parts, chosen, corpus)
        different = len({(s.text, s.markers) for s in said})
        return replace(whole, replaced=different - kept)

    def _stopped(self, quoted: Composed, sentences: int) -> Composed:
        self.caller.breaker.failed()
        _log.info("none of %d sentences of the language model stood up", sentences)
        return replace(quoted, replaced=sentences)


def _is_nonsense(reply: str, said: Sequence[Said], limit: int, given: Sequence[str]) -> bool:
    """Whether a reply as a whole is not what was asked for: nothing of it is used."""
    spoken = " ".join(s.text for s in said)
    return (
        not 1 <= len(said) <= _SENTENCES
        or len(spoken.split()) > limit
        or is_foul(unmarked(reply), " ".join(given))
        or repeats_rules(reply, given)
        or not is_english(spoken)
    )


def _by_marker(said: Sequence[Said], highest: int) -> Mapping[int, list[str]]:
    """Sentences by the statement that they cite; none for one that is cited with another."""
    found: dict[int, list[str]] = {}
    spoiled: set[int] = set()
    for sentence in said:
        if len(sentence.markers) != 1:
            spoiled.update(sentence.markers)
            continue
        (marker,) = sentence.markers
        texts = found.setdefault(marker, [])
        if sentence.text not in texts:
            texts.append(sentence.text)
    return {m: t for m, t in sorted(found.items()) if 1 <= m <= highest and m not in spoiled}


def _stands(sentences: Sequence[str], shown: _Shown, corpus: Corpus) -> bool:
    """Whether each sentence says what its statement says, and changes no `may` or `not`."""
    row = cited_row(shown.citation, shown.statement)
    evidence = evidence_of(shown.statement, row)
    gate = Gate(corpus, [shown.citation])
    for text in sentences:
        if is_foul(text, shown.text) or (text != shown.text and changes_sense(text, evidence)):
            return False
        try:
            gate.judge((Segment(text, 1), mark(1)))
        except UnsupportedSegmentError as error:
            _log.debug("stopped: %s", error)
            return False
    return True


def _composed(sentences: Sequence[str], shown: _Shown, answerer: str) -> Composed:
    segments: list[Segment] = []
    own = tuple(Segment(text, 1) for text in sentences)
    for segment in own:
        segments += [*([Segment(" ")] if segments else []), segment, mark(1)]
    return replace(shown.quoted, segments=tuple(segments), answerer=answerer, own=own)
