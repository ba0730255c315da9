"""Lists of general clinical English: what may stand for what, and words by their stems."""

from __future__ import annotations

from functools import cache, lru_cache

import Stemmer

from ino_assistant import data

_STEMMER = Stemmer.Stemmer("english")


@cache
def irregular() -> dict[str, str]:
    """Irregular form -> its base."""
    entries = data.load("roles")["irregular"]["forms"].split(";")
    pairs = (entry.split(":") for entry in entries)
    return {form: base.strip() for base, forms in pairs for form in forms.split()}


@cache
def broader() -> dict[str, frozenset[str]]:
    """General concept -> those that it may stand for."""
    return {k: frozenset(v) for k, v in data.load("roles")["broader"].items()}


@cache
def composed() -> dict[str, frozenset[str]]:
    """Endpoint -> the endpoints that it is together."""
    return {k: frozenset(v) for k, v in data.load("roles")["composed"].items()}


@cache
def implied_groups() -> dict[str, frozenset[str]]:
    """Group of patients -> what can be said of it only."""
    return {k: frozenset(v) for k, v in data.load("roles")["implied_groups"].items()}


@cache
def by_time() -> dict[str, tuple[str, ...]]:
    """Group of patients -> the times that say the same, as `after transplant`."""
    return {k: tuple(v) for k, v in data.load("roles")["by_time"].items()}


@cache
def by_analysis() -> dict[str, tuple[frozenset[str], ...]]:
    """Population of a trial -> stems that stand together where it is told without its name."""
    return {
        k: tuple(frozenset(stem(w) for w in told.split()) for told in v)
        for k, v in data.load("roles")["by_analysis"].items()
    }


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of a word in small letters; short words and codes stay as they are."""
    plain = word.lower()
    if plain.endswith("'s"):
        plain = plain[:-2]
    plain = irregular().get(plain, plain)
    if plain[1:2] == "-":
        # T-cells are T-cell.
        return plain[:2] + stem(plain[2:])
    if plain.endswith("itis"):
        return plain  # Hepatitis is not hepatic.
    return plain if len(plain) < 4 or not plain.isalpha() else str(_STEMMER.stemWord(plain))


@cache
def words(table: str, name: str = "words") -> frozenset[str]:
    """A list of `roles.toml` as a set of small letters."""
    value = data.load("roles")[table][name]
    return frozenset(w.lower() for w in (value.split() if isinstance(value, str) else value))


@cache
def contrasts() -> tuple[frozenset[str], ...]:
    """Groups of patients that exclude each other."""
    return tuple(frozenset(g) for g in data.load("roles")["contrasts"]["groups"])


@cache
def severities() -> frozenset[str]:
    """Concepts that grade how bad a reaction is."""
    return frozenset(data.load("roles")["contrasts"]["severity"])


@cache
def stems(table: str, name: str = "words") -> frozenset[str]:
    """The stems of a list of `roles.toml`."""
    return frozenset(stem(w) for w in words(table, name))
