"""What is known of one document, as reviewed data beside its source: `NAME.toml`."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from ino_assistant.errors import CorpusError

SCHEMA = 1
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


_MONTH_OR_DAY = r"^\d{4}-\d{2}(-\d{2})?$"


class Reviewed(BaseModel):
    """Base of reviewed data: an unknown field is a mistake, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class BoxedWarningEntry(Reviewed):
    """Which text is the product's boxed warning; `sha256` is of the folded text."""

    begins: Text
    ends: Text
    sha256: Sha256


class ProductEntry(Reviewed):
    """A product of the document, and every name that people use for it."""

    name: Text
    names: tuple[Text, ...] = ()
    boxed_warning: BoxedWarningEntry | None = None
    label_revised: Annotated[str, StringConstraints(pattern=_MONTH_OR_DAY)] | None = None
    """When its current label was last revised, as a person looked it up."""


class ArmEntry(Reviewed):
    """A trial arm and the names it goes by."""

    name: Text
    names: tuple[Text, ...] = ()


class TrialEntry(Reviewed):
    """A trial that the document reports."""

    name: Text
    arms: tuple[ArmEntry, ...] = ()


class SynonymEntry(Reviewed):
    """Terms that mean the same in this document, and what kind of thing they name."""

    label: Text
    terms: tuple[Text, ...] = Field(min_length=1)
    kind: Literal["endpoint", "reaction", "measure", "population"] | None = None


class Manifest(Reviewed):
    """One document: where its text is, which it is, and what it is about."""

    schema_version: Literal[1] = Field(alias="schema")
    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{2,60}$")]
    source: Text
    sha256: Sha256
    title: Text
    kind: Text
    date: Text
    language: Literal["en"] = "en"
    notices: tuple[Text, ...] = ()
    products: tuple[ProductEntry, ...] = Field(min_length=1)
    trials: tuple[TrialEntry, ...] = ()
    synonyms: tuple[SynonymEntry, ...] = ()


def read_toml(path: Path) -> dict[str, object]:
    """The parsed TOML file.

    Raises:
        CorpusError: the file can't be read, is not UTF-8 or not TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CorpusError(f"{path}: can't be read: {error.strerror}; restore it") from error
    except UnicodeDecodeError as error:
        raise CorpusError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise CorpusError(f"{path}: not valid TOML, correct it: {error}") from error


def validation_line(path: Path, error: ValidationError) -> str:
    """The first problem of a validation as one line that names the field."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"]) or "file"
    words = {
        "extra_forbidden": "unknown field; remove it or correct its name",
        "missing": "required field is missing; add it",
    }
    said = words.get(first["type"], f"{first['msg']}; correct it")
    return f"{path}: {where}: {said}"


def read_manifest(path: Path) -> Manifest:
    """The manifest at `path`.

    Raises:
        CorpusError: unreadable, or a field is missing, unknown or of the wrong form.
    """
    try:
        return Manifest.model_validate(read_toml(path))
    except ValidationError as error:
        raise CorpusError(validation_line(path, error)) from error


def read_source(manifest: Manifest, folder: Path) -> str:
    """The source text of a manifest, proven to be the one that was reviewed.

    Raises:
        CorpusError: missing, not UTF-8, or its sha256 is not the manifest's.
    """
    path = folder / manifest.source
    if path.resolve().parent != folder.resolve():
        raise CorpusError(f"{path}: a source stands beside its manifest; move it there")
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CorpusError(f"{path}: source can't be read: {error.strerror}; restore it") from error
    digest = hashlib.sha256(raw).hexdigest()
    if digest != manifest.sha256:
        raise CorpusError(
            f"{path}: sha256 is {digest}, the manifest says {manifest.sha256}: restore the "
            "reviewed file, or have the changed text reviewed and update the manifest"
        )
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CorpusError(
            f"{path}: not UTF-8 at byte {error.start}; convert it and update the manifest"
        ) from error
