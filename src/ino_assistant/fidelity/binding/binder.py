"""Things measured, groups of patients and times bound to the figures of a clause."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from ino_assistant.fidelity.binding.arm_binding import ArmBinding
from ino_assistant.fidelity.binding.clauses import FINITE
from ino_assistant.fidelity.binding.kinds import VERSUS
from ino_assistant.fidelity.binding.mentions import (
    DIMENSIONS,
    DISEASES,
    WHAT,
    Mention,
    key_of,
    keys_of,
)
from ino_assistant.fidelity.binding.territory import linking
from ino_assistant.fidelity.binding.units import Frame, Unit
from ino_assistant.fidelity.terms.vocabulary import severities, words

_OPPOSES = frozenset(("but", "yet", "while", "whereas", "although"))


class Binder(ArmBinding):
    """Binds the units of one clause."""

    def bind(self) -> dict[str, list[frozenset[str]]]:
        """Dimension -> what each unit is bound to."""
        self._arm_of = self._arms()
        result = {"arm": self._arm_of}
        for dimension in DIMENSIONS[1:]:
            result[dimension] = self._owned(dimension)
        result["exclusive"] = self._exclusive()
        return result

    def _owned(self, dimension: str) -> list[frozenset[str]]:
        mentions = self.mentions[dimension] or self._inherited(dimension)
        result: list[frozenset[str]] = [frozenset() for _ in self.units]
        if mentions and self.frames:
            self._own_frames(dimension, mentions, result)
        if dimension == "what" and self.mentions["what"] and self._elided():
            # `Most discontinuations ...; fewer than 10% were due to ...`: of the same things.
            before = keys_of(self.inherited.get("what", []))
            result = [r | before for r in result]
        everything = keys_of(mentions)
        if dimension == "time":
            self._bracketed(result)
        for index, unit in enumerate(self.units):
            if unit.role == "main" and not unit.contrast:
                continue
            if unit.contrast and dimension in ("what", "stat"):
                result[index] = self._near(unit, mentions) or everything
            else:
                # Thresholds and times are matched by themselves.
                result[index] = everything - {key_of(self.items[unit.first].quantity)}
        return result

    def _bracketed(self, result: list[frozenset[str]]) -> None:
        """`Day 1 (0.8 mg), Day 8 (0.5 mg)`: a figure in a bracket is of the time before it."""
        for index, unit in enumerate(self.units):
            before = self.items[max(0, unit.first - 2) : unit.first]
            if unit.role != "main" or len(before) < 2 or before[1].key not in ("(", "["):
                continue
            label = before[0].quantity
            if label is not None and label.kind == "label":
                result[index] = frozenset((key_of(label),))

    def _elided(self) -> bool:
        """Whether the clause begins with its figure, its subject left out."""
        start = self.clause[0]
        lead = self.items[start : self.units[0].first]
        if not (start > 0 and all(i.kind in ("light", "stop") for i in lead)):
            return False
        behind = self.items[self.units[0].last + 1 : self.clause[1]]
        had = next((i.text.lower() for i in behind if i.text.lower() in FINITE), "")
        # `43 of 164 had febrile neutropenia` names its own thing.
        return had not in ("had", "have", "has", "experienced", "achieved", "reported")

    def _inherited(self, dimension: str) -> list[Mention]:
        """Names of the clause before; a grade stays with the thing that it grades."""
        before = self.inherited.get(dimension, [])
        if dimension in ("what", "stat") and self._of_its_own():
            return []
        if dimension == "cond" and (
            any(u.role == "size" for u in self.units) or self._counts() or self._of_others()
        ):
            return []
        if dimension == "cond" and any(u.role in ("cond", "time") for u in self.units) and (
            self.items[self.clause[0]].text.lower() in _OPPOSES
        ):  # fmt: skip
            # `36 % where it exceeded 2 years, but 17 % where it was 1 to 2 years`.
            return []
        if dimension == "cond" and self.mentions["what"]:
            return [m for m in before if not m.key.endswith("grade") and m.key not in severities()]
        return before

    def _of_its_own(self) -> bool:
        """Whether a clause says by itself what its figure is of, known or not.

        `38% of patients were women`, `the mean score was 16.2` take nothing from a clause before.
        """
        start = self.clause[0]
        start += self.items[start].text.lower() in ("and", "but")
        first = self.units[0]
        if first.first == start:
            behind = [i.text.lower() for i in self.items[first.last + 1 : first.last + 4]]
            return len(behind) == 3 and behind[0] == "of" and behind[2] in FINITE
        lead = self.items[start : first.first]
        verb = next((n for n, i in enumerate(lead) if i.text.lower() in FINITE), 0)
        return any(
            i.role in ("condition", "anchor")
            or ((i.kind == "word" or i.role == "synonym") and i.key not in linking())
            for i in lead[:verb]
        )

    def _of_others(self) -> bool:
        """`all others start with 25`: of none of those before."""
        lead = self.items[self.clause[0] : self.units[0].first]
        first = self.items[self.clause[0] : self.clause[0] + 6]
        if any(
            one.text.lower() == "all" and two.text.lower() in words("limits", "whom")
            for one, two in itertools.pairwise(first)
        ):
            return True
        return any(i.text.lower() in ("others", "otherwise", "rest", "remaining") for i in lead)

    def _counts(self) -> bool:
        """`1,430 had been randomized`: a number as subject of a verb is of nobody before."""
        first = self.units[0]
        quantity = self.items[first.first].quantity
        lead = self.items[self.clause[0] : first.first]
        behind = [i.text.lower() for i in self.items[first.last + 1 : first.last + 3]]
        return (
            quantity is not None
            and quantity.kind in ("number", "count")
            and all(i.kind in ("light", "stop") for i in lead)
            and any(w in FINITE for w in behind)
        )

    def _near(self, unit: Unit, mentions: Sequence[Mention]) -> frozenset[str]:
        """Names between the unit before and this one, or right behind it."""
        before = max((u.last for u in self.units if u.last < unit.first), default=-1)
        after = min((u.first for u in self.units if u.first > unit.last), default=10**6)
        near = [m for m in mentions if before < m.at < unit.first]
        behind = [m for m in mentions if unit.last < m.at < after]
        return keys_of((*near, *behind))

    def _own_frames(
        self, dimension: str, mentions: Sequence[Mention], result: list[frozenset[str]]
    ) -> None:
        # `(hazard ratio for progression or death, 0.45)` is told of its own figure only.
        depth = max(self.items[self.units[u].first].depth for f in self.frames for u in f.units)
        last = self.units[self.frames[-1].units[-1]].last
        mentions = [
            m for m in mentions if m.at <= last or self.items[m.at].depth <= depth
            or not any(u.contrast and u.first > last for u in self.units)
        ]  # fmt: skip
        starts = [self.units[f.units[0]].first for f in self.frames]
        ends = [self.units[f.units[-1]].last for f in self.frames]
        inside: list[list[Mention]] = [[] for _ in self.frames]
        # Names lead their figures unless the last figure has one behind and the first none before.
        leading = any(m.at < starts[0] for m in mentions) or not any(
            m.at > ends[-1] for m in mentions
        )
        trailing: list[Mention] = []
        behind_all = dimension == "time" and all(m.at > ends[-1] for m in mentions)
        shared = behind_all and self._one_of_each_arm()
        for mention in mentions:
            place = None if shared else self._place(mention, starts, ends, leading=leading)
            if place is None:
                trailing.append(mention)
            else:
                inside[place].append(mention)
        previous: frozenset[str] = frozenset()
        for number, frame in enumerate(self.frames):
            run = (
                self._run(dimension, len(frame), frame)
                if self.dimension[number] == dimension
                else None
            )
            fresh = (
                dimension in ("what", "stat") and number and self._fresh(frame, ends[number - 1])
            )
            own = keys_of(inside[number]) or (frozenset() if fresh else previous)
            behind = trailing if shared else self._trailing(dimension, trailing, number)
            own = _overridden(own, keys_of(behind))
            if run is not None:
                zipped = keys_of(run) | {
                    key_of(self.items[m.at].quantity) for m in run if self.items[m.at].quantity
                }
                for at, mention in zip(frame.units, run, strict=True):
                    result[at] = (own - zipped) | mention.all
                previous = own - zipped
            else:
                for at in frame.units:
                    result[at] = own
                previous = own
            if dimension in ("cond", "time") and leading is False:
                previous = frozenset()

    def _fresh(self, frame: Frame, end: int) -> bool:
        """Whether a figure behind a comma has a subject and verb of its own.

        `the mean age was 66 years, 24% were women, and the ejection fraction was 29%`.
        """
        first, last = self.units[frame.units[0]].first, self.units[frame.units[-1]].last
        comma = max((n for n in range(end + 1, first) if self.items[n].key == ","), default=None)
        if comma is None:
            return False
        lead = [i for i in self.items[comma + 1 : first] if i.text.lower() not in ("and", "but")]
        behind = self.items[last + 1 : last + 3]
        if not lead:
            verb = bool(behind) and behind[0].text.lower() in ("were", "was", "are", "is")
            return verb and len(behind) > 1 and behind[1].role == "condition"
        said = [n for n, i in enumerate(lead) if i.text.lower() in FINITE]
        return bool(said) and any(
            (i.kind == "word" or i.role == "synonym") and i.key not in linking()
            for i in lead[: said[0]]
        )

    def _one_of_each_arm(self) -> bool:
        """`by 1.2 with A and by 0.3 with B at Week 24`: a time behind all of them is of all."""
        arms = [frozenset().union(*(self._arm_of[u] for u in f.units)) for f in self.frames]
        return len(arms) > 1 and all(arms) and len(set(arms)) == len(arms)

    def _trailing(
        self, dimension: str, trailing: Sequence[Mention], number: int
    ) -> Sequence[Mention]:
        """Names behind the last figure; a time there is of the last figure only."""
        if dimension == "time" and number < len(self.frames) - 1:
            return ()
        contrasts = [u.first for u in self.units if u.contrast]
        if dimension in ("what", "stat"):
            # `... and a 25% relative reduction in the risk of death` is of its own figure.
            trailing = [
                m for m in trailing if not any(c < m.at or m.at < c <= m.at + 4 for c in contrasts
                                               if c > self.units[self.frames[-1].units[-1]].last)
            ]  # fmt: skip
        return trailing

    def _place(
        self, mention: Mention, starts: list[int], ends: list[int], *, leading: bool
    ) -> int | None:
        """Which frame a name belongs to; None for one behind all of them."""
        for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
            if mention.at < start:
                # `45.7% in Cycle 1, 41.3% in Cycle 2`: names follow their figures.
                if number > 0 and (
                    not leading
                    or self._clings(ends[number - 1], mention.at)
                    or self._cut_off(ends[number - 1], mention, start)
                ):
                    return number - 1
                return number
            if mention.at <= end:
                return number
        if not leading or (len(starts) > 1 and self._clings(ends[-1], mention.at)):
            return len(starts) - 1
        return None

    def _cut_off(self, end: int, mention: Mention, start: int) -> bool:
        """`Two doses below 24 months, at least 3 months apart`: a comma parts it from the next."""
        return not self._divided(end + 1, mention.at) and self._divided(mention.end + 1, start)

    def _divided(self, start: int, end: int) -> bool:
        marks = (",", ";", "and", "or", "but", *VERSUS)
        return any(i.text.lower() in marks for i in self.items[start:end])

    def _exclusive(self) -> list[frozenset[str]]:
        """Per unit: content that stands between the unit before and itself, or clings to it."""
        result: list[frozenset[str]] = []
        mains = [u for u in self.units if u.role == "main"]
        for unit in self.units:
            if unit.role != "main" or len(mains) < 2:
                result.append(frozenset())
                continue
            at = mains.index(unit)
            floor = mains[at - 1].last + 1 if at else self.clause[0]
            found = self._content(self._phrase_start(unit, floor), unit.first)
            if not found:
                stop = mains[at + 1].first if at + 1 < len(mains) else self.clause[1]
                clinging = unit.last + 1
                while clinging < stop and self._clings(unit.last, clinging):
                    clinging += 1
                found = self._content(unit.last + 1, clinging)
            result.append(found)
        return result

    def _content(self, start: int, end: int) -> frozenset[str]:
        return frozenset(
            i.key
            for i in self.items[start:end]
            if i.kind == "word"
            or i.role in (*WHAT, "condition")
            or (i.role == "synonym" and i.key not in DISEASES)
        )

    def _phrase_start(self, unit: Unit, floor: int) -> int:
        """Where the noun phrase right before a figure of a list begins: `Cmax by 39 %`."""
        index = unit.first
        if index - 1 > floor and self.items[index - 1].text.lower() == "by":
            index -= 1
        while index > floor:
            item = self.items[index - 1]
            if item.kind == "light" and item.key not in ("rate", "rates"):
                break
            if item.kind == "stop" and item.key not in ("(", "[", "-", "/"):
                break
            index -= 1
        return index


def _overridden(own: frozenset[str], trailing: frozenset[str]) -> frozenset[str]:
    """What is said again behind the figures picks from what was listed before them."""
    repeated = {k for k in trailing if k[:1] in "<>" and k in own}
    if repeated:
        own = frozenset(k for k in own if k[:1] not in "<>")
    return own | trailing
