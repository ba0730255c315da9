"""What a turn becomes, and the words that open it or point back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from ino_assistant.answering.turns.aspects import Aspect

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
OPENING_WORDS = re.compile(
    r"^(?:what|which|who|how|when|why|where|is|are|was|were|do|does|did|can|could|should|has|have|"
    r"had|will|would|may|tell|give|show|list|explain)\b",
    re.IGNORECASE,
)
_PREFACE = re.compile(
    r"^(?:(?:no|sorry|oh|well)[\s,]+)*(?:i (?:mean|meant)|what i (?:mean|meant) (?:is|was)|"
    r"my question is)\b[\s,:-]*(?=\w+\W+\w+\W+\w)",
    re.IGNORECASE,
)
"""Words in front of a question that say nothing of it."""
PEOPLE_DO = re.compile(
    r"\bthey (?:(?:can|could|should|may|must|will|would|do|did|have to|need to)(?: not|n['’]t)? )?"
    r"(?:\w+ly |ever |still |all )?(?:die|died|lived?|survived?|recover|recovered|have|"
    r"take|took|use|used|receive|received|miss|missed|forget|forgot|switch|drink|eat|drive|swallow|"
    r"inject|tolerate|breast-?feed|relapsed?|respond|responded|weigh|vomit|smoke|travel|"
    r"(?:get|got|start|stop|skip|need) (?:it|the|an?|one|another|treatment|therapy))\b",
    re.I,
)
"""What people do, and nothing else that is counted."""
WHOLE = "Please ask the whole question."


Leans = Literal["nothing", "thread", "place", "figure", "reason"]
"""What a turn leans on: nothing, the thread as a whole, the place that was just read from
(`and if it is severe?`), the very figure just given (`how many is that?`), or a reason for what
was just said, beside it (`why?`)."""
Wants = Literal["answer", "whole", "near"]
"""When a reading counts: if something answers it; if what does leaves next to nothing of it open;
if what does stands beside what was shown last."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a turn.

    Attributes:
        text: the standalone question.
        wants: when it counts.
        leans: on what of the turns before.
        stays: whether it is of the medicine spoken of or of none.
        among: ids of the only statements that can answer it, where the turn says which: the row
            beside the one shown; empty for all.
    """

    text: str
    wants: Wants = "answer"
    leans: Leans = "place"
    stays: bool = False
    among: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """A turn with everything that it takes over.

    Attributes:
        standalone: the question that is answered.
        unclear: where it can't be told what is meant, one line that asks back; else empty.
        leans: on what of the turns before.
        before: readings that go first, if they are answered as well as they ask for.
        others: readings for the case that nothing answers it so, the likeliest first: a
            fragment that may stand by itself (`LDH limit?`) as a continuation.
        aspect: what is asked about the thing spoken of, where it is that and nothing else.
        own: what the turn says itself, of which an answer has to tell something; or empty.
        place: the earlier question whose answer is asked about; empty for the last one.
    """

    standalone: str
    unclear: str = ""
    leans: Leans = "nothing"
    before: tuple[Reading, ...] = ()
    others: tuple[Reading, ...] = ()
    aspect: Aspect | None = None
    place: str = ""
    own: str = ""

    @property
    def readings(self) -> tuple[Reading, ...]:
        """All readings, in the order in which they are tried."""
        return (*self.before, Reading(self.standalone, leans=self.leans), *self.others)


def unopened(question: str) -> str:
    """A turn without the words that open or close it and say nothing: `and`, `what about`."""
    rest = re.sub(r"[\s,]+please\b", "", _OPENS.sub("", question, count=1))
    return re.sub(r"[\s,]+(?:as well|too|also|again|then)(?=\W*$)", "", rest).strip()


def unprefaced(question: str) -> str:
    """A whole question without the words in front: `I mean, what is …?`."""
    rest = _PREFACE.sub("", question, count=1)
    return rest if OPENING_WORDS.match(rest) else question


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
