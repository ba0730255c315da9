"""Names of arms, products and trials as tokens that are compared, and where a question has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ino_assistant.corpus.model import Corpus, Document
from ino_assistant.vocabulary.concepts import Concepts
from ino_assistant.vocabulary.tokens import term, words


def kinds_called(document: Document, concepts: Concepts) -> frozenset[str]:
    """What a document's products are, as their names say: `norovirus vaccine` is a vaccine."""
    return frozenset(
        m.concept.key
        for product in document.products
        for name in product.names
        for m in concepts.find(words(name))
        if m.concept.kind == "attribute"
    )


def corpus_arms(corpus: Corpus) -> Iterable[tuple[str, Sequence[str]]]:
    """Name and names of every trial arm of the corpus."""
    return [(arm.label, arm.terms) for document in corpus.documents for arm in document.arms]


def arms_of_product(document: Document) -> frozenset[str]:
    """Arms that are the product itself: what a document says of no arm is said of them."""
    products = {name.lower() for product in document.products for name in product.names}
    return frozenset(
        arm.label for arm in document.arms if products & {n.lower() for n in arm.terms}
    )


def compared_names(
    groups: Iterable[tuple[str, Sequence[str]]],
) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Name → its variants as tuples of compared tokens."""
    return {
        name: tuple(dict.fromkeys(tuple(term(t) for t in words(n)) for n in (name, *names)))
        for name, names in groups
    }


def mentioned(
    tokens: Sequence[str], named: Mapping[str, tuple[tuple[str, ...], ...]]
) -> frozenset[str]:
    """The names of which tokens hold a variant."""
    compared = [term(t) for t in tokens]
    spread = f" {' '.join(compared)} "
    return frozenset(
        name
        for name, variants in named.items()
        if any(variant and f" {' '.join(variant)} " in spread for variant in variants)
    )


def spans_of(
    tokens: Sequence[str], named: Mapping[str, tuple[tuple[str, ...], ...]]
) -> list[tuple[str, int, int]]:
    """Where tokens hold one of the variants of a name, the longest first."""
    compared = tuple(term(t) for t in tokens)
    found = [
        (name, at, at + len(variant))
        for name, variants in named.items()
        for variant in variants
        if variant
        for at in range(len(compared) - len(variant) + 1)
        if compared[at : at + len(variant)] == variant
    ]
    return sorted(found, key=lambda f: (f[1] - f[2], f[1]))


def other_trials(corpus: Corpus, concepts: Concepts) -> dict[str, str]:
    """Of a document with two trials, the concept of each → the name of the other."""
    found = {}
    for document in corpus.documents:
        if len(document.trials) == 2:
            for one, other in (document.trials, document.trials[::-1]):
                keys = [
                    m.concept.key for m in concepts.find(words(one)) if m.concept.kind == "trial"
                ]
                found.update(dict.fromkeys(keys, other))
    return found
