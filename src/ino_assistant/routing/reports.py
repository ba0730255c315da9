"""Reports: something that happened to somebody, or to the goods, told and not asked about.

Found before precise: where a message can be read as a report of the writer's own world, it is one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ino_assistant.routing.events import body_events, hypothetical, lab_events, negated, occurred
from ino_assistant.routing.evidence import ENOUGH, FINITE, about_many, evidence
from ino_assistant.routing.goods import (
    announced_complaint,
    complaint,
    of_goods,
    used_badly_kept,
)
from ino_assistant.routing.model import Report
from ino_assistant.routing.omissions import left_out
from ino_assistant.routing.parts import Part
from ino_assistant.routing.people import People
from ino_assistant.routing.scene import Scene
from ino_assistant.routing.tags import Hit, members

_CLOSE = 5
_DISEASE = members("disease")
_RELAPSE = members("relapse")
_NTH = members("nth")
_THERAPY = members("therapy")
_ABOUT = frozenset(("on", "about", "for", "regarding", "of"))
_CASES = members("cases")
_CAUSED = members("caused")
_OPENS = 3
"""Words within which a person opens a message."""
_REQUESTS = ("asking", "make", "calculate", "would_you", "comparing", "off_label_word")
_POINTS = members("points")
_KINDS = members("kinds")
EVENTS = ("event", "lack_of_effect", "pregnancy", "breast_feeding", "overdose", "error")
"""Tags of what may have happened to somebody."""


@dataclass(frozen=True, slots=True)
class Found:
    """A kind, and the hits that decided with the parts that they are in."""

    kind: Report
    hits: tuple[tuple[Part, Hit], ...]


def find_report(scene: Scene) -> Found | None:
    """The report that a message holds, or None."""
    stated = [(p, people) for p, people in scene.parts if _stated(p, people)]
    owners = [(p, h) for p, people in stated for h in (*people.own, *people.some)]
    found: dict[Report, Found] = {}
    for part, people in scene.parts:
        for kind, rule in _RULES:
            if kind not in found:
                hits = rule(scene, part, people, bool(owners))
                if hits:
                    decided = [*hits, *(people.own or people.some)[:1]]
                    found[kind] = Found(kind, tuple((part, h) for h in decided))
    for kind in _ORDER:
        if kind in found:
            reported = found[kind]
            if not any(h.tag == "person" for _, h in reported.hits):
                reported = Found(kind, (*reported.hits, *owners[:1]))
            return reported
    return None


def _adverse(scene: Scene, part: Part, people: People, carried: bool) -> list[Hit]:
    if scene.before_treatment:
        return []
    hits = occurred(part, ("event",), people.own)
    labs = [] if part.question and not scene.exposed else list(lab_events(part))
    labs = [h for h in labs if not hypothetical(part, h)] or list(body_events(part))
    told = not part.question and not people.of_documents
    somebody = told and people.some and (part.has("happened") or scene.exposed)
    if not people.own:
        hits = [h for h in hits if not _of_any_kind(part, h)]
    if people.own or somebody or (carried and not part.question):
        return hits or labs or _suffered(part)
    if (carried and _points_at(part, hits)) or _cause_asked(scene, part, hits):
        return hits
    return _own_experience(part, hits) or (_untold(scene, part, hits, labs) if told else [])


def _untold(scene: Scene, part: Part, hits: list[Hit], labs: list[Hit]) -> list[Hit]:
    """Events of a statement that names nobody: `fever of 40 since this morning`."""
    if hits and _opens_with(part, "happened", "experienced"):
        return hits
    if part.has("recent", "told_by") and part.has("happened", "given", "told_by"):
        return hits or labs
    if about_many(part) or not (hits or labs):
        return []
    signs = evidence(part, scene.message, hits, labs, exposed=scene.exposed)
    return (hits or labs) if signs >= ENOUGH else []


def _of_any_kind(part: Part, hit: Hit) -> bool:
    """`side effects that made people stop`: a subject, not what happened."""
    return part.tokens[hit.end - 1].any(_KINDS)


def _suffered(part: Part) -> list[Hit]:
    """`developed …`: whatever it was, unless it is something good."""
    good = part.of("experienced_good")
    return [
        h
        for h in part.of("experienced")
        if not hypothetical(part, h) and not any(0 <= g.start - h.end <= _CLOSE for g in good)
    ]


def _points_at(part: Part, hits: list[Hit]) -> bool:
    """`Is the jaundice related?`, of somebody spoken of before."""
    return any(part.word(h.start - 1) & {"the", "this", "these", "her", "his"} for h in hits)


def _cause_asked(scene: Scene, part: Part, hits: list[Hit]) -> bool:
    """`pt w bleeding gums, any link to the tabs?`: of one who opens the message and has it."""
    if part is not scene.parts[0][0] or part.opens_question or about_many(part):
        return False
    later = [token for p, _ in scene.parts[1:] for token in p.tokens]
    first = [h for h in part.of("person") if h.start < _OPENS]
    return any(
        person.end <= hit.start and any(t.any(_CAUSED) for t in (*part.tokens[hit.end :], *later))
        for person in first
        for hit in hits
    )


def _own_experience(part: Part, hits: list[Hit]) -> list[Hit]:
    """`I have been vomiting`, `my eyes are yellow`."""
    happened = part.starts("happened")
    for hit in hits:
        for first in part.of("first_person"):
            gap = hit.start - first.end
            if not 0 <= gap <= _CLOSE:
                continue
            between = range(first.end, hit.start)
            about = any(part.word(i) & _ABOUT for i in between)
            told = any(i in happened for i in between) and not about
            mine = "my" in part.word(first.start) and not part.has("asking")
            me = bool(part.word(first.start) & {"me"}) and not part.has("asking")
            if mine or told or ((me or gap == 0) and not part.question):
                return [hit]
    return []


def _opens_with(part: Part, *tags: str) -> bool:
    return any(h.start == 0 for h in part.of(*tags))


def _anaphoric(scene: Scene, part: Part, people: People, carried: bool) -> list[Hit]:
    """`One of mine has it`, after an event was asked about."""
    before = (p for p, _ in scene.parts if p.span < part.span)
    spoken = scene.earlier_event or any(p.has("event", "lab") for p in before)
    if not spoken or scene.before_treatment or part.question:
        return []
    whose = people.own or people.some or part.of("told_by", "first_person")
    points = [i for i, t in enumerate(part.tokens) if t.any(_POINTS)]
    if not points and (people.own or people.some):
        # `Any data on VOD? We have two cases`, `Can it lower potassium? K was 2.1 in our girl`.
        points = [i for i, t in enumerate(part.tokens) if t.any(_CASES)] or _figures(part)
    if not (whose and points and part.has("happened")):
        return []
    hit = Hit("event", points[0], points[0] + 1)
    return [] if hypothetical(part, hit) or people.of_documents else [hit]


def _figures(part: Part) -> list[int]:
    """Where numbers stand that can be values: none that may be an age."""
    valued = part.has("lab")
    return [
        i for i, t in enumerate(part.tokens) if t.text[0].isdigit() and (valued or "." in t.text)
    ]


def _stated(part: Part, people: People) -> bool:
    return not part.question and not people.of_documents


def _exposure(tag: str) -> Callable[[Scene, Part, People, bool], list[Hit]]:
    def rule(scene: Scene, part: Part, people: People, carried: bool) -> list[Hit]:
        hits = occurred(part, (tag,), people.own)
        if not hits or scene.before_treatment:
            return []
        born = part.has("kin", "baby") and part.has("happened") and _stated(part, people)
        if people.own or born:
            return hits
        told = _stated(part, people) and (part.has("happened") or scene.exposed)
        if told and (carried or people.some or part.has("told_by", "recent")):
            return hits
        first = part.has("first_person") and part.has("happened")
        if first and not part.has("asking") and not part.question:
            return hits
        alone = _stated(part, people) and not about_many(part)
        return hits if alone and evidence(part, scene.message, hits, [], exposed=None) else []

    return rule


def _overdose(scene: Scene, part: Part, people: People, carried: bool) -> list[Hit]:
    hits = occurred(part, ("overdose",), people.own)
    if not hits:
        return []
    if people.own or (carried and not part.question):
        return hits
    told = _stated(part, people) and part.has("happened", "given")
    return hits if told and (part.has("given") or people.some or not about_many(part)) else []


def _error(scene: Scene, part: Part, people: People, carried: bool) -> list[Hit]:
    if (spoilt := used_badly_kept(part)) and not part.has("if", "modal"):
        return spoilt
    hits = occurred(part, ("error",), people.own)
    if not hits or not part.has("given", "happened") or left_out(scene.parts):
        return []
    if people.own:
        return hits if not part.question or part.has("given") else []
    told = _stated(part, people)
    others = ("we", "staff", "recent", "told_by", "product", "exposed", "given")
    somebody = carried or people.some or part.has(*others)
    return hits if told and somebody and not part.has("lab") else []


def _occupational(scene: Scene, part: Part, people: People, carried: bool) -> list[Hit]:
    hits = occurred(part, ("occupational",), people.own)
    if not hits or not (people.own or _stated(part, people)):
        return []
    somebody = part.has("staff", "person", "kin", "first_person", "baby")
    return hits if people.own or somebody or _opens_with(part, "happened") else []


def _no_effect(scene: Scene, part: Part, people: People, carried: bool) -> list[Hit]:
    if scene.before_treatment:
        return []
    hits = [
        h
        for h in occurred(part, ("lack_of_effect",), people.own)
        if not _is_disease(part, h) and not of_goods(part, h)
    ]
    if not hits:
        return []
    treated = scene.exposed or (scene.product and not part.has("other_treatment"))
    if not treated and part.has("other_treatment"):
        return []
    if people.own or (carried and not part.question):
        return hits
    if not _stated(part, people):
        return []
    first = part.has("first_person") and treated
    told = (people.some or part.has("recent", "told_by")) and part.has("happened")
    product = any(0 <= hits[0].start - p.end <= 2 for p in part.of("product"))
    needed = ENOUGH if all(part.word(h.start) & _RELAPSE for h in hits) else 1
    signs = evidence(part, scene.message, hits, [], exposed=scene.exposed)
    alone = treated and not about_many(part) and signs >= needed
    return hits if first or told or product or alone or _failed(part, hits) else []


def _failed(part: Part, hits: list[Hit]) -> bool:
    """`the treatment failed`."""
    return any(part.word(h.start - 1) & _THERAPY for h in hits) and not about_many(part)


def _is_disease(part: Part, hit: Hit) -> bool:
    """`relapsed ALL`, `first relapse`: what is treated, not that it did not work."""
    if not part.word(hit.start) & _RELAPSE or hit.end - hit.start > 1:
        return False
    return bool(part.word(hit.end) & _DISEASE or part.word(hit.start - 1) & (_NTH | {"or"}))


def _announced(scene: Scene, part: Part, people: People, carried: bool) -> list[Hit]:
    frames = part.of("report_frame")
    complaint = any(
        "complain" in t.text.lower() for h in frames for t in part.tokens[h.start : h.end]
    )
    asks_how = part.opener in ("how", "where", "who", "what", "when", "which", "why")
    return [] if complaint or asks_how else frames


_Rule = Callable[[Scene, Part, People, bool], list[Hit]]
_RULES: tuple[tuple[Report, _Rule], ...] = (
    ("pregnancy", _exposure("pregnancy")),
    ("breast_feeding", _exposure("breast_feeding")),
    ("adverse_event", lambda *a: _adverse(*a) or _anaphoric(*a)),
    ("overdose", _overdose),
    ("medication_error", _error),
    ("occupational_exposure", _occupational),
    ("lack_of_effect", _no_effect),
    ("product_complaint", lambda *a: announced_complaint(*a) or complaint(*a)),
)
_ORDER: tuple[Report, ...] = (
    "pregnancy",
    "breast_feeding",
    "overdose",
    "medication_error",
    "occupational_exposure",
    "adverse_event",
    "lack_of_effect",
    "product_complaint",
)


def told_in_asking(scene: Scene) -> bool:
    """Whether what is asked tells a case all the same: its cause, or how goods arrived."""
    return any(
        _cause_asked(scene, part, occurred(part, ("event",), people.own))
        or (part.has("defect_alone") and not part.opens_question and not part.has("if", "modal"))
        for part, people in scene.parts
    )


def announced(scene: Scene) -> Found | None:
    """`I want to report an adverse event`, with nothing else told yet."""
    for part, people in scene.parts:
        if hits := _announced(scene, part, people, carried=False):
            return Found("adverse_event", tuple((part, h) for h in hits))
    return None


def told_of_treatment(scene: Scene) -> Found | None:
    """Somebody and a treatment, told with no question at all: why else would it be told?"""
    if any(p.question or p.has(*_REQUESTS) for p, _ in scene.parts) or scene.before_treatment:
        return None
    for part, people in scene.parts:
        somebody = people.own or people.some
        verbs = [h for h in part.of("happened", "given") if not part.word(h.start) & FINITE]
        good = part.has("experienced_good", "if", "negation") or people.of_documents
        told = part.has("generic", "experienced") or verbs
        hits = occurred(part, ("event", "lack_of_effect"), people.own)
        hits = [h for h in hits if people.own or not _of_any_kind(part, h)]
        thought = part.has("modal", "if") or about_many(part) or people.of_documents
        if hits and told and not thought:
            return Found("adverse_event", tuple((part, h) for h in hits))
        if somebody and verbs and part.has("product", "exposed", "dose_words") and not good:
            return Found("adverse_event", ((part, somebody[0]), (part, verbs[0])))
    return None


def unharmed(scene: Scene) -> bool:
    """Whether it is told that all is well: `no VOD so far`, `reached CR`."""
    if any(occurred(p, EVENTS, people.own) or p.has("lab") for p, people in scene.parts):
        return False
    denied = any(negated(part, hit) for part, _ in scene.parts for hit in part.of("event"))
    return denied or any(part.has("experienced_good") for part, _ in scene.parts)


def imagined(scene: Scene) -> bool:
    """Whether all that might have happened, to nobody in particular, is only thought of."""
    hits = [(part, hit) for part, _ in scene.parts for hit in part.of(*EVENTS)]
    # `If a woman …, whom should she contact?`: nobody but her.
    somebody = any(
        hit.start not in part.starts("pronoun")
        for part, people in scene.parts
        for hit in people.own
    )
    return bool(hits) and not somebody and all(hypothetical(part, hit) for part, hit in hits)


def told_more(scene: Scene) -> Iterator[tuple[Part, Hit]]:
    """What a turn after a report tells more of it: about the person, an event, the treatment."""
    for part, people in scene.parts:
        if part.question:
            continue
        more: Iterable[Hit] = (*people.own, *part.of("event", "lab", "exposed", "recent"))
        yield from ((part, hit) for hit in more)
