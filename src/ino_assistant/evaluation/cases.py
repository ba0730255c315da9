"""Golden cases: questions with what a right answer holds, written from the documents."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ino_assistant.errors import AssistantError

_FIELDS = {"id", "question", "expect", "kind", "evidence", "must", "must_not", "tags", "missing"}


class CaseError(AssistantError):
    """A file of golden cases is unusable; the evaluation can't be run (exit status 2)."""


@dataclass(frozen=True, slots=True)
class Case:
    """One question and what its answer must be.

    Attributes:
        expect: whether the documents answer it.
        evidence: quotations of which a citation must hold one; parts joined by ` | ` are
            cells of a table.
        must: what the text of a right answer contains, as printed.
        must_not: what would make it wrong or misleading.
        missing: for a refusal, what the documents do not say.
    """

    id: str
    question: str
    expect: Literal["answered", "refused"]
    kind: str
    evidence: tuple[str, ...]
    must: tuple[str, ...]
    must_not: tuple[str, ...]
    tags: tuple[str, ...]
    missing: str = ""


def read_cases(path: Path) -> list[Case]:
    """The cases of a JSON Lines file.

    Raises:
        CaseError: unreadable, a line is no case, or an id occurs twice.
    """
    try:
        # Not splitlines: a JSON string may hold a line separator of its own.
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CaseError(f"{path}: can't be read: {error}") from error
    cases: list[Case] = []
    seen: set[str] = set()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            case = _case(json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            raise CaseError(f"{path}, line {number}: no case: {error}") from error
        if case.id in seen:
            raise CaseError(f"{path}, line {number}: id {case.id!r} occurs twice")
        seen.add(case.id)
        cases.append(case)
    if not cases:
        raise CaseError(f"{path}: no cases")
    return cases


def _case(raw: dict[str, Any]) -> Case:
    unknown = set(raw) - _FIELDS
    if unknown:
        raise ValueError(f"unknown field {sorted(unknown)[0]!r}")
    for name in ("evidence", "must", "must_not", "tags"):
        if not isinstance(raw[name], list) or not all(isinstance(v, str) for v in raw[name]):
            raise ValueError(f"{name} is no list of strings")
    if raw["expect"] not in ("answered", "refused"):
        raise ValueError(f"expect is {raw['expect']!r}")
    return Case(
        id=str(raw["id"]),
        question=str(raw["question"]),
        expect=raw["expect"],
        kind=str(raw["kind"]),
        evidence=tuple(raw["evidence"]),
        must=tuple(raw["must"]),
        must_not=tuple(raw["must_not"]),
        tags=tuple(raw["tags"]),
        missing=str(raw.get("missing", "")),
    )
