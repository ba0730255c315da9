"""An exported model, run by onnxruntime and tokenizers alone.

Neither torch nor transformers nor sentence-transformers is imported for it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ino_assistant.errors import ModelError
from ino_assistant.search.encoding import (
    TOKEN_OUTPUT,
    VECTOR_OUTPUT,
    BatchEncoder,
    Encoding,
    encodable,
    make_encoding,
)
from ino_assistant.search.weights import Record, sha256_file

if TYPE_CHECKING:
    from tokenizers import Encoding as Tokenized

GRAPH = "model.onnx"
TOKENIZER = "tokenizer.json"

# Rows times padded length of one forward pass: larger passes are no faster on a CPU (150-190 us
# a token from 512 tokens up, on two cores) and take memory in proportion.
_TOKENS_PER_PASS = 2048


class OnnxEncoder(BatchEncoder):
    """An exported model, run by onnxruntime. Safe to use from several threads."""

    def __init__(self, record: Record, cache: Path) -> None:
        """Load an export, checking every file's sha256.

        Raises:
            ModelError: a file is missing, unreadable or not the one that was exported.
        """
        super().__init__(record)
        self._pad_id = record.pad_id
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
        tokenized = self._tokenizer.encode(encodable(self._prompt + text))
        return self._forward([tokenized])[0]

    def _batch(self, texts: Sequence[str]) -> Iterator[tuple[Sequence[int], list[Encoding]]]:
        batch = self._tokenizer.encode_batch([encodable(self._prompt + text) for text in texts])
        for rows in _passes([len(each.ids) for each in batch]):
            yield rows, self._forward([batch[row] for row in rows])

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
            make_encoding(
                vectors[row],
                states[row],
                each.tokens,
                each.special_tokens_mask,
                bool(each.overflowing),
            )
            for row, each in enumerate(batch)
        ]


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
    return (
        f"the export of model {record.model} in {folder} is damaged or incomplete; "
        "run `ino-assistant ingest`"
    )
