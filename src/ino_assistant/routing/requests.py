"""Requests that are declined: advice on one patient, a dose, ranking, off-label, promotion."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ino_assistant.data import load
from ino_assistant.routing.documents import Known
from ino_assistant.routing.model import Request
from ino_assistant.routing.omissions import left_out
from ino_assistant.routing.parts import Part, granting
from ino_assistant.routing.people import People
from ino_assistant.routing.scene import Scene
from ino_assistant.routing.tags import Hit, members, phrases

_BODY = re.compile(
    r"(?<!mg/)(?<![\d.])\b[12]?[.,]?\d{1,3}\s?(?:m2|m²|sqm|sq\.? ?m)\b|\bBSA\b"
    r"|\b\d{2,3}(?:[.,]\d)?\s?(?:kg|kilos?|lbs?|pounds)\b"
    r"|\b\d{3}\s?cm\b",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\b\d+\s*(?:-|–|to)\s*\d+\s?(?:kg|kilos?|lbs?|pounds)\b", re.IGNORECASE)
"""A table's row, and nobody's weight."""
_BOUND = re.compile(
    r"(?:[≥≤<>]|less than|more than|over|under|at least|above|below|or more)\s*$", re.I
)
_CHILD = re.compile(r"\b(\d{1,2})(?:[-\s]?(?:years?|yrs?)[-\s]?olds?|\s?y/?o)\b", re.IGNORECASE)
_SIZE = re.compile(r"\b\d{3}\s?cm\b|\b(?:m2|m²|BSA|sqm)\b", re.IGNORECASE)
_SUM = re.compile(r"(?:\btimes|[×*]|\bx)\s*\d|\bequals?\b", re.IGNORECASE)
_MINE = re.compile(r"\b(?:my|our|his|her|he|she|we|I)\b", re.IGNORECASE)
_WORKED_OUT = re.compile(
    r"\b(?:vials?|draw|volume|calculat\w*|mls?|mg do|much drug|man|woman|lady|patient|pt)\b",
    re.IGNORECASE,
)
_OF_ONE = ("would_you", "event", "lab", "kin", "own_patient", "changed", "comorbidity")
_GRADED = re.compile(r"\bchild[- ]pugh\b|\beGFR\b|\bCrCl\b|\bCLcr\b|\bcreatinine clearance\b", re.I)
"""How much of an organ's function is left."""
_CHILDREN = frozenset(("child", "kid", "boy", "girl", "infant", "toddler", "teenager"))
"""Of whom a weight tells the row of a table as an age does: `kid 24 kg start dose`."""
_ADVISE = frozenset(("should", "shall", "must", "would", "ought"))
"""What opens a question after what is best for somebody."""
_OLD = frozenset(("year", "years", "yr", "yrs", "old", "yo", "y"))
_GIVEN_SO = re.compile(
    r"\b(?:is|are|was|were) (?:\w+ )?(?:given|taken|injected|infused|swallowed|inhaled|applied)\b",
    re.IGNORECASE,
)
"""How it is given, right or wrong: no other use is asked for."""
_COMPARED = re.compile(r"\b(?:was|were|been) (?:\w+ )?compared\b", re.IGNORECASE)
_SHORT = 8
_MANY = members("plural") | {"weighing", "kids", "adolescents", "teenagers", "infants", "those"}
_BEAR = members("bear")
_PRESCRIBERS = frozenset(("doctor", "dr", "physician", "hcp", "customer"))
_WHOSE = members("whose")
_MUST = members("must")
_TREATED = members("treated")
_COMBINED = members("combined")
_RELAPSED = ("relapsed", "refractory", "previously treated", "second-line", "second line", "prior")


@dataclass(frozen=True, slots=True)
class Declined:
    """A kind of request, and the hits that decided with the parts that they are in."""

    kind: Request
    hits: tuple[tuple[Part, Hit], ...]


@dataclass(frozen=True, slots=True)
class Uses:
    """Uses that the corpus' indications do not cover: tags of the tagger, by what they are."""

    diseases: frozenset[str]
    comorbidities: frozenset[str]
    groups: frozenset[str]
    administration: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        """Every tag."""
        return self.diseases | self.comorbidities | self.groups | self.administration


