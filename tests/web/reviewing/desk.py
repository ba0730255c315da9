"""The reviewing page over an office of its own; a cookie says who somebody is."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from ino_assistant.records import Actor, Store
from ino_assistant.records.exchanges import Circumstances
from ino_assistant.service import Office
from ino_assistant.settings import Settings
from ino_assistant.web.local_only import LocalOnly
from ino_assistant.web.reviewing.office import Caller, caller_of
from ino_assistant.web.reviewing.page import mount_review_page
from review import office as making
from review.office import ADA, ANN, BEN, FAY, QUESTION, SAM, SECRET, SUE
from search.prepared import folder as shared_folder
from search.prepared import small_assistant, small_corpus

PEOPLE = {actor.id: actor for actor in (ANN, BEN, FAY, SAM, SUE, ADA)}
WHO = "who"
"""Cookie that says who somebody is."""
HOSTILE = '<img src=x onerror="window.pwned=1">${window.pwned=2}{{7*7}}</textarea><script>x'
REPORT = "My patient got jaundice after KARDENTO. She is 54, write to me at the ward."


@dataclass
class Everybody:
    """Who reviews."""

    def reviewers(self) -> Sequence[Actor]:
        return tuple(p for p in PEOPLE.values() if p.may("review"))

    def safety_staff(self) -> Sequence[Actor]:
        return tuple(p for p in PEOPLE.values() if p.may("see_safety"))


_RECORDS, _ANCHOR = "records.sqlite3", "anchor.json"


@cache
def _empty() -> Path:
    """A folder with records that have their tables and nothing else; to be copied."""
    path = shared_folder("reviewing-records")
    Store(f"sqlite:///{path / _RECORDS}", path / _ANCHOR).open().close()
    return path


class Desk:
    """An office with answers that wait for review.

    `made` puts together answers and reviews the way the review tests do, over the same records.
    """

    def __init__(self, folder: Path, **settings: Any) -> None:
        for name in (_RECORDS, _ANCHOR):
            shutil.copy(_empty() / name, folder / name)
        store = Store(f"sqlite:///{folder / _RECORDS}", folder / _ANCHOR).open()
        self.settings = Settings(sample_every=0, data_dir=folder, **settings)
        self.office = Office(
            self.settings, small_assistant(), store, authenticate=lambda _, typed: typed == SECRET
        )
        self.made = making.Office(store, small_corpus(), self.settings)

    def queued(self, question: str = QUESTION, **more: Any) -> str:
        """The id of a review whose search left a trail."""
        answer = self.made.answer(question)
        trail = [{"statement": s.id, "score": "12.3"} for s in small_corpus().statements[:4]]
        about = Circumstances(margin=0.0, channel="web", trail=trail, **more)
        recorded = self.made.intake.record(answer, FAY, about)
        assert recorded.review_id is not None
        return recorded.review_id

    def approved(self, question: str = QUESTION) -> str:
        """The id of a review whose answer is in force."""
        review = self.queued(question)
        self.office.desk.claim(ANN, review, 1)
        self.office.desk.approve(ANN, review, 2, SECRET, "checked against the source")
        return review

    def reported(self, words: str = REPORT) -> str:
        """The id of a safety report."""
        given = self.office.report_adverse_event(FAY, words, contact="ward 3")
        assert given.report_id is not None
        return given.report_id

    def evaluated(self, **changes: Any) -> None:
        """Keep a run of four cases, two of them wrong."""
        right = {
            "set": "questions", "id": "q1", "kind": "prose", "group": "answerable", "right": True,
            "failed": [], "critical": ["box"], "checks": {"box": True}, "notes": {}, "asked": "A?",
            "expected": "a", "given": "a", "details": {}, "words": 3,
        }  # fmt: skip
        wrong = {"right": False, "checks": {"box": False}, "failed": ["box"], "asked": HOSTILE}
        of_claims = {"set": "claims", "kind": "number_changed", "details": {"why": HOSTILE}}
        run = {
            "passes": False,
            "missed": ["questions.right"],
            "versions": {"program": "1", "corpus": self.office.corpus.version},
            "figures": {
                "questions.right": {"passed": 8, "total": 10},
                "questions.right.prose": {"passed": 1, "total": 2},
                "claims.macro": {"mean_of": 2, "share": 0.75, "interval": [0.5, 0.9]},
            },
            "thresholds": {"at_least": {"questions.right": 0.9}, "at_most": {"claims.macro": 0.9}},
            "words": {"mean": 3.0},
            "changes": [["REGRESSION", f"questions q2: {HOSTILE}"], ["newly passing", "claims c1"]],
            "cases": [right, {**right, **wrong, "id": "q2"}, {**right, **wrong, **of_claims}],
        }
        text = json.dumps({**run, **changes})
        (self.settings.data_dir / "evaluation.json").write_text(text, encoding="utf-8")


def caller(request: Request) -> Caller:
    return caller_of(PEOPLE[request.cookies.get(WHO, ANN.id)])


def app_of(office: Office) -> FastAPI:
    """The reviewing page alone."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(LocalOnly)

    @app.get("/documents/{document}")
    def document(document: str) -> PlainTextResponse:
        return PlainTextResponse(document)

    page = mount_review_page(app, office, caller, Everybody())
    app.state.end_streams = page.stop_event.set
    return app
