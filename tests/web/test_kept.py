"""Turns of an earlier conversation, drawn from their records."""

import re

from ino_assistant.records import LOCAL
from ino_assistant.web.kept import kept_exchange
from web.fake import ALFA, HOSTILE, FakeOffice

TURN = FakeOffice().conversation(LOCAL, "conversation-1")[0]


def test_a_turn_is_shown_as_it_was_answered() -> None:
    shown = kept_exchange(TURN, 3)
    assert 'id="exchange-3"' in shown
    assert "What was the response rate?" in shown
    assert "as answered on 2026-01-02 03:04 UTC" in shown
    assert "73.2%" in shown
    assert "assessed by the investigators" in shown
    for bullet in ALFA.bullets:
        assert bullet.split(" &")[0][:40] in shown


def test_marks_lead_to_the_document() -> None:
    shown = kept_exchange(TURN, 1)
    text = shown.split('<div class="text">')[1].split("</div>")[0]
    links = re.findall(r'<a class="cite" href="(/documents/review\?[^"]+)"', text)
    assert len(links) == 2
    assert "[1]" not in text


def test_a_mark_of_no_citation_stays_text() -> None:
    answer = TURN["answer"] | {"citations": []}
    assert "[1]" in kept_exchange(TURN | {"answer": answer}, 1)


def test_hostile_records_stay_text() -> None:
    hostile = "<script>alert(1)</script>" + HOSTILE
    answer = TURN["answer"] | {"text": hostile}
    shown = kept_exchange(TURN | {"question": hostile, "answer": answer}, 1)
    assert "<script" not in shown
    assert "<img" not in shown
