"""The buttons under an answer and the earlier conversations, in headless Chromium.

The HTTP interface is answered for here; what it does is tested in tests/api.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from web.browsing import RESPONSE, NewPage, ask
from web.fake import ALFA, HOSTILE

pytestmark = pytest.mark.browser


class Interface:
    """Answers what the page asks of `/api`, and keeps what was sent."""

    def __init__(self, page: Page) -> None:
        self.sent: list[tuple[str, str, Any]] = []
        self.status = 200
        self.conversations: list[dict[str, Any]] = []
        page.route("**/api/**", self._answer)

    def _answer(self, route: Route) -> None:
        request = route.request
        path = request.url.split("/api", 1)[1].split("?", 1)[0]
        if path == "/session":
            route.fulfill(json={"csrf": "token-1"})
            return
        if path == "/conversations":
            route.fulfill(json={"conversations": self.conversations})
            return
        assert request.headers["x-csrf-token"] == "token-1"
        body = json.loads(request.post_data) if request.post_data else None
        self.sent.append((request.method, path, body))
        if self.status != 200:
            route.fulfill(status=self.status, json={"error": "the records can't be used now"})
        elif request.method == "DELETE":
            route.fulfill(status=204)
        else:
            route.fulfill(json={"review_id": "r1"})


@pytest.fixture
def page(new_page: NewPage) -> Page:
    return new_page()


@pytest.fixture
def interface(page: Page) -> Interface:
    return Interface(page)


def test_a_thumb_with_reasons(page: Page, interface: Interface) -> None:
    ask(page, RESPONSE)
    page.get_by_role("button", name="Not helpful").click()
    page.get_by_label("Wrong number").check()
    page.get_by_label("More, if you like").fill("it was 12")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".actions .done")).to_contain_text("Thank you")
    ((method, path, body),) = interface.sent
    assert method == "POST"
    assert path.endswith("/feedback")
    assert body == {"thumb": "down", "reasons": ["wrong number"], "words": "it was 12"}


def test_handing_on_and_reporting_are_one_press_away(page: Page, interface: Interface) -> None:
    ask(page, RESPONSE)
    page.get_by_role("button", name="Send to medical information").click()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".actions .done")).to_have_text("Sent to medical information.")
    page.get_by_role("button", name="Report an adverse event").click()
    page.locator("form[data-act=report]:not([hidden]) textarea").fill("fever after the dose")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".actions .done")).to_contain_text("Sent to drug safety")
    assert [path.rsplit("/", 1)[-1] for _, path, _ in interface.sent] == ["escalate", "reports"]
    assert interface.sent[1][2] == {"words": "fever after the dose", "contact": ""}


def test_what_is_not_taken_is_said_and_the_words_stay(page: Page, interface: Interface) -> None:
    ask(page, RESPONSE)
    interface.status = 503
    page.get_by_role("button", name="Not helpful").click()
    page.get_by_label("More, if you like").fill("my words")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".actions .done")).to_have_text("the records can't be used now")
    expect(page.get_by_label("More, if you like")).to_have_value("my words")


def test_a_copy_holds_the_boxed_warning(page: Page, interface: Interface) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, RESPONSE)
    page.get_by_role("button", name="Copy").click()
    expect(page.locator(".actions .done")).to_contain_text("Copied with sources")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert ALFA.text in copied
    assert "[1]" in copied
    assert interface.sent == []


def test_earlier_conversations_are_found_opened_and_deleted(
    page: Page, interface: Interface
) -> None:
    about: dict[str, Any] = {
        "turns": 1,
        "began_at": "2026-01-02T03:04:05Z",
        "last_at": "2026-01-02T03:04:05Z",
    }
    interface.conversations = [
        {
            "id": "conversation-1",
            "title": "What was the response rate?",
            "questions": ["What was the response rate?", "And <b>later</b> on?"],
            **about,
        },
        {"id": "c2", "title": HOSTILE, "questions": [HOSTILE], **about},
    ]
    page.get_by_role("button", name="Earlier conversations").click()
    entries = page.locator("#earlier li")
    expect(entries).to_have_count(2)
    assert page.locator("#earlier img").count() == 0
    page.get_by_label("Find").fill("response")
    expect(entries.filter(visible=True)).to_have_count(1)
    # By any question of it, too.
    page.get_by_label("Find").fill("later on")
    expect(entries.filter(visible=True)).to_contain_text("“And <b>later</b> on?”")
    expect(entries.filter(visible=True)).to_have_count(1)
    page.get_by_label("Find").fill("")
    gone = entries.nth(1).get_by_role("button", name="Delete")
    gone.click()
    entries.nth(1).get_by_role("button", name="Really delete?").click()
    expect(entries).to_have_count(1)
    assert interface.sent == [("DELETE", "/conversations/c2", None)]
    entries.first.get_by_role("link", name="What was the response rate?").click()
    page.wait_for_url("**/?conversation=conversation-1")
    expect(page.locator("article.kept")).to_contain_text("73.2%")
    ask(page, RESPONSE)
    expect(page.locator("article[id^=exchange-]")).to_have_count(2)
