"""Editing and comparing texts, and what is kept of an answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from ino_assistant.answering.saying.answer import Answer
from ino_assistant.answering.saying.citing import Segment, mark
from ino_assistant.answering.saying.compose import compose
from ino_assistant.answering.understanding.question import Reader
from ino_assistant.records import LOCAL, Actor, role_of
from ino_assistant.records.canonical import iso, moment_of, plain, storable
from ino_assistant.records.content import Cited, Content, SourceChangedError, label_of
from ino_assistant.records.review_tables import ReviewVersion, Signature
from ino_assistant.review.difference import difference
from ino_assistant.review.editing import edited, judge, segments_of
from ino_assistant.review.expiry import months_after
from ino_assistant.review.signing import holds, sign, signature_hash
from ino_assistant.vocabulary.concepts import concepts_for
from review.office import ANN, QUESTION, edit, reader_of, said
from search.prepared import small_assistant, small_corpus

CORPUS = small_corpus()


def asked(question: str) -> Content:
    return Content.of(small_assistant().ask(question), CORPUS)


@pytest.mark.parametrize(
    "question",
    [
        QUESTION,
        "How is ZELMORIX prepared?",
        "How many patients had headache with ZELMORIX and placebo?",
        "What share had clear or almost clear skin with ZELMORIX?",
        "What is the dose of ZELMORIX?",
        "How should KARDENTO tablets be stored?",
        "Who won the cup?",
    ],
)
def test_every_answer_survives_being_kept_and_built_again(question: str) -> None:
    answer = small_assistant().ask(question)
    content = Content.of(answer, CORPUS)
    kept = Content.from_dict(content.as_dict())
    assert kept == content
    assert kept.sha256 == content.sha256
    again = kept.answer(CORPUS, question, validated={"id": "x"}).as_dict()
    shown = answer.as_dict()
    for name in ("text", "citations", "caveats", "numbers", "boxed_warning", "outcome"):
        if name == "boxed_warning":
            # Which bullets bear on the question is no part of what is kept.
            assert [w["text"] for w in again[name]] == [w["text"] for w in shown[name]]
            continue
        assert again[name] == shown[name]
    assert judge(content, CORPUS, content).passes
    assert content.changed_sources(CORPUS) == []


@pytest.mark.parametrize(
    "question",
    [
        QUESTION,
        "How many patients had headache with ZELMORIX and placebo?",
        "What is the dose of ZELMORIX?",
    ],
)
def test_text_that_was_not_changed_keeps_its_pieces(question: str) -> None:
    content = asked(question)
    assert content.citations
    _keeps_its_pieces(content)


def test_a_list_that_was_not_changed_keeps_its_pieces() -> None:
    reader = reader_of(CORPUS)
    concepts = concepts_for(CORPUS.documents)
    steps = next(s for s in CORPUS.statements if len(s.parts) == 3)
    composed = compose(reader.read("ZELMORIX?"), [steps], CORPUS, reader, concepts)
    answer = Answer(
        corpus=CORPUS,
        question="How is it prepared?",
        outcome="answered",
        segments=composed.segments,
        citations=composed.citations,
    )
    _keeps_its_pieces(Content.of(answer, CORPUS))


def _keeps_its_pieces(content: Content) -> None:
    same = edited(content, edit(content.text), CORPUS)
    assert same.text == content.text
    assert judge(same, CORPUS, content).passes, judge(same, CORPUS, content).reasons
    assert difference(content, same).is_empty


def test_marks_that_point_nowhere_are_words() -> None:
    content = asked(QUESTION)
    [one] = content.citations[:1]
    pieces = segments_of("As printed [7].", (one,), content)
    assert pieces == (Segment("As printed [7]."),)
    pieces = segments_of("[1] First [1] [1] rest", (one,), content)
    assert pieces[0] == mark(1)
    assert pieces[-1] == Segment(" rest")


def test_renumbered_citations_keep_their_passages() -> None:
    content = asked(QUESTION)
    other = Cited(said(CORPUS, "A missed dose").id)
    text = f"{said(CORPUS, 'A missed dose').display} [1]\n\n" + content.text.replace("[1]", "[2]")
    changed = edited(content, edit(text, citations=(other, content.citations[0])), CORPUS)
    assert judge(changed, CORPUS).passes, judge(changed, CORPUS).reasons
    assert changed.citations[1] == content.citations[0]


def test_what_is_wrong_with_the_whole_is_said() -> None:
    content = asked(QUESTION)
    unused = replace(content, citations=(*content.citations, Cited(said(CORPUS, "open-label").id)))
    assert "is not used in the text" in " ".join(judge(unused, CORPUS).reasons)
    nothing = replace(content, citations=(), segments=(Segment("Yes."),))
    assert "the answer cites nothing" in judge(nothing, CORPUS).reasons
    lost = replace(content, citations=(Cited("gone:1-2"),))
    assert judge(lost, CORPUS).reasons == ("gone:1-2 is no longer in the corpus",)
    beside = replace(content, segments=(*content.segments, Segment(" is wrong, and 5 is right.")))
    assert not judge(beside, CORPUS).passes


def test_cells_that_are_gone_are_told() -> None:
    row = said(CORPUS, "Headache")
    with pytest.raises(SourceChangedError, match="no longer has these cells"):
        Cited(row.id, (7,)).of(CORPUS, 1)
    with pytest.raises(SourceChangedError, match="no longer in the corpus"):
        edited(asked(QUESTION), edit("x [1]", citations=(Cited("gone"),)), CORPUS)


def test_a_difference_names_words_and_fields() -> None:
    content = asked(QUESTION)
    now = replace(
        content,
        segments=(Segment("In VELOCE, fewer.", 1), mark(1)),
        label="on_label",
        audience=("sales",),
    )
    found = difference(content, now)
    assert {p.kind for p in found.pieces} == {"same", "added", "removed"}
    assert found.changed["label"] == ("unassessed", "on_label")
    assert found.changed["audience"][1] == ["sales"]
    assert not found.is_empty
    assert found.as_dict()["changed"]["label"] == ["unassessed", "on_label"]


def test_a_signature_holds_for_its_record_alone() -> None:
    from ino_assistant.records.audit import ORIGIN, Last
    from ino_assistant.records.store import Work

    moment = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    content = asked(QUESTION)
    row = ReviewVersion(
        review_id="r1",
        version=3,
        action="approve",
        reason="fine",
        content=content.as_dict(),
        content_sha256=content.sha256,
        effective_from=moment,
        expires_on=date(2027, 3, 2),
    )
    work = Work(None, ANN, moment, Last(0, ORIGIN, None))  # type: ignore[arg-type]  # not used
    signature = sign(work, row, "approval")
    assert holds(signature, row)
    for name, value in (
        ("review_id", "r2"),
        ("version", 4),
        ("reason", "other"),
        ("content_sha256", "0" * 64),
        ("expires_on", date(2028, 3, 2)),
    ):
        kept = getattr(row, name)
        setattr(row, name, value)
        assert not holds(signature, row), name
        setattr(row, name, kept)
    row.content = {**content.as_dict(), "text": "other"}
    assert not holds(signature, row)
    row.content = content.as_dict()
    for name in ("signer_name", "signer_id", "meaning", "signed_sha256", "id"):
        kept = getattr(signature, name)
        setattr(signature, name, f"{kept}x")
        assert not holds(signature, row), name
        setattr(signature, name, kept)
    assert isinstance(signature, Signature)
    assert signature.hash == signature_hash(signature)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 3, 2), 12, date(2027, 3, 2)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 6, 30), 6, date(2026, 12, 30)),
    ],
)
def test_months_are_those_of_the_calendar(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then


def test_the_strictest_role_where_none_is_given() -> None:
    assert role_of(None) == role_of("") == role_of("director") == "sales"
    assert role_of("safety") == "safety"
    assert Actor("x", "X").role == "sales"
    assert all(LOCAL.may(right) for right in ("ask", "review", "approve", "see_safety", "manage"))
    assert not Actor("x", "X", "administrator").may("approve")
    assert not Actor("x", "X", "medical_information").may("see_safety")


def test_values_are_written_one_way() -> None:
    moment = datetime(2026, 3, 2, 9, 0, 0, 5, tzinfo=UTC)
    assert iso(moment) == "2026-03-02T09:00:00.000005Z"
    assert moment_of(iso(moment)) == moment
    assert plain(moment) == iso(moment)
    assert plain(date(2026, 3, 2)) == "2026-03-02"
    with pytest.raises(ValueError, match="without a zone"):
        iso(datetime(2026, 3, 2))
    assert storable("a\0b\ud800") == "a\ufffdb?"
    assert label_of("mixed") == "mixed"
    with pytest.raises(ValueError, match="no label"):
        label_of("good")


def test_questions_are_read_with_the_corpus_vocabulary() -> None:
    assert isinstance(reader_of(CORPUS), Reader)
