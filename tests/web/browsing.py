"""What the browser tests share: how Chromium is started, and a question asked."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

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
RESPONSE = "What was the response at week 12?"
NewPage = Callable[..., Page]


def ask(page: Page, question: str) -> None:
    """Ask and wait for the answer."""
    before = page.locator("article[id^=exchange-]").count()
    page.get_by_label("Your question").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("article[id^=exchange-]")).to_have_count(before + 1)
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_enabled()


def overflows(page: Page) -> bool:
    """Whether the page can be scrolled sideways."""
    return bool(
        page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    )
