"""Of whom and of what a message speaks as a whole: somebody, anybody, a trial, a beginning."""

from __future__ import annotations

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
