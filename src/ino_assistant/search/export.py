"""Turning a SentenceTransformer into an ONNX graph, once, and proving it computes the same."""

from __future__ import annotations

import dataclasses
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from ino_assistant.errors import ModelError
from ino_assistant.search.encoding import TOKEN_OUTPUT, VECTOR_OUTPUT, Encoder
from ino_assistant.search.onnx_encoder import GRAPH, TOKENIZER, OnnxEncoder
from ino_assistant.search.torch_encoder import (
    SentenceTransformersEncoder,
    load_sentence_transformer,
    quietly,
)
from ino_assistant.search.weights import (
    EXPORT_FORMAT,
    Record,
    Source,
    find_source,
    library_versions,
    read_record,
    record_path,
    sha256_file,
    write_record,
)

MINIMUM_COSINE = 0.9999
"""The least agreement of any sentence or token vector of an export with the original's."""

_INPUTS = ("input_ids", "attention_mask", "token_type_ids")
_UNBOUNDED = 100_000  # tokenizers without a limit say 10**30

_SENTENCE = "The recommended dose of trastuzumab emtansine is 1.8 mg/m² (0.8, 0.5, 0.5) a cycle. "
CHECK_TEXTS = (
    "",
    " ",
    "?",
    "a",
    "trastuzumab",
    "What is the recommended dose in the first cycle?",
    "CR/CRi rate: 80.7% (95% CI 72.1–87.7) vs 29.4%, P < .0001",
    "12 345 678.90 ≥ 3 × 10⁹/L; platelets < 50 × 10⁹/L",
    "Hepatic veno-occlusive disease (VOD) / sinusoidal obstruction syndrome — Grade ≥ 3 in 5 %",
    "Ärzte; naïve café; µg; β-lactam; Ω; ½; Ⅷ; ﬁ",
    "白血病の治療 лейкоз ابيضاض الدم 🩸💉",
    "line one\nline two\ttabbed\u00a0no-break\u200bzero-width",
    "N-acetyl-gamma-calicheamicin dimethylhydrazide CD22-directed antibody-drug conjugate",
    _SENTENCE * 2,
    _SENTENCE * 6,
    "word " * 200,
    _SENTENCE * 60,  # more than most models read
)
"""What an export is checked on: empty-ish, short, numbers, Unicode, and beyond the limit."""


class NotExportableError(Exception):
    """Why a model can't be exported, or must not be used exported; never leaves this module."""


def prepare(model: str, cache: Path, *, log: Callable[[str], None]) -> Encoder:
    """See `encoder.prepare_encoder`."""
    source = find_source(model)
    record = read_record(model, cache)
    if record is not None and _is_current(record, source):
        try:
            if record.runtime == "onnxruntime":
                return OnnxEncoder(record, cache)
            original = load_sentence_transformer(source.location, source.adapter)
            return SentenceTransformersEncoder(record, original)
        except ModelError as error:
            if record.runtime != "onnxruntime":
                raise
            log(f"{str(error).partition(';')[0]}; exporting anew")
    log(f"preparing model {model}")
    original = load_sentence_transformer(source.location, source.adapter)
    if source.folder is None:
        source = find_source(model)  # loading has downloaded it
    cache.mkdir(parents=True, exist_ok=True)
    _remove_debris(model, cache, keep=record.folder if record else "")
    encoder = _export(source, original, cache)
    _remove_debris(model, cache, keep=_kept_folder(model, cache))
    log(encoder.note)
    return encoder


def _is_current(record: Record, source: Source) -> bool:
    """Whether what was prepared is still what preparing would give."""
    if record.adapter_sha256 != source.adapter_sha256:
        return False
    if record.runtime == "onnxruntime":
        # An export needs its source no more: it stays good when that is gone from this machine.
        return source.folder is None or record.source_digest == source.digest
    # Another version of the libraries may be able to export it.
    return record.source_digest == source.digest and record.versions == library_versions()


