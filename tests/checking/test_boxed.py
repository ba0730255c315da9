"""Boxed warnings in a draft: whole, altered, incomplete, apart, missing."""

from __future__ import annotations

import pytest

from ino_assistant.checking.boxed import BoxCheck, check_box, parts_of
from ino_assistant.checking.reading import draft_of_text
from ino_assistant.checking.units import units_of
from ino_assistant.corpus.model import BoxedWarning
from ino_assistant.fidelity import Vocabulary
from ino_assistant.text import sha256_text

TEXT = (
    "WARNING: BLEEDING and LIVER INJURY • Serious and fatal bleeding occurred in patients who "
    "received EXAMPLEX. Do not use EXAMPLEX after a recent stroke • Test the liver before the "
    "first dose ≥2 weeks ahead"
)
BOX = BoxedWarning("EXAMPLEX", TEXT, sha256_text(TEXT), "d", "A label", ((0, 1),))


def check(text: str, form: str = "txt") -> BoxCheck:
    draft = draft_of_text(text, "md" if form == "md" else "txt")
    return check_box(BOX, draft, units_of(draft, Vocabulary()))


def test_its_parts() -> None:
    assert list(parts_of(BOX))[1:3] == [
        "Serious and fatal bleeding occurred in patients who received EXAMPLEX.",
        "Do not use EXAMPLEX after a recent stroke",
    ]


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TEXT.replace(" • ", "\n- "),
        TEXT.replace(" • ", ".\n\n* ").replace(" ", "  "),
        TEXT.replace(" • ", "\n1. ") + ".",
        TEXT.upper(),
        TEXT.replace(" • ", " •\u00a0"),
        TEXT.replace(" • ", "; "),
        f"Before it.\n\n{TEXT}\n\nBehind it.",
        TEXT.replace("EXAMPLEX.", "EXAMPLEX.¹"),
    ],
)
def test_whole(text: str) -> None:
    assert check(text).status == "whole"
    assert check(text).whole


def test_whole_in_markdown() -> None:
    text = "> **" + TEXT.replace(" • ", "**\n>\n> * ", 1).replace(" • ", "\n> * ")
    assert check(text, "md").whole


@pytest.mark.parametrize(
    ("was", "now", "kind", "printed", "found"),
    [
        (" and fatal", "", "left out", "and fatal", ""),
        ("Do not use", "Avoid", "changed", "Do not use", "Avoid"),
        ("recent stroke", "recent severe stroke", "added", "", "severe"),
        ("≥2", "≤2", "changed", "≥", "≤"),
        ("2 weeks", "3 weeks", "changed", "2", "3"),
    ],
)
def test_altered(was: str, now: str, kind: str, printed: str, found: str) -> None:
    box = check(TEXT.replace(" • ", "\n- ").replace(was, now))
    assert box.status == "altered"
    (part,) = [p for p in box.parts if p.status != "whole"]
    assert [(c.kind, c.printed, c.found) for c in part.changes] == [(kind, printed, found)]
    assert part.place
    assert part.unit
    assert all(c.words() for c in part.changes)


def test_incomplete_apart_and_missing() -> None:
    parts = list(parts_of(BOX))
    assert check("\n\n".join(parts[:-1])).status == "incomplete"
    assert check("\n\n".join([*parts[1:], parts[0]])).status == "apart"
    assert check("\n\n".join([*parts[:2], "A word between.", *parts[2:]])).status == "apart"
    assert check("EXAMPLEX was studied in adults.").status == "missing"


def test_a_sentence_that_is_cut_short() -> None:
    cut = TEXT.replace(" in patients who received EXAMPLEX", "")
    box = check(cut.replace(" • ", "\n- "))
    (part,) = [p for p in box.parts if p.status != "whole"]
    assert part.status == "altered"
    assert part.changes[0].printed == "in patients who received EXAMPLEX"


def test_a_quotation_of_another_passage_is_no_altered_box() -> None:
    other = "Serious and fatal bleeding occurred in 12 patients who received EXAMPLEX."
    draft = draft_of_text(other)
    units = units_of(draft, Vocabulary())
    assert check_box(BOX, draft, units).status == "incomplete"
    assert check_box(BOX, draft, units, {1}).status == "missing"
