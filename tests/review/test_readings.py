"""What was read of approved questions is kept: the first question of a start need not wait."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from ino_assistant.answering.understanding.question import Question, Reader
from ino_assistant.records.code_version import MODIFIED
from ino_assistant.records.review_tables import KeptReading
from ino_assistant.records.verify import verify_trail
from ino_assistant.review import readings as kept
from ino_assistant.review import upkeep
from ino_assistant.review.approved import ApprovedAnswers
from ino_assistant.review.decided import Decided
from ino_assistant.review.readings import Readings
from ino_assistant.review.upkeep import keep_up
from review.office import ANN, OTHER_ARM, QUESTION, SECRET, Office, said

THIRD = "What was the rate of recurrence with KARDENTO in women?"


class Counting(Reader):
    """Reads as another reader does, and counts."""

    def __init__(self, reader: Reader) -> None:
        self.__dict__.update(reader.__dict__)
        self.read_texts: list[str] = []

    def read(self, text: str) -> Question:
        self.read_texts.append(text)
        return super().read(text)


@pytest.mark.both_databases
def test_after_a_start_only_what_is_asked_for_is_read(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, corpus = office.store, office.corpus
    for question in (QUESTION, OTHER_ARM, THIRD):
        office.approved_review(question)
    before = Readings(store, "as now")
    assert keep_up(store, corpus, office.settings, before).invalidated == ()
    ApprovedAnswers(store, corpus, office.reader, before).prepare()
    Decided(store, office.reader, before).prepare()

    reader, anew = Counting(office.reader), Readings(store, "as now")
    approved = ApprovedAnswers(store, corpus, reader, anew)
    monkeypatch.setattr(upkeep, "is_served_by", None)
    keep_up(store, corpus, office.settings, anew)
    asked = office.read(QUESTION)
    assert approved.approved_for(asked, "field_medical") is not None
    assert reader.read_texts == [QUESTION]
    text = office.answer().text
    decided = Decided(store, reader, anew)
    assert decided.review_of(OTHER_ARM, text, against=False) is not None
    assert THIRD not in reader.read_texts
    assert verify_trail(store).whole
    # Of another corpus, or other code, nothing that was kept counts; and it is not kept for ever.
    other = Counting(office.reader)
    later = Readings(store, "another")
    ApprovedAnswers(store, corpus, other, later).prepare()
    assert set(other.read_texts) == {QUESTION, OTHER_ARM, THIRD}
    with store.reading() as session:
        assert set(session.scalars(select(KeptReading.scope))) == {"another"}


def test_a_reading_that_is_wrong_serves_nobody_another_answer(office: Office) -> None:
    office.approved_review(QUESTION)
    wrong = Readings(office.store)
    approved = ApprovedAnswers(office.store, office.corpus, office.reader, wrong)
    approved.prepare()
    stolen = office.read(OTHER_ARM)
    from ino_assistant.review.frame import frame_of

    for key in list(wrong._known):
        wrong.put(key, frame_of(stolen, office.reader).key)
    again = ApprovedAnswers(office.store, office.corpus, office.reader, wrong)
    assert again.approved_for(stolen, "field_medical") is None


def test_what_is_decided_later_is_seen(office: Office) -> None:
    shared = Readings(office.store)
    decided = Decided(office.store, office.reader, shared)
    text = office.answer().text
    assert decided.review_of(QUESTION, text, against=True) is None
    review = office.claimed()
    office.desk.reject(ANN, review, 2, SECRET, "no")
    assert decided.review_of(QUESTION, text, against=True) == review
    assert (
        decided.review_of(QUESTION, said(office.corpus, "warfarin").display, against=True) is None
    )


def test_between_two_commits_nothing_is_kept(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "code_version", lambda: f"0.1.0+abc{MODIFIED}")
    changed = Readings.of(office.store, office.corpus)
    changed.put("a", "b")
    changed.save()
    monkeypatch.setattr(kept, "code_version", lambda: "0.1.0+abc")
    clean = Readings.of(office.store, office.corpus)
    clean.put("c", "d")
    clean.save()
    with office.store.reading() as session:
        assert [row.key for row in session.scalars(select(KeptReading))] == ["c"]
        anew = Readings.of(office.store, office.corpus)
        anew.load(session)
    assert (anew.get("c"), anew.get("a")) == ("d", None)
