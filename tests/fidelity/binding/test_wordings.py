"""Other words for the same: they show that a word is not new, and nothing more."""

from __future__ import annotations

import pytest

from ino_assistant import data
from ino_assistant.fidelity import verify
from ino_assistant.fidelity.binding.items import read_sentences
from ino_assistant.fidelity.binding.wordings import wordings_of
from ino_assistant.fidelity.checks.word_sources import root
from ino_assistant.fidelity.terms.vocabulary import Vocabulary, words

_EVIDENCE = (
    "Nearly half of the patients ultimately relapsed. Hyperkalemia led to permanent "
    "discontinuation of finerol in 12 patients. Signs may include hepatomegaly and rapid weight "
    "gain. Unopened vials must not be frozen. Finerol is indicated for adults with gout."
)


@pytest.mark.parametrize(
    "statement",
    [
        "Nearly half of the patients eventually relapsed.",
        "Hyperkalemia led 12 patients to stop finerol for good.",
        "Signs may include an enlarged liver and fast weight gain.",
        "The indication of finerol is gout in adults.",
    ],
)
def test_other_words_for_the_same_are_accepted(statement: str) -> None:
    assert verify(statement, _EVIDENCE).supported


@pytest.mark.parametrize(
    "statement",
    [
        "Nearly half of the patients soon relapsed.",
        "Hyperkalemia led 12 patients to pause finerol for good.",
        "Signs may include a shrunken liver and fast weight gain.",
        "Unopened vials may be frozen.",
        "The indication of finerol is migraine in adults.",
    ],
)
def test_words_of_another_meaning_are_not(statement: str) -> None:
    assert not verify(statement, _EVIDENCE).supported


def test_a_wording_of_several_words_is_found_whole() -> None:
    (sentence,) = read_sentences("They had to stop for good.", Vocabulary())
    spans = [sentence.text[s:e] for (s, e), _ in wordings_of(sentence)]
    assert "for good" in spans


def test_no_wording_is_a_quantifier_or_a_negation() -> None:
    forbidden = words("quantifier") - {"overall", "alone", "most"} | {"not", "never", "cannot"}
    for line in data.load("everyday")["wordings"]:
        assert not forbidden & set(line), line


def test_no_line_joins_what_excludes_itself() -> None:
    opposites = [
        ("increase", "decrease"), ("high", "low"), ("partial", "complete"), ("before", "after"),
        ("mild", "severe"), ("intravenous", "subcutaneous"), ("common", "rare"),
        ("start", "stop"), ("benefit", "harm"), ("superior", "inferior"), ("men", "women"),
    ]  # fmt: skip
    for line in data.load("everyday")["wordings"]:
        assert not any(one in line and two in line for one, two in opposites), line


@pytest.mark.parametrize(
    ("noun", "verb"), [("recoveri", "recover"), ("indic", "indic"), ("prevent", "prevent")]
)
def test_nouns_and_verbs_share_a_root(noun: str, verb: str) -> None:
    assert root(noun) == root(verb)
