"""Making and changing accounts, and keys of programs."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from sqlalchemy import text, update

from ino_assistant.errors import AssistantError
from ino_assistant.people import People, SignInError, ThrottledError, UnfitError, UnknownError
from ino_assistant.people.roles import ordered, read_roles, roles_of
from ino_assistant.records import ConflictError, ForbiddenError, RecordsError, Store
from ino_assistant.records.backup import back_up, restore
from ino_assistant.records.database import WRITING
from ino_assistant.records.people_tables import UserVersion
from ino_assistant.records.verify import verify_trail
from people.staff import HERE, OPERATOR, PASSWORD, enter, everywhere, join, told
from records.stores import SetClock


@everywhere
def test_an_account_is_versions_and_every_change_is_told(store: Store, people: People) -> None:
    ann = join(people, "ann", "medical_information", "safety")
    assert ann.role == "medical_information"
    assert ann.more == {"safety"}
    changed = people.accounts.change(
        OPERATOR, ann.id, 1, name="Ann  Other\n", roles=["safety"], reason="married, moved"
    )
    assert (changed.version, changed.name, changed.role, changed.more) == (
        2,
        "Ann Other",
        "safety",
        frozenset(),
    )
    (entry,) = told(store, "user.changed")
    assert (entry.old["role"], entry.new["role"], entry.reason) == (
        "medical_information",
        "safety",
        "married, moved",
    )
    assert [u.as_dict()["name"] for u in people.accounts.users(OPERATOR)] == ["Ann Other"]
    assert verify_trail(store).whole


def test_the_strictest_role_where_none_is_given(people: People) -> None:
    sam = join(people, "sam")
    assert sam.role == "sales"
    assert not sam.more


@pytest.mark.parametrize("login", ["", "a", "with blank", "Ünal", "x" * 101, "../etc", "a\nb"])
def test_logins_that_are_not_taken(people: People, login: str) -> None:
    with pytest.raises(UnfitError, match="login"):
        people.accounts.add(OPERATOR, login, "Ann Example", ["sales"])


@pytest.mark.parametrize("name", ["", " \n", "x" * 201])
def test_names_that_are_not_taken(people: People, name: str) -> None:
    with pytest.raises(UnfitError, match="name"):
        people.accounts.add(OPERATOR, "ann", name, ["sales"])


@everywhere
def test_a_login_is_given_once(people: People) -> None:
    failed: list[Exception] = []

    def add() -> None:
        try:
            people.accounts.add(OPERATOR, "Ann", "Ann Example", ["sales"])
        except RecordsError as error:
            failed.append(error)

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [type(error) for error in failed] == [ConflictError] * 3
    (ann,) = people.accounts.users(OPERATOR)
    people.accounts.change(OPERATOR, ann.id, 1, active=False, reason="left")
    with pytest.raises(ConflictError, match="already"):
        people.accounts.add(OPERATOR, "ann", "Another", ["sales"])


def test_changes_that_are_refused(people: People) -> None:
    ada = join(people, "ada", "administrator")
    ann = join(people, "ann", "sales")
    accounts = people.accounts
    with pytest.raises(ConflictError, match="first"):
        accounts.change(ada.actor, ann.id, 2, active=False, reason="x")
    with pytest.raises(ForbiddenError, match="their own"):
        accounts.change(ada.actor, ada.id, 1, roles=["medical_information"], reason="x")
    with pytest.raises(ForbiddenError, match="reason"):
        accounts.change(ada.actor, ann.id, 1, active=False, reason=" ")
    with pytest.raises(ForbiddenError, match="reason"):
        accounts.reset(ada.actor, ann.id, "")
    with pytest.raises(UnknownError):
        accounts.change(ada.actor, "nobody", 1, active=False, reason="x")
    with pytest.raises(UnknownError):
        accounts.reset(ada.actor, "nobody", "x")
    with pytest.raises(UnfitError, match="nothing"):
        accounts.change(ada.actor, ann.id, 1, active=True, reason="x")


@pytest.mark.parametrize("role", ["field_medical", "sales", "medical_information", "safety"])
def test_only_administrators_look_after_people_and_refusals_are_told(
    store: Store, people: People, role: Any
) -> None:
    who = join(people, "who", role).actor
    ann = join(people, "ann", "sales")
    accounts, keys = people.accounts, people.keys
    for attempt in (
        lambda: accounts.users(who),
        lambda: accounts.add(who, "x1", "X", ["administrator"]),
        lambda: accounts.change(who, ann.id, 1, roles=["administrator"], reason="x"),
        lambda: accounts.reset(who, ann.id, "x"),
        lambda: keys.make(who, "x", "sales", ["ask"], 30),
        lambda: keys.all(who),
        lambda: keys.revoke(who, "k", "x"),
    ):
        with pytest.raises(ForbiddenError):
            attempt()
    refused = told(store, "access.refused")
    assert [e.actor_id for e in refused] == [who.id] * 7
    assert {e.new["right"] for e in refused} == {"manage"}


def test_an_account_altered_by_hand_is_found(store: Store, people: People) -> None:
    ann = join(people, "ann", "sales")
    with store.engine.connect() as plain:
        connection = plain.execution_options(**{WRITING: True})
        connection.execute(text("DROP TRIGGER user_version_no_update"))
        connection.execute(
            update(UserVersion)
            .where(UserVersion.user_id == ann.id)
            .values(role="medical_information")
        )
        connection.commit()
    (problem,) = verify_trail(store).problems
    assert problem.kind == "record"
    assert "user_version" in problem.text


def test_a_restore_signs_everybody_out(store: Store, people: People, tmp_path: Any) -> None:
    """Or else who has signed out since the backup would be signed in again."""
    join(people, "ann", "sales")
    token = enter(people, "ann").token
    back_up(store, OPERATOR, tmp_path / "b.sqlite3")
    people.sign_out(token)
    ben = join(people, "ben", "sales")
    restore(store, OPERATOR, tmp_path / "b.sqlite3", "drill")
    assert people.find(token) is None
    assert people.actor(ben.id) is not None
    assert enter(people, "ann").token
    assert verify_trail(store).whole


# Keys


@everywhere
def test_a_key_acts_within_its_scopes_until_it_is_revoked(store: Store, people: People) -> None:
    ada = join(people, "ada", "administrator")
    key, secret = people.keys.make(
        ada.actor, "case system", "medical_information", ["ask", "export"], 30
    )
    actor = people.actor_of_key(secret, HERE)
    assert actor.id == f"key:{key.id}"
    assert actor.name == "case system (a program, key of Ada Example)"
    assert (actor.may("ask"), actor.may("export"), actor.may("review")) == (True, True, False)
    assert not people.authenticate(actor, secret)
    assert not people.authenticate(actor, PASSWORD)
    people.keys.revoke(ada.actor, key.id, "no longer used")
    with pytest.raises(SignInError, match="no more"):
        people.actor_of_key(secret, HERE)
    with pytest.raises(ConflictError):
        people.keys.revoke(ada.actor, key.id, "again")
    with pytest.raises(UnknownError):
        people.keys.revoke(ada.actor, "other", "x")
    with pytest.raises(ForbiddenError, match="reason"):
        people.keys.revoke(ada.actor, key.id, "")
    (listed,) = people.keys.all(ada.actor)
    assert listed.as_dict()["revoked_at"] is not None
    trail = " ".join(str(e.as_dict()) for e in (*told(store, "key."), *told(store, "session.")))
    assert secret.split("_")[1] in trail
    assert secret[21:] not in trail
    assert verify_trail(store).whole


def test_a_key_expires(people: People, clock: SetClock) -> None:
    _, secret = people.keys.make(OPERATOR, "script", "sales", ["ask"], 1)
    assert people.actor_of_key(secret, HERE).role == "sales"
    clock.forward(days=1)
    with pytest.raises(SignInError):
        people.actor_of_key(secret, HERE)


@pytest.mark.parametrize("change", [{"active": False}, {"roles": ["sales"]}])
def test_a_key_is_valid_while_somebody_answers_for_it(
    people: People, change: dict[str, Any]
) -> None:
    ada = join(people, "ada", "administrator")
    _, secret = people.keys.make(ada.actor, "script", "sales", ["ask"], 30)
    assert people.actor_of_key(secret, HERE).only
    people.accounts.change(OPERATOR, ada.id, 1, reason="left", **change)
    with pytest.raises(SignInError, match="nobody answers"):
        people.actor_of_key(secret, HERE)


@pytest.mark.parametrize(
    ("role", "scopes", "days", "error"),
    [
        ("medical_information", ["approve"], 30, ForbiddenError),
        ("administrator", ["manage"], 30, ForbiddenError),
        ("sales", ["review"], 30, UnfitError),
        ("sales", [], 30, UnfitError),
        ("sales", ["ask"], 0, UnfitError),
        ("sales", ["ask"], 731, UnfitError),
    ],
)
def test_keys_that_are_not_made(
    people: People, role: Any, scopes: list[Any], days: int, error: type[Exception]
) -> None:
    with pytest.raises(error):
        people.keys.make(OPERATOR, "script", role, scopes, days)


def test_what_is_no_key_is_refused_told_and_throttled(store: Store, people: People) -> None:
    key, secret = people.keys.make(OPERATOR, "script", "sales", ["ask"], 30)
    wrong = secret[:-1] + ("a" if secret[-1] != "a" else "b")
    for text_ in ("", "ino_", wrong, f"ino_{'0' * 16}_{'x' * 43}", "\ud800", secret + "\n"):
        with pytest.raises(SignInError, match="no key"):
            people.actor_of_key(text_, "10.0.0.1")
    assert [e.record_id for e in told(store, "session.refused")].count(key.id) == 2
    for _ in range(14):
        with pytest.raises(SignInError):
            people.actor_of_key("wrong", "10.0.0.1")
    with pytest.raises(ThrottledError):
        people.actor_of_key("wrong", "10.0.0.1")
    # A key that is right is 256 bits long: nobody has guessed it.
    assert people.actor_of_key(secret, "10.0.0.1").only


# Roles of groups


def test_roles_of_groups_are_read() -> None:
    roles = read_roles(" CN=Med Info,DC=x = medical_information;staff=sales ; ")
    assert roles == {"CN=Med Info,DC=x": "medical_information", "staff": "sales"}
    assert read_roles("") == {}


@pytest.mark.parametrize("setting", ["a", "a=doctor", "=sales", "a=sales;a=safety"])
def test_settings_that_are_no_roles(setting: str) -> None:
    with pytest.raises(AssistantError, match="INO_ASSISTANT_OIDC_ROLES") as refusal:
        read_roles(setting)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("claim", "role", "more"),
    [
        (["m", "a"], "medical_information", {"administrator"}),
        ("m", "medical_information", set()),
        (["m", "s"], "sales", {"medical_information"}),
        ([], "sales", set()),
        (["other"], "sales", set()),
        (None, "sales", set()),
        ({"m": True}, "sales", set()),
        ([["m"], 1, None], "sales", set()),
    ],
)
def test_roles_from_a_claim(claim: Any, role: str, more: set[str]) -> None:
    roles = read_roles("m=medical_information;a=administrator;s=sales")
    found, others = roles_of(claim, roles)
    assert found == role
    assert others == more


def test_the_strictest_of_several_roles_decides_what_is_shown() -> None:
    assert ordered(["administrator", "field_medical", "sales"])[0] == "sales"
    assert ordered(["administrator", "field_medical"])[0] == "field_medical"
    assert ordered([]) == ("sales", frozenset())
