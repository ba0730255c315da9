"""Terms that mean the same thing, and those that only look like it."""

from __future__ import annotations

import pytest

from answering.making import corpus_of, document
from ino_assistant.corpus.model import Corpus, Synonyms
from ino_assistant.vocabulary.concepts import Concept, Concepts, concepts_for, general_lexicon
from ino_assistant.vocabulary.tokens import words
from search.prepared import real_corpus


def made_up() -> Corpus:
    import dataclasses

    base = document(products=["Alfazumab"])
    return corpus_of(
        dataclasses.replace(
            base,
            trials=("ALFA-ONE PN", "PRISM"),
            arms=(Synonyms("ALFA", ("ALFA", "alfazumab")),),
            synonyms=(
                Synonyms("Alfazumab", ("Alfazumab", "ALFA")),
                Synonyms("PN", ("PN", "prurigo nodularis")),
                Synonyms("bleeds", ("bleeds", "hemorrhage", "oozing")),
            ),
        )
    )


@pytest.fixture(scope="module")
def concepts() -> Concepts:
    return concepts_for(made_up().documents)


def labels(concepts: Concepts, text: str) -> list[str]:
    return [m.concept.label for m in concepts.find(words(text))]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("VOD", "sinusoidal obstruction syndrome"),
        ("OS", "overall survival"),
        ("HR", "hazard ratio"),
        ("low platelets", "thrombocytopenia"),
        ("PN", "prurigo nodularis"),
        ("haemorrhage", "bleeding"),
        ("hemorrhages", "hemorrhage"),
    ],
)
def test_terms_that_mean_the_same_share_a_key(concepts: Concepts, one: str, other: str) -> None:
    assert concepts.keys(one)
    assert set(concepts.keys(one)) & set(concepts.keys(other))


@pytest.mark.parametrize(("one", "other"), [("OS", "PFS"), ("HR", "OR"), ("VOD", "QT")])
def test_terms_that_mean_another_thing_share_none(concepts: Concepts, one: str, other: str) -> None:
    assert not set(concepts.keys(one)) & set(concepts.keys(other))


def test_an_abbreviation_that_is_a_common_word_counts_in_capitals_only() -> None:
    real = concepts_for(real_corpus().documents)
    disease = real.keys("acute lymphoblastic leukemia")
    assert disease
    assert set(disease) <= set(real.keys("adults with ALL"))
    assert not set(disease) & set(real.keys("all adults"))
    assert real.keys("the OR was 2") == real.keys("odds ratio")
    assert not real.keys("this or that")


def test_other_abbreviations_count_however_they_are_typed(concepts: Concepts) -> None:
    assert concepts.keys("vod") == concepts.keys("VOD") != []


def test_a_term_of_several_words_is_a_phrase(concepts: Concepts) -> None:
    assert concepts.keys("prurigo nodularis")
    assert not concepts.keys("prurigo, and later nodularis")


def test_a_trials_name_does_not_name_the_drug_in_it(concepts: Concepts) -> None:
    assert "Alfazumab" in labels(concepts, "What did ALFA do?")
    assert set(labels(concepts, "the ALFA-ONE PN trial")) == {"ALFA-ONE PN"}
    # The disease at the end of the name is often left out.
    assert set(labels(concepts, "the ALFA-ONE trial")) == {"ALFA-ONE PN"}
    assert set(labels(concepts, "ALFA in ALFA-ONE")) == {"Alfazumab", "ALFA-ONE PN"}
    assert "PN" in labels(concepts, "ALFA-ONE PN in PN")


def test_the_same_holds_in_the_real_corpus() -> None:
    real = concepts_for(real_corpus().documents)
    kinds = {m.concept.kind for m in real.find(words("the INO-VATE ALL trial"))}
    assert kinds == {"trial"}
    assert {m.concept.kind for m in real.find(words("InO in INO-VATE"))} == {"trial", "word"}


def test_synonyms_of_a_document_join_the_group_they_share_a_term_with(concepts: Concepts) -> None:
    assert concepts.keys("oozing") == concepts.keys("bleeding")


def test_mentions_say_where_they_stand(concepts: Concepts) -> None:
    tokens = words("Is overall survival longer?")
    longest = max(concepts.find(tokens), key=lambda m: m.end - m.start)
    assert tokens[longest.start : longest.end] == ["overall", "survival"]


def test_a_key_is_given_once_a_text(concepts: Concepts) -> None:
    keys = concepts.keys("VOD, VOD/SOS and veno-occlusive disease")
    assert len(keys) == len(set(keys))


def test_terms_without_words_are_passed_over() -> None:
    concept = Concept("x", "word", "§x")
    assert Concepts([(concept, ["--", "", "x"])]).keys("x --") == ["§x"]


def test_the_lexicon_names_no_product_or_trial() -> None:
    corpus = real_corpus()
    names = {n.lower() for p in corpus.products for n in p.names}
    names |= {t.lower() for d in corpus.documents for t in d.trials}
    listed = {
        t.lower() for groups in general_lexicon().values() for g in groups.values() for t in g
    }
    assert not names & listed
    assert "veno-occlusive disease" in listed
