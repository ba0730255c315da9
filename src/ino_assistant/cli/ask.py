"""`ask`: one question, or a batch of them."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from ino_assistant.cli.output import fail, write, write_json
from ino_assistant.cli.parser import describe
from ino_assistant.errors import AssistantError, QuestionError

if TYPE_CHECKING:
    from ino_assistant.cli.parser import Commands

_HELP = "answer a question, or a batch of them"
_EPILOG = """\
examples:
  ino-assistant ask "What was the CR/CRi rate in each arm?"
  ino-assistant ask "What are the risk factors for VOD?" --json > answer.json
  ino-assistant ask --batch questions.jsonl --json > answers.jsonl

a batch has a JSON object on each line, and so has its output, in the same order:
  {"id": "1", "question": "..."}             -> {"id": "1", "answers": [Answer]}
  {"id": "2", "turns": ["first", "second"]}  -> {"id": "2", "answers": [Answer, Answer]}
  any other line, blank ones too             -> {"id": null, "line": 3, "error": "..."}
each turn sees those before it.

What is asked and answered is recorded before it is shown. Who asks is the user of
this terminal, in the role of INO_ASSISTANT_ROLE.

exit status: 0 answered or refused; 1 a line of the batch could not be read, the
rest is answered; 2 the question or the file is unusable, or nothing can be recorded"""


def add_to(commands: Commands) -> None:
    """Describe the command to the parser."""
    parser = describe(commands, "ask", _HELP, _EPILOG)
    parser.add_argument("question", nargs="*", metavar="QUESTION", help="in English, in quotes")
    parser.add_argument("--json", action="store_true", help="all of the answer, as JSON")
    parser.add_argument("--batch", metavar="FILE", help="questions as JSON lines; - is stdin")
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    """Answer what is asked."""
    words: list[str] = arguments.question
    if arguments.batch is not None:
        if words:
            raise AssistantError("give a question or --batch, not both")
        if not arguments.json:
            raise AssistantError("a batch is answered as JSON lines: add --json")
        return _batch(arguments.batch)
    if not words:
        raise AssistantError('no question: ino-assistant ask "QUESTION", or --batch FILE --json')
    if len(words) > 1:
        raise AssistantError(f"{len(words)} arguments for one question: put it in quotes")
    return _single(words[0], as_json=arguments.json)


def _single(question: str, *, as_json: bool) -> int:
    from ino_assistant.cli.opening import open_office_for_asking
    from ino_assistant.cli.terminal import asker

    try:
        question.encode()
    except UnicodeEncodeError as error:
        raise QuestionError("the question is not UTF-8 text: type it again") from error
    office = open_office_for_asking()
    given = office.ask(asker(office.settings), question, channel="cli")
    answer = given.answer
    if as_json:
        write_json(answer.as_dict(), pretty=True)
    else:
        from ino_assistant.cli.answer_view import shown

        write(shown(answer))
    if given.fault:
        fail(f"unexpected error: {given.fault}; please report it")
    elif answer.problem is not None:
        fail(answer.problem)
    return 0 if answer.problem is None else 2


def _batch(name: str) -> int:
    from ino_assistant.cli.batch import answer_batch, read_lines
    from ino_assistant.cli.opening import open_office_for_asking

    lines = read_lines(name)
    return 0 if answer_batch(open_office_for_asking(), lines) else 1
