"""Made-up corpora, documents and answers, by hand and at random."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hypothesis import settings
from hypothesis import strategies as st

from ino_assistant.answering.saying.answer import Answer, Citation, Outcome, Segment
from ino_assistant.corpus.model import (
    BoxedWarning,
    Cell,
    Corpus,
    Document,
    Product,
    Row,
    Statement,
)
from ino_assistant.text import fold, quote_of, sha256_text

quickly = settings(deadline=None, max_examples=60)
"""For property tests: a shared machine may stall for any time."""

OUTCOMES: tuple[Outcome, ...] = ("answered", "corrected", "refused", "routed")


def corpus_of(*documents: Document) -> Corpus:
    return Corpus(documents, "test")


def box(product: str, text: str, document: str = "doc") -> BoxedWarning:
    return BoxedWarning(
        product=product,
        text=text,
        sha256=sha256_text(text),
        document=document,
        document_title=f"Title of {document}",
        spans=((0, len(text)),),
    )


def document(
    name: str = "doc",
    sentences: Sequence[str] = (),
    boxes: Sequence[BoxedWarning] = (),
    products: Sequence[str] = (),
    tables: Sequence[tuple[str, Sequence[str], Sequence[str]]] = (),
) -> Document:
    """A document of sentences and table rows `(label, columns, cells)`, a line each."""
    source, statements = "", []
    for sentence in sentences:
        start, source = len(source), f"{source}{sentence}\n"
        statements.append(
            _statement(name, start, fold(sentence), [(start, start + len(sentence))], products)
        )
    for label, columns, values in tables:
        row, source = _row(source, label, columns, values)
        spans = [*row.label_spans]
        for cell in row.cells:
            spans += [*cell.column_spans, cell.span]
        quote = quote_of(source, spans, cells=True)
        statements.append(_statement(name, spans[0][0], quote, spans, products, row))
    return Document(
        id=name,
        title=f"Title of {name}",
        kind="test",
        date="2024",
        sha256=sha256_text(source),
        source=source,
        products=tuple(Product(p, (p,)) for p in products),
        blocks=(),
        statements=tuple(statements),
        boxed_warnings=tuple(boxes),
    )


def _row(source: str, label: str, columns: Sequence[str], values: Sequence[str]) -> tuple[Row, str]:
    def put(text: str) -> tuple[int, int]:
        nonlocal source
        start, source = len(source), f"{source}{text}\n"
        return start, start + len(text)

    heads = [(column, put(column)) for column in columns]
    label_span = put(label)
    cells = tuple(
        Cell(column, (span,), value, put(value), value)
        for (column, span), value in zip(heads, values, strict=True)
    )
    return Row("Table", None, (), label, (label_span,), cells), source


def _statement(
    name: str,
    start: int,
    quote: str,
    spans: Sequence[tuple[int, int]],
    products: Sequence[str],
    row: Row | None = None,
) -> Statement:
    return Statement(
        id=f"{name}:{start}",
        document=name,
        kind="table" if row else "prose",
        authority="trial",
        section=("Results",),
        page=None,
        quote=quote,
        display=quote,
        spans=tuple(spans),
        row=row,
        products=tuple(products),
    )


def cited(text: str) -> tuple[Corpus, Citation]:
    """A corpus of one sentence, and the citation of it."""
    corpus = corpus_of(document(sentences=[text]))
    return corpus, Citation.of(corpus, corpus.statements[0], 1)


def answer_with(text: str, *segments: Segment) -> Answer:
    """An answer that cites one sentence."""
    corpus, citation = cited(text)
    return Answer(
        corpus=corpus,
        question="?",
        outcome="answered",
        segments=segments,
        citations=(citation,),
    )


def unescaped(markdown: str) -> str:
    """Without the backslashes that keep Markdown from reading a character as markup."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown)


_NAMES = ("Alfazumab", "Betatinib", "Gammacept")
# Anything that a warning may hold, and what Markdown and HTML would take for markup.
_words = st.text(
    alphabet=st.one_of(
        st.sampled_from("abc XYZ 0123456789 ≥<>&*_`#|~$[](){}\\-+.!\"'•®²"),
        st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp")),
    ),
    min_size=1,
    max_size=40,
).map(fold)


def _box_text(heading: str, bullets: Sequence[str]) -> str:
    return fold(f"WARNING: {heading} " + " ".join(f"• {bullet}" for bullet in bullets))


box_texts = st.builds(_box_text, _words, st.lists(_words, max_size=4))


@st.composite
def corpora(draw: st.DrawFn) -> Corpus:
    """No to three products, with a boxed warning or without, in one or two documents."""
    products = draw(st.lists(st.sampled_from(_NAMES), unique=True, max_size=3))
    warnings = [box(p, draw(box_texts)) for p in products if draw(st.booleans())]
    sentences = draw(
        st.lists(st.sampled_from(["It was 12.5% of 40.", "Once a day.", "None."]), max_size=3)
    )
    at = draw(st.integers(0, len(warnings)))
    return corpus_of(
        document("one", sentences, warnings[:at], products),
        document("two", [], warnings[at:], products),
    )


class Made:
    """A corpus and an answer made from it."""

    def __init__(self, corpus: Corpus, answer: Answer) -> None:
        self.corpus = corpus
        self.answer = answer

    def __repr__(self) -> str:
        # Hypothesis would ask the answer for its InitVars.
        return f"{self.corpus!r}, {self.answer!r}"


@st.composite
def answers(draw: st.DrawFn) -> Made:
    """An answer of any outcome, over a corpus, about products of it or of others."""
    corpus = draw(corpora())
    statements = (
        draw(st.lists(st.sampled_from(corpus.statements), max_size=2))
        if (corpus.statements)
        else []
    )
    citations = tuple(
        Citation.of(corpus, statement, marker) for marker, statement in enumerate(statements, 1)
    )
    segments = [Segment(c.display, c.marker) for c in citations]
    segments += [Segment(text) for text in draw(st.lists(st.sampled_from(["", "\n", "\nNo.\n"])))]
    indexes = st.tuples(st.integers(-2, 6), st.integers(-2, 6))
    answer = Answer(
        corpus=corpus,
        question=draw(_words),
        outcome=draw(st.sampled_from(OUTCOMES)),
        segments=tuple(draw(st.permutations(segments))),
        products=tuple(draw(st.lists(st.sampled_from([*_NAMES, "Unknown", ""]), max_size=3))),
        relevant=draw(st.none() | st.dictionaries(st.sampled_from(_NAMES), indexes)),
        citations=citations,
        problem=draw(st.none() | st.just("The question is empty.")),
        validated=draw(st.none() | st.just({"id": "v"})),
    )
    return Made(corpus, answer)


__all__ = [
    "OUTCOMES",
    "Made",
    "answer_with",
    "answers",
    "box",
    "box_texts",
    "cited",
    "corpora",
    "corpus_of",
    "document",
    "quickly",
    "unescaped",
]
