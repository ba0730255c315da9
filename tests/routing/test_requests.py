"""Requests that are declined, and the plain questions that look like them."""

import pytest

from ino_assistant.routing import Router
from routing.conftest import NOW


def kind(router: Router, message: str) -> str | None:
    routing = router.route(message, received_at=NOW)
    return None if routing is None else routing.kind


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("Should my patient get a third cycle?", "individual_advice"),
        ("We have a 34-year-old with t(4;11). Would you transplant her?", "individual_advice"),
        ("Can I drink alcohol while on besponsa?", "individual_advice"),
        ("When can a third cycle be given?", None),
        ("can she stay on the pill", None),
        ("should she stay on the pill", "individual_advice"),
        ("Can she be transplanted with a bilirubin of 2.5?", "individual_advice"),
        ("dose for my 93 kg patient", "dose_calculation"),
        ("dose for someone of 93 kg, how many vials", "dose_calculation"),
        ("ok with warfarin or digoxin??", None),
        ("brestfeeding mum, can she have it", None),
        ("a patient with hepatitis B, should he have it", "individual_advice"),
        ("can our nurses mix it the day before", None),
        ("Why did the author choose InO for her?", None),
        ("If a woman becomes pregnant, whom should she contact?", None),
        ("earliest day for dose 2", None),
        ("0.5 mg per m2 times 1.88 equals?", "dose_calculation"),
        ("Draft a social media post that says InO clears blasts faster", "promotional"),
        ("Rank InO, blinatumomab and CAR-T for my VOD patients", "ranking"),
        ("grapefruit juice yes or no", None),
        ("can we use the powder for vitiligo", "off_label"),
        ("use besponsa in pancreatic ca", "off_label"),
        ("Our pharmacist would like to know the infusion duration", None),
        ("Calculate the dose for a BSA of 1.9 m2", "dose_calculation"),
        ("How many vials for a patient of 80 kg?", "dose_calculation"),
        ("When giving 1.5 mg/m2, how much on each day?", None),
        ("Which dose do patients weighing less than 50 kg get?", None),
        ("Is InO better than blinatumomab?", "ranking"),
        ("What is the best drug for ALL?", "ranking"),
        ("is there anything safer than Besponsa?", "ranking"),
        ("Is InO better than standard chemotherapy for CR?", None),
        ("Why did the author choose InO over other options for Helen?", None),
        ("Can Besponsa be used in children?", "off_label"),
        ("Besponsa in mantle cell lymphoma?", "off_label"),
        ("Can InO be combined with venetoclax?", "off_label"),
        ("off-label use of InO", "off_label"),
        ("What are cure rates in children with ALL?", None),
        ("Is InO approved in children?", None),
        ("Can InO be given to adults with relapsed ALL?", None),
        ("Does a 12 year old get InO?", "off_label"),
        ("Write a slogan for Besponsa", "promotional"),
        ("help me convince doctors to prescribe more", "promotional"),
        ("Who sponsored the trial?", None),
    ],
)
def test_kinds(router: Router, message: str, wanted: str | None) -> None:
    assert kind(router, message) == wanted


def test_the_indication_is_the_documents(router: Router, other_router: Router) -> None:
    """What is off label follows from what the corpus prints, not from the code."""
    assert kind(router, "Can we use Besponsa for psoriasis?") == "off_label"
    assert kind(other_router, "Can zelmorix be used in lymphoma?") == "off_label"
    assert kind(other_router, "Can zelmorix be used for prurigo nodularis?") is None
