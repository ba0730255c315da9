"""Qualifications that the source attaches to a statement, and that a draft leaves out.

A qualification counts as said if any sentence under the same heading of the draft says it:
a letter gives its results first and says then that the analysis was exploratory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ino_assistant.checking.choosing import Judgement
from ino_assistant.checking.evidence import Library, figures_of, is_disclosure
from ino_assistant.checking.units import Unit
from ino_assistant.corpus.caveats import QUALIFIES
from ino_assistant.corpus.model import Statement
from ino_assistant.fidelity.binding.reading import read
from ino_assistant.fidelity.terms.normal import normal
from ino_assistant.fidelity.terms.vocabulary import tokens_of, words


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A qualification that a draft does not have.

    Attributes:
        caveat: the statement that makes it.
        advisory: it says only whose view something is; worth adding, not wrong without.
    """

    caveat: Statement
    advisory: bool


class Qualifications:
    """What qualifications the sentences of a draft make, by the heading they stand under.

    Args:
        judged: the units of a draft with their judgements.
        library: the corpus.
    """

    def __init__(self, judged: Sequence[tuple[Unit, Judgement | None]], library: Library) -> None:
        self._library = library
        self._texts: dict[int, list[str]] = {}
        self._rests_on: dict[int, set[str]] = {}
        for unit, judgement in judged:
            self._texts.setdefault(unit.section, []).append(unit.text)
            if judgement is not None and judgement.accepted:
                here = self._rests_on.setdefault(unit.section, set())
                here |= {s.id for e in judgement.evidence for s in e.statements}
        self._made = lru_cache(maxsize=20_000)(self._made_by)

    def left_out(self, unit: Unit, judgement: Judgement) -> tuple[LeftOut, ...]:
        """What the evidence of a unit is qualified by and nothing under its heading says."""
        found: dict[str, LeftOut] = {}
        for statement in (s for e in judgement.evidence for s in e.statements):
            for caveat in self._caveats(statement):
                if caveat.id in found or self._is_said(caveat, statement, unit):
                    continue
                found[caveat.id] = LeftOut(caveat, is_disclosure(caveat, statement))
        return tuple(_once(found.values()))

    def _caveats(self, statement: Statement) -> Iterator[Statement]:
        by_id = self._library.corpus.by_id
        return (by_id[i] for i in statement.caveats if i in by_id)

    def _is_said(self, caveat: Statement, statement: Statement, unit: Unit) -> bool:
        if caveat.id in self._rests_on.get(unit.section, ()):
            return True
        texts = self._texts.get(unit.section, [])
        if is_disclosure(caveat, statement):
            return any(_attributes(text) for text in texts)
        wanted, figures = self._made(caveat.display), _telling(caveat.display)
        own = self._made(unit.text)
        return any(
            bool(wanted & self._made(text)) or bool(figures & figures_of(text)) for text in texts
        ) or bool(wanted & own)

    def _made_by(self, text: str) -> frozenset[str]:
        """The qualifications in a text, as concepts."""
        reading = read(text, self._library.vocabulary)
        found = {caveat for sense in reading.senses for caveat in sense.caveats}
        if any(sense.significance == "-" for sense in reading.senses):
            found.add("not significant")
        return frozenset(found)


def _once(found: Iterable[LeftOut]) -> Iterator[LeftOut]:
    """Of qualifications that say the same in other words the first."""
    seen: set[str] = set()
    for left in found:
        key = " ".join(sorted(m.group().lower() for m in QUALIFIES.finditer(left.caveat.display)))
        if key and key in seen:
            continue
        seen.add(key)
        yield left


def _attributes(text: str) -> bool:
    said = {word.lower() for word, _, _ in tokens_of(normal(text))}
    return bool(said & words("authority", "attribution"))


def _telling(text: str) -> frozenset[str]:
    """The figures of a qualification that say what it is about: `the first 218 patients`."""
    return frozenset(figure for figure in figures_of(text) if len(figure) > 2)
