"""The headings of tables whose columns stand one blank apart: in one line, or in two.

    Subgroup Patients (n) ARR Rate ratio (95% CI)
    Drug Placebo Drug Placebo
    All patients 457 455 0.12 0.25 0.48 (0.37-0.62)

Nothing but words tells where one heading ends: a bracket at its end, a capital at its start, the
name of an arm. They are known only where the line divides in one way into as many as the rows
have cells; what upper headings span is told by what comes back below them and by the cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from ino_assistant import data
from ino_assistant.corpus.source import Line, SourceText
from ino_assistant.text import Span, fold

_WORD = re.compile(r"\S*\([^()]*\)\S*|\S+")
_CLOSES = re.compile(r"\([^()]*(?:%|\bn\b|\bN\b|\bCI\b|\bSD\b|\bSE\b|\bIQR\b)[^()]*\)$")
_OPENS = re.compile(r"[A-Z≥≤<>]|\(|[nN](?:/N)?$|%$")
_DOSE = re.compile(
    r"[\d.,]+[ -]?(?:mg|mcg|µg|g|kg|mL|IU|units?|hours?|days?|weeks?|months?|years?)\b",
    re.IGNORECASE,
)
"""`10 mg daily` may be the heading of an arm."""
_UNNAMED = frozenset(("control", "comparator"))
"""Names of arms that are words of other headings too: `Disease control`."""
_INTERVAL = re.compile(r"\d\s?(?:[–-]|,|;|to)\s?[−–-]?\d|\bCI\b")
_NAMES_INTERVAL = re.compile(r"\bCI\b")
_SIZE = re.compile(r"\([nN]\s?=\s?[\d,]+\)")
_NUMBERED = re.compile(
    r"(?:week|day|month|year|cycle|visit|part|phase|stage|grade)$", re.IGNORECASE
)
_MISSING = re.compile(r"[–—-]|N/?A|N[ER]")
_COUNTS = re.compile(
    r"(?:^|(?<![\d,])\s)(?:weeks?|days?|months?|years?|grades?|cycles?|visits?|stages?|phases?|studies|study"
    r"|part|types?|class|ages?|aged|cohorts?|doses?|arms?|groups?|levels?|scores?|lines?|at|of|to|by|in|for"
    r"|than|and|or|from|least|over|above|below|under|within|between|up)$",
    re.IGNORECASE,
)
"""What a figure belongs to that stands right behind it: `Week 4`, `by Day 28`; not `40 years`."""

Columns = list[tuple[Span, ...]]
"""Of each column its headings, the uppermost first."""
Pieces = tuple[Span, ...]


def read_heads(
    source: SourceText,
    lines: Sequence[Line],
    cells: Sequence[Sequence[str]],
    labels: Sequence[str],
    arms: Sequence[str] = (),
) -> tuple[Pieces, Columns] | None:
    """The heading of the labels and those of the columns; None if they are not certain.

    Args:
        source: the document's text.
        lines: the one or two lines of headings.
        cells: of each row the cells at its end, at least two.
        labels: what stands before these cells.
        arms: names of the document's arms.
    """
    if not 0 < len(lines) < 3:
        return None
    parted = [_Line(source, line, arms) for line in lines]
    fewest = min(map(len, cells))
    found: list[Columns] = []
    for count in range(fewest, 1, -1):
        last = [row[-count:] for row in cells]
        before = [row[: len(row) - count] for row in cells]
        extra = count < fewest
        if not all(_whole(*row, all_have=extra) for row in zip(labels, before, strict=True)):
            continue
        if len(parted) == 1:
            options = parted[0].ways(count)
            if not all(map(parted[0].certain, options)):
                return None
            made: list[Columns] = [[(span,) for span in way] for way in options]
        else:
            made = list(_of_two(source, parted[0], parted[1], count, last))
        # As many headings in two ways, and nothing is certain.
        found += [m for m in made if _fit(source, m, last)] if len(made) < _MANY else [[], []]
    names = [tuple(fold(source.text[a:b]).lower() for a, b in c) for f in found for c in f]
    if len(found) != 1 or len(set(names)) < len(names):
        return None
    corner = tuple(line.corner for line in parted if line.corner[0] < line.corner[1])
    return corner, found[0]


_MANY = 12


class _Line:
    """A line of headings: that of the labels, if it begins with one, and words that may be parted.

    Attributes:
        corner: where the heading of the labels stands; empty if there is none.
    """

    def __init__(self, source: SourceText, line: Line, arms: Sequence[str]) -> None:
        words = [(line.start + m.start(), line.start + m.end()) for m in _WORD.finditer(line.text)]
        self._text = text = source.text
        ahead = _corner([text[a:b] for a, b in words])
        named = sorted(named_arms([text[a:b] for a, b in words], arms))
        if not ahead and len(named) > 1:
            # Before the first arm stands the heading of the labels, if it can be but one.
            before = [text[a:b] for a, b in words[: named[0][0]]]
            one = before and before[0][0].isalpha()
            ahead = (
                len(before) if one and not any(map(_opens, before[1:], [*before[2:], ""])) else 0
            )
        self.known = ahead > 0
        self.corner: Span = (words[0][0], words[ahead - 1][1]) if ahead else (line.start,) * 2
        self._words = words[ahead:]
        self._must: set[int] = {0, *(a - ahead for a, _ in named if a >= ahead)}
        inside = {i - ahead for a, b in named for i in range(a + 1, b)}
        printed = [text[a:b] for a, b in self._words]
        self.arms = {self._words[a - ahead][0] for a, _ in named if a >= ahead}
        for at, word in enumerate(printed[:-1]):
            if _CLOSES.search(word) and not (
                printed[at + 1].startswith("(") or _shares(printed[at : at + 3])
            ):
                self._must.add(at + 1)
        opens = {
            at
            for at, word in enumerate(printed)
            if _opens(word, " ".join(printed[at + 1 : at + 2]))
            # The 8 of `Week 8 Week 16` begins no `8 Week`.
            and not (at and word[0].isdigit() and _NUMBERED.match(printed[at - 1]))
            and not (at and _shares(printed[at - 1 : at + 2]))
        }
        self._may = opens - inside - self._bracketed(printed)

    @staticmethod
    def _bracketed(printed: Sequence[str]) -> set[int]:
        """Brackets behind a word, which go with it; one at the start or behind another opens."""
        return {
            at
            for at, word in enumerate(printed)
            if at and word.startswith("(") and not printed[at - 1].endswith(")")
        }

    def ways(self, count: int) -> list[Pieces]:
        """Every way to part the words into so many headings."""
        if not self._words or not all(at in self._may for at in self._must):
            return []
        free = sorted(self._may - self._must)
        more = count - len(self._must)
        if more < 0 or more > len(free):
            return []
        found = []
        for chosen in combinations(free, more):
            starts = sorted({*self._must, *chosen})
            ends = [*starts[1:], len(self._words)]
            found.append(
                tuple(
                    (self._words[a][0], self._words[b - 1][1])
                    for a, b in zip(starts, ends, strict=True)
                )
            )
        return found

    def certain(self, way: Pieces) -> bool:
        """Whether nothing of the headings can be that of the labels."""
        return self.known or all(self._text[b - 1] == ")" for _, b in way)

    @property
    def most(self) -> int:
        """Headings that the line may have, at most."""
        return len(self._may)


def _opens(word: str, after: str) -> bool:
    """Whether a heading may begin with a word; the `A` of `Drug A` is no heading."""
    letter = len(word) == 1 and word.isalpha() and word not in "PNn"
    known = word.lower() in ("value", "values")
    return not (letter or known) and bool(_OPENS.match(word) or _DOSE.match(f"{word} {after}"))


def _corner(words: Sequence[str]) -> int:
    """How many words at the start of a line are the heading of the labels: `Adverse reaction`."""
    for count in (1, 2, 3):
        if not words[count - 1 : count] or (count > 1 and not words[count - 1].islower()):
            return 0
        if words[count - 1].lower() in data.words("label_headings"):
            # `Age group`, `Event rate`: words in small letters go on with it.
            rest = words[count:]
            more = next((i for i, w in enumerate(rest) if not _goes_on(w)), len(rest))
            # `Events (n)` is the heading of figures.
            return 0 if rest[more : more + 1] and rest[more][0] == "(" else count + more
    return 0


def _shares(words: Sequence[str]) -> bool:
    """`(N=152) n (%)`: how the cells below an arm's size are told."""
    return (
        len(words) > 2
        and _SIZE.fullmatch(words[0]) is not None
        and words[1] in ("n", "No.", "N")
        and words[2] == "(%)"
    )


