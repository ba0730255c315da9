"""The app as it is served where people sign in: real office, records, accounts and doors."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from fastapi import FastAPI
from playwright.sync_api import BrowserContext, Page

from ino_assistant.people import People
from ino_assistant.records import Store
from ino_assistant.records.actors import Actor, Role
from ino_assistant.service import Office
from ino_assistant.settings import Settings
from ino_assistant.web.server import create_app
from people.staff import PASSWORD, QUICK, join
from records.stores import SetClock
from search.prepared import small_assistant
from web.browsing import Visits

RATE = "What was the rate of recurrence with KARDENTO?"
"""Answered from a trial."""
DOSE = "What is the recommended dosage of ZELMORIX?"
"""Answered from a label."""
FAY, EVE, SAM, ANN, BEN, SUE, ADA = "fay", "eve", "sam", "ann", "ben", "sue", "ada"
ROLES: dict[str, Role] = {
    FAY: "field_medical",
    EVE: "field_medical",
    SAM: "sales",
    ANN: "medical_information",
    BEN: "medical_information",
    SUE: "safety",
    ADA: "administrator",
}
REVIEWING = frozenset({"queue", "library", "figures", "draft", "evaluation", "corpus"})
MAY: dict[str, frozenset[str]] = {
    FAY: frozenset(),
    SAM: frozenset(),
    ANN: REVIEWING,
    SUE: frozenset({"safety"}),
    ADA: frozenset({"trail"}),
}
"""The screens of each role."""


class Whole:
    """An app with its people.

    Args:
        folder: for its records.
        template: records that have their tables and nothing else.
    """

    def __init__(self, folder: Path, template: Path) -> None:
        self.settings = Settings(accounts=True, sample_every=0, data_dir=folder)
        shutil.copyfile(template, folder / "records.sqlite3")
        address = f"sqlite:///{folder / 'records.sqlite3'}"
        self.clock = SetClock()
        self.store = Store(address, folder / "anchor.json", self.clock).open()
        self.people = People(self.store, self.settings, hasher=QUICK)
        users = [join(self.people, login, role) for login, role in ROLES.items()]
        self.actors = {user.login: Actor(user.id, user.name, user.role) for user in users}
        self.office = Office(
            self.settings, small_assistant(), self.store, authenticate=self.people.authenticate
        )
        assert self.office._room.suggestions.wait(60)
        self.app = self.made()

    def made(self) -> FastAPI:
        """Another app over the same office: one that was stopped can't be started again."""
        return create_app(self.office, self.settings, self.people)

    def close(self) -> None:
        self.store.close()

    def let_in(self, context: BrowserContext, address: str, login: str) -> None:
        """Somebody comes with a session of their own, as if they had signed in before."""
        context.clear_cookies()
        with signed_in(address, login) as client:
            found = [(cookie.name, cookie.value or "") for cookie in client.cookies.jar]
        context.add_cookies([{"name": n, "value": v, "url": address} for n, v in found])

    def end_session(self, page: Page) -> None:
        """As if whoever looks at a page had been away for too long."""
        cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
        (token,) = (value for name, value in cookies.items() if name.endswith("ino_session"))
        self.people.sign_out(token)


@contextmanager
def signed_in(address: str, login: str) -> Iterator[httpx.Client]:
    """A program that came in through the door like a browser."""
    with httpx.Client(base_url=address, timeout=30, trust_env=False) as client:
        answer = client.post("/api/session", json={"login": login, "password": PASSWORD})
        answer.raise_for_status()
        client.headers["X-CSRF-Token"] = answer.json()["csrf"]
        yield client


def sign_in(page: Page, login: str) -> None:
    """Fill the form in."""
    page.get_by_label("Login").fill(login)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile(r"^(?!.*sign-in)"))


Things = dict[str, str]
"""Ids of what somebody has, one of every kind."""


def things_of(address: str, login: str) -> Things:
    """Have somebody ask, report and send on."""
    with signed_in(address, login) as client:
        answer = client.post("/api/ask", json={"question": RATE}).json()
        sent = {"words": "My patient bled on KARDENTO."}
        report = client.post("/api/reports", json=sent).json()
        review = client.post(f"/api/answers/{answer['id']}/escalate", json={}).json()
    return {
        "conversation_id": answer["conversation_id"],
        "exchange_id": answer["id"],
        "review_id": review["review_id"],
        "report_id": report["report_id"],
        "document_id": "kardento-faq",
        "form": "docx",
        "key_id": "0" * 32,
        "user_id": "0" * 32,
    }


def come(visits: Visits, whole: Whole, address: str, login: str, path: str = "/") -> Page:
    """Somebody who has signed in looks at a page."""
    context = visits.begin(1280, 900, None)
    whole.let_in(context, address, login)
    page = context.new_page()
    page.goto(address + path)
    page.locator("#question textarea, #rv-screen:not([aria-busy])").first.wait_for()
    return page
