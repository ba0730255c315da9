"""Follow-up questions written out by a language model, if it adds and drops nothing."""

from __future__ import annotations

from collections.abc import Sequence

from ino_assistant.answering.saying.gate import numbers_of
from ino_assistant.answering.turns.conversation import Resolution
from ino_assistant.answering.turns.resolution import Reading
from ino_assistant.answering.understanding.language import cleaned
from ino_assistant.answering.understanding.question import Question, Reader
from ino_assistant.llm.calling import Caller, NoReplyError
from ino_assistant.llm.prompts import repeats_rules, standalone_messages
from ino_assistant.llm.strict import is_english, is_foul

_LONGEST = 400


class ModelRewriter:
    """Writes turns out with a language model; a `Rewriter`.

    Its question is taken only if it names nothing that neither the turn nor an earlier one
    names, says all that the turn says, and means the arm and the patient that we mean. Ours
    is kept beside it, and answered where its own finds no answer.

    Args:
        caller: asks the model.
    """

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def __call__(
        self, question: str, earlier: Sequence[str], turn: Resolution, reader: Reader
    ) -> Resolution:
        """See `Rewriter`; never raises for what the model does."""
        if turn.standalone == question:
            return turn
        try:
            reply = self._caller.ask(standalone_messages(question, earlier))
        except NoReplyError:
            return turn
        text = reply.strip()
        if not is_faithful(text, question, earlier, turn, reader):
            self._caller.breaker.failed()
            return turn
        self._caller.breaker.worked()
        return Resolution(text, others=(Reading(turn.standalone),))


def is_faithful(
    text: str, question: str, earlier: Sequence[str], turn: Resolution, reader: Reader
) -> bool:
    """Whether a question may stand for a turn: nothing is added, and nothing dropped.

    Args:
        text: the question as written out.
        question: the turn.
        earlier: the questions before it.
        turn: what we made of it.
        reader: reads questions with the vocabulary of the corpus.
    """
    given = " ".join((question, *earlier))
    if (
        not text.endswith("?")
        or len(text) > _LONGEST
        or cleaned(text) != text
        or is_foul(text, given)
        or repeats_rules(text, [question, *earlier])
        or not is_english(text)
    ):
        return False
    read, now, ours = reader.read(text), reader.read(question), reader.read(turn.standalone)
    before = [now, *(reader.read(e.removeprefix("Why: ")) for e in earlier)]
    if read.corrected or set(numbers_of(text)) - {n for g in (question, *earlier)
                                                   for n in numbers_of(g)}:  # fmt: skip
        return False
    added = _named(read) - frozenset[str]().union(*(_named(q) for q in before))
    dropped = _named(now) - _named(read)
    return (
        not added
        and not dropped
        and now.shapes <= read.shapes
        and (read.arms, read.case, read.products) == (ours.arms, ours.case, ours.products)
    )


def _named(question: Question) -> frozenset[str]:
    """Everything that a question names: concepts, arms, cases, figures, words of no concept."""
    return frozenset(
        {f"concept {c}" for c in question.concepts}
        | {f"arm {a}" for a in question.arms}
        | {f"case {c}" for c in question.case}
        | {f"product {p}" for p in question.products}
        | {f"figure {f}" for f in question.figures}
        | {f"word {w}" for w in question.loose}
    )
