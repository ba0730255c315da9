"""Checking a draft: the steps from what was read to the report."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from ino_assistant.answering.saying.answer import Citation
from ino_assistant.checking.boxed import BoxCheck, check_box
from ino_assistant.checking.caveats import Qualifications
from ino_assistant.checking.choosing import Judgement, judge
from ino_assistant.checking.draft import Block, Draft
from ino_assistant.checking.evidence import Library
from ino_assistant.checking.report import BOXED, Checked, DraftReport, Issue, MissingCaveat
from ino_assistant.checking.units import Unit, units_of
from ino_assistant.corpus.model import Corpus
from ino_assistant.fidelity import Problem
from ino_assistant.fidelity.terms.normal import normal
from ino_assistant.search.searcher import Searcher
from ino_assistant.text import Span, fold

Progress = Callable[[int, int], None]
"""Told how many sentences are done, and how many there are."""


def _no_progress(done: int, total: int) -> None:
    """Tell nobody."""


def check_draft(
    draft: Draft, searcher: Searcher, *, progress: Progress = _no_progress
) -> DraftReport:
    """Check a draft, sentence by sentence, against the corpus of a searcher.

    Args:
        draft: as read.
        searcher: the search over the corpus; an assistant has one.
        progress: told how far the work is.
    """
    started = time.perf_counter()
    library = Library(searcher)
    units = units_of(draft, library.vocabulary)
    named = named_products(draft.text, searcher.corpus)
    judged = _judged(units, library, named, progress)
    checking = time.perf_counter()
    qualifications = Qualifications(judged, library)
    sentences = tuple(
        _checked(unit, judgement, draft, searcher.corpus, qualifications)
        for unit, judgement in judged
    )
    products = named or _products_of(judged)
    boxes = _boxes(draft, judged, library, products)
    done = time.perf_counter()
    return DraftReport(
        draft=draft,
        products=products,
        sentences=_with_box_issues(sentences, boxes),
        boxes=boxes,
        corpus_version=searcher.corpus.version,
        index_version=searcher.index.version,
        timings_ms={
            "sentences": round((checking - started) * 1e3, 3),
            "total": round((done - started) * 1e3, 3),
        },
    )


def named_products(text: str, corpus: Corpus) -> tuple[str, ...]:
    """The products of a corpus that a text names, by any of their names."""
    plain = normal(text)
    return tuple(
        product.name
        for product in corpus.products
        if any(
            re.search(rf"(?<!\w){re.escape(normal(name))}(?!\w)", plain, re.IGNORECASE)
            for name in product.names
        )
    )


def _judged(
    units: Sequence[Unit], library: Library, products: Sequence[str], progress: Progress
) -> list[tuple[Unit, Judgement | None]]:
    """Every unit with its judgement; equal sentences are judged once."""
    known: dict[tuple[tuple[str, ...], bool], Judgement] = {}
    judged: list[tuple[Unit, Judgement | None]] = []
    whole: dict[int, Judgement] = {}
    for number, unit in enumerate(units, 1):
        judgement: Judgement | None = None
        if unit.readings:
            key = (unit.readings, unit.member)
            judgement = whole.get(unit.number) or known.get(key) or judge(unit, library, products)
            known[key] = judgement
            if unit.listed and judgement.accepted:
                # What is right of a list is right of each of its items.
                whole.update(dict.fromkeys(unit.listed, judgement))
        judged.append((unit, judgement))
        progress(number, len(units))
    return judged


def _checked(
    unit: Unit,
    judgement: Judgement | None,
    draft: Draft,
    corpus: Corpus,
    qualifications: Qualifications,
) -> Checked:
    place = _place(draft.blocks[unit.block])
    if judgement is None:
        return Checked(unit.number, unit.block, unit.span, unit.text, place, unit.reason)
    statements = dict.fromkeys(s.id for e in judgement.evidence for s in e.statements)
    caveats = qualifications.left_out(unit, judgement) if judgement.accepted else ()
    return Checked(
        number=unit.number,
        block=unit.block,
        span=unit.span,
        text=unit.text,
        place=place,
        verdict=judgement.verdict.verdict,
        issues=tuple(_issue(problem, unit.text) for problem in judgement.verdict.problems),
        caveats=tuple(
            MissingCaveat(c.caveat.display, Citation.of(corpus, c.caveat, 1), c.advisory)
            for c in caveats
        ),
        evidence=tuple(
            Citation.of(corpus, corpus.by_id[i], marker) for marker, i in enumerate(statements, 1)
        ),
    )


def _place(block: Block) -> str:
    """Where a block stands; of a cell with its row and column, in words."""
    headings = "; ".join(text for text in (block.label, block.column) if text)
    return f"{block.place}: {headings}" if headings else block.place


def _with_box_issues(
    sentences: Sequence[Checked], boxes: Sequence[BoxCheck]
) -> tuple[Checked, ...]:
    """Sentences of an altered boxed warning say so, even where what they say is right."""
    issues: dict[int, Issue] = {}
    for box in boxes:
        for part in box.parts:
            if part.status == "altered":
                detail = "; ".join(change.words() for change in part.changes)
                issues[part.unit] = Issue(BOXED, box.product, detail)
    return tuple(
        replace(s, issues=(*s.issues, issues[s.number])) if s.number in issues else s
        for s in sentences
    )


def _issue(problem: Problem, text: str) -> Issue:
    return Issue(problem.kind, problem.text, problem.detail, spans_of(problem.text, text))


def spans_of(words: str, text: str) -> tuple[Span, ...]:
    """Where words stand in a text, whatever its capitals, dashes and spaces; of several, all.

    Words that make up the whole text are not marked: the text is wrong as such.
    """
    wanted = fold(normal(words)).strip(" .,;:")
    if not wanted:
        return ()
    pattern = r"\s+".join(re.escape(word) for word in wanted.split(" "))
    edged = rf"(?<![\w.]){pattern}(?!\w)" if wanted[0].isalnum() else pattern
    found = tuple(m.span() for m in re.finditer(edged, normal(text), re.IGNORECASE))
    return tuple(s for s in found if s[1] - s[0] < 0.9 * len(text.strip())) or ()


def _products_of(judged: Sequence[tuple[Unit, Judgement | None]]) -> tuple[str, ...]:
    """The products of the passages that sentences rest on, where the draft names none."""
    found: dict[str, None] = {}
    for _, judgement in judged:
        if judgement is not None and judgement.accepted:
            for statement in judgement.evidence[0].statements:
                found.update(dict.fromkeys(statement.products))
    return tuple(found)


def _boxes(
    draft: Draft,
    judged: Sequence[tuple[Unit, Judgement | None]],
    library: Library,
    products: Sequence[str],
) -> tuple[BoxCheck, ...]:
    """The boxed warnings of the products concerned; all of the corpus where none is named."""
    warnings = library.corpus.boxed_warnings
    concerned = [w for w in warnings if w.product in products] if products else list(warnings)
    others = {
        unit.number
        for unit, judgement in judged
        if judgement is not None
        and judgement.accepted
        and all(s.kind != "boxed_warning" for e in judgement.evidence for s in e.statements)
    }
    units = [unit for unit, _ in judged]
    return tuple(check_box(warning, draft, units, others) for warning in concerned)
