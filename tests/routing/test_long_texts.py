"""Texts of any length are looked through for reports."""

from __future__ import annotations

from datetime import UTC, datetime

from ino_assistant.routing import Router


def test_a_report_inside_a_very_long_text_is_found(router: Router) -> None:
    before = "What is the dose? " * 2_000
    report = "My patient had severe jaundice after the second infusion. "
    message = before + report + "What is the dose? " * 500
    routing = router.route(message, received_at=datetime.now(UTC))
    assert routing is not None
    assert routing.route == "adverse_event"
    assert routing.reported == message
    for reason in routing.reasons:
        assert message[slice(*reason.span)] == reason.text
