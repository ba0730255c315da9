"""What of the corpus may bear on a sentence: statements found by words and by figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ino_assistant.corpus.caveats import QUALIFIES
from ino_assistant.corpus.model import Row, Statement
from ino_assistant.fidelity import Vocabulary
from ino_assistant.fidelity.binding.reading import read
from ino_assistant.fidelity.terms.normal import normal
from ino_assistant.search.lexical import question_terms
from ino_assistant.search.searcher import Searcher
from ino_assistant.text import fold

_HITS = 8
_BY_FIGURES = 6
_COMMON = 25
"""A figure that stands in more statements than this tells nothing about where it is from."""
_NEIGHBOURS = 4
_LEAST = 0.3
"""Share of the best passage's fit below which a passage is not looked at."""
_NO_NAMES = Vocabulary()
_PERSONAL = ("opinion", "case")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Statements that are held against a sentence together, and their text.

    Attributes:
        heading: that they stand under in the document.
        companions: the text of what qualifies them elsewhere in the document.
        fit: share of what the sentence speaks of that they speak of too, 0 to 1.
    """

    statements: tuple[Statement, ...]
    text: str
    vocabulary: Vocabulary
    fit: float
    heading: str = ""
    companions: str = ""


class Library:
    """The corpus of a searcher, made ready to be held against sentences.

    Args:
        searcher: the search over the corpus.
    """

    def __init__(self, searcher: Searcher) -> None:
        self.searcher = searcher
        self.corpus = searcher.corpus
        self.vocabulary = Vocabulary.of_corpus(self.corpus)
        self._vocabularies = {d.id: Vocabulary.of_document(d) for d in self.corpus.documents}
        statements = [s for s in self.corpus.statements if not s.layout_lost]
        self._holding: dict[str, list[Statement]] = {}
        self._verbatim: dict[str, Statement] = {}
        self._after: dict[str, Statement] = {}
        self._before: dict[str, Statement] = {}
        last: Statement | None = None
        for statement in statements:
            for figure in figures_of(statement.display):
                self._holding.setdefault(figure, []).append(statement)
            for text in (statement.display, statement.quote):
                self._verbatim.setdefault(_plain(text), statement)
            if not _is_sentence(statement):
                continue
            if last is not None and _neighbours(last, statement):
                self._after[last.id] = statement
                self._before[statement.id] = last
            last = statement
        self._terms = lru_cache(maxsize=20_000)(self._terms_of)
        self._asked = lru_cache(maxsize=16)(self.terms)

    def candidates(self, text: str, products: Sequence[str]) -> list[Evidence]:
        """Single statements that may say what a sentence says, the likeliest first.

        Args:
            text: the sentence.
            products: that the draft is about; empty for all.
        """
        wanted = frozenset(products)
        found: dict[str, Statement] = {}
        exact = self._verbatim.get(_plain(text))
        if exact is not None and (not wanted or wanted & set(exact.products)):
            found[exact.id] = exact
        for hit in self.searcher.search(text, products=products, limit=_HITS).hits:
            if not hit.statement.layout_lost:
                found.setdefault(hit.statement.id, hit.statement)
        for statement in self._by_figures(text, wanted)[:_BY_FIGURES]:
            found.setdefault(statement.id, statement)
        held = [self.evidence((statement,), text) for statement in found.values()]
        # What speaks of hardly anything of it, and has none of its figures, can't say it.
        least = _LEAST * max((e.fit for e in held), default=0.0)
        figures = figures_of(text)
        return [e for e in held if e.fit >= least or figures & figures_of(e.text)]

    def joined(self, candidates: Sequence[Evidence], text: str) -> Iterator[Evidence]:
        """Statements that may say it together: two sentences, or two rows of a table.

        Only where each of the two holds a figure of the sentence that the other has not, or
        the second begins with a word that points back to the first: whatever is joined, more
        can be read into it.
        """
        asked = figures_of(text)
        done: set[tuple[str, str]] = set()
        for evidence in sorted(candidates, key=lambda e: -e.fit)[:_NEIGHBOURS]:
            statement = evidence.statements[0]
            before, after = self._before.get(statement.id), self._after.get(statement.id)
            for one, two in ((before, statement), (statement, after)):
                if one is None or two is None or (one.id, two.id) in done:
                    continue
                done.add((one.id, two.id))
                if _each_adds(asked, one, two) or (two.subject and two is statement):
                    yield self.evidence((one, two), text)
        rows = [e.statements[0] for e in candidates if e.statements[0].row is not None]
        for index, one in enumerate(rows):
            for two in rows[index + 1 :]:
                if _same_table(one, two) and _each_adds(asked, one, two):
                    yield self.evidence((one, two), text)

    def evidence(self, statements: tuple[Statement, ...], text: str) -> Evidence:
        """Statements as evidence for a sentence."""
        shared = frozenset().union(*(self._terms(s.id) for s in statements))
        wanted = self._asked(text)
        weights = {term: self._weight(term) for term in wanted}
        total = sum(weights.values())
        fit = sum(w for term, w in weights.items() if term in shared) / total if total else 0.0
        first = statements[0]
        spoken = "\n".join(self._spoken(statement) for statement in statements)
        heading = self._heading(first)
        companions = dict.fromkeys(c for s in statements for c in self._companions(s))
        return Evidence(
            statements,
            spoken,
            self._vocabularies[first.document],
            fit,
            heading,
            "\n".join(companions),
        )

    def _spoken(self, statement: Statement) -> str:
        """A statement as evidence: rows with their headings, lists with their items apart."""
        if statement.row is not None:
            return _row(statement.row)
        text = statement.display
        items = [self.corpus.by_id[i].display for i in statement.parts if i in self.corpus.by_id]
        start = text.find(items[0]) if items else -1
        if start >= 0:
            return "\n".join([text[:start].strip(), *(f"• {item}" for item in items)]).strip()
        ended = text if text.endswith((".", "?", "!", ":")) else f"{text}."
        return "\n".join([ended, *self._whose_view(statement)])

    def _heading(self, statement: Statement) -> str:
        """The headings over a statement; none if they qualify it, as `pooled analyses` does."""
        if not statement.section or statement.parts:
            return ""
        heading = ". ".join(part.strip(" .:?") for part in statement.section)
        qualified = _qualifies(heading) and not _qualifies(statement.display)
        return "" if qualified else heading

    def _companions(self, statement: Statement) -> Iterator[str]:
        for caveat in (self.corpus.by_id[i] for i in statement.caveats if i in self.corpus.by_id):
            if not is_disclosure(caveat, statement):
                yield caveat.display

    def _whose_view(self, statement: Statement) -> Iterator[str]:
        """The sentence that says whose view a part of a document is, if it is somebody's."""
        for caveat in (self.corpus.by_id[i] for i in statement.caveats if i in self.corpus.by_id):
            if is_disclosure(caveat, statement):
                yield caveat.display

    def terms(self, text: str) -> frozenset[str]:
        """What a text speaks of: words and concepts, as the search knows them."""
        return frozenset(question_terms(text, self.searcher.concepts))

    def _terms_of(self, statement_id: str) -> frozenset[str]:
        statement = self.corpus.by_id[statement_id]
        return self.terms(f"{statement.context} {statement.display}")

    def _weight(self, term: str) -> float:
        rarity = self.searcher.index.term_rarity
        return rarity.get(term, 3.0)

    def _by_figures(self, text: str, products: frozenset[str]) -> list[Statement]:
        scores: dict[str, float] = {}
        for figure in figures_of(text):
            holding = self._holding.get(figure, [])
            if len(holding) > _COMMON:
                continue
            for statement in holding:
                if not products or products & set(statement.products):
                    # A figure with many digits is nobody's by chance.
                    scores[statement.id] = scores.get(statement.id, 0.0) + len(figure) ** 0.5
        ordered = sorted(scores, key=lambda i: -scores[i])
        return [self.corpus.by_id[i] for i in ordered]


