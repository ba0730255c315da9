from __future__ import annotations

import pytest

from ino_assistant.text import Span, fold
from ino_assistant.web.passage import CONTEXT_CHARS, CONTEXT_LINES, excerpts, is_quoted
from web.fake import SOURCE, STATEMENTS, span

LINES = "\n".join(f"line {number}" for number in range(1, 21))


def at(words: str, source: str = LINES) -> Span:
    start = source.index(words)
    return start, start + len(words)


@pytest.mark.parametrize("name", STATEMENTS)
def test_exactly_the_cited_text_is_marked(name: str) -> None:
    statement = STATEMENTS[name]
    found = excerpts(SOURCE, statement.spans, statement.quote)
    marked = [piece.text for excerpt in found for piece in excerpt.pieces if piece.cited]
    assert marked == [SOURCE[start:end] for start, end in sorted(statement.spans)]
    for excerpt in found:
        assert "".join(piece.text for piece in excerpt.pieces) in SOURCE


def test_some_lines_around_are_shown() -> None:
    (found,) = excerpts(LINES, [at("line 10")], "line 10")
    assert (found.first_line, found.last_line) == (10 - CONTEXT_LINES, 10 + CONTEXT_LINES)
    assert "".join(piece.text for piece in found.pieces).splitlines()[0] == "line 6"


def test_ends_of_the_source() -> None:
    (found,) = excerpts(LINES, [(0, 6)], "line 1")
    assert found.first_line == 1
    assert not found.cut_before
    (found,) = excerpts(LINES, [at("line 20")], "line 20")
    assert found.last_line == 20
    assert not found.cut_after


def test_spans_far_apart_are_two_excerpts_and_near_ones_are_one() -> None:
    far = excerpts(LINES, [at("line 20"), (0, 6)], "line 20 | line 1")
    assert [excerpt.first_line for excerpt in far] == [1, 16]
    (near,) = excerpts(LINES, [at("line 8"), at("line 10")], "line 8 line 10")
    assert [p.text for p in near.pieces if p.cited] == ["line 8", "line 10"]


def test_a_long_line_is_cut() -> None:
    source = "a" * 5000 + "the quote" + "b" * 5000
    (found,) = excerpts(source, [(5000, 5009)], "the quote")
    assert found.cut_before
    assert found.cut_after
    assert sum(len(piece.text) for piece in found.pieces) == 9 + 2 * CONTEXT_CHARS


@pytest.mark.parametrize(
    ("spans", "quote"),
    [
        ([span("tiredness")], "fever"),
        ([span("tiredness"), span("fever")], "fever tiredness"),
        ([], ""),
        ([(5, 5)], ""),
        ([(-3, 4)], SOURCE[:4]),
        ([(0, len(SOURCE) + 1)], fold(SOURCE)),
    ],
)
def test_nothing_is_shown_where_the_quote_does_not_stand(spans: list[Span], quote: str) -> None:
    assert not is_quoted(SOURCE, spans, quote)
    assert excerpts(SOURCE, spans, quote) == ()
