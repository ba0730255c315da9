"""Frequencies of words, read from wordfreq's file without wordfreq."""

import subprocess
import sys

import pytest
from wordfreq import top_n_list, zipf_frequency

from ino_assistant.vocabulary.frequency import frequency, frequency_of_rare


def test_frequencies_are_those_of_the_library() -> None:
    words = [w for w in top_n_list("en", 30000, wordlist="small") if w.isalpha()][::7]
    assert len(words) > 3000
    for word in words:
        assert frequency(word) == pytest.approx(zipf_frequency(word, "en", wordlist="small"))


@pytest.mark.parametrize("word", ["inotuzumab", "qwertzy", ""])
def test_a_word_that_nobody_says_has_none(word: str) -> None:
    assert frequency(word) == 0.0


def test_case_and_apostrophe_do_not_count() -> None:
    assert frequency("Patient") == frequency("patient") > 4
    assert frequency("didn’t") == frequency("didn't") > 4


@pytest.mark.parametrize("number", ["55", "≥55", "95%", "2018", "120", "80.7", "29.3", "77.5%"])
def test_numbers_are_about_as_common_as_the_library_says(number: str) -> None:
    assert frequency(number) == pytest.approx(
        zipf_frequency(number, "en", wordlist="small"), abs=1.0
    )


def test_coded_names_are_no_numbers() -> None:
    assert frequency("CD19") == 0.0


def test_rare_words_are_told_from_no_words() -> None:
    assert 1 <= frequency_of_rare("bilirubin") < 3
    assert frequency("bilirubin") == 0.0


def test_rare_words_have_the_librarys_frequency() -> None:
    words = top_n_list("en", 321180)[::600]
    assert len(words) > 500
    # The first and the last of the list, parts of words, words of no list, other letters, several.
    more = ["the", "Bilirubin", "bilirub", "irubin", "qwertzyx", "naïve", "STRASSE", "straße", "ß"]
    for word in [*words, *more, "standard-of-care", "don't", "a\nb", "ﬁve", "80", "", "β"]:
        assert frequency_of_rare(word) == zipf_frequency(word, "en"), word


def test_words_need_no_library() -> None:
    code = (
        "import sys; from ino_assistant.vocabulary.frequency import frequency, frequency_of_rare; "
        "assert frequency('patient') > 4; assert 1 <= frequency_of_rare('Bilirubin') < 3; "
        "assert 'wordfreq' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
