"""The boxed warning: whole, of the reviewed hash, and the same wherever it is printed."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from corpus.making import write_document
from ino_assistant.corpus.load import load_corpus
from ino_assistant.corpus.model import BoxedWarning
from ino_assistant.errors import CorpusError

BOX = "WARNING: BLEEDING\n• Serious bleeding occurred in NON-\nsmokers\n• Stop at once"
AGAIN = "WARNING: BLEEDING\n\n•  Serious bleeding occurred in\u00a0NON-smokers\n\n•  Stop\nat once"
FOLDED = "WARNING: BLEEDING • Serious bleeding occurred in NON- smokers • Stop at once"


def box(**changes: str) -> dict[str, object]:
    entry = {
        "begins": "WARNING: BLEEDING",
        "ends": "Stop at once",
        "sha256": hashlib.sha256(FOLDED.encode()).hexdigest(),
    }
    return {"name": "Madeupine", "boxed_warning": entry | changes}


def document(*printings: str) -> str:
    return "\n\n".join(f"Some prose about it.\n\n{p}" for p in printings) + "\n\nThe end of it.\n"


def problem(folder: Path) -> str:
    with pytest.raises(CorpusError) as error:
        load_corpus(folder)
    assert "\n" not in str(error.value)
    return str(error.value)


def test_copies_that_agree_are_one_with_its_places(tmp_path: Path) -> None:
    write_document(tmp_path, document(BOX, AGAIN), product=box())
    corpus = load_corpus(tmp_path)
    (warning,) = corpus.boxed_warnings
    assert warning.text == FOLDED
    assert warning.heading == "WARNING: BLEEDING"
    assert warning.bullets == ("Serious bleeding occurred in NON- smokers", "Stop at once")
    parts = [s for s in corpus.statements if s.kind == "boxed_warning"]
    assert [p.display for p in parts] == [
        "WARNING: BLEEDING",
        "Serious bleeding occurred in NON-smokers",
        "Stop at once",
    ]
    assert {len(p.places) for p in parts} == {1}
    assert {p.authority for p in parts} == {"label"}


def test_copies_that_differ(tmp_path: Path) -> None:
    other = AGAIN.replace("Serious", "Severe")
    write_document(tmp_path, document(BOX, other), product=box())
    assert "the printing at line 10 differs from the first: have the source" in problem(tmp_path)


def test_a_copy_that_is_cut_short(tmp_path: Path) -> None:
    write_document(tmp_path, document(BOX, "WARNING: BLEEDING\n• Stop"), product=box())
    assert "the printing at line 10 has another end" in problem(tmp_path)


def test_a_box_that_is_not_there(tmp_path: Path) -> None:
    write_document(tmp_path, "Nothing here.\n", product=box())
    assert "no text from 'WARNING: BLEEDING' to 'Stop at once'" in problem(tmp_path)


def test_a_box_of_another_hash(tmp_path: Path) -> None:
    write_document(tmp_path, document(BOX), product=box(sha256="0" * 64))
    assert "the manifest says 000" in problem(tmp_path)


def test_a_box_that_shares_its_line(tmp_path: Path) -> None:
    write_document(tmp_path, document(BOX + " and more"), product=box())
    assert "shares a line with other text" in problem(tmp_path)


def test_two_documents_must_agree(tmp_path: Path) -> None:
    write_document(tmp_path, document(BOX), product=box())
    changed = FOLDED.replace("Serious", "Severe")
    entry = box(sha256=hashlib.sha256(changed.encode()).hexdigest())
    write_document(tmp_path, document(BOX.replace("Serious", "Severe")), product=entry, id="second")
    assert "made-up and second differ: keep the current one" in problem(tmp_path)


def test_none_can_be_made_that_does_not_match_its_hash() -> None:
    with pytest.raises(ValueError, match="does not match its hash"):
        BoxedWarning("Madeupine", "WARNING", "0" * 64, "made-up", "A document", ((0, 7),))