def _goes_on(word: str) -> bool:
    return len(word) > 1 and word.isalpha() and word.islower()


def named_arms(words: Sequence[str], arms: Sequence[str]) -> set[tuple[int, int]]:
    """Where among some words names of arms stand, each with a capital at its start."""
    folded = [word.casefold() for word in words]
    found = set()
    for name in {arm.casefold() for arm in arms} - _UNNAMED:
        parts = name.split()
        for at in range(len(words) - len(parts) + 1):
            if folded[at : at + len(parts)] == parts and words[at][0].isupper():
                found.add((at, at + len(parts)))
    # Of `Drug A` and `Drug A 10 mg` at one place the longer one stands there.
    return {
        (a, b)
        for a, b in found
        if not any(c <= a and b <= d and (c, d) != (a, b) for c, d in found)
    }


def _of_two(
    source: SourceText, top: _Line, below: _Line, count: int, cells: Sequence[Sequence[str]]
) -> Iterator[Columns]:
    """What two lines may be: a heading over each other one, or headings that span those below."""
    for upper in top.ways(count):
        for lower in below.ways(count):
            known = top.known or below.known or top.certain(upper)
            named = all(a in top.arms for a, _ in upper)
            if known and (named or all(source.text[a] in "(%nN" for a, _ in lower)):
                yield list(zip(upper, lower, strict=True))
    if not (top.known or below.known):
        return
    kinds = [_kind([row[i] for row in cells]) for i in range(count)]
    for number in range(1, min(top.most, count) + 1):
        for spanning in range(1, number + 1):
            under = count - (number - spanning)
            each = under // spanning
            if under % spanning or each < 2 or (spanning == 1 and below.most != under):
                continue
            for lower in below.ways(under):
                if not _comes_back(source, lower, each):
                    continue
                for upper in top.ways(number):
                    yield from _spans(upper, lower, spanning, each, kinds)


