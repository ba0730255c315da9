"""The reviewing page on a port of its own, in a browser; every test has an office of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from ino_assistant.records import Actor
from review.office import ANN
from web.browsing import Visits, served
from web.reviewing.desk import WHO, Desk, app_of

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
    app = app_of(current)  # type: ignore[arg-type]  # whatever is asked of it is an office's
    with served(app) as address:
        yield address.rstrip("/")


@pytest.fixture
def open_page(browser: Browser, address: str, desk: Desk) -> Iterator[OpenPage]:
    """Opens a screen as somebody; nothing may leave the machine, and no script may fail."""
    visits = Visits(browser, timeout=15_000)

    def opened(
        screen: str = "", as_: Actor = ANN, width: int = 1280, scheme: str = "light"
    ) -> Page:
        context = visits.begin(width, 900, scheme)
        context.add_cookies([{"name": WHO, "value": as_.id, "url": address}])
        page = context.new_page()
        page.goto(f"{address}/review/{screen}")
        page.locator("#rv-screen:not([aria-busy])").wait_for()
        return page

    yield opened
    visits.end()
