"""Our search behind LlamaIndex's retriever interface, so that its users can take it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle

from ino_assistant.search.nodes import node_of

if TYPE_CHECKING:
    from ino_assistant.search.searcher import Searcher


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
