"""The right side of a document's page: what was made of a block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from ino_assistant.corpus.model import Block, Row, Statement
from ino_assistant.corpus.show_source import anchor
from ino_assistant.corpus.source import SourceText

_KINDS = {
    "table_note": "note",
    "figure_caption": "caption",
    "figure_text": "figure",
    "boxed_warning": "boxed warning",
    "safety": "safety information",
    "case": "case table",
    "furniture": "page furniture",
}


def kind_name(kind: str) -> str:
    """What a kind of block is called on the page."""
    return _KINDS.get(kind, kind)


def made_html(
    block: Block,
    statements: Sequence[Statement],
    by_id: Mapping[str, Statement],
    source: SourceText,
    beneath: Mapping[str, str],
) -> str:
    """Everything that was made of a block.

    Args:
        block: the block.
        statements: the statements that begin in it.
        by_id: every statement of the document, for the words of caveats.
        source: the document's text, for line numbers.
        beneath: HTML to show under a statement, by its id.
    """
    return "".join((_head(block, source), *_parts(block, statements, by_id, beneath)))


def _head(block: Block, source: SourceText) -> str:
    path = " › ".join(map(escape, block.section)) if block.kind != "furniture" else ""
    basis = {"confirmed": " · annotated", "inferred": " · annotated, inferred"}.get(block.basis, "")
    again = ", ".join(line_link(source.line_of(place[0][0])) for place in block.places)
    printed = f" · printed again at line {again}" if again else ""
    name = kind_name(block.kind)
    path = f" · {path}" if path else ""
    return (
        f'<p class="head"><b class="k-{block.kind}">{name}</b>'
        f'<span class="soft">{basis}{printed}{path}</span></p>'
    )


def line_link(line: int) -> str:
    """A link to a line of the source."""
    return f'<a href="#L{line}">{line}</a>'


def _parts(
    block: Block,
    statements: Sequence[Statement],
    by_id: Mapping[str, Statement],
    beneath: Mapping[str, str],
) -> Iterator[str]:
    if not statements:
        if block.kind == "figure_caption":
            yield '<p class="again">goes with every row of its table</p>'
        return
    definitions = [s for s in statements if s.context == "Abbreviation"]
    wholes = [s for s in statements if s.parts]
    rows = [s for s in statements if s.row is not None]
    if rows:
        yield _table(rows, by_id, _under(rows, beneath))
    others = [s for s in statements if s.row is None and not s.parts and s not in definitions]
    if block.kind in ("table", "figure_text") and len(others) > 1:
        yield _columns(others, by_id, _under(others, beneath))
        others = []
    for statement in others:
        yield _card(statement, by_id, _under([statement], beneath))
    for whole in wholes:
        yield (
            f'<p class="again" id="{anchor(whole.id)}">also as one list of '
            f"{len(whole.parts)} items</p>{_under([whole], beneath)}"
        )
    if definitions:
        chips = "".join(
            f'<span id="{anchor(d.id)}">{escape(d.display)}</span>' for d in definitions
        )
        yield f'<p class="chips"><b>defines</b> {chips}</p>{_under(definitions, beneath)}'


def _under(statements: Sequence[Statement], beneath: Mapping[str, str]) -> str:
    return "".join(beneath.get(statement.id, "") for statement in statements)


def _folded(under: str) -> str:
    """What stands under the rows of a table, folded away: there is a lot of it."""
    if not under:
        return ""
    return f'<details class="below"><summary>figures, row by row</summary>{under}</details>'


def _card(statement: Statement, by_id: Mapping[str, Statement], under: str) -> str:
    return (
        f'<div class="statement" id="{anchor(statement.id)}">'
        f"{_lost(statement)}<div>{_text(statement)}</div>{_chips([statement])}"
        f"{_subject(statement)}{_notes([statement], by_id)}{under}</div>"
    )


def _text(statement: Statement) -> str:
    return escape(statement.display)


def _subject(statement: Statement) -> str:
    if not statement.subject:
        return ""
    return f'<p class="again">points back to: {escape(statement.subject)}</p>'


def _lost(statement: Statement) -> str:
    return f'<p class="lost">Lost: {escape(statement.lost)}</p>' if statement.lost else ""


def _chips(statements: Sequence[Statement], *, under: bool = True) -> str:
    first = statements[0]
    chips = [f"<span>{escape(first.kind.replace('_', ' '))}</span>"]
    chips += [
        f'<span class="{authority}">{escape(authority)}</span>'
        for authority in dict.fromkeys(s.authority for s in statements)
    ]
    pages = dict.fromkeys((s.page, s.page_confirmed) for s in statements)
    for page, confirmed in pages:
        if page is not None:
            chips.append(f"<span>page {page}{'' if confirmed else ', inferred'}</span>")
    references = dict.fromkeys(r for s in statements for r in s.references)
    if references:
        chips.append(f"<span>references {escape(', '.join(references))}</span>")
    if under and first.context and not first.row and first.context not in first.section:
        chips.append(f"<span>under: {escape(first.context)}</span>")
    if first.note:
        chips.append("<span>note</span>")
    chips += [
        f"<span>{what}: {escape(', '.join(names))}</span>" for what, names in _about(statements)
    ]
    return f'<p class="chips">{"".join(chips)}</p>'


def _about(statements: Sequence[Statement]) -> Iterator[tuple[str, dict[str, None]]]:
    """What statements speak of, by kind, each name once."""
    for what in ("arms", "endpoints", "populations", "abbreviations"):
        names = dict.fromkeys(name for s in statements for name in getattr(s, what))
        if names:
            yield what, names


def _notes(statements: Iterable[Statement], by_id: Mapping[str, Statement]) -> str:
    made = list(statements)
    caveats = dict.fromkeys(c for s in made for c in s.caveats)
    repairs = dict.fromkeys(r for s in made for r in s.repairs)
    found = [
        f'<p class="caveat">qualified by: <a href="#{anchor(c)}">{escape(by_id[c].display)}</a></p>'
        for c in caveats
    ]
    found += [f'<p class="repair">{escape(repair)}</p>' for repair in repairs]
    return "".join(found)


def _table(statements: Sequence[Statement], by_id: Mapping[str, Statement], under: str) -> str:
    rows = [(s, s.row) for s in statements if s.row is not None]
    columns = tuple(dict.fromkeys(c.column for _, row in rows for c in row.cells))
    corner = rows[0][1].label_heading
    head = ""
    if any(columns):
        cells = "".join(f"<th>{escape(column)}</th>" for column in columns)
        head = f"<thead><tr><th>{escape(corner)}</th>{cells}</tr></thead>"
    body: list[str] = []
    group: str | None = None
    for statement, row in rows:
        if row.group != group and row.group:
            body.append(
                f'<tr class="group"><th colspan="{len(columns) + 1}">{escape(row.group)}</th></tr>'
            )
        group = row.group
        body.append(_row(statement, row, columns))
    only = [s for s, _ in rows]
    shared = [c for c in only[0].caveats if all(c in s.caveats for s in only)]
    apart = [
        f'<p class="caveat">{escape(s.row.label if s.row else "")}: '
        f'<a href="#{anchor(c)}">{escape(by_id[c].display)}</a></p>'
        for s in only
        for c in s.caveats
        if c not in shared
    ]
    common = "".join(
        f'<p class="caveat">qualified by: <a href="#{anchor(c)}">{escape(by_id[c].display)}</a></p>'
        for c in shared
    )
    told = dict.fromkeys(repair for s in only for repair in s.repairs)
    repairs = "".join(f'<p class="repair">{escape(repair)}</p>' for repair in told)
    return (
        f'<div class="statement"><table><caption>{escape(rows[0][1].table)}</caption>{head}'
        f"<tbody>{''.join(body)}</tbody></table>{_chips(only)}{common}{''.join(apart)}{repairs}{_folded(under)}"
        "</div>"
    )


def _columns(statements: Sequence[Statement], by_id: Mapping[str, Statement], under: str) -> str:
    """A table whose columns are lists, or the boxes of a diagram."""
    columns: dict[tuple[str, ...], list[Statement]] = {}
    for statement in statements:
        columns.setdefault(statement.section, []).append(statement)
    caption = min((section for section in columns), key=len)
    shared = len({section[:-1] for section in columns}) == 1
    title = caption[-2] if shared and len(caption) > 1 else caption[-1]
    heads = "".join(
        f"<th>{escape(section[-1]) if section[-1] != title else ''}</th>" for section in columns
    )
    cells = "".join(
        "<td><ul>"
        + "".join(f'<li id="{anchor(s.id)}">{_text(s)}</li>' for s in items)
        + "</ul></td>"
        for items in columns.values()
    )
    return (
        f'<div class="statement"><table><caption>{escape(title)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody><tr>{cells}</tr></tbody></table>"
        f"{_chips(statements, under=False)}{_notes(statements, by_id)}{_folded(under)}</div>"
    )


def _row(statement: Statement, row: Row, columns: Sequence[str]) -> str:
    texts = {cell.column: cell.display or cell.text for cell in row.cells}
    cells = "".join(f"<td>{escape(texts.get(column, ''))}</td>" for column in columns)
    return f'<tr id="{anchor(statement.id)}"><th>{escape(row.label)}</th>{cells}</tr>'
