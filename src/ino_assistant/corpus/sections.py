"""Sections in reading order: which headings a block stands under, and who speaks there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ino_assistant.corpus.authority import disclosed, of_heading
from ino_assistant.corpus.blocks import RawBlock
from ino_assistant.corpus.forms import NUMBERED_HEADING, PART, SAFETY_HEADING
from ino_assistant.corpus.model import Authority, BlockKind
from ino_assistant.corpus.sentences import split_sentences

# The numbered headings in capitals that a label has, and what stands under them.
_LABEL_PART = re.compile(
    r"^\d{1,2}\.?\s+(?:(?P<safety>CONTRAINDICATIONS?|WARNINGS(?: AND PRECAUTIONS)?|PRECAUTIONS"
    r"|ADVERSE REACTIONS)|(?P<indication>INDICATIONS? AND USAGE)|DOSAGE AND ADMINISTRATION"
    r"|DOSAGE FORMS AND STRENGTHS|DRUG INTERACTIONS|USE IN SPECIFIC POPULATIONS"
    r"|DRUG ABUSE AND DEPENDENCE|OVERDOSAGE|DESCRIPTION|CLINICAL PHARMACOLOGY"
    r"|NONCLINICAL TOXICOLOGY|CLINICAL STUDIES|HOW SUPPLIED\b.*|PATIENT COUNSELING INFORMATION)$"
)
_SAFETY = "SAFETY INFORMATION"
_CLAUSE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|may|must|should|do|does|include[sd]?)\b.*:$"
    r"|^(?:\S+ )(?:[a-z]\S* ){4,}\S+:$"
)
"""A line that leads in a list, and is no heading of what follows the list: `... should be:`."""
_NAME = re.compile(r"[A-Z\d]+(?:-[A-Z\d]+)*")


@dataclass(frozen=True, slots=True)
class _Heading:
    level: int
    text: str
    authority: Authority | None


class _Path:
    """The headings that are open while a document is read from top to bottom."""

    def __init__(self, trials: Sequence[str] = ()) -> None:
        self._open: list[_Heading] = []
        self._trials = trials
        self._annotated = 0
        """Level of the last heading that a reviewer gave one."""
        self._numbered = 0
        """How many numbers the last numbered heading had (`5.1` has two)."""
        self._part = 0
        """1 below a heading such as `PART 2: ...`, which holds all others."""

    def add(self, block: RawBlock) -> None:
        """Open a heading, and close those as deep as it and deeper."""
        level = self._level(block)
        while self._open and self._open[-1].level >= level:
            self._open.pop()
        self._open.append(_Heading(level, block.text.rstrip(".: "), block.authority))

    def _level(self, block: RawBlock) -> int:
        if block.level is not None:
            self._annotated, self._numbered, self._part = block.level, 0, 0
            return block.level
        if PART.match(block.text):
            self._numbered, self._part = 0, 1
            return self._annotated + 1
        number = NUMBERED_HEADING.match(block.text)
        if number:
            self._numbered = len(number["number"].strip(".").split("."))
            return self._annotated + self._part + self._numbered
        if block.text.isupper() and not self._names(block.text):
            # Capitals stand as high as numbered parts do, never below one of them.
            self._numbered = 0
        level = self._annotated + self._part + self._numbered + 1
        return level + 1 if block.text.endswith((":", ".")) and self._open else level

    def _names(self, text: str) -> bool:
        """Whether a heading in capitals below a numbered one is but a name: that of a trial."""
        code = _NAME.fullmatch(text) and any(c.isdigit() for c in text)
        return self._numbered > 1 and (text in self._trials or bool(code))

    def close(self) -> None:
        """Close the heading opened last."""
        self._open.pop()

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(heading.text for heading in self._open)

    @property
    def authority(self) -> Authority | None:
        return next((h.authority for h in reversed(self._open) if h.authority is not None), None)

    def label_part(self) -> re.Match[str] | None:
        """The part of a label that is open, if the document has a label's headings."""
        return next((m for h in self._open if (m := _LABEL_PART.match(h.text))), None)


def assign_sections(
    blocks: Sequence[RawBlock],
    authority: Authority,
    *,
    infers: bool = False,
    trials: Sequence[str] = (),
) -> Iterator[RawBlock]:
    """The blocks, each with its section and authority.

    Args:
        blocks: all blocks in the order of their first line.
        authority: that of text under no heading with one of its own.
        infers: whether headings such as `Patient case` have one by their words.
        trials: names of the document's trials.
    """
    path = _Path(trials)
    safety = _SAFETY
    opinions = _opinions(blocks)
    lead: RawBlock | None = None
    for index, found in enumerate(blocks):
        block = found
        if lead is not None and block.kind not in ("list", "furniture"):
            path.close()
            lead = None
        if lead is not None and block.kind == "list":
            block = replace(block, lead=lead.lines)
        if block.kind == "heading":
            after = blocks[index + 1].kind if index + 1 < len(blocks) else None
            if after == "list" and block.basis == "rule" and _CLAUSE.search(block.text):
                lead = block
            if SAFETY_HEADING.match(block.text):
                safety = block.text
                yield replace(block, section=(block.text,))
                continue
            told = of_heading(block.text) if infers and block.authority is None else None
            if infers and told is None and block.text in opinions:
                told = "opinion"
            path.add(replace(block, authority=told) if told else block)
        section: tuple[str, ...] = path.texts
        inherited = path.authority or authority
        kind = block.kind
        part = path.label_part()
        if kind in ("safety", "boxed_warning"):
            section = (safety, block.title) if block.title else (safety,)
            inherited = "label"
        elif kind == "indication":
            section, inherited = ("INDICATION",), "label"
        elif part is not None:
            inherited = path.authority or "label"
            kind = _kind_in_label(block.kind, part)
        yield replace(block, kind=kind, section=section, authority=block.authority or inherited)


def _opinions(blocks: Sequence[RawBlock]) -> set[str]:
    """The headings that a disclosure says to stand over somebody's own view."""
    headings = [block.text for block in blocks if block.kind == "heading"]
    texts = [block.text for block in blocks if block.kind == "prose"]
    return {
        heading
        for text in texts
        for sentence in split_sentences(text)
        for heading in disclosed(text[sentence.start : sentence.end], headings)
    }


def _kind_in_label(kind: BlockKind, part: re.Match[str]) -> BlockKind:
    if kind != "prose":
        return kind
    if part["safety"]:
        return "safety"
    return "indication" if part["indication"] else kind
