"""Copies of one answer for those who asked: they can't lose citations or the boxed warning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from ino_assistant.answering.saying.answer import Answer, Outcome
from ino_assistant.answering.saying.citing import Citation, Segment, UnsupportedSegmentError
from ino_assistant.answering.saying.render import status_words
from ino_assistant.corpus.model import Corpus
from ino_assistant.exports.errors import ExportError
from ino_assistant.exports.files import MEDIA, File, Form, digest_of, written
from ino_assistant.exports.paper import Pairs, Paper, day_words, moment_words, role_words
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
from ino_assistant.exports.standing import marking_of
from ino_assistant.exports.whole import check_answer, check_boxes
from ino_assistant.records.actors import Actor
from ino_assistant.records.canonical import moment_of
from ino_assistant.records.content import Content
from ino_assistant.records.errors import ForbiddenError, NotFoundError
from ino_assistant.records.label_check import LabelCheck, outdated
from ino_assistant.records.review_tables import ReviewVersion
from ino_assistant.records.store import Store, require
from ino_assistant.records.tables import Exchange
from ino_assistant.review.decided import AGAINST
from ino_assistant.review.grouping import review_of
from ino_assistant.review.versions import history
from ino_assistant.settings import Settings
from ino_assistant.text import fold, sha256_text

KIND: Final = "Copy of an answer"
_ROUTED: Final = {
    "adverse_event": "Sent to safety: a report of an adverse event",
    "pregnancy_exposure": "Sent to safety: a report of an exposure in pregnancy",
    "product_complaint": "Sent to safety: a complaint about a product",
    "medical_information": "Handed on: a question for medical information",
}
_AGAIN: Final = "ask the question again, and copy the new answer"


def answer_copy(
    store: Store, actor: Actor, corpus: Corpus, settings: Settings, exchange_id: str, form: Form
) -> File:
    """A copy of an answer as it was shown; that it was made stands in the trail.

    An answer that would not be given today is not copied either: its sources have changed, or
    its approval has ended.

    Args:
        store: the records.
        actor: who asked, or who may see the records.
        corpus: what is answered from now.
        settings: the contacts that it names.
        exchange_id: the answer.
        form: `docx` or `pdf`.

    Raises:
        ForbiddenError: the actor may see no answers.
        NotFoundError: there is no such answer, or none of the actor's.
        ExportError: the answer is no longer given so.
        WarningNotWholeError: a boxed warning would not be whole.
    """
    require(store, actor, "see_own", ("exchange", exchange_id))
    now = store.latest_moment()
    _check_own(store, actor, exchange_id)
    with store.reading() as session:
        row = session.get_one(Exchange, exchange_id)
        if actor.role == "sales" and row.role != "sales":
            raise ExportError(f"this answer was given in another role: {_AGAIN}")
        _check_in_force(store, session, row, now)
        review = review_of(session, exchange_id)
        if review is not None and review.state in AGAINST:
            raise ExportError("medical information has decided that this answer is not to be given")
        paper = paper_of(_answer_of(row, corpus), row, corpus, settings, now, actor)
    data = written(paper, form)
    with store.writing(actor) as work:
        told = {"form": form, "sha256": digest_of(data)}
        work.audit("export.answer_copy", ("exchange", exchange_id), new=told)
    return File(f"answer-{exchange_id[:8]}.{form}", MEDIA[form], data)


def paper_of(
    answer: Answer,
    row: Exchange,
    corpus: Corpus,
    settings: Settings,
    now: datetime,
    actor: Actor,
) -> Paper:
    """The copy, with its boxed warnings proven to be whole.

    Raises:
        WarningNotWholeError: one is not.
    """
    check_answer(answer, corpus)
    status = standing_words(answer)
    understood = answer.standalone_question
    asked = [("Understood as", title_of(understood))] if understood != fold(answer.question) else []
    paper = Paper(
        kind=KIND,
        title=title_of(answer.question),
        marking="",
        running=f"{products_of(answer)} · {KIND} {row.id[:8]} · {status}",
        footer=(f"{status}", f"Made {moment_words(now)} · Corpus {answer.corpus_version[:12]}"),
        made_at=now,
        blocks=(
            Pairs(
                (
                    ("Status", status),
                    *_approved(answer, corpus),
                    *asked,
                    ("Product", products_of(answer)),
                    ("Asked", f"{moment_words(row.at)}; role: {role_words(row.role)}"),
                )
            ),
            *question_parts(answer.question),
            *answer_parts(answer),
            *warning_parts(answer),
            *indication_parts(answer, corpus),
            *source_parts(answer, corpus),
            *contact_parts(settings),
            *about_parts(
                answer,
                corpus,
                (
                    ("Record", f"answer {row.id}"),
                    ("sha256 of the text", row.text_sha256),
                    ("Copy made", f"{moment_words(now)}, by {actor.name}"),
                ),
            ),
        ),
    )
    check_boxes(paper.boxes, corpus, {w.product for w in answer.boxed_warning})
    return paper


def _approved(answer: Answer, corpus: Corpus) -> list[tuple[str, str]]:
    """Who signed an approved answer, when, what for and over which label: every copy has it."""
    if answer.validated is None:
        return []
    at = moment_words(moment_of(answer.validated["approved_at"]))
    record = f"review {answer.validated['id']}, version {answer.validated['version']}"
    rows = [("Signed", f"{answer.validated['approved_by']}, {at}; meaning: approval; {record}")]
    checked = LabelCheck.from_dict(answer.validated.get("label_checked"))
    if checked is not None:
        rows.append(("Label compared", f"{checked.version}, on {day_words(checked.on)}"))
        late = outdated(checked, answer.products, corpus)
        rows += [("Label revised since", late)] if late and late not in answer.notices else []
    return rows


def standing_words(answer: Answer) -> str:
    """What an answer is, in words: validated until when and by whom, or only checked."""
    if answer.validated is not None:
        last = date.fromisoformat(answer.validated["expires_on"]) - timedelta(days=1)
        by = answer.validated["approved_by"]
        return f"Validated by medical information until {day_words(last)}; approved by {by}"
    return (
        _ROUTED.get(answer.route or "", "") if answer.outcome == "routed" else status_words(answer)
    )


def _answer_of(row: Exchange, corpus: Corpus) -> Answer:
    """The answer as it was shown, built anew: it passes the gate again, or it does not leave.

    Raises:
        ExportError: it can't be given so any more.
    """
    content, shown = Content.from_dict(row.draft), row.answer
    gone = ExportError(f"the documents have changed since this answer was given: {_AGAIN}")
    if sha256_text(content.text) != row.text_sha256:
        # What was drafted was withheld: the asker was told so, in words that cite nothing.
        content = _told(row)
    if content.changed_sources(corpus):
        raise gone
    near = tuple(_near(c, corpus) for c in shown["related"])
    cited = tuple(c for c in near if c is not None)
    try:
        answer = content.answer(
            corpus,
            row.question,
            standalone_question=row.standalone,
            relevant={w["product"]: tuple(w["relevant"]) for w in shown["boxed_warning"]},
            route=row.route,
            reason=row.reason,
            notices=tuple(shown["notices"]),
            validated=shown["validated"],
            answerer=row.answerer,
            related=tuple(replace(c, marker=n) for n, c in enumerate(cited, start=1)),
            problem=shown["problem"],
            index_version=row.index_version,
        )
    except (UnsupportedSegmentError, ValueError) as error:
        raise gone from error
    same = [c.as_dict() for c in answer.citations] == shown["citations"]
    if not same or len(cited) != len(near) or sha256_text(answer.text) != row.text_sha256:
        raise gone
    return answer


def _told(row: Exchange) -> Content:
    """What was shown in the place of a draft: words of the program, and the boxed warnings."""
    return Content(
        question=row.standalone,
        outcome=cast("Outcome", row.outcome),
        segments=(Segment(row.text),),
        products=tuple(w["product"] for w in row.warnings),
        notices=tuple(row.answer["notices"]),
        warnings={w["product"]: w["sha256"] for w in row.warnings},
    )


def _near(shown: Mapping[str, Any], corpus: Corpus) -> Citation | None:
    """A near passage as it was shown; None if the corpus has it no more."""
    statement = corpus.by_id.get(shown["statement"])
    if statement is None:
        return None
    spans = [tuple(span) for span in shown["spans"]]
    cells = (
        [i for i, c in enumerate(statement.row.cells) if c.span in spans] if statement.row else []
    )
    for chosen in (None, cells):
        if chosen is None or cells:
            made = Citation.of(corpus, statement, int(shown["marker"]), chosen)
            if list(made.spans) == spans and made.quote == shown["quote"]:
                return made
    return None


def _check_own(store: Store, actor: Actor, exchange_id: str) -> None:
    """That an answer is the actor's own, or the actor may see those of all.

    Raises:
        NotFoundError: it is another's, which is not told apart from none; or there is none.
    """
    with store.reading() as session:
        asker = session.scalar(select(Exchange.actor_id).where(Exchange.id == exchange_id))
    if asker is not None and asker != actor.id:
        try:
            require(store, actor, "see_records", ("exchange", exchange_id))
        except ForbiddenError:
            asker = None
    if asker is None:
        raise NotFoundError(f"no answer {exchange_id!r}")


def _check_in_force(store: Store, session: Session, row: Exchange, now: datetime) -> None:
    """That what was served as approved still is.

    Raises:
        ExportError: it has ended since.
    """
    if row.validated_id is None:
        return
    review_id, _, version = row.validated_id.rpartition("/")
    versions: list[ReviewVersion] = history(session, review_id)
    if not versions or str(versions[0].version) != version:
        raise ExportError(f"the approval of this answer has ended: {_AGAIN}")
    if marking_of(store, session, versions[0], now):
        raise ExportError(f"the approval of this answer is not in force: {_AGAIN}")
