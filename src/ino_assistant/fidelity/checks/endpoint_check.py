"""Whether a figure is of the thing, and of the statistic, that it is said of."""

from __future__ import annotations

import itertools

from ino_assistant.fidelity.binding.claims import Claim
from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.binding.mentions import key_of
from ino_assistant.fidelity.binding.reading import Reading
from ino_assistant.fidelity.checks.cause_check import cause_findings, told_with
from ino_assistant.fidelity.checks.cells import names_row
from ino_assistant.fidelity.checks.context import context_keys, covers, names, same_value
from ino_assistant.fidelity.checks.findings import Finding, contradicted, missing, unbound
from ino_assistant.fidelity.terms.vocabulary import contrasts, severities, words


def endpoint_findings(
    said: Claim, statement: Reading, printed: Claim, evidence: Reading, text: str
) -> list[Finding]:
    """What is measured in the statement and not by this figure of the evidence."""
    ours, theirs = said.bound["what"], printed.bound["what"]
    if said.quantity.comparator and ours & theirs:
        # `hemoglobin of at least 10 g/dL predicted survival`: the limit is of its measure.
        ours -= context_keys(evidence, printed.sentence) - theirs
    near = theirs | printed.bound["cond"] | printed.bound["time"] | printed.bound["stat"]
    near |= told_with(printed, evidence)
    context = context_keys(evidence, printed.sentence)
    found: list[Finding] = []
    bound_elsewhere = frozenset(
        key
        for c in evidence.claims
        if c.sentence == printed.sentence and c.group != printed.group and c.role == "main"
        for key in c.bound["what"]
    )
    for key in sorted(ours):
        if covers(key, near) or _kind_of(key, theirs, printed, evidence):
            continue
        if key in _KINDS and ours & theirs and key in evidence.keys[printed.sentence]:
            continue  # `A, B and C were the most common reactions, in 6%, 5% and 4%`
        other = frozenset().union(*(g & near for g in contrasts() if key in g))
        if other and not other & (ours | said.bound["cond"]):
            detail = f"said of {key}; in the evidence it is that of {names(other)}"
            found.append(contradicted("endpoint", text, detail))
            continue
        if theirs and key in bound_elsewhere:
            found.append(
                contradicted(
                    "endpoint",
                    text,
                    f"said of {key}; in the evidence it is that of {names(theirs)}",
                )
            )
        elif covers(key, context):
            clause = evidence.sentences[printed.sentence].items[slice(*printed.clause)]
            here = any(i.key == key for i in clause)
            later = evidence.sentences[printed.sentence].items[printed.clause[1] :]
            denied = any(i.text.lower() in ("not", "no") for i in later[:3])
            if (
                theirs
                and not here
                and (
                    any(
                        i.key == key and i.role == "reaction"
                        for s in evidence.sentences
                        for i in s.items
                    )
                    or (denied and any(i.key == key for i in later))
                )
            ):
                found.append(
                    unbound("endpoint", text, f"{key} is not what the evidence gives it for")
                )
        elif theirs:
            found.append(
                contradicted(
                    "endpoint", text, f"said of {key}; the evidence gives it for {names(theirs)}"
                )
            )
        else:
            found.append(missing("endpoint", key, "the evidence does not give this figure for it"))
    if not ours and not found:
        rivals = {
            c.bound["what"] for c in evidence.claims if c.role == "main" and same_value(c, said)
        }
        named = _told_apart(said, evidence) or names_row(said, statement, printed, evidence)
        if len(rivals) > 1 and not named:
            found.append(
                unbound("endpoint", text, "the evidence has this figure for more than one thing")
            )
    found += cause_findings(said, statement, printed, evidence, text)
    found += _part_of_whole(said, statement, printed, evidence, text)
    found += _included(said, statement, printed, evidence, text)
    found += _compound(said, printed, evidence, text)
    found += _restricted(said, statement, printed, evidence, text)
    return found


