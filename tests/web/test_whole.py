"""The whole app with people who sign in: what each may do, and what nobody gets of another."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from starlette.routing import BaseRoute, Mount

from ino_assistant.text import fold
from records.stores import sqlite_template
from web.browsing import Visits, ask, served, shuts_out
from web.fake import HOSTILE
from web.whole import ANN, DOSE, EVE, FAY, RATE, Whole, sign_in, signed_in

__all__ = ["sqlite_template"]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Whole]:
    made = Whole(tmp_path_factory.mktemp("whole"), sqlite_template)
    yield made
    made.close()


@pytest.fixture(scope="module")
def address(whole: Whole) -> Iterator[str]:
    with served(whole.app) as address:
        yield address


@pytest.fixture(scope="module")
def things(address: str) -> Iterator[dict[str, str]]:
    """Ids of what Fay has, one of every kind."""
    with signed_in(address, FAY) as fay:
        answer = fay.post("/api/ask", json={"question": RATE}).json()
        sent = {"words": "My patient bled on KARDENTO."}
        report = fay.post("/api/reports", json=sent).json()
        review = fay.post(f"/api/answers/{answer['id']}/escalate", json={}).json()
        key = {"key_id": "0" * 32, "user_id": "0" * 32}
        yield key | {
            "conversation_id": answer["conversation_id"],
            "exchange_id": answer["id"],
            "review_id": review["review_id"],
            "report_id": report["report_id"],
            "document_id": "kardento-faq",
            "form": "docx",
        }


@pytest.fixture(scope="module")
def eve(address: str) -> Iterator[httpx.Client]:
    """Somebody who has nothing, and asks for all of it."""
    with signed_in(address, EVE) as client:
        yield client


@pytest.fixture(scope="module")
def nobody(address: str) -> Iterator[httpx.Client]:
    """Somebody who is not signed in."""
    with httpx.Client(base_url=address, timeout=30, trust_env=False) as client:
        yield client


# What takes an id, and what has to be sent for it to be understood.
_OF_ONE = {
    "GET /api/conversations/{conversation_id}": None,
    "DELETE /api/conversations/{conversation_id}": None,
    "GET /api/conversations/{conversation_id}/export": None,
    "GET /api/answers/{exchange_id}": None,
    "GET /api/answers/{exchange_id}/export": None,
    "POST /api/answers/{exchange_id}/feedback": {"thumb": "up"},
    "POST /api/answers/{exchange_id}/escalate": {},
    "POST /api/answers/{exchange_id}/queue": {"reason": "mine now"},
    "GET /api/reviews/{review_id}": None,
    "POST /api/reviews/{review_id}/claim": {"version": 1},
    "POST /api/reviews/{review_id}/assign": {"version": 1, "to": "u"},
    "POST /api/reviews/{review_id}/release": {"version": 1},
    "POST /api/reviews/{review_id}/prioritise": {"version": 1, "priority": "low", "reason": "x"},
    "POST /api/reviews/{review_id}/escalate": {"version": 1, "reason": "x"},
    "POST /api/reviews/{review_id}/reopen": {"version": 1, "reason": "x"},
    "POST /api/reviews/{review_id}/join": {"version": 1, "into": "0" * 32, "reason": "x"},
    "POST /api/reviews/{review_id}/revise": {"version": 1, "reason": "x"},
    "POST /api/reviews/{review_id}/comments": {"text": "x"},
    "POST /api/reviews/{review_id}/judge": {"text": "x"},
    "POST /api/reviews/{review_id}/edit": {"version": 1, "change": {"text": "x"}},
    "POST /api/reviews/{review_id}/approve": {"version": 1, "secret": "x", "reason": "x"},
    "POST /api/reviews/{review_id}/reject": {"version": 1, "secret": "x", "reason": "x"},
    "POST /api/reviews/{review_id}/withdraw": {"version": 1, "secret": "x", "reason": "x"},
    "POST /api/reviews/{review_id}/variants": {"text": "x", "reason": "x"},
    "POST /api/reviews/{review_id}/variants/detach": {"text": "x", "reason": "x"},
    "GET /api/safety/{report_id}": None,
    "POST /api/safety/{report_id}/steps": {"version": 1, "action": "claimed"},
    "GET /api/safety/{report_id}/export": None,
    "GET /api/reviews/{review_id}/export": None,
    "PATCH /api/users/{user_id}": {"version": 1, "name": "Eve", "reason": "x"},
    "POST /api/users/{user_id}/reset": {"reason": "x"},
    "POST /api/keys/{key_id}/revoke": {"reason": "x"},
    "GET /review/files/response/{review_id}.{form}": None,
    "GET /review/files/report/{report_id}.{form}": None,
    "GET /review/files/records.{form}": None,
    "GET /review/files/corpus/{document_id}": None,
}
_OF_ALL = {"GET /documents/{document_id}"}
"""What everybody who is signed in may read."""


def test_every_route_that_takes_an_id_is_asked_for_below(whole: Whole) -> None:
    assert set(_routes(whole.app)) - _OF_ALL == set(_OF_ONE)


@pytest.mark.parametrize("route", _OF_ONE)
def test_nobody_gets_what_is_anothers(
    eve: httpx.Client, nobody: httpx.Client, things: dict[str, str], route: str
) -> None:
    method, path = route.split(" ")
    body: Any = _OF_ONE[route]
    answer = eve.request(method, path.format_map(things), json=body)
    assert answer.status_code in (403, 404), answer.text
    assert RATE not in answer.text
    assert "bled" not in answer.text
    assert nobody.request(method, path.format_map(things), json=body).status_code == 401


def test_lists_hold_ones_own_alone(eve: httpx.Client, things: dict[str, str]) -> None:
    assert eve.get("/api/conversations").json() == {"conversations": []}
    sent = {"question": "And then?", "conversation": things["conversation_id"]}
    assert eve.post("/api/ask", json=sent).status_code == 404
    for path in ("reviews", "safety", "audit", "users", "keys", "exports/records", "metrics"):
        assert eve.get(f"/api/{path}").status_code == 403, path
    assert eve.get("/api/conversations?everyone=true").status_code == 403
    assert eve.get("/review/files/trail.jsonl").status_code == 403


@pytest.mark.parametrize("path", ["/etc/passwd", "records.sqlite3", "../records.sqlite3"])
def test_gradio_serves_no_file(eve: httpx.Client, path: str) -> None:
    assert eve.get(f"/gradio_api/file={path}").status_code in (403, 404)


def _routes(app: FastAPI) -> Iterator[str]:
    """Every route of ours with a name in its path; Gradio's own have no data of ours."""

    def walk(routes: list[BaseRoute], before: str) -> Iterator[str]:
        for route in routes:
            inner = getattr(route, "original_router", None)
            if isinstance(route, Mount) and route.path == "/api":
                yield from walk(route.app.routes, "/api")  # type: ignore[attr-defined]  # an app
            elif inner is not None:
                yield from walk(inner.routes, before)
            elif "{" in getattr(route, "path", "") and not isinstance(route, Mount):
                for method in sorted(route.methods - {"HEAD"}):  # type: ignore[attr-defined]
                    yield f"{method} {before}{route.path}"  # type: ignore[attr-defined]

    yield from walk(app.routes, "")


