"""Every kind of wrong sentence that the evaluation knows, said by a model of its source."""

from __future__ import annotations

from collections import Counter

import pytest

from corpus.making import REAL
from ino_assistant.answering.understanding.question import Reader
from ino_assistant.corpus.load import load_corpus
from ino_assistant.corpus.model import Corpus
from ino_assistant.evaluation.mutations.generate import OPERATORS, Mutation, mutations_of
from ino_assistant.evaluation.mutations.pool import pool_of
from ino_assistant.evaluation.mutations.truth import Truth
from ino_assistant.evaluation.mutations.truths import truths_of
from ino_assistant.fidelity.binding.claim_binding import claims_of_corpus
from ino_assistant.fidelity.binding.evidence import vocabulary_of
from ino_assistant.llm.composer import ModelComposer
from ino_assistant.text import fold
from ino_assistant.vocabulary.concepts import concepts_for
from llm.models import caller_of
from search import prepared

_OF_A_KIND = 12
"""Mutants tried of each kind and corpus, spread over all of them."""


class Parrot:
    """A model that says one thing of the first statement that it is shown."""

    def __init__(self, corpus: Corpus) -> None:
        self.says = ""
        self._corpus = corpus
        self._concepts = concepts_for(corpus.documents)
        self._reader = Reader(corpus, self._concepts)
        self._compose = ModelComposer(caller_of(lambda m: self.says), "parrot")
        self._question = self._reader.read("What was found?")

    def shown(self, statement: str, says: str) -> bool:
        """Whether what it says of a statement is shown."""
        self.says = f"{fold(says)} [1]"
        chosen = [self._corpus.by_id[statement]]
        composed = self._compose(self._question, chosen, self._corpus, self._reader, self._concepts)
        return composed.answerer != "extractive"


@pytest.fixture(scope="module", params=["real", "made up"])
def corpus(request: pytest.FixtureRequest) -> Corpus:
    return load_corpus(REAL) if request.param == "real" else prepared.small_corpus()


def test_no_wrong_sentence_is_shown(corpus: Corpus) -> None:
    parrot = Parrot(corpus)
    truths = truths_of(corpus, claims_of_corpus(corpus))
    pool, seen = pool_of(truths, vocabulary_of(corpus)), set[tuple[str, str]]()
    by_kind: dict[str, list[Mutation]] = {o.kind: [] for o in OPERATORS}
    for truth in truths:
        for mutation in mutations_of(truth, pool, seen):
            # Judged against another statement it is no reply to this one.
            if not mutation.mutant.evidence:
                by_kind[mutation.operator.kind].append(mutation)
    tried: Counter[str] = Counter()
    for kind, mutations in by_kind.items():
        for each in mutations[:: max(1, len(mutations) // _OF_A_KIND)]:
            tried[kind] += 1
            assert not parrot.shown(each.truth.source, each.mutant.statement), (kind, each.mutant)
    assert len(tried) > 12
    assert tried.total() > 100
    assert _shown(parrot, truths) > 0.25, "and not because nothing is ever shown"


def _shown(parrot: Parrot, truths: list[Truth]) -> float:
    """Share of true sentences in other words that are shown."""
    other = [t for t in truths if t.form in ("written_out", "renamed")][:80]
    assert other
    return sum(parrot.shown(t.source, t.statement) for t in other) / len(other)
