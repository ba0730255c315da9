"""Reviewed general data: the clinical lexicon, words of English, shapes of answers, weights."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """The parsed data file `NAME.toml` of this package."""
    return tomllib.loads(raw(name).decode("utf-8"))


def raw(name: str) -> bytes:
    """The bytes of the data file `NAME.toml`."""
    return resources.files(__name__).joinpath(f"{name}.toml").read_bytes()


def words(name: str) -> frozenset[str]:
    """A list of `words.toml` as a set."""
    return frozenset(load("words")[name].split())
