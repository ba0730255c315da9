"""Checking a draft: paste it or choose a file, and see it marked."""

from __future__ import annotations

from ino_assistant.checking.page import report_page
from ino_assistant.checking.report import DraftReport
from ino_assistant.checking.words import headline
from ino_assistant.web.markup import text
from ino_assistant.web.reviewing.frame_view import screen
from ino_assistant.web.reviewing.parts import area, button, form, select

_FORMATS = {"txt": "Plain text", "md": "Markdown"}


def draft_screen() -> str:
    """The form; what is found comes beneath it."""
    body = (
        "<p>Every sentence is held against the documents, and the boxed warning of each product "
        "that the draft names has to be there, whole. Nothing of the draft is kept.</p>"
        f"{area('text', 'Draft as text', rows=8)}"
        f"{select('format', 'Pasted as', _FORMATS)}"
        '<label class="field"><span>Or a file: .txt, .md or .docx, up to 1 MB</span>'
        '<input type="file" name="file" accept=".txt,.md,.docx"></label>'
        f"{button('Check', main=True)}"
    )
    made = form("check", body, name="check-form", label="Check a draft")
    return screen(
        "draft-screen",
        "Check a draft",
        f'<div class="part">{made}</div><div data-slot="report"></div>',
    )


def marked(report: DraftReport) -> str:
    """The draft marked, as a page of its own in a frame that runs nothing."""
    return (
        f'<section data-arrive tabindex="-1" aria-label="{text(headline(report))}">'
        f'<iframe sandbox title="The draft, marked" srcdoc="{_attribute(report_page(report))}">'
        "</iframe></section>"
    )


def _attribute(page: str) -> str:
    """A whole page as the value of an attribute; its own text is escaped within it."""
    return page.replace("&", "&amp;").replace('"', "&quot;")


__all__ = ["draft_screen", "marked"]
