"""The same fact printed in two places: do they say the same?

Which places speak of the same fact is told by form, not by a list: a figure one step of
its last place away from another about the same subject, the same number of people of a
slightly different whole, one arm's figure printed for everybody, and text that is
repeated almost but not quite. Figures that agree when rounded to the coarser of the two
are the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from difflib import SequenceMatcher
from itertools import combinations

from ino_assistant.corpus.arithmetic import places_of, whole
from ino_assistant.corpus.findings import Disagreement, own_statements
from ino_assistant.corpus.model import Document, Statement
from ino_assistant.corpus.source import Flat, SourceText
from ino_assistant.text import Span, squeeze

_PERCENT = re.compile(r"(?<![\d.,-])(\d+(?:\.\d+)?)\s*%")
_LOOSE = re.compile(r"(?<![\d.,-])(\d+\.\d+)(?![\d.])")
_BRACKETS = re.compile(r"\([^()]*\)")
_CELL_PERCENT = re.compile(r"^\d+\s*\(\s*(\d+(?:\.\d+)?)\s*%?\s*\)$|^(\d+(?:\.\d+)?)\s*%")
_FRACTION = re.compile(r"(?<![\d/.,])(\d+)\s*/\s*(\d+)(?![\d/.%])")
_TOTAL = re.compile(r"^(?:total|all|overall|combined)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}(?:[/-][^\W\d_]+)*|[A-Z][A-Za-z]*\d+")
_COMMON = 0.2
"""Words in more than this share of statements tell no subject."""
_NEAR_WHOLE = Decimal("0.05")
_ALIKE = 0.84
"""Share of words in order from which two sentences are printings of one."""
_MIN_WORDS = 7
_IDLE = (
    "and or of the in on at to for with without by from as is are was were be been who whom "
    "that this these those than then not no vs versus per all any both each between among "
    "rate rates incidence number patients patient study trial analysis analyses subgroup "
    "subgroups group groups table figure respectively years year months month days day "
    "it its after before during until among participant participants subject subjects people "
    "person higher lower greater less more most reported achieved observed across into their they"
)
_FILLER = frozenset(_IDLE.split())


@dataclass(frozen=True, slots=True)
class _Figure:
    """A percentage as printed, and what the text around it is about."""

    text: str
    line: int
    subject: frozenset[str]
    table: str
    statement: str
    label: frozenset[str] | None = None
    """Of a cell: what its row's label says, without the caption that all rows share."""

    @property
    def value(self) -> Decimal:
        return Decimal(self.text)

    @property
    def step(self) -> Decimal:
        return Decimal(1).scaleb(-places_of(self.text))


@dataclass(frozen=True, slots=True)
class _Part:
    """So many of so many, as printed or as the sum of a row's columns."""

    part: int
    of: int
    line: int
    subject: frozenset[str]
    statement: str
    summed: bool = False

    @property
    def text(self) -> str:
        return f"{self.part}/{self.of}" + (" (sum of the row)" if self.summed else "")


def disagreements(document: Document) -> tuple[Disagreement, ...]:
    """Facts printed more than once in ways that don't agree, by first line.

    Args:
        document: a document as read.
    """
    source = SourceText(document.source)
    statements = tuple(own_statements(document))
    subject = _Subjects(document, statements)
    figures = [f for s in statements for f in _figures(source, s, subject)]
    found = [
        *_near_misses(figures),
        *_near_wholes([p for s in statements for p in _parts(source, s)]),
        *_arm_for_all(source, statements, subject),
        *_almost_repeated(source, statements),
    ]
    return tuple(sorted(set(found), key=lambda d: (d.lines, d.what)))


def agree(first: str, second: str) -> bool:
    """Whether two printed figures are the same at the coarser precision, half up."""
    coarse = min(places_of(first), places_of(second))
    unit = Decimal(1).scaleb(-coarse)
    one, other = (Decimal(f).quantize(unit, rounding=ROUND_HALF_UP) for f in (first, second))
    return one == other


