"""Statements as LlamaIndex nodes: the text that is indexed, and where it is from."""

from __future__ import annotations

from typing import Any

from llama_index.core.schema import TextNode

from ino_assistant.corpus.model import Corpus, Statement

# What a model or an embedding may read of a node is its text alone.
_HIDDEN = ("statement", "document", "kind", "authority", "section", "page", "quote", "products")


def node_of(corpus: Corpus, statement: Statement, text: str) -> TextNode:
    """The node of a statement: the text that is indexed, and where it is from."""
    metadata: dict[str, Any] = {
        "statement": statement.id,
        "document": statement.document,
        "kind": statement.kind,
        "authority": statement.authority,
        "section": " > ".join(statement.section),
        "page": statement.page or 0,
        "quote": statement.quote,
        "products": ", ".join(statement.products),
        "title": corpus.document(statement.document).title,
    }
    return TextNode(
        id_=statement.id,
        text=text,
        metadata=metadata,
        excluded_embed_metadata_keys=[*_HIDDEN, "title"],
        excluded_llm_metadata_keys=list(_HIDDEN),
    )
