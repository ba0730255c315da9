"""The whole app with real sign-in: what each role may, and an answer seen from both sides."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from ino_assistant.people import People
from ino_assistant.records import Actor, Store
from ino_assistant.records.actors import Role
from ino_assistant.records.audit import entries
from ino_assistant.service import Office
from ino_assistant.settings import Settings
from ino_assistant.web.reviewing.screens import SCREENS
from ino_assistant.web.server import create_app
from people.staff import PASSWORD, QUICK, join
from records.stores import SetClock
from review.office import QUESTION
from search.prepared import small_assistant
from web.browsing import Visits, ask, served

pytestmark = pytest.mark.browser

ROLES: dict[str, Role] = {
    "fay": "field_medical",
    "sam": "sales",
    "ann": "medical_information",
    "ben": "medical_information",
    "sue": "safety",
    "ada": "administrator",
}
REVIEWING = {"queue", "library", "figures", "draft", "evaluation", "corpus"}
MAY: dict[str, set[str]] = {
    "fay": set(),
    "sam": set(),
    "ann": REVIEWING,
    "sue": {"safety"},
    "ada": {"trail"},
}
REPORT = "My patient got jaundice after KARDENTO. She is 54."


@dataclass
class App:
    """An app with its people, on a port of its own."""

    address: str
    office: Office
    clock: SetClock
    actors: dict[str, Actor]

    @contextmanager
    def client(self, login: str) -> Iterator[httpx.Client]:
        """Addresses asked for directly, signed in as in a browser."""
        with httpx.Client(base_url=self.address, trust_env=False) as client:
            form = {"login": login, "password": PASSWORD}
            origin = {"Origin": self.address.rstrip("/")}
            assert client.post("/sign-in", data=form, headers=origin).status_code == 303
            yield client


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder: Path = tmp_path_factory.mktemp("whole")
    clock = SetClock()
    settings = Settings(accounts=True, data_dir=folder, sample_every=0)
    store = Store(f"sqlite:///{folder / 'records.sqlite3'}", folder / "anchor.json", clock).open()
    people = People(store, settings, hasher=QUICK)
    users = [join(people, login, role) for login, role in ROLES.items()]
    actors = {user.login: Actor(user.id, user.name, user.role) for user in users}
    office = Office(settings, small_assistant(), store, authenticate=people.authenticate)
    with served(create_app(office, settings, people)) as address:
        yield App(address, office, clock, actors)
    store.close()


Enter = Callable[..., Page]


@pytest.fixture
def enter(browser: Browser, app: App) -> Iterator[Enter]:
    """Signs somebody in through the form and opens a page, in a browser session of their own."""
    visits = Visits(browser, timeout=20_000)

    def entered(login: str, path: str = "/") -> Page:
        page = visits.begin(1280, 900, None).new_page()
        page.goto(app.address)
        sign_in(page, login)
        page.goto(f"{app.address.rstrip('/')}{path}")
        return page

    yield entered
    visits.end()


def sign_in(page: Page, login: str) -> None:
    page.get_by_label("Login").fill(login)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


def shown(page: Page) -> None:
    page.locator("#rv-screen:not([aria-busy])").wait_for()


def refusals(app: App) -> int:
    with app.office.store.reading() as session:
        return len(entries(session, action="access.refused", limit=1000))


@pytest.mark.parametrize("login", list(MAY))
def test_each_role_sees_its_screens_and_no_other(enter: Enter, app: App, login: str) -> None:
    page = enter(login)
    page.get_by_label("Your question").wait_for()
    expect(page.get_by_role("link", name="Reviewing")).to_have_count(1 if MAY[login] else 0)
    page.goto(f"{app.address.rstrip('/')}/review/")
    shown(page)
    tabs = page.locator(".rv-tabs a")
    names = {str(tab.get_attribute("href")).lstrip("#") for tab in tabs.all()}
    assert names == MAY[login]
    before = refusals(app)
    others = [name for name in SCREENS if name not in MAY[login]]
    others = [name for name in others if not (name == "answer" and login == "ann")]
    others = [name for name in others if not (name == "report" and login == "sue")]
    for name in others:
        page.evaluate("name => { location.hash = `#${name}/x` }", name)
        if MAY[login]:
            expect(page.locator("#rv-said [role=alert]")).to_contain_text("has no right")
            page.evaluate("document.querySelector('#rv-said [role=alert]').textContent = ''")
        else:
            shown(page)
            expect(page.get_by_role("heading", name="Not for your role")).to_be_visible()
    if MAY[login]:
        # Each was refused below the screen, and is in the trail.
        assert refusals(app) == before + len(others)


def test_files_and_interface_are_refused_by_address(app: App) -> None:
    fay = app.office.ask(app.actors["fay"], QUESTION)
    review = app.office.escalate(app.actors["fay"], fay.exchange_id)
    report = app.office.report_adverse_event(app.actors["fay"], REPORT).report_id
    document = app.office.corpus.documents[0].id
    paths = {
        f"/review/files/response/{review}.pdf": {"ann"},
        f"/review/files/report/{report}.json": {"sue"},
        "/review/files/records.csv": {"ann", "ada"},
        "/review/files/trail.jsonl": {"ada"},
        f"/review/files/corpus/{document}": {"ann"},
        f"/api/reviews/{review}": {"ann"},
        f"/api/safety/{report}": {"sue"},
        "/api/audit": {"ada"},
    }
    for login in MAY:
        with app.client(login) as client:
            got = {path: client.get(path).status_code for path in paths}
        allowed = {path for path, status in got.items() if status == 200}
        assert allowed == {path for path, may in paths.items() if login in may}, login
        assert {got[path] for path in paths if path not in allowed} <= {403, 404}, login
    call = "/review/gradio_api/component_server/"
    with httpx.Client(base_url=app.address, trust_env=False) as nobody:
        assert {nobody.get(path).status_code for path in paths} == {401}
        own = {"Origin": app.address.rstrip("/")}
        assert nobody.post(call, json={}, headers=own).status_code == 401
    with app.client("ann") as client:
        for strange in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {}):
            assert client.post(call, json={}, headers=strange).status_code == 403
        assert client.post(call, json={}, headers=own).status_code not in (401, 403)
        policy = client.get("/review/").headers["content-security-policy"]
        assert "http" not in policy


def test_an_answer_from_draft_to_validated_to_expired(enter: Enter, app: App) -> None:
    asking = enter("fay")
    ask(asking, QUESTION)
    answer = asking.locator("article[id^=exchange-]").last
    expect(answer).to_contain_text("not yet validated by medical information")
    answer.get_by_role("button", name="Send to medical information").click()
    form = answer.locator("form:visible, dialog[open] form").first
    form.get_by_role("button", name=re.compile("Send")).click()
    expect(asking.get_by_text("Sent to medical information.")).to_be_visible()

    reviewing = enter("ann", "/review/")
    reviewing.locator("[data-row]", has_text=QUESTION).first.click()
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

    ask(asking, QUESTION)
    validated = asking.locator("article[id^=exchange-]").last
    expect(validated).to_contain_text(
        re.compile(r"Validated by medical information until .*approved by Ann Example")
    )
    # What is copied of it says the same.
    expect(validated).not_to_contain_text("not yet validated")

    app.clock.forward(days=60)
    app.office.upkeep()
    asking.goto(app.address)
    sign_in(asking, "fay")
    ask(asking, QUESTION)
    expired = asking.locator("article[id^=exchange-]").last
    expect(expired).to_contain_text("not yet validated by medical information")
    expect(expired).not_to_contain_text("Validated by medical information until")
    reviewing.goto(f"{app.address.rstrip('/')}/review/")
    sign_in(reviewing, "ann")
    reviewing.goto(f"{app.address.rstrip('/')}/review/#queue?queue=invalidated")
    row = reviewing.locator(".rows li", has_text=QUESTION)
    expect(row).to_contain_text("Expired")


def test_a_session_that_ends_loses_nothing_typed(enter: Enter, app: App) -> None:
    given = app.office.ask(app.actors["fay"], "What was the rate of recurrence with warfarin?")
    review = app.office.escalate(app.actors["fay"], given.exchange_id)
    page = enter("ann", f"/review/#answer/{review}")
    comment = page.get_by_role("textbox", name="Comment")
    comment.fill("typed for long")
    app.clock.forward(hours=24)
    page.get_by_role("button", name="Comment").click()
    alert = page.locator("#rv-said [role=alert]")
    expect(alert).to_contain_text("You are signed out. What you typed is still here")
    with page.context.expect_page() as opened:
        alert.get_by_role("link", name="Sign in, in a new tab").click()
    sign_in(opened.value, "ben")
    page.get_by_role("button", name="Comment").click()
    expect(alert).to_contain_text("You are signed in as Ben Example now")
    expect(comment).to_have_value("typed for long")
    change_to(page.context, opened.value, app, "ann")
    page.get_by_role("button", name="Comment").click()
    expect(page.locator("#rv-said [role=status]")).to_contain_text("Comment kept")
    (kept,) = app.office.review(app.actors["ann"], review)["comments"]
    assert (kept["by"], kept["text"]) == ("Ann Example", "typed for long")


def change_to(context: BrowserContext, page: Page, app: App, login: str) -> None:
    """Sign out, and in as somebody else."""
    context.clear_cookies()
    page.goto(f"{app.address.rstrip('/')}/sign-in")
    sign_in(page, login)
