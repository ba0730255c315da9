"""Texts in, sentence vectors and token vectors out.

An encoder that was exported at ingest is run by onnxruntime and tokenizers alone; neither torch
nor transformers nor sentence-transformers is imported for it.
"""

from __future__ import annotations

import contextlib
import io
import logging
import os
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ino_assistant.errors import ModelError
from ino_assistant.search.weights import (
    PACKAGED_SHA256,
    Record,
    find_source,
    is_packaged,
    read_record,
    sha256_file,
)

if TYPE_CHECKING:
    from tokenizers import Encoding as Tokenized

GRAPH = "model.onnx"
TOKENIZER = "tokenizer.json"
TOKEN_OUTPUT = "token_embeddings"
VECTOR_OUTPUT = "sentence_embedding"

# Punctuation that only separates words, and the marks that tokenizers put on a piece's start.
# "<", ">", "≥", "%", "+", "-", "/", "=" stay: in drug documents they carry meaning.
_EMPTY_OF_MEANING = ".,;:!?()[]\"'`´“”„‘’‚«»‹›" + "#▁Ġ"

# Rows times padded length of one forward pass: larger passes are no faster on a CPU (150-190 us
# a token from 512 tokens up, on two cores) and take memory in proportion.
_TOKENS_PER_PASS = 2048

_INGEST = "run `ino-assistant ingest`"


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


class OnnxEncoder:
    """An exported model, run by onnxruntime. Safe to use from several threads."""

    def __init__(self, record: Record, cache: Path) -> None:
        """Load an export, checking every file's sha256.

        Raises:
            ModelError: a file is missing, unreadable or not the one that was exported.
        """
        self.name = record.model
        self.fingerprint = record.fingerprint
        self.runtime = record.runtime
        self.note = record.note
        self.dimension = record.dimension
        self.max_tokens = record.max_tokens
        self._pad_id = record.pad_id
        self._prompt = record.prompt
        folder = cache / record.folder
        with ThreadPoolExecutor(max_workers=1) as pool:
            # The weights are raw numbers, harmless if wrong: hashing them alongside loading
            # hides most of its time. Graph and tokenizer are parsed, so they are checked first.
            sizes_agree = all(_size(folder / name) == size for name, (_, size) in _files(record))
            parsed = [name for name, _ in _files(record) if name in (GRAPH, TOKENIZER)]
            if not sizes_agree or len(parsed) < 2 or _wrong(record, folder, parsed):
                raise ModelError(_damaged(record, folder))
            rest = [name for name, _ in _files(record) if name not in parsed]
            checked = pool.submit(_wrong, record, folder, rest)
            try:
                from tokenizers import Tokenizer

                self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
                self._tokenizer.no_padding()
                self._tokenizer.enable_truncation(record.max_tokens)
                self._session = _session(folder / GRAPH)
            except Exception as error:  # the libraries' own errors are bare Exceptions
                raise ModelError(f"{_damaged(record, folder)} ({error})") from error
            if checked.result():
                raise ModelError(_damaged(record, folder))
        self._inputs = frozenset(each.name for each in self._session.get_inputs())

    def encode(self, text: str) -> Encoding:
        """See `Encoder.encode`."""
        tokenized = self._tokenizer.encode(_encodable(self._prompt + text))
        return self._forward([tokenized])[0]

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
            batch = self._tokenizer.encode_batch(
                [_encodable(self._prompt + texts[place]) for place in places]
            )
            for rows in _passes([len(each.ids) for each in batch]):
                encodings = self._forward([batch[row] for row in rows])
                done.update(zip((places[row] for row in rows), encodings, strict=True))
                if progress is not None:
                    progress(len(rows))
        return [done[place] for place in range(len(texts))]

    def _forward(self, batch: Sequence[Tokenized]) -> list[Encoding]:
        """One forward pass over tokenized texts, padded to the longest."""
        longest = max(len(each.ids) for each in batch)
        ids = np.full((len(batch), longest), self._pad_id, dtype=np.int64)
        mask = np.zeros((len(batch), longest), dtype=np.int64)
        types = np.zeros((len(batch), longest), dtype=np.int64)
        for row, each in enumerate(batch):
            ids[row, : len(each.ids)] = each.ids
            mask[row, : len(each.ids)] = 1
            types[row, : len(each.ids)] = each.type_ids
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        states, vectors = self._session.run(
            [TOKEN_OUTPUT, VECTOR_OUTPUT],
            {name: values for name, values in feed.items() if name in self._inputs},
        )
        return [
            _encoding(
                vectors[row],
                states[row],
                each.tokens,
                each.special_tokens_mask,
                bool(each.overflowing),
            )
            for row, each in enumerate(batch)
        ]


