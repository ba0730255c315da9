"""The panel that a citation opens: what is quoted, and where it stands in its document.

A panel is an HTML popover: the browser itself opens it from its button, moves the focus
into it, and closes it with Escape; a browser too old for that shows it in the text flow.
"""

from __future__ import annotations

from ino_assistant.answering.saying.answer import Citation
from ino_assistant.answering.saying.render import AUTHORITY_WORDS, page_words
from ino_assistant.corpus.model import Corpus
from ino_assistant.web.document import document_url
from ino_assistant.web.markup import text
from ino_assistant.web.passage import Excerpt, excerpts

KIND_WORDS = {
    "prose": "text",
    "table": "table row",
    "list": "list",
    "figure": "figure",
    "safety": "safety information",
    "boxed_warning": "boxed warning",
}


def place_words(citation: Citation) -> str:
    """Section and page in words."""
    return ", ".join(part for part in (citation.section, _page(citation)) if part)


def _page(citation: Citation) -> str:
    return page_words(citation.page, confirmed=citation.page_confirmed)


def readable(citation: Citation) -> str:
    """What is quoted, with the repairs of its statement; of a table row the cells as printed."""
    return citation.display


def opener(panel: str, title: str, citation: Citation) -> str:
    """The button that opens a panel; shows the number of a numbered source.

    Args:
        panel: id of the panel.
        title: heading of the panel.
        citation: names the source for those who do not see the surroundings.
    """
    name = f"{title}: {place_words(citation) or citation.document_title}"
    style, label = (
        ("cite", title.rsplit(maxsplit=1)[-1]) if title[-1].isdigit() else ("open-source", "source")
    )
    return (
        f'<button type="button" class="{style}" popovertarget="{text(panel)}" '
        f'aria-haspopup="dialog" aria-label="{text(name)}">{text(label)}</button>'
    )


def source_panel(
    panel: str, title: str, citation: Citation, corpus: Corpus, *, label_only: bool = False
) -> str:
    """The panel of one citation.

    Args:
        panel: id that its buttons name.
        title: heading of the panel.
        citation: what is shown.
        corpus: holds the document's source text.
        label_only: whether nothing but label text may be shown: what stands around the quote may
            be something else.
    """
    around = "" if label_only else f"<h4>In the document</h4>{_surroundings(citation, corpus)}"
    kinds = (KIND_WORDS[citation.kind], AUTHORITY_WORDS[citation.authority])
    facts = [
        ("Document", citation.document_title),
        ("Section", citation.section),
        ("Page", _page(citation).removeprefix("page ")),
        ("Kind", "; ".join(dict.fromkeys(kinds))),
        ("References as printed", ", ".join(citation.references)),
    ]
    rows = "".join(
        f"<div><dt>{text(name)}</dt><dd>{text(value)}</dd></div>" for name, value in facts if value
    )
    return (
        f'<div popover id="{text(panel)}" class="source-panel" role="dialog" tabindex="-1" '
        f'autofocus aria-labelledby="{text(panel)}-title">'
        f'<div class="panel-head"><h3 id="{text(panel)}-title">{text(title)}</h3>'
        f'<button type="button" class="close" popovertarget="{text(panel)}" '
        'popovertargetaction="hide">Close</button></div>'
        f'<dl class="facts">{rows}</dl>'
        "<h4>Quoted, letter for letter</h4>"
        f'<blockquote class="quote">{text(citation.quote)}</blockquote>'
        f"{_notes(citation, corpus)}"
        f"{around}{_whole(citation)}</div>"
    )


def _whole(citation: Citation) -> str:
    """The way to the document itself, open at the passage."""
    url = document_url(citation.document, citation.spans, citation.quote)
    return (
        f'<p class="whole"><a href="{text(url)}" target="_blank" rel="noopener">'
        "Read the document at this passage</a></p>"
    )


def _notes(citation: Citation, corpus: Corpus) -> str:
    """What the reader has to know of the quote: how it was mended, and what is missing."""
    notes: list[str] = []
    if readable(citation) != citation.quote:
        notes.append(f"Shown in answers as: {readable(citation)}")
    statement = corpus.by_id.get(citation.statement)
    if statement is not None and statement.lost:
        notes.append(f"Lost in the source text: {statement.lost}")
    return "".join(f'<p class="source-note">{text(note)}</p>' for note in notes)


def _surroundings(citation: Citation, corpus: Corpus) -> str:
    source = next((d.source for d in corpus.documents if d.id == citation.document), "")
    found = excerpts(source, citation.spans, citation.quote)
    if not found:
        return '<p class="not-located">The passage can\'t be located in the document.</p>'
    return "".join(_excerpt(excerpt) for excerpt in found)


def _excerpt(excerpt: Excerpt) -> str:
    body = "".join(
        f"<mark>{text(piece.text)}</mark>" if piece.cited else text(piece.text)
        for piece in excerpt.pieces
    )
    before = '<span class="cut">… </span>' if excerpt.cut_before else ""
    after = '<span class="cut"> …</span>' if excerpt.cut_after else ""
    return (
        f'<figure class="excerpt"><figcaption>{_lines(excerpt)} of the source text</figcaption>'
        f'<div class="source-text">{before}{body}{after}</div></figure>'
    )


def _lines(excerpt: Excerpt) -> str:
    if excerpt.first_line == excerpt.last_line:
        return f"Line {excerpt.first_line}"
    return f"Lines {excerpt.first_line} to {excerpt.last_line}"


__all__ = ["KIND_WORDS", "opener", "place_words", "readable", "source_panel"]
