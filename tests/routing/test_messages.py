"""The aims on the labelled messages of the evaluation set, measured and held.

`python -m pytest -s tests/routing/test_messages.py` prints the figures and every miss.
"""

import json
from collections import Counter
from dataclasses import dataclass

import pytest

from ino_assistant.routing import Router
from routing.conftest import NOW, ROOT

REPORTS = ("adverse_event", "pregnancy_exposure", "product_complaint")
MIN_RECALL = 0.99
MAX_FALSE_ALARMS = 0.05
MIN_REQUESTS = 0.95


@dataclass(frozen=True)
class Scored:
    label: str
    text: str
    route: str

    @property
    def wanted(self) -> str:
        known = self.label in (*REPORTS, "question")
        return self.label if known else "medical_information"


@pytest.fixture(scope="module", params=["eval/messages.jsonl", "tests/routing/messages.jsonl"])
def scored(router: Router, request: pytest.FixtureRequest) -> list[Scored]:
    found = []
    for line in (ROOT / request.param).read_text(encoding="utf-8").splitlines():
        message = json.loads(line)
        routing = router.route(message["text"], received_at=NOW)
        route = "question" if routing is None else routing.route
        found.append(Scored(message["label"], message["text"], route))
    return found


def share(scored: list[Scored], wanted: tuple[str, ...], right: tuple[str, ...] = ()) -> float:
    of_kind = [s for s in scored if s.wanted in wanted]
    assert of_kind
    return sum(s.route in (right or (s.wanted,)) for s in of_kind) / len(of_kind)


def test_reports_are_found(scored: list[Scored]) -> None:
    for (wanted, got), count in sorted(Counter((s.wanted, s.route) for s in scored).items()):
        print(f"\n{wanted} -> {got}: {count}", end="")  # noqa: T201 - figures, shown with -s
    for miss in (s for s in scored if s.route != s.wanted):
        print(f"\n  {miss.wanted} taken for {miss.route}: {miss.text}", end="")  # noqa: T201
    assert len(scored) >= 200
    assert share(scored, REPORTS, REPORTS) >= MIN_RECALL
    for route in REPORTS:
        assert share(scored, (route,)) >= 0.95


def test_plain_questions_get_through(scored: list[Scored]) -> None:
    assert 1 - share(scored, ("question",)) <= MAX_FALSE_ALARMS


def test_requests_are_declined(scored: list[Scored]) -> None:
    assert share(scored, ("medical_information",)) >= MIN_REQUESTS


def test_questions_of_the_evaluation_set_get_through(router: Router) -> None:
    lines = (ROOT / "eval/questions.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [q["question"] for q in map(json.loads, lines) if q["expect"] == "answered"]
    assert len(asked) >= 100
    assert [q for q in asked if router.route(q, received_at=NOW) is not None] == []
