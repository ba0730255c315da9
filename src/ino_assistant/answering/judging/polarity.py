"""Yes or no, where a statement proves it; else nothing, and the quotation speaks alone.

Every rule needs that the statement speaks of all that the question speaks of. What is
left is how: does it deny it, only allow it, print another figure, compare the other way.
A wrong word before a quotation is worse than none, so a doubt is None.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from ino_assistant.answering.judging.declarative import Asked, asked_statement
from ino_assistant.answering.judging.known import Known, Told
from ino_assistant.answering.judging.matching import (
    Wanted,
    beyond,
    covers,
    groups_agree,
    wanted,
)
from ino_assistant.answering.judging.measures import Frame, asked_figures, comparable, holds
from ino_assistant.answering.judging.rules import Ruling, Setting
from ino_assistant.answering.judging.rules_figures import (
    by_date,
    by_direction,
    by_figures,
    by_interval,
    by_label,
)
from ino_assistant.answering.judging.rules_plain import plainly
from ino_assistant.answering.judging.rules_words import by_exclusion, by_significance
from ino_assistant.corpus.model import Statement

Word = Literal["yes", "no"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A word, the statement that proves it, and by which rule."""

    word: Word
    statement: Statement
    because: str

    @property
    def opening(self) -> str:
        """The word as it stands before the quotation."""
        return "Yes." if self.word == "yes" else "No."


def polarity(question: str, statements: Sequence[Statement], known: Known) -> Word | None:
    """`yes` or `no` where one of the statements proves it; see `judge`."""
    judged = judge(question, statements, known)
    return judged.word if judged is not None else None


def judge(question: str, statements: Sequence[Statement], known: Known) -> Judged | None:
    """Whether statements answer a question with yes or no.

    Args:
        question: as understood, written out.
        statements: chosen or ranked, the best first.
        known: the corpus as read.

    Returns:
        The word with the statement that proves it; None for any other question, where
        nothing proves it, or where two statements say opposite things.
    """
    asked = asked_statement(question)
    return None if asked is None else judge_statement(asked, statements, known)


def judge_statement(asked: Asked, statements: Sequence[Statement], known: Known) -> Judged | None:
    """Whether statements bear out or deny what is asked or taken for granted."""
    if not statements:
        return None
    document = known.document_of(asked.text, statements).id
    question = wanted(asked, document, known)
    found: Judged | None = None
    for statement in statements if question is not None else ():
        if statement.layout_lost or statement.parts or statement.context == "Abbreviation":
            continue
        if statement.document != document or question is None:
            continue
        judged = _of_statement(question, known.of(statement), known)
        if judged is None:
            continue
        if (
            judged.because == "by_figures"
            and judged.word == "no"
            and _elsewhere(question, document, known)
        ):
            continue
        if found is not None and found.word != judged.word:
            return None
        found = found or judged
    if found is not None and found.because == "by_direction" and question is not None:
        tolds = (known.of(s) for s in statements if s.document == document)
        if any(_not_significant(question, told) for told in tolds):
            return None
    return found


def _not_significant(question: Wanted, told: Told) -> bool:
    """Whether a statement denies that a difference in what is compared is significant.

    Such a difference is told by its figures: a `yes` before them would say too much, unless
    the very figures are asked after (`was median OS longer?`).
    """
    if _IN_FIGURES.search(question.asked.text):
        return False
    endpoints = {
        i.key for i in question.reading.sentences[0].items if i.role in ("endpoint", "reaction")
    }
    return any(
        sense.significance == "-" and endpoints & keys
        for sense, keys in zip(told.reading.senses, told.reading.keys, strict=True)
    )


_IN_FIGURES = re.compile(r"\b(?:median|mean|numerical\w*|rates?)\b", re.IGNORECASE)


_RULES: tuple[Callable[[Wanted, Told, tuple[int, ...], Setting], Ruling], ...] = (
    by_significance,
    by_exclusion,
    by_label,
    by_date,
    by_interval,
    by_figures,
    by_direction,
    plainly,
)


def _of_statement(question: Wanted, told: Told, known: Known) -> Judged | None:
    text = told.statement.display
    if told.unknown:
        return None
    if text.strip(" .").lower() == "none":
        return _none_at_all(question, told)
    if not told.reading.sentences or beyond(question, told):
        return None
    defaults = known.default_arms(told.statement.document)
    arms = tuple(known.vocabulary(told.statement.document).arms)
    numbers = range(len(told.reading.sentences))
    groups = [tuple(numbers)] if told.statement.row is not None else [(n,) for n in numbers]
    if question.speaker and not (
        told.statement.authority in ("opinion", "case")
        or any(sense.personal for sense in told.reading.senses)
    ):
        return None
    for group in groups:
        if not all(groups_agree(question, told.reading.sentences[n]) for n in group):
            continue
        for rule in _RULES:
            word = rule(question, told, group, Setting(defaults, arms))
            if word == "stop":
                break
            if word is not None:
                return Judged(_turned(word, question.asked), told.statement, rule.__name__)
    return None


def _turned(word: Word, asked: Asked) -> Word:
    if not asked.negated:
        return word
    return "no" if word == "yes" else "yes"


def _none_at_all(question: Wanted, told: Told) -> Judged | None:
    """What a heading denies altogether, as in `Contraindications: None`."""
    keys = list(question.keys)
    if question.asked.negated or question.directions or question.quantifiers or not keys:
        return None
    heading = told.statement.section[-1] if told.statement.section else ""
    names = {w.lower() for w in re.findall(r"[A-Za-z]+", heading)}
    own = [k for k in keys if any(n.startswith(k[:8]) for n in names)]
    rest = [k for k in keys if k not in own and not covers(k, told.around)]
    if own and not rest and not asked_figures(question):
        return Judged("no", told.statement, "none")
    return None


def _elsewhere(question: Wanted, document: str, known: Known) -> bool:
    """Whether a figure that one statement contradicts is printed for the same thing in another."""
    defaults = known.default_arms(document)
    for claim in asked_figures(question):
        if _loose(question) and _printed(claim.quantity.text, document, known):
            return True
        for told, printed in known.claims(document):
            value = comparable(claim.quantity, printed)
            if value is None or not holds(claim.quantity, value, printed.quantity):
                continue
            frame = Frame.of(printed, defaults)
            if claim.quantity.comparator and any(
                not covers(o, question.keys)
                for o in frame.others | (frame.what - claim.bound["what"])
            ):
                # Of some of them more may be so than of all.
                continue
            what, theirs = claim.bound["what"], printed.bound["what"]
            arms = printed.bound["arm"] or defaults
            other_thing = what and theirs and not what & theirs
            other_arm = question.arms and arms and not question.arms & arms
            if not all(
                covers(k, told.keys | told.around | question.arms)
                for k in question.keys
                if k[0] != "~"
            ):
                continue
            other_patient = told.persons and not told.persons & set(question.keys)
            if not (other_thing or other_arm or other_patient):
                return True
    return False


def _loose(question: Wanted) -> bool:
    return any("|" in k for k in question.keys)


def _printed(figure: str, document: str, known: Known) -> bool:
    """Whether a figure stands anywhere in a document."""
    number = re.search(r"\d[\d.]*", figure)
    source = known.corpus.document(document).source
    sign = r"\s?%" if "%" in figure else r"(?![\d.])"
    return (
        number is None or re.search(rf"(?<![\d.]){re.escape(number[0])}{sign}", source) is not None
    )
