"""Rules hold below the routes: whoever builds another screen on the office can't do more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from api.desk import REPORT, Desk
from ino_assistant.records import Actor, ForbiddenError, NotFoundError
from ino_assistant.records.actors import RIGHTS, Right, Role
from ino_assistant.review.editing import Edit
from ino_assistant.review.queues import Wanted
from people.staff import told

Call = Callable[[Desk, Actor, dict[str, str]], Any]

CALLS: dict[str, tuple[Right, Call]] = {
    "queue": ("review", lambda d, a, ids: d.office.desk.page(a, Wanted())),
    "counts": ("review", lambda d, a, ids: d.office.desk.counts(a)),
    "review": ("review", lambda d, a, ids: d.office.review(a, ids["review"])),
    "judge": ("review", lambda d, a, ids: d.office.desk.judge(a, ids["review"], Edit())),
    "claim": ("review", lambda d, a, ids: d.office.desk.claim(a, ids["review"], 1)),
    "edit": ("review", lambda d, a, ids: d.office.desk.edit(a, ids["review"], 1, Edit())),
    "comment": ("review", lambda d, a, ids: d.office.desk.comment(a, ids["review"], "x")),
    "approve": ("approve", lambda d, a, ids: d.office.desk.approve(a, ids["review"], 1, "s", "r")),
    "reject": ("approve", lambda d, a, ids: d.office.desk.reject(a, ids["review"], 1, "s", "r")),
    "attach": (
        "approve",
        lambda d, a, ids: d.office.variants.attach(a, ids["review"], "x", "s", "r"),
    ),
    "safety queue": ("see_safety", lambda d, a, ids: d.office.safety.queue(a)),
    "report": ("see_safety", lambda d, a, ids: d.office.safety.read(a, ids["report"])),
    "report form": (
        "see_safety",
        lambda d, a, ids: d.office.export_safety(a, ids["report"], "json"),
    ),
    "document": ("export", lambda d, a, ids: d.office.export_response(a, ids["review"], "docx")),
    "records": ("export", lambda d, a, ids: d.office.export_records(a, "jsonl")),
    "evaluation": ("export", lambda d, a, ids: d.office.evaluation_cases(a)),
    "renewals": ("review", lambda d, a, ids: d.office.renewals.waiting(a)),
    "renew": ("approve", lambda d, a, ids: d.office.renewals.reapprove(a, [("x", 1)], "s", "r")),
    "outside": (
        "review",
        lambda d, a, ids: d.office.desk.answer_outside(a, ids["review"], 1, "x", date(2020, 1, 1)),
    ),
    "trail": ("see_audit", lambda d, a, ids: d.office.audit_entries(a)),
    "verify": ("see_audit", lambda d, a, ids: d.office.verify_audit(a)),
    "everyone": ("see_records", lambda d, a, ids: d.office.conversations(a, everyone=True)),
    "users": ("manage", lambda d, a, ids: d.people.accounts.users(a)),
    "keys": ("manage", lambda d, a, ids: d.people.keys.all(a)),
}


@pytest.mark.parametrize("role", sorted(RIGHTS))
def test_a_right_that_a_role_has_not_is_refused_whoever_calls(desk: Desk, role: Role) -> None:
    fay = desk.by("field_medical")
    ids = {"review": desk.asked(fay)["review_id"], "report": desk.asked(fay, REPORT)["report_id"]}
    actor = Actor("u1", "Una Example", role)
    lacking = {name for name, (right, _) in CALLS.items() if not actor.may(right)}
    assert lacking
    for name in sorted(lacking):
        with pytest.raises(ForbiddenError):
            CALLS[name][1](desk, actor, ids)
    refused = [e for e in told(desk.store, "access.refused") if e.actor_id == "u1"]
    assert len(refused) == len(lacking)


def test_a_key_does_no_more_than_its_scopes_whoever_calls(desk: Desk) -> None:
    everything = frozenset(RIGHTS)
    narrow = Actor("key:1", "A program", "sales", everything, frozenset({"ask"}))
    ids = {"review": "r", "report": "p"}
    for _, call in CALLS.values():
        with pytest.raises(ForbiddenError):
            call(desk, narrow, ids)


def test_anothers_things_are_not_there_whoever_calls(desk: Desk) -> None:
    given = desk.asked(desk.by("field_medical"))
    other = Actor("u9", "Otto Example", "field_medical")
    office = desk.office
    for call in (
        lambda: office.exchange(other, given["id"]),
        lambda: office.conversation(other, given["conversation_id"]),
        lambda: office.delete_conversation(other, given["conversation_id"]),
        lambda: office.feedback(other, given["id"], "up"),
        lambda: office.escalate(other, given["id"]),
        lambda: office.export_answer(other, given["id"], "pdf"),
        lambda: office.ask(other, "x", conversation=given["conversation_id"]),
    ):
        with pytest.raises(NotFoundError):
            call()


def test_nobody_signs_without_proof_whoever_calls(desk: Desk) -> None:
    rev = desk.by("medical_information")
    given = desk.asked(rev)
    (who,) = desk.people.reviewers()
    version = desk.office.desk.claim(who, given["review_id"], 1)
    for secret in ("", "wrong"):
        with pytest.raises(ForbiddenError, match="not signed"):
            desk.office.desk.approve(who, given["review_id"], version, secret, "fine")
    with pytest.raises(ForbiddenError):
        program = Actor(who.id, who.name, who.role, who.more, frozenset({"review", "approve"}))
        desk.office.desk.approve(program, given["review_id"], version, "four words", "fine")
