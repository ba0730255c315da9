"""Golden cases of every set, written from the documents; what a run gave is kept elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from ino_assistant.answering.saying.answer import Outcome, Route
from ino_assistant.evaluation.golden import STRICT, CaseError, Golden, Text
from ino_assistant.fidelity.quantity.model import VerdictName

Kind = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_ -]*$")]
ACCEPTED = ("supported", "derived")
"""Verdicts that let a statement pass."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Golden):
    """One question and what its answer must be.

    Attributes:
        expect: whether the documents answer it.
        evidence: quotations of which a citation must hold one; parts joined by ` | ` are
            cells of a table.
        must: what the text of a right answer contains, as printed.
        must_not: what would make it wrong or misleading.
        missing: for a refusal, what the documents do not say.
    """

    __pydantic_config__ = STRICT

    question: str
    expect: Literal["answered", "refused"]
    kind: Kind
    evidence: tuple[Text, ...]
    must: tuple[Text, ...]
    must_not: tuple[Text, ...]
    tags: tuple[Text, ...]
    missing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCase(Golden):
    """One statement, right or corrupted by hand, and the verdict that its evidence asks for.

    Attributes:
        expect: the verdicts that are right; the first is the best of them.
        kind: of error, or what a right statement is (quotation, paraphrase).
        must_block: a false accept of it fails every comparison.
        why: what is wrong with it, or why it is right.
    """

    __pydantic_config__ = STRICT

    statement: Text
    evidence: str
    expect: VerdictName | Annotated[tuple[VerdictName, ...], Field(min_length=1)]
    kind: Kind
    must_block: bool = False
    tags: tuple[Text, ...] = ()
    why: str = ""

    @property
    def verdicts(self) -> tuple[str, ...]:
        """The verdicts that are right."""
        return (self.expect,) if isinstance(self.expect, str) else self.expect

    @property
    def is_right(self) -> bool:
        """Whether the statement is to be accepted."""
        return self.verdicts[0] in ACCEPTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One turn of a conversation.

    Attributes:
        expect: the outcome that is right.
        accept: every outcome that is taken for right, the first included.
        route: where it is to be routed, if it is.
        must: what the text contains; of several in a group, one.
        evidence: quotations of which a citation must hold one; none are asked for if empty.
        standalone_holds: what the question as understood contains; of each group, one.
        missing: for a refusal, what the documents do not say.
    """

    __pydantic_config__ = STRICT

    question: str
    expect: Outcome
    accept: Annotated[tuple[Outcome, ...], Field(min_length=1)]
    route: Route | None = None
    must: tuple[Text | tuple[Text, ...], ...] = ()
    must_not: tuple[Text, ...] = ()
    evidence: tuple[Text, ...] = ()
    standalone_holds: tuple[tuple[Text, ...], ...] = ()
    missing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationCase(Golden):
    """Several turns, each of which sees those before it."""

    __pydantic_config__ = STRICT

    turns: Annotated[tuple[Turn, ...], Field(min_length=1)]
    kind: Kind = "conversation"
    tags: tuple[Text, ...] = ()
    why: str = ""


__all__ = ["ACCEPTED", "Case", "CaseError", "ClaimCase", "ConversationCase", "Kind", "Turn"]
