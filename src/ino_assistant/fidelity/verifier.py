"""The verifier: does the evidence say what the statement says?

A verbatim quotation of the evidence or of whole sentences of it is supported. All else is
read into claims: each figure must stand in the evidence with the same unit, denominator,
interval, arm, endpoint, group, time and polarity, and each word that carries meaning must
have its source. What is not understood is never supported.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from ino_assistant.corpus.model import Row
from ino_assistant.corpus.repairs import joined_words
from ino_assistant.fidelity.binding.claims import Claim
from ino_assistant.fidelity.binding.clauses import clauses_of
from ino_assistant.fidelity.binding.items import Sentence
from ino_assistant.fidelity.binding.parting import clauses_apart, in_parts
from ino_assistant.fidelity.binding.reading import (
    Reading,
    Sense,
    arms_meant,
    read_evidence,
    read_statement,
    sense_of,
)
from ino_assistant.fidelity.checks.arm_check import named_findings, told_arm_findings
from ino_assistant.fidelity.checks.caveat_check import (
    authority_findings,
    boundary_findings,
    caveat_findings,
    significance_findings,
)
from ino_assistant.fidelity.checks.cells import cell_findings, row_findings
from ino_assistant.fidelity.checks.context import denied_by_prefix, has_verb, points_back
from ino_assistant.fidelity.checks.crossed_check import crossed_findings
from ino_assistant.fidelity.checks.direction_check import direction_findings
from ino_assistant.fidelity.checks.findings import Finding, missing, unbound, verdict_of
from ino_assistant.fidelity.checks.goals import (
    admission_findings,
    goal_findings,
    superiority_findings,
)
from ino_assistant.fidelity.checks.list_check import (
    anchor_findings,
    condition_findings,
    exchange_findings,
    list_findings,
)
from ino_assistant.fidelity.checks.mixed_check import mixed_findings
from ino_assistant.fidelity.checks.numbers_check import look_up
from ino_assistant.fidelity.checks.restriction_check import dropped_limits, exception_findings
from ino_assistant.fidelity.checks.sense_check import IMPERATIVES, agreed
from ino_assistant.fidelity.checks.verb_check import adverb_findings, verb_findings
from ino_assistant.fidelity.checks.words_check import best_sources, uncovered
from ino_assistant.fidelity.checks.worked_out import worked_out
from ino_assistant.fidelity.quantity.model import Problem, Verdict
from ino_assistant.fidelity.terms.arm_columns import arms_told
from ino_assistant.fidelity.terms.discover import acronyms
from ino_assistant.fidelity.terms.left_out import (
    joined_as_said,
    joined_names,
    told_plainly,
    without_marks,
    without_product,
)
from ino_assistant.fidelity.terms.normal import cleaned, normal
from ino_assistant.fidelity.terms.plain_forms import plain_forms
from ino_assistant.fidelity.terms.printed import printed
from ino_assistant.fidelity.terms.tables import TOLD, row_text, written_out
from ino_assistant.fidelity.terms.vocabulary import Vocabulary, words
from ino_assistant.fidelity.verbatim import is_verbatim, marks_agree, marks_of

GENERAL = Vocabulary()
"""No document's words: arms and abbreviations are those that the evidence introduces."""


def verify(statement: str, evidence: str, vocabulary: Vocabulary = GENERAL) -> Verdict:
    """Whether `evidence` says what `statement` says.

    Args:
        statement: one or several sentences, or rows of cells joined by `|`.
        evidence: the cited passage, as printed or as displayed.
        vocabulary: arms and synonyms of the document that the evidence is from.
    """
    laid_out = evidence
    statement, evidence = cleaned(statement), cleaned(evidence)
    if not any(c.isalnum() for c in statement):
        problem = Problem("claim", statement.strip(), "the statement says nothing")
        return Verdict("cannot_bind", (problem,))
    if not any(c.isalnum() for c in evidence):
        problem = Problem("claim", statement.strip()[:80], "there is no evidence")
        return Verdict("not_in_evidence", (problem,))
    if is_verbatim(statement, evidence):
        return Verdict("supported")
    if "\n" in laid_out:
        arms = (name for names in vocabulary.arms.values() for name in names)
        passage = printed(laid_out, tuple(arms))
        named, inside = passage.as_named(statement)
        known = _with_arms(vocabulary, (*passage.arms, *arms_told(passage.text)))
        verdict = _of_text(named, passage.text, known)
        if inside and verdict.verdict == "supported":
            return Verdict("derived")
        shown = passage.shown
        return replace(
            verdict,
            problems=tuple(
                Problem(p.kind, shown(p.text), shown(p.detail)) for p in verdict.problems
            ),
        )
    return _of_text(statement, laid_out, _with_arms(vocabulary, tuple(arms_told(laid_out))))


