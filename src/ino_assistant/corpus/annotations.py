"""What a person decided about a document's layout: `NAME.annotations.toml`, proven.

Every entry names the lines that it is about and the words that stand there, and says
`confirmed_by` (who checked it) or `inferred` (from what). Loading proves the words.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, ValidationError, model_validator

from ino_assistant.corpus.manifest import Reviewed, Text, read_toml, validation_line
from ino_assistant.corpus.model import Authority, Basis
from ino_assistant.corpus.source import SourceText
from ino_assistant.errors import CorpusError

Layout = Literal["column_blocks", "rows", "column_lists", "boxes", "key_values", "lost"]


class Anchor(Reviewed):
    """Lines of the source, from 1 and both included, and the words that they begin with."""

    line: int = Field(ge=1)
    last: int | None = None
    begins: Text
    ends: Text | None = None

    @property
    def lines(self) -> tuple[int, int]:
        """First and last line."""
        return self.line, self.last or self.line


class Entry(Anchor):
    """An anchored decision, with who confirmed it or what it was inferred from."""

    confirmed_by: Text | None = None
    inferred: Text | None = None

    @model_validator(mode="after")
    def _one_basis(self) -> Self:
        if (self.confirmed_by is None) == (self.inferred is None):
            raise ValueError("say either confirmed_by or inferred")
        return self

    @property
    def basis(self) -> Basis:
        """As the block model names it."""
        return "confirmed" if self.confirmed_by else "inferred"


class PageEntry(Entry):
    """A page begins at this line."""

    number: int = Field(ge=1)


class HeadingEntry(Entry):
    """A heading whose extent, level or authority the layout alone does not tell.

    `authority` holds for everything below the heading; a heading that the rules find by
    themselves stands one level below the last annotated one.
    """

    level: int = Field(ge=1, le=6)
    authority: Authority | None = None


class BlockEntry(Entry):
    """Lines of a kind that the layout alone does not tell."""

    kind: Literal["prose", "figure_text", "furniture", "indication", "table_note", "safety"]
    of: Text | None = None
    """Name of the table or figure that a note belongs to."""
    authority: Authority | None = None
    """Who speaks, where it is not who speaks in the section around."""


class Box(Anchor):
    """One box of a flattened diagram: its title and the lines of its items."""

    title: Text | None = None
    """The title's words, where the box shares its first line with another."""


class TableEntry(Entry):
    """The body of a table or figure, its caption and notes, and how it is laid out."""

    name: Text
    layout: Layout
    caption: Anchor
    header: Anchor | None = None
    columns: tuple[Text, ...] = ()
    labels: tuple[Text, ...] = ()
    boxes: tuple[Box, ...] = ()
    notes: tuple[Anchor, ...] = ()
    authority: Authority | None = None
    kind: Literal["table", "figure", "case"] = "table"


class CaveatEntry(Entry):
    """A statement that qualifies others: those that begin so, or a whole table or section."""

    on: tuple[Anchor, ...] = ()
    tables: tuple[Text, ...] = ()
    sections: tuple[Text, ...] = ()


class GlyphEntry(Entry):
    """A damaged word and how it reads."""

    printed: Text
    reads: Text


class MarkEntry(Entry):
    """Reference marks that syntax can't tell from a number: `Table 5.5` is `Table 5.`, 5."""

    printed: Text
    reads: Text
    marks: Text


class AuthorityEntry(Entry):
    """The statement of the document that says what kind of authority a part has."""

    authority: Authority


class Annotations(Reviewed):
    """All decisions about one document; empty for a document that has none."""

    schema_version: Literal[1] = Field(default=1, alias="schema")
    document: Text = "-"
    authority: Authority = "background"
    """Authority of text under no annotated heading."""
    page: tuple[PageEntry, ...] = ()
    heading: tuple[HeadingEntry, ...] = ()
    block: tuple[BlockEntry, ...] = ()
    table: tuple[TableEntry, ...] = ()
    caveat: tuple[CaveatEntry, ...] = ()
    glyph: tuple[GlyphEntry, ...] = ()
    mark: tuple[MarkEntry, ...] = ()
    disclosure: tuple[AuthorityEntry, ...] = ()

    @property
    def says_authority(self) -> bool:
        """Whether a reviewer has said who speaks where no heading says it."""
        return "authority" in self.model_fields_set

    def entries(self) -> Iterator[tuple[str, Entry]]:
        """Every entry with what it is called."""
        for kind in ("page", "heading", "block", "table", "caveat", "glyph", "mark", "disclosure"):
            for entry in getattr(self, kind):
                yield kind, entry

    def anchors(self) -> Iterator[tuple[str, Anchor]]:
        """Every anchor, those inside entries included."""
        for kind, entry in self.entries():
            yield kind, entry
            if isinstance(entry, TableEntry):
                inner = (entry.caption, entry.header, *entry.notes, *entry.boxes)
                yield from ((f"table {entry.name}", a) for a in inner if a is not None)
            if isinstance(entry, CaveatEntry):
                yield from (("caveat on", a) for a in entry.on)


def read_annotations(path: Path, document: str, source: SourceText) -> Annotations:
    """The annotations at `path`, each proven against the source; empty if there are none.

    Raises:
        CorpusError: unreadable, of another document, or an entry's words do not stand
            at its lines.
    """
    if not path.exists():
        return Annotations()
    try:
        annotations = Annotations.model_validate(read_toml(path))
    except ValidationError as error:
        raise CorpusError(validation_line(path, error)) from error
    if annotations.document != document:
        raise CorpusError(
            f"{path}: is about {annotations.document!r}, not {document!r}: correct `document`"
        )
    for kind, anchor in annotations.anchors():
        problem = disproof(anchor, source)
        if problem:
            raise CorpusError(
                f"{path}: {kind} at line {anchor.line}: {problem}; correct its lines or words"
            )
    return annotations


def disproof(anchor: Anchor, source: SourceText) -> str | None:
    """What about an anchor is not so in the source; None if all of it stands there."""
    first, last = anchor.lines
    if not 1 <= first <= last <= len(source.lines):
        return f"the source has lines 1 to {len(source.lines)}"
    text = source.folded(first, last)
    if isinstance(anchor, GlyphEntry | MarkEntry):
        start, end = source.span_of(first, last)
        if anchor.printed not in source.text[start:end]:
            return f"the source does not print {anchor.printed!r} there"
    if isinstance(anchor, MarkEntry) and anchor.printed != anchor.reads + anchor.marks:
        return f"{anchor.printed!r} is not {anchor.reads!r} with the marks {anchor.marks!r}"
    if isinstance(anchor, GlyphEntry | MarkEntry | Box):
        # Only a part of the lines is meant, such as a title that shares its line.
        missing = [w for w in (anchor.begins, anchor.ends) if w is not None and w not in text]
        return f"the source does not read {missing[0]!r} there" if missing else None
    if not text.startswith(anchor.begins):
        return f"the source does not read {anchor.begins!r} there but {text[:60]!r}"
    if anchor.ends is not None and not text.endswith(anchor.ends):
        return f"the source does not end with {anchor.ends!r} there but {text[-60:]!r}"
    return None
