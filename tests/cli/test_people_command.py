"""`people` at the terminal: the first administrator, and whatever comes after."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ino_assistant.cli.main import main
from ino_assistant.people import People, SignInError
from ino_assistant.records import open_store
from ino_assistant.records.audit import entries
from ino_assistant.settings import Settings
from people.staff import QUICK

Run = Callable[..., tuple[int, str, str]]
WHY = ("--reason", "as agreed")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("INO_ASSISTANT_DATA_DIR", str(tmp_path))
    monkeypatch.setattr("ino_assistant.people.passwords.PasswordHasher", lambda: QUICK)

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(["people", *arguments])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


def signs_in(tmp_path: Path, login: str, password: str) -> bool:
    settings = Settings(data_dir=tmp_path, accounts=True, sign_in_attempts=100)
    store = open_store(settings)
    try:
        people = People(store, settings)
        people.require_ready()
        return people.sign_in(login, password, "").signed_in.must_change
    except SignInError:
        return False
    finally:
        store.close()


def test_the_first_administrator(run: Run, tmp_path: Path) -> None:
    status, password, said = run("add", "Ada", "--name", "Ada Example", "--role", "administrator")
    assert (status, password.count("\n")) == (0, 1)
    assert "ada: temporary password" in said
    assert signs_in(tmp_path, "ada", password.strip())
    store = open_store(Settings(data_dir=tmp_path))
    with store.reading() as session:
        (made,) = entries(session, action="user.created")
    store.close()
    assert made.actor_id.startswith("terminal:")


def test_accounts_are_changed_and_listed(run: Run, tmp_path: Path) -> None:
    run("add", "ada", "--name", "Ada Example", "--role", "administrator")
    _, first, _ = run("add", "ann", "--name", "Ann Example")
    assert run("role", "ann", "medical_information", "safety", *WHY)[:2] == (
        0,
        "ann\tAnn Example\tmedical_information, safety\n",
    )
    _, second, _ = run("reset", "ann", *WHY)
    assert not signs_in(tmp_path, "ann", first.strip())
    assert signs_in(tmp_path, "ann", second.strip())
    assert run("disable", "ann", *WHY)[1].endswith("\tmay not sign in\n")
    assert not signs_in(tmp_path, "ann", second.strip())
    assert run("enable", "ann", *WHY)[0] == 0
    assert run("list")[1] == (
        "ada\tAda Example\tadministrator\nann\tAnn Example\tmedical_information, safety\n"
    )


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["reset", "nobody", *WHY], "there is no account 'nobody'"),
        (["disable", "", *WHY], "there is no account ''"),
        (["add", "a b", "--name", "Ann"], "a login has"),
        (["add", "ada", "--name", "Ada"], "already"),
        (["role", "ada", "administrator", *WHY], "nothing of this account is changed"),
        (["role", "ada", "doctor", *WHY], "invalid choice"),
        (["reset", "ada"], "--reason"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(run: Run, arguments: list[str], why: str) -> None:
    run("add", "ada", "--name", "Ada Example", "--role", "administrator")
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert why in err
    assert err.count("\n") == 1