def _export(source: Source, original: Any, cache: Path) -> Encoder:
    """Export and check, or settle for the model as it is; writes the record either way."""
    plain = _plain_record(source, original)
    reference = SentenceTransformersEncoder(plain, original)
    # The folder counts only once the record, written last and in one step, names it.
    folder = cache / f"{record_path(source.model, cache).stem}.{secrets.token_hex(4)}"
    folder.mkdir()
    try:
        write_onnx(original, folder)
        record = dataclasses.replace(
            plain,
            runtime="onnxruntime",
            note="exported to ONNX, run by onnxruntime",
            folder=folder.name,
            files={
                path.name: (sha256_file(path), path.stat().st_size)
                for path in sorted(folder.iterdir())
            },
        )
        encoder = OnnxEncoder(record, cache)
        cosine = check_agreement(encoder, reference)
    except (NotExportableError, ModelError) as error:
        shutil.rmtree(folder)
        note = f"run as it is by sentence-transformers: {error}"
        record = dataclasses.replace(plain, note=note)
        write_record(record, cache)
        return SentenceTransformersEncoder(record, original)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    # Rounded down: a record never claims more agreement than was measured.
    record = dataclasses.replace(record, minimum_cosine=int(cosine * 1e7) / 1e7)
    write_record(record, cache)
    return encoder


def write_onnx(model: Any, folder: Path) -> None:
    """Write graph, weights and tokenizer of a SentenceTransformer into an empty folder.

    The graph is the model's whole pipeline, so whatever modules follow the transformer (pooling
    of any kind, Dense, Normalize) are in it.

    Args:
        model: a SentenceTransformer on the CPU, in float32.
        folder: gets `model.onnx`, `model.onnx.data` and `tokenizer.json`.

    Raises:
        NotExportableError: with the reason, for a person to read.
    """
    if not getattr(model.tokenizer, "is_fast", False):
        raise NotExportableError("it has no fast tokenizer")
    if _prompt(model) and any(getattr(part, "include_prompt", True) is False for part in model):
        raise NotExportableError("its pooling leaves its prompt out")
    try:
        with quietly():
            _torch_export(model, folder / GRAPH)
            _strip_traces(folder / GRAPH)
            model.tokenizer.backend_tokenizer.save(str(folder / TOKENIZER))
    except NotExportableError:
        raise
    except Exception as error:  # torch's exporter raises many kinds, for models it can't trace
        line = (str(error).strip().splitlines() or [""])[0][:200]
        raise NotExportableError(f"the export failed: {type(error).__name__}: {line}") from error


def check_agreement(exported: Encoder, original: Encoder) -> float:
    """The smallest cosine between vectors of the two encoders, over `CHECK_TEXTS`.

    Every text is encoded alone and in a batch, so padding is checked as well.

    Raises:
        NotExportableError: they differ in pieces, or by more than `MINIMUM_COSINE` allows.
    """
    expected = original.encode_many(CHECK_TEXTS)
    least = 1.0
    try:
        rounds = exported.encode_many(CHECK_TEXTS), [exported.encode(t) for t in CHECK_TEXTS]
    except Exception as error:  # onnxruntime's errors are many kinds; all mean a bad graph
        raise NotExportableError(f"the exported graph fails: {str(error)[:200]}") from error
    for got in rounds:
        for mine, theirs in zip(got, expected, strict=True):
            if (mine.pieces, mine.truncated) != (theirs.pieces, theirs.truncated):
                raise NotExportableError("the exported tokenizer gives other pieces")
            cosines = np.einsum("ij,ij->i", mine.tokens, theirs.tokens)
            least = min(least, float(mine.vector @ theirs.vector), *cosines.tolist())
    if not least > MINIMUM_COSINE:  # written so that NaN is refused too
        raise NotExportableError(f"the export's vectors differ (cosine {least:.5f})")
    return least


