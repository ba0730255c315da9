"""`review`: what medical information decided, put to use outside of the web app."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from ino_assistant.cli.export import add_documents, document
from ino_assistant.cli.output import note, write
from ino_assistant.cli.parser import describe
from ino_assistant.cli.terminal import operator

if TYPE_CHECKING:
    from ino_assistant.cli.parser import Commands

_HELP = "use what medical information has decided"
_EXPORT_HELP = "approved answers as cases of the evaluation, or one as a document"
_EXPORT_EPILOG = """\
examples:
  ino-assistant review export --eval eval/questions.jsonl
  ino-assistant review export --pdf 4f0c2f7a51d84c1e9a1d6c1a5a0be6f3 response.pdf

What is not approved and in force is marked so on every page of its document.

A question that the file has already is not added again, in these words or in others that
ask the same. What a reviewer took out of a drafted answer becomes `must_not`."""
_UPKEEP_HELP = "take expired answers, and those whose sources have changed, out of service"


def add_to(commands: Commands) -> None:
    """Describe the commands to the parser."""
    parser = describe(commands, "review", _HELP)
    group = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    export_parser = describe(group, "export", _EXPORT_HELP, _EXPORT_EPILOG)
    form = export_parser.add_mutually_exclusive_group(required=True)
    form.add_argument("--eval", metavar="FILE", type=Path, help="JSON lines of golden cases")
    add_documents(form)
    export_parser.set_defaults(run=export)
    describe(group, "upkeep", _UPKEEP_HELP).set_defaults(run=upkeep)


def export(arguments: Namespace) -> int:
    """Add approved answers to the evaluation, or write one as a document."""
    if arguments.eval is None:
        return document(arguments)
    from ino_assistant.answering.understanding.question import Reader
    from ino_assistant.corpus.load import load_corpus
    from ino_assistant.records import open_store
    from ino_assistant.review.to_eval import export_cases
    from ino_assistant.settings import load_settings
    from ino_assistant.vocabulary.concepts import concepts_for

    settings = load_settings()
    corpus = load_corpus(settings.corpus_dir)
    store = open_store(settings)
    reader = Reader(corpus, concepts_for(corpus.documents))
    done = export_cases(store, operator(), corpus, reader, arguments.eval)
    store.close()
    for question in done.duplicates:
        note(f"there already: {question}")
    for review in done.passed_over:
        note(f"no case, its source has changed: review {review}")
    write(f"{len(done.added)} added, {len(done.duplicates)} there already\n")
    return 0


def upkeep(arguments: Namespace) -> int:
    """Take out of service what may not be served."""
    from ino_assistant.corpus.load import load_corpus
    from ino_assistant.records import open_store
    from ino_assistant.review.upkeep import keep_up
    from ino_assistant.settings import load_settings

    settings = load_settings()
    store = open_store(settings)
    done = keep_up(store, load_corpus(settings.corpus_dir), settings)
    store.close()
    write(f"{len(done.expired)} expired, {len(done.invalidated)} invalidated\n")
    return 0
