"""A message in parts, each a question or a statement, with the phrases found in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from ino_assistant.routing.tags import Hit, Tagger, Token, members
from ino_assistant.text import Span

_STOP = re.compile(
    r"(?P<mark>[?!;\n]+|(?<!\d)\.+(?=\s|$)|(?<=\d)\.(?=\s|$)|:(?=\s))|\s[-–—]+\s|[—]"
)
_COMMA = re.compile(r",\s+|\s+(?:and|but|so)\s+", re.IGNORECASE)
_ABBREVIATED = re.compile(
    r"(?:\b(?:dr|mr|mrs|ms|prof|pt|pts|vs|approx|e\.g|i\.e|st|no|[a-z]))$", re.I
)
_FILLERS = members("fillers")
_TAIL = 4
_CONFIRM = re.compile(
    r"(?:is (?:that|this|it) )?(?:correct|right|true|yes|no|or not|isn't it)\b", re.I
)
_INSIDE = re.compile(
    r"\b(?:how (?:many|much|long|often|common|frequent|soon)"
    r"|what (?:percentage|proportion|share|is|was|were))\b",
    re.IGNORECASE,
)
_SUBJECTS = members("subjects")


@dataclass(frozen=True)
class Part:
    """One stretch of a message with a mood of its own."""

    span: Span
    tokens: tuple[Token, ...]
    question: bool
    hits: tuple[Hit, ...]
    opener: str = ""
    """The first word that is no filler."""

    @property
    def opens_question(self) -> bool:
        """Whether its first word asks: `what …`, `can …`; a mark at its end may ask of a tail."""
        return self.question and self.opener in _ASK | _AUX

    @cached_property
    def by_tag(self) -> dict[str, list[Hit]]:
        """Hits by their tag."""
        found: dict[str, list[Hit]] = {}
        for hit in self.hits:
            found.setdefault(hit.tag, []).append(hit)
        return found

    def of(self, *tags: str) -> list[Hit]:
        """Hits of some tags."""
        return [hit for tag in tags for hit in self.by_tag.get(tag, ())]

    def has(self, *tags: str) -> bool:
        """Whether there is a hit of one of the tags."""
        return any(tag in self.by_tag for tag in tags)

    def starts(self, tag: str) -> frozenset[int]:
        """Where hits of a tag begin."""
        return frozenset(h.start for h in self.by_tag.get(tag, ()))

    def ends(self, *tags: str) -> frozenset[int]:
        """Where hits of some tags end."""
        return frozenset(h.end for h in self.of(*tags))

    def word(self, at: int) -> frozenset[str]:
        """The forms of a token, none outside the part."""
        return self.tokens[at].forms if 0 <= at < len(self.tokens) else frozenset()

    def place(self, hit: Hit) -> Span:
        """Where a hit stands in the message."""
        return self.tokens[hit.start].span[0], self.tokens[hit.end - 1].span[1]


def parts_of(message: str, tagger: Tagger) -> tuple[Part, ...]:
    """The parts of a message, in order; those without a word are left out."""
    tokens = tagger.tokens(message)
    if not tokens:
        return ()
    cuts = _cuts(message, tokens)
    found = []
    begin = 0
    for end, asked in [*cuts, (len(message) + 1, False)]:
        inside = tuple(t for t in tokens if begin <= t.span[0] < end)
        if inside:
            hits = tuple(tagger.hits(list(inside)))
            opener, opens = _opening(inside, hits)
            span = (inside[0].span[0], inside[-1].span[1])
            opens = opens or _INSIDE.search(message[span[0] : span[1]]) is not None
            opens = opens or _grants(inside)
            found.append(Part(span, inside, asked or opens, hits, opener))
        begin = end
    return tuple(
        replace(part, question=True) if _granted(part, following) else part
        for part, following in zip(found, [*found[1:], None], strict=True)
    )


def granting(part: Part) -> bool:
    """Whether it opens with `since`, `as`, `given that`."""
    return part.tokens[0].any(_GRANTING)


def _granted(part: Part, following: Part | None) -> bool:
    """Whether it is what a question takes for granted, of nobody: `as it is taken fasting, …`."""
    if following is None or not following.question:
        return False
    if len(following.tokens) <= _TAG and following.tokens[-1].any(_IT):
        # `It is given under the skin, isn't it?`
        return not part.has(*_OF_SOMEBODY)
    if not granting(part):
        return False
    subject = part.word(2) if part.word(1) & {"that"} else part.word(1)
    said = bool(subject & _IT) or any(token.any(_SAID) for token in part.tokens)
    return said and not part.has(*_OF_SOMEBODY)


def _cuts(message: str, tokens: Sequence[Token]) -> list[tuple[int, bool]]:
    """Where parts end, and whether the mark there is a question mark."""
    cuts: list[tuple[int, bool]] = []
    for stop in _STOP.finditer(message):
        mark = stop["mark"] or ""
        if mark.startswith(".") and _ABBREVIATED.search(message[: stop.start()]):
            continue
        cuts.append((stop.end(), "?" in mark))
    starts = {t.span[0]: t for t in tokens}
    following = dict(pairwise(sorted(starts)))
    for comma in _COMMA.finditer(message):
        token = starts.get(comma.end())
        if token is None:
            continue
        after = starts[following[comma.end()]] if comma.end() in following else None
        grants = tokens[0].any(_GRANTING) and token.any(_ASK | _AUX)
        # `Pregnant pt took 3 doses, any data`: what is asked does not hide what is told.
        more = comma[0].startswith(",") and token.any(_ANY)
        if grants or more or _asks(token, after):
            cuts.append((comma.end(), False))
    return sorted([*cuts, *_tails(message, cuts)])


def _tails(message: str, cuts: list[tuple[int, bool]]) -> Iterator[tuple[int, bool]]:
    """Where a short question hangs on a statement: `VOD on day 8, causality?`."""
    begin = 0
    for end, asked in sorted(cuts):
        if asked:
            head, comma, tail = message[begin:end].rpartition(", ")
            short = len(tail.split()) <= _TAIL < len(head.split())
            if comma and short and not _CONFIRM.match(tail):
                yield begin + len(head) + len(comma), False
        begin = end


def _asks(token: Token, after: Token | None) -> bool:
    if token.any(_ASK):
        return not token.any(_RELATIVE) or (after is not None and after.any(_AUX | _SUBJECTS))
    return token.any(_AUX) and after is not None and after.any(_SUBJECTS)


def _opening(tokens: tuple[Token, ...], hits: tuple[Hit, ...]) -> tuple[str, bool]:
    """The first word that is no filler, and whether it opens a question."""
    at = 0
    while at < len(tokens) - 1 and tokens[at].any(_FILLERS):
        at += 1
    first = tokens[at]
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    told = after is None or after.any(_NO_SUBJECT)
    if after is not None and "had" in first.forms:
        told = told or not after.any(_SUBJECTS - _ARTICLES)
    opens = first.any(_ASK) or (first.any(_AUX) and not told)
    # `Asking because my patient has it` tells more than it asks.
    asking = any(h.tag == "asking" for h in hits) and not first.any({"asking"})
    return min(first.forms, key=len), opens or asking


def _grants(tokens: tuple[Token, ...]) -> bool:
    """Whether it takes something for granted and then asks: `since …, do we need …`."""
    if not tokens[0].any(_GRANTING):
        return False
    return any(
        (first.any(_ASK) and after.any(_AUX)) or (first.any(_AUX) and after.any(_ASKED))
        for first, after in pairwise(tokens[2:])
    )


_ANY = frozenset(("any", "anything", "thoughts", "please"))
_ASK = members("ask")
_RELATIVE = members("relative")
_AUX = members("aux")
_ARTICLES = members("parts_articles")
_GRANTING = members("granting")
_OF_SOMEBODY = (
    *("kin", "pronoun", "own_patient", "first_person", "person", "baby", "staff", "recent"),
    *("told_by", "lab", "changed", "body_change", "experienced"),
)
_SAID = members("said_of")
_TAG = 3
"""Words up to which a part only asks whether the one before it is so."""
_IT = frozenset(("it", "they", "this", "these"))
_ASKED = _SUBJECTS - _ARTICLES
# After these an auxiliary that opens a part opens no question: `had a fever`, `was admitted`.
_NO_SUBJECT = members("no_subject")
