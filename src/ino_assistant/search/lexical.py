"""BM25 over words kept whole and concept tokens, with a statement's context counted too."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ino_assistant.corpus.model import Statement
from ino_assistant.vocabulary.concepts import Concepts
from ino_assistant.vocabulary.tokens import terms

# Robertson's usual values; sentences are short, so length counts for less.
_K1 = 1.2
_B = 0.6


def statement_terms(statement: Statement, context: str, concepts: Concepts) -> list[str]:
    """Terms of a statement: its own twice, those of its context once, and its concepts."""
    own = statement.display
    return [
        *terms(own) * 2,
        *concepts.keys(own) * 2,
        *terms(context),
        *concepts.keys(context),
    ]


def question_terms(question: str, concepts: Concepts) -> list[str]:
    """Terms of a question, each once."""
    return list(dict.fromkeys([*terms(question), *concepts.keys(question, asked=True)]))


class Bm25:
    """A BM25 index of all statements (Robertson and Zaragoza 2009), by the library bm25s."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def build(cls, documents: Sequence[Sequence[str]]) -> Bm25:
        """Index lists of terms, one a statement."""
        bm25s = _bm25s()
        index = bm25s.BM25(k1=_K1, b=_B, method="lucene")
        index.index([list(d) for d in documents], show_progress=False)
        return cls(index)

    def save(self, folder: Path) -> None:
        """Write the index into a folder."""
        self._index.save(folder)

    @classmethod
    def load(cls, folder: Path) -> Bm25:
        """Read an index that `save` wrote."""
        return cls(_bm25s().BM25.load(folder, load_vocab=True))

    def scores(self, terms_asked: Sequence[str]) -> NDArray[np.float32]:
        """Scores of all statements, (n,); zeros where no term is known."""
        known = [t for t in terms_asked if t in self._index.vocab_dict]
        if not known:
            return np.zeros(self._index.scores["num_docs"], dtype=np.float32)
        return np.asarray(self._index.get_scores(known), dtype=np.float32)


@cache
def _bm25s() -> Any:
    """The library bm25s, with its backend of numpy alone.

    It takes scipy where it finds it, for a matrix that numpy makes just as well: that is
    9 MB and a tenth of a second of every start.
    """
    absent = {name: None for name in ("scipy", "scipy.sparse") if name not in sys.modules}
    if "scipy" in absent:
        sys.modules.update(absent)  # type: ignore[arg-type]  # None: `import` finds nothing
    try:
        import bm25s
    finally:
        for name in absent:
            if sys.modules.get(name, absent) is None:
                del sys.modules[name]
    return bm25s
