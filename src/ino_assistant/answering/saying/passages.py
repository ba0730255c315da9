"""A text as passages: what each citation mark, or each run of cited words, stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ino_assistant.answering.saying.citing import Segment, is_mark


@dataclass(frozen=True, slots=True)
class Passage:
    """Segments that rest on the same citation.

    Attributes:
        segments: its words, with those of the assistant's own beside them.
        marks: the citation marks behind it.
        beside: words of the assistant's own behind its mark, on the same line: a reader
            takes them with it.
    """

    segments: tuple[Segment, ...]
    marks: tuple[Segment, ...]
    beside: str = ""

    @property
    def markers(self) -> tuple[int, ...]:
        """Citations that it points to, each once."""
        found = (s.citation for s in (*self.segments, *self.marks))
        return tuple(dict.fromkeys(m for m in found if m is not None))

    @property
    def own_text(self) -> str:
        """Its words as the user reads them."""
        return "".join(s.text for s in self.segments)

    @property
    def text(self) -> str:
        """Its words and what is read with them, for judging."""
        return (self.own_text + self.beside).strip()

    @property
    def says_something(self) -> bool:
        """Whether it has any word or figure."""
        return any(c.isalnum() for c in self.text)


def passages_of(segments: Sequence[Segment]) -> list[Passage]:
    """The passages of a text, in order; every segment is in one of them.

    A mark ends a passage, and so does a change of citation. Words of the assistant's own
    between two passages are judged with the one behind, and with the one before as well.
    """
    found: list[Passage] = []
    words: list[Segment] = []
    marks: list[Segment] = []

    def close() -> None:
        if words or marks:
            found.append(Passage(tuple(words), tuple(marks)))
            words.clear()
            marks.clear()

    for segment in segments:
        if segment.citation is not None and is_mark(segment):
            marks.append(segment)
            continue
        cited = next((s.citation for s in reversed(words) if s.citation is not None), None)
        if marks or (cited is not None and segment.citation not in (None, cited)):
            close()
        words.append(segment)
    close()
    return _with_beside(found)


def _with_beside(found: Sequence[Passage]) -> list[Passage]:
    """Each passage with the assistant's own words that follow it on its line."""
    made = []
    for index, passage in enumerate(found):
        beside = ""
        for segment in found[index + 1].segments if index + 1 < len(found) else ():
            if segment.citation is not None:
                break
            line, end, _ = segment.text.partition("\n")
            beside += line
            if end:
                break
        words = any(c.isalnum() for c in beside)
        made.append(Passage(passage.segments, passage.marks, beside if words else ""))
    return made
