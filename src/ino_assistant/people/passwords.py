"""Passwords: argon2id, and which ones are taken."""

from __future__ import annotations

import secrets
import threading
import unicodedata
from base64 import b64encode
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import ARGON2_VERSION

from ino_assistant.people.errors import UnfitError

SHORTEST: Final = 12
LONGEST: Final = 256
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are taken for one another."""
_AT_ONCE: Final = 2
"""Each takes 64 MiB of memory for a moment; whoever sends many waits."""


class Passwords:
    """Hashes and checks passwords.

    Args:
        hasher: of argon2; its defaults are RFC 9106's for little memory.
    """

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._gate = threading.BoundedSemaphore(_AT_ONCE)
        self._nobodys = _nobodys(self._hasher)

    def hash(self, password: str) -> str:
        """The hash of a password, with its salt and parameters."""
        with self._gate:
            return self._hasher.hash(_plain(password))

    def fits(self, password: str, hashed: str | None) -> bool:
        """Whether a password is the one that was hashed.

        None takes as long as any other, so that nobody learns which accounts there are.
        """
        if len(password) > LONGEST:
            return False
        with self._gate:
            try:
                self._hasher.verify(hashed or self._nobodys, _plain(password))
            except (VerificationError, InvalidHashError):
                return False
        return hashed is not None

    def is_dated(self, hashed: str) -> bool:
        """Whether a hash was made with other parameters than those of today."""
        return self._hasher.check_needs_rehash(hashed)


def require_fit(password: str, login: str, name: str) -> None:
    """Let pass only passwords that are not easily guessed.

    Raises:
        UnfitError: what is wrong with it.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise UnfitError(f"a password has {SHORTEST} to {LONGEST} characters: a few words do well")
    folded = _plain(password).casefold()
    if len(set(folded)) < 5:
        raise UnfitError("this password is too easily guessed: it has too few different characters")
    parts = [login, *name.split()]
    if any(len(part) > 3 and part.casefold() in folded for part in parts):
        raise UnfitError("this password is too easily guessed: it holds your name")


def temporary_password() -> str:
    """A password that is good for signing in once, to choose another: `abcde-fghjk-…`."""
    groups = ["".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(4)]
    return "-".join(groups)


def _nobodys(hasher: PasswordHasher) -> str:
    """What no password has as its hash, and takes as long to check as one that somebody has.

    Written and not hashed: that would take its 64 MiB and a tenth of a second at every start.
    """
    lengths = (hasher.salt_len, hasher.hash_len)
    salt, digest = (b64encode(secrets.token_bytes(n)).decode().rstrip("=") for n in lengths)
    costs = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2{hasher.type.name.lower()}$v={ARGON2_VERSION}${costs}${salt}${digest}"


def _plain(password: str) -> str:
    """The same password however a keyboard composes its letters."""
    plain = unicodedata.normalize("NFKC", password)
    return plain.encode("utf-8", "replace").decode("utf-8")
