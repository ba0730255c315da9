"""An office with its interface, and people who use it."""

from __future__ import annotations

from functools import cache
from typing import Any, cast

from fastapi import FastAPI
from starlette.testclient import TestClient

from ino_assistant.api import Doors, make_api
from ino_assistant.api.state import Parts
from ino_assistant.people import People
from ino_assistant.records import Store
from ino_assistant.records.actors import Right, Role
from ino_assistant.service import Office
from ino_assistant.settings import Settings
from people.staff import OPERATOR, PASSWORD, QUICK, join
from search.prepared import small_assistant

QUESTION = "What was the rate of recurrence with KARDENTO?"
REPORT = "My patient took Kardento yesterday and has had a severe nosebleed since."


@cache
def _mounted() -> tuple[FastAPI, FastAPI]:
    api = make_api(cast("Office", None), None, Settings())
    app = FastAPI(openapi_url=None)
    app.mount("/api", api)
    return app, api


class Desk:
    """An office with its interface under `/api`, as it is mounted."""

    def __init__(
        self, store: Store, settings: Settings | None = None, people: People | None = None
    ) -> None:
        self.store = store
        self.settings = settings or Settings(accounts=True, sample_every=1)
        self.people = people or People(store, self.settings, hasher=QUICK)
        self.office = Office(
            self.settings, small_assistant(), store, authenticate=self.people.authenticate
        )
        # Making the interface takes long; it keeps nothing but what it is over.
        self.app, self.api = _mounted()
        doors = Doors(self.people, self.settings)
        self.api.state.parts = Parts(self.office, self.people, doors)
        self._clients: list[TestClient] = []
        self._joined: set[str] = set()

    def close(self) -> None:
        for client in self._clients:
            client.__exit__()

    def nobody(self, address: str = "http://127.0.0.1:7860", **more: Any) -> TestClient:
        """A browser in which nobody is signed in."""
        client = TestClient(
            self.app,
            base_url=address,
            raise_server_exceptions=False,
            follow_redirects=False,
            **more,
        )
        # Entered once: else each request would begin and end an event loop.
        client.__enter__()
        self._clients.append(client)
        return client

    def by(self, *roles: Role, login: str = "") -> TestClient:
        """A browser in which somebody with these roles is signed in."""
        login = login or "-".join(roles)
        if login not in self._joined:
            join(self.people, login, *roles)
            self._joined.add(login)
        client = self.nobody()
        answer = client.post("/api/session", json={"login": login, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        client.headers["X-CSRF-Token"] = answer.json()["csrf"]
        return client

    def program(self, role: Role, *scopes: Right) -> TestClient:
        """A program with a key."""
        _, key = self.people.keys.make(OPERATOR, "program", role, scopes, 30)
        return self.nobody(headers={"Authorization": f"Bearer {key}"})

    def asked(self, client: TestClient, question: str = QUESTION, **more: Any) -> dict[str, Any]:
        answer = client.post("/api/ask", json={"question": question, **more})
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found


def error(answer: Any, status: int) -> str:
    """The one line of a refusal."""
    assert answer.status_code == status, answer.text
    said = answer.json()
    assert list(said) == ["error"]
    assert "\n" not in said["error"]
    return str(said["error"])
