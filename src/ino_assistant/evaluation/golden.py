"""Reading golden data: JSON lines of a known shape, each pinned to the source it is from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Protocol, TypeVar

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from ino_assistant.corpus.model import Corpus
from ino_assistant.errors import AssistantError

Text = Annotated[str, Field(min_length=1, pattern=r"\S")]
Day = Annotated[str, Field(pattern=r"^(\d{4}-\d{2}-\d{2})?$")]
STRICT = ConfigDict(extra="forbid", strict=True)
"""Of a golden dataclass: an unknown field or another type is an error, never passed over."""


class CaseError(AssistantError):
    """A file of golden cases is unusable; the evaluation can't be run (exit status 2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Golden:
    """What every golden case has.

    Attributes:
        id: unique in its file, and stable: runs are compared by it.
        document: id of the document that it was written from.
        source_sha256: of that document's source file as it then was.
        written_by: whose hand it is.
        reviewed_by: the person who checked it against the source; empty for nobody yet.
        reviewed_on: `YYYY-MM-DD`, or empty.
    """

    id: Text
    document: Text
    source_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    written_by: Text
    reviewed_by: str = ""
    reviewed_on: Day = ""

    @property
    def reviewed(self) -> bool:
        """Whether a person has checked it."""
        return bool(self.reviewed_by and self.reviewed_on)


class _Pinned(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def document(self) -> str: ...
    @property
    def source_sha256(self) -> str: ...


T = TypeVar("T", bound=_Pinned)


def read_golden(path: Path, shape: type[T]) -> list[T]:
    """The cases of a JSON Lines file, in order; blank lines are passed over.

    Args:
        path: the file.
        shape: the dataclass that a line becomes.

    Raises:
        CaseError: unreadable, a line is no case, an id occurs twice, or there are no cases.
    """
    try:
        # Not splitlines: a JSON string may hold a line separator of its own.
        lines = path.read_bytes().decode("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CaseError(f"{path}: can't be read: {error}") from error
    adapter = TypeAdapter(shape)
    cases: list[T] = []
    seen: set[str] = set()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            case = adapter.validate_json(line)
        except ValidationError as error:
            raise CaseError(f"{path}, line {number}: no case: {_first(error)}") from error
        if case.id in seen:
            raise CaseError(f"{path}, line {number}: id {case.id!r} occurs twice")
        seen.add(case.id)
        cases.append(case)
    if not cases:
        raise CaseError(f"{path}: no cases")
    return cases


def check_sources(path: Path, cases: Sequence[_Pinned], corpus: Corpus) -> None:
    """Whether the documents are still what the cases were written from.

    Raises:
        CaseError: a document is not in the corpus, or its source has changed since.
    """
    known = {document.id: document.sha256 for document in corpus.documents}
    for case in cases:
        if case.document not in known:
            raise CaseError(
                f"{path}: {case.id} was written from document {case.document!r}, which the corpus "
                "does not have"
            )
        if case.source_sha256 != known[case.document]:
            raise CaseError(
                f"{path}: the source of {case.document} has changed since {case.id} was written: "
                "review the golden data against it, then set source_sha256 to "
                f"{known[case.document]}"
            )


def _first(error: ValidationError) -> str:
    """The first thing that is wrong, in one line."""
    first = error.errors(include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    if first["type"] in ("unexpected_keyword_argument", "extra_forbidden"):
        return f"unknown field {where!r}"
    if first["type"] in ("missing", "missing_argument"):
        return f"field {where!r} is missing"
    return " ".join(f"{where}: {first['msg']}".removeprefix(": ").split())
