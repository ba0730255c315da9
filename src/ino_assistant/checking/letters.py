"""What of a letter is no claim: courtesy, addresses, dates, literature, headings, questions.

Whatever is not recognised as one of these is checked. Nothing with a figure is passed over,
but lines that are a date, an address, a page or reference number from end to end, and
entries of a list of literature.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ino_assistant import data
from ino_assistant.checking.draft import Block
from ino_assistant.fidelity import read_quantities
from ino_assistant.fidelity.checks.context import VERBS
from ino_assistant.fidelity.terms.normal import normal
from ino_assistant.fidelity.terms.vocabulary import Vocabulary, tokens_of

_HARMLESS = ("name", "mark", "number", "date", "label")
"""Figures that an address line may have."""
_RESULTS = ("percent", "fraction", "measure", "duration", "p_value", "multiple", "ci_level")
"""Figures that no entry of a list of literature has: with one it tells a result."""
_SHORT = 70


class Letter:
    """Knows where a draft's salutation, closing and list of literature stand.

    Args:
        blocks: of the draft.
        vocabulary: names of the corpus, which no address line has.
    """

    def __init__(self, blocks: Sequence[Block], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        kinds = [_phrase(block.text) for block in blocks]
        greetings = [n for n, kind in enumerate(kinds) if kind == "greeting"]
        closings = [n for n, kind in enumerate(kinds) if kind == "closing"]
        self._greeting = greetings[0] if greetings else 0
        self._closing = closings[-1] if closings else len(blocks)
        self._literature: set[int] = set()
        inside = False
        for number, block in enumerate(blocks):
            title = normal(block.text).strip(" .:*_#")
            if _is_one_of(title, tuple(data.load("letters")["literature"]["headings"])):
                inside = True
                self._literature.add(number)
            elif inside and not _is_literature(block.text, listed=True):
                inside = False
            elif inside:
                self._literature.add(number)

    def reason(self, number: int, block: Block, text: str) -> str:
        """Why a sentence of a block is no claim, in a word or two; empty if it is one.

        Args:
            number: of the block, from 0.
            block: that the sentence stands in.
            text: the sentence.
        """
        plain = normal(text).strip(" *_#")
        if block.kind == "cell":
            return ""
        if number in self._literature or _is_literature(block.text, listed=False):
            return "literature reference"
        if block.place.startswith("page ") and plain.isdigit():
            return "page line"
        for kind, patterns in data.load("letters")["whole"].items():
            if _is_one_of(plain.rstrip("."), tuple(patterns)):
                return f"{kind} line" if kind != "reference" else "reference number"
        if self._is_address(number, block):
            return "address or signature"
        return "" if has_figure(text) else _without_figures(block, text, plain)

    def _is_address(self, number: int, block: Block) -> bool:
        outside = number < self._greeting or number > self._closing
        if not outside or len(block.text) > _SHORT or block.kind == "cell":
            return False
        plain = normal(block.text)
        if has_verb(plain) or any(
            q.is_quantity and q.kind not in _HARMLESS for q in read_quantities(block.text)
        ):
            return False
        words = tokens_of(plain)
        found = (self._vocabulary.match(words, n, shouted=False) for n in range(len(words)))
        # `Department of Anatomy` names a condition of nobody; an endpoint is no address.
        return not any(f is not None and f[0].role in _CLINICAL for f in found)


def _without_figures(block: Block, text: str, plain: str) -> str:
    kind = _phrase(text)
    if kind:
        return _WORDS[kind]
    if plain.endswith("?"):
        return "question"
    titled = block.kind in ("heading", "label") and not has_verb(plain)
    return "heading" if titled or (block.kind == "paragraph" and _is_label(plain)) else ""


_CLINICAL = frozenset(("endpoint", "reaction", "statistic", "arm"))
_WORDS = {
    "greeting": "greeting",
    "closing": "closing",
    "courtesy": "courtesy",
    "purpose": "says what the letter is for",
    "pointer": "points elsewhere",
}


def _is_label(plain: str) -> bool:
    """Whether a line is a title: capitals alone, or ended by a colon, without a verb."""
    letters = [c for c in plain if c.isalpha()]
    loud = len(letters) > 3 and all(c.isupper() for c in letters)
    return (loud or plain.endswith(":")) and len(plain) < _SHORT and not has_verb(plain)


def has_verb(plain: str) -> bool:
    """Whether a text has a finite verb that clinical prose uses."""
    return any(word.lower() in VERBS - {"i", "use"} for word, _, _ in tokens_of(plain))


def has_figure(text: str) -> bool:
    """Whether a text says how much; the date of a letter is not how much of anything."""
    return any(q.is_quantity and q.kind != "date" for q in read_quantities(text))


def _is_literature(text: str, *, listed: bool) -> bool:
    """Whether a text is an entry of a list of literature.

    Args:
        text: a block, or a sentence.
        listed: it stands in such a list, where one sign is enough.
    """
    table = data.load("letters")["literature"]
    plain = normal(text)
    signs = sum(re.search(sign, plain, re.IGNORECASE) is not None for sign in table["signs"])
    year = re.search(table["year"], plain) is not None
    if any(q.kind in _RESULTS for q in read_quantities(text)):
        return False
    if listed:
        return signs > 0 or year
    # Elsewhere it must have the form of an entry: `2016;375`, or an address, besides a year.
    return year and re.search(table["signs"][0], plain) is not None and not has_verb(plain)


@cache
def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in patterns), re.IGNORECASE)


def _is_one_of(text: str, patterns: tuple[str, ...]) -> bool:
    return _compiled(patterns).fullmatch(text) is not None


def _phrase(text: str) -> str:
    """The kind of courtesy that a sentence is and nothing more; empty if it is none."""
    plain = normal(text).strip(" *_#").rstrip(" .!,:;").strip(" *_")
    for kind, patterns in data.load("letters")["phrases"].items():
        for pattern in patterns:
            match = _compiled((pattern.replace("{rest}", "(?P<rest>[^.!?;]*)"),)).fullmatch(plain)
            if match is not None and not _goes_on(match.groupdict().get("rest") or ""):
                return str(kind)
    return ""


def _goes_on(rest: str) -> bool:
    """Whether the rest of a sentence of courtesy says something.

    `Thank you for asking whether X is safe` names a question; `thank you for your letter, X
    is safe` says so. What begins with a conjunction and has a verb of its own is said.
    """
    table = data.load("letters")["goes_on"]
    lower = [word.lower() for word, _, _ in tokens_of(rest)]
    named = next((n for n, word in enumerate(lower) if word in table["named_by"]), len(lower))
    for index, word in enumerate(lower):
        joins = word in table["words"] or word in (",", "-", "(")
        said = any(later in _SAYING for later in lower[index + 1 :])
        if word in ("and", "but", ",", "because") and lower[index + 1 : index + 2]:
            said = said or lower[index + 1] in table["said_by"]
        if joins and said and (index < named or word in (",", "because", "but", "and", "so")):
            return True
    return False


_SAYING = VERBS - {"i", "use", "may", "can", "should", "have", "do", "does", "did"}
