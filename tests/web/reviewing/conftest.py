"""The reviewing page on a port of its own, in a browser; every test has an office of its own."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from ino_assistant.records import Actor
from ino_assistant.web.address import is_loopback, listen, take_port, url_of
from ino_assistant.web.server import make_server
from review.office import ANN
from web.reviewing.desk import WHO, Desk, app_of

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
OpenPage = Callable[..., Page]


class Current:
    """Whichever office the test that runs has."""

    held: Desk | None = None

    def __getattr__(self, name: str) -> Any:
        assert self.held is not None
        return getattr(self.held.office, name)


@pytest.fixture(scope="session")
def current() -> Current:
    return Current()


@pytest.fixture
def desk(tmp_path: Path, current: Current) -> Iterator[Desk]:
    current.held = made = Desk(tmp_path)
    yield made
    made.office.store.close()


@pytest.fixture(scope="session")
def address(current: Current) -> Iterator[str]:
    """Where the page is served."""
    ready = threading.Event()
    app = app_of(current)  # type: ignore[arg-type]  # whatever is asked of it is an office's
    with take_port("127.0.0.1", 0) as taken:
        listen(taken)
        server = make_server(app, ready=ready.set)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]})
        thread.start()
        try:
            assert ready.wait(30)
            yield url_of(taken).rstrip("/")
        finally:
            server.should_exit = True
            thread.join(30)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
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
def open_page(browser: Browser, address: str, desk: Desk) -> Iterator[OpenPage]:
    """Opens a screen as somebody; nothing may leave the machine, and no script may fail."""
    contexts: list[BrowserContext] = []
    elsewhere: list[str] = []
    faults: list[str] = []

    def note_host(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and not is_loopback(parts.hostname or ""):
            elsewhere.append(url)

    def opened(
        screen: str = "", as_: Actor = ANN, width: int = 1280, scheme: str = "light"
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        context.add_cookies([{"name": WHO, "value": as_.id, "url": address}])
        context.on("request", lambda request: note_host(request.url))
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"{address}/review/{screen}")
        page.locator("#rv-screen:not([aria-busy])").wait_for()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert elsewhere == []
    assert faults == []
