"""The pages for signing in and out: plain forms; a script only keeps the screen that was asked."""

from __future__ import annotations

import hmac
from pathlib import Path
from typing import Final
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from ino_assistant.api.answering import status_of
from ino_assistant.api.who import Doors
from ino_assistant.errors import AssistantError
from ino_assistant.people import People, SignedIn, ThrottledError, UnfitError
from ino_assistant.people.single_sign_on import own_path
from ino_assistant.records.canonical import storable
from ino_assistant.records.errors import ForbiddenError
from ino_assistant.web.guard import PASSWORD
from ino_assistant.web.header import TITLE
from ino_assistant.web.markup import text

Typed = dict[str, str]
_KEEPS_PLACE: Final = """\
<script>
// Which screen of a page was asked for stands behind the # of its address. Browsers keep that to
// themselves and carry it here; without this line one comes back to the first screen.
const at = location.hash;
if (at) {
  for (const kept of document.getElementsByName("next"))
    if (!kept.value.includes("#")) kept.value += at;
  for (const link of document.querySelectorAll('a[href*="next="]'))
    if (!link.href.includes("%23")) link.href += encodeURIComponent(at);
}
</script>"""
_STYLE: Final = (Path(__file__).parent / "signing_in.css").read_text(encoding="utf-8")


def signing_in_router(doors: Doors) -> APIRouter:
    """`/sign-in`, `/sign-in/password` and `/sign-out`."""
    pages = _Pages(doors)
    router = APIRouter(include_in_schema=False)
    router.add_api_route("/sign-in", pages.form, methods=["GET"])
    router.add_api_route("/sign-in", pages.sign_in, methods=["POST"])
    router.add_api_route(PASSWORD, pages.password_form, methods=["GET"])
    router.add_api_route(PASSWORD, pages.set_password, methods=["POST"])
    router.add_api_route("/sign-out", pages.who, methods=["GET"])
    router.add_api_route("/sign-out", pages.sign_out, methods=["POST"])
    return router


class _Pages:
    def __init__(self, doors: Doors) -> None:
        self._doors = doors

    def form(self, request: Request, next: str = "/") -> Response:
        people = self._doors.people
        if people is None or not self._doors.configured:
            return RedirectResponse("/", 303)
        return _page(_sign_in(people, own_path(next)))

    async def sign_in(self, request: Request) -> Response:
        return await run_in_threadpool(self._sign_in, request, await _typed(request))

    def password_form(self, request: Request, next: str = "/") -> Response:
        signed_in = request.state.signed_in
        if signed_in is None or signed_in.by_provider:
            return RedirectResponse("/", 303)
        return _page(_new_password(signed_in.csrf, own_path(next), must=signed_in.must_change))

    async def set_password(self, request: Request) -> Response:
        return await run_in_threadpool(self._set_password, request, await _typed(request))

    def who(self, request: Request) -> Response:
        signed_in = request.state.signed_in
        return RedirectResponse("/", 303) if signed_in is None else _page(_who(signed_in))

    async def sign_out(self, request: Request) -> Response:
        return await run_in_threadpool(self._sign_out, request, await _typed(request))

    def _sign_in(self, request: Request, typed: Typed) -> Response:
        doors, to = self._doors, own_path(typed.get("next", "/"))
        people = doors.people
        if people is None:
            return _page("<p>Nobody signs in here.</p>", 403)
        try:
            doors.refuse_strangers(request)
            login, password = typed.get("login", "")[:200], typed.get("password", "")
            began = people.sign_in(login, password, doors.address(request))
        except AssistantError as error:
            return _page(_sign_in(people, to, str(error)), status_of(error), error)
        onward = f"{PASSWORD}?next={quote(to, safe='')}" if began.signed_in.must_change else to
        answer = RedirectResponse(onward, 303)
        doors.let_in(request, answer, began.token)
        return answer

    def _set_password(self, request: Request, typed: Typed) -> Response:
        signed_in: SignedIn | None = request.state.signed_in
        if signed_in is None:
            return RedirectResponse("/", 303)
        to = own_path(typed.get("next", "/"))
        try:
            _require_token(signed_in, typed)
            if typed.get("new") != typed.get("again"):
                raise UnfitError("the new password was typed in two ways")
            old, new = typed.get("old", ""), typed.get("new", "")
            _people(self._doors).set_password(self._doors.token(request), old, new)
        except AssistantError as error:
            page = _new_password(signed_in.csrf, to, str(error), must=signed_in.must_change)
            return _page(page, status_of(error), error)
        return RedirectResponse(to, 303)

    def _sign_out(self, request: Request, typed: Typed) -> Response:
        signed_in: SignedIn | None = request.state.signed_in
        if signed_in is None:
            return RedirectResponse("/", 303)
        try:
            _require_token(signed_in, typed)
        except ForbiddenError as error:
            return _page(_who(signed_in, str(error)), 403)
        _people(self._doors).sign_out(self._doors.token(request))
        answer = RedirectResponse("/sign-in", 303)
        self._doors.let_out(request, answer)
        return answer


