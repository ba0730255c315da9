"""Boxed warnings in a draft: present and whole, or what of them is missing or altered.

White space, bullets, capitals, the form of dashes and stops at the end do not count; every
other word and sign does, and so does their order.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from rapidfuzz import fuzz

from ino_assistant.checking.draft import Draft
from ino_assistant.checking.units import Unit
from ino_assistant.checking.writing import without_marks
from ino_assistant.corpus.model import BoxedWarning
from ino_assistant.corpus.sentences import split_sentences
from ino_assistant.fidelity.terms.normal import normal
from ino_assistant.text import Span

BoxStatus = Literal["whole", "altered", "incomplete", "apart", "missing"]
PartStatus = Literal["whole", "altered", "missing"]
ChangeKind = Literal["left out", "added", "changed"]

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|\w+|[^\w\s]")
_IGNORED = frozenset("•●▪■◦‣·*_#>|.;")
_LEADING_DASH = re.compile(r"^\s*-\s+")
_ALIKE = 72.0
"""Likeness in percent from which a sentence of the draft is taken for one of the box."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between a sentence of the box and of the draft, in words."""

    kind: ChangeKind
    printed: str
    found: str

    def words(self) -> str:
        """As a reader is told."""
        if self.kind == "left out":
            return f"left out: “{self.printed}”"
        if self.kind == "added":
            return f"added: “{self.found}”"
        return f"“{self.printed}” became “{self.found}”"


@dataclass(frozen=True, slots=True)
class BoxPart:
    """A sentence of a boxed warning, and what became of it.

    Attributes:
        text: as printed.
        found: what stands in the draft instead, if anything does.
        place: where it stands there.
        unit: number of the sentence of the draft that was taken for it.
    """

    text: str
    status: PartStatus
    found: str = ""
    place: str = ""
    changes: tuple[Change, ...] = ()
    unit: int = 0


@dataclass(frozen=True, slots=True)
class BoxCheck:
    """What a draft has of the boxed warning of a product."""

    product: str
    status: BoxStatus
    warning: BoxedWarning
    parts: tuple[BoxPart, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing of it is missing, altered or out of order."""
        return self.status == "whole"


def check_box(
    warning: BoxedWarning, draft: Draft, units: Sequence[Unit], others: Collection[int] = ()
) -> BoxCheck:
    """Look for a boxed warning in a draft.

    Args:
        warning: as printed.
        draft: as read.
        units: of the draft.
        others: numbers of units that quote another passage word for word, and so are no
            altered sentence of the box.
    """
    padded = f" {' '.join(t for block in draft.blocks for t in _tokens(block.text))} "
    sentences = list(parts_of(warning))
    if f" {' '.join(_tokens(warning.text))} " in padded:
        whole = tuple(BoxPart(sentence, "whole") for sentence in sentences)
        return BoxCheck(warning.product, "whole", warning, whole)
    near = [(u, " ".join(_tokens(u.text))) for u in units if u.number not in others]
    parts = tuple(_part(sentence, padded, near, draft) for sentence in sentences)
    return BoxCheck(warning.product, _status(parts), warning, parts)


def parts_of(warning: BoxedWarning) -> Iterator[str]:
    """The heading and the sentences of a boxed warning, in order."""
    if warning.heading:
        yield warning.heading
    for bullet in warning.bullets:
        for sentence in split_sentences(bullet):
            yield bullet[sentence.start : sentence.end]


def _status(parts: Sequence[BoxPart]) -> BoxStatus:
    states = {part.status for part in parts}
    if states == {"missing"}:
        return "missing"
    if "missing" in states:
        return "incomplete"
    return "altered" if "altered" in states else "apart"


def _part(
    sentence: str, draft_text: str, near: Sequence[tuple[Unit, str]], draft: Draft
) -> BoxPart:
    tokens = _tokens(sentence)
    plain = " ".join(tokens)
    if f" {plain} " in draft_text:
        return BoxPart(sentence, "whole")
    best, score = None, _ALIKE
    for unit, text in near:
        likeness = _likeness(plain, text)
        if likeness > score:
            best, score = unit, likeness
    if best is None:
        return BoxPart(sentence, "missing")
    place = draft.blocks[best.block].place
    changes = _changes(sentence, best.text)
    return BoxPart(sentence, "altered", best.text, place, changes, best.number)


def _likeness(printed: str, found: str) -> float:
    """How alike two sentences are, in percent; a piece of one counts if it is long enough."""
    whole = fuzz.ratio(printed, found)
    shorter, longer = sorted((len(printed), len(found)))
    if shorter >= max(30, 0.4 * longer):
        return max(whole, 0.9 * fuzz.partial_ratio(printed, found))
    return whole


def _changes(printed: str, found: str) -> tuple[Change, ...]:
    ours, theirs = _spans(printed), _spans(without_marks(found))
    matcher = SequenceMatcher(None, [t for t, _ in ours], [t for t, _ in theirs], autojunk=False)
    changes = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        was, now = _slice(printed, ours[a:b]), _slice(found, theirs[c:d])
        kind: ChangeKind = "left out" if not now else "added" if not was else "changed"
        changes.append(Change(kind, was, now))
    return tuple(changes)


def _slice(text: str, tokens: Sequence[tuple[str, Span]]) -> str:
    return text[tokens[0][1][0] : tokens[-1][1][1]] if tokens else ""


def _tokens(text: str) -> list[str]:
    return [t for t, _ in _spans(without_marks(text))]


def _spans(text: str) -> list[tuple[str, Span]]:
    """Words and signs as they are compared, with where they stand."""
    plain = normal(text)
    dash = _LEADING_DASH.match(plain)
    start = dash.end() if dash else 0
    return [
        (m.group().casefold(), m.span())
        for m in _TOKEN.finditer(plain, start)
        if m.group() not in _IGNORED
    ]
