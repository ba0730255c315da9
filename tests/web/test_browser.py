"""What a user sees, in headless Chromium."""

from __future__ import annotations

import re
import threading
from typing import Literal

import pytest
from playwright.sync_api import Locator, expect

from ino_assistant.text import fold
from web.browsing import RESPONSE, NewPage, ask
from web.fake import ALFA, BETA, HOSTILE, STATEMENTS, FakeAssistant

pytestmark = pytest.mark.browser


def test_from_the_first_question_to_the_answer(new_page: NewPage, assistant: FakeAssistant) -> None:
    page = new_page()
    expect(page).to_have_title("Ino Assistant")
    expect(page.locator(".mode")).to_contain_text("Local mode without sign-in")
    expect(page.locator(".documents")).to_contain_text("Review of two made-up medicines")
    ask(page, RESPONSE)
    answer = page.locator("article")
    expect(answer.locator(".text")).to_contain_text("120 of 164 patients (73.2%)")
    expect(answer.locator(".status")).to_contain_text("Answered")
    expect(answer.locator(".understood")).to_contain_text("with Alfazumab?")
    expect(answer.locator(".caveats")).to_contain_text("assessed by the investigators")
    expect(page.locator("#status [role=status]")).to_contain_text("Answered with 2 sources")
    expect(page.get_by_label("Your question")).to_have_value("")
    ask(page, "And the response in men?")
    assert assistant.asked[-1] == ("And the response in men?", (RESPONSE,))


def test_a_citation_opens_the_quoted_source(new_page: NewPage) -> None:
    page = new_page()
    ask(page, RESPONSE)
    for marker, name in (("1", "response"), ("2", "older")):
        button = page.locator(".text").get_by_role("button", name=f"Source {marker}:")
        button.click()
        panel = page.get_by_role("dialog", name=f"Source {marker}")
        expect(panel).to_be_visible()
        expect(panel).to_be_focused()
        statement = STATEMENTS[name]
        quoted = panel.locator("blockquote").inner_text()
        assert fold(quoted) == statement.quote
        marked = [fold(text) for text in panel.locator("mark").all_inner_texts()]
        assert sorted(marked) == sorted(statement.quote.split(" | "))
        page.keyboard.press("Escape")
        expect(panel).to_be_hidden()
        expect(button).to_be_focused()
    page.locator(".sources").get_by_role("button", name="Source 2:").click()
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_number_and_a_source_lead_to_their_place_in_the_document(new_page: NewPage) -> None:
    page = new_page()
    ask(page, RESPONSE)
    for words in ("164", "73.2%"):
        with page.expect_popup() as opened:
            page.locator(".text").get_by_role("link", name=words, exact=True).click()
        document = opened.value
        figure = document.locator("mark.figure")
        expect(figure).to_have_text(words)
        expect(figure).to_be_in_viewport()
        expect(document.locator("mark").first).to_be_in_viewport()
        document.close()
    page.locator(".text").get_by_role("button", name="Source 1:").click()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Read the document at this passage").click()
    marked = [fold(words) for words in opened.value.locator("mark").all_inner_texts()]
    assert " ".join(marked) == STATEMENTS["response"].quote


def test_the_boxed_warning_is_whole_and_prominent(new_page: NewPage) -> None:
    page = new_page()
    start = [fold(text) for text in page.locator(".box-text").all_inner_texts()]
    assert start == [ALFA.text, BETA.text]
    for question in (RESPONSE, "Does it cure colds?", "my patient fell ill"):
        ask(page, question)
        answer = page.locator("article").last
        boxes = answer.locator(".boxed-warning")
        texts = [ALFA.text] if question == RESPONSE else [ALFA.text, BETA.text]
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            assert [fold(t) for t in boxes.locator(".box-text").all_inner_texts()] == texts
            size = float(answer.locator(".text").evaluate(FONT_SIZE))
            for box in boxes.all():
                is_prominent(box, size)
    point = page.locator("article").first.locator("li.relevant")
    expect(point).to_have_count(1)
    shown = point.evaluate("e => getComputedStyle(e, '::after').content")
    assert shown == '"bears on this question"'


def is_prominent(box: Locator, size: float) -> None:
    expect(box).to_be_visible()
    assert box.evaluate(BORDERS) == ["2px solid rgb(0, 0, 0)"] * 4
    assert box.evaluate(
        "e => [e.scrollHeight <= e.clientHeight + 1, e.scrollWidth <= e.clientWidth + 1]"
    ) == [True, True]
    for part in box.locator(".box-text, .box-heading, li").all():
        assert part.evaluate("e => getComputedStyle(e).visibility") == "visible"
        assert float(part.evaluate(FONT_SIZE)) >= size
    assert box.locator("xpath=ancestor::details").count() == 0


SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
FONT_SIZE = "e => parseFloat(getComputedStyle(e).fontSize)"
BORDERS = """e => ['Top', 'Right', 'Bottom', 'Left'].map(side => {
  const style = getComputedStyle(e);
  return ['Width', 'Style', 'Color'].map(part => style[`border${side}${part}`]).join(' ');
})"""


def test_hostile_input_stays_text(new_page: NewPage) -> None:
    page = new_page()
    ask(page, HOSTILE)
    expect(page.locator(".asked p")).to_have_text(HOSTILE)
    expect(page.locator(".near")).to_contain_text(HOSTILE)
    page.locator(".near").get_by_role("button").last.click()
    marked = page.get_by_role("dialog").locator("mark")
    expect(marked).to_have_text(HOSTILE)
    assert page.evaluate("window.pwned") is None
    assert (
        page.locator(
            '#conversation :is(img, script, a:not([href^="/documents/"], [href^="/api/"]))'
        ).count()
        == 0
    )


def test_what_can_t_be_answered_leaves_the_page_usable(new_page: NewPage) -> None:
    page = new_page()
    ask(page, "very long " * 10_000)
    answer = page.locator("article").last
    expect(answer.locator(".asked p")).to_have_text(re.compile(r"… \(100,000 characters\)$"))
    expect(answer.locator(".text")).to_have_text("The question is too long.")
    ask(page, "break it")
    expect(answer).to_contain_text("Something went wrong")
    assert answer.locator(".boxed-warning").count() == 2
    ask(page, RESPONSE)
    expect(answer.locator(".text")).to_contain_text("73.2%")


def test_work_is_shown_and_a_double_click_sends_once(
    new_page: NewPage, assistant: FakeAssistant
) -> None:
    page = new_page()
    assistant.gate = threading.Event()
    page.get_by_label("Your question").fill(RESPONSE)
    page.get_by_role("button", name="Ask", exact=True).dblclick()
    expect(page.locator("article .working")).to_contain_text("Searching the documents")
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_disabled()
    page.get_by_label("Your question").fill("The response again?")
    page.keyboard.press("Enter")
    assistant.gate.set()
    expect(page.locator("article .text")).to_contain_text("73.2%")
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_enabled()
    assert [question for question, _ in assistant.asked] == [RESPONSE]
    expect(page.get_by_label("Your question")).to_have_value("The response again?")


def test_a_new_conversation_forgets_the_old_one_even_while_it_is_worked_on(
    new_page: NewPage, assistant: FakeAssistant
) -> None:
    page = new_page()
    ask(page, RESPONSE)
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator("article")).to_have_count(0)
    expect(page.locator(".welcome")).to_be_visible()
    ask(page, "And the response in men?")
    assert assistant.asked[-1] == ("And the response in men?", ())
    gate = assistant.gate = threading.Event()
    page.get_by_label("Your question").fill(RESPONSE)
    page.keyboard.press("Enter")
    expect(page.locator("article .working")).to_be_visible()
    # Nobody waits for the question that was given up.
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".welcome")).to_be_visible()
    assistant.gate = None
    ask(page, "What is Alfazumab?")
    assert assistant.asked[-1] == ("What is Alfazumab?", ())
    gate.set()
    expect(page.locator("article")).to_have_count(1)


def test_nobody_sees_the_conversation_of_another(
    new_page: NewPage, assistant: FakeAssistant
) -> None:
    mine, theirs = new_page(), new_page()
    ask(mine, RESPONSE)
    ask(theirs, "What is Alfazumab?")
    assert assistant.asked[-1] == ("What is Alfazumab?", ())
    expect(theirs.locator("article")).to_have_count(1)
    expect(mine.locator("article")).to_have_count(1)


def test_an_offered_question_is_asked_with_a_click_and_what_was_typed_stays(
    new_page: NewPage, assistant: FakeAssistant
) -> None:
    page = new_page()
    page.get_by_role("button", name="What is Alfazumab?").click()
    expect(page.locator("article .text")).to_contain_text("Alfazumab is an antibody")
    expect(page.get_by_role("button", name="What is Alfazumab?")).to_have_count(0)
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator("article")).to_have_count(0)
    ask(page, RESPONSE)
    page.get_by_label("Your question").fill("half a quest")
    page.get_by_role("button", name="What is Alfazumab?").click()
    expect(page.locator("article").last.locator(".text")).to_contain_text("is an antibody")
    assert assistant.asked[-1] == ("What is Alfazumab?", ())
    expect(page.get_by_label("Your question")).to_have_value("half a quest")
    ask(page, "And the response in men?")
    earlier = (RESPONSE, "What is Alfazumab?")
    assert ("And the response in men?", earlier) in assistant.asked
