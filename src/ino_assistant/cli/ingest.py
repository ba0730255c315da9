"""`ingest`: build the index anew."""

from __future__ import annotations

import time
from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ino_assistant.cli.output import note, write
from ino_assistant.cli.parser import describe

if TYPE_CHECKING:
    from ino_assistant.cli.parser import Commands
    from ino_assistant.fidelity.binding.claim_table import TableClaim
    from ino_assistant.search.searcher import Searcher
    from ino_assistant.settings import Settings

_HELP = "build the index from the corpus"
_EPILOG = """\
examples:
  ino-assistant ingest
  INO_ASSISTANT_DATA_DIR=/srv/ino ino-assistant ingest

The index in use goes on answering until the new one is whole. `ask` and `serve`
build it by themselves when it is missing or stale."""


def add_to(commands: Commands) -> None:
    """Describe the command to the parser."""
    parser = describe(commands, "ingest", _HELP, _EPILOG)
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    """Build the index, even if there is a fresh one, and say what was built."""
    from ino_assistant.cli.opening import building_bar
    from ino_assistant.corpus.load import load_corpus
    from ino_assistant.search.searcher import open_searcher
    from ino_assistant.settings import load_settings

    settings = load_settings()
    corpus = load_corpus(settings.corpus_dir)
    started = time.perf_counter()
    with building_bar() as progress:
        searcher = open_searcher(
            corpus,
            model=settings.embedding_model,
            model_dir=settings.model_dir,
            index_dir=settings.index_dir,
            log=note,
            progress=progress,
            building="always",
        )
    write(_built(searcher, settings, time.perf_counter() - started))
    return 0


def _built(searcher: Searcher, settings: Settings, seconds: float) -> str:
    corpus, encoder = searcher.corpus, searcher.encoder
    lines = [f"index {searcher.index.version} built in {seconds:.1f} s: {settings.index_dir}"]
    lines += [
        f"  document {document.id}: {len(document.statements)} statements, "
        f"{len(document.boxed_warnings)} boxed warning(s), "
        + _claims([c for c in searcher.claims.claims if c.document == document.id])
        for document in corpus.documents
    ]
    lines.append(f"  model {encoder.name}: {encoder.note}")
    return "\n".join(lines) + "\n"


def _claims(claims: Sequence[TableClaim]) -> str:
    """How many figures were bound to what they are of, and how many were not."""
    whole = sum(claim.is_bound for claim in claims)
    lost = sum(claim.quotable_only for claim in claims)
    left = f", {len(claims) - whole} with something left open" if whole < len(claims) else ""
    cells = f" ({lost} of tables that lost their rows)" if lost else ""
    return f"{len(claims)} figures: {whole} bound{left}{cells}"
