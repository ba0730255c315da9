"""What holds for any text."""

from __future__ import annotations

import itertools
import random
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fidelity.conftest import ACCEPTED, read_pairs
from ino_assistant.corpus.model import Corpus
from ino_assistant.fidelity import Vocabulary, verify
from ino_assistant.fidelity.quantity.quantities import read_quantities

_WORDS = (
    "InO SC placebo CR/CRi OS median months % 80.7% 29.3% (n=79/164) vs versus with and , ; ( ) . "
    "Days 1 8 15 95% CI 1.5-4.8 P<0.05 × 109/L ≥ <12 not did lower higher respectively patients "
    "Grade 3/4 | \n in of half two [3] Table 2020 mg/m2 0.8 10^9/L who respectively, ±"
)
CLINICAL = st.lists(st.sampled_from(_WORDS.split(" ")), max_size=25).map(" ".join)
ANYTHING = st.text(max_size=120) | CLINICAL
RELAXED = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
EVIDENCE = sorted({p["evidence"] for p in read_pairs() if p["evidence"].strip()})


@RELAXED
@given(ANYTHING, ANYTHING)
def test_any_two_texts_get_a_verdict(statement: str, evidence: str) -> None:
    verdict = verify(statement, evidence)
    assert verdict.supported == (not verdict.problems and verdict.verdict == "supported")


@RELAXED
@given(ANYTHING)
def test_every_digit_is_accounted_for(text: str) -> None:
    found = read_quantities(text)
    for match in re.finditer(r"\d", text):
        assert any(q.span[0] <= match.start() < q.span[1] for q in found)
    for one, two in itertools.pairwise(found):
        assert one.span[1] <= two.span[0]


@RELAXED
@given(st.text(min_size=1, max_size=120).filter(lambda t: any(c.isalnum() for c in t)))
def test_a_text_supports_itself(text: str) -> None:
    assert verify(text, text).supported


@pytest.mark.parametrize("evidence", EVIDENCE)
def test_whole_sentences_are_supported(evidence: str) -> None:
    assert verify(evidence, evidence).supported
    assert verify(f"  {evidence.replace(' ', chr(0xA0))}\n", evidence).supported


def test_quotations_of_the_corpus_are_supported(corpus: Corpus, vocabulary: Vocabulary) -> None:
    for statement in corpus.statements:
        assert verify(statement.quote, statement.display, vocabulary).supported, statement.quote
        if statement.row is None:
            # A display of cells has the heads of their columns, which the quoted cells lack.
            assert verify(statement.display, statement.quote, vocabulary).supported, statement.quote


@pytest.mark.parametrize("evidence", EVIDENCE)
def test_one_other_digit_is_never_supported(evidence: str, vocabulary: Vocabulary) -> None:
    chance = random.Random(evidence)
    digits = [m.start() for m in re.finditer(r"\d", evidence)]
    for at in chance.sample(digits, min(len(digits), 12)):
        other = str((int(evidence[at]) + chance.randint(1, 9)) % 10)
        changed = evidence[:at] + other + evidence[at + 1 :]
        verdict = verify(changed, evidence, vocabulary)
        assert verdict.verdict not in ACCEPTED, changed[max(0, at - 40) : at + 20]


def test_arms_exchanged_are_never_supported(corpus: Corpus, vocabulary: Vocabulary) -> None:
    exchange = {"InO": "SC", "SC": "InO"}
    for statement in corpus.statements:
        text = statement.display
        names = set(re.findall(r"\b(?:InO|SC)\b", text))
        if len(names) < 2 or not re.search(r"\d", text) or statement.layout_lost:
            continue
        changed = re.sub(r"\b(?:InO|SC)\b", lambda m: exchange[m.group()], text)
        assert verify(changed, text, vocabulary).verdict not in ACCEPTED, changed
