"""`ask --batch`: one line in, one line out."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cli.conftest import Run
from cli.running import PROGRAM
from ino_assistant.answering.assistant import Assistant
from ino_assistant.answering.considered import Considered
from ino_assistant.cli.batch import LineError, parse
from ino_assistant.text import sha256_text

FIRST = "What was the CR/CRi rate with inotuzumab?"
SECOND = "And with chemotherapy?"
NOT_LINES: dict[str, str] = {
    "": "blank",
    "   ": "blank",
    "nope": "not JSON",
    '{"id": "a", "question": "x"': "not JSON",
    '{"id": "a", "question": "x"} {}': "not JSON",
    "[1, 2]": "not an object",
    "null": "not an object",
    "[" * 100_000: "nested",
    '{"question": "x"}': "`id`",
    '{"id": 1, "question": "x"}': "`id`",
    '{"id": null, "question": "x"}': "`id`",
    '{"id": "a"}': "either",
    '{"id": "a", "question": "x", "turns": ["y"]}': "either",
    '{"id": "a", "question": 1}': "`question`",
    '{"id": "a", "question": null}': "`question`",
    '{"id": "a", "turns": []}': "`turns`",
    '{"id": "a", "turns": "x"}': "`turns`",
    '{"id": "a", "turns": ["x", 1]}': "`turns`",
    '{"id": "a", "question": "\\ud800"}': "surrogate",
}


def line(name: str, *turns: str) -> str:
    asked: dict[str, Any] = {"question": turns[0]} if len(turns) == 1 else {"turns": list(turns)}
    return json.dumps({"id": name, **asked}, ensure_ascii=False)


def written(folder: Path, *lines: str, end: str = "\n") -> str:
    path = folder / "batch.jsonl"
    path.write_bytes("".join(f"{text}{end}" for text in lines).encode())
    return str(path)


def bare(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer without what differs from one time to the next."""
    return {k: v for k, v in answer.items() if k not in ("id", "created_at", "timings_ms")}


def test_every_line_is_answered_in_its_place(
    ask: Run, assistant: Assistant, tmp_path: Path
) -> None:
    name = written(tmp_path, line("b", FIRST), line("a", "What is VOD?"), line("b", FIRST, SECOND))
    result = ask("--batch", name, "--json")
    assert (result.status, result.err) == (0, "")
    assert [out["id"] for out in result.lines] == ["b", "a", "b"]
    assert [len(out["answers"]) for out in result.lines] == [1, 1, 2]
    assert all(set(out) == {"id", "answers"} for out in result.lines)
    alone, _, turns = (out["answers"] for out in result.lines)
    assert bare(alone[0]) == bare(assistant.ask(FIRST).as_dict())
    assert bare(turns[0]) == bare(alone[0])
    assert bare(turns[1]) == bare(assistant.ask(SECOND, [FIRST]).as_dict())
    assert turns[1]["question"] == SECOND
    assert turns[1]["standalone_question"] != SECOND
    for out in result.lines:
        for answer in out["answers"]:
            assert answer["boxed_warning"]
            assert all(sha256_text(w["text"]) == w["sha256"] for w in answer["boxed_warning"])


def test_each_turn_sees_all_turns_before_it(
    ask: Run, assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, ...]] = []
    really = Assistant.consider

    def spy(self: Assistant, question: str, earlier: tuple[str, ...], **more: Any) -> Considered:
        seen.append((*earlier, question))
        return really(self, question, earlier, **more)

    monkeypatch.setattr(Assistant, "consider", spy)
    ask("--batch", written(tmp_path, line("a", "x", "y", "z"), line("b", "q")), "--json")
    assert seen == [("x",), ("x", "y"), ("x", "y", "z"), ("q",)]


def test_what_is_no_line_of_a_batch_gets_an_error_and_the_rest_is_answered(
    ask: Run, tmp_path: Path
) -> None:
    lines = [line("first", FIRST), *NOT_LINES, line("last", "What is VOD?")]
    result = ask("--batch", written(tmp_path, *lines), "--json")
    outs = result.lines
    assert result.status == 1
    assert f"{len(NOT_LINES)} of {len(lines)} lines" in result.complaint
    assert len(outs) == len(lines)
    assert outs[0]["id"] == "first"
    assert outs[-1]["id"] == "last"
    assert outs[-1]["answers"][0]["outcome"] == "answered"
    for number, (out, said) in enumerate(zip(outs[1:-1], NOT_LINES.values(), strict=True), 2):
        assert set(out) == {"id", "line", "error"}
        assert (out["id"], out["line"]) == (None, number)
        assert said in out["error"]


def test_unusable_question_is_refused_in_its_answer(ask: Run, tmp_path: Path) -> None:
    name = written(tmp_path, line("a", ""), line("b", "x" * 100_000), line("c", "\x01\x02"))
    result = ask("--batch", name, "--json")
    assert (result.status, result.err) == (0, "")
    for out in result.lines:
        (answer,) = out["answers"]
        assert answer["outcome"] == "refused"
        assert answer["problem"]
        assert answer["boxed_warning"]


