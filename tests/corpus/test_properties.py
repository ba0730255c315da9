"""What holds for every document, random ones and the real one."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.making import DOCUMENTS, REAL, document_of
from ino_assistant.corpus.annotations import Annotations
from ino_assistant.corpus.coverage import unexplained
from ino_assistant.corpus.load import load_corpus
from ino_assistant.corpus.model import Document
from ino_assistant.text import fold, quote_of

TEXT = (
    "patients dose of the Zelmorix (n=64) 12.5% 23/164 (14%) P=0.01.5,6 t(4;11) CD22 Grade 3/4 "
    "reported. relapse.7 Dr. Table 1. Figure 2. 5.1 SAFETY INFORMATION Nausea: yes, (AE) x 109/L "
    "AE=adverse mg/m2 trans- plant 46.5 (18-78) 62 and – • * | WARNING ? ; “quoted” �"
)
WORDS = tuple(TEXT.split(" "))

words = st.sampled_from(WORDS)
gaps = st.sampled_from([" ", "  ", "   ", "\t", "\u00a0", " | "])


@st.composite
def lines(draw: st.DrawFn) -> str:
    """A line as extraction leaves it: with a bullet, an indent or column gaps, or blank."""
    start = draw(st.sampled_from(["", "", "", " ", "• ", "– ", "1. ", "   ", "\f"]))
    parts = draw(st.lists(st.tuples(words, gaps), max_size=9))
    return start + "".join(word + gap for word, gap in parts)


texts = st.one_of(
    st.lists(lines(), max_size=25).map("\n".join),
    # A paragraph under a run-in title, printed again and again, is safety text.
    st.lists(
        st.one_of(
            lines(),
            st.just(""),
            st.just("Bleeding: Serious bleeding, at times fatal, occurred in 5/100 patients (5%)."),
        ),
        min_size=4,
        max_size=12,
    ).map("\n".join),
    st.text(alphabet="aA1.(%•\n \t:;=|", max_size=200),
)


def check(document: Document) -> None:
    text = document.source
    for statement in document.statements:
        cells = statement.kind == "table" and statement.row is not None
        assert statement.quote
        for spans in (statement.spans, *statement.places):
            assert all(0 <= start < end <= len(text) for start, end in spans)
        assert quote_of(text, statement.spans, cells=cells) == statement.quote
        for place in statement.places:
            again = quote_of(text, place)
            assert again.replace(" ", "") == statement.quote.replace(" ", "")
        for cell in statement.row.cells if statement.row else ():
            assert fold(text[slice(*cell.span)]) == cell.text
    ids = Counter(statement.id for statement in document.statements)
    assert not [name for name, count in ids.items() if count > 1]
    assert {c for s in document.statements for c in s.caveats} <= set(ids)
    owners = [0] * len(text)
    for block in document.blocks:
        for spans in (block.spans, *block.places):
            for start, end in spans:
                for offset in range(start, end):
                    owners[offset] += 1
    wrong = [i for i, c in enumerate(text) if not c.isspace() and owners[i] != 1]
    assert wrong == []


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts)
def test_every_statement_is_source_text_and_every_character_is_in_one_block(text: str) -> None:
    check(document_of(text))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts)
def test_no_random_document_leaves_text_unexplained(text: str) -> None:
    assert unexplained(document_of(text)) == ()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts, st.data())
def test_a_lost_table_anywhere_keeps_the_rest_whole(text: str, data: st.DataObject) -> None:
    rows = [n for n, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if len(rows) < 4:
        return
    caption = data.draw(st.sampled_from(rows[:2]))
    first = data.draw(st.sampled_from(rows[2:]))
    last = data.draw(st.sampled_from([n for n in rows if n >= first]))
    entry = {
        "name": "Table 9",
        "layout": "lost",
        "line": first,
        "last": last,
        "begins": "x",
        "caption": {"line": caption, "begins": "x"},
        "inferred": "a test",
    }
    check(document_of(text, Annotations.model_validate({"schema": 1, "table": [entry]})))


@pytest.mark.parametrize("folder", [REAL, DOCUMENTS], ids=["real", "tests"])
def test_the_documents_that_are_kept(folder: object) -> None:
    assert folder in (REAL, DOCUMENTS)
    for document in load_corpus(REAL if folder is REAL else DOCUMENTS).documents:
        check(document)
        assert unexplained(document) == ()
