"""Which trial a turn means: the other one, the first, that one, the one that was blinded.

A document tells of one trial or of a few; a conversation names them, and then points.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ino_assistant.answering.turns.resolution import WHOLE, Resolution
from ino_assistant.answering.turns.turn_slots import slots_of
from ino_assistant.answering.understanding.question import Reader
from ino_assistant.vocabulary.concepts import outermost
from ino_assistant.vocabulary.tokens import word_spans

_TRIAL = r"(?:trial|study|one of the trials)"
_OTHER_TRIAL = re.compile(rf"\bthe other {_TRIAL}\b", re.IGNORECASE)
_NTH_TRIAL = re.compile(
    r"\bthe (?P<nth>first|1st|former|initial|earlier|previous|second|2nd|latter|last) "
    r"(?:trial|study)\b(?! (?:drug|medicines?|medication|visit|arm|group|dose|treatment|day)\b)",
    re.IGNORECASE,
)
_THE_TRIAL = re.compile(
    r"\bthe (?:main |whole |actual )?(?:trial|study)(?: itself)?(?=\W*(?:$|[,:]))", re.I
)
"""The one that was spoken of, with no word besides that would tell it from another."""
_BARE_OTHER = re.compile(r"\bthe other(?: one)?(?=\W*$)", re.IGNORECASE)
_FIRST = frozenset({"first", "1st", "former", "initial", "earlier", "previous"})
_THAT_TRIAL = re.compile(r"\b(?:that|this|the same|the very same) (?:trial|study)\b", re.IGNORECASE)
_THAT_ONE = re.compile(r"\bthat one\b", re.IGNORECASE)
_POINTER = r"(?:it|that|this|that one|this one|they|these|those)"
_IS_OF_TRIALS = re.compile(
    rf"\b(?:is|was|were|are)\s+(?P<of>{_POINTER})\s+(?:(?:really|also|an?|at all|even)\s+)*"
    r"(?:(?:(?:un|double|single|observer)[- ]?)?blind(?:ed)?|open[- ]label|(?:un)?controlled|"
    r"randomi[sz]ed|placebo[- ]controlled|multi-?cent(?:er|re)|international|prospective|"
    r"retrospective|sponsored|terminated|stopped early|peer[- ]reviewed|published)\b",
    re.IGNORECASE,
)
"""What is said of trials, and of hardly anything else."""
_TAKES_PART = re.compile(
    r"\b(?:took part|take part|taking part|participated|participate|enrol(?:l?ed|l)?|recruited|"
    rf"included|randomi[sz]ed|entered|studied|treated)\s+(?:in|into|for)\s+(?P<of>{_POINTER})\b",
    re.IGNORECASE,
)
_ACTS = re.compile(
    r"\b(?:did|does|had|has)(?:n['’]t)? (?P<of>it|that one|this one) (?:\w+ly )?(?:fail|succeed|"
    r"miss|meet|find|show|"
    r"enrol|recruit|randomi[sz]e|stop early)\b",
    re.IGNORECASE,
)
"""What a trial does, and hardly anything else, where one was spoken of."""
_LATELY = 2


def in_the_trial(question: str, earlier: Sequence[str], reader: Reader) -> str | Resolution:
    """The question with `the other trial`, `that one` as the trial that it is.

    Args:
        question: the turn.
        earlier: the standalone questions of the turns before it, the oldest first.
        reader: reads questions with the vocabulary of the corpus.
    """
    if _named([question], reader):
        return question
    other = _OTHER_TRIAL.search(question) or _bare_other(question, earlier[-1], reader)
    if other is not None:
        return _of_the_other(question, other, earlier, reader)
    named = list(dict.fromkeys(_named(earlier, reader)))
    nth = _NTH_TRIAL.search(question)
    if nth is not None:
        if nth["nth"].lower() in _FIRST and len(named) == 1 and not _named(earlier[:1], reader):
            # It was spoken of first, and not by its name.
            return _put(question, nth.span(), _other_than(named[0], reader) or named[0])
        meant = _by_order(nth["nth"].lower(), named, reader) if named else None
        return _put(question, nth.span(), meant) if meant else question
    only = _THE_TRIAL.search(question)
    if only is not None and len({trial.lower() for trial in named}) == 1:
        return _put(question, only.span(), named[0])
    lately = _named(earlier[-_LATELY:], reader)
    return _pointed(question, lately[-1] if lately else "", earlier[-1], reader)


def _pointed(question: str, lately: str, last: str, reader: Reader) -> str:
    """The question with a pronoun that can only stand for a trial as the one spoken of lately."""
    that, one = _THAT_TRIAL.search(question), _THAT_ONE.search(question)
    if that is not None and lately:
        return _put(question, that.span(), lately)
    said = _IS_OF_TRIALS.search(question) or _TAKES_PART.search(question)
    if said is not None:
        return _put(question, said.span("of"), lately or "the trial")
    acts = _ACTS.search(question)
    if acts is not None and lately:
        return _put(question, acts.span("of"), lately)
    if one is not None and lately and _of_trials_only(last, reader):
        return _put(question, one.span(), lately)
    return question


def _of_the_other(
    question: str, match: re.Match[str], earlier: Sequence[str], reader: Reader
) -> str | Resolution:
    named = _named(earlier, reader)
    if not named:
        return question
    other = _other_than(named[-1], reader)
    if not other:
        # Answered of the trial that was named, it would be of the wrong one.
        return Resolution(question, f"Which trial is “{match[0]}”? {WHOLE}")
    return _put(question, match.span(), other)


def _bare_other(question: str, last: str, reader: Reader) -> re.Match[str] | None:
    """`and the other one?` behind a question that names a trial and none of its arms."""
    return _BARE_OTHER.search(question) if _of_trials_only(last, reader) else None


def _by_order(nth: str, named: Sequence[str], reader: Reader) -> str:
    """The first or the second of the trials that were spoken of; empty if it can't be told."""
    if nth in _FIRST:
        return named[-2] if nth in ("earlier", "previous") and len(named) > 1 else named[0]
    if len(named) > 1:
        return named[-1] if nth == "last" else named[1]
    return _other_than(named[0], reader)


def _other_than(trial: str, reader: Reader) -> str:
    """The other one of a document's two trials; empty if there are not two."""
    keys = [
        m.concept.key for m in outermost(reader.read(trial).mentions) if m.concept.kind == "trial"
    ]
    return reader.other_trials.get(keys[-1], "") if keys else ""


def _of_trials_only(turn: str, reader: Reader) -> bool:
    """Whether a turn names one trial and nothing else that `that one` could be."""
    named = _named([turn], reader)
    if len(named) != 1:
        return False
    # The name of a trial may hold that of a medicine.
    rest = reader.read(turn.replace(named[0], "the trial"))
    return not {"drug", "arm", "case"} & {s.kind for s in slots_of(rest, reader)}


def _named(turns: Sequence[str], reader: Reader) -> list[str]:
    """The trials that turns name, as they are written there, in order."""
    found = []
    for read in map(reader.read, turns):
        spans = word_spans(read.text)
        found += [
            read.text[spans[m.start][0] : spans[m.end - 1][1]]
            for m in outermost(read.mentions)
            if m.concept.kind == "trial"
        ]
    return found


def _put(text: str, span: tuple[int, int], new: str) -> str:
    return f"{text[: span[0]]}{new}{text[span[1] :]}"
