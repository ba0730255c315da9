"""What a document's figures were bound to, as its reviewers see it."""

from __future__ import annotations

import re
from functools import cache
from html import unescape

import pytest

from corpus.making import DOCUMENTS, REAL
from ino_assistant.corpus.load import load_corpus
from ino_assistant.corpus.model import Corpus, Statement
from ino_assistant.corpus.show import document_page
from ino_assistant.fidelity.binding.claim_binding import claims_of_corpus
from ino_assistant.fidelity.binding.claim_table import ClaimTable
from ino_assistant.fidelity.binding.claims_html import claims_html


@cache
def read(real: bool) -> tuple[Corpus, ClaimTable]:
    corpus = load_corpus(REAL if real else DOCUMENTS)
    return corpus, claims_of_corpus(corpus)


def shown(words: str, *, real: bool = True) -> list[list[str]]:
    """The cells of the claims under the statement that begins with some words, row by row."""
    corpus, table = read(real)
    statement = next(s for s in corpus.statements if s.display.startswith(words))
    html = claims_html(table)[statement.id]
    rows = re.findall(r"<tr>(.*?)</tr>", html)[1:]
    return [
        [unescape(re.sub("<[^>]+>", "", cell)) for cell in re.findall(r"<td.*?</td>", row)]
        for row in rows
    ]


def under(words: str, *, real: bool = True) -> str:
    corpus, table = read(real)
    statement = next(s for s in corpus.statements if s.display.startswith(words))
    return unescape(re.sub("<[^>]+>", " ", claims_html(table)[statement.id]))


def test_each_figure_has_its_roles() -> None:
    assert shown("Higher rates of CR/CRi") == [
        ["80.7%", "80.7 %", "InO", "CR/CRi", "", "", ""],
        ["29.3%", "29.3 %", "SC", "CR/CRi", "", "", ""],
        ["78.4%", "78.4 %", "InO", "MRD-negative", "", "", ""],
        ["28.1%", "28.1 %", "SC", "MRD-negative", "", "", ""],
    ]
    assert "4 figures, all bound; authority: trial" in under("Higher rates of CR/CRi")


def test_what_is_open_is_said_in_words() -> None:
    (row,) = shown("Notably, 67.7%")
    assert row[2:4] == ["open", "open"]
    said = under("Notably, 67.7%")
    assert re.search(r"1 figure,\s+1 with something open", said)
    assert "arm of 67.7% open: no arm is named in the sentence; its section names InO" in said
    assert "endpoint of 67.7% open: nothing known that is measured is named" in said


def test_cells_say_where_their_roles_come_from() -> None:
    (_, first, _, second) = shown("Headache", real=False)
    assert first == ["61 18.9", "61 of 322", "ZELMORIX (column)",
                     "adverse reaction, headache (row)", "", "", ""]  # fmt: skip
    assert second[1:3] == ["22 of 160", "placebo (column)"]
    assert under("Headache", real=False).strip().startswith("Headache: 4 figures, all bound")


def test_intervals_levels_and_what_is_said_are_told() -> None:
    row = next(r for r in shown("Alkylator conditioning") if r[0].startswith("8.61"))
    assert row[1] == "8.61, 1.52 to 48.86 (95 % CI)"
    assert row[-1] == "odds ratio; compares arms"
    (row,) = shown("However, the primary analysis of median OS")
    assert row[-1] == "median; a level of significance or confidence; not significant"
    (row,) = shown("VOD was reported up to 56 days")
    assert row[1] == "≤ 56 day"


def test_a_table_that_lost_its_rows_is_to_be_quoted_only() -> None:
    corpus, table = read(True)
    lost = next(s for s in corpus.statements if s.layout_lost and table.of(s.id))
    html = claims_html(table)[lost.id]
    assert "none bound: the source has lost the rows of this table" in html
    assert "<table>" not in html


@pytest.mark.parametrize("real", [True, False])
def test_every_claim_is_on_the_page_of_its_document(real: bool) -> None:
    corpus, table = read(real)
    beneath = claims_html(table)
    for document in corpus.documents:
        page = document_page(document, beneath)
        held = [s for s in document.statements if table.of(s.id)]
        assert held
        for statement in held:
            assert beneath[statement.id] in page, _words(statement)
        assert page.count("<details") == page.count("</details>")
    assert set(beneath) == {c.statement for c in table.claims}


def _words(statement: Statement) -> str:
    return statement.display[:60]
