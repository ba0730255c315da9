"""A clause with its units, frames and names, and the questions of syntax that binding asks."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from ino_assistant.fidelity.binding.clauses import FINITE
from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.binding.kinds import VERSUS
from ino_assistant.fidelity.binding.mentions import (
    DIMENSIONS,
    Mention,
    dimension_of,
    key_of,
    keys_of,
)
from ino_assistant.fidelity.binding.units import Frame, Unit, frames_of


class ClauseView:
    """One clause: where its names and figures stand and how they are joined."""

    def __init__(
        self,
        items: Sequence[Item],
        clause: tuple[int, int],
        units: Sequence[Unit],
        arms: Sequence[str],
        inherited: Mapping[str, list[Mention]],
    ) -> None:
        self.items, self.clause, self.units, self.arms = items, clause, units, arms
        self.frames = frames_of(items, units)
        self.inherited = inherited
        self.mentions = {d: self._mentions(d) for d in DIMENSIONS}
        self.dimension = [self._dimension(f) for f in self.frames]

    def loose(self, dimension: str) -> frozenset[str]:
        """Every name of a dimension in the clause."""
        found = self.mentions[dimension] or self.inherited.get(dimension, [])
        return keys_of(found)

    def frame_number(self, unit: int) -> int:
        """The frame that a unit stands in; -1 for none."""
        return next((n for n, f in enumerate(self.frames) if unit in f.units), -1)

    def _mentions(self, dimension: str) -> list[Mention]:
        start, end = self.clause
        found: list[Mention] = []
        members = {i: u for u in self.units for i in u.members}
        for index in range(start, end):
            item = self.items[index]
            if dimension_of(item, self.items, index, self.units) == dimension:
                key = ("¬" if item.negated and dimension == "word" else "") + item.key
                found.append(Mention(key, index, index))
            elif (
                index in members
                and members[index].role == dimension
                and (index == members[index].first)
            ):
                found.append(Mention(key_of(item.quantity), index, members[index].last))
        return self._merged(found) if dimension == "cond" else found

    def _merged(self, found: list[Mention]) -> list[Mention]:
        """One mention for each phrase that says which patients."""
        result: list[Mention] = []
        for mention in found:
            last = result[-1] if result else None
            whole = last is not None and all(
                i.population for i in self.items[last.at : mention.end + 1]
            )
            if last is not None and whole and self._one_phrase(last, mention):
                result[-1] = Mention(last.key, last.at, mention.end, last.all | mention.all)
            else:
                result.append(mention)
        return result

    def _one_phrase(self, one: Mention, two: Mention) -> bool:
        return not any(i.text.lower() in VERSUS for i in self.items[one.end : two.at])

    def _dimension(self, frame: Frame) -> str:
        size = len(frame)
        if size == 1:
            return ""
        arms = self._distinct_arms()
        if len(arms) == size:
            return "arm"
        for dimension in ("cond", "what", "time", "word"):
            run = self._run(dimension, size, frame)
            if run is not None:
                return dimension
        return "arm" if frame.versus else ""

    def _distinct_arms(self) -> list[Mention]:
        found: list[Mention] = []
        for mention in self.mentions["arm"]:
            if not found or found[-1].key != mention.key:
                found.append(mention)
        if len(found) > 2 and len({m.key for m in found}) == 2:
            found = [found[0], next(m for m in found if m.key != found[0].key)]
        if not found:
            found = list(dict.fromkeys(self.inherited.get("arm", [])))
        return found

    def _run(self, dimension: str, size: int, frame: Frame) -> list[Mention] | None:
        """A run of exactly `size` coordinated names, nearest before the frame, else behind it."""
        mentions = self.mentions[dimension]
        start = self.units[frame.units[0]].first
        before = self.inherited.get(dimension, [])
        if (
            not mentions
            and dimension == "what"
            and len({m.key for m in before}) == len(before) == size
        ):
            return before
        labelled = self._label_list(dimension, size, mentions)
        if labelled is not None:
            return labelled
        first_end = self.units[frame.units[0]].last
        around = len(mentions) == size and mentions[0].at < start and mentions[-1].at > first_end
        if around and dimension in ("cond", "time"):
            # `patients with x had 36%, compared with 17% in patients with y`.
            return mentions
        for side in ([m for m in mentions if m.at < start], [m for m in mentions if m.at > start]):
            if len(side) == size and (self._coordinated(side) or dimension == "cond"):
                return side
            for offset in range(len(side) - size, -1, -1):
                part = side[offset : offset + size]
                before = side[offset - 1 : offset]
                if self._coordinated(part) and not (
                    before and self._coordinated([*before, part[0]])
                ):
                    return part
        return None

    def _label_list(
        self, dimension: str, size: int, mentions: Sequence[Mention]
    ) -> list[Mention] | None:
        """`Days 1, 8, and 15` behind three doses: a day each."""
        if dimension != "time":
            return None
        for mention in mentions:
            quantity = self.items[mention.at].quantity
            if quantity is not None and quantity.kind == "label" and len(quantity.values) == size:
                return [
                    Mention(f"{value.normalize():f} {quantity.unit}", mention.at, mention.end)
                    for value in quantity.values
                ]
        return None

    def _coordinated(self, mentions: Sequence[Mention]) -> bool:
        if len(mentions) < 2:
            return False
        return all(self._joined(one, two) for one, two in itertools.pairwise(mentions))

    def _joined(self, one: Mention, two: Mention) -> bool:
        between = self.items[one.end + 1 : two.at]
        if len(between) > 8:
            return False
        joiner = False
        for item in between:
            lower = item.text.lower()
            if item.quantity is not None and item.quantity.kind != "label":
                return False
            if item.kind == "word" and not item.population:
                return False
            if lower in VERSUS or lower in ("and", "or", ",", "/"):
                joiner = True
            elif item.kind == "light" and lower in FINITE:
                return False
        return joiner

    def _attached(self, start: int, end: int) -> bool:
        """Whether only small words without a comparison or stop stand between."""
        between = self.items[start:end]
        if len(between) > 5:
            return False
        told = any(i.text.lower() in ("who", "that") for i in between)
        for item in between:
            lower = item.text.lower()
            if item.role == "frequency" or (lower == "after" and item is between[-1]):
                # `14 after placebo`: that of the arm, once given.
                continue
            if item.kind == "mention" and item.population and told:
                # `39 of the 64 who responded to A`
                continue
            if item.kind in ("mention", "quantity") or lower in VERSUS:
                return False
            if item.kind == "stop" and item.key not in ("-", ")", "]", "/"):
                return False
            if item.kind == "word" and not item.population:
                return False
            if lower in ("and", "or", "but") or (lower in FINITE and not told):
                return False
        return True

    def _clings(self, end: int, at: int) -> bool:
        """Whether a name follows a figure without a comma or conjunction: `36% in Cycle 2`."""
        words = [i.text.lower() for i in self.items[end + 1 : at]]
        return len(words) <= 6 and not any(
            w in (",", ";", "and", "or", "but", *VERSUS, *FINITE) for w in words
        )
