"""Kinds of patient: `pt w low platelets, anything special`, of whom no event is told.

Hurried people name the kind of patient that they ask about and put the question behind a comma.
That is no report: nobody of their own, no treatment given, no verb, no time, no value.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import chain

from ino_assistant.routing.evidence import tells_of_occasion
from ino_assistant.routing.parts import Part
from ino_assistant.routing.people import People
from ino_assistant.routing.scene import Scene
from ino_assistant.routing.tags import Hit, Token, members

_BREAK = re.compile(r",|;|:|\s[-–—]|\?|\n")
_OPENING = 5
"""Words up to which a person opens a message: `a penicillin allergic pt`."""
_LONG = 14
"""Words of which a kind of patient has fewer; who tells more tells a story."""
_TOLD = (
    *("happened", "experienced", "recent", "told_by", "exposed", "given", "staff", "own_patient"),
    *("first_person", "overdose", "error", "lack_of_effect", "defect", "occupational", "baby"),
    *("product", "experienced_good", "report_frame", "body"),
)
"""Tags of what happened, or of a treatment given: a kind of patient has none of them."""
_TOLD_BESIDE = (
    *("experienced", "recent", "told_by", "own_patient", "lack_of_effect"),
    *("defect", "occupational", "baby", "report_frame", "what_to_do", "would_you"),
    *("kin", "body"),
)
"""The same in what is asked of it; and advice, which is asked for somebody."""
_ASKED_OF = (
    *("attribute", "label_question", "not_exposed", "dose_words", "trial_words", "population"),
    *("modal", "use", "topic_after"),
)
_ADJECTIVAL = ("pregnancy", "breast_feeding")
_LINKS = members("kind_links")
_SPECIFIC = members("specific")
_ASKING = members("kind_asked")
_TREATED = members("under_treatment") | members("administered")
_SUDDEN = members("sudden")
_ADVICE = frozenset(("advice", "advise"))
_CHANGING = members("changing")
_NOBODY = frozenset(("doctor", "dr", "physician", "hcp", "case", "cases"))


def of_a_kind(scene: Scene, reactions: Collection[str]) -> bool:
    """Whether a message asks about a kind of patient, and tells of none.

    Args:
        scene: the message as read.
        reactions: names of what a treatment may do, in small letters.
    """
    if not scene.parts or scene.earlier_event:
        return False
    part, people = scene.parts[0]
    kind = _kind(part, scene.message)
    if not kind:
        return False
    rest = [(p, who) for p, who in scene.parts[1:]]
    beside = tuple(chain(part.tokens[kind:], *(p.tokens for p, _ in rest)))
    changed = any(token.any(_CHANGING) for token in beside)
    if changed and any(
        _said(part, hit) in reactions for hit in part.of("event", "lab") if hit.end <= kind
    ):
        # Whose dose is changed for what may have come of it is being treated.
        return False
    return (
        bool(beside)
        and _nobodys_own(part, people, kind)
        and all(_only_spoken_of(p, who) for p, who in rest)
        and _asks(part, rest, beside, kind)
    )


def _kind(part: Part, message: str) -> int:
    """How many tokens at the start of a part name a kind of patient; 0 if none does."""
    begin, end = part.span
    stop = _BREAK.search(message, begin, end + 2)
    place = stop.start() if stop else end
    length = sum(token.span[0] < place for token in part.tokens)
    if length >= _LONG or tells_of_occasion(message[begin:place]):
        return 0
    person = _person(part, length)
    if person is None:
        return 0
    start, after = person
    before = part.tokens[:start]
    if any(token.any(_SPECIFIC) for token in before):
        return 0
    if after < length and not part.word(after) & _LINKS:
        return 0
    inside = [hit for hit in part.hits if hit.end <= length]
    if any(hit.tag in _TOLD and hit.start != start for hit in inside):
        return 0
    return 0 if any(token.any(_SUDDEN) for token in part.tokens[:length]) else length


def _person(part: Part, length: int) -> tuple[int, int] | None:
    """Where the person stands whose kind is named, or None."""
    for hit in sorted(part.of("person", "kin", "baby"), key=lambda h: h.start):
        if hit.start > min(_OPENING, length - 1) or part.word(hit.start) & _NOBODY:
            continue
        # `mum` is the writer's own; a `breast-feeding mum` is not.
        if hit.tag != "person" and not any(h.end == hit.start for h in part.of(*_ADJECTIVAL)):
            continue
        return hit.start, hit.end
    return None


def _nobodys_own(part: Part, people: People, length: int) -> bool:
    """Whether nobody of the part is the writer's: but the bare patient, and `he` who is that."""
    pronouns = part.starts("pronoun")
    return all(
        hit.end <= length or (hit.start >= length and hit.start in pronouns) for hit in people.own
    )


def _only_spoken_of(part: Part, people: People) -> bool:
    pronouns = part.starts("pronoun")
    return not part.has(*_TOLD_BESIDE) and all(
        hit.start in pronouns and hit.end - hit.start == 1 for hit in people.own
    )


def _asks(
    part: Part, rest: list[tuple[Part, People]], beside: tuple[Token, ...], length: int
) -> bool:
    """Whether what follows asks what may be done, or what is known, with such patients."""
    if any(token.any(_TREATED) for token in beside):
        return False
    behind = [hit for hit in part.hits if hit.start >= length]
    if any(
        p.word(hit.end - 1) & _ADVICE
        for p in (part, *(p for p, _ in rest))
        for hit in p.of("advice")
    ):
        return False
    if any(hit.tag in _TOLD_BESIDE for hit in behind):
        return False
    tags = {hit.tag for hit in behind} | {hit.tag for p, _ in rest for hit in p.hits}
    asked = part.question or any(p.question for p, _ in rest)
    if {"event", "happened"} <= tags and not asked:
        return False
    if tags & set(_ASKED_OF) or any(token.any(_ASKING | _CHANGING) for token in beside):
        return True
    # `…, interaction?`, `…, in or out`: but not what it may be that somebody has.
    return "event" not in tags and (asked or any(token.any({"or"}) for token in beside))


def _said(part: Part, hit: Hit) -> str:
    return " ".join(token.text.lower() for token in part.tokens[hit.start : hit.end])