@pytest.mark.parametrize(
    "content",
    [
        b'\xef\xbb\xbf{"id": "a", "question": "x"}\n{"id": "b", "question": "y"}\n',
        b'{"id": "a", "question": "x"}\r\n{"id": "b", "question": "y"}\r\n',
        b'{"id": "a", "question": "x"}\n{"id": "b", "question": "y"}',
        '{"id": "a", "question": "x\u2028\x85"}\n{"id": "b", "question": "y"}\n'.encode(),
        b'{"id": "a", "question": "x", "more": [1]}\n{"more": 2, "id": "b", "question": "y"}\n',
    ],
    ids=["mark", "crlf", "no last end", "separators", "more fields"],
)
def test_forms_that_a_file_may_have(ask: Run, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "b.jsonl"
    path.write_bytes(content)
    result = ask("--batch", str(path), "--json")
    assert result.status == 0
    assert [out["id"] for out in result.lines] == ["a", "b"]


def test_empty_file_gives_nothing(ask: Run, tmp_path: Path) -> None:
    result = ask("--batch", written(tmp_path), "--json")
    assert (result.status, result.out, result.err) == (0, "", "")


def test_file_that_cannot_be_used(ask: Run, tmp_path: Path) -> None:
    latin = tmp_path / "latin.jsonl"
    latin.write_bytes(line("a", "x").encode() + "\nnaïve".encode("latin-1"))
    for name, said in (
        (str(tmp_path / "none.jsonl"), "No such file"),
        (str(tmp_path), "directory"),
        (str(latin), "line 2 is not UTF-8"),
        ("a\0b", "null"),
    ):
        result = ask("--batch", name, "--json")
        assert (result.status, result.out) == (2, "")
        assert said in result.complaint


def test_standard_input(ask: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    content = line("a", "x").encode() + b"\n\xff\n" + line("b", "y").encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    result = ask("--batch", "-", "--json")
    assert result.status == 1
    assert [out["id"] for out in result.lines] == ["a", None, "b"]
    assert "not UTF-8" in result.lines[1]["error"]


def test_fault_in_one_answer_leaves_the_others(
    ask: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = Assistant.consider

    def faulty(self: Assistant, question: str, earlier: tuple[str, ...], **more: Any) -> Considered:
        if question == "fault":
            raise ZeroDivisionError("made up\nfor this test")
        return really(self, question, earlier, **more)

    monkeypatch.setattr(Assistant, "consider", faulty)
    result = ask("--batch", written(tmp_path, line("a", "fault", "x"), line("b", "y")), "--json")
    first, second = result.lines
    assert result.status == 1
    assert "line 1: unexpected error: ZeroDivisionError: made up for this test" in result.complaint
    assert (first["id"], second["id"]) == ("a", "b")
    assert first["answers"][0]["outcome"] == "refused"
    assert first["answers"][0]["boxed_warning"]
    single = ask("fault", "--json")
    assert single.status == 2
    assert single.json["boxed_warning"]
    assert "ZeroDivisionError" in single.complaint


@given(st.binary(max_size=40) | st.text(max_size=40).map(str.encode))
@example(b'{"id": "\\udfff", "question": ""}')
@example(b'{"id": NaN, "question": ""}')
@example(b'{"id": ' + b"9" * 5000 + b"}")
def test_no_line_is_more_than_a_line_error(raw: bytes) -> None:
    try:
        asked = parse(raw)
    except LineError as error:
        assert str(error)
    else:
        assert asked.turns


# A program started in the background ignores Ctrl-C, and so does what it starts.
HEEDING = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])
"""


def test_answers_come_line_by_line_and_the_user_can_stop(settings_of_tests: None) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HEEDING, *PROGRAM, "ask", "--batch", "-", "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdin
        assert running.stdout
        assert running.stderr
        for name in ("a", "b"):
            running.stdin.write(line(name, "What is VOD?").encode() + b"\n")
            running.stdin.flush()
            # Only its input is still open, so the answer is not waiting for more of it.
            assert json.loads(running.stdout.readline())["id"] == name
        running.send_signal(signal.SIGINT)
        assert running.wait(30) == 130
        assert running.stderr.read() == b"ino-assistant: stopped\n"


def test_reader_that_has_enough_ends_it_quietly(settings_of_tests: None, tmp_path: Path) -> None:
    name = written(tmp_path, *(line(str(n), FIRST) for n in range(200)))
    with subprocess.Popen(
        [*PROGRAM, "ask", "--batch", name, "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout
        assert running.stderr
        assert json.loads(running.stdout.readline())["id"] == "0"
        running.stdout.close()
        assert running.wait(60) == 141
        assert running.stderr.read() == b""
