"""Writings that are unusual, broken or hostile: a verdict, and never `supported` unread."""

from __future__ import annotations

import time

import pytest

from fidelity.conftest import ACCEPTED
from ino_assistant.fidelity import verify
from ino_assistant.fidelity.terms.normal import cleaned

PLATELETS = "A baseline platelet count {} predicted improved OS."
NINE = (
    "≥100 × 10^9/L", "≥100 × 10⁹/L", "≥100 x 109/L", "≥ 100 x 10 9/L", "≥100 × 1e9/L", "≥100E9/L",
    "≥100 × 10E9/L", "≥100 x 10(9)/L", "≥100 × 10**9/L", "≥100 * 10^9/L", "≥100 x 10exp9/L",
    "≥100 × 10<sup>9</sup>/L", "⩾100·10^9/L", ">=100×10^9 /L", "at least 100 × 10^9 per liter",
    "greater than or equal to 100 × 10^9/L",
)  # fmt: skip
OTHERS = (
    "≥100 × 10⁶/L", "≥100 x 106/L", "≥100 x 10 6/L", "≥100e6/L", "≥100/L", "≥10 × 10^9/L",
    "≥100 × 10^9", "100 × 10^9/L", "≤100 × 10^9/L", ">100 × 10^9/L",
)  # fmt: skip


@pytest.mark.parametrize("writing", NINE)
def test_ten_to_the_ninth(writing: str) -> None:
    one, two = PLATELETS.format(writing), PLATELETS.format(NINE[0])
    assert verify(one, two).supported
    assert verify(two, one).supported


@pytest.mark.parametrize("writing", OTHERS)
def test_what_is_not_ten_to_the_ninth(writing: str) -> None:
    verdict = verify(PLATELETS.format(writing), PLATELETS.format(NINE[0]))
    assert verdict.verdict not in ACCEPTED


RATES = "CR/CRi was 80.7% with InO and 29.3% with SC (P<.0001). The mean dose was 1,000 mg."


@pytest.mark.parametrize(
    "statement",
    [
        "CR/CRi was 80,7 % with InO and 29,3 % with SC.",
        "CR/CRi was 80·7% with InO and 29·3% with SC.",
        "CR/CRi was 80.7\u202f% with InO.",
        "CR/CRi was 80.\u20607% with InO.",
        "CR/CRi was \u206680.7%\u2069 with I\u00adnO.",
        "CR/CRi was 8\u200b0.7% with InO.",
        "CR/CRi was ８０.７％ with InO.",
        "CR/CRi was eighty point seven percent with InO.",
        "CR/CRI WAS 80.7% WITH INO AND 29.3% WITH SC.",
        "cr/cri was 80.7% with ino and 29.3% with sc.",
        "CR/CRi was 80.7% with InO and 29.3% with SC (p < 0.0001).",
        "The mean dose was 1000 mg.",
        "The mean dose was 1\u00a0000 mg.",
    ],
)
def test_another_writing(statement: str) -> None:
    assert verify(statement, RATES).supported


@pytest.mark.parametrize(
    "statement",
    [
        "CR/CRi was 807% with InO.",
        "CR/CRi was 80 7% with InO.",
        "CR/CRi was 0.807 with InO.",
        "CR/CRi was ⅘ with InO.",
        "CR/CRi was ⑧⓪.⑦% with InO.",
        "CR/CRi was LXXX% with InO.",
        "CR/CRi was \u206687.0\u2069% with InO.",
        "CR/CRi was eighty point six percent with InO.",
        "CR/CRi was 80.7% with InO and 29.3% with SC (P<.001).",
        "CR/CRi was 80.7% with InO and 29.3% with SC (P=.0001).",
        "The mean dose was 1.000 mg.",
        "The mean dose was 1 mg.",
        "The mean dose was 2 g.",
        "10^99",
    ],
)
def test_another_value(statement: str) -> None:
    assert verify(statement, RATES).verdict not in ACCEPTED


ROMAN = "In the Phase III trial, Grade IV neutropenia occurred in 12% of patients in cycle II."


@pytest.mark.parametrize(
    ("statement", "right"),
    [
        ("In the Phase 3 trial, Grade 4 neutropenia occurred in 12% of patients in Cycle 2.", True),
        ("Grade IV neutropenia occurred in 12% of patients in cycle two.", True),
        ("In the Phase II trial, Grade 4 neutropenia occurred in 12% in Cycle 2.", False),
        ("Grade III neutropenia occurred in 12% of patients in Cycle 2.", False),
        ("Grade 4 neutropenia occurred in 12% of patients in cycle III.", False),
    ],
)
def test_roman_numerals(statement: str, right: bool) -> None:
    assert verify(statement, ROMAN).supported == right


ODD = [
    "%", "≥", "|", "||\n|-|", "a|b", "()()((", "\u2066\u2069", "\ufffd", "CI CI CI 95% CI 95% CI",
    "P<P<P=", "1:1:1:1", "1/2/3/4", "10^10^10^10", "1e999999", "10^99999999", "Days 1-99999999",
    "½ of ¼", "n=n=n=5", "day I to day M", "one hundred thousand thousand", "q999999h", "d1d2d3",
]  # fmt: skip


@pytest.mark.parametrize("evidence", ["", *ODD])
@pytest.mark.parametrize("statement", ["", "CR was 80%.", "10^99", "Days 1 to 9999999", *ODD])
def test_a_verdict_for_anything(statement: str, evidence: str) -> None:
    verdict = verify(statement, evidence)
    same = cleaned(statement).strip(" .") == cleaned(evidence).strip(" .")
    assert same or not verdict.supported


@pytest.mark.parametrize("evidence", ["x" * 5000, "9" * 5000, "n=" * 2000, "(" * 3000, "a " * 3000])
def test_runs_of_one_character_take_no_long_time(evidence: str) -> None:
    start = time.process_time()
    assert not verify("CR was 80%.", evidence).supported
    assert time.process_time() - start < 5


def test_a_draft_of_a_hundred_pages() -> None:
    page = "CR was 40% with InO and 30% with SC in patients aged ≥55 years in Cycle {}. " * 8
    evidence = "\n".join(page.replace("{}", str(n)) for n in range(100))
    start = time.process_time()
    assert not verify("CR was 41% with InO in patients aged ≥55 years.", evidence).supported
    assert time.process_time() - start < 60
