"""An answer's text as HTML: marks open their source, numbers lead to their own place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ino_assistant.answering.saying.answer import Citation, Segment
from ino_assistant.answering.saying.citing import is_mark
from ino_assistant.corpus.model import Corpus
from ino_assistant.web.document import document_url
from ino_assistant.web.markup import text
from ino_assistant.web.number_places import placed_numbers

_JOINED = "\u2060"


def answer_text(
    segments: Sequence[Segment],
    citations: Mapping[int, Citation],
    corpus: Corpus,
    buttons: Mapping[int, str],
) -> str:
    """The text of an answer.

    Args:
        segments: its pieces.
        citations: what they cite, by marker; numbers of what is not among them lead nowhere.
        corpus: what was answered from.
        buttons: HTML of the button that opens a source, by the citation's marker.
    """
    return "".join(_segments(segments, citations, corpus, buttons))


def _segments(
    segments: Sequence[Segment],
    citations: Mapping[int, Citation],
    corpus: Corpus,
    buttons: Mapping[int, str],
) -> Iterator[str]:
    for segment in segments:
        if segment.citation is not None and is_mark(segment):
            # Joined to the word before: a mark at the head of a line belongs to nothing.
            button = buttons.get(segment.citation)
            yield text(segment.text) if button is None else f"{_JOINED}{button}"
            continue
        citation = citations.get(segment.citation or 0)
        yield text(segment.text) if citation is None else _linked(segment, citation, corpus)


def _linked(segment: Segment, citation: Citation, corpus: Corpus) -> str:
    parts: list[str] = []
    at = 0
    for number in placed_numbers(segment, citation, corpus):
        url = document_url(citation.document, citation.spans, citation.quote, number.span)
        words = text(segment.text[number.start : number.end])
        parts += [
            text(segment.text[at : number.start]),
            f'<a class="number" href="{text(url)}" target="_blank" rel="noopener" '
            f'title="Where it stands in the document">{words}</a>',
        ]
        at = number.end
    return "".join([*parts, text(segment.text[at:])])


__all__ = ["answer_text"]
