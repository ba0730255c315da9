"""Words of direction - higher, longer, reduced - judged against figures and words."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from ino_assistant.fidelity.binding.claims import Claim
from ino_assistant.fidelity.binding.clauses import clauses_of
from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.binding.items import Sentence
from ino_assistant.fidelity.binding.kinds import VERSUS
from ino_assistant.fidelity.binding.reading import Reading, sense_of
from ino_assistant.fidelity.checks.denials import denied_in
from ino_assistant.fidelity.checks.findings import Finding, contradicted, missing
from ino_assistant.fidelity.checks.turns import RISKS, around, moved, named_turns, ratio_sign
from ino_assistant.fidelity.quantity.model import Quantity
from ino_assistant.fidelity.terms.vocabulary import contrasts, words

_WHAT = ("endpoint", "reaction", "measure")
_BAD_THINGS = frozenset(
    ("mortality", "NRM", "death", "risk of death", "relapse", "hospitalization")
)
_TURNS = words("direction", "up") | words("direction", "down") | words("direction", "good")


@dataclass(frozen=True, slots=True)
class Direction:
    """`what` is `sign` with `first` than with `second`; sign is 1, -1 or 0 for alike."""

    sign: int
    first: str
    second: str
    what: frozenset[str]
    word: str
    graded: bool
    """A valuing word (better, improved), which no arithmetic can prove."""


def directions_of(reading: Reading, sentence: int, arms: Sequence[str]) -> list[Direction]:
    """Every comparison in words of a sentence."""
    return list(_directions(reading.sentences[sentence], tuple(arms)))


@lru_cache(maxsize=8192)
def _directions(whole: Sentence, arms: tuple[str, ...]) -> tuple[Direction, ...]:
    items = whole.items
    found = []
    for start, end in clauses_of(whole):
        sense = sense_of(whole, start, end)
        if not sense.directions:
            continue
        compared = _compared(items, start, end, arms)
        for name, at in sense.directions:
            what = _nearest_what(items, start, end, at)
            sign = {"up": 1, "down": -1, "same": 0, "good": 1}[name]
            if name == "good" and what & _BAD_THINGS:
                sign = -1
            if sense.negated and name != "same":
                continue
            pair = compared or ("", "")
            alone = not _both_named(items, start, end, pair) or not (
                any(i.text.lower() == "than" for i in items[at:end])
                or _by_so_much(items, start, at, end)
            )
            if items[at].text.lower() in _CHANGES and pair[0] and alone:
                # `hemoglobin increased with A` compares A with itself, before.
                pair = (pair[0], "")
            found.append(Direction(sign, *pair, what, items[at].text, name == "good"))
    return tuple(found)


_CHANGES = words("lists", "changes")


def _by_so_much(items: Sequence[Item], start: int, at: int, end: int) -> bool:
    """`compared with B, A reduced X by 24 %`: a change of the one against the other."""
    compared = any(i.text.lower() == "compared" for i in items[start:end])
    return compared and any(
        item.text.lower() == "by" and amount.quantity is not None
        for item, amount in itertools.pairwise(items[at:end])
    )


def _both_named(items: Sequence[Item], start: int, end: int, pair: tuple[str, str]) -> bool:
    keys = {i.key for i in items[start:end]}
    return pair[0] in keys and pair[1] in keys


def _nearest_what(items: Sequence[Item], start: int, end: int, at: int) -> frozenset[str]:
    """The things measured around a word of direction: the nearest before and behind."""
    found: set[str] = set()
    behind = [i for i in items[at + 1 : end] if i.role in _WHAT and not i.population]
    before = [i for i in items[start:at] if i.role in _WHAT and not i.population]
    found |= {i.key for i in behind[:2]} | {i.key for i in before[-2:]}
    if not found:
        near = [
            i.key for i in items[start:end] if i.kind == "word" and i.text.lower() not in _TURNS
        ]
        found |= set(near)
    return frozenset(found)


def _compared(
    items: Sequence[Item], start: int, end: int, arms: Sequence[str]
) -> tuple[str, str] | None:
    """The two sides of a comparison: arms, else groups of patients."""
    for roles, population in ((("arm",), False), (("condition", *_WHAT), True)):
        named: list[tuple[str, int]] = []
        for index in range(start, end):
            item = items[index]
            sided = item.population or not population or _opposed(item, items)
            if item.role in roles and sided and (not named or named[-1][0] != item.key):
                named.append((item.key, index))
        distinct = list(dict.fromkeys(k for k, _ in named))
        if len(distinct) == 2:
            first = named[0][1]
            before = [i.text.lower() for i in items[max(start, first - 3) : first]]
            if any(w in VERSUS or w == "unlike" for w in before):
                return distinct[1], distinct[0]
            return distinct[0], distinct[1]
        if len(distinct) == 1 and not population and len(arms) == 2:
            other = next(a for a in arms if a != distinct[0]) if distinct[0] in arms else ""
            return distinct[0], other
    return None


def _opposed(item: Item, items: Sequence[Item]) -> bool:
    """Whether a sentence names another group that excludes this one: men and women."""
    keys = {i.key for i in items}
    return any(item.key in g and (g - {item.key}) & keys for g in contrasts())


def direction_findings(
    statement: Reading,
    sentence: int,
    evidence: Reading,
    sources: Collection[int],
    arms: Sequence[str],
) -> list[Finding]:
    """Words of direction that the evidence's figures or words do not bear out."""
    found: list[Finding] = []
    ours = directions_of(statement, sentence, arms)
    if not ours:
        return found
    theirs = [d for s in range(len(evidence.sentences)) for d in directions_of(evidence, s, arms)]
    for said in ours:
        if said.word.lower().startswith("noninferior"):
            found += _noninferior(said.word, statement.sentences[sentence], evidence)
            continue
        turned = _turned_limit(said, statement.sentences[sentence].items, evidence)
        if turned is not None:
            found += turned
            continue
        if _to_limit(said, statement.sentences[sentence].items):
            continue  # `rose above 3 times the ULN`: the limit is judged itself
        if moved(statement.sentences[sentence].items) == said.sign != 0:
            continue  # `prolonged from 13.6 to 21.4`: the figures are judged themselves
        judged = _by_words(said, theirs)
        figures = _by_figures(said, evidence)
        own = _by_figures(said, statement, sentence)
        if own is False or (figures is False and judged is not True) or judged is False:
            found.append(contradicted("direction", said.word, "the evidence says the opposite"))
        elif judged is True or (figures is True and not said.graded):
            found += _denied(said, statement, sentence, evidence)
        elif (
            said.first
            and said.second
            and (own is None or said.graded)
            and not _loosely(said, evidence, sources, arms)
        ):
            found.append(missing("direction", said.word, "the evidence does not compare them so"))
        elif not said.first or not said.second:
            found += _word_only(said, statement.sentences[sentence].items, evidence, sources)
    return found


