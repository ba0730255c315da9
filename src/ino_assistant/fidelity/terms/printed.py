"""Tables as a passage prints them, told as rows of a document are: cell by cell.

    Event Drug A (n=456) Drug B (n=455)
    Hair thinning 21 (4.6) 68 (14.9)

The reader of documents reads them (`corpus.passages`), so that a passage and the document that it
is from say the same. What is laid out otherwise stays as it is, and is read as prose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ino_assistant import data
from ino_assistant.corpus.model import Row
from ino_assistant.corpus.passages import TableOfPassage, tables_of
from ino_assistant.fidelity.terms.arm_columns import arms_of
from ino_assistant.fidelity.terms.bands import Range, apart, band_of, ranges_in
from ino_assistant.fidelity.terms.tables import cell_sentence

_RESULT = re.compile(r"[<>≥≤~]?[−–-]?\d[\d.,]*(?:/\d+)?\s?(?:%|\(|$)|N[ER]$")
"""A cell that is a result: what is so of a group is not so of everyone in it."""
_WORD = re.compile(r"[^\W\d_][\w-]*")
_AGED = re.compile(r"\baged\s$", re.IGNORECASE)
_BRACKET = re.compile(r"\s*\([^()]*\)|,\s*%$")


@dataclass(frozen=True, slots=True)
class Band:
    """A row's range.

    Attributes:
        name: the word that stands for it.
        shown: as printed.
        measure: words of what it is a range of, in small letters.
        instructs: its cells tell what to do, which holds for every value inside.
    """

    name: str
    shown: str
    range: Range
    measure: frozenset[str]
    instructs: bool


@dataclass(frozen=True, slots=True)
class Printed:
    """A passage with its tables told, and the ranges that their rows are."""

    text: str
    bands: tuple[Band, ...] = ()
    arms: tuple[str, ...] = ()
    """Names of arms that only their place in a table tells."""

    def as_named(self, statement: str) -> tuple[str, bool]:
        """A statement with the names of the ranges that it tells.

        Returns:
            The statement, and whether it tells a value inside one of them rather than the range.
        """
        inside = False
        for told in reversed(ranges_in(statement) if self.bands else []):
            start, end = told.span
            before = [w.lower() for w in _WORD.findall(statement[:start])[-3:]]
            bands = [b for b in self.bands if _unit_fits(told, b, before)]
            same = [b for b in bands if b.range.same(replace(told, unit=b.range.unit))]
            holding = [
                b for b in bands
                if told.single and told.low is not None and b.instructs and b.range.holds(told.low)
            ]  # fmt: skip
            found = same or holding
            if len({b.name for b in found}) == 1:
                start = len(_AGED.sub("", statement[:start]))
                statement = f"{statement[:start]}{found[0].name}{statement[end:]}"
                inside = inside or not same
        return statement, inside

    def shown(self, text: str) -> str:
        """A text in the words of the passage, its ranges as printed."""
        for band in self.bands:
            text = text.replace(band.name, band.shown)
        return text


def _unit_fits(told: Range, band: Band, before: Sequence[str]) -> bool:
    """Whether a range is of the unit of a band; without one, what it is of stands before it."""
    if told.unit:
        return told.unit == band.range.unit
    return not told.single and any(w in band.measure for w in before)


@lru_cache(maxsize=512)
def printed(text: str, arms: tuple[str, ...] = ()) -> Printed:
    """The text with its tables as sentences, one a cell; below their caption and headings.

    Args:
        text: evidence, its lines as printed.
        arms: names of the arms that it may speak of.
    """
    tables = tables_of(text, arms)
    if not tables:
        return Printed(text)
    at = {min(table.lines): table for table in tables}
    inside = frozenset().union(*(table.lines for table in tables))
    told: list[str] = []
    bands: list[Band] = []
    named: list[str] = []
    for number, line in enumerate(text.split("\n")):
        if number in at:
            found, sentences = _told(at[number], len(bands))
            bands += found
            named += arms_of(at[number])
            told += [f"\n{sentence}" for sentence in sentences]
        elif number not in inside:
            told.append(line)
    return Printed("\n".join(told), tuple(bands), tuple(dict.fromkeys(named)))


def _told(table: TableOfPassage, known: int) -> tuple[list[Band], list[str]]:
    """A table's ranges, and its caption, its headings and its cells as sentences."""
    heads = [
        h for h in (table.rows[0].label_heading, *(c.column for c in table.rows[0].cells)) if h
    ]
    bands, rows = _banded(table.rows, known)
    return bands, [
        *([_sentence(table.caption)] if table.caption else ()),
        *([_sentence("; ".join(heads))] if heads else ()),
        *(sentence for row in rows for sentence in _cells(row)),
    ]


