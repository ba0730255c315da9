"""The parts that documents about an answer share, each made from the answer and the corpus."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ino_assistant.answering.saying.answer import Answer, Citation
from ino_assistant.answering.saying.render import AUTHORITY_WORDS, page_words
from ino_assistant.corpus.model import Corpus, Document, Statement
from ino_assistant.exports.paper import Block, Box, Heading, Pairs, Points, Text, joined, lines_of
from ino_assistant.exports.reference_list import reference_list
from ino_assistant.settings import Settings
from ino_assistant.text import fold

_LONG_TITLE: Final = 220
_LONG_QUESTION: Final = 6000
_NO_INDICATION: Final = (
    "The documents that this answer is from print no indication. See the current prescribing "
    "information."
)
_NO_LIST: Final = (
    "The reference list itself is not in the text that the assistant has of this document: the "
    "numbers stand here as printed there."
)


def title_of(question: str) -> str:
    """A question as a title; a long one is told whole by `question_parts`."""
    words = fold(question)
    return words if len(words) <= _LONG_TITLE else f"{words[:_LONG_TITLE].rstrip()}…"


def question_parts(question: str) -> Iterator[Block]:
    """The question, where it is too long for a title."""
    if len(fold(question)) <= _LONG_TITLE:
        return
    yield Heading("Question")
    yield Text(question[:_LONG_QUESTION])
    if len(question) > _LONG_QUESTION:
        yield Text(f"({len(question):,} characters; the whole is in the records.)", "small")


def answer_parts(answer: Answer) -> Iterator[Block]:
    """The text with its marks, and what the source attaches to it."""
    yield Heading("Answer")
    for line in lines_of(answer.text):
        yield Text(line)
    if answer.caveats:
        yield Heading("Please note")
        yield Points(tuple(("•", c.text) for c in answer.caveats))
    if answer.related:
        yield Heading("Near passages: not an answer")
        yield Text("These passages come close to what was asked. They do not answer it.", "small")
        yield Points(tuple(("–", f"“{c.quote}” {place(c)}.") for c in answer.related))


def warning_parts(answer: Answer) -> Iterator[Block]:
    """Every boxed warning, whole."""
    for w in answer.boxed_warning:
        yield Box(w.product, w.source, w.heading, w.bullets, w.relevant, w.sha256)


def indication_parts(answer: Answer, corpus: Corpus) -> Iterator[Block]:
    """What the products are indicated for, as printed in the documents."""
    yield Heading("Indication, as printed")
    found = False
    for document in _concerned(answer, corpus):
        statements = _indications(document)
        if not statements:
            continue
        found = True
        for statement in statements:
            yield Text(statement.quote)
        first = statements[0]
        where = _where(" > ".join(first.section), first.page, first.page_confirmed)
        yield Text(f"As printed in: {'; '.join((document.title, *where))}.", "small")
    if not found:
        yield Text(_NO_INDICATION)


def source_parts(answer: Answer, corpus: Corpus) -> Iterator[Block]:
    """What is cited, with its place; and the references that stand behind it there."""
    if not answer.citations:
        return
    yield Heading("Sources")
    yield Points(tuple((f"[{c.marker}]", f"“{c.quote}” {place(c)}.") for c in answer.citations))
    if any(c.page is not None and not c.page_confirmed for c in answer.citations):
        yield Text(
            "A page that is “inferred” was worked out from the text of the document and not "
            "compared with its printed pages.",
            "small",
        )
    if any(c.references for c in answer.citations):
        yield Heading("References, as printed")
        yield from _references(answer.citations, corpus)


def about_parts(answer: Answer, corpus: Corpus, rows: Sequence[tuple[str, str]]) -> Iterator[Block]:
    """From what it was answered, so that anybody can answer it again."""
    yield Heading("About this document")
    for notice in answer.notices:
        yield Text(notice)
    documents = {c.document: None for c in (*answer.citations, *answer.related)}
    cited = [corpus.document(d) for d in documents]
    sources = [
        (f"Document {d.id}", f"{d.title}; {d.kind}; {d.date}; sha256 {d.sha256}") for d in cited
    ]
    boxes = [(f"Boxed warning of {w.product}", f"sha256 {w.sha256}") for w in answer.boxed_warning]
    yield Pairs((*rows, ("Corpus version", answer.corpus_version), *sources, *boxes))


def contact_parts(settings: Settings) -> Iterator[Block]:
    """Whom to turn to: every document says where reports belong."""
    yield Heading("Contacts")
    yield Pairs(
        (
            ("Further questions", settings.medical_information_contact),
            ("Adverse events, exposure in pregnancy", settings.safety_contact),
            ("Product complaints", settings.product_quality_contact),
        )
    )


def products_of(answer: Answer) -> str:
    """The products that an answer concerns, as one value."""
    names = dict.fromkeys((*answer.products, *(w.product for w in answer.boxed_warning)))
    return joined(tuple(names)) or "none named"


def place(citation: Citation) -> str:
    """Document, section, page and kind of authority, in words."""
    where = _where(citation.section, citation.page, citation.page_confirmed)
    return "; ".join((citation.document_title, *where, AUTHORITY_WORDS[citation.authority]))


def _where(section: str, page: int | None, confirmed: bool) -> tuple[str, ...]:
    numbered = page_words(page, confirmed=confirmed) or "page not known"
    return tuple(part for part in (section, numbered) if part)


def _concerned(answer: Answer, corpus: Corpus) -> tuple[Document, ...]:
    shown = {w.product for w in answer.boxed_warning}
    products = set(answer.products) or shown
    return tuple(d for d in corpus.documents if products & {p.name for p in d.products})


def _indications(document: Document) -> tuple[Statement, ...]:
    """What a document prints as its indication; a list as a whole, not item by item."""
    spans = [
        span for block in document.blocks if block.kind == "indication" for span in block.spans
    ]
    chosen = [
        s
        for s in document.statements
        if any(_is_indication(heading) for heading in s.section)
        or any(start <= span[0] < end for start, end in spans for span in s.spans)
    ]
    items = {part for statement in chosen for part in statement.parts}
    whole = [s for s in chosen if s.id not in items]
    # A name that is written out in one of them is a statement of its own as well.
    return tuple(
        s for s in whole if not any(s.quote in o.quote and s.quote != o.quote for o in whole)
    )


def _is_indication(heading: str) -> bool:
    return fold(heading).upper().lstrip("0123456789. ").startswith("INDICATION")


def _references(citations: Sequence[Citation], corpus: Corpus) -> Iterator[Block]:
    by_document: dict[str, list[Citation]] = {}
    for citation in citations:
        if citation.references:
            by_document.setdefault(citation.document, []).append(citation)
    for document_id, cited in by_document.items():
        document = corpus.document(document_id)
        printed = reference_list(document.source)
        # In the order of the list, not of the text; what is no number stands last.
        numbers = sorted({r for c in cited for r in c.references}, key=_by_number)
        yield Text(f"{document.title}:", "small")
        for c in cited:
            yield Text(f"[{c.marker}] refers to {joined(c.references)}.", "small")
        listed = tuple((f"{n}.", printed[n]) for n in numbers if n in printed)
        if listed:
            yield Points(listed)
        missing = [n for n in numbers if n not in printed]
        if not printed:
            yield Text(_NO_LIST, "small")
        elif missing:
            yield Text(f"Not in its list of references: {joined(missing)}.", "small")


def _by_number(reference: str) -> tuple[int, str]:
    return (int(reference) if reference.isdecimal() else 1 << 30, reference)
