"""Rules tried from outside, over HTTP at a served app: nothing here knows what is inside."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from ino_assistant.people import People
from ino_assistant.records import Store
from ino_assistant.records.actors import Role
from ino_assistant.records.verify import verify_trail
from ino_assistant.service import Office
from ino_assistant.settings import Settings
from ino_assistant.web.server import create_app
from people.staff import OPERATOR, PASSWORD, QUICK, join
from search.prepared import small_assistant
from web.browsing import served

TRIAL = "What was the rate of recurrence with KARDENTO?"
LABEL = "What is the recommended dosage of ZELMORIX?"
OFF_LABEL = "Can KARDENTO be given to children?"
FIGURES = ("2.1%", "36/1,731", "51/1,718", "3.0%")
"""What the trial found: in the documents, and not in their label text."""


@dataclass
class Outside:
    """Where an app is served, and keys for it."""

    address: str
    people: People
    store: Store

    @contextmanager
    def program(self, role: Role) -> Iterator[httpx.Client]:
        _, key = self.people.keys.make(OPERATOR, "outside", role, ("ask", "see_own"), 1)
        with self.client(headers={"Authorization": f"Bearer {key}"}) as client:
            yield client

    @contextmanager
    def signed_in(self, login: str) -> Iterator[httpx.Client]:
        with self.client() as client:
            answer = client.post("/api/session", json={"login": login, "password": PASSWORD})
            client.headers["X-CSRF-Token"] = answer.json()["csrf"]
            yield client

    def client(self, **more: Any) -> httpx.Client:
        return httpx.Client(base_url=self.address, trust_env=False, timeout=30, **more)


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outside]:
    folder: Path = tmp_path_factory.mktemp("outside")
    settings = Settings(accounts=True, sample_every=0, data_dir=folder)
    store = Store(f"sqlite:///{folder / 'r.sqlite3'}", folder / "a.json").open()
    people = People(store, settings, hasher=QUICK)
    for login, roles in (
        ("sam", ["sales"]),
        ("fay", ["field_medical"]),
        ("ann", ["medical_information"]),
        ("new", []),
    ):
        join(people, login, *roles)  # type: ignore[arg-type]  # they are roles
    office = Office(settings, small_assistant(), store, authenticate=people.authenticate)
    with served(create_app(office, settings, people)) as address:
        yield Outside(address, people, store)
    assert verify_trail(store).whole
    store.close()


def asked(client: httpx.Client, question: str, **more: Any) -> dict[str, Any]:
    answer = client.post("/api/ask", json={"question": question, **more})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    assert found["boxed_warning"]
    return found


def all_that_is_there(client: httpx.Client, given: dict[str, Any]) -> Iterator[httpx.Response]:
    """Whatever the interface and the pages have on an answer."""
    own, talk = f"/api/answers/{given['id']}", f"/api/conversations/{given['conversation_id']}"
    for path in (
        own,
        f"{own}/export?form=pdf",
        f"{own}/export?form=docx",
        talk,
        f"{talk}/export?form=json",
        f"{talk}/export?form=markdown",
        "/api/conversations",
        "/api/conversations?everyone=true",
        "/api/reviews",
        f"/api/reviews/{given['review_id']}",
        f"/api/reviews/{given['review_id']}/export",
        "/api/exports/records?form=csv",
        "/api/audit",
        "/api/metrics",
        "/documents/kardento-faq",
        "/documents/kardento-faq?spans=0-500",
        "/health",
        "/api/health",
        "/api/ready",
    ):
        yield client.get(path)


@pytest.mark.parametrize("who", ["sam", "new", "program"])
def test_sales_gets_nothing_off_label_from_anywhere(outside: Outside, who: str) -> None:
    with outside.program("sales") if who == "program" else outside.signed_in(who) as client:
        user = client.get("/api/session").json()["user"]
        # Who was given no role has the strictest.
        assert user["role"] == "sales"
        given = asked(client, TRIAL)
        assert (given["outcome"], given["route"]) == ("refused", "medical_information")
        assert (given["citations"], given["related"], given["caveats"]) == ([], [], [])
        follow_up = asked(client, "And with warfarin?", conversation=given["conversation_id"])
        off_label = asked(client, OFF_LABEL)
        for answer in (given, follow_up, off_label):
            assert not [f for f in FIGURES if f in str(answer)]
            for reply in all_that_is_there(client, answer):
                assert not [f for f in FIGURES if f in reply.text], reply.url
        label = asked(client, LABEL)
        assert label["outcome"] == "answered"
        assert {c["authority"] for c in label["citations"]} == {"label"}


def test_who_may_see_it_does_so_that_the_test_above_can_fail(outside: Outside) -> None:
    with outside.signed_in("fay") as fay:
        given = asked(fay, TRIAL)
        assert [f for f in FIGURES if f in given["text"]]
        replies = list(all_that_is_there(fay, given))
        shown = [r.url.path for r in replies if any(f in r.text for f in FIGURES)]
        assert f"/api/answers/{given['id']}" in shown
        with outside.signed_in("ann") as ann:
            document = ann.get("/documents/kardento-faq")
            assert FIGURES[1] in document.text
        assert FIGURES[1] in fay.get("/documents/kardento-faq").text


def test_what_is_approved_for_others_stays_with_them(outside: Outside) -> None:
    with (
        outside.signed_in("fay") as fay,
        outside.signed_in("ann") as ann,
        outside.signed_in("sam") as sam,
    ):
        given = asked(fay, TRIAL)
        review = fay.post(f"/api/answers/{given['id']}/escalate", json={}).json()["review_id"]
        version = ann.get(f"/api/reviews/{review}").json()["version"]
        steps = f"/api/reviews/{review}"
        assert ann.post(f"{steps}/claim", json={"version": version}).status_code == 200
        sign = {"version": version + 1, "secret": PASSWORD, "reason": "checked"}
        assert ann.post(f"{steps}/approve", json=sign).status_code == 200
        assert asked(fay, TRIAL)["validated"]["id"] == review
        refused = asked(sam, TRIAL)
        assert refused["validated"] is None
        assert not [f for f in FIGURES if f in str(refused)]


@pytest.mark.parametrize("host", ["evil.example.com", "192.168.1.7", "[::2]:80", ""])
def test_no_other_name_is_answered_to(outside: Outside, host: str) -> None:
    with outside.client() as client:
        for path in ("/", "/sign-in", "/health", "/api/health", "/api/openapi.json"):
            assert client.get(path, headers={"Host": host}).status_code == 400


SERVE = [sys.executable, "-m", "ino_assistant.cli", "serve"]


@pytest.mark.parametrize(
    ("asked_for", "settings", "why"),
    [
        (["--host", "0.0.0.0"], {}, "no sign-in is configured"),
        (["--host", "::"], {}, "no sign-in is configured"),
        ([], {"HOST": "0.0.0.0"}, "no sign-in is configured"),
        ([], {"HOST": "0.0.0.0", "PUBLIC_URL": "https://ino.example.com"}, "no sign-in"),
        (["--host", "0.0.0.0"], {"ACCOUNTS": "true"}, "put a proxy with TLS in front"),
        (
            ["--host", "0.0.0.0"],
            {"ACCOUNTS": "true", "PUBLIC_URL": "http://ino.example.com"},
            "put a proxy with TLS in front",
        ),
        (
            ["--host", "0.0.0.0"],
            {"ACCOUNTS": "true", "PUBLIC_URL": "https://ino.example.com"},
            "there is no administrator yet",
        ),
    ],
)
def test_another_address_is_refused_as_long_as_nobody_signs_in(
    tmp_path: Path, asked_for: list[str], settings: dict[str, str], why: str
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    given = {f"INO_ASSISTANT_{name}": value for name, value in settings.items()}
    done = subprocess.run(
        [*SERVE, *asked_for, "--port", str(port)],
        env={**os.environ, "INO_ASSISTANT_DATA_DIR": str(tmp_path), **given},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert why in done.stderr
    assert done.stderr.count("\n") == 1
    with socket.socket() as nobody:
        assert nobody.connect_ex(("127.0.0.1", port)) != 0
