"""Tables made at random, in every layout: right statements are accepted, wrong ones never."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import pytest

from ino_assistant.fidelity import verify

_ARMS = ("Ravotinib", "KX-019", "VELMORA", "Trelexa", "Zelumab")
_AGAINST = ("Placebo", "Standard of care", "Metformin", "Control")
_EVENTS = ("Nausea", "Hair thinning", "Low IgM", "Back pain", "Any adverse event", "Bleeding")
_BANDS = ("15 to 29", "30 to 49", "50 to 80", "More than 80")
_TELLING = (
    "of 15 to 29 mL/min", "of 30 to 49 mL/min", "of 50 to 80 mL/min", "above 80 mL/min",
)  # fmt: skip
_INSIDE = (22, 35, 66, 97)
_ACCEPTED = ("supported", "derived")
_LAYOUTS = ("single", "gap", "bar", "tab")
Case = tuple[str, bool]


def _laid_out(rng: random.Random, lines: Sequence[Sequence[str]], layout: str) -> str:
    if layout == "single":
        return "\n".join(" ".join(cell for cell in line if cell) for line in lines)
    if layout == "gap":
        widths = [
            max(len(line[c]) for line in lines) + rng.randint(2, 5) for c in range(len(lines[0]))
        ]
        return "\n".join(
            "".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)).rstrip()
            for line in lines
        )
    return "\n".join((" | " if layout == "bar" else "\t").join(line) for line in lines)


def _events(rng: random.Random, layout: str) -> tuple[str, list[Case]]:
    """Counts and shares of two arms, how they are told in the caption, heads or labels."""
    drug, other = rng.choice(_ARMS), rng.choice(_AGAINST)
    sizes = rng.sample(range(90, 700), 2)
    names = rng.sample(_EVENTS, 4)
    # Every figure once, so that a wrong one is no other cell's by chance.
    counts = iter(rng.sample(range(3, 89), 8))
    rows = {name: (next(counts), next(counts)) for name in names}
    share = {n: [f"{100 * c / s:.1f}" for c, s in zip(rows[n], sizes, strict=True)] for n in names}
    where = rng.choice(("caption", "label", "head"))
    lines = [["Event", f"{drug} (n={sizes[0]})", f"{other} (n={sizes[1]})"]]
    lines += [["", "n (%)", "n (%)"]] if where == "head" else []
    end = ", n (%)" if where == "label" else ""
    lines += [[n + end, *(f"{rows[n][i]} ({share[n][i]})" for i in (0, 1))] for n in names]
    caption = "Table 3. Adverse events in HARBOR-1" + (", n (%)" if where == "caption" else "")
    (one, two), (p, q), (n, m) = names[:2], share[names[0]], rows[names[0]]
    x = share[two][0]
    against = other if other == "Metformin" else other.lower()
    cases = [
        (f"{one} occurred in {p}% of patients on {drug} and {q}% of those on {against}.", True),
        (f"{one} was seen in {n} of {sizes[0]} patients on {drug}.", True),
        (f"{one} was reported with {drug} by {n} patients ({p}%).", True),
        (f"{one}: {p}% with {drug} versus {q}% with {against}.", True),
        (f"{one} occurred in {q}% of patients on {drug} and {p}% of those on {against}.", p == q),
        (f"{one} occurred in {x}% of patients on {drug}.", x == p),
        (f"{one} was seen in {n} of {sizes[1]} patients on {drug}.", False),
        (f"{one} was seen in {m} of {sizes[0]} patients on {drug}.", False),
        (f"{one} occurred in {n}% of patients on {drug}.", f"{n}.0" == p),
    ]
    return f"{caption}\n\n{_laid_out(rng, lines, layout)}", cases


def _dosage(rng: random.Random, layout: str) -> tuple[str, list[Case]]:
    """Doses by ranges of a measure, told in the label's own column or in the one behind it."""
    first = sorted(rng.sample(range(5, 100, 5), 4))
    most = [2 * dose + 100 for dose in first]
    cells = [[f"{a} mg once daily", f"{b} mg once daily"] for a, b in zip(first, most, strict=True)]
    if rng.random() < 0.5:
        kinds = ("Severe impairment", "Moderate impairment", "Mild impairment", "Normal")
        lines = [["Renal function", "CLcr (mL/min)", "Starting dosage", "Maximum dosage"]]
        lines += [[k, b, *c] for k, b, c in zip(kinds, _BANDS, cells, strict=True)]
    else:
        lines = [["CLcr (mL/min)", "Starting dosage", "Maximum dosage"]]
        lines += [[b, *c] for b, c in zip(_BANDS, cells, strict=True)]
    i, j = rng.sample(range(4), 2)
    within, beside = _INSIDE[i], _INSIDE[j]
    cases = [
        (f"With a CLcr {_TELLING[i]}, the maximum dosage is {most[i]} mg once daily.", True),
        (f"Patients with a CLcr {_TELLING[i]} start at {first[i]} mg once daily.", True),
        (f"With a CLcr of {within} mL/min, the maximum dosage is {most[i]} mg once daily.", True),
        (f"With a CLcr {_TELLING[j]}, the maximum dosage is {most[i]} mg once daily.", False),
        (f"With a CLcr {_TELLING[i]}, the maximum dosage is {first[i]} mg once daily.", False),
        (f"With a CLcr of {beside} mL/min, the maximum dosage is {most[i]} mg once daily.", False),
        (f"The maximum dosage is {most[i]} mg once daily.", False),
    ]  # fmt: skip
    return f"Table 2. Dosage in Adults\n\n{_laid_out(rng, lines, layout)}", cases


def _made(seed: int) -> Iterator[tuple[str, str, bool]]:
    rng = random.Random(seed)
    for layout in _LAYOUTS:
        evidence, cases = _events(rng, layout)
        yield from ((evidence, *case) for case in cases)
        if layout != "single":
            # Cells of several words stand one blank apart as all words do.
            evidence, cases = _dosage(rng, layout)
            yield from ((evidence, *case) for case in cases)


@pytest.mark.parametrize("seed", range(6))
def test_a_table_supports_its_own_cells_and_no_others(seed: int) -> None:
    told = [
        (statement, right, verify(statement, evidence).verdict in _ACCEPTED, evidence)
        for evidence, statement, right in _made(seed)
    ]
    assert sum(right for _, right, *_ in told) > len(_LAYOUTS)
    assert [t for t in told if t[1] != t[2]] == []
