"""The page that reviewers read a document in."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest

from corpus.making import DOCUMENTS, REAL, document_of
from ino_assistant.corpus.load import load_corpus
from ino_assistant.corpus.model import Document
from ino_assistant.corpus.show import document_page

VOID = {"meta", "br"}


class Page(HTMLParser):
    """Collects what a test asks about, and proves that every element is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.loads: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name == "href":
                self.links.append(value or "")
            elif name in ("src", "srcset", "data", "action") or name.startswith("on"):
                self.loads.append(f"{name}={value}")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


DOCUMENTS_KEPT = [d for folder in (REAL, DOCUMENTS) for d in load_corpus(folder).documents]


@pytest.mark.parametrize("document", DOCUMENTS_KEPT, ids=lambda d: d.id)
def test_the_page_is_whole_and_fetches_nothing(document: Document) -> None:
    html = document_page(document)
    page = Page(html)
    assert page.open == []
    assert page.loads == []
    assert not page.tags & {"script", "link", "img", "iframe", "object"}
    assert "@import" not in html
    assert "url(" not in html
    assert len(page.ids) == len(set(page.ids))
    assert {link for link in page.links if not link.startswith("#")} == set()
    assert {link[1:] for link in page.links} <= set(page.ids)


@pytest.mark.parametrize("document", DOCUMENTS_KEPT, ids=lambda d: d.id)
def test_every_line_and_every_statement_is_on_the_page(document: Document) -> None:
    html = document_page(document)
    ids = set(Page(html).ids)
    plain = unescape(re.sub(r"<[^>]*>", "", html))
    for number, line in enumerate(document.source.split("\n"), start=1):
        if line.strip():
            assert f"L{number}" in ids
            assert line in plain
    assert {"s" + s.id.rsplit(":", 1)[-1] for s in document.statements} <= ids
    assert "in no block" not in html


def test_hostile_text_is_shown_and_not_run() -> None:
    hostile = '<img src=x onerror="alert(1)"> & <script>alert(2)</script>'
    html = document_page(document_of(f"{hostile}\n\nIt said: {hostile}.\n"))
    page = Page(html)
    assert page.loads == []
    assert not page.tags & {"script", "img"}
    assert "&lt;script&gt;alert(2)" in html


def test_what_a_reviewer_looks_for() -> None:
    html = document_page(DOCUMENTS_KEPT[0])
    assert html.count("Lost: the values of this figure are not in the text") == 4
    assert html.count("Lost: which row and column a figure of this table belongs to is lost") == 1
    assert "<caption>Table 2. Baseline characteristics</caption>" in html
    assert "<th>First salvage</th><td>111 (67.7)</td><td>104 (64.2)</td><td>215 (66.0)</td>" in html
    assert "<th>Variable tested</th>" in html
    assert "page 3, inferred" in html
    assert "printed again at line" in html
    assert "goes with every row of its table" in html
    assert "Superscript lost in the source text" in html
    assert 'line <a href="#L328">328</a>: 4/162 patients (3%): printed 3%, computed 2%' in html


def test_text_that_was_cut_says_where_it_goes_on() -> None:
    safety = "Pain: Pain that lasted for some weeks was measured in 4/162 patients (2%)."
    text = f"Results\n\nMost people got well,\n\n{safety}\n\nbetter within a week.\n\n{safety}\n"
    html = document_page(document_of(text))
    assert 'goes on from line <a href="#L3">3</a>' in html
    assert 'the same text as line <a href="#L5">5</a>' in html
