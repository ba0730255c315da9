"""From lines to blocks: rules that know layouts, and a reviewer's decisions before them.

Lines that an annotation or the manifest claims are taken as it says. What is left is
cut into chunks at blank lines and page breaks, and each chunk is told by its form:
heading, caption, note, list, page furniture or prose. Paragraphs printed again and
again under a run-in title are safety information. Prose cut by something else is
joined again, and every block gets its section in reading order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ino_assistant.corpus.annotations import Annotations, TableEntry
from ino_assistant.corpus.model import Authority, Basis, Block, BlockKind
from ino_assistant.corpus.source import Line, SourceText
from ino_assistant.text import Span, fold, squeeze

BULLET = re.compile(r"^\s*(?:[•▪‣○●◦]|[–*-](?=\s)|\(?\d{1,2}[.)](?=\s))\s*")
CAPTION = re.compile(r"^(Table|Figure|Fig\.)\s+\d+[A-Z]?[.:]")
NOTE = re.compile(r"^(?:[*†‡§¶]\s?\S|[^\s=]{1,40}(?: [+&] [^\s=]+)?=\S)")
RUN_IN = re.compile(r"^([A-Z][^.:;?!]{2,90}): (?=[A-Z])")
SAFETY_HEADING = re.compile(r"^(?:[A-Z]+ )?SAFETY INFORMATION$")
_FURNITURE = re.compile(r"^(?:\d{1,4}|(?:https?://|www\.)\S+|Page \d+(?: of \d+)?)$", re.IGNORECASE)
_QUESTION = re.compile(r"^(?:What|How|Why|When|Which|Who|Where|Is|Are|Does|Do|Can|Should)\b")
_OPEN_END = re.compile(r"(?:[,;:(–-]|\b(?:and|or|of|the|a|an|in|to|with|for|by|from|at|as|on))$")
_NUMBERED_HEADING = re.compile(r"^\d{1,2}(?:\.\d{1,2})*\.?\s+[A-Z]")

_SHORT = 0.78
"""A heading's line is at most this share of the widest line of its chunk."""
_MAX_HEADING_WORDS = 14
_MAX_QUESTION_LINES = 5
_MIN_REPEAT = 60
"""Characters from which a repeated paragraph counts as one, not as a common phrase."""


@dataclass(frozen=True)
class RawBlock:
    """A block with its lines, before statements are made of it."""

    kind: BlockKind
    lines: tuple[Line, ...]
    basis: Basis = "rule"
    level: int | None = None
    authority: Authority | None = None
    table: TableEntry | None = None
    of: str | None = None
    section: tuple[str, ...] = ()
    title: str = ""
    """Run-in title of a safety paragraph."""
    box: int | None = None
    """Which printing of a boxed warning this is."""
    copies: tuple[tuple[Line, ...], ...] = field(default=())

    @property
    def text(self) -> str:
        """Folded text of all lines."""
        return fold("\n".join(line.text for line in self.lines))

    @property
    def spans(self) -> tuple[Span, ...]:
        """One span for every run of lines with nothing but blank lines between them."""
        return spans_of(self.lines)

    def as_block(self) -> Block:
        """The block as the corpus keeps it."""
        return Block(
            kind=self.kind,
            section=self.section,
            spans=self.spans,
            places=tuple(spans_of(copy) for copy in self.copies),
            basis=self.basis,
            note="layout lost" if self.table and self.table.layout == "lost" else None,
        )


def spans_of(lines: Sequence[Line]) -> tuple[Span, ...]:
    """Spans of lines, joined where line numbers follow each other."""
    spans: list[list[int]] = []
    previous = None
    for line in lines:
        if previous is not None and line.number == previous + 1:
            spans[-1][1] = line.end
        else:
            spans.append([line.start, line.end])
        previous = line.number
    return tuple((start, end) for start, end in spans)


