"""Signing in with a password: throttled, recorded, and ended when it has to be."""

from __future__ import annotations

import threading
from typing import Literal

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import VerifyMismatchError

from ino_assistant.errors import AssistantError
from ino_assistant.people import People, SignInError, ThrottledError, UnfitError
from ino_assistant.people.passwords import LONGEST, Passwords, temporary_password
from ino_assistant.records import LOCAL, Store
from ino_assistant.records.verify import verify_trail
from ino_assistant.settings import Settings
from people.staff import HERE, OPERATOR, PASSWORD, QUICK, enter, everywhere, join, staffed, told
from records.stores import SetClock


@everywhere
def test_a_password_begins_a_session_and_the_trail_tells(store: Store, people: People) -> None:
    ann = join(people, "ann", "medical_information")
    began = enter(people, " ANN ")
    found = people.find(began.token)
    assert found is not None
    assert (found.actor.id, found.actor.name, found.must_change) == (ann.id, "Ann Example", False)
    assert found.csrf == began.signed_in.csrf
    assert found.csrf not in began.token
    last = told(store, "session.signed_in")[-1]
    assert (last.actor_id, last.new["with"], last.new["address"]) == (ann.id, "password", HERE)
    assert verify_trail(store).whole


def test_neither_password_nor_token_nor_hash_stands_in_the_trail(
    store: Store, people: People
) -> None:
    join(people, "ann", "medical_information")
    token = enter(people, "ann").token
    with pytest.raises(SignInError):
        people.sign_in(PASSWORD, "typed into the wrong box", HERE)
    text = " ".join(str(entry.as_dict()) for entry in told(store, "user."))
    text += " ".join(str(e.as_dict()) for e in told(store, "session."))
    for secret in (PASSWORD, token, "argon2", "typed into"):
        assert secret not in text


@pytest.mark.parametrize(
    ("login", "password"), [("ann", "wrong"), ("nobody", PASSWORD), ("", ""), ("\ud800", "\ud800")]
)
def test_what_is_wrong_is_refused_in_the_same_words(
    store: Store, people: People, login: str, password: str
) -> None:
    join(people, "ann", "sales")
    with pytest.raises(SignInError, match=r"^login or password is wrong$"):
        people.sign_in(login, password, HERE)
    (entry,) = told(store, "session.refused")
    assert entry.actor_id == "nobody"
    assert entry.new["why"] == "wrong"


@everywhere
def test_an_account_has_to_wait_after_some_failures_wherever_they_come_from(
    store: Store, people: People, clock: SetClock
) -> None:
    join(people, "ann", "sales")
    for number in range(5):
        with pytest.raises(SignInError):
            people.sign_in("ann", "wrong", f"10.0.0.{number}")
    # Even the right password is not looked at, and a restart forgets nothing.
    again = staffed(store)
    for _ in range(2):
        with pytest.raises(ThrottledError, match="try again in 15 minutes") as refusal:
            again.sign_in("Ann", PASSWORD, "10.0.0.9")
    assert 800 < refusal.value.retry_after <= 900
    assert len(told(store, "session.refused")) == 5
    clock.forward(minutes=15)
    assert enter(again, "ann").signed_in.actor.name == "Ann Example"
    last = told(store, "session.signed_in")[-1]
    assert last.new["turned_away"] == 2
    assert verify_trail(store).whole


def test_an_address_has_to_wait_whatever_accounts_it_tries(people: People) -> None:
    join(people, "ann", "sales")
    for number in range(20):
        with pytest.raises(SignInError, match="wrong"):
            people.sign_in(f"user{number}", "wrong", "10.0.0.1")
    with pytest.raises(ThrottledError):
        people.sign_in("ann", PASSWORD, "10.0.0.1")
    assert people.sign_in("ann", PASSWORD, "10.0.0.2").token


def test_success_forgets_failures_of_the_account_alone(people: People) -> None:
    """Or else whoever has an account could guess others' for ever."""
    join(people, "ann", "sales")
    for number in range(20):
        with pytest.raises(SignInError):
            people.sign_in(f"user{number}", "wrong", "10.0.0.1")
        if number < 19:
            people.sign_in("ann", PASSWORD, "10.0.0.1")
    with pytest.raises(ThrottledError):
        people.sign_in("ann", PASSWORD, "10.0.0.1")


