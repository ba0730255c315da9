"""The audit of the real document, its JSON and its lines for people."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.making import REAL, write_document
from ino_assistant.corpus.audit import AuditReport, DocumentAudit, audit_corpus
from ino_assistant.corpus.audit_text import audit_lines
from ino_assistant.corpus.findings import Unexplained


@pytest.fixture(scope="module")
def report() -> AuditReport:
    return audit_corpus(REAL)


@pytest.fixture(scope="module")
def audit(report: AuditReport) -> DocumentAudit:
    return report.documents[0]


def test_all_text_is_explained(report: AuditReport) -> None:
    assert not report.unexplained
    assert report.exit_status == 0
    assert {d.unexplained for d in report.documents} == {()}


def test_sums_that_do_not_add_up(audit: DocumentAudit) -> None:
    wrong = [(m.line, m.printed, m.computed) for m in audit.arithmetic if "%" in m.printed]
    assert wrong == [(328, "3%", "2%"), (669, "3%", "2%"), (1007, "3%", "2%")]
    groups = {m.line for m in audit.arithmetic} - {328, 669, 1007}
    assert groups == {213, 231, 245, 262}


def test_what_is_printed_in_several_ways(audit: DocumentAudit) -> None:
    found = {d.lines: d.values for d in audit.disagreements}
    assert found[25, 360] == ("29.3", "29.4")
    assert found[174, 250, 256] == ("67.7%", "111 (67.7)", "215 (66.0)")
    assert found[549, 582] == ("18/79", "18/78 (sum of the row)")
    assert (341, 445) in found


def test_what_is_lost_and_what_is_inferred(audit: DocumentAudit) -> None:
    assert [n.line for n in audit.lost] == [333, 335, 337, 357, 466]
    assert len(audit.inferred) == 12
    assert (372, "glyph: a lost ff ligature") in {(n.line, n.what) for n in audit.inferred}


def test_the_json_is_that_of_the_contract(report: AuditReport) -> None:
    made = json.loads(json.dumps(report.as_dict()))
    (document,) = made["documents"]
    assert document["id"] == "besponsa-expert-review"
    assert document["blocks"]["boxed_warning"] == 1
    assert document["unexplained"] == []
    assert {"line", "text", "printed", "computed"} <= set(document["arithmetic"][0])
    assert set(document["disagreements"][0]) == {"what", "lines", "values"}
    assert set(document["inferred"][0]) == {"what", "line"}


def test_unexplained_text_fails_the_audit() -> None:
    document = DocumentAudit("made-up", {"prose": 1}, (Unexplained(3, "12"),), (), (), ())
    report = AuditReport((document,))
    assert report.unexplained
    assert report.exit_status == 1
    lines = list(audit_lines(report))
    assert "    line 3: 12" in lines
    assert lines[-1] == "1 unexplained line(s): correct the annotations, or the reader"


def test_lines_for_people(report: AuditReport, tmp_path: Path) -> None:
    lines = list(audit_lines(report))
    assert "  Unexplained text: none" in lines
    assert any("4/162 patients (3%): printed 3%, computed 2%" in line for line in lines)
    write_document(tmp_path, "It went well.\n")
    plain = list(audit_lines(audit_corpus(tmp_path)))
    assert plain[0] == "made-up: 1 blocks"
    assert plain[-1].startswith("All text is accounted for")
