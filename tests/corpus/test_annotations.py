"""A reviewer's decisions are proven against the source, and do what they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.making import write_document
from ino_assistant.corpus.load import load_corpus
from ino_assistant.corpus.model import Document
from ino_assistant.errors import CorpusError

TEXT = """Results of the study

The rate was 12 of 40.
These analyses were exploratory. It is seen in Table 2.4

Event New Old
Nausea 12 9

Table 1. Events
"""
HEAD = 'schema = 1\ndocument = "made-up"\n'


def read(folder: Path, annotations: str, text: str = TEXT) -> Document:
    write_document(folder, text, annotations=HEAD + annotations)
    return load_corpus(folder).documents[0]


def problem(folder: Path, annotations: str, text: str = TEXT) -> str:
    with pytest.raises(CorpusError) as error:
        read(folder, annotations, text)
    said = str(error.value)
    assert "\n" not in said
    assert said.startswith(str(folder / "made-up.annotations.toml"))
    return said


TABLE = """
[[table]]
name = "Table 1"
layout = "rows"
line = 6
last = 7
begins = "Event"
columns = ["New", "Old"]
caption = { line = 9, begins = "Table 1. Events" }
confirmed_by = "a test"
"""


def test_a_table_and_a_page(tmp_path: Path) -> None:
    page = '[[page]]\nnumber = 4\nline = 3\nbegins = "The rate"\ninferred = "a guess"\n'
    document = read(tmp_path, page + TABLE)
    (row,) = [s for s in document.statements if s.row]
    assert row.display == "Nausea: New 12; Old 9"
    assert (row.page, row.page_confirmed) == (4, False)
    assert document.inferred == (("page: a guess", 3),)


def test_a_mark_that_only_a_reviewer_can_tell(tmp_path: Path) -> None:
    mark = (
        '[[mark]]\nline = 4\nbegins = "These"\nprinted = "Table 2.4"\n'
        'reads = "Table 2."\nmarks = "4"\nconfirmed_by = "a test"\n'
    )
    found = {s.quote: s.references for s in read(tmp_path, mark).statements}
    assert found["It is seen in Table 2."] == ("4",)


def test_a_caveat_is_bound_to_a_table(tmp_path: Path) -> None:
    caveat = (
        '[[caveat]]\nline = 3\nbegins = "The rate"\ntables = ["Table 1"]\nconfirmed_by = "a test"\n'
    )
    document = read(tmp_path, TABLE + caveat)
    by_id = {s.id: s for s in document.statements}
    (row,) = [s for s in document.statements if s.row]
    assert [by_id[c].quote for c in row.caveats] == ["The rate was 12 of 40."]


@pytest.mark.parametrize(
    ("annotations", "said"),
    [
        (TABLE.replace('begins = "Event"', 'begins = "Other"'), "does not read 'Other' there"),
        (TABLE.replace("last = 7", "last = 70"), "the source has lines 1 to 10"),
        (TABLE.replace('"Table 1. Events"', '"Table 9"'), "table Table 1 at line 9"),
        (TABLE.replace('confirmed_by = "a test"', ""), "say either confirmed_by or inferred"),
        (TABLE + 'inferred = "twice"', "say either confirmed_by or inferred"),
        (TABLE.replace('layout = "rows"', 'layout = "circles"'), "table.0.layout: Input should be"),
        (TABLE + 'shade = "grey"', "unknown field; remove it or correct its name"),
        (TABLE.replace('name = "Table 1"', ""), "table.0.name: required field is missing; add it"),
        (TABLE.replace('["New", "Old"]', '["New", "Odd"]'), "no column 'Odd' in the header"),
        (TABLE + TABLE, "line 6 is claimed as table and as table"),
        (
            '[[caveat]]\nline = 1\nbegins = "Results"\nsections = ["X"]\nconfirmed_by = "a"\n',
            "no statement begins at line 1: correct the line",
        ),
        (
            '[[caveat]]\nline = 3\nbegins = "The rate"\ntables = ["Table 8"]\nconfirmed_by = "a"\n',
            "no table or section 'Table 8': correct the name",
        ),
        (
            '[[block]]\nline = 4\nbegins = "These"\nkind = "table_note"\nof = "Table 8"\n'
            'confirmed_by = "a"\n',
            "no caption of 'Table 8': correct the name",
        ),
        (
            '[[mark]]\nline = 3\nbegins = "The rate"\nprinted = "Table 3.4"\nreads = "Table 3."\n'
            'marks = "4"\nconfirmed_by = "a"\n',
            "the source does not print 'Table 3.4' there",
        ),
        (
            '[[mark]]\nline = 4\nbegins = "These"\nprinted = "Table 2.4"\nreads = "Table 2"\n'
            'marks = "4"\nconfirmed_by = "a"\n',
            "is not 'Table 2' with the marks '4'",
        ),
    ],
)
def test_what_is_not_so_is_said(tmp_path: Path, annotations: str, said: str) -> None:
    assert said in problem(tmp_path, annotations)


def test_annotations_of_another_document(tmp_path: Path) -> None:
    write_document(tmp_path, TEXT, annotations='schema = 1\ndocument = "another"\n')
    with pytest.raises(CorpusError, match="is about 'another', not 'made-up': correct `document`"):
        load_corpus(tmp_path)
