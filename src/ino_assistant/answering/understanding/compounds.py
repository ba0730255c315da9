"""Names that a document writes with hyphens and people type in one: `ntprobnp` for `NT-proBNP`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from ino_assistant.vocabulary.tokens import term, words

_COMPOUND = re.compile(r"(?<![\w-])\w+(?:-\w+)+(?![\w-])")
_LEAST = 5
"""Letters below which a word typed in one may be anything."""


class Compounds:
    """Knows how the documents write what is typed without its hyphens; safe to share.

    Args:
        texts: what the documents print.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._printed: dict[str, str] = {}
        for text in texts:
            for match in _COMPOUND.finditer(text):
                joined = match[0].replace("-", "").lower()
                if len(joined) >= _LEAST and not joined.isdigit():
                    self._printed.setdefault(joined, match[0])

    def written(self, text: str, knows: Callable[[str], bool]) -> str:
        """A question with such names as they are printed.

        Args:
            text: the question.
            knows: whether a term is in the vocabulary, and so means itself.
        """
        for word in dict.fromkeys(words(text)):
            printed = self._printed.get(word.lower())
            if printed is not None and not knows(term(word)):
                text = re.sub(rf"(?<![\w-]){re.escape(word)}(?![\w-])", printed, text)
        return text
