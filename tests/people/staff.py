"""People for tests: accounts of each role, and a provider of sign-in in a process of its own."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher

from ino_assistant.people import NewSession, People
from ino_assistant.people.users import User
from ino_assistant.records import Actor, Store
from ino_assistant.records.actors import Role
from ino_assistant.records.audit import Entry, entries
from ino_assistant.settings import Settings
from records.stores import KINDS

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Tests guess no passwords."""
OPERATOR = Actor("terminal:test", "test (at the terminal)", "administrator")
PASSWORD = "four words that do"
BACK_TO = "http://127.0.0.1:7860/api/sign-in/back"
HERE = "127.0.0.1"


everywhere = pytest.mark.parametrize("url", KINDS, indirect=True)
"""Of a test: it is of what a database does, and runs on each kind."""


def staffed(store: Store, **settings: Any) -> People:
    return People(store, Settings(accounts=True, **settings), hasher=QUICK)


def join(people: People, login: str, *roles: Role, name: str = "") -> User:
    """An account that has chosen its password."""
    user, first = people.accounts.add(
        OPERATOR, login, name or f"{login.title()} Example", roles, "joined"
    )
    began = people.sign_in(login, first, HERE)
    people.set_password(began.token, first, PASSWORD)
    people.sign_out(began.token)
    return user


def enter(people: People, login: str, password: str = PASSWORD) -> NewSession:
    return people.sign_in(login, password, HERE)


def told(store: Store, action: str) -> list[Entry]:
    """Entries of the trail."""
    with store.reading() as session:
        return entries(session, action=action, limit=1000)


@dataclass(frozen=True, slots=True)
class Running:
    """A provider that runs."""

    issuer: str

    def control(self, **wrong: Any) -> None:
        """What it is to do wrong."""
        httpx.post(f"{self.issuer}/control", json=wrong, trust_env=False).raise_for_status()

    def settings(self, **more: Any) -> Settings:
        given: dict[str, Any] = {
            "oidc_issuer": self.issuer,
            "oidc_client_id": "ino-assistant",
            "oidc_client_secret": "a secret of the app",
            "oidc_roles": "medinfo=medical_information; sales=sales; admins=administrator",
            **more,
        }
        return Settings(**given)


@contextmanager
def running(back_to: str) -> Iterator[Running]:
    """A provider in a process of its own, which sends people back to one address."""
    with socket.socket() as free:
        free.bind((HERE, 0))
        port = free.getsockname()[1]
    program = Path(__file__).with_name("provider.py")
    process = subprocess.Popen(
        [sys.executable, str(program), str(port), back_to],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        found = Running(f"http://{HERE}:{port}")
        for _ in range(200):
            assert process.poll() is None, "the provider has ended"
            try:
                found.control()
                break
            except httpx.TransportError:
                time.sleep(0.05)
        yield found
    finally:
        process.terminate()
        process.wait(10)


class Browser:
    """Somebody at a browser: goes to the provider, signs in, and is sent back."""

    def __init__(self) -> None:
        self.client = httpx.Client(trust_env=False)

    def go(self, address: str, who: str = "rita") -> dict[str, str]:
        """Go where the app sends one; returns what one comes back with."""
        answer = self.client.get(address)
        if answer.status_code == 200:
            answer = self.client.post(address, data={"who": who})
        assert answer.status_code in (302, 303), answer.text
        back = httpx.URL(answer.headers["location"])
        assert str(back.copy_with(query=None)) == BACK_TO
        return dict(back.params)
