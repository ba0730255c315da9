"""How goods were kept: `vials out of the fridge since 2 days, still usable?` asks of the label.

No fault of the product is alleged, and what may be done with it is printed. What came so, what a
broken device did, and what was then given to somebody is for people.
"""

from __future__ import annotations

import re

from ino_assistant.routing.parts import Part
from ino_assistant.routing.scene import Scene
from ino_assistant.routing.tags import members

_WORDS = re.compile(r"[^\W_]+")
_KEPT = members("kept")
_DELIVERED = members("delivered")
_ADMINISTERED = members("administered")
_USABLE = members("usable")
_OF_SOMEBODY = (
    *("kin", "own_patient", "pronoun", "baby", "event", "lab", "body", "told_by"),
    *("lack_of_effect", "overdose", "pregnancy", "breast_feeding", "report_frame"),
)


def asks_of_keeping(scene: Scene) -> bool:
    """Whether all that is told of goods is how they were kept, and it is asked what is so."""
    parts = scene.parts
    told = [part for part, _ in parts]
    tokens = [token for part in told for token in part.tokens]
    if not any(part.has("goods", "product") for part in told):
        return False
    if any(token.any(_DELIVERED) for token in tokens) or _was_given(told):
        return False
    if any(part.has(*_OF_SOMEBODY) or people.own or people.some for part, people in parts):
        return False
    faults = [(p, h) for p in told for h in p.of("defect", "error")]
    if any(not any(t.any(_KEPT) for t in p.tokens[h.start : h.end]) for p, h in faults):
        return False
    return _asked(told, scene.message)


def _asked(told: list[Part], message: str) -> bool:
    """Whether it asks, with or without a mark: `…, still usable`, `…, good till when`."""
    asks = any(part.question for part in told) or told[-1].has("ask")
    behind = re.split(r",|\s[-–—]", message)[1:]
    tail = _WORDS.findall(behind[-1].lower()) if behind else []
    asks = asks or bool(tail and tail[0] in _USABLE | {"still"})
    return asks and any(token.any(_USABLE) for part in told for token in part.tokens)


def _was_given(told: list[Part]) -> bool:
    """`were used`, and neither `can still be used` nor `got wet`."""
    return any(
        (token.any(_ADMINISTERED) and not part.word(at + 1) & _KEPT)
        or (token.any({"used", "applied"}) and not part.word(at - 1) & {"be"})
        for part in told
        for at, token in enumerate(part.tokens)
    )
