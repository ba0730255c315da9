"""Answers whose source has changed: those that nothing has changed for, signed together."""

from __future__ import annotations

from collections.abc import Sequence

from ino_assistant.review.renewing import MOST, Renewal
from ino_assistant.web.markup import shortened, text
from ino_assistant.web.reviewing.decision_view import signature
from ino_assistant.web.reviewing.frame_view import screen
from ino_assistant.web.reviewing.office import Caller
from ino_assistant.web.reviewing.parts import (
    address,
    area,
    button,
    day,
    empty,
    form,
    link,
    listed,
    section,
)


def renewing_screen(found: Sequence[Renewal], caller: Caller) -> str:
    """The list to be signed, and what has to be looked at one by one.

    Args:
        found: all answers that were invalidated.
        caller: who would sign.
    """
    same = [one for one in found if not one.changed and not one.barred][:MOST]
    barred = [one for one in found if not one.changed and one.barred]
    changed = [one for one in found if one.changed]
    rows = listed([_same(one) for one in same], name="claims")
    body = (
        '<p class="soft">Every passage that these rest on stands word for word in the new source, '
        "under the same headings, with the same caveats and boxed warnings. Each gets a version "
        "and a signature of its own, and is given until the day that was set before.</p>"
        f"{rows}{area('reason', 'Reason', more=' required')}"
        f"{signature(caller, 'approval: may be given to others', 'every ticked answer')}"
        f"{button('Approve all that are ticked', main=True)}"
    )
    signed = form("renew_all", body, name="decision", label="Approve again") if same else ""
    one_by_one = listed([_not(one, one.changed) for one in changed], name="claims")
    others = listed([_not(one, one.barred) for one in barred], name="claims")
    lead = f'<p class="back">{link("Back to the queue", _BACK, name="up")}</p>'
    return screen(
        "renewing-screen",
        "Source changed",
        section("renew", "The source says the same", signed or empty("No answer is here."))
        + section("barred", "For somebody else to sign", others)
        + section("changed", "To be looked at one by one", one_by_one),
        lead=lead,
    )


def _same(one: Renewal) -> str:
    return (
        f'<label class="check"><input type="checkbox" name="review" checked '
        f'value="{text(one.review_id)}:{one.version}"> '
        f"<strong>{text(shortened(one.question, 220))}</strong></label>"
        f'<p class="said">{text(shortened(one.text, 600))}</p>{_about(one)}'
    )


def _not(one: Renewal, why: str) -> str:
    where = address("answer", one.review_id)
    return (
        f"{link(shortened(one.question, 220), where)}"
        f'<p class="problems">{text(why[:1].upper() + why[1:])}</p>{_about(one)}'
    )


def _about(one: Renewal) -> str:
    until = "" if one.expires_on is None else f", until {day(one.expires_on.isoformat())}"
    passages = "1 passage" if one.passages == 1 else f"{one.passages} passages"
    opened = link("Open it", address("answer", one.review_id))
    return f'<p class="soft">{passages}; approved by {text(one.approved_by)}{until}. {opened}</p>'


_BACK = address("queue", queue="invalidated")

__all__ = ["renewing_screen"]
