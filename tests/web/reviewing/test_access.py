"""What shuts people out: axe on every screen, narrow windows, status by colour alone."""

from __future__ import annotations

import json
from itertools import groupby

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from ino_assistant.records import Actor
from review.office import ADA, ANN, SUE
from web.reviewing.conftest import OpenPage
from web.reviewing.desk import HOSTILE, Desk

pytestmark = pytest.mark.browser

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
SCREENS: list[tuple[str, Actor]] = [
    ("#queue", ANN),
    ("#answer/{review}", ANN),
    ("#answer/{approved}?back=library", ANN),
    ("#library", ANN),
    ("#figures", ANN),
    ("#draft", ANN),
    ("#evaluation", ANN),
    ("#evaluation/claims", ANN),
    ("#corpus", ANN),
    ("#safety", SUE),
    ("#report/{report}", SUE),
    ("#trail", ADA),
]


def filled(desk: Desk) -> dict[str, str]:
    """An office with something on every screen."""
    desk.evaluated()
    review = desk.queued()
    desk.office.desk.claim(ANN, review, 1)
    desk.queued(HOSTILE)
    approved = desk.approved("What was the rate of recurrence with warfarin?")
    return {"review": review, "approved": approved, "report": desk.reported()}


def serious(page: Page) -> list[str]:
    """What axe finds, with where."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{v['id']} ({v['impact']}): {node['html'][:160]}" for v in found for node in v["nodes"]
    ]


def go(page: Page, screen: str) -> None:
    """Show a screen, and wait for it."""
    page.evaluate("to => { location.hash = to }", screen)
    page.locator(f"#rv-screen[data-at={json.dumps(screen)}]").wait_for()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_nothing_shuts_people_out(open_page: OpenPage, desk: Desk, scheme: str, width: int) -> None:
    names = filled(desk)
    found: list[str] = []
    for actor, screens in groupby(SCREENS, key=lambda pair: pair[1]):
        page = open_page(as_=actor, width=width, scheme=scheme)
        for screen, _ in screens:
            go(page, screen.format_map(names))
            page.evaluate(OPEN_ALL)
            found += [f"{screen}: {line}" for line in serious(page)]
            if page.evaluate(OVERFLOWS):
                found.append(f"{screen}: runs over sideways")
            found += [f"{screen}: no words: {b}" for b in page.evaluate(WORDLESS)]
    assert found == []


def test_enlarged_to_200_percent(open_page: OpenPage, desk: Desk) -> None:
    names = filled(desk)
    for actor, screens in groupby(SCREENS, key=lambda pair: pair[1]):
        page = open_page(as_=actor, width=640)
        for screen, _ in screens:
            go(page, screen.format_map(names))
            page.evaluate(OPEN_ALL)
            assert not page.evaluate(OVERFLOWS), screen


OPEN_ALL = "document.querySelectorAll('#rv-screen details').forEach(d => { d.open = true })"
OVERFLOWS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
WORDLESS = """[...document.querySelectorAll('.badge, .verdict')]
  .filter(e => !/[\\p{L}\\p{N}]/u.test(e.textContent)).map(e => e.outerHTML)"""