def _included(
    said: Claim, statement: Reading, printed: Claim, evidence: Reading, text: str
) -> list[Finding]:
    """`Reactions, including anaphylaxis, occurred in 0.3 %` told of anaphylaxis."""
    if said.role != "main" or printed.role != "main":
        return []
    items = evidence.sentences[printed.sentence].items
    start = next(
        (n for n in range(printed.clause[0], printed.unit.first)
         if items[n].text.lower() == "including"), None,
    )  # fmt: skip
    if start is None:
        return []
    stop = next((n for n in range(start, printed.unit.first) if items[n].key == ","), start)
    named = frozenset(i.key for i in items[start:stop] if i.kind in ("word", "mention"))
    heads = frozenset(
        i.key for i in items[printed.clause[0] : start]
        if i.kind in ("word", "mention") and i.role != "arm"
    )  # fmt: skip
    ours = statement.keys[said.sentence]
    if named & ours and heads and not heads & ours:
        detail = f"the evidence gives it for {names(heads)}"
        return [contradicted("endpoint", text, detail)]
    return []


_WHOLE = frozenset(("overall", "total"))


def _part_of_whole(
    said: Claim, statement: Reading, printed: Claim, evidence: Reading, text: str
) -> list[Finding]:
    """`The overall rate` told with the figure of a part, where another is the overall one."""
    if said.role != "main" or not _says_whole(said, statement) or _says_whole(printed, evidence):
        return []
    for other in evidence.claims:
        rival = other.role == "main" and other.quantity.kind == printed.quantity.kind
        what = other.bound["what"] & said.bound["what"]
        alike = what or not (other.bound["what"] or said.bound["what"])
        same = rival and alike and not same_value(other, said)
        arms = other.bound["arm"], printed.bound["arm"]
        if same and (not all(arms) or arms[0] & arms[1]) and _says_whole(other, evidence):
            detail = f"the evidence gives {other.quantity.text.strip()} for all together"
            return [contradicted("endpoint", text, detail)]
    return []


def _says_whole(claim: Claim, reading: Reading) -> bool:
    clause = reading.sentences[claim.sentence].items[slice(*claim.clause)]
    return any(i.text.lower() in _WHOLE for i in clause)


_KINDS = frozenset(("adverse reaction", "serious adverse reaction"))


def _kind_of(key: str, theirs: frozenset[str], printed: Claim, evidence: Reading) -> bool:
    """`Nausea was the most frequent adverse event (12 %)`: of what is named as the event."""
    clause = evidence.sentences[printed.sentence].items[slice(*printed.clause)]
    before = clause[: max(0, printed.unit.first - printed.clause[0])]
    single = (
        sum(
            c.role == "main" and c.clause == printed.clause
            for c in evidence.claims_in(printed.sentence)
        )
        == 1
    )
    named = [i for i in before if i.key == key and i.role == "reaction"]
    first = next((n for n, i in enumerate(before) if i.key == key), 0)
    linked = any(i.text.lower() in ("was", "were", "is", "are") for i in before[first : first + 2])
    return bool(theirs) and theirs <= _KINDS and single and bool(named) and linked


def _restricted(
    said: Claim, statement: Reading, printed: Claim, evidence: Reading, text: str
) -> list[Finding]:
    """`treatment-related adverse events` told as `adverse events`."""
    ours = said.bound["what"] & printed.bound["what"]
    grades = {k for k in printed.bound["cond"] if k.endswith(" grade")}
    graded = severities() | {"severity"}
    if (
        grades
        and printed.role == said.role == "main"
        and not (
            graded & statement.keys[said.sentence]
            or any(k.endswith(" grade") for k in _told(statement, said))
        )
    ):
        shown = names(frozenset(grades))
        return [contradicted("endpoint", text, f"the evidence gives it for {shown}")]
    cut = _degree_cut(said, statement, printed, evidence, text)
    if cut or severities() & statement.keys[said.sentence]:
        # `fatal and life-threatening`: told with one of its degrees.
        return cut
    clause = evidence.sentences[printed.sentence].items[slice(*printed.clause)]
    for index, item in enumerate(clause):
        if item.key not in ours or item.population:
            continue
        for before in reversed(clause[max(0, index - 2) : index]):
            if before.kind in ("light", "quantity") or before.key in (",", ";", "("):
                break
            narrowing = before.text.lower() in words("restricting")
            if narrowing and before.key not in statement.keys[said.sentence]:
                detail = f"the evidence gives it for {before.text} {item.text}"
                return [contradicted("endpoint", text, detail)]
    return []


