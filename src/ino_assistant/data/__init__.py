"""Reviewed general data: the clinical lexicon, words of English, shapes of answers, weights."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """The parsed data file `NAME.toml` of this package."""
    return tomllib.loads(raw(name).decode("utf-8"))


def raw(name: str) -> bytes:
    """The bytes of the data file `NAME.toml`."""
    return resources.files(__name__).joinpath(f"{name}.toml").read_bytes()


def table(name: str) -> list[list[str]]:
    """The rows of the data file `NAME.tsv`, cells parted by tabs; without lines of remarks."""
    text = resources.files(__name__).joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if not line.startswith("# ")]


def words(name: str) -> frozenset[str]:
    """A list of `words.toml` as a set."""
    return frozenset(load("words")[name].split())


def folder(name: str) -> Path:
    """The folder NAME of this package, for libraries that read files by their path."""
    return Path(__file__).parent / name
