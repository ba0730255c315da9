"""Statements for LlamaIndex: nodes, and our search behind LlamaIndex's retriever interface."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from ino_assistant.corpus.model import Corpus, Statement

if TYPE_CHECKING:
    from ino_assistant.search.searcher import Searcher

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


class StatementRetriever(BaseRetriever):
    """Our search as a LlamaIndex retriever.

    Args:
        searcher: an opened search.
        top_k: the most statements that are returned.
    """

    def __init__(self, searcher: Searcher, top_k: int = 5) -> None:
        self._searcher = searcher
        self._top_k = top_k
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._searcher.search(query_bundle.query_str).hits[: self._top_k]
        corpus = self._searcher.corpus
        return [
            NodeWithScore(
                node=node_of(corpus, hit.statement, hit.statement.display), score=hit.score
            )
            for hit in hits
        ]
