"""Where a word of a statement has its source in the evidence in another form.

Spelling and derivation, small verbs, an anchor with words in between, a genus written out,
rows of a table and sentences told behind a semicolon.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.binding.reading import Reading
from ino_assistant.fidelity.checks.context import covers, denied_by_prefix, told_by_time
from ino_assistant.fidelity.terms.vocabulary import by_analysis, implied_groups, stem, tokens_of


@dataclass(frozen=True, slots=True)
class Search:
    """A sentence of a statement, and what of the evidence it rests on.

    Attributes:
        near: keys of the sources and of what belongs to them.
        sources: numbers of the evidence's sentences.
    """

    statement: Reading
    sentence: int
    evidence: Reading
    sources: Collection[int]
    near: frozenset[str]

    @property
    def items(self) -> tuple[Item, ...]:
        """The items of the statement's sentence."""
        return self.statement.sentences[self.sentence].items


def has_source(search: Search, index: int) -> bool:
    """Whether a word of the sentence stands in its sources in another form."""
    item, near, evidence, sources = (
        search.items[index], search.near, search.evidence, search.sources,
    )  # fmt: skip
    if covers(item.key, near) or _spelled(item, near) or _once(item, evidence, sources):
        return True
    if implied_groups().get(item.key, frozenset()) & near:
        return True  # `pregnant women`, where `during pregnancy` is printed
    if item.key == "risk ratio":
        # `the relative risk was reduced by 25 %`: judged with its figure.
        return "relative reduction" in near
    if item.role == "condition" and item.text.lower().split()[0] in _UNDERGONE:
        # `underwent HSCT`: what a group is called after, told as what happened.
        return any((side, of) for side, of in told_by_time(item.key) if of in near)
    if item.text.lower() in ("risk", "risks") and near & _RATIOS:
        return True  # `reduced the risk`, where a hazard ratio is printed
    if item.key in _BOUNDS:
        # `the maximum is 25 mg`, where it should not exceed 25 mg.
        return any(
            i.quantity is not None and i.quantity.comparator == _BOUNDS[item.key]
            for s in sources
            for i in evidence.sentences[s].items
        )
    if item.key == "caution":
        # A reservation in general words, where the evidence has one of its own.
        return any(sense.caveats for sense in evidence.senses)
    return (
        any(evidence.anchors[s] & told_by_time(item.key) for s in sources)
        or (item.role == "anchor" and _said_apart(item, evidence, sources))
        or _genus(search.items, index, evidence, sources)
        or _analysed(item, evidence, sources)
    )


_NEAR = 3


def _analysed(item: Item, evidence: Reading, sources: Collection[int]) -> bool:
    """`the safety population` where `safety was reported for` is printed."""
    for told in by_analysis().get(item.key, ()):
        for source in sources:
            there = [stem(w) for w, _, _ in tokens_of(evidence.sentences[source].text)]
            if any(told <= set(there[n : n + _NEAR]) for n in range(len(there))):
                return True
    return False


_RATIOS = frozenset(("hazard ratio", "odds ratio", "risk ratio", "rate ratio"))
_BOUNDS = {"maximum": "<=", "minimum": ">=", "minim": ">="}
_UNDERGONE = ("underwent", "undergoing", "undergo", "proceeded", "proceeding", "received")


def has_loose_source(search: Search, index: int) -> bool:
    """The same of words that are no names: as a noun, by a prefix, counted from."""
    item, denied = search.items[index], search.statement.senses[search.sentence].negated
    return (
        _in_light_words(item, search.evidence, search.sources)
        or (denied and denied_by_prefix(item.key, search.near))
        or _counted_from(item, search.statement, search.sentence, search.evidence, search.sources)
    )


_ENDINGS = (
    "ational", "ation", "ition", "ional", "atory", "ion", "ary", "ari", "ery", "eri", "ory", "ori",
    "ive", "al", "ic", "iti", "ity", "ment", "ance", "ence", "ant", "ent", "abl", "ibl", "er", "or",
    "at", "y", "i", "e",
)  # fmt: skip


@lru_cache(maxsize=8192)
def root(key: str) -> str:
    """A stem without what makes a noun or an adjective of it: recovery and recover."""
    for ending in _ENDINGS:
        if key.endswith(ending) and len(key) - len(ending) >= 4:
            return key.removesuffix(ending)
    return key


