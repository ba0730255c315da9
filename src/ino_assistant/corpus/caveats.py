"""Qualifications bound to what they qualify, so that neither is shown without the other.

By rule: a sentence that qualifies (exploratory, post hoc, not powered, did not meet a
prespecified boundary, to be read with caution) holds for its paragraph, or for the analyses
of its paragraph that it points at, and a table's or
figure's qualifying note for all of the table; one that a sign calls for the rows with the sign.
By annotation: what stands further apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ino_assistant.corpus.annotations import Anchor, Annotations
from ino_assistant.corpus.blocks import RawBlock
from ino_assistant.corpus.footnotes import SIGNED
from ino_assistant.corpus.model import Statement
from ino_assistant.corpus.source import SourceText
from ino_assistant.corpus.tables import caption_text
from ino_assistant.text import Span

QUALIFIES = re.compile(
    "|".join(
        (
            r"\bexploratory\b",
            r"\bnot powered\b",
            r"\bunderpowered\b",
            r"\bnot met?\b.{0,60}\b(?:boundary|significance|endpoint)",
            r"\bdid not (?:meet|reach)\b",
            r"\bnot statistically significant\b",
            r"\binterpret\w*\b.{0,40}\bcaution",
            r"\bcaution\b.{0,40}\binterpret",
            r"\blimits? (?:the )?interpret",
            r"\bpost hoc nature\b",
            r"\bno (?:formal )?conclusions?\b.{0,40}\bdrawn\b",
            r"\bcan be a limitation\b",
            r"\bnot adjusted for multiplicity\b",
            r"\bmultiplicity adjustments?\b",
            r"\bdescriptive only\b",
            r"\b(?:was|were|is|are) (?:purely |only |merely )?descriptive\b",
            r"\bas (?:purely |only |merely )?(?:descriptive|exploratory)\b",
            r"\bhypothesis[- ]generating\b",
            r"\bwithout (?:control|adjustment) (?:of|for) (?:the )?(?:type I error|multipl)",
            r"\bnot (?:prespecified|controlled for (?:the )?(?:type I error|multipl))",
            r"\binformational purposes only\b",
        )
    ),
    re.IGNORECASE | re.DOTALL,
)

_POINTS_AT_ANALYSES = re.compile(
    r"\bth(?:is|ese|ose) (?:\w+ ){0,2}(?:analys[ei]s|data|results?|comparisons?)", re.IGNORECASE
)
_ANALYSIS = re.compile(
    r"\banaly[sz]|\bsubgroups?\b|\b(?:Table|Figure) \d|\bevaluated\b", re.IGNORECASE
)


def bind_caveats(
    statements: Sequence[Statement],
    blocks: Sequence[RawBlock],
    annotations: Annotations,
    source: SourceText,
) -> list[Statement]:
    """The statements, each with the ids of those that qualify it.

    Raises:
        ValueError: an annotation means a statement, table or section that is not there.
    """
    bound: dict[str, dict[str, None]] = {s.id: {} for s in statements}
    sections = {s.id: set(s.section) for s in statements}
    captions = {t.name: caption_text(t, source) for t in annotations.table}

    def bind(caveat: Statement, targets: Sequence[Statement]) -> None:
        for target in targets:
            # What an abbreviation stands for is no finding that could be qualified.
            if target.spans != caveat.spans and not _definition(target):
                bound[target.id][caveat.id] = None

    for caveat, meant in (*_by_rule(statements, blocks, sections), *_signed(statements)):
        bind(caveat, meant)
    for entry in annotations.caveat:
        caveat = _at(entry, statements, source, last=True)
        for anchor in entry.on:
            bind(caveat, [_at(anchor, statements, source)])
        names = {captions.get(name, name) for name in entry.tables} | set(entry.sections)
        starts = tuple(f"{name}." for name in entry.tables)
        targets = [
            s
            for s in statements
            if sections[s.id] & names or (s.note and s.quote.startswith(starts or ("\0",)))
        ]
        if names and not targets:
            raise ValueError(
                f"caveat at line {entry.line}: no table or section "
                f"{' or '.join(map(repr, (*entry.tables, *entry.sections)))}: correct the name"
            )
        bind(caveat, targets)
    disclosures = {
        d.authority: _at(d, statements, source, last=True) for d in annotations.disclosure
    }
    for statement in statements:
        disclosure = disclosures.get(statement.authority)
        if disclosure is not None:
            bind(disclosure, [statement])
    return [replace(s, caveats=tuple(bound[s.id])) for s in statements]


def _by_rule(
    statements: Sequence[Statement], blocks: Sequence[RawBlock], sections: Mapping[str, set[str]]
) -> Iterator[tuple[Statement, Sequence[Statement]]]:
    """Each sentence that qualifies, with what it qualifies."""
    paragraphs = [b.spans for b in blocks if b.kind == "prose"]
    for caveat in statements:
        if not QUALIFIES.search(caveat.display) or caveat.row is not None:
            continue
        if caveat.note:
            yield caveat, [s for s in statements if _of_table(s, caveat.context, sections[s.id])]
            continue
        paragraph = next((p for p in paragraphs if _inside(caveat.spans, p)), None)
        if paragraph is not None:
            inside = [s for s in statements if _inside(s.spans, paragraph)]
            yield caveat, _meant(caveat, inside)
            yield caveat, _rows_meant(caveat, inside, statements)


def _signed(statements: Sequence[Statement]) -> Iterator[tuple[Statement, list[Statement]]]:
    """Each sentence of a note that a sign calls, with the rows of its table that call it."""
    mark, table = "", ""
    for statement in statements:
        if not statement.note or not statement.context:
            mark = ""
            continue
        begins = SIGNED.match(statement.display)
        if begins or statement.context != table:
            mark, table = begins["mark"] if begins else "", statement.context
        rows = [s for s in statements if s.row and s.row.table == table and mark in s.row.calls]
        if mark:
            yield statement, rows


def _meant(caveat: Statement, paragraph: Sequence[Statement]) -> Sequence[Statement]:
    """What of its paragraph a qualification means.

    `These analyses …` means those from the first sentence on that speaks of an analysis, a
    table or a figure; anything else holds for the whole paragraph.
    """
    if not _POINTS_AT_ANALYSES.search(caveat.display):
        return paragraph
    starts = [s.spans[0][0] for s in paragraph if s.id != caveat.id and _ANALYSIS.search(s.display)]
    first = min(starts, default=0)
    return [s for s in paragraph if s.spans[0][0] >= first]


def _rows_meant(
    caveat: Statement, paragraph: Sequence[Statement], statements: Sequence[Statement]
) -> list[Statement]:
    """Rows of the table whose analyses a qualification in running text is about.

    `... across the subgroups shown in Table 2. The subgroup analyses were ...` means that
    table's; `the results in A and B are subgroup analyses ...` right below a table means its
    rows that are called so.
    """
    if not (_SPEAKS_OF.search(caveat.display) or _POINTS_AT_ANALYSES.search(caveat.display)):
        return []
    start = caveat.spans[0][0]
    named = {n for s in paragraph if s.spans[0][0] <= start for n in _TABLE.findall(s.display)}
    rows = [(s, s.row) for s in statements if s.row is not None]
    if named:
        return [s for s, row in rows if named & set(_TABLE.findall(row.table)[:1])]
    groups = set(_GROUP.findall(caveat.display))
    above = [(s, row) for s, row in rows if s.spans[0][0] < start]
    if not above or "subgroup" not in caveat.display.lower():
        return []
    table = above[-1][1].table
    return [s for s, r in above if r.table == table and groups & set(_GROUP.findall(r.label))]


_SPEAKS_OF = re.compile(
    r"\b(?:subgroups?|exploratory|secondary|post hoc)\b.{0,20}\b(?:results?|comparisons?)"
    r"|\banalys[ei]s\b",
    re.IGNORECASE,
)
_TABLE = re.compile(r"\b(?:Table|Figure) \d+[A-Z]?")
_GROUP = re.compile(r"\b[A-Z][A-Z\d]{2,}\b")
"""Short names of groups of patients, as labels and sentences print them."""


def _of_table(statement: Statement, caption: str, section: set[str]) -> bool:
    """Whether a statement is a row, the block or the caption of the table with this caption."""
    body = statement.row is not None or statement.layout_lost
    return (body and caption in section) or (statement.note and statement.quote == caption)


def _inside(spans: Sequence[Span], paragraph: Sequence[Span]) -> bool:
    return all(any(a <= s and e <= b for a, b in paragraph) for s, e in spans)


def _at(
    anchor: Anchor, statements: Sequence[Statement], source: SourceText, *, last: bool = False
) -> Statement:
    """The sentence that an anchor means: the last (or the first) that begins in its lines."""
    start, end = source.span_of(*anchor.lines)
    found = [s for s in statements if start <= s.spans[0][0] < end and not _definition(s)]
    if not found:
        raise ValueError(f"caveat: no statement begins at line {anchor.line}: correct the line")
    return found[-1] if last else found[0]


def _definition(statement: Statement) -> bool:
    return statement.context == "Abbreviation"
