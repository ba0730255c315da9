"""A fresh process answers without the libraries that take seconds to import."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import ino_assistant
from corpus.making import REAL
from search import prepared

SLOW = (
    "torch",
    "transformers",
    "sentence_transformers",
    "llama_index",
    "gradio",
    "grpc",  # what Chroma would send traces with
    "wordfreq",
)

PROGRAM = """
import json, sys
from ino_assistant.answering.opening import open_assistant
from ino_assistant.settings import load_settings
log = []
assistant = open_assistant(load_settings(), log=log.append)
answers = [
    assistant.ask(question)
    for question in (
        "What was the CR/CRi rate with inotuzumab and with chemotherapy?",
        "What is the hazard ratio for tinnitus in zebras?",
        "",
    )
]
answers.append(assistant.ask("And with chemotherapy?", ["What was the median age with InO?"]))
for answer in answers:
    json.dumps(answer.as_dict())
print(json.dumps({
    "log": log,
    "outcomes": [answer.outcome for answer in answers],
    "texts": [answer.text for answer in answers],
    "modules": sorted({name.partition(".")[0] for name in sys.modules}),
}))
"""


@pytest.fixture(scope="module")
def fresh(pytestconfig: pytest.Config) -> dict[str, list[str]]:
    """What a process that has just been started says."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(ino_assistant.__file__).parents[1]),
        "INO_ASSISTANT_DATA_DIR": str(prepared.real_data(pytestconfig)),
        "INO_ASSISTANT_CORPUS_DIR": str(REAL),
    }
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def test_nothing_has_to_be_prepared(fresh: dict[str, list[str]]) -> None:
    assert fresh["log"] == []


def test_every_kind_of_question_is_answered(fresh: dict[str, list[str]]) -> None:
    assert fresh["outcomes"] == ["answered", "refused", "refused", "answered"]
    assert "80.7%" in fresh["texts"][0]
    assert "47.5" in fresh["texts"][3]


@pytest.mark.parametrize("library", SLOW)
def test_no_slow_library_is_imported(fresh: dict[str, list[str]], library: str) -> None:
    assert library not in fresh["modules"]


def test_what_answering_runs_on_is_imported(fresh: dict[str, list[str]]) -> None:
    # Else the names above may be spelt in a way that never occurs.
    assert {"onnxruntime", "tokenizers", "chromadb", "bm25s"} <= set(fresh["modules"])
