"""A statement that agrees with what a question says in all but one thing: a figure, a comparator.

`Breastfeeding is to be avoided for 8 months, correct?` and `… for 2 months after the last
dose` speak of the same and differ in the figure. What is only asked after clashes with nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ino_assistant.answering.understanding.english import ASKING
from ino_assistant.answering.understanding.paraphrase import said_in_other_words
from ino_assistant.answering.understanding.ranges import codes_in
from ino_assistant.answering.understanding.slots import names_drug
from ino_assistant.corpus.model import Document, Statement
from ino_assistant.data import load
from ino_assistant.vocabulary.concepts import general_lexicon
from ino_assistant.vocabulary.tokens import normalise, terms, words

_FIRST = 3
"""Statements that are looked at, the best first."""
_SHARED = 0.55
"""Share of what is said, figures aside, that the statement must say as well."""
_UNITS = (
    ("time", r"hours?|days?|weeks?|months?|years?|hrs?|wks?|yrs?"),
    ("mg", r"mg(?:/m2|/kg)?|mcg|g"),
    ("percent", r"%"),
    ("ratio", r":1\b"),
    ("often", r"times (?:a|per) day"),
)
_QUANTITIES = tuple(
    (name, re.compile(rf"(?<![\d.,:])(\d+(?:\.\d+)?) ?-?(?:{unit})(?!\w)", re.IGNORECASE))
    for name, unit in _UNITS
)
_NUMBERS = {w: str(n) for n, w in enumerate(load("words")["ones"].split(), start=1)}
_SPELLED = re.compile(
    rf"\b({'|'.join(_NUMBERS)})\b(?= (?:hour|day|week|month|year|time)s?\b)", re.I
)
_OFTEN = (
    (re.compile(r"\bonce (?:a day|daily|per day)\b", re.I), "1 times a day"),
    (re.compile(r"\btwice (?:a day|daily|per day)\b", re.I), "2 times a day"),
)
_AGAINST = re.compile(
    r"\b(?:compared|tested|pitted|studied|randomi[sz]ed) (?:\w+ ){0,4}?"
    r"(?:with|to|against|versus|vs\.?) (?:the )?([\w-]+)",
    re.IGNORECASE,
)


def otherwise_in_figures(said: str, statements: Sequence[Statement]) -> Statement | None:
    """The statement that says the same as the words given, with another figure of the kind.

    Args:
        said: what a question asserts.
        statements: ranked, the best first.
    """
    mine = _figures(said)
    topic = [
        t for t in terms(_without_figures(said)) if t not in ASKING and not any(map(str.isdigit, t))
    ]
    if not mine or not topic:
        return None
    for statement in statements[:_FIRST]:
        if statement.layout_lost or statement.parts or statement.row is not None:
            continue
        around = " ".join((*statement.section[-1:], statement.subject, *statement.products))
        has = frozenset(terms(f"{around} {statement.display}"))
        shared = sum(t in has or said_in_other_words(t, has) for t in topic) / len(topic)
        theirs = _figures(statement.display)
        kinds = {kind for kind, _ in mine} & {kind for kind, _ in theirs}
        alike = shared >= _SHARED and bool(kinds) and len({k for k, _ in mine}) == len(kinds)
        if alike and not mine & theirs:
            return statement
    return None


def other_of_series(said: str, document: Document) -> tuple[Statement, str] | None:
    """The statement with another of a series of names, where the one said is in no statement.

    `Why does it block IL-4?` is corrected by a statement on IL-13.
    """
    acting = [s for s in document.statements if _ACTS.search(s.display) and s.row is None]
    printed = frozenset[str]().union(*(codes_in(s.display) for s in acting))
    for code in sorted(codes_in(said) - printed):
        series, _, number = code.rpartition("-")
        if series not in _SERIES:
            continue
        for statement in acting:
            theirs = {c for c in codes_in(statement.display) if c.rpartition("-")[0] == series}
            if theirs and not statement.parts:
                return statement, f"{series.upper()}-{number}"
    return None


_ACTS = re.compile(
    r"\b(?:anti(?:body|gen)|(?:ant)?agonist|inhibit\w*|block\w*|binds?|targets?)\b", re.I
)
_SERIES = frozenset({"cd", "il", "cyp", "pd", "jak"})
"""Series of targets and enzymes: a medicine acts on the one that is printed."""


def _plain(text: str) -> str:
    text = normalise(text)
    for pattern, by in _OFTEN:
        text = pattern.sub(by, text)
    return _SPELLED.sub(lambda m: _NUMBERS[m[1].lower()], text)


def _figures(text: str) -> frozenset[tuple[str, str]]:
    """Kinds of figures with their values, `2 months` as written; `3 weeks` is no `21 days`."""
    plain = _plain(text)
    return frozenset((name, m[1]) for name, p in _QUANTITIES for m in p.finditer(plain))


def _without_figures(text: str) -> str:
    plain = _plain(text)
    for _, pattern in _QUANTITIES:
        plain = pattern.sub(" ", plain)
    return plain


def other_comparator(text: str, document: Document) -> tuple[Statement, str] | None:
    """The statement that names the arms of a trial, where another medicine is said to be one."""
    found = _AGAINST.search(text)
    if found is None or not names_drug(found[1]):
        return None
    if len(document.arms) < 2:
        other = _comparing(text, found[1], document)
        return None if other is None else (other, found[1])
    named = {t for arm in document.arms for name in (arm.label, *arm.terms) for t in terms(name)}
    if set(terms(found[1])) & named:
        return None
    labels = [frozenset(w.lower() for w in words(arm.label)) for arm in document.arms]
    trials = [t for t in document.trials if t.split("-")[0].split()[0].lower() in text.lower()]
    for statement in document.statements:
        if statement.parts or statement.row is not None or len(statement.arms) < len(set(labels)):
            continue
        if not trials or any(t in f"{statement.display} {statement.context}" for t in trials):
            return statement, found[1]
    return None


def _comparing(text: str, said: str, document: Document) -> Statement | None:
    """The statement that names the trial asked about and the medicine that it really compared."""
    trials = [w for w in words(text) if w.isupper() and len(w) >= _A_NAME]
    on = [s.display for s in document.statements if any(t in s.display for t in trials)]
    if any(re.search(rf"\b{re.escape(said)}", shown, re.IGNORECASE) for shown in on):
        return None
    own = {w.lower() for p in document.products for n in p.names for w in words(n)}
    for statement in document.statements:
        named = {w.lower() for w in words(statement.display)} - own
        medicine = any(names_drug(w) or w in known_drugs() for w in named)
        if medicine and not statement.parts and any(t in statement.display for t in trials):
            return statement
    return None


@cache
def known_drugs() -> frozenset[str]:
    """Names of medicines in the general lexicon, in small letters."""
    return frozenset(t.lower() for terms_ in general_lexicon()["drug"].values() for t in terms_)


_A_NAME = 4
"""Letters from which a word in capitals may be the name of a trial."""
