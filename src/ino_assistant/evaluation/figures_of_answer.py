"""What of a golden case's figures an answer has: value, unit, whole, arm, each apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from ino_assistant.answering.saying.answer import Answer, is_mark
from ino_assistant.corpus.model import Corpus
from ino_assistant.evaluation.cases import Case
from ino_assistant.fidelity.binding.evidence import vocabulary_of
from ino_assistant.fidelity.binding.reading import read
from ino_assistant.fidelity.quantity.model import Quantity
from ino_assistant.fidelity.quantity.quantities import read_quantities
from ino_assistant.fidelity.terms.vocabulary import Vocabulary
from ino_assistant.text import squeeze

_NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")


def figure_checks(case: Case, answer: Answer, corpus: Corpus) -> dict[str, bool]:
    """The measures that the golden data lets be taken; one that it does not is not there.

    `value`: every number of `must` is in the answer. `unit`: with its unit. `denominator`:
    with its whole. `arm`: where the question names one arm, the figures are not another's.
    `caveat`: every qualification that is bound to what is cited is shown.
    """
    text = spoken(answer)
    wanted = [q for part in case.must for q in read_quantities(part) if q.is_quantity]
    given = [q for q in read_quantities(text) if q.is_quantity]
    found: dict[str, bool] = {}
    if wanted:
        values = {value for quantity in given for value in quantity.values}
        found["value"] = all(_has_values(part, values, text) for part in case.must)
    with_unit = [q for q in wanted if q.unit and q.values]
    if with_unit:
        found["unit"] = all(_has_unit(q, given) for q in with_unit)
    fractions = [q for q in wanted if q.kind == "fraction"]
    if fractions:
        found["denominator"] = all(
            any(g.kind == "fraction" and g.values == q.values for g in given) for q in fractions
        )
    arm = _arm_asked(case.question, vocabulary_of(corpus, case.document))
    if wanted and arm:
        found["arm"] = _of_arm(arm, wanted, answer, vocabulary_of(corpus, case.document))
    qualified = [c for c in answer.citations if corpus.by_id[c.statement].caveats]
    if qualified:
        shown = {note.citation.statement for note in answer.caveats}
        shown |= {citation.statement for citation in answer.citations}
        found["caveat"] = all(set(corpus.by_id[c.statement].caveats) <= shown for c in qualified)
    return found


def spoken(answer: Answer) -> str:
    """The answer's text without the marks that point to citations."""
    return "".join(segment.text for segment in answer.segments if not is_mark(segment))


def numbers_supported(answer: Answer) -> bool:
    """Whether every number of the text is called supported, and stands in what is cited.

    Two measures of one thing: what the answer says of itself, and a look of our own.
    """
    claimed = all(number["verdict"] == "supported" for number in answer.numbers)
    cited = " ".join(
        part for c in answer.citations for part in (c.quote, c.display, *c.spoken, c.section)
    )
    there = set(_NUMERAL.findall(cited))
    return claimed and set(_NUMERAL.findall(spoken(answer))) <= there


def _has_values(part: str, values: set[Decimal], text: str) -> bool:
    """Whether a text has the figures of a golden part: as read, or as printed (`2.3 x`)."""
    wanted = [q for q in read_quantities(part) if q.is_quantity]
    return all(set(q.values) <= values for q in wanted) or squeeze(part) in squeeze(text)


def _has_unit(wanted: Quantity, given: Sequence[Quantity]) -> bool:
    return any(set(wanted.values) <= set(g.values) and g.unit == wanted.unit for g in given)


def _arm_asked(question: str, vocabulary: Vocabulary) -> str:
    """The one arm that a question names; empty for none or several."""
    named = [
        arm
        for arm, names in vocabulary.arms.items()
        if any(re.search(rf"(?<!\w){re.escape(n)}(?!\w)", question, re.IGNORECASE) for n in names)
    ]
    return named[0] if len(named) == 1 else ""


def _of_arm(arm: str, wanted: Sequence[Quantity], answer: Answer, vocabulary: Vocabulary) -> bool:
    """Whether no wanted figure is bound to another arm alone, and the arm is named at all."""
    for quantity in wanted:
        bound = [
            claim.bound["arm"]
            for claim in read(spoken(answer), vocabulary).claims
            if any(set(quantity.values) <= set(q.values) for q in claim.quantities)
        ]
        if bound and all(arms and arm not in arms for arms in bound):
            return False
    around = " ".join((spoken(answer), *(f"{c.section}. {c.display}" for c in answer.citations)))
    return any(i.key == arm for s in read(around, vocabulary).sentences for i in s.items)
