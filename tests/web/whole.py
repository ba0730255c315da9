"""The app as it is served where people sign in: real office, records, accounts and doors."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from fastapi import FastAPI
from playwright.sync_api import Page

from ino_assistant.people import People
from ino_assistant.records import Store
from ino_assistant.records.actors import Role
from ino_assistant.service import Office
from ino_assistant.settings import Settings
from ino_assistant.web.server import create_app
from people.staff import PASSWORD, QUICK, join
from search.prepared import small_assistant

RATE = "What was the rate of recurrence with KARDENTO?"
"""Answered from a trial."""
DOSE = "What is the recommended dosage of ZELMORIX?"
"""Answered from a label."""
FAY, EVE, ANN, SUE, ADA = "fay", "eve", "ann", "sue", "ada"
ROLES: dict[str, Role] = {
    FAY: "field_medical",
    EVE: "field_medical",
    ANN: "medical_information",
    SUE: "safety",
    ADA: "administrator",
}


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
        self.store = Store(address, folder / "anchor.json").open()
        self.people = People(self.store, self.settings, hasher=QUICK)
        self.users = {login: join(self.people, login, role) for login, role in ROLES.items()}
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
