"""Who a request is from, and what another site can't do in somebody's name."""

from __future__ import annotations

from api.desk import QUESTION, Desk, error
from ino_assistant.people import People
from ino_assistant.records import Store
from ino_assistant.settings import Settings
from people.staff import OPERATOR, PASSWORD, join, told
from records.stores import SetClock

ASK = {"question": QUESTION}


PUBLIC = {
    ("get", "/health"),
    ("get", "/ready"),
    ("get", "/sign-in/ways"),
    ("get", "/sign-in/go"),
    ("get", "/sign-in/back"),
    ("post", "/session"),
}


def test_nobody_gets_nothing_but_the_state_of_the_service(desk: Desk) -> None:
    nobody = desk.nobody()
    described = nobody.get("/api/openapi.json").json()["paths"]
    operations = {(method, path) for path, methods in described.items() for method in methods}
    assert operations >= PUBLIC
    assert len(operations) > 45
    for method, path in sorted(operations - PUBLIC):
        for headers in ({}, {"Authorization": "Bearer x"}, {"Cookie": "ino_session=x"}):
            answer = nobody.request(
                method,
                f"/api{path}".replace("{", "").replace("}", ""),
                json=ASK if method != "get" else None,
                headers=headers,
            )
            if headers.get("Authorization") and answer.status_code == 429:
                # Keys that are none are counted too.
                continue
            assert error(answer, 401), path
            assert answer.headers["www-authenticate"] == "Bearer"
    assert nobody.get("/api/health").json()["status"] == "ok"
    assert nobody.get("/api/ready").json()["ready"] is True
    assert nobody.get("/api/sign-in/ways").json() == {"password": True, "provider": False}


def test_a_session_is_a_cookie_that_scripts_and_other_sites_do_not_get(desk: Desk) -> None:
    join(desk.people, "ann", "sales")
    browser = desk.nobody()
    answer = browser.post("/api/session", json={"login": "ann", "password": PASSWORD})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("ino_session=")
    for part in ("HttpOnly", "SameSite=lax", "Path=/"):
        assert part in cookie
    assert "Secure" not in cookie
    assert "Max-Age" not in cookie
    assert browser.cookies["ino_session"] not in answer.text
    assert browser.get("/api/session").json()["user"]["name"] == "Ann Example"


def test_behind_tls_the_cookie_is_for_tls_and_this_host_alone(store: Store) -> None:
    settings = Settings(accounts=True, public_url="https://ino.example.com")
    desk = Desk(store, settings)
    join(desk.people, "ann", "sales")
    browser = desk.nobody("https://ino.example.com")
    answer = browser.post("/api/session", json={"login": "ann", "password": PASSWORD})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-ino_session=")
    assert "Secure" in cookie
    assert browser.get("/api/session").status_code == 200
    # A cookie that was planted under the other name is no session.
    planted = desk.nobody("https://ino.example.com")
    planted.cookies["ino_session"] = browser.cookies["__Host-ino_session"]
    assert planted.get("/api/session").status_code == 401
    desk.close()


def test_what_changes_anything_needs_the_token_of_the_session(desk: Desk) -> None:
    browser = desk.by("field_medical")
    other = desk.by("field_medical", login="other")
    assert browser.post("/api/ask", json=ASK).status_code == 200
    token = browser.headers.pop("X-CSRF-Token")
    assert "X-CSRF-Token" in error(browser.post("/api/ask", json=ASK), 403)
    assert "X-CSRF-Token" in error(browser.delete("/api/session"), 403)
    for wrong in ("", "x", other.headers["X-CSRF-Token"], "\xe9"):
        headers = {b"X-CSRF-Token": wrong.encode("latin-1")}
        assert browser.post("/api/ask", json=ASK, headers=headers).status_code == 403
    assert browser.get("/api/session").json()["csrf"] == token


def test_another_site_can_do_nothing_in_ones_name(desk: Desk) -> None:
    browser, nobody = desk.by("field_medical"), desk.nobody()
    typed = {"login": "field_medical", "password": PASSWORD}
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:7861"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        assert "another site" in error(browser.post("/api/ask", json=ASK, headers=headers), 403)
        assert nobody.post("/api/session", json=typed, headers=headers).status_code == 403
    own = {"Origin": "http://127.0.0.1:7860", "Sec-Fetch-Site": "same-origin"}
    assert browser.post("/api/ask", json=ASK, headers=own).status_code == 200


