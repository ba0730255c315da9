"""What reviewers do, in headless Chromium."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from review.office import ADA, ANN, BEN, FAY, QUESTION, SECRET, SUE
from web.reviewing.conftest import OpenPage
from web.reviewing.desk import HOSTILE, REPORT, Desk

pytestmark = pytest.mark.browser


def said(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.locator("#rv-said [role=status]")).to_contain_text(words)


def refused(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.locator("#rv-said [role=alert]")).to_contain_text(words)


def claim(page: Page) -> None:
    """Load the review as it is now, and take it on."""
    page.reload()
    page.get_by_role("button", name="Claim").click()
    said(page, "Claimed")


def put_back(page: Page) -> None:
    page.get_by_role("button", name="Put back").click()
    said(page, "Put back")


def keep(page: Page, words: str) -> None:
    page.get_by_role("button", name="Keep as the next version").click()
    said(page, words)


def sign(
    page: Page,
    decision: str,
    reason: str,
    secret: str = SECRET,
    press: Callable[[Locator], None] = Locator.click,
) -> None:
    """Fill in a decision's form and send it."""
    form = page.locator(f'form[data-do="{decision}"]')
    if not form.is_visible():
        form.locator("xpath=ancestor::details[1]/summary").click()
    form.get_by_label("Reason").fill(reason)
    form.get_by_label("Your password again").fill(secret)
    press(form.locator("button.chief"))


def test_from_the_queue_to_a_validated_answer(open_page: OpenPage, desk: Desk) -> None:
    desk.queued()
    page = open_page()
    page.get_by_role("link", name=QUESTION).click()
    expect(page.get_by_role("heading", name=QUESTION)).to_be_focused()
    expect(page.locator(".source-text mark")).to_contain_text("36/1,731")
    page.get_by_role("button", name="Claim").click()
    said(page, "Claimed")

    text = page.get_by_label("Answer; a mark")
    right = text.input_value()
    text.fill(right.replace("36/1,731", "37/1,731"))
    verdict = page.locator(".live .verdict")
    expect(verdict).to_have_class(re.compile("bad"))
    expect(page.locator(".live .problems").first).to_contain_text("37")
    keep(page, "Kept as version 3, a draft")
    expect(page.locator(".changed del")).to_contain_text("36")
    put_back(page)

    other = open_page(page.url.split("/review/")[1], as_=BEN)
    claim(other)
    sign(other, "approve", "looks fine")
    refused(other, "Can't be approved: 37/1,731")
    form = other.locator('form[data-do="approve"]')
    expect(form.get_by_label("Reason")).to_have_value("looks fine")
    expect(form.get_by_label("Your password again")).to_have_value("")
    put_back(other)

    claim(page)
    text.fill(right)
    expect(verdict).to_have_class(re.compile("good"))
    keep(page, "every passage holds")
    # The words are the drafted ones again, but two persons have to have seen them.
    sign(page, "approve", "checked")
    refused(page, "Two persons")
    put_back(page)

    claim(other)
    sign(other, "approve", "checked against the source", "wrong password")
    refused(other, "Not signed")
    sign(other, "approve", "checked against the source")
    said(other, "Approved and signed")
    signature = other.locator(".signatures")
    expect(signature).to_contain_text("Ben Example")
    expect(signature).to_contain_text(re.compile(r"\d{4}, \d\d:\d\d:\d\d UTC"))
    expect(signature).to_contain_text("approval: may be given to others")
    expect(signature).to_contain_text("Holds")
    given = desk.office.ask(FAY, QUESTION)
    assert given.answer.validated is not None
    assert given.answer.validated["approved_by"] == "Ben Example"


def test_two_reviewers_in_two_browsers(open_page: OpenPage, desk: Desk) -> None:
    review = desk.queued()
    ann, ben = open_page(f"#answer/{review}"), open_page(f"#answer/{review}", as_=BEN)
    ben.get_by_role("textbox", name="Comment").fill("not lost")
    ann.get_by_role("button", name="Claim").click()
    said(ann, "Claimed")
    ben.get_by_role("button", name="Claim").click()
    refused(ben, "Ann Example")
    expect(ben.get_by_role("textbox", name="Comment")).to_have_value("not lost")
    ben.reload()
    expect(ben.locator(".decide-now, .part.decide")).to_contain_text("Ann Example works on it")
    # Pressed twice, signed once; the way back does not sign again.
    sign(ann, "approve", "checked", press=lambda button: button.dblclick())
    said(ann, "Approved and signed")
    ann.get_by_role("link", name="Back to the queue").click()
    expect(ann.locator(".queue-screen")).to_be_visible()
    ann.go_back()
    expect(ann.locator(".signatures-list li")).to_have_count(1)
    assert desk.made.now(review).version == 3