# In a browser


@pytest.fixture
def visits(browser: Browser) -> Iterator[Visits]:
    made = Visits(browser, timeout=20_000)
    yield made
    made.end()


def come(visits: Visits, address: str, login: str, path: str = "/") -> Page:
    """Somebody signs in and looks at a page."""
    page = visits.begin(1280, 900, None).new_page()
    page.goto(address + path)
    sign_in(page, login)
    page.get_by_label("Your question").wait_for()
    return page


@pytest.mark.browser
def test_a_field_user_s_day(visits: Visits, address: str, whole: Whole) -> None:
    page = come(visits, address, FAY)
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


@pytest.mark.browser
def test_another_s_conversation_is_not_opened_by_its_address(
    visits: Visits, address: str, things: dict[str, str]
) -> None:
    page = come(visits, address, EVE, f"/?conversation={things['conversation_id']}")
    expect(page.locator(".state")).to_contain_text("no conversation")
    expect(page.locator("article")).to_have_count(0)
    page.goto(f"{address}/review/")
    expect(page.locator("#rv-screen")).not_to_contain_text("Queue")
    expect(page.locator("body")).not_to_contain_text(RATE)


@pytest.mark.browser
def test_medical_information_finds_the_way_to_its_screens(visits: Visits, address: str) -> None:
    page = come(visits, address, ANN)
    page.get_by_role("link", name="Reviewing").click()
    expect(page.locator("#rv-screen:not([aria-busy])")).to_contain_text("Queue")


