"""From blocks to statements: the citable units, each with its exact place and context."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ino_assistant.corpus.abbreviations import NOTE_TITLE, Abbreviation, find_in_note, find_in_prose
from ino_assistant.corpus.annotations import Annotations, TableEntry
from ino_assistant.corpus.authority import Speakers
from ino_assistant.corpus.blocks import RawBlock, spans_of
from ino_assistant.corpus.forms import CAPTION, RUN_IN
from ino_assistant.corpus.items import by_bullet, item_span, merged_lists
from ino_assistant.corpus.marks import DocumentMarks
from ino_assistant.corpus.model import Row, Statement, StatementKind
from ino_assistant.corpus.references import expand_marks, marks_at_end
from ino_assistant.corpus.sentences import split_sentences
from ino_assistant.corpus.single import StatementForm, row_text, unique, with_places
from ino_assistant.corpus.source import Flat, Line, SourceText, trimmed
from ino_assistant.corpus.tables import (
    ListColumn,
    caption_text,
    read_boxes,
    read_lists,
    read_rows,
)
from ino_assistant.text import Span

# A sentence that begins so says something about what the sentence before it names.
_POINTS_BACK = re.compile(
    r"^(?:It|They|This|These|Those|Its|Their|Such|He|She|His|Her|The latter)\b"
    r"|^(?:For|In|Of|Among|With) [^,.]{1,40}, (?:these|those|this|they|it)\b"
)
_MAX_LIST_WORDS = 130
LOST_FIGURE = "the values of this figure are not in the text"
LOST_TABLE = "the cells of this table are not in the text"
LOST_ROWS = "which row and column a figure of this table belongs to is lost"


class StatementMaker:
    """Makes the statements of one document.

    Args:
        document: id of the document.
        source: its text.
        annotations: the reviewer's decisions.
        products: names of the products that the document is about.
        speakers: who speaks where no reviewer has said it.
    """

    def __init__(
        self,
        document: str,
        source: SourceText,
        annotations: Annotations,
        products: tuple[str, ...],
        speakers: Speakers | None = None,
    ) -> None:
        self._speakers = speakers or Speakers()
        self._tells_trials = not annotations.says_authority
        self._source = source
        self._annotations = annotations
        self._document_marks = DocumentMarks(source)
        self._forms = self._document_marks.forms
        self._form = StatementForm(document, source, annotations, products, self._forms)
        self._marks = frozenset((*self._mark_offsets(), *self._document_marks.offsets()))
        self.abbreviations: list[Abbreviation] = []
        self._undecided: list[tuple[str, int]] = []

    def make(self, blocks: Sequence[RawBlock]) -> list[Statement]:
        """All statements, in the order of the blocks that they are made of.

        Raises:
            ValueError: a table does not fit the layout named for it, or a note's table
                is not there.
        """
        made: list[Statement] = []
        captions = dict(self._captions(blocks))
        for block in blocks:
            if block.of is not None and block.of not in captions:
                raise ValueError(
                    f"note at line {block.lines[0].number}: no caption of {block.of!r}: "
                    "correct the name"
                )
        for block in merged_lists(blocks):
            if block.kind == "prose":
                made += self._prose(block, "prose")
            elif block.kind in ("safety", "indication"):
                made += self._safety(block)
            elif block.kind == "boxed_warning":
                made += self._boxed_warning(block)
            elif block.kind == "list":
                made += self._list(block)
            elif block.kind == "table_note":
                made += self._note(block, captions.get(block.of or "", ""))
            elif block.kind == "figure_caption":
                made += self._caption(block)
            elif block.table is not None:
                made += self._table(block, block.table)
            elif block.kind == "table":
                made += self._found_table(block)
        made += self._definitions(blocks)
        return unique(made)

    def undecided_marks(self) -> tuple[tuple[str, int], ...]:
        """Numbers that may hold a reference mark, with their lines: a reviewer has to say."""
        return tuple(self._undecided)

    # Parts of a document

    def _prose(self, block: RawBlock, kind: StatementKind) -> Iterator[Statement]:
        flat = Flat(self._source.text, block.spans)
        known = frozenset(
            position for m in self._marks if (position := flat.position(m)) is not None
        )
        before, of_trial = "", False
        for sentence in split_sentences(flat.text, known, self._forms):
            spans = flat.spans(sentence.start, sentence.end)
            made = self._form.statement(block, kind, spans, references=sentence.references)
            number = self._document_marks.undecided(made.display)
            if number is not None:
                line = self._source.line_of(spans[-1][1] - 1)
                self._undecided.append((f"“{number}” may end in a reference mark", line))
            made = replace(
                made,
                authority=self._speakers.of_sentence(made.display, made.authority),
                subject=before if _POINTS_BACK.match(made.display) else "",
            )
            made = self._told(block, made, of_trial=of_trial)
            of_trial = made.authority == "trial"
            before = made.display
            yield made

    def _told(self, block: RawBlock, made: Statement, *, of_trial: bool = False) -> Statement:
        """A statement of background text that reports a trial, or goes on with one that does."""
        if made.authority != "background" or not self._tells_trials:
            return made
        heading = block.section[-1] if block.section else ""
        goes_on = of_trial and (bool(made.subject) or self._speakers.goes_on(made.display))
        if goes_on or self._speakers.reports_trial(made.display, heading):
            return replace(made, authority="trial")
        return made

    def _safety(self, block: RawBlock) -> Iterator[Statement]:
        printings = [self._safety_printing(replace(block, lines=block.lines))]
        printings += [self._safety_printing(replace(block, lines=c)) for c in block.copies]
        yield from with_places(printings)

    def _safety_printing(self, block: RawBlock) -> list[Statement]:
        made = list(self._prose(block, "safety"))
        title = RUN_IN.match(made[0].display) if made else None
        if title and title[1] == block.title:
            spans = _without_title(self._source.text, made[0].spans, title[1])
            made[0] = self._form.statement(block, "safety", spans, references=made[0].references)
        return [replace(m, authority=block.authority or "label", context=block.title) for m in made]

    def _boxed_warning(self, block: RawBlock) -> Iterator[Statement]:
        printings = [self._box_printing(block, block.lines)]
        printings += [self._box_printing(block, copy) for copy in block.copies]
        yield from with_places(printings)

    def _box_printing(self, block: RawBlock, lines: Sequence[Line]) -> list[Statement]:
        made = []
        for part in by_bullet(lines):
            spans = (item_span(self._source, part),)
            flat = Flat(self._source.text, spans)
            for sentence in split_sentences(flat.text, forms=self._forms):
                made.append(
                    self._form.statement(
                        block,
                        "boxed_warning",
                        flat.spans(sentence.start, sentence.end),
                        context="Boxed warning",
                    )
                )
        return made

    def _list(self, block: RawBlock) -> Iterator[Statement]:
        lead = block.section[-1] if block.section else ""
        items: list[Statement] = []
        below: dict[int, list[Statement]] = {}
        parent: int | None = None
        for part in by_bullet(block.lines):
            nested = part[0].text.lstrip().startswith(("–", "-")) and parent is not None
            statement = self._form.statement(
                block,
                "list",
                (item_span(self._source, part),),
                context=items[parent].display if nested and parent is not None else "",
            )
            if nested and parent is not None:
                below[parent].append(statement)
            elif statement.display.endswith(":"):
                parent = len(items)
                below[parent] = []
            else:
                parent = None
            items.append(statement)
        yield from items
        for index, inner in below.items():
            if inner:
                group = (items[index], *inner)
                spans = tuple(span for item in group for span in item.spans)
                whole = self._form.statement(block, "list", spans)
                yield replace(whole, parts=tuple(item.id for item in group))
        words = sum(len(item.quote.split()) for item in items)
        if (len(items) > 1 or block.lead) and words <= _MAX_LIST_WORDS:
            inside = tuple(span for item in items for span in item.spans)
            spans = (*(trimmed(self._source.text, s) for s in spans_of(block.lead)), *inside)
            yield replace(
                self._form.statement(block, "list", spans, context=lead),
                parts=tuple(item.id for item in items),
            )

    def _captions(self, blocks: Sequence[RawBlock]) -> Iterator[tuple[str, str]]:
        """Captions by the name that notes and caveats call a table or figure by."""
        for block in blocks:
            name = CAPTION.match(block.text)
            if block.kind == "figure_caption" and name:
                marks = self._document_marks.at_end(block.text)
                yield name[0].rstrip(".: "), block.text[: marks[0]] if marks else block.text
        for table in self._annotations.table:
            yield table.name, caption_text(table, self._source)

    def _note(self, block: RawBlock, caption: str) -> Iterator[Statement]:
        section = (*block.section[:1], caption) if caption else block.section
        table = next((t for t in self._annotations.table if t.name == block.of), None)
        authority = (table.authority if table else None) or block.authority
        block = replace(block, section=section, authority=authority)
        flat = Flat(self._source.text, block.spans)
        entries = list(find_in_note(flat.text))
        if not entries:
            for made in self._prose(block, "prose"):
                yield replace(made, context=caption, note=True)
            return
        opening = NOTE_TITLE.match(flat.text)
        end = opening.end() if opening else 0
        for entry in entries:
            self.abbreviations.append(entry)
            yield from self._rest_of_note(block, flat, (end, entry.start), caption)
            yield self._form.statement(
                block, "prose", flat.spans(entry.start, entry.end), context="Abbreviation"
            )
            end = entry.end
        yield from self._rest_of_note(block, flat, (end, len(flat.text)), caption)

    def _rest_of_note(
        self, block: RawBlock, flat: Flat, between: tuple[int, int], caption: str
    ) -> Iterator[Statement]:
        """Text of a note that defines nothing; the signs between definitions are none."""
        text = flat.text[: between[1]]
        start = between[0] + len(text[between[0] :]) - len(text[between[0] :].lstrip(" \t\n;.,"))
        for sentence in split_sentences(text[start:], forms=self._forms):
            spans = flat.spans(start + sentence.start, start + sentence.end)
            if any(c.isalnum() for c in text[start + sentence.start : start + sentence.end]):
                made = self._form.statement(block, "prose", spans, references=sentence.references)
                yield replace(made, context=caption, note=True)

    def _caption(self, block: RawBlock) -> Iterator[Statement]:
        """A figure's caption; that of a table goes with every row of it."""
        if block.bound or (block.table is not None and block.table.kind != "figure"):
            return
        authority = (block.table.authority if block.table else None) or block.authority
        block = replace(block, section=block.section[:1], authority=authority)
        flat = Flat(self._source.text, block.spans)
        marks = self._document_marks.at_end(flat.text)
        end = marks[0] if marks else len(flat.text)
        references = expand_marks(flat.text[marks[0] : marks[1]]) if marks else ()
        made = self._form.statement(block, "figure", flat.spans(0, end), references=references)
        # A caption that no body was found for: its figure was a picture.
        yield replace(made, note=True, lost="" if block.table else _lost(flat.text))

    def _table(self, block: RawBlock, entry: TableEntry) -> Iterator[Statement]:
        caption = caption_text(entry, self._source)
        path = block.section if entry.kind == "case" else block.section[:1]
        block = replace(block, section=(*path, caption))
        references = self._caption_references(entry)
        if entry.layout == "lost":
            made = self._form.statement(block, "table", block.spans, context=caption)
            yield replace(made, layout_lost=True, lost=LOST_ROWS, references=references)
        elif entry.layout in ("column_lists", "boxes"):
            read = read_lists if entry.layout == "column_lists" else read_boxes
            for column in read(entry, self._source):
                yield from self._list_column(block, entry, column, references)
        else:
            for row in read_rows(entry, self._source):
                yield self._row_statement(block, row, references)

    def _found_table(self, block: RawBlock) -> Iterator[Statement]:
        """A table that no annotation names: by its own columns, or as a block."""
        text = " ".join(line.content for line in block.caption)
        marks = self._document_marks.at_end(text)
        caption = text[: marks[0]] if marks else text
        references = expand_marks(text[slice(*marks)]) if marks else ()
        if caption:
            # Findings belong to the case that they stand in.
            pairs = not any(cell.column for row in block.rows for cell in row.cells)
            path = block.section if block.rows and pairs else block.section[:1]
            block = replace(block, section=(*path, caption))
        for row in block.rows:
            name = caption or (block.section[-1] if block.section else "")
            yield self._row_statement(block, replace(row, table=name), references)
        if not block.rows:
            made = self._form.statement(block, "table", block.spans, context=caption)
            yield replace(made, layout_lost=True, lost=LOST_ROWS, references=references)

    def _list_column(
        self, block: RawBlock, entry: TableEntry, column: ListColumn, references: tuple[str, ...]
    ) -> Iterator[Statement]:
        kind: StatementKind = "figure" if entry.kind == "figure" else "list"
        context = ". ".join(filter(None, (block.section[-1], column.title)))
        inner = replace(
            block, section=(*block.section, column.title) if column.title else block.section
        )
        items = [self._form.statement(inner, kind, (s,), context=context) for s in column.items]
        yield from (replace(item, references=references) for item in items)
        if len(items) > 1:
            spans = (*column.title_spans, *column.items)
            whole = self._form.statement(inner, kind, spans, context=block.section[-1])
            yield replace(whole, references=references, parts=tuple(item.id for item in items))

    def _row_statement(self, block: RawBlock, row: Row, references: tuple[str, ...]) -> Statement:
        spans = (*row.label_spans, *(span for cell in row.cells for span in cell.spans))
        made = self._form.statement(block, "table", spans, cells=True)
        section = (*block.section, row.group) if row.group else block.section
        cells = tuple(
            replace(
                c, display=self._form.shown("\n".join(self._source.text[a:b] for a, b in c.spans))
            )
            for c in row.cells
        )
        row = replace(row, cells=cells)
        if made.authority == "background" and self._tells_trials:
            told = " ".join((row.table, *(c.column for c in cells), *(c.text for c in cells)))
            if self._speakers.reports_trial(told):
                made = replace(made, authority="trial")
        return replace(
            made,
            section=section,
            row=row,
            references=references,
            context=row.table,
            display=row_text(row, range(len(row.cells))),
        )

    def _definitions(self, blocks: Sequence[RawBlock]) -> Iterator[Statement]:
        """`long form (ABBR)` in running text, as a statement that says what ABBR is."""
        own = [b for b in blocks if b.kind in ("prose", "boxed_warning", "list")]
        # Safety text mostly takes up what the text around it defined already.
        lifted = [b for b in blocks if b.kind in ("safety", "indication")]
        for block in (*own, *lifted):
            flat = Flat(self._source.text, block.spans)
            known = {a.short for a in self.abbreviations} if block in lifted else set()
            for found in find_in_prose(flat.text):
                if found.short in known:
                    continue
                self.abbreviations.append(found)
                yield self._form.statement(
                    block, "prose", flat.spans(found.start, found.end), context="Abbreviation"
                )

    def _mark_offsets(self) -> Iterator[int]:
        for mark in self._annotations.mark:
            start, end = self._source.span_of(*mark.lines)
            at = self._source.text.find(mark.printed, start, end)
            yield at + len(mark.printed) - len(mark.marks)

    def _caption_references(self, entry: TableEntry) -> tuple[str, ...]:
        text = self._source.folded(*entry.caption.lines)
        marks = marks_at_end(text)
        return expand_marks(text[marks[0] : marks[1]]) if marks else ()


def _lost(caption: str) -> str:
    return LOST_TABLE if caption.startswith("Table") else LOST_FIGURE


def _without_title(source: str, spans: tuple[Span, ...], title: str) -> tuple[Span, ...]:
    start, end = spans[0]
    colon = source.index(":", start + max(0, len(title) - 1), end)
    return (trimmed(source, (colon + 1, end)), *spans[1:])
