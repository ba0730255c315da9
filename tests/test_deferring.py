"""A library's library is loaded when it is used, and not before."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from ino_assistant.deferring import deferred

Made = Callable[..., ModuleType]
USER = "import heavy as kept\ndef value(): return kept.VALUE\n"
CALLER = "from heavy import Sender\ndef value(): return Sender(2, by=3).sent\n"
HEAVY = """
VALUE = 6
class Sender:
    def __init__(self, count, *, by): self.sent = count * by
"""


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    """Imports a module that imports `heavy`, which is a package with a module `heavy.part`."""
    monkeypatch.syspath_prepend(tmp_path)
    for name in ("heavy", "heavy.part", "user"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    (tmp_path / "heavy").mkdir()
    (tmp_path / "heavy" / "__init__.py").write_text(HEAVY)
    (tmp_path / "heavy" / "part.py").write_text("PART = 7\n")

    def make(code: str, *names: str) -> ModuleType:
        (tmp_path / "user.py").write_text(code)
        importlib.invalidate_caches()
        with deferred("heavy", *names):
            return importlib.import_module("user")

    return make


@pytest.mark.parametrize(("code", "names"), [(USER, ()), (CALLER, ("Sender",))])
def test_it_is_loaded_when_it_is_used(user: Made, code: str, names: tuple[str, ...]) -> None:
    module = user(code, *names)
    assert "heavy" not in sys.modules
    assert module.value() == 6
    assert sys.modules["heavy"].VALUE == 6
    assert module.value() == 6


def test_whoever_imports_it_later_gets_the_library_itself(user: Made) -> None:
    module = user(USER)
    heavy = importlib.import_module("heavy")
    assert heavy is not module.kept
    assert module.kept.Sender is heavy.Sender


def test_a_part_of_it_loads_it(user: Made) -> None:
    module = user("import heavy\nfrom heavy.part import PART\n")
    assert module.PART == 7
    assert module.heavy.VALUE == 6


def test_what_it_has_not_is_no_attribute(user: Made) -> None:
    with pytest.raises(AttributeError):
        user(USER).kept.nothing  # noqa: B018


def test_what_is_loaded_already_is_left_alone(user: Made) -> None:
    heavy = importlib.import_module("heavy")
    assert user(USER).kept is heavy
    assert sys.modules["heavy"] is heavy


PAGE = """
import json, sys, urllib.request
from ino_assistant.settings import Settings
from ino_assistant.web.server import create_app
from web.browsing import RESPONSE, served
from web.fake import FakeOffice

def sent(path, body=None):
    data = None if body is None else json.dumps(body).encode()
    header = {"Content-Type": "application/json"}
    return urllib.request.urlopen(urllib.request.Request(address + path, data, header), timeout=30)

with served(create_app(FakeOffice(), Settings())) as address:
    address = address.rstrip("/")
    config = json.load(sent("/config"))
    (box,) = [c["id"] for c in config["components"] if c["props"].get("elem_id") == "question"]
    (event,) = [d["id"] for d in config["dependencies"] if [box, "submit"] in d["targets"]]
    asked = {"data": [RESPONSE, None, ""], "fn_index": event, "session_hash": "s"}
    sent("/gradio_api/queue/join", asked).read()
    for line in sent("/gradio_api/queue/data?session_hash=s"):
        if b"process_completed" in line:
            assert json.loads(line[5:])["success"], line
    answer = json.load(sent("/api/ask", {"question": RESPONSE}))
    assert answer["outcome"] == "answered"
print(*sorted({name.partition(".")[0] for name in list(sys.modules)}))
"""


def test_page_and_interface_answer_without_pandas() -> None:
    """Gradio would load it when imported, and after every answer for a table of events."""
    done = subprocess.run(
        [sys.executable, "-c", PAGE],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    modules = done.stdout.split()
    assert "gradio" in modules
    assert "pandas" not in modules
