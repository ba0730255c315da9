"""An answer's text as HTML: marks open their source, numbers lead to their own place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ino_assistant.answering.answer import Answer, Segment
from ino_assistant.answering.citing import is_mark
from ino_assistant.corpus.model import Corpus
from ino_assistant.web.document import document_url
from ino_assistant.web.markup import text
from ino_assistant.web.number_places import placed_numbers


def answer_text(answer: Answer, corpus: Corpus, buttons: Mapping[int, str]) -> str:
    """The text of an answer.

    Args:
        answer: whose text it is.
        corpus: what was answered from.
        buttons: HTML of the button that opens a source, by the citation's marker.
    """
    return "".join(_segments(answer, corpus, buttons))


def _segments(answer: Answer, corpus: Corpus, buttons: Mapping[int, str]) -> Iterator[str]:
    for segment in answer.segments:
        if segment.citation is not None and is_mark(segment):
            yield buttons[segment.citation]
        else:
            yield _linked(segment, answer, corpus)


def _linked(segment: Segment, answer: Answer, corpus: Corpus) -> str:
    parts: list[str] = []
    at = 0
    for number in placed_numbers(segment, answer.citations, corpus):
        citation = answer.citations[(segment.citation or 1) - 1]
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
