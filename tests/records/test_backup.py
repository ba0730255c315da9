"""Backups: made and restored while the records are in use; what came after is not lost."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ino_assistant.records import Actor, ForbiddenError, RecordsError, Store
from ino_assistant.records.audit import entries
from ino_assistant.records.backup import acknowledge, back_up, restore
from ino_assistant.records.verify import verify_trail
from records.postgres import Server, name_in
from records.stores import SetClock
from records.test_trail import ANN, tamper, write

ADA = Actor("u6", "Ada Example", "administrator")


@pytest.fixture
def sqlite(store: Store) -> Store:
    if store.file is None:
        pytest.skip("the server has its own tools")
    return store


def test_a_backup_is_a_copy_that_stands_alone(sqlite: Store, tmp_path: Path) -> None:
    write(sqlite, 3)
    target = tmp_path / "deep" / "backup.sqlite3"
    back_up(sqlite, ADA, target)
    copy = Store(f"sqlite:///{target}", tmp_path / "other-anchor.json")
    with copy.reading() as session:
        assert [e.seq for e in entries(session)] == [1, 2, 3, 4]
    copy.close()
    with sqlite.reading() as session:
        assert entries(session)[-1].action == "records.backed_up"
    with pytest.raises(RecordsError, match="is there already"):
        back_up(sqlite, ADA, target)
    with pytest.raises(RecordsError, match="can't be made"):
        back_up(sqlite, ADA, target / "below")
    with pytest.raises(ForbiddenError):
        back_up(sqlite, ANN, tmp_path / "no.sqlite3")


def test_what_came_after_a_backup_is_kept(sqlite: Store, tmp_path: Path) -> None:
    write(sqlite, 3)
    target = tmp_path / "backup.sqlite3"
    back_up(sqlite, ADA, target)
    write(sqlite, 4)
    assert not restore(sqlite, ADA, target, "a drill")
    report = verify_trail(sqlite)
    assert report.whole
    assert any("Ada Example restored: a drill" in note for note in report.notes)
    with sqlite.reading() as session:
        assert [e.action for e in entries(session)][-1] == "records.restored"
    assert report.entries == 10
    assert not sqlite.has_gap()
    write(sqlite)
    assert verify_trail(sqlite).whole
    assert sqlite.file is not None
    assert list(sqlite.file.parent.glob("*.replaced-*"))


def test_a_restore_mends_what_was_tampered_with(sqlite: Store, tmp_path: Path) -> None:
    write(sqlite, 4)
    target = tmp_path / "backup.sqlite3"
    back_up(sqlite, ADA, target)
    write(sqlite, 2)
    tamper(sqlite, "DELETE FROM audit WHERE seq = 2", "UPDATE audit SET reason = '' WHERE seq = 3")
    assert not verify_trail(sqlite).whole
    assert not restore(sqlite, ADA, target, "tampered with")
    assert verify_trail(sqlite).whole


def test_a_damaged_database_is_restored_and_what_is_lost_is_owned_up_to(
    sqlite: Store, tmp_path: Path
) -> None:
    write(sqlite, 3)
    target = tmp_path / "backup.sqlite3"
    back_up(sqlite, ADA, target)
    write(sqlite, 2)
    assert sqlite.file is not None
    sqlite.close()
    sqlite.file.write_bytes(b"rubbish" * 4000)
    assert restore(sqlite, ADA, target, "the disk failed")
    report = verify_trail(sqlite)
    assert report.whole, report.problems
    assert any("the disk failed" in note for note in report.notes)
    write(sqlite)
    assert verify_trail(sqlite).whole


def test_lost_records_are_restored(sqlite: Store, tmp_path: Path) -> None:
    write(sqlite, 3)
    target = tmp_path / "backup.sqlite3"
    back_up(sqlite, ADA, target)
    assert sqlite.file is not None
    sqlite.close()
    for part in sqlite.file.parent.glob("records.sqlite3*"):
        part.unlink()
    assert restore(sqlite, ADA, target, "gone")
    assert verify_trail(sqlite).whole


_KILLED = """
import os, signal, sys
from pathlib import Path
from ino_assistant.records import Actor, Store, backup

store = Store(sys.argv[1], Path(sys.argv[2]))
seen = 0

def here():
    global seen
    seen += 1
    if seen == int(sys.argv[4]):
        os.kill(os.getpid(), signal.SIGKILL)

def around(function):
    def called(*given, **more):
        here()
        return function(*given, **more)
    return called

for name in ("_sound", "_copy", "_forget_sessions", "_keep", "_add_what_came_after", "_put",
             "_own_up", "upgrade"):
    setattr(backup, name, around(getattr(backup, name)))
