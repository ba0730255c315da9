"""The frame of a question, in the corpus that is served: what is the same, and what is not."""

from __future__ import annotations

import pytest

from ino_assistant.answering.understanding.question import Reader
from ino_assistant.review.frame import frame_of, same_question
from ino_assistant.vocabulary.concepts import concepts_for
from review.office import reader_of
from search.prepared import real_corpus


@pytest.fixture(scope="module")
def reader() -> Reader:
    corpus = real_corpus()
    return Reader(corpus, concepts_for(corpus.documents))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("What was median OS with InO?", "median overall survival in InO"),
        ("What was median OS with InO?", "In InO, what was the median OS?"),
        ("What was the CR/CRi rate with BESPONSA?", "what's the CR/CRi rate with inotuzumab?"),
        ("Was VOD more frequent after HSCT?", "was VOD more frequent after HSCT"),
    ],
)
def test_the_same_in_other_words(reader: Reader, one: str, other: str) -> None:
    assert same_question(reader.read(one), reader.read(other), reader)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("What was median OS with InO?", "What was median OS with SC?"),
        ("What was median OS with InO?", "What was median OS?"),
        ("What was median OS with InO?", "What was median PFS with InO?"),
        ("What was median OS with InO?", "What was mean OS with InO?"),
        ("What was median OS with InO?", "What was median OS with InO in first salvage?"),
        ("What was median OS with InO?", "What was median OS with InO and SC?"),
        ("What was median OS with InO?", "Why was median OS longer with InO?"),
        ("Was OS longer with InO than with SC?", "Was OS longer with SC than with InO?"),
        ("How many responders were MRD-negative?", "How many MRD-negative were responders?"),
        ("VOD after HSCT with InO?", "HSCT after VOD with InO?"),
        ("VOD before HSCT with InO?", "VOD after HSCT with InO?"),
        ("Who had VOD with InO?", "Who had no VOD with InO?"),
        ("VOD in patients with HSCT?", "VOD in patients without HSCT?"),
        ("VOD in patients 55 years or older?", "VOD in patients older than 55 years?"),
        ("May InO be given in cycle 3?", "Should InO be given in cycle 3?"),
        ("When was VOD diagnosed with InO?", "How was VOD diagnosed with InO?"),
        ("How often did VOD occur?", "How long did VOD last?"),
        ("What happened to Helen?", "What happened to Howard?"),
        ("What of hepatitis A with InO?", "What of hepatitis with InO?"),
        ("Do patients need HSCT?", "Do patients get HSCT?"),
        ("Did ALL patients get HSCT?", "Did the patients get HSCT?"),
        ("What was the OS at 12 months with InO?", "What was the OS at 24 months with InO?"),
        ("What was the rate of grade 3 VOD?", "What was the rate of VOD?"),
        ("Dose in cycle 1 on day 8?", "Dose in cycle 8 on day 1?"),
    ],
)
def test_similar_is_not_the_same(reader: Reader, one: str, other: str) -> None:
    assert not same_question(reader.read(one), reader.read(other), reader)


def test_what_differs_is_said(reader: Reader) -> None:
    ino = frame_of(reader.read("Median OS with InO?"), reader)
    sc = frame_of(reader.read("Median PFS with SC at 12 months?"), reader)
    said = " | ".join(ino.hard_differences(sc))
    assert "arm: only the one names InO" in said
    assert "arm: only the other names SC" in said
    assert "figure: only the other names 12" in said
    assert ino.hard_differences(ino) == []


def test_readers_are_kept() -> None:
    assert reader_of(real_corpus()) is reader_of(real_corpus())
