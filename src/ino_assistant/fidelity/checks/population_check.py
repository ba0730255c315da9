"""Whether a figure is of the group of patients that it is said of."""

from __future__ import annotations

import re

from ino_assistant.fidelity.binding.claims import Claim
from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.binding.mentions import key_of
from ino_assistant.fidelity.binding.reading import Reading
from ino_assistant.fidelity.checks.context import (
    age_limits,
    context_keys,
    covers,
    has_verb,
    is_key,
    names,
    same_value,
    told_by_time,
    trial_wide,
)
from ino_assistant.fidelity.checks.findings import Finding, contradicted, missing, unbound
from ino_assistant.fidelity.terms.vocabulary import contrasts, implied_groups, severities

_UNRESTRICTIVE = frozenset(
    ("adult", "baseline", "intent-to-treat", "safety population", "per-protocol", "normal")
)
_PATIENTS = frozenset(("patients", "patient", "participants", "subjects", "adults", "people"))


def population_findings(
    said: Claim, statement: Reading, printed: Claim, evidence: Reading, text: str
) -> list[Finding]:
    """Groups that the statement names and the figure is not of, and groups that it drops."""
    ours, theirs = said.bound["cond"], printed.bound["cond"]
    found: list[Finding] = []
    threshold = key_of(said.quantity)[:1] in "<>" and bool(said.quantity.comparator)
    for key in sorted(ours):
        if _of_the_case(key, printed, evidence) or _own_age(key, evidence):
            continue
        if _names_dose(key, evidence):
            found += _other_dose(key, said, printed, text)
            continue
        listed = threshold and key[:1] in "<>"  # one of several thresholds in a list
        if listed or covers(key, theirs | printed.bound["what"] | printed.bound["time"]):
            continue
        if any(key in g and (g - {key}) & theirs for g in contrasts()):
            found.append(_other_group(key, text, theirs))
        elif key[:1] in "<>" or key[:1].isdigit():
            dealt = not ours & theirs and _taken(key, printed, evidence)
            found += (
                [_other_group(key, text, theirs)]
                if dealt
                else _threshold(key, printed, evidence, text)
            )
        else:
            found += _group(key, printed, evidence, text)
    found += _generalised(said, statement, printed, evidence, text)
    return found


def _names_dose(key: str, evidence: Reading) -> bool:
    """`at 10 mg/kg`, where the evidence tells its arms by their doses."""
    return any(a.endswith(f"@{key}") for c in evidence.claims for a in c.bound["arm"])


def _other_dose(key: str, said: Claim, printed: Claim, text: str) -> list[Finding]:
    arms = printed.bound["arm"]
    other = not any("@" in a for a in arms) or arms & said.bound["arm"]
    if other or any(a.endswith(f"@{key}") for a in arms):
        return []
    return [contradicted("arm", text, f"in the evidence it is that of {names(arms)}")]


def limit_of_other(
    said: Claim, statement: Reading, printed: Claim, evidence: Reading
) -> list[Finding]:
    """`11.9 % with up to 7 days` where the evidence gives 4.6 % for that and 11.9 % for more."""
    key = key_of(printed.quantity)
    results = [
        c for c in statement.claims_in(said.sentence)
        if c.role == "main" and c.group != said.group and c.clause == said.clause
        and not c.quantity.comparator
    ]  # fmt: skip
    if len(results) != 1:
        return []
    mains = [c for c in evidence.claims_in(printed.sentence) if c.role == "main"]
    same = [c for c in mains if same_value(c, results[0])]
    own = any(key in c.bound["cond"] | c.bound["time"] for c in same)
    given = any(key in c.bound["cond"] | c.bound["time"] for c in mains)
    if same and given and not own:
        return [_other_group(key, results[0].quantity.text.strip(), same[0].bound["cond"])]
    return []


def _of_the_case(key: str, printed: Claim, evidence: Reading) -> bool:
    """`aged 40, had an ECOG status of 1`: rows of a table about one person, without arms."""
    if printed.sentence not in evidence.rows or any(
        i.role == "arm" for s in evidence.sentences for i in s.items
    ):
        return False
    told = all(len(evidence.claims_in(n)) <= 1 for n in evidence.rows)
    return told and (
        any(key in evidence.keys[n] for n in evidence.rows)
        or any(is_key(c, key) for c in evidence.claims)
    )