def test_two_reviewers_on_one_answer(open_page: OpenPage, desk: Desk) -> None:
    review = desk.queued()
    desk.office.desk.claim(ANN, review, 1)
    page = open_page(f"#answer/{review}")
    page.get_by_label("Answer; a mark").fill("Something that I typed for long.")
    desk.office.desk.prioritise(BEN, review, 2, "urgent", "it is")
    page.get_by_role("button", name="Keep as the next version").click()
    refused(page, "Ben Example")
    refused(page, "What you typed is still here")
    expect(page.get_by_label("Answer; a mark")).to_have_value("Something that I typed for long.")


def test_lost_connection_keeps_what_was_typed(open_page: OpenPage, desk: Desk) -> None:
    review = desk.queued()
    page = open_page(f"#answer/{review}")
    page.get_by_role("textbox", name="Comment").fill("worth keeping")
    page.context.set_offline(True)
    page.get_by_role("button", name="Comment").click()
    refused(page, "can't be reached. What you typed is still here")
    page.context.set_offline(False)
    page.get_by_role("button", name="Comment").click()
    said(page, "Comment kept")
    expect(page.locator(".comments-list")).to_contain_text("worth keeping")


def test_a_session_that_ended_is_told(open_page: OpenPage, desk: Desk) -> None:
    review = desk.queued()
    page = open_page(f"#answer/{review}")
    page.get_by_role("textbox", name="Comment").fill("worth keeping")

    def away(route: Route) -> None:
        route.fulfill(status=303, headers={"Location": "/sign-in"})

    page.route("**/component_server/", lambda route: route.fulfill(status=401, body="{}"))
    page.route(re.compile(r"/review/$"), away)
    page.get_by_role("button", name="Comment").click()
    refused(page, "You are signed out. What you typed is still here")
    expect(page.get_by_role("textbox", name="Comment")).to_have_value("worth keeping")


def test_records_that_are_gone_are_told(open_page: OpenPage, desk: Desk, tmp_path: Path) -> None:
    review = desk.queued()
    page = open_page(f"#answer/{review}")
    page.get_by_role("textbox", name="Comment").fill("worth keeping")
    desk.office.store.close()
    file = tmp_path / "records.sqlite3"
    kept = file.read_bytes()
    file.write_bytes(b"no database" * 1000)
    page.get_by_role("button", name="Comment").click()
    refused(page, re.compile("records"))
    expect(page.get_by_role("textbox", name="Comment")).to_have_value("worth keeping")
    desk.office.store.close()
    file.write_bytes(kept)
    page.get_by_role("button", name="Comment").click()
    said(page, "Comment kept")


