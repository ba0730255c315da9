"""The statement that a yes/no question asks about.

`Isn't the trial blinded?`, `the trial is blinded, right?` and `trial blinded?` all ask
whether the trial is blinded. Word order does not matter to the reading of a statement,
so the auxiliary is taken out rather than moved.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from ino_assistant.data import load
from ino_assistant.fidelity.terms.normal import normal

AskedKind = Literal["fact", "may", "duty"]
"""Whether something is so, is allowed or possible, or is asked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a yes/no question asks.

    Attributes:
        text: the words of the statement, without auxiliary and tag.
        kind: fact, permission or duty.
        negated: the statement itself is denied: `was the boundary not met?`.
        present: it is asked of now, not of what was found in a trial.
        granted: it is taken for granted rather than asked.
    """

    text: str
    kind: AskedKind
    negated: bool = False
    present: bool = False
    granted: bool = False


@cache
def _pattern(table: str, name: str) -> re.Pattern[str]:
    return re.compile(load("polarity")[table][name], re.IGNORECASE)


@cache
def _wrapped() -> re.Pattern[str]:
    return re.compile("^(?:" + "|".join(load("polarity")["asking"]["wrapped"]) + ")", re.IGNORECASE)


@cache
def _auxiliary() -> re.Pattern[str]:
    words = load("polarity")["asking"]["auxiliary"]
    return re.compile(rf"^({words})(n't|not)?\b\s+(?:there\s+)?", re.IGNORECASE)


@cache
def rewrites() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Ways of asking, each with how sources write it."""
    return tuple(
        (re.compile(pattern, re.IGNORECASE), by)
        for pattern, by in load("polarity")["written"]["rewrites"]
    )


_NOT = re.compile(
    # Not the one that says which patients: `patients who do not achieve CR`.
    r"(?<!patients )(?<!those )(?<!adults )(?<!women )(?<!men )(?<!who do )(?<!who did )"
    r"(?<!who are )(?<!who were )(?<!who have )(?<!who has )(?<!who had )"
    r"(?:\b(?:not|never|cannot)\b|n't\b)",
    re.IGNORECASE,
)
_NONE = re.compile(r"^(?:[\w-]+\s+){0,3}no\b(?! (?:longer|more|later|less))", re.IGNORECASE)
"""`there are no data`: what is asked after is denied, not a condition of it."""
_CONDITION = re.compile(r"(?<=\S)\s+(?:if|when|unless)\b", re.IGNORECASE)
"""Where a clause begins that says when, and denies nothing of the main one."""
_ASIDE = re.compile(r"(?<=\S)\s+(?:who|whose|whom|which|because|although)\b", re.IGNORECASE)
_ANY_NOT = re.compile(r"\b(?:not|no|never|cannot|without|lack|neither|nor)\b|n't\b", re.IGNORECASE)
_CANNOT = re.compile(r"\bcan(?:not|'t| not)\b", re.IGNORECASE)
_PRESENT = frozenset(("is", "are", "do", "does", "has", "have", "should", "must", "need", "shall"))
_MOST_TELEGRAM = 9
"""Words up to which a line without a verb is read as a telegram."""


def is_yes_no(question: str) -> bool:
    """Whether a question is answered by yes or no."""
    return asked_statement(question) is not None


def written(text: str) -> str:
    """A question's words as sources write them."""
    for pattern, by in rewrites():
        text = pattern.sub(by, text)
    return text


def asked_statement(question: str) -> Asked | None:
    """What a question asks after, if it is one after yes or no."""
    text = normal(question).strip().rstrip("? .!").strip()
    text = re.sub(rf"^{load('polarity')['asking']['filler']}", "", text, flags=re.IGNORECASE)
    if _pattern("asking", "further").search(text) or _pattern("asking", "request").match(text):
        wrapped = _wrapped().match(text)
        if wrapped is None or _pattern("asking", "further").search(text):
            return None
    wrapped = _wrapped().match(text)
    if wrapped is not None:
        return _plain(text[wrapped.end() :])
    tag = _pattern("asking", "tag").search(f"{text}?")
    if tag is not None and len(text.split()) > 2:
        inner = text[: tag.start()]
        if not _auxiliary().match(inner) and not _asks_what(inner):
            return _plain(inner)
    found = _auxiliary().match(text)
    if found is not None:
        return _of_auxiliary(found, text)
    return _telegram(text)


