"""`audit`: the chain of the audit trail, checked."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from ino_assistant.cli.output import fail, note, write, write_json
from ino_assistant.cli.parser import describe

if TYPE_CHECKING:
    from ino_assistant.cli.parser import Commands

_HELP = "check the audit trail"
_VERIFY_HELP = "whether any entry of the audit trail is altered, missing or out of order"
_VERIFY_EPILOG = """\
examples:
  ino-assistant audit verify
  ino-assistant audit verify --json > trail.json

Checked are the chain of hashes, the end of the trail against its anchor (a file apart
from the database), and every record against the entry that tells of it. Whoever could
change database and anchor together would go unnoticed: keep what is printed as head
somewhere else from time to time.

exit status: 1 if anything is wrong, each thing on a line that names the entry"""
_RESTORED_HELP = "own up to entries that are missing since a backup was restored"


def add_to(commands: Commands) -> None:
    """Describe the commands to the parser."""
    parser = describe(commands, "audit", _HELP)
    group = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    verify_parser = describe(group, "verify", _VERIFY_HELP, _VERIFY_EPILOG)
    verify_parser.add_argument("--json", action="store_true", help="as JSON")
    verify_parser.set_defaults(run=verify)
    restored_parser = describe(group, "restored", _RESTORED_HELP)
    restored_parser.add_argument("--reason", required=True, metavar="TEXT", help="for the trail")
    restored_parser.set_defaults(run=restored)


def verify(arguments: Namespace) -> int:
    """Check the trail; 1 if anything is wrong with it."""
    from ino_assistant.records.store import store_of
    from ino_assistant.records.verify import verify_trail
    from ino_assistant.settings import load_settings

    # Not opened: a check changes nothing, not even the anchor.
    store = store_of(load_settings())
    if store.file is not None and not store.file.exists() and not store.anchor.path.exists():
        write("0 entries: nothing was recorded yet\n")
        return 0
    report = verify_trail(store)
    store.close()
    if arguments.json:
        write_json(report.as_dict(), pretty=True)
    else:
        for line in report.notes:
            note(line)
        for problem in report.problems:
            write(f"{problem.text}\n")
        seq, value = report.head
        write(f"{report.entries} entries, head {seq} {value}\n")
    if not report.whole:
        count = len(report.problems)
        fail(f"the audit trail is broken: {count} finding{'s' if count > 1 else ''}")
        return 1
    return 0


def restored(arguments: Namespace) -> int:
    """Own up to a gap."""
    from ino_assistant.cli.terminal import operator
    from ino_assistant.records import open_store
    from ino_assistant.records.backup import acknowledge
    from ino_assistant.settings import load_settings

    store = open_store(load_settings())
    acknowledge(store, operator(), arguments.reason)
    store.close()
    return 0
