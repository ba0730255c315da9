"""The frame of a question: two questions are the same only if their frames are equal.

Similar is not the same: another arm, endpoint, group or figure, a `without` for a `with`, or two
things in the other order ask for another answer. What says the same in other words is attached
to an approved answer by a person.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any

from ino_assistant.data import load
from ino_assistant.records.canonical import digest
from ino_assistant.vocabulary.tokens import term

if TYPE_CHECKING:
    from ino_assistant.answering.understanding.question import Question, Reader

EMPTY = frozenset(load("frame")["empty"].split())
_FREE = frozenset({"word", "attribute"})
"""Kinds of concepts that are no slot of their own."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a question asks, in the corpus' own terms.

    Attributes:
        items: every word that counts, concepts by their key: in order, or sorted where the
            order can't matter.
        arms: trial arms named.
        slots: concepts that an answer must agree on: endpoints, groups, reactions, drugs.
        figures: numbers asked about, signs kept.
        products: products named.
        case: patient cases named.
        shapes: what kinds of thing are asked for.
    """

    items: tuple[str, ...]
    arms: frozenset[str]
    slots: frozenset[str]
    figures: frozenset[str]
    products: frozenset[str]
    case: frozenset[str]
    shapes: frozenset[str]

    @property
    def key(self) -> str:
        """Sha256 of all of it: frames are equal where their keys are."""
        return digest([_plain(part) for part in astuple(self)])

    def hard_differences(self, other: Frame) -> list[str]:
        """In words, where two frames differ in what no other wording can bridge."""
        compared = {
            "arm": (self.arms, other.arms),
            "endpoint, group or drug": (self.slots, other.slots),
            "figure": (self.figures, other.figures),
            "product": (self.products, other.products),
            "patient case": (self.case, other.case),
        }
        found = []
        for what, (mine, theirs) in compared.items():
            for name in sorted(mine ^ theirs):
                side = "only the one" if name in mine else "only the other"
                found.append(f"{what}: {side} names {name.lstrip('§')}")
        return found


def frame_of(question: Question, reader: Reader) -> Frame:
    """The frame of a question as understood.

    Args:
        question: of `Reader.read`.
        reader: that read it.
    """
    items, kinds = _items(question, reader)
    # Where nothing can change places with its like, the order is only a manner of speaking.
    slots = [kind for kind in kinds if kind not in ("loose", *_FREE)]
    loose = len(kinds) - len(slots)
    free = len(set(slots)) == len(slots) and loose <= 1 and "relation" not in slots
    return Frame(
        items=tuple(sorted(items)) if free else tuple(items),
        arms=question.arms,
        slots=frozenset(m.concept.key for m in question.mentions if m.concept.kind not in _FREE),
        figures=question.figures,
        products=question.products,
        case=question.case,
        shapes=frozenset(question.shapes),
    )


def _items(question: Question, reader: Reader) -> tuple[list[str], list[str]]:
    """Every word that counts, in order, and of which kind it is."""
    tokens = list(question.words)
    spans: list[tuple[int, int, str, str]] = []
    spans += [(start, end, f"arm:{name}", "arm") for name, start, end in reader.arm_spans(tokens)]
    spans += [(start, end, f"case:{n}", "case") for n, start, end in reader.case_spans(tokens)]
    named = {i for start, end, _, _ in spans for i in range(start, end)}
    for mention in question.mentions:
        within = any(
            (m.start, m.end) != (mention.start, mention.end)
            and m.start <= mention.start
            and mention.end <= m.end
            for m in question.mentions
        )
        # `survival` within `overall survival` is no word of its own.
        if not within and not named & set(range(mention.start, mention.end)):
            concept = mention.concept
            spans.append((mention.start, mention.end, concept.key, concept.kind))
    starts: dict[int, list[tuple[str, str]]] = {}
    taken: set[int] = set()
    for start, end, key, kind in spans:
        starts.setdefault(start, []).append((key, kind))
        taken |= set(range(start, end))
    items: list[str] = []
    kinds: list[str] = []
    for at, token in enumerate(tokens):
        for key, kind in sorted(starts.get(at, ())):
            items.append(key)
            kinds.append(kind)
        # `ALL` is no `all`, and the A of `hepatitis A` no article.
        shouted = token.isupper() and (len(token) > 1 or at > 0)
        if at in taken or (token.lower() in EMPTY and not shouted):
            continue
        items.append(token if shouted and token.lower() in EMPTY else term(token))
        kinds.append(_kind_of(token))
    return items, kinds


def _kind_of(token: str) -> str:
    if any(c.isdigit() for c in token):
        return "figure"
    return "relation" if token.lower() in _RELATIONS else "loose"


_RELATIONS = frozenset(load("words")["stop"].split()) - EMPTY
"""Function words that count: they relate what stands before them to what stands behind."""


def same_question(one: Question, other: Question, reader: Reader) -> bool:
    """Whether two questions are the same."""
    return frame_of(one, reader) == frame_of(other, reader)


def _plain(part: Any) -> Any:
    return sorted(part) if isinstance(part, frozenset) else list(part)