def rows_named(keys: frozenset[str], evidence: Reading) -> frozenset[str]:
    """What rows of one column say whose labels a sentence names: `a normal karyotype`."""
    if not evidence.rows or any(i.role == "arm" for s in evidence.sentences for i in s.items):
        return frozenset()
    found = frozenset[str]()
    for number in evidence.rows:
        items = evidence.sentences[number].items
        cut = next((n for n, i in enumerate(items) if i.key == ":"), len(items))
        label = {i.key for i in items[:cut] if i.kind in ("word", "mention")}
        found |= evidence.keys[number] if label & keys else frozenset()
    return found


def _once(item: Item, evidence: Reading, sources: Collection[int]) -> bool:
    """`a single cycle` where the evidence has `1 cycle`."""
    return item.text.lower() == "single" and any(
        i.quantity is not None and i.quantity.values == (Decimal(1),)
        for s in sources
        for i in evidence.sentences[s].items
    )


def _spelled(item: Item, near: frozenset[str]) -> bool:
    """American and British spellings of one word, and one typing of compounds."""
    if item.role == "" and item.key.isalpha() and len(item.key) > 4:
        own = root(item.key)
        if any(k[:3] == own[:3] and root(k) == own for k in near):
            return True
    key = item.key.replace("ae", "e").replace("oe", "e").replace("our", "or").replace("is", "iz")
    return len(key) > 4 and any(
        key == k.replace("ae", "e").replace("oe", "e").replace("our", "or").replace("is", "iz")
        for k in near
        if k[:1] == key[:1]
    )


def _in_light_words(item: Item, evidence: Reading, sources: Collection[int]) -> bool:
    """`its indication` where `is indicated` is printed: a noun of one of the small verbs."""
    own = root(item.key)
    return (
        item.role == ""
        and len(own) > 4
        and any(
            i.kind == "light" and i.text[:4].lower() == own[:4] and root(stem(i.text)) == own
            for s in sources
            for i in evidence.sentences[s].items
        )
    )


_TURNS = frozenset(("but", "yet", "while", "whereas", "although", "though"))


def told_apart(items: tuple[Item, ...], evidence: Reading) -> dict[int, frozenset[str]]:
    """Per item of a part without figures, behind a semicolon: the one sentence that has it all.

    `...; the clinical relevance of this is unknown` comes from a sentence of its own.
    """
    found: dict[int, frozenset[str]] = {}
    cuts = [
        n for n, i in enumerate(items)
        if i.depth == 0 and (i.key == ";" or i.text.lower() in _TURNS)
    ]  # fmt: skip
    for start, end in itertools.pairwise([-1, *cuts, len(items)] if cuts else []):
        part = range(start + 1, end)
        if any(items[n].quantity is not None for n in part):
            continue
        own = {items[n].key for n in part if items[n].kind in ("word", "mention")}
        for keys in evidence.keys:
            if len(own) > 1 and all(covers(k, keys) for k in own):
                found |= dict.fromkeys(part, keys)
    return found


def _said_apart(item: Item, evidence: Reading, sources: Collection[int]) -> bool:
    """`during treatment` where `during A treatment` is printed: all of its words, in order."""
    wanted = [w.lower() for w in item.text.split() if w.lower() not in ("the", "a", "their")]
    for source in sources:
        there = [w.lower() for w, _, _ in tokens_of(evidence.sentences[source].text)]
        for start in (n for n, w in enumerate(there) if w == wanted[0]):
            if set(wanted) <= set(there[start : start + len(wanted) + 2]):
                return True
    return False


def _genus(
    items: tuple[Item, ...], index: int, evidence: Reading, sources: Collection[int]
) -> bool:
    """`C. difficile`, where the genus is written out before the species."""
    letter = items[index].text
    if len(letter) != 1 or not letter.isupper() or index + 2 >= len(items):
        return False
    species = items[index + 2] if items[index + 1].key == "." else items[index + 1]
    return any(
        two.key == species.key and one.text[:1] == letter and len(one.text) > 3
        for s in sources
        for one, two in itertools.pairwise(evidence.sentences[s].items)
    )


def _counted_from(
    item: Item, statement: Reading, sentence: int, evidence: Reading, sources: Collection[int]
) -> bool:
    """`after a transplant` where a time is counted `from HSCT`."""
    if item.key != "after":
        return False
    theirs = {key for s in sources for side, key in evidence.anchors[s] if side == "from"}
    return any(side == "after" and key in theirs for side, key in statement.anchors[sentence])


__all__ = ["Search", "has_loose_source", "has_source", "root", "rows_named", "told_apart"]
