"""Boxed warnings: found whole in the source, proven by hash, the same at every printing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from ino_assistant.corpus.manifest import BoxedWarningEntry, Manifest
from ino_assistant.corpus.model import BoxedWarning, Document
from ino_assistant.corpus.source import SourceText
from ino_assistant.errors import CorpusError
from ino_assistant.text import Span, fold, sha256_text, squeeze

Lines = tuple[int, int]
"""First and last line of a printing, from 1 and both included."""


def read_boxed_warnings(
    path: Path, manifest: Manifest, source: SourceText
) -> tuple[tuple[BoxedWarning, ...], tuple[Lines, ...]]:
    """Each product's boxed warning, and the lines of all printings, proven to agree.

    Args:
        path: the manifest's file, to name in errors.
        manifest: says with which words a boxed warning begins and ends, and its hash.
        source: the document's text.

    Raises:
        CorpusError: not in the source, cut short, of another hash, or printings differ.
    """
    warnings: list[BoxedWarning] = []
    # Two products may share one box, which is then printed once for both.
    lines: dict[Lines, None] = {}
    for product in manifest.products:
        if product.boxed_warning is None:
            continue
        where = f"{path}: boxed warning of {product.name}"
        spans = _printings(where, source, product.boxed_warning)
        text = _agreed(where, source, spans, product.boxed_warning)
        lines.update({(source.line_of(a), source.line_of(b - 1)): None for a, b in spans})
        warnings.append(
            BoxedWarning(
                product=product.name,
                text=text,
                sha256=product.boxed_warning.sha256,
                document=manifest.id,
                document_title=manifest.title,
                spans=spans[:1],
            )
        )
    return tuple(warnings), tuple(sorted(lines))


def check_documents_agree(documents: Iterable[Document]) -> None:
    """The same product's boxed warning must read the same in every document.

    Raises:
        CorpusError: two documents print different texts.
    """
    seen: dict[str, BoxedWarning] = {}
    for document in documents:
        for warning in document.boxed_warnings:
            other = seen.setdefault(warning.product, warning)
            if squeeze(other.text) != squeeze(warning.text):
                raise CorpusError(
                    f"boxed warning of {warning.product}: {other.document} and "
                    f"{warning.document} differ: keep the current one in the manifests"
                )


def _printings(where: str, source: SourceText, entry: BoxedWarningEntry) -> tuple[Span, ...]:
    """Every run of text from the beginning to the end named, white space apart.

    Raises:
        CorpusError: there is none, one has no end, or one shares a line with other text.
    """
    begins = re.compile(_loose(entry.begins))
    whole = re.compile(f"{_loose(entry.begins)}.*?{_loose(entry.ends)}", re.DOTALL)
    spans = tuple(match.span() for match in whole.finditer(source.text))
    if not spans:
        raise CorpusError(
            f"{where}: no text from {entry.begins[:40]!r} to {entry.ends[-40:]!r}: correct the "
            "manifest's words"
        )
    for match in begins.finditer(source.text):
        line = source.line_of(match.start())
        if not any(start == match.start() for start, _ in spans):
            raise CorpusError(
                f"{where}: the printing at line {line} has another end: have the source reviewed"
            )
    for start, end in spans:
        first, last = (source.lines[source.line_of(at) - 1] for at in (start, end - 1))
        if source.text[first.start : start].strip() or source.text[end : last.end].strip():
            raise CorpusError(
                f"{where}: the printing at line {first.number} shares a line with other text: "
                "correct the manifest's words"
            )
    return spans


def _agreed(
    where: str, source: SourceText, spans: tuple[Span, ...], entry: BoxedWarningEntry
) -> str:
    """The folded text of the first printing, after all have proven to be the same.

    Raises:
        CorpusError: its hash is not the one that was reviewed, or printings differ.
    """
    texts = [fold(source.text[start:end]) for start, end in spans]
    if sha256_text(texts[0]) != entry.sha256:
        raise CorpusError(
            f"{where}: sha256 is {sha256_text(texts[0])}, the manifest says {entry.sha256}: "
            "have the text reviewed"
        )
    for (start, _), text in zip(spans, texts, strict=True):
        if squeeze(text) != squeeze(texts[0]):
            raise CorpusError(
                f"{where}: the printing at line {source.line_of(start)} differs from the first: "
                "have the source reviewed"
            )
    return texts[0]


def _loose(words: str) -> str:
    """A pattern for words wherever lines break, also after a hyphen inside a word."""
    return r"\s+".join(r"-\s*".join(map(re.escape, word.split("-"))) for word in words.split())
