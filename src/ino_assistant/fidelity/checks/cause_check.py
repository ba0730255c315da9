"""A figure of an effect told as one of its cause, and causes told the other way round."""

from __future__ import annotations

from ino_assistant.fidelity.binding.causes import Link, links_of
from ino_assistant.fidelity.binding.claims import Claim
from ino_assistant.fidelity.binding.mentions import WHAT
from ino_assistant.fidelity.binding.reading import Reading
from ino_assistant.fidelity.checks.context import covers, names
from ino_assistant.fidelity.checks.findings import Finding, contradicted

_GENERAL = frozenset(("adverse reaction", "serious adverse reaction"))
_RESULTS = frozenset(("percent", "fraction", "count", "number", "vague"))


def told_with(printed: Claim, evidence: Reading) -> frozenset[str]:
    """Cause and effect that a figure of the evidence stands for, wherever they are named."""
    found = frozenset[str]()
    for link in _links(printed, evidence):
        found |= link.causes | link.effects | _before(link, printed, evidence)
    return found


def cause_findings(
    said: Claim, statement: Reading, printed: Claim, evidence: Reading, text: str
) -> list[Finding]:
    """`Reactions occurred in 6 %`, where 6 % is that of those who stopped because of them."""
    ours = said.bound["what"]
    if printed.role != "main" or printed.quantity.kind not in _RESULTS:
        return []
    own, told = statement.sentences[said.sentence], statement.keys[said.sentence]
    for link in _links(printed, evidence):
        effects = link.effects or _before(link, printed, evidence)
        causes = link.causes
        if link.listed:
            causes = printed.bound["what"] - effects
        effects = effects - causes - _GENERAL
        alone = bool(ours & causes) and not any(covers(key, ours) for key in effects)
        alone = alone or (not ours and bool(printed.bound["what"] & effects))
        if effects and alone and not effects & told and not links_of(own):
            detail = f"the evidence gives it for {names(effects)}"
            return [contradicted("endpoint", text, detail)]
    return []


def _links(printed: Claim, evidence: Reading) -> list[Link]:
    """The links that a figure is told with: in its clause, none between them but figures."""
    start, end = printed.clause
    links = [k for k in links_of(evidence.sentences[printed.sentence]) if start <= k.at < end]
    before = [k for k in links if k.at < printed.unit.first]
    items = evidence.sentences[printed.sentence].items
    if before:
        # Behind another thing of its own the figure is no longer told of the link.
        last = before[-1]
        between = items[last.at : printed.unit.first]
        figures = [n for n, i in enumerate(between) if i.quantity is not None]
        own = figures and any(i.role in WHAT for i in between[figures[-1] :])
        return [] if own and not last.listed else [last]
    end = printed.unit.last + 1
    for link in links:
        if not link.forward and all(i.quantity is None for i in items[end : link.at]):
            return [link]
    return []


def _before(link: Link, printed: Claim, evidence: Reading) -> frozenset[str]:
    """What a clause before names, where the link does not: `the reason was`, `it led to`."""
    if link.causes and link.effects:
        return frozenset()
    items = evidence.sentences[printed.sentence].items[: printed.clause[0]]
    return frozenset(i.key for i in items if i.role in WHAT and not i.population)


__all__ = ["cause_findings", "told_with"]
