"""The whole app with people who sign in: what each may, and what nobody gets of another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, expect
from starlette.routing import BaseRoute, Mount

from ino_assistant.records.audit import entries
from ino_assistant.web.reviewing.screens import SCREENS
from web.browsing import Visits, ask
from web.whole import ADA, ANN, EVE, MAY, RATE, SAM, SUE, Things, Whole, come, signed_in


@pytest.fixture(scope="module")
def eve(whole_address: str) -> Iterator[httpx.Client]:
    """Somebody who has nothing, and asks for all of it."""
    with signed_in(whole_address, EVE) as client:
        yield client


@pytest.fixture(scope="module")
def nobody(whole_address: str) -> Iterator[httpx.Client]:
    """Somebody who is not signed in."""
    with httpx.Client(base_url=whole_address, timeout=30, trust_env=False) as client:
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
    "POST /api/reviews/{review_id}/answered-outside": {
        "version": 1,
        "reference": "x",
        "on": "2020-01-31",
    },
    "GET /api/reviews/{review_id}/versions/{version}": None,
    "GET /api/reviews/{review_id}/difference?before=1&after=1": None,
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
    assert set(_routes(whole.app)) - _OF_ALL == {route.partition("?")[0] for route in _OF_ONE}


@pytest.mark.parametrize("route", _OF_ONE)
def test_nobody_gets_what_is_anothers(
    eve: httpx.Client, nobody: httpx.Client, things: Things, route: str
) -> None:
    method, path = route.split(" ")
    body: Any = _OF_ONE[route]
    answer = eve.request(method, path.format_map({"version": "1", **things}), json=body)
    assert answer.status_code in (403, 404), answer.text
    assert RATE not in answer.text
    assert "bled" not in answer.text
    assert (
        nobody.request(method, path.format_map({"version": "1", **things}), json=body).status_code
        == 401
    )


def test_lists_hold_ones_own_alone(eve: httpx.Client, things: Things) -> None:
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


def test_files_and_interface_are_refused_by_address(
    whole: Whole, whole_address: str, things: Things
) -> None:
    review, report = things["review_id"], things["report_id"]
    document = whole.office.corpus.documents[0].id
    paths = {
        f"/review/files/response/{review}.pdf": {ANN},
        f"/review/files/report/{report}.json": {SUE},
        "/review/files/records.csv": {ANN, ADA},
        "/review/files/trail.jsonl": {ADA},
        f"/review/files/corpus/{document}": {ANN},
        f"/api/reviews/{review}": {ANN},
        f"/api/safety/{report}": {SUE},
        "/api/audit": {ADA},
    }
    for login in MAY:
        with signed_in(whole_address, login) as client:
            got = {path: client.get(path).status_code for path in paths}
        allowed = {path for path, status in got.items() if status == 200}
        assert allowed == {path for path, may in paths.items() if login in may}, login
        assert {got[path] for path in paths if path not in allowed} <= {403, 404}, login
    call = "/review/gradio_api/component_server/"
    own = {"Origin": whole_address}
    with httpx.Client(base_url=whole_address, trust_env=False) as nobody:
        assert {nobody.get(path).status_code for path in paths} == {401}
        assert nobody.post(call, json={}, headers=own).status_code == 401
    with signed_in(whole_address, ANN) as client:
        for strange in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {}):
            assert client.post(call, json={}, headers=strange).status_code == 403
        assert client.post(call, json={}, headers=own).status_code not in (401, 403)
        policy = client.get("/review/").headers["content-security-policy"]
        assert "http" not in policy


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


def refusals(whole: Whole) -> int:
    with whole.store.reading() as session:
        return len(entries(session, action="access.refused", limit=1000))


BESIDE = {ANN: {"answer", "renewals"}, SUE: {"report"}}
"""Screens that another one leads to."""


@pytest.mark.browser
def test_each_role_gets_its_answers_and_screens_and_no_other(
    browser: Browser, whole: Whole, whole_address: str
) -> None:
    for login, may in MAY.items():
        visits = Visits(browser, timeout=20_000)
        page = come(visits, whole, whole_address, login)
        ask(page, RATE)
        withheld = "nothing on it has been approved for sales"
        given = withheld if login == SAM else "36/1,731 patients (2.1%)"
        expect(page.locator("article .text")).to_contain_text(given)
        way = page.get_by_role("link", name="Reviewing")
        if may:
            way.click()
        else:
            expect(way).to_have_count(0)
            page.goto(f"{whole_address}/review/")
        page.locator("#rv-screen:not([aria-busy])").wait_for()
        tabs = page.locator(".rv-tabs a")
        assert {str(tab.get_attribute("href")).lstrip("#") for tab in tabs.all()} == may
        before = refusals(whole)
        others = [name for name in SCREENS if name not in may | BESIDE.get(login, set())]
        for name in others:
            page.evaluate("name => { location.hash = `#${name}/x` }", name)
            if may:
                expect(page.locator("#rv-said [role=alert]")).to_contain_text("has no right")
                page.evaluate("document.querySelector('#rv-said [role=alert]').textContent = ''")
            else:
                page.locator("#rv-screen:not([aria-busy])").wait_for()
                expect(page.get_by_role("heading", name="Not for your role")).to_be_visible()
        if may:
            # Each was refused below the screen, and is in the trail.
            assert refusals(whole) == before + len(others)
        visits.end()


@pytest.mark.browser
def test_another_s_conversation_is_not_opened_by_its_address(
    browser: Browser, whole: Whole, whole_address: str, things: Things
) -> None:
    visits = Visits(browser, timeout=20_000)
    address = f"/?conversation={things['conversation_id']}"
    page = come(visits, whole, whole_address, EVE, address)
    expect(page.locator(".state")).to_contain_text("no conversation")
    expect(page.locator("article")).to_have_count(0)
    page.goto(f"{whole_address}/review/")
    expect(page.locator("#rv-screen")).not_to_contain_text("Queue")
    expect(page.locator("body")).not_to_contain_text(RATE)
    visits.end()