def _of_text(statement: str, laid_out: str, vocabulary: Vocabulary) -> Verdict:
    """The verdict on what is no quotation, the tables of its evidence told as sentences."""
    evidence = joined_words(joined_as_said(statement, cleaned(laid_out)))
    evidence = without_marks(statement, evidence)
    if "|" in statement:
        return _held_against(statement, evidence, vocabulary)
    statement = told_plainly(statement, evidence, vocabulary)
    statement, evidence = joined_names(statement, evidence, vocabulary)
    # Two facts in one sentence are two sentences, unless the evidence has them in one as well:
    # what stands beside the one may be of the other.
    told = "|" in evidence or TOLD in evidence
    apart = statement if told else clauses_apart(statement)
    if apart != statement and _in_one(statement, evidence, vocabulary):
        apart = statement
    verdict = _held_against(apart, evidence, vocabulary)
    if verdict.problems:
        for telling in in_parts(statement):
            parted = _held_against(telling, evidence, vocabulary)
            if not parted.problems:
                return parted
        unnamed = without_product(statement, evidence, vocabulary)
        ways = [(unnamed, evidence)] if unnamed != statement else []
        for said, theirs in (*ways, *plain_forms(unnamed, evidence)):
            plainly = _held_against(said, theirs, vocabulary)
            if not plainly.problems:
                return plainly
        return worked_out(statement, evidence, vocabulary, _held_against) or verdict
    return verdict


_NEARLY = 0.9


def _in_one(statement: str, evidence: str, vocabulary: Vocabulary) -> bool:
    """Whether one sentence of the evidence has nearly all that a statement speaks of."""
    theirs, own = read_evidence(evidence, vocabulary)
    ours = read_statement(statement, own, arms_meant(written_out(evidence), vocabulary, own))
    said = frozenset().union(*ours.keys) if ours.keys else frozenset()
    return any(len(said & keys) >= _NEARLY * len(said) for keys in theirs.keys)


def _held_against(statement: str, evidence: str, vocabulary: Vocabulary) -> Verdict:
    """The verdict on a statement that is no quotation, its clauses as they stand."""
    theirs, own = read_evidence(evidence, vocabulary)
    short = acronyms(normal(statement), normal(evidence), own)
    if short:
        theirs, own = read_evidence(evidence, _with_short(own, tuple(short.items())))
    compared = arms_meant(written_out(evidence), vocabulary, own)
    ours = read_statement(written_out(statement), own, compared)
    findings: list[Finding] = []
    derived = False
    sources: set[int] = set()
    for number in range(len(ours.sentences)):
        found, rests_on, computed = _sentence(ours, number, theirs, own)
        findings += found
        sources |= _of_results(ours, number, theirs) or rests_on
        derived = derived or computed
    findings += caveat_findings(ours, theirs, sources)
    findings += authority_findings(ours, theirs, sources)
    if not marks_agree(statement, evidence):
        findings.append(missing("number", ", ".join(marks_of(statement)), "other reference marks"))
    return verdict_of(findings, derived=derived)


@lru_cache(maxsize=512)
def _with_short(
    vocabulary: Vocabulary, short: tuple[tuple[str, tuple[str, ...]], ...]
) -> Vocabulary:
    """A vocabulary with the abbreviations that a statement writes out; the same every time."""
    return vocabulary.extended({}, dict(short))


@lru_cache(maxsize=512)
def _with_arms(vocabulary: Vocabulary, arms: tuple[str, ...]) -> Vocabulary:
    """A vocabulary with arms that it does not know; the same every time."""
    known = {a: vocabulary.knows(a) for a in arms}
    new = {a: (a,) for a, term in known.items() if term is None or term.role == "synonym"}
    return vocabulary.extended(new, {})


def verify_row(statement: str, row: Row, vocabulary: Vocabulary = GENERAL) -> Verdict:
    """Whether a row of a table says what a statement says, cells told by their headings."""
    return verify(statement, row_text(row), vocabulary)


