"""An Answer for people at a terminal; nothing is cut off, however narrow it is.

Source text goes in as `Text`, never as markup: `[1]` and `[bold]` are shown as they stand.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from io import StringIO

from rich.box import HEAVY
from rich.console import Console, RenderableType
from rich.panel import Panel
from rich.text import Text

from ino_assistant.answering.saying.answer import Answer, Citation, ShownWarning, is_mark
from ino_assistant.answering.saying.render import AUTHORITY_WORDS, place, status_words
from ino_assistant.text import fold, strip_control

NARROWEST = 40
"""Narrower terminals break the lines themselves: words would be split otherwise."""
WIDEST = 100
"""Longer lines are hard to read."""


def shown(answer: Answer) -> str:
    """Everything of an answer; of a question that could not be worked on, the warnings alone."""
    page = _Page()
    if answer.problem is None:
        _body(page, answer)
    for warning in answer.boxed_warning:
        _warning(page, warning)
    return page.text()


def _body(page: _Page, answer: Answer) -> None:
    page.add(_answer_text(answer))
    page.gap()
    page.add(Text(_status(answer), style="italic"))
    if fold(answer.standalone_question) not in ("", fold(answer.question)):
        page.add(Text("Understood as: " + _safe(answer.standalone_question)))
    page.section("Please note", [("•", _safe(c.text), "") for c in answer.caveats])
    page.section("Sources", [(f"[{c.marker}]", *_source(c)) for c in answer.citations])
    page.section(
        "Near passages: they come close, but are not an answer",
        [("•", *_source(c)) for c in answer.related],
    )
    for notice in answer.notices:
        page.gap()
        page.add(Text(_safe(notice)))


def _answer_text(answer: Answer) -> Text:
    text = Text()
    for segment in answer.segments:
        text.append(_lines(segment.text), style="bold" if is_mark(segment) else "")
    return text


def _status(answer: Answer) -> str:
    if answer.validated is not None:
        words = (
            "Approved answer {id}, version {version}, approved by {approved_by} on {approved_at}, "
            "valid until {expires_on}"
        )
        checked = answer.validated.get("label_checked")
        compared = (
            f", compared with the label {checked['version']} on {checked['on']}" if checked else ""
        )
        return _safe(words.format_map(answer.validated) + compared)
    return status_words(answer)


def _source(citation: Citation) -> tuple[str, str]:
    where = f"{place(citation)}; {AUTHORITY_WORDS[citation.authority]}"
    return f"“{_safe(citation.quote)}”", _safe(where)


def _warning(page: _Page, warning: ShownWarning) -> None:
    """The warning letter for letter in its box; what is added to it stands before the box."""
    page.gap()
    page.add(Text(f"Boxed warning: {_safe(warning.product)}", style="bold"))
    page.add(Text(f"as printed in: {_safe(warning.source)}"))
    if warning.relevant:
        points = ", ".join(str(index + 1) for index in sorted(set(warning.relevant)))
        page.add(Text(f"bearing on this question: point {points}"))
    # Only line breaks are added: folded, the text is the stored one.
    page.add(Panel(Text(_safe(warning.text).replace(" • ", "\n• ")), box=HEAVY, style="bold"))


def _safe(text: str) -> str:
    """One line that can't steer the terminal."""
    return fold(strip_control(text))


def _lines(text: str) -> str:
    """The same, with its line breaks and the blanks at its ends."""
    return "\n".join(strip_control(line) for line in text.split("\n"))


class _Page:
    """Text laid out for standard output, its styles left out where that is no terminal."""

    def __init__(self) -> None:
        # Rich would touch standard output, and end the process if nobody reads it any more.
        self._file = StringIO()
        self._console = Console(
            file=self._file,
            force_terminal=True if sys.stdout and sys.stdout.isatty() else None,
            highlight=False,
            markup=False,
            emoji=False,
        )
        self._console.width = min(max(self._console.width, NARROWEST), WIDEST)
        self._blocks: list[RenderableType] = []

    def add(self, block: RenderableType) -> None:
        """Put a block on lines of its own."""
        self._blocks.append(block)

    def gap(self) -> None:
        """Put a blank line between two blocks."""
        if self._blocks:
            self._blocks.append(Text())

    def section(self, heading: str, entries: Sequence[tuple[str, str, str]]) -> None:
        """A heading and its entries: mark, text, and where it is from; nothing without any."""
        if not entries:
            return
        self.gap()
        self.add(Text(heading, style="bold"))
        indent = max(len(mark) for mark, _, _ in entries) + 1
        for mark, text, origin in entries:
            self._hang(mark.ljust(indent), Text(text))
            if origin:
                self._hang(" " * indent, Text(origin, style="dim"))

    def _hang(self, lead: str, text: Text) -> None:
        """Lines with `lead` before the first and as much room before the others."""
        for line in text.wrap(self._console, self._console.width - len(lead)):
            self.add(Text.assemble(lead, line))
            lead = " " * len(lead)

    def text(self) -> str:
        """The page as it is written."""
        for block in self._blocks:
            self._console.print(block)
        # Wrapping leaves the blank at which it breaks a line.
        lines = self._file.getvalue().rstrip("\n").split("\n")
        return "".join(f"{line.rstrip()}\n" for line in lines)
