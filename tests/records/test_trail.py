"""The trail: what is written is there, chained, and neither changed nor deleted unnoticed."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from ino_assistant.records import SYSTEM, Actor, ForbiddenError, RecordsError, Store, require
from ino_assistant.records.audit import ORIGIN, entries, row_digest
from ino_assistant.records.canonical import digest
from ino_assistant.records.database import WRITING
from ino_assistant.records.review_tables import ReviewVersion
from ino_assistant.records.tables import Base
from ino_assistant.records.verify import Report, verify_trail
from records.stores import SetClock

ANN = Actor("u1", "Ann Example", "medical_information")


def write(store: Store, count: int = 1) -> None:
    for number in range(count):
        with store.writing(ANN) as work:
            work.audit(
                "thing.done", ("thing", str(number)), old=None, new={"n": number}, reason="why"
            )


def tamper(store: Store, *statements: str) -> None:
    """Change the database as somebody could who may do everything in it."""
    with store.engine.connect() as plain:
        connection = plain.execution_options(**{WRITING: True})
        if store.file is None:
            connection.execute(text("SET session_replication_role = replica"))
        else:
            connection.commit()
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.rollback()
            names = connection.execute(text("SELECT name FROM sqlite_master WHERE type='trigger'"))
            for (name,) in names.all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        for statement in statements:
            connection.exec_driver_sql(statement)
        connection.commit()
        connection.invalidate()


def found(report: Report) -> list[tuple[str, int]]:
    return [(problem.kind, problem.seq) for problem in report.problems]


def test_entries_are_chained_from_the_first(store: Store) -> None:
    write(store, 3)
    with store.reading() as session:
        read = entries(session)
    assert [entry.seq for entry in read] == [1, 2, 3, 4]
    assert read[0].action == "records.created"
    assert read[0].previous == ORIGIN
    assert [entry.previous for entry in read[1:]] == [entry.hash for entry in read[:-1]]
    assert read[1].as_dict()["user"] == {
        "id": "u1",
        "name": "Ann Example",
        "role": "medical_information",
    }
    assert verify_trail(store).whole
    assert store.anchor.read() is not None


def test_entries_can_be_picked(store: Store) -> None:
    write(store, 3)
    with store.reading() as session:
        assert [e.seq for e in entries(session, record=("thing", "1"))] == [3]
        assert [e.seq for e in entries(session, action="thing.")] == [2, 3, 4]
        assert [e.seq for e in entries(session, action="thing.done", after=3)] == [4]
        assert [e.seq for e in entries(session, actor="system")] == [1]
        assert len(entries(session, limit=2)) == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET reason = 'other'",
        "DELETE FROM audit",
        "UPDATE review_version SET state = 'approved'",
        "DELETE FROM signature",
    ],
)
def test_the_database_itself_refuses_changes(store: Store, statement: str) -> None:
    write(store)
    table = "audit" if "audit" in statement else "other"
    with store.engine.connect() as plain:
        connection = plain.execution_options(**{WRITING: True})
        if table != "audit":
            # A rule on rows needs a row; on an empty table there is nothing to refuse.
            count = connection.execute(text(statement)).rowcount
            assert count == 0
            return
        with pytest.raises(DBAPIError, match="append-only"):
            connection.execute(text(statement))


def test_every_table_of_records_is_append_only(store: Store) -> None:
    wanted = {m.class_.__tablename__ for m in Base.registry.mappers if "audit_seq" in m.columns}
    wanted.add("audit")
    if store.file is None:
        query = "SELECT event_object_table, trigger_name FROM information_schema.triggers"
        truncate = "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
    else:
        query = "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'"
        truncate = "SELECT tbl_name FROM sqlite_master WHERE name LIKE '%_no_replace'"
    with store.reading() as session:
        guarded = {row[0] for row in session.execute(text(query))}
        also = {row[0] for row in session.execute(text(truncate))}
    assert wanted <= guarded
    assert wanted <= also


def test_replacing_and_emptying_are_refused_too(store: Store) -> None:
    write(store)
    with store.engine.connect() as plain:
        connection = plain.execution_options(**{WRITING: True})
        if store.file is None:
            statement = "TRUNCATE audit CASCADE"
        else:
            statement = "INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE seq = 1"
        with pytest.raises(DBAPIError, match=r"append-only|UNIQUE"):
            connection.execute(text(statement))


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        (["UPDATE audit SET reason = 'other' WHERE seq = 4"], [("altered", 4)]),
        (["UPDATE audit SET new = '{\"n\":7}' WHERE seq = 2"], [("altered", 2)]),
        (["UPDATE audit SET at = '2020-01-01T00:00:00.000000Z' WHERE seq = 2"], [("altered", 2)]),
        (["UPDATE audit SET rows = 'x' WHERE seq = 3"], [("altered", 3)]),
        (["DELETE FROM audit WHERE seq = 3"], [("missing", 3)]),
        (["DELETE FROM audit WHERE seq IN (3, 4)"], [("missing", 3)]),
        (["DELETE FROM audit WHERE seq >= 5"], [("missing", 5)]),
        (["DELETE FROM audit WHERE seq = 1"], [("missing", 1), ("anchor", 1)]),
    ],
)
def test_what_was_tampered_with_is_named(
    store: Store, statements: list[str], expected: list[tuple[str, int]]
) -> None:
    write(store, 5)
    tamper(store, *statements)
    assert found(verify_trail(store)) == expected


def test_entries_in_another_order_are_named(store: Store) -> None:
    write(store, 5)
    tamper(
        store,
        "UPDATE audit SET seq = 99 WHERE seq = 3",
        "UPDATE audit SET seq = 3 WHERE seq = 4",
        "UPDATE audit SET seq = 4 WHERE seq = 99",
    )
    report = verify_trail(store)
    kinds = set(found(report))
    assert {("altered", 3), ("altered", 4), ("reordered", 3), ("reordered", 4)} <= kinds


def test_an_entry_rewritten_with_its_hash_is_named(store: Store) -> None:
    write(store, 4)
    rewritten = _rehashed(store, 3, "other reason")
    tamper(store, f"UPDATE audit SET reason = 'other reason', hash = '{rewritten}' WHERE seq = 3")
    assert ("altered", 3) in found(verify_trail(store))


def test_a_last_entry_rewritten_with_its_hash_is_found_by_the_anchor(store: Store) -> None:
    write(store, 2)
    rewritten = _rehashed(store, 3, "other reason")
    tamper(store, f"UPDATE audit SET reason = 'other reason', hash = '{rewritten}' WHERE seq = 3")
    assert found(verify_trail(store)) == [("anchor", 3)]
    assert store.has_gap()


def _rehashed(store: Store, seq: int, reason: str) -> str:
    from ino_assistant.records.audit import hash_of
    from ino_assistant.records.tables import Audit

    with store.reading() as session:
        row = session.get_one(Audit, seq)
        session.expunge(row)
    row.reason = reason
    return hash_of(row)


def test_a_change_leaves_an_entry_or_is_not_done(store: Store) -> None:
    with pytest.raises(RuntimeError, match="without an entry"), store.writing(ANN):
        pass
    with pytest.raises(ValueError, match="stop"), store.writing(ANN) as work:
        work.audit("thing.done", ("thing", "1"))
        raise ValueError("stop")
    assert verify_trail(store).entries == 1


def test_a_clock_that_steps_back_is_noted_and_changes_no_order(
    store: Store, clock: SetClock
) -> None:
    write(store)
    clock.forward(hours=-2)
    write(store)
    clock.forward(hours=3)
    write(store)
    with store.reading() as session:
        read = entries(session)
    assert [entry.seq for entry in read] == [1, 2, 3, 4]
    assert "stepped back by 71999" in read[2].clock
    assert read[1].clock == read[3].clock == ""
    report = verify_trail(store)
    assert report.whole
    assert len(report.notes) == 1


def test_the_present_never_goes_back(store: Store, clock: SetClock) -> None:
    write(store)
    before = store.latest_moment()
    clock.forward(days=-400)
    assert store.latest_moment() >= before.replace(microsecond=0)
    clock.forward(days=800)
    assert store.latest_moment() > before


def test_a_refused_access_stands_in_the_trail(store: Store) -> None:
    require(store, ANN, "review")
    with pytest.raises(ForbiddenError, match="Ann Example has no right to this"):
        require(store, ANN, "see_safety", ("safety_report", "r1"))
    with store.reading() as session:
        last = entries(session)[-1]
    assert (last.action, last.record_kind, last.new) == (
        "access.refused",
        "safety_report",
        {"right": "see_safety"},
    )


def test_every_kind_of_text_can_be_kept(store: Store) -> None:
    odd = "nul \0, half \ud800, 日本語, \u202e, ' \" \\"
    with store.writing(ANN) as work:
        work.audit("thing.done", ("thing", "1"), new={"text": odd})
    with store.reading() as session:
        assert entries(session)[-1].new == {"text": odd}
    assert verify_trail(store).whole


def test_an_anchor_that_was_taken_away_is_missed(store: Store) -> None:
    write(store, 3)
    store.anchor.path.unlink()
    assert found(verify_trail(store)) == [("anchor", 4)]
    write(store)
    assert found(verify_trail(store)) == [("anchor", 5)]


def test_an_anchor_that_is_damaged_is_told(store: Store) -> None:
    write(store)
    store.anchor.path.write_text("{")
    assert found(verify_trail(store)) == [("anchor", 2)]
    assert store.has_gap()


def test_an_anchor_of_another_trail_is_told(store: Store) -> None:
    kept = store.anchor.path.read_text()
    store.anchor.path.write_text(kept.replace('"origin": "', '"origin": "x'))
    assert found(verify_trail(store)) == [("anchor", 1)]


def test_an_anchor_that_can_not_be_written_stops_nothing(store: Store, tmp_path: Path) -> None:
    write(store)
    new = store.anchor.path.with_name(store.anchor.path.name + ".new")
    new.mkdir()
    write(store, 2)
    report = verify_trail(store)
    assert report.whole
    assert any("anchor is at entry 2" in note for note in report.notes)
    new.rmdir()
    write(store)
    assert verify_trail(store).notes == ()


def test_what_was_done_is_anchored_at_the_next_start(
    store: Store, url: str, clock: SetClock
) -> None:
    new = store.anchor.path.with_name(store.anchor.path.name + ".new")
    new.mkdir()
    write(store, 2)
    new.rmdir()
    again = Store(url, store.anchor.path, clock).open()
    assert verify_trail(again).notes == ()
    again.close()


def test_only_one_of_many_threads_writes_at_a_time(store: Store) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def one(number: int) -> None:
        with store.writing(SYSTEM) as work:
            work.audit("thing.done", ("thing", str(number)))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(40)))
    report = verify_trail(store)
    assert report.whole
    assert report.entries == 41


@pytest.mark.parametrize(
    ("wrong", "said"),
    [("nonsense", "no database URL"), ("mysql://x/y", "'mysql' is not"), ("sqlite://", "is not")],
)
def test_an_unusable_url_is_told(wrong: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(RecordsError, match=said):
        Store(wrong, tmp_path / "anchor.json")


def test_a_row_that_is_missing_altered_or_added_by_hand_is_named(store: Store) -> None:
    from ino_assistant.records.review_tables import Comment

    for number in range(3):
        with store.writing(ANN) as work:
            row = Comment(
                id=f"c{number}",
                review_id="r1",
                at=work.now,
                actor_id=ANN.id,
                actor_name=ANN.name,
                text="as written",
            )
            work.audit("review.commented", ("review", "r1"), rows=[row])
    assert verify_trail(store).whole
    columns = "review_id, at, actor_id, actor_name, text, audit_seq"
    tamper(
        store,
        "UPDATE comment SET text = 'other' WHERE id = 'c0'",
        "DELETE FROM comment WHERE id = 'c1'",
        f"INSERT INTO comment (id, {columns}) SELECT 'c9', {columns} FROM comment WHERE id = 'c2'",
    )
    texts = [problem.text for problem in verify_trail(store).problems]
    assert texts == [
        'comment ["c0"] was altered: it is not as entry 2 tells',
        'comment ["c1"] is missing: entry 3 tells of it',
        'comment ["c9"]: no entry tells of it: it was added by hand',
    ]
    report = verify_trail(store).as_dict()
    assert not report["whole"]
    assert [p["entry"] for p in report["problems"]] == [2, 3, 4]


def test_a_long_trail_is_read_in_batches(store: Store) -> None:
    from ino_assistant.records.audit import all_entries

    write(store, 7)
    with store.reading() as session:
        assert [row.seq for row in all_entries(session, batch=3)] == list(range(1, 9))
        assert [row.seq for row in all_entries(session, batch=4)] == list(range(1, 9))


def test_a_change_of_what_governs_review_is_recorded_once(tmp_path: Path) -> None:
    from ino_assistant.records import open_store
    from ino_assistant.settings import Settings

    for rule in (True, True, False, False):
        open_store(Settings(data_dir=tmp_path, two_person_rule=rule)).close()
    opened = open_store(Settings(data_dir=tmp_path, two_person_rule=False))
    with opened.reading() as session:
        changes = entries(session, action="setting.changed")
    assert [c.new["two_person_rule"] for c in changes] == [True, False]
    assert [c.old and c.old["two_person_rule"] for c in changes] == [None, True]
    assert "database_url" not in changes[0].new
    opened.close()


def test_every_setting_stands_in_the_trail_but_secrets_and_places() -> None:
    from pydantic import SecretStr

    from ino_assistant.records.governing import LEFT_OUT, told_of
    from ino_assistant.settings import Settings

    settings = Settings(
        database_url="postgresql://ino:hidden@host/db",
        llm_api_key=SecretStr("hidden"),
        oidc_client_secret=SecretStr("hidden"),
        llm_base_url="http://me:hidden@127.0.0.1:9/v1",
        oidc_issuer="https://hidden@login.example.com",
        low_margin=0.25,
    )
    told = told_of(settings)
    assert "hidden" not in str(told)
    assert told["llm_base_url"] == "http://…@127.0.0.1:9/v1"
    assert told["low_margin"] == "0.25"
    secret = {n for n, f in Settings.model_fields.items() if "Secret" in str(f.annotation)}
    assert set(told) == set(Settings.model_fields) - LEFT_OUT - secret
    # Whoever leaves a further one out has to say so here.
    assert set(LEFT_OUT) == {
        "data_dir",
        "database_url",
        "eval_dir",
        "host",
        "llm_api_key",
        "oidc_client_secret",
        "port",
    }


def test_a_column_that_is_added_later_changes_no_hash_of_earlier_rows() -> None:
    row = ReviewVersion(review_id="r1", version=1, question="What?", supersedes=None)
    earlier = {c.key for c in inspect(ReviewVersion).columns if not c.info.get("later")}
    assert {"label_version", "outside_on"}.isdisjoint(earlier)
    assert row_digest(row) == digest({c: getattr(row, c) for c in earlier})
    row.label_version = "3/2026"
    assert row_digest(row) != digest({c: getattr(row, c) for c in earlier})