class _Subjects:
    """Words that tell what a statement is about: not the common ones, nor a product's name."""

    def __init__(self, document: Document, statements: Sequence[Statement]) -> None:
        called = [n for p in document.products for n in p.names]
        called += [n for arm in document.arms for n in arm.terms]
        names = {w for n in called for w in _words(n)}
        counts = Counter(w for s in statements for w in _words(_whole_text(s)))
        limit = max(3, _COMMON * len(statements))
        self._idle = names | {word for word, count in counts.items() if count > limit}

    def __call__(self, text: str) -> frozenset[str]:
        return frozenset(_words(text) - self._idle)


def _words(text: str) -> frozenset[str]:
    found = set()
    for match in _WORD.finditer(text):
        for word in match.group().split("-"):
            named = any(c.isupper() for c in word[1:])
            folded = word if named else word.lower().removesuffix("s")
            if folded not in _FILLER and word.lower() not in _FILLER:
                found.add(folded)
    return frozenset(found)


def _whole_text(statement: Statement) -> str:
    if statement.layout_lost:
        # What a figure of it belongs to is lost; only its caption tells the subject.
        return statement.section[-1]
    row = statement.row
    return f"{row.table} {row.group or ''} {row.label}" if row else statement.display


def _figures(source: SourceText, statement: Statement, subject: _Subjects) -> Iterator[_Figure]:
    about = subject(_whole_text(statement))
    if statement.row is not None:
        label = subject(f"{statement.row.group or ''} {statement.row.label}")
        for cell in statement.row.cells:
            match = _CELL_PERCENT.match(cell.text)
            if match:
                line = source.line_of(cell.span[0])
                figure = match[1] or match[2]
                table = statement.row.table
                yield _Figure(figure, line, about, table, statement.id, label)
        return
    flat = Flat(source.text, statement.spans)
    lost = statement.layout_lost and "%" in flat.text
    # In a table that lost its layout the limits of intervals stand in brackets.
    text = _BRACKETS.sub(lambda m: " " * len(m.group()), flat.text) if lost else flat.text
    for match in (_LOOSE if lost else _PERCENT).finditer(text):
        line = source.line_of(flat.spans(*match.span(1))[0][0])
        table = statement.section[-1] if lost else ""
        yield _Figure(match[1], line, about, table, statement.id)


def _near_misses(figures: Sequence[_Figure]) -> Iterator[Disagreement]:
    """Figures of equal precision that differ by one in their last place, on one subject."""
    decimal = [f for f in figures if places_of(f.text)]
    for one, other in combinations(decimal, 2):
        if (
            one.step == other.step
            and abs(one.value - other.value) == one.step
            and one.statement != other.statement
            and (not one.table or one.table != other.table)
            and _may_be_one(one, other)
        ):
            common = one.subject & other.subject
            if common:
                first, second = sorted((one, other), key=lambda f: f.line)
                yield Disagreement(
                    f"figures on {', '.join(sorted(common))} differ in their last place",
                    (first.line, second.line),
                    (first.text, second.text),
                )


def _may_be_one(one: _Figure, other: _Figure) -> bool:
    """Whether rows with these labels may tell the same fact, or a row and a sentence may.

    Words that only a caption shares with another place say nothing of a single row.
    """
    if one.label is not None and other.label is not None:
        return one.label == other.label
    labels = [(f.label, o.subject) for f, o in ((one, other), (other, one)) if f.label is not None]
    return all(label and label <= subject for label, subject in labels)


