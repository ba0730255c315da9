"""What the browser tests share: how Chromium is started, and a question asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ClassVar, Literal
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, Request, ViewportSize, expect

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
_Look = tuple[int, int, Literal["light", "dark"]]
"""Width and height of a window, and the scheme of its colours."""


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
    """Browser sessions of a test; nothing may leave the machine, and no script may fail.

    A session that is over is emptied and used again: what it has loaded of the app's own files
    need not be loaded for every test.
    """

    _free: ClassVar[WeakKeyDictionary[Browser, dict[_Look, list[BrowserContext]]]] = (
        WeakKeyDictionary()
    )

    def __init__(self, browser: Browser, *, timeout: float) -> None:
        self._browser, self._timeout = browser, timeout
        expect.set_options(timeout=timeout)  # as patient as what is pressed and typed
        self._begun: list[tuple[_Look, BrowserContext]] = []
        self._elsewhere: list[str] = []
        self._faults: list[str] = []

    def begin(self, width: int, height: int, scheme: str | None) -> BrowserContext:
        """A session with nothing open yet."""
        look: _Look = (width, height, "dark" if scheme == "dark" else "light")
        free = self._free.setdefault(self._browser, {}).setdefault(look, [])
        context = free.pop() if free else self._made(look)
        self._begun.append((look, context))
        context.set_default_timeout(self._timeout)
        context.on("request", self._note_host)
        context.on("page", self._watch)
        return context

    def end(self) -> None:
        """Empty all, and see that nothing was amiss."""
        for look, context in self._begun:
            context.set_offline(False)
            for page in context.pages:
                if urlsplit(page.url).scheme == "http":
                    page.evaluate("localStorage.clear()")
                page.close()
            context.remove_listener("request", self._note_host)
            context.remove_listener("page", self._watch)
            context.clear_cookies()
            context.clear_permissions()
            self._free[self._browser][look].append(context)
        self._begun.clear()
        assert self._elsewhere == [], self._elsewhere
        assert self._faults == [], self._faults

    def _made(self, look: _Look) -> BrowserContext:
        width, height, scheme = look
        size: ViewportSize = {"width": width, "height": height}
        return self._browser.new_context(viewport=size, color_scheme=scheme)

    def _note_host(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and not is_loopback(parts.hostname or ""):
            self._elsewhere.append(request.url)

    def _watch(self, page: Page) -> None:
        page.on("pageerror", self._note_fault)

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