def test_leaving_what_was_not_kept_is_asked(open_page: OpenPage, desk: Desk) -> None:
    review = desk.queued()
    desk.office.desk.claim(ANN, review, 1)
    page = open_page(f"#answer/{review}")
    page.get_by_label("Answer; a mark").fill("Mine.")
    asked: list[str] = []

    def stay(dialog: object) -> None:
        asked.append(dialog.message)  # type: ignore[attr-defined]
        dialog.dismiss()  # type: ignore[attr-defined]

    page.once("dialog", stay)
    page.get_by_role("link", name="Library").click()
    expect(page.get_by_label("Answer; a mark")).to_have_value("Mine.")
    assert asked == ["Leave without keeping what you changed?"]
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("link", name="Library").click()
    expect(page.get_by_role("heading", name="Library of approved answers")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Answer; a mark")).to_have_value(re.compile("36/1,731"))


def test_a_passage_is_found_cited_and_taken_out_again(open_page: OpenPage, desk: Desk) -> None:
    review = desk.queued()
    desk.office.desk.claim(ANN, review, 1)
    page = open_page(f"#answer/{review}")
    page.get_by_label("Find a passage").fill("missed dose")
    page.locator(".found").get_by_role("button", name="Cite").first.click()
    said(page, "Added as citation 2")
    expect(page.locator(".live .problems")).to_contain_text("citation 2 is not used")
    text = page.get_by_label("Answer; a mark")
    text.press("End")
    text.fill(text.input_value() + "\n\nA missed dose is taken on the same day.")
    text.press("Control+End")
    page.get_by_role("button", name="Put its mark into the text").nth(1).click()
    expect(text).to_have_value(re.compile(r"same day\. \[2\]$"))
    expect(page.locator(".live .verdict")).to_have_class(re.compile("good"))
    page.get_by_role("button", name="Remove").nth(0).click()
    expect(text).to_have_value(re.compile(r"same day\. \[1\]$"))
    expect(page.locator(".cited li")).to_have_count(1)
    page.get_by_role("button", name="Undo all").click()
    expect(text).to_have_value(re.compile(r"^In the VELOCE trial.*\[1\]$"))


def test_nothing_is_signed_past_an_edit(open_page: OpenPage, desk: Desk) -> None:
    review = desk.queued()
    desk.office.desk.claim(ANN, review, 1)
    page = open_page(f"#answer/{review}")
    text = page.get_by_label("Answer; a mark")
    text.fill("Something else.")
    sign(page, "approve", "fine")
    refused(page, "not kept yet")
    expect(page.locator("[data-slot=judgement]")).not_to_have_attribute("aria-busy", "true")
    refused(page, "not kept yet")  # though the words have been judged by now
    expect(text).to_have_value("Something else.")
    page.get_by_role("button", name="Undo all").click()
    expect(text).not_to_have_value("Something else.")
    sign(page, "approve", "fine")
    said(page, "Approved and signed")


def test_a_verdict_is_never_of_older_words(open_page: OpenPage, desk: Desk) -> None:
    review = desk.queued()
    desk.office.desk.claim(ANN, review, 1)
    page = open_page(f"#answer/{review}")
    text = page.get_by_label("Answer; a mark")
    right = text.input_value()
    text.fill(right.replace("36/1,731", "37/1,731"))
    page.get_by_label("Find a passage").fill("missed dose")
    expect(page.locator(".live .verdict")).to_have_class(re.compile("bad"))
    expect(page.locator(".found li")).not_to_have_count(0)
    page.context.set_offline(True)
    text.fill(right)
    expect(page.locator("[data-slot=judgement]")).to_have_text(re.compile("^Not checked"))
    page.context.set_offline(False)
    text.press("End")
    text.type(" ")
    expect(page.locator(".live .verdict")).to_have_class(re.compile("good"))


def test_the_queue_is_narrowed_and_given_out(open_page: OpenPage, desk: Desk) -> None:
    desk.queued()
    other = desk.queued("What was the rate of recurrence with warfarin?")
    page = open_page()
    rows = page.locator("[data-row]")
    expect(rows).to_have_count(2)
    page.get_by_label("Question or answer holds").fill("with warfarin?")
    page.keyboard.press("Enter")
    expect(rows).to_have_count(1)
    expect(page).to_have_url(re.compile("text=with"))
    page.get_by_role("button", name="Assign").click()
    refused(page, "Nothing is selected")
    page.get_by_label(re.compile("^Select: ")).check()
    page.get_by_label("Assign what is selected to").select_option("Ben Example")
    page.get_by_role("button", name="Assign").click()
    said(page, "1 assigned to Ben Example.")
    assert desk.made.now(other).assignee_name == "Ben Example"
    page.go_back()
    expect(rows).to_have_count(2)
    page.get_by_label("Select all of this page").check()
    expect(page.locator("[data-selected]")).to_have_text("2 selected")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-selected]")).to_have_text("1 selected")