def _own_age(key: str, evidence: Reading) -> bool:
    """`aged 67, had a stroke`, where `Tom, 67,` is printed: an age is no group of patients."""
    value, _, unit = key.partition(" ")
    named = (rf"[A-Z][a-z]+, {value}, ", rf"[A-Z][a-z]+ \({value}\)", rf"\b{value}-year-old\b")
    texts = [s.text for s in evidence.sentences]
    return unit == "year" and value.isdigit() and any(re.search(p, t) for p in named for t in texts)


def _other_group(key: str, text: str, theirs: frozenset[str]) -> Finding:
    detail = f"the evidence gives {text} for {names(theirs) or 'another group'}"
    return contradicted("population", key, detail)


def _elsewhere(key: str, printed: Claim, evidence: Reading) -> bool:
    """Whether another figure of the sentence is bound to a group, and this clause lacks it."""
    items = evidence.sentences[printed.sentence].items
    return all(i.key != key for i in items[slice(*printed.clause)]) and any(
        key in c.bound["cond"]
        for c in evidence.claims_in(printed.sentence)
        if c.role == "main" and c.group != printed.group
    )


def _group(key: str, printed: Claim, evidence: Reading, text: str) -> list[Finding]:
    """A named group that this figure is not bound to."""
    if told_by_time(key) & evidence.anchors[printed.sentence]:
        return []
    if _elsewhere(key, printed, evidence):
        return [_other_group(key, text, printed.bound["cond"])]
    here = frozenset(i.key for i in evidence.sentences[printed.sentence].items)
    within = evidence.inner[printed.sentence]
    if covers(key, here | within | context_keys(evidence, printed.sentence)):
        return []
    known = any(covers(key, k) for k in evidence.keys)
    if not known or (key in _UNRESTRICTIVE and evidence.rows):
        # Nowhere in the evidence: judged as a word.
        return []
    return [missing("population", key, _NOT_OF_GROUP)]


def _threshold(key: str, printed: Claim, evidence: Reading, text: str) -> list[Finding]:
    """A group named by a threshold that this figure is not bound to."""
    if key in printed.loose["cond"] and not has_verb(evidence, printed.sentence):
        # A row of a table told without a verb: its labels hold for all of its figures.
        return []
    if not any(key in c.bound["cond"] or is_key(c, key) for c in evidence.claims):
        return [missing("population", key, _NOT_OF_GROUP)]
    rival = any(
        key in c.bound["cond"]
        for c in evidence.claims_in(printed.sentence)
        if c.role == "main" and c.group != printed.group
    )
    clause = evidence.sentences[printed.sentence].items[slice(*printed.clause)]
    if printed.bound["cond"] or (rival and all(i.key != key for i in clause)):
        return [_other_group(key, text, printed.bound["cond"])]
    whole = evidence.sentences[printed.sentence].items
    if _loosely(key, printed) or any(key_of(i.quantity) == key for i in whole):
        return []
    return [unbound("population", key, f"it can't be told that {text} is that of this group")]


def _taken(key: str, printed: Claim, evidence: Reading) -> bool:
    """Whether the limits of a clause are dealt out to its figures, this one to another."""
    return bool(printed.bound["cond"]) and any(
        key in c.bound["cond"] and not printed.bound["cond"] & c.bound["cond"]
        for c in evidence.claims_in(printed.sentence)
        if c.role == "main" and c.clause == printed.clause and c.frame == printed.frame
    )


_NOT_OF_GROUP = "the evidence does not give this figure for this group"


def _loosely(key: str, printed: Claim) -> bool:
    return key in printed.loose["cond"] and not printed.bound["cond"]