@lru_cache(maxsize=20_000)
def _qualifies(text: str) -> bool:
    return any(sense.caveats for sense in read(text, _NO_NAMES).senses)


def is_disclosure(caveat: Statement, statement: Statement) -> bool:
    """Whether a caveat only says that a whole part of a document is somebody's view."""
    return statement.authority in _PERSONAL and not QUALIFIES.search(caveat.display)


def _row(row: Row) -> str:
    """A row under the headings of its table, as the verifier reads rows."""
    label = f"{row.group}, {row.label}" if row.group else row.label
    heads = " | ".join(["", *(cell.column for cell in row.cells)])
    cells = " | ".join([label, *(cell.display or cell.text for cell in row.cells)])
    return f"|{heads} |\n| {cells} |"


def figures_of(text: str) -> frozenset[str]:
    """The numbers of a text as they are written, without signs and units."""
    return frozenset(m.group() for m in _FIGURE.finditer(normal(text)))


def _plain(text: str) -> str:
    return fold(normal(text)).casefold().rstrip(". ")


def _is_sentence(statement: Statement) -> bool:
    return (
        statement.row is None
        and not statement.parts
        and not statement.note
        and statement.context != "Abbreviation"
    )


def _neighbours(one: Statement, two: Statement) -> bool:
    return (one.document, one.section, one.kind, one.authority) == (
        two.document,
        two.section,
        two.kind,
        two.authority,
    )


def _same_table(one: Statement, two: Statement) -> bool:
    return (
        one.document == two.document
        and one.row is not None
        and two.row is not None
        and one.row.table == two.row.table
    )


def _each_adds(asked: frozenset[str], one: Statement, two: Statement) -> bool:
    """Whether each of two rows holds a figure of the sentence that the other has not."""
    first, second = (asked & figures_of(s.display) for s in (one, two))
    return bool(first - second) and bool(second - first)