ada = Actor("u6", "Ada Example", "administrator")
backup.restore(store, ada, Path(sys.argv[3]), "a drill")
print("done")
"""


@pytest.mark.slow
def test_a_restore_that_is_killed_loses_nothing(
    sqlite: Store, tmp_path: Path, clock: SetClock
) -> None:
    target = tmp_path / "backup.sqlite3"
    write(sqlite, 2)
    back_up(sqlite, ADA, target)
    given = [str(sqlite.anchor.path), str(target)]
    moment, done = 0, False
    while not done:
        moment += 1
        write(sqlite)
        before = verify_trail(sqlite).entries
        sqlite.close()
        run = subprocess.run(
            [sys.executable, "-c", _KILLED, f"sqlite:///{sqlite.file}", *given, str(moment)],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        done = run.stdout == "done\n"
        assert done or run.returncode == -signal.SIGKILL, run.stderr
        sqlite.open()
        report = verify_trail(sqlite)
        assert report.whole, (moment, report.problems)
        assert report.entries >= before, moment
        assert not sqlite.has_gap(), moment
    assert moment > 8


def test_a_backup_that_is_none_changes_nothing(sqlite: Store, tmp_path: Path) -> None:
    write(sqlite, 2)
    bad = tmp_path / "bad.sqlite3"
    bad.write_bytes(b"no database")
    for source in (bad, tmp_path / "none.sqlite3"):
        with pytest.raises(RecordsError, match="no usable backup"):
            restore(sqlite, ADA, source, "try")
    with pytest.raises(RecordsError, match="reason"):
        restore(sqlite, ADA, bad, " ")
    with pytest.raises(ForbiddenError):
        restore(sqlite, ANN, bad, "try")
    report = verify_trail(sqlite)
    assert report.whole
    assert report.entries == 4


def test_a_backup_of_another_database_replaces_and_the_loss_is_told(
    sqlite: Store, tmp_path: Path
) -> None:
    write(sqlite, 2)
    other = Store(f"sqlite:///{tmp_path / 'other.sqlite3'}", tmp_path / "o.json").open()
    write(other, 3)
    other.close()
    assert restore(sqlite, ADA, tmp_path / "other.sqlite3", "moved here")
    report = verify_trail(sqlite)
    assert report.whole, report.problems
    assert report.entries == 5


def put_back_an_older_copy(store: Store, url: str, tmp_path: Path, server: Server | None) -> None:
    """What an operator does past the program: an older state takes the place of the records."""
    if store.file is not None:
        copy = tmp_path / "older.sqlite3"
        for suffix in ("-wal", "-shm"):
            store.file.with_name(store.file.name + suffix).unlink(missing_ok=True)
        copy.replace(store.file)
        return
    assert server is not None
    import psycopg

    name = name_in(url)
    with psycopg.connect(server.address("postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
        connection.execute(f"ALTER DATABASE older RENAME TO {name}")


def copy_aside(store: Store, url: str, tmp_path: Path, server: Server | None) -> None:
    if store.file is not None:
        back_up(store, ADA, tmp_path / "older.sqlite3")
        return
    assert server is not None
    import psycopg

    store.close()
    with psycopg.connect(server.address("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE older TEMPLATE {name_in(url)}")


@pytest.fixture
def server(store: Store, request: pytest.FixtureRequest) -> Server | None:
    if store.file is not None:
        return None
    found: Server = request.getfixturevalue("postgres_server")
    return found


def test_an_older_copy_put_back_by_hand_is_found_and_owned_up_to(
    store: Store, url: str, tmp_path: Path, server: Server | None
) -> None:
    write(store, 3)
    copy_aside(store, url, tmp_path, server)
    write(store, 4)
    with store.reading() as session:
        last = entries(session)[-1].seq
    put_back_an_older_copy(store, url, tmp_path, server)
    # The same store goes on, on the database as it is now.
    report = verify_trail(store)
    assert [p.kind for p in report.problems] == ["missing"]
    assert report.problems[0].text == f"entries 5 to {last} are missing at the end of the trail"
    assert store.has_gap()
    # What is asked meanwhile is recorded, and the anchor does not take the loss for the truth.
    write(store, 10)
    assert [p.kind for p in verify_trail(store).problems] == ["anchor"]
    with pytest.raises(RecordsError, match="reason"):
        acknowledge(store, ADA, "")
    with pytest.raises(ForbiddenError):
        acknowledge(store, ANN, "restored")
    acknowledge(store, ADA, "restored last night's copy")
    report = verify_trail(store)
    assert report.whole, report.problems
    assert any("last night's copy" in note for note in report.notes)
    assert not store.has_gap()
    with pytest.raises(RecordsError, match="nothing is missing"):
        acknowledge(store, ADA, "again")
    write(store)
    assert verify_trail(store).whole


def test_a_lost_anchor_is_owned_up_to(store: Store) -> None:
    write(store, 3)
    store.anchor.path.unlink()
    acknowledge(store, ADA, "new data folder")
    report = verify_trail(store)
    assert report.whole, report.problems
    store.anchor.path.write_text("rubbish")
    acknowledge(store, ADA, "damaged")
    assert verify_trail(store).whole


def test_a_server_has_its_own_tools(store: Store, tmp_path: Path) -> None:
    if store.file is not None:
        pytest.skip("SQLite has none")
    with pytest.raises(RecordsError, match="pg_dump"):
        back_up(store, ADA, tmp_path / "x")
    with pytest.raises(RecordsError, match="pg_dump"):
        restore(store, ADA, tmp_path / "x", "try")


def test_copies_are_whole_files(sqlite: Store, tmp_path: Path) -> None:
    write(sqlite, 50)
    back_up(sqlite, ADA, tmp_path / "b.sqlite3")
    shutil.copy(tmp_path / "b.sqlite3", tmp_path / "c.sqlite3")
    copy = Store(f"sqlite:///{tmp_path / 'c.sqlite3'}", tmp_path / "c.json").open()
    assert verify_trail(copy).entries == 51
    copy.close()
