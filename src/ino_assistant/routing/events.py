"""Whether something named in a part is said to have happened."""

from __future__ import annotations

from collections.abc import Iterator

from ino_assistant.routing.parts import Part
from ino_assistant.routing.tags import Hit, members

_OVER = 3
"""Words that may stand between what tells an event's state and the event."""
_MODAL_REACH = 6
_OWN_WORDS = members("own_words")
_HAVE = members("have")
_PAST = frozenset(("got", "had", "developed", "experienced", "suffered"))
_DEFINITE = members("definite")
_AFTER_NUMBER = 4


def occurred(part: Part, tags: tuple[str, ...], owners: tuple[Hit, ...]) -> list[Hit]:
    """Events of some tags that the part says, or takes for granted, to have happened.

    Args:
        part: the part.
        tags: which events.
        owners: persons of the writer's world; what is theirs is no topic.
    """
    return [hit for hit in part.of(*tags) if _happened(part, hit, owners)]


def _happened(part: Part, hit: Hit, owners: tuple[Hit, ...]) -> bool:
    if negated(part, hit) or _background(part, hit):
        return False
    if _belongs(part, hit, owners):
        return True
    return not (_topic(part, hit) or hypothetical(part, hit) or _asked_about(part, hit, owners))


def negated(part: Part, hit: Hit) -> bool:
    """Whether the event is denied: `no VOD`, `has not had any side effects`."""
    if hit.start in part.starts("negation"):
        return False
    people = part.of("pronoun", "person")
    return any(
        hit.start - _OVER - 1 < h.end <= hit.start
        and not any(h.end <= p.start < hit.start for p in people)
        for h in part.of("negation")
    )


def hypothetical(part: Part, hit: Hit) -> bool:
    """Whether it is only thought of: `if VOD occurs`, `could cause`, `worried about`."""
    if any(h.end <= hit.start for h in part.of("if")):
        return True
    if any(0 <= hit.start - h.end < _MODAL_REACH for h in part.of("hoped")):
        return True
    for modal in part.of("modal"):
        gap = hit.start - modal.end
        if 0 <= gap < _MODAL_REACH:
            between = set().union(*(part.word(i) for i in range(modal.end, hit.start)), frozenset())
            if not between & _HAVE:
                return True
    return False


def _topic(part: Part, hit: Hit) -> bool:
    """Whether it is what is asked about: `rate of VOD`, `VOD incidence`."""
    if any(h.start == hit.end for h in part.of("topic_after")):
        return True
    return any(_leads(part, h, hit) for h in part.of("topic_before"))


def _leads(part: Part, before: Hit, hit: Hit) -> bool:
    """Whether a topic's words lead to the event, with nobody between them."""
    people = part.of("person", "kin", "baby", "own_patient")
    told_of = any(before.end <= p.start and p.end <= hit.start for p in people)
    between = range(before.end, hit.start)
    told_of = told_of or any(part.word(i) & _PAST for i in between)
    return 0 <= hit.start - before.end <= _OVER and not told_of


def _background(part: Part, hit: Hit) -> bool:
    """Whether it was there before: `prior VOD`, `history of hepatitis`."""
    return any(0 <= hit.start - h.end <= 2 for h in part.of("background"))


def _belongs(part: Part, hit: Hit, owners: tuple[Hit, ...]) -> bool:
    """Whether it is somebody's: `her VOD`, `VOD in my patient`, `my patient's jaundice`."""
    for owner in owners:
        if 0 <= hit.start - owner.end <= 1 and not any(
            i in part.starts("modal") for i in range(owner.end, hit.start)
        ):
            text = part.tokens[owner.end - 1].text.lower()
            if text in _OWN_WORDS or text.endswith(("'s", "’s")):
                return True
        gap = owner.start - hit.end
        if (
            0 <= gap <= 2
            and part.word(hit.end) & {"in", "of", "by", "with"}
            and not any(h.end <= hit.start for h in part.of("if"))
        ):
            return gap >= 1 and not _risk(part, hit)
        if gap == 0 and not _risk(part, hit):
            return True
    return False


def _risk(part: Part, hit: Hit) -> bool:
    if part.word(hit.start - 1) & _DEFINITE:
        return False
    return any(0 <= hit.start - h.end < _MODAL_REACH for h in part.of("modal", "hoped"))


def _asked_about(part: Part, hit: Hit, owners: tuple[Hit, ...]) -> bool:
    """Whether somebody asks about it: `she asked what the side effects are`."""
    for asking in part.of("asking", "tells_of_asking"):
        if asking.end <= hit.start and not any(
            asking.end <= o.start and o.end <= hit.start for o in owners
        ):
            return True
    return False


def lab_events(part: Part) -> Iterator[Hit]:
    """Values that changed or are told: `plts 4`, `bilirubin went up`."""
    changes = part.of("changed")
    for lab in part.of("lab"):
        near = [c for c in changes if -4 <= c.start - lab.end <= 5 and c.start != lab.start]
        told = any(
            token.text[0].isdigit() for token in part.tokens[lab.end : lab.end + _AFTER_NUMBER]
        )
        if near or told:
            yield Hit("value" if told else "lab", lab.start, lab.end)


def body_events(part: Part) -> Iterator[Hit]:
    """What happened to a part of the body: `his nails turned black`."""
    changes = part.of("body_change")
    for body in part.of("body"):
        for change in changes:
            if -1 <= change.start - body.end <= 4 and not hypothetical(part, body):
                yield Hit("event", body.start, body.end)
                break
