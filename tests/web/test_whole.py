"""The whole app with people who sign in, in a browser: their days, and what goes wrong in them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from ino_assistant.text import fold
from people.staff import PASSWORD
from web.browsing import Visits, ask, served, shuts_out
from web.fake import HOSTILE
from web.whole import ANN, BEN, DOSE, FAY, RATE, Things, Whole, come, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def visits(browser: Browser) -> Iterator[Visits]:
    made = Visits(browser, timeout=20_000)
    yield made
    made.end()


def test_a_field_user_s_day(visits: Visits, whole: Whole, whole_address: str) -> None:
    page = visits.begin(1280, 900, None).new_page()
    page.goto(whole_address)
    sign_in(page, FAY)
    page.get_by_label("Your question").wait_for()
    expect(page.locator(".mode")).to_have_text("Fay Example, field medical Sign out")
    expect(page.get_by_role("link", name="Reviewing")).to_have_count(0)
    ask(page, DOSE)
    answer = page.locator("article").last
    expect(answer.locator(".status")).to_contain_text("not yet validated")
    expect(answer.locator(".boxed-warning")).to_have_count(1)
    following = answer.locator(".next button")
    expect(following.first).to_be_visible()
    words = following.first.inner_text()
    following.first.click()
    expect(page.locator("article[id^=exchange-]")).to_have_count(2)
    expect(page.locator("article .status").last).to_contain_text("Answered")
    assert words != DOSE
    for form, begins in (("Word", b"PK"), ("PDF", b"%PDF")):
        with page.expect_download() as saved:
            page.get_by_role("link", name=f"Save as {form}").first.click()
        assert Path(saved.value.path()).read_bytes().startswith(begins)
    first = page.locator("article").first
    first.get_by_role("button", name="Not helpful").click()
    first.get_by_label("Wrong citation").check()
    first.get_by_label("More, if you like").fill(HOSTILE)
    first.get_by_role("button", name="Send", exact=True).click()
    expect(first.locator(".done")).to_contain_text("Thank you")
    first.get_by_role("button", name="Report an adverse event").click()
    first.get_by_label("What happened").fill("She bled on KARDENTO.")
    first.get_by_role("button", name="Send", exact=True).click()
    expect(first.locator(".done")).to_contain_text("Sent to drug safety")
    page.get_by_role("button", name="Earlier conversations").click()
    expect(page.locator("#earlier li").first).to_contain_text("question")
    assert page.evaluate("window.pwned") is None
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Sign out").click()
    assert shuts_out(page) == []
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in")
    assert shuts_out(page) == []
    page.go_back()
    page.reload()
    expect(page.get_by_label("Login")).to_be_visible()


def test_a_session_that_ends_keeps_what_was_typed(
    visits: Visits, whole: Whole, whole_address: str
) -> None:
    page = come(visits, whole, whole_address, FAY)
    ask(page, RATE)
    page.get_by_role("button", name="Not helpful").click()
    page.get_by_label("More, if you like").fill("worth keeping")
    whole.end_session(page)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".actions .done")).to_contain_text("Your session has ended")
    expect(page.get_by_label("More, if you like")).to_have_value("worth keeping")
    page.get_by_label("Your question").fill("And with warfarin?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").first).to_contain_text("Your session has ended")
    expect(page.get_by_label("Your question")).to_have_value("And with warfarin?")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Sign in in another tab").click()
    sign_in(opened.value, FAY)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("article[id^=exchange-]")).to_have_count(2)
    expect(page.locator(".trouble")).to_be_hidden()
    expect(page.get_by_label("Your question")).to_have_value("")
    # A new session has a new token, which the page has to ask for.
    page.locator("article").first.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".actions .done").first).to_contain_text("Thank you")


def test_two_tabs_are_two_conversations_of_the_same_person(
    visits: Visits, whole: Whole, whole_address: str
) -> None:
    one = come(visits, whole, whole_address, FAY)
    ask(one, RATE)
    two = one.context.new_page()
    two.goto(whole_address)
    ask(two, DOSE)
    assert one.url != two.url
    expect(one.locator("article")).to_have_count(1)
    expect(two.locator("article")).to_have_count(1)
    # Back and forth: each finds its own again.
    two.goto(f"{whole_address}/sign-out")
    two.go_back()
    expect(two.locator("article .asked")).to_contain_text(DOSE)
    one.reload()
    expect(one.locator("article .asked")).to_contain_text(RATE)
    text = fold(one.locator("article .text").inner_text())
    assert text


def test_a_server_that_is_started_again_finds_the_conversation(
    visits: Visits, whole: Whole
) -> None:
    with served(whole.made()) as address:
        page = come(visits, whole, address, FAY)
        ask(page, RATE)
        page.get_by_label("Your question").fill("And with warfarin?")
    port = int(address.rsplit(":", 1)[1])
    page.get_by_label("Your question").press("Enter")
    expect(page.get_by_role("button", name="Send again")).to_be_visible()
    with served(whole.made(), port):
        # The page is loaded anew by itself.
        expect(page.locator("article.kept .asked")).to_contain_text(RATE)
        expect(page.get_by_role("alert")).to_contain_text(
            "Your question was not answered: ask again"
        )
        expect(page.get_by_label("Your question")).to_have_value("And with warfarin?")
        page.get_by_label("Your question").press("Enter")
        expect(page.locator("article[id^=exchange-]")).to_have_count(2)
        understood = page.locator("article").last.locator(".understood")
        expect(understood).to_contain_text(re.compile("recurrence", re.I))


def test_pictures_of_the_main_screens(
    visits: Visits, whole: Whole, whole_address: str, things: Things, tmp_path: Path
) -> None:
    """Those that the documentation shows: `make screens` has them written into docs/screens."""
    folder = Path(os.environ.get("INO_SCREENS_FOLDER", tmp_path))
    page = come(visits, whole, whole_address, ANN)
    ask(page, RATE)
    page.locator(".text button").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    picture(page, folder / "ask-desk.png")
    page.goto(f"{whole_address}/review/#answer/{things['review_id']}")
    page.locator("#rv-screen:not([aria-busy])").wait_for()
    expect(page.locator(".source-text mark").first).to_be_visible()
    picture(page, folder / "review-desk.png")
    page.set_viewport_size({"width": 360, "height": 740})
    page.emulate_media(color_scheme="dark")
    page.goto(whole_address)
    page.get_by_label("Your question").wait_for()
    ask(page, RATE)
    picture(page, folder / "ask-phone.png")
    page.goto(f"{whole_address}/review/#queue")
    page.locator("#rv-screen:not([aria-busy])").wait_for()
    expect(page.get_by_role("link", name=RATE).first).to_be_visible()
    picture(page, folder / "review-phone.png")


def picture(page: Page, file: Path) -> None:
    """What is seen of a page, as a small file."""
    page.wait_for_timeout(400)  # what moves has come to rest
    drawn = Image.open(BytesIO(page.screenshot(animations="disabled", caret="hide")))
    few = drawn.convert("RGB").quantize(64, dither=Image.Dither.NONE)
    file.parent.mkdir(parents=True, exist_ok=True)
    few.save(file, optimize=True)
    # Something is on it: a page that failed to draw has hardly any colours.
    assert len(few.getcolors() or ()) > 10
    assert file.stat().st_size < 150_000


# Those that move the clock come last.


def test_an_answer_from_draft_to_validated_to_expired(
    visits: Visits, whole: Whole, whole_address: str
) -> None:
    asking = come(visits, whole, whole_address, FAY)
    ask(asking, RATE)
    answer = asking.locator("article[id^=exchange-]").last
    expect(answer).to_contain_text("not yet validated by medical information")
    answer.get_by_role("button", name="Send to medical information").click()
    form = answer.locator("form:visible, dialog[open] form").first
    form.get_by_role("button", name=re.compile("Send")).click()
    expect(asking.get_by_text("Sent to medical information.")).to_be_visible()

    reviewing = come(visits, whole, whole_address, ANN, "/review/")
    reviewing.locator("[data-row]", has_text=RATE).first.click()
    reviewing.get_by_role("button", name="Claim").click()
    reviewing.locator(".decide", has_text="Approve").locator("summary").first.click()
    decide = reviewing.locator('form[data-do="approve"]')
    decide.get_by_label("Reason").fill("checked against the source")
    decide.get_by_label("Expires on").fill("2026-04-30")
    decide.get_by_label("Your password again").fill(PASSWORD)
    # Pressed twice, signed once.
    decide.locator("button.chief").dblclick()
    expect(reviewing.locator("#rv-said [role=status]")).to_contain_text("Approved and signed")
    expect(reviewing.locator(".signatures-list li")).to_have_count(1)

    ask(asking, RATE)
    validated = asking.locator("article[id^=exchange-]").last
    expect(validated).to_contain_text(
        re.compile(r"Validated by medical information until .*approved by Ann Example")
    )
    # What is copied of it says the same.
    expect(validated).not_to_contain_text("not yet validated")

    whole.clock.forward(days=60)
    whole.office.upkeep()
    whole.let_in(asking.context, whole_address, FAY)
    asking.goto(whole_address)
    ask(asking, RATE)
    expired = asking.locator("article[id^=exchange-]").last
    expect(expired).to_contain_text("not yet validated by medical information")
    expect(expired).not_to_contain_text("Validated by medical information until")
    whole.let_in(reviewing.context, whole_address, ANN)
    reviewing.goto(f"{whole_address}/review/#queue?queue=invalidated")
    reviewing.reload()
    row = reviewing.locator(".rows li", has_text=RATE)
    expect(row).to_contain_text("Expired")


def test_a_session_that_ends_on_the_reviewing_page_loses_nothing_typed(
    visits: Visits, whole: Whole, whole_address: str
) -> None:
    given = whole.office.ask(whole.actors[FAY], "What was the rate of recurrence with warfarin?")
    review = whole.office.escalate(whole.actors[FAY], given.exchange_id)
    page = come(visits, whole, whole_address, ANN, f"/review/#answer/{review}")
    comment = page.get_by_role("textbox", name="Comment")
    comment.fill("typed for long")
    whole.clock.forward(hours=24)
    page.get_by_role("button", name="Comment").click()
    alert = page.locator("#rv-said [role=alert]")
    expect(alert).to_contain_text("You are signed out. What you typed is still here")
    with page.context.expect_page() as opened:
        alert.get_by_role("link", name="Sign in, in a new tab").click()
    sign_in(opened.value, BEN)
    page.get_by_role("button", name="Comment").click()
    expect(alert).to_contain_text("You are signed in as Ben Example now")
    expect(comment).to_have_value("typed for long")
    opened.value.close()
    whole.let_in(page.context, whole_address, ANN)
    page.get_by_role("button", name="Comment").click()
    expect(page.locator("#rv-said [role=status]")).to_contain_text("Comment kept")
    (kept,) = whole.office.review(whole.actors[ANN], review)["comments"]
    assert (kept["by"], kept["text"]) == ("Ann Example", "typed for long")
