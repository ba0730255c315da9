"""Another column of the row shown: `at the higher dose`, `which pen is that?`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ino_assistant.answering.turns.resolution import Reading, unopened
from ino_assistant.answering.turns.siblings import LEADS, content_of
from ino_assistant.answering.understanding.question import Question, Reader
from ino_assistant.corpus.model import Statement


def of_another_dose(question: str, then: Question, shown: Sequence[Statement]) -> Reading | None:
    """The question before at the dose that `the lower one` is among a row's columns; else None."""
    cited = next((s for s in shown if s.row is not None), None)
    asks = _OTHER_DOSE.fullmatch(LEADS.sub("", unopened(question).strip(" ?.!,")))
    if cited is None or cited.row is None or asks is None:
        return None
    columns = {
        float(d["value"]): cell.column
        for cell in cited.row.cells
        if (d := _DOSE.search(cell.column))
    }
    now = [m for m in _DOSE.finditer(then.text) if float(m["value"]) in columns]
    if len(columns) < _TWO or not (now or asks["dose"]):
        return None
    order = sorted(columns)
    up = asks["more"] is not None
    if asks["other"] is not None:
        rest = [value for value in order if not now or value != float(now[0]["value"])]
        if not now or len(rest) != 1:
            return None
        value = rest[0]
    elif now and asks["most"] is None:
        at = order.index(float(now[0]["value"])) + (1 if up else -1)
        if not 0 <= at < len(order):
            return None
        value = order[at]
    else:
        value = order[-1 if up else 0]
    dose = _DOSE.search(columns[value])
    column = _SIZE.sub("", columns[value])
    if now and dose is not None:
        text = f"{then.text[: now[0].start()]}{dose[0]}{then.text[now[0].end() :]}"
    else:
        text = f"{then.text.strip(' ?.!')}, {column}?"
    return Reading(text, leans="place", among=(cited.id,))


_DOSE = re.compile(
    r"(?<![\w.])(?P<value>\d+(?:\.\d+)?) ?(?:mg|mcg|µg|g|mL|IU|units?)\b(?:/\w+)?", re.I
)
_OTHER_DOSE = re.compile(
    r"(?:(?P<more>high(?:er|(?P<most>est))|larger|bigger|greater|top|max(?:imum)?)|low(?:er|est)|"
    r"smaller|"
    r"(?P<other>other))(?: of the two)?(?: (?P<dose>doses?|strengths?|dosages?)|"
    r" (?:ones?|arms?|groups?|levels?))?(?: (?:arm|group))?",
    re.IGNORECASE,
)
_TWO = 2


def of_another_column(
    question: str, then: Question, shown: Sequence[Statement], reader: Reader
) -> Reading | None:
    """The question before of another column, where a turn names nothing but that; else None."""
    cited = next((s for s in shown if s.row is not None), None)
    said = content_of(_ASKS_COLUMN.sub(" ", unopened(question)))
    if cited is None or cited.row is None or not said or len(said) > _TWO:
        return None
    headed = {cell.column: content_of(cell.column) for cell in cited.row.cells}
    # An arm takes the place of an arm in the question itself.
    named = [
        column
        for column, content in headed.items()
        if said <= content
        and not (reader.arms_of(column) or _DOSE.search(column) or "N=" in column)
    ]
    if len(headed) < _TWO or len(named) != 1 or said & content_of(then.text):
        return None
    text = f"{named[0]}: {then.text.strip(' ?.!')}?"
    return Reading(text, leans="place", among=(cited.id,))


_ASKS_COLUMN = re.compile(
    r"^(?:what|which|how)\b|\b(?:is|was|are|were|does|do|did) (?:that|this|it|they|those|there)\b|"
    r"\b(?:that|this|it|there|exactly|used|given|have|has)\b|['’]s\b",
    re.IGNORECASE,
)


def dose_named(question: str, shown: Sequence[Statement], reader: Reader) -> str:
    """A question of its own with `the lower dose` as the dose that it is among those told of.

    They are those of the columns of the row shown, else those of the arms of its document.
    """
    said = _SAID_DOSE.search(question)
    if said is None or not shown:
        return question
    row = next((s.row for s in shown if s.row is not None), None)
    columns = [cell.column for cell in row.cells] if row is not None else []
    arms = sorted(reader.trial_of.get(shown[0].document, ()))
    for names in (columns, arms):
        told = {float(d["value"]): name for name in names if (d := _DOSE.search(name))}
        if len(told) >= _TWO:
            dose = told[max(told) if said["more"] else min(told)]
            dose = _SIZE.sub("", dose)
            return f"{question[: said.start()]}{dose}{question[said.end() :]}"
    return question


_SAID_DOSE = re.compile(
    r"\b(?:the )(?:(?P<more>high(?:er|est)|larger|top)|low(?:er|est)|"
    r"smaller)(?: of the two)? doses?\b",
    re.IGNORECASE,
)
_SIZE = re.compile(r"\s*\((?:N|n) ?= ?[\d,]+\).*$")