def _degree_cut(
    said: Claim, statement: Reading, printed: Claim, evidence: Reading, text: str
) -> list[Finding]:
    """`moderate or severe exacerbations` told as severe ones."""
    items = evidence.sentences[printed.sentence].items[slice(*printed.clause)]
    ours = statement.keys[said.sentence]
    for one, joint, two in zip(items, items[1:], items[2:], strict=False):
        pair = {one.key, two.key}
        named = pair <= severities() and joint.text.lower() in ("or", "to")
        if named and len(pair & ours) == 1 and said.role == printed.role == "main":
            detail = f"the evidence gives it for {one.text} {joint.text} {two.text}"
            return [contradicted("endpoint", text, detail)]
    return []


def _told(statement: Reading, said: Claim) -> set[str]:
    """The thresholds, times and grades that a sentence names."""
    return {key_of(q) for c in statement.claims_in(said.sentence) for q in c.quantities}


def _told_apart(said: Claim, evidence: Reading) -> bool:
    """Whether other names of the statement's claim choose among equal figures."""
    rivals = [c for c in evidence.claims if c.role == "main" and same_value(c, said)]
    ours = said.bound["cond"] | said.bound["time"] | said.bound["stat"] | said.bound["arm"]
    fitting = [c for c in rivals if ours and ours <= (
        c.bound["cond"] | c.bound["time"] | c.bound["stat"] | c.bound["arm"])]  # fmt: skip
    return len(fitting) == 1


def _compound(said: Claim, printed: Claim, evidence: Reading, text: str) -> list[Finding]:
    """`MRD-negative CR` is not `CR`: an endpoint named by two terms side by side stays whole."""
    ours = said.bound["what"] | said.bound["cond"]
    items = evidence.sentences[printed.sentence].items
    for one, two in itertools.pairwise(items):
        both = one.role == two.role == "endpoint" and not one.population
        shortened = two.key in ours and one.key not in ours and two.key != "remission"
        if both and shortened and {one.key, two.key} <= printed.bound["what"]:
            detail = f"the evidence gives it for {one.key} {two.key}"
            return [contradicted("endpoint", text, detail)]
    return _alternative(ours, printed, items, text)


def _alternative(
    ours: frozenset[str], printed: Claim, items: tuple[Item, ...], text: str
) -> list[Finding]:
    """`death or hospitalization` is one endpoint: neither part has its figure alone."""
    for index, item in enumerate(items):
        if item.role != "endpoint" or item.population:
            continue
        after = items[index + 1 : index + 3]
        if len(after) == 2 and after[0].text.lower() == "or" and after[1].role == "endpoint":
            pair = {item.key, after[1].key}
            if pair <= printed.bound["what"] and len(pair & ours) == 1:
                return [
                    contradicted(
                        "endpoint", text, f"the evidence gives it for {' or '.join(sorted(pair))}"
                    )
                ]
    return []


def _reduced_by(said: Claim) -> bool:
    return said.quantity.unit == "%" and said.unit.contrast


def statistic_findings(said: Claim, printed: Claim, evidence: Reading, text: str) -> list[Finding]:
    """Mean, median, odds or hazard ratio that the evidence does not call this figure."""
    found = []
    context = context_keys(evidence, printed.sentence)
    for key in sorted(said.bound["stat"] - printed.bound["stat"]):
        if key in ("confidence interval", "range", "p value"):
            continue
        if (
            key == "risk ratio"
            and _reduced_by(said)
            and "relative reduction" in (printed.bound["stat"])
        ):
            # `the relative risk was reduced by 25 %`.
            continue
        if printed.bound["stat"] and key not in context:
            theirs = names(printed.bound["stat"])
            found.append(
                contradicted("statistic", text, f"said as {key}; the evidence gives {theirs}")
            )
        elif key not in context:
            found.append(missing("statistic", key, "the evidence does not call this figure so"))
    return found
