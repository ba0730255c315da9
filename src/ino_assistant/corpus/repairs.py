"""Display text: the quote with listed, reversible repairs, and nothing else changed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from ino_assistant.corpus.references import PLAIN, MarkForms, bracketed_marks, marks_after_stops
from ino_assistant.text import fold
from ino_assistant.vocabulary.frequency import frequency, frequency_of_rare

_SUPERSCRIPT = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
# `2.3 x 103/mm3`, `≥100 × 109/L`, `14 x 109`: a factor, the sign and a power of ten whose
# exponent fell to the line. Only in front of a unit, or at the end of what is said.
_POWER = re.compile(
    r"(?<=[x×] )10(?P<exponent>[1-9]|1[0-2])"
    r"(?=\s*/|\s*$|[,;.)](?!\d)|\s+(?:per|cells?|platelets|leukocytes|L)\b)"
)
_SQUARE = re.compile(r"(?<=/m)2\b|(?<=/mm)3\b|(?<=/cm)[23]\b|(?<=/dm)3\b")
_BROKEN_WORD = re.compile(r"(?<!\w)(\w+)-[ \t]*\n\s*(\w+)")
# They make one word with what follows, where English knows it: `pre-⏎specified`.
_PREFIXES = frozenset(("pre", "sub", "multi", "inter", "intra", "anti", "hyper", "hypo"))
_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_BROKEN_SLASH = re.compile(r"/[ \t]*\n\s*(?=\w)")


@dataclass(frozen=True, slots=True)
class Display:
    """Text as shown, with a line for each repair that makes it differ from the quote."""

    text: str
    repairs: tuple[str, ...]


def display_of(
    raw: str,
    vocabulary: frozenset[str],
    glyphs: Mapping[str, str],
    marks: MarkForms = PLAIN,
) -> Display:
    """The text of a statement as shown.

    Args:
        raw: source text of the statement's spans, line ends included.
        vocabulary: lower-case words of the document, which tell a word divided at a
            line's end (`trans-⏎plant`) from a compound (`open-⏎label`).
        glyphs: damaged words and how a reviewer reads them.
        marks: what the document tells of its reference marks.
    """
    repairs: list[str] = []
    text = _join_words(raw.translate(_LIGATURES), vocabulary)
    text = fold(_BROKEN_SLASH.sub("/", text))
    for printed, read in glyphs.items():
        if printed in text:
            text = text.replace(printed, read)
            repairs.append(f"damaged glyph: printed “{printed}”, read “{read}”")
    taken_out = [*marks_after_stops(text, marks.names), *bracketed_marks(text, marks.bracketed)]
    for start, end in sorted(taken_out, reverse=True):
        text = text[:start] + text[end:]
    text, powers = _restore(text, _POWER, lambda m: "10" + m["exponent"].translate(_SUPERSCRIPT))
    text, squares = _restore(text, _SQUARE, lambda m: m.group().translate(_SUPERSCRIPT))
    if powers:
        # Only a lost exponent changes a value; `m2` for m² is read right by anyone.
        repairs.append(
            "Superscript lost in the source text and restored here: "
            + "; ".join(
                f"printed “{before}”, shown as {_raised(after)}" for before, after in powers
            )
        )
    repairs += [f"superscript restored: {after}" for _, after in squares]
    return Display(text, tuple(dict.fromkeys(repairs)))


def _raised(text: str) -> str:
    return _SQUARE.sub(lambda m: m.group().translate(_SUPERSCRIPT), text)


def _restore(
    text: str, pattern: re.Pattern[str], repair: object
) -> tuple[str, list[tuple[str, str]]]:
    done: list[tuple[str, str]] = []

    def replace(match: re.Match[str]) -> str:
        after = repair(match) if callable(repair) else match.group()
        unit = re.match(r"/\w+", match.string[match.end() :])
        tail = unit.group() if unit and match.re is _POWER else ""
        done.append((match.group() + tail, after + tail))
        return str(after)

    return pattern.sub(replace, text), list(dict.fromkeys(done))


def joined_words(raw: str) -> str:
    """A text of its own with words that a line's end divides in one: `con-⏎traceptive`."""
    return _join_words(raw, words_of(raw)) if _BROKEN_WORD.search(raw) else raw


def _join_words(raw: str, vocabulary: frozenset[str]) -> str:
    def join(match: re.Match[str]) -> str:
        first, second = match.groups()
        return first + ("" if _divided(first, second, vocabulary) else "-") + second

    return _BROKEN_WORD.sub(join, raw)


def _divided(first: str, second: str, vocabulary: frozenset[str]) -> bool:
    """Whether a hyphen at a line's end only divides a word: `absorp-⏎tion`, not `open-⏎label`.

    The document's own words decide, then how common the word is in English. Where nothing
    can decide, the hyphen stays as printed.
    """
    joined = f"{first}{second}".lower()
    if f"{first}-{second}".lower() in vocabulary:
        return False
    if joined in vocabulary:
        return True
    if not (second.isalpha() and second.islower() and first.isalpha()):
        return False
    if frequency(joined) or (first.lower() in _PREFIXES and frequency_of_rare(joined)):
        return True
    # Two words make a compound; a part that is none was divided from the other.
    words = all(part.lower() in vocabulary or frequency(part) for part in (first, second))
    return not words and frequency_of_rare(joined) > 0


def words_of(source: str) -> frozenset[str]:
    """Lower-case words and hyphenated compounds that stand unbroken in the source."""
    whole = _BROKEN_WORD.sub(" ", source)
    found = [w.lower() for w in re.findall(r"\w+(?:-\w+)*", whole)]
    return frozenset((*found, *(part for word in found for part in word.split("-"))))
