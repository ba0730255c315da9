"""Single sign-on against a provider that runs, with its redirects, tokens and keys."""

from __future__ import annotations

from typing import Any

import pytest

from ino_assistant.errors import AssistantError
from ino_assistant.people import People, ProviderError, SignInError, ThrottledError
from ino_assistant.people.single_sign_on import Arrived, SingleSignOn
from ino_assistant.records import Store
from ino_assistant.records.clock import utc_now
from ino_assistant.records.verify import verify_trail
from ino_assistant.settings import Settings
from people.staff import BACK_TO, HERE, OPERATOR, QUICK, Browser, Running, told
from records.stores import SetClock


@pytest.fixture
def clock() -> SetClock:
    """The provider has a real clock, so ours begins at the same time."""
    set_clock = SetClock()
    set_clock.now = utc_now()
    return set_clock


@pytest.fixture
def people(store: Store, provider: Running) -> People:
    return People(store, provider.settings(), hasher=QUICK)


@pytest.fixture
def browser() -> Browser:
    return Browser()


def sso(people: People) -> SingleSignOn:
    assert people.single_sign_on is not None
    return people.single_sign_on


def arrive(people: People, browser: Browser, who: str = "rita", **leaving: Any) -> Arrived:
    left = sso(people).leave(BACK_TO, **leaving)
    came = browser.go(left.address, who)
    return sso(people).arrive(BACK_TO, came, left.browser, HERE)


def test_who_the_provider_vouches_for_is_signed_in(
    store: Store, people: People, browser: Browser
) -> None:
    arrived = arrive(people, browser, return_to="/review?queue=approved")
    assert (arrived.return_to, arrived.proof) == ("/review?queue=approved", "")
    found = people.find(arrived.token)
    assert found is not None
    assert (found.actor.name, found.actor.role) == ("Rita Reviewer", "medical_information")
    assert found.as_dict()["signs_with"] == "provider"
    (made,) = told(store, "user.created")
    assert (made.actor_id, made.new["issuer"]) == ("system", sso(people)._provider.issuer)
    assert told(store, "session.signed_in")[-1].new["with"] == "provider"
    again = people.find(arrive(people, browser).token)
    assert again is not None
    assert again.actor.id == found.actor.id
    assert len(told(store, "user.created")) == 1
    assert verify_trail(store).whole


@pytest.mark.parametrize(("who", "role"), [("sally", "sales"), ("nina", "sales")])
def test_roles_come_from_the_claim_the_strictest_where_there_is_none(
    people: People, browser: Browser, who: str, role: str
) -> None:
    found = people.find(arrive(people, browser, who).token)
    assert found is not None
    assert found.actor.role == role
    assert not found.actor.more


def test_what_the_provider_tells_anew_is_a_new_version(
    store: Store, people: People, browser: Browser, provider: Running
) -> None:
    first = people.find(arrive(people, browser, "sally").token)
    provider.control(people={"sally": {"groups": ["sales", "admins"], "name": "Sally Other"}})
    second = people.find(arrive(people, browser, "sally").token)
    provider.control(people={"sally": {"groups": "sales", "name": "Sally Sales"}})
    assert first is not None
    assert second is not None
    assert (second.actor.id, second.actor.name) == (first.actor.id, "Sally Other")
    assert second.actor.role == "sales"
    assert second.actor.more == {"administrator"}
    (entry,) = told(store, "user.changed")
    assert entry.old["name"] == "Sally Sales"
    with pytest.raises(AssistantError, match="come from its provider"):
        people.accounts.change(OPERATOR, first.actor.id, 2, roles=["safety"], reason="x")
    with pytest.raises(AssistantError, match="no password here"):
        people.accounts.reset(OPERATOR, first.actor.id, "x")