def use_phrases() -> Iterator[tuple[str, list[str]]]:
    """Tag and phrases of every disease, population and route of the data."""
    for kind in ("disease", "comorbidity", "group", "administration"):
        for label, terms in load("routing")[kind].items():
            yield f"{kind}:{label}", [*_shortened(phrases(terms))]


def _shortened(terms: list[str]) -> Iterator[str]:
    """Names of diseases, cancers also as `pancreatic ca`."""
    for term in terms:
        yield term
        if term.endswith(" cancer"):
            yield f"{term.removesuffix('cancer')}ca"


def uncovered(known: Known) -> Uses:
    """The uses that the indications, as printed, do not name."""
    found: dict[str, set[str]] = {
        k: set() for k in ("disease", "comorbidity", "group", "administration")
    }
    lists: Mapping[str, Mapping[str, str]] = load("routing")
    for kind, tags in found.items():
        for label, terms in lists[kind].items():
            text = known.text if kind == "administration" else known.indication
            if text and not any(_printed(t, text) for t in phrases(terms)):
                tags.add(f"{kind}:{label}")
    if "adult" not in known.indication or re.search(r"\d+ years", known.indication):
        found["group"].discard("group:children")
    if not any(word in known.indication for word in _RELAPSED):
        found["group"].discard("group:first line")
    if "maintenance dose" in known.text or "maintenance treatment" in known.text:
        found["group"].discard("group:maintenance")
    return Uses(
        *(frozenset(found[k]) for k in ("disease", "comorbidity", "group", "administration"))
    )


def _printed(term: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(term.lower())}(?!\w)", text) is not None


def find_request(scene: Scene, uses: Uses, known: Known) -> Declined | None:
    """The request that a message holds which is to be declined, or None."""
    row = of_a_row(scene, known)
    return (
        _promotional(scene)
        or (None if row else _calculation(scene))
        or _ranking(scene)
        or _off_label(scene, uses, known)
        or (None if row or left_out(scene.parts) else _individual(scene))
    )


def of_a_row(scene: Scene, known: Known) -> bool:
    """Whether a dose is asked of an age or weight alone, and the documents give doses by it.

    `dose for a 4-year-old?` is a row of a label's table; `for my patient`, or a dose to be
    worked out, is not.
    """
    message = scene.message
    if len(scene.parts) != 1 or _SIZE.search(message) or _MINE.search(message):
        return False
    part, people = scene.parts[0]
    children = all(
        any(part.word(at) & _CHILDREN for at in range(h.start, h.end))
        for h in (*people.own, *people.some)
    )
    if (
        not part.has("dose_words")
        or part.has(*_OF_ONE)
        or (people.some and not children)
        or _WORKED_OUT.search(message)
    ):
        return False
    aged = any(part.word(at) & _OLD for h in people.own for at in range(h.start, h.end))
    weighed = _BODY.search(message) is not None
    if people.own and not aged and not children:
        return False
    return (aged or weighed) and (known.by_age or not aged) and (known.by_weight or not weighed)


def _promotional(scene: Scene) -> Declined | None:
    alone = [(p, h) for p, _ in scene.parts for h in p.of("promote_alone")]
    if alone:
        return Declined("promotional", tuple(alone))
    promote = [(p, h) for p, _ in scene.parts for h in p.of("promote")]
    make = [(p, h) for p, _ in scene.parts for h in p.of("make")]
    return Declined("promotional", (*promote, *make[:1])) if promote and make else None


def _calculation(scene: Scene) -> Declined | None:
    message = scene.message
    bodies = [m for m in _BODY.finditer(message) if not _BOUND.search(message[: m.start()])]
    if not bodies:
        return None
    general = any(t.any(_MANY) for p, _ in scene.parts for t in p.tokens) or bool(
        _RANGE.search(message)
    )
    hits = []
    for part, people in scene.parts:
        asked = part.of("calculate") or ([] if general else part.of("dose_words"))
        if asked and not people.of_documents:
            hits += [(part, h) for h in asked]
    return Declined("dose_calculation", tuple(hits)) if hits else None