def test_by_keyboard_alone(open_page: OpenPage, desk: Desk) -> None:
    desk.queued()
    second = desk.queued("What was the rate of recurrence with warfarin?")
    page = open_page()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("j")
    # Claimed from the list, it is still the one in focus.
    page.keyboard.press("c")
    said(page, "Claimed")
    expect(page.locator(f'[data-row][href$="{second}"]')).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".answer-screen")).to_be_visible()
    page.keyboard.press("a")
    expect(page.locator(":focus")).to_have_attribute("name", "reason")
    page.keyboard.type("just as the source says")
    page.keyboard.press("Tab")
    for _ in range(8):
        if page.evaluate("document.activeElement.name") == "secret":
            break
        page.keyboard.press("Tab")
    page.keyboard.type(SECRET)
    page.keyboard.press("Enter")
    said(page, "Approved and signed")
    expect(page.locator("#screen-title")).to_be_focused()
    assert desk.made.now(second).state == "approved"
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Shortcuts")
    expect(keys).to_be_visible()
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    page.keyboard.press("u")
    expect(page.locator(".queue-screen")).to_be_visible()


def test_single_keys_can_be_switched_off(open_page: OpenPage, desk: Desk) -> None:
    desk.queued()
    page = open_page()
    page.get_by_role("button", name="Shortcuts").click()
    page.get_by_label("Single keys are on").uncheck()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("j")
    expect(page.locator("[data-row]")).not_to_be_focused()


def test_reject_reopen_escalate_withdraw(open_page: OpenPage, desk: Desk) -> None:
    review = desk.queued()
    page = open_page(f"#answer/{review}")
    page.keyboard.press("c")
    said(page, "Claimed")
    sign(page, "reject", "not to be given")
    said(page, "Rejected and signed")
    page.locator(".decide", has_text="Reopen").locator("summary").click()
    page.locator('form[data-do="reopen"]').get_by_label("Reason").fill("once more")
    page.locator('form[data-do="reopen"] button').click()
    said(page, "Reopened")
    page.locator(".decide", has_text="Escalate").locator("summary").click()
    page.locator('form[data-do="escalate"]').get_by_label("Reason").fill("beyond me")
    page.locator('form[data-do="escalate"] button').click()
    said(page, "Escalated")
    page.keyboard.press("c")
    said(page, "Claimed")
    sign(page, "approve", "fine")
    said(page, "Approved")
    sign(page, "withdraw", "no more")
    said(page, "Withdrawn and signed")
    assert desk.made.served() is None


def test_the_library_and_other_ways_of_asking(open_page: OpenPage, desk: Desk) -> None:
    desk.approved()
    page = open_page("#library")
    expect(page.locator(".rows")).to_contain_text("approved by Ann Example")
    with page.expect_download() as download:
        page.get_by_role("link", name="docx").click()
    assert download.value.suggested_filename.endswith(".docx")
    page.get_by_role("link", name=QUESTION).click()
    page.get_by_text("Attach another way of asking").click()
    form = page.locator('form[data-do="attach"]')
    form.get_by_label("Another way").fill("What was the rate of recurrence with warfarin?")
    form.get_by_label("Reason").fill("the same")
    form.get_by_label("Your password again").fill(SECRET)
    form.get_by_role("button", name="Attach").click()
    refused(page, "Not the same question")
    same = "Which rate of recurrence was there with KARDENTO?"
    form.get_by_label("Another way").fill(same)
    form.get_by_label("Your password again").fill(SECRET)
    form.get_by_role("button", name="Attach").click()
    said(page, "Attached")
    assert desk.office.ask(FAY, same).answer.validated is not None
    page.get_by_role("link", name="Back to the library").click()
    expect(page.locator(".rows")).to_contain_text("1 other wording")
    page.go_back()
    variant = page.locator(".variants li")
    variant.locator("summary").click()
    variant.get_by_label("Reason").fill("not quite")
    variant.get_by_label("Your password again").fill(SECRET)
    variant.get_by_role("button", name="Take off").click()
    said(page, "Taken off")
    expect(page.locator(".variants li")).to_have_count(0)


def test_an_approved_answer_is_renewed(open_page: OpenPage, desk: Desk) -> None:
    old = desk.approved()
    page = open_page(f"#answer/{old}")
    page.keyboard.press("a")
    page.keyboard.type("the label has changed")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    said(page, "A new review is open")
    expect(page).not_to_have_url(re.compile(old))
    page.keyboard.press("c")
    said(page, "Claimed")
    page.keyboard.press("a")
    expect(page.get_by_label("It replaces what Ann Example approved")).to_be_checked()
    sign(page, "approve", "as the new label says")
    said(page, "Approved and signed")
    assert desk.made.now(old).state == "superseded"
    page.go_back()
    expect(page.locator(".badges")).to_contain_text("Replaced")