def test_without_accounts_another_site_can_do_nothing_either(store: Store) -> None:
    desk = Desk(store, Settings(), People(store, Settings()))
    local = desk.nobody()
    assert local.get("/api/session").json()["user"]["id"] == "local"
    assert local.get("/api/session").json()["signs_with"] == "name"
    assert local.post("/api/ask", json=ASK).status_code == 200
    evil = {"Origin": "https://evil.example"}
    assert local.post("/api/ask", json=ASK, headers=evil).status_code == 403
    # Nor by a form, which browsers send without asking.
    plain = {"Content-Type": "text/plain"}
    answer = local.post("/api/ask", content='{"question": "a"}', headers=plain)
    assert answer.status_code in (415, 422)
    assert local.delete("/api/session").status_code == 204
    assert local.get("/api/session").status_code == 200
    assert "password" in error(
        local.post("/api/session", json={"login": "a", "password": "b"}), 404
    )
    desk.close()


def test_signing_out(desk: Desk) -> None:
    browser = desk.by("sales")
    kept = browser.cookies["ino_session"]
    assert browser.delete("/api/session").status_code == 204
    assert "ino_session" not in browser.cookies
    browser.cookies["ino_session"] = kept
    assert browser.get("/api/session").status_code == 401


def test_failures_are_throttled(desk: Desk) -> None:
    join(desk.people, "ann", "sales")
    browser = desk.nobody()
    wrong = {"login": "ann", "password": "wrong"}
    for _ in range(5):
        assert error(browser.post("/api/session", json=wrong), 401) == (
            "login or password is wrong"
        )
    answer = browser.post("/api/session", json={**wrong, "password": PASSWORD})
    error(answer, 429)
    assert 0 < int(answer.headers["retry-after"]) <= 900


def test_a_temporary_password_opens_one_door_only(desk: Desk) -> None:
    _, first = desk.people.accounts.add(OPERATOR, "new", "New Example", ["medical_information"])
    browser = desk.nobody()
    said = browser.post("/api/session", json={"login": "new", "password": first}).json()
    assert said["must_change_password"] is True
    browser.headers["X-CSRF-Token"] = said["csrf"]
    assert "password of your own" in error(browser.post("/api/ask", json=ASK), 403)
    assert error(browser.get("/api/reviews"), 403)
    sent = {"old": first, "new": "short"}
    assert "12 to 256" in error(browser.post("/api/session/password", json=sent), 422)
    sent = {"old": "wrong", "new": PASSWORD}
    assert error(browser.post("/api/session/password", json=sent), 401)
    sent = {"old": first, "new": PASSWORD}
    assert browser.post("/api/session/password", json=sent).status_code == 204
    assert browser.get("/api/reviews").status_code == 200


def test_a_password_that_was_typed_is_not_told_back(desk: Desk) -> None:
    answer = desk.nobody().post("/api/session", json={"login": "a", "password": ["secret words"]})
    assert "secret" not in error(answer, 422)


def test_programs_show_keys_and_need_no_token(desk: Desk) -> None:
    program = desk.program("medical_information", "ask", "see_own")
    given = desk.asked(program)
    assert program.get(f"/api/answers/{given['id']}").status_code == 200
    refused = program.get("/api/reviews")
    assert "no right" in error(refused, 403)
    last = told(desk.store, "access.refused")[-1]
    assert last.actor_id.startswith("key:")
    user = program.get("/api/session").json()["user"]
    assert user["name"].startswith("program (a program")


def test_what_is_no_key(desk: Desk) -> None:
    browser, nobody = desk.by("sales"), desk.nobody()
    for shown in ("", "Bearer", "Bearer x", "Basic YTpi", "bearer ino_1_2", "é"):
        headers = {b"Authorization": shown.encode("latin-1")}
        assert error(nobody.get("/api/session", headers=headers), 401)
        # A key that is wrong is not made good by a session that is there.
        assert error(browser.get("/api/session", headers=headers), 401)


def test_sessions_end(desk: Desk, clock: SetClock) -> None:
    browser = desk.by("sales")
    clock.forward(minutes=31)
    assert "session has ended" in error(browser.get("/api/session"), 401)


def test_the_address_of_a_refusal_is_in_the_trail(desk: Desk) -> None:
    desk.nobody(client=("10.1.2.3", 5)).post("/api/session", json={"login": "ann", "password": "x"})
    assert told(desk.store, "session.refused")[-1].new["address"] == "10.1.2.3"
