"""From chosen statements to the words of an answer: quotation, and nothing but."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ino_assistant.answering.saying.answer import CaveatNote, Citation, Segment, mark
from ino_assistant.answering.understanding.question import Question, Reader
from ino_assistant.corpus.model import Corpus, Row, Statement
from ino_assistant.vocabulary.concepts import Concepts
from ino_assistant.vocabulary.tokens import terms, words


@dataclass(frozen=True, slots=True)
class Composed:
    """Text, citations and caveats of an answer.

    Attributes:
        segments, citations, caveats: as in an Answer.
        answerer: who worded `own`.
        own: those of the segments that a language model worded.
        replaced: how many of its sentences the composer itself has not let through.
    """

    segments: tuple[Segment, ...]
    citations: tuple[Citation, ...]
    caveats: tuple[CaveatNote, ...]
    answerer: str = "extractive"
    own: tuple[Segment, ...] = ()
    replaced: int = 0


def compose(
    question: Question,
    chosen: Sequence[Statement],
    corpus: Corpus,
    reader: Reader,
    concepts: Concepts,
) -> Composed:
    """Quote the chosen statements, of table rows only the cells asked for.

    Args:
        question: as understood; decides which cells of a row are quoted.
        chosen: statements, the best first.
        corpus: what they are from.
        reader: knows the trial arms.
        concepts: find which columns a question names.
    """
    segments: list[Segment] = []
    citations: list[Citation] = []
    for marker, statement in enumerate(chosen, start=1):
        if segments:
            segments.append(Segment("\n\n"))
        cells = None
        if statement.row is not None:
            cells = asked_cells(question, statement.row, reader, concepts)
            segments += _row(statement, statement.row, cells, marker)
        elif not statement.parts:
            segments += _sentence(statement, marker)
        else:
            segments += _list(statement, corpus, marker)
        segments.append(mark(marker))
        citations.append(Citation.of(corpus, statement, marker, cells))
    return Composed(tuple(segments), tuple(citations), caveats_of(chosen, corpus))


class Composer(Protocol):
    """What words an answer: the quoting composer here, or a language model's adapter."""

    def __call__(
        self,
        question: Question,
        chosen: Sequence[Statement],
        corpus: Corpus,
        reader: Reader,
        concepts: Concepts,
    ) -> Composed:
        """See `compose`."""


def quote_whole(chosen: Sequence[Statement], corpus: Corpus) -> Composed:
    """The statements as quoted in their citations, word for word: the last resort."""
    segments: list[Segment] = []
    citations = [Citation.of(corpus, s, marker) for marker, s in enumerate(chosen, start=1)]
    for citation in citations:
        if segments:
            segments.append(Segment("\n\n"))
        segments += [Segment(citation.quote, citation.marker), mark(citation.marker)]
    return Composed(tuple(segments), tuple(citations), caveats_of(chosen, corpus))


def asked_cells(
    question: Question, row: Row, reader: Reader, concepts: Concepts
) -> tuple[int, ...]:
    """Indexes of the cells asked for: the columns that the question names, else all."""
    columns = [cell.column for cell in row.cells]
    asked = {m.concept.key for m in question.mentions if m.concept.kind == "statistic"}
    if question.arms:
        named = [i for i, c in enumerate(columns) if reader.arms_of(c) & question.arms]
        # `Total` is asked for by words such as `overall`, whatever names the trial.
        total = [i for i, c in enumerate(columns) if set(terms(c)) & _TOTAL]
        if (
            total
            and question.content & _TOTAL
            and not question.arms - frozenset().union(*reader.default_arms.values())
        ):
            return tuple(total)
        if named and total and len(named) + len(total) == len(columns):
            # `both arms combined` asks for the total, or for all three.
            combined = question.content & _TOTAL
            return tuple(range(len(columns))) if combined else tuple(named)
        if named:
            if _beside_another(question, reader):
                return tuple(range(len(columns)))
            # A hazard ratio is of both arms, whichever is named beside it.
            of_both = [i for i, c in enumerate(columns) if _statistics(c, concepts) & asked]
            return tuple(sorted({*named, *of_both}))
    found = []
    common = set.intersection(*(set(terms(c)) for c in columns)) if columns else set()
    apart = bool(
        {"§difference", *_DIFFERENCE} & (question.concepts | question.content)
        or question.shapes & {"interval", "ratio"}
    )
    if "p_value" in question.shapes:
        # Whether it was significant, the intervals tell.
        return tuple(range(len(columns)))
    for index, column in enumerate(columns):
        if _DIFFERENCE & set(terms(column)) and not apart:
            # `What share` is after the share of each arm, not what lies between them.
            continue
        about = set(terms(column)) - common
        keys = set(concepts.keys(column))
        if keys & question.concepts or (about and about <= question.content):
            found.append(index)
    if found and "dose" in question.shapes:
        # How often it is given belongs to a dose.
        found += [i for i, c in enumerate(columns) if i not in found and set(terms(c)) & _OFTEN]
    if not found and question.content & _TOTAL:
        found = [i for i, c in enumerate(columns) if set(terms(c)) & _TOTAL]
    return tuple(sorted(found)) or tuple(range(len(columns)))


