"""`verify`: statements checked against evidence, a batch of them."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ino_assistant.cli.output import fail, note, write_json
from ino_assistant.cli.parser import describe
from ino_assistant.errors import AssistantError

if TYPE_CHECKING:
    from ino_assistant.cli.parser import Commands
    from ino_assistant.fidelity import Vocabulary

_HELP = "check statements against evidence"
_EPILOG = """\
example:
  ino-assistant verify --batch statements.jsonl --json > verdicts.jsonl

a batch has a JSON object on each line, and so has its output, in the same order:
  {"id": "1", "statement": "...", "evidence": "..."}
    -> {"id": "1", "verdict": "...", "problems": [{"kind", "text", "detail"}]}
  any other line, blank ones too
    -> {"id": null, "line": 3, "error": "..."}
the verdict is supported, derived, contradicted, not_in_evidence or cannot_bind.
names of arms and products are taken from the corpus and from the evidence itself.

exit status: 0 checked, whatever the verdicts; 1 a line of the batch could not be
read, the rest is checked; 2 the file is unusable"""


def add_to(commands: Commands) -> None:
    """Describe the command to the parser."""
    parser = describe(commands, "verify", _HELP, _EPILOG)
    parser.add_argument("--batch", metavar="FILE", help="statements as JSON lines; - is stdin")
    parser.add_argument("--json", action="store_true", help="verdicts as JSON lines")
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    """Check every statement of the batch."""
    from ino_assistant.cli.batch import read_lines

    if arguments.batch is None:
        raise AssistantError("no statements: ino-assistant verify --batch FILE --json")
    if not arguments.json:
        raise AssistantError("verdicts are given as JSON lines: add --json")
    lines = read_lines(arguments.batch)
    return 0 if verify_batch(lines, known_vocabulary()) else 1


@dataclass(frozen=True, slots=True)
class Check:
    """What a line asks."""

    id: str
    statement: str
    evidence: str


def verify_batch(lines: Iterable[bytes], vocabulary: Vocabulary) -> bool:
    """Check every line, each written as soon as it is there.

    Returns:
        Whether every line was one of a batch.
    """
    from ino_assistant.cli.batch import LineError
    from ino_assistant.fidelity import verify

    unread = total = 0
    for number, raw in enumerate(lines, 1):
        total = number
        try:
            check = parse(raw)
        except LineError as error:
            unread += 1
            write_json({"id": None, "line": number, "error": str(error)}, pretty=False)
            continue
        verdict = verify(check.statement, check.evidence, vocabulary)
        problems = [problem.as_dict() for problem in verdict.problems]
        write_json({"id": check.id, "verdict": verdict.verdict, "problems": problems}, pretty=False)
    if unread:
        fail(f"{unread} of {total} lines could not be read: see `error` in their output")
    return not unread


def parse(raw: bytes) -> Check:
    """What a line asks; other fields than those needed may stand in it.

    Raises:
        LineError: it is not `{"id", "statement", "evidence"}`, all strings.
    """
    from ino_assistant.cli.batch import LineError, read_object

    value = read_object(raw)
    for name in ("id", "statement", "evidence"):
        if not isinstance(value.get(name), str):
            raise LineError(f"`{name}` is missing or no string")
    texts = (value["id"], value["statement"], value["evidence"])
    if any("\ud800" <= character <= "\udfff" for text in texts for character in text):
        raise LineError("half a surrogate pair (\\ud800 to \\udfff) is no text")
    return Check(*texts)


def known_vocabulary() -> Vocabulary:
    """The names that the corpus gives its arms and products; only general ones without it."""
    from ino_assistant.corpus.load import load_corpus
    from ino_assistant.fidelity import Vocabulary
    from ino_assistant.fidelity.binding.evidence import vocabulary_of
    from ino_assistant.settings import load_settings

    try:
        return vocabulary_of(load_corpus(load_settings().corpus_dir))
    except AssistantError as error:
        note(f"checking without the names of the corpus: {error}")
        return Vocabulary()
