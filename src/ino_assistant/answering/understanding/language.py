"""Questions that can't be worked on: empty, too long, or not in English."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache

from ino_assistant.data import load
from ino_assistant.text import fold, strip_control
from ino_assistant.vocabulary.tokens import STOP_WORDS

_LATIN_END = 0x250
_MIN_FOREIGN = 2


def cleaned(question: str) -> str:
    """The question without control characters, forms of letters made one, white space folded."""
    # A superscript is left as it is: 10⁹ is not 109.
    one_form = (
        c if unicodedata.decomposition(c).startswith("<su") else unicodedata.normalize("NFKC", c)
        for c in unicodedata.normalize("NFC", strip_control(question))
    )
    return fold("".join(one_form))


def problem_with(question: str, longest: int) -> str | None:
    """Why a question can't be worked on, as one line for its asker; None if it can.

    Args:
        question: as asked.
        longest: the most characters that are worked on.
    """
    text = cleaned(question)
    if not text or not any(c.isalnum() for c in text):
        return "The question is empty: please type what you would like to know."
    if len(text) > longest:
        return "The question is too long to be worked on: please ask it more briefly."
    if not _is_english(text):
        return "The documents are in English: please ask in English."
    return None


def _is_english(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    # Greek letters occur in English questions (gamma, alpha): a few do no harm.
    foreign_script = sum(ord(c) >= _LATIN_END for c in letters)
    if letters and foreign_script * 3 > len(letters):
        return False
    words = {w.strip(".,;:!?¿¡()\"'").lower() for w in text.split()}
    english = len(words & STOP_WORDS)
    foreign = max(len(words & names) for names in _function_words().values())
    return not (foreign >= _MIN_FOREIGN and foreign > english)


@cache
def _function_words() -> Mapping[str, frozenset[str]]:
    """Language → its commonest words that are no English words."""
    return {name: frozenset(line.split()) for name, line in load("languages").items()}
