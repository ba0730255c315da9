"""Lists that are cut short, causes and effects exchanged, times counted from something else."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache

from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.binding.mentions import key_of
from ino_assistant.fidelity.binding.reading import Reading, side_of
from ino_assistant.fidelity.checks.context import told_by_time
from ino_assistant.fidelity.checks.findings import Finding, contradicted, missing
from ino_assistant.fidelity.checks.word_sources import root
from ino_assistant.fidelity.terms.vocabulary import severities, stem

_COPULAS = frozenset(
    ("was", "were", "are", "is", "included", "include", "includes", "including", "following")
)
_OPEN = frozenset(
    ("included", "include", "includes", "including", "such", "among", "example", "like")
)


def list_findings(
    statement: Reading, sentence: int, evidence: Reading, sources: Collection[int]
) -> list[Finding]:
    """A list of the evidence that the statement cuts short without saying `including`."""
    items = statement.sentences[sentence].items
    if any(i.text.lower() in _OPEN for i in items):
        return []
    found: list[Finding] = []
    for subject, members, whole in _lists(items):
        for source in sources:
            for theirs, listed, _ in _lists(evidence.sentences[source].items):
                short = whole and subject & theirs and len(members) < len(listed)
                # `were exploratory and not powered` lists nothing.
                short = short and (len(listed) > 2 or listed_things(listed, items))
                if short and all(any(m <= t for t in listed) for m in members):
                    text = statement.sentences[sentence].text.strip()[:80]
                    found.append(contradicted("list", text, f"the evidence lists {len(listed)}"))
    return found[:1]


def listed_things(listed: list[frozenset[str]], items: Sequence[Item]) -> bool:
    """Whether what is told of a list of two is one of them by name."""
    named = {i.key for i in items if i.role in ("endpoint", "reaction", "measure")}
    return any(member & named for member in listed)


def _lists(
    items: Sequence[Item],
) -> list[tuple[frozenset[str], list[frozenset[str]], bool]]:
    """`S were a, b and c` and `a, b and c were the S`: subject, members, whether all are meant."""
    for index, item in enumerate(items):
        listed = item.key == ":" and item.depth == 0
        if not listed and (item.text.lower() not in _COPULAS or item.population):
            continue
        opening = _opening(items[:index])
        left, right = _members_of(items[opening:index]), _members_of(items[index + 1 :])
        keys_left = frozenset().union(*left) if left else frozenset()
        keys_left |= _names(items[:opening], arms=True)
        keys_right = frozenset().union(*right) if right else frozenset()
        definite = "common" in keys_left or any(
            i.text.lower() in ("the", "these", "those") for i in items[:index]
        )
        inverse = index + 1 < len(items) and items[index + 1].text.lower() == "the"
        found = []
        if keys_left and right:
            found.append((keys_left, right, definite))
        if keys_right and left:
            found.append((keys_right, left, inverse))
        return found
    return []


def _opening(items: Sequence[Item]) -> int:
    """Where the subject begins behind `For patients receiving A, ...`."""
    if not items or items[0].text.lower() not in ("for", "in", "among", "with"):
        return 0
    return next((n + 1 for n, i in enumerate(items) if i.key == "," and i.depth == 0), 0)


def _members_of(items: Sequence[Item]) -> list[frozenset[str]]:
    """The members of a coordination, by what they name."""
    members: list[set[str]] = [set()]
    for other in items:
        lower = other.text.lower()
        if other.key in (";", ".") or (other.kind == "light" and lower in _ENDS_LIST):
            break
        if other.depth > 0:
            continue
        if other.key == "," or lower in ("and", "or"):
            if members[-1]:
                members.append(set())
        elif other.kind in ("word", "mention"):
            members[-1].add(other.key)
    return [frozenset(m) for m in members if m]


_ENDS_LIST = frozenset(("was", "were", "had", "for", "with", "than"))
_CAUSES = frozenset((
    "cause", "caused", "causes", "led", "lead", "leads", "induced", "induces", "prevented",
    "prevents", "preceded", "precedes", "followed", "triggered", "inhibits", "inhibited",
    "calls", "call", "requires", "require", "replaces", "replaced", "activates", "activated",
    "blocks", "blocked", "exceeds", "exceeded", "outweighs", "outweighed", "precludes",
))  # fmt: skip
"""Verbs that say something else if what stands before and behind them changes places."""


def exchange_findings(
    statement: Reading, sentence: int, evidence: Reading, sources: Collection[int]
) -> list[Finding]:
    """`A caused B` where the evidence has `B caused A`."""
    ours = _around_cause(statement.sentences[sentence].items)
    found = []
    for source in sources:
        theirs = _around_cause(evidence.sentences[source].items)
        if ours is None or theirs is None or ours[2] != theirs[2]:
            continue
        left = ours[0] & theirs[1] - theirs[0]
        right = ours[1] & theirs[0] - theirs[1]
        if left and right:
            found.append(contradicted("direction", statement.sentences[sentence].text[:60],
                                      "the evidence says it the other way round"))  # fmt: skip
    return found


_IF = frozenset(("if", "unless", "provided", "when", "whenever"))


def condition_findings(
    statement: Reading, sentence: int, evidence: Reading, sources: Collection[int]
) -> list[Finding]:
    """What the evidence says for one case only, told without the case."""
    items = statement.sentences[sentence].items
    ours = statement.keys[sentence]
    if any(i.text.lower() in _IF or i.text.lower() in ("case", "until", "where") for i in items):
        return _milder_case(statement, sentence, evidence, sources)
    for source in sources:
        others = frozenset().union(*(k for n, k in enumerate(evidence.keys) if n != source))
        for governed, case in _conditions(evidence.sentences[source].items):
            if case and (governed - others) & ours and not case & ours:
                text = statement.sentences[sentence].text.strip()[:60]
                shown = ", ".join(sorted(case))
                return [missing("condition", text, f"the evidence says it only if: {shown}")]
    return []


def _milder_case(
    statement: Reading, sentence: int, evidence: Reading, sources: Collection[int]
) -> list[Finding]:
    """`If VOD occurs` where the evidence has `if severe VOD occurs`."""
    ours = statement.keys[sentence]
    for source in sources:
        second = _second_case(evidence.sentences[source].items)
        if second and not second & ours:
            text = statement.sentences[sentence].text.strip()[:60]
            shown = ", ".join(sorted(second))
            return [missing("condition", text, f"the evidence says it only if also: {shown}")]
        for governed, case in _conditions(evidence.sentences[source].items):
            grades = (case & severities()) - ours
            if grades and not severities() & ours and governed & ours and (case - grades) & ours:
                text = statement.sentences[sentence].text.strip()[:60]
                shown = ", ".join(sorted(case))
                return [missing("condition", text, f"the evidence says it only if: {shown}")]
    return []


def _second_case(items: Sequence[Item]) -> frozenset[str]:
    """What has to be the case as well: `if A exceeds 3 together with B above 2`."""
    start = next((n for n, i in enumerate(items) if i.text.lower() in _IF), None)
    if start is None:
        return frozenset()
    for index in range(start + 1, len(items) - 1):
        if items[index].key in (",", ";", "."):
            break
        lower = items[index].text.lower()
        if lower == "together with" or (
            lower in ("together", "combined") and items[index + 1].text.lower() == "with"
        ):
            stop = next(
                (n for n in range(index, len(items)) if items[n].key in (",", ";", ".")), len(items)
            )
            return _names(items[index + 1 : stop]) - _names(items[start:index])
    return frozenset()


def _conditions(items: Sequence[Item]) -> list[tuple[frozenset[str], frozenset[str]]]:
    """Per `if`: what holds in that case and nowhere else in the sentence, and the case."""
    found = []
    for index, item in enumerate(items):
        if item.text.lower() not in _IF:
            continue
        start = index
        while start > 0 and not _parts(items[start - 1]):
            start -= 1
        end = index + 1
        while end < len(items) and items[end].key not in (",", ";", "."):
            end += 1
        before = items[start:index]
        if not _names(before, arms=True):
            # `If x, do y`: what follows the case holds in it.
            stop = next((n for n in range(end + 1, len(items)) if items[n].key == ";"), len(items))
            before = items[end:stop]
        case = _names(items[index + 1 : end])
        governed = _names(before, arms=True)
        rest = _names([i for i in items if i not in before], arms=True)
        found.append((governed - rest, case - governed))
    return found


def _parts(item: Item) -> bool:
    return item.key in (",", ";", ":") or item.text.lower() in ("and", "but", "or")


def _names(items: Sequence[Item], *, arms: bool = False) -> frozenset[str]:
    return frozenset(
        i.key for i in items if i.kind in ("word", "mention") and (arms or i.role != "arm")
    )


def _around_cause(
    items: Sequence[Item],
) -> tuple[frozenset[str], frozenset[str], bool] | None:
    for index, item in enumerate(items):
        noun = index + 1 < len(items) and items[index + 1].text.lower() == "of"
        if item.text.lower() in _CAUSES and not noun:
            passive = any(i.text.lower() == "by" for i in items[index : index + 3])
            stops = [-1, *(n for n, i in enumerate(items) if i.key == ";"), len(items)]
            start = max(n for n in stops if n < index) + 1
            end = min(n for n in stops if n > index)
            left = frozenset(i.key for i in items[start:index] if i.kind in ("word", "mention"))
            right = frozenset(
                i.key for i in items[index + 1 : end] if i.kind in ("word", "mention")
            )
            return left, right, passive
    return None


def anchor_findings(
    statement: Reading, sentence: int, evidence: Reading, sources: Collection[int]
) -> list[Finding]:
    """`after X` where the evidence counts from something else."""
    theirs: frozenset[tuple[str, str]] = (
        frozenset().union(*(evidence.anchors[s] | _grouped(evidence, s) for s in sources))
        if sources
        else frozenset()
    )
    shared = {key for side, key in statement.anchors[sentence] & theirs if side == "anchor"}
    told = {
        stem(word)
        for item in statement.sentences[sentence].items
        if item.role == "anchor" and item.key in shared
        for word in item.text.split()
    }
    found = []
    ours = statement.anchors[sentence] | _grouped(statement, sentence)
    printed = [w for s in sources for w in _windows(evidence, s)]
    near = {
        (side, key)
        for side, keys in _windows(statement, sentence)
        for key in keys
        if any(
            side == other and _alike(keys, window) and (not key.isdigit() or key in window)
            for other, window in printed
        )
    }
    begun = ("anchor", _FROM_START)
    if (begun in theirs) != (begun in ours):
        # `before it is started`, where `before the first dose` is printed.
        arms = {i.key for s in (statement.sentences[sentence],) for i in s.items if i.role == "arm"}
        arms |= {i.key for s in sources for i in evidence.sentences[s].items if i.role == "arm"}
        start = {begun, *(("before", key) for key in (*arms, "begin", "1"))}
        if start & ours and start & theirs:
            ours -= start
    for side, key in sorted(ours - theirs):
        if key in told or (side, key) in near:
            continue
        if side == "anchor" or not any(s == side for s, _ in theirs):
            opposite = {"after": "before", "before": "after"}.get(side)
            if opposite is not None and (opposite, key) in theirs:
                found.append(
                    contradicted("time", f"{side} {key}", "the evidence says the opposite")
                )
            continue
        found.append(
            contradicted("time", f"{side} {key}", "the evidence counts from something else")
        )
    return found


_FROM_START = "before treatment"
"""What is before the first dose, and before treatment begins."""


@lru_cache(maxsize=4096)
def _windows(reading: Reading, sentence: int) -> tuple[tuple[str, frozenset[str]], ...]:
    """What stands within a few words behind each `after`, `before` and `from`."""
    items = reading.sentences[sentence].items
    found = []
    for index, item in enumerate(items):
        side = side_of(item)
        if not side:
            continue
        keys = set()
        for other in items[index + 1 : index + 8]:
            if other.quantity is not None and other.quantity.kind == "ordinal":
                # `after the bottle was first opened`
                keys.add(key_of(other.quantity).split(" ")[0])
                continue
            if other.quantity is not None or other.kind == "stop" or other.key in ("to", "and"):
                break
            if other.kind in ("mention", "word"):
                keys.add(other.key)
        found.append((side, frozenset(keys)))
    return tuple(found)


def _alike(one: frozenset[str], two: frozenset[str]) -> bool:
    return bool({root(k) for k in one} & {root(k) for k in two})


def _grouped(reading: Reading, sentence: int) -> frozenset[tuple[str, str]]:
    """Times that a sentence tells as groups: `post HSCT` is after it."""
    keys = [i.key for i in reading.sentences[sentence].items if i.role == "condition"]
    return frozenset((side, of) for k in keys for side, of in told_by_time(k) if side != "from")
