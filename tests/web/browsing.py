"""What the browser tests share: how Chromium is started, and a question asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, expect

from ino_assistant.web.address import is_loopback, listen, take_port, url_of
from ino_assistant.web.server import make_server

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
_RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
RESPONSE = "What was the response at week 12?"
NewPage = Callable[..., Page]


@contextmanager
def served(app: FastAPI, port: int = 0) -> Iterator[str]:
    """An app of `create_app` on a port, 0 for any; its address, as typed into a browser."""
    ready = threading.Event()
    with take_port("127.0.0.1", port) as taken:
        listen(taken)
        server = make_server(app, ready=ready.set)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]})
        thread.start()
        try:
            assert ready.wait(30)
            yield url_of(taken)
        finally:
            server.should_exit = True
            thread.join(30)


class Visits:
    """Browser sessions of a test; nothing may leave the machine, and no script may fail."""

    def __init__(self, browser: Browser, *, timeout: float) -> None:
        self._browser, self._timeout = browser, timeout
        self._contexts: list[BrowserContext] = []
        self._elsewhere: list[str] = []
        self._faults: list[str] = []

    def begin(self, width: int, height: int, scheme: str | None) -> BrowserContext:
        """A session with nothing open yet."""
        context = self._browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        self._contexts.append(context)
        context.set_default_timeout(self._timeout)
        context.on("request", lambda request: self._note_host(request.url))
        context.on("page", lambda page: page.on("pageerror", self._note_fault))
        return context

    def end(self) -> None:
        """Close all, and see that nothing was amiss."""
        for context in self._contexts:
            context.close()
        assert self._elsewhere == []
        assert self._faults == []

    def _note_host(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and not is_loopback(parts.hostname or ""):
            self._elsewhere.append(url)

    def _note_fault(self, error: object) -> None:
        self._faults.append(str(error))


def ask(page: Page, question: str) -> None:
    """Ask and wait for the answer."""
    before = page.locator("article[id^=exchange-]").count()
    page.get_by_label("Your question").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("article[id^=exchange-]")).to_have_count(before + 1)
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_enabled()


def shuts_out(page: Page) -> list[str]:
    """What axe finds that keeps people out, with where."""
    found = Axe().run(page, options=_RULES).response["violations"]
    return [
        f"{v['id']} ({v['impact']}): {node['html'][:160]}" for v in found for node in v["nodes"]
    ]


def overflows(page: Page) -> bool:
    """Whether the page can be scrolled sideways."""
    return bool(
        page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    )
