"""Signing in and out: with a password, or at the provider of single sign-on."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from ino_assistant.api.answering import Json, problems
from ino_assistant.api.bodies import NewPassword, SignIn
from ino_assistant.api.state import Here, Parts, Somebody
from ino_assistant.people.single_sign_on import SingleSignOn
from ino_assistant.records.errors import ForbiddenError, NotFoundError, RejectedError

router = APIRouter(tags=["signing in"], responses=problems(401, 403, 422, 429, 503))
Next = Annotated[str, Query(max_length=500, description="path of this app to go on with")]


@router.get("/sign-in/ways")
def ways(here: Here) -> dict[str, bool]:
    """How people sign in here; in no way: everybody is the one local user."""
    people = here.people
    return {
        "password": people is not None and people.with_passwords,
        "provider": people is not None and people.single_sign_on is not None,
    }


@router.post("/session", responses=problems(404))
def sign_in(request: Request, here: Here, typed: SignIn) -> Response:
    """Sign in with a password; `csrf` of the answer goes with whatever changes anything."""
    here.doors.refuse_other_sites(request)
    people = here.people
    if people is None or not people.with_passwords:
        raise NotFoundError("nobody signs in with a password here")
    began = people.sign_in(typed.login, typed.password, here.doors.address(request))
    answer = Json(began.signed_in.as_dict())
    here.doors.let_in(request, answer, began.token)
    return answer


@router.get("/session")
def session(here: Here, known: Somebody) -> dict[str, Any]:
    """Who is signed in."""
    if known.signed_in is not None:
        return known.signed_in.as_dict()
    actor = known.actor
    return {
        "user": {
            "id": actor.id,
            "name": actor.name,
            "role": actor.role,
            "more": sorted(actor.more),
        },
        "csrf": None,
        "ends_at": None,
        "must_change_password": False,
        "signs_with": None if here.doors.configured else "name",
    }


@router.delete("/session", status_code=204)
def sign_out(request: Request, here: Here, known: Somebody) -> Response:
    """Sign out."""
    if here.people is not None and known.signed_in is not None:
        here.people.sign_out(here.doors.token(request))
    answer = Response(status_code=204)
    here.doors.let_out(request, answer)
    return answer


@router.post("/session/password", status_code=204)
def set_password(request: Request, here: Here, known: Somebody, sent: NewPassword) -> None:
    """Choose another password; all other sessions end."""
    if here.people is None or known.signed_in is None:
        raise RejectedError("nobody is signed in with a password")
    here.people.set_password(here.doors.token(request), sent.old, sent.new)


@router.get("/sign-in/go", status_code=303, responses=problems(404))
def go(request: Request, here: Here, next: Next = "/") -> Response:
    """To the provider, to sign in."""
    left = _sso(here).leave(_back_to(request, here), next)
    answer = RedirectResponse(left.address, 303)
    here.doors.send_away(request, answer, left.browser)
    return answer


@router.get("/sign-in/prove", status_code=303, responses=problems(404))
def prove(request: Request, here: Here, known: Somebody, next: Next = "/") -> Response:
    """To the provider, to sign in anew; what comes back is good for one signature."""
    if known.signed_in is None or not known.signed_in.by_provider:
        raise ForbiddenError("who has a password here proves themselves with it")
    left = _sso(here).leave(_back_to(request, here), next, prove=known.actor)
    answer = RedirectResponse(left.address, 303)
    here.doors.send_away(request, answer, left.browser)
    return answer


@router.get("/sign-in/back", status_code=303, responses=problems(404))
def back(request: Request, here: Here) -> Response:
    """Back from the provider."""
    doors = here.doors
    arrived = _sso(here).arrive(
        _back_to(request, here),
        dict(request.query_params),
        doors.browser(request),
        doors.address(request),
    )
    answer = RedirectResponse(arrived.return_to, 303)
    doors.came_back(request, answer, arrived.proof)
    if arrived.token:
        doors.let_in(request, answer, arrived.token)
    return answer


def _sso(here: Parts) -> SingleSignOn:
    found = None if here.people is None else here.people.single_sign_on
    if found is None:
        raise NotFoundError("there is no single sign-on here")
    return found


def _back_to(request: Request, here: Parts) -> str:
    return f"{here.doors.here(request)}{request.scope.get('root_path', '')}/sign-in/back"