def asserted(question: str) -> Asked | None:
    """The statement that a question makes before it asks for agreement: `…, isn't it?`.

    Also one made in a sentence of its own: `It was given by mouth. How many responded?`
    """
    text = normal(question).strip()
    first, stop, _rest = text.partition(". ")
    if stop and "?" not in first and len(first.split()) > _TOO_FEW and not _asks_what(first):
        return None if _auxiliary().match(first) or _is_request(first) else _plain(first)
    said, mark, _after = text.partition("?")
    tag = _pattern("asking", "tag").search(f"{said}?")
    if tag is None or not mark:
        return None
    inner = re.sub(rf"^{load('polarity')['asking']['filler']}", "", said[: tag.start()], flags=re.I)
    if len(inner.split()) < _TOO_FEW or _auxiliary().match(inner) or _asks_what(inner):
        return None
    return _plain(inner)


_TOO_FEW = 3


def _is_request(text: str) -> bool:
    return bool(_pattern("asking", "not_telegram").search(" ".join(text.split()[:4])))


def _asks_what(text: str) -> bool:
    return bool(_pattern("asking", "not_telegram").match(text))


def _of_auxiliary(found: re.Match[str], text: str) -> Asked | None:
    rest = text[found.end() :]
    opening = found[1].lower()
    if not rest:
        return None
    # `Isn't it blinded?` asks whether it is; `is it not given?` whether it is not.
    return _asked(written(rest), kind_of(text), present=opening in _PRESENT)


def _plain(text: str) -> Asked | None:
    """A statement in its own word order."""
    if not text.strip():
        return None
    found = _auxiliary().match(text)
    if found is not None:
        return _of_auxiliary(found, text)
    present = any(w in _PRESENT for w in text.lower().split())
    return _asked(written(text), kind_of(text), present=present)


def _asked(text: str, kind: AskedKind, *, present: bool) -> Asked | None:
    main = _ASIDE.split(text, maxsplit=1)[0]
    if denies(text) != denies(main) or ";" in text or len(_ANY_NOT.findall(text)) > 1:
        # Whether the statement is denied, or only something beside it, can't be told.
        return None
    if _CANNOT.search(text):
        kind = "may"
    return Asked(text, kind, denies(text) or bool(_NONE.search(text)), present)


def denies(text: str) -> bool:
    """Whether a text denies what it says, rather than saying which patients it is about."""
    return bool(_NOT.search(_CONDITION.split(text, maxsplit=1)[0]))


def clause_statement(clause: str) -> Asked | None:
    """The statement that a clause of a question takes for granted: `was it approved in 2015`."""
    return _plain(normal(clause).strip().rstrip("? .!,"))


def _telegram(text: str) -> Asked | None:
    """`ok to breastfeed`, `OS significant`: a predicate without its verb."""
    opening = _pattern("asking", "opening_predicate").match(text)
    if opening is not None:
        return Asked(written(text[opening.end() :]), "may", present=True)
    if len(text.split()) > _MOST_TELEGRAM or _pattern("asking", "not_telegram").search(text):
        return None
    if _pattern("asking", "closing_predicate").search(text):
        return _asked(written(text), kind_of(text), present=False)
    return None


def kind_of(text: str) -> AskedKind:
    """Whether it is asked if something is so, allowed, or asked for."""
    if text.lower().startswith(("can", "could", "may ", "might")):
        return "may"
    if _pattern("kinds", "duty").search(text):
        return "duty"
    return "may" if _pattern("kinds", "may").search(text) else "fact"