def _spans(
    upper: Pieces, lower: Pieces, spanning: int, each: int, kinds: Sequence[str]
) -> Iterator[Columns]:
    """Each choice of upper headings that span some columns, whose cells are all of a kind."""
    for chosen in combinations(range(len(upper)), spanning):
        columns: Columns = []
        rest = list(lower)
        alike = True
        for at, heading in enumerate(upper):
            if at in chosen:
                alike = alike and len(set(kinds[len(columns) : len(columns) + each])) == 1
                columns += [(heading, span) for span in rest[:each]]
                rest = rest[each:]
            else:
                columns.append((heading,))
        if alike:
            yield columns


def _comes_back(source: SourceText, lower: Pieces, each: int) -> bool:
    texts = [fold(source.text[a:b]).lower() for a, b in lower]
    groups = [texts[i : i + each] for i in range(0, len(texts), each)]
    anew = all(source.text[a].isupper() for a, _ in lower) or len(groups) > 1
    return anew and all(group == groups[0] for group in groups) and len(set(groups[0])) == each


def _kind(column: Sequence[str]) -> str:
    """What the cells of a column are: intervals, shares, decimals or counts."""
    texts = [text for text in column if not _MISSING.fullmatch(text)]
    if any("(" in text for text in texts):
        return "interval" if any(_is_interval(t) for t in texts) else "bracket"
    if any("/" in text for text in texts):
        return "fraction"
    return "decimal" if any("." in text for text in texts) else "count"


def _is_interval(cell: str) -> bool:
    return "(" in cell and _INTERVAL.search(cell[cell.index("(") :]) is not None


def _fit(source: SourceText, columns: Columns, cells: Sequence[Sequence[str]]) -> bool:
    """Whether intervals stand below the headings that name them."""
    for index, spans in enumerate(columns):
        told = any(_NAMES_INTERVAL.search(source.text[a:b]) for a, b in spans)
        column = [row[index] for row in cells if not _MISSING.fullmatch(row[index])]
        # A row of another kind may have none: `Objective response, % 54.4 44.9`.
        known = [text for text in column if "(" in text] or column
        if told and not all(_INTERVAL.search(text) for text in known):
            return False
    return True


def _whole(label: str, figures: Sequence[str], *, all_have: bool) -> bool:
    """Whether a label with figures behind it is whole: `Week 4`, and not `Week`.

    Where all labels have figures behind them, something has to say what these belong to.
    """
    asks = _COUNTS.search(label) is not None
    if all_have and (len(figures) > 1 or "(" in figures[0]):
        return False
    return not asks if not figures else asks or not all_have or figures[0][0] in "<>≤≥"
