from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ino_assistant.corpus.sentences import split_sentences


def parts(text: str, known: frozenset[int] = frozenset()) -> list[tuple[str, tuple[str, ...]]]:
    return [(text[s.start : s.end], s.references) for s in split_sentences(text, known)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two.", [("One.", ()), ("Two.", ())]),
        ("It fell.7 It rose.", [("It fell.", ("7",)), ("It rose.", ())]),
        ("Boundary of P=0.0104.5,6 Next.", [("Boundary of P=0.0104.", ("5", "6")), ("Next.", ())]),
        ("In the arm (n=61).2,16", [("In the arm (n=61).", ("2", "16"))]),
        ("Used in 24.4% with it.5,13-15", [("Used in 24.4% with it.", ("5", "13", "14", "15"))]),
        ("See Table 5.5 Grade 3.", [("See Table 5.5 Grade 3.", ())]),
        ("Dr. Vega and Roe et al. wrote it.", [("Dr. Vega and Roe et al. wrote it.", ())]),
        (
            "Roe A. Title. J Clin. 2019;25:1720.",
            [
                ("Roe A. Title.", ()),
                ("J Clin. 2019;25:1720.", ()),
            ],
        ),
        ("Please read Roe et al.12", [("Please read Roe et al.", ("12",))]),
        ("Seen in Fig.5 Median it was.", [("Seen in Fig.5 Median it was.", ())]),
        ("*It rose. †Adjusted.", [("*It rose.", ()), ("†Adjusted.", ())]),
        ("Did it? Yes! Good.", [("Did it?", ()), ("Yes!", ()), ("Good.", ())]),
        ("A dose of\n0.5 mg. 12 had it.", [("A dose of\n0.5 mg.", ()), ("12 had it.", ())]),
        ("no stop at all", [("no stop at all", ())]),
        ("", []),
        (" \n ", []),
    ],
)
def test_split(text: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert parts(text) == expected


def test_a_mark_that_only_a_reviewer_can_tell() -> None:
    text = "It is seen in Table 5.5"
    assert parts(text) == [(text, ())]
    assert parts(text, frozenset({text.rindex("5")})) == [("It is seen in Table 5.", ("5",))]


@given(st.text(alphabet="aB1.,?! \n()%", max_size=80))
def test_nothing_is_lost_but_marks(text: str) -> None:
    sentences = split_sentences(text)
    kept = "".join(text[s.start : s.end] for s in sentences)
    left = "".join(kept.split())
    whole = "".join(text.split())
    assert len(left) + sum(len(r) for s in sentences for r in s.references) <= len(whole)
    letters = [c for c in whole if c.isalpha()]
    assert [c for c in left if c.isalpha()] == letters


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("A clearance of 30 to 50 mL/min. Patients on dialysis did well.", 2),
        ("It lasts 30 min. Then it is stopped.", 2),
        ("It lasts 6 mo. Then it is stopped.", 2),
        ("The dose is min. Then max. It is small.", 1),
        ("Potassium was 5.7 mmol/L. It had risen.", 2),
        ("Keep it below 30 °C. Keep it dry.", 2),
        ("She drank 2 L. Then she slept.", 2),
        ("He took vitamin C. Nothing else helped.", 2),
        ("It was told by J. Smith and of R. Jones.", 1),
        ("Howard J. Smith told it.", 1),
    ],
)
def test_units_end_sentences(text: str, count: int) -> None:
    assert len(split_sentences(text)) == count