def _generalised(
    said: Claim, statement: Reading, printed: Claim, evidence: Reading, text: str
) -> list[Finding]:
    """A figure of one group given for the whole arm."""
    if printed.role != "main" or said.role != "main":
        return []
    lower = {i.text.lower() for i in statement.sentences[said.sentence].items}
    if not said.bound["arm"] and not lower & _PATIENTS:
        return []
    ours = (
        said.bound["cond"] | said.bound["what"] | said.bound["time"] | statement.keys[said.sentence]
    )
    ours |= {key_of(q) for c in statement.claims_in(said.sentence) for q in c.quantities}
    dropped = printed.bound["cond"] - ours - _UNRESTRICTIVE
    roles = {i.key: i.role for i in evidence.sentences[printed.sentence].items}
    in_row = printed.sentence in evidence.rows
    dropped = frozenset(
        k for k in dropped
        if k[:1] in "<>" or roles.get(k) in ("condition", "reaction", "endpoint")
        or (in_row and k[:1].isdigit() and "," in k)
    )  # fmt: skip
    dropped -= _ages_of_all(dropped, evidence) | trial_wide(evidence)
    dropped = frozenset(k for k in dropped if not implied_groups().get(k, frozenset()) & ours)
    dropped = _excused(dropped, ours, said, printed, evidence)
    if dropped and not _contrasted(printed, evidence, dropped):
        dropped = frozenset(k for k in dropped if k[:1] in "<>" or roles.get(k) == "condition")
        # One group alone: a threshold or a named setting may not be dropped beside an arm.
        if not said.bound["arm"] and not (lower & {"all"}):
            return []
    if dropped:
        return [unbound("population", text, f"the evidence gives it for {names(dropped)} only")]
    return []


def _ages_of_all(dropped: frozenset[str], evidence: Reading) -> frozenset[str]:
    """A lowest age, where the evidence speaks of no other."""
    ages = {key_of(limit) for limit in age_limits(evidence)}
    return frozenset(k for k in dropped if k.startswith(">=") and ages == {k})


def _excused(
    dropped: frozenset[str], ours: frozenset[str], said: Claim, printed: Claim, evidence: Reading
) -> frozenset[str]:
    """Without what the statement says in other words.

    That is a threshold in brackets behind a group that it names, or a second severity.
    """
    if severities() & ours:
        dropped -= severities()
    if "primari" in ours or "primary" in ours:
        dropped -= _of_apposition(evidence.sentences[printed.sentence].items)
    if (printed.bound["cond"] & ours) - _UNRESTRICTIVE:
        bracketed = {
            key_of(i.quantity)
            for i in evidence.sentences[printed.sentence].items
            if i.quantity is not None and i.depth > 0
        }
        dropped -= bracketed
    others = frozenset().union(
        *(c.territory for c in evidence.claims
          if evidence.rows.get(c.sentence) != evidence.rows.get(printed.sentence))
    )  # fmt: skip
    if printed.sentence in evidence.rows and said.territory & (printed.territory - others):
        # `<15, on hemodialysis`: a row told by one of its names.
        return frozenset()
    if not _contrasted(printed, evidence, dropped):
        dropped -= _defining(ours, evidence.sentences[printed.sentence].items)
    return dropped


def _of_apposition(items: tuple[Item, ...]) -> frozenset[str]:
    """Thresholds of `the primary endpoint, a fall of at least 40 %, occurred in`: what it is."""
    for index, item in enumerate(items):
        if item.text.lower() not in ("endpoint", "outcome") or index + 1 >= len(items):
            continue
        if items[index + 1].key not in (",", "("):
            continue
        closing = ")" if items[index + 1].key == "(" else ","
        ends = [n for n in range(index + 2, len(items)) if items[n].key == closing]
        if ends:
            inside = items[index + 2 : ends[-1]]
            return frozenset(key_of(i.quantity) for i in inside if i.quantity is not None)
    return frozenset()


def _defining(ours: frozenset[str], items: tuple[Item, ...]) -> frozenset[str]:
    """Thresholds in a bracket that defines a word of the statement.

    `Hyperkalemia (serum potassium >5.5 mmol/L)` says what hyperkalemia means here.
    """
    found = set()
    for index, item in enumerate(items):
        if item.quantity is None or not item.depth or item.population:
            continue
        opened = next((n for n in range(index, -1, -1) if items[n].key == "("), 0)
        if opened and items[opened - 1].key in ours:
            found.add(key_of(item.quantity))
    return frozenset(found)


def _contrasted(printed: Claim, evidence: Reading, dropped: frozenset[str]) -> bool:
    """Whether the evidence has the same thing for another group too."""
    return any(
        c.role == "main"
        and c.group != printed.group
        and c.bound["what"] & printed.bound["what"]
        and (
            not c.bound["arm"] or not printed.bound["arm"] or c.bound["arm"] & printed.bound["arm"]
        )
        and not dropped <= c.bound["cond"]
        for c in evidence.claims
    )