def test_a_safety_report_is_read_and_handed_over(open_page: OpenPage, desk: Desk) -> None:
    report = desk.reported()
    page = open_page(as_=SUE)
    expect(page.locator(".rv-tabs li")).to_have_count(1)
    expect(page.locator(".safety-screen")).not_to_contain_text("jaundice")
    page.locator("[data-row]").click()
    expect(page.locator(".words-of-report")).to_have_text(REPORT)
    expect(page.locator(".criteria li")).to_have_count(4)
    page.get_by_role("button", name="Take on").click()
    said(page, "Taken on")
    page.locator(".decide", has_text="Hand over").locator("summary").click()
    page.get_by_label("Case number").fill("CASE-7")
    page.locator(".decide", has_text="Hand over").get_by_role("button").click()
    said(page, "Handed over")
    expect(page.locator(".report-screen .history")).to_contain_text("CASE-7")
    assert desk.office.safety.read(SUE, report)["state"] == "handed_over"


def test_the_trail_is_shown_and_verified(open_page: OpenPage, desk: Desk) -> None:
    review = desk.approved()
    page = open_page(f"#trail?record=review/{review}", as_=ADA)
    expect(page.locator(".entries")).to_contain_text("review.approve")
    expect(page.locator(".entries")).to_contain_text("checked against the source")
    page.get_by_role("button", name="Verify the whole trail").click()
    expect(page.locator("[data-slot=verified]")).to_contain_text("The trail is whole")
    with page.expect_download() as download:
        page.get_by_role("link", name="Export the trail").click()
    assert download.value.path().read_text().count("\n") >= 4


def test_a_draft_is_checked(open_page: OpenPage, desk: Desk, tmp_path: Path) -> None:
    page = open_page("#draft")
    wrong = "In the VELOCE trial, recurrence was seen in 37/1,731 patients (2.1%) taking KARDENTO."
    page.get_by_label("Draft as text").fill(wrong)
    page.get_by_role("button", name="Check", exact=True).click()
    marked = page.frame_locator("iframe")
    expect(marked.locator("u").first).to_contain_text("37")
    letter = tmp_path / "letter <b>.md"
    letter.write_text(f"# Dear doctor\n\n{HOSTILE}\n\n{wrong}\n", encoding="utf-8")
    page.get_by_label("Or a file").set_input_files(letter)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(marked.locator("h1")).to_have_text("letter <b>.md")
    assert page.evaluate("window.pwned") is None


def test_hostile_text_stays_text(open_page: OpenPage, desk: Desk) -> None:
    review = desk.queued(HOSTILE)
    desk.office.desk.claim(ANN, review, 1)
    desk.office.desk.comment(ANN, review, HOSTILE)
    exchange = desk.made.now(review).exchange_id
    desk.office.feedback(FAY, exchange, "down", ("other",), HOSTILE)
    page = open_page()
    expect(page.locator("[data-row]")).to_contain_text("onerror")
    page.locator("[data-row]").click()
    expect(page.locator(".comments-list .said")).to_have_text(HOSTILE)
    expect(page.get_by_label("Question that it answers")).to_have_value(HOSTILE)
    report = desk.reported(f"My patient got worse. {HOSTILE}")
    other = open_page(f"#report/{report}", as_=SUE)
    expect(other.locator(".words-of-report")).to_contain_text(HOSTILE)
    for shown in (page, other):
        assert shown.evaluate("window.pwned") is None
        assert shown.locator("#rv-screen img, #rv-screen script").count() == 0


def test_who_may_not_review_sees_who_may(open_page: OpenPage, desk: Desk) -> None:
    review = desk.queued()
    page = open_page(as_=FAY)
    expect(page.locator("#rv-screen")).to_contain_text("Reviewing is for medical information")
    page = open_page(f"#answer/{review}", as_=SUE)
    refused(page, "has no right to this")
    expect(page.locator("#rv-screen")).not_to_contain_text("VELOCE")
