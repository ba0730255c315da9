"""Whether a statement keeps the limits that its evidence sets to what it says.

A figure that is told of some patients may not be told of patients, and an instruction for
one case not without the case. What may be left out is what all of a trial's patients are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from ino_assistant.fidelity.binding.claims import Claim
from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.binding.kinds import VERSUS
from ino_assistant.fidelity.binding.limits import Limit, limits_of
from ino_assistant.fidelity.binding.mentions import key_of
from ino_assistant.fidelity.binding.reading import Reading
from ino_assistant.fidelity.binding.territory import linking
from ino_assistant.fidelity.binding.wordings import lines_of, lines_with
from ino_assistant.fidelity.checks.context import BROADER, age_limits, names, trial_wide
from ino_assistant.fidelity.checks.findings import Finding, unbound
from ino_assistant.fidelity.checks.words_check import root
from ino_assistant.fidelity.quantity.model import Quantity
from ino_assistant.fidelity.terms.vocabulary import contrasts, implied_groups, severities, words


def limit_findings(
    said: Claim, statement: Reading, printed: Claim, evidence: Reading, text: str
) -> list[Finding]:
    """A figure of some patients told without saying which."""
    if said.role != "main" or printed.role != "main" or printed.sentence in evidence.rows:
        return []
    limits = limits_of(evidence.sentences[printed.sentence])
    if not limits:
        return []
    told = _told_by(statement, said.sentence)
    items = evidence.sentences[printed.sentence].items
    for limit in limits:
        if not _concerns(limit, printed, evidence) or _at_most(said, limit):
            continue
        if _age_of_all(limit, evidence) or _of_all(limit, printed.sentence, evidence):
            continue
        lost = told.lacks(limit) - trial_wide(evidence)
        own = limit.start - 2 <= printed.unit.last < limit.start
        if own and printed.quantity.unit == "patient" and told.some(limit):
            continue  # how many there are, told with a part of what they are
        if lost and not _one_of_several(limit, limits, items, told):
            return [unbound("population", text, f"the evidence gives it for {names(lost)} only")]
    return []


def _age_of_all(limit: Limit, evidence: Reading) -> bool:
    """`In adults 60 years of age and older, ...`: whom the whole passage is about."""
    ages = all(q.unit == "year" and q.comparator == ">=" for q in limit.bounds)
    if not limit.bounds or not ages or not limit.leads or limit.words:
        return False
    bounds = {age.values for age in age_limits(evidence)}
    groups = {
        i.key for s in evidence.sentences for i in s.items
        if i.role == "condition" and any(i.key in g for g in contrasts())
    }  # fmt: skip
    return len(bounds) == 1 and len(groups) < 2


def _of_all(limit: Limit, sentence: int, evidence: Reading) -> bool:
    """`Among 9,412 adults aged 60 years or older, ...`: the one group that a passage counts.

    Who was studied needs no saying again; it is so only where no other group is set apart.
    """
    items = evidence.sentences[sentence].items
    counted = [
        i.quantity for i in items[max(0, limit.start - 4) : limit.end] if i.quantity is not None
    ]
    if not any(q.kind == "count" and q.unit == "patient" and not q.comparator for q in counted):
        return False
    enrolled = any(i.text.lower() in _STUDIED for i in items)
    if not enrolled and not (limit.leads and sentence == 0):
        return False
    arms = {i.key for s in evidence.sentences for i in s.items if i.role == "arm"}
    if len(arms) == 1:
        return False  # one arm is not understood: its figures could be told of the other
    others = [
        other
        for n, s in enumerate(evidence.sentences)
        for other in limits_of(s)
        if (n, other.start) != (sentence, limit.start)
        and (other.bounds or other.names - limit.names)
    ]
    return not others


_STUDIED = words("limits", "enrolling") | {"assigned", "received", "identified", "completed"}


def dropped_limits(
    statement: Reading, sentence: int, evidence: Reading, sources: Collection[int]
) -> list[Finding]:
    """A sentence without figures that says of everyone what the evidence says of some."""
    ours = statement.keys[sentence]
    told = _told_by(statement, sentence)
    for source in sources:
        items = evidence.sentences[source].items
        limits = limits_of(evidence.sentences[source])
        if any(not told.lacks(limit) for limit in limits):
            continue
        for limit, shared, elsewhere in _shares(limits, items, ours):
            if _of_all(limit, source, evidence):
                continue
            lost = told.lacks(limit) - {"first"}
            if lost and shared and shared >= elsewhere:
                text = statement.sentences[sentence].text.strip()[:60]
                return [unbound("population", text, f"the evidence says it of {names(lost)} only")]
    return []


def exception_findings(
    statement: Reading, sentence: int, evidence: Reading, sources: Collection[int]
) -> list[Finding]:
    """`in all subgroups except X` told of X, or of all without the exception."""
    items = statement.sentences[sentence].items
    lower = {i.text.lower() for i in items}
    if lower & (_EXCEPTING | words("negation")):
        return []
    for source in sources:
        theirs = evidence.sentences[source].items
        at = next((n for n, i in enumerate(theirs) if i.text.lower() in _EXCEPTING), None)
        if at is None:
            continue
        stop = next((n for n in range(at, len(theirs)) if theirs[n].key in (",", ";")), len(theirs))
        excepted = _content(theirs[at:stop])
        before = _content(theirs[:at])
        ours = _content(items)
        if before & ours and (excepted & ours or (lower & {"all", "every", "each"})):
            text = statement.sentences[sentence].text.strip()[:60]
            detail = f"the evidence excepts {names(frozenset(str(k) for k in excepted))}"
            return [unbound("population", text, detail)]
    return []


_EXCEPTING = frozenset(("except", "excepting", "excluding", "apart"))


def _content(items: Sequence[Item]) -> frozenset[str]:
    return frozenset(
        key_of(i.quantity) if i.quantity is not None else i.key
        for i in items
        if i.quantity is not None or (i.kind in ("word", "mention") and i.role != "arm")
    )


def _concerns(limit: Limit, printed: Claim, evidence: Reading) -> bool:
    """Whether a figure is told of the patients of a limit."""
    at = printed.unit.first
    if limit.start <= at < limit.end:
        return False
    start, end = printed.clause
    sentence = evidence.sentences[printed.sentence]
    if not start <= limit.start < end:
        between = sentence.items[limit.end : start + 1]
        own = any(start <= other.start < end for other in limits_of(sentence))
        ahead = limit.leads and limit.start < start
        return ahead and not own and all(i.key != ";" for i in between)
    bound = printed.bound["cond"]
    if limit.names and not limit.names & bound and _of_others(limit, printed, evidence):
        return False
    if limit.start > at and _led(printed, limits_of(sentence)) and not limit.names & bound:
        # `36 % in patients with x, compared with 17 % in patients with y`: of the last.
        return _follows(limit, printed, evidence)
    if limit.end <= at and _has_own(printed, sentence.items):
        return False
    told = printed.territory | frozenset().union(*printed.bound.values())
    near = limit.start > at and _clings(sentence.items[printed.unit.last + 1 : limit.start])
    return bool(limit.keys & told) or near or (limit.leads and limit.end <= at)


def _has_own(printed: Claim, items: Sequence[Item]) -> bool:
    """`61 of 1,198 who received placebo`: a figure with a whole of its own."""
    behind = items[printed.unit.last + 1 : printed.unit.last + 2]
    return bool(behind) and behind[0].text.lower() in ("who", "that")


def _clings(between: Sequence[Item]) -> bool:
    """Whether a limit follows its figure without a comma, conjunction or other figure."""
    return not any(
        i.quantity is not None or i.key in (",", ";", ":") or i.text.lower() in _DIVIDES
        for i in between
    )


_DIVIDES = VERSUS | {"and", "or", "but", "while", "whereas"}


def _led(printed: Claim, limits: Sequence[Limit]) -> bool:
    return any(printed.clause[0] <= o.start and o.end <= printed.unit.first for o in limits)


def _follows(limit: Limit, printed: Claim, evidence: Reading) -> bool:
    """Whether no other result stands between a figure and a limit behind it."""
    return not any(
        printed.unit.last < c.unit.first < limit.start
        for c in evidence.claims_in(printed.sentence)
        if c.role == "main"
    )


def _of_others(limit: Limit, printed: Claim, evidence: Reading) -> bool:
    return any(
        limit.names <= c.bound["cond"]
        for c in evidence.claims_in(printed.sentence)
        if c.role == "main" and c.group != printed.group
    )


def _at_most(said: Claim, limit: Limit) -> bool:
    """`up to 6 cycles` of those to whom nothing special applies: the most of anyone's."""
    return limit.excludes and not limit.bounds and said.quantity.comparator == "<="


