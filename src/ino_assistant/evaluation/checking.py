"""Scoring the verifier: claims written by hand, and mutations with their unmutated twins."""

from __future__ import annotations

from ino_assistant.evaluation.cases import ACCEPTED, ClaimCase
from ino_assistant.evaluation.mutations.generate import Mutation
from ino_assistant.evaluation.mutations.truth import Truth
from ino_assistant.evaluation.results import Result
from ino_assistant.fidelity import Verdict, Vocabulary, verify


def score_claim(case: ClaimCase, vocabulary: Vocabulary) -> Result:
    """Whether a right statement is accepted and a wrong one stopped; and the verdict itself."""
    verdict = verify(case.statement, case.evidence, vocabulary)
    accepted = verdict.verdict in ACCEPTED
    check = "accepted" if case.is_right else "stopped"
    return Result(
        set="claims",
        id=case.id,
        kind=case.kind,
        group="right" if case.is_right else "wrong",
        checks={check: accepted == case.is_right},
        notes={"verdict": verdict.verdict in case.verdicts},
        critical=("stopped",) if case.must_block and not case.is_right else (),
        asked=case.statement,
        expected=" or ".join(case.verdicts),
        given=verdict.verdict,
        details={"evidence": case.evidence, "why": case.why, "problems": problems_of(verdict)},
    )


def judge(truth: Truth) -> Verdict:
    """The verdict on a true statement."""
    return verify(truth.statement, truth.evidence, truth.vocabulary)


def score_twin(truth: Truth, verdict: Verdict) -> Result:
    """Whether a true statement is accepted."""
    return Result(
        set="twins",
        id=truth.id,
        kind=truth.form,
        group="right",
        checks={"accepted": verdict.verdict in ACCEPTED},
        # A quotation that is not accepted is a fault of the gate, not of its caution.
        critical=("accepted",) if truth.form == "quoted" else (),
        asked=truth.statement,
        expected="supported",
        given=verdict.verdict,
        details={"evidence": truth.evidence, "problems": problems_of(verdict)},
    )


def score_mutation(mutation: Mutation, twin: Verdict) -> Result:
    """Whether a mutant is caught while its twin is accepted, and for the right reason."""
    verdict = verify(mutation.mutant.statement, mutation.evidence, mutation.truth.vocabulary)
    operator = mutation.operator
    caught = verdict.verdict not in ACCEPTED
    named = {problem.kind for problem in verdict.problems}
    return Result(
        set="mutations",
        id=mutation.id,
        kind=operator.kind,
        group=mutation.truth.form,
        checks={"caught": caught, "twin": twin.verdict in ACCEPTED},
        notes={"reason": bool(named & operator.reasons)} if caught else {},
        critical=("caught",) if operator.must_block else (),
        asked=mutation.mutant.statement,
        expected="anything but supported",
        given=verdict.verdict,
        details={
            "changed": mutation.mutant.done,
            "true statement": mutation.truth.statement,
            "verdict on the true statement": twin.verdict,
            "evidence": mutation.evidence,
            "problems": problems_of(verdict),
        },
    )


def problems_of(verdict: Verdict) -> str:
    """The reasons of a verdict, one a line."""
    return "\n".join(f"{p.kind}: {p.text} – {p.detail}" for p in verdict.problems)