_LIMITS = {1: (">", ">="), -1: ("<", "<=")}


def _to_limit(said: Direction, items: Sequence[Item]) -> bool:
    """Whether a turn only leads to a limit: `fell to less than 50 %`."""
    if said.word.lower() not in _CHANGES:
        return False
    for index, item in enumerate(items):
        if item.text == said.word:
            behind = [i.quantity for i in items[index + 1 : index + 4] if i.kind != "stop"]
            near = next((q for q in behind if q is not None), None)
            if near is not None and near.comparator in _LIMITS.get(said.sign, ()):
                return True
    return False


def _turned_limit(
    said: Direction, items: Sequence[Item], evidence: Reading
) -> list[Finding] | None:
    """What is wrong with the turn of `a reduction of at least 50 %`; None if it is of no limit."""
    ours = _limits_turned(items)
    limit = next((q for word, q in ours if word == said.word), None)
    if limit is None:
        return None
    theirs = {
        _SIGNS_OF_TURNS[word.lower()]
        for sentence in evidence.sentences
        for word, q in _limits_turned(sentence.items)
        if (q.comparator, q.values, q.unit) == (limit.comparator, limit.values, limit.unit)
    }
    if not theirs:
        return None
    opposed = said.sign not in theirs
    detail = "the evidence says the opposite"
    return [contradicted("direction", said.word, detail)] if opposed else []


def _limits_turned(items: Sequence[Item]) -> list[tuple[str, Quantity]]:
    """Words of a change with the limit that `of` gives them."""
    return [
        (item.text, limit.quantity)
        for item, of, limit in zip(items, items[1:], items[2:], strict=False)
        if of.text.lower() == "of"
        and limit.quantity is not None
        and limit.quantity.comparator
        and item.text.lower() in _SIGNS_OF_TURNS
    ]


_SIGNS_OF_TURNS = dict.fromkeys(words("direction", "up"), 1) | dict.fromkeys(
    words("direction", "down"), -1
)


def _noninferior(word: str, said: Sentence, evidence: Reading) -> list[Finding]:
    """A noninferiority that the evidence does not speak of, or denies, or does not deny."""
    holding = [s for s, keys in zip(evidence.sentences, evidence.keys, strict=True)
               if any(_NONINFERIOR in k for k in keys)]  # fmt: skip
    if not holding:
        return [missing("direction", word, "the evidence does not say so")]
    ours, *theirs = (any(_NONINFERIOR in k for k in denied_in(s)) for s in (said, *holding))
    if ours not in theirs:
        detail = "the evidence does not deny it" if ours else "the evidence denies it"
        return [contradicted("negation", word, detail)]
    return []


_NONINFERIOR = "noninferi"


def _by_words(said: Direction, theirs: Sequence[Direction]) -> bool | None:
    result: bool | None = None
    for other in theirs:
        if not said.first or not other.first:
            continue
        if said.what and other.what and not said.what & other.what:
            continue
        if {said.first, said.second} != {other.first, other.second}:
            continue
        sign = other.sign if other.first == said.first else -other.sign
        if said.graded and not other.graded and said.word.lower() not in ("prolonged", "extended"):
            continue
        if sign == said.sign:
            return True
        result = False
    return result


