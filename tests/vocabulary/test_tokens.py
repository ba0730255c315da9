"""Numbers, signs, abbreviations and spellings as search terms."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ino_assistant.vocabulary.tokens import normalise, stem, term, terms, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("80.7% (95% CI 72.1–87.7)", ["80.7%", "95%", "CI", "72.1", "87.7"]),
        ("1,718 patients", ["1,718", "patients"]),
        ("≥ 55, <18, ≤7, >3, ±2, ~50 %", ["≥55", "<18", "≤7", ">3", "±2", "~50%"]),
        ("Ph+ ALL and Ph- ALL", ["Ph+", "ALL", "and", "Ph-", "ALL"]),
        ("CD22 CD19+ HbA1c", ["CD22", "CD19+", "HbA1c"]),
        ("t(4;11)", ["t", "4", "11"]),
        ("CR/CRi", ["CR", "CRi"]),
        ("mg/m²", ["mg", "m2"]),
        ("patient's don't", ["patient's", "don't"]),
        ("a 65-year-old", ["a", "65", "year", "old"]),
        ("", []),
        (" -- ?! … ", []),
    ],
)
def test_words_as_they_stand(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "same"),
    [
        (">= 55", "≥55"),
        ("⩾55", "≥55"),
        ("=>55", "≥55"),
        ("at least 55", "≥55"),
        ("55 or older", "≥55"),
        ("55 years or older", "≥55 years"),
        ("55 years and over", "≥55 years"),
        ("12 months or longer", "≥12 months"),
        ("500 msec or more", "≥500 msec"),
        ("<= 7", "≤7"),
        ("at most 7", "≤7"),
        ("no more than 4", "≤4"),
        ("more than 3 × ULN", ">3 × ULN"),
        ("older than 65", ">65"),
        ("under 18", "<18"),
        ("younger than 18", "<18"),
        ("50 per cent", "50%"),
        ("50 %", "50%"),
        ("the 3rd cycle", "the 3 cycle"),
        ("one year", "12 months"),
        ("over two years", ">24 months"),
        ("2-year survival", "24-months survival"),
        ("1-2 years", "1-2 years"),
        ("2 years of age", "2 years of age"),
        ("one and a half times", "1.5 times"),
        ("older people (65+)", "older people (≥65)"),
        ("CD19+ and 3+7", "CD19+ and 3+7"),
        ("in case one", "in case 1"),
        ("in at least a fifth of them", "in ≥20% of them"),
        ("week two of one cycle", "week 2 of one cycle"),
        ("72.1–87.7", "72.1-87.7"),
        ("−5", "-5"),
        ("ＡＬＬ", "ALL"),
        ("10⁹", "109"),
    ],
)
def test_ways_of_writing_one_thing(text: str, same: str) -> None:
    assert words(text) == words(same)


@pytest.mark.parametrize("text", ["at least one", "over the years", "one year old", "or older"])
def test_words_that_compare_no_number_are_left(text: str) -> None:
    assert normalise(text) == text


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("haemorrhage", "hemorrhage"),
        ("anaemia", "anemia"),
        ("leukaemia", "leukemia"),
        ("neutropaenia", "neutropaenia"),
        ("oedema", "edema"),
        ("tumours", "tumors"),
        ("paediatric", "pediatric"),
        ("foetal", "fetal"),
        ("diarrhoea", "diarrhea"),
        ("randomised", "randomized"),
        ("hospitalisation", "hospitalization"),
        ("centre", "center"),
    ],
)
def test_british_spelling_is_american_spelling(british: str, american: str) -> None:
    assert term(british) == term(american) == term(british.upper())


@pytest.mark.parametrize("word", ["rise", "exercise", "precise", "otherwise", "advise"])
def test_words_that_end_alike_keep_their_s(word: str) -> None:
    assert "z" not in stem(word)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("80.7%", ["80.7%", "80.7"]),
        ("≥55", ["≥55", "55"]),
        ("1,718 patients", ["1718", "patient"]),
        ("Ph+ CD22", ["ph+", "cd22"]),
        ("What is it for all of the patients", ["patient"]),
        ("adults with ALL", ["adult", "all"]),
        ("not before transplant", ["not", "befor", "transplant"]),
        ("second cycle", ["second", "2", "cycl"]),
        ("half of them", ["half", "50%"]),
        ("dosing doses dosed", ["dose", "dose", "dose"]),
    ],
)
def test_search_terms(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize("sign", ["≥", "≤", "<", ">"])
def test_a_sign_makes_another_number_but_is_found_without_it(sign: str) -> None:
    assert f"{sign}55" in terms(f"aged {sign}55")
    assert "55" in terms(f"aged {sign}55")
    assert f"{sign}55" not in terms("aged 55")


def test_letters_that_grow_in_lower_case_shift_nothing() -> None:
    assert words("İİİ dose of İ") == ["İİİ", "dose", "of", "İ"]


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=60) | st.text(alphabet="aİß≥<5.,% -'’+PhﬁⅧ½²", max_size=30))
def test_words_stand_in_the_text(text: str) -> None:
    normal = normalise(text)
    at = 0
    for word in words(text):
        assert word
        at = normal.index(word, at) + len(word)
        assert term(word)
    assert all(terms(text))
