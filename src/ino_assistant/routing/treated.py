"""Diseases that somebody is treated for: `my patient with atopic dermatitis` tells of no event."""

from __future__ import annotations

import re
from dataclasses import replace

from ino_assistant.data import load
from ino_assistant.routing.parts import Part
from ino_assistant.routing.tags import Hit, members, phrases

_PREVENTED = re.compile(r"\b(?:risk of|prevent\w*|prophylaxis of)\b.*?(?=\bin (?:adult|patient)|$)")
"""What is to be kept away is an event where it comes."""
_TELLING = (
    *("experienced", "recent", "told_by", "lack_of_effect"),
    *("exposed", "given"),
)
_HAVING = members("having")
_DEGREE = members("degree")
_SUDDEN = members("sudden")
_PLURAL = members("plural") | {"cases"}
_PACK = frozenset(("pack", "packs", "foil", "strip", "strips", "card", "cards", "packaging"))
_BACK = 5


class Treated:
    """Takes from parts what is no event but a disease treated; made once, read-only after.

    Args:
        indication: the indications as printed, in small letters.
    """

    def __init__(self, indication: str) -> None:
        text = _PREVENTED.sub(" ", indication)
        named = [
            phrases(t) for k in ("disease", "comorbidity") for t in load("routing")[k].values()
        ]
        # One name of a disease printed, and all its names are meant: `eczema`.
        same = [" ".join(names) for names in named if any(_printed(n, text) for n in names)]
        self._text = " | ".join((text, *same)).lower()

    def without(self, part: Part) -> Part:
        """The part without hits of events that are what somebody is treated for."""
        if not part.has("event"):
            return part
        gone = {(h.start, h.end) for h in part.of("event") if _is_pack(part, h)}
        if not part.has(*_TELLING):
            gone |= {(h.start, h.end) for h in part.of("event") if self._is_had(part, h)}
        if not gone:
            return part
        kept = tuple(h for h in part.hits if h.tag != "event" or not _within(h, gone))
        return replace(part, hits=kept)

    def _is_had(self, part: Part, hit: Hit) -> bool:
        return self._of_many(part, hit) or _attributed(part, self._named(part, hit))

    def _named(self, part: Part, hit: Hit) -> int | None:
        """Where the name of a disease printed begins that an event ends: `atopic dermatitis`."""
        start = None
        for at in range(hit.start, -1, -1):
            said = " ".join(token.text.lower() for token in part.tokens[at : hit.end])
            if not _printed(said, self._text):
                break
            start = at
        return start

    @staticmethod
    def _of_many(part: Part, hit: Hit) -> bool:
        """`my AF patients`: a kind of patient."""
        whose = any(part.word(at) & {"my", "our"} for at in range(hit.start - 3, hit.start))
        return whose and bool(part.word(hit.end) & _PLURAL) and not part.has("happened")


def _is_pack(part: Part, hit: Hit) -> bool:
    """Whether a blister is a pack: `blister foil torn`."""
    packed = hit.start in part.starts("goods")
    return packed and (part.has("defect") or bool(part.word(hit.end) & _PACK))


def _within(hit: Hit, spans: set[tuple[int, int]]) -> bool:
    return any(start <= hit.start and hit.end <= end for start, end in spans)


def _printed(name: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name.lower())}(?!\w)", text) is not None


def _attributed(part: Part, start: int | None) -> bool:
    """Whether somebody has a disease, and nothing says that it came, or came again."""
    if start is None or any(token.any(_SUDDEN) for token in part.tokens):
        return False
    at = start - 1
    while at >= 0 and start - at < _BACK and part.word(at) & _DEGREE:
        at -= 1
    return bool(part.word(at) & _HAVING)
