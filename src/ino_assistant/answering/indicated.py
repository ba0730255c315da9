"""Whether what a document says keeps to the uses that the label of its product is indicated for.

A statement agrees with the label if nothing in it, in its headings or in what it stands under
names a use - a disease, a group of patients, a way of giving it - that the indication does not.
Where no document prints what a product is indicated for, nothing but label text can be told to
agree.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ino_assistant.corpus.model import Corpus, Statement
from ino_assistant.data import load
from ino_assistant.routing.documents import Known, known_of
from ino_assistant.routing.requests import uncovered, use_phrases
from ino_assistant.routing.tags import phrases
from ino_assistant.vocabulary.concepts import Concepts

LABEL: Final = "label"
_WHOSE: Final = frozenset({"opinion", "case"})
"""Nobody's word on an indication."""
_INDICATED = re.compile(r"\bindicated\b.*\b(?:for|in|to|as)\b", re.IGNORECASE | re.DOTALL)
_HEADING = re.compile(r"[\d.\s]*INDICATION", re.IGNORECASE)


class Indications:
    """What the labels of a corpus cover; made once, read-only after.

    Args:
        corpus: its documents print what each product is indicated for.
        concepts: of the corpus.
    """

    def __init__(self, corpus: Corpus, concepts: Concepts) -> None:
        self._corpus = corpus
        known = known_of(corpus, concepts)
        self._outside = {p.name: _outside(p.name, corpus, known) for p in corpus.products}

    def agree(self, statement: Statement) -> bool:
        """Whether a statement is label text, or a trial's result within the indication."""
        if statement.authority == LABEL:
            return True
        products = products_of(statement, self._corpus)
        if statement.authority != "trial" or not products:
            return False
        said = _said(statement)
        patterns = [self._outside.get(name) for name in products]
        return all(pattern is not None and not pattern.search(said) for pattern in patterns)


def products_of(statement: Statement, corpus: Corpus) -> Sequence[str]:
    """What a statement is about; where it doesn't say, what its document is about."""
    document = corpus.document(statement.document)
    return statement.products or [product.name for product in document.products]


def _outside(product: str, corpus: Corpus, known: Known) -> re.Pattern[str] | None:
    """Words that name a use outside of a product's indication; None where none is printed."""
    indication = "\n".join(
        s.display
        for s in corpus.statements
        if s.authority not in _WHOSE and product in products_of(s, corpus) and _says_what_for(s)
    ).lower()
    if not indication:
        return None
    uses = uncovered(replace(known, indication=indication)).all
    named = [words for tag, found in use_phrases() if tag in uses for words in found]
    named += phrases(load("routing")["words"]["off_label_word"])
    joined = "|".join(re.escape(words.lower()) for words in sorted(named, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)")


def _says_what_for(statement: Statement) -> bool:
    under = any(_HEADING.match(heading) for heading in statement.section)
    return under or _INDICATED.search(statement.display) is not None


def _said(statement: Statement) -> str:
    parts = [*statement.section, statement.context, statement.subject, statement.display]
    if statement.row is not None:
        parts += [statement.row.table, statement.row.group or "", statement.row.label]
    return "\n".join(parts).lower()


__all__ = ["LABEL", "Indications", "products_of"]