def _torch_export(model: Any, target: Path) -> None:
    """Trace the model and write `target` with its weights in a file beside it."""
    import torch

    features = model.preprocess(["A short text.", "And one that is a little longer, to be padded."])
    tensors = {name: value for name, value in features.items() if torch.is_tensor(value)}
    others = {name: value for name, value in features.items() if name not in tensors}
    if not {"input_ids", "attention_mask"} <= tensors.keys() <= set(_INPUTS):
        raise NotExportableError(f"its inputs are {', '.join(sorted(tensors))}")
    names = [name for name in _INPUTS if name in tensors]

    class Pipeline(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *values: Any) -> tuple[Any, Any]:
            out = self.model({**others, **dict(zip(names, values, strict=True))})
            return out[TOKEN_OUTPUT], out[VECTOR_OUTPUT]

    batch = torch.export.Dim("batch")
    length = torch.export.Dim("length", max=_max_tokens(model))
    program = torch.onnx.export(
        Pipeline().eval(),
        tuple(tensors[name] for name in names),
        dynamo=True,
        verbose=False,
        input_names=names,
        output_names=[TOKEN_OUTPUT, VECTOR_OUTPUT],
        dynamic_shapes=(tuple({0: batch, 1: length} for _ in names),),
    )
    if program is None:
        raise NotExportableError("the exporter gave no program")
    # Weights in their own file can be mapped: less memory and time than inside the graph.
    program.save(str(target), external_data=True)


def _strip_traces(target: Path) -> None:
    """Take the exporter's stack traces out of a graph: nine tenths of it, with local paths."""
    import onnx

    proto = onnx.load(str(target), load_external_data=False)
    graph = proto.graph
    for part in (proto, graph, *graph.node, *graph.input, *graph.output, *graph.value_info):
        part.ClearField("metadata_props")
        part.ClearField("doc_string")
    del graph.value_info[:]
    for tensor in graph.initializer:
        tensor.ClearField("metadata_props")
        tensor.ClearField("doc_string")
    target.write_bytes(proto.SerializeToString(deterministic=True))


def _plain_record(source: Source, model: Any) -> Record:
    """The record of a model that is run as it is."""
    prompts = {name: text for name, text in (model.prompts or {}).items() if text}
    with quietly():
        dimension = len(model.encode("a", show_progress_bar=False))
    return Record(
        format=EXPORT_FORMAT,
        model=source.model,
        runtime="sentence-transformers",
        note="",
        folder="",
        files={},
        weights_sha256=source.weights_sha256,
        source_digest=source.digest,
        adapter_sha256=source.adapter_sha256,
        max_tokens=_max_tokens(model),
        dimension=dimension,
        pooling=_pooling(model),
        pad_id=getattr(model.tokenizer, "pad_token_id", None) or 0,
        prompt=_prompt(model),
        prompts=prompts,
        minimum_cosine=0.0,
        versions=library_versions(),
    )


def _prompt(model: Any) -> str:
    """What sentence-transformers puts before every text unless told otherwise."""
    return (model.prompts or {}).get(model.default_prompt_name) or ""


def _pooling(model: Any) -> str:
    """The modules after the transformer with their settings, such as "Pooling(mean) Normalize"."""
    names = []
    for module in list(model)[1:]:
        mode = getattr(module, "pooling_mode", "")
        mode = "+".join(mode) if isinstance(mode, (list, tuple)) else str(mode)
        names.append(type(module).__name__ + (f"({mode})" if mode else ""))
    return " ".join(names)


def _max_tokens(model: Any) -> int:
    """Tokens the model reads; the smallest of the limits its tokenizer and positions set."""
    limits = [model.max_seq_length]
    config = getattr(model[0], "config", None)
    limits.append(getattr(config, "max_position_embeddings", None))
    known = [limit for limit in limits if isinstance(limit, int) and 0 < limit < _UNBOUNDED]
    return min(known, default=512)


def _kept_folder(model: str, cache: Path) -> str:
    record = read_record(model, cache)
    return record.folder if record else ""


def _remove_debris(model: str, cache: Path, *, keep: str) -> None:
    """Remove what killed or superseded exports of this model left in the cache."""
    stem = record_path(model, cache).stem
    for path in cache.glob(f"{stem}.*"):
        if path.is_dir() and path.name != keep:
            shutil.rmtree(path, ignore_errors=True)
        elif path.suffix == ".part":
            path.unlink(missing_ok=True)
