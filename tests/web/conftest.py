"""The app over a hand-made corpus, in this process and on a port of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, sync_playwright

from ino_assistant.settings import Settings
from ino_assistant.web.server import create_app
from records.stores import sqlite_template
from web.browsing import FLAGS, NAMES, NewPage, Visits, served
from web.fake import FakeAssistant, FakeOffice
from web.whole import FAY, Things, Whole, things_of

__all__ = ["sqlite_template"]


@pytest.fixture(scope="session")
def shared_assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def assistant(shared_assistant: FakeAssistant) -> FakeAssistant:
    """The assistant behind `app`, with nothing asked yet."""
    shared_assistant.asked.clear()
    shared_assistant.gate = None
    return shared_assistant


@pytest.fixture(scope="session")
def shared_office(shared_assistant: FakeAssistant) -> FakeOffice:
    return FakeOffice(shared_assistant)


@pytest.fixture
def office(shared_office: FakeOffice) -> Iterator[FakeOffice]:
    """The office behind `app`."""
    yield shared_office
    shared_office.renewing = False


@pytest.fixture(scope="session")
def app(shared_office: FakeOffice) -> FastAPI:
    return create_app(shared_office, Settings())


@pytest.fixture(scope="session")
def address(app: FastAPI) -> Iterator[str]:
    """Where the app is served, as typed into a browser."""
    with served(app) as address:
        yield address


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=30, trust_env=False) as client:
        yield client


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Whole]:
    """The app as it is served to people who sign in."""
    made = Whole(tmp_path_factory.mktemp("whole"), sqlite_template)
    yield made
    made.close()


@pytest.fixture(scope="session")
def whole_address(whole: Whole) -> Iterator[str]:
    with served(whole.app) as address:
        yield address


@pytest.fixture(scope="module")
def things(whole_address: str) -> Things:
    """Ids of what Fay has."""
    return things_of(whole_address, FAY)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # A module at a time: while Playwright is open its event loop runs, and others can't.
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no Chromium for the browser tests: apt-get install chromium")
        pytest.skip("no chromium or google-chrome on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser: Browser, address: str, assistant: FakeAssistant) -> Iterator[NewPage]:
    """Opens the page in a browser session of its own, and sees that nothing leaves it."""
    visits = Visits(browser, timeout=20_000)

    def open_page(width: int = 1280, height: int = 900, scheme: str | None = None) -> Page:
        page = visits.begin(width, height, scheme).new_page()
        page.goto(address)
        page.get_by_label("Your question").wait_for()
        return page

    yield open_page
    if assistant.gate is not None:
        assistant.gate.set()
    visits.end()
