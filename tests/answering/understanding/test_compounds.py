"""Names typed in one that the documents write with hyphens."""

from __future__ import annotations

from ino_assistant.answering.understanding.compounds import Compounds

PRINTED = Compounds(
    ["The NT-proBNP level of anti-TNF-naive patients fell by Day-100.", "A non-hit."]
)


def test_a_name_is_written_as_it_is_printed() -> None:
    assert PRINTED.written("ntprobnp drop?", lambda _: False) == "NT-proBNP drop?"
    assert PRINTED.written("antitnfnaive people", lambda _: False) == "anti-TNF-naive people"


def test_a_word_that_is_known_means_itself() -> None:
    assert PRINTED.written("nonhit", lambda stem: stem == "nonhit") == "nonhit"
    assert PRINTED.written("nt probnp", lambda _: False) == "nt probnp"
