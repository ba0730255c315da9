"""Search: three scores over all statements of the products asked for, summed as z-scores.

Dense vectors, BM25 with concept tokens and late interaction (Khattab and Zaharia,
ColBERT, SIGIR 2020: for every token of the question the best cosine among a statement's
tokens, weighted by rarity). With one right statement the gap between scores carries
information that ranks discard, so z-scores are summed and not ranks.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ino_assistant.corpus.model import Corpus, Statement
from ino_assistant.errors import AssistantError, ModelError, SearchIndexError
from ino_assistant.search.build import Progress, build_index, fingerprint_of
from ino_assistant.search.context import Contexts
from ino_assistant.search.encoder import open_encoder, prepare_encoder
from ino_assistant.search.encoding import Encoder
from ino_assistant.search.lexical import question_terms
from ino_assistant.search.store import LOCK, SearchIndex, open_index
from ino_assistant.search.wording import abbreviations_of, expand
from ino_assistant.search.wordwise import Wordwise, nearest
from ino_assistant.vocabulary.concepts import Concepts, concepts_for

Building = Literal["never", "stale", "always"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A statement and how well it fits; the parts are z-scores over all statements.

    Attributes:
        statement: the statement.
        score: the sum of the three that follow.
        dense: by the sentence vectors.
        lexical: by BM25.
        late: by late interaction.
        likeness: late interaction itself, from -1 to 1: the same whatever else is searched.
        wordwise: the same of single words of the question.
    """

    statement: Statement
    score: float
    dense: float
    lexical: float
    late: float
    likeness: float
    wordwise: Wordwise = field(compare=False)


@dataclass(frozen=True, slots=True)
class Found:
    """Hits, best first, and what the search took in milliseconds."""

    hits: tuple[Hit, ...]
    timings_ms: dict[str, float]


class Searcher:
    """An index opened for asking; safe to share between threads."""

    def __init__(self, corpus: Corpus, encoder: Encoder, index: SearchIndex) -> None:
        self.corpus = corpus
        self.encoder = encoder
        self.index = index
        self.claims = index.claims
        self.concepts: Concepts = concepts_for(corpus.documents)
        self.contexts = Contexts(corpus)
        self._abbreviations = abbreviations_of(corpus)
        if index.statements != tuple(statement.id for statement in corpus.statements):
            # The code that reads documents has changed, and not its READER_VERSION.
            raise SearchIndexError("the index is of other statements; run `ino-assistant ingest`")
        self._statements = corpus.statements
        self._all = np.ones(len(self._statements), dtype=bool)

    def search(
        self, question: str, products: Sequence[str] = (), limit: int = 50, beside: int = 0
    ) -> Found:
        """The statements that fit a question best.

        Args:
            question: in words.
            products: only statements about one of these; empty for all.
            limit: the most hits by the sum of the scores.
            beside: so many of the first of each score alone come on top.
        """
        started = time.perf_counter()
        encoding = self.encoder.encode(expand(question, self._abbreviations))
        encoded = time.perf_counter()
        pool = self._pool(products)
        dense = _z(self.index.vectors @ encoding.vector)
        lexical = _z(self.index.bm25.scores(question_terms(question, self.concepts)))
        by_piece = nearest(encoding.tokens, self.index.tokens, self.index.starts)
        likeness = self._likeness(by_piece, encoding.pieces)
        late = _z(likeness)
        total = np.where(pool, dense + lexical + late, -np.inf)
        places = np.argsort(-total, kind="stable")[: int(pool.sum())]
        # What one score alone is sure of may hold the very thing that is asked for.
        best = {
            int(i)
            for of in (dense, lexical, late)
            for i in _top(np.where(pool, of, -np.inf), beside)
        }
        order = [int(i) for place, i in enumerate(places) if place < limit or int(i) in best]
        hits = tuple(
            Hit(
                self._statements[i],
                float(total[i]),
                float(dense[i]),
                float(lexical[i]),
                float(late[i]),
                float(likeness[i]),
                Wordwise(encoding.pieces, by_piece[:, i]),
            )
            for i in order
        )
        done = time.perf_counter()
        return Found(hits, {"encode": (encoded - started) * 1e3, "score": (done - encoded) * 1e3})

    def _pool(self, products: Sequence[str]) -> NDArray[np.bool_]:
        if not products:
            return self._all
        wanted = set(products)
        return np.fromiter((bool(wanted & set(s.products)) for s in self._statements), bool)

    def _likeness(
        self, by_piece: NDArray[np.float32], pieces: Sequence[str]
    ) -> NDArray[np.float32]:
        """Late interaction of the question's tokens with every statement's, (n,)."""
        if not len(by_piece):
            return np.zeros(len(self._statements), dtype=np.float32)
        unknown = max(self.index.rarity.values(), default=1.0)
        weights = np.asarray(
            [self.index.rarity.get(piece, unknown) for piece in pieces], dtype=np.float32
        )
        return np.asarray(weights @ by_piece / weights.sum(), dtype=np.float32)


