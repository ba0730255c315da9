"""Faults in the middle of reviewing: done whole or not at all, and the trail verifies."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import ino_assistant
from ino_assistant.records import ConflictError, RecordsError, Store
from ino_assistant.records.backup import acknowledge, back_up, restore
from ino_assistant.records.verify import verify_trail
from ino_assistant.review.upkeep import keep_up
from records.postgres import Server
from records.stores import SetClock
from records.test_backup import copy_aside, put_back_an_older_copy, server
from records.test_faults import full, gone, locked
from review.office import ADA, ANN, BEN, QUESTION, SECRET, Office, edit

__all__ = ["server"]

pytestmark = pytest.mark.both_databases

TESTS = Path(__file__).resolve().parents[1]


@pytest.mark.slow
def test_killed_at_any_moment_an_approval_is_done_whole_or_not_at_all(
    url: str, tmp_path: Path
) -> None:
    # The moments are the program's own and the same on both: a server gets every third. After
    # a statement and before the next the database has seen the same: every second is enough.
    stride = 2 if url.startswith("sqlite") else 3
    paths = [str(TESTS), str(Path(ino_assistant.__file__).parents[1])]
    run = subprocess.run(
        [
            sys.executable,
            str(TESTS / "review" / "killing.py"),
            url,
            str(tmp_path / "anchor.json"),
            str(stride),
        ],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True,
        text=True,
        check=False,
        timeout=500,
    )
    assert run.returncode == 0, run.stderr
    left = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(left) > 30 // stride, "too few moments: is anything counted?"
    assert left[-1]["alive"]
    for one in left:
        assert one["whole"], one
        assert not one["gap"], one
        if one["state"] == "approved":
            assert (one["version"], one["signatures"]) == (4, [True]), one
            # What it replaces went with it, and what was attached to that came over.
            assert (one["first"], one["served"]) == ("superseded", ["second", "second"]), one
        else:
            assert (one["first"], one["served"]) == ("approved", ["first", "first"]), one
            assert (one["state"], one["version"], one["signatures"]) == ("claimed", 3, []), one
            assert not one["acknowledged"], one
    states = [one["state"] for one in left]
    # Some died before it was done, some after; none in between.
    assert states == sorted(states, reverse=True)
    assert "claimed" in states
    assert "approved" in states[:-1]


def test_of_two_approvals_at_once_one_is_done(office: Office, url: str, tmp_path: Path) -> None:
    review = office.claimed(by=ANN)
    other = Store(url, office.store.anchor.path, office.store.clock).open()
    desks = [office.desk, Office(other).desk]
    ready = threading.Barrier(2)
    results: list[object] = [None, None]

    def approve(number: int) -> None:
        ready.wait()
        try:
            results[number] = desks[number].approve(ANN, review, 2, SECRET, "fine")
        except RecordsError as error:
            results[number] = error

    threads = [threading.Thread(target=approve, args=(n,)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert sorted(type(r).__name__ for r in results) == ["ConflictError", "int"]
    [conflict] = [r for r in results if isinstance(r, ConflictError)]
    assert "nothing of yours was recorded" in str(conflict)
    assert office.now(review).version == 3
    assert verify_trail(office.store).whole


def test_of_two_edits_at_once_one_is_kept(office: Office) -> None:
    review = office.claimed(by=ANN)
    text = office.now(review).content["text"]
    office.desk.edit(ANN, review, 2, edit(f"{text}\n\nFirst."))
    with pytest.raises(ConflictError, match="Ann Example was first: edit"):
        office.desk.edit(ANN, review, 2, edit(f"{text}\n\nSecond."))
    assert office.now(review).content["text"].endswith("First.")


def test_an_approval_in_a_full_database_is_not_done(office: Office) -> None:
    review = office.claimed()
    text = office.now(review).content["text"]
    long = "\n\n".join(f"Please see the document{'.' * n}" for n in range(400))
    with full(office.store), pytest.raises(RecordsError, match="full"):
        for version in range(2, 60):
            office.desk.edit(ANN, review, version, edit(f"{text}\n\n{long}"))
    assert verify_trail(office.store).whole
    row = office.now(review)
    assert row.state == "claimed"
    office.desk.edit(ANN, review, row.version, edit(text))
    office.desk.assign(ANN, review, row.version + 1, BEN)
    office.desk.approve(BEN, review, row.version + 2, SECRET, "fine")
    assert office.served() == review
    assert verify_trail(office.store).whole


def test_an_approval_in_a_locked_database_is_not_done(
    url: str, tmp_path: Path, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ino_assistant.records import database

    monkeypatch.setattr(database, "WAIT_S", 0.2)
    store = Store(url, tmp_path / "anchor.json", clock).open()
    office = Office(store)
    review = office.claimed()
    with locked(store, url), pytest.raises(RecordsError, match="locked"):
        office.desk.approve(ANN, review, 2, SECRET, "fine")
    assert office.now(review).state == "claimed"
    office.desk.approve(ANN, review, 2, SECRET, "fine")
    assert verify_trail(store).whole
    store.close()


def test_while_the_database_is_gone_nothing_is_approved_and_nothing_lost(
    office: Office, request: pytest.FixtureRequest
) -> None:
    served = office.approved_review()
    review = office.claimed("Is KARDENTO new?")
    with gone(office.store, request):
        with pytest.raises(RecordsError, match="can't be reached"):
            office.desk.approve(ANN, review, 2, SECRET, "fine")
        with pytest.raises(RecordsError, match="can't be reached"):
            office.served()
        with pytest.raises(RecordsError, match="can't be reached"):
            office.queued("Anything?")
    assert office.served() == served
    office.desk.approve(ANN, review, 2, SECRET, "fine")
    assert verify_trail(office.store).whole


def test_a_backup_restored_while_serving_brings_back_no_withdrawn_answer(
    office: Office, tmp_path: Path
) -> None:
    if office.store.file is None:
        pytest.skip("the server has its own tools: see the next test")
    withdrawn = office.approved_review()
    kept = office.claimed("Is KARDENTO new?")
    office.desk.approve(ANN, kept, 2, SECRET, "fine")
    back_up(office.store, ADA, tmp_path / "backup.sqlite3")
    office.desk.withdraw(BEN, withdrawn, 3, SECRET, "wrong after all")
    later = office.claimed("Is KARDENTO old?")
    office.desk.approve(BEN, office_claim(office, later), 3, SECRET, "fine")
    assert not restore(office.store, ADA, tmp_path / "backup.sqlite3", "a drill")
    assert office.served() is None
    assert office.now(withdrawn).state == "withdrawn"
    assert office.served("Is KARDENTO new?") == kept
    assert office.served("Is KARDENTO old?") == later
    assert verify_trail(office.store).whole
    assert keep_up(office.store, office.corpus, office.settings).invalidated == ()


def office_claim(office: Office, review: str) -> str:
    office.desk.assign(ANN, review, 2, BEN)
    return review


def test_an_older_copy_put_back_by_hand_serves_nothing_until_it_is_approved_again(
    office: Office, url: str, tmp_path: Path, server: Server | None
) -> None:
    withdrawn = office.approved_review()
    assert office.served() == withdrawn
    copy_aside(office.store, url, tmp_path, server)
    office.desk.withdraw(BEN, withdrawn, 3, SECRET, "wrong after all")
    assert office.served() is None
    put_back_an_older_copy(office.store, url, tmp_path, server)
    # The copy says approved: the anchor knows that something is missing.
    assert office.now(withdrawn).state == "approved"
    assert office.served() is None
    other = office.queued("Is KARDENTO new?")
    assert office.now(other).state == "to_review"
    acknowledge(office.store, ADA, "restored last night's copy")
    assert keep_up(office.store, office.corpus, office.settings).invalidated == (withdrawn,)
    assert office.served() is None
    assert "a backup was restored" in office.now(withdrawn).reason
    office.desk.claim(ANN, withdrawn, 4)
    office.desk.approve(ANN, withdrawn, 5, SECRET, "looked at again")
    assert office.served(QUESTION) == withdrawn
    assert verify_trail(office.store).whole
