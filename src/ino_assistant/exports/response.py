"""The standard response document: an answer as medical information would send it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from ino_assistant.answering.saying.answer import Answer
from ino_assistant.answering.saying.citing import UnsupportedSegmentError
from ino_assistant.corpus.model import Corpus
from ino_assistant.exports.errors import ExportError
from ino_assistant.exports.files import MEDIA, File, Form, digest_of, written
from ino_assistant.exports.paper import (
    Block,
    Heading,
    Pairs,
    Paper,
    Text,
    day_words,
    joined,
    moment_words,
    role_words,
)
from ino_assistant.exports.parts import (
    about_parts,
    answer_parts,
    contact_parts,
    indication_parts,
    products_of,
    question_parts,
    source_parts,
    title_of,
    warning_parts,
)
from ino_assistant.exports.standing import DRAFT, expiry_of, marking_of, status_of
from ino_assistant.exports.whole import check_answer, check_boxes
from ino_assistant.records.actors import Actor
from ino_assistant.records.canonical import moment_of
from ino_assistant.records.content import Content
from ino_assistant.records.review_tables import ReviewVersion
from ino_assistant.records.store import Store, require
from ino_assistant.records.tables import Exchange
from ino_assistant.review.versions import latest
from ino_assistant.review.view import signatures_of
from ino_assistant.settings import Settings

KIND: Final = "Standard response document"
_LABELS: Final = {
    "on_label": "within the approved labelling, as assessed by the reviewer",
    "off_label": "outside the approved labelling, as assessed by the reviewer",
    "mixed": "partly outside the approved labelling, as assessed by the reviewer",
    "unassessed": "not assessed",
}


@dataclass(frozen=True, slots=True)
class Standard:
    """What a standard response document is made from.

    Attributes:
        row: the version of the review.
        answer: its content, built anew from the corpus.
        signatures: of the review, as `view.signatures_of` has them.
        marking: what stands on every page; empty if it is approved and in force.
        label_outdated: that a later label is known of than it was compared with; else empty.
        made_at: the present.
        made_by: who exports it.
    """

    row: ReviewVersion
    answer: Answer
    signatures: Sequence[Mapping[str, Any]]
    marking: str
    label_outdated: str
    made_at: datetime
    made_by: str


def standard_response(
    store: Store, actor: Actor, corpus: Corpus, settings: Settings, review_id: str, form: Form
) -> File:
    """The standard response document of a review; that it was made stands in the trail.

    Args:
        store: the records.
        actor: who wants it.
        corpus: what is answered from now.
        settings: the contacts that it names.
        review_id: the review.
        form: `docx` or `pdf`.

    Raises:
        ForbiddenError: the actor may not export, or not read what is not in force.
        NotFoundError: there is no such review.
        ExportError: it can't be made from the documents as they are now.
        WarningNotWholeError: a boxed warning would not be whole.
    """
    require(store, actor, "export", ("review", review_id))
    now = store.latest_moment()
    with store.reading() as session:
        row = latest(session, review_id)
        version, marking = row.version, marking_of(store, session, row, now)
        standard = Standard(
            row=row,
            answer=_answer_of(session, row, corpus),
            signatures=signatures_of(session, review_id),
            marking=marking,
            label_outdated=Content.from_dict(row.content).label_outdated(corpus),
            made_at=now,
            made_by=actor.name,
        )
        paper = paper_of(standard, corpus, settings)
    if marking:
        # What is not in force is for those who may read the review: exporting does not open it.
        require(store, actor, "review", ("review", review_id))
    data = written(paper, form)
    with store.writing(actor) as work:
        told = {
            "version": version,
            "form": form,
            "marking": marking,
            "sha256": digest_of(data),
        }
        work.audit("export.standard_response", ("review", review_id), new=told)
    name = f"standard-response-{review_id[:8]}-v{version}"
    marked = "-not-approved" if marking else ""
    return File(f"{name}{marked}.{form}", MEDIA[form], data)


def paper_of(standard: Standard, corpus: Corpus, settings: Settings) -> Paper:
    """The document, with its boxed warnings proven to be whole.

    Raises:
        WarningNotWholeError: one is not.
    """
    row, answer = standard.row, standard.answer
    check_answer(answer, corpus)
    content = Content.from_dict(row.content)
    expiry = expiry_of(row)
    paper = Paper(
        kind=KIND,
        title=title_of(content.question),
        marking=standard.marking,
        running=f"{products_of(answer)} · {KIND} {row.review_id[:8]}, version {row.version}",
        footer=(
            f"Expires: {expiry} · Corpus {answer.corpus_version[:12]}",
            f"Made {moment_words(standard.made_at)}",
        ),
        made_at=standard.made_at,
        blocks=(
            _identity(standard, content, expiry),
            *question_parts(content.question),
            *answer_parts(answer),
            *warning_parts(answer),
            *indication_parts(answer, corpus),
            *source_parts(answer, corpus),
            *_approval(standard),
            *contact_parts(settings),
            *about_parts(
                answer,
                corpus,
                (
                    ("Record", f"review {row.review_id}, version {row.version}"),
                    ("Answered as", f"answer {row.exchange_id}"),
                    ("sha256 of the content", row.content_sha256),
                    ("Copy made", f"{moment_words(standard.made_at)}, by {standard.made_by}"),
                ),
            ),
        ),
    )
    check_boxes(paper.boxes, corpus, {w.product for w in answer.boxed_warning})
    return paper


def _answer_of(session: Session, row: ReviewVersion, corpus: Corpus) -> Answer:
    """The content as an Answer: it passes the gate again, or it does not leave.

    Raises:
        ExportError: what it rests on has changed, or its words don't pass.
    """
    content = Content.from_dict(row.content)
    changed = content.changed_sources(corpus)
    if changed:
        raise ExportError(
            f"can't be printed from the documents as they are now: {changed[0]}; the record "
            "itself is in `records export`"
        )
    shown = session.get_one(Exchange, row.exchange_id).answer
    try:
        return content.answer(
            corpus,
            content.question,
            relevant={w["product"]: tuple(w["relevant"]) for w in shown["boxed_warning"]},
            index_version=str(shown["index_version"]),
        )
    except (UnsupportedSegmentError, ValueError) as error:
        raise ExportError(
            f"not exported: the text does not pass the check against its sources: {error}"
        ) from error


def _identity(standard: Standard, content: Content, expiry: str) -> Block:
    row = standard.row
    effective = row.effective_from
    return Pairs(
        (
            ("Product", products_of(standard.answer)),
            ("Document", f"{row.review_id[:8]}, version {row.version}"),
            ("Status", status_of(row, standard.marking)),
            ("Effective from", "–" if effective is None else moment_words(effective)),
            ("Expires", expiry),
            ("Labelling", _LABELS[content.label]),
            ("Label compared", _compared(content)),
            ("For use by", joined(tuple(role_words(role) for role in content.audience))),
        )
    )


def _compared(content: Content) -> str:
    checked = content.label_checked
    return "not recorded" if checked is None else f"{checked.version}, on {day_words(checked.on)}"


def _approval(standard: Standard) -> Iterator[Block]:
    """Who signed, when and what for: part of every copy that people read."""
    row = standard.row
    yield Heading("Approval")
    signed = [s["version"] for s in standard.signatures if s["meaning"] == "approval"]
    if row.approved_by is None or not signed or standard.marking == DRAFT:
        yield Text("Not approved: no signature covers this text.")
        return
    if row.state != "approved":
        # Why is for those who read the record: it may be about people.
        yield Text(f"{status_of(row, standard.marking)} since {moment_words(row.at)}.")
    if standard.label_outdated:
        yield Text(standard.label_outdated)
    for signature in standard.signatures:
        if signature["version"] >= max(signed):
            yield Pairs(tuple(_signed(signature)))


def _signed(signature: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "Signed by", f"{signature['name']} ({role_words(signature['role'])})"
    yield "Meaning", str(signature["meaning"])
    yield "Signed at", moment_words(moment_of(signature["signed_at"]))
    yield "Version signed", str(signature["version"])
    yield "sha256 of what was signed", str(signature["signed_sha256"])
    yield "Signature", str(signature["hash"])
    holds = "holds: the record is as it was signed"
    broken = "DOES NOT HOLD: the record is not as it was signed"
    yield "Checked when copied", holds if signature["holds"] else broken
