"""Reports say what a run gave; none breaks on what stands in a case."""

from __future__ import annotations

import io
import json
import re
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from rich.console import Console

from evaluation.making import result
from ino_assistant.evaluation.baseline import Comparison, Earlier, compare
from ino_assistant.evaluation.figures import figures
from ino_assistant.evaluation.reports.bars import Bar, bars
from ino_assistant.evaluation.reports.machine import as_json, as_junit
from ino_assistant.evaluation.reports.markdown import as_markdown
from ino_assistant.evaluation.reports.page import as_page
from ino_assistant.evaluation.reports.report import MOST_FAILING, Report, changes
from ino_assistant.evaluation.reports.terminal import show
from ino_assistant.evaluation.results import Result
from ino_assistant.evaluation.shares import Share
from ino_assistant.evaluation.thresholds import Thresholds

NASTY = '<b>&\x00\x1b[31m \ud800 | *bold* ]]> [x](y)\nnew "line" [/red]'
WRONG: dict[str, Any] = {"checks": {"stopped": False}, "given": "supported"}


def some() -> list[Result]:
    return [
        result(1),
        result(2, **WRONG, asked=NASTY, details={"evidence": NASTY}),
        result(3, kind="arm", checks={"stopped": False}, critical=()),
        result(4, group="right", kind="quotation", checks={"accepted": True}, critical=()),
        result(5, set="questions", kind="list", group="answerable",
               checks={"outcome": True}, words=9),
        result(6, set="conversations", kind="answered", group="k1", checks={"outcome": True}),
        result(7, set="mutations", checks={"caught": True, "twin": True}, critical=("caught",)),
        result(8, set="twins", kind="quoted", group="right", checks={"accepted": True}),
    ]  # fmt: skip


def report(comparison: Comparison | None = None, results: list[Result] | None = None) -> Report:
    run = some() if results is None else results
    limits = Thresholds({"claims.must_block": 1.0}, {"claims.false_accepts": 0.9})
    return Report(
        run, figures(run), {"mean": 9.0}, limits, {"program": "1", "corpus": "<c>"}, comparison
    )


def before() -> Earlier:
    run = [result(1, **WRONG), result(2), result(3), result(9)]
    return Earlier({r.key: tuple(r.failed) for r in run}, {r.key: r.kind for r in run})


def compared() -> Comparison:
    return compare(some(), before())


def test_a_run_passes_when_nothing_is_missed_and_nothing_got_worse() -> None:
    assert report().missed == ["claims.must_block"]
    assert not report().passes
    right = [result(1), result(4, group="right", checks={"accepted": True}, critical=())]
    assert report(results=right).passes
    worse = compare([result(1, **WRONG)], before())
    assert not worse.is_worse
    assert not report(compare([result(2, **WRONG)], before()), right).passes


def test_changes_are_told_the_worst_first() -> None:
    told = changes(compared())
    assert [what for what, _ in told] == [
        "REGRESSION", "newly failing", "newly passing", "new", "gone",
    ]  # fmt: skip
    assert told[0][1].startswith("claims c2 (stopped): <b>")
    assert told[-2] == ("new", "5 cases, 0 of them failing")
    assert told[-1] == ("gone", "1 cases: c9")
    fresh = compare([result(7, **WRONG)], Earlier({}, {}))
    assert changes(fresh)[0][0] == "NEW AND FAILING"
    many = Earlier({("claims", f"x{n}"): () for n in range(MOST_FAILING + 1)}, {})
    assert changes(compare([result(1)], many))[-1][1].endswith("x29 …")


def test_json_holds_every_case() -> None:
    content = json.loads(as_json(report(compared())))
    assert content["passes"] is False
    assert content["missed"] == ["claims.must_block"]
    assert content["figures"]["claims.must_block"]["passed"] == 1
    assert content["changes"][0][0] == "REGRESSION"
    cases = {c["id"]: c for c in content["cases"]}
    assert len(cases) == len(some())
    assert cases["c2"]["failed"] == ["stopped"]
    assert cases["c2"]["details"]["evidence"] == NASTY
    assert cases["c1"]["details"] == {}
    assert json.loads(as_json(report()))["changes"] is None


