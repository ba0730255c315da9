"""The HTML report: everything escaped, nothing fetched, every sentence named in words."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from checking.making import WRONG
from ino_assistant.checking.check import check_draft
from ino_assistant.checking.draft import Draft
from ino_assistant.checking.page import report_page
from ino_assistant.checking.reading import draft_of_text, read_draft
from ino_assistant.checking.report import STATE_WORDS, DraftReport
from ino_assistant.search.searcher import Searcher

HOSTILE = 'BESPONSA <script>alert(1)</script> & "80.7%" with <img src=x onerror=y>\u202e InO.'


@pytest.fixture(scope="module")
def report(searcher: Searcher) -> DraftReport:
    return check_draft(read_draft(WRONG), searcher)


@pytest.fixture(scope="module")
def page(report: DraftReport) -> str:
    return report_page(report)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def parsed(page: str) -> _Tags:
    tags = _Tags()
    tags.feed(page)
    tags.close()
    return tags


def test_it_is_well_formed_and_runs_and_fetches_nothing(page: str) -> None:
    tags = parsed(page)
    assert tags.open == []
    assert not tags.tags & {"script", "img", "link", "iframe", "form", "input"}
    names = {name for name, _ in tags.attributes}
    assert not [n for n in names if n.startswith("on") or n in ("style", "src")]
    assert all(v and v.startswith("#") for n, v in tags.attributes if n == "href")


def test_its_policy_names_its_style(page: str) -> None:
    style = re.search("<style>(.*?)</style>", page, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"sha256-{digest}" in page
    assert "url(" not in style[1]
    assert "@media print" in style[1]


def test_every_sentence_is_labelled_in_words(page: str, report: DraftReport) -> None:
    for sentence in report.sentences:
        words = STATE_WORDS[sentence.state] if sentence.verdict else sentence.reason
        assert re.search(rf'id="s{sentence.number}"><span class="tag">[\d ]*{words}<', page)


def test_wrong_words_are_underlined(page: str) -> None:
    assert "<u>82.7%</u>" in page
    assert "<u>79/162</u>" in page


def test_the_box_is_told(page: str) -> None:
    assert "not whole: some of it is missing" in page
    assert "left out: “and life-threatening”" in page


def test_hostile_text(searcher: Searcher) -> None:
    draft = draft_of_text(f"{HOSTILE}\n", name="<b>name</b>")
    draft = Draft(draft.name, "txt", draft.sha256, draft.blocks, ("<i>lost</i>",))
    page = report_page(check_draft(draft, searcher))
    tags = parsed(page)
    assert not tags.tags & {"script", "img", "i"}
    assert "&lt;" in page
    assert "\u202e" not in page
    assert "&lt;i&gt;lost&lt;/i&gt;" in page


def test_a_draft_that_is_right(other: Searcher) -> None:
    text = "Interrupt the infusion of ZELMORIX if a severe reaction occurs."
    page = report_page(check_draft(draft_of_text(text), other))
    assert "has a boxed warning in the documents" in page
