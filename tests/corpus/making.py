"""Small documents for tests: written to a folder, or read from a string at once."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from ino_assistant.corpus.annotations import Annotations
from ino_assistant.corpus.blocks import RawBlock
from ino_assistant.corpus.caveats import bind_caveats
from ino_assistant.corpus.layout import read_blocks
from ino_assistant.corpus.model import Document, Product, Statement
from ino_assistant.corpus.source import SourceText
from ino_assistant.corpus.statements import StatementMaker

ROOT = Path(__file__).parents[2]
REAL = ROOT / "corpus"
DOCUMENTS = ROOT / "tests" / "documents"
# Documents on other medicines by another hand, which questions in eval/ are asked of.
ANOTHER_HAND = ROOT / "eval" / "documents"


def manifest_text(raw: bytes, **changes: Any) -> str:
    """A manifest of a source as TOML; a change to None leaves the field out."""
    fields: dict[str, Any] = {
        "schema": 1,
        "id": "made-up",
        "source": "made-up.txt",
        "sha256": hashlib.sha256(raw).hexdigest(),
        "title": "A made-up document",
        "kind": "test",
        "date": "2024",
    }
    product = changes.pop("product", {"name": "Madeupine"})
    fields.update(changes)
    lines = [f"{key} = {json.dumps(value)}" for key, value in fields.items() if value is not None]
    lines += ["[[products]]", f"name = {json.dumps(product['name'])}"]
    if "boxed_warning" in product:
        lines.append("[products.boxed_warning]")
        lines += [f"{k} = {json.dumps(v)}" for k, v in product["boxed_warning"].items()]
    return "\n".join(lines) + "\n"


def write_document(
    folder: Path, text: str | bytes, annotations: str | None = None, **changes: Any
) -> Path:
    """A document in `folder`; gives the path of its manifest."""
    raw = text.encode() if isinstance(text, str) else text
    name = str(changes.get("id") or "made-up")
    changes.setdefault("source", f"{name}.txt")
    (folder / f"{name}.txt").write_bytes(raw)
    manifest = folder / f"{name}.toml"
    manifest.write_text(manifest_text(raw, **changes), encoding="utf-8")
    if annotations is not None:
        (folder / f"{name}.annotations.toml").write_text(annotations, encoding="utf-8")
    return manifest


def blocks_of(text: str, annotations: Annotations | None = None) -> list[RawBlock]:
    """The blocks that a text is read into."""
    return read_blocks(SourceText(text), annotations or Annotations(), [])


def statements_of(text: str, annotations: Annotations | None = None) -> list[Statement]:
    """The statements that a text is read into."""
    return list(document_of(text, annotations).statements)


def document_of(text: str, annotations: Annotations | None = None) -> Document:
    """A text read as a document, without any file."""
    decided = annotations or Annotations()
    source = SourceText(text)
    blocks = read_blocks(source, decided, [])
    made = StatementMaker("made-up", source, decided, ("Madeupine",)).make(blocks)
    statements = bind_caveats(made, blocks, decided, source)
    return Document(
        id="made-up",
        title="A made-up document",
        kind="test",
        date="2024",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        source=text,
        products=(Product("Madeupine", ("Madeupine",)),),
        blocks=tuple(block.as_block() for block in blocks),
        statements=tuple(statements),
    )
