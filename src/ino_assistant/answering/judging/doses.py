"""A dose that a question takes for granted, and a document gives otherwise.

`Why is the target dose 100 mg?` is corrected by `the target of 50 mg`, `why was the comparator
given 7 mg` by the sentence that says 14 mg. What is printed of the same medicine corrects nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ino_assistant.answering.understanding.english import is_everyday
from ino_assistant.answering.understanding.slots import names_drug
from ino_assistant.corpus.model import Document, Statement
from ino_assistant.data import load
from ino_assistant.vocabulary.tokens import normalise

_ONES = {w: str(n) for n, w in enumerate(load("words")["ones"].split(), start=1)}
_ASKS = re.compile(
    r"^(?:and |so |but )?(?:in [^,?]{2,40}, )?(?:why|how come|since|as|because)\b", re.I
)
_DOSE = re.compile(
    r"(?<![\d.,/-])(\d+(?:\.\d+)?) ?(mg|mcg|µg|g|mL|units?|IU)(/kg|/m2)?\b(?!/(?:min|d?L))",
    re.IGNORECASE,
)
_OFTEN = (
    ("1", re.compile(r"\b(?:once (?:a day|daily|per day)|qd)\b", re.IGNORECASE)),
    ("2", re.compile(r"\b(?:twice (?:a day|daily|per day)|bid)\b", re.IGNORECASE)),
    ("3", re.compile(r"\b(?:three times (?:a day|daily|per day)|tid)\b", re.IGNORECASE)),
)
_KIND = re.compile(
    r"\b(starting|initial|target|maintenance|maximum|loading|recommended|usual) (?:dos\w+|of\b)"
    r"|\b(?:dos\w+|daily) (?:is|was) (starting|initial)",
    re.IGNORECASE,
)
_ALIKE = {"initial": "starting", "usual": "recommended"}
_GIVEN = re.compile(
    r"\b(?:dos(?:e|es|ed|age|ing)|given|taken|injected|infused|administered|receiv\w+|on)\b", re.I
)
_COUNT = re.compile(
    r"\b(\d+|" + "|".join(_ONES) + r") (doses|injections|infusions|tablets|capsules|pills|shots)\b",
    re.IGNORECASE,
)
_BEHIND = 40
"""Characters behind the name of a medicine within which its dose stands."""


def other_dose(
    text: str, statements: Sequence[Statement], document: Document
) -> tuple[Statement, str] | None:
    """The statement that gives the dose that a question takes to be another, and its words for it.

    Args:
        text: the question as understood.
        statements: ranked, the best first.
        document: the one that the question is about.
    """
    text = normalise(text)
    if not _ASKS.match(text) or not _GIVEN.search(text):
        return None
    pool = [s for s in statements if s.document == document.id and not s.layout_lost]
    pool = [s for s in pool if not s.parts]
    asked = _DOSE.findall(text)
    if len(asked) == 1:
        return _of_dose(text, asked[0], pool, document)
    counts = _COUNT.findall(text)
    return _of_count(counts[0], pool, document) if len(counts) == 1 and not asked else None


def _of_dose(
    text: str, asked: tuple[str, str, str], pool: Sequence[Statement], document: Document
) -> tuple[Statement, str] | None:
    dose = _dose(asked)
    said = f"{asked[0]} {asked[1]}{asked[2]}"
    own = {name.lower() for product in document.products for name in product.names}
    for other in _names(text):
        given = {s.id: _behind(s.display, other) for s in document.statements}
        if other in own or not any(given.values()):
            continue
        if any(dose in doses for doses in given.values()):
            return None
        return next(((s, said) for s in pool if given[s.id]), None)
    often, kind = _often(text), _kind(text)
    printed = [s for s in document.statements if dose in _doses(s.display)]
    if often:
        printed = [s for s in printed if often & _often(s.display) or not _often(s.display)]
    if kind and _has(kind, document):
        printed = [s for s in printed if _kind(s.display) == kind]
    if printed:
        return None
    kinds = (kind, "recommended") if kind in ("", "starting") else (kind,)
    for wanted in kinds:
        for statement in pool:
            if wanted and _kind(statement.display) == wanted and _doses(statement.display):
                return statement, said
    return None


def _of_count(
    asked: tuple[str, str], pool: Sequence[Statement], document: Document
) -> tuple[Statement, str] | None:
    """The statement with another number of doses, where that of the question is in none."""
    number, noun = _number(asked[0]), asked[1].lower()
    counted = {s.id: {_number(n) for n, w in _COUNT.findall(s.display) if w.lower() == noun}
               for s in document.statements}  # fmt: skip
    if any(number in found for found in counted.values()):
        return None
    course = [s for s in pool if counted[s.id] and _COURSE.search(s.display)]
    return next(((s, f"{asked[0]} {noun}") for s in course), None)


_COURSE = re.compile(
    r"\b(?:course|schedule|series|regimen|consists? of|given as|is given|are given|is|receive)\b",
    re.I,
)


def _names(text: str) -> Iterator[str]:
    """Words that may be names of medicines, in small letters."""
    for word in _WORD.findall(text):
        if names_drug(word) or not (is_everyday(word) or _GIVEN.match(word)):
            yield word.lower()


_WORD = re.compile(r"[A-Za-z]{5,}")


def _behind(text: str, name: str) -> set[tuple[str, str]]:
    """Doses that stand right behind a name."""
    found: set[tuple[str, str]] = set()
    for m in re.finditer(rf"\b{re.escape(name)}\b", text, re.IGNORECASE):
        first = _DOSE.search(text[m.end() : m.end() + _BEHIND])
        if first is not None:
            found.add(_dose((first[1], first[2], first[3] or "")))
    return found


def _dose(found: tuple[str, str, str]) -> tuple[str, str]:
    return f"{float(found[0]):g}", f"{found[1].lower().rstrip('s')}{found[2]}"


def _doses(text: str) -> set[tuple[str, str]]:
    return {_dose(found) for found in _DOSE.findall(normalise(text))}


def _often(text: str) -> set[str]:
    return {number for number, pattern in _OFTEN if pattern.search(text)}


def _kind(text: str) -> str:
    found = _KIND.search(text)
    named = (found[1] or found[2]).lower() if found is not None else ""
    return _ALIKE.get(named, named)


def _has(kind: str, document: Document) -> bool:
    return any(_kind(s.display) == kind and _doses(s.display) for s in document.statements)


def _number(text: str) -> str:
    return _ONES.get(text.lower(), text)
