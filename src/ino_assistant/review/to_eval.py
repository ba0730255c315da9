"""From review to evaluation: what a person approved becomes a golden case, once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from ino_assistant.answering.saying.citing import NUMBER
from ino_assistant.answering.saying.gate import numbers_of
from ino_assistant.answering.understanding.question import Reader
from ino_assistant.corpus.model import Corpus
from ino_assistant.evaluation.cases import Case
from ino_assistant.evaluation.golden import CaseError, read_golden
from ino_assistant.records.actors import Actor
from ino_assistant.records.content import Content
from ino_assistant.records.errors import RecordsError
from ino_assistant.records.review_tables import ReviewVersion
from ino_assistant.records.store import Store, require
from ino_assistant.records.tables import Exchange
from ino_assistant.review.approved import approved_versions, is_signed
from ino_assistant.review.frame import Frame, frame_of


@dataclass(frozen=True, slots=True)
class Exported:
    """Ids of the cases that were added, and questions that the file had already."""

    added: tuple[str, ...]
    duplicates: tuple[str, ...]
    passed_over: tuple[str, ...]
    """Reviews that make no case, with the reason: their source has changed since."""


def export_cases(
    store: Store, actor: Actor, corpus: Corpus, reader: Reader, file: Path
) -> Exported:
    """Add what was approved to a file of golden cases; what is there already stays as it is.

    A question that the file has already, in these words or in others of the same frame, is a
    duplicate and not added.

    Raises:
        ForbiddenError: the actor may not export.
        CaseError: the file is unusable.
        RecordsError: the records can't be read, or the file can't be written.
    """
    require(store, actor, "export", ("evaluation", file.name))
    there: Sequence[Case] = read_golden(file, Case) if file.exists() else ()
    found = _collected(store, corpus, reader, there)
    if found.added:
        _append(file, found.added)
        _told(store, actor, file.name, found.added)
    names = tuple(case["id"] for case in found.added)
    return Exported(names, found.duplicates, found.passed_over)


def evaluation_cases(store: Store, actor: Actor, corpus: Corpus, reader: Reader) -> bytes:
    """Every approved answer as a golden case, one a line: what a file without any would get.

    Raises:
        ForbiddenError: the actor may not export.
        RecordsError: the records can't be read.
    """
    require(store, actor, "export", ("evaluation", "all"))
    found = _collected(store, corpus, reader, ())
    _told(store, actor, "all", found.added)
    return _lines(found.added).encode()


@dataclass(frozen=True, slots=True)
class _Collected:
    """Cases that are new, as JSON; questions and reviews that make none."""

    added: Sequence[dict[str, Any]]
    duplicates: tuple[str, ...]
    passed_over: tuple[str, ...]


def _collected(store: Store, corpus: Corpus, reader: Reader, there: Sequence[Case]) -> _Collected:
    known = {(case.document, _frame(case.question, reader)) for case in there}
    ids = {case.id for case in there}
    added: list[dict[str, Any]] = []
    duplicates: list[str] = []
    passed_over: list[str] = []
    with store.reading() as session:
        for row in session.scalars(approved_versions().order_by(ReviewVersion.audit_seq)):
            made = _case(session, row, corpus)
            if made is None:
                passed_over.append(row.review_id)
                continue
            key = (made["document"], _frame(made["question"], reader))
            if key in known or made["id"] in ids:
                duplicates.append(made["question"])
                continue
            known.add(key)
            ids.add(made["id"])
            added.append(made)
    _checked(added)
    return _Collected(added, tuple(duplicates), tuple(passed_over))


def _told(store: Store, actor: Actor, name: str, added: Sequence[dict[str, Any]]) -> None:
    with store.writing(actor) as work:
        told = {"cases": [case["id"] for case in added]}
        work.audit("export.evaluation", ("evaluation", name), new=told)


def _case(session: Session, row: ReviewVersion, corpus: Corpus) -> dict[str, Any] | None:
    """The golden case of an approved answer; None if its sources have changed since."""
    content = Content.from_dict(row.content)
    if not is_signed(session, row) or content.changed_sources(corpus):
        return None
    exchange = session.get_one(Exchange, row.exchange_id)
    citations = [c.of(corpus, n) for n, c in enumerate(content.citations, start=1)]
    answered = content.outcome in ("answered", "corrected")
    document = corpus.document(citations[0].document) if citations else _only(content, corpus)
    if document is None:
        return None
    must = numbers_in(content) if answered else ()
    wrong = numbers_in(Content.from_dict(exchange.draft)) if answered else ()
    correctors = [*row.authors] or [row.actor_id]
    return {
        "id": f"r-{row.review_id[:12]}",
        "question": content.question,
        "expect": "answered" if answered else "refused",
        "kind": "numeric" if must else "text",
        "evidence": [c.quote for c in citations if c.document == document.id] if answered else [],
        "must": list(must),
        # What a reviewer took out of the drafted text is what must not come back.
        "must_not": [n for n in wrong if not any(n in kept for kept in must)],
        "tags": ["review", *row.flags],
        "missing": "" if answered else row.reason,
        "document": document.id,
        "source_sha256": document.sha256,
        "written_by": ", ".join(correctors),
        "reviewed_by": row.approved_by or "",
        "reviewed_on": row.at.date().isoformat(),
    }


def _only(content: Content, corpus: Corpus) -> Any:
    """The document that a refusal is of: the first of a product that it names."""
    for document in corpus.documents:
        if not content.products or {p.name for p in document.products} & set(content.products):
            return document
    return None


def numbers_in(content: Content) -> tuple[str, ...]:
    """The numbers of a text, as printed, each once; citation marks are none."""
    found: dict[str, None] = {}
    for segment in content.segments:
        if segment.citation is None or segment.text == f" [{segment.citation}]":
            continue
        figures = [n for n in numbers_of(segment.text) if NUMBER.fullmatch(n)]
        found.update(dict.fromkeys(figures))
    return tuple(found)


def _frame(question: str, reader: Reader) -> Frame:
    return frame_of(reader.read(question), reader)


def _checked(cases: Iterable[dict[str, Any]]) -> None:
    adapter = TypeAdapter(Case)
    for case in cases:
        try:
            adapter.validate_json(json.dumps(case))
        except ValueError as error:
            raise CaseError(f"{case['id']}: makes no case: {error}") from error


def _append(file: Path, cases: Sequence[dict[str, Any]]) -> None:
    """Write the file anew beside itself and put it in its place: it is whole at any moment."""
    try:
        before = file.read_text("utf-8") if file.exists() else ""
        joined = before if not before or before.endswith("\n") else before + "\n"
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_name(file.name + ".new")
        new.write_text(joined + _lines(cases), "utf-8")
        new.replace(file)
    except OSError as error:
        raise RecordsError(f"{file}: can't be written: {error.strerror}") from error


def _lines(cases: Sequence[dict[str, Any]]) -> str:
    return "".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases)