@pytest.mark.browser
def test_a_session_that_ends_keeps_what_was_typed(
    visits: Visits, address: str, whole: Whole
) -> None:
    page = come(visits, address, FAY)
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


@pytest.mark.browser
def test_two_tabs_are_two_conversations_of_the_same_person(visits: Visits, address: str) -> None:
    one = come(visits, address, FAY)
    ask(one, RATE)
    two = one.context.new_page()
    two.goto(address)
    ask(two, DOSE)
    assert one.url != two.url
    expect(one.locator("article")).to_have_count(1)
    expect(two.locator("article")).to_have_count(1)
    # Back and forth: each finds its own again.
    two.goto(f"{address}/sign-out")
    two.go_back()
    expect(two.locator("article .asked")).to_contain_text(DOSE)
    one.reload()
    expect(one.locator("article .asked")).to_contain_text(RATE)
    text = fold(one.locator("article .text").inner_text())
    assert text


@pytest.mark.browser
def test_a_server_that_is_started_again_finds_the_conversation(
    visits: Visits, whole: Whole
) -> None:
    with served(whole.made()) as address:
        page = come(visits, address, FAY)
        ask(page, RATE)
        page.get_by_label("Your question").fill("And with warfarin?")
    port = int(address.rsplit(":", 1)[1])
    page.get_by_label("Your question").press("Enter")
    expect(page.get_by_text("Connection to the server was lost")).to_be_visible()
    with served(whole.made(), port):
        # Gradio loads the page anew by itself.
        expect(page.locator("article.kept .asked")).to_contain_text(RATE)
        expect(page.get_by_label("Your question")).to_have_value("And with warfarin?")
        page.get_by_label("Your question").press("Enter")
        expect(page.locator("article[id^=exchange-]")).to_have_count(2)
        understood = page.locator("article").last.locator(".understood")
        expect(understood).to_contain_text(re.compile("recurrence", re.I))


@pytest.mark.browser
def test_pictures_of_the_main_screens(
    visits: Visits, address: str, things: dict[str, str], tmp_path: Path
) -> None:
    """Those that the documentation shows: `make screens` has them written into docs/screens."""
    folder = Path(os.environ.get("INO_SCREENS_FOLDER", tmp_path))
    page = come(visits, address, ANN)
    ask(page, RATE)
    page.locator(".text button").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    picture(page, folder / "ask-desk.png")
    page.goto(f"{address}/review/#answer/{things['review_id']}")
    page.locator("#rv-screen:not([aria-busy])").wait_for()
    expect(page.locator(".source-text mark").first).to_be_visible()
    picture(page, folder / "review-desk.png")
    page.set_viewport_size({"width": 360, "height": 740})
    page.emulate_media(color_scheme="dark")
    page.goto(address)
    page.get_by_label("Your question").wait_for()
    ask(page, RATE)
    picture(page, folder / "ask-phone.png")
    page.goto(f"{address}/review/#queue")
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
