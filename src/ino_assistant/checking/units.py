"""Units: the sentences, table cells and list items of a draft that are checked one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ino_assistant.checking.draft import Block, Draft
from ino_assistant.checking.letters import Letter, has_figure, has_verb
from ino_assistant.checking.writing import without_marks
from ino_assistant.fidelity import Vocabulary
from ino_assistant.fidelity.binding.items import sentence_spans
from ino_assistant.fidelity.checks.sense_check import IMPERATIVES
from ino_assistant.fidelity.terms.tables import cell_sentence
from ino_assistant.fidelity.terms.vocabulary import tokens_of
from ino_assistant.text import Span

_POINTS_BACK = re.compile(
    r"(?:it|its|this|these|those|they|their|both|such|similarly|likewise|however|conversely|"
    r"compared with|by (?:contrast|comparison)|in (?:contrast|comparison)|in the (?:other|same|"
    r"control|comparator)|the (?:corresponding|respective|latter|former|same|other|rates?|values?|"
    r"differences?|results?|comparators?))\b",
    re.IGNORECASE,
)
_NAME_WORDS = 5
"""An item of a list of more words is a sentence, whatever its verb."""
_VALUE = re.compile(r"[<>≥≤~±]?\s?\d+(?:\.\d+)?$")
_PERCENT_LABEL = re.compile(r"(?:,\s*|\()%\)?")


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that is checked, or that says nothing that could be.

    Attributes:
        number: from 1, in the order of the draft.
        block: index of its block, and `span` in that block's text.
        section: index of the heading that it stands under.
        readings: what is checked, in the order in which it is tried: by itself first, then
            with what introduces it. Empty if there is nothing to check.
        reason: why there is nothing to check, in words.
        listed: numbers of the units of the list that this sentence introduces.
        member: it is one of such a list, and needs not say all of it.
    """

    number: int
    block: int
    span: Span
    text: str
    section: int
    readings: tuple[str, ...]
    reason: str = ""
    listed: tuple[int, ...] = ()
    member: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence with where it stands, before it is known what it is read with."""

    block: int
    span: Span
    text: str
    section: int
    reason: str


def units_of(draft: Draft, vocabulary: Vocabulary) -> tuple[Unit, ...]:
    """Everything of a draft, in order: no text of it is outside of a unit.

    Args:
        draft: as read.
        vocabulary: names of the corpus.
    """
    pieces = list(_pieces(draft.blocks, Letter(draft.blocks, vocabulary)))
    found: list[Unit] = []
    lead: tuple[int, str] | None = None
    members: dict[int, list[int]] = {}
    for number, piece in enumerate(pieces, 1):
        block = draft.blocks[piece.block]
        own = without_marks(piece.text).strip()
        member = block.kind == "item" and lead is not None
        if member and lead is not None:
            members.setdefault(lead[0], []).append(number)
        elif block.kind == "heading" or (own.endswith(":") and block.kind == "paragraph"):
            lead = (number, own)
        elif block.kind != "item":
            lead = None
        readings: tuple[str, ...] = ()
        if not piece.reason:
            before = pieces[number - 2] if number > 1 else None
            readings = _readings(block, own, before, lead if member else None)
        found.append(
            Unit(
                number,
                piece.block,
                piece.span,
                piece.text,
                piece.section,
                readings,
                piece.reason,
                member=member,
            )
        )
    return tuple(_with_lists(found, members))


def _with_lists(units: Sequence[Unit], members: dict[int, list[int]]) -> Iterator[Unit]:
    """Sentences that introduce a list, read with all of it: a list may be cut short."""
    for unit in units:
        listed = tuple(members.get(unit.number, ()))
        items = [_item(units[n - 1].text) for n in listed]
        if len(items) < 2 or not all(_is_fragment(item) for item in items):
            yield unit
            continue
        lead = without_marks(unit.text).strip().rstrip(": ")
        joined = f"{lead}: {', '.join(items[:-1])} and {items[-1]}."
        if not unit.reason:
            yield replace(unit, readings=(joined,), listed=listed)
        elif unit.reason == "heading":
            # `Risk factors:` says nothing by itself; with its items it does.
            yield replace(unit, readings=(joined,), reason="", listed=listed)
        else:
            yield unit


def _item(text: str) -> str:
    plain = without_marks(text).strip().rstrip(".;, ")
    return re.sub(r"[;,]?\s+(?:and|or)$", "", plain)


def _is_fragment(item: str) -> bool:
    """Whether an item of a list is the name of something and says nothing by itself."""
    short = len(item.split()) <= _NAME_WORDS
    return short and not has_verb(item) and not has_figure(item) and not _instructs(item)


def _instructs(item: str) -> bool:
    return any(word.lower() in IMPERATIVES for word, _, _ in tokens_of(item))


def _pieces(blocks: Sequence[Block], letter: Letter) -> Iterator[_Piece]:
    headed = {text for block in blocks for text in (block.label, block.column) if text}
    section = 0
    for number, block in enumerate(blocks):
        if block.kind == "heading":
            section += 1
        whole = (0, len(block.text))
        spans = [whole] if block.kind in ("cell", "label") else sentence_spans(block.text)
        for start, end in spans:
            text = block.text[start:end]
            if not any(c.isalnum() for c in text):
                continue
            reason = letter.reason(number, block, text)
            if block.kind == "label" and any(text in heading for heading in headed):
                # Read with each of its cells.
                reason = "heading of a table"
            yield _Piece(number, (start, end), text, section, reason)


def _readings(
    block: Block, own: str, before: _Piece | None, lead: tuple[int, str] | None
) -> tuple[str, ...]:
    if block.kind == "cell":
        return (_told(block, own),)
    readings = [own]
    if lead is not None:
        opening = lead[1].rstrip(": ")
        led = [f"{opening} {own}", f"{opening}: {own}"]
        # `Nausea` by itself is right of every list that has it.
        readings = led if _is_fragment(own) else [own, *led]
    elif before is not None and not before.reason and _POINTS_BACK.match(own):
        readings.append(f"{without_marks(before.text).strip()} {own}")
    return tuple(readings)


def _told(block: Block, value: str) -> str:
    """A cell as a sentence, with the percent sign that its row's label has for it."""
    label = block.label
    if _PERCENT_LABEL.search(label) and _VALUE.match(value):
        label, value = _PERCENT_LABEL.sub("", label).strip(), f"{value}%"
    return cell_sentence(label, block.column, value)
