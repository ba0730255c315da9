"""Scoring one answer against its golden case: every check apart."""

from __future__ import annotations

from collections.abc import Sequence

from ino_assistant.answering.saying.answer import Answer
from ino_assistant.corpus.model import Corpus
from ino_assistant.evaluation.cases import Case, Turn
from ino_assistant.evaluation.evidence import quotation_holds
from ino_assistant.evaluation.figures_of_answer import figure_checks, numbers_supported
from ino_assistant.evaluation.results import Result
from ino_assistant.text import fold, sha256_text, squeeze

MOST_WORDS = 150
ALWAYS = ("box", "numbers")
"""Checks whose failure nothing makes up for."""
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_GIVEN = ("answered", "corrected")


def score(case: Case, answer: Answer, corpus: Corpus) -> Result:
    """Every check of a question, on the answer that was given.

    Checks: outcome, content, misleading, citation, box, numbers, length; notes: value, unit,
    denominator, arm, caveat. One that does not apply is not there.
    """
    checks = _common(answer, corpus, case.must_not)
    notes: dict[str, bool] = {}
    if case.expect == "refused":
        checks["outcome"] = answer.outcome != "answered"
    else:
        checks["outcome"] = answer.outcome in _GIVEN
        if checks["outcome"]:
            text = plain(answer.text)
            checks["content"] = all(plain(word) in text for word in case.must)
            checks["citation"] = _cites(answer, case.evidence)
            checks["length"] = len(answer.text.split()) <= MOST_WORDS
            notes = figure_checks(case, answer, corpus)
    return Result(
        set="questions",
        id=case.id,
        kind=case.kind,
        group="answerable" if case.expect == "answered" else "unanswerable",
        checks=checks,
        notes=notes,
        critical=ALWAYS,
        asked=case.question,
        expected=" · ".join(case.must) or case.missing or case.expect,
        given=_given(answer),
        details={
            "expected outcome": case.expect,
            "evidence": "\n".join(case.evidence),
            "must not say": " · ".join(case.must_not),
            **_told(answer),
        },
        words=_words(answer),
    )


def score_turn(identity: tuple[str, int], turn: Turn, answer: Answer, corpus: Corpus) -> Result:
    """Every check of one turn of a conversation.

    Args:
        identity: id of the conversation, and number of the turn from 1.
        turn: what is asked and expected.
        answer: what was given, having seen the turns before.
        corpus: where boxed warnings come from.
    """
    conversation, number = identity
    checks = _common(answer, corpus, turn.must_not)
    checks["outcome"] = answer.outcome in turn.accept
    if turn.route is not None:
        checks["route"] = answer.route == turn.route
    if turn.standalone_holds:
        alone = answer.standalone_question or answer.question
        checks["standalone"] = all(_one_of(group, alone) for group in turn.standalone_holds)
    if checks["outcome"] and answer.outcome in _GIVEN:
        if turn.must:
            checks["content"] = all(_one_of(_group(part), answer.text) for part in turn.must)
        if turn.evidence:
            checks["citation"] = _cites(answer, turn.evidence)
        checks["length"] = len(answer.text.split()) <= MOST_WORDS
    wanted = [" or ".join(_group(part)) for part in turn.must]
    return Result(
        set="conversations",
        id=f"{conversation}.{number}",
        kind=turn.expect,
        group=conversation,
        checks=checks,
        critical=ALWAYS,
        asked=turn.question,
        expected=" · ".join(wanted) or turn.missing or turn.expect,
        given=_given(answer),
        details={
            "expected outcome": " or ".join(turn.accept),
            "understood as": answer.standalone_question,
            "must be understood with": " · ".join(" or ".join(g) for g in turn.standalone_holds),
            "evidence": "\n".join(turn.evidence),
            "must not say": " · ".join(turn.must_not),
            **_told(answer),
        },
        words=_words(answer),
    )


def _group(part: str | tuple[str, ...]) -> tuple[str, ...]:
    return (part,) if isinstance(part, str) else part


def _one_of(group: Sequence[str], text: str) -> bool:
    return any(plain(word) in plain(text) for word in group)


def _common(answer: Answer, corpus: Corpus, must_not: Sequence[str]) -> dict[str, bool]:
    text = plain(answer.text)
    return {
        "box": box_is_whole(answer, corpus),
        "numbers": numbers_supported(answer),
        "misleading": not any(plain(word) in text for word in must_not),
    }


def _cites(answer: Answer, evidence: Sequence[str]) -> bool:
    """Whether one citation holds the evidence, or all of them hold it together."""
    if any(quotation_holds(c.quote, c.section, evidence) for c in answer.citations):
        return True
    spans = sorted((c.spans[0][0], c.quote) for c in answer.citations)
    quotes = " ".join(quote for _, quote in spans)
    around = " ".join(c.section for c in answer.citations)
    return quotation_holds(quotes, around, evidence)


def _given(answer: Answer) -> str:
    return answer.problem or answer.text


def _told(answer: Answer) -> dict[str, str]:
    return {
        "outcome": answer.outcome + (f" ({answer.reason})" if answer.reason else ""),
        "cited": "\n".join(f"[{c.marker}] {c.section}: {c.quote}" for c in answer.citations),
    }


def _words(answer: Answer) -> int | None:
    return len(answer.text.split()) if answer.outcome in _GIVEN else None


def box_is_whole(answer: Answer, corpus: Corpus) -> bool:
    """Whether the answer carries a boxed warning, letter for letter, in data and rendering."""
    if not corpus.boxed_warnings:
        return True
    originals = {w.product: w for w in corpus.boxed_warnings}
    rendered = fold(answer.rendered)
    return bool(answer.boxed_warning) and all(
        w.text == originals[w.product].text
        and w.sha256 == sha256_text(w.text)
        and w.text in rendered.replace("\\", "")
        for w in answer.boxed_warning
    )


def plain(text: str) -> str:
    """Without white space, case and superscripts, so that printings can be compared."""
    return squeeze(text.translate(_PLAIN)).lower()
