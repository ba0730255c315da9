"""A statement of several clauses told as sentences of one clause each.

A sentence that joins two facts is true if both are, and the two often stand in two places of the
evidence. A statement that is not supported as it stands is asked for once more in parts: each
part must be supported by itself, so that cutting makes nothing easier than it is.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ino_assistant.fidelity.terms.normal import normal
from ino_assistant.fidelity.terms.vocabulary import words

_MOST = 5
"""Ways of cutting that are tried: all boundaries at once, then one at a time."""
_FAR = 14
"""Words behind an `and` within which a clause of its own has its verb."""

_WORD = re.compile(r"[A-Za-z][A-Za-z'/+-]*|\d[\d.,]*\d|\d|[();:,\[\]]")
_STOP = re.compile(r"[.!?]\s+(?=[A-Z])")
_TURNS = frozenset(("but", "while", "whereas", "yet", "although", "though"))
_PAIRING = frozenset(("between", "both", "either"))
_BACK = frozenset(("it", "this", "that", "these", "those", "they", "then", "after", "of", "there"))
_GROUP = re.compile(r"(?:In|Among|For)\b[^,;]*,\s")
_CONCEDED = re.compile(
    r"(?:Although|While|Whereas|Though) (?!receiving|taking|on\b)([^,;]+), (?=\S)"
)


_TOLD_BY = re.compile(
    r"(?:The|These)\s(?:investigators|researchers|data|results|findings|study|trial|analysis)\s"
    r"(?:found|show|showed|reported|observed|demonstrate|demonstrated)\sthat\s(?=\S)"
)
"""Who found what is told: nobody says it but the evidence."""


@dataclass(frozen=True, slots=True)
class _Cut:
    """A boundary: where the left part ends, the right one begins, and what it begins with too."""

    end: int
    start: int
    lead: str = ""
    whole: bool = False
    """Whether both parts have a subject and a verb of their own."""


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int
    inside: bool
    """Within brackets, where nothing is cut."""

    @property
    def is_verb(self) -> bool:
        return not self.inside and self.text in words("lists", "clause_verbs")


def in_parts(text: str) -> Iterator[str]:
    """Other tellings of a statement, in more and shorter sentences; none if it has one clause.

    Args:
        text: prose; rows of cells are not for cutting.
    """
    tellings = [text]
    if teller := _TOLD_BY.match(text):
        tellings = [_capital(text[teller.end() :])]
        yield tellings[0]
    if conceded := _CONCEDED.match(tellings[0]):
        rest = tellings[0][conceded.end() :]
        tellings.append(f"{_capital(conceded[1])}. {_capital(rest)}")
        yield tellings[1]
    for telling in tellings:
        cuts = _cuts(telling)
        ways = [cuts, *([cut] for cut in cuts if len(cuts) > 1)] if cuts else []
        yield from (_apart(telling, way) for way in ways[:_MOST])


def clauses_apart(text: str) -> str:
    """A statement with each clause that stands by itself as a sentence; as it is without any."""
    cuts = [cut for cut in _cuts(text) if cut.whole]
    return _apart(text, cuts) if cuts else text


def _apart(text: str, cuts: Sequence[_Cut]) -> str:
    parts, lead, at = [], "", 0
    for cut in cuts:
        parts.append(lead + text[at : cut.end].rstrip(" ,;-"))
        lead, at = cut.lead, cut.start
    parts.append(lead + text[at:])
    return ". ".join(_capital(part.strip(" .")) for part in parts) + "."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _cuts(text: str) -> list[_Cut]:
    """Every boundary of a text between two clauses of one sentence."""
    plain = normal(text)
    ends = [0, *(m.end() for m in _STOP.finditer(plain)), len(plain)]
    return [
        cut
        for start, end in itertools.pairwise(ends)
        for cut in _cuts_of(plain, _words(plain, start, end))
    ]


def _words(plain: str, start: int, end: int) -> list[_Word]:
    found, depth = [], 0
    for match in _WORD.finditer(plain, start, end):
        word = match.group()
        depth += word in "(["
        found.append(_Word(word.lower(), match.start(), match.end(), depth > 0))
        depth = max(0, depth - (word in ")]"))
    return found


def _cuts_of(plain: str, sentence: Sequence[_Word]) -> Iterator[_Cut]:
    begins = 0
    for at, word in enumerate(sentence):
        joins = word.text == "and" or word.text in _TURNS
        if word.inside or at == begins or not (joins or word.text == ";"):
            continue
        after = at + 1
        if word.text == ";" and after < len(sentence) and sentence[after].text in (*_TURNS, "and"):
            after += 1
        cut = _cut_at(plain, sentence, begins, at, after) if after < len(sentence) else None
        if cut is not None:
            yield cut
            begins = after


def _cut_at(plain: str, sentence: Sequence[_Word], begins: int, at: int, after: int) -> _Cut | None:
    """The boundary at a semicolon or conjunction, if both sides of it are clauses."""
    join, first = sentence[at], sentence[after]
    left = next((n for n in range(begins, at) if sentence[n].is_verb), None)
    stops = (n for n in range(after, len(sentence)) if sentence[n].text == ";")
    stop = next(stops, len(sentence))
    right = next((n for n in range(after, stop) if sentence[n].is_verb), None)
    alone = (
        right is not None
        and after < right < len(sentence) - 1
        and sentence[begins].text not in _OPENS
        and first.text not in _BACK | _OPENS
    )
    if left is None or right is None:
        return None  # `; up to 6 cycles` says something only with what stands before it
    if join.text == ";":
        return _Cut(join.start, first.start, whole=alone)
    if first.is_verb:
        # `are kept in a refrigerator and must not be frozen`: of the same thing.
        subject = plain[sentence[begins].start : sentence[left].start]
        same = join.text in ("and", "but") and left > begins
        return _Cut(join.start, first.start, subject) if same else None
    comma = sentence[at - 1].text == ","
    if join.text == "and":
        paired = any(word.text in _PAIRING for word in sentence[max(begins, at - _FAR) : at])
        far = not comma and (paired or right - after > _FAR)
    else:
        # `while receiving therapy` tells when; `not yet mature` joins nothing.
        far = first.text.endswith("ing") or sentence[at - 1].text == "not"
    if far:
        return None
    # Whom the sentence begins with is meant in both parts.
    group = _GROUP.match(plain, sentence[begins].start)
    return _Cut(join.start, first.start, group.group() if group else "", alone and comma)


_OPENS = frozenset(("if", "when", "because", "since", "as", "once", "unless", "until", "whether"))


__all__ = ["clauses_apart", "in_parts"]
