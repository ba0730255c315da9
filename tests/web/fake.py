"""A hand-made corpus of one document, and an assistant that answers a few set questions."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from ino_assistant.answering.saying.answer import Answer, CaveatNote, Citation, Segment, mark
from ino_assistant.corpus.model import (
    Authority,
    Block,
    BoxedWarning,
    Cell,
    Corpus,
    Document,
    Product,
    Row,
    Statement,
    StatementKind,
)
from ino_assistant.records import Actor, Store
from ino_assistant.records.errors import NotFoundError
from ino_assistant.review.signing import Authenticate
from ino_assistant.service import Given, UnrecordedError
from ino_assistant.text import Span, fold, quote_of, sha256_text

HOSTILE = (
    '<img src=x onerror="window.pwned=1"> ${window.pwned=2} {{value}} `tick` [link](http://x.y)'
)

SOURCE = f"""Review of two made-up medicines

1 Background
Alfazumab is an antibody for adults with a made-up
illness. It is given once a week, and the first
infusion takes one hour. Patients are watched for
an hour after each infusion.

2 Results
In the study, 120 of 164 patients (73.2%) had a
response at week 12, compared with 41 of 162
patients (25.3%) in the control group.1,2

The author finds these results encouraging.

Table 1. Response by age
                 Alfazumab    Control
Under 55 years   78.1%        30.0%
55 or older      64.9%        19.4%

3 Safety
The response was assessed by the investigators, who
knew which treatment was given.
The most common adverse reactions were tiredness (31%)
and fever (22%).

BOXED WARNING: LIVER INJURY AND INFUSION REACTIONS
• Severe and fatal liver injury has occurred in patients who received alfazumab. Measure
liver tests before every dose & stop when they rise above 3 × ULN
• Infusion reactions with a fall in blood pressure <90 mmHg have occurred. Watch patients for
at least 1 hour after each infusion

BOXED WARNING: BLEEDING
• Betatinib can cause serious bleeding. Do not give it with anticoagulants
• Stop betatinib 7 days before any operation
• Tell patients to report bruises at once

