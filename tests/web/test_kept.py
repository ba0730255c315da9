"""Turns of an earlier conversation, drawn from their records."""

import re

import pytest

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


def test_it_has_all_that_belongs_to_an_answer() -> None:
    shown = kept_exchange(TURN, 1)
    assert "not yet validated by medical information; as answered on" in shown
    assert "Understood as:" in shown
    assert "The document dates from about 2020." in shown
    assert "Review of two made-up medicines; Results" in shown
    for act in ("copy", "print", "escalate", "report", "up", "down"):
        assert f'data-act="{act}"' in shown
    assert 'data-exchange="exchange-1"' in shown
    assert "Ask next" not in shown


def test_what_was_approved_says_until_when() -> None:
    record = {
        "id": "r1",
        "version": 3,
        "approved_by": "M. <b>Roe",
        "approved_at": "2026-01-02T03:04:05Z",
        "expires_on": "2027-01-02",
    }
    shown = kept_exchange(TURN | {"answer": TURN["answer"] | {"validated": record}}, 1)
    assert "Validated by medical information until 2027-01-01" in shown
    assert "M. &lt;b&gt;Roe" in shown


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"outcome": "refused", "reason": "shape"}, "Not in the documents; as answered"),
        ({"outcome": "refused", "problem": "too long"}, "could not be worked on; as"),
        ({"outcome": "routed", "route": "adverse_event"}, "for drug safety (adverse event); as"),
    ],
)
def test_its_status_is_said_in_words(more: dict[str, str], words: str) -> None:
    assert words in kept_exchange(TURN | {"answer": TURN["answer"] | more}, 1)


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
