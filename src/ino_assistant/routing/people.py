"""Whom a message speaks of: a person of its writer's world, or one of the documents'."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ino_assistant.routing.documents import Known
from ino_assistant.routing.parts import Part
from ino_assistant.routing.tags import Hit, members

_AGE = re.compile(
    r"(?<![\d.≥≤<>])(?<![≥≤<>] )\b(\d{1,3})(?:\s?-?\s?(?:years?|yrs?|y)(?:\s?-?\s?olds?)\b"
    r"|\s?-?\s?y/?\.?o\b|\s?(?:F|M)\b(?!\w)|\s?(?:year|yr)s?\s(?:female|male|man|woman))"
    r"(?!\s*(?:or|and|to|–|-)\s*(?:older|over|above|more|younger|\d))",
)
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mister)\.?\s+[A-Z]")
_INITIALS = re.compile(r"\b(?:patient|pt|Patient|Pt)\s+(?:[A-Z]\.?){2,3}(?=[\s,.;:]|$)")
_DESCRIBED = re.compile(
    r"\b(?:patient|man|woman|case|person|child|boy|girl)s? (?:\w+ ){0,2}"
    r"in the (?:\w+ )?(?:review|paper|article|document|letter|text"
    r"|case (?:report|study))\b|\b(?:the|which|what) (?:patient case|case report)\b"
)
"""`The patient described in the review`: of the documents, whoever it is."""
_SAID = ("happened", "event", "lab", "pregnancy", "lack_of_effect", "overdose", "error")
_SIDE = members("side_of_body")
_PATIENT = members("patient")
_SUBJECT_OPENS = members("subject_opens")
_NO_PERSON = members("no_person")
_PT = members("pt")
_ANY_ONE = members("any_one")
_PLAIN = re.compile(r"[^\W_]+")
_PLURAL = members("plural")
_TOLD_AUX = members("told_aux")
_BEFORE_BARE = members("before_bare")
_SOMEONE = members("someone")
_BARE = members("bare")
_GENERAL_THIS = members("general_this")
_THIS = members("this")
_A = members("a")


@dataclass(frozen=True, slots=True)
class People:
    """Persons found in a part.

    Attributes:
        own: hits of persons of the writer's world, told by `my`, `she`, an age, a name.
        some: hits of somebody who is not further told: `a patient`.
        of_documents: whether the part speaks of a trial, a document, or its cases or author.
    """

    own: tuple[Hit, ...]
    some: tuple[Hit, ...]
    of_documents: bool


def people_in(part: Part, message: str, known: Known, *, of_case: bool) -> People:
    """The persons of a part.

    Args:
        part: the part.
        message: the message that it is a part of.
        known: what the documents bring.
        of_case: whether the conversation speaks of a patient or author of the documents.
    """
    lower = f" {' '.join(t.text.lower() for t in part.tokens)} "
    names_case = any(f" {name} " in lower or f" {name}'s " in lower for name in known.people)
    case = names_case or of_case
    own = list(_possessed(part))
    own += [Hit("person", h.start, h.end) for h in part.of("own_patient")]
    own += list(_pronouns(part, asks_of_case=part.question and case))
    own += list(_told(part, message, known, asks=part.question))
    own += [*_bare(part), *_mine(part)]
    some = (*_indefinite(part), *_opening(part))
    said = [h for h in part.of("trial_words") if not of_a_body(part, h)]
    in_trial = bool(said) or any(f" {t} " in lower for t in _spread(known.trials))
    return People(tuple(own), some, names_case or in_trial)


def of_a_body(part: Part, hit: Hit) -> bool:
    """Whether an arm is somebody's: `his arm`, `arm red and hot`."""
    changed = hit.start in part.starts("body") and hit.end in part.starts("body_change")
    return changed or bool(part.word(hit.start - 1) & _SIDE)


def _spread(names: frozenset[str]) -> Iterator[str]:
    for name in names:
        yield " ".join(_PLAIN.findall(name))


def _possessed(part: Part) -> Iterator[Hit]:
    """`my patient`, `our 45 year old lady`, `her baby`, `the wife of`."""
    for hit in part.of("kin", "baby", "person", "staff"):
        for back in range(1, 5):
            forms = part.word(hit.start - back)
            if not forms:
                break
            near = hit.tag in ("kin", "baby") or bool(part.word(hit.start) & _PATIENT)
            theirs = near and not _of_anyone(part, hit.start - back)
            if forms & {"my", "our"} or (back < 3 and theirs and forms & {"his", "her", "their"}):
                yield Hit("person", hit.start - back, hit.end)
                break
            if back < 3 and forms & _THIS and hit.tag != "baby":
                if not part.word(hit.end) & _GENERAL_THIS and not part.word(hit.start) & _PLURAL:
                    yield Hit("person", hit.start - back, hit.end)
                break
        else:
            continue
    for hit in part.of("kin"):
        if part.word(hit.end) & {"of"} and not part.question:
            yield Hit("person", hit.start, hit.end)


