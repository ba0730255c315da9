"""What belongs to people, found before anything is answered: reports, and requests declined."""

from ino_assistant.routing.acknowledgement import Acknowledgement, Contacts, acknowledgement
from ino_assistant.routing.model import Criteria, Kind, Reason, Route, Routing
from ino_assistant.routing.router import Router

__all__ = [
    "Acknowledgement",
    "Contacts",
    "Criteria",
    "Kind",
    "Reason",
    "Route",
    "Router",
    "Routing",
    "acknowledgement",
]
