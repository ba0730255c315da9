"""Turns that amend the one before: a correction, an answer to what was asked back, another number.

`no, on placebo`, `HARBOR I mean`: what the user says takes the place of its like. Where it had to
be asked which was meant, the next turn says it, and the question is whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ino_assistant.answering.turns.persons_meant import PERSON
from ino_assistant.answering.turns.pointing import OTHER
from ino_assistant.answering.turns.resolution import OPENING_WORDS, unopened
from ino_assistant.answering.turns.turn_slots import slots_of
from ino_assistant.answering.understanding.question import Reader
from ino_assistant.vocabulary.tokens import words

_DENIES = (
    r"(?:(?:no+|nope|nah)\b(?:\s*[,.;:!-]+\s*|\s+(?=(?:the|in|on|for|with|at|i|not|sorry)\b))|"
    r"(?:sorry|oops|wait|hang on|actually|rather|my mistake|not that(?: one)?)\b[\s,.;:!-]+)"
)
_MEANS = (
    r"(?:(?:i|we)(?:['’]m| am| was)? (?:mean|meant|asking (?:about|for)|asked (?:about|for)|"
    r"talking about|wanted)|make (?:that|it)|what i (?:mean|meant) (?:is|was))\b[\s,:]*"
)
_AMENDS = re.compile(rf"^(?:{_DENIES})*(?:{_MEANS})|^(?:{_DENIES})+", re.IGNORECASE)
_DENIED = re.compile(r"(?:no+|nope|nah|sorry|oops|wait|actually|well|oh)", re.IGNORECASE)
_I_MEAN = re.compile(
    r"^(?P<new>[^,;:?]{2,60}?),? i (?:mean|meant)\b(?:[\s,.:;]*$|[\s,.:;]+(?P<rest>.+)$)",
    re.IGNORECASE,
)
_NOT_BUT = re.compile(
    r"^not (?!(?:sure|only|just|yet|to|that)\b)[^,?]{2,40}?(?:,\s*(?:but\s+)?|\s+but\s+)"
    r"(?P<new>[^,?]{2,60})\W*$",
    re.IGNORECASE,
)
_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth"),
    *("1st", "2nd", "3rd", "4th", "5th", "6th"),
)
_NTH = re.compile(rf"\b(?:{'|'.join(_ORDINALS)})\b", re.IGNORECASE)
_THE_NTH = re.compile(
    r"^(?:what(?:['’]s| is| was) )?(?:(?:for|in|on|after|at|with) )?the "
    rf"(?P<nth>{'|'.join(_ORDINALS)})(?: one| time)?\W*$",
    re.IGNORECASE,
)
_EXCUSES = re.compile(
    r"^(?:(?:no|nope|sorry|oops|wait|hang on|actually|rather|correction|apologies|pardon|"
    r"scrap that|my "
    r"(?:mistake|bad|error)|(?:i|we) (?:misread|mistyped|mixed|meant|got|read|"
    r"wrote)\b[^:;,.\d]{0,40}(?=[:;,.]))"
    r"\b[\s,.:;!–-]*)+",
    re.IGNORECASE,
)
_IS = re.compile(
    r"^(?:(?:it|that|this|he|she|they|the [a-z]+(?: [a-z]+)?)(?:['’]s| is| was| are| were|"
    r" should (?:be|read)|"
    r" weighs)|make (?:it|that)|i (?:mean|meant))\s+(?:actually |really |only )?",
    re.IGNORECASE,
)
_NEW_NOT_OLD = re.compile(
    r"^(?P<new>[^,;?]{1,30}?)(?:,\s*|\s+)(?:and )?(?:not|rather than|"
    r"instead of)\s+(?P<old>[^,;?]{1,30}?)\W*$",
    re.IGNORECASE,
)
_OLD_BUT_NEW = re.compile(
    r"^not\s+(?P<old>[^,;?]{1,30}?)(?:,\s*(?:but )?|\s+but\s+)(?P<new>[^,;?]{1,30}?)\W*$",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"(?<![\w.])(?P<number>\d+(?:[.,]\d+)*)(?P<unit>\s?(?:%|[A-Za-zµ]+(?:/\S+)?))?"
)
_LATELY = 4
_FEW = 4
_WHOLE = 4
"""Words from which what opens like a question is one."""


def amending(question: str) -> tuple[str, str] | None:
    """What a turn puts in the place of something said before, and what it asks besides.

    `no, on placebo` puts `on placebo` there; `B I mean, how many?` asks besides `how many?`.
    None for a turn that corrects nothing, or that is a whole question.
    """
    said = _I_MEAN.match(question)
    if said is not None and _DENIED.fullmatch(said["new"]):
        said = None
    if said is not None and not OPENING_WORDS.match(said["new"]):
        return _AMENDS.sub("", said["new"], count=1), said["rest"] or ""
    other = _NOT_BUT.match(question)
    if other is not None:
        return other["new"], ""
    opened = _AMENDS.match(question)
    if opened is None:
        return None
    new = question[opened.end() :].strip()
    whole = OPENING_WORDS.match(new) and len(new.split()) >= _WHOLE
    return None if whole or not words(new) else (new, "")


def revalued(question: str, earlier: Sequence[str]) -> str | None:
    """An earlier question with the value that a turn corrects: `sorry, it is 25, not 40`.

    What was wrong tells which question is meant; where only the right value is told, it is the
    last one, and its figure of the same unit. None for other turns.
    """
    opened = _EXCUSES.match(question)
    rest = question[opened.end() :] if opened else question
    said = _IS.match(rest)
    rest = rest[said.end() :] if said else rest
    both = _NEW_NOT_OLD.match(rest) or _OLD_BUT_NEW.match(rest)
    if both is not None:
        old = re.compile(rf"(?<![\w.]){re.escape(both['old'].strip())}(?![\w.]*\w)", re.IGNORECASE)
        for turn in reversed(earlier[-_LATELY:]):
            found = old.search(turn)
            if found is not None:
                new = both["new"].strip()
                with_unit = re.search(r"[A-Za-z%]+$", new)
                behind = turn[found.end() :]
                if with_unit is not None:
                    # `35 kg, not 20` has the unit of both.
                    behind = re.sub(rf"^\s?{re.escape(with_unit[0])}\b", "", behind)
                return f"{turn[: found.start()]}{new}{behind}"
        return None
    bare = rest.strip(" ?.!")
    value = _FIGURE.fullmatch(bare)
    if value is None or not (opened and said):
        return None
    unit = (value["unit"] or "").strip().lower().rstrip("s")
    figures = list(_FIGURE.finditer(earlier[-1]))
    like = [f for f in figures if (f["unit"] or "").strip().lower().rstrip("s") == unit]
    like = like or (figures if not unit else [])
    if len(like) != 1:
        return None
    end = like[0].end() if unit else like[0].end("number")
    return f"{earlier[-1][: like[0].start()]}{bare}{earlier[-1][end:]}"


def completed(question: str, last: str, reader: Reader) -> str | None:
    """The question before with what was asked back, where a turn says just that; else None.

    `Ida` behind `When did she relapse?`, where it was asked who is meant.
    """
    new = re.sub(r"^(?:for|in|with|on|the)\s+", "", unopened(question).strip(" ?.!"), flags=re.I)
    slots = slots_of(reader.read(new), reader)
    kinds = {s.kind for s in slots}
    if len(slots) != 1 or slots[0].end - slots[0].start < len(new) - _FEW:
        return None
    hole = PERSON.search(last) if kinds == {"case"} else OTHER.search(last)
    if hole is None or not kinds & {"case", "arm"}:
        return None
    if reader.read(last).case or (kinds == {"arm"} and reader.arms_of(last)):
        return None
    owned = "'s" if hole[0].lower() in ("his", "hers") else ""
    return f"{last[: hole.start()]}{new}{owned}{last[hole.end() :]}"


def renumbered(question: str, last: str) -> str | None:
    """`and the second?` behind `the first reduction`: the second; None for other turns."""
    match = _THE_NTH.match(unopened(question))
    found = list(_NTH.finditer(last)) if match else []
    if match is None or len(found) != 1 or found[0][0].lower() == match["nth"].lower():
        return None
    return f"{last[: found[0].start()]}{match['nth']}{last[found[0].end() :]}"


_NUMBER = re.compile(
    r"^(?P<number>\d{1,3}(?:,? (?:and|or) "
    r"(?:later|more|beyond|above|higher|over|up|onwards?))?)\W*$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"\b(?:cycles?|days?|weeks?|months?|years?|grades?|salvage|visits?)\s(?P<number>\d{1,3})\b",
    re.IGNORECASE,
)


def numbered_anew(question: str, last: str) -> str | None:
    """`3 and later?` behind `in Cycle 2`: in Cycle 3 and later; None for other turns."""
    match = _NUMBER.match(unopened(question))
    found = list(_NUMBERED.finditer(last)) if match else []
    if match is None or len(found) != 1:
        return None
    start, end = found[0].span("number")
    return f"{last[:start]}{match['number']}{last[end:]}"
