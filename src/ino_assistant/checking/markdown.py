"""Markdown as blocks, parsed by markdown-it (CommonMark with tables and struck-out text)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ino_assistant.checking.draft import Block
from ino_assistant.checking.plain import pieces
from ino_assistant.checking.tables import table_blocks
from ino_assistant.checking.writing import raised
from ino_assistant.text import fold

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def read_markdown(text: str) -> tuple[list[Block], list[str]]:
    """The blocks of a Markdown text, and what of it was not read."""
    # Without definitions of links: `[1]: 80%` would be one, and so be lost.
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("reference")
    reader = _Reader()
    for token in parser.parse(text):
        reader.take(token)
    return reader.blocks, reader.notes


class _Reader:
    """Collects blocks from the tokens of a parse."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.notes: list[str] = []
        self._line = 1
        self._items = 0
        self._heading = False
        self._fresh = False
        self._rows: list[list[str]] | None = None
        self._tables = 0

    def take(self, token: Token) -> None:
        """Go on by one token."""
        if token.map and token.type != "inline":
            self._line = token.map[0] + 1
        kind = token.type
        if kind in ("list_item_open", "list_item_close"):
            self._items += 1 if kind.endswith("open") else -1
            self._fresh = kind.endswith("open")
        elif kind in ("heading_open", "heading_close"):
            self._heading = kind.endswith("open")
        elif kind == "table_open":
            self._rows = []
        elif kind == "tr_open" and self._rows is not None:
            self._rows.append([])
        elif kind == "table_close" and self._rows is not None:
            self._tables += 1
            self.blocks += table_blocks(self._rows, f"table {self._tables} (line {self._line})")
            self._rows = None
        elif kind == "inline":
            self._inline(self._text_of(token.children or ()))
        elif kind in ("fence", "code_block"):
            self._paragraph(token.content)
        elif kind == "html_block":
            self._paragraph(self._without_tags(token.content))

    def _inline(self, text: str) -> None:
        if self._rows is not None:
            self._rows[-1].append(fold(text))
        elif self._heading:
            if fold(text):
                self.blocks.append(Block("heading", fold(text), f"line {self._line}"))
        else:
            self._paragraph(text)

    def _paragraph(self, text: str) -> None:
        lines = [(self._line + n, line) for n, line in enumerate(text.split("\n"))]
        if not any(line.strip() for _, line in lines):
            return
        for piece in pieces(lines):
            first = self._items and self._fresh
            self.blocks.append(Block("item", piece.text, piece.place) if first else piece)
            self._fresh = False

    def _text_of(self, children: Sequence[Token]) -> str:
        parts: list[str] = []
        struck = sup = 0
        for child in children:
            if child.type in ("s_open", "s_close"):
                struck += 1 if child.type == "s_open" else -1
                if child.type == "s_open":
                    self.notes.append("struck-out text")
            elif struck:
                continue
            elif child.type in ("softbreak", "hardbreak"):
                parts.append("\n")
            elif child.type == "html_inline":
                tag = child.content.lower()
                sup += {"<sup>": 1, "</sup>": -1}.get(tag, 0)
                if _BREAK.fullmatch(tag):
                    parts.append("\n")
                elif tag.startswith("<!--"):
                    self.notes.append("HTML comment")
            elif child.type == "image":
                self.notes.append("picture")
                parts.append(child.content)
            else:
                parts.append(raised(child.content) if sup > 0 else child.content)
        return "".join(parts)

    def _without_tags(self, html: str) -> str:
        stripper = _Tags()
        stripper.feed(html)
        stripper.close()
        self.notes += stripper.notes
        return "".join(stripper.parts)


class _Tags(HTMLParser):
    """Keeps the text of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.notes: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Tags that end a line do so; scripts and styles are no text."""
        if tag in ("script", "style"):
            self._hidden += 1
        elif tag == "img":
            self.notes.append("picture")
        elif tag in ("br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4"):
            self.parts.append("\n")
        elif tag in ("td", "th"):
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """A script or style ends."""
        if tag in ("script", "style"):
            self._hidden = max(0, self._hidden - 1)

    def handle_data(self, data: str) -> None:
        """Text between tags."""
        if not self._hidden:
            self.parts.append(data)

    def handle_comment(self, data: str) -> None:
        """A comment is no part of the letter; it is told that there was one."""
        self.notes.append("HTML comment")
