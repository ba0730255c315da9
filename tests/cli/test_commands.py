"""The commands that hand the work on to other layers: arguments in, status and text out."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from cli.conftest import ROOT, Run
from ino_assistant.corpus.audit import AuditReport, audit_corpus
from ino_assistant.corpus.findings import Unexplained
from ino_assistant.evaluation.options import Options
from ino_assistant.settings import Settings


@pytest.fixture
def replaced(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str, object], None]:
    """Puts a module with one function in the place of the real one."""

    def replace(module: str, name: str, function: object) -> None:
        double = ModuleType(module)
        setattr(double, name, function)
        monkeypatch.setitem(sys.modules, module, double)

    return replace


Replaced = Callable[[str, str, object], None]


def test_ingest_builds_anew_and_says_what(run: Run, other_data: Path) -> None:
    result = run("ingest")
    assert result.status == 0
    current = (other_data / "index" / "current").read_text()
    version = result.out.split()[1]
    assert current.endswith(version)
    for document in ("kardento-faq", "zelmorix-label"):
        assert f"document {document}: " in result.out
    assert re.search(r"\d+ figures: \d+ bound, \d+ with something left open", result.out)
    assert "of tables that lost their rows" in result.out
    assert "model all-MiniLM-L6-v2+drug-questions: " in result.out
    assert "building the index" in result.err, "how far it is stands on standard error"
    assert "Traceback" not in result.err
    again = run("ingest")
    assert again.status == 0
    assert again.out.split()[1] == version
    assert (other_data / "index" / "current").read_text() != current


def test_serve_takes_options_before_settings(
    run: Run, replaced: Replaced, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, int]] = []

    def serve(settings: Settings, host: str, port: int, *, log: Callable[[str], None]) -> None:
        asked.append((host, port))
        log("ready: http://127.0.0.1:1")

    replaced("ino_assistant.web.server", "serve", serve)
    monkeypatch.setenv("INO_ASSISTANT_PORT", "7001")
    assert run("serve").err == "ready: http://127.0.0.1:1\n"
    assert run("serve", "--host", "::1", "--port", "0").status == 0
    assert asked == [("127.0.0.1", 7001), ("::1", 0)]


def test_audit_of_the_real_corpus(run: Run, settings_of_tests: None) -> None:
    report = audit_corpus(ROOT / "corpus")
    for_people = run("corpus", "audit")
    for_programs = run("corpus", "audit", "--json")
    assert for_people.status == for_programs.status == int(report.unexplained)
    assert for_programs.json == report.as_dict()
    assert for_people.out.startswith(f"{report.documents[0].id}: ")
    assert (for_people.err, for_programs.err) == ("", "")


def test_unexplained_text_fails_the_audit(
    run: Run, settings_of_tests: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    (document, *_) = audit_corpus(ROOT / "corpus").documents
    report = AuditReport((replace(document, unexplained=(Unexplained(7, "what is this"),)),))
    monkeypatch.setattr("ino_assistant.corpus.audit.audit_corpus", lambda folder: report)
    for_people = run("corpus", "audit")
    assert for_people.status == 1
    assert "line 7: what is this" in for_people.out
    assert run("corpus", "audit", "--json").status == 1


def test_document_is_shown_or_written(run: Run, settings_of_tests: None, tmp_path: Path) -> None:
    (name, *_) = (d.id for d in audit_corpus(ROOT / "corpus").documents)
    shown = run("corpus", "show", name)
    assert (shown.status, shown.err) == (0, "")
    assert shown.out.startswith("<!doctype html>")
    assert shown.out.endswith("</html>\n")
    assert "figures, all bound; authority: trial" in shown.out
    output = tmp_path / "page.html"
    written = run("corpus", "show", name, "--output", str(output))
    assert (written.status, written.out) == (0, "")
    assert str(output) in written.err
    assert output.read_text(encoding="utf-8") == shown.out
    refused = run("corpus", "show", name, "--output", str(tmp_path))
    assert refused.status == 2
    assert "can't be written" in refused.complaint
    unknown = run("corpus", "show", "none")
    assert unknown.status == 2
    assert name in unknown.complaint


def test_evaluation_is_handed_its_parts_and_files(
    run: Run, replaced: Replaced, settings_of_tests: None
) -> None:
    asked: list[Options] = []

    def run_command(settings: Settings, options: Options) -> int:
        asked.append(options)
        return len(asked) - 1

    replaced("ino_assistant.evaluation.command", "run_command", run_command)
    assert run("eval").status == 0
    files = ("--json", "a", "--junit", "b", "--markdown", "c", "--html", "d", "--compare", "e")
    only = ("--only", "claims", "--only", "mutations", "--only", "claims")
    assert run("eval", *files, *only, "--accept-baseline").status == 1
    assert asked == [
        Options(),
        Options(
            ("claims", "mutations"), Path("a"), Path("b"), Path("c"), Path("d"), Path("e"), True
        ),
    ]
    unknown = run("eval", "--only", "poems")
    assert unknown.status == 2
    assert "'poems' is no part; give one of questions, conversations" in unknown.complaint