async def _typed(request: Request) -> Typed:
    return {name: str(value) for name, value in (await request.form()).items()}


def _people(doors: Doors) -> People:
    if doors.people is None:
        raise ForbiddenError("nobody signs in here")
    return doors.people


def _require_token(signed_in: SignedIn, typed: Typed) -> None:
    shown = storable(typed.get("csrf", "")).encode()
    if not hmac.compare_digest(shown, signed_in.csrf.encode()):
        raise ForbiddenError("this page is out of date: load it again")


def _sign_in(people: People, to: str, problem: str = "") -> str:
    parts = ["<h1>Sign in</h1>", _problem(problem)]
    if people.single_sign_on is not None:
        link = f"/api/sign-in/go?next={quote(to, safe='')}"
        parts.append(f'<p><a class="button" href="{text(link)}">Sign in with your company</a></p>')
    if people.with_passwords:
        parts.append(
            '<form method="post" action="/sign-in">'
            f'<input type="hidden" name="next" value="{text(to)}">'
            '<label>Login<input name="login" autocomplete="username" required autofocus></label>'
            '<label>Password<input name="password" type="password" '
            'autocomplete="current-password" required></label>'
            "<button>Sign in</button></form>"
        )
    return "".join((*parts, _KEEPS_PLACE))


def _new_password(csrf: str, to: str, problem: str = "", *, must: bool) -> str:
    why = "<p>Yours is good for this one time. Choose one that nobody else knows.</p>"
    return (
        f"<h1>Choose a password</h1>{why if must else ''}{_problem(problem)}"
        f'<form method="post" action="{PASSWORD}">'
        f'<input type="hidden" name="next" value="{text(to)}">'
        f'<input type="hidden" name="csrf" value="{text(csrf)}">'
        '<label>Present password<input name="old" type="password" '
        'autocomplete="current-password" required></label>'
        '<label>New password, 12 characters or more<input name="new" type="password" '
        'minlength="12" autocomplete="new-password" required></label>'
        '<label>The same again<input name="again" type="password" '
        'autocomplete="new-password" required></label>'
        "<button>Choose it</button></form>"
    )


def _who(signed_in: SignedIn, problem: str = "") -> str:
    role = signed_in.actor.role.replace("_", " ")
    change = "" if signed_in.by_provider else f'<p><a href="{PASSWORD}">Choose a password</a></p>'
    return (
        f"<h1>{text(signed_in.actor.name)}</h1><p>Signed in as {role}.</p>{_problem(problem)}"
        f'<form method="post" action="/sign-out">'
        f'<input type="hidden" name="csrf" value="{text(signed_in.csrf)}">'
        f'<button>Sign out</button></form>{change}<p><a href="/">Back</a></p>'
    )


def _problem(line: str) -> str:
    return f'<p role="alert">{text(line[:1].upper() + line[1:])}.</p>' if line else ""


def _page(body: str, status: int = 200, error: AssistantError | None = None) -> Response:
    headers = {"Cache-Control": "no-store"}
    if isinstance(error, ThrottledError):
        headers["Retry-After"] = str(error.retry_after)
    return HTMLResponse(
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Sign in – {TITLE}</title><style>{_STYLE}</style></head>"
        f'<body><main><p class="title">{TITLE}</p>{body}</main></body></html>',
        status,
        headers,
    )


__all__ = ["signing_in_router"]
