"""What a routing holds: the words untouched, what decided, the time, the criteria."""

import subprocess
import sys
from datetime import datetime
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ino_assistant.data import load
from ino_assistant.routing import Contacts, Criteria, Router, Routing, acknowledgement
from ino_assistant.routing.model import ROUTES, Report, Request
from ino_assistant.settings import Settings
from routing.conftest import NOW, ROOT

WORDS = ("my", "patient", "VOD", "died", "InO", "?", ",", "-", "45F", "she", "pregnant", "vial")
CONTACTS = Contacts("the desk", "Safety, +1 212 736 5000", "quality@example.org")


def routed(router: Router, message: str) -> Routing:
    routing = router.route(message, received_at=NOW)
    assert routing is not None
    return routing


def test_words_time_and_criteria(router: Router) -> None:
    said = "  My patient (MRN 99812) got\nVOD after InO!  What is the rate of VOD?"
    routing = routed(router, said)
    assert routing.reported == said
    assert routing.received_at == NOW
    assert routing.is_report
    assert routing.route == "adverse_event"
    assert routing.criteria == Criteria(patient=True, reporter=True, product=True, event=True)
    assert routing.question == "What is the rate of VOD?"
    assert {r.text for r in routing.reasons} >= {"VOD", "My patient"}


def test_what_is_not_named_is_not_ticked(router: Router) -> None:
    criteria = routed(router, "I want to report an adverse event").criteria
    assert not criteria.product
    assert not criteria.event
    assert not routed(router, "the vial was cracked").criteria.event


def test_request_with_its_question(router: Router) -> None:
    routing = routed(router, "Is InO better than blinatumomab?")
    assert not routing.is_report
    assert routing.route == "medical_information"
    assert routing.question == "Is InO better than blinatumomab?"


@pytest.mark.parametrize(
    "message",
    [
        "An HCP asked me: fever, how often?",
        "Hi, quick question: headache % vs placebo",
        "InO: nausea - how common?",
        "pls need how often VOD occurred asap",
        "May a woman breastfeed her baby on besponsa?",
        "Can a man father a child while on InO?",
    ],
)
def test_who_asks_and_after_what_is_no_report(router: Router, message: str) -> None:
    assert router.route(message, received_at=NOW) is None


@pytest.mark.parametrize(
    "message",
    [
        "Hi, quick question: my patient bled after InO, is that expected?",
        "A nurse asked me: her patient had a seizure on InO, what now?",
        "InO: my patient developed VOD yesterday",
    ],
)
def test_a_report_stays_one_whatever_stands_around_it(router: Router, message: str) -> None:
    routing = routed(router, message)
    assert routing.is_report
    assert routing.reported == message
    assert all(message[slice(*reason.span)] == reason.text for reason in routing.reasons)


@pytest.mark.parametrize(
    ("message", "history", "report"),
    [
        ("besponsa nausea 1.8 mg %", (), False),
        ("besponsa grade 3 nausea %", (), False),
        ("InO febrile neutropenia n/N", (), False),
        ("nausea warning besponsa", (), False),
        ("I mean nausea, with besponsa 1.8 mg", (), False),
        ("no, nausea on besponsa 1.8 mg", ("How common is headache?",), False),
        ("same for nausea on besponsa", ("How common is headache?",), False),
        ("stopped d/t nausea, % besponsa", (), False),
        ("I mean she had nausea after besponsa", (), True),
        ("sorry, I meant our patient got nausea on besponsa", (), True),
        ("I meant to report nausea with besponsa", (), True),
        ("nausea 2 days after besponsa, sats 85 %, my patient", (), True),
        ("no, her nausea began after besponsa", ("How common is headache?",), True),
    ],
)
def test_a_share_asked_or_a_correction_is_no_report(
    router: Router, message: str, history: tuple[str, ...], report: bool
) -> None:
    routing = router.route(message, history, received_at=NOW)
    assert (routing is not None and routing.is_report) is report


def test_time_needs_its_zone(router: Router) -> None:
    with pytest.raises(ValueError, match="time zone"):
        router.route("my patient died", received_at=datetime(2026, 1, 1))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                [
                    "my",
                    "patient",
                    "VOD",
                    "died",
                    "InO",
                    "?",
                    ",",
                    "-",
                    "45F",
                    "she",
                    "pregnant",
                    "vial",
                    "cracked",
                ]
            ),
            st.text(max_size=12),
        ),
        max_size=12,
    ).map(" ".join)
)
def test_any_text_is_taken(router: Router, message: str) -> None:
    routing = router.route(message, (message,), received_at=NOW)
    if routing is not None:
        assert routing.reported == message
        assert routing.reasons
        for reason in routing.reasons:
            begin, end = reason.span
            assert message[begin:end] == reason.text != ""


@pytest.mark.parametrize("kind", [*get_args(Report), *get_args(Request)])
def test_acknowledgements(router: Router, kind: str) -> None:
    routing = routed(router, "my patient got VOD")
    object.__setattr__(routing, "kind", kind)
    said = acknowledgement(routing, CONTACTS)
    assert not any(c.isdigit() for c in said.text)
    assert "{" not in said.text
    report = ROUTES[routing.kind] in ("adverse_event", "pregnancy_exposure")
    assert said.notices == (("Drug safety: Safety, +1 212 736 5000",) if report else ())
    assert ("quality@example.org" in said.text) == (kind == "product_complaint")
    assert ("the desk" in said.text) == (not routing.is_report)
    assert set(load("routing")["acknowledgement"]) == set(ROUTES)


def test_contacts_are_settings() -> None:
    settings = Settings(safety_contact="the safety desk", product_quality_contact="quality")
    assert Contacts.of(settings).safety == "the safety desk"
    assert Contacts.of(settings).product_quality == "quality"


def test_takes_little_time() -> None:
    """In a process of its own: what measures coverage takes longer than what is measured."""
    done = subprocess.run(
        [sys.executable, "-c", _TIMED, str(ROOT)], capture_output=True, text=True, check=True
    )
    print(f"\nrouting and redaction: {done.stdout.strip()} ms, median")  # noqa: T201 - with -s
    assert float(done.stdout) < 1.5


_TIMED = """
import statistics, sys, time
from datetime import UTC, datetime
from pathlib import Path
from ino_assistant.corpus.load import load_corpus
from ino_assistant.privacy import known_words, redact
from ino_assistant.routing import Router
from ino_assistant.vocabulary.concepts import concepts_for

corpus = load_corpus(Path(sys.argv[1]) / "corpus")
router, known = Router(corpus, concepts_for(corpus.documents)), known_words(corpus)
now = datetime.now(UTC)
taken = []
for i in range(300):
    message = f"Hi, my patient John got a fever of 39.{i} on day {i} of InO. How often is that?"
    started = time.thread_time()  # what else the machine does is not this
    router.route(message, received_at=now)
    redact(message, known)
    taken.append(1e3 * (time.thread_time() - started))
print(round(statistics.median(taken), 3))
"""