def _top(scores: NDArray[np.float32], most: int) -> NDArray[np.intp]:
    """Where the highest scores stand."""
    count = min(most, len(scores))
    return np.argsort(-scores, kind="stable")[:count]


def _z(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Standard scores over all statements; zeros where all are equal.

    Not over those of one product only: a score must mean the same however few they are.
    """
    spread = float(scores.std()) if len(scores) else 0.0
    if spread == 0.0:
        return np.zeros_like(scores)
    return np.asarray((scores - scores.mean()) / spread, dtype=np.float32)


def open_searcher(
    corpus: Corpus,
    *,
    model: str,
    model_dir: Path,
    index_dir: Path,
    log: Callable[[str], None] = lambda line: None,
    progress: Progress = lambda done, total: None,
    building: Building = "stale",
) -> Searcher:
    """The search over a corpus; model and index are prepared first where they must be.

    Args:
        corpus: what is searched.
        model: a sentence-transformers model, by name or path.
        model_dir: where exported models are kept.
        index_dir: where builds of the index are kept.
        log: given a line on what is being done and why.
        progress: told how far a build is.
        building: whether model and index are prepared never (an error, if they must be),
            if they are missing or stale, or always.

    Raises:
        ModelError, SearchIndexError: the model or the index can't be had.
    """
    try:
        encoder = open_encoder(model, model_dir)
    except ModelError as error:
        if building == "never":
            raise
        log(f"preparing the embedding model: {_why(error)}")
        encoder = _prepare(model, model_dir, log)
    if building != "always":
        try:
            return Searcher(corpus, encoder, open_index(index_dir, fingerprint_of(corpus, encoder)))
        except SearchIndexError as error:
            if building == "never":
                raise
            log(f"building the index: {_why(error)}")
    with _alone(index_dir):
        fingerprint = build_index(corpus, encoder, index_dir, progress)
    return Searcher(corpus, encoder, open_index(index_dir, fingerprint))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold off other processes that prepare something in the same folder.

    Raises:
        SearchIndexError: the folder can't be written to.
    """
    from filelock import FileLock

    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / LOCK)
        lock.acquire()
    except OSError as error:
        raise SearchIndexError(
            f"{folder}: can't be written to ({error.strerror}); allow it, or set "
            "INO_ASSISTANT_DATA_DIR to another folder"
        ) from error
    try:
        yield
    finally:
        lock.release()


def _why(error: AssistantError) -> str:
    """What an error says is wrong, without what it says to do: that is being done."""
    return str(error).split("; run ", 1)[0]


def _prepare(model: str, model_dir: Path, log: Callable[[str], None]) -> Encoder:
    from filelock import FileLock

    try:
        model_dir.mkdir(parents=True, exist_ok=True)
        # Two processes that prepare one model at once would remove each other's work.
        with FileLock(model_dir / ".lock"):
            return prepare_encoder(model, model_dir, log=log)
    except OSError as error:
        raise ModelError(
            f"{model_dir}: can't be written to ({error.strerror}); allow it, or set "
            "INO_ASSISTANT_DATA_DIR to another folder"
        ) from error
