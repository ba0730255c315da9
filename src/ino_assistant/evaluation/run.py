"""Running the evaluation set, part by part: what is asked, judged, and how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from ino_assistant.answering.assistant import Assistant
from ino_assistant.corpus.model import Corpus
from ino_assistant.errors import AssistantError
from ino_assistant.evaluation.cases import Case, ClaimCase, ConversationCase
from ino_assistant.evaluation.checking import judge, score_claim, score_mutation, score_twin
from ino_assistant.evaluation.golden import Golden, check_sources, read_golden
from ino_assistant.evaluation.mutations.generate import mutations_of
from ino_assistant.evaluation.mutations.pool import pool_of
from ino_assistant.evaluation.mutations.truths import truths_of
from ino_assistant.evaluation.results import Result
from ino_assistant.evaluation.scoring import score, score_turn
from ino_assistant.fidelity import Vocabulary
from ino_assistant.fidelity.binding.claim_binding import claims_of_corpus
from ino_assistant.fidelity.binding.evidence import vocabulary_of

PARTS = ("questions", "conversations", "claims", "mutations")
NEEDS_ASSISTANT = frozenset(("questions", "conversations"))
Progress = Callable[[str, int, int], None]
"""Part, cases done, cases in all."""
T = TypeVar("T", bound=Golden)
Job = Callable[[], list[Result]]


class HarnessError(AssistantError):
    """A case crashed: the evaluation itself failed, and says nothing (exit status 2)."""


@dataclass(frozen=True, slots=True)
class GoldenSet:
    """Every golden case of the parts that are run, read and checked before anything is asked."""

    questions: Sequence[Case] = ()
    conversations: Sequence[ConversationCase] = ()
    claims: Sequence[ClaimCase] = ()


def read_set(folder: Path, parts: Sequence[str], corpus: Corpus) -> GoldenSet:
    """The golden cases of some parts.

    Raises:
        CaseError: a file is unusable, or its source has changed.
    """

    def cases(name: str, shape: type[T]) -> list[T]:
        if name not in parts:
            return []
        path = folder / f"{name}.jsonl"
        found = read_golden(path, shape)
        check_sources(path, found, corpus)
        return found

    return GoldenSet(
        cases("questions", Case),
        cases("conversations", ConversationCase),
        cases("claims", ClaimCase),
    )


def run_questions(assistant: Assistant, cases: Sequence[Case], progress: Progress) -> list[Result]:
    """Ask every question by itself."""

    def job(case: Case) -> Job:
        return lambda: [score(case, assistant.ask(case.question), assistant.corpus)]

    return _each("questions", [(case.id, job(case)) for case in cases], progress)


def run_conversations(
    assistant: Assistant, cases: Sequence[ConversationCase], progress: Progress
) -> list[Result]:
    """Have every conversation, each turn with those before it."""

    def job(case: ConversationCase) -> Job:
        return lambda: list(_turns(assistant, case))

    return _each("conversations", [(case.id, job(case)) for case in cases], progress)


def _turns(assistant: Assistant, case: ConversationCase) -> Iterator[Result]:
    asked = [turn.question for turn in case.turns]
    for number, turn in enumerate(case.turns):
        answer = assistant.ask(turn.question, asked[:number])
        yield score_turn((case.id, number + 1), turn, answer, assistant.corpus)


def run_claims(corpus: Corpus, cases: Sequence[ClaimCase], progress: Progress) -> list[Result]:
    """Judge every claim that was written by hand."""

    def job(case: ClaimCase) -> Job:
        return lambda: [score_claim(case, vocabulary_of(corpus, case.document))]

    return _each("claims", [(case.id, job(case)) for case in cases], progress)


def run_mutations(corpus: Corpus, progress: Progress) -> list[Result]:
    """Judge every true statement of the corpus, and every mutation of it."""
    truths = truths_of(corpus, claims_of_corpus(corpus))
    pool = pool_of(truths, Vocabulary.of_corpus(corpus))
    seen: set[tuple[str, str]] = set()
    results: list[Result] = []
    for number, truth in enumerate(truths):
        with _named(f"mutations of {truth.id} ({truth.source})"):
            verdict = judge(truth)
            results.append(score_twin(truth, verdict))
            results += [score_mutation(m, verdict) for m in mutations_of(truth, pool, seen)]
        progress("mutations", number + 1, len(truths))
    return results


def _each(part: str, jobs: Sequence[tuple[str, Job]], progress: Progress) -> list[Result]:
    results: list[Result] = []
    for number, (case, job) in enumerate(jobs):
        with _named(f"{part} {case}"):
            results += job()
        progress(part, number + 1, len(jobs))
    return results


@contextmanager
def _named(case: str) -> Iterator[None]:
    """Whatever goes wrong in a case is told with its id: it is no result.

    Raises:
        HarnessError: in place of any exception.
    """
    try:
        yield
    except Exception as error:  # whatever it is, the figures would leave the case out
        raise HarnessError(f"case {case} crashed: {type(error).__name__}: {error}") from error
