"""What every route works with, and who it is asked by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyCookie, HTTPBearer

from ino_assistant.api.who import Doors, Known
from ino_assistant.people import People
from ino_assistant.records.actors import Actor
from ino_assistant.records.errors import ForbiddenError, NotFoundError
from ino_assistant.service import Office


@dataclass(frozen=True, slots=True)
class Parts:
    """What the interface is over.

    Attributes:
        people: None where nobody signs in.
    """

    office: Office
    people: People | None
    doors: Doors

    @property
    def with_people(self) -> People:
        """Accounts and keys.

        Raises:
            NotFoundError: there are none here.
        """
        if self.people is None:
            raise NotFoundError("there are no accounts here")
        return self.people


def parts_of(request: Request) -> Parts:
    """What the interface is over."""
    parts: Parts = request.app.state.parts
    return parts


_KEY: Final = HTTPBearer(auto_error=False, description="a key that an administrator made")
_COOKIE: Final = APIKeyCookie(
    name="ino_session",
    auto_error=False,
    description="of POST /session; what changes anything also needs the header X-CSRF-Token",
)


def known_of(
    request: Request,
    key: Annotated[Any, Security(_KEY)] = None,
    cookie: Annotated[Any, Security(_COOKIE)] = None,
) -> Known:
    """Who asks; they may have to choose a password first."""
    return parts_of(request).doors.who(request)


def actor_of(known: Annotated[Known, Depends(known_of)]) -> Actor:
    """Who acts.

    Raises:
        ForbiddenError: they have a temporary password, and have to choose another first.
    """
    if known.signed_in is not None and known.signed_in.must_change:
        raise ForbiddenError("choose a password of your own first: POST /session/password")
    return known.actor


Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Actor, Depends(actor_of)]
Somebody = Annotated[Known, Depends(known_of)]
