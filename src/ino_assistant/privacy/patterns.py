"""Details that their form or the words before them tell: numbers, dates, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ino_assistant.data import load
from ino_assistant.privacy.model import Detail, DetailKind

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
DATE = (
    r"(?:\d{1,4}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?\d{2,4}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s?[-/]?\s?(?:of\s)?{_MONTH}\.?,?\s?[-/]?\s?\d{{2,4}}"
    rf"|{_MONTH}\.?\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{2,4}}"
    rf"|{_MONTH}\.?\s(?:19|20)\d\d|(?:19|20)\d\d|\d{{1,2}}[-/.]\d{{2,4}}|\d{{6,8}})"
)
_TOKEN = r"[A-Za-z]{0,4}[-/ ]?\d[\w/-]*(?:[ -]\d[\d-]*)*"
_CAP = r"[A-ZÄÖÜ][\w.'’-]*"


def phrases(name: str) -> list[str]:
    """A list of privacy.toml."""
    return [" ".join(p.split()) for p in load("privacy")[name].split(",") if p.strip()]


def members(name: str) -> frozenset[str]:
    """A small set of words of privacy.toml."""
    return frozenset(load("privacy")["sets"][name].split())


def alternatives(name: str) -> str:
    """A list of privacy.toml as an alternation, the longest first."""
    ordered = sorted(phrases(name), key=len, reverse=True)
    return "(?:" + "|".join(re.escape(p).replace(r"\ ", r"\s+") for p in ordered) + ")"


@cache
def _patterns() -> tuple[tuple[DetailKind, re.Pattern[str]], ...]:
    """Kind and pattern; the group `it` is what is removed."""
    street, small = alternatives("streets"), alternatives("streets_small")
    facility = alternatives("facilities")
    insensitive: dict[DetailKind, tuple[str, ...]] = {
        "e-mail": (r"(?P<it>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)",),
        "date of birth": (
            rf"\b{alternatives('births')}(?!\w)(?:\s+(?:is|was|on|in|the|of))*\s*[:=(-]?\s*(?P<it>{DATE})\b",
            rf"(?P<it>\b{DATE})\s*\(?\s*(?:dob|date of birth)\b",
        ),
        "record number": (
            rf"\b{alternatives('records')}(?!\w)\.?\s*(?:is|was|number|no|nr)?\.?\s*[:#=]*\s*"
            rf"(?P<it>(?=[\w/ -]*\d\d){_TOKEN})(?!\w)",
        ),
        "identifier": (
            r"(?<![\w-])(?P<it>\d{3}-\d{2}-\d{4})(?![\w-])",
            r"(?<![\w-])(?P<it>\d{3} \d{3} \d{4})(?![\w-])",
            r"(?<![\w.,/-])(?P<it>\d{7,})(?![\w%]|[.,]\d)",
            r"\b(?:subject|patient|participant)\s+#?(?P<it>\d{3,}-\d{2,}(?:-\d+)*)\b",
            r"(?<![\w.])(?P<it>@[A-Za-z]\w{2,})\b",
        ),
        "telephone": (
            rf"\b{alternatives('phones')}\b\.?\s*(?:me|us|is|at|on|her|him|number|no)?\.?\s*[:#]?\s*(?P<it>\+?\(?\d[\d\s().-]{{5,18}}\d)(?!\w)",
            r"(?<!\w)(?P<it>\+\d{1,3}[\s.-]?\(?\d[\d\s().-]{5,14}\d)(?!\w)",
        ),
        "address": (
            rf"(?<![\w.])(?P<it>\d{{1,5}}[a-z]?\s+(?:(?!the\b|of\b|in\b|on\b|per\b|mg\b|and\b|days?\b|weeks?\b|months?\b|years?\b)[a-z][\w'’.-]*\s+){{1,3}}{small})\b",
            rf"\b{alternatives('live')}\b\s*:?\s*(?P<it>\d{{1,5}}\b[^.;?!\n]{{3,60}}?)(?=[.;?!\n]|,?\s+(?:and|with|who|had|has|got|was|developed)\b|$)",
            r"(?P<it>\bp\.?\s?o\.?\s?box\s+\d+)",
            r"\b(?:zip|zip code|postal code|postcode|post code)\s*:?\s*"
            r"(?P<it>[A-Z]{0,2}\d[\w -]{2,8}\d?\w?)\b",
            r"(?P<it>\b[a-zäöüß]{3,}(?:straße|strasse|str\.|gasse|platz|weg)\s+\d{1,4}[a-z]?\b(?:,?\s+\d{4,5}\s+[a-zäöüß]+)?)",
        ),
        "age": (
            r"(?P<it>\b(?:9\d|1[0-2]\d)(?:\s?-?\s?y/?\.?o\b"
            r"|\s?-?\s?(?:years?|yrs?|y(?!/?\.?o))(?:\s?-?\s?(?:olds?|of age))?\b))",
            r"\b(?:aged?|age:|age of|age is)\s*(?P<it>9\d|1[0-2]\d)\b(?!\s*%)",
        ),
    }
    sensitive: dict[DetailKind, tuple[str, ...]] = {
        "address": (
            rf"(?<![\w.])(?P<it>\d{{1,5}}[A-Za-z]?,?\s+(?:{_CAP}\s+){{1,3}}(?i:{street})\b\.?"
            rf"(?:,\s*(?:Apt|Apartment|Flat|Unit|Suite|#)\.?\s*\w+)?(?:,?\s+{_CAP}){{0,2}}(?:,?\s+[A-Z]{{2}})?(?:,?\s+\d{{5}}(?:-\d{{4}})?)?)",
            r"(?P<it>\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b)",
            r"(?P<it>\b[A-Z][a-z]+(?:\s[A-Z][a-z]+)?,\s+[A-Z]{2}\s+\d{5}(?:-\d{4})?\b)",
            r"(?P<it>\b[A-Z]{2}\s+\d{5}(?:-\d{4})?\b)",
            rf"\b(?i:{alternatives('live')})\b\s*:?\s*(?P<it>{_CAP}(?:,?\s+{_CAP}){{0,3}})",
            r"(?P<it>\b(?:Flat|Apt|Apartment)\.?\s+\d+\w?\b)",
        ),
        "facility": (rf"(?P<it>\b(?:(?:St\.?|{_CAP})\s+){{1,3}}(?i:{facility}))\b",),
        "age": (r"(?<!\d)(?P<it>(?:9\d|1[0-2]\d)\s?(?:F|M))\b(?!\w)",),
    }
    found = [(k, re.compile(p, re.IGNORECASE)) for k, ps in insensitive.items() for p in ps]
    found += [(k, re.compile(p)) for k, ps in sensitive.items() for p in ps]
    return tuple(found)


_DIGIT = re.compile(r"\d")
_WITHOUT_DIGIT: frozenset[DetailKind] = frozenset({"e-mail", "address", "facility", "identifier"})


def by_pattern(text: str, known: frozenset[str]) -> Iterator[Detail]:
    """Details told by their form; a place all of whose words the documents print is none."""
    digit = _DIGIT.search(text) is not None
    at = "@" in text
    for kind, pattern in _patterns():
        if (not digit and kind not in _WITHOUT_DIGIT) or (kind == "e-mail" and not at):
            continue
        if kind == "identifier" and not (digit or at):
            continue
        for match in pattern.finditer(text):
            inside = match["it"].rstrip(" -/.,")
            if not inside or (kind in ("facility", "address") and _printed(inside, known)):
                continue
            start = match.start("it")
            if kind == "facility":
                start, inside = _without_article(start, inside)
            if inside:
                yield Detail(kind, (start, start + len(inside)))


def _without_article(start: int, text: str) -> tuple[int, str]:
    while match := re.match(r"(?:The|Our|My|At|In|From|A|This|Which|What|Is|Dr\.?)\s+", text):
        start, text = start + match.end(), text[match.end() :]
    return start, text if " " in text else ""


def _printed(text: str, known: frozenset[str]) -> bool:
    words = re.findall(r"[^\W\d_]+", text.lower())
    return bool(words) and not _DIGIT.search(text) and all(word in known for word in words)
