"""The trial that a sentence tells of, where it names none or sets another beside a figure."""

from __future__ import annotations

from dataclasses import replace

from answering.making import corpus_of, document
from ino_assistant.answering.understanding.trials_told import (
    of_other_research,
    trials_in,
    trials_told,
)
from ino_assistant.vocabulary.concepts import concepts_for

FIRST = "ALPHA-1 compared Alfazumab with placebo in 800 adults."
NEXT = "Fever fell by 20%."
POOLED = "In the pooled trials, rash occurred in 5%."
AFTER = "Itch occurred in 3%."
BESIDE = "The level was low (684 pg/mL against 1,590 pg/mL in BETA-2)."


def test_a_sentence_is_on_the_trial_named_before_it() -> None:
    made = replace(
        document(sentences=(FIRST, NEXT, POOLED, AFTER, BESIDE)), trials=("ALPHA-1", "BETA-2")
    )
    corpus = corpus_of(made)
    concepts = concepts_for(corpus.documents)
    by_text = {s.id: s.display for s in corpus.statements}
    told = {by_text[i]: trial for i, trial in trials_told(corpus, concepts).items()}
    assert told == {NEXT: "ALPHA-1"}
    assert not trials_in(BESIDE, concepts)
    assert list(trials_in(FIRST, concepts).values()) == ["ALPHA-1"]


def test_research_by_others_is_known_by_its_name() -> None:
    by_others = "In 4 GAMMAHEM (German Group) trials, 36% were alive after 2 years."
    made = replace(document(sentences=(FIRST, NEXT, by_others)), trials=("ALPHA-1",))
    corpus = corpus_of(made)
    concepts = concepts_for(corpus.documents)
    found = of_other_research(corpus, concepts)
    assert [s.display for s in corpus.statements if s.id in found] == [by_others]
    # Where a document declares no trials, nothing tells whose one is.
    assert not of_other_research(corpus_of(replace(made, trials=())), concepts)
