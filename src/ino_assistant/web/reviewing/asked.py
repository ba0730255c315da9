"""What the browser sent, read with care: it may be anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, unquote

from ino_assistant.records.errors import RejectedError

MOST_FIELDS = 3000
MOST_CHARACTERS = 1_500_000


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of the page.

    Attributes:
        screen: the screen that the address names: `answer` of `#answer/ID?x=y`.
        record: what it is about: `ID`.
        query: what the address asks for besides.
        do: the step to be taken; empty: only the screen is to be shown.
        of: id of whom the screen was made for that this is sent from; empty: of nobody yet.
        fields: the form, with every value of each field.
    """

    screen: str
    record: str
    query: Mapping[str, str]
    do: str
    fields: Mapping[str, tuple[str, ...]]
    of: str = ""

    def one(self, name: str) -> str:
        """The only or first value of a field, empty where there is none."""
        return self.fields.get(name, ("",))[0]

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a field."""
        return self.fields.get(name, ())

    def number(self, name: str) -> int:
        """A field that is a whole number.

        Raises:
            RejectedError: it is none.
        """
        return whole(self.one(name), name)

    def day(self, name: str) -> date | None:
        """A field that is a day, or nothing where it is empty.

        Raises:
            RejectedError: it is none.
        """
        return day_of(self.one(name), name)


def day_of(written: str, name: str) -> date | None:
    """A day as written, or nothing where nothing is.

    Raises:
        RejectedError: it is none.
    """
    if not written.strip():
        return None
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        raise RejectedError(f"{name}: no such day: write it as 2027-01-31") from None


def whole(written: str, name: str) -> int:
    """A whole number from 0 as written.

    Raises:
        RejectedError: it is none.
    """
    if not (written.isascii() and written.isdigit() and len(written) < 10):
        raise RejectedError(f"{name}: no number: {written[:20]!r}")
    return int(written)


def read_asked(sent: Any) -> Asked:
    """What was sent, as far as it can be read; what can't be is left out.

    Raises:
        RejectedError: it is far more than any form of the page holds.
    """
    given = sent if isinstance(sent, Mapping) else {}
    screen, record, query = read_address(str(given.get("at") or ""))
    fields: dict[str, tuple[str, ...]] = {}
    pairs = given.get("fields")
    pairs = pairs if isinstance(pairs, list) else []
    size = 0
    for pair in pairs:
        if isinstance(pair, list) and len(pair) == 2 and all(isinstance(x, str) for x in pair):
            name, value = pair
            size += len(value)
            fields[name] = (*fields.get(name, ()), value)
    if len(pairs) > MOST_FIELDS or size > MOST_CHARACTERS:
        raise RejectedError("that is more than can be sent at once: nothing was done")
    do, of = str(given.get("do") or ""), str(given.get("as") or "")
    return Asked(screen, record, query, do, fields, of)


def read_address(address: str) -> tuple[str, str, dict[str, str]]:
    """Screen, record and query of `#screen/record?query`."""
    path, _, query = address.removeprefix("#").partition("?")
    screen, _, record = path.partition("/")
    return screen, unquote(record), dict(parse_qsl(query, max_num_fields=50)[:50])


__all__ = ["Asked", "day_of", "read_address", "read_asked", "whole"]
