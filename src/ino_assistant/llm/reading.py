"""A model's reply as sentences with the mark of the statement that each rests on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ino_assistant.corpus.sentences import split_sentences
from ino_assistant.text import fold

_MARKS = re.compile(r"\s*((?:\[\d{1,3}\][\s,]*)+)([.!?]*)")
_BULLET = re.compile(r"^\s*[-•–]\s+")
_STOPPED = re.compile(r"[.!?][\"”’)]*$")


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of a reply.

    Attributes:
        text: its words, without marks, ending as a sentence does.
        markers: the numbers behind it; empty where it has none.
    """

    text: str
    markers: tuple[int, ...]


def read_reply(reply: str) -> list[Said]:
    """The sentences of a reply in order, those without a mark too; nothing is left out."""
    found: list[Said] = []
    for line in reply.splitlines():
        rest = _BULLET.sub("", line)
        at = 0
        for marks in _MARKS.finditer(rest):
            numbers = tuple(dict.fromkeys(int(n) for n in re.findall(r"\d+", marks[1])))
            found += _sentences(rest[at : marks.start()] + marks[2], numbers)
            at = marks.end()
        found += _sentences(rest[at:], ())
    return found


def unmarked(reply: str) -> str:
    """A reply without its marks and line ends: everything that may hold no foul sign."""
    return fold(_MARKS.sub(" ", reply.replace("\r\n", "\n")))


def _sentences(text: str, markers: tuple[int, ...]) -> list[Said]:
    """What stands before a mark: mostly one sentence, all of them resting on the mark."""
    text = fold(text)
    if not any(c.isalnum() for c in text):
        return []
    if not _STOPPED.search(text) and markers:
        text += "."
    return [Said(text[s.start : s.end].strip(), markers) for s in split_sentences(text)]
