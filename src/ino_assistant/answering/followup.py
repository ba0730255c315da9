"""Follow-up questions written out with what earlier turns said."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ino_assistant.answering.question import Question, Reader
from ino_assistant.vocabulary.concepts import Mention, outermost
from ino_assistant.vocabulary.tokens import term

_OPENS = re.compile(
    r"^(?:and|or|but|so|what about|how about|also|same|the same|then|ok(?:ay)?|what if)\b[\s,:]*",
    re.IGNORECASE,
)
_CONTINUES = re.compile(r"^(?:and|same|the same)\b", re.IGNORECASE)
_POINTS = re.compile(
    r"\b(?:it|its|they|them|their|that|those|these|this|he|she|his|her|there|same|one|ones)\b",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^(?:why|how so|how many(?: is that)?|when|who|really|since when|in which arm)\W*$", re.I
)
_LEAD = re.compile(r"^(?:for|in|with|on|of|to|at|by)\s+(?:the\s+)?", re.IGNORECASE)
_FEW_WORDS = 6


def standalone(question: str, earlier: Sequence[str], reader: Reader) -> str:
    """The question with everything that it takes over from earlier turns written out.

    Args:
        question: the turn that is to be answered.
        earlier: the standalone questions of the turns before it, the oldest first.
        reader: reads questions with the vocabulary of the corpus.
    """
    if not earlier:
        return question
    before = earlier[-1]
    now = reader.read(question)
    if not _needs_earlier(question, now):
        return question
    then = reader.read(before)
    new = _LEAD.sub("", _OPENS.sub("", question)).strip(" ?.!")
    if _BARE.match(question):
        return f"{question.strip(' ?')}: {before}"
    replaced = _replaced(before, then, now, new, reader)
    return replaced if replaced is not None else f"{before.rstrip(' ?.')}, {new}?"


def is_fragment(question: str) -> bool:
    """Whether a question can only be the continuation of another: `and with the other arm?`."""
    return bool(_BARE.match(question) or _CONTINUES.match(question))


def _needs_earlier(question: str, now: Question) -> bool:
    content = len(now.concepts) + len(now.loose)
    if _BARE.match(question):
        return True
    if _OPENS.match(question) and len(question.split()) <= 2 * _FEW_WORDS:
        return True
    return (
        bool(_POINTS.search(question)) and content <= 2 and len(question.split()) <= 2 * _FEW_WORDS
    )


def _replaced(before: str, then: Question, now: Question, new: str, reader: Reader) -> str | None:
    """The question before with one thing exchanged for its like: arm for arm, and so on."""
    if now.case and then.case and now.case != then.case:
        return _exchange(before, [w for w in then.words if term(w) in then.case][:1], new)
    for mention in outermost(now.mentions):
        old = _like(mention, then, now, reader)
        if old is not None:
            return _exchange(before, then.words[old.start : old.end], new)
    return None


def _exchange(before: str, phrase: Sequence[str], new: str) -> str | None:
    words = r"\W+".join(map(re.escape, phrase))
    pattern = re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)
    if not phrase or not pattern.search(before):
        return None
    return pattern.sub(lambda _: new, before, count=1)


def _like(mention: Mention, then: Question, now: Question, reader: Reader) -> Mention | None:
    """A mention of the question before that `mention` stands in for."""
    kind = mention.concept.kind
    arms = bool(now.arms and then.arms and now.arms != then.arms)
    for old in outermost(then.mentions):
        if old.concept.key == mention.concept.key:
            continue
        # By any of the arm's names: `with inotuzumab` is `with InO`.
        named = " ".join(then.words[old.start : old.end])
        if arms and kind == old.concept.kind == "word" and reader.arms_of(named) & then.arms:
            return old
        if kind not in ("word", "trial") and old.concept.kind == kind:
            return old
    return None
