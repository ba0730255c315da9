"""Signing in and out in a real browser: with a password, and at a provider that runs."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from ino_assistant.people import People
from ino_assistant.records import Store
from ino_assistant.records.verify import verify_trail
from ino_assistant.service import Office
from ino_assistant.web.server import create_app
from people.staff import HERE, OPERATOR, PASSWORD, QUICK, join, running, told
from records.stores import SetClock
from review.office import FAY, QUESTION
from search.prepared import small_assistant
from web.browsing import Visits, served
from web.conftest import browser

__all__ = ["browser"]

pytestmark = pytest.mark.browser


@dataclass
class App:
    """An app that takes passwords and a provider's word, with an answer that waits for review."""

    address: str
    office: Office
    people: People
    clock: SetClock
    review: str

    @property
    def screen(self) -> str:
        """Where that answer is worked on; what stands behind the # no server ever sees."""
        return f"{self.address}/review/#answer/{self.review}"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder: Path = tmp_path_factory.mktemp("signing-in")
    with socket.socket() as free:
        free.bind((HERE, 0))
        port = free.getsockname()[1]
    clock = SetClock()
    with running(f"http://{HERE}:{port}/api/sign-in/back") as provider:
        settings = provider.settings(accounts=True, sample_every=0, data_dir=folder)
        store = Store(f"sqlite:///{folder / 'r.sqlite3'}", folder / "a.json", clock).open()
        people = People(store, settings, hasher=QUICK)
        join(people, "ann", "medical_information")
        office = Office(settings, small_assistant(), store, authenticate=people.authenticate)
        review = office.escalate(FAY, office.ask(FAY, QUESTION).exchange_id)
        with served(create_app(office, settings, people), port) as address:
            yield App(address.rstrip("/"), office, people, clock, review)
        assert verify_trail(store).whole
        store.close()


Open = Callable[[], BrowserContext]


@pytest.fixture
def begin(browser: Browser) -> Iterator[Open]:
    visits = Visits(browser, timeout=20_000)
    yield lambda: visits.begin(1280, 900, None)
    visits.end()


def fill_in(page: Page, login: str = "ann", password: str = PASSWORD) -> None:
    page.get_by_label("Login").fill(login)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def arrived(page: Page, app: App) -> None:
    """The very screen that was asked for is there, and no other."""
    page.wait_for_url(app.screen)
    expect(page.get_by_role("heading", name=QUESTION)).to_be_visible()


def at_the_provider(page: Page, who: str = "rita") -> None:
    page.locator("input[name=who]").fill(who)
    page.get_by_role("button", name="Sign in").click()


def test_a_password_leads_to_the_screen_that_was_asked_for(begin: Open, app: App) -> None:
    page = begin().new_page()
    page.goto(app.screen)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    fill_in(page, password="not it")
    expect(page.get_by_role("alert")).to_contain_text("Login or password is wrong")
    fill_in(page)
    arrived(page, app)


def test_a_first_password_is_exchanged_on_the_way(begin: Open, app: App) -> None:
    _, first = app.people.accounts.add(OPERATOR, "new", "New Example", ["medical_information"])
    page = begin().new_page()
    page.goto(app.screen)
    fill_in(page, "new", first)
    page.get_by_label("Present password").fill(first)
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("The same again").fill("something else")
    page.get_by_role("button", name="Choose it").click()
    expect(page.get_by_role("alert")).to_contain_text("typed in two ways")
    page.get_by_label("Present password").fill(first)
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("The same again").fill(PASSWORD)
    page.get_by_role("button", name="Choose it").click()
    arrived(page, app)


def test_signing_out_leaves_nothing_behind(begin: Open, app: App) -> None:
    context = begin()
    page = context.new_page()
    page.goto(app.screen)
    fill_in(page)
    arrived(page, app)
    page.goto(f"{app.address}/sign-out")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert not [c for c in context.cookies() if c.get("name") == "ino_session"]
    assert context.request.get(f"{app.address}/api/session").status == 401
    page.goto(app.screen)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_session_that_has_ended_leads_back_to_the_same_screen(begin: Open, app: App) -> None:
    page = begin().new_page()
    page.goto(app.screen)
    fill_in(page)
    arrived(page, app)
    page.get_by_role("textbox", name="Comment").fill("worth keeping")
    app.clock.forward(minutes=31)
    page.get_by_role("button", name="Comment").click()
    expect(page.locator("#rv-said [role=alert]")).to_contain_text("You are signed out")
    expect(page.get_by_role("textbox", name="Comment")).to_have_value("worth keeping")
    # In another tab, as the page says; then what was typed is sent again.
    other = page.context.new_page()
    other.goto(app.screen)
    fill_in(other)
    arrived(other, app)
    page.get_by_role("button", name="Comment").click()
    expect(page.locator(".comments-list")).to_contain_text("worth keeping")


def test_the_provider_leads_to_the_screen_that_was_asked_for(begin: Open, app: App) -> None:
    context = begin()
    page = context.new_page()
    page.goto(app.screen)
    page.get_by_role("link", name="Sign in with your company").click()
    at_the_provider(page)
    arrived(page, app)
    assert told(app.office.store, "session.signed_in")[-1].new["with"] == "provider"
    # Who says no there is told so here, and is nobody.
    refused = begin().new_page()
    refused.goto(app.screen)
    refused.get_by_role("link", name="Sign in with your company").click()
    at_the_provider(refused, "nobody")
    expect(refused.locator("body")).to_contain_text("the provider said no")


def test_who_signed_in_at_the_provider_signs_an_answer_there(begin: Open, app: App) -> None:
    context = begin()
    page = context.new_page()
    page.goto(app.screen)
    page.get_by_role("link", name="Sign in with your company").click()
    at_the_provider(page)
    arrived(page, app)
    page.get_by_role("button", name="Claim").click()
    expect(page.locator("#rv-said [role=status]")).to_contain_text("Claimed")
    sign(page)
    expect(page.locator("#rv-said [role=alert]")).to_contain_text(re.compile("[Nn]ot signed"))
    with context.expect_page() as opened:
        page.locator('form[data-do="approve"]').get_by_role("link", name="Sign in at").click()
    # It asks anew, though it knows who this is.
    at_the_provider(opened.value)
    opened.value.wait_for_url(re.compile("/review/"))
    sign(page)
    expect(page.locator("#rv-said [role=status]")).to_contain_text("Approved and signed")
    expect(page.locator(".signatures")).to_contain_text("Rita Reviewer")
    given: Any = app.office.ask(FAY, QUESTION).answer.validated
    assert given["approved_by"] == "Rita Reviewer"


def sign(page: Page) -> None:
    form = page.locator('form[data-do="approve"]')
    if not form.is_visible():
        form.locator("xpath=ancestor::details[1]/summary").click()
    form.get_by_label("Reason").fill("checked against the source")
    form.locator("button.chief").click()
