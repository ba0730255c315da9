"""Qualifications in running text reach the rows of the table that they are about."""

from __future__ import annotations

import pytest

from corpus.making import statements_of

TABLE = """Results were alike in the subgroups shown in Table 2. {caveat}

Table 2. Stroke by subgroup

Subgroup | Drug, n/N (%) | Placebo, n/N (%)
VABP | 9/42 (21.4) | 12/42 (28.6)
HABP | 8/28 (28.6) | 11/28 (39.3)
All | 17/70 (24.3) | 23/70 (32.9)

{below}
"""
PLAIN = "Nothing else was measured."


def bound(caveat: str, below: str = PLAIN) -> dict[str, bool]:
    statements = statements_of(TABLE.format(caveat=caveat, below=below))
    rows = [s for s in statements if s.row is not None]
    return {s.row.label: bool(s.caveats) for s in rows if s.row is not None}


@pytest.mark.parametrize(
    "caveat",
    [
        "The subgroup analyses were not adjusted for multiplicity.",
        "These results should be regarded as descriptive.",
        "The analysis was exploratory.",
    ],
)
def test_a_table_named_before_its_qualification(caveat: str) -> None:
    assert set(bound(caveat).values()) == {True}


def test_what_is_said_of_something_else_is_not_bound_to_the_table() -> None:
    assert set(bound("The questionnaire was exploratory.").values()) == {False}


def test_rows_that_a_qualification_below_the_table_names() -> None:
    below = (
        "The results in VABP and HABP are subgroup analyses without control of the type I error."
    )
    assert bound("They were few.", below) == {"VABP": True, "HABP": True, "All": False}


def test_a_qualification_above_every_table_is_bound_to_none() -> None:
    text = "Subgroup analyses of VABP were exploratory.\n\n" + TABLE.format(caveat="", below=PLAIN)
    rows = [s for s in statements_of(text) if s.row is not None]
    assert not any(s.caveats for s in rows)


@pytest.mark.parametrize(
    "text",
    [
        "This analysis was descriptive. It was done in 40 patients.",
        "The comparison was not prespecified. It was done in 40 patients.",
        "The finding is hypothesis-generating. It was made in 40 patients.",
        "It was done without adjustment for multiplicity. It was done in 40 patients.",
    ],
)
def test_words_that_qualify(text: str) -> None:
    first, second = statements_of(text + "\n")
    assert second.caveats == (first.id,)