def test_junit_is_well_formed_with_a_test_case_a_case() -> None:
    root = ET.fromstring(as_junit(report()).split("?>", 1)[1])
    suites = {s.get("name"): s for s in root}
    assert list(suites) == [
        "questions", "conversations", "claims", "mutations", "twins", "thresholds",
    ]  # fmt: skip
    assert (root.get("tests"), root.get("failures")) == (str(len(some()) + 2), "3")
    claims = suites["claims"]
    assert (claims.get("tests"), claims.get("failures")) == ("4", "2")
    failing = next(c for c in claims if c.get("name") == "c2")
    assert failing.get("classname") == "eval.claims.number"
    assert "<b>&" in (failing[0].text or "")
    assert "\x00" not in (failing[0].text or "")
    limits = {c.get("name"): len(c) for c in suites["thresholds"]}
    assert limits == {"claims.must_block": 1, "claims.false_accepts": 0}


def test_markdown_takes_nothing_for_markup() -> None:
    text = as_markdown(report(compared()))
    assert "**Failed.**" in text
    assert "| must_block | 1 of 2 | 0.500 |" in text
    assert "MISSED" in text
    assert r"\<b\>&" in text
    assert "### Failing: 2" in text
    assert "Words of an answer: mean 9" in text
    assert all(line.count("|") == 7 for line in text.splitlines() if line.startswith("| "))
    assert "No case came out differently." in as_markdown(
        report(compare([result(1)], Earlier({("claims", "c1"): ()}, {})))
    )
    assert as_markdown(report(results=[result(1)])).splitlines()[2] == "Passed."


class _Reader(HTMLParser):
    """Which elements are open, and where anything would be fetched from."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.fetched: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.fetched += [v or "" for n, v in attrs if n in ("src", "href") and v and v[0] != "#"]
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Closed at once."""

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    assert reader.open == []
    return reader


def test_the_page_is_whole_and_fetches_nothing() -> None:
    page = as_page(report(compared()))
    reader = read(page)
    assert reader.fetched == []
    assert "url(" not in page and "@import" not in page
    text = "".join(reader.text)
    assert "failed" in text and "REGRESSION" in text
    assert text.count("<b>&") >= 3
    assert page.count("<svg") == 12
    for each in report().sets:
        assert f'id="{each}"' in page


def test_many_failing_cases_are_folded_by_kind_and_all_there() -> None:
    wrong = [result(n, **WRONG, kind=("arm", "number")[n % 2]) for n in range(61)]
    page = as_page(report(results=wrong))
    read(page)
    assert "arm · 31" in page and "number · 30" in page
    assert all(f"<code>c{n}</code>" in page for n in range(61))
    assert "No case came out differently" in as_page(
        report(compare(wrong, Earlier({r.key: ("stopped",) for r in wrong}, {})))
    )


def test_a_plot_draws_shares_intervals_and_thresholds() -> None:
    plot = bars("shares & more", [
        Bar("a <b>", Share(1, 2), least=0.5), Bar("c", Share(0, 4), most=0.25, missed=True),
    ])  # fmt: skip
    root = ET.fromstring(plot)
    rows = [e for e in root if (e.get("class") or "").startswith("bar")]
    assert [float(r.get("width") or 0) for r in rows] == [210.0, 0.0]
    assert rows[1].get("class") == "bar missed"
    assert [e.get("x1") for e in root if e.get("class") == "limit"] == ["420.0", "315.0"]
    assert "0.500 (1 of 2)" in [e.text for e in root]


@pytest.mark.parametrize("with_comparison", [True, False])
def test_the_terminal_shows_what_is_not_perfect(with_comparison: bool) -> None:
    out = io.StringIO()
    show(report(compared() if with_comparison else None), Console(file=out, width=100))
    text = out.getvalue()
    assert re.search(r"must_block\s+│ 1 of 2\s+│ 0\.500", text)
    assert "MISSED" in text and "ok" in text
    assert "stopped.arm" in text
    assert "accepted.quotation" not in text
    assert "figures of one kind each are perfect and not shown" in text
    assert "words of an answer: mean 9" in text
    assert "thresholds missed: claims.must_block" in text
    assert ("REGRESSION: claims c2" in text) is with_comparison
    assert ("something got worse that must not" in text) is with_comparison


def test_a_terminal_is_not_flooded() -> None:
    wrong = [result(n, **WRONG) for n in range(40)]
    out = io.StringIO()
    earlier = Earlier({r.key: () for r in wrong}, {})
    show(report(compare(wrong, earlier), wrong), Console(file=out, width=100))
    assert out.getvalue().count("REGRESSION: ") == MOST_FAILING
    assert "… and 10 more" in out.getvalue()
    out = io.StringIO()
    same = Earlier({r.key: ("stopped",) for r in wrong}, {})
    show(report(compare(wrong, same), wrong), Console(file=out, width=100))
    assert "no case came out differently" in out.getvalue()
