"""The reviewing page: one piece of own HTML in Gradio, and one function that it calls.

Gradio serves the page, holds its session and carries the calls (`server_functions` of gr.HTML).
An event with outputs would replace what somebody is typing whenever the server can't be reached
or says no; a call that comes back empty leaves it as it is, and the page says what happened.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import Any

import gradio as gr
from fastapi import FastAPI
from gradio.routes import App
from starlette.requests import Request
from starlette.routing import Mount

from ino_assistant.api import Doors
from ino_assistant.errors import AssistantError
from ino_assistant.settings import Settings
from ino_assistant.web.asking import actor_of
from ino_assistant.web.page import mount_options
from ino_assistant.web.reviewing.files import files_router
from ino_assistant.web.reviewing.frame_view import TITLE, shell
from ino_assistant.web.reviewing.office import Caller, People, Reviews, caller_of
from ino_assistant.web.reviewing.screens import Screens, stopped

PATH = "/review"
CallerOf = Callable[[Request], Caller]
"""Who a request comes from."""


def callers(settings: Settings, doors: Doors) -> CallerOf:
    """Tells who the guard has let in, and how they sign.

    Args:
        settings: whether people sign in.
        doors: read what the provider of single sign-on left for a signature.
    """

    def caller(request: Request) -> Caller:
        signed_in = getattr(request.state, "signed_in", None)
        return caller_of(
            actor_of(request, settings),
            by_provider=signed_in is not None and signed_in.by_provider,
            proof=doors.proof(request),
        )

    return caller


def build_review_page(
    office: Reviews, caller_of: CallerOf, people: People | None = None
) -> gr.Blocks:
    """The page.

    Args:
        office: what it works on.
        caller_of: who a request comes from; there is no default that could let somebody in.
        people: who may be given reviews; None: there is only the local user.
    """
    screens = Screens(office, people)

    def answer(sent: Any, request: gr.Request) -> dict[str, Any]:
        # Gradio 6 hands such functions the request itself, not its own wrapper of it.
        given: Any = request
        try:
            caller = caller_of(getattr(given, "request", given))
        except AssistantError as error:
            return stopped(str(error))
        return screens.answer(caller, sent)

    page = gr.Blocks(title=TITLE, fill_width=True, analytics_enabled=False)
    with page:
        gr.HTML(
            shell(),
            elem_id="reviewing",
            apply_default_css=False,
            js_on_load=f"{_read('reviewing.js')}\nreviewing(element, server);",
            server_functions=[answer],
        )
    return page


def mount_review_page(
    app: FastAPI, office: Reviews, caller_of: CallerOf, people: People | None = None
) -> App:
    """Put the page at `/review`. Has to come before what is mounted at `/`.

    Returns:
        The page's own app, whose streams have to be ended when the server stops.
    """
    app.include_router(files_router(office, caller_of))
    options = mount_options()
    # One belongs to the page at `/`; Gradio warns of any other.
    options.pop("favicon_path", None)
    style = resources.files("ino_assistant.web").joinpath("style.css").read_text(encoding="utf-8")
    options["head"] = f"<style>{style}</style><style>{_read('reviewing.css')}</style>"
    gr.mount_gradio_app(app, build_review_page(office, caller_of, people), path=PATH, **options)
    (mounted,) = [
        route.app
        for route in app.routes
        if isinstance(route, Mount) and route.path == PATH and isinstance(route.app, App)
    ]
    return mounted


@cache
def _read(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


__all__ = ["PATH", "CallerOf", "build_review_page", "callers", "mount_review_page"]