def _off_label(scene: Scene, uses: Uses, known: Known) -> Declined | None:
    it = any(token.any({"it"}) for part, _ in scene.parts for token in part.tokens)
    for part, people in scene.parts:
        if hits := part.of("off_label_word"):
            return Declined("off_label", tuple((part, h) for h in hits))
        meant = scene.product or it or _opens_use(part)
        meant = meant or any(part.word(h.start - 1) & {"the", "this"} for h in part.of("goods"))
        if people.of_documents or part.has("label_question") or not meant:
            continue
        graded = (m[0].lower().replace("d p", "d-p") for m in _GRADED.finditer(scene.message))
        if any(_printed(grade, known.text) for grade in graded):
            # Grades by which the documents themselves tell the dose.
            continue
        outside = [] if part.has("event") and not part.has("use") else part.of(*uses.diseases)
        outside += [h for h in part.of(*uses.comorbidities) if _near(part, h, _TREATED)]
        # A disease that somebody may also have is no event of a use asked about.
        had = {h.start for h in part.of(*(t for t in part.by_tag if t.startswith("comorbidity")))}
        happened = part.has("happened") or any(h.start not in had for h in part.of("event"))
        named = part.has("product") and not happened
        if part.has("use") or named:
            groups = [h for h in part.of(*uses.groups) if not _born(part, h)]
            told = _GIVEN_SO.search(part_text(scene, part)) is not None
            outside += [*groups, *([] if told else part.of(*uses.administration))]
            outside += list(_combined(part, known))
            outside += list(_child(part)) if "group:children" in uses.groups else []
        if outside:
            return Declined("off_label", tuple((part, h) for h in outside))
    return None


def _born(part: Part, hit: Hit) -> bool:
    """Whether a child is one to come: `bear children`, `father a child`."""
    return bool((part.word(hit.start - 1) | part.word(hit.start - 2)) & _BEAR)


def _opens_use(part: Part) -> bool:
    return part.opener in ("use", "using", "giving")


def _near(part: Part, hit: Hit, words: frozenset[str]) -> bool:
    return any(part.word(i) & words for i in range(hit.start - 4, hit.start))


def _child(part: Part) -> Iterator[Hit]:
    for i, token in enumerate(part.tokens):
        following = " ".join(t.text for t in part.tokens[i : i + 3])
        match = _CHILD.match(following)
        if match and int(match[1]) < 18 and token.text[0].isdigit():
            yield Hit("group:children", i, i + 1)


def _combined(part: Part, known: Known) -> Iterator[Hit]:
    """Another medicine given with the product, of which the documents have nothing."""
    if not part.has("product"):
        return
    for hit in part.of("other_drug"):
        name = " ".join(t.text.lower() for t in part.tokens[hit.start : hit.end])
        if _near(part, hit, _COMBINED) and name not in known.text:
            yield hit


def _ranking(scene: Scene) -> Declined | None:
    for part, people in scene.parts:
        if people.of_documents and part.has("trial_words"):
            continue
        if people.of_documents or (part.has("happened") and not part.question):
            continue
        if granting(part) or _COMPARED.search(part_text(scene, part)):
            # What a trial compared, or what is taken for granted of it.
            continue
        alone = part.of("rank_alone")
        others = _apart(part.of("other_drug"))
        if alone:
            return Declined("ranking", tuple((part, h) for h in alone))
        compared = part.of("comparing")
        told = [p for p, _ in scene.parts if p.has("comparing")]
        named = scene.product or len(others) > 1
        if others and named and (compared or told or _rated(part, others[0])):
            return Declined("ranking", tuple((part, h) for h in (*others, *compared)))
        if part.question and compared and part.has("product") and _than(part):
            return Declined("ranking", tuple((part, h) for h in compared))
        if others and (compared or told):
            return Declined("ranking", tuple((part, h) for h in (*others, *compared)))
    return None


