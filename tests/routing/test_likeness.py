"""What a message reads like: a second opinion that only adds, and never by a medicine's name."""

import math

import pytest

from ino_assistant.routing import Router
from ino_assistant.routing.likeness import REPORTS, REQUESTS, features, likeness
from routing.conftest import NOW


def report(router: Router, message: str) -> float:
    return likeness(message, router.parts_of(message)).report


@pytest.mark.parametrize(
    ("message", "desk"),
    [
        ("grandad can barely walk ever since", "adverse_event"),
        ("turns out she was already carrying when we gave the first dose", "pregnancy_exposure"),
        ("the print on the box looks nothing like the one I usually get", "product_complaint"),
    ],
)
def test_what_no_list_holds_is_found(router: Router, message: str, desk: str) -> None:
    like = likeness(message, router.parts_of(message))
    assert like.report > 0.5
    assert like.desk == desk
    routing = router.route(message, received_at=NOW)
    assert routing is not None
    assert routing.route == desk
    for reason in routing.reasons:
        begin, end = reason.span
        assert message[begin:end] == reason.text


@pytest.mark.parametrize(
    "message",
    [
        "What is the rate of VOD?",
        "headache n (%) both arms",
        "how are tablets stored",
        "and for SC?",
    ],
)
def test_a_question_reads_like_none(router: Router, message: str) -> None:
    assert report(router, message) < 0.2
    assert router.route(message, received_at=NOW) is None


def test_no_name_of_a_medicine_tells_anything(router: Router) -> None:
    one, other = (f"he went yellow on {name} last week" for name in ("BESPONSA", "inotuzumab"))
    assert features(one, router.parts_of(one)) == features(other, router.parts_of(other))


def test_every_kind_of_feature_weighs_the_same_in_long_and_short(router: Router) -> None:
    for message in ("nausea", "he was sick for days after the second infusion of it"):
        found = features(message, router.parts_of(message))
        words = [value for name, value in found.items() if name.startswith("w:")]
        assert math.isclose(sum(v * v for v in words), 1)


def test_what_is_told_is_not_hidden_by_what_is_asked(router: Router) -> None:
    message = "No response whatsoever after three cycles. What is the CR rate again?"
    routing = router.route(message, received_at=NOW)
    assert routing is not None
    assert routing.is_report


@pytest.mark.parametrize(
    "message",
    [
        "we had no VOD in our centre",
        "Our patient received two cycles and is in MRD-negative remission.",
        "If a woman becomes pregnant during treatment, what should she do with it?",
        "swollen ankles, nausea",
    ],
)
def test_all_is_well_or_only_thought_of(router: Router, message: str) -> None:
    routing = router.route(message, received_at=NOW)
    assert routing is None or not routing.is_report


def test_of_nothing_there_is_nothing(router: Router) -> None:
    like = likeness("", ())
    assert like.because == ()
    assert 0 <= like.report <= 1
    assert like.desk in REPORTS
    assert like.kind in REQUESTS
