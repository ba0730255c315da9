"""Whether a figure is of the time that it is said of."""

from __future__ import annotations

from ino_assistant.fidelity.claims import Claim
from ino_assistant.fidelity.context import is_key, names, row_keys, same_value
from ino_assistant.fidelity.findings import Finding, contradicted, missing, unbound
from ino_assistant.fidelity.reading import Reading


def time_findings(
    said: Claim, statement: Reading, printed: Claim, evidence: Reading, text: str
) -> list[Finding]:
    """Cycles, days and times counted from something that the figure is not of."""
    ours, theirs = said.bound["time"], printed.bound["time"]
    found: list[Finding] = []
    if "at baseline" in ours - theirs and any(t[:1].isdigit() for t in theirs):
        found.append(contradicted("time", text, f"the evidence gives it for {names(theirs)}"))
    found += _sizes(said, statement, printed, evidence)
    for key in sorted(ours - theirs):
        if (printed.role == "time" and is_key(printed, key)) or (
            key in row_keys(evidence, printed.sentence)
        ):
            continue
        whole = next(
            (t for t in theirs if _members(key) < _members(t) and _unit(key) == _unit(t)), None
        )
        if whole is not None:
            found.append(contradicted("list", key, f"the evidence lists {whole}s"))
            continue
        if key == "at baseline" and "baseline" in (
            evidence.keys[printed.sentence] | evidence.inner[printed.sentence]
        ):
            continue
        if key == "during treatment" and _during(evidence, printed):
            continue
        if key in printed.bound["cond"] or _merged(key, printed, evidence):
            continue
        timed = frozenset(t for t in theirs if key[:1].isdigit() == t[:1].isdigit())
        elsewhere = any(
            key in c.bound["time"] or is_key(c, key)
            for c in evidence.claims
            if c.group != printed.group
        )
        in_sentence = key in printed.loose["time"] or key in evidence.keys[printed.sentence]
        if timed and (elsewhere or not in_sentence):
            found.append(contradicted("time", key, f"the evidence gives {text} for {names(timed)}"))
        elif elsewhere and key[:1].isdigit():
            found.append(unbound("time", key, f"it can't be told that {text} is that of this time"))
        elif not in_sentence and not elsewhere:
            found.append(
                missing("time", key, "the evidence does not give this figure for this time")
            )
        elif elsewhere and not in_sentence:
            found.append(contradicted("time", key, "the evidence says this time of something else"))
    return found


def _sizes(said: Claim, statement: Reading, printed: Claim, evidence: Reading) -> list[Finding]:
    """`Of 75 patients, 5 ...`: how many were looked at must stand in the clause of the figure."""
    if said.role != "main" or printed.role != "main":
        return []
    found = []
    for size in statement.claims_in(said.sentence):
        if size.role != "size" or size.clause != said.clause:
            continue
        places = [c for c in evidence.claims_in(printed.sentence) if same_value(c, size)]
        if places and all(c.clause != printed.clause for c in places):
            text = size.quantity.text.strip()
            found.append(
                contradicted("denominator", text, "the evidence has it with another figure")
            )
    return found


def _during(evidence: Reading, printed: Claim) -> bool:
    """`during A treatment and for at least 8 months after`: both are told of the figure."""
    items = evidence.sentences[printed.sentence].items
    return any(
        one.text.lower().startswith("during")
        and any(i.text.lower() in ("treatment", "therapy") for i in items[n + 1 : n + 3])
        for n, one in enumerate(items)
    )


def _merged(key: str, printed: Claim, evidence: Reading) -> bool:
    """Equal doses on several days: `0.5 mg/m² on Days 8 and 15` of a list of three."""
    days: set[str] = set()
    for other in evidence.claims_in(printed.sentence):
        same = (other.quantity.values, other.quantity.unit) == (
            printed.quantity.values,
            printed.quantity.unit,
        )
        if same and other.frame == printed.frame:
            days |= {d for t in other.bound["time"] if _unit(t) == _unit(key) for d in _members(t)}
    return bool(_members(key)) and _members(key) == days


def _members(key: str) -> frozenset[str]:
    head = key.split(" ", maxsplit=1)[0]
    return frozenset(head.split(",")) if head[:1].isdigit() else frozenset()


def _unit(key: str) -> str:
    return key.rpartition(" ")[2]
