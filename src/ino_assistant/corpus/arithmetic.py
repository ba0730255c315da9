"""Doing a document's sums again: percentages, totals, groups and intervals.

Nothing is corrected. A figure that does not follow from those it is printed with is
listed with what it would have to be, rounded half up at the printed precision.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from ino_assistant.corpus.findings import Mismatch, own_statements, printings
from ino_assistant.corpus.model import Cell, Document, Row, Statement
from ino_assistant.corpus.source import Flat, SourceText
from ino_assistant.text import Span, fold

_NUMBER = r"\d{1,3}(?:,\d{3})+|\d+"
_PEOPLE = r"(?:patients?|subjects?|participants?|adults?|children|women|men|people|persons?)"
_FRACTION = rf"(?P<n>{_NUMBER})(?:\s*/\s*|\s+of\s+(?:the\s+|all\s+)?)(?P<d>{_NUMBER})(?![\d/.%])"
_PERCENT = r"(?P<p>\d+(?:\.\d+)?)\s*%"
_WORDS = r"(?:\s+[^\W\d][^\d()\[\]%;,.]{0,60}?)?"
_PATTERNS = (
    # `23/164 patients (14%)`, `5 of 20 (25%)`
    re.compile(rf"(?<![\d/.,]){_FRACTION}{_WORDS}\s*[(\[]\s*{_PERCENT}[)\]]?"),
    # `48.2%, n=79/164`, `6.7% (n=5/75)`, `28.1% with SC [9/32 patients]`
    re.compile(
        rf"(?<![\d.,]){_PERCENT}{_WORDS}[,\s]*(?:[(\[]\s*(?:n\s*=\s*)?|n\s*=\s*){_FRACTION}[)\]]?"
    ),
)
_NOT_COUNTS = re.compile(r"\b(?:grades?|phase|stage|class|type|days?)\s*$", re.IGNORECASE)
_OF_MANY = re.compile(rf"(?<![\d/.,])(?P<n>{_NUMBER})\s+{_PEOPLE}\s+\(\s*{_PERCENT}\s*\)")
_MANY = re.compile(rf"(?<![\d/.,])({_NUMBER})\s+(?:[a-z-]+\s+)?{_PEOPLE}\b")
_INCLUDING = re.compile(
    rf"total of\s+({_NUMBER})\s+{_PEOPLE},\s+including\s+({_NUMBER})\s[^\d.;]*?"
    rf"\band\s+({_NUMBER})\s"
)
_INTERVAL = re.compile(
    r"(?<![\d.])(?P<v>\d+(?:\.\d+)?)\s*%?\s+\((?P<low>\d+(?:\.\d+)?)\s*(?:[-–,]|to)\s*"
    r"(?P<high>\d+(?:\.\d+)?)\)"
)
_COUNT_CELL = re.compile(rf"^(?P<n>{_NUMBER})\s*\(\s*(?P<p>\d+(?:\.\d+)?)\s*%?\s*\)$")
_COUNT = re.compile(rf"^({_NUMBER})(?:\s*\(.*\))?$")
_SIZE = re.compile(rf"\b[nN]\s*=\s*({_NUMBER})")
_TOTAL = re.compile(r"^(?:total|all|overall|combined)\b", re.IGNORECASE)


def whole(text: str) -> int:
    """`1,234` as 1234."""
    return int(text.replace(",", ""))


def percentage(part: int, of: int, places: int) -> Decimal:
    """`part` of `of` in per cent, rounded half up to so many decimal places."""
    exact = Decimal(part) * 100 / Decimal(of)
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def places_of(printed: str) -> int:
    """How many decimal places a figure is printed with."""
    return len(printed.partition(".")[2])


def mismatches(document: Document) -> tuple[Mismatch, ...]:
    """Every figure that does not follow from those it is printed with, by line.

    Args:
        document: a document as read.
    """
    source = SourceText(document.source)
    found: list[Mismatch] = []
    tables: dict[str, list[Row]] = defaultdict(list)
    for statement in own_statements(document):
        if statement.row is not None:
            tables[statement.row.table].append(statement.row)
            for cell in statement.row.cells:
                found += _in_text(source, cell.spans, intervals=True)
            continue
        for spans in printings(statement):
            found += _in_text(source, spans, intervals=_may_hold_intervals(statement))
    for rows in tables.values():
        found += _in_rows(source, rows)
        found += _in_groups(source, rows)
    return tuple(sorted(set(found), key=lambda m: (m.line, m.text)))


def _may_hold_intervals(statement: Statement) -> bool:
    return statement.kind in ("table", "figure")


def _in_text(source: SourceText, spans: tuple[Span, ...], *, intervals: bool) -> Iterator[Mismatch]:
    flat = Flat(source.text, spans)

    def mismatch(match: re.Match[str], printed: str, computed: str, rule: str) -> Mismatch:
        line = source.line_of(flat.spans(*match.span())[0][0])
        return Mismatch(line, fold(match.group()), printed, computed, rule)

    done: set[int] = set()
    for pattern in _PATTERNS:
        for match in pattern.finditer(flat.text):
            part, of = whole(match["n"]), whole(match["d"])
            if not 0 < of >= part or _NOT_COUNTS.search(flat.text[: match.start("n")]):
                continue
            done.add(match.start("p"))
            computed = percentage(part, of, places_of(match["p"]))
            if computed != Decimal(match["p"]):
                yield mismatch(match, f"{match['p']}%", f"{computed}%", "part of a whole")
    for match in _OF_MANY.finditer(flat.text):
        part = whole(match["n"])
        # `71 patients (11.8%) and 120 patients (19.9%)`: what has a share itself is no whole.
        named = (
            m[1] for m in _MANY.finditer(flat.text) if not _OF_MANY.match(flat.text, m.start())
        )
        wholes = [whole(n) for n in named if whole(n) > part]
        options = [percentage(part, of, places_of(match["p"])) for of in dict.fromkeys(wholes)]
        if match.start("p") not in done and options and Decimal(match["p"]) not in options:
            computed_all = " or ".join(f"{option}%" for option in options)
            yield mismatch(match, f"{match['p']}%", computed_all, "part of a whole named before")
    for match in _INCLUDING.finditer(flat.text):
        total, *parts = (whole(n) for n in match.groups())
        if total != sum(parts):
            yield mismatch(match, str(total), str(sum(parts)), "a total and its parts")
    for match in _INTERVAL.finditer(flat.text) if intervals else ():
        value, low, high = (Decimal(match[g]) for g in ("v", "low", "high"))
        if not low <= value <= high:
            yield mismatch(
                match, match["v"], f"{low} to {high}", "a value lies within its interval"
            )


def _size(cell: Cell) -> int | None:
    match = _SIZE.search(cell.column)
    return whole(match[1]) if match else None


def _count(cell: Cell) -> int | None:
    match = _COUNT.match(cell.text)
    return whole(match[1]) if match else None


def _speaks_of_percent(row: Row, cell: Cell) -> bool:
    texts = (row.table, row.group or "", row.label, cell.column, cell.text)
    return any("%" in text for text in texts)


def _in_rows(source: SourceText, rows: Sequence[Row]) -> Iterator[Mismatch]:
    for row in rows:
        name = ", ".join(filter(None, (row.group, row.label)))
        for cell in row.cells:
            match, of = _COUNT_CELL.match(cell.text), _size(cell)
            if match is None or not of or not _speaks_of_percent(row, cell):
                continue
            computed = percentage(whole(match["n"]), of, places_of(match["p"]))
            if computed != Decimal(match["p"]):
                text = f"{name}: {cell.column} {cell.text}"
                line = source.line_of(cell.span[0])
                yield Mismatch(line, text, match["p"], str(computed), "part of its column's N")
        total = _total_of(row)
        parts = [c for c in row.cells if c is not total]
        counts = [_count(cell) for cell in parts]
        printed = _count(total) if total else None
        if total is None or printed is None or None in counts:
            continue
        summed = sum(c for c in counts if c is not None)
        if printed != summed:
            text = f"{name}: {total.column} {total.text}"
            line = source.line_of(total.span[0])
            yield Mismatch(line, text, str(printed), str(summed), "sum of the other columns")


def _total_of(row: Row) -> Cell | None:
    """The cell under a total: its N is the sum of the other columns' N, and it says so."""
    for cell in row.cells:
        others = [_size(c) for c in row.cells if c is not cell]
        adds_up = None not in others and _size(cell) == sum(n for n in others if n is not None)
        if _TOTAL.match(cell.column) and len(others) > 1 and adds_up and _is_count(row):
            return cell
    return None


