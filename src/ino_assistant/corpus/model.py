"""What the corpus is made of: documents, blocks, tables, statements, boxed warnings.

Everything here is frozen data. Offsets are half-open character offsets into the
source text of the document that the object belongs to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from ino_assistant.text import Span, sha256_text

StatementKind = Literal["prose", "table", "list", "figure", "safety", "boxed_warning"]
Authority = Literal["trial", "opinion", "label", "guideline", "case", "background"]
BlockKind = Literal[
    "heading",
    "prose",
    "list",
    "table",
    "table_note",
    "figure_caption",
    "figure_text",
    "boxed_warning",
    "safety",
    "indication",
    "case",
    "furniture",
]
Basis = Literal["rule", "confirmed", "inferred"]
"""Who says so: a rule of the reader, a person who checked it, or a person who infers it."""


@dataclass(frozen=True, slots=True)
class Block:
    """A run of source text with one function on the page.

    `places` holds the spans of every printing of the same text; `spans` is the first.
    """

    kind: BlockKind
    section: tuple[str, ...]
    spans: tuple[Span, ...]
    places: tuple[tuple[Span, ...], ...] = ()
    basis: Basis = "rule"
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as printed, with the heading of its column."""

    column: str
    column_spans: tuple[Span, ...]
    text: str
    span: Span
    display: str = ""
    """The text with the repairs of a statement's display."""
    more: tuple[Span, ...] = ()
    """Where a cell goes on that the source prints over several lines, others between them."""

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where the whole cell stands."""
        return (self.span, *self.more)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: the labels above and beside its cells, and the cells."""

    table: str
    group: str | None
    group_spans: tuple[Span, ...]
    label: str
    label_spans: tuple[Span, ...]
    cells: tuple[Cell, ...]
    label_heading: str = ""
    """The heading of the labels' own column, if it has one."""
    label_heading_spans: tuple[Span, ...] = ()
    calls: tuple[str, ...] = ()
    """Signs in it that call notes below the table."""


@dataclass(frozen=True, slots=True)
class Statement:
    """The citable unit: a sentence, a list item, a list as a whole, or a table row.

    Attributes:
        quote: source text with white space folded, nothing added.
        display: the quote with the listed, reversible repairs (reference marks taken
            out, words broken over a line joined, superscripts restored).
        search_text: what is indexed: headings, subject and display with abbreviations
            written out.
        spans: where the quote stands; cells of a row each have their own.
        places: the spans of every further printing of the same text.
        caveats: ids of the statements that qualify this one.
    """

    id: str
    document: str
    kind: StatementKind
    authority: Authority
    section: tuple[str, ...]
    page: int | None
    quote: str
    display: str
    spans: tuple[Span, ...]
    references: tuple[str, ...] = ()
    row: Row | None = None
    context: str = ""
    search_text: str = ""
    places: tuple[tuple[Span, ...], ...] = ()
    caveats: tuple[str, ...] = ()
    page_confirmed: bool = False
    products: tuple[str, ...] = ()
    repairs: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    """Ids of the items, where the statement is a list as a whole."""
    layout_lost: bool = False
    """A table whose cells have lost their rows: to be shown as a block, never as a fact."""
    arms: tuple[str, ...] = ()
    """Trial arms that it speaks of, as the manifest calls them."""
    endpoints: tuple[str, ...] = ()
    """Endpoints and reactions that it speaks of, as the lexicon calls them."""
    populations: tuple[str, ...] = ()
    """Populations that it, or the heading of its table, speaks of."""
    abbreviations: tuple[str, ...] = ()
    """Abbreviations of the document's own that it uses."""
    subject: str = ""
    """The statement before, where this one begins with a word that points back to it."""
    note: bool = False
    """A note or caption: says something about a table or figure, not in its own right."""
    lost: str = ""
    """What of this the source's extraction lost, in words; empty if nothing is."""


@dataclass(frozen=True, slots=True)
class BoxedWarning:
    """One product's boxed warning, whole, as printed in a named document."""

    product: str
    text: str
    sha256: str
    document: str
    document_title: str
    spans: tuple[Span, ...]

    def __post_init__(self) -> None:
        if not self.text or sha256_text(self.text) != self.sha256:
            raise ValueError(f"the boxed warning of {self.product} does not match its hash")

    @property
    def heading(self) -> str:
        """The text before the first bullet."""
        return self.text.split("•", 1)[0].strip()

    @property
    def bullets(self) -> tuple[str, ...]:
        """The bulleted warnings, in order, without their bullet."""
        return tuple(part.strip() for part in self.text.split("•")[1:])


@dataclass(frozen=True, slots=True)
class Product:
    """A product and the names that people use for it.

    `label_revised` is when its label was last revised, as `2024-03` or `2024-03-15`; empty where
    nobody has said.
    """

    name: str
    names: tuple[str, ...]
    label_revised: str = ""


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Terms that mean the same; `label` is what the concept is called.

    `kind` is what a reviewer says it is: `endpoint`, `reaction`, `measure` or `population`;
    empty where nothing is said.
    """

    label: str
    terms: tuple[str, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One document as read: its text, what it is made of, and what is known of it."""

    id: str
    title: str
    kind: str
    date: str
    sha256: str
    source: str
    products: tuple[Product, ...]
    blocks: tuple[Block, ...]
    statements: tuple[Statement, ...]
    synonyms: tuple[Synonyms, ...] = ()
    arms: tuple[Synonyms, ...] = ()
    """The arms of the document's trials and the names they go by."""
    trials: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    boxed_warnings: tuple[BoxedWarning, ...] = ()
    inferred: tuple[tuple[str, int], ...] = field(default=())


@dataclass(frozen=True)
class Corpus:
    """Every document that is answered from, as read and proven.

    A Corpus is only made by `ino_assistant.corpus.load.load_corpus` (and by tests): an
    Answer takes its boxed warnings from here, so that none can be built without them.
    """

    documents: tuple[Document, ...]
    version: str
    """Changes with any source, manifest, annotation or with the way they are read."""

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Every statement of every document, in reading order."""
        return tuple(s for d in self.documents for s in d.statements)

    @cached_property
    def by_id(self) -> Mapping[str, Statement]:
        """Statements by their id."""
        return {s.id: s for s in self.statements}

    @cached_property
    def boxed_warnings(self) -> tuple[BoxedWarning, ...]:
        """One boxed warning a product that has one, in order of product name."""
        found: dict[str, BoxedWarning] = {}
        for document in self.documents:
            for warning in document.boxed_warnings:
                found.setdefault(warning.product, warning)
        return tuple(found[name] for name in sorted(found))

    @cached_property
    def products(self) -> tuple[Product, ...]:
        """Every product once, its names from all documents together."""
        names: dict[str, dict[str, None]] = {}
        revised: dict[str, str] = {}
        for document in self.documents:
            for product in document.products:
                names.setdefault(product.name, {}).update(dict.fromkeys(product.names))
                last = max(revised.get(product.name, ""), product.label_revised)
                revised[product.name] = last
        return tuple(Product(n, tuple(found), revised[n]) for n, found in sorted(names.items()))

    @cached_property
    def _documents_by_id(self) -> Mapping[str, Document]:
        return {d.id: d for d in self.documents}

    def document(self, document_id: str) -> Document:
        """The document with this id.

        Raises:
            KeyError: no such document.
        """
        return self._documents_by_id[document_id]


__all__ = [
    "Authority",
    "Basis",
    "Block",
    "BlockKind",
    "BoxedWarning",
    "Cell",
    "Corpus",
    "Document",
    "Product",
    "Row",
    "Statement",
    "StatementKind",
    "Synonyms",
]