class SentenceTransformersEncoder:
    """A model run as it is by sentence-transformers: slower to load, larger, same answers."""

    def __init__(self, record: Record, model: Any) -> None:
        """Wrap a loaded SentenceTransformer; see `load_sentence_transformer`."""
        self.name = record.model
        self.fingerprint = record.fingerprint
        self.runtime = record.runtime
        self.note = record.note
        self.dimension = record.dimension
        self.max_tokens = record.max_tokens
        self._prompt = record.prompt
        self._model = model

    def encode(self, text: str) -> Encoding:
        """See `Encoder.encode`."""
        return self.encode_many([text])[0]

    def encode_many(
        self,
        texts: Sequence[str],
        *,
        batch_size: int = 32,
        progress: Callable[[int], None] | None = None,
    ) -> list[Encoding]:
        """See `Encoder.encode_many`."""
        done: dict[int, Encoding] = {}
        by_length = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        for start in range(0, len(by_length), batch_size):
            places = by_length[start : start + batch_size]
            batch = [_encodable(texts[place]) for place in places]
            outputs = self._model.encode(
                batch,
                batch_size=batch_size,
                output_value=None,
                convert_to_numpy=False,
                show_progress_bar=False,
            )
            for place, text, output in zip(places, batch, outputs, strict=True):
                done[place] = self._encoding(text, output)
            if progress is not None:
                progress(len(places))
        return [done[place] for place in range(len(texts))]

    def _encoding(self, text: str, output: dict[str, Any]) -> Encoding:
        vector = output[VECTOR_OUTPUT].float().numpy()
        if TOKEN_OUTPUT not in output or "input_ids" not in output:
            # A model of static word vectors has no token vectors to give.
            return _encoding(vector, np.zeros((0, len(vector)), dtype=np.float32), [], [], False)
        tokenizer = self._model.tokenizer
        # Padding may be on either side; the mask says where the text is.
        read = np.flatnonzero(output["attention_mask"].numpy())
        ids = output["input_ids"].numpy()[read].tolist()
        specials = set(tokenizer.all_special_ids) - {tokenizer.unk_token_id}
        whole = tokenizer(self._prompt + text, truncation=False, verbose=False)["input_ids"]
        return _encoding(
            vector,
            output[TOKEN_OUTPUT].float().numpy()[read],
            tokenizer.convert_ids_to_tokens(ids),
            [int(each in specials) for each in ids],
            len(whole) > len(ids),
        )


def open_encoder(model: str, cache: Path) -> Encoder:
    """Open what ingest prepared; an exported model is opened without torch.

    Args:
        model: the model setting, see `weights.find_source`.
        cache: the folder that `prepare_encoder` wrote to.

    Raises:
        ModelError: not prepared, or its files are damaged or of other weights; says to ingest.
    """
    record = read_record(model, cache)
    if record is None:
        raise ModelError(f"model {model} isn't prepared in {cache}; {_INGEST}")
    if is_packaged(model) and record.weights_sha256 != PACKAGED_SHA256:
        raise ModelError(
            f"model {model} was prepared from weights with sha256 {record.weights_sha256}, "
            f"expected {PACKAGED_SHA256}; {_INGEST}"
        )
    if record.runtime == "onnxruntime":
        return OnnxEncoder(record, cache)
    source = find_source(model)
    if source.digest != record.source_digest:
        raise ModelError(f"the files of model {model} have changed; {_INGEST}")
    return SentenceTransformersEncoder(record, load_sentence_transformer(source.location))


def prepare_encoder(
    model: str, cache: Path, *, log: Callable[[str], None] = lambda line: None
) -> Encoder:
    """Open the encoder, exporting the model first if that is missing, stale or damaged.

    Two processes must not prepare one model in one cache at the same time: the caller holds
    ingest's lock.

    Args:
        model: the model setting, see `weights.find_source`.
        cache: where the export is kept; made if missing.
        log: given a line when something worth knowing happens.

    Raises:
        ModelError: the model can't be loaded, or its weights are not the ones expected.
    """
    from ino_assistant.search.export import prepare

    return prepare(model, cache, log=log)


def load_sentence_transformer(location: str) -> Any:
    """Load a SentenceTransformer on the CPU, in float32. ModelError if it can't be loaded."""
    try:
        with quietly():
            from sentence_transformers import SentenceTransformer

            model = SentenceTransformer(
                location, device="cpu", local_files_only=Path(location).is_dir()
            )
    except Exception as error:  # what is raised depends on which file or hub is wrong, and how
        line = " ".join(str(error).split())[:300]
        raise ModelError(f"model {location} can't be loaded: {line}") from error
    return model.float().eval()


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    """Swallow what torch and transformers print, warn and log while they work."""
    before = logging.root.manager.disable
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        logging.disable(logging.ERROR)
        try:
            yield
        finally:
            logging.disable(before)


def _session(graph: Path) -> Any:
    """An onnxruntime session; the weights file beside the graph is mapped, not read."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = usable_cores()
    options.log_severity_level = 3  # errors only; warnings are about graph optimisation
    # Waiting threads sleep. Spinning saves about 1 ms a question on idle cores, but burns four
    # times the processor time and trebles the latency as soon as two questions meet.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # The memory arena stays on: with passes of bounded size it keeps less than malloc does
    # (300 against 500 MB after a long batch), and the same for single questions.
    return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])


def usable_cores() -> int:
    """Cores this process may use: fewer than the machine's inside most containers."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _encoding(
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
        if not is_special and piece.strip(_EMPTY_OF_MEANING)
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


def _passes(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Split rows into passes of at most `_TOKENS_PER_PASS` padded tokens, shortest rows first."""
    rows: list[int] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if rows and (len(rows) + 1) * lengths[row] > _TOKENS_PER_PASS:
            yield rows
            rows = []
        rows.append(row)
    if rows:
        yield rows


def _encodable(text: str) -> str:
    """Lone surrogates (from JSON's escapes) as "?"; tokenizers refuses them."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _files(record: Record) -> list[tuple[str, tuple[str, int]]]:
    return list(record.files.items())


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _wrong(record: Record, folder: Path, names: Sequence[str]) -> bool:
    """Whether any of these files can't be read or isn't the one that was exported."""
    try:
        return any(sha256_file(folder / name) != record.files[name][0] for name in names)
    except OSError:
        return True


def _damaged(record: Record, folder: Path) -> str:
    return f"the export of model {record.model} in {folder} is damaged or incomplete; {_INGEST}"
