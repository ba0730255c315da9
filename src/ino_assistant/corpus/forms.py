"""The form of lines: what a run of lines is, told by how it looks and by nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ino_assistant.corpus.blocks import RawBlock
from ino_assistant.corpus.model import BlockKind
from ino_assistant.corpus.source import Line

BULLET = re.compile(r"^\s*(?:[•▪‣○●◦]|[–*-](?=\s)|\(?\d{1,2}[.)](?=\s))\s*")
CAPTION = re.compile(r"^(Table|Figure|Fig\.)\s+\d+[A-Z]?[.:]")
NOTE = re.compile(r"^(?:[*†‡§¶]\s?\S|[^\s=]{1,40}(?: [+&] [^\s=]+)?=\S)")
RUN_IN = re.compile(r"^([A-Z][^.:;?!]{2,90}): (?=[A-Z])")
SAFETY_HEADING = re.compile(r"^(?:[A-Z]+ )?SAFETY INFORMATION$")
_FURNITURE = re.compile(r"^(?:\d{1,4}|(?:https?://|www\.)\S+|Page \d+(?: of \d+)?)$", re.IGNORECASE)
_QUESTION = re.compile(
    r"^(?:Q(?:uestion)?\s?\d{0,2}\s?[.:)]\s*)?(?:What|How|Why|When|Which|Who|Where|Is|Are|Does|Do|Can|Should)\b"
)
OPEN_END = re.compile(r"(?:[,;:(–-]|\b(?:and|or|of|the|a|an|in|to|with|for|by|from|at|as|on))$")
NUMBERED_HEADING = re.compile(r"^(?P<number>\d{1,2}(?:\.\d{1,2})*\.?)\s+(?=[A-Z])")
_PARTED_NUMBER = re.compile(r"^\d{1,2}(?:\.\d{1,2})+\.?\s+[A-Z]")

_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|can|may|must|should|will|did|do|does)\b",
    re.IGNORECASE,
)
_RUN_IN_NUMBERED = re.compile(
    r"^\s*\d{1,2}(?:\.\d{1,2})+\.?\s+(?P<title>[A-Z][^.:;?!]{2,90})[.:](?=\s+[A-Z\d“\"])"
)
_INNER_STOP = re.compile(r"[.:;?!]\s+[A-Z]")
_RUN_IN_CASE = re.compile(
    r"^\s*(?:(?:patient|clinical)\s+)?(?:case|vignette)\s+(?:\d{1,2}|[IVX]+|[A-Z])\s*(?::(?=\s+\S)|\.(?=\s+(?-i:[A-Z])))",
    re.IGNORECASE,
)

PART = re.compile(r"^(?:PART|SECTION|CHAPTER|MODULE)\s+(?:\d{1,2}|[IVX]+|[A-Z])\b", re.IGNORECASE)
_OPEN_CAPITALS = re.compile(
    r"(?:[,;:(–-]|\b(?:AND|OR|OF|THE|A|AN|IN|TO|WITH|FOR|BY|FROM|AT|ON|VS))$"
)
CASE = re.compile(
    r"^(?:(?:patient|clinical)\s+)?(?:cases?|vignette)(?:\s+(?:reports?|stud(?:y|ies)|history))?\s*"
    r"(?:\d{1,2}|[IVX]+|[A-Z])?\s*(?:[:.]|$)",
    re.IGNORECASE,
)
"""The title of a patient case: `Case 1: ...`, `Patient case`."""
_WRAPPED = 50
"""Characters from which a line of capitals may go on in the next."""
_COLOPHON = re.compile(
    r"(?:Manufactured|Distributed|Marketed|Licensed|Packaged|Packed|Produced|Printed|Published|Made)"
    r"\s(?:and\s\w+\s)?(?:for|by|in|under)\b|©|Copyright\b|All rights reserved\b"
)
"""Who makes a product or holds its text: the end of a label, and no heading."""
_STOPPED = re.compile(r"[A-Za-z)%\]][.;]\d{1,3}(?:[,–-]\d{1,3})*$")
"""A stop with reference marks behind it: `It can be continued.1,3`."""
_SHORT = 0.78
"""A heading's line is at most this share of the widest line of its chunk."""
_MAX_HEADING_WORDS = 14
_PROSE: BlockKind = "prose"
_MAX_INNER_WORDS = 6
"""Words of a heading that has no blank line above or below it, at most."""
_ROOM = 12
"""Characters that a line must be short of the widest, beyond the word that begins the next."""
_MAX_QUESTION_LINES = 5


def split_chunk(chunk: list[Line]) -> Iterator[RawBlock]:
    """The blocks of lines that stand together, each told by its form."""
    rest = chunk
    while rest:
        numbered = run_in(rest[0])
        count, kind = _leading(rest) if not numbered else (_body(rest), _PROSE)
        title = numbered or (_end(_RUN_IN_CASE, rest[0]) if kind == _PROSE else 0)
        lines = rest[:count]
        if title:
            # `8.1 Pregnancy: There are no data.` is a heading and the sentence behind it.
            head, lines[0] = _halves(lines[0], title)
            yield RawBlock("heading", (head,))
        yield RawBlock(kind, tuple(lines))
        rest = rest[count:]


def run_in(line: Line) -> int:
    """Where a numbered heading ends that its text follows on the same line; 0 for none."""
    match = _RUN_IN_NUMBERED.match(line.text)
    return match.end() if match and not _VERB.search(match["title"]) else 0


