"""Reports are told from questions: by person, event, and whether it happened."""

import pytest

from ino_assistant.routing import Router
from routing.conftest import NOW


def kind(router: Router, message: str, *history: str) -> str | None:
    routing = router.route(message, history, received_at=NOW)
    return None if routing is None else routing.kind


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("my patient got VOD", "adverse_event"),
        ("What is the rate of VOD?", None),
        ("my patient's VOD, is it from InO?", "adverse_event"),
        ("what should be done if my patient gets VOD?", None),
        ("Can it cause pancreatitis?", None),
        ("A 61-year-old man on InO developed pancreatitis.", "adverse_event"),
        ("how was the patient of case 2 treated", None),
        ("Did Helen have an infection?", None),
        ("Fever of 40 and rigors an hour after the second dose, SpO2 84%", "adverse_event"),
        ("my eyes have turned yellow since the last infusion", "adverse_event"),
        ("his nails turned black after cycle 3", "adverse_event"),
        ("She denies any side effects.", None),
        (
            "my patient has a history of hepatitis B, is she a candidate for InO?",
            "individual_advice",
        ),
        ("Patient develops VOD on InO - stop for good or just hold?", None),
        ("pt developped jaundise after cycle 1", "adverse_event"),
        ("I want to report an adverse event", "adverse_event"),
        ("how do I report an adverse event?", None),
        ("Our patient relapsed on inotuzumab after two cycles", "lack_of_effect"),
        ("Why does InO not work in some patients?", None),
        ("My patient has relapsed ALL. What is the CR rate with InO?", None),
        ("the nurse gave the wrong dose to our patient", "medication_error"),
        ("How is a wrong dose handled?", None),
        ("Our patient received double the dose yesterday", "overdose"),
        ("What happens in an overdose?", None),
        ("A pharmacist pricked herself while preparing the drug", "occupational_exposure"),
        ("the wife of a patient on InO is pregnant", "pregnancy"),
        ("Is Besponsa safe in pregnancy?", None),
        ("she breastfed her baby during treatment", "breast_feeding"),
        ("When can women breastfeed again?", None),
        ("the vial was cracked when it came", "product_complaint"),
        ("I want to file a product complaint", "product_complaint"),
        ("Should a cracked vial be discarded?", None),
        ("A farmer aged 70 on kardento had a subdural hematoma", "adverse_event"),
        ("Someone gave the day 8 dose on day 5", "adverse_event"),
        ("My patient got two cycles of InO and reached CR.", None),
        ("Can it lower potassium? K was 2.1 in our girl on day 4", "adverse_event"),
        ("Any data on uveitis? We have two cases.", "adverse_event"),
        ("What is the rate of VOD? My patient is 45 and fit.", None),
        ("Infusion reaction in the clinic yesterday, we stopped the drip", "adverse_event"),
        ("My liver is failing since the third dose", "adverse_event"),
        ("Is the jaundice related? My patient is on cycle 2.", "adverse_event"),
        ("we have never seen VOD in our patients", None),
        ("I am preparing slides on infusion reactions", None),
        ("Vials stuck together with ice on arrival", "product_complaint"),
        ("Our vial is leaking, what now?", "product_complaint"),
        ("the fridge failed overnight", "product_complaint"),
        ("I have been breastfeeding while on besponsa", "breast_feeding"),
        ("unplanned pregnancy 3 months post treatment", "pregnancy"),
        ("pt missed a tablet, what now", None),
        ("A patient has skipped a month of doses. At what dose should he restart?", None),
        ("My patient has skipped a month of doses. What now?", "medication_error"),
        ("since it is taken on an empty stomach, how long before breakfast?", None),
        ("since the second dose my wife has a rash, is it listed?", "adverse_event"),
        ("Zelmorix is injected under the skin every 2 weeks, isn't it?", None),
        ("colour of the starter pen", None),
        ("side effects that made people stop", None),
        ("is it usual for someone's stools to go white on this?", "adverse_event"),
        ("pt w low platelets, anything special with the dose", None),
        ("pt w low platelets after dose 2, anything special", "adverse_event"),
        ("my pt w low platelets, anything special", "adverse_event"),
        ("pts with a clot and cancer, were they in the trial", None),
        ("pregnant woman, any human data", None),
        ("pregnant pt took 3 doses, any data", "pregnancy"),
        ("breast feeding mother, compatible or not", None),
        ("pt with VOD, any dose change", "adverse_event"),
        ("pt on dialysis, any dose change", None),
        ("pt w rash, any advice", "adverse_event"),
        ("pt w bleeding gums, any link to the drug?", "adverse_event"),
        ("lady with a fall last tuesday, allowed", "adverse_event"),
        ("low magnesium before cycle 1, fix first?", None),
        ("low magnesium since cycle 2, fix first?", "adverse_event"),
        ("vials out of the fridge since 2 days, still usable?", None),
        ("blister got wet in the sink, still fine?", None),
        ("vials out of the fridge 2 days, then given, ok?", "medication_error"),
        ("frozen vials were used yesterday, still effective?", "product_complaint"),
        ("vials arrived warm, usable?", "product_complaint"),
        ("blister torn, tablets on the floor", "product_complaint"),
        ("dose 3 days late now, still give?", None),
        ("dose given 3 days late, what now?", "medication_error"),
        ("bilateral infiltrates and ILD suspected on CT", "adverse_event"),
        ("thank you", None),
        ("", None),
        ("?!", None),
    ],
)
def test_kinds(router: Router, message: str, wanted: str | None) -> None:
    assert kind(router, message) == wanted


def test_event_of_the_turn_before(router: Router) -> None:
    assert kind(router, "one of mine has it", "What is the rate of VOD?") == "adverse_event"
    # Found before precise: somebody who `has it` is taken for a report whatever `it` is.
    assert kind(router, "one of mine has it") == "adverse_event"


def test_more_of_a_report(router: Router) -> None:
    report = "my patient got VOD"
    assert kind(router, "she is 54 and had two cycles", report) == "adverse_event"
    assert kind(router, "how common is that?", report) is None
    assert kind(router, "she is 54 and had two cycles") is None


def test_pronouns_of_the_documents_cases(router: Router) -> None:
    asked = "What was Helen's white count?"
    assert kind(router, "why did she relapse so early?", asked) is None
    assert kind(router, "our patient relapsed on InO, why did she?", asked) == "lack_of_effect"


def test_other_documents_bring_their_own_words(other_router: Router) -> None:
    assert kind(other_router, "my ZELMORIX pen leaked") == "product_complaint"
    assert (
        kind(other_router, "my son got hives after his second dose of zelmorix") == "adverse_event"
    )
    assert kind(other_router, "how often do injection site reactions occur?") is None


def test_pronouns_of_a_patient_in_the_document(router: Router) -> None:
    asked = "Who is the patient described in the review?"
    assert kind(router, "What had he been taking for his knee?", asked) is None
