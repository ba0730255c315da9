"""Text and Markdown as blocks, and files that are no draft."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ino_assistant.checking import reading
from ino_assistant.checking.draft import DraftError
from ino_assistant.checking.reading import draft_of_text, read_draft
from ino_assistant.checking.tables import table_blocks
from ino_assistant.checking.writing import raised, without_marks


def kinds(text: str, form: str = "txt") -> list[tuple[str, str]]:
    blocks = draft_of_text(text, "md" if form == "md" else "txt").blocks
    return [(block.kind, block.text) for block in blocks]


def test_short_lines_stand_apart_and_wrapped_ones_are_joined() -> None:
    text = (
        "Jane Smith, MD\nDepartment of Examples\n\nEfficacy\n\nThis is a line that was wrapped at "
        "some eighty characters, so\nthat it goes on here. The end.\nA short line.\nAnother line "
        "that is as long as the first one, or nearly as long.\n"
    )
    wrapped = "This is a line that was wrapped at some eighty characters, so that it goes on here."
    assert kinds(text) == [
        ("paragraph", "Jane Smith, MD"),
        ("heading", "Department of Examples"),
        ("heading", "Efficacy"),
        ("paragraph", f"{wrapped} The end."),
        ("paragraph", "A short line."),
        ("paragraph", "Another line that is as long as the first one, or nearly as long."),
    ]


@pytest.mark.parametrize("bullet", ["•", "-", "*", "–", "1.", "2)", "a)", "(b)"])
def test_bullets(bullet: str) -> None:
    assert kinds(f"Some reactions:\n{bullet} nausea\n{bullet} rash and\n  itching\n") == [
        ("paragraph", "Some reactions:"),
        ("item", "nausea"),
        ("item", "rash and itching"),
    ]


def test_a_sentence_cut_by_a_blank_line_is_made_whole() -> None:
    assert kinds("The risk was greater in\n\npatients who were treated.\n") == [
        ("paragraph", "The risk was greater in patients who were treated.")
    ]


@pytest.mark.parametrize(
    "table",
    [
        "Endpoint\tA\tB\nCR\t12%\t14%\n",
        "Endpoint   A      B\nCR         12%    14%\n",
        "| Endpoint | A | B |\n|---|---|---|\n| CR | 12% | 14% |\n",
    ],
)
def test_tables_of_plain_text(table: str) -> None:
    cells = [b for b in draft_of_text(table).blocks if b.kind == "cell"]
    assert [(c.label, c.column, c.text) for c in cells] == [("CR", "A", "12%"), ("CR", "B", "14%")]


def test_tables_without_header_with_groups_and_with_prose() -> None:
    rows = [
        ["Age", "", ""],
        ["<55", "10 (5)", "A longer note that says something about this very row"],
        ["", "7", ""],
    ]
    found = [(b.kind, b.text, b.label) for b in table_blocks(rows, "table")]
    assert found == [
        ("label", "Age", ""),
        ("label", "<55", ""),
        ("cell", "10 (5)", "Age, <55"),
        ("paragraph", "A longer note that says something about this very row", ""),
        ("cell", "7", "Age"),
    ]
    assert table_blocks([["", ""]], "table") == []
    assert [b.kind for b in table_blocks([["one"], ["two"]], "table")] == ["paragraph"] * 2


def test_markdown() -> None:
    text = (
        "# Title\n\n## \n\nDr. Who  \nA Street\n\n- one **two**\n- three\n\n  four\n\n"
        "| x | A |\n|---|---|\n| CR | 12% |\n\n> • quoted\n\n```\nin code 5%\n```\n\n"
        "<div>in <b>HTML</b> 6%<br>next<style>a{}</style><img src=x><!-- no --></div>\n\n"
        "1 ~~two~~ <!-- three --> ![a picture](x.png) m<sup>2</sup><br>on\n\n[1]: 80%\n"
    )
    draft = draft_of_text(text, "md")
    found = [(b.kind, b.text) for b in draft.blocks]
    assert found == [
        ("heading", "Title"),
        ("heading", "Dr. Who"),
        ("heading", "A Street"),
        ("item", "one two"),
        ("item", "three"),
        ("heading", "four"),
        ("label", "x"),
        ("label", "A"),
        ("label", "CR"),
        ("cell", "12%"),
        ("item", "quoted"),
        ("heading", "in code 5%"),
        ("paragraph", "in HTML 6% next"),
        ("paragraph", "1 a picture m² on"),
        ("paragraph", "[1]: 80%"),
    ]
    assert set(draft.not_read) == {"picture (2)", "HTML comment (2)", "struck-out text"}


def test_html_tables_keep_their_cells_apart() -> None:
    html = "<table><tr><th>CR</th><td>12%</td></tr></table>"
    assert kinds(html, "md")[0][1].split() == ["CR", "12%"]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("It was 12%.¹ Then", "It was 12%.  Then"),
        ("in ALL²,⁵ and", "in ALL    and"),
        ("in ALL [3,4] and", "in ALL       and"),
        ("10⁹/L and mg/m²", "10⁹/L and mg/m²"),
        ("median 3 [1-6] cycles", "median 3 [1-6] cycles"),
        ("12% [10-14]", "12% [10-14]"),
    ],
)
def test_reference_marks(text: str, plain: str) -> None:
    assert without_marks(text) == plain
    assert raised("-9") == "⁻⁹"


@pytest.mark.parametrize(
    ("name", "data", "complaint"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t ", "empty"),
        ("a.txt", b"...", "no text"),
        ("a.md", b"<!-- nothing -->\n", r"no text in it \(not read: HTML comment"),
        ("a.txt", b"caf\xe9", "not UTF-8"),
        ("a.txt", b"\xff\xfea\x00\xd8", "not UTF-8"),
        ("a.txt", b"a\x00b", "binary data"),
        ("a.txt", b"\x01\x02\x03\x04\x05 text", "binary data"),
        ("a.txt", b"PK\x03\x04rest", "not a text file"),
        ("a.txt", b"%PDF-1.7", "not a text file"),
        ("a.docx", b"", "empty"),
        ("a.pdf", b"%PDF-1.7", "save it as one of these"),
        ("a", b"text", "no suffix"),
    ],
)
def test_unusable_files(tmp_path: Path, name: str, data: bytes, complaint: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(DraftError, match=complaint) as error:
        read_draft(path)
    assert "\n" not in str(error.value)


def test_unusable_places(tmp_path: Path) -> None:
    with pytest.raises(DraftError, match="no such file"):
        read_draft(tmp_path / "none.txt")
    with pytest.raises(DraftError, match="a folder"):
        read_draft(tmp_path)
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(DraftError, match="not a regular file"):
        read_draft(tmp_path / "pipe.txt")
    with pytest.raises(DraftError, match=r"can't be read|no such file"):
        read_draft(Path("a\x00b.txt"))


def test_files_that_are_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("word " * 100, encoding="utf-8")
    monkeypatch.setattr(reading, "MAX_CHARACTERS", 100)
    with pytest.raises(DraftError, match="check it in parts"):
        read_draft(path)
    monkeypatch.setattr(reading, "MAX_BYTES", 100)
    with pytest.raises(DraftError, match="no draft is as long"):
        read_draft(path)


def test_a_file_that_vanishes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("text", encoding="utf-8")

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(DraftError, match=r"can't be read: Permission denied"):
        read_draft(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Age ≥55 years.\r\nNext\rlast".encode(encoding))
    assert "≥55" in read_draft(path).text


def test_text_that_is_none() -> None:
    with pytest.raises(DraftError, match="no text"):
        draft_of_text(" … ")
