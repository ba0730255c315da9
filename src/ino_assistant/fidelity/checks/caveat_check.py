"""Significance, dropped qualifications, and opinion told as fact."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from decimal import Decimal

from ino_assistant.fidelity.binding.clauses import clauses_of
from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.binding.reading import Reading, Sense, sense_of
from ino_assistant.fidelity.checks.cases import tells_case
from ino_assistant.fidelity.checks.findings import Finding, contradicted, missing
from ino_assistant.fidelity.terms.vocabulary import words

_WEAK = frozenset((
    "exploratory", "post hoc", "not powered", "descriptive", "caution", "unadjusted",
))  # fmt: skip
"""Qualifications that say alike how far a result goes: one of them stands for another."""
_WHAT = ("endpoint", "reaction", "measure")


def significance_findings(
    statement: Reading, sentence: int, evidence: Reading, sources: Collection[int]
) -> list[Finding]:
    """Significance that the evidence denies, or does not speak of for this endpoint."""
    found: list[Finding] = []
    for start, end in clauses_of(statement.sentences[sentence]):
        said = sense_of(statement.sentences[sentence], start, end)
        if not said.significance:
            continue
        what = _what_of(statement.sentences[sentence].items[start:end]) or _what_of(
            statement.sentences[sentence].items
        )
        signs = _significances(evidence, sources, what)
        if not statement.claims_in(sentence) and _told_elsewhere(evidence, what, said.significance):
            signs = set()
        word = "significant" if said.significance == "+" else "not significant"
        if said.significance in signs:
            continue
        if not signs and said.significance == _by_p_value(evidence, sources, what):
            continue
        if signs:
            found.append(contradicted("significance", word, "the evidence says otherwise"))
        else:
            found.append(
                missing("significance", word, "the evidence does not speak of significance here")
            )
    return found


_USUAL_LEVEL = Decimal("0.05")


def _by_p_value(evidence: Reading, sources: Collection[int], what: frozenset[str]) -> str:
    """`+` or `-` by the one P value that the sources print for a thing; empty without one.

    Only where nothing is said of a boundary of its own, and no reservation is made.
    """
    found = set()
    for source in sources:
        items = evidence.sentences[source].items
        named = words("significance", "boundary")
        if evidence.senses[source].caveats or any(i.text.lower() in named for i in items):
            return ""
        observed = [i.quantity for i in items if i.quantity and i.quantity.kind == "p_value"]
        theirs = _what_of(items)
        if not observed or (what and theirs and not what & theirs):
            continue
        if len(observed) > 1:
            return ""
        below = observed[0].comparator in ("", "<", "<=") and observed[0].values[0] < _USUAL_LEVEL
        found.add("+" if below else "-" if observed[0].comparator != "<" else "")
    return next(iter(found)) if len(found) == 1 else ""


def boundary_findings(
    statement: Reading, sentence: int, evidence: Reading, sources: Collection[int]
) -> list[Finding]:
    """A boundary of significance given as an observed P value, or the other way round."""
    printed = [p for s in sources for p in _p_values(evidence.sentences[s].items)]
    found = []
    for value, text, bound in _p_values(statement.sentences[sentence].items):
        sides = {b for v, _, b in printed if v == value}
        if sides and bound not in sides:
            detail = "in the evidence it is " + (
                "the value that was observed" if bound else "the boundary, not what was observed"
            )
            found.append(contradicted("p_value", text, detail))
    return found


def _p_values(items: Sequence[Item]) -> list[tuple[Decimal, str, bool]]:
    """P values of a sentence, each with whether it is called a boundary."""
    found = []
    named = words("significance", "boundary")
    for index, item in enumerate(items):
        quantity = item.quantity
        if quantity is None or quantity.kind != "p_value" or not quantity.values:
            continue
        around = items[max(0, index - 8) : index + 4]
        bound = any(i.key == "boundary" or i.text.lower() in named for i in around)
        found.append((quantity.values[0], item.text.strip(), bound))
    return found


def _what_of(items: Sequence[Item]) -> frozenset[str]:
    return frozenset(i.key for i in items if i.role in _WHAT)


def _told_elsewhere(evidence: Reading, what: frozenset[str], sign: str) -> bool:
    """Whether a thing is told in another sentence than that of the significance only."""
    signed = frozenset().union(
        *(evidence.keys[n] for n, s in enumerate(evidence.senses) if s.significance == sign)
    )
    others = frozenset().union(
        *(evidence.keys[n] for n, s in enumerate(evidence.senses) if s.significance != sign)
    )
    return bool((what - signed) & others)


def _significances(evidence: Reading, sources: Collection[int], what: frozenset[str]) -> set[str]:
    signs: set[str] = set()
    for number, sentence in enumerate(evidence.sentences):
        for start, end in clauses_of(sentence):
            sense = sense_of(sentence, start, end)
            if not sense.significance:
                continue
            theirs = _what_of(sentence.items[start:end])
            if what & theirs or (number in sources and (not theirs or not what)):
                signs.add(sense.significance)
    return signs


def caveat_findings(
    statement: Reading, evidence: Reading, sources: Collection[int]
) -> list[Finding]:
    """Qualifications of the source's sentence that the statement leaves out."""
    held = (
        frozenset().union(*(s.caveats for s in statement.senses))
        if statement.senses
        else frozenset()
    )
    denied = any(s.significance == "-" for s in statement.senses)
    found: list[Finding] = []
    for source in sorted(sources):
        sense = evidence.senses[source]
        missed = sense.caveats - held
        reserved = held & (sense.caveats | {"caution"})
        if missed and not (reserved and missed <= {"small numbers"}):
            found.append(
                missing("caveat", ", ".join(sorted(missed)), "the evidence says so with it")
            )
        if (
            _denies(evidence, source, sense)
            and not denied
            and _concerns(statement, evidence, source)
        ):
            found.append(
                missing("caveat", "not significant", "the evidence says so in the same sentence")
            )
        for later in range(source + 1, len(evidence.sentences)):
            caveats = evidence.senses[later].caveats - {
                "estimated",
                "suspected",
                "small numbers",
                "pooled",
                "observational",
            }
            told = held & _WEAK and caveats <= _WEAK
            if (
                caveats
                and not told
                and not held & caveats
                and later not in sources
                and _points_back(evidence, later)
                and not _of_other(statement, evidence, later)
            ):
                found.append(
                    missing(
                        "caveat", ", ".join(sorted(caveats)), "the evidence says so of these data"
                    )
                )
    return found