def _of_anyone(part: Part, at: int) -> bool:
    """Whether a question's `her` is that of `a mother`, and not of somebody treated."""
    if not part.opens_question:
        return False
    persons = part.starts("person") | part.starts("kin") | part.starts("population")
    return any(part.word(i) & _A and i + 1 in persons for i in range(at - 1))


def _pronouns(part: Part, *, asks_of_case: bool) -> Iterator[Hit]:
    if asks_of_case:
        return
    for hit in part.of("pronoun"):
        # `did she relapse?` asks about somebody that the documents tell of.
        inverted = part.question and bool(part.word(hit.start - 1) & _TOLD_AUX) and hit.start <= 3
        if _of_anyone(part, hit.start):
            continue
        if not inverted and not part.word(hit.start + 1) & {"or"}:
            yield Hit("person", hit.start, hit.end)


def _told(part: Part, message: str, known: Known, *, asks: bool) -> Iterator[Hit]:
    """By an age, a title with a name, or initials."""
    begin, end = part.span
    text = message[begin : end + 1]
    for match in _AGE.finditer(text):
        if not (asks and match[1] in known.ages):
            yield _over(part, begin + match.start(), begin + match.end())
    for pattern in (_TITLED, _INITIALS):
        for match in pattern.finditer(text):
            yield _over(part, begin + match.start(), begin + match.end())


def _over(part: Part, begin: int, end: int) -> Hit:
    covered = [i for i, t in enumerate(part.tokens) if t.span[0] < end and t.span[1] > begin]
    return Hit("person", covered[0], covered[-1] + 1)


def _bare(part: Part) -> Iterator[Hit]:
    """`pt developed …`, `the patient died`: in statements only."""
    if part.question:
        return
    told = {h.start for h in part.of(*_SAID)}
    for hit in part.of("person"):
        if part.word(hit.start) & _PLURAL or hit.end - hit.start > 1:
            continue
        if hit.end in part.starts("generic"):
            continue
        before = part.word(hit.start - 1) | (part.word(hit.start - 2) & {"the"})
        follows = any(i in told for i in range(hit.end, hit.end + 3))
        treated = bool(part.word(hit.end) & _BARE) and part.has("exposed", "product")
        if before & {"the"} or (not before and (follows or treated)):
            yield Hit("person", hit.start, hit.end)


def _mine(part: Part) -> Iterator[Hit]:
    """`my platelets`, `my rash`: the writer."""
    begins = part.starts("lab") | part.starts("event")
    for hit in part.of("first_person"):
        if part.word(hit.start) & {"my"} and hit.end in begins:
            yield Hit("person", hit.start, hit.end)


def _indefinite(part: Part) -> Iterator[Hit]:
    for hit in part.of("person", "staff", "baby", "kin"):
        reach = 1 if part.word(hit.start) & _PLURAL else 3
        before = frozenset().union(*(part.word(hit.start - i) for i in range(1, reach + 1)))
        if part.word(hit.start) & _PLURAL and part.word(hit.start - 2) & {"the"}:
            continue
        alone = part.word(hit.start - 1)
        single = bool(not part.word(hit.start) & _PLURAL and alone & _BEFORE_BARE)
        opens = not alone and hit.end not in part.starts("generic")
        single = single or bool(
            not part.question
            and part.word(hit.start) & _PT
            and alone
            and not alone & _ANY_ONE
            and hit.end not in part.starts("generic")
        )
        if before & _A or part.word(hit.start) & _SOMEONE or opens or single:
            yield Hit("person", hit.start, hit.end)


def _opening(part: Part) -> Iterator[Hit]:
    """`A farmer … had a bleed`: whoever opens a statement and something happened to."""
    if part.question or len(part.tokens) < 3 or part.has("modal", "if"):
        return
    if part.word(0) & _SUBJECT_OPENS and not part.word(1) & _NO_PERSON:
        events = [h.start for h in part.of("event")]
        if events and any(1 < h.start <= events[-1] for h in part.of("happened")):
            yield Hit("person", 0, 2)


def speaks_of_case(messages: Sequence[str], known: Known) -> bool:
    """Whether the last person that messages named is one of the documents' own."""
    for message in reversed(messages):
        lower = f" {' '.join(_PLAIN.findall(message.lower()))} "
        if any(f" {name} " in lower for name in known.people) or _DESCRIBED.search(lower):
            return True
        if re.search(r"\b(?:my|our) (?:\w+ ){0,2}(?:patient|pt|case)", lower):
            return False
    return False
