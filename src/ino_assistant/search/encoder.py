"""Opening the embedding model: texts in, sentence vectors and token vectors out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ino_assistant.errors import ModelError
from ino_assistant.search.encoding import Encoder
from ino_assistant.search.onnx_encoder import OnnxEncoder
from ino_assistant.search.weights import (
    PACKAGED_SHA256,
    adapter_sha256,
    find_source,
    is_packaged,
    read_record,
)

_INGEST = "run `ino-assistant ingest`"


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
    if record.adapter_sha256 != adapter_sha256(model):
        raise ModelError(f"model {model} was prepared with another adapter; {_INGEST}")
    if record.runtime == "onnxruntime":
        return OnnxEncoder(record, cache)
    source = find_source(model)
    if source.digest != record.source_digest:
        raise ModelError(f"the files of model {model} have changed; {_INGEST}")
    # What it takes with it is loaded only for a model that can't be exported.
    from ino_assistant.search.torch_encoder import (
        SentenceTransformersEncoder,
        load_sentence_transformer,
    )

    model_itself = load_sentence_transformer(source.location, source.adapter)
    return SentenceTransformersEncoder(record, model_itself)


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
