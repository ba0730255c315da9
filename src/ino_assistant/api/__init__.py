"""The HTTP interface of everything that the office does; rules stand below it, none in it."""

from ino_assistant.api.app import make_api
from ino_assistant.api.who import Doors

__all__ = ["Doors", "make_api"]
