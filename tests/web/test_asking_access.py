"""What shuts people out of asking: axe in every state, narrow windows, keyboard, print, waiting."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from ino_assistant.text import fold
from web.browsing import RESPONSE, NewPage, ask, overflows, shuts_out
from web.fake import ALFA, HOSTILE, FakeAssistant, FakeOffice

pytestmark = pytest.mark.browser
LISTED = {
    "id": "conversation-1",
    "title": HOSTILE,
    "turns": 2,
    "began_at": "2026-01-02T03:04:05Z",
    "last_at": "2026-01-02T03:04:05Z",
}


def states(page: Page, assistant: FakeAssistant, address: str) -> Iterator[str]:
    """The page in one state after another; each is named."""
    yield "start"
    assistant.gate = threading.Event()
    page.get_by_label("Your question").fill(RESPONSE)
    page.keyboard.press("Enter")
    expect(page.locator("article .working")).to_be_visible()
    yield "working"
    assistant.gate.set()
    expect(page.locator("article .text")).to_be_visible()
    assistant.gate = None
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_enabled()
    yield "answer"
    page.locator(".text button").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    yield "source"
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Not helpful").click()
    yield "feedback"
    page.get_by_role("button", name="Report an adverse event").click()
    yield "report form"
    for name, question in (
        ("refusal", "Does it cure colds?"),
        ("report", "my patient fell ill"),
        ("hostile", HOSTILE),
        ("fault", "break it"),
        ("one long word", "x" * 2000),
    ):
        ask(page, question)
        yield name
    page.route(
        "**/api/conversations*", lambda route: route.fulfill(json={"conversations": [LISTED]})
    )
    page.get_by_role("button", name="Earlier conversations").click()
    expect(page.locator("#earlier li")).to_have_count(1)
    yield "earlier"
    page.keyboard.press("Escape")
    page.goto(f"{address}/?conversation=conversation-1")
    expect(page.locator("article.kept")).to_be_visible()
    yield "opened again"
    page.goto(address + str(page.locator("a.number").first.get_attribute("href")))
    expect(page.locator("mark").first).to_be_visible()
    yield "document"


def test_nothing_shuts_people_out(
    new_page: NewPage, assistant: FakeAssistant, address: str
) -> None:
    page = new_page(*DESK)
    found: list[str] = []
    for state in states(page, assistant, address):
        if state != "one long word":
            found += [f"{state}: {line}" for line in shuts_out(page)]
        for width, height in (PHONE, ENLARGED, DESK):
            page.set_viewport_size({"width": width, "height": height})
            if overflows(page):
                found.append(f"{state}: runs over sideways at {width}")
            if state in ("source", "earlier"):
                found += [f"{state}: cut off at {width}"] * runs_out(page, width)
        # What the theme does not change need not be looked at twice.
        if state in ("start", "answer", "source", "report form", "document"):
            in_colours(page, "dark")
            found += [f"{state}, dark: {line}" for line in shuts_out(page)]
            in_colours(page, "light")
    assert found == []


def in_colours(page: Page, scheme: Literal["light", "dark"]) -> None:
    """Change the scheme, and wait until no colour is on its way any more."""
    page.emulate_media(color_scheme=scheme)
    page.evaluate(COME_TO_REST)


COME_TO_REST = """async () => {
  const drawn = () => new Promise(requestAnimationFrame);
  await drawn();
  await drawn();
  await Promise.allSettled(document.getAnimations().map((moving) => moving.finished));
}"""
DESK, PHONE = (1280, 800), (360, 800)
ENLARGED = (640, 450)
"""What is left of a window of 1280 by 900 at 200 %."""


def runs_out(page: Page, width: int) -> bool:
    """Whether what is open beside the page is wider than the window, or than itself."""
    panel = page.get_by_role("dialog")
    box = panel.bounding_box()
    assert box is not None
    inside = box["x"] >= 0 and box["x"] + box["width"] <= width
    return not inside or not panel.evaluate("e => e.scrollWidth <= e.clientWidth")


def test_from_the_question_to_a_report_by_keyboard_alone(new_page: NewPage) -> None:
    page = new_page()
    tab_to(page, lambda: page.evaluate("document.activeElement.tagName") == "TEXTAREA")
    page.keyboard.type(RESPONSE)
    page.keyboard.press("Enter")
    expect(page.locator("article .text")).to_contain_text("73.2%")
    expect(page.get_by_label("Your question")).to_be_focused()
    tab_to(page, lambda: named(page) == "73.2%", back=True)
    with page.expect_popup() as opened:
        page.keyboard.press("Enter")
    expect(opened.value.locator("mark.figure")).to_have_text("73.2%")
    opened.value.close()
    tab_to(page, lambda: named(page).startswith("Source 1:"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Source 1")).to_be_focused()
    page.keyboard.press("Tab")
    assert named(page) == "Close"
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert named(page).startswith("Source 1:")
    tab_to(page, lambda: named(page) == "Report an adverse event")
    page.keyboard.press("Enter")
    expect(page.get_by_label("What happened")).to_be_focused()
    tab_to(page, lambda: named(page) == "Cancel")
    page.keyboard.press("Enter")
    assert named(page) == "Report an adverse event"
    tab_to(page, lambda: named(page) == "What is Alfazumab?")
    page.keyboard.press("Enter")
    expect(page.locator("article[id^=exchange-]")).to_have_count(2)


def tab_to(page: Page, there: Callable[[], bool], *, back: bool = False) -> None:
    for _ in range(60):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if there():
            return
    pytest.fail("can't be reached by keyboard")


def named(page: Page) -> str:
    """What the focused element is called."""
    found = page.evaluate(
        "(e => e.getAttribute('aria-label') || e.innerText || '')(document.activeElement)"
    )
    return str(found).strip()


def test_answers_are_announced(new_page: NewPage) -> None:
    page = new_page()
    line = page.locator("#status [aria-live=polite]")
    ask(page, RESPONSE)
    expect(line).to_contain_text("Answered with 2 sources. In the study, 120 of 164 patients")
    ask(page, "Does it cure colds?")
    expect(line).to_contain_text("Not answered. The documents do not say.")


def test_a_print_holds_the_whole_answer(new_page: NewPage) -> None:
    page = new_page()
    ask(page, "What is Alfazumab?")
    ask(page, RESPONSE)
    # Printing blocks a script; what would be printed is looked at in its place.
    button = page.locator("article").last.get_by_role("button", name="Print").element_handle()
    page.emulate_media(media="print")
    page.evaluate(
        "() => { window.print = () => { window.shown = document.body.innerText; window.box = "
        "document.querySelector('article.printed .boxed-warning').offsetHeight } }"
    )
    assert button is not None
    button.evaluate("e => e.click()")
    shown = fold(str(page.evaluate("window.shown")))
    for part in (RESPONSE, "73.2%", "Sources", "Please note", "BOXED WARNING: LIVER INJURY"):
        assert part in shown
    for bullet in ALFA.bullets:
        assert bullet in shown
    assert "In the study, 120 of 164 patients (73.2%)" in shown.split("Sources")[1]
    assert page.evaluate("window.box") > 50
    # Neither another answer nor what belongs to the screen.
    for part in ("What is Alfazumab?", "Copy", "New conversation", "Earlier conversations"):
        assert part not in shown


def test_stopping_puts_the_question_back(new_page: NewPage, assistant: FakeAssistant) -> None:
    page = new_page()
    assistant.gate = threading.Event()
    page.get_by_label("Your question").fill(RESPONSE)
    page.keyboard.press("Enter")
    stop = page.get_by_role("button", name="Stop")
    stop.click()
    expect(stop).to_be_hidden()
    expect(page.get_by_label("Your question")).to_have_value(RESPONSE)
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_enabled()
    expect(page.locator("article")).to_have_count(0)
    assistant.gate.set()
    ask(page, "What is Alfazumab?")
    expect(page.locator("article")).to_have_count(1)


def test_what_is_typed_into_a_form_stays_when_the_next_answer_comes(new_page: NewPage) -> None:
    page = new_page()
    ask(page, RESPONSE)
    page.get_by_role("button", name="Report an adverse event").click()
    page.get_by_label("What happened").fill("typed for long")
    page.get_by_label("How can drug safety reach you?").fill("ward 3")
    ask(page, "What is Alfazumab?")
    form = page.locator("article").first.locator("form[data-act=report]")
    expect(form.get_by_label("What happened")).to_have_value("typed for long")
    expect(form.get_by_label("How can drug safety reach you?")).to_have_value("ward 3")
    form.get_by_role("button", name="Cancel").click()
    ask(page, RESPONSE)
    expect(form).to_be_hidden()


def test_what_was_asked_while_the_server_was_lost_is_sent_again_by_one_press(
    new_page: NewPage,
) -> None:
    page = new_page()
    ask(page, RESPONSE)
    page.context.set_offline(True)
    line = page.get_by_role("alert").filter(has_text="The server can't be reached")
    expect(line).to_be_visible()
    page.get_by_label("Your question").fill("And the response in men?")
    page.keyboard.press("Enter")
    again = line.get_by_role("button", name="Send again")
    expect(again).to_be_visible()
    expect(page.get_by_text("Connection to the server was lost")).to_be_hidden()
    again.click()
    expect(line).to_contain_text("your question is sent as soon as it answers")
    page.context.set_offline(False)
    expect(page.locator("article.kept")).to_be_visible()
    expect(page.locator("article[id^=exchange-] .asked p").nth(1)).to_have_text(
        "And the response in men?"
    )
    expect(line).to_be_hidden()
    expect(page.get_by_label("Your question")).to_have_value("")


def test_a_server_that_comes_back_is_told_and_nothing_is_sent_by_itself(new_page: NewPage) -> None:
    page = new_page()
    page.context.set_offline(True)
    expect(page.get_by_role("alert")).to_contain_text("The server can't be reached")
    page.context.set_offline(False)
    expect(page.get_by_role("alert")).to_be_hidden()
    expect(page.locator("article")).to_have_count(0)


def test_a_rebuild_of_the_index_is_told_and_taken_back_while_the_page_is_open(
    new_page: NewPage, office: FakeOffice
) -> None:
    page = new_page()
    banner = page.locator("#banner [role=status][aria-live=polite]")
    expect(banner).to_have_text("")
    office.renewing = True
    page.evaluate(LOOK)
    expect(banner).to_contain_text("The index is being rebuilt")
    office.renewing = False
    page.evaluate(LOOK)
    expect(banner).to_have_text("")


LOOK = "window.dispatchEvent(new Event('online'))"
"""Has the page look now; else it does every ten seconds."""


USABLE = """() => new Promise((done) => {
  const look = () => {
    const box = document.querySelector('#question textarea');
    const ask = document.querySelector('#ask');
    const [visit] = performance.getEntriesByType('navigation');
    if (box && ask && !ask.disabled && document.querySelector('.welcome'))
      done(performance.now() - visit.responseStart);
    else requestAnimationFrame(look);
  };
  look();
})"""


def test_the_page_is_usable_soon(new_page: NewPage) -> None:
    page = new_page()
    taken = []
    for _ in range(3):
        page.reload(wait_until="commit")
        taken.append(float(page.evaluate(USABLE)))
    # The best of three: other programs on the machine are no part of it.
    assert min(taken) <= 1500, taken