def _statistics(text: str, concepts: Concepts) -> set[str]:
    """Concepts of statistics that a heading of a column names."""
    return {m.concept.key for m in concepts.find(words(text)) if m.concept.kind == "statistic"}


def _beside_another(question: Question, reader: Reader) -> bool:
    """Whether the one arm that is named stands beside something else: `high dose and placebo`."""
    if len(question.arms) != 1:
        return False
    if _COMPARED.search(question.text):
        # `Is nausea worse with chemo?` is after both.
        return True
    (arm,) = question.arms
    names = "|".join(re.escape(" ".join(variant)) for variant in reader.arms[arm])
    joined = rf"\b(?:and|vs\.?|versus|or|than) (?:(?:on|with|in|for|the) )*(?:{names})\b"
    return re.search(joined, question.text, re.IGNORECASE) is not None


_COMPARED = re.compile(
    r"\b(?:beats?|beaten|outperform\w*|superior|inferior|differ\w*|compared?|comparable|against|"
    r"than|vs|versus|benefit\w*|advantages?|effective\w*|efficacy|worse|better|higher|lower|greater|longer|shorter|fewer|"
    r"(?:more|less) (?:often|common\w*|frequent\w*|likely)|"
    r"(?:more|less)(?= (?:\w+ ){1,2}(?:with|on|in|under|after|from) ))\b",
    re.IGNORECASE,
)
"""Words of a comparison, whichever arm alone is named beside them."""
_TOTAL = frozenset(
    terms("total overall combined altogether whole entire everyone everybody ITT all")
)


_DIFFERENCE = frozenset(terms("difference differences"))


_OFTEN = frozenset(terms("interval intervals frequency schedule frequencies"))
"""Headings of columns that say how often a dose is given."""


def _sentence(statement: Statement, marker: int) -> list[Segment]:
    """The statement; an item of a figure or list after the title that it stands under."""
    brief = len(statement.display.split()) <= _BRIEF and statement.context != "Abbreviation"
    titled = brief or (statement.kind in ("list", "figure") and not statement.note)
    title = statement.section[-1].rstrip(": ") if titled and statement.section else ""
    if not title or title in statement.display:
        return [Segment(statement.display, marker)]
    return [Segment(title, marker), Segment(": "), Segment(statement.display, marker)]


_BRIEF = 3
"""Words up to which a sentence, such as `None.`, is nothing without its heading."""


def _row(statement: Statement, row: Row, cells: Sequence[int], marker: int) -> list[Segment]:
    """`Age, Median (range): Drug A (n=120) 46.5 (18-78); Placebo (n=118) 47.5 (18-79)`."""
    segments = []
    if statement.authority == "case":
        segments += [Segment(row.table, marker), Segment(" – ")]
    if row.group:
        segments += [Segment(row.group, marker), Segment(", ")]
    segments += [Segment(row.label, marker), Segment(": ")]
    for position, index in enumerate(cells):
        if position:
            segments.append(Segment("; "))
        cell = row.cells[index]
        if cell.column:
            segments += [Segment(cell.column, marker), Segment(" ")]
        segments.append(Segment(cell.display, marker))
    return segments


def _list(statement: Statement, corpus: Corpus, marker: int) -> list[Segment]:
    """A list as a whole: its heading, if it is quoted with it, and an item a line."""
    items = [corpus.by_id[part].display for part in statement.parts]
    segments = []
    head = statement.display.partition(items[0])[0].strip(" •")
    if head:
        segments.append(Segment(head, marker))
    elif statement.section:
        segments.append(Segment(statement.section[-1], marker))
    for item in items:
        segments += [Segment("\n• "), Segment(item, marker)]
    return segments


def caveats_of(chosen: Sequence[Statement], corpus: Corpus) -> tuple[CaveatNote, ...]:
    """What the source qualifies the statements with, as printed, each once."""
    shown = {s.id for s in chosen}
    ids = dict.fromkeys(c for s in chosen for c in s.caveats if c not in shown)
    notes = []
    for marker, statement_id in enumerate(ids, start=len(chosen) + 1):
        statement = corpus.by_id[statement_id]
        notes.append(CaveatNote(statement.display, Citation.of(corpus, statement, marker)))
    for marker, statement in enumerate(chosen, start=1):
        # Only a lost exponent changes a value; the note says what is printed.
        notes += [
            CaveatNote(repair, Citation.of(corpus, statement, marker))
            for repair in statement.repairs
            if repair.startswith("Superscript lost")
        ]
    return tuple(notes)
