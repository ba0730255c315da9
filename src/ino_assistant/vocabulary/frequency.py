"""How common a word is in English, by the lists of wordfreq (Speer 2022)."""

from __future__ import annotations

import gzip
import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

import msgpack


def _bins(name: str) -> Iterator[list[str]]:
    """The words of a list, the commonest first, a hundredth of a power of ten at a time.

    Read from the file that wordfreq brings: the library around it would load 12 MB, and take
    a fifth of a second, for tables of languages and scripts that no English word needs.
    """
    found = find_spec("wordfreq")
    assert found is not None and found.submodule_search_locations is not None
    path = Path(found.submodule_search_locations[0]) / "data" / f"{name}_en.msgpack.gz"
    with gzip.open(path) as stream:
        # One bin at a time is unpacked: all words of the long list would take 30 MB.
        unpacker = msgpack.Unpacker(stream)
        count = unpacker.read_array_header() - 1
        header = unpacker.unpack()
        if header != {"format": "cB", "version": 1}:
            raise ValueError(f"{path}: a word list of another form: {header}")
        for _ in range(count):
            yield unpacker.unpack()


def _zipf(place: int) -> float:
    """The frequency of the words of a bin."""
    return 9 - place / 100


@cache
def _common() -> dict[str, float]:
    """Zipf frequencies of the words that are said more than once in a million."""
    return {word: _zipf(place) for place, words in enumerate(_bins("small")) for word in words}


@cache
def _rare() -> tuple[bytes, tuple[int, ...]]:
    """All words that are said more than once in a hundred million, and where each bin ends.

    Every word stands between two line ends. A third of a million words in one text are 3 MB;
    in a dictionary they are 30 MB, for a handful of look-ups a question.
    """
    text = bytearray(b"\n")
    ends = []
    for words in _bins("large"):
        text += "".join(f"{word}\n" for word in words).encode()
        ends.append(len(text) - 1)
    return bytes(text), tuple(ends)


def common_words(least: float) -> Iterator[str]:
    """The words that have at least a frequency; it is 3 or more."""
    return (word for word, share in _common().items() if share >= least)


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


_LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]+")
"""What is one word to wordfreq as well, looked up as it stands."""


@lru_cache(maxsize=8192)
def frequency_of_rare(word: str) -> float:
    """The frequency down to 1: known are ten times as many words, found in a millisecond.

    Args:
        word: one word, or several joined by marks.

    Returns:
        What wordfreq says. For a word of Latin letters it is not loaded: that takes 40 MB.
    """
    if not _LATIN.fullmatch(word):
        from wordfreq import zipf_frequency

        return float(zipf_frequency(word, "en"))
    text, ends = _rare()
    at = text.find(f"\n{word.casefold()}\n".encode())
    return 0.0 if at < 0 else round(_zipf(bisect_right(ends, at)), 2)
