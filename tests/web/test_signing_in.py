"""The door: pages for who is signed in, the form for who is not, and addresses beyond loopback."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from ino_assistant.errors import AssistantError
from ino_assistant.people import People
from ino_assistant.records import Store
from ino_assistant.settings import Settings
from ino_assistant.web.address import take_port
from ino_assistant.web.header import header
from ino_assistant.web.server import create_app, serve
from people.conftest import running_provider, url
from people.staff import BACK_TO, OPERATOR, PASSWORD, QUICK, Browser, Running, join
from records.stores import clock, sqlite_template, store
from web.clients import client_of
from web.fake import CORPUS, FakeOffice

__all__ = ["clock", "running_provider", "sqlite_template", "store", "url"]

HERE = "http://127.0.0.1:7860"
PAGE = {"Accept": "text/html"}
OWN = {"Origin": HERE}


@pytest.fixture
def people(store: Store) -> People:
    return People(store, Settings(accounts=True), hasher=QUICK)


@pytest.fixture
def client(people: People) -> Iterator[TestClient]:
    app = create_app(FakeOffice(), Settings(accounts=True), people)
    with client_of(app, base_url=HERE, follow_redirects=False) as client:
        yield client


def typed(client: TestClient, path: str, **fields: str) -> str:
    """Fill a form in; returns where it leads, or what its page says is wrong."""
    answer = client.post(path, data=fields, headers=OWN)
    if answer.status_code == 303:
        return answer.headers["location"]
    found = re.search(r'<p role="alert">(.*?)</p>', answer.text)
    return found[1] if found else answer.text


def token_in(client: TestClient, path: str) -> str:
    found = re.search(r'name="csrf" value="(\w+)"', client.get(path).text)
    assert found is not None
    return found[1]


def test_nobody_sees_a_page_without_signing_in(client: TestClient, people: People) -> None:
    for path in ("/", "/config", "/gradio_api/info", "/theme.css"):
        assert client.get(path).status_code == 401
    sent = client.get("/?a=b", headers=PAGE)
    assert (sent.status_code, sent.headers["location"]) == (303, "/sign-in?next=%2F%3Fa%3Db")
    assert client.post("/gradio_api/queue/join", json={}, headers=OWN).status_code == 401
    assert client.get("/health").status_code == 200
    page = client.get("/sign-in?next=/there")
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    assert "http" not in page.headers["content-security-policy"]


def test_signing_in_choosing_a_password_and_signing_out(client: TestClient, people: People) -> None:
    _, first = people.accounts.add(OPERATOR, "ann", "Ann <b>Example</b>", ["sales"])
    wrong = typed(client, "/sign-in", login="ann", password="wrong", next="/")
    assert wrong == "Login or password is wrong."
    leads_to = typed(client, "/sign-in", login="ann", password=first)
    assert leads_to == "/sign-in/password?next=%2F"
    # With a temporary password there is no other page.
    assert client.get("/", headers=PAGE).headers["location"] == "/sign-in/password"
    csrf = token_in(client, "/sign-in/password")
    new = {"old": first, "new": PASSWORD, "again": PASSWORD}
    assert "out of date" in typed(client, "/sign-in/password", **new, csrf="x")
    differs = typed(client, "/sign-in/password", **{**new, "again": "other"}, csrf=csrf)
    assert "two ways" in differs
    short = typed(client, "/sign-in/password", old=first, new="x", again="x", csrf=csrf)
    assert "12 to 256" in short
    assert typed(client, "/sign-in/password", **new, csrf=csrf) == "/"
    assert client.get("/", headers=PAGE).status_code == 200
    page = client.get("/sign-out").text
    assert "Ann &lt;b&gt;Example" in page
    assert "out of date" in typed(client, "/sign-out", csrf="x")
    assert typed(client, "/sign-out", csrf=token_in(client, "/sign-out")) == "/sign-in"
    assert client.get("/").status_code == 401


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {}],
)
def test_another_site_neither_signs_in_nor_uses_a_page(
    client: TestClient, people: People, headers: dict[str, str]
) -> None:
    join(people, "ann", "sales")
    form = {"login": "ann", "password": PASSWORD}
    assert client.post("/sign-in", data=form, headers=headers).status_code == 403
    assert typed(client, "/sign-in", **form, next="//evil.example") == "/"
    assert client.post("/gradio_api/queue/join", json={}, headers=headers).status_code == 403
    own = client.post("/gradio_api/queue/join", json={}, headers=OWN)
    assert own.status_code not in (401, 403)


def test_failures_are_throttled(client: TestClient, people: People) -> None:
    join(people, "ann", "sales")
    for _ in range(5):
        typed(client, "/sign-in", login="ann", password="wrong")
    answer = client.post("/sign-in", data={"login": "ann", "password": PASSWORD}, headers=OWN)
    assert answer.status_code == 429
    assert answer.headers["retry-after"]
    assert "try again in 15 minutes" in answer.text


def test_single_sign_on_from_the_button_to_the_page(
    store: Store, running_provider: Running
) -> None:
    running_provider.control()
    settings = running_provider.settings()
    people = People(store, settings, hasher=QUICK)
    app = create_app(FakeOffice(), settings, people)
    with client_of(app, base_url=HERE, follow_redirects=False) as client:
        page = client.get("/sign-in?next=/there").text
        assert "password" not in page.lower().replace("</style>", "")
        link = re.search(r'href="(/api/sign-in/go[^"]+)"', page)
        assert link is not None
        left = client.get(link[1].replace("&amp;", "&"))
        cookie = left.headers["set-cookie"]
        assert cookie.startswith("ino_browser=")
        assert "HttpOnly" in cookie
        came = Browser().go(left.headers["location"])
        back = BACK_TO.removeprefix(HERE)
        arrived = client.get(back, params=came)
        assert (arrived.status_code, arrived.headers["location"]) == (303, "/there")
        assert client.get("/api/session").json()["user"]["name"] == "Rita Reviewer"
        assert client.get("/", headers=PAGE).status_code == 200
        # Proof for a signature: there and back again, and the cookie is the proof.
        left = client.get("/api/sign-in/prove", params={"next": "/review/1"})
        came = Browser().go(left.headers["location"])
        arrived = client.get(back, params=came)
        assert arrived.headers["location"] == "/review/1"
        proof = client.cookies["ino_proof"]
        found = people.find(client.cookies["ino_session"])
        assert found is not None
        assert people.authenticate(found.actor, proof)
        # Without having been sent there is nothing to come back from.
        assert client.get(back, params=came).status_code == 401
        assert client.get("/sign-in/password").headers["location"] == "/"


def test_without_accounts_everything_is_open_and_a_banner_says_so() -> None:
    with client_of(
        create_app(FakeOffice(), Settings()), base_url=HERE, follow_redirects=False
    ) as client:
        assert client.get("/").status_code == 200
        assert "Local mode without sign-in" in client.get("/").text
        for path in ("/sign-in", "/sign-in/password", "/sign-out"):
            assert client.get(path, headers=PAGE).headers["location"] == "/"
        assert client.post("/sign-out", headers=OWN).headers["location"] == "/"
        refused = client.post("/sign-in", data={"login": "a"}, headers=OWN)
        assert refused.status_code == 403
    assert "Local mode" not in header(CORPUS, "you", signs_in=True)


def test_the_public_name_is_answered_to_and_no_other(people: People) -> None:
    settings = Settings(accounts=True, public_url="https://ino.example.com")
    app = create_app(FakeOffice(), settings, people)
    for host, status in (
        ("ino.example.com", 200),
        ("127.0.0.1", 200),
        ("evil.example.com", 400),
        ("", 400),
    ):
        with client_of(app, base_url=HERE) as client:
            answer = client.get("/sign-in", headers={"Host": host})
            assert answer.status_code == status


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4"])
def test_other_addresses_take_sign_in_and_tls(host: str) -> None:
    for public in ("", "http://ino.example.com"):
        with pytest.raises(AssistantError, match="INO_ASSISTANT_PUBLIC_URL") as refusal:
            take_port(host, 0, sign_in=True, public_url=public)
        assert "\n" not in str(refusal.value)
    with pytest.raises(AssistantError, match="no sign-in"):
        take_port(host, 0, public_url="https://ino.example.com")
    with take_port("0.0.0.0", 0, sign_in=True, public_url="https://ino.example.com") as taken:
        assert taken.getsockname()[0] == "0.0.0.0"
    take_port("127.0.0.1", 0, sign_in=True).close()


@pytest.mark.parametrize(
    ("wrong", "why"),
    [({"accounts": True}, "people add LOGIN"), ({"oidc_issuer": "http://a.b"}, "OIDC_ISSUER")],
)
def test_sign_in_that_can_not_work_is_told_before_anything_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: dict[str, Any], why: str
) -> None:
    def opened(*more: Any, **others: Any) -> None:
        pytest.fail("was opened")

    monkeypatch.setattr("ino_assistant.web.preparing.open_prepared", opened)
    with pytest.raises(AssistantError, match=why):
        serve(Settings(data_dir=tmp_path, **wrong), "127.0.0.1", 0, log=lambda line: None)
