"""`people`: accounts, made and changed at the terminal; the first administrator is made here."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ino_assistant.cli.output import note, write
from ino_assistant.cli.parser import describe
from ino_assistant.cli.terminal import operator

if TYPE_CHECKING:
    from ino_assistant.cli.parser import Commands, Parser
    from ino_assistant.people import People
    from ino_assistant.people.users import User

_ROLES = ("field_medical", "sales", "medical_information", "safety", "administrator")
_HELP = "look after the accounts of people who sign in with a password"
_EPILOG = """\
examples:
  ino-assistant people add ada --name "Ada Example" --role administrator
  ino-assistant people role ann safety --reason "moved to drug safety"

An account begins with a temporary password, printed this once, which is good for 72
hours and for choosing another. Whatever is done stands in the audit trail."""
_ADD_HELP = "make an account, and print its temporary password"
_ROLE_HELP = "give somebody other roles; the strictest decides what is shown"
_DISABLE_HELP = "let somebody sign in no more, and sign them out"
_ENABLE_HELP = "let somebody sign in again"
_RESET_HELP = "print a new temporary password, and sign somebody out"
_LIST_HELP = "list the accounts"


def add_to(commands: Commands) -> None:
    """Describe the commands to the parser."""
    parser = describe(commands, "people", _HELP, _EPILOG)
    group = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    adding = _about_one(group, "add", _ADD_HELP)
    adding.add_argument("--name", required=True, metavar="NAME", help="as printed by signatures")
    adding.add_argument(
        "--role",
        action="append",
        choices=_ROLES,
        default=[],
        metavar="ROLE",
        help=f"one of {', '.join(_ROLES)}; several times for several; default: sales",
    )
    adding.add_argument("--reason", default="", metavar="TEXT", help="for the trail")
    adding.set_defaults(run=add)
    giving = _about_one(group, "role", _ROLE_HELP, reason=True)
    giving.add_argument("roles", metavar="ROLE", nargs="+", choices=_ROLES, help="all of them")
    giving.set_defaults(run=role)
    _about_one(group, "disable", _DISABLE_HELP, reason=True).set_defaults(run=disable)
    _about_one(group, "enable", _ENABLE_HELP, reason=True).set_defaults(run=enable)
    _about_one(group, "reset", _RESET_HELP, reason=True).set_defaults(run=reset)
    describe(group, "list", _LIST_HELP).set_defaults(run=list_all)


def add(arguments: Namespace) -> int:
    """Make an account."""
    with _people() as people:
        whose, password = people.accounts.add(
            operator(), arguments.login, arguments.name, arguments.role, arguments.reason
        )
    note(f"{whose.login}: temporary password, good for 72 hours and shown this once:")
    write(f"{password}\n")
    return 0


def role(arguments: Namespace) -> int:
    """Give somebody other roles."""
    with _people() as people:
        whose = _user(people, arguments.login)
        changed = people.accounts.change(
            operator(), whose.id, whose.version, roles=arguments.roles, reason=arguments.reason
        )
    write(f"{_line(changed)}\n")
    return 0


def disable(arguments: Namespace) -> int:
    """Let somebody sign in no more."""
    return _set_active(arguments, active=False)


def enable(arguments: Namespace) -> int:
    """Let somebody sign in again."""
    return _set_active(arguments, active=True)


def reset(arguments: Namespace) -> int:
    """Print a new temporary password."""
    with _people() as people:
        whose = _user(people, arguments.login)
        password = people.accounts.reset(operator(), whose.id, arguments.reason)
    note(f"{whose.login}: temporary password, good for 72 hours and shown this once:")
    write(f"{password}\n")
    return 0


def list_all(arguments: Namespace) -> int:
    """List the accounts."""
    with _people() as people:
        for whose in people.accounts.users(operator()):
            write(f"{_line(whose)}\n")
    return 0


def _set_active(arguments: Namespace, *, active: bool) -> int:
    with _people() as people:
        whose = _user(people, arguments.login)
        changed = people.accounts.change(
            operator(), whose.id, whose.version, active=active, reason=arguments.reason
        )
    write(f"{_line(changed)}\n")
    return 0


def _about_one(group: Commands, name: str, summary: str, *, reason: bool = False) -> Parser:
    parser = describe(group, name, summary)
    parser.add_argument("login", metavar="LOGIN", help="what is typed to sign in")
    if reason:
        parser.add_argument("--reason", required=True, metavar="TEXT", help="for the trail")
    return parser


@contextmanager
def _people() -> Iterator[People]:
    from ino_assistant.people import open_people
    from ino_assistant.records import open_store
    from ino_assistant.settings import load_settings

    settings = load_settings()
    store = open_store(settings)
    try:
        yield open_people(store, settings)
    finally:
        store.close()


def _user(people: People, login: str) -> User:
    """The account of a login.

    Raises:
        UnknownError: there is none.
    """
    from ino_assistant.people import UnknownError

    wanted = login.strip().casefold()
    # Those of a provider have no login: they are named by their id.
    for whose in people.accounts.users(operator()):
        if wanted in (whose.login, whose.id) and wanted:
            return whose
    raise UnknownError(f"there is no account {login!r}: `ino-assistant people list` tells of all")


def _line(whose: User) -> str:
    roles = ", ".join([whose.role, *sorted(whose.more)])
    state = "" if whose.active else "\tmay not sign in"
    login = whose.login or f"{whose.id} (at {whose.issuer})"
    return f"{login}\t{whose.name}\t{roles}{state}"
