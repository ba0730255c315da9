"""What is said around the numbers: every word that carries meaning must have its source."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from ino_assistant.data import words as listed
from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.binding.items import Sentence
from ino_assistant.fidelity.binding.reading import Reading
from ino_assistant.fidelity.binding.territory import linking
from ino_assistant.fidelity.binding.wordings import lines_at, lines_of, wordings_of
from ino_assistant.fidelity.checks.arm_check import arms_beside
from ino_assistant.fidelity.checks.cases import is_the_patient
from ino_assistant.fidelity.checks.context import context_keys, covers, is_heading
from ino_assistant.fidelity.checks.denials import denied_in
from ino_assistant.fidelity.checks.extremes import is_extreme
from ino_assistant.fidelity.checks.findings import Finding, contradicted, missing, unbound
from ino_assistant.fidelity.checks.free_words import of_total, only_order, says_nothing
from ino_assistant.fidelity.checks.word_sources import (
    Search,
    has_loose_source,
    has_source,
    root,
    rows_named,
    told_apart,
)
from ino_assistant.fidelity.terms.vocabulary import opposites, stem, stems, words
from ino_assistant.vocabulary.frequency import frequency_of_rare

_STRICT = listed("strict")
_KINDS = {"arm": "arm", "condition": "population", "anchor": "time", "statistic": "statistic",
          "frequency": "frequency",
          "caveat": "caveat"}  # fmt: skip


def uncovered(
    statement: Reading, sentence: int, evidence: Reading, sources: Collection[int]
) -> list[Finding]:
    """Content of a sentence that the sentences it rests on do not have."""
    found: list[Finding] = []
    near = (
        frozenset().union(*(context_keys(evidence, s) for s in sources)) if sources else frozenset()
    )
    near |= frozenset().union(*(evidence.inner[s] for s in sources))
    near |= rows_named(statement.keys[sentence], evidence)
    everywhere = frozenset().union(*evidence.keys) if evidence.keys else frozenset()
    personal = any(sense.personal for sense in evidence.senses)
    items = statement.sentences[sentence].items
    denied = statement.senses[sentence].negated
    told = lines_of(evidence.sentences[s] for s in _around(evidence, sources))
    for number, sense in enumerate(evidence.senses):
        # A qualification that stands in a sentence of its own may be told with its words.
        if sense.caveats:
            near |= evidence.keys[number] | evidence.inner[number]
    apart = told_apart(items, evidence)
    search = Search(statement, sentence, evidence, sources, near)
    for index, item in enumerate(items):
        if item.key in apart.get(index, ()):
            continue
        if item.kind in ("word", "mention") and item.key in near and _opposed(item, search):
            detail = f"the evidence has {_opposed(item, search)}"
            found.append(contradicted("claim", item.text, detail))
        elif item.kind not in ("word", "mention") or item.key in near:
            found += _polarity(item, evidence, sources, said_negated=denied)
            borrowed = item.kind in ("word", "mention") and not any(
                item.key in evidence.keys[s] for s in sources
            )
            if borrowed and denied_everywhere(item, search):
                found.append(contradicted("negation", item.text, "the evidence denies it"))
            elif borrowed and _of_other_case(index, search):
                detail = "the evidence says this of something else"
                found.append(unbound("claim", item.text, detail))
            elif borrowed and _denied_of_others(index, search):
                detail = "the evidence says this of something else"
                found.append(unbound("population", item.text, detail))
        elif not (
            _handled(item)
            or says_nothing(items, index, near)
            or only_order(item, evidence, sources)
            or of_total(item, evidence)
            or is_extreme(item, statement, sentence, evidence)
            or (personal and _attributes(items, index))
        ):
            found += _new(search, index, everywhere, told)
    return found


_WHEN = frozenset(("after", "before", "once", "when", "if", "during", "until"))


def _of_other_case(index: int, search: Search) -> bool:
    """Whether a quality of a thing is told of it in another sentence, and of another case.

    `Store unopened pens cold. After first use, the pen keeps for 56 days.`
    """
    item, items = search.items[index], search.items
    behind = items[index + 1] if index + 1 < len(items) else None
    if item.kind != "word" or behind is None or behind.kind not in ("word", "mention"):
        return False
    ours = search.statement.keys[search.sentence]
    sources = [s for s in search.sources if behind.key in search.evidence.keys[s]]
    cases = [_case_of(search.evidence.sentences[s]) for s in sources]
    return bool(cases) and all(case and not case & ours for case in cases)


def _case_of(sentence: Sentence) -> frozenset[str]:
    """What a sentence opens with up to its comma, if it says when something holds."""
    items = sentence.items
    if not items or items[0].text.lower() not in _WHEN:
        return frozenset()
    end = next((n for n, i in enumerate(items) if i.key == "," and not i.depth), 0)
    return frozenset(i.key for i in items[:end])


def _denied_of_others(index: int, search: Search) -> bool:
    """Whether `no` such thing is told only of groups of patients that are not the statement's.

    `No adjustment is needed in mild impairment. In severe impairment, do not exceed 100 mg.`
    """
    if not index or search.items[index - 1].text.lower() != "no":
        return False
    key = search.items[index].key
    mine = _groups(search.statement.sentences[search.sentence])
    holders = [n for n, keys in enumerate(search.evidence.keys) if key in keys]
    theirs = [_groups(search.evidence.sentences[n]) for n in holders]
    return bool(mine and theirs) and all(t and t.isdisjoint(mine) for t in theirs)


def _groups(sentence: Sentence) -> frozenset[str]:
    return frozenset(i.key for i in sentence.items if i.role == "condition")


def _new(
    search: Search, index: int, everywhere: frozenset[str], told: frozenset[int]
) -> list[Finding]:
    """What is wrong with a word that its sources do not have as it is."""
    item, evidence, sources = search.items[index], search.evidence, search.sources
    if item.role == "arm":
        return _new_arm(item, search, everywhere)
    if item.key == "begin" and item.key in everywhere:
        # `start at 5 mg`, where 2.5 mg is what is begun with.
        return [unbound("time", item.text, "the evidence says this of something else")]
    if opposed := _opposed(item, search):
        return [contradicted("claim", item.text, f"the evidence has {opposed}")]
    if has_source(search, index) or _is_plain(item):
        return []
    if item.role in ("", "synonym"):
        lines = lines_at(search.statement.sentences[search.sentence], item.span) & told
        if lines:
            denied = search.statement.senses[search.sentence].negated
            return _denied_wording(item, lines, evidence, sources, said_negated=denied)
        if has_loose_source(search, index):
            return []
    if item.role == "condition" and _in_wording(item, search, told):
        return []
    # Any sentence begins with a capital.
    begins = index == 0 and item.text[1:].islower()
    proper = item.text[:1].isupper() and item.role in ("", "name") and not begins
    studies = _studies(search.statement, evidence, sources)
    return _elsewhere(item, search, everywhere, studies, proper=proper)


def _in_wording(item: Item, search: Search, told: frozenset[int]) -> bool:
    """`unborn child`, `can have children`: a word for a group within a wording that is none."""
    start, end = item.span
    return any(
        lines & told and first <= start and end <= last and last - first > end - start
        for (first, last), lines in wordings_of(search.statement.sentences[search.sentence])
    )


def _new_arm(item: Item, search: Search, everywhere: frozenset[str]) -> list[Finding]:
    """An arm that the evidence has under no name, alone or in a combination."""
    if _agent_elsewhere(item, search):
        return [unbound("arm", item.text, "the evidence says this of something else")]
    joined = arms_beside(search.statement, search.sentence) & everywhere
    if any(_one_arm(item.key, k) for k in everywhere) or any(
        item.key in name.split(" + ") for name in joined
    ):
        return []
    return [missing("arm", item.text, "the evidence does not speak of it")]


def _agent_elsewhere(item: Item, search: Search) -> bool:
    """`B lowers A by 80 %`, where C does and B has a sentence of its own.

    The subject of a sentence about two drugs, whose figure is bound to the other one.
    """
    items = search.items
    arms = {i.key for i in items if i.role == "arm"}
    claims = search.statement.claims_in(search.sentence)
    if items[0] is not item or len(arms) < 2 or not claims:
        return False
    if any(item.key in c.bound["arm"] for c in claims):
        return False
    holders = {n for n, keys in enumerate(search.evidence.keys) if item.key in keys}
    return bool(holders) and not holders & set(search.sources)


def _opposed(item: Item, search: Search) -> str:
    """What a source says instead: `persisted` where the statement has `resolved`."""
    others = opposites().get(item.key, frozenset())
    if not others or search.statement.senses[search.sentence].negated:
        return ""
    ours = search.statement.keys[search.sentence]
    lines = lines_at(search.statement.sentences[search.sentence], item.span)
    for source in search.sources:
        theirs = search.evidence.keys[source]
        if lines & lines_of([search.evidence.sentences[source]]):
            continue  # `rare`, where `seldom` is printed too
        denied = search.evidence.senses[source].negated
        if item.key not in theirs and others & theirs and not (others & ours or denied):
            return min(others & theirs)
    return ""


def _is_plain(item: Item) -> bool:
    """A word of telling, which asserts nothing by itself: `the rate stood at 5 %`."""
    if item.role == "synonym":
        return item.key not in _STRICT and stem(item.text) in _plain()
    return item.role == "" and item.kind == "word" and item.key in _plain()


@cache
def _plain() -> frozenset[str]:
    return stems("plain", "verbs") | stems("plain", "others")


def _around(evidence: Reading, sources: Collection[int]) -> frozenset[int]:
    """The sources, the headings above them and the sentence that each may point back to."""
    headings = {n for n in range(max(sources, default=0)) if is_heading(evidence, n)}
    return frozenset(
        {*sources, *headings, *(s - 1 for s in sources if s and s not in evidence.rows)}
    )


def _studies(statement: Reading, evidence: Reading, sources: Collection[int]) -> frozenset[str]:
    """Studies that the sources name and the statement does not."""
    ours = frozenset(i.key for s in statement.sentences for i in s.items)
    return frozenset(
        i.key
        for s in sources
        for i in evidence.sentences[s].items
        if i.role == "name" and i.key.startswith(("study ", "trial ")) and i.key not in ours
    )


def _one_arm(one: str, two: str) -> bool:
    """Whether two arms have one name, or one dose where a name is left out."""
    if one.startswith("@"):
        return two.endswith(one)
    return one.partition(" @")[0] == two.partition(" @")[0]


def denied_everywhere(item: Item, search: Search) -> bool:
    """Whether the evidence has a word, and denies it wherever it has it."""
    if search.statement.senses[search.sentence].negated or item.negated:
        return False
    if item.role == "arm" or _handled(item) or item.key in linking():
        return False
    evidence = search.evidence
    holding = [n for n, keys in enumerate(evidence.keys) if item.key in keys]
    own = root(item.key)
    return bool(holding) and all(own in denied_in(evidence.sentences[n]) for n in holding)


def _elsewhere(
    item: Item,
    search: Search,
    everywhere: frozenset[str],
    studies: frozenset[str],
    *,
    proper: bool,
) -> list[Finding]:
    kind = _KINDS.get(
        item.role, "endpoint" if item.role in ("endpoint", "reaction", "measure") else "claim"
    )
    lower = item.text.lower()
    if lower in words("quantifier"):
        kind = "population"
    elif lower in words("authority", "claimed"):
        kind = "authority"
    if denied_everywhere(item, search):
        return [contradicted("negation", item.text, "the evidence denies it")]
    if item.key not in everywhere:
        return [missing(kind, item.text, "the evidence does not say this")]
    if is_the_patient(item, search.evidence):
        return []
    if item.role == "" and item.text.isalpha() and not frequency_of_rare(item.text.lower()):
        return []  # a name, which the evidence speaks of
    context = item.role == "synonym" and item.key not in _STRICT
    if proper and studies:
        detail = f"the evidence says this of {', '.join(sorted(studies))}"
        return [contradicted("population", item.text, detail)]
    if context or proper or item.role in ("statistic", "caveat"):
        return []
    return [unbound(kind, item.text, "the evidence says this of something else")]


def _handled(item: Item) -> bool:
    """Words that other checks judge: direction, significance, duty."""
    lower = item.text.lower()
    if item.role:
        return item.key in ("confidence interval", "p value", "versus", "range", "recommend",
                            "not met")  # fmt: skip
    return any(lower in words(table, name) for table, name in _JUDGED)


_JUDGED = (
    ("direction", "up"), ("direction", "down"), ("direction", "good"), ("direction", "same"),
    ("significance", "positive"), ("significance", "negative"), ("significance", "met"),
    ("modality", "possible"), ("modality", "duty"), ("negation", "words"),
)  # fmt: skip
"""Lists of words that other checks judge."""


def _attributes(items: tuple[Item, ...], index: int) -> bool:
    """Words that tell whose opinion something is, where the evidence is one: `Dr Miller`."""
    item = items[index]
    before = [i.text.lower() for i in items[max(0, index - 3) : index]]
    return (
        item.text.lower() in words("authority", "attribution")
        or item.text.lower() == "dr"
        or "dr" in before
        or stem(item.text) in {stem(w) for w in words("authority", "attribution")}
    )


def _denied_wording(
    item: Item,
    lines: frozenset[int],
    evidence: Reading,
    sources: Collection[int],
    *,
    said_negated: bool,
) -> list[Finding]:
    """A word whose other wordings the evidence has only with a `not`."""
    held = [
        other.negated
        for s in sources
        for other in evidence.sentences[s].items
        if other.kind in ("word", "mention") and lines & lines_at(evidence.sentences[s], other.span)
    ]
    if held and all(held) and not item.negated and not said_negated:
        return [contradicted("negation", item.text, "the evidence denies it")]
    return []


def _polarity(
    item: Item, evidence: Reading, sources: Collection[int], *, said_negated: bool
) -> list[Finding]:
    """A word that the evidence has only with a `not`, or never with one."""
    if item.kind not in ("word", "mention") or item.role == "arm":
        return []
    if _handled(item) or item.key in ("difference", "differ") or item.key.startswith("statist"):
        return []
    holding = [s for s in sources if item.key in evidence.keys[s]]
    if not holding:
        return []
    denied = all(item.key in evidence.negated[s] for s in holding)
    if denied and not item.negated and not said_negated:
        return [contradicted("negation", item.text, "the evidence denies it")]
    if item.negated and not any(
        _reached(item.key, evidence, s) or evidence.senses[s].negated for s in holding
    ):
        return [contradicted("negation", item.text, "the evidence does not deny it")]
    return []


def _reached(key: str, evidence: Reading, sentence: int) -> bool:
    return any(i.negated and i.key == key for i in evidence.sentences[sentence].items)


def best_sources(statement: Reading, sentence: int, evidence: Reading) -> list[int]:
    """The sentence of the evidence that shares most with one without figures.

    Sentences with a verb or a list of things only; empty if none shares anything.
    """
    keys = statement.keys[sentence]
    # What an arm is called stands in many sentences, and a direction is judged by figures too.
    items = statement.sentences[sentence].items
    weight = {i.key: 0.8 for i in items if i.role == "arm"}
    weight |= {i.key: 0.5 for i in items if i.kind == "word" and _handled(i)}
    weight |= {i.key: 0.3 for n, i in enumerate(items) if _attributes(items, n)}
    weights: list[tuple[float, int]] = []
    for number, theirs in enumerate(evidence.keys):
        shared = sum(weight.get(k, 1.0) for k in keys if covers(k, theirs))
        if shared:
            penalty = 0.2 if is_heading(evidence, number) else 0.0
            weights.append((shared - penalty - 0.001 * len(theirs), -number))
    if not weights:
        return []
    return [-max(weights)[1]]


__all__ = ["best_sources", "root", "uncovered"]
