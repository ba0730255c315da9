"""A program that is killed at one moment of an approval after the other; run by a test.

For every moment a child process approves a review and is killed there: before a statement goes
to the database, before and after the transaction is committed, while the anchor is written.
What each left behind is printed as a line of JSON.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import event

from ino_assistant.records import Store
from ino_assistant.records.anchor import Anchor
from ino_assistant.records.verify import verify_trail
from ino_assistant.review.view import view
from review.office import ANN, QUESTION, SECRET, Office, edit

VARIANT = "How often did recurrence happen with KARDENTO?"


def main(url: str, anchor: Path, stride: int) -> None:
    """Kill at every moment, or some of them, until an approval comes through alive."""
    moment = 1 - stride
    alive = False
    while not alive:
        moment += stride
        store = Store(url, anchor).open()
        office = Office(store).with_settings(two_person_rule=False)
        # It takes the place of another one, and takes over what was attached to that.
        first = office.approved_review(f"{QUESTION} Question {moment}")
        variant = f"{VARIANT} Question {moment}"
        office.variants.attach(ANN, first, variant, SECRET, "the same")
        review = office.desk.revise(ANN, first, 3, "context")
        office.desk.claim(ANN, review, 1)
        text = office.now(review).content["text"]
        version, _ = office.desk.edit(ANN, review, 2, edit(f"{text}\n\nPlease see the document."))
        store.close()
        acknowledged, alive = _approve(url, anchor, review, version, moment)
        store = Store(url, anchor).open()
        office = Office(store)
        shown = view(office.desk, ANN, review)
        report = verify_trail(store)
        left = {
            "moment": moment,
            "alive": alive,
            "acknowledged": acknowledged,
            "state": shown["state"],
            "version": shown["version"],
            "signatures": [s["holds"] for s in shown["signatures"]],
            "whole": report.whole,
            "problems": [p.text for p in report.problems],
            "notes": list(report.notes),
            "gap": store.has_gap(),
            "first": office.now(first).state,
            "served": [
                {review: "second", first: "first", None: None}[office.served(question)]
                for question in (f"{QUESTION} Question {moment}", variant)
            ],
        }
        # Every moment finds the same records: what is in force adds to what is read.
        for one in (first, review):
            row = office.now(one)
            if row.state == "approved":
                office.desk.withdraw(ANN, one, row.version, SECRET, "on to the next")
        store.close()
        sys.stdout.write(json.dumps(left) + "\n")
        sys.stdout.flush()


def _approve(url: str, anchor: Path, review: str, version: int, moment: int) -> tuple[bool, bool]:
    """Approve in a child that is killed at a moment: whether it said done, and lived."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        store = Store(url, anchor)
        office = Office(store).with_settings(two_person_rule=False)
        _arm(store, moment)
        office.desk.approve(ANN, review, version, SECRET, "fine")
        os.write(write, b"done")
        os._exit(0)
    os.close(write)
    said = os.read(read, 10)
    os.close(read)
    _, status = os.waitpid(child, 0)
    return said == b"done", os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0


def _arm(store: Store, moment: int) -> None:
    passed = 0

    def here(*seen: Any, **more: Any) -> None:
        nonlocal passed
        passed += 1
        if passed == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    def before(function: Callable[..., Any]) -> Callable[..., Any]:
        def called(*arguments: Any, **more: Any) -> Any:
            here()
            return function(*arguments, **more)

        return called

    event.listen(store.engine, "before_cursor_execute", here)
    event.listen(store.engine, "after_cursor_execute", here)
    event.listen(store.engine, "commit", here)
    Anchor.advance = before(Anchor.advance)  # type: ignore[method-assign]
    os.fsync = before(os.fsync)
    os.replace = before(os.replace)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
