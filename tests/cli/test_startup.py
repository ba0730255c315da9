"""What a command imports, and what it prints before it does any work."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.conftest import Run
from cli.running import PROGRAM, process
from ino_assistant import __version__
from ino_assistant.cli.main import build_parser

HEAVY = {
    "chromadb",
    "gradio",
    "llama_index",
    "numpy",
    "onnxruntime",
    "pydantic",
    "rich",
    "sentence_transformers",
    "tokenizers",
    "torch",
    "transformers",
}
NOT_TO_ANSWER = {"gradio", "llama_index", "sentence_transformers", "torch", "transformers"}
LISTING = """
import json, sys
from ino_assistant.cli.main import main
status = main(sys.argv[1:])
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})), file=sys.stderr)
sys.exit(status)
"""
COMMANDS = (
    (),
    ("ask",),
    ("serve",),
    ("ingest",),
    ("corpus",),
    ("corpus", "audit"),
    ("corpus", "show"),
    ("eval",),
    ("check",),
    ("verify",),
)
GROUPS = (("corpus",),)


def imported(*arguments: str) -> tuple[str, set[str]]:
    result = process(*arguments, program=(sys.executable, "-c", LISTING))
    assert result.status == 0
    (modules,) = result.err.splitlines()
    return result.out, set(json.loads(modules))


@pytest.mark.parametrize("arguments", [("--help",), ("ask", "--help"), ("--version",)])
def test_help_imports_nothing_heavy(arguments: tuple[str, ...]) -> None:
    out, modules = imported(*arguments)
    assert out
    assert not modules & HEAVY


def test_answering_imports_no_heavy_framework(settings_of_tests: None) -> None:
    out, modules = imported("ask", "What is VOD?", "--json")
    assert json.loads(out)["outcome"] == "answered"
    assert "onnxruntime" in modules
    assert not modules & NOT_TO_ANSWER


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_has_help(run: Run, command: tuple[str, ...]) -> None:
    result = run(*command, "--help")
    assert (result.status, result.err) == (0, "")
    assert result.out.startswith(f"usage: {' '.join(('ino-assistant', *command))} ")
    assert command in GROUPS or "example" in result.out
    assert max(map(len, result.out.splitlines())) <= 88


def test_every_command_is_listed() -> None:
    listed = build_parser().format_help()
    for command in COMMANDS[1:]:
        assert f"\n    {command[0]} " in listed


def test_version(run: Run) -> None:
    assert run("--version").out == f"ino-assistant {__version__}\n"


@pytest.mark.parametrize("arguments", [(), ("corpus",), ("nothing",), ("serve", "--port", "65536")])
def test_wrong_usage_is_told_in_one_line(run: Run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert (result.status, result.out) == (2, "")
    assert "--help" in result.complaint


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full device")
def test_full_disk_is_told_in_one_line() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*PROGRAM, "--help"], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 2
    assert done.stderr.decode().splitlines() == [
        f"ino-assistant: the output can't be written: {os.strerror(28)}"
    ]


def test_output_is_utf8_whatever_the_locale(settings_of_tests: None) -> None:
    result = process("ask", "", PYTHONIOENCODING="latin-1", PYTHONUTF8="0")
    assert result.status == 2
    assert "≥ upper" in result.out
    assert "┏━" in result.out
