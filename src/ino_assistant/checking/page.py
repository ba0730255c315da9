"""The report as one HTML page that marks the draft; it needs nothing else and runs nothing."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from importlib import resources

from ino_assistant.answering.saying.answer import Citation
from ino_assistant.checking.boxed import BoxCheck
from ino_assistant.checking.draft import Block
from ino_assistant.checking.report import STATE_WORDS, Checked, DraftReport
from ino_assistant.checking.words import (
    box_words,
    documents_of,
    headline,
    issue_words,
    part_words,
    source_words,
    summary,
    verdict_words,
)
from ino_assistant.text import strip_control


def report_page(report: DraftReport) -> str:
    """The page. Its only style is the one inside, which its content policy names by hash."""
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    name = _text(report.draft.name)
    return "".join((
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{name}: checked against the documents</title><style>{style}</style></head><body>",
        *_header(report),
        '<main><h2 id="boxes">Boxed warnings</h2>',
        *_boxes(report.boxes),
        "<h2>The draft, sentence by sentence</h2>",
        *_rows(report),
        "</main>",
        *_footer(report),
        "</body></html>\n",
    ))  # fmt: skip


@cache
def _style() -> str:
    return resources.files(__package__).joinpath("page.css").read_text(encoding="utf-8")


def _text(value: str) -> str:
    return escape(strip_control(value))


def _header(report: DraftReport) -> Iterator[str]:
    yield f"<header><h1>{_text(report.draft.name)}</h1>"
    about = ", ".join(report.products) or "no product of the documents is named"
    yield f'<p class="soft">Checked against the documents. Products: {_text(about)}.</p>'
    cited = "; ".join(documents_of(report))
    if cited:
        yield f'<p class="soft">Cited: {_text(cited)}.</p>'
    yield f'<p class="verdict {"good" if report.ok else "bad"}">{_text(headline(report))}</p>'
    yield '<ul class="legend">'
    for state, words in summary(report):
        yield f'<li class="{state}">{_text(words)}</li>'
    yield "</ul>"
    broken = [box for box in report.boxes if not box.whole]
    todo = [sentence for sentence in report.sentences if not sentence.ok]
    if broken or todo:
        yield '<ol class="todo">'
        for box in broken:
            said = f"Boxed warning of {box.product}: {box_words(box.status)}"
            yield f'<li><a href="#boxes">{_text(said)}</a></li>'
        for sentence in todo:
            yield f'<li><a href="#s{sentence.number}">Sentence {sentence.number}</a> '
            yield f"({_text(sentence.place)}): {_text(verdict_words(sentence))}</li>"
        yield "</ol>"
    if report.draft.not_read:
        left = "; ".join(report.draft.not_read)
        yield f'<p class="verdict bad">Not read, check it by eye: {_text(left)}</p>'
    yield "</header>"


def _boxes(boxes: Sequence[BoxCheck]) -> Iterator[str]:
    if not boxes:
        yield "<p>No product that the draft is about has a boxed warning in the documents.</p>"
    for box in boxes:
        state = "good" if box.whole else "bad"
        yield f'<section class="box"><h3>{_text(box.product)}</h3>'
        yield f'<p class="verdict {state}">In the draft: {_text(box_words(box.status))}</p>'
        yield f'<p class="soft">As printed in: {_text(box.warning.document_title)}</p><ul>'
        for part in box.parts:
            yield f'<li class="{part.status}">{_text(part.text)}'
            if part.status != "whole":
                yield f'<span class="change">{_text(part_words(part))}</span>'
            yield "</li>"
        yield "</ul></section>"


def _rows(report: DraftReport) -> Iterator[str]:
    inside: dict[int, list[Checked]] = {}
    for sentence in report.sentences:
        inside.setdefault(sentence.block, []).append(sentence)
    titled = len(documents_of(report)) > 1
    for number, block in enumerate(report.draft.blocks):
        sentences = inside.get(number, [])
        yield f'<div class="row"><div class="draft {block.kind}">{_where(block)}'
        yield from _marked(block.text, sentences)
        yield "</div><div>"
        for sentence in sentences:
            if sentence.verdict is not None:
                yield from _card(sentence, titled=titled)
        yield "</div></div>"


def _where(block: Block) -> str:
    named = " · ".join(part for part in (block.place, block.label, block.column) if part)
    return f'<span class="where">{_text(named)}</span>'


def _marked(text: str, sentences: Sequence[Checked]) -> Iterator[str]:
    """A block's text with each sentence in its colour, and its wrong words underlined."""
    at = 0
    for sentence in sentences:
        start, end = sentence.span
        state = sentence.state
        label = STATE_WORDS[state] if sentence.verdict is not None else sentence.reason
        tag = f"{sentence.number} {label}" if sentence.verdict is not None else label
        yield _text(text[at:start])
        yield f'<span class="s {state}" id="s{sentence.number}">'
        yield f'<span class="tag">{_text(tag)}</span>'
        yield from _underlined(text[start:end], sentence)
        yield "</span>"
        at = end
    yield _text(text[at:])


def _underlined(text: str, sentence: Checked) -> Iterator[str]:
    spans = sorted({span for issue in sentence.issues for span in issue.spans})
    at = 0
    for start, end in spans:
        if start < at:
            continue
        yield f"{_text(text[at:start])}<u>{_text(text[start:end])}</u>"
        at = end
    yield _text(text[at:])


def _card(sentence: Checked, *, titled: bool) -> Iterator[str]:
    state = sentence.state
    yield f'<div class="card {state}"><p><a class="tag" href="#s{sentence.number}">'
    yield f"{sentence.number} {STATE_WORDS[state]}</a> {_text(verdict_words(sentence))}</p>"
    if sentence.issues:
        items = "".join(f"<li>{_text(issue_words(issue))}</li>" for issue in sentence.issues)
        yield f"<ul>{items}</ul>"
    for citation in sentence.evidence:
        yield _quoted(citation, titled=titled)
    for caveat in sentence.caveats:
        lead = "The source adds whose view this is" if caveat.advisory else "Left out"
        yield f"<p><b>{lead}:</b></p>{_quoted(caveat.citation, titled=titled)}"
    yield "</div>"


def _quoted(citation: Citation, *, titled: bool) -> str:
    return (
        f"<blockquote>“{_text(citation.display)}”</blockquote>"
        f'<p class="cite">{_text(source_words(citation, titled=titled))}</p>'
    )


def _footer(report: DraftReport) -> Iterator[str]:
    yield '<footer class="soft"><p>Checked by rules, without a language model, against corpus '
    yield f"{_text(report.corpus_version)}, index {_text(report.index_version)}. "
    yield f"File sha256 {_text(report.draft.sha256)}.</p>"
    yield "<p>A help for people who review: what the documents do not hold can't be checked, and "
    yield "what is marked right is still to be read in its context.</p></footer>"
