"""True statements to try operators on, without a corpus."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ino_assistant.corpus.model import Authority
from ino_assistant.evaluation.mutations.generate import Operate
from ino_assistant.evaluation.mutations.pool import Pool, pool_of
from ino_assistant.evaluation.mutations.truth import Truth
from ino_assistant.fidelity import Vocabulary

WORDS = Vocabulary({"alfazumab": ("alfazumab", "ALF-1"), "placebo": ("placebo",)}, {})
Made = Callable[..., list[str]]


def truth(statement: str, evidence: str = "", authority: Authority = "trial") -> Truth:
    return Truth("quoted", statement, evidence or statement, "doc:1", authority, WORDS)


def pool(*statements: str) -> Pool:
    return pool_of([truth(s) for s in statements], WORDS)


def made(
    operate: Operate,
    statement: str,
    *,
    evidence: str = "",
    others: Iterable[str] = (),
    authority: Authority = "trial",
) -> list[str]:
    """What an operator makes of a statement, in a document that has others beside it."""
    found = truth(statement, evidence, authority)
    return [m.statement for m in operate(found, pool_of([found, *map(truth, others)], WORDS))]
