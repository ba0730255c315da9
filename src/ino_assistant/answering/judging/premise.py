"""What a question takes for granted and a document says otherwise.

`Why was it approved in 2015?` asserts a year. What is asserted is taken out of the question
as a statement and judged like a yes/no question; only a plain `no` corrects it. What the
document does not speak of is no wrong premise: such a question is refused, not corrected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

from ino_assistant.answering.judging.agents import other_agent
from ino_assistant.answering.judging.clashing import (
    other_comparator,
    other_of_series,
    otherwise_in_figures,
)
from ino_assistant.answering.judging.declarative import (
    Asked,
    asked_statement,
    asserted,
    clause_statement,
    written,
)
from ino_assistant.answering.judging.denied import there_is_none
from ino_assistant.answering.judging.doses import other_dose
from ino_assistant.answering.judging.exclusive import Exclusive, exclusives
from ino_assistant.answering.judging.known import Known, Person
from ino_assistant.answering.judging.polarity import Judged, judge_statement
from ino_assistant.corpus.model import Document, Statement
from ino_assistant.data import load
from ino_assistant.fidelity.terms.normal import normal
from ino_assistant.fidelity.terms.vocabulary import stem, words

CORRECTED = "The document says otherwise:"
"""Opens the text of a corrected answer, before the quotation."""

CorrectionKind = Literal[
    "figure", "date", "design", "population", "direction", "significance", "schedule", "case",
    "denied", "label",
]  # fmt: skip
_KINDS: dict[str, CorrectionKind] = {
    "by_figures": "figure",
    "by_date": "date",
    "by_label": "label",
    "by_interval": "schedule",
    "by_direction": "direction",
    "by_significance": "significance",
    "by_exclusion": "design",
    "plainly": "denied",
    "none": "denied",
}


@dataclass(frozen=True, slots=True)
class Correction:
    """What a question takes for granted wrongly.

    Attributes:
        statement: says what is so.
        wrong: words of the question that are not.
        kind: what about them is wrong.
    """

    statement: Statement
    wrong: str
    kind: CorrectionKind

    @property
    def opening(self) -> str:
        """What the text of the answer begins with."""
        return CORRECTED


def premise(question: str, statements: Sequence[Statement], known: Known) -> Correction | None:
    """What a question takes for granted and one of the statements says otherwise.

    Args:
        question: as understood, written out.
        statements: ranked, the best first; forty are enough.
        known: the corpus as read.

    Returns:
        None if nothing is taken for granted or nothing contradicts it. What a question
        asks after (`was it 60 %?`) is no premise.
    """
    text = normal(question).strip()
    if not statements:
        return None
    asks_whether = asked_statement(question) is not None
    found = _of_case(text, known, asks_whether=asks_whether)
    said = asserted(question)
    if said is not None and found is None:
        judged = judge_statement(said, statements, known)
        if judged is not None:
            found = _corrected(judged, said.text)
        else:
            other = otherwise_in_figures(said.text, statements)
            found = None if other is None else Correction(other, said.text, "figure")
    if not asks_whether or (said is not None and found is None):
        asserts = said is not None or _patterns("grants")[0].match(text) is not None
        claimed = text if said is None else said.text
        found = found or _of_attributes(claimed, statements, known, asserts=asserts)
    if not asks_whether:
        found = found or _of_size(text, statements, known) or _of_medicine(text, statements, known)
    if found is not None:
        return found
    for assertion in _assertions(text, asks_whether=asks_whether):
        judged = judge_statement(replace(assertion, granted=True), statements, known)
        if judged is not None and judged.word == "no":
            return _corrected(judged, assertion.text)
    none = None if asks_whether else there_is_none(text, statements)
    return None if none is None else Correction(none[0], none[1], "denied")


def _corrected(judged: Judged, said: str) -> Correction | None:
    if judged.word == "yes":
        return None
    return Correction(judged.statement, said, _KINDS[judged.because])


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    value = load("polarity")["presupposed"][name]
    listed = value if isinstance(value, list) else [value]
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in listed)


def _assertions(text: str, *, asks_whether: bool) -> Iterator[Asked]:
    """The statements that a question takes for granted, most certain first."""
    clauses = _patterns("clauses")
    for number, pattern in enumerate(clauses):
        if asks_whether and number:
            break
        found = pattern.search(text)
        if found is not None:
            asked = clause_statement(found[1])
            if asked is not None:
                yield asked
    if asks_whether:
        return
    for pattern in (*_patterns("phrases"), *_patterns("dated"), *_patterns("owned")):
        found = pattern.search(text)
        if found is None or _OR_MORE.match(text[found.end(1) :]):
            continue
        if not _patterns("denying")[0].search(found[1]):
            yield Asked(written(_trimmed(found[1])), "fact")
    which = _WHICH.match(text)
    if which is not None:
        yield Asked(written(f"{which[1]} {which[2]}"), "fact")
    significant = _patterns("significant")[0].search(text)
    if significant is not None and not _patterns("not_significant")[0].search(text):
        near = text[max(0, significant.start() - 45) : significant.end() + 45]
        yield Asked(_within_words(near, text), "fact")


_OR_MORE = re.compile(
    r"\s*(?:or (?:more|less|above|higher|greater|older|fewer|under|below|over)|to\b|-\s?\d)"
)
_WHICH = re.compile(
    r"^(?:which|what)\s+(\w+)\s+(?:does|do|are there (?:for|with))\s+([\w-]+)(?: have)?[ ?]*$",
    re.IGNORECASE,
)


def _trimmed(phrase: str) -> str:
    """A phrase without the light words that it begins with: they are of the question."""
    parts = phrase.strip().split()
    light = words("light")
    while len(parts) > 1 and parts[0].lower() in light:
        parts = parts[1:]
    return " ".join(parts)


def _within_words(part: str, text: str) -> str:
    """A part of a text without the words that it cuts, and without the question word."""
    if not text.startswith(part):
        part = part.partition(" ")[2]
    if not text.endswith(part):
        part = part.rpartition(" ")[0]
    return re.sub(
        r"^(?:(?:by )?how (?:large|big|much|long)|what|which|who|why|when|where)\b\s*"
        r"(?:is|was|are|were|made|did|does)?",
        "",
        part,
        flags=re.IGNORECASE,
    ).strip(" ?")


# Attributes: design, route, comparator.


def _of_attributes(
    text: str, statements: Sequence[Statement], known: Known, *, asserts: bool = False
) -> Correction | None:
    if _patterns("denying")[0].search(text):
        return None
    document = known.document_of(text, statements)
    for exclusive in exclusives():
        if exclusive.beside is not None or exclusive.name not in ("design", "schedule"):
            continue
        asked = exclusive.of(text)
        if len(asked) != 1:
            continue
        (member,) = asked
        named = exclusive.words(text, member)
        if exclusive.name == "schedule" and not (asserts or _is_given_so(text, named)):
            continue
        found = _otherwise(exclusive, member, text, document, statements)
        if found is not None:
            return Correction(found, named, exclusive.name)  # type: ignore[arg-type]  # one of the two names above
    phase = _PHASE.search(text)
    trial = _trial(text, document)
    if phase is not None and trial:
        found = _of_other_phase(phase[1], trial, document)
        if found is not None:
            return Correction(found, phase[0], "design")
    other = other_of_series(text, document) if _ACTS.search(text) else None
    other = other or other_comparator(text, document)
    if other is not None:
        return Correction(*other, "design")
    placebo = _patterns("placebo")[0].search(text)
    if placebo is not None:
        found = _other_comparator(document)
        if found is not None:
            return Correction(found, placebo[0], "design")
    return None


_ACTS = re.compile(r"\b(?:block|bind|inhibit|target|antagoni|act)\w*\b", re.IGNORECASE)
_PHASE = re.compile(r"\bphase\s+([\dIV]+(?:/\d)?)\b", re.IGNORECASE)
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}


def _of_other_phase(asked: str, trial: str, document: Document) -> Statement | None:
    """A statement that gives a trial that alone it names another phase."""
    said = _ROMAN.get(asked.lower(), asked)
    for statement in document.statements:
        phases = {_ROMAN.get(p.lower(), p) for p in _PHASE.findall(statement.display)}
        if trial in statement.display and len(phases) == 1 and not statement.parts:
            return statement if said not in phases else None
    return None


def _is_given_so(text: str, words: str) -> bool:
    """Whether a route is how the product is given, not a property asked after."""
    heads = load("polarity")["presupposed"]["route_heads"]
    named = re.escape(words)
    so = rf"\b{named}\s+(?:\w+\s+)?{heads}\b|^why\b.*\b{_VERBS}\b[^,;]{{0,40}}\b{named}"
    return bool(re.search(so, text, re.IGNORECASE))


_GIVEN = re.compile(
    r"\b(?:administ|inject|infus|given|giv|take|taken|swallow|dos(?:e|age)|tablets?|capsules?|appl(?:y|ied))"
    r"\w*|\d ?(?:mg|mcg|mL|g)\b",
    re.IGNORECASE,
)
_VERBS = "(?:given|injected|taken|administered|infused|dosed|swallowed|delivered|applied)"


def _otherwise(
    exclusive: Exclusive,
    member: int,
    text: str,
    document: Document,
    statements: Sequence[Statement],
) -> Statement | None:
    """A statement that says another member of the group, where none says the one asked with."""
    trial = _trial(text, document)
    pool = [s for s in document.statements if not s.layout_lost and not s.parts]
    if trial:
        pool = [s for s in pool if trial in f"{s.display} {s.context}"] or pool
    says = [(s, exclusive.of(s.display)) for s in pool]
    if any(member in members for _, members in says):
        return None
    others = [s for s, members in says if len(members) == 1]
    if exclusive.name == "schedule":
        # `Not controlled with topical therapies` says nothing of how this medicine is given.
        others = [s for s in others if _GIVEN.search(s.display)]
    order = {s.id: n for n, s in enumerate(statements)}
    return min(others, key=lambda s: order.get(s.id, len(order)), default=None)


def _trial(text: str, document: Document) -> str:
    firsts = [re.split(r"[ -]", trial)[0] for trial in document.trials]
    for trial, first in zip(document.trials, firsts, strict=True):
        head = trial.rpartition(" ")[0] or trial
        # `HARBOR` is `HARBOR-VTE`, where no other trial begins so.
        alone = first.isupper() and len(first) >= _A_NAME and firsts.count(first) == 1
        for called in (head, first) if alone else (head,):
            if re.search(rf"\b{re.escape(called)}\b", text, re.IGNORECASE):
                return head
    return ""


_A_NAME = 4


def _other_comparator(document: Document) -> Statement | None:
    """The statement that names both arms of a trial, where placebo is none and nowhere named."""
    if len(document.arms) < 2 or "placebo" in document.source.lower():
        return None
    return next(
        (
            s
            for s in document.statements
            if len(s.arms) > 1
            and any(t in s.display for t in document.trials)
            and not s.parts
            and s.row is None
        ),
        None,
    )


def _of_size(text: str, statements: Sequence[Statement], known: Known) -> Correction | None:
    """A wrong number of patients of a trial that is named."""
    asked = _patterns("sized")[0].search(text)
    document = known.document_of(text, statements)
    if asked is None or _DIGITS.sub("", asked[1]) in _DIGITS.sub("", document.source):
        return None
    named = [s for s in document.statements if not s.parts and s.row is None]
    trial = _trial(text, document) or _code(text)
    for statement in sorted(named, key=lambda s: _patterns("sized")[0].search(s.display) is None):
        size = _patterns("sized")[0].search(statement.display)
        sizing = _patterns("sizing")[0].search(statement.display)
        if trial and size and sizing and trial.lower() in statement.display.lower():
            return Correction(statement, asked[0], "figure")
    return None


def _of_medicine(text: str, statements: Sequence[Statement], known: Known) -> Correction | None:
    """A wrong dose of a medicine, or a figure of another one."""
    document = known.document_of(text, statements)
    other = other_dose(text, statements, document) or other_agent(text, statements, document)
    return None if other is None else Correction(*other, "figure")


_DIGITS = re.compile(r"(?<=\d),(?=\d)")


def _code(text: str) -> str:
    """The name of a trial that is none of the manifest's: `PRISM-1`."""
    found = re.search(r"\b[A-Z]{3,}(?:-[A-Z\d]+)+\b", text)
    return found[0] if found is not None else ""


