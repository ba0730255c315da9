"""Arms bound to the figures of a clause: zipped in order, or by what stands beside."""

from __future__ import annotations

from collections.abc import Sequence

from ino_assistant.fidelity.binding.clause_view import ClauseView
from ino_assistant.fidelity.binding.kinds import VERSUS
from ino_assistant.fidelity.binding.mentions import OTHER, Mention
from ino_assistant.fidelity.binding.units import Frame, Unit


class ArmBinding(ClauseView):
    """Which arm each unit of a clause belongs to."""

    def _arms(self) -> list[frozenset[str]]:
        result: list[frozenset[str]] = [frozenset() for _ in self.units]
        arms = self._ordered(self._distinct_arms())
        everything = frozenset(m.key for m in arms)
        for index, unit in enumerate(self.units):
            if unit.contrast:
                result[index] = everything
        singles = [f for f in self.frames if len(f) == 1]
        if self._of_several_times(arms):
            return result
        if len(arms) >= 2 and len(singles) == len(self.frames) == len(arms):
            arms = self._from_the_other(arms)
            for frame, mention in zip(self.frames, arms, strict=True):
                result[frame.units[0]] = frozenset((mention.key,))
        else:
            for frame, dimension in zip(self.frames, self.dimension, strict=True):
                bound = self._arms_of(frame, dimension, arms)
                for at, keys in zip(frame.units, bound, strict=True):
                    result[at] = keys
        for index, unit in enumerate(self.units):
            if unit.role == "size":
                result[index] = self._beside(unit)
            elif unit.role != "main" and not unit.contrast:
                result[index] = self._nearest(unit, self.mentions["arm"], strict=True)
        return result

    def _of_several_times(self, arms: Sequence[Mention]) -> bool:
        """`more with A versus B, with 46 % in Cycle 1 and 41 % in Cycle 2`: times, not arms.

        Of which of the two arms before them they are, is not told.
        """
        if len({m.key for m in arms}) < 2 or len(self.frames) < 2:
            return False
        if any(m.at >= self.units[self.frames[0].units[0]].first for m in arms):
            return False
        told = set()
        for frame in self.frames:
            end = self.units[frame.units[-1]].last
            behind = [m for m in self.mentions["time"] if m.at > end and self._clings(end, m.at)]
            told.add(behind[0].key if behind else "")
        return "" not in told and len(told) == len(self.frames)

    def _of_last(self, mention: Mention) -> bool:
        """`9 of 1,204 infants and 61 of 1,198 on placebo`: an arm of the last figure only."""
        mains = [u for u in self.units if u.role == "main" and not u.contrast]
        if len(mains) < 2 or mention.at < self.clause[0]:
            return False
        before, last = mains[-2:]
        one, two = (self.items[u.first].quantity for u in (before, last))
        joined = any(
            i.text.lower() in ("and", *VERSUS) for i in self.items[before.last + 1 : last.first]
        )
        alike = one is not None and two is not None and (one.kind, one.unit) == (two.kind, two.unit)
        behind = mention.at > last.last and self._attached(last.last + 1, mention.at)
        return joined and alike and behind

    def _from_the_other(self, arms: list[Mention]) -> list[Mention]:
        """`A prolonged it from 28 weeks with B to 61 weeks`: the last figure is that of A."""
        if len(arms) != 2:
            return arms
        first, second = (self.units[f.units[0]] for f in self.frames)
        between = first.last < arms[1].at < second.first
        leads = arms[0].at < first.first
        risen = self.items[second.first - 1].text.lower() == "to"
        if leads and between and risen and self._attached(first.last + 1, arms[1].at):
            return arms[::-1]
        return arms

    def _beside(self, unit: Unit) -> frozenset[str]:
        """The arm of `164 patients treated with A` and of `A (n=164)`; no other."""
        before = self.items[unit.first - 2 : unit.first]
        if len(before) == 2 and before[1].key in "([" and before[0].role == "arm":
            return frozenset((before[0].key,))
        for mention in self.mentions["arm"]:
            if mention.at > unit.last and self._attached(unit.last + 1, mention.at):
                return frozenset((mention.key,))
        return frozenset()

    def _ordered(self, arms: list[Mention]) -> list[Mention]:
        """`Compared with placebo, drug A had ... (x vs y)`: the first figure is that of drug A."""
        if len(arms) != 2 or not self.frames or arms[0].at < self.clause[0]:
            return arms
        first_figure = self.units[self.frames[0].units[0]].first
        if not all(m.at < first_figure for m in arms):
            return arms
        before = [
            i.text.lower() for i in self.items[max(self.clause[0], arms[0].at - 3) : arms[0].at]
        ]
        if any(w in VERSUS or w in ("unlike", "relative") for w in before):
            return arms[::-1]
        return arms

    def _arms_of(self, frame: Frame, dimension: str, arms: list[Mention]) -> list[frozenset[str]]:
        size = len(frame)
        if not arms:
            return [frozenset()] * size
        if size >= 2 and dimension == "arm" and len(arms) == size:
            return [frozenset((m.key,)) for m in arms]
        if size >= 2 and dimension == "arm" and len(arms) == 1:
            return self._one_of_two(frame, arms[0])
        if len({m.key for m in arms}) == 1:
            if size > 1 and len({m.at for m in arms}) == 1 and self._of_last(arms[0]):
                end = max(u.first for u in self.units if u.role == "main" and not u.contrast)
                own = frozenset((arms[0].key,))
                return [own if self.units[u].first == end else frozenset() for u in frame.units]
            last = frame is self.frames[-1]
            if not last and (self._of_last(arms[0]) or self._told_of_others(frame, arms[0])):
                return [frozenset()] * size
            return [frozenset((arms[0].key,))] * size
        return [self._nearest(self.units[u], self.mentions["arm"] or arms) for u in frame.units]

    def _told_of_others(self, frame: Frame, mention: Mention) -> bool:
        """`71 % of those who went on, and 35 % of those switched to B`: not the 71 %.

        Each figure has those that it is of behind it, and the only name stands behind the last.
        """
        last = self.units[self.frames[-1].units[-1]].last
        own = self.units[frame.units[-1]].last
        if own == last or mention.at < last:
            return False
        following = min(u.first for u in self.units if u.role == "main" and u.first > own)
        behind = [i.text.lower() for i in self.items[own + 1 : own + 4]]
        parted = any(i.key == "," for i in self.items[own + 1 : following])
        return parted and behind[:2] == ["of", "those"] and behind[2:] != ["with"]

    def _one_of_two(self, frame: Frame, mention: Mention) -> list[frozenset[str]]:
        """One name for a pair: the figure beside it is its own, the other is another arm's."""
        ends = [self.units[u] for u in frame.units]
        own = 0
        if mention.at > ends[-1].last or ends[0].last < mention.at < ends[-1].first:
            after_first = ends[0].last < mention.at < ends[-1].first and not any(
                i.text.lower() in VERSUS for i in self.items[ends[0].last : mention.at]
            )
            own = 0 if after_first else len(ends) - 1
        others = [a for a in self.arms if a != mention.key]
        other = others[0] if len(self.arms) == 2 and others else OTHER + mention.key
        return [frozenset((mention.key if i == own else other,)) for i in range(len(ends))]

    def _nearest(
        self, unit: Unit, mentions: Sequence[Mention], *, strict: bool = False
    ) -> frozenset[str]:
        """The name within a unit (`7 of 98 on A (7 %)`) or behind it, else the last before it."""
        within = {m.key for m in mentions if unit.first < m.at < unit.last}
        if len(within) == 1:
            return frozenset(within)
        for mention in mentions:
            if mention.at > unit.last and self._attached(unit.last + 1, mention.at):
                return frozenset((mention.key,))
        left = [m for m in mentions if m.at < unit.first]
        if left and self._all_spoken_for(unit, left):
            return frozenset()
        if left:
            return frozenset((left[-1].key,))
        if strict:
            return frozenset()
        right = [m for m in mentions if m.at > unit.last]
        quantity = self.items[unit.first].quantity
        limit = quantity is not None and bool(quantity.comparator)
        between = (u for u in self.units if u.role == "main" and unit.last < u.first)
        if (
            limit
            and len({m.key for m in right}) > 1
            and any(u.first < right[0].at for u in between)
        ):
            # `below 0.1 % in 61 % with A and 32 % with B`: of both or of neither.
            return frozenset()
        return frozenset((right[0].key,)) if right else frozenset()

    def _all_spoken_for(self, unit: Unit, left: Sequence[Mention]) -> bool:
        """`6 after A and 14 after B, and the interval included zero`: each arm has its figure.

        Behind a comma nothing tells which of them a further figure is of.
        """
        if len({m.key for m in left}) < 2 or self.items[unit.first].depth:
            return False
        if not any(i.key in (",", ";", ":") for i in self.items[left[-1].end + 1 : unit.first]):
            return False
        mains = [u for u in self.units if u.role == "main" and u.last < unit.first]
        return all(
            any(u.last < m.at and self._attached(u.last + 1, m.at) for u in mains) for m in left
        )
