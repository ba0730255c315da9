"""Where each number of an answer's text stands in its document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ino_assistant.answering.saying.answer import Citation, Segment
from ino_assistant.answering.saying.citing import NUMBER, is_mark
from ino_assistant.corpus.model import Corpus
from ino_assistant.fidelity.quantity.places import Places
from ino_assistant.text import Span


@dataclass(frozen=True, slots=True)
class PlacedNumber:
    """A number of a segment: where it stands there, and where in the source."""

    start: int
    end: int
    span: Span


def placed_numbers(
    segment: Segment, citation: Citation, corpus: Corpus
) -> tuple[PlacedNumber, ...]:
    """The numbers of a segment that can be found in what it cites, in order.

    Words that are not those of the passage, and a passage in which the words stand twice,
    give none: a number leads to its own place or nowhere.

    Args:
        segment: a piece of an answer's text.
        citation: what it cites.
        corpus: what that is of.
    """
    if is_mark(segment):
        return ()
    return tuple(_found(segment.text, citation, corpus))


def _found(words: str, citation: Citation, corpus: Corpus) -> Iterator[PlacedNumber]:
    numbers = [match.span() for match in NUMBER.finditer(words)]
    if not numbers:
        return
    source = corpus.document(citation.document).source
    spans = _spans_of(words, citation, source)
    text = citation.display if spans == citation.spans else words
    at = text.find(words)
    if at < 0 or text.find(words, at + 1) >= 0:
        return
    places = Places(text, source, spans)
    for start, end in numbers:
        span = places.span(at + start, at + end)
        if span is not None and any(a <= span[0] and span[1] <= b for a, b in citation.spans):
            yield PlacedNumber(start, end, span)


def _spans_of(words: str, citation: Citation, source: str) -> tuple[Span, ...]:
    """The one span that holds exactly these words, such as a cell; else all of the passage."""
    exact = [(start, end) for start, end in citation.spans if source[start:end].strip() == words]
    return (exact[0],) if len(exact) == 1 else citation.spans


__all__ = ["PlacedNumber", "placed_numbers"]
