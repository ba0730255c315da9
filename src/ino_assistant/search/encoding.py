"""A text as an embedding model sees it, and what retrieval needs of such a model."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ino_assistant.search.weights import Record

TOKEN_OUTPUT = "token_embeddings"
VECTOR_OUTPUT = "sentence_embedding"

# Punctuation that only separates words, and the marks that tokenizers put on a piece's start.
# "<", ">", "≥", "%", "+", "-", "/", "=" stay: in drug documents they carry meaning.
_EMPTY_OF_MEANING = ".,;:!?()[]\"'`´“”„‘’‚«»‹›" + "#▁Ġ"


@dataclass(frozen=True, slots=True, eq=False)
class Encoding:
    """One text as the model sees it.

    Attributes:
        vector: float32 (dimension,), L2-normalised.
        tokens: float32 (n, width), L2-normalised last-layer token vectors, special and
            pure-punctuation pieces dropped; width is the encoder's dimension unless the model
            projects its sentence vectors (a Dense module).
        pieces: the n word pieces, as the tokenizer spells them (lower case, "##" kept).
        truncated: the text was longer than the model reads.
    """

    vector: NDArray[np.float32]
    tokens: NDArray[np.float32]
    pieces: tuple[str, ...]
    truncated: bool


class Encoder(Protocol):
    """What retrieval needs of an embedding model.

    Attributes:
        name: the model setting.
        fingerprint: changes when weights, export, pooling or maximum length change.
        runtime: "onnxruntime" or "sentence-transformers".
        note: how the model is run and, if not exported, why; one line.
        dimension: length of a sentence vector.
        max_tokens: tokens the model reads of a text, special ones included.
    """

    name: str
    fingerprint: str
    runtime: str
    note: str
    dimension: int
    max_tokens: int

    def encode(self, text: str) -> Encoding:
        """Encode one text."""
        ...

    def encode_many(
        self,
        texts: Sequence[str],
        *,
        batch_size: int = 32,
        progress: Callable[[int], None] | None = None,
    ) -> list[Encoding]:
        """Encode texts; the result keeps their order.

        Args:
            texts: any number of texts.
            batch_size: the most texts of one forward pass.
            progress: called with the number of texts just done.
        """
        ...


class BatchEncoder:
    """What the encoders of a recorded model share: who they are, and texts taken by their length.

    Args:
        record: what was written when the model was prepared.
    """

    def __init__(self, record: Record) -> None:
        self.name = record.model
        self.fingerprint = record.fingerprint
        self.runtime = record.runtime
        self.note = record.note
        self.dimension = record.dimension
        self.max_tokens = record.max_tokens
        self._prompt = record.prompt

    def encode_many(
        self,
        texts: Sequence[str],
        *,
        batch_size: int = 32,
        progress: Callable[[int], None] | None = None,
    ) -> list[Encoding]:
        """See `Encoder.encode_many`."""
        done: dict[int, Encoding] = {}
        # Texts of like length share a pass, so that little of it is padding. Sorting by
        # characters is near enough, and only one batch of tokenizations is held at a time.
        by_length = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        for start in range(0, len(by_length), batch_size):
            places = by_length[start : start + batch_size]
            for rows, encodings in self._batch([texts[place] for place in places]):
                done.update(zip((places[row] for row in rows), encodings, strict=True))
                if progress is not None:
                    progress(len(rows))
        return [done[place] for place in range(len(texts))]

    def _batch(self, texts: Sequence[str]) -> Iterator[tuple[Sequence[int], list[Encoding]]]:
        """The encodings of a batch, a forward pass at a time, with their places in it."""
        raise NotImplementedError


def make_encoding(
    vector: NDArray[np.float32],
    states: NDArray[np.float32],
    pieces: Sequence[str],
    special: Sequence[int],
    truncated: bool,
) -> Encoding:
    """Normalise and drop what carries no meaning; `states` may have rows of padding at its end."""
    kept = [
        place
        for place, (piece, is_special) in enumerate(zip(pieces, special, strict=True))
        if not is_special and means_something(piece)
    ]
    tokens = states[kept]
    norms = np.sqrt(np.einsum("ij,ij->i", tokens, tokens))
    tokens /= np.maximum(norms, 1e-12)[:, None]
    return Encoding(
        vector=vector / max(float(np.sqrt(vector @ vector)), 1e-12),
        tokens=tokens,
        pieces=tuple(pieces[place] for place in kept),
        truncated=truncated,
    )


def means_something(piece: str) -> bool:
    """Whether a word piece is more than punctuation."""
    return bool(piece.strip(_EMPTY_OF_MEANING))


def encodable(text: str) -> str:
    """Lone surrogates (from JSON's escapes) as "?"; tokenizers refuses them."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
