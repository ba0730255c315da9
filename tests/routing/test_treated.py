"""What a document prints as indicated is what somebody has; what is to be prevented is an event."""

import pytest

from ino_assistant.routing.parts import parts_of
from ino_assistant.routing.tags import Tagger
from ino_assistant.routing.treated import Treated

INDICATION = (
    "drug a is indicated for adults with atopic dermatitis or heart failure, and"
    " to reduce the risk of stroke in adults with hypertension."
)


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger({}, frozenset())


@pytest.mark.parametrize(
    ("message", "event"),
    [
        ("my patient with severe heart failure", False),
        ("she has atopic dermatitis", False),
        ("16 yr old w eczema", False),
        ("my hepatitis patients", False),
        ("my patient with a stroke", True),
        ("heart failure in my patient", True),
        ("my patient with new heart failure", True),
        ("my patient with heart failure since yesterday", True),
        ("my patient with heart failure flare", True),
        ("he developed heart failure", True),
        ("my patient with jaundice", True),
        ("blister foil torn", False),
        ("blister on the lip", True),
    ],
)
def test_what_somebody_has_is_no_event(tagger: Tagger, message: str, *, event: bool) -> None:
    (part,) = parts_of(message, tagger)
    assert part.has("event")
    assert Treated(INDICATION).without(part).has("event") is event
