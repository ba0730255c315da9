"""How common a word is in English, by the lists of wordfreq (Speer 2022)."""

from __future__ import annotations

import gzip
import re
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

import msgpack


@cache
def _common() -> dict[str, float]:
    """Zipf frequencies of the words that are said more than once in a million.

    Read from the file that wordfreq brings: the library around it would load 12 MB, and take
    a fifth of a second, for tables of languages and scripts that no English word needs.
    """
    found = find_spec("wordfreq")
    assert found is not None and found.submodule_search_locations is not None
    path = Path(found.submodule_search_locations[0]) / "data" / "small_en.msgpack.gz"
    with gzip.open(path) as stream:
        # Each bin holds the words of a hundredth of a power of ten, the commonest first.
        header, *bins = msgpack.load(stream)
    if header != {"format": "cB", "version": 1}:
        raise ValueError(f"{path}: a word list of another form: {header}")
    return {word: 9 - place / 100 for place, words in enumerate(bins) for word in words}


_SHORT = re.compile(r"\W?(?:\d{1,3}|(?:19|20)\d\d)%?")
_OF_SHORT = 4.5
_OF_LONG = 2.0


def frequency(word: str) -> float:
    """Zipf frequency of a word or number: 3 is once in a million words, 6 once in a thousand.

    Args:
        word: one word without spaces and dashes, or a number.

    Returns:
        The frequency; 0.0 for a word below 3. All short numbers and years have the same, and
        so have all others: about what wordfreq reckons for them.
    """
    if any(c.isdigit() for c in word):
        if word[0].isalpha():
            return 0.0
        return _OF_SHORT if _SHORT.fullmatch(word) else _OF_LONG
    return _common().get(word.lower().replace("’", "'"), 0.0)


@lru_cache(maxsize=8192)
def frequency_of_rare(word: str) -> float:
    """The frequency down to 1: known are ten times as many words, which takes 40 MB."""
    from wordfreq import zipf_frequency

    return float(zipf_frequency(word, "en"))