class _Told:
    """What a statement tells up to one of its sentences."""

    def __init__(
        self, keys: frozenset[str], figures: Sequence[Quantity], lines: frozenset[int]
    ) -> None:
        self.keys, self.figures, self.lines = keys, figures, lines
        self.roots = frozenset(root(part) for k in keys for part in (k, *k.split()))

    def lacks(self, limit: Limit) -> frozenset[str]:
        """What of a limit is not told."""
        lost = {n for n in limit.names if not self._has(n) and not self._other(n)}
        missed = [q for q in limit.bounds if not self._figure(q)]
        if limit.bounds and not missed:
            # A group told by its threshold, without the name of what it is a threshold of.
            return frozenset()
        lost |= {q.text.strip() for q in missed}
        alone = limit.words and not limit.names and not limit.bounds
        if alone and not any(self._has(w) for w in limit.words):
            lost |= limit.words
        return frozenset(lost)

    def some(self, limit: Limit) -> bool:
        """Whether anything of a limit is told."""
        return any(self._has(key) for key in limit.names | limit.words)

    def _has(self, key: str) -> bool:
        graded = key.split(maxsplit=1)[0] in severities()
        if key in self.keys or (not graded and any(key in BROADER.get(k, ()) for k in self.keys)):
            return True
        if implied_groups().get(key, frozenset()) & self.keys:
            return True
        if lines_with(key) & self.lines:
            return True
        parts = [p for p in key.replace("-", " ").split() if p not in linking()]
        if len(parts) > 1:
            return all(root(p) in self.roots for p in parts)
        return len(key) > 4 and root(key) in self.roots

    def _other(self, name: str) -> bool:
        """Another group that excludes this one: told of the wrong one, which is judged itself."""
        return any(name in g and (g - {name}) & self.keys for g in contrasts())

    def _figure(self, bound: Quantity) -> bool:
        """Whether it has the figure; its comparator is judged with the figure itself."""
        return any(q.values == bound.values and q.unit == bound.unit for q in self.figures)


