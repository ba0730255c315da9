"""Whether a figure is of the time that it is said of."""

from __future__ import annotations

from ino_assistant.fidelity.binding.claims import Claim
from ino_assistant.fidelity.binding.mentions import key_of
from ino_assistant.fidelity.binding.reading import Reading
from ino_assistant.fidelity.checks.context import caption_keys, is_key, names, row_keys, same_value
from ino_assistant.fidelity.checks.findings import Finding, contradicted, missing, unbound


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
            or (printed.sentence in evidence.rows and key in caption_keys(evidence))
        ):
            continue
        whole = next(
            (t for t in theirs if _members(key) < _members(t) and _unit(key) == _unit(t)), None
        )
        if whole is not None:
            found.append(contradicted("list", key, f"the evidence lists {whole}s"))
            continue
        if _told_otherwise(key, printed, evidence):
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
        elif (
            elsewhere
            and key[:1].isdigit()
            and not _beside(key, printed, evidence)
            and not _of_another(key, said, statement, evidence)
        ):
            found.append(unbound("time", key, f"it can't be told that {text} is that of this time"))
        elif not in_sentence and not elsewhere:
            found.append(
                missing("time", key, "the evidence does not give this figure for this time")
            )
        elif elsewhere and not in_sentence:
            found.append(contradicted("time", key, "the evidence says this time of something else"))
    return found


def _told_otherwise(key: str, printed: Claim, evidence: Reading) -> bool:
    """Whether a time is that of a figure by other means than standing beside it."""
    here = evidence.keys[printed.sentence] | evidence.inner[printed.sentence]
    return (
        (key == "at baseline" and "baseline" in here)
        or (key == "during treatment" and _during(evidence, printed))
        or _leads(key, printed, evidence)
        or (printed.unit.contrast and key in printed.loose["time"])
        or key in printed.bound["cond"]
        or _merged(key, printed, evidence)
        or _again(key, printed, evidence)
        or bool(_in_days(key) & frozenset().union(*map(_in_days, printed.bound["time"])))
    )


def _in_days(key: str) -> frozenset[str]:
    """`2 week` as `14 day` too, and a day as itself."""
    value, _, unit = key.rpartition(" ")
    weeks = unit == "week" and value.isdigit()
    return frozenset((f"{int(value) * 7} day",)) if weeks else frozenset((key,))


def _leads(key: str, printed: Claim, evidence: Reading) -> bool:
    """`At month 12, ...`: a time that its sentence begins with, of all of its figures."""
    items = evidence.sentences[printed.sentence].items
    for index, item in enumerate(items[:5]):
        if item.quantity is not None:
            behind = items[index + 1 : index + 2]
            return key_of(item.quantity) == key and any(i.key == "," for i in behind)
    return False


def _beside(key: str, printed: Claim, evidence: Reading) -> bool:
    """Whether a time is told for itself in the sentence, and no other result has it."""
    claims = evidence.claims_in(printed.sentence)
    return any(is_key(c, key) and c.role == "main" for c in claims) and not any(
        key in c.bound["time"] for c in evidence.claims if c.role == "main"
    )


def _of_another(key: str, said: Claim, statement: Reading, evidence: Reading) -> bool:
    """Whether the statement tells another figure too, which the evidence gives this time."""
    others = [
        c for c in statement.claims_in(said.sentence)
        if c.group != said.group and c.role in ("main", "cond")
    ]  # fmt: skip
    items = statement.sentences[said.sentence].items
    stop = min((c.unit.first for c in others if c.unit.first > said.unit.last), default=len(items))
    if any(key_of(i.quantity) == key for i in items[said.unit.last + 1 : stop]):
        return False  # told right behind this one
    return any(
        key in printed.bound["time"] and same_value(printed, other)
        for printed in evidence.claims
        for other in others
    )


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


def _again(key: str, printed: Claim, evidence: Reading) -> bool:
    """`5 mg at Week 0, and 5 mg every 8 weeks from Week 8`, told with the 5 mg once."""
    return any(
        key in c.bound["time"] and c.bound["arm"] == printed.bound["arm"]
        and c.group != printed.group and c.clause == printed.clause and same_value(c, printed)
        for c in evidence.claims_in(printed.sentence)
        if c.role == "main"
    )  # fmt: skip


def _members(key: str) -> frozenset[str]:
    head = key.split(" ", maxsplit=1)[0]
    return frozenset(head.split(",")) if head[:1].isdigit() else frozenset()


def _unit(key: str) -> str:
    return key.rpartition(" ")[2]
