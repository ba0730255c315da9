"""Yes and no by figures: labels, dates, values, and comparisons of two arms or groups."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from ino_assistant.answering.judging.known import Told
from ino_assistant.answering.judging.matching import Wanted, core, covers, manner, uncovered
from ino_assistant.answering.judging.measures import (
    asked_directions,
    asked_figures,
    compared_by_figures,
    compared_by_words,
    figures_of,
    filters_covered,
    holds,
    printed_directions,
    within,
)
from ino_assistant.answering.judging.rules import STOP, Ruling, Setting
from ino_assistant.data import load
from ino_assistant.fidelity.binding.claims import Claim
from ino_assistant.fidelity.binding.reading import Reading
from ino_assistant.fidelity.checks.direction_check import directions_of

# Labels and ratios: of one thing there is one phase, one way of assigning.


def by_label(question: Wanted, told: Told, group: tuple[int, ...], setting: Setting) -> Ruling:
    """Whether a phase, grade or ratio is the one that is printed."""
    # `all Grade 2`: else there may be others of other grades.
    units = ("phase", "grade") if _ALL_OF_GRADE.search(told.statement.display) else ("phase",)
    asked = _labels(question.reading, units)
    printed = _labels(told.reading, units)
    if (
        len(asked) != 1
        or any(c.quantity.kind != "ratio" for c in asked_figures(question))
        or len(printed) != 1
        or question.directions
        or question.quantifiers - {"all"}
    ):
        return None
    (kind, values), (same, printed_values) = *asked, *printed
    if kind != same or uncovered(question.keys, told, group, setting.defaults):
        return None
    if not any(core(question.keys, told, n) for n in group) or any(
        told.reading.senses[n].negated for n in group
    ):
        return None
    return "yes" if values == printed_values else "no"


_ALL_OF_GRADE = re.compile(r"\ball grade \d\b", re.IGNORECASE)


def _labels(reading: Reading, units: tuple[str, ...]) -> frozenset[tuple[str, tuple[Decimal, ...]]]:
    return frozenset(
        (q.unit or q.kind, q.values)
        for s in reading.sentences
        for i in s.items
        if (q := i.quantity) is not None
        and ((q.kind == "label" and q.unit in units) or q.kind == "ratio")
    )


_EVERY = re.compile(r"\bevery (\d+|other) (day|week|month|hour)s?\b", re.IGNORECASE)


def by_interval(question: Wanted, told: Told, group: tuple[int, ...], setting: Setting) -> Ruling:
    """`every 2 weeks` against the one interval that a statement has."""
    asked = _EVERY.findall(question.asked.text)
    printed = set(_EVERY.findall(told.statement.display))
    times = {figure for figure, _ in asked}
    others = [c for c in asked_figures(question) if c.quantity.text.split()[0] not in times]
    if len(asked) != 1 or len(printed) != 1 or others or question.directions:
        return None
    if uncovered(question.keys, told, group, setting.defaults):
        return None
    if any(told.reading.senses[n].negated for n in group) or question.quantifiers:
        return None
    return None if asked[0] in printed else "no"


_DOSE = re.compile(r"\brecommended (?:starting )?(?:dose|dosage)\b", re.IGNORECASE)


# Dates: what happens once has one.


def by_date(question: Wanted, told: Told, group: tuple[int, ...], setting: Setting) -> Ruling:
    """Whether the year of something that happens once is the printed one."""
    asked = _years(question.reading)
    events = [k for k in load("polarity")["presupposed"]["one_time"] if k in question.keys]
    if len(asked) != 1 or not events or question.directions or question.quantifiers:
        return None
    if _BOUNDED.search(question.asked.text):
        return None
    keys = [k for k in question.keys if k[0] != "~"]
    if uncovered(keys, told, group, setting.defaults) or any(
        told.reading.senses[n].negated for n in group
    ):
        return None
    printed = _years(told.reading)
    if len(printed) != 1 or not all(covers(e, told.keys) for e in events):
        return None
    return "yes" if asked == printed else "no"


_BOUNDED = re.compile(
    r"\b(?:after|before|since|until|later|earlier|between|from|"
    r"by(?= (?:\d|the end|the start|mid|early|late|then)))\b",
    re.IGNORECASE,
)


def _years(reading: Reading) -> frozenset[Decimal]:
    return frozenset(
        v
        for s in reading.sentences
        for i in s.items
        if i.quantity is not None and i.quantity.kind == "date"
        for v in i.quantity.values
        if v > 1900
    )


# Figures.


def by_figures(question: Wanted, told: Told, group: tuple[int, ...], setting: Setting) -> Ruling:
    """Whether the figure that is asked after is the printed one, or on that side of it."""
    figures = asked_figures(question)
    if not figures or question.directions:
        return None
    claim = figures[0]
    if len(figures) > 1 or not _speaks_of_figure(question, told, claim, group, setting):
        return STOP
    endpoint = bool(claim.bound["what"])
    values = figures_of(claim, question, told, setting.defaults, endpoint=endpoint)
    values = [(c, v) for c, v in values if c.sentence in group]
    dosed = _DOSE.search(question.asked.text) and _DOSE.search(told.statement.display)
    if not values or not (endpoint or dosed or core(question.keys, told, values[0][0].sentence)):
        return STOP
    limited = _within_limits(question, claim, [c for c, _ in values])
    if limited is not None:
        return limited
    judged = {holds(claim.quantity, value, c.quantity) for c, value in values}
    if judged == {True}:
        return "yes"
    single = endpoint or len({v for _, v in values}) == 1
    return "no" if judged == {False} and single else STOP


def _speaks_of_figure(
    question: Wanted, told: Told, claim: Claim, group: tuple[int, ...], setting: Setting
) -> bool:
    """Whether a statement speaks plainly of all that the figure is asked of."""
    asked = question.asked
    if question.quantifiers or len(question.arms) > 1 or (asked.negated and asked.kind == "may"):
        return False
    if uncovered(question.keys, told, group, setting.defaults):
        return False
    if not filters_covered(question, told, claim.quantity.text):
        return False
    how = manner(question.keys, told.reading.sentences[group[0]], told.statement.display)
    return how.denied is False and not (how.modality == "possible" and asked.kind == "fact")


def _within_limits(question: Wanted, claim: Claim, printed: Sequence[Claim]) -> Ruling:
    """Where a statement or the asker sets a limit, `up to 6 cycles`; None where neither does."""
    quantity = claim.quantity
    tops = {
        q.values
        for c in printed
        for q in c.quantities
        if q.comparator == "<=" and (q.kind, q.unit) == (quantity.kind, quantity.unit)
    }
    if quantity.comparator == "<=" and question.asked.kind == "fact" and claim.bound["what"]:
        if len(tops) == 1:
            return "yes" if tops == {quantity.values} else "no"
    elif tops and quantity.comparator != "<=":
        # What is allowed up to a limit is allowed below it, and no more is.
        if question.asked.kind == "fact" or len(tops) > 1:
            return STOP
        return "yes" if all(within(quantity, c) for c in printed) else "no"
    if quantity.text.lower().startswith("up to"):
        # A limit of the asker's: only the same limit proves it.
        return "yes" if quantity.values in tops else STOP
    return None


# Comparisons.

_VALUED = re.compile(
    r"\b(?:better|worse|best|worst|superior|inferior|improv\w+|worsen\w*|poorer|good|bad)\b",
    re.IGNORECASE,
)


_THAN_ALONE = re.compile(r"\bthan (?:on|with|in|under|for|after|the)\b[^,;]*$", re.IGNORECASE)


def by_direction(question: Wanted, told: Told, group: tuple[int, ...], setting: Setting) -> Ruling:
    """Whether something is higher, lower or alike: by a statement's figures or its words."""
    if not question.directions:
        return None
    said = asked_directions(question, setting.arms)
    if len(said) != 1 or question.quantifiers or question.asked.kind == "duty":
        return STOP
    (direction,) = said
    alone = len(question.arms) == 1 and direction.first in question.arms
    if alone and _THAN_ALONE.search(question.asked.text):
        # `Is it more common than on placebo?` says of placebo that it is less so there.
        direction = replace(direction, sign=-direction.sign)
    if direction.sign == 0 and not direction.first:
        return _alike(question, told, group, setting)
    unnamed = direction.second if direction.second not in question.arms else ""
    keys = [k for k in question.keys if k != unnamed]
    possible = any(told.reading.senses[n].modality == "possible" for n in group)
    if (
        possible
        or uncovered(keys, told, group, setting.defaults)
        or not filters_covered(question, told, "")
        or not any(core(keys, told, n) for n in group)
    ):
        return STOP
    valued = _VALUED.search(question.asked.text) is not None
    if valued and not _VALUED.search(told.statement.display):
        # Whether more of something is better or worse no figure and no `higher` tells.
        return STOP
    verdicts = set() if valued else {compared_by_figures(direction, question, told)}
    for number in group:
        theirs = printed_directions(direction, question, told, number, setting.arms)
        if direction.first or len({d.sign for d in theirs}) < 2:
            verdicts.add(compared_by_words(direction, theirs))
    verdicts.discard(None)
    return ("yes" if verdicts.pop() else "no") if len(verdicts) == 1 else STOP


def _alike(question: Wanted, told: Told, group: tuple[int, ...], setting: Setting) -> Ruling:
    """Whether both arms are alike: only a statement's own words on both can tell."""
    if uncovered(question.keys, told, group, setting.defaults):
        return STOP
    (said,) = asked_directions(question, setting.arms)
    signs = {
        d.sign
        for n in group
        for d in directions_of(told.reading, n, setting.arms)
        if ((d.first and d.second) or not d.sign)
        and (not d.what or not said.what or d.what & said.what)
    }
    if len(signs) != 1:
        return STOP
    return "yes" if signs == {0} else "no"
