"""From review to evaluation: approved answers become golden cases, each question once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ino_assistant.evaluation.cases import Case, CaseError
from ino_assistant.evaluation.golden import check_sources, read_golden
from ino_assistant.records import ForbiddenError, RecordsError
from ino_assistant.records.audit import entries
from ino_assistant.records.content import Cited
from ino_assistant.review.to_eval import Exported, export_cases
from review.office import (
    ADA,
    ANN,
    BEN,
    FAY,
    OTHER_ARM,
    QUESTION,
    SECRET,
    Office,
    changed_source,
    edit,
    said,
)


def export(office: Office, file: Path, actor: object = ANN) -> Exported:
    return export_cases(office.store, actor, office.corpus, office.reader, file)  # type: ignore[arg-type]


@pytest.mark.both_databases
def test_an_approved_answer_becomes_a_case(office: Office, tmp_path: Path) -> None:
    review = office.approved_review()
    office.queued("not approved?")
    file = tmp_path / "eval" / "questions.jsonl"
    done = export(office, file)
    assert done.added == (f"r-{review[:12]}",)
    [case] = read_golden(file, Case)
    check_sources(file, [case], office.corpus)
    assert (case.question, case.expect, case.kind) == (QUESTION, "answered", "numeric")
    assert case.evidence == (said(office.corpus, "36/1,731").quote,)
    assert {"2.1%", "3.0%"} <= set(case.must)
    assert case.must_not == ()
    assert case.tags == ("review", "low_margin")
    assert (case.reviewed_by, case.reviewed_on) == ("Ann Example", "2026-03-02")
    assert case.reviewed
    with office.store.reading() as session:
        assert entries(session)[-1].action == "export.evaluation"


def test_a_case_is_exported_once_whatever_its_words(office: Office, tmp_path: Path) -> None:
    office.approved_review()
    file = tmp_path / "questions.jsonl"
    assert len(export(office, file).added) == 1
    before = file.read_bytes()
    again = export(office, file)
    assert (again.added, again.duplicates) == ((), (QUESTION,))
    assert file.read_bytes() == before
    # A line written by hand in other words of the same frame is found as well.
    line = json.loads(before)
    line |= {"id": "q1", "question": "the rate of recurrence on kardento, please"}
    file.write_text(json.dumps(line))
    assert export(office, file).duplicates == (QUESTION,)
    line |= {"question": OTHER_ARM}
    file.write_text(json.dumps(line))
    assert len(export(office, file).added) == 1
    assert next(case.id for case in read_golden(file, Case)) == "q1"


def test_what_a_reviewer_took_out_must_not_come_back(office: Office, tmp_path: Path) -> None:
    drafted = office.answer(QUESTION, said(office.corpus, "36/1,731"), said(office.corpus, "15 mg"))
    review = office.claimed(answer=drafted)
    kept = said(office.corpus, "36/1,731")
    change = edit(f"{kept.display} [1]", citations=(Cited(kept.id),))
    version, judgement = office.desk.edit(ANN, review, 2, change, "the dose was not asked for")
    assert judgement.passes, judgement.reasons
    office.desk.assign(ANN, review, version, BEN)
    office.desk.approve(BEN, review, version + 1, SECRET, "fine")
    file = tmp_path / "questions.jsonl"
    export(office, file)
    [case] = read_golden(file, Case)
    assert "15" in case.must_not
    assert not set(case.must) & set(case.must_not)
    assert case.written_by == "u1"
    assert case.reviewed_by == "Ben Example"


def test_a_confirmed_refusal_becomes_a_case(office: Office, tmp_path: Path) -> None:
    review = office.claimed(answer=office.refusal())
    office.desk.approve(ANN, review, 2, SECRET, "no word of it in the document")
    file = tmp_path / "questions.jsonl"
    export(office, file)
    [case] = read_golden(file, Case)
    assert (case.expect, case.evidence, case.must) == ("refused", (), ())
    assert case.missing == "no word of it in the document"


def test_what_rests_on_a_changed_source_makes_no_case(office: Office, tmp_path: Path) -> None:
    review = office.approved_review()
    later = office.with_corpus(changed_source(office.corpus, "kardento-faq"))
    done = export(later, tmp_path / "questions.jsonl")
    assert (done.added, done.passed_over) == ((), (review,))
    assert not (tmp_path / "questions.jsonl").exists()


def test_who_may_not_export_does_not(office: Office, tmp_path: Path) -> None:
    with pytest.raises(ForbiddenError):
        export(office, tmp_path / "q.jsonl", FAY)
    assert export(office, tmp_path / "q.jsonl", ADA).added == ()


def test_an_unusable_file_is_told(office: Office, tmp_path: Path) -> None:
    office.approved_review()
    file = tmp_path / "questions.jsonl"
    file.write_text("rubbish\n")
    with pytest.raises(CaseError, match="no case"):
        export(office, file)
    blocked = tmp_path / "blocked"
    blocked.touch()
    with pytest.raises(RecordsError, match="can't be written"):
        export(office, blocked / "questions.jsonl")
