"""What is told of goods: faults, complaints, and what was kept badly and then given."""

from __future__ import annotations

from ino_assistant.routing.events import hypothetical
from ino_assistant.routing.parts import Part
from ino_assistant.routing.people import People
from ino_assistant.routing.scene import Scene
from ino_assistant.routing.tags import Hit, members

_KEPT = members("kept")
_ADMINISTERED = members("administered")


def complaint(scene: Scene, part: Part, people: People, carried: bool) -> list[Hit]:
    """Faults of goods that a part tells of."""
    goods = part.of("goods")
    defects = [h for h in part.of("defect") if not hypothetical(part, h)]
    alone = [h for h in part.of("defect_alone") if not hypothetical(part, h)]
    if alone and (goods or defects) and not part.opens_question:
        # `vials arrived warm, usable?`
        return defects or alone
    if not goods or not defects:
        return []
    mine = part.has("we") or any(part.word(g.start - 1) & {"my", "our", "this"} for g in goods)
    if part.question:
        return defects if mine and not part.has("asking", "if") and _happened(part) else []
    return [d for d in defects if any(g.start != d.start for g in goods)]


def _happened(part: Part) -> bool:
    return part.has("happened", "given")


def announced_complaint(scene: Scene, part: Part, people: People, carried: bool) -> list[Hit]:
    """`I want to make a complaint`, with nothing else told yet."""
    frames = part.of("report_frame")
    words = ("complaint", "complain", "quality")
    return [
        h
        for h in frames
        if any(w in t.text.lower() for t in part.tokens[h.start : h.end + 4] for w in words)
    ]


def used_badly_kept(part: Part) -> list[Hit]:
    """What was kept badly and then given: `out of the fridge for 2 days, then given`."""
    given = [i for i, token in enumerate(part.tokens) if token.any(_ADMINISTERED)]
    return [
        hit
        for hit in part.of("defect")
        if any(token.any(_KEPT) for token in part.tokens[hit.start : hit.end])
        and any(at >= hit.end and not part.word(at + 1) & _KEPT for at in given)
    ]


def of_goods(part: Part, hit: Hit) -> bool:
    """`the fridge failed`, `the pen did not work`."""
    return any(g.end <= hit.start <= g.end + 2 for g in part.of("goods"))