@everywhere
def test_many_attempts_at_once_are_no_more_than_one_after_another(
    store: Store, people: People
) -> None:
    join(people, "ann", "sales")
    refused: list[type[Exception]] = []

    def guess(number: int) -> None:
        try:
            people.sign_in("ann", "wrong", f"10.0.1.{number}")
        except SignInError as error:
            refused.append(type(error))

    threads = [threading.Thread(target=guess, args=[n]) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused.count(SignInError) == 5
    assert refused.count(ThrottledError) == 7
    assert len(told(store, "session.refused")) == 5


def test_a_clock_that_steps_back_makes_nobody_wait_longer(people: People, clock: SetClock) -> None:
    join(people, "ann", "sales")
    clock.forward(days=300)
    for _ in range(5):
        with pytest.raises(SignInError):
            enter(people, "ann", "wrong")
    clock.forward(days=-300)
    with pytest.raises(ThrottledError) as refusal:
        enter(people, "ann")
    assert refusal.value.retry_after <= 900


@everywhere
def test_sessions_end_by_themselves(people: People, clock: SetClock) -> None:
    join(people, "ann", "sales")
    idle = enter(people, "ann").token
    clock.forward(minutes=29)
    assert people.find(idle)
    clock.forward(minutes=29)
    assert people.find(idle)
    clock.forward(minutes=31)
    assert people.find(idle) is None
    busy = enter(people, "ann").token
    for _ in range(12 * 3 - 1):
        clock.forward(minutes=20)
        assert people.find(busy)
    clock.forward(minutes=20)
    assert people.find(busy) is None


def test_a_clock_that_steps_back_makes_no_session_longer(people: People, clock: SetClock) -> None:
    join(people, "ann", "sales")
    token = enter(people, "ann").token
    clock.forward(hours=13)
    join(people, "ben", "sales")
    clock.forward(hours=-12)
    assert people.find(token) is None


def test_signing_out_ends_the_session_for_good(store: Store, people: People) -> None:
    join(people, "ann", "sales")
    token, other = enter(people, "ann").token, enter(people, "ann").token
    people.sign_out(token)
    people.sign_out(token)
    assert people.find(token) is None
    assert people.find(other)
    assert len(told(store, "session.signed_out")) == 2  # the first at joining


@pytest.mark.parametrize("token", ["", "x", "\udcff", "a" * 100_000])
def test_what_is_no_token_signs_nobody_in(people: People, token: str) -> None:
    assert people.find(token) is None
    people.sign_out(token)


@everywhere
def test_who_may_sign_in_no_more_is_out_at_once(store: Store, people: People) -> None:
    ann = join(people, "ann", "sales")
    token = enter(people, "ann").token
    people.accounts.change(OPERATOR, ann.id, 1, active=False, reason="left")
    assert people.find(token) is None
    with pytest.raises(SignInError, match="login or password is wrong"):
        enter(people, "ann")
    assert told(store, "session.refused")[-1].new["why"] == "inactive"
    assert people.actor(ann.id) is None
    people.accounts.change(OPERATOR, ann.id, 2, active=True, reason="came back")
    assert people.find(token) is None
    assert enter(people, "ann").token


def test_roles_are_those_of_now(people: People) -> None:
    ann = join(people, "ann", "medical_information")
    token = enter(people, "ann").token
    people.accounts.change(OPERATOR, ann.id, 1, roles=["sales"], reason="moved")
    found = people.find(token)
    assert found is not None
    assert found.actor.role == "sales"
    assert not found.actor.may("review")


@everywhere
def test_a_temporary_password_is_exchanged_first(people: People, clock: SetClock) -> None:
    ann, first = people.accounts.add(OPERATOR, "ann", "Ann Example", ["medical_information"])
    began = enter(people, "ann", first)
    assert began.signed_in.must_change
    assert not people.authenticate(ann.actor, first)
    with pytest.raises(SignInError, match="not your present"):
        people.set_password(began.token, "wrong", PASSWORD)
    other = enter(people, "ann", first).token
    people.set_password(began.token, first, PASSWORD)
    found = people.find(began.token)
    assert found is not None
    assert not found.must_change
    assert people.find(other) is None
    with pytest.raises(SignInError):
        enter(people, "ann", first)
    second = people.accounts.reset(OPERATOR, ann.id, "forgotten")
    assert people.find(began.token) is None
    clock.forward(hours=72)
    with pytest.raises(SignInError, match="ask for another"):
        enter(people, "ann", second)


@pytest.mark.parametrize(
    ("new", "why"),
    [
        ("short", "12 to 256"),
        ("x" * (LONGEST + 1), "12 to 256"),
        ("aaaaaaaaaaaaaaaa", "too few different"),
        ("i am Example myself", "holds your name"),
        ("annabella is who i am", "holds your name"),
        (PASSWORD, "is the present one"),
    ],
)
def test_passwords_that_are_not_taken(people: People, new: str, why: str) -> None:
    join(people, "annabella", "sales")
    token = enter(people, "annabella").token
    for _ in range(7):
        with pytest.raises(UnfitError, match=why):
            people.set_password(token, PASSWORD, new)
    assert enter(people, "annabella").token


def test_exchanging_a_password_guesses_none(people: People) -> None:
    join(people, "ann", "sales")
    token = enter(people, "ann").token
    for _ in range(5):
        with pytest.raises(SignInError):
            people.set_password(token, "wrong", "another few words")
    with pytest.raises(ThrottledError):
        people.set_password(token, PASSWORD, "another few words")
    with pytest.raises(SignInError, match="sign in"):
        people.set_password("no token", PASSWORD, "another few words")


def test_hashes_are_renewed_with_the_parameters_of_today(store: Store) -> None:
    people = staffed(store)
    join(people, "ann", "sales")
    dearer = People(
        store,
        Settings(accounts=True),
        hasher=type(QUICK)(time_cost=2, memory_cost=16, parallelism=1),
    )
    enter(dearer, "ann")
    enter(dearer, "ann")
    assert len(told(store, "user.password_rehashed")) == 1
    assert enter(people, "ann").token
    assert verify_trail(store).whole


def test_passwords_are_hashed_with_argon2id() -> None:
    passwords = Passwords()
    hashed = passwords.hash("Zoë's few words")
    assert hashed.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert passwords.fits("Zoe\u0308's few words", hashed)
    assert not passwords.fits("Zoe's few words", hashed)
    assert not passwords.fits("x", "no hash")
    assert len({temporary_password() for _ in range(100)}) == 100


def test_who_has_no_account_takes_as_long_as_who_has_one() -> None:
    checked: list[tuple[str, bool]] = []

    class Told(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
            try:
                fits = super().verify(hash, password)
            except VerifyMismatchError:
                checked.append((str(hash), False))
                raise
            checked.append((str(hash), True))
            return fits

    passwords = Passwords(Told(time_cost=2, memory_cost=32, parallelism=1))
    hashed = passwords.hash("a few good words")
    assert passwords.fits("a few good words", hashed)
    assert not passwords.fits("a few good words", None)
    (somebodys, _), (nobodys, fitted) = checked
    assert not fitted
    assert extract_parameters(nobodys) == extract_parameters(somebodys)


def test_without_accounts_everybody_is_the_local_user(store: Store) -> None:
    people = People(store, Settings())
    assert not people.configured
    people.require_ready()
    assert people.actor("local") is LOCAL
    assert people.reviewers() == [LOCAL]
    assert people.authenticate(LOCAL, " Local user ")
    assert not people.authenticate(LOCAL, "")
    assert not people.authenticate(OPERATOR, "Local user")
    with pytest.raises(SignInError):
        people.sign_in("ann", PASSWORD, HERE)


def test_with_accounts_the_local_user_is_nobody(people: People) -> None:
    assert not people.authenticate(LOCAL, "Local user")
    assert people.actor("local") is None


def test_an_app_with_accounts_needs_an_administrator(people: People) -> None:
    with pytest.raises(AssistantError, match="people add LOGIN"):
        people.require_ready()
    ada = join(people, "ada", "administrator")
    people.require_ready()
    people.accounts.change(OPERATOR, ada.id, 1, active=False, reason="left")
    with pytest.raises(AssistantError, match="no administrator"):
        people.require_ready()


def test_a_signature_needs_the_password_again_and_that_is_throttled(people: People) -> None:
    ann = join(people, "ann", "medical_information")
    ben = join(people, "ben", "medical_information")
    assert people.authenticate(ann.actor, PASSWORD)
    people.set_password(enter(people, "ben").token, PASSWORD, "quite another thing")
    assert not people.authenticate(ben.actor, PASSWORD)
    assert people.authenticate(ben.actor, "quite another thing")
    for _ in range(5):
        assert not people.authenticate(ann.actor, "wrong")
    with pytest.raises(ThrottledError):
        people.authenticate(ann.actor, PASSWORD)
    assert [a.name for a in people.reviewers()] == ["Ann Example", "Ben Example"]