def _apart(hits: list[Hit]) -> list[Hit]:
    """Hits without those inside another: `grapefruit juice` is one."""
    return [
        h for h in hits if not any(o.start <= h.start and h.end <= o.end and o != h for o in hits)
    ]


def _rated(part: Part, first: Hit) -> bool:
    """Whether one is said to be better; `ok with this or that?` asks what may be combined."""
    beside = bool(part.word(first.start - 1) & _COMBINED)
    return any(not (beside and part.word(h.start) & {"or"}) for h in part.of("rank"))


def part_text(scene: Scene, part: Part) -> str:
    """A part as typed."""
    return scene.message[part.span[0] : part.span[1]]


def _than(part: Part) -> bool:
    """`anything better than drug A?`, of no arm of the documents' trials."""
    return any(t.any({"than"}) for t in part.tokens) and not part.has("arm", "patients")


def _individual(scene: Scene) -> Declined | None:
    carried: list[tuple[Part, Hit]] = []
    carried_if = False
    for part, people in scene.parts:
        advice = part.of("advice")
        personal = [h for h in advice if any(t.any(_WHOSE) for t in part.tokens[h.start : h.end])]
        one = people.own or (people.some if part.has("would_you") else ())
        if part.question:
            one = tuple(h for h in one if not of_staff(part, h))
        if part.has("trial_words") and _only_he(part, people):
            # `Why did the author choose it for her?`
            one = ()
        own = [(part, h) for h in one if not part.has("tells_of_asking")]
        if carried_if and _only_he(part, people):
            # `If a woman becomes pregnant, whom should she contact?`
            own = []
        carried_if = carried_if or bool(part.has("if") and people.some)
        if not personal:
            # `What is to be done if my patient gets VOD?` is a question of the label.
            own = [(p, h) for p, h in own if not any(i.end <= h.start for i in p.of("if"))]
        asks = part.question or bool(advice)
        if own and asks and (advice or any(t.any(_MUST) for t in part.tokens) or _for(part, own)):
            return Declined("individual_advice", (*own[:1], *((part, h) for h in advice[:1])))
        if carried and (personal or (advice and len(part.tokens) <= _SHORT)):
            return Declined("individual_advice", (*carried[:1], *((part, h) for h in advice[:1])))
        hits = part.of("would_you") or (part.of("self_advice") if part.question else [])
        if hits:
            return Declined("individual_advice", tuple((part, h) for h in hits))
        carried += own
    return None


def of_staff(part: Part, hit: Hit) -> bool:
    """Whether a person is no patient: `can my pharmacist split the tablets?`."""
    return hit.end in part.ends("staff") or bool(part.word(hit.end - 1) & _PRESCRIBERS)


def _only_he(part: Part, people: People) -> bool:
    pronouns = part.starts("pronoun")
    return all(h.start in pronouns and h.end - h.start == 1 for h in people.own)


def of_a_size(scene: Scene) -> bool:
    """Whether there is somebody, or a weight or a value, that a dose could be worked out for."""
    return bool(_BODY.search(scene.message) or _SUM.search(scene.message)) or any(
        people.own or people.some or part.has("lab", "calculate") for part, people in scene.parts
    )


def asks_what_is_best(scene: Scene) -> bool:
    """Whether a part opens with `should`, `would`."""
    return any(part.opener in _ADVISE for part, _ in scene.parts)


def of_anyone(scene: Scene) -> bool:
    """Whether one question asks of a `she` of whom nothing is told: `can she stay on the pill?`.

    There is no patient whom an answer could be about; what the label says is all that it can be.
    """
    if len(scene.parts) != 1:
        return False
    part, people = scene.parts[0]
    if part.opener in _ADVISE:
        return False
    only = {hit.start for hit in part.of("pronoun")}
    plain = bool(people.own) and all(
        hit.start in only and hit.end - hit.start == 1 for hit in people.own
    )
    return plain and not part.has(*_OF_ONE, "overdose", "error", "pregnancy", "self_advice")


def _for(part: Part, own: list[tuple[Part, Hit]]) -> bool:
    return any(part.word(h.start - 1) & {"for", "in", "to"} for _, h in own)
