"""Golden cases and the answers that they are tried on."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from answering.making import box, corpus_of, document
from ino_assistant.answering.saying.answer import Answer, Citation, Outcome, Segment, mark
from ino_assistant.corpus.model import Corpus
from ino_assistant.evaluation.cases import Case
from ino_assistant.evaluation.results import Result
from ino_assistant.evaluation.scoring import score

SENTENCES = (
    "Responses were seen in 120 of 164 patients (73.2%) with alfazumab.",
    "Platelets fell below 50 × 10⁹/L in 12 patients.",
    "Nobody died.",
)
CORPUS = corpus_of(
    document(
        sentences=SENTENCES,
        boxes=[box("Alfazumab", "WARNING: HARM • It *may* harm <50% of patients.")],
        products=["Alfazumab"],
        tables=[
            ("Age", ("Alfazumab", "Control"), ("46.5", "47.5")),
            ("Sex", ("Alfazumab", "Control"), ("55%", "63%")),
        ],
    )
)


GOLDEN: dict[str, Any] = {
    "document": "doc",
    "source_sha256": CORPUS.documents[0].sha256,
    "written_by": "somebody",
}


def result(number: int = 1, **changes: Any) -> Result:
    """A result that is right, of a claim that must be blocked."""
    fields: dict[str, Any] = {
        "set": "claims",
        "id": f"c{number}",
        "kind": "number",
        "group": "wrong",
        "checks": {"stopped": True},
        "critical": ("stopped",),
        "asked": "A statement.",
        "expected": "contradicted",
        "given": "contradicted",
        "details": {"evidence": "An evidence."},
    }
    return Result(**{**fields, **changes})


def case(**changes: Any) -> Case:
    fields: dict[str, Any] = {
        **GOLDEN,
        "id": "q1",
        "question": "How many responded?",
        "expect": "answered",
        "kind": "numeric",
        "evidence": (SENTENCES[0],),
        "must": ("73.2%",),
        "must_not": (),
        "tags": (),
    }
    return Case(**{**fields, **changes})


def answer(
    *numbers: int,
    outcome: Outcome = "answered",
    words: str = "",
    cells: Sequence[int] | None = None,
    corpus: Corpus = CORPUS,
) -> Answer:
    """An answer that quotes statements of the corpus by their number."""
    statements = [corpus.statements[number] for number in numbers]
    citations = [Citation.of(corpus, s, m, cells) for m, s in enumerate(statements, 1)]
    segments = [Segment(words)]
    for citation in citations:
        segments += [Segment(citation.quote, citation.marker), mark(citation.marker)]
    return Answer(
        corpus=corpus,
        question="?",
        outcome=outcome,
        segments=tuple(segments),
        citations=tuple(citations),
    )


def scored(number: int, right: bool, expect: str = "answered", kind: str = "numeric") -> Result:
    """A score that is all right, or fails by its outcome."""
    given = answer(0) if (expect == "answered") == right else answer(outcome="refused", words="No.")
    return score(case(id=f"q{number}", expect=expect, kind=kind), given, CORPUS)


def spoilt(given: Answer, **changes: Any) -> Answer:
    """An answer with a shortened warning, which can't be built, only forced."""
    warning = dataclasses.replace(given.boxed_warning[0], **changes)
    object.__setattr__(given, "boxed_warning", (warning,))
    return given
