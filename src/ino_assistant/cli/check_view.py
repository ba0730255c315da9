"""The report on a draft for people at a terminal: what needs attention first.

Text of the draft and of the documents goes in as `Text`, never as markup.
"""

from __future__ import annotations

import sys
from io import StringIO

from rich.box import HEAVY, SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from ino_assistant.checking.boxed import BoxCheck
from ino_assistant.checking.report import STATE_WORDS, Checked, DraftReport, State
from ino_assistant.checking.words import (
    box_words,
    documents_of,
    headline,
    issue_words,
    nothing_words,
    part_words,
    source_words,
    summary,
    verdict_words,
)
from ino_assistant.text import fold, strip_control

NARROWEST = 60
WIDEST = 120
_OPENING = 110
"""Characters of a right sentence that are shown: enough to know it by."""
_STYLES: dict[State, str] = {
    "right": "green",
    "caveat": "yellow",
    "wrong": "bold red",
    "unsaid": "magenta",
    "none": "dim",
}


def shown(report: DraftReport) -> str:
    """The whole report."""
    file = StringIO()
    console = Console(
        file=file,
        force_terminal=True if sys.stdout and sys.stdout.isatty() else None,
        highlight=False,
        markup=False,
        emoji=False,
    )
    console.width = min(max(console.width, NARROWEST), WIDEST)
    for part in _parts(report):
        console.print(part)
    return "".join(f"{line.rstrip()}\n" for line in file.getvalue().rstrip("\n").split("\n"))


def _parts(report: DraftReport) -> list[RenderableType]:
    parts: list[RenderableType] = [
        Text(_safe(report.draft.name), style="bold"),
        Text(headline(report), style="bold green" if report.ok else "bold red"),
        Text(" · ".join(words for _, words in summary(report))),
    ]
    if report.draft.not_read:
        left = "; ".join(report.draft.not_read)
        parts.append(Text(f"Not read, check it by eye: {_safe(left)}", style="bold yellow"))
    for box in report.boxes:
        parts += [Text(), _box(box)]
    if not report.boxes:
        parts += [Text(), Text("No product that the draft is about has a boxed warning here.")]
    documents = documents_of(report)
    if documents:
        named = "; ".join(documents)
        parts += [Text(), Text(f"Cited: {_safe(named)}", style="dim")]
    titled = len(documents) > 1
    todo = [s for s in report.sentences if not s.ok]
    right = [s for s in report.sentences if s.state == "right"]
    if todo:
        parts += [Text(), Text("Needs attention", style="bold"), _table(todo, titled=titled)]
    if right:
        parts += [Text(), Text("Right", style="bold"), _right(right, titled=titled)]
    nothing = nothing_words(report.sentences)
    if nothing:
        parts += [Text(), Text(f"Nothing to check: {_safe(nothing)}", style="dim")]
    return parts


def _box(box: BoxCheck) -> RenderableType:
    title = Text(f"Boxed warning of {_safe(box.product)}: {box_words(box.status)}")
    title.stylize("bold green" if box.whole else "bold red")
    if box.whole:
        return title
    lines: list[RenderableType] = []
    if box.status == "missing":
        lines.append(Text(_safe(box.warning.text).replace(" • ", "\n• ")))
    for part in box.parts if not lines else ():
        if part.status != "whole":
            lines.append(Text(f"{part_words(part)}", style="bold"))
            lines.append(Padding(Text(f"printed: “{_safe(part.text)}”"), (0, 0, 0, 2)))
    if not lines:
        lines.append(Text("put its sentences together, in the order in which they are printed"))
    return Group(title, Panel(Group(*lines), box=HEAVY))


def _table(sentences: list[Checked], *, titled: bool) -> Table:
    table = Table(box=SIMPLE_HEAD, expand=True, show_lines=True, pad_edge=False)
    table.add_column("No.", justify="right", no_wrap=True)
    table.add_column("Draft", ratio=4)
    table.add_column("Finding and source", ratio=6)
    for sentence in sentences:
        table.add_row(str(sentence.number), _draft(sentence), _finding(sentence, titled=titled))
    return table


def _right(sentences: list[Checked], *, titled: bool) -> Table:
    """What is right, in a few lines each: it needs no reading again, its place is enough."""
    table = Table(box=SIMPLE_HEAD, expand=True, pad_edge=False)
    table.add_column("No.", justify="right", no_wrap=True)
    table.add_column("Draft", ratio=5)
    table.add_column("Source", ratio=5)
    for sentence in sentences:
        derived = "computed or rounded from: " if sentence.verdict == "derived" else ""
        places = dict.fromkeys(source_words(c, titled=titled) for c in sentence.evidence)
        lines = [f"{derived}{' and '.join(places)}"]
        lines += [f"whose view this is: {c.text}" for c in sentence.caveats]
        opening = _safe(sentence.text)
        cut = opening if len(opening) <= _OPENING else f"{opening[:_OPENING].rsplit(' ', 1)[0]} …"
        table.add_row(str(sentence.number), cut, _safe("; ".join(lines)), style="dim")
    return table


def _draft(sentence: Checked) -> Text:
    text = Text(_lined(sentence.text))
    for issue in sentence.issues:
        for start, end in issue.spans:
            text.stylize("underline bold", start, end)
    text.append(f"\n{_safe(sentence.place)}", style="dim")
    return text


def _finding(sentence: Checked, *, titled: bool) -> RenderableType:
    lines: list[RenderableType] = [
        Text.assemble(
            (STATE_WORDS[sentence.state], _STYLES[sentence.state]),
            f": {_safe(verdict_words(sentence))}",
        )
    ]
    lines += [Text(f"• {_safe(issue_words(issue))}") for issue in sentence.issues]
    for citation in sentence.evidence:
        lines.append(Text(f"“{_safe(citation.display)}”"))
        lines.append(Text(_safe(source_words(citation, titled=titled)), style="dim"))
    for caveat in sentence.caveats:
        lead = "whose view this is" if caveat.advisory else "left out"
        lines.append(Text(f"{lead}: “{_safe(caveat.text)}”", style="yellow"))
        lines.append(Text(_safe(source_words(caveat.citation, titled=titled)), style="dim"))
    return Group(*lines)


def _safe(text: str) -> str:
    """One line that can't steer the terminal."""
    return fold(strip_control(text))


def _lined(text: str) -> str:
    """The same, each character kept where it is: offsets into it stay right."""
    return "".join(" " if c.isspace() else c for c in strip_control(text))
