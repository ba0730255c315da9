"""What several checks ask of a reading: names covered, headings, verbs, figures shared."""

from __future__ import annotations

import itertools
from functools import cache, lru_cache

from ino_assistant.fidelity.binding.claims import Claim
from ino_assistant.fidelity.binding.mentions import OTHER, key_of
from ino_assistant.fidelity.binding.reading import Reading
from ino_assistant.fidelity.quantity.model import Quantity
from ino_assistant.fidelity.terms.vocabulary import broader, by_time, composed, contrasts, words

BROADER = broader()
"""What a general word may stand for; never the other way round."""
COMPOSED = composed()
"""Endpoints that are two together."""


@cache
def told_by_time(key: str) -> frozenset[tuple[str, str]]:
    """The times that say the same as a group: `post-transplant`, and `after transplant`."""
    return frozenset(
        (side, of) for side, of in (told.split(" ", 1) for told in by_time().get(key, ()))
    )


def covers(key: str, keys: frozenset[str]) -> bool:
    """Whether a concept is among others, or a general word for one of them."""
    whole = COMPOSED.get(key)
    return (
        key in keys
        or bool(BROADER.get(key, frozenset()) & keys)
        or (whole is not None and whole <= keys)
    )


@lru_cache(maxsize=4096)
def trial_wide(evidence: Reading) -> frozenset[str]:
    """Groups that all of a trial's patients are of: `612 women received ...`, and no men."""
    known = {i.key for s in evidence.sentences for i in s.items if i.role == "condition"}
    found = set()
    for sentence in evidence.sentences:
        items = sentence.items
        if not any(i.text.lower() in _ENROLLING for i in items):
            continue
        for at, item in enumerate(items):
            if item.role != "condition" or any(
                item.key in g and (g - {item.key}) & known for g in contrasts()
            ):
                continue
            before = [i.quantity for i in items[max(0, at - 3) : at] if i.quantity is not None]
            if any(q.kind == "count" and q.unit in ("patient", "") for q in before):
                found.add(item.key)
    return frozenset(found)


def age_limits(evidence: Reading) -> tuple[Quantity, ...]:
    """The limits of age that a text prints: `60 years or older`."""
    found = (i.quantity for s in evidence.sentences for i in s.items)
    return tuple(q for q in found if q is not None and q.unit == "year" and q.comparator)


_ENROLLING = words("limits", "enrolling") | {"received", "assigned", "were", "treated"}


def true_of_all(said: Claim, evidence: Reading) -> bool:
    """Whether every claim with this figure is about what the statement says it of."""
    rivals = [c for c in evidence.claims if c.role == "main" and same_value(c, said)]
    return bool(said.bound["what"]) and all(said.bound["what"] & c.bound["what"] for c in rivals)


def same_value(one: Claim, two: Claim) -> bool:
    """Whether a claim holds the figure of another."""
    q = two.quantity
    return any(
        p.kind == q.kind and p.values == q.values and p.unit == q.unit for p in one.quantities
    )


def names(keys: frozenset[str]) -> str:
    """Concepts as a reader is told them."""
    return " and ".join(
        f"an arm other than {k.removeprefix(OTHER)}" if k.startswith(OTHER) else k
        for k in sorted(keys)
    )


@lru_cache(maxsize=4096)
def context_keys(evidence: Reading, sentence: int) -> frozenset[str]:
    """What a sentence may take from those before it: headings, and the subject it points to."""
    keys = evidence.keys[sentence]
    for before in range(sentence):
        if is_heading(evidence, before):
            keys |= evidence.keys[before]
    if (
        sentence
        and sentence not in evidence.rows
        and not any(
            i.role in ("endpoint", "reaction") and not i.population
            for i in evidence.sentences[sentence].items
        )
    ):
        keys |= evidence.keys[sentence - 1]
    elif sentence and points_back(evidence, sentence):
        arms = {i.key for i in evidence.sentences[sentence - 1].items if i.role == "arm"}
        keys |= evidence.keys[sentence - 1] - arms
    return keys


def points_back(evidence: Reading, sentence: int) -> bool:
    """`these factors were ...`: the subject, which the sentence before names, is meant."""
    lower = [i.text.lower() for i in evidence.sentences[sentence].items]
    return any(
        one in ("these", "those", "such") and two in _POINTED
        for one, two in itertools.pairwise(lower)
    )


_POINTED = words("lists", "pointed")


_DENYING = ("un", "im", "in", "non", "ir", "dis")


def denied_by_prefix(key: str, keys: frozenset[str]) -> bool:
    """`mature` where `immature` is: what a `not` before the one says."""
    return len(key) > 3 and any(prefix + key in keys for prefix in _DENYING)


@lru_cache(maxsize=4096)
def is_heading(evidence: Reading, sentence: int) -> bool:
    """A sentence without a verb and without results: column heads, captions, section names."""
    items = evidence.sentences[sentence].items
    verb = has_verb(evidence, sentence)
    figures = any(
        i.quantity is not None and i.quantity.kind not in ("ci_level", "count", "label")
        for i in items
    )
    if evidence.rows and is_caption(evidence, sentence):
        return True
    return not verb and not figures


def has_verb(evidence: Reading, sentence: int) -> bool:
    """Whether a sentence has a finite verb that clinical prose uses."""
    return any(i.text.lower() in VERBS for i in evidence.sentences[sentence].items)


VERBS = words("lists", "main_verbs")


def row_keys(evidence: Reading, sentence: int) -> frozenset[str]:
    """Thresholds and times in the other cells of a table's row."""
    label = evidence.rows.get(sentence)
    if label is None:
        return frozenset()
    return frozenset(
        key_of(q)
        for c in evidence.claims
        if evidence.rows.get(c.sentence) == label
        for q in c.quantities
    )


@lru_cache(maxsize=4096)
def caption_keys(evidence: Reading) -> frozenset[str]:
    """Thresholds and times of a table's caption, which hold for all of its rows."""
    if not evidence.rows:
        return frozenset()
    captions = [n for n in range(len(evidence.sentences)) if is_caption(evidence, n)]
    words = frozenset().union(*(evidence.keys[n] for n in captions))
    figures = {key_of(q) for n in captions for c in evidence.claims_in(n) for q in c.quantities}
    return words | figures | ({"at baseline"} if "baseline" in words else frozenset())


_NUMBERED = 2


def is_caption(evidence: Reading, sentence: int) -> bool:
    """`Table 3: Reactions within 7 days of either dose`."""
    before = evidence.sentences[sentence - 1].text.strip() if sentence else ""
    own = evidence.sentences[sentence].text.lstrip().startswith("Table ")
    return own or (before.startswith("Table ") and len(before.split()) == _NUMBERED)


def is_key(claim: Claim, key: str) -> bool:
    """Whether a claim's own figure is this threshold or time."""
    return any(key_of(q) == key for q in claim.quantities)