def test_who_is_shut_out_here_stays_out_whatever_the_provider_says(
    store: Store, people: People, browser: Browser
) -> None:
    first = people.find(arrive(people, browser).token)
    assert first is not None
    people.accounts.change(OPERATOR, first.actor.id, 1, active=False, reason="left")
    with pytest.raises(SignInError, match="may not sign in"):
        arrive(people, browser)
    assert told(store, "session.refused")


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"nonce": True}, "nonce"),
        ({"issuer": "https://elsewhere.example"}, "iss"),
        ({"audience": "another app"}, "aud"),
        ({"late": 7200}, "exp"),
        ({"late": -7200}, "in the future"),
        ({"key": True}, "signature"),
    ],
)
def test_a_token_that_is_not_for_this_is_not_believed(
    store: Store,
    people: People,
    browser: Browser,
    provider: Running,
    wrong: dict[str, Any],
    why: str,
) -> None:
    provider.control(**wrong)
    with pytest.raises(SignInError, match="not valid") as refusal:
        arrive(people, browser)
    assert why in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert len(told(store, "session.refused")) == 1
    assert told(store, "user.created") == []


def test_only_who_was_sent_from_here_may_come_back(people: People, browser: Browser) -> None:
    left = sso(people).leave(BACK_TO)
    came = browser.go(left.address)
    other = sso(people).leave(BACK_TO)
    for state, cookie in (
        ("made up", left.browser),
        (came["state"], other.browser),
        (came["state"], ""),
        ("", ""),
    ):
        with pytest.raises(SignInError, match="without having been sent"):
            sso(people).arrive(BACK_TO, {**came, "state": state}, cookie, HERE)
    # Another browser's attempt does not end one's own, and one's own is good once.
    assert sso(people).arrive(BACK_TO, came, left.browser, HERE).token
    with pytest.raises(SignInError):
        sso(people).arrive(BACK_TO, came, left.browser, HERE)


def test_a_code_is_worth_nothing_without_what_it_was_asked_with(
    people: People, browser: Browser
) -> None:
    """PKCE: somebody else's code does not fit one's own verifier."""
    mine, theirs = sso(people).leave(BACK_TO), sso(people).leave(BACK_TO)
    stolen = browser.go(theirs.address, "sally")["code"]
    came = {**browser.go(mine.address), "code": stolen}
    with pytest.raises(SignInError, match="does not vouch"):
        sso(people).arrive(BACK_TO, came, mine.browser, HERE)


def test_who_comes_back_too_late_or_with_a_no(
    people: People, browser: Browser, clock: SetClock
) -> None:
    left = sso(people).leave(BACK_TO)
    came = browser.go(left.address)
    clock.forward(minutes=10)
    with pytest.raises(SignInError):
        sso(people).arrive(BACK_TO, came, left.browser, HERE)
    with pytest.raises(SignInError, match="said no"):
        arrive(people, Browser(), "mallory")


def test_whoever_comes_back_for_nothing_again_and_again_is_not_looked_at(
    store: Store, people: People
) -> None:
    for _ in range(20):
        with pytest.raises(SignInError, match="without having been sent"):
            sso(people).arrive(BACK_TO, {}, "", "10.0.0.1")
    with pytest.raises(ThrottledError):
        sso(people).arrive(BACK_TO, {}, "", "10.0.0.1")
    assert len(told(store, "session.refused")) == 20


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/a/b?c=d", "/a/b?c=d"),
        ("//evil.example", "/"),
        ("https://evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/a\\b", "/"),
        ("/a\nb", "/"),
        ("", "/"),
    ],
)
def test_nobody_is_sent_on_to_another_site(
    people: People, browser: Browser, path: str, kept: str
) -> None:
    assert arrive(people, browser, return_to=path).return_to == kept


# Proof for signatures