def read_blocks(
    source: SourceText, annotations: Annotations, boxes: Sequence[tuple[int, int]]
) -> list[RawBlock]:
    """The blocks of a source in the order of their first line, sections assigned.

    Args:
        source: the document's text.
        annotations: the reviewer's decisions, already proven.
        boxes: first and last line of every printing of a boxed warning.

    Raises:
        ValueError: two entries claim the same line.
    """
    claimed = list(_claims(source, annotations, boxes))
    taken: dict[int, RawBlock] = {}
    for block in claimed:
        for line in block.lines:
            other = taken.setdefault(line.number, block)
            if other is not block:
                raise ValueError(
                    f"line {line.number} is claimed as {other.kind} and as {block.kind}: "
                    "let one of the two entries end before the other begins"
                )
    found = [block for chunk in _chunks(source.lines, taken) for block in _split_chunk(chunk)]
    blocks = sorted([*claimed, *found], key=lambda block: block.lines[0].number)
    blocks = list(_lift_safety(blocks))
    blocks = list(_merge_copies(blocks))
    blocks = list(_join_torn(blocks))
    return list(_assign_sections(blocks, annotations.authority))


def _claims(
    source: SourceText, annotations: Annotations, boxes: Sequence[tuple[int, int]]
) -> Iterator[RawBlock]:
    def take(first: int, last: int) -> tuple[Line, ...]:
        return tuple(line for line in source.lines[first - 1 : last] if not line.blank)

    for number, (first, last) in enumerate(boxes):
        yield RawBlock("boxed_warning", take(first, last), "confirmed", box=number)
    for heading in annotations.heading:
        yield RawBlock(
            "heading", take(*heading.lines), heading.basis, heading.level, heading.authority
        )
    for entry in annotations.block:
        yield RawBlock(entry.kind, take(*entry.lines), entry.basis, of=entry.of)
    for table in annotations.table:
        kind: BlockKind = "figure_text" if table.kind == "figure" else "table"
        if table.kind == "case":
            kind = "case"
        yield RawBlock(
            kind, take(*table.lines), table.basis, authority=table.authority, table=table
        )
        yield RawBlock("figure_caption", take(*table.caption.lines), table.basis, table=table)
        for note in table.notes:
            yield RawBlock("table_note", take(*note.lines), table.basis, of=table.name)


def _chunks(lines: Iterable[Line], taken: Container[int]) -> Iterator[list[Line]]:
    chunk: list[Line] = []
    for line in lines:
        if line.blank or line.number in taken or line.breaks:
            if chunk:
                yield chunk
            chunk = []
        if not line.blank and line.number not in taken:
            chunk.append(line)
    if chunk:
        yield chunk


def _split_chunk(chunk: list[Line]) -> Iterator[RawBlock]:
    rest = chunk
    while rest:
        count, kind = _leading(rest)
        yield RawBlock(kind, tuple(rest[:count]))
        rest = rest[count:]


def _leading(lines: list[Line]) -> tuple[int, BlockKind]:
    """How many lines the first block of a chunk takes, and its kind."""
    first = lines[0].content
    checks = (_furniture, _capitals, _caption, _note, _list, _question, _short_heading)
    for check in checks:
        found = check(lines)
        if found:
            return found
    body = len(lines)
    for index in range(1, len(lines)):
        if BULLET.match(lines[index].text) and "•" in lines[index].text:
            body = index
            break
    if len(lines) == 1 and _heading_like(first):
        return 1, "heading"
    return body, "prose"


def _furniture(lines: list[Line]) -> tuple[int, BlockKind] | None:
    return (1, "furniture") if _FURNITURE.match(lines[0].content) else None


def _capitals(lines: list[Line]) -> tuple[int, BlockKind] | None:
    count = 0
    for line in lines:
        text = line.content
        if not text.isupper() or BULLET.match(line.text) or len(text) < 2:
            break
        count += 1
    if not count or (count == len(lines) and lines[count - 1].content.endswith(".")):
        return None
    return count, "heading"


def _caption(lines: list[Line]) -> tuple[int, BlockKind] | None:
    return (len(lines), "figure_caption") if CAPTION.match(lines[0].content) else None


def _note(lines: list[Line]) -> tuple[int, BlockKind] | None:
    return (len(lines), "table_note") if NOTE.match(lines[0].content) else None