def _by_figures(said: Direction, reading: Reading, sentence: int | None = None) -> bool | None:
    """Whether the bound figures of both sides bear a direction out."""
    if not said.first or not said.second:
        return None
    mains = [c for c in reading.claims if c.role == "main" and not c.unit.contrast
             and not c.quantity.text.lower().startswith(("n=", "n ="))  # how many there are
             and (sentence is None or c.sentence == sentence)]  # fmt: skip
    results = set()
    for one in mains:
        for two in mains:
            if one is two or one.sentence != two.sentence or not _sides(said, one, two):
                continue
            if said.what and one.bound["what"] and not said.what & one.bound["what"]:
                continue
            if one.bound["what"] != two.bound["what"]:
                continue
            if one.bound["cond"] != two.bound["cond"] and not _by_condition(said, one, two):
                continue
            pair = _comparable(one, two)
            if pair is None:
                continue
            sign = (pair[0] > pair[1]) - (pair[0] < pair[1])
            results.add(sign == said.sign or (said.sign == 0 and sign == 0))
    if not results or len(results) > 1:
        return None
    return results.pop()


def _sides(said: Direction, one: Claim, two: Claim) -> bool:
    ours = one.bound["arm"] | one.bound["cond"]
    theirs = two.bound["arm"] | two.bound["cond"]
    return (
        said.first in ours and said.second in theirs
        and said.second not in ours and said.first not in theirs
    )  # fmt: skip


def _by_condition(said: Direction, one: Claim, two: Claim) -> bool:
    return said.first in one.bound["cond"] and said.second in two.bound["cond"]


def _comparable(one: Claim, two: Claim) -> tuple[Decimal, Decimal] | None:
    for p in one.quantities:
        for q in two.quantities:
            if p.kind == q.kind and p.unit == q.unit and p.kind in (
                "percent", "duration", "measure", "number", "spread", "count",
            ):  # fmt: skip
                return p.values[0], q.values[0]
    for p in one.quantities:
        for q in two.quantities:
            if p.kind == q.kind == "fraction" and p.values[1] and q.values[1]:
                return p.values[0] / p.values[1], q.values[0] / q.values[1]
    return None


def _loosely(
    said: Direction, evidence: Reading, sources: Collection[int], arms: Sequence[str]
) -> bool:
    """The same kind of word in a source that names only one side, or neither."""
    for source in sources:
        for other in directions_of(evidence, source, arms):
            same = other.sign == said.sign and (not said.graded or other.graded)
            sided = not other.first or {other.first, other.second} & {said.first}
            swapped = other.first == said.second and other.first
            if (
                same
                and sided
                and not swapped
                and (not said.what or not other.what or said.what & other.what)
            ):
                return True
    return False


def _word_only(
    said: Direction, items: Sequence[Item], evidence: Reading, sources: Collection[int]
) -> list[Finding]:
    """Without two sides, the source must have a word of the same direction."""
    lower = [i.text.lower() for i in items]
    signs, graded = _turns(evidence, sources, None)
    for source in sources:
        values = [c.quantity.values[:1] for c in evidence.claims_in(source) if c.role == "main"]
        signs |= {-1 for v in values if v and v[0] < 0}
    signs |= named_turns(around(items, lower.index(said.word.lower())), evidence, sources)
    if not signs:
        signs, graded = _turns(evidence, range(len(evidence.sentences)), said.what)
    if said.sign == -1 and any(evidence.keys[s] & _REDUCTIONS for s in sources):
        return []
    lowered = (
        RISKS & {w for text in lower for w in text.split()}
        and ratio_sign(said.what, evidence) == said.sign
    )
    if lowered or (said.sign in signs and (not said.graded or graded)):
        return []
    if -said.sign in signs and said.sign:
        return [contradicted("direction", said.word, "the evidence says the opposite")]
    return [missing("direction", said.word, "the evidence does not say so")]


_SIGNS = {"up": 1, "down": -1, "same": 0, "good": 1}
_REDUCTIONS = frozenset(("relative reduction", "absolute reduction", "dose reduction"))


def _turns(
    evidence: Reading, sources: Collection[int], what: frozenset[str] | None
) -> tuple[set[int], bool]:
    """Signs of the words of direction in some sentences, of some things or of any; if graded."""
    signs: set[int] = set()
    graded = False
    for source in sources:
        whole = evidence.sentences[source]
        for name, at in sense_of(whole).directions:
            near = _nearest_what(whole.items, 0, len(whole.items), at)
            if what is not None and not what & near:
                continue
            worse = what is None and name == "good" and near & _BAD_THINGS
            signs.add(-1 if worse else _SIGNS[name])
            graded = graded or name == "good"
    return signs, graded


def _denied(said: Direction, statement: Reading, sentence: int, evidence: Reading) -> list[Finding]:
    """A benefit told of an endpoint whose significance the evidence denies."""
    if any(s.significance == "-" or s.negated for s in statement.senses):
        return []
    figures = any(c.sentence == sentence for c in statement.claims)
    for number, sense in enumerate(evidence.senses):
        if sense.significance == "-" and said.what & evidence.keys[number] and not figures:
            return [missing("caveat", said.word, "the evidence denies that this is significant")]
    return []
