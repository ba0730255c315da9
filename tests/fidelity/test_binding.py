"""What a figure is bound to, by the rules of syntax R1 to R11."""

from __future__ import annotations

import pytest

from ino_assistant.fidelity import Vocabulary
from ino_assistant.fidelity.binding.claims import Claim
from ino_assistant.fidelity.binding.reading import read_evidence

ARMS = Vocabulary({"InO": ("inotuzumab ozogamicin",), "SC": ("standard chemotherapy",)})


def claims(text: str) -> dict[str, Claim]:
    reading, _ = read_evidence(text, ARMS)
    return {q.text.strip(): c for c in reading.claims for q in c.quantities}


def bound(text: str, figure: str, dimension: str) -> set[str]:
    return set(claims(text)[figure].bound[dimension])


PARALLEL = (
    "Higher rates of CR/CRi (80.7% vs 29.3%) and MRD negativity (78.4% vs 28.1%) were achieved "
    "with InO versus SC."
)


@pytest.mark.parametrize(
    ("figure", "arm", "what"),
    [
        ("80.7%", "InO", "CR/CRi"),
        ("29.3%", "SC", "CR/CRi"),
        ("78.4%", "InO", "MRD-negative"),
        ("28.1%", "SC", "MRD-negative"),
    ],
)
def test_r1_parallel_frames(figure: str, arm: str, what: str) -> None:
    assert bound(PARALLEL, figure, "arm") == {arm}
    assert bound(PARALLEL, figure, "what") == {what}


def test_r2_bracket_belongs_to_its_arm() -> None:
    text = (
        "HSCT rates were more than doubled with InO (48.2%, n=79/164) versus SC (21.6%, n=35/162)."
    )
    found = claims(text)
    assert found["48.2%"] is found["n=79/164"]
    assert bound(text, "21.6%", "arm") == {"SC"}


def test_r3_interleaved() -> None:
    text = "InO demonstrated a median OS of 7.7 months versus 6.2 months with SC."
    assert bound(text, "7.7 months", "arm") == {"InO"}
    assert bound(text, "6.2 months", "arm") == {"SC"}


def test_comparator_first() -> None:
    text = "Compared with SC, InO had more responses (80% vs 30%)."
    assert bound(text, "80%", "arm") == {"InO"}


def test_r4_respectively() -> None:
    text = "Thrombocytopenia and neutropenia occurred in 51% and 49% of patients, respectively."
    assert bound(text, "51%", "what") == {"thrombocytopenia"}
    assert bound(text, "49%", "what") == {"neutropenia"}


def test_r5_n_of_list() -> None:
    text = "All patients who proceeded to HSCT (n=101 for InO, n=31 for SC)."
    assert bound(text, "n=101", "arm") == {"InO"}
    assert bound(text, "n=31", "arm") == {"SC"}


def test_r6_population_of_each_segment() -> None:
    text = (
        "CR/CRi rates were higher with InO versus SC (77.5% versus 23.9%, respectively, for "
        "duration of remission <12 months; 86.8% versus 39.5%, respectively, for duration of "
        "remission ≥12 months)."
    )
    assert bound(text, "77.5%", "cond") == {"<12 month"}
    assert bound(text, "39.5%", "cond") == {">=12 month"}
    assert bound(text, "39.5%", "arm") == {"SC"}


def test_r7_doses_and_days() -> None:
    text = "1.8 mg was given as 0.8 mg, 0.5 mg, and 0.3 mg on Days 1, 8, and 15, respectively."
    assert bound(text, "0.8 mg", "time") == {"1 day"}
    assert bound(text, "0.3 mg", "time") == {"15 day"}
    assert bound(text, "1.8 mg", "time") == set()


def test_r11_longest_match() -> None:
    text = "Febrile neutropenia was reported in 26% of patients."
    assert bound(text, "26%", "what") == {"febrile neutropenia"}


def test_cycles_follow_their_figures() -> None:
    text = "45.7% of responses occurred in Cycle 1, 41.3% in Cycle 2, and 13.0% in Cycle 3."
    assert bound(text, "41.3%", "time") == {"2 cycle"}


def test_the_other_arm_is_no_wildcard() -> None:
    reading, _ = read_evidence("Survival was 7.7 months versus 6.2 months with SC.", Vocabulary())
    first, second = reading.claims
    assert second.bound["arm"] == {"SC"}
    assert first.bound["arm"] == {"≠SC"}


