"""What an answer is, in words."""

from __future__ import annotations

from ino_assistant.answering.saying.render import validated_words


def test_an_approved_answer_says_until_when_and_by_whom() -> None:
    record = {
        "id": "r1",
        "version": 3,
        "approved_by": "Ann Example",
        "approved_at": "2026-03-02T09:00:00.000000Z",
        "expires_on": "2027-03-02",
    }
    # It expires on that day: the one before is the last on which it is given.
    assert validated_words(record) == (
        "Validated by medical information until 2027-03-01: version 3, "
        "approved by Ann Example on 2026-03-02"
    )
    assert validated_words({"id": "r1"}) == "Validated by medical information"
