"""One fact told in other syntax: causes, denials, who took part, times and arms behind a list.

Each passage has right statements (`+`) and wrong ones (`-`) that only the same mechanism tells
apart; drugs and trials are made up.
"""

from __future__ import annotations

import pytest

from fidelity.conftest import ACCEPTED
from ino_assistant.fidelity import Vocabulary, verify
from ino_assistant.fidelity.terms.left_out import without_product
from ino_assistant.fidelity.terms.plain_forms import plain_forms

CASES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Treatment was discontinued because of adverse reactions in 6.2% of patients on tavorib; "
        "the most frequent reason was rash (2.3%).",
        (
            "+ Adverse reactions led 6.2% of patients on tavorib to stop treatment.",
            "- Adverse reactions occurred in 6.2% of patients on tavorib.",
            "- Rash occurred in 2.3% of patients on tavorib.",
        ),
    ),
    (
        "Hyperkalemia was reported in 8.8% of patients treated with tavorib and resulted in "
        "permanent discontinuation in 1.2%.",
        (
            "+ Tavorib was stopped for good because of hyperkalemia in 1.2% of patients.",
            "- Hyperkalemia led to permanent discontinuation in 8.8% of patients.",
        ),
    ),
    (
        "Acne was the most frequent adverse reaction and seldom led to discontinuation.",
        ("- Acne often led to discontinuation.",),
    ),
    (
        "HbA1c fell by 1.2 percentage points with tavorib and by 0.3 with placebo at Week 24.",
        (
            "+ At Week 24, HbA1c had fallen by 1.2 percentage points with tavorib.",
            "- At Week 12, HbA1c had fallen by 1.2 percentage points with tavorib.",
        ),
    ),
    (
        "The trial did not meet its key secondary endpoint: freedom from pain at 2 hours was "
        "reported by 20.1% with tavorib and 17.8% with placebo (P=0.18).",
        (
            "+ The trial missed its key secondary endpoint.",
            "+ At 2 hours, 20.1% on tavorib and 17.8% on placebo were pain-free.",
            "- The trial met its key secondary endpoint.",
        ),
    ),
    (
        "Tavorib did not reduce mortality (hazard ratio 0.93; P=0.27).",
        (
            "+ Tavorib failed to reduce mortality (P=0.27).",
            "+ Mortality was not significantly reduced by tavorib (P=0.27).",
            "- Mortality was significantly reduced by tavorib (P=0.27).",
        ),
    ),
    (
        "The difference from placebo failed to reach statistical significance.",
        ("- The difference from placebo was statistically significant.",),
    ),
    (
        "Patients with a systolic blood pressure below 95 mmHg were excluded from the trial.",
        (
            "+ Those whose systolic blood pressure was below 95 mmHg could not take part.",
            "+ The trial did not include patients with a systolic blood pressure below 95 mmHg.",
            "- Patients with a systolic blood pressure below 95 mmHg could be enrolled.",
        ),
    ),
    (
        "Vision improved by 8.9 letters; tavorib was non-inferior to placebo.",
        ("- Tavorib was superior to placebo.",),
    ),
    (
        "Infants weighing less than 5 kg receive 50 mg and those weighing 5 kg or more 100 mg.",
        ("- The dose is 100 mg for infants who weigh less than 5 kg.",),
    ),
    (
        "The annual rate of moderate or severe exacerbations was 0.91 with tavorib.",
        ("- The annual rate of severe exacerbations was 0.91 with tavorib.",),
    ),
    (
        "Store unopened pens in a refrigerator. After first use, the pen can be kept for 56 days.",
        ("- Unopened pens can be kept for 56 days.",),
    ),
    (
        "Rifampicin lowers tavorib concentrations by 80%. Omeprazole had no relevant effect.",
        ("- Omeprazole lowers tavorib concentrations by 80%.",),
    ),
    (
        "Tavorib reduced infections by 74.5% compared with placebo.",
        ("+ Compared with placebo, tavorib cut infections by 74.5%.",),
    ),
    (
        "Safety was reported for a total of 307 patients.",
        (
            "+ The safety population was 307 patients.",
            "- The intent-to-treat population was 307 patients.",
        ),
    ),
)
VOCABULARY = Vocabulary({"Tavorib": ("tavorib",), "placebo": ("placebo",)})


@pytest.mark.parametrize(
    ("evidence", "statement"),
    [(evidence, told) for evidence, statements in CASES for told in statements],
)
def test_a_telling_gets_its_verdict(evidence: str, statement: str) -> None:
    verdict = verify(statement[2:], evidence, VOCABULARY)
    assert (verdict.verdict in ACCEPTED) == statement.startswith("+"), verdict


def test_one_form_says_what_either_said() -> None:
    ((said, printed),) = plain_forms("Women who had asthma were excluded.", "Nothing else.")
    assert said == "Women with asthma were not eligible."
    assert printed == "Nothing else."
    assert not list(plain_forms("The dose is 5 mg.", "The dose is 5 mg once daily."))


def test_the_one_product_may_stand_for_the_drug() -> None:
    own = Vocabulary({"Tavorib": ("tavorib",), "placebo": ("placebo",)}, product="Tavorib")
    plain = "Treatment begins with 45 mg at Week 0."
    assert without_product("Tavorib begins with 45 mg.", plain, own).startswith("the drug")
    # Another drug is spoken of, or shares of patients whose arm is not told.
    other = "Rash occurred in 5% of patients."
    assert without_product("Tavorib causes rash.", other, own) == "Tavorib causes rash."
    assert without_product("Tavorib begins.", "Start etanercept 5 mg.", own) == "Tavorib begins."
    assert without_product("Tavorib begins.", plain, VOCABULARY) == "Tavorib begins."
