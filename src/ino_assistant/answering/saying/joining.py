"""Answers to several questions of one turn, as one text with markers in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ino_assistant.answering.saying.citing import Citation, Segment, is_mark, mark
from ino_assistant.answering.saying.compose import Composed, caveats_of
from ino_assistant.corpus.model import Corpus, Statement

_APART = Segment("\n\n")


def joined(
    worded: Sequence[Composed], chosen: Sequence[Statement], corpus: Corpus, closing: str = ""
) -> Composed:
    """Several texts one behind the other; their citations are numbered through.

    Args:
        worded: each with markers from 1.
        chosen: the statements that all of them rest on, in order.
        corpus: what they are from.
        closing: a last sentence that cites nothing, such as what was not answered.
    """
    segments: list[Segment] = []
    citations: list[Citation] = []
    own: list[Segment] = []
    for part in worded:
        if segments:
            segments.append(_APART)
        behind = len(citations)
        segments += [_moved(segment, behind) for segment in part.segments]
        own += [_moved(segment, behind) for segment in part.own]
        citations += [replace(c, marker=c.marker + behind) for c in part.citations]
    if closing:
        segments += [_APART, Segment(closing)]
    return Composed(
        tuple(segments),
        tuple(citations),
        caveats_of(chosen, corpus),
        answerer=next((part.answerer for part in worded if part.own), "extractive"),
        own=tuple(own),
        replaced=sum(part.replaced for part in worded),
    )


def _moved(segment: Segment, behind: int) -> Segment:
    if segment.citation is None:
        return segment
    if is_mark(segment):
        return mark(segment.citation + behind)
    return replace(segment, citation=segment.citation + behind)
