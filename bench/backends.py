"""The three that are measured: each can be opened, asked and built.

Every library is imported by the method that needs it: a process imports what its backend needs
and no more.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from ino_assistant.answering.assistant import Assistant

NAMES = ("ours", "floor", "plain")
_FLOOR_RESULTS = 5
_PLAIN_CHUNK = 1024
_PLAIN_RESULTS = 2
_PLAIN_COLLECTION = "plain"


class Backend(Protocol):
    """What the measurements need of a backend."""

    def open(self) -> None:
        """Load model and index."""

    def ask(self, question: str) -> None:
        """Answer one question."""

    def build(self, texts: int | None) -> None:
        """Index everything anew, or do what is compared with that; `texts` bounds its size."""


def make(name: str, data: Path) -> Backend:
    """A backend by name, over what `prepare` wrote to `data`."""
    kinds: dict[str, type[Ours | Floor | Plain]] = {"ours": Ours, "floor": Floor, "plain": Plain}
    return kinds[name](data)


class Ours:
    """The assistant; `INO_ASSISTANT_DATA_DIR` says where its index is."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._assistant: Assistant | None = None

    def open(self) -> None:
        """As the command line and the web app open it."""
        from ino_assistant.answering.opening import open_assistant
        from ino_assistant.settings import load_settings

        self._assistant = open_assistant(load_settings())

    def ask(self, question: str) -> None:
        """The whole answer, as programs and the page get it."""
        if self._assistant is None:
            raise RuntimeError("not opened")
        self._assistant.ask(question).as_dict()

    def build(self, texts: int | None) -> None:
        """Read the documents and build their index; the model is open, as it is for the floor."""
        from ino_assistant.corpus.load import load_corpus
        from ino_assistant.search.build import build_index
        from ino_assistant.settings import load_settings

        if self._assistant is None:
            raise RuntimeError("not opened")
        corpus = load_corpus(load_settings().corpus_dir)
        with tempfile.TemporaryDirectory(dir=self._data) as folder:
            build_index(corpus, self._assistant.searcher.encoder, Path(folder))


class Floor:
    """sentence-transformers' own `encode`, and one query of the Chroma collection of ours."""

    def __init__(self, data: Path) -> None:
        self._folder = data / "floor"
        self._model: Any = None
        self._collection: Any = None

    def open(self) -> None:
        """Load both."""
        from ino_assistant.search.store import COLLECTION

        self._model = load_model()
        self._collection = _chroma(self._folder).get_collection(COLLECTION)

    def ask(self, question: str) -> None:
        """The nearest statements."""
        vector = self._model.encode(question)
        self._collection.query(query_embeddings=[vector], n_results=_FLOOR_RESULTS)

    def build(self, texts: int | None) -> None:
        """Encode the texts that ours has indexed; nothing is stored."""
        documents = self._collection.get(include=["documents"])["documents"]
        self._model.encode(documents[:texts])


class Plain:
    """LlamaIndex as its tutorials have it: chunks of 1024 tokens, one vector each, top 2."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._embedding: Any = None
        self._retriever: Any = None

    def open(self) -> None:
        """Open what `write` wrote."""
        from llama_index.core import VectorStoreIndex
        from llama_index.vector_stores.chroma import ChromaVectorStore

        self._embedding = _embedding()
        collection = _chroma(self._data / "plain").get_collection(_PLAIN_COLLECTION)
        index = VectorStoreIndex.from_vector_store(
            ChromaVectorStore(chroma_collection=collection), embed_model=self._embedding
        )
        self._retriever = index.as_retriever(similarity_top_k=_PLAIN_RESULTS)

    def ask(self, question: str) -> None:
        """The nearest chunks."""
        self._retriever.retrieve(question)

    def build(self, texts: int | None) -> None:
        """Split, embed and store the source files."""
        with tempfile.TemporaryDirectory(dir=self._data) as folder:
            self._write(Path(folder))

    def write(self) -> None:
        """The index that `open` opens."""
        self._embedding = _embedding()
        self._write(self._data / "plain")

    def _write(self, folder: Path) -> None:
        from llama_index.core import Document, StorageContext, VectorStoreIndex
        from llama_index.core.node_parser import SentenceSplitter
        from llama_index.vector_stores.chroma import ChromaVectorStore

        collection = _chroma(folder).create_collection(_PLAIN_COLLECTION)
        VectorStoreIndex.from_documents(
            [Document(text=text) for text in sources()],
            storage_context=StorageContext.from_defaults(
                vector_store=ChromaVectorStore(chroma_collection=collection)
            ),
            transformations=[SentenceSplitter(chunk_size=_PLAIN_CHUNK)],
            embed_model=self._embedding,
        )


def prepare(data: Path) -> None:
    """Write the indexes that the three open; ours first, in `INO_ASSISTANT_DATA_DIR`."""
    from ino_assistant.answering.opening import open_assistant
    from ino_assistant.search.store import current_build
    from ino_assistant.settings import load_settings

    settings = load_settings()
    open_assistant(settings)
    build = current_build(settings.index_dir)
    if build is None:
        raise RuntimeError(f"{settings.index_dir}: no index was built")
    shutil.copytree(build / "chroma", data / "floor")
    Plain(data).write()


def sources() -> Sequence[str]:
    """The texts of the source files."""
    from ino_assistant.corpus.load import load_corpus
    from ino_assistant.settings import load_settings

    return [d.source for d in load_corpus(load_settings().corpus_dir).documents]


def model_location() -> str:
    """What sentence-transformers is given to load the model of the settings."""
    from ino_assistant.search.weights import find_source
    from ino_assistant.settings import load_settings

    return find_source(load_settings().embedding_model).location


def load_model() -> Any:
    """The model as sentence-transformers loads it."""
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(model_location(), device="cpu")


def _chroma(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


def _embedding() -> Any:
    """The model behind LlamaIndex's interface."""
    from llama_index.core.base.embeddings.base import BaseEmbedding
    from pydantic import PrivateAttr

    class Embedding(BaseEmbedding):
        """What llama-index-embeddings-huggingface does, without that dependency."""

        _model: Any = PrivateAttr()

        def model_post_init(self, context: Any, /) -> None:
            super().model_post_init(context)
            self._model = load_model()

        def _get_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embeddings([query])[0]

        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            vectors: list[list[float]] = self._model.encode(texts).tolist()
            return vectors

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

    return Embedding()