def _cells(row: Row) -> list[str]:
    label = _label(row)
    said = "" if _NAME.search(row.label) else row.label
    return [
        cell_sentence(label, cell.column, cell.text, row.table, said=said)
        for cell in row.cells
        if cell.text.strip()
    ]


def _label(row: Row) -> str:
    """A row's label under its group and the heading of the labels, which may say what it is of."""
    label = f"{row.group}, {row.label}" if row.group else row.label
    heading = _BRACKET.sub("", row.label_heading).strip()
    organ = _ORGAN.match(heading)
    if organ and _IMPAIRED.match(row.label):
        # `Moderate impairment` under `Renal function`.
        label = _IMPAIRED.sub(rf"\g<how> {organ['organ'].lower()} impairment", label)
    # `Outcome at Day 28` says when, `Variable tested` nothing.
    says = bool(heading) and (_NAME.search(row.label) or any(c.isdigit() for c in heading))
    words = set(heading.lower().split())
    general = bool(organ) or words <= _GENERAL or bool(not says and words & _GENERAL)
    if _NAME.search(row.label):
        of = "" if general or heading.lower() in label.lower() else f"{heading} "
        return f"In those with {of}{_small(label)}"
    return label if general else f"{heading}, {label}"


_NAME = re.compile(r"\bbracketq[a-z]+\b")


def _small(label: str) -> str:
    """A label inside a sentence, as long as it is no name or abbreviation."""
    return label if label[1:2].isupper() else f"{label[0].lower()}{label[1:]}"


_GENERAL = data.words("label_headings") - data.words("event_headings")
"""Headings of labels that say nothing of the rows below them."""
_ORGAN = re.compile(r"(?P<organ>\w+)\s(?:function|impairment|status)\b", re.IGNORECASE)
_IMPAIRED = re.compile(r"(?P<how>mild|moderate|severe)(?:\simpairment)?(?=,|$)", re.IGNORECASE)


def _named(number: int) -> str:
    letters = "abcdefghijkmnopqrtuvw"
    return (
        f"bracketq{letters[number // len(letters) % len(letters)]}{letters[number % len(letters)]}"
    )


def _banded(rows: Sequence[Row], known: int) -> tuple[list[Band], list[Row]]:
    """The rows with the names of their ranges in their labels, where these part the patients."""
    made = [band_of(row.label, row.label_heading) for row in rows]
    column = 0
    if not any(made):
        # `Moderate impairment | 30 to 49 | ...`: the first column says which patients.
        column = 1
        firsts = [row.cells[0] if len(row.cells) > 1 else None for row in rows]
        made = [band_of(c.text, c.column) if c else None for c in firsts]
        if not all(made):
            return [], list(rows)
    found = [band for band in made if band is not None]
    units = {band.unit for band in found}
    kinds = [[b for b in found if b.unit == unit] for unit in units]
    if not all(apart(kind) for kind in kinds) or (
        column and len(found) < _LEAST and not _unit(rows)
    ):
        return [], list(rows)
    bands: list[Band] = []
    told: list[Row] = []
    for row, band in zip(rows, made, strict=True):
        if band is None:
            told.append(row)
            continue
        name = _named(known + len(bands))
        cell = row.cells[0]
        text, heading = (cell.text, cell.column) if column else (row.label, row.label_heading)
        start, end = band.span
        of = f"{_BRACKET.sub('', heading)} {text[:start]} {text[end:]}"
        measure = frozenset(w.lower() for w in _WORD.findall(of))
        values = row.cells[column:]
        instructs = not any(_RESULT.match(c.text) for c in values)
        bands.append(Band(name, text, band, measure, instructs))
        if column:
            of = _BRACKET.sub("", cell.column).strip()
            label = f"{row.label}, {of} {name}"
            told.append(replace(row, label=label, cells=tuple(values)))
        else:
            whom = _of_age(band)
            told.append(replace(row, label=f"{text[:start]}{name}{whom}{text[end:]}"))
    return bands, told


_LEAST = 2
_GROWN = 18


def _of_age(band: Range) -> str:
    """Who has the ages of a range, where they are all children."""
    if band.unit != "year":
        return ""
    if band.high is not None and band.high < _GROWN:
        return " in children"
    return ""


def _unit(rows: Sequence[Row]) -> bool:
    """Whether the head of the first column has a unit, and the others have words for cells."""
    return "(" in rows[0].cells[0].column and all(
        not _RESULT.match(c.text) for row in rows for c in row.cells[1:]
    )


def _sentence(line: str) -> str:
    plain = line.rstrip(" :")
    return plain if plain.endswith((".", "?", "!")) else f"{plain}."


__all__ = ["Band", "Printed", "printed"]