def _end(form: re.Pattern[str], line: Line) -> int:
    match = form.match(line.text)
    return match.end() if match else 0


def _halves(line: Line, at: int) -> tuple[Line, Line]:
    """A line as two, the second without the blanks before it."""
    text = line.text[at:]
    start = line.start + at + len(text) - len(text.lstrip())
    head = replace(line, end=line.start + at, text=line.text[:at])
    return head, replace(line, start=start, text=text.lstrip())


def _body(lines: list[Line]) -> int:
    """How many lines prose goes on for: up to a list, or a heading with text on its line."""
    for index in range(1, len(lines)):
        text = lines[index].text
        if (BULLET.match(text) and "•" in text) or run_in(lines[index]):
            return index
        if _heads_what_follows(lines, index):
            return index
    return len(lines)


def _heads_what_follows(lines: list[Line], index: int) -> bool:
    """Whether a line in the midst of prose is a heading: short, between a stop and a capital.

    The line below begins with a word that would have had room on it.
    """
    if index + 1 >= len(lines):
        return False
    before, text, after = (lines[n].content for n in (index - 1, index, index + 1))
    width = max(len(line.content) for line in lines)
    return (
        before[-1] in ".?!"
        and heading_like(text)
        and not text.endswith(":")
        and len(text.split()) <= _MAX_INNER_WORDS
        and after[0].isupper()
        and len(text) + 1 + len(after.split()[0]) <= width - _ROOM
    )


def _leading(lines: list[Line]) -> tuple[int, BlockKind]:
    """How many lines the first block of a chunk takes, and its kind."""
    first = lines[0].content
    checks = (_furniture, _capitals, _caption, _note, _list, _question, _short_heading)
    for check in checks:
        found = check(lines)
        if found:
            return found
    if len(lines) == 1 and heading_like(first):
        return 1, "heading"
    return _body(lines), "prose"


def _furniture(lines: list[Line]) -> tuple[int, BlockKind] | None:
    return (1, "furniture") if _FURNITURE.match(lines[0].content) else None


def _capitals(lines: list[Line]) -> tuple[int, BlockKind] | None:
    count = 0
    for line in lines:
        text = line.content
        if not text.isupper() or BULLET.match(line.text) or len(text) < 2:
            break
        count += 1
        if PART.match(text) and len(text) < _WRAPPED and not _OPEN_CAPITALS.search(text):
            # `PART 2: THE TRIALS` is whole; what stands below it is a heading of its own.
            break
    if not count or (count == len(lines) and lines[count - 1].content.endswith(".")):
        return None
    return count, "heading"


def _caption(lines: list[Line]) -> tuple[int, BlockKind] | None:
    return (len(lines), "figure_caption") if CAPTION.match(lines[0].content) else None


def _note(lines: list[Line]) -> tuple[int, BlockKind] | None:
    return (len(lines), "table_note") if NOTE.match(lines[0].content) else None


def _list(lines: list[Line]) -> tuple[int, BlockKind] | None:
    return (_list_end(lines), "list") if BULLET.match(lines[0].text) else None


def _list_end(lines: list[Line]) -> int:
    """Where a list ends that a paragraph follows without a blank line.

    A line behind the last bullet that begins with a capital, though its first word would have
    had room on the line before, does not go on with the item.
    """
    last = max(i for i, line in enumerate(lines) if BULLET.match(line.text))
    width = max(len(line.content) for line in lines)
    for index in range(last + 1, len(lines)):
        before, text = lines[index - 1].content, lines[index].content
        room = len(before) + 1 + len(text.split()[0]) <= width - _ROOM
        if room and text[0].isupper() and not OPEN_END.search(before):
            return index
    return len(lines)


def _question(lines: list[Line]) -> tuple[int, BlockKind] | None:
    if not _QUESTION.match(lines[0].content):
        return None
    for count, line in enumerate(lines[:_MAX_QUESTION_LINES], start=1):
        text = line.content
        if text.endswith("?"):
            return count, "heading"
        if "." in text:
            return None
    return None


def _short_heading(lines: list[Line]) -> tuple[int, BlockKind] | None:
    first = lines[0].content
    if not heading_like(first):
        return None
    if first.endswith(":"):
        return 1, "heading"
    if len(lines) == 1:
        return None
    if _PARTED_NUMBER.match(first) and not _INNER_STOP.search(first):
        # `5.1 Hepatotoxicity` begins no sentence, however long the lines below are.
        return 1, "heading"
    if CASE.match(first) and len(first.split()) > 2 and lines[1].content[0].isupper():
        return 1, "heading"
    width = max(len(line.content) for line in lines[1:])
    following = lines[1].content
    if len(first) <= _SHORT * width and (following[0].isupper() or following[0] in '“"•'):
        return 1, "heading"
    return None


def is_numbered(text: str) -> bool:
    """Whether a text begins with a number and a capital letter, as headings and items do."""
    return NUMBERED_HEADING.match(text) is not None


def heading_like(text: str) -> bool:
    """Whether a line has the form of a heading: short, capital first, no stop at its end."""
    return (
        (text[0].isupper() or bool(NUMBERED_HEADING.match(text)))
        and len(text.split()) <= _MAX_HEADING_WORDS
        and text[-1] not in ".,;"
        and not _STOPPED.search(text)
        and not _COLOPHON.match(text)
        and not (OPEN_END.search(text) and not text.endswith(":"))
        and any(character.isalpha() for character in text)
    )
