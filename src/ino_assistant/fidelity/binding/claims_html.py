"""The claims of a document as HTML for its reviewers: what each figure was bound to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from ino_assistant.fidelity.binding.claim_table import ClaimTable, TableClaim
from ino_assistant.fidelity.binding.mentions import OTHER

_MANY = 12
"""Claims from which they are folded away until asked for."""
_ROLES = (
    ("arm", "arms"), ("endpoint", "endpoints"), ("population", "populations"), ("time", "times"),
)  # fmt: skip
_COMPARATORS = {">=": "≥ ", "<=": "≤ ", ">": "> ", "<": "< "}
_PLAYS = {
    "cond": "says which patients", "time": "says when", "size": "how many were looked at",
    "boundary": "a level of significance or confidence", "label": "names something",
}  # fmt: skip


def claims_html(table: ClaimTable) -> dict[str, str]:
    """Statement id -> a table of its claims.

    Args:
        table: the claims of one document.
    """
    statements = dict.fromkeys(claim.statement for claim in table.claims)
    return {statement: _claims(table.of(statement)) for statement in statements}


def _claims(claims: Sequence[TableClaim]) -> str:
    if all(claim.quotable_only for claim in claims):
        return (
            f'<p class="claims"><span class="some">{_count(claims)}, none bound: '
            f"{escape(claims[0].unbound[0].why)}; to be quoted as a block only</span></p>"
        )
    left = sum(not claim.is_bound for claim in claims)
    said = f'<span class="some">{left} with something open</span>' if left else "all bound"
    label = next((claim.row for claim in claims if claim.row), "")
    lead = f"{escape(label)}: " if label else ""
    rows = "".join("".join(_row(claim)) for claim in claims)
    shown = "" if len(claims) > _MANY else " open"
    return (
        f'<details class="claims"{shown}><summary>{lead}{_count(claims)}, {said}; '
        f"authority: {escape(claims[0].authority)}</summary>"
        "<table><thead><tr><th>figure</th><th>value</th><th>arm</th><th>endpoint</th>"
        "<th>population</th><th>time</th><th>said of it</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>{''.join(_open(claims))}</details>"
    )


def _open(claims: Sequence[TableClaim]) -> Iterator[str]:
    """What could not be bound and why, a reason once for all figures that it holds for."""
    reasons: dict[tuple[str, str], list[str]] = {}
    for claim in claims:
        for unbound in claim.unbound:
            reasons.setdefault((unbound.role, unbound.why), []).append(claim.text)
    for (role, why), figures in reasons.items():
        of = "" if len(figures) == len(claims) > 1 else f" of {', '.join(figures)}"
        yield f'<p class="open">{role}{escape(of)} open: {escape(why)}</p>'


def _count(claims: Sequence[TableClaim]) -> str:
    return "1 figure" if len(claims) == 1 else f"{len(claims)} figures"


def _row(claim: TableClaim) -> Iterator[str]:
    beside = "".join(f" {escape(part.text)}" for part in claim.parts)
    figure = f"{escape(claim.text)}{beside}"
    yield f'<tr><td class="figure">{figure}</td><td>{escape(_value(claim))}</td>'
    left = {unbound.role for unbound in claim.unbound}
    for role, field in _ROLES:
        names = ", ".join(_name(name) for name in getattr(claim, field))
        source = claim.sources.get(role, "")
        told = f' <span class="from">({source})</span>' if source not in ("", "sentence") else ""
        if role in left:
            names, told = "", '<span class="open">open</span>'
        yield f"<td>{escape(names)}{told}</td>"
    yield f"<td>{escape('; '.join(_said(claim)))}</td></tr>"


def _value(claim: TableClaim) -> str:
    """`≥ 55 year`, `79 of 164`, `1.52 to 48.86, 95 %`."""
    if claim.kind == "fraction":
        value = " of ".join(claim.values)
    elif claim.kind in ("interval", "spread"):
        value = " to ".join(claim.values)
    else:
        value = ", ".join(claim.values) or claim.symbol
    text = f"{_COMPARATORS.get(claim.comparator, '')}{value} {claim.unit}".strip()
    if claim.denominator and claim.kind != "fraction":
        text += f" of {claim.denominator}"
    if claim.interval and claim.kind not in ("interval", "spread"):
        text += f", {claim.interval[0]} to {claim.interval[1]}"
    return text + (f" ({claim.level} % CI)" if claim.level else "")


def _name(concept: str) -> str:
    return concept.replace(OTHER, "other than ").replace(">=", "≥").replace("<=", "≤")


def _said(claim: TableClaim) -> Iterator[str]:
    yield from (name for name in claim.statistics)
    if claim.contrast:
        yield "compares arms"
    if claim.role in _PLAYS:
        yield _PLAYS[claim.role]
    if claim.negated:
        yield "denied"
    if claim.significance:
        yield "significant" if claim.significance == "+" else "not significant"
    if claim.modality:
        yield {"possible": "only possible", "duty": "asked for"}.get(claim.modality, claim.modality)
