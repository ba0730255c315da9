"""People: accounts, signing in, sessions, single sign-on, and keys of programs.

Who somebody is and which roles they have is told here; what a role may do is told by
`records.actors`, and asked below every screen.
"""

from ino_assistant.people.errors import (
    ProviderError,
    SignInError,
    ThrottledError,
    UnfitError,
    UnknownError,
)
from ino_assistant.people.people import NewSession, People, SignedIn, open_people
from ino_assistant.people.users import NOBODY

__all__ = [
    "NOBODY",
    "NewSession",
    "People",
    "ProviderError",
    "SignInError",
    "SignedIn",
    "ThrottledError",
    "UnfitError",
    "UnknownError",
    "open_people",
]
