"""Names of persons: by a title, by what stands before or after, by being a first name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ino_assistant.data import table
from ino_assistant.privacy.model import Detail
from ino_assistant.privacy.patterns import alternatives, members, phrases
from ino_assistant.vocabulary.frequency import frequency

_PART = (
    r"[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+(?:['’-][A-ZÀ-Þ]?[a-zà-ÿ]+)*"
    r"|[A-ZÀ-Þ]['’][A-ZÀ-Þ][a-zà-ÿ]+|Mc[A-Z][a-z]+"
)
_INITIAL = r"[A-Z]\.?(?![\w'’])"
_NAME = rf"(?:{_PART}|{_INITIAL})"
_CAPITALS = re.compile(r"[A-ZÀ-Þ]")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s$")
_FUNCTION = members("function")


@cache
def _tell() -> dict[str, re.Pattern[str]]:
    particle = alternatives("particles")
    rest = rf"(?:\s+(?:(?:{particle})\s+)?{_NAME}){{0,3}}"
    first = rf"(?P<it>(?:(?:{particle})\s+){{0,2}}(?:{_NAME}){rest})"
    return {
        "title": re.compile(rf"\b(?i:{alternatives('titles')})\b\.?\s+{first}"),
        "title_small": re.compile(
            rf"\b(?i:{alternatives('titles')})\b\.?\s+(?P<it>[a-zà-ÿ][\w'’-]+)"
        ),
        "professional": re.compile(rf"\b(?i:{alternatives('professional')})\b\.?\s+{first}"),
        "professional_small": re.compile(
            rf"\b(?i:{alternatives('professional')})\b\.?\s+(?P<it>[a-zà-ÿ][\w'’-]+)"
        ),
        "cue": re.compile(rf"\b(?i:{alternatives('cues')})\b(?:\s+is)?[\s,:(\"“'-]{{1,3}}{first}"),
        "cue_small": re.compile(
            rf"\b(?i:{alternatives('cues')})\b[\s,:]{{1,2}}(?P<it>[a-zà-ÿ]+(?:\s+[a-zà-ÿ]+)?)"
        ),
        "initials": re.compile(
            r"\b(?i:patient|pt|initials|lady|gentleman|woman|man|mr|mrs|ms)(?:['’]s)?\.?"
            r"(?:\s+(?:initials|is|are|with initials|named))*[\s,:(]{1,2}"
            r"(?P<it>(?:[A-Z]\.\s?-?){2,3}|[A-Z]\.(?=\s?[,;)]|\s[a-z])|[A-Z]{2,3}(?![\w-]|\s?[a-z]*-)|[A-Z]-[A-Z]\b)"
        ),
        "pair": re.compile(
            rf"(?P<it>(?:{_PART})(?:\s+{_INITIAL})?\s+(?:(?:{particle})\s+)?(?:{_NAME})(?:\s+(?:{_PART}))?)"
        ),
        "reversed": re.compile(rf"(?P<it>(?:{_PART}|[A-Z]{{3,}}),\s+(?:{_PART}))"),
        "alone": re.compile(
            rf"(?P<it>{_PART})(?=['’]s\s|,?\s+(?i:{alternatives('doing')})\b|,\s+\d{{1,3}}\b|\s+\()"
        ),
        "goes_on": re.compile(rf"['’]s\b|,?\s+(?i:{alternatives('doing')})\b|,\s*\d"),
        "says_who": re.compile(rf"\b(?i:she is|he is|she's|he's|she’s|he’s)\s+(?P<it>{_PART})"),
        "i_am": re.compile(rf"\b(?i:i am|i'm|i’m)\s+(?P<it>(?:{_PART})\s+(?:{_PART}))"),
    }


@cache
def _lists() -> tuple[frozenset[str], frozenset[str]]:
    """First names and family names, in small letters; read with the first name that may be one."""
    listed = {kind: frozenset(names) for kind, *names in table("names")}
    return listed["first"], listed["last"]


def names(text: str, known: frozenset[str]) -> Iterator[Detail]:
    """Names of persons in a text.

    Args:
        text: the text.
        known: words in small letters that are no person's name here, unless one beside them is.
    """
    tell = _tell()
    for match in tell["title"].finditer(text):
        yield from _kept(match, known, sure=True)
    for match in tell["professional"].finditer(text):
        yield from _kept(match, known, sure=False)
    for key in ("title_small", "professional_small"):
        for match in tell[key].finditer(text):
            if _is_small_name(match["it"], known):
                yield _detail(match.start("it"), match["it"])
    for match in tell["initials"].finditer(text):
        letters = match["it"].replace(".", "").strip().lower()
        if letters not in known and not (match["it"].isupper() and letters in _NOT_INITIALS):
            yield _detail(match.start("it"), match["it"].rstrip(" ,"))
    for match in tell["cue"].finditer(text):
        if _plausible(match, known):
            yield from _kept(match, known, sure=False)
    if _CAPITALS.search(text):
        yield from _listed(text, known)
    for match in tell["cue_small"].finditer(text):
        yield from _small(match)


def _kept(match: re.Match[str], known: frozenset[str], *, sure: bool) -> Iterator[Detail]:
    """A name, less what the documents print at its end; none if they print all of it."""
    parts = list(_WORD.finditer(match["it"]))
    if not sure and all(_bare(p[0]) in known for p in parts):
        return
    start = match.start("it")
    text = match["it"]
    # `Mrs Smith Zelmorix`: what is printed behind a name is none of it.
    while len(parts) > 1 and len(parts[-1][0]) > 1 and _only_printed(_bare(parts[-1][0]), known):
        text = text[: parts.pop().start()].rstrip()
    yield _detail(start, text)


def _only_printed(word: str, known: frozenset[str]) -> bool:
    """Whether a word is of the documents and no family name: not so `Johnson`, of a syndrome."""
    return word in known and (word in _words_too() or word not in _lists()[1])


def _plausible(match: re.Match[str], known: frozenset[str]) -> bool:
    """Whether what follows a cue can be a name: no abbreviation, no word of the documents."""
    parts = _WORD.findall(match["it"])
    first = _bare(parts[0])
    if len(first) == 1:
        return len(parts) > 1
    if first in known or first in _FUNCTION:
        return False
    given, family = _lists()
    if first in given or first in family:
        return True
    return not _common(first) and (
        len(parts) > 1 or _tell()["goes_on"].match(match.string, match.end()) is not None
    )


def _listed(text: str, known: frozenset[str]) -> Iterator[Detail]:
    tell = _tell()
    for match in tell["i_am"].finditer(text):
        if not all(_bare(w) in known or _common(_bare(w)) for w in _WORD.findall(match["it"])):
            yield from _kept(match, known, sure=False)
    for match in tell["says_who"].finditer(text):
        if _bare(match["it"]) in _lists()[0] - known - _words_too():
            yield _detail(match.start("it"), match["it"])
    yield from _pairs(text, known)
    for match in tell["reversed"].finditer(text):
        last, first = (_bare(w) for w in _WORD.findall(match["it"])[:2])
        given, family = _lists()
        doubtful = last in known or {first, last} & _words_too()
        if first in given and last in family and not doubtful:
            yield _detail(match.start("it"), match["it"])
    for match in tell["alone"].finditer(text):
        word = _bare(match["it"])
        if word not in known and word not in _words_too() and word in _lists()[0]:
            yield _detail(match.start("it"), _POSSESSIVE.sub("", match["it"]))


def _pairs(text: str, known: frozenset[str]) -> Iterator[Detail]:
    """First and family name, wherever they stand."""
    at = 0
    while (match := _tell()["pair"].search(text, at)) is not None:
        parts = list(_WORD.finditer(match["it"]))
        if _is_pair([_bare(p[0]) for p in parts], known):
            yield from _kept(match, known, sure=False)
            at = match.end()
        else:
            at = match.start("it") + parts[0].end()


def _is_pair(words: list[str], known: frozenset[str]) -> bool:
    given, family = _lists()
    first, last = words[0], words[-1]
    if first not in given or (len(last) > 1 and _only_printed(last, known)):
        return False
    if first in _words_too() and not (last in family and last not in _words_too()):
        return False
    if len(last) == 1:
        return first not in known
    return last in family or last in given or not _common(last)


def _small(match: re.Match[str]) -> Iterator[Detail]:
    """`my patient john smith`: a known first name behind a cue, in small letters."""
    parts = list(_WORD.finditer(match["it"]))
    given, family = _lists()
    first = parts[0][0].lower()
    if first not in given or first in _words_too() or first in _FUNCTION:
        return
    text = parts[0][0]
    last = parts[-1][0].lower()
    if last in family - _words_too() - _FUNCTION and not _common(last):
        text = match["it"]
    yield _detail(match.start("it"), text)


def _is_small_name(word: str, known: frozenset[str]) -> bool:
    bare = _bare(word)
    if bare in known or bare in _FUNCTION or len(bare) < 2:
        return False
    given, family = _lists()
    return bare in given or bare in family or not _common(bare)


@cache
def _words_too() -> frozenset[str]:
    return frozenset(phrases("words_too"))


def _common(word: str) -> bool:
    """Whether a word is one of everyday English (4.0 on the Zipf scale) or of medicine."""
    return frequency(word) >= 4.0


_NOT_INITIALS = members("not_initials")


def _bare(word: str) -> str:
    return _POSSESSIVE.sub("", word).lower()


def _detail(start: int, text: str) -> Detail:
    text = _POSSESSIVE.sub("", text)
    return Detail("name", (start, start + len(text)))
