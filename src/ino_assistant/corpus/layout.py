"""From lines to blocks: rules that know layouts, and a reviewer's decisions before them.

Lines that an annotation or the manifest claims are taken as it says. What is left is
searched for tables that show their columns, cut into chunks at blank lines and page
breaks, and each chunk is told by its form: heading, caption, note, list, page furniture
or prose. Paragraphs printed again and again under a run-in title are safety information.
Prose cut by something else is joined again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from ino_assistant.corpus.annotations import Annotations
from ino_assistant.corpus.blocks import RawBlock
from ino_assistant.corpus.footnotes import with_definitions, with_letter_notes
from ino_assistant.corpus.forms import (
    CAPTION,
    RUN_IN,
    SAFETY_HEADING,
    heading_like,
    is_numbered,
    split_chunk,
)
from ino_assistant.corpus.furniture import find_furniture, find_references
from ino_assistant.corpus.grids import find_grids
from ino_assistant.corpus.loose import find_loose
from ino_assistant.corpus.model import BlockKind
from ino_assistant.corpus.pages import read_over
from ino_assistant.corpus.pairs import find_pairs
from ino_assistant.corpus.sections import assign_sections
from ino_assistant.corpus.source import Line, SourceText
from ino_assistant.corpus.spaced import LEAST_ROWS, find_spaced
from ino_assistant.corpus.wrapped import find_wrapped
from ino_assistant.text import squeeze

_MIN_REPEAT = 60
"""Characters from which a repeated paragraph counts as one, not as a common phrase."""
_MAX_TITLE_LINES = 3
_MAX_LABEL_TITLE = 6
_TOLD = re.compile(r"[A-Z][\w ]{2,30}: \S")
"""A last line of a title that says something: `Revised: 08/2024`."""


def read_blocks(
    source: SourceText,
    annotations: Annotations,
    boxes: Sequence[tuple[int, int]],
    trials: Sequence[str] = (),
    arms: Sequence[str] = (),
    *,
    cited: bool = False,
) -> list[RawBlock]:
    """The blocks of a source in the order of their first line, sections assigned.

    Args:
        source: the document's text.
        annotations: the reviewer's decisions, already proven.
        boxes: first and last line of every printing of a boxed warning.
        trials: names of the document's trials.
        arms: names of their arms.
        cited: the source is a passage, whose tables may have lost all rows but one.

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
    apart = list(_apart(source, taken))
    claimed += apart
    taken |= {line.number: block for block in apart for line in block.lines}
    found = list(_by_looks(source, taken, [n for b in apart for n in b.lines], arms, cited=cited))
    blocks = sorted([*claimed, *found], key=lambda block: block.lines[0].number)
    blocks = list(_titles(blocks))
    blocks = list(with_definitions(with_letter_notes(blocks)))
    blocks = list(_bind_captions(blocks))
    blocks = list(_lift_safety(blocks))
    blocks = list(_merge_copies(blocks))
    blocks = list(_join_torn(blocks))
    return list(
        assign_sections(
            blocks,
            annotations.authority,
            infers=not annotations.says_authority,
            trials=trials,
        )
    )


def _by_looks(
    source: SourceText,
    taken: Container[int],
    furniture: Sequence[Line],
    arms: Sequence[str],
    *,
    cited: bool,
) -> Iterator[RawBlock]:
    """Blocks told by their form alone, read over the ends of pages."""
    pages = read_over(source, {line.number for line in furniture})
    spoken_for = set(pages.numbers(taken))
    tables = list(_tables(pages, spoken_for, arms, cited=cited))
    spoken_for.update(line.number for block in tables for line in block.lines)
    chunks = _chunks(pages.lines, spoken_for)
    for block in (*tables, *(block for chunk in chunks for block in split_chunk(chunk))):
        yield replace(block, lines=pages.printed(block.lines), lead=pages.printed(block.lead))


def _apart(source: SourceText, taken: Container[int]) -> Iterator[RawBlock]:
    """Running heads and feet, and lists of references: text of the page, not of the document."""
    feet = find_furniture(source, taken)
    for line in feet:
        yield RawBlock("furniture", (line,))
    seen = {n.number for n in source.lines if n.number in taken} | {n.number for n in feet}
    for run in find_references(source, seen):
        yield RawBlock("furniture", tuple(run))


