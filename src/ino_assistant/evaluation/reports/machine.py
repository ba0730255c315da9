"""A run as JSON, and as JUnit XML with a test case for every case."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree import ElementTree as ET

from ino_assistant.evaluation.reports.report import Report, changes
from ino_assistant.evaluation.results import Result, of_set

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 has no place for."""


def as_json(report: Report) -> str:
    """The whole run: figures, thresholds, every case."""
    content: dict[str, Any] = {
        "passes": report.passes,
        "missed": report.missed,
        "versions": dict(report.versions),
        "figures": {name: figure.as_dict() for name, figure in report.figures.items()},
        "words": dict(report.lengths),
        "thresholds": {
            "at_least": dict(report.thresholds.at_least),
            "at_most": dict(report.thresholds.at_most),
        },
        "changes": [list(c) for c in changes(report.comparison)] if report.comparison else None,
        "cases": [result.as_dict() for result in report.results],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def as_junit(report: Report) -> str:
    """JUnit XML: a suite a set, and one of thresholds."""
    root = ET.Element("testsuites", name="ino-assistant eval")
    for name in report.sets:
        results = of_set(report.results, name)
        suite = _suite(root, name, len(results), len(report.failing(name)))
        for result in results:
            _case(suite, result)
    names = [n for n in report.figures if report.thresholds.told(n)]
    suite = _suite(root, "thresholds", len(names), len(report.missed))
    for name in names:
        case = ET.SubElement(suite, "testcase", classname="eval.thresholds", name=name)
        if name in report.missed:
            told = f"{report.figures[name].value:.4f}, not {report.thresholds.told(name)}"
            ET.SubElement(case, "failure", message=told, type="threshold")
    for key in ("tests", "failures"):
        root.set(key, str(sum(int(s.get(key, "0")) for s in root)))
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _suite(root: ET.Element, name: str, tests: int, failures: int) -> ET.Element:
    return ET.SubElement(
        root, "testsuite", name=name, tests=str(tests), failures=str(failures), errors="0"
    )


def _case(suite: ET.Element, result: Result) -> None:
    case = ET.SubElement(
        suite, "testcase", classname=f"eval.{result.set}.{result.kind}", name=_clean(result.id)
    )
    if result.right:
        return
    told = [f"asked: {result.asked}", f"expected: {result.expected}", f"given: {result.given}"]
    told += [f"{label}: {text}" for label, text in result.details.items() if text]
    failure = ET.SubElement(case, "failure", message=", ".join(result.failed), type="failed")
    failure.text = _clean("\n".join(told))


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
