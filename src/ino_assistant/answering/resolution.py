"""What a turn becomes, and the words that open it or point back."""

from __future__ import annotations

import re
from dataclasses import dataclass

_OPENS = re.compile(
    r"^(?:(?:and|or|but|so|also|then|ok(?:ay)?|thanks?(?: you)?|right|now|hm+|sorry|only|just)\b"
    r"[\s,:.!-]*)*"
    r"(?:(?:what|how) about\b|what if\b|"
    r"(?:the )?same(?: (?:thing|question|again))?\b(?: (?:for|with|in|but|on))?)?"
    r"[\s,:]*",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"\b(?:it|its|they|them|their|those|these)\b|"
    r"\b(?:is|was|are|were|of|for|about|does|did|do|with|on|at|than|after|before|has|had|why)\s+"
    r"(?:that|this)\b"
    r"(?!\s+(?:the|a|an|it|you|we|patients)\b)|\b(?:that|this)\W*$",
    re.IGNORECASE,
)
_DUMMY = re.compile(
    r"\bit\s+(?:true|correct|possible|ok|okay|safe|necessary|recommended|allowed|needed|take)\b|"
    r"\bdoes it take\b",
    re.IGNORECASE,
)
WHOLE = "Please ask the whole question."


@dataclass(frozen=True, slots=True)
class Resolution:
    """A turn with everything that it takes over.

    Attributes:
        standalone: the question that is answered.
        unclear: where it can't be told what is meant, one line that asks back; else empty.
        continued: of a fragment that may stand by itself (`LDH limit?`): the same as a
            continuation of the turn before, in case nothing answers it alone; else empty.
    """

    standalone: str
    unclear: str = ""
    continued: str = ""


def unopened(question: str) -> str:
    """A turn without the words that open or close it and say nothing: `and`, `what about`."""
    rest = re.sub(r"[\s,]+please\b", "", _OPENS.sub("", question, count=1))
    return re.sub(r"[\s,]+(?:as well|too|also|again|then)(?=\W*$)", "", rest).strip()


def points(question: str) -> bool:
    """Whether a turn has a pronoun that stands for something."""
    return bool(_PRONOUN.search(_DUMMY.sub("", question)))


def pointed_at(question: str) -> tuple[int, int] | None:
    """Where the pronoun of a question stands, if it has one that points to something."""
    for match in _PRONOUN.finditer(question):
        if _DUMMY.match(question, match.start()):
            continue
        word = re.search(r"(?:it|its|they|them|their|those|these|that|this|one)\b", match[0], re.I)
        if word is not None:
            return match.start() + word.start(), match.start() + word.end()
    return None