def test_combination_is_an_arm_of_its_own() -> None:
    text = "PFS was 11 months with tovacitinib plus letrozole and 7 months with letrozole alone."
    assert bound(text, "11 months", "arm") == {"letrozole + tovacitinib"}
    assert bound(text, "7 months", "arm") == {"letrozole"}


def test_dose_is_part_of_the_arm() -> None:
    text = "Response was 40% with zelpidem 10 mg and 50% with zelpidem 20 mg."
    assert bound(text, "50%", "arm") == {"zelpidem @20 mg"}


@pytest.mark.parametrize(
    ("figure", "arm"), [("118/4,921", "InO"), ("123/4,919", "SC"), ("6", "InO"), ("14", "SC")]
)
def test_a_figure_is_of_the_arm_after_which_it_was_seen(figure: str, arm: str) -> None:
    text = (
        "Up to 6 months after the last dose, fever was seen in 118/4,921 patients (2.4%) after InO "
        "and in 123/4,919 patients (2.5%) after SC. Few cases arose, 6 after InO and 14 after SC, "
        "and the interval included zero."
    )
    assert bound(text, figure, "arm") == {arm}
    assert bound(text, "zero", "arm") == set()


def test_points_of_a_score_are_of_their_own_arm() -> None:
    text = "Patients gained 7.9 points with InO and 5.6 points with SC (difference, 2.3)."
    assert bound(text, "7.9 points", "arm") == {"InO"}
    assert bound(text, "5.6 points", "arm") == {"SC"}
    assert bound(text, "2.3", "arm") == {"InO", "SC"}


def test_a_share_with_a_subject_of_its_own_takes_none_from_before() -> None:
    text = "The mean age was 66 years, 24% were women, and the ejection fraction was 29%."
    assert bound(text, "66 years", "what") == {"age"}
    assert bound(text, "24%", "what") == set()
    assert bound(text, "29%", "what") == set()


def test_what_is_no_arm() -> None:
    known = Vocabulary({}, trials=frozenset({"CAIRN-HF"}))

    def all_bound(text: str, dimension: str) -> set[str]:
        return {k for c in read_evidence(text, known)[0].claims for k in c.bound[dimension]}

    assert all_bound("The dose should not go beyond 25 mg twice daily.", "arm") == set()
    enzyme = "It is an inhibitor of phosphodiesterase 9 (PDE9)."
    assert all_bound(enzyme, "arm") == set()
    assert not read_evidence(enzyme, known)[0].claims
    assert all_bound("CAIRN-HF was a trial in 4,812 adults.", "what") == set()
    assert all_bound("HF was seen in 12 adults.", "what") == {"heart failure"}


def test_an_arm_within_a_figures_bracket_is_its_own() -> None:
    text = (
        "Remission was attained by 72 of 186 participants on InO (38.7%) and 33 of 184 on SC "
        "(17.9%; difference 20.8 points, p < 0.001)."
    )
    assert bound(text, "72 of 186", "arm") == {"InO"}
    assert bound(text, "33 of 184", "arm") == {"SC"}
    assert not claims(text)["17.9%"].unit.contrast
    assert bound(text, "20.8 points", "arm") == {"InO", "SC"}


def test_a_limit_before_figures_of_two_arms_is_of_neither() -> None:
    text = "MRD was below 0.1% in 61% with InO (39/64) and 32% with SC (11/34)."
    assert bound(text, "below 0.1%", "arm") == set()
    assert bound(text, "61%", "arm") == {"InO"}
    assert bound(text, "32%", "arm") == {"SC"}


def test_those_who_responded_to_an_arm_are_of_it() -> None:
    text = (
        "It was seen in 11 of 34 SC responders and in 39 of the 64 patients who responded to InO."
    )
    assert bound(text, "39 of the 64", "arm") == {"InO"}


def test_figures_of_two_times_are_not_dealt_out_to_two_arms() -> None:
    text = "It was achieved by more on InO versus SC, with 45.7% in Cycle 1 and 41.3% in Cycle 2."
    assert bound(text, "45.7%", "arm") == bound(text, "41.3%", "arm") == set()
    bracketed = (
        "InO induced more (78.4% vs 28.1% with SC), with 45.7% in Cycle 1 and 41.3% in Cycle 2."
    )
    assert bound(bracketed, "45.7%", "arm") == bound(bracketed, "41.3%", "arm") == {"InO"}
