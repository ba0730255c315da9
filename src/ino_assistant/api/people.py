"""Accounts and keys, for administrators."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from ino_assistant.api.answering import problems
from ino_assistant.api.bodies import Id, NewKey, NewUser, Reason, UserChange
from ino_assistant.api.state import Here, Who

router = APIRouter(tags=["people"], responses=problems(401, 403, 404, 409, 422, 429, 503))


@router.get("/users")
def users(here: Here, who: Who) -> dict[str, Any]:
    """Every account."""
    found = here.with_people.accounts.users(who)
    return {"users": [user.as_dict() for user in found]}


@router.post("/users", status_code=201)
def add(here: Here, who: Who, sent: NewUser) -> dict[str, Any]:
    """Make an account; its temporary password is told this once."""
    accounts = here.with_people.accounts
    user, password = accounts.add(who, sent.login, sent.name, sent.roles, sent.reason)
    return {"user": user.as_dict(), "temporary_password": password}


@router.patch("/users/{user_id}")
def change(here: Here, who: Who, user_id: Id, sent: UserChange) -> dict[str, Any]:
    """Change somebody's name or roles, or whether they may sign in."""
    user = here.with_people.accounts.change(
        who,
        user_id,
        sent.version,
        name=sent.name,
        roles=sent.roles,
        active=sent.active,
        reason=sent.reason,
    )
    return {"user": user.as_dict()}


@router.post("/users/{user_id}/reset")
def reset(here: Here, who: Who, user_id: Id, sent: Reason) -> dict[str, str]:
    """Give somebody a temporary password, and sign them out."""
    password = here.with_people.accounts.reset(who, user_id, sent.reason)
    return {"temporary_password": password}


@router.get("/keys")
def keys(here: Here, who: Who) -> dict[str, Any]:
    """Every key, without what it is itself."""
    return {"keys": [key.as_dict() for key in here.with_people.keys.all(who)]}


@router.post("/keys", status_code=201)
def make_key(here: Here, who: Who, sent: NewKey) -> dict[str, Any]:
    """Make a key for a program; it is told this once."""
    keys_ = here.with_people.keys
    key, secret = keys_.make(who, sent.name, sent.role, sent.scopes, sent.days)
    return {"key": key.as_dict(), "secret": secret}


@router.post("/keys/{key_id}/revoke", status_code=204)
def revoke(here: Here, who: Who, key_id: Id, sent: Reason) -> None:
    """Make a key invalid, for good."""
    here.with_people.keys.revoke(who, key_id, sent.reason)
