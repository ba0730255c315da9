"""Turns of an earlier conversation, drawn from their records."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from html import unescape
from typing import Any

import pytest

from ino_assistant.records import LOCAL
from ino_assistant.web.kept import kept_exchange
from ino_assistant.web.view import exchange
from web.fake import ALFA, CORPUS, HOSTILE, STATEMENTS, FakeOffice, answered

TURN = FakeOffice().conversation(LOCAL, "conversation-1")[0]


def shown_of(turn: Mapping[str, Any], number: int) -> str:
    return kept_exchange(turn, number, CORPUS)


def test_a_turn_is_shown_as_it_was_answered() -> None:
    shown = shown_of(TURN, 3)
    assert 'id="exchange-3"' in shown
    assert "What was the response rate?" in shown
    assert "as answered on 2 January 2026, 03:04 UTC" in shown
    assert "73.2%" in shown
    assert "assessed by the investigators" in shown
    for bullet in ALFA.bullets:
        assert bullet.split(" &")[0][:40] in shown


def test_it_has_all_that_belongs_to_an_answer() -> None:
    shown = shown_of(TURN, 1)
    assert "not yet validated by medical information; as answered on" in shown
    assert "Understood as:" in shown
    assert "The document dates from about 2020." in shown
    assert "Review of two made-up medicines; Results" in shown
    for act in ("copy", "print", "escalate", "report", "up", "down"):
        assert f'data-act="{act}"' in shown
    assert 'data-exchange="exchange-1"' in shown
    assert "Ask next" not in shown


def test_a_copy_of_it_is_that_of_a_fresh_answer() -> None:
    fresh = exchange(answered(TURN["question"]), CORPUS, 1, "exchange-1")
    assert copied(shown_of(TURN, 1)) == copied(fresh)
    assert ALFA.text in unescape(copied(fresh))


def copied(shown: str) -> str:
    return shown.split('<pre class="whole-text" hidden>')[1].split("</pre>", maxsplit=1)[0]


def test_what_was_approved_says_until_when() -> None:
    record = {
        "id": "r1",
        "version": 3,
        "approved_by": "M. <b>Roe",
        "approved_at": "2026-01-02T03:04:05Z",
        "expires_on": "2027-01-02",
    }
    shown = shown_of(TURN | {"answer": TURN["answer"] | {"validated": record}}, 1)
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
    assert words in shown_of(TURN | {"answer": TURN["answer"] | more}, 1)


def text_of(shown: str) -> str:
    return shown.split('<div class="text">')[1].split("</div>", maxsplit=1)[0]


def test_marks_and_figures_lead_to_their_places_as_in_a_fresh_answer() -> None:
    fresh = exchange(answered(TURN["question"]), CORPUS, 1, "exchange-1")
    shown = shown_of(TURN, 1)
    assert text_of(shown) == text_of(fresh)
    assert len(re.findall(r'class="number" href="/documents/review', text_of(shown))) == 9
    for opened in re.findall(r'popovertarget="([^"]+)"', shown):
        assert f'id="{opened}"' in shown
    assert "as answered on" in shown


def test_what_the_document_no_longer_has_is_linked_and_its_figures_are_not() -> None:
    moved = replace(STATEMENTS["response"], spans=((0, 10),))
    document = replace(CORPUS.documents[0], statements=(moved,))
    shown = kept_exchange(TURN, 1, replace(CORPUS, documents=(document,)))
    assert 'class="number"' not in shown
    assert "popovertarget" not in shown
    links = re.findall(r'<a class="cite" href="(/documents/review\?[^"]+)"', text_of(shown))
    assert len(links) == 2
    assert "73.2%" in text_of(shown)


def test_of_a_record_without_its_pieces_the_marks_lead_on() -> None:
    shown = text_of(shown_of(TURN | {"segments": []}, 1))
    assert shown.count('class="cite"') == 2
    assert "[1]" not in shown
    assert 'class="number"' not in shown


def test_a_mark_of_no_citation_stays_text() -> None:
    answer = TURN["answer"] | {"citations": []}
    assert "[1]" in shown_of(TURN | {"answer": answer}, 1)


def test_hostile_records_stay_text() -> None:
    hostile = "<script>alert(1)</script>" + HOSTILE
    answer = TURN["answer"] | {"text": hostile}
    shown = shown_of(TURN | {"question": hostile, "answer": answer}, 1)
    assert "<script" not in shown
    assert "<img" not in shown
