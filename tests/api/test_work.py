"""A day's work over the interface: asking, reviewing, reporting, exporting, people."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.desk import QUESTION, REPORT, Desk, error
from ino_assistant.records import RecordsError, Store
from ino_assistant.records.verify import verify_trail
from people.staff import PASSWORD, everywhere, told

REASON = "checked against the source"


def step(client: TestClient, review: str, name: str, version: int, **more: Any) -> Any:
    sent = {"version": version, **more}
    return client.post(f"/api/reviews/{review}/{name}", json=sent)


@everywhere
def test_from_a_question_to_an_approved_answer_and_back_to_who_asked(
    desk: Desk, store: Store
) -> None:
    fay, rev = desk.by("field_medical"), desk.by("medical_information")
    given = desk.asked(fay)
    assert given["outcome"] == "answered"
    assert given["boxed_warning"]
    thumb = {"thumb": "down", "reasons": ["incomplete"], "words": "and the other arm?"}
    review = fay.post(f"/api/answers/{given['id']}/feedback", json=thumb).json()["review_id"]
    assert review == given["review_id"] or given["review_id"] is None

    assert "no right" in error(fay.get("/api/reviews"), 403)
    page = rev.get("/api/reviews", params={"flag": "thumbs_down"}).json()
    assert [item["id"] for item in page["reviews"]] == [review]
    assert rev.get("/api/reviews/counts").json()["to_review"] == 1
    version = page["reviews"][0]["version"]
    assert step(rev, review, "claim", version).json() == {"version": version + 1}
    assert "first" in error(step(rev, review, "claim", version), 409)

    seen = rev.get(f"/api/reviews/{review}").json()
    assert seen["exchange"]["question"] == QUESTION
    assert seen["judgement"]["passes"] is True
    worse = (
        {"text": seen["content"]["text"].replace("2", "3")}
        if seen["content"].get("text")
        else {"text": "The rate was 99.9% [1]."}
    )
    judged = rev.post(f"/api/reviews/{review}/judge", json=worse).json()
    assert judged["judgement"]["passes"] is False

    sign = {"secret": "wrong", "reason": REASON}
    assert "not signed" in error(step(rev, review, "approve", version + 1, **sign), 403)
    sign["secret"] = PASSWORD
    assert step(rev, review, "approve", version + 1, **sign).status_code == 200
    served = desk.asked(fay)
    assert served["answerer"] == "validated"
    assert served["validated"]["approved_by"] == "Medical_Information Example"

    document = rev.get(f"/api/reviews/{review}/export", params={"form": "docx"})
    assert document.status_code == 200
    assert document.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert document.content[:2] == b"PK"
    assert step(rev, review, "withdraw", version + 2, **sign).status_code == 200
    assert desk.asked(fay)["validated"] is None
    assert verify_trail(store).whole


def test_steps_of_a_review(desk: Desk) -> None:
    fay = desk.by("field_medical")
    ann = desk.by("medical_information", login="ann")
    ben = desk.by("medical_information", login="ben")
    given = desk.asked(fay)
    review = fay.post(f"/api/answers/{given['id']}/escalate", json={"words": "please"}).json()[
        "review_id"
    ]
    version = ann.get(f"/api/reviews/{review}").json()["version"]
    reviewers = ann.get("/api/reviews/reviewers").json()["reviewers"]
    assert [r["name"] for r in reviewers] == ["Ann Example", "Ben Example"]
    ids = {r["name"]: r["id"] for r in reviewers}

    assert step(ann, review, "prioritise", version, priority="urgent", reason="now").json()
    to = ids["Ben Example"]
    assert step(ann, review, "assign", version + 1, to=to).status_code == 200
    assert "nobody here" in error(step(ann, review, "assign", version + 2, to="nobody"), 404)
    own = ann.get("/api/reviews", params={"assignee": to}).json()
    assert own["total"] == 1
    assert ann.post(f"/api/reviews/{review}/comments", json={"text": "look at 2.1"}).json()
    change = {"change": {"label": "on_label", "audience": ["sales", "field_medical"]}}
    assert error(step(ann, review, "edit", version + 2, **change), 403)
    edited = step(ben, review, "edit", version + 2, reason="labelled", **change)
    assert edited.json()["version"] == version + 3
    assert step(ben, review, "escalate", version + 3, reason="beyond me").status_code == 200
    assert step(ann, review, "claim", version + 4).status_code == 200
    assert step(ann, review, "release", version + 5).status_code == 200
    assert step(ann, review, "claim", version + 6).status_code == 200
    sign = {"secret": PASSWORD, "reason": "not for us"}
    assert step(ann, review, "reject", version + 7, **sign).status_code == 200
    assert step(ann, review, "reopen", version + 8, reason="was wrong").status_code == 200
    assert step(ann, review, "claim", version + 9).status_code == 200
    terms = {"expires_on": "2027-01-01", "supersedes": [], "label_version": "2/2026"}
    halved = step(ann, review, "approve", version + 10, **sign, **terms)
    assert "and a day" in error(halved, 422)
    terms["label_checked_on"] = "2020-03-01"
    approved = step(ann, review, "approve", version + 10, **sign, **terms)
    assert approved.status_code == 200, approved.text
    variant = {"text": "What rate of recurrence was there with KARDENTO?", "reason": "same"}
    unsigned = ann.post(f"/api/reviews/{review}/variants", json=variant)
    assert "not signed" in error(unsigned, 403)
    variant["secret"] = PASSWORD
    assert ann.post(f"/api/reviews/{review}/variants", json=variant).status_code == 204
    looked_at(ann, review, version)
    shown = ann.get(f"/api/reviews/{review}").json()
    assert shown["variants"] == [variant["text"]]
    assert shown["content"]["label_checked"] == {"version": "2/2026", "on": "2020-03-01"}
    assert ann.post(f"/api/reviews/{review}/variants/detach", json=variant).status_code == 204
    changed = {"citations": [{"statement": "no such statement"}]}
    assert error(ann.post(f"/api/reviews/{review}/judge", json=changed), 409)


def test_an_approved_answer_is_revised_and_work_on_it_joined(desk: Desk) -> None:
    fay, rev = desk.by("field_medical"), desk.by("medical_information")
    given = desk.asked(fay)
    review = fay.post(f"/api/answers/{given['id']}/escalate", json={}).json()["review_id"]
    version = rev.get(f"/api/reviews/{review}").json()["version"]
    assert step(rev, review, "claim", version).status_code == 200
    sign = {"secret": PASSWORD, "reason": REASON}
    assert step(rev, review, "approve", version + 1, **sign).status_code == 200
    assert error(step(fay, review, "revise", version + 2, reason="old"), 403)
    made = step(rev, review, "revise", version + 2, reason="about to expire")
    again = made.json()["review_id"]
    seen = rev.get(f"/api/reviews/{again}").json()
    assert (seen["supersedes"], [s["id"] for s in seen["same"]]) == (review, [review])
    assert desk.asked(fay)["validated"]["id"] == review
    assert error(step(rev, again, "join", 1, into="x", reason="same"), 403)
    assert step(rev, again, "join", 1, into=review, reason="not needed").json() == {"version": 2}
    [closed] = rev.get("/api/reviews", params={"queue": "closed"}).json()["reviews"]
    assert (closed["state"], closed["why"]) == ("duplicate", "not needed")


def test_queueing_what_nothing_has_queued(desk: Desk) -> None:
    desk.office.settings = desk.settings
    fay, rev = desk.by("field_medical"), desk.by("medical_information")
    given = desk.asked(fay)
    sent = {"reason": "a good example"}
    assert rev.post(f"/api/answers/{given['id']}/queue", json=sent).json()["review_id"]
    assert error(fay.post(f"/api/answers/{given['id']}/queue", json=sent), 403)


def test_conversations_are_ones_own_and_anothers_are_not_there(desk: Desk) -> None:
    fay, eve = desk.by("field_medical"), desk.by("field_medical", login="eve")
    rev = desk.by("medical_information")
    first = desk.asked(fay)
    talk = first["conversation_id"]
    second = desk.asked(fay, "And with warfarin?", conversation=talk)
    assert "KARDENTO" in second["standalone_question"] or second["conversation_id"] == talk
    (listed,) = fay.get("/api/conversations").json()["conversations"]
    assert (listed["id"], listed["turns"]) == (talk, 2)
    turns = fay.get(f"/api/conversations/{talk}").json()["turns"]
    assert [t["id"] for t in turns] == [first["id"], second["id"]]
    made_up = "0" * 32
    for path in (f"/api/conversations/{talk}", f"/api/answers/{first['id']}"):
        theirs = error(eve.get(path), 404)
        missing = error(eve.get(f"{path.rsplit('/', 1)[0]}/{made_up}"), 404)
        assert theirs.replace(talk, "").replace(first["id"], "") == missing.replace(made_up, "")
        assert rev.get(path).status_code == 200
    assert error(eve.post("/api/ask", json={"question": "x", "conversation": talk}), 404)
    assert error(eve.delete(f"/api/conversations/{talk}"), 404)
    thumb = {"thumb": "up"}
    assert error(eve.post(f"/api/answers/{first['id']}/feedback", json=thumb), 404)
    assert error(eve.get(f"/api/answers/{first['id']}/export"), 404)
    assert error(eve.get("/api/conversations", params={"everyone": True}), 403)
    assert len(rev.get("/api/conversations?everyone=true").json()["conversations"]) == 1
    copy = fay.get(f"/api/answers/{first['id']}/export", params={"form": "pdf"})
    assert copy.content.startswith(b"%PDF")
    saved = fay.get(f"/api/conversations/{talk}/export", params={"form": "markdown"})
    assert saved.status_code == 200
    assert fay.delete(f"/api/conversations/{talk}").status_code == 204
    assert fay.get("/api/conversations").json()["conversations"] == []
    assert error(fay.get(f"/api/conversations/{talk}"), 404)


def test_earlier_turns_may_be_kept_by_the_caller(desk: Desk) -> None:
    """As it was before there were conversations."""
    given = desk.asked(desk.by("field_medical"), "And with warfarin?", turns=[QUESTION])
    assert given["outcome"] in ("answered", "refused")
    assert "recurrence" in given["standalone_question"]


def looked_at(ann: Any, review: str, version: int) -> None:
    """An approved answer and its versions, narrowed, compared and exported."""
    first = ann.get(f"/api/reviews/{review}/versions/1").json()
    assert (first["version"], first["content"]["label"]) == (1, "unassessed")
    assert error(ann.get(f"/api/reviews/{review}/versions/999"), 404)
    pair = {"before": 1, "after": version + 3}
    between = ann.get(f"/api/reviews/{review}/difference", params=pair).json()
    assert between["changed"]["label"] == ["unassessed", "on_label"]
    library = {"queue": "approved", "approved_by": "Ann Example", "product": "KARDENTO"}
    assert ann.get("/api/reviews", params=library).json()["reviews"][0]["label_version"] == "2/2026"
    case = json.loads(ann.get("/api/exports/evaluation").text)
    assert case["id"] == f"r-{review[:12]}"
    assert ann.get("/api/reviews/renewals").json() == {"renewals": []}
    again = {"reviews": [{"id": review, "version": version + 11}], "reason": "the same"}
    assert "not signed" in error(ann.post("/api/reviews/renewals", json=again), 403)
    again["secret"] = PASSWORD
    assert "is approved" in error(ann.post("/api/reviews/renewals", json=again), 403)


def test_a_report_is_for_the_safety_desk_alone(desk: Desk) -> None:
    fay, sue, rev = desk.by("field_medical"), desk.by("safety"), desk.by("medical_information")
    given = desk.asked(fay, REPORT)
    assert (given["outcome"], given["route"]) == ("routed", "adverse_event")
    pressed = fay.post("/api/reports", json={"words": "it hurt", "contact": "fay@example.com"})
    assert pressed.json()["report_id"]
    assert error(rev.get("/api/safety"), 403)
    assert error(rev.get(f"/api/safety/{given['report_id']}"), 403)
    reports = sue.get("/api/safety").json()["reports"]
    assert {r["id"] for r in reports} == {given["report_id"], pressed.json()["report_id"]}
    assert REPORT not in json.dumps(reports)
    path = f"/api/safety/{given['report_id']}"
    assert sue.get(path).json()["sealed"]["words"] == REPORT
    assert error(sue.get("/api/safety/none"), 404)
    steps = f"{path}/steps"
    assert sue.post(steps, json={"action": "claimed", "version": 1}).json() == {"version": 2}
    assert error(sue.post(steps, json={"action": "claimed", "version": 1}), 409)
    handed = {"action": "handed_over", "version": 2, "reference": "C-1"}
    assert sue.post(steps, json=handed).status_code == 200
    assert [r["id"] for r in sue.get("/api/safety?state=handed_over").json()["reports"]] == [
        given["report_id"]
    ]
    other = pressed.json()["report_id"]
    sue_name = sue.get("/api/session").json()["user"]["name"]
    [somebody] = [a for a in sue.get("/api/safety/staff").json()["staff"] if a["name"] == sue_name]
    given_out = {"action": "assigned", "version": 1, "to": somebody["id"]}
    assert sue.post(f"/api/safety/{other}/steps", json=given_out).json() == {"version": 2}
    unknown = {**given_out, "version": 2, "to": "nobody"}
    assert "nobody here" in error(sue.post(f"/api/safety/{other}/steps", json=unknown), 404)
    looked = sue.get("/api/safety", params={"assignee": somebody["id"], "text": "IT hurt"}).json()
    assert [r["id"] for r in looked["reports"]] == [other]
    assert looked["total"] == 1
    assert error(rev.get("/api/safety/staff"), 403)
    form = sue.get(f"{path}/export", params={"form": "json"})
    assert form.status_code == 200
    assert error(rev.get(f"{path}/export"), 403)


def test_records_leave_as_lines(desk: Desk) -> None:
    desk.asked(desk.by("field_medical"))
    rev = desk.by("medical_information")
    lines = rev.get("/api/exports/records", params={"form": "jsonl"}).text.splitlines()
    assert QUESTION in lines[0]
    table = list(csv.reader(io.StringIO(rev.get("/api/exports/records?form=csv").text)))
    assert len(table) >= 2
    assert error(desk.by("sales").get("/api/exports/records"), 403)


def test_the_trail_is_for_administrators(desk: Desk) -> None:
    ada, rev = desk.by("administrator"), desk.by("medical_information")
    desk.asked(rev)
    entries = ada.get("/api/audit", params={"limit": 3}).json()["entries"]
    assert [e["seq"] for e in entries] == [1, 2, 3]
    last = {"newest_first": True, "limit": 2}
    newest = [e["seq"] for e in ada.get("/api/audit", params=last).json()["entries"]]
    before = ada.get("/api/audit", params={**last, "before": newest[-1]}).json()["entries"]
    assert [newest[0] - 1, newest[0] - 2, newest[0] - 3] == [newest[1], *(e["seq"] for e in before)]
    found = ada.get("/api/audit", params={"action": "exchange."}).json()["entries"]
    assert {e["action"] for e in found} == {"exchange.recorded"}
    one = {"kind": "exchange", "id": found[0]["record"]["id"], "by": found[0]["user"]["id"]}
    assert ada.get("/api/audit", params=one).json()["entries"] == found
    assert ada.get("/api/audit/verify").json()["whole"] is True
    assert error(rev.get("/api/audit"), 403)
    assert error(rev.get("/api/audit/verify"), 403)
    assert error(rev.get("/api/metrics"), 403)
    metrics = ada.get("/api/metrics")
    assert metrics.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert "ino_questions_total" in metrics.text
    for private in (QUESTION, "Example", "medical_information-"):
        assert private not in metrics.text


def test_looking_after_people(desk: Desk) -> None:
    ada = desk.by("administrator")
    sent = {"login": "zoe", "name": "Zoë Example", "roles": ["safety"], "reason": "joined"}
    made = ada.post("/api/users", json=sent)
    assert made.status_code == 201
    assert error(ada.post("/api/users", json=sent), 409)
    user, first = made.json()["user"], made.json()["temporary_password"]
    assert user["name"] == "Zoë Example"
    change = {"version": 1, "roles": ["field_medical"], "reason": "moved"}
    changed = ada.patch(f"/api/users/{user['id']}", json=change)
    assert changed.json()["user"]["role"] == "field_medical"
    assert error(ada.patch(f"/api/users/{user['id']}", json=change), 409)
    assert error(ada.patch("/api/users/none", json=change), 404)
    again = ada.post(f"/api/users/{user['id']}/reset", json={"reason": "forgotten"}).json()
    assert again["temporary_password"] != first
    assert [u["login"] for u in ada.get("/api/users").json()["users"]] == ["administrator", "zoe"]
    key = {"name": "case system", "role": "sales", "scopes": ["ask"], "days": 30}
    made = ada.post("/api/keys", json=key)
    assert made.status_code == 201
    program = desk.nobody(headers={"Authorization": f"Bearer {made.json()['secret']}"})
    assert desk.asked(program)["outcome"] == "refused"  # not on label: none of it for sales
    key_id = made.json()["key"]["id"]
    assert ada.post(f"/api/keys/{key_id}/revoke", json={"reason": "over"}).status_code == 204
    assert error(program.post("/api/ask", json={"question": "x"}), 401)
    (listed,) = ada.get("/api/keys").json()["keys"]
    assert listed["revoked_at"]
    assert error(desk.by("sales").get("/api/users"), 403)
    assert "X" not in str(told(desk.store, "key.")[0].new)


def test_bodies_that_are_not_taken(desk: Desk) -> None:
    bodies: list[tuple[dict[str, Any], int]] = [
        ({"question": "x" * 2_000_001}, 413),
        ({}, 422),
        ({"question": 1}, 422),
        ({"question": "a", "more": 1}, 422),
        ({"question": "a", "turns": "b"}, 422),
    ]
    browser = desk.by("sales")
    for body, status in bodies:
        assert error(browser.post("/api/ask", json=body), status)


def test_a_body_without_a_length_that_is_too_large(desk: Desk) -> None:
    def endless() -> Iterator[bytes]:
        yield b'{"question": "'
        for _ in range(30):
            yield b"x" * 100_000

    headers = {"Content-Type": "application/json"}
    answer = desk.by("sales").post("/api/ask", content=endless(), headers=headers)
    assert error(answer, 413)


def test_whatever_is_typed_is_written_back(desk: Desk) -> None:
    fay = desk.by("field_medical")
    for question in ("\0", "é\u202e", ""):
        answer = fay.post(
            "/api/ask",
            content=json.dumps({"question": question}),
            headers={"Content-Type": "application/json"},
        )
        assert answer.status_code == 200
        assert answer.json()["outcome"] == "refused"
    half = fay.post(
        "/api/ask",
        content='{"question": "\\ud800"}',
        headers={"Content-Type": "application/json"},
    )
    assert error(half, 422)


def test_what_is_not_there_and_what_is_not_done(desk: Desk) -> None:
    fay = desk.by("field_medical")
    assert error(fay.get("/api/nothing"), 404)
    assert error(fay.put("/api/ask", json={}), 405)
    assert error(fay.get("/api/sign-in/go"), 404)
    assert error(fay.get("/api/answers/" + "x" * 65), 422)


def test_the_description_loads_nothing_from_elsewhere(desk: Desk) -> None:
    nobody = desk.nobody()
    described = nobody.get("/api/openapi.json").json()
    assert described["servers"] == [{"url": "/api"}]
    assert {"/ask", "/reviews/{review_id}/approve", "/audit/verify"} <= set(described["paths"])
    for path in ("/api/docs", "/api/redoc"):
        assert nobody.get(path).status_code == 404


def test_a_database_that_is_gone_is_503_in_one_line(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    fay = desk.by("field_medical")
    file = desk.store.file
    assert file is not None
    file.rename(file.with_suffix(".away"))
    try:
        assert "can't be reached" in error(fay.post("/api/ask", json={"question": "x"}), 503)
        ready = fay.get("/api/ready")
        assert ready.status_code == 503
        assert ready.json()["problems"]
        assert fay.get("/api/health").status_code == 200
    finally:
        file.with_suffix(".away").rename(file)
    assert fay.post("/api/ask", json={"question": "x"}).status_code == 200


def test_a_fault_is_told_in_one_line_without_its_insides(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*more: Any, **others: Any) -> None:
        raise ZeroDivisionError("inside")

    monkeypatch.setattr(type(desk.office), "conversations", broken)
    assert "inside" not in error(desk.by("field_medical").get("/api/conversations"), 500)

    def refused(*more: Any, **others: Any) -> None:
        raise RecordsError("one\nline")

    monkeypatch.setattr(type(desk.office), "conversations", refused)
    assert error(desk.by("field_medical").get("/api/conversations"), 503) == "one line"