def _told_by(statement: Reading, sentence: int) -> _Told:
    keys = [statement.keys[n] | statement.inner[n] for n in range(sentence + 1)]
    figures = [
        i.quantity
        for s in statement.sentences[: sentence + 1]
        for i in s.items
        if i.quantity is not None
    ]
    lines = lines_of(statement.sentences[: sentence + 1])
    return _Told(frozenset().union(*keys), figures, lines)


def _one_of_several(
    limit: Limit, limits: Sequence[Limit], items: Sequence[Item], told: _Told
) -> bool:
    """`Older adults and patients with X`: it holds of each, and one of them is told."""
    for other in limits:
        one, two = sorted((limit, other), key=lambda x: x.start)
        if other is not limit and not told.lacks(other) and _coordinated(one, two, items):
            return True
    return False


def _coordinated(one: Limit, two: Limit, items: Sequence[Item]) -> bool:
    between = items[one.end : two.start]
    joined = any(i.text.lower() in ("and", "or") for i in between)
    return joined and all(i.kind in ("light", "stop") and i.quantity is None for i in between)


def _shares(
    limits: Sequence[Limit], items: Sequence[Item], ours: frozenset[str]
) -> Iterator[tuple[Limit, int, int]]:
    """Per limit how much of a statement its part of the sentence has, and the most of another."""
    cuts = [n for n, i in enumerate(items) if _parts(i)]
    spans = list(zip([-1, *cuts], [*cuts, len(items)], strict=True))
    for limit in limits:
        shared, elsewhere = 0, 0
        for start, end in spans:
            keys = {
                i.key
                for n, i in enumerate(items[start + 1 : end], start + 1)
                if i.kind in ("word", "mention") and i.role != "arm"
                and not limit.start <= n < limit.end
            }  # fmt: skip
            led = limit.leads and start == limit.end
            if led or start < limit.start < end or start < limit.end <= end:
                shared = max(shared, len(keys & ours))
            else:
                elsewhere = max(elsewhere, len(keys & ours))
        yield limit, shared, elsewhere


def _parts(item: Item) -> bool:
    return item.key in (";", ":", ",") or item.text.lower() in ("but", "while", "whereas", "and")


__all__ = ["dropped_limits", "exception_findings", "limit_findings"]