def _tables(
    source: SourceText, taken: Container[int], arms: Sequence[str], *, cited: bool = False
) -> Iterator[RawBlock]:
    """Tables by their looks: those that show their columns, and what is left of others."""
    seen = {line.number for line in source.lines if line.number in taken}
    wrapped = partial(find_wrapped, certain=True)
    spaced = partial(find_spaced, arms=arms, least=1 if cited else LEAST_ROWS)
    for find in (wrapped, find_grids, spaced, find_wrapped):
        for grid in list(find(source, seen)):
            seen.update(line.number for line in grid.lines)
            yield RawBlock("table", grid.lines, rows=grid.rows, lost=not grid.rows)
    for grid in find_pairs(source, list(_chunks(source.lines, seen))):
        seen.update(line.number for line in grid.lines)
        yield RawBlock("table", grid.lines, rows=grid.rows)
    for lines in find_loose(_chunks(source.lines, seen)):
        yield RawBlock("table", tuple(lines), lost=True)


def _titles(blocks: Sequence[RawBlock]) -> Iterator[RawBlock]:
    """Headings that only their place tells: a document's title, and `1. Introduction`."""
    opens = True
    for index, block in enumerate(blocks):
        made = block
        after = blocks[index + 1].kind if index + 1 < len(blocks) else None
        lines = block.lines
        if opens and block.kind == "prose" and after == "heading" and _label_title(lines):
            # Below the names of a product stands when its label was revised.
            last = len(lines) - 1 if _TOLD.match(lines[-1].content) else len(lines)
            yield replace(block, kind="heading", lines=lines[:last])
            if last < len(lines):
                yield replace(block, lines=lines[last:])
            continue
        if opens and block.kind == "prose" and after and len(lines) <= _MAX_TITLE_LINES:
            goes_on = index and _goes_on_with(blocks[index - 1], block)
            if goes_on or all(heading_like(line.content) for line in lines):
                made = replace(block, kind="heading")
        elif (
            block.kind == "list"
            and len(lines) == 1
            and is_numbered(block.text)
            and heading_like(block.text)
            and after in ("prose", "table", "heading")
        ):
            made = replace(block, kind="heading")
        opens = opens and made.kind in ("heading", "furniture")
        yield made


def _label_title(lines: Sequence[Line]) -> bool:
    """Names of a product in its forms, one a line: more lines than a title has."""
    return _MAX_TITLE_LINES < len(lines) <= _MAX_LABEL_TITLE and all(
        heading_like(line.content) for line in lines
    )


def _goes_on_with(title: RawBlock, block: RawBlock) -> bool:
    """`X in heart failure:` and the line below it, which ends as no sentence does."""
    colon = title.kind == "heading" and title.text.endswith(":")
    next_line = title.lines[-1].number + 1 == block.lines[0].number
    return colon and next_line and block.text[-1] not in ".?!" and not block.text.isupper()


def _bind_captions(blocks: Sequence[RawBlock]) -> Iterator[RawBlock]:
    """Give tables found by their looks the caption above or below them, and its notes."""
    made = list(blocks)
    for index, block in enumerate(blocks):
        if block.kind != "table" or block.table is not None:
            continue
        if index and _title_of_pairs(block, made[index - 1]):
            made[index] = replace(block, caption=made[index - 1].lines)
            made[index - 1] = replace(made[index - 1], kind="figure_caption", bound=True)
            continue
        for near in (index - 1, index + 1):
            if 0 <= near < len(made) and _free_table_caption(made[near]):
                made[index] = replace(block, caption=made[near].lines)
                made[near] = replace(made[near], bound=True)
                break
    name: str | None = None
    for block in made:
        caption = CAPTION.match(_text(block.caption)) if block.caption else None
        if caption:
            name = caption[0].rstrip(".: ")
        elif block.kind not in ("table_note", "furniture") and not block.bound:
            name = None
        of_table = block.kind == "table_note" and block.of is None and block.basis == "rule"
        yield replace(block, of=name) if of_table else block


def _title_of_pairs(block: RawBlock, above: RawBlock) -> bool:
    """`Findings at diagnosis` right above labels with their values: what they are called."""
    pairs = bool(block.rows) and all(not c.column for row in block.rows for c in row.cells)
    plain = above.kind == "heading" and above.basis == "rule" and len(above.lines) == 1
    return pairs and plain and not above.text.isupper() and not is_numbered(above.text)


def _free_table_caption(block: RawBlock) -> bool:
    return (
        block.kind == "figure_caption"
        and block.table is None
        and not block.bound
        and block.text.startswith("Table")
    )


def _text(lines: Sequence[Line]) -> str:
    return " ".join(line.content for line in lines)


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
        yield RawBlock(
            entry.kind,
            take(*entry.lines),
            entry.basis,
            authority=entry.authority,
            of=entry.of,
        )
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
