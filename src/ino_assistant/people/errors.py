"""What can go wrong with people and their keys, each told in one line."""

from __future__ import annotations

from ino_assistant.errors import AssistantError
from ino_assistant.records.errors import NotFoundError, RejectedError


class SignInError(AssistantError):
    """Somebody is not who they say, or it can't be told."""


class ThrottledError(SignInError):
    """Signing in failed too often; it is not even tried for some time.

    Attributes:
        retry_after: seconds to wait.
    """

    def __init__(self, retry_after: int) -> None:
        minutes = -(-retry_after // 60)
        unit = "minute" if minutes == 1 else "minutes"
        super().__init__(f"signing in failed too often: try again in {minutes} {unit}")
        self.retry_after = retry_after


class ProviderError(AssistantError):
    """The provider of single sign-on can't be reached, or says what can't be."""


class UnfitError(RejectedError):
    """A name, role, password or the like that can't be taken."""


class UnknownError(NotFoundError):
    """There is no such account or key."""
