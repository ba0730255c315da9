"""Whether a statement follows from the figures of its evidence, where it is not printed as told."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import replace

from ino_assistant.fidelity.binding.items import sentence_spans
from ino_assistant.fidelity.binding.parting import in_parts
from ino_assistant.fidelity.binding.reading import read_evidence
from ino_assistant.fidelity.checks.amounts import renamed
from ino_assistant.fidelity.checks.sides import SIDES, as_arms
from ino_assistant.fidelity.checks.tellings import Telling, tellings
from ino_assistant.fidelity.quantity.model import Verdict
from ino_assistant.fidelity.terms.vocabulary import Vocabulary

_MOST = 24
"""Tellings of one statement that are judged."""

Judge = Callable[[str, str, Vocabulary], Verdict]


def worked_out(
    statement: str, evidence: str, vocabulary: Vocabulary, judge: Judge
) -> Verdict | None:
    """`derived` where a telling of the statement in the evidence's own figures has no fault.

    Of several facts in one statement each must follow, or be supported, by itself.

    Args:
        statement: prose that is not supported as it stands.
        evidence: the cited passage.
        vocabulary: of the document.
        judge: what gives the verdict on a statement in plain figures.
    """
    if _derives(statement, evidence, vocabulary, judge):
        return Verdict("derived")
    for telling in itertools.chain((statement,), itertools.islice(in_parts(statement), 1)):
        facts = [telling[slice(*span)] for span in sentence_spans(telling)]
        if not 1 < len(facts) <= _FACTS:
            continue
        open_facts = [f for f in facts if judge(f, evidence, vocabulary).problems]
        if open_facts and all(_derives(f, evidence, vocabulary, judge) for f in open_facts):
            return Verdict("derived")
    return None


_FACTS = 4
"""A statement of more sentences is no single answer."""


def _derives(statement: str, evidence: str, vocabulary: Vocabulary, judge: Judge) -> bool:
    """Whether one telling of a statement in the evidence's own figures has no fault."""
    theirs, own = read_evidence(evidence, vocabulary)
    opened = _CHANGE.sub(r"\1 then to ", evidence)
    passages = (evidence,) if opened == evidence else (evidence, opened)
    tried = 0
    for told in itertools.chain((Telling(statement, ""),), tellings(statement, theirs, own)):
        names = SIDES if told.phrases else told.sides
        known = own.extended({name: (name,) for name in names}, {}) if names else vocabulary
        for text in (told.text, *renamed(told.text, theirs, own)):
            if text == statement:
                continue
            tried += 1
            if tried > _MOST:
                return False
            if any(_follows(replace(told, text=text), p, known, judge) for p in passages):
                return True
    return False


def _follows(told: Telling, passage: str, known: Vocabulary, judge: Judge) -> bool:
    """Whether a telling has no fault, and would have one with its two sides exchanged."""
    text, exchanged = told.text, told.exchanged
    if told.phrases:
        text, exchanged, passage = (as_arms(t, told.phrases) for t in (text, exchanged, passage))
    if judge(text, passage, known).problems:
        return False
    # Sides that the evidence does not tell apart are sides of nothing.
    return not exchanged or bool(judge(exchanged, passage, known).problems)


_CHANGE = re.compile(r"(\bfrom\s-?\d[\d.,]*\s?(?:%|[A-Za-z/]+)?)\sto\s(?=-?\d)")
"""`from 8.3 % to 6.8 %`, which is two figures, and no range."""


__all__ = ["Judge", "worked_out"]