def _sentence(
    ours: Reading, number: int, theirs: Reading, vocabulary: Vocabulary
) -> tuple[list[Finding], set[int], bool]:
    findings: list[Finding] = []
    sources: set[int] = set()
    derived = False
    claims = ours.claims_in(number)
    if not claims and not ours.keys[number] and len(ours.sentences) > 1:
        # `Thank you for your question.`
        return findings, sources, derived
    found_at: list[tuple[Claim, Claim]] = []
    for claim in claims:
        result = look_up(claim, ours, theirs)
        findings += result.found
        derived = derived or result.derived
        if result.at is not None:
            sources.add(result.at.sentence)
            found_at.append((claim, result.at))
    findings += mixed_findings(found_at, ours, theirs)
    findings += cell_findings(found_at, ours, theirs)
    if not sources:
        sources = set(best_sources(ours, number, theirs))
    if not sources and not findings:
        text = ours.sentences[number].text.strip()[:80]
        findings.append(missing("claim", text, "the evidence speaks of something else"))
        return findings, sources, derived
    arms = tuple(vocabulary.arms)
    here = {i.key for s in theirs.sentences for i in s.items if i.role == "arm"}
    arms = tuple(a for a in arms if a in here) or arms
    computed = any(c.unit.contrast for c in claims) and derived
    findings += [
        f for f in uncovered(ours, number, theirs, sources)
        if not (computed and f.text.lower() in _CALCULATED)
    ]  # fmt: skip
    meant = sources | {s - 1 for s in sources if s and points_back(theirs, s)}
    findings += direction_findings(ours, number, theirs, meant, arms)
    findings += significance_findings(ours, number, theirs, sources)
    findings += boundary_findings(ours, number, theirs, sources)
    findings += list_findings(ours, number, theirs, sources)
    findings += exchange_findings(ours, number, theirs, sources)
    findings += condition_findings(ours, number, theirs, sources)
    findings += crossed_findings(ours, number, theirs, sources)
    findings += anchor_findings(ours, number, theirs, sources)
    findings += verb_findings(ours, number, theirs, sources)
    findings += adverb_findings(ours, number, theirs, sources)
    findings += exception_findings(ours, number, theirs, sources)
    findings += goal_findings(ours, number, theirs, sources)
    findings += admission_findings(ours, number, theirs, sources)
    findings += superiority_findings(ours, number, theirs, sources)
    if all(not c.bound["arm"] for c in claims):
        findings += named_findings(ours, number, theirs, sources)
    if not any(c.role == "main" for c in claims):
        findings += dropped_limits(ours, number, theirs, sources)
    if not claims:
        findings += row_findings(ours, number, theirs)
        findings += told_arm_findings(ours, number, theirs, sources)
        findings += _plain_polarity(ours, number, theirs, sources)
    return findings, sources, derived


def _of_results(ours: Reading, number: int, theirs: Reading) -> set[int]:
    """The sentences that have the results of a sentence; a limit may stand in others too."""
    mains = [c for c in ours.claims_in(number) if c.role == "main"]
    if len(mains) == len(ours.claims_in(number)):
        return set()
    found = [look_up(c, ours, theirs).at for c in mains]
    return {at.sentence for at in found if at is not None and at.role == "main"}


_CALCULATED = frozenset((
    "difference", "absolute difference", "calculated", "absolute", "a difference",
    "treatment difference", "between-group difference", "gap", "differ", "differed", "differs",
))  # fmt: skip


def _plain_polarity(
    ours: Reading, number: int, theirs: Reading, sources: set[int]
) -> list[Finding]:
    """Negation and modality of a sentence without figures."""
    said = ours.senses[number]
    found: list[Finding] = []
    for source in sources:
        printed = _clause_sense(ours.keys[number], theirs.sentences[source], negated=said.negated)
        text = ours.sentences[number].text.strip()[:80]
        if (
            said.negated != printed.negated
            and not _denied_in_place(ours, number, theirs, source)
            and not agreed(ours, number, theirs, (source,), said.negated)
        ):
            detail = (
                "the evidence denies it" if printed.negated else "the evidence does not deny it"
            )
            found.append(Finding("contradicted", "negation", text, detail))
        if printed.modality == "possible" and said.modality != "possible":
            found.append(
                Finding("contradicted", "modality", text, "the evidence says only that it may be")
            )
        elif (
            printed.modality == "duty"
            and said.modality == "possible"
            and not any(
                i.text.lower() in words("modality", "possible")
                for i in theirs.sentences[source].items
            )
        ):
            found.append(Finding("contradicted", "modality", text, "the evidence asks for it"))
        elif said.modality == "duty" and printed.modality == "" and not _instructs(theirs, source):
            found.append(
                Finding("contradicted", "modality", text, "the evidence does not ask for it")
            )
    return found


def _denied_in_place(ours: Reading, number: int, theirs: Reading, source: int) -> bool:
    """`X did not occur` where the evidence has `Y, and no X`: a `no` before the thing itself."""
    first = next((i.key for i in ours.sentences[number].items if i.kind in ("word", "mention")), "")
    denied = theirs.negated[source]
    both = ours.negated[number] & denied
    affirmed = first in theirs.keys[source] and first not in denied
    whole = ours.senses[number].negated and not affirmed and (first in denied or bool(both))
    opposed = any(denied_by_prefix(key, theirs.keys[source]) for key in ours.keys[number])
    return whole or (opposed and ours.senses[number].negated)


def _clause_sense(keys: frozenset[str], sentence: Sentence, *, negated: bool) -> Sense:
    """The sense of the clause that shares most with a statement, of several the one like it."""
    clauses = clauses_of(sentence)
    shared = [sum(i.key in keys for i in sentence.items[slice(*c)]) for c in clauses]
    best = min(
        (c for c, n in zip(clauses, shared, strict=True) if n == max(shared)),
        key=lambda c: sense_of(sentence, *c).negated != negated,
    )
    clause, whole = sense_of(sentence, *best), sense_of(sentence)
    return clause if clause.modality else replace(clause, modality=whole.modality)


def _instructs(theirs: Reading, source: int) -> bool:
    """Whether a sentence asks for something: it is an imperative."""
    if not has_verb(theirs, source):
        return True
    return any(i.text.lower() in IMPERATIVES for i in theirs.sentences[source].items)


__all__ = ["GENERAL", "is_verbatim", "unbound", "verify", "verify_row"]
