"""LlamaIndex can use the search, and read the nodes, by its own interfaces."""

from __future__ import annotations

import asyncio

from llama_index.core import VectorStoreIndex
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.embeddings import MockEmbedding
from llama_index.core.schema import MetadataMode, QueryBundle
from llama_index.vector_stores.chroma import ChromaVectorStore

from ino_assistant.search.llama import StatementRetriever
from ino_assistant.search.nodes import node_of
from ino_assistant.search.store import COLLECTION, chroma_client, current_build
from search.prepared import HashEncoder, small_build, small_corpus, small_searcher

QUESTION = "recurrence in the VELOCE trial with warfarin"


def test_the_retriever_is_one_of_llama_indexes() -> None:
    retriever = StatementRetriever(small_searcher(), top_k=3)
    assert isinstance(retriever, BaseRetriever)
    found = retriever.retrieve(QUESTION)
    hits = small_searcher().search(QUESTION).hits[:3]
    assert [node.node_id for node in found] == [hit.statement.id for hit in hits]
    assert [node.score for node in found] == [hit.score for hit in hits]
    assert found[0].text == hits[0].statement.display
    assert "36/1,731" in found[0].text


def test_it_retrieves_by_bundle_and_without_waiting_too() -> None:
    retriever = StatementRetriever(small_searcher())
    by_text = [node.node_id for node in retriever.retrieve(QUESTION)]
    assert len(by_text) == 5
    assert [node.node_id for node in retriever.retrieve(QueryBundle(QUESTION))] == by_text
    assert [node.node_id for node in asyncio.run(retriever.aretrieve(QUESTION))] == by_text


def test_a_node_says_where_it_is_from() -> None:
    corpus = small_corpus()
    for statement in corpus.statements:
        node = node_of(corpus, statement, statement.display)
        assert node.node_id == statement.id
        assert node.metadata["quote"] == statement.quote
        assert node.metadata["document"] == statement.document
        assert node.metadata["title"] == corpus.document(statement.document).title
        assert node.metadata["products"] == ", ".join(statement.products)


def test_what_is_embedded_of_a_node_is_its_text_alone() -> None:
    corpus = small_corpus()
    node = node_of(corpus, corpus.statements[0], "the text")
    assert node.get_content(MetadataMode.EMBED) == "the text"
    title = corpus.documents[0].title
    assert node.get_content(MetadataMode.LLM) == f"title: {title}\n\nthe text"


def test_llama_index_reads_the_stored_nodes_by_itself() -> None:
    folder, _ = small_build()
    build = current_build(folder)
    assert build is not None
    collection = chroma_client(build / "chroma").get_collection(COLLECTION)
    index = VectorStoreIndex.from_vector_store(
        ChromaVectorStore(chroma_collection=collection),
        embed_model=MockEmbedding(embed_dim=HashEncoder.dimension),
    )
    encoder = HashEncoder()
    corpus = small_corpus()
    asked = QueryBundle(QUESTION, embedding=encoder.encode(QUESTION).vector.tolist())
    found = index.as_retriever(similarity_top_k=4).retrieve(asked)
    vectors = small_searcher().index.vectors
    nearest = (-(vectors @ encoder.encode(QUESTION).vector)).argsort()[:4]
    assert [node.node_id for node in found] == [corpus.statements[i].id for i in nearest]
    for node in found:
        statement = corpus.by_id[node.node_id]
        assert node.metadata["quote"] == statement.quote
        assert statement.display in node.text
    assert collection.count() == len(corpus.statements)