def _is_count(row: Row) -> bool:
    """Whether a row counts people: `n (%)` or a bare n, not a median or a mean."""
    labels = f"{row.group or ''} {row.label}"
    return not re.search(r"\b(?:median|mean|range|SD|ratio|rate)\b", labels, re.IGNORECASE)


def _in_groups(source: SourceText, rows: Sequence[Row]) -> Iterator[Mismatch]:
    """Categories of a group against the N of their column, one entry a group."""
    groups: dict[tuple[str, tuple[Span, ...]], list[Row]] = defaultdict(list)
    for row in rows:
        if row.group and _is_count(row) and all(_COUNT_CELL.match(c.text) for c in row.cells):
            groups[row.group, row.group_spans].append(row)
    for (name, spans), members in groups.items():
        sizes = [_size(cell) for cell in members[0].cells]
        if len(members) < 2 or None in sizes:
            continue
        sums = [sum(_count(row.cells[i]) or 0 for row in members) for i in range(len(sizes))]
        wrong = [
            (cell.column, size, summed)
            for cell, size, summed in zip(members[0].cells, sizes, sums, strict=True)
            if size != summed
        ]
        if wrong:
            over = any(summed > (size or 0) for _, size, summed in wrong)
            yield Mismatch(
                source.line_of(spans[0][0] if spans else members[0].label_spans[0][0]),
                f"{name}: {', '.join(column for column, _, _ in wrong)}",
                ", ".join(str(size) for _, size, _ in wrong),
                ", ".join(str(summed) for _, _, summed in wrong),
                "categories count some twice, or a figure is wrong"
                if over
                else "categories leave out some (missing, or not shown)",
            )
