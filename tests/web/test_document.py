"""A document to read: every passage of the corpus marked exactly, or none."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from ino_assistant.corpus.load import load_corpus
from ino_assistant.corpus.model import Corpus, Document
from ino_assistant.text import Span, squeeze
from ino_assistant.web.document import (
    LABEL_ONLY,
    NOT_LOCATED,
    document_page,
    document_url,
    read_spans,
)

ROOT = Path(__file__).parents[2]
_MARKED = re.compile(r"<mark[^>]*>(.*?)</mark>", re.DOTALL)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus(ROOT / "corpus")


def opened(document: Document, url: str) -> str:
    """The page that an address opens."""
    asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    number = read_spans(asked.get("number", ""))
    return document_page(document, read_spans(asked["spans"]), asked["quote"], number)


def words(html: str) -> str:
    return squeeze(unescape(re.sub(r"<[^>]+>", "", html)))


def test_every_statement_is_marked_exactly(corpus: Corpus) -> None:
    for document in corpus.documents:
        for statement in document.statements:
            page = opened(document, document_url(document.id, statement.spans, statement.quote))
            marked = "".join(words(run) for run in _MARKED.findall(page))
            printed = "".join(squeeze(document.source[a:b]) for a, b in statement.spans)
            assert marked == printed, statement.id
            assert page.count('id="cited"') == 1


def test_the_page_holds_the_whole_document(corpus: Corpus) -> None:
    """Each block's text once, but for page furniture."""
    for document in corpus.documents:
        page = words(document_page(document))
        for block in document.blocks:
            if block.kind not in ("furniture", "table", "case", "figure_text"):
                for start, end in block.spans:
                    assert squeeze(document.source[start:end]) in page, (block.kind, start)
        for statement in document.statements:
            for start, end in statement.spans:
                assert squeeze(document.source[start:end]) in page, statement.id


def test_a_cell_is_marked_and_its_neighbour_is_not(corpus: Corpus) -> None:
    document = corpus.documents[0]
    row = next(s for s in document.statements if s.row and len(s.row.cells) > 1)
    assert row.row is not None
    cell, other = row.row.cells[:2]
    url = document_url(document.id, [cell.span], cell.text, cell.span)
    (marked,) = _MARKED.findall(opened(document, url))
    assert words(marked) == squeeze(cell.text)
    assert 'class="figure"' in opened(document, url)
    assert words(marked) != squeeze(other.text)


@pytest.mark.parametrize(
    ("spans", "quote"),
    [
        ([(0, 10)], "something else"),
        ([(10, 10**8)], ""),
        ([(20, 10)], ""),
        ([(0, 0)], ""),
    ],
)
def test_what_can_not_be_located_marks_nothing(
    corpus: Corpus, spans: list[Span], quote: str
) -> None:
    document = corpus.documents[0]
    page = opened(document, document_url(document.id, spans, quote))
    assert words(NOT_LOCATED) in words(page)
    assert "<mark" not in page


@pytest.mark.parametrize("written", ["", "x", "1-", "1-2;3-4", "-1-2", "1-2,", "9" * 30 + "-1"])
def test_spans_that_are_none(written: str) -> None:
    assert read_spans(written) == ()


def test_a_document_by_its_address(client: httpx.Client) -> None:
    answer = client.get("/documents/review")
    assert answer.status_code == 200
    assert "Review of two made-up medicines" in answer.text
    lost = client.get("/documents/review", params={"spans": "<script>", "quote": "x"})
    assert words(NOT_LOCATED) in words(lost.text)
    assert "<script" not in lost.text
    assert client.get("/documents/none").status_code == 404


def test_where_only_label_text_may_be_shown_there_is_no_other(corpus: Corpus) -> None:
    for document in corpus.documents:
        label = [s for s in document.statements if s.authority == "label" and s.row is None]
        others = [s for s in document.statements if s.authority != "label" and s.row is None]
        assert label, "this document shows nothing here"
        assert others, "this document shows nothing here"
        page = document_page(document, label_only=True)
        assert LABEL_ONLY in page
        said = words(page)
        for statement in label:
            assert squeeze(statement.quote) in said
        allowed = " ".join(squeeze(s.quote) for s in label)
        for statement in others:
            quote = squeeze(statement.quote)
            assert quote not in said or quote in allowed, statement.id
        # What is cited of it is found in it, as everywhere.
        one = label[0]
        asked = parse_qs(urlsplit(document_url(document.id, one.spans, one.quote)).query)
        cited = read_spans(asked["spans"][0])
        marked = document_page(document, cited, asked["quote"][0], label_only=True)
        assert "<mark" in marked


def test_the_title_of_a_table_is_not_told_twice(corpus: Corpus) -> None:
    titles = {s.row.table for d in corpus.documents for s in d.statements if s.row is not None}
    for document in corpus.documents:
        shown = words(document_page(document))
        for title in map(squeeze, titles):
            assert title + title not in shown
    page = document_page(corpus.documents[0])
    # Headings of groups may stand between a title and its table.
    assert page.count("Table 2. Baseline characteristics</caption>") == 0
    assert "<caption>" in page
