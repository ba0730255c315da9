"""`corpus`: what is in the documents, and how they were read."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from ino_assistant.cli.output import note, write, write_json
from ino_assistant.cli.parser import describe
from ino_assistant.errors import AssistantError

if TYPE_CHECKING:
    from ino_assistant.cli.parser import Commands

_HELP = "look into the documents and how they were read"
_AUDIT_HELP = "what of every document is covered, unexplained, or does not add up"
_AUDIT_EPILOG = """\
examples:
  ino-assistant corpus audit
  ino-assistant corpus audit --json > audit.json

exit status: 1 if any text of a document is unexplained, else 0; figures that do
not add up are told, never corrected"""
_SHOW_HELP = "a page with a document beside what was read from it"
_SHOW_EPILOG = """\
examples:
  ino-assistant corpus show DOCUMENT --output page.html

Under each statement stand its figures and what each was bound to: arm, endpoint,
population and time, and in words what could not be bound.

The page is HTML and needs nothing else. `ino-assistant corpus audit` names the
documents."""


def add_to(commands: Commands) -> None:
    """Describe the commands to the parser."""
    parser = describe(commands, "corpus", _HELP)
    group = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    audit_parser = describe(group, "audit", _AUDIT_HELP, _AUDIT_EPILOG)
    audit_parser.add_argument("--json", action="store_true", help="as JSON")
    audit_parser.set_defaults(run=audit)
    show_parser = describe(group, "show", _SHOW_HELP, _SHOW_EPILOG)
    show_parser.add_argument("document", metavar="DOCUMENT", help="id of a document")
    show_parser.add_argument(
        "--output", metavar="FILE", type=Path, help="write it there, not to standard output"
    )
    show_parser.set_defaults(run=show)


def audit(arguments: Namespace) -> int:
    """Print the audit of the corpus; 1 if any text is unexplained."""
    from ino_assistant.corpus.audit import audit_corpus
    from ino_assistant.corpus.audit_text import audit_lines
    from ino_assistant.settings import load_settings

    report = audit_corpus(load_settings().corpus_dir)
    if arguments.json:
        write_json(report.as_dict(), pretty=True)
    else:
        write("".join(f"{line}\n" for line in audit_lines(report)))
    return 1 if report.unexplained else 0


def show(arguments: Namespace) -> int:
    """Print a document as it was read, or write it to a file."""
    from ino_assistant.corpus.load import load_corpus
    from ino_assistant.corpus.show import document_page
    from ino_assistant.fidelity.binding.claim_binding import claims_of_document
    from ino_assistant.fidelity.binding.claims_html import claims_html
    from ino_assistant.fidelity.binding.evidence import vocabulary_of
    from ino_assistant.settings import load_settings

    corpus = load_corpus(load_settings().corpus_dir)
    documents = {d.id: d for d in corpus.documents}
    if arguments.document not in documents:
        known = ", ".join(sorted(documents))
        raise AssistantError(f"no document {arguments.document!r} in the corpus; there is {known}")
    document = documents[arguments.document]
    table = claims_of_document(document, vocabulary_of(corpus, document.id))
    page = document_page(document, claims_html(table))
    if arguments.output is None:
        write(page if page.endswith("\n") else page + "\n")
        return 0
    output: Path = arguments.output
    try:
        output.write_text(page, encoding="utf-8")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise AssistantError(f"{output}: can't be written: {reason}") from error
    note(f"written to {output}")
    return 0
