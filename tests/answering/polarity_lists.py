"""Lists of questions with what a careful reader answers, and the corpora they are of."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ino_assistant.answering.judging.known import Known
from ino_assistant.corpus.model import Corpus, Statement
from search import prepared

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Case:
    """A question; what it is to be answered with; words of the statement that says so."""

    corpus: str
    question: str
    evidence: tuple[str, ...]
    says: str | None = None


def cases(name: str) -> list[Case]:
    lines = (_HERE / name).read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    return [Case(d["corpus"], d["question"], tuple(d["evidence"]), d.get("says")) for d in found]


@cache
def known(corpus: str) -> Known:
    read: Corpus = prepared.real_corpus() if corpus == "real" else prepared.small_corpus()
    made = Known(read)
    made.warm()
    return made


def holding(corpus: str, words: Sequence[str]) -> list[Statement]:
    """Statements with one of some words."""
    return [
        s
        for s in known(corpus).corpus.statements
        if any(w.lower() in s.display.lower() for w in words)
        and s.context != "Abbreviation"
        and not s.parts
    ]


def pool(case: Case, limit: int = 40) -> list[Statement]:
    """What a ranking may offer: what says it first, then whatever else there is."""
    first = holding(case.corpus, case.evidence) if case.evidence else []
    rest = [s for s in known(case.corpus).corpus.statements if s not in first]
    return [*first, *rest][:limit]
