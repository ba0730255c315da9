"""Words and figures as search terms: numbers, signs and abbreviations are kept whole."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import Stemmer

from ino_assistant.data import load
from ino_assistant.data import words as words_of_data

_DASHES = re.compile("[‐‑‒–—―−]")
_COMPARATORS = (
    # What is written, and the sign that it stands for; before the number.
    ("at least|no less than|minimum of", "≥"),
    ("at most|up to and including|no more than", "≤"),
    # `infused over 60 minutes` is how long, not a limit.
    (
        r"more than|greater than|over(?!\s+\d+\s*(?:min|minutes?|hours?|h)\b)|above|older than|"
        "longer than|beyond",
        ">",
    ),
    ("less than|under|below|younger than|shorter than|fewer than", "<"),
)
_UNITS = (
    r"(?:\s*(?:years?|yrs?|y|months?|weeks?|days?|hours?|msec|ms|g/dL|kg|mg|lbs?))?"
    r"(?:\s+of\s+age)?"
)
_OR_MORE = r"(?:or|and)\s+(?:up|older|over|above|more|longer|greater|higher|beyond|later|onwards?)"
# Few years are also told in months; an age is not, nor what happens every so many years.
_YEARS = {"two": 2, "three": 3, "2": 2, "3": 3}
_NO_AGE = r"(?![ -]old|\s+(?:of age|or (?:old|young)er|and (?:old|young)er|ago)\b)\b"


def _in_months(match: re.Match[str]) -> str:
    return f"{_YEARS[match[1].lower()] * 12}{match[2]}months"


_SHARES = {"half": 50, "quarter": 25, "fifth": 20, "tenth": 10}
_ONES = load("words")["ones"].split()
_NUMBERED = "case|cycle|grade|phase|day|week|month|table|figure|salvage|stage|ECOG|PS"
_COUNTED = re.compile(rf"\b({_NUMBERED}) ({'|'.join(_ONES)})\b", re.IGNORECASE)
"""What is counted and named by its number: `case one`, `in week two`."""


def _in_digits(match: re.Match[str]) -> str:
    return f"{match[1]} {_ONES.index(match[2].lower()) + 1}"


_WRITTEN = (
    (_COUNTED, _in_digits),
    (re.compile(r"\bone and a half\b|\b(?:1|one) ?½", re.IGNORECASE), "1.5"),
    (re.compile(r"\b(?:a|one|1) year(?! old)\b", re.IGNORECASE), "12 months"),
    (
        re.compile(
            rf"(?<![\d–-])(?<!to )\b({'|'.join(_YEARS)})([ -])years?{_NO_AGE}", re.IGNORECASE
        ),
        _in_months,
    ),
    (re.compile(r"\b(\d{2})(?:\+|-plus| plus)(?![\w+]| ?\d)", re.IGNORECASE), r"≥\1"),
    (re.compile(r"\bhalf or more\b", re.IGNORECASE), "≥50%"),
    (
        re.compile(
            r"\b(at least|more than|over|less than|under|fewer than) "
            r"(?:a|one) (half|quarter|fifth|tenth)\b",
            re.IGNORECASE,
        ),
        lambda m: f"{m[1]} {_SHARES[m[2].lower()]}%",
    ),
    (re.compile(r">=|⩾|=>"), "≥"),
    (re.compile(r"<=|⩽|=<"), "≤"),
    (re.compile(r"\bper ?cent\b", re.IGNORECASE), "%"),
)
_BESIDE_DIGITS = (
    *(
        (re.compile(rf"\b(?:{written})\s+(?=\d)", re.IGNORECASE), sign)
        for written, sign in _COMPARATORS
    ),
    (re.compile(rf"\b(\d+(?:\.\d+)?%?)({_UNITS})\s*{_OR_MORE}\b", re.IGNORECASE), r"≥\1\2"),
    (re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b"), r"\1"),
    (re.compile(r"(\d)\s+%"), r"\1%"),
    (re.compile(r"([≥≤<>])\s+(?=\d)"), r"\1"),
)
# One look for what most texts have none of.
_MAY_BE_WRITTEN = re.compile(
    r"year|half|quarter|fifth|tenth|cent|½|\d(?:\+|-plus| plus)|[=⩾⩽]"
    r"|(?:case|cycle|grade|phase|day|week|month|table|figure|salvage|stage|ECOG|ECOG PS|PS) [a-z]",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
# British spellings of medical words, as American ones.
_SPELLINGS = (
    (re.compile(r"haem"), "hem"),
    (re.compile(r"(?<=\w)aemia"), "emia"),
    (re.compile(r"oedema"), "edema"),
    (re.compile(r"tumour"), "tumor"),
    (re.compile(r"paediatric"), "pediatric"),
    (re.compile(r"foet"), "fet"),
    (re.compile(r"diarrhoea"), "diarrhea"),
    (re.compile(r"oestr"), "estr"),
    (re.compile(r"gynaec"), "gynec"),
    (re.compile(r"anaes"), "anes"),
    (re.compile(r"(?<=\w{4})isation"), "ization"),
    (re.compile(r"(?<=\w{4})ise(d|s)?\b"), r"ize\1"),
    (re.compile(r"(?<=\w{4})ising\b"), "izing"),
    (re.compile(r"behaviour"), "behavior"),
    (re.compile(r"centre"), "center"),
)
_NOT_ISE = ("rise", "arise", "exercise", "precise", "otherwise", "likewise", "advise", "comprise")
_UNSTEMMED = frozenset({"comparator"})
"""Words whose stem is that of a word of another meaning: a comparator is not `compared`."""
_TOKEN = re.compile(
    r"[≥≤<>±~]?\d+(?:[.,]\d+)*%?"  # a number with its sign and percent
    r"|[a-z]\w*[+-](?=[\s,;:.)/?!]|$)"  # Ph+, CD19+, Ph-
    r"|[^\W\d_]+\d+\w*"  # CD22, ALL89
    r"|[^\W\d_]+(?:['’][a-z]+)?"
    r"|[≥≤%]",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"['’]s?$")
_NUMBER = re.compile(r"^[≥≤<>±~]?(\d+(?:[.,]\d+)*)%?$")

STOP_WORDS = words_of_data("stop")
# Words of time and negation are stop words to a search engine, not to a reader of trials.
SEARCH_STOP_WORDS = STOP_WORDS - words_of_data("kept")

_ORDINALS = load("words")["ordinals"].split()
_NUMBER_WORDS = {word: str(value) for value, word in enumerate(_ONES, start=1)}
_NUMBER_WORDS |= {word: str(value) for value, word in enumerate(_ORDINALS, start=1)}
_NUMBER_WORDS |= {"half": "50%", "once": "1", "twice": "2", "dual": "2", "single": "1"}

_stemmer = Stemmer.Stemmer("english")


def normalise(text: str) -> str:
    """Unicode forms, dashes, comparators and spellings made one; case is kept."""
    if not text.isascii():
        text = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    if _MAY_BE_WRITTEN.search(text):
        for pattern, replacement in _WRITTEN:
            text = pattern.sub(replacement, text)
    if _DIGIT.search(text):
        for pattern, replacement in _BESIDE_DIGITS:
            text = pattern.sub(replacement, text)
    return text


@lru_cache(maxsize=20000)
def stem(word: str) -> str:
    """The Snowball stem of a lower-case word, British spelling made American first."""
    if word.rstrip("s") in _UNSTEMMED:
        return word.rstrip("s")
    if not word.endswith(_NOT_ISE):
        for pattern, replacement in _SPELLINGS:
            word = pattern.sub(replacement, word)
    return str(_stemmer.stemWord(word))


def words(text: str) -> list[str]:
    """Tokens of a text as they stand (case kept), after `normalise`."""
    return _TOKEN.findall(normalise(text))


def word_spans(text: str) -> list[tuple[int, int]]:
    """Half-open offsets of the tokens of a text that `normalise` has been over."""
    return [match.span() for match in _TOKEN.finditer(text)]


def term(word: str) -> str:
    """A token as it is compared: numbers and coded names whole, words stemmed."""
    lower = word.lower()
    if any(c.isdigit() for c in lower) or lower[-1] in "+-":
        return lower.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+", lower) else lower
    return stem(_POSSESSIVE.sub("", lower))


def terms(text: str) -> list[str]:
    """Search terms of a text: stop words dropped, numbers with and without their signs."""
    found: list[str] = []
    for word in words(text):
        lower = word.lower()
        # `ALL` is a disease, `all` a stop word.
        if lower in SEARCH_STOP_WORDS and not (word.isupper() and len(word) > 1):
            continue
        value = term(word)
        found.append(value)
        number = _NUMBER.match(value)
        if number and number[1] != value:
            found.append(number[1])
        elif lower in _NUMBER_WORDS:
            found.append(_NUMBER_WORDS[lower])
    return found
