"""A question without the name of the product that it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ino_assistant.answering.understanding.english import ASKING
from ino_assistant.vocabulary.tokens import terms, word_spans

_BEFORE = re.compile(r"\b(?:with|for|of|on|about|by|under|receiving|taking|the)\s+$", re.IGNORECASE)
_BEHIND = re.compile(r"(?:['’]s?\b)?\s*[:,]?\s*")


def unnamed(text: str, products: Sequence[tuple[str, int, int]]) -> str:
    """A question as it is searched for: the product filters, its name is not looked for.

    `What is the highest dose of X?` is answered by `it may be raised to 20 mg`, not by whatever
    happens to print the name. Where nothing else is asked, or several products are named, the
    name stays.

    Args:
        text: the question.
        products: where its words name a product: name, first word, the one behind the last.
    """
    if len({name for name, _, _ in products}) != 1:
        return text
    spans = word_spans(text)
    left, taken = text, len(spans)
    for _, first, last in sorted(products, key=lambda span: (-span[2], span[1])):
        if last > taken:
            continue
        taken = first
        before, behind = left[: spans[first][0]], left[spans[last - 1][1] :]
        left = f"{_BEFORE.sub('', before)}{_BEHIND.sub(' ', behind, count=1)}"
    left = " ".join(left.split())
    return left if set(terms(left)) - ASKING else text
