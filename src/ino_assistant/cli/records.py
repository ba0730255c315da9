"""`records`: backups of what was asked, answered and decided."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from ino_assistant.cli.export import add_records
from ino_assistant.cli.output import note, write
from ino_assistant.cli.parser import describe
from ino_assistant.cli.terminal import operator

if TYPE_CHECKING:
    from ino_assistant.cli.parser import Commands

_HELP = "back up the records, get them back, or export them"
_BACKUP_HELP = "copy the records to a file, while they are in use"
_RESTORE_HELP = "put a backup in the place of the records, while they are in use"
_RESTORE_EPILOG = """\
What the records have beyond the backup is kept where their trail goes on from the
backup's; the file that is replaced stays beside them.

exit status: 1 if entries that the anchor knows of are lost, else 0. Answers approved
before a restore that lost something have to be approved again.

PostgreSQL: use pg_dump and pg_restore, then `ino-assistant audit restored`."""


def add_to(commands: Commands) -> None:
    """Describe the commands to the parser."""
    parser = describe(commands, "records", _HELP)
    group = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    backup = describe(group, "backup", _BACKUP_HELP)
    backup.add_argument("file", metavar="FILE", type=Path, help="a file that is not there yet")
    backup.set_defaults(run=back_up)
    restore_parser = describe(group, "restore", _RESTORE_HELP, _RESTORE_EPILOG)
    restore_parser.add_argument("file", metavar="FILE", type=Path, help="a backup")
    restore_parser.add_argument("--reason", required=True, metavar="TEXT", help="for the trail")
    restore_parser.set_defaults(run=restore)
    add_records(group)


def back_up(arguments: Namespace) -> int:
    """Make a backup."""
    from ino_assistant.records import open_store
    from ino_assistant.records.backup import back_up
    from ino_assistant.settings import load_settings

    store = open_store(load_settings())
    back_up(store, operator(), arguments.file)
    store.close()
    note(f"written to {arguments.file}")
    return 0


def restore(arguments: Namespace) -> int:
    """Restore a backup; 1 if something is lost."""
    from ino_assistant.records.backup import restore
    from ino_assistant.records.store import store_of
    from ino_assistant.settings import load_settings

    store = store_of(load_settings())
    lost = restore(store, operator(), arguments.file, arguments.reason)
    store.close()
    if lost:
        write("restored; entries behind the backup are lost: `ino-assistant audit verify`\n")
        return 1
    write("restored; nothing is lost\n")
    return 0