def _parts(source: SourceText, statement: Statement) -> Iterator[_Part]:
    # Common words count here: that the numbers are so near each other says more.
    about = _words(_whole_text(statement))
    row = statement.row
    if row is not None:
        matches = [_FRACTION.search(cell.text) for cell in row.cells]
        if len(matches) > 1 and None not in matches:
            counts = [(whole(m[1]), whole(m[2])) for m in matches if m]
            line = source.line_of(row.label_spans[0][0])
            part, of = (sum(column) for column in zip(*counts, strict=True))
            yield _Part(part, of, line, about, statement.id, summed=True)
        return
    flat = Flat(source.text, statement.spans)
    for match in _FRACTION.finditer(flat.text):
        line = source.line_of(flat.spans(*match.span())[0][0])
        yield _Part(whole(match[1]), whole(match[2]), line, about, statement.id)


def _near_wholes(parts: Sequence[_Part]) -> Iterator[Disagreement]:
    """As many people of a whole that is only slightly different, on one subject."""
    for one, other in combinations(parts, 2):
        common = one.subject & other.subject
        apart = abs(one.of - other.of)
        if (
            one.part == other.part
            and 0 < apart <= _NEAR_WHOLE * max(one.of, other.of)
            and one.statement != other.statement
            and len(common) > 1
        ):
            first, second = sorted((one, other), key=lambda p: p.line)
            yield Disagreement(
                f"the same count on {', '.join(sorted(common))} of different wholes",
                (first.line, second.line),
                (first.text, second.text),
            )


def _arm_for_all(
    source: SourceText, statements: Sequence[Statement], subject: _Subjects
) -> Iterator[Disagreement]:
    """A sentence that names no arm and prints one arm's figure, where a total is printed."""
    for row in (s.row for s in statements if s.row is not None):
        total = next((c for c in row.cells if _TOTAL.match(c.column)), None)
        of_all = _CELL_PERCENT.match(total.text) if total else None
        label = subject(f"{row.group or ''} {row.label}")
        if total is None or of_all is None or not label:
            continue
        printed_total = of_all[1] or of_all[2]
        for cell in row.cells:
            match = _CELL_PERCENT.match(cell.text)
            if cell is total or match is None:
                continue
            printed = match[1] or match[2]
            arm = re.split(r"\s*\(", cell.column)[0]
            for sentence in statements:
                if sentence.row is not None or sentence.layout_lost:
                    continue
                figures = [m[1] for m in _PERCENT.finditer(sentence.display)]
                if (
                    printed in figures
                    and not agree(printed, printed_total)
                    and subject(row.label) <= subject(sentence.display)
                    and not re.search(rf"(?<!\w){re.escape(arm)}(?!\w)", sentence.display)
                ):
                    yield Disagreement(
                        f"{row.label}: a figure of {arm} is printed without naming it; "
                        f"{total.column} has another",
                        (
                            _line_of(source, sentence, printed),
                            source.line_of(cell.span[0]),
                            source.line_of(total.span[0]),
                        ),
                        (f"{printed}%", cell.text, total.text),
                    )


def _line_of(source: SourceText, statement: Statement, words: str) -> int:
    flat = Flat(source.text, statement.spans)
    at = flat.text.find(words)
    spans: tuple[Span, ...] = flat.spans(at, at + 1) if at >= 0 else statement.spans
    return source.line_of(spans[0][0])


def _almost_repeated(source: SourceText, statements: Sequence[Statement]) -> Iterator[Disagreement]:
    """Sentences that are printed again with other words or figures."""
    long = [
        (s, s.display.lower().rstrip(".").split(), frozenset(s.display.lower().split()))
        for s in statements
        if s.row is None and not s.layout_lost and len(s.display.split()) >= _MIN_WORDS
    ]
    for (one, words, seen), (other, their_words, theirs) in combinations(long, 2):
        if len(seen & theirs) < _ALIKE * min(len(seen), len(theirs)) - 2:
            continue
        ratio = SequenceMatcher(None, words, their_words, autojunk=False).ratio()
        if ratio >= _ALIKE and squeeze(" ".join(words)) != squeeze(" ".join(their_words)):
            lines = (source.line_of(one.spans[0][0]), source.line_of(other.spans[0][0]))
            yield Disagreement("repeated text differs", lines, (one.display, other.display))