def _list(lines: list[Line]) -> tuple[int, BlockKind] | None:
    return (len(lines), "list") if BULLET.match(lines[0].text) else None


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
    if not _heading_like(first):
        return None
    if first.endswith(":"):
        return 1, "heading"
    if len(lines) == 1:
        return None
    width = max(len(line.content) for line in lines[1:])
    following = lines[1].content
    if len(first) <= _SHORT * width and (following[0].isupper() or following[0] in '“"•'):
        return 1, "heading"
    return None


def _heading_like(text: str) -> bool:
    return (
        (text[0].isupper() or bool(_NUMBERED_HEADING.match(text)))
        and len(text.split()) <= _MAX_HEADING_WORDS
        and text[-1] not in ".,;"
        and not (_OPEN_END.search(text) and not text.endswith(":"))
        and any(character.isalpha() for character in text)
    )


def _lift_safety(blocks: list[RawBlock]) -> Iterator[RawBlock]:
    """Mark safety paragraphs: under a safety heading, or printed again with a run-in title."""
    printed = Counter(squeeze(b.text) for b in blocks if b.kind == "prose")
    inside = False
    title = ""
    previous: RawBlock | None = None
    for block in blocks:
        made = block
        if block.kind == "heading":
            follows = SAFETY_HEADING.match(block.text) is not None
            inside, title = (True, "") if follows else (False, "")
        elif block.kind == "prose":
            text = block.text
            repeated = printed[squeeze(text)] > 1 and len(text) >= _MIN_REPEAT
            run_in = RUN_IN.match(text)
            under_heading = previous is not None and (
                previous.kind in ("safety", "heading") and inside
            )
            if repeated or (run_in and under_heading):
                title = run_in[1] if run_in else title
                made = replace(block, kind="safety", title=title)
                inside = True
            else:
                inside = False
        elif block.kind == "boxed_warning":
            title = ""
            inside = True
        yield made
        previous = made


def _merge_copies(blocks: list[RawBlock]) -> Iterator[RawBlock]:
    """Keep a repeated safety paragraph or boxed warning once, with all its places."""
    lifted = ("safety", "boxed_warning")
    groups: dict[str, list[RawBlock]] = {}
    for block in blocks:
        if block.kind in lifted:
            groups.setdefault(squeeze(block.text), []).append(block)
    for block in blocks:
        if block.kind not in lifted:
            yield block
            continue
        group = groups[squeeze(block.text)]
        if group[0] is block:
            yield replace(block, copies=tuple(copy.lines for copy in group[1:]))


def _join_torn(blocks: list[RawBlock]) -> Iterator[RawBlock]:
    """Join prose and list items that something cut: they go on with a small letter."""
    result: list[RawBlock] = []
    open_at: int | None = None
    for block in blocks:
        if block.kind in ("prose", "list"):
            first = block.text[:1]
            if open_at is not None and first.islower() and block.kind == "prose":
                before = result[open_at]
                result[open_at] = replace(before, lines=before.lines + block.lines)
                continue
            open_at = len(result)
        elif block.kind == "heading" and not SAFETY_HEADING.match(block.text):
            open_at = None
        result.append(block)
    yield from result


def _assign_sections(blocks: list[RawBlock], authority: Authority) -> Iterator[RawBlock]:
    stack: list[tuple[int, str, Authority | None]] = []
    annotated = 0
    safety = "SAFETY INFORMATION"
    for block in blocks:
        if block.kind == "heading":
            if SAFETY_HEADING.match(block.text):
                safety = block.text
                yield replace(block, section=(block.text,))
                continue
            level = block.level if block.level is not None else annotated + 1
            if block.level is not None:
                annotated = block.level
            if block.text.endswith(":") and stack and block.level is None:
                level += 1
            while stack and stack[-1][0] >= level:
                stack.pop()
            stack.append((level, block.text.rstrip(": "), block.authority))
        path = tuple(text for _, text, _ in stack)
        inherited = next((a for _, _, a in reversed(stack) if a is not None), authority)
        if block.kind in ("safety", "boxed_warning"):
            path = (safety, block.title) if block.title else (safety,)
            inherited = "label"
        elif block.kind == "indication":
            path, inherited = ("INDICATION",), "label"
        yield replace(block, section=path, authority=block.authority or inherited)