def test_a_signature_takes_a_fresh_sign_in_and_its_proof_is_good_once(
    store: Store, people: People, browser: Browser
) -> None:
    rita = people.find(arrive(people, browser).token)
    assert rita is not None
    arrived = arrive(people, browser, prove=rita.actor, return_to="/review/7")
    assert (arrived.token, arrived.return_to) == ("", "/review/7")
    assert not people.authenticate(rita.actor, "made up")
    assert people.authenticate(rita.actor, arrived.proof)
    assert not people.authenticate(rita.actor, arrived.proof)
    assert len(told(store, "session.proved")) == 1
    trail = str([e.as_dict() for e in told(store, "session.")])
    assert arrived.proof not in trail


def test_a_proof_is_ones_own_and_not_for_long(
    people: People, browser: Browser, clock: SetClock
) -> None:
    rita = people.find(arrive(people, browser).token)
    sally = people.find(arrive(people, Browser(), "sally").token)
    assert rita is not None
    assert sally is not None
    proof = arrive(people, browser, prove=rita.actor).proof
    assert not people.authenticate(sally.actor, proof)
    clock.forward(minutes=5)
    assert not people.authenticate(rita.actor, proof)


def test_somebody_else_proves_nothing_for_one(people: People, browser: Browser) -> None:
    rita = people.find(arrive(people, browser).token)
    assert rita is not None
    with pytest.raises(SignInError, match="somebody else"):
        arrive(people, browser, "sally", prove=rita.actor)


@pytest.mark.parametrize("wrong", [{"lazy": True}, {"no_auth_time": True}])
def test_a_provider_that_does_not_ask_anew_proves_nothing(
    people: People,
    browser: Browser,
    provider: Running,
    clock: SetClock,
    wrong: dict[str, Any],
) -> None:
    rita = people.find(arrive(people, browser).token)
    assert rita is not None
    # As if the sign-in had been some minutes ago: ours is the clock that can be set.
    clock.forward(minutes=3)
    provider.control(**wrong)
    with pytest.raises(SignInError, match="sign in anew"):
        arrive(people, browser, prove=rita.actor)


# The provider itself


def test_a_provider_that_is_not_there_is_told_in_one_line(store: Store) -> None:
    gone = Settings(oidc_issuer="http://127.0.0.1:9", oidc_client_id="x")
    with pytest.raises(ProviderError, match="can't be reached") as refusal:
        sso(People(store, gone, hasher=QUICK)).leave(BACK_TO)
    assert "\n" not in str(refusal.value)


def test_a_provider_that_calls_itself_otherwise_is_not_believed(
    people: People, provider: Running
) -> None:
    provider.control(calls_itself="https://elsewhere.example")
    with pytest.raises(ProviderError, match="calls itself"):
        sso(people).leave(BACK_TO)


def test_an_app_that_the_provider_does_not_know(
    store: Store, provider: Running, browser: Browser
) -> None:
    people = People(store, provider.settings(oidc_client_secret="wrong"), hasher=QUICK)
    with pytest.raises(SignInError, match="does not vouch"):
        arrive(people, browser)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"oidc_issuer": "http://id.example.com"}, "OIDC_ISSUER"),
        ({"oidc_issuer": "id.example.com"}, "OIDC_ISSUER"),
        ({"oidc_client_id": ""}, "OIDC_CLIENT_ID"),
        ({"oidc_scopes": "profile"}, "OIDC_SCOPES"),
        ({"oidc_roles": "x"}, "OIDC_ROLES"),
    ],
)
def test_settings_that_can_not_be(
    store: Store, provider: Running, wrong: dict[str, Any], named: str
) -> None:
    with pytest.raises(AssistantError, match=named) as refusal:
        People(store, provider.settings(**wrong), hasher=QUICK)
    assert "\n" not in str(refusal.value)


def test_room_is_made_for_who_leaves_and_never_comes_back(
    monkeypatch: pytest.MonkeyPatch, people: People, browser: Browser
) -> None:
    monkeypatch.setattr("ino_assistant.people.single_sign_on._MOST_TRIPS", 10)
    left = [sso(people).leave(BACK_TO) for _ in range(12)]
    came = browser.go(left[-1].address)
    assert sso(people).arrive(BACK_TO, came, left[-1].browser, HERE).token
