"""Table rows as sentences: each cell with the labels above and beside it.

`<55 years, n (%) | 104 (63.4) | 103 (63.6)` under `| A (n=164) | B (n=162)` is told as
`<55 years, n (%): A: 104 (63.4%).`, so that one binder serves prose and tables.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from ino_assistant.corpus.model import Row
from ino_assistant.fidelity.terms.normal import normal
from ino_assistant.fidelity.terms.writing import unit_name

BESIDE = " with\u2009"
"""Between the label of a row and the head of a column; its thin space tells it from prose."""
TOLD = ":\u2009"
"""Between the label of a cell and its value: tells a cell from prose, as that of `BESIDE` does."""
_SEPARATOR = re.compile(r"^\s*\|?\s*:?-{2,}")
_SHARE = re.compile(r"(?<=\d)\s*\((\d+(?:\.\d+)?)\)")
_SHARED_HEAD = re.compile(r"n\s*\(\s*%\s*\)|No\.\s*\(\s*%\s*\)", re.IGNORECASE)
_PERCENT_HEAD = re.compile(r"(?:^|[,(]\s*)%|(?<!\bn)\s%$")
_LEVEL_HEAD = re.compile(r"(\d{2}(?:\.\d+)?)\s?%\s?CI", re.IGNORECASE)
_BRACKETED = re.compile(r"\((-?\d[\d.]*)\s?(?:,|-|–|to)\s?(-?\d[\d.]*)\)")


def written_out(text: str) -> str:
    """The text with every run of `|` rows told as sentences; prose stays as it is."""
    if _SHARED_HEAD.search(text):
        text = "\n".join(_shares(line) for line in text.split("\n"))
    if "|" not in text:
        return text
    result: list[str] = []
    header: list[str] | None = None
    caption = ""
    for line in text.split("\n"):
        if "|" not in line:
            result.append(line)
            caption = line.strip() if line.lstrip().startswith("Table ") else caption
            header = None if not line.strip() else header
            continue
        if _SEPARATOR.match(line):
            continue
        cells = [c.strip() for c in line.strip().strip("|").split("|")]
        named = [_NAMED.match(c) for c in cells[1:]]
        if named and all(named):
            # Each cell has its head before it: `label | A (n=231): 74 (32.0) | B ...`.
            told = (cell_sentence(cells[0], m["head"], m["value"]) for m in named if m)
            result.append(" ".join(told))
            continue
        if header is None and _is_header(cells):
            header = cells
            result.append("; ".join(c for c in cells if c) + ".")
            continue
        result.append(_told(cells, header, caption))
    return "\n".join(result)


_NAMED = re.compile(r"(?P<head>[^:]+):\s*(?P<value>[<>≥≤~-]?\d.*)$")
_SIZE = re.compile(r"\bn\s?=\s?(\d[\d,]*)", re.IGNORECASE)
_PART = re.compile(r"(\d[\d,]*)\s*\((\d+(?:\.\d+)?)\)$")


_LEVEL_NAMED = re.compile(r"\s*\(?\d{2}(?:\.\d+)?\s?%\s?CI\)?", re.IGNORECASE)
_PERCENT_NAMED = re.compile(r"[,(]\s*%\)?$")


def _with_percent(value: str, label: str) -> str:
    """`94.1 (92.6, 95.4)` of a row that is called `..., %`."""
    if not _PERCENT_NAMED.search(label) or _SHARED_HEAD.search(label):
        return value
    return re.sub(r"^([<>≥≤~-]?\s?\d[\d.]*)(?![\d.]*\s?%)", r"\1%", value)


def _with_share(value: str, head: str) -> str:
    """`19 (0.5)` under `(n=4,120)`: a percentage if it is the one that the two counts give."""
    size, part = _SIZE.search(head), _PART.match(value)
    if size is None or part is None:
        return value
    count, whole = (Decimal(text.replace(",", "")) for text in (part[1], size[1]))
    shown = Decimal(part[2])
    if not whole or count > whole or shown == count / whole:
        return value
    exact = (count / whole * 100).quantize(Decimal("1e-9"))
    places = Decimal(1).scaleb(int(shown.as_tuple().exponent))
    return f"{value[:-1]}%)" if exact.quantize(places, ROUND_HALF_UP) == shown else value


def row_label(sentence: str) -> str:
    """The label of the row that a sentence tells a cell of, in small letters; empty for prose."""
    label, told, _ = sentence.partition(TOLD)
    return label.split(BESIDE)[0].split(":")[0].strip().lower() if told else ""


def head_of(sentence: str) -> str:
    """The head of the column of a cell that a sentence tells; empty for prose."""
    beside, told = sentence.find(BESIDE), sentence.find(TOLD)
    return sentence[beside + len(BESIDE) : told].strip().lower() if 0 <= beside < told else ""


def _shares(line: str) -> str:
    """A row told in one line, `<55 years, n (%): A 104 (63.4)`: its shares with their sign."""
    told = "|" not in line and _SHARED_HEAD.search(line)
    return _SHARE.sub(r" (\1%)", line) if told else line


_FIGURED = re.compile(
    r"(?<!week )(?<!day )(?<!month )(?<!cycle )(?<!visit )(?<!year )(?<!grade )(?<!phase )"
    r"(?<![\w-])"
    r"[<>≥≤]?\s?\d[\d.]*(?![\w.])", re.IGNORECASE,
)  # fmt: skip
"""A label that is a threshold or a range: it says which patients its row is of."""


def _is_header(cells: list[str]) -> bool:
    """Whether a row names columns: no cell but the first begins with a figure."""
    return not any(re.match(r"[<>≥≤~-]?\d", c) for c in cells[1:])


def _told(cells: list[str], header: list[str] | None, caption: str) -> str:
    label, *values = cells
    if _OF_ALL.search(caption) and not _OTHERWISE.search(label):
        values = [f"{v}%" if re.fullmatch(r"\d+(?:\.\d+)?", v) else v for v in values]
    if header and len(header) == len(cells):
        label = _with_unit(label, header[0])
    if _FIGURED.search(label):
        label = f"in those with {label}"
    if header and len(header) == len(cells) and header[0]:
        label = f"{header[0]}, {label}"
    heads = header[1:] if header and len(header) == len(cells) else list(header or ())
    parts = []
    for index, value in enumerate(values):
        head = heads[index] if index < len(heads) else ""
        if value:
            parts.append(cell_sentence(label, head, value))
    return " ".join(parts) if parts else label


_HEAD_UNIT = re.compile(r"[(,]\s*(?P<unit>[^(),]+?)\)?$")
_BARE = re.compile(r"[<>≥≤]?\s?\d[\d.,]*(?:\s?(?:-|–|to)\s?\d[\d.,]*)?")


def _with_unit(value: str, head: str) -> str:
    """Bare figures with the unit that the head of their column names: `(months)`, `, mg`."""
    named = _HEAD_UNIT.search(head.strip())
    if (
        named is None
        or not unit_name(normal(named["unit"]).strip())
        or named["unit"].strip() == "%"
    ):
        return value
    figures = list(_BARE.finditer(value))
    if not figures or _UNITED.search(value):
        return value
    at = figures[0].end()
    return f"{value[:at]} {named['unit'].strip()}{value[at:]}"


_UNITED = re.compile(r"\d\s?(?:%|[a-zµμ]+/|mg\b|months?\b|weeks?\b|days?\b|years?\b)")


_OF_ALL = re.compile(r",\s*(?:n\s*\(\s*%\s*\)|%)(?:\s+of\s+\w+)?$", re.IGNORECASE)
"""A caption that says what all cells of its table hold: `..., % of patients`."""
_ESTIMATE = re.compile(r"-?\d[\d.]*\s?\(-?\d[\d.]*\s?(?:,|-|–|to)\s?-?\d[\d.]*\)")
_OF_RATIO = re.compile(r"\b[Rr]atio\b|\b(?:HR|OR|RR)\b|\b[Pp][ -]?values?\b|^[Pp]$")
_LABEL_UNIT = re.compile(r",\s*(?:%|[a-z]+)$|\s\((?:%|[a-z]+)\)$")
_SIZED = re.compile(r"\([nN]\s?=\s?[\d,]+\)")
_OF_AGE = re.compile(r"\d|\bthose with\b", re.IGNORECASE)
"""A label that says of which age its row is, and not that it has ages."""
_OTHERWISE = re.compile(r"[,(]|\b(?:median|mean|number|age|years?|n)\b", re.IGNORECASE)
"""A label that says itself what its cells hold."""


def cell_sentence(
    label: str, head: str, value: str, caption: str = "", *, said: str | None = None
) -> str:
    """One cell as a sentence, percent signs and levels of the headings written at it.

    Args:
        label: of its row, with what stands above it.
        head: of its column.
        value: the cell.
        caption: of its table.
        said: the row's own label, if that is not `label`: it may say what the cells hold.
    """
    said = label if said is None else said
    level = _LEVEL_HEAD.search(head) or _LEVEL_HEAD.search(label)
    label = _LEVEL_NAMED.sub("", label).strip()
    if _OF_RATIO.search(head):
        # The unit of a label is not that of a ratio beside it.
        label = _LABEL_UNIT.sub("", label)
    value = _with_percent(value, label)
    if _ESTIMATE.fullmatch(value):
        # `66.3 (20.5-85.7)` below `Efficacy, % (95% CI)`.
        value = _with_percent(value, _LEVEL_NAMED.sub("", head).strip())
    held = f" {caption}" if _OF_ALL.search(caption) or _SHARED_HEAD.search(caption) else ""
    if _SHARED_HEAD.search(f"{label} {head}{held}"):
        value = _SHARE.sub(r" (\1%)", value)
    elif re.fullmatch(r"\d+(?:\.\d+)?", value) and (
        _PERCENT_HEAD.search(head)
        or (held and not _OTHERWISE.search(f"{said} {_SIZED.sub('', head)}"))
    ):
        value += "%"
    else:
        value = _with_unit(_with_unit(_with_share(value, head), head), label)
    if level:
        value = _BRACKETED.sub(rf"({level[1]}% CI, \1-\2)", value)
        head = _LEVEL_HEAD.sub("", head).replace("()", "").strip()
    label = _SHARED_HEAD.sub("", label).strip(" ,")
    head = _SHARED_HEAD.sub("", head).strip(" ,")
    aged = re.search(r"\bage\b", label, re.IGNORECASE) and not _OF_AGE.search(label)
    if aged and not re.search(r"%|year", value):
        # A row that is called age has years.
        value = re.sub(r"^(\d+(?:\.\d+)?)", r"\1 years", value)
    joined = BESIDE.join(p for p in (label, head) if p)
    return f"{joined}{TOLD}{value}."


def row_text(row: Row) -> str:
    """A row of a table of the corpus as sentences."""
    label = f"{row.group}, {row.label}" if row.group else row.label
    return " ".join(
        cell_sentence(label, cell.column, cell.display or cell.text, row.table)
        for cell in row.cells
        if cell.text.strip()
    )
