"""Who calls the page, as the guard has it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from starlette.requests import Request

from ino_assistant.api import Doors
from ino_assistant.records.actors import LOCAL
from ino_assistant.records.errors import ForbiddenError
from ino_assistant.settings import Settings
from ino_assistant.web.reviewing.page import callers
from review.office import ANN


def request(cookie: str = "", **state: Any) -> Request:
    headers = [(b"host", b"127.0.0.1"), (b"cookie", cookie.encode())]
    scope = {"type": "http", "method": "POST", "scheme": "http", "path": "/", "headers": headers}
    return Request({**scope, "server": ("127.0.0.1", 80), "query_string": b"", "state": state})


def test_who_the_guard_let_in_signs_as_they_signed_in() -> None:
    settings = Settings(accounts=True)
    tell = callers(settings, Doors(None, settings))
    with_password = SimpleNamespace(by_provider=False)
    assert tell(request(actor=ANN, signed_in=with_password)).signs_with == "password"
    by_provider = SimpleNamespace(by_provider=True)
    caller = tell(request("ino_proof=abc", actor=ANN, signed_in=by_provider))
    assert (caller.signs_with, caller.proof) == ("provider", "abc")
    assert tell(request("ino_proof=abc", actor=ANN, signed_in=with_password)).proof == "abc"
    with pytest.raises(ForbiddenError):
        tell(request())


def test_without_accounts_the_local_user_signs_with_the_name() -> None:
    tell = callers(Settings(), Doors(None, Settings()))
    caller = tell(request())
    assert (caller.actor, caller.signs_with) == (LOCAL, "name")