4 A line that nobody should trust
{HOSTILE}
"""


def span(words: str) -> Span:
    """Where the first printing of `words` stands in the source."""
    start = SOURCE.index(words)
    return start, start + len(words)


def _blocks() -> tuple[Block, ...]:
    """One block a paragraph."""
    edges = [0, *(m.end() for m in re.finditer(r"\n\n", SOURCE)), len(SOURCE)]
    return tuple(Block("prose", (), ((start, end),)) for start, end in pairwise(edges))


def _statement(
    name: str,
    spans: Sequence[Span],
    section: str,
    page: int,
    kind: StatementKind = "prose",
    authority: Authority = "background",
    row: Row | None = None,
) -> Statement:
    quote = quote_of(SOURCE, spans, cells=row is not None)
    return Statement(
        id=name,
        document="review",
        kind=kind,
        authority=authority,
        section=tuple(section.split(" > ")),
        page=page,
        quote=quote,
        display=quote,
        spans=tuple(spans),
        row=row,
    )


_ROW = Row(
    table="Table 1",
    group=None,
    group_spans=(),
    label="55 or older",
    label_spans=(span("55 or older"),),
    cells=(
        Cell("Alfazumab", (span("Alfazumab    Control"),), "64.9%", span("64.9%")),
        Cell("Control", (span("Control\n"),), "19.4%", span("19.4%")),
    ),
)

STATEMENTS = {
    statement.id: statement
    for statement in [
        _statement(
            "what",
            [span("Alfazumab is an antibody for adults with a made-up\nillness.")],
            "Background",
            1,
        ),
        _statement(
            "response",
            [
                span(
                    "In the study, 120 of 164 patients (73.2%) had a\nresponse at week 12, "
                    "compared with 41 of 162\npatients (25.3%) in the control group."
                )
            ],
            "Results > Efficacy",
            2,
            authority="trial",
        ),
        _statement(
            "assessed",
            [
                span(
                    "The response was assessed by the investigators, who\n"
                    "knew which treatment was given."
                )
            ],
            "Safety",
            3,
            authority="trial",
        ),
        _statement(
            "common",
            [span("The most common adverse reactions were tiredness (31%)\nand fever (22%).")],
            "Safety",
            3,
            kind="safety",
            authority="label",
        ),
        _statement(
            "older",
            [span("55 or older"), span("Alfazumab    Control"), span("64.9%")],
            "Results > Table 1",
            2,
            kind="table",
            authority="trial",
            row=_ROW,
        ),
        _statement("hostile", [span(HOSTILE)], "A line that nobody should trust", 4),
    ]
}
STATEMENTS["response"] = replace(STATEMENTS["response"], references=("1", "2"), page_confirmed=True)
STATEMENTS["common"] = replace(STATEMENTS["common"], lost="a footnote")


def _warning(product: str, first: str, last: str) -> BoxedWarning:
    start, end = span(first)[0], span(last)[1]
    text = fold(SOURCE[start:end])
    return BoxedWarning(
        product=product,
        text=text,
        sha256=sha256_text(text),
        document="review",
        document_title="Review of two made-up medicines",
        spans=((start, end),),
    )


ALFA = _warning("Alfazumab", "BOXED WARNING: LIVER", "at least 1 hour after each infusion")
BETA = _warning("Betatinib", "BOXED WARNING: BLEEDING", "report bruises at once")

CORPUS = Corpus(
    documents=(
        Document(
            id="review",
            title="Review of two made-up medicines",
            kind="expert review",
            date="2020",
            sha256=sha256_text(SOURCE),
            source=SOURCE,
            products=(
                Product("Alfazumab", ("alfazumab",)),
                Product("Betatinib", ("betatinib",)),
            ),
            blocks=_blocks(),
            statements=tuple(STATEMENTS.values()),
            notices=(
                "This document dates from about 2020 and is not the current prescribing "
                "information: check doses, indication and warnings there.",
            ),
            boxed_warnings=(ALFA, BETA),
        ),
    ),
    version="c0ffee0123456789",
)


def cite(name: str, marker: int) -> Citation:
    """A citation of one of the statements."""
    return Citation.of(CORPUS, STATEMENTS[name], marker)


def answered(question: str) -> Answer:
    """An answer with two sources, a caveat and a point of the box that bears on it."""
    response, older = cite("response", 1), cite("older", 2)
    return Answer(
        corpus=CORPUS,
        question=question,
        standalone_question=f"{question.rstrip('?')} with Alfazumab?",
        outcome="answered",
        segments=(
            Segment(response.display, 1),
            mark(1),
            Segment("\n"),
            Segment("55 or older", 2),
            Segment(", "),
            Segment("Alfazumab", 2),
            Segment(": "),
            Segment("64.9%", 2),
            mark(2),
            Segment("."),
        ),
        products=("Alfazumab",),
        relevant={"Alfazumab": (0,)},
        citations=(response, older),
        caveats=(CaveatNote(STATEMENTS["assessed"].quote, cite("assessed", 1)),),
        notices=("The document dates from about 2020.",),
        index_version="i1",
    )


class FakeOffice:
    """An office around a fake assistant; keeps what it was asked to record."""

    corpus = CORPUS
    index_version = "i1"
    renewing = False
    suggested = ("What is Alfazumab?",)

    def __init__(self, assistant: FakeAssistant | None = None) -> None:
        self.assistant = assistant or FakeAssistant()
        self.store: Store | None = None
        self.authenticate: Authenticate | None = None
        self.recorded: list[tuple[Actor, str, str | None, str]] = []

    def ask(
        self,
        actor: Actor,
        question: str,
        *,
        conversation: str | None = None,
        earlier: Sequence[str] | None = None,
        channel: str = "api",
    ) -> Given:
        """An answer of the assistant, in a conversation."""
        if "full" in question:
            raise UnrecordedError("not answered, as it could not be recorded: full")
        answer = self.assistant.ask(question, earlier or ())
        self.recorded.append((actor, question, conversation, channel))
        return Given(answer, conversation or "conversation-1")

    def suggestions(
        self, actor: Actor, answer: Answer | None = None, asked: Sequence[str] = ()
    ) -> tuple[str, ...]:
        """What was not asked yet."""
        if answer is not None and answer.outcome == "routed":
            return ()
        return tuple(question for question in self.suggested if question not in asked)

    def conversation(self, actor: Actor, conversation_id: str) -> list[dict[str, Any]]:
        """A conversation of one turn; there is no other."""
        if conversation_id != "conversation-1":
            raise NotFoundError(f"no conversation {conversation_id!r}")
        question = "What was the response rate?"
        answer = answered(question)
        return [
            {
                "id": "exchange-1",
                "at": "2026-01-02T03:04:05.000000Z",
                "question": question,
                "answer": answer.as_dict(),
                "segments": [[segment.text, segment.citation] for segment in answer.segments],
            }
        ]

    def upkeep(self) -> None:
        """Nothing to keep up."""

    def close(self) -> None:
        """Nothing to close."""


def refused(question: str, problem: str | None = None) -> Answer:
    """A refusal; with passages that come near unless the question itself was unusable."""
    return Answer(
        corpus=CORPUS,
        question=question,
        outcome="refused",
        segments=(Segment(problem or "The documents do not say. Please ask the department."),),
        related=() if problem else (cite("common", 1), cite("hostile", 2)),
        problem=problem,
    )


class FakeAssistant:
    """Answers by what is in the question; keeps what it was asked.

    Attributes:
        gate: set it to a cleared event to hold answers back until it is set.
    """

    corpus = CORPUS
    index_version = "i1"

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        self.gate: threading.Event | None = None

    def ask(self, question: str, earlier: Sequence[str] = ()) -> Answer:
        """An answer to words in the question."""
        self.asked.append((question, tuple(earlier)))
        if self.gate is not None:
            self.gate.wait(10)
        if len(question) > 4000:
            return refused(question, "The question is too long.")
        if "break" in question:
            raise RuntimeError("broken on purpose")
        if "my patient" in question:
            return Answer(
                corpus=CORPUS,
                question=question,
                outcome="routed",
                route="adverse_event",
                segments=(Segment("Please report this to drug safety."),),
            )
        if "response" in question:
            return answered(question)
        if "What is Alfazumab" in question:
            what = cite("what", 1)
            return Answer(
                corpus=CORPUS,
                question=question,
                outcome="answered",
                segments=(Segment(what.display, 1), mark(1)),
                products=("Alfazumab",),
                citations=(what,),
            )
        return refused(question)