# Patients of cases.


def _of_case(text: str, known: Known, *, asks_whether: bool) -> Correction | None:
    """A wrong age or sex of the one patient that a question names."""
    named = {stem(w) for w in re.findall(r"[A-Za-z]+", text)} & known.persons.keys()
    if len(named) != 1 or asks_whether:
        return None
    person = known.persons[named.pop()]
    return _wrong_age(text, person, known) or _wrong_sex(text, person, known)


def _wrong_age(text: str, person: Person, known: Known) -> Correction | None:
    data: dict[str, Any] = load("polarity")["presupposed"]
    called = data["named_age"] % rf"\b{re.escape(person.name)}(?:'s)?"
    for pattern in (data["aged"], called):
        found = re.search(pattern, text, re.IGNORECASE)
        if found is not None and person.age and found[1] != person.age:
            return Correction(known.corpus.by_id[person.aged], found[1], "case")
    return None


def _wrong_sex(text: str, person: Person, known: Known) -> Correction | None:
    if not person.sex or _patterns("author")[0].search(text):
        return None
    other = "he" if person.sex == "women" else "she"
    found = _patterns(other)[0].search(text)
    if found is None or _patterns("he" if other == "she" else "she")[0].search(text):
        # `What did she give him?`: the other one is somebody else.
        return None
    return Correction(known.corpus.by_id[person.sexed], found[0], "case")
