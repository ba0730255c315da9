"""Of whom and of what a message speaks as a whole: somebody, anybody, a trial, a beginning."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ino_assistant.routing.likeness import Peopled
from ino_assistant.routing.parts import Part
from ino_assistant.routing.reports import EVENTS
from ino_assistant.routing.requests import of_staff
from ino_assistant.routing.scene import Scene
from ino_assistant.routing.tags import Hit, members

_FEW = 4
"""Words below which nothing is told by how they read."""
_SOMEBODY = (
    *("kin", "pronoun", "own_patient", "first_person", "we", "baby", "staff"),
    *("recent", "told_by", "occupational", "defect", "pregnancy", "breast_feeding"),
    *("lack_of_effect", "overdose", "error"),
)
"""Tags of persons, and of what happens to somebody's own."""
_ASKED_OF = tuple(tag for tag in _SOMEBODY if tag != "we")
"""The same in a question: `do we need eye checks` speaks of nobody."""
_TOLD = ("happened", "recent", "told_by", "given", "experienced", "changed", "not_exposed")
"""Tags of what somebody tells of; `product` and an event alone tell nothing."""
_SHARE_ASKED = re.compile(r"(?<!\d)(?<!\d\s)(?:%|\bpct\b|\bpercent\b)|\bn\s?/\s?N\b")
"""A sign of a share with no figure before it: `rash 200 mg %`."""
_CORRECTS = re.compile(
    r"\s*(?:(?P<denies>no+|nope|sorry|oops|wait|actually|rather"
    r"|(?:and )?(?:the )?same (?:for|with|in))\b[\s,.;:!-]*)*"
    r"(?P<means>(?:i|we) (?:mean|meant)\b(?!\s+to\b)|what i (?:mean|meant) (?:is|was)\b)?",
    re.IGNORECASE,
)
"""How a turn opens that corrects what one asked: `sorry, I meant`, `no,`."""
_TOPICS = ("topic_before", "topic_after", "label_question")
_IN = frozenset({"in", "for"})
_GIVEN = members("given")
_SOMEONE = members("someone")
_BEGIN = members("begin")
_FIRST = frozenset(("first", "1st", "1", "c1", "d1", "c1d1"))
_BEFORE = frozenset(("before", "prior", "pre", "until"))


def names_somebody(parts: Peopled) -> bool:
    """Whether a message speaks of somebody, or of something of one's own."""
    return any(
        people.own
        or part.has(*(_ASKED_OF if part.question else _SOMEBODY))
        or (part.has("person") and part.has("event", "body_change", "changed", "lab"))
        for part, people in parts
    )


def ill(parts: Peopled) -> bool:
    """Whether anything that may have happened is named."""
    return any(part.has(*EVENTS, "changed", "body_change", "experienced") for part, _ in parts)


def of_anybody(parts: Peopled) -> bool:
    """Whether all that is said of a person is `the dose in someone with …`."""
    some = [(part, hit) for part, people in parts for hit in people.some]
    own = any(people.own for _, people in parts)
    told = any(part.has("happened", "recent", "exposed") for part, _ in parts)
    return (
        bool(some)
        and not own
        and not told
        and all(part.word(hit.start - 1) & _IN for part, hit in some)
    )


def staff_only(scene: Scene) -> bool:
    """Whether those it speaks of are the writer's colleagues: `can my pharmacist split them?`."""
    own = [(part, hit) for part, people in scene.parts for hit in people.own]
    return bool(own) and all(of_staff(part, hit) for part, hit in own)


def of_a_fault(parts: Peopled) -> bool:
    """Whether anything is said of goods but what they are: `colour of the pen` says nothing."""
    return any(
        part.has("defect", "happened", "negation", "changed", "recent", "given", "we")
        for part, _ in parts
    )


def only_asked(parts: Peopled) -> bool:
    """Whether nothing is told: all is asked, and nothing of a body or its values."""
    return all(
        part.question
        and not people.some
        and not part.has("lab", "changed", "body_change")
        and not any(token.any(_SOMEONE) for token in part.tokens)
        for part, people in parts
    )


def asks_for_share(scene: Scene) -> bool:
    """Whether a share is asked for in a few words, and nothing told: `drug A 10 mg rash %`."""
    told = any(part.has(*(t for t in _TOLD if t != "happened")) for part, _ in scene.parts)
    return not told and _SHARE_ASKED.search(scene.message) is not None


def corrects(scene: Scene, *, asked_before: bool) -> bool:
    """Whether a message says over what was asked, and tells nothing: `I meant rash, with drug A`.

    Args:
        scene: the message.
        asked_before: whether there is an earlier turn; a bare `no, rash` corrects nothing else.
    """
    opened = _CORRECTS.match(scene.message)
    if opened is None or not (opened["means"] or (opened["denies"] and asked_before)):
        return False
    rest = [p for p, _ in scene.parts if p.span[1] > opened.end()]
    people = (*_TOLD, *(t for t in _SOMEBODY if t not in ("first_person", "we")))
    told = any(part.has(*people) for part in rest)
    return not told and not any(p.own for _, p in scene.parts)


def of_a_topic(parts: Peopled) -> bool:
    """Whether an event is named as a thing to be read of: `rash warning`, `incidence of rash`."""
    return any(part.has(*_TOPICS) for part, _ in parts) and not any(
        part.has(*_TOLD) for part, _ in parts
    )


def of_a_trial(parts: Peopled) -> bool:
    """Whether a message that names nobody speaks of a trial, or of another arm than the drug's."""
    measured = any(part.has("lab") for part, _ in parts)
    return not measured and any(part.has("trial_words", "arm") for part, _ in parts)


def brief(parts: Peopled) -> bool:
    """Whether it has too few words to tell anything by how it reads."""
    return sum(len(part.tokens) for part, _ in parts) < _FEW


def given(part: Part) -> bool:
    """Whether a medicine is told to have been given: `after two doses of drug A`."""
    return (
        any(part.word(h.start - back) & _GIVEN for h in part.of("product") for back in (1, 2))
        and not part.question
    )


def exposed(part: Part) -> bool:
    """Whether treatment is spoken of as given; `before cycle 1` it was not."""
    before = set(before_any(part))
    return any(hit not in before for hit in part.of("exposed"))


def before_any(part: Part) -> Iterator[Hit]:
    """Doses and cycles that are the first, and yet to come: `before cycle 1`."""
    for hit in part.of("exposed"):
        ahead = part.word(hit.start - 1) | part.word(hit.start - 2)
        first = any(token.any(_FIRST) for token in part.tokens[hit.start : hit.end])
        if first and ahead & _BEFORE:
            yield hit


def to_begin(part: Part) -> bool:
    """Whether a question is on beginning the treatment: `start drug A?`."""
    return part.question and any(
        part.word(h.start - back) & _BEGIN for h in part.of("product") for back in (1, 2)
    )
