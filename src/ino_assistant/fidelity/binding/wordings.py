"""Other words for the same: where a word has its source under another name.

They only show that a word is not new. What a figure is of, and which way something went, is
judged by roles; a wording never makes one endpoint, arm or group another.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

from ino_assistant import data
from ino_assistant.fidelity.binding.items import Sentence
from ino_assistant.fidelity.terms.normal import normal
from ino_assistant.fidelity.terms.vocabulary import Trie, stem, tokens_of
from ino_assistant.text import Span

_END = ""


@cache
def _tree() -> Trie:
    """The wordings of `everyday.toml` as a tree of stems that ends in numbers of lines."""
    tree: Trie = {}
    for number, line in enumerate(data.load("everyday")["wordings"]):
        for wording in line:
            node = tree
            for word in _stems(wording):
                node = node.setdefault(word, {})
            node.setdefault(_END, set()).add(number)
    return tree


def _stems(text: str) -> list[str]:
    return [stem(word) for word, _, _ in tokens_of(normal(text)) if word[0].isalnum()]


@lru_cache(maxsize=4096)
def wordings_of(sentence: Sentence) -> tuple[tuple[Span, frozenset[int]], ...]:
    """The wordings in a sentence: where each stands and the lines that have it."""
    tokens = [
        (stem(word), start, end)
        for word, start, end in tokens_of(normal(sentence.text))
        if word[0].isalnum()
    ]
    found: list[tuple[Span, frozenset[int]]] = []
    for at, (_, start, _) in enumerate(tokens):
        node = _tree()
        for word, _, end in tokens[at:]:
            if word not in node:
                break
            node = node[word]
            if _END in node:
                found.append(((start, end), frozenset(node[_END])))
    return tuple(found)


@cache
def denying_lines() -> frozenset[int]:
    """The lines that say the same with a `not` and without: `unknown`, `not known`."""
    lines = data.load("everyday")["wordings"]
    return frozenset(
        number for number, line in enumerate(lines)
        if any(w.startswith(("not ", "no ", "nothing ")) for w in line)
    )  # fmt: skip


@lru_cache(maxsize=8192)
def lines_with(key: str) -> frozenset[int]:
    """The lines that have a stem as a wording of its own."""
    return frozenset(_tree().get(key, {}).get(_END, ()))


def lines_of(sentences: Iterable[Sentence]) -> frozenset[int]:
    """Every line that has a wording in one of some sentences."""
    return frozenset().union(*(lines for s in sentences for _, lines in wordings_of(s)))


def lines_at(sentence: Sentence, span: Span) -> frozenset[int]:
    """The lines of the wordings that a word of a sentence is part of."""
    return frozenset().union(
        *(lines for (start, end), lines in wordings_of(sentence)
          if start <= span[0] and span[1] <= end)
    )  # fmt: skip


__all__ = ["denying_lines", "lines_at", "lines_of", "lines_with", "wordings_of"]