def _denies(evidence: Reading, source: int, sense: Sense) -> bool:
    whole = evidence.sentences[source]
    return any(sense_of(whole, s, e).significance == "-" for s, e in clauses_of(whole)) or (
        sense.significance == "-"
    )


def _concerns(statement: Reading, evidence: Reading, source: int) -> bool:
    """Whether the statement tells results of that sentence, not only its boundary."""
    printed = {
        (q.values, q.unit)
        for c in evidence.claims_in(source)
        for q in c.quantities
        if c.role != "boundary"
    }
    said = {(q.values, q.unit) for c in statement.claims for q in c.quantities}
    return bool(printed & said) or not statement.claims


def _of_other(statement: Reading, evidence: Reading, later: int) -> bool:
    """`at this interim analysis, overall survival was immature`: a reservation on its own thing."""
    theirs = _what_of(evidence.sentences[later].items)
    ours = frozenset().union(*(_what_of(s.items) for s in statement.sentences))
    return bool(theirs and ours and not theirs & ours)


def _points_back(evidence: Reading, number: int) -> bool:
    items = evidence.sentences[number].items
    lower = [i.text.lower() for i in items]
    return any(w in ("these", "this") for w in lower) and not any(
        i.quantity is not None for i in items
    )


_VIEWS = frozenset(("opinion", "opinions", "consensus", "panel", "views"))
_RESULT = re.compile(
    r"\b(?:data|trials?|study|studies|evidence|results|research|findings)\s(?:clearly\s|also\s)?"
    r"(?:shows?|showed|proves?|proved|demonstrates?|demonstrated|establish\w*|confirm\w*)\b",
    re.IGNORECASE,
)


def _shown(text: str) -> bool:
    """Whether something is told as what data or a trial showed."""
    return _RESULT.search(text) is not None


def authority_findings(
    statement: Reading, evidence: Reading, sources: Collection[int]
) -> list[Finding]:
    """An opinion in the first person that is told as a fact, or one of experts as a result."""
    if _shown(statement.text) and not _shown(evidence.text) and any(
        i.text.lower() in _VIEWS for s in sources for i in evidence.sentences[s].items
    ):  # fmt: skip
        text = statement.text.strip()[:60]
        return [missing("authority", text, "the evidence gives it as a view, and as no result")]
    last = max(sources, default=-1)
    if not any(sense.personal for sense in evidence.senses[: last + 1]):
        return []
    if all(tells_case(evidence.sentences[s]) for s in sources):
        return []
    official = words("authority", "claimed") - {"trial", "who", "indicated"}
    if all(any(i.text.lower() in official for i in evidence.sentences[s].items) for s in sources):
        return []
    lower = {i.text.lower() for s in statement.sentences for i in s.items}
    attributed = lower & words("authority", "attribution") - {"his", "her", "their"}
    if attributed or any(s.personal for s in statement.senses):
        return []
    return [
        missing("authority", statement.text.strip()[:60], "the evidence gives it as an opinion")
    ]
