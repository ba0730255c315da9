"""A working day as a script: what three roles ask, and what two reviewers make of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, cast, get_args

from ino_assistant.records import Actor, RecordsError, Role
from ino_assistant.records.verify import verify_trail
from ino_assistant.review.decisions import Terms
from ino_assistant.review.editing import Edit
from ino_assistant.review.queues import Wanted
from ino_assistant.service import Given, Office
from records.stores import SetClock
from service.people import ADA, ANN, BEN, FAY, SAM, SECRET, SUE

MIA: Final = Actor("u7", "Mia Example", "medical_information")
"""Medical information, asking for a letter."""

ASKED: Final[tuple[tuple[Actor, str], ...]] = (
    (FAY, "What was the rate of recurrence with KARDENTO?"),
    (SAM, "What was the rate of recurrence with KARDENTO?"),
    (FAY, "What was the rate of recurrence with warfarin?"),
    (MIA, "How is KARDENTO taken?"),
    (SAM, "How is KARDENTO taken?"),
    (FAY, "When is a missed dose of KARDENTO taken?"),
    (FAY, "How should KARDENTO tablets be stored?"),
    (SAM, "how should KARDENTO tablets be stored"),
    (MIA, "Was the VELOCE trial open-label?"),
    (FAY, "Was the assessment of bleeding exploratory?"),
    (SAM, "Does KARDENTO cause bleeding?"),
    (FAY, "What is the half-life of KARDENTO?"),
    (MIA, "What is the half-life of KARDENTO?"),
    (SAM, "Can KARDENTO be given to children?"),
    (FAY, "What dose should my patient of 62 kg get?"),
    (FAY, "My patient Jane Roe bled on KARDENTO yesterday. How should KARDENTO be stored?"),
    (SAM, "What is ZELMORIX indicated for?"),
    (FAY, "What is ZELMORIX?"),
    (MIA, "What is the recommended dosage of ZELMORIX?"),
    (SAM, "What is the recommended dosage of ZELMORIX?"),
    (FAY, "What is the dosage of ZELMORIX for patients weighing 90 kg or more?"),
    (SAM, "Over how many minutes is ZELMORIX infused?"),
    (FAY, "How is ZELMORIX diluted?"),
    (MIA, "How long can the diluted solution of ZELMORIX be stored?"),
    (SAM, "Who should not be given ZELMORIX?"),
    (FAY, "How often was ALT above 3 times ULN with ZELMORIX?"),
    (FAY, "How often was ALT above 3 times ULN with placebo?"),
    (SAM, "When should liver tests be measured with ZELMORIX?"),
    (MIA, "When is ZELMORIX discontinued?"),
    (FAY, "Were infusion reactions with ZELMORIX severe?"),
    (SAM, "How often was headache seen with ZELMORIX?"),
    (FAY, "How often was eczema seen with ZELMORIX?"),
    (FAY, "How often was eczema seen with placebo?"),
    (SAM, "How often was peripheral edema seen with ZELMORIX?"),
    (MIA, "Is there data on ZELMORIX in pregnant women?"),
    (FAY, "What was the PP-NRS response with ZELMORIX?"),
    (FAY, "How many adults did PRISM-1 randomize?"),
    (SAM, "Is ZELMORIX better than dupilumab?"),
    (MIA, "What strengths of ZELMORIX are supplied?"),
    (FAY, "What was the rate of recurrence with KARDENTO?"),
)


@dataclass
class Day:
    """What happens on a day, told as it happens.

    Attributes:
        told: the transcript, line by line.
        given: what was given to each question.
        decided: reviews that were decided, with how.
    """

    office: Office
    clock: SetClock
    told: list[str] = field(default_factory=list)
    given: list[Given] = field(default_factory=list)
    decided: dict[str, str] = field(default_factory=dict)

    def tell(self, line: str) -> None:
        self.told.append(f"{self.clock.now:%H:%M} {line}")

    def head(self, line: str) -> None:
        self.told += ["", f"== {line}"]

    def ask(self, actor: Actor, question: str) -> Given:
        """One question, with what was shown."""
        given = self.office.ask(actor, question, channel="web")
        self.clock.forward(minutes=2)
        answer = given.answer
        self.given.append(given)
        self.tell(f"{actor.name} ({actor.role}): {question}")
        how = answer.reason or answer.route or ""
        validated = answer.validated
        if validated is not None:
            how = f"approved by {validated['approved_by']} until {validated['expires_on']}"
        self.told.append(
            f"      {answer.outcome} {f'[{how}] ' if how else ''}{shortened(answer.text)}"
        )
        if given.review_id is not None:
            self.told.append(f"      -> review {given.review_id[:6]}")
        if given.report_id is not None:
            self.told.append(f"      -> safety report {given.report_id[:6]}")
        return given

    def queue(self, **more: Any) -> list[Any]:
        """A page of a queue as a reviewer sees it."""
        wanted = Wanted(**{"sort": "priority", "size": 100, **more})
        page = self.office.desk.page(ANN, wanted)
        self.tell(f"queue {wanted.queue}: {page.total}")
        for item in page.items:
            flags = ", ".join(item.flags)
            self.told.append(
                f"      {item.review_id[:6]} {item.priority:6} {item.times}x {flags}: "
                f"{item.question} ({until(item)})"
            )
        return list(page.items)

    def look(self, review: str) -> dict[str, Any]:
        """A review as it is worked on."""
        shown = self.office.review(ANN, review)
        content, judgement = shown["content"], shown["judgement"]
        self.tell(f"review {review[:6]} {shown['state']}: {content['question']}")
        self.told.append(f"      {content['outcome']}: {shortened(content['text'], 160)}")
        for cited in shown["citations"]:
            where = (
                cited.get("problem") or f"{cited['section']}, page {cited['page'] or 'not known'}"
            )
            self.told.append(f"      [{cited['marker']}] {where}")
        for other in shown["in_force"]:
            self.told.append(
                f"      in force for the same question: {other['id'][:6]}, {other['label']}, "
                f"approved by {other['approved_by']}"
            )
        if not judgement["passes"]:
            problems = [p for passage in judgement["passages"] for p in passage["problems"]]
            self.told.append(
                f"      can't be approved: {'; '.join(problems) or judgement['problems']}"
            )
        return shown

    def decide(self, review: str, by: Actor, how: Callable[[Day, str, Actor, int], str]) -> None:
        """Claim a review, and decide it in some way."""
        shown = self.look(review)
        version = self.office.desk.claim(by, review, shown["version"])
        try:
            done = how(self, review, by, version)
        except RecordsError as error:
            self.told.append(f"      {by.name} is told: {error}")
            raise
        self.decided[review] = done
        self.clock.forward(minutes=6)
        self.told.append(f"      {by.name}: {done}")


def approve(day: Day, review: str, by: Actor, version: int) -> str:
    """Approve it as it is."""
    day.office.desk.approve(by, review, version, SECRET, "checked against the source")
    return "approved"


def approve_for_sales(day: Day, review: str, by: Actor, version: int) -> str:
    """Label it on label and open it to sales; the other one signs."""
    change = Edit(label="on_label", audience=get_args(Role), topic="dosing")
    version, _ = day.office.desk.edit(by, review, version, change, "stands in the label")
    other = BEN if by is ANN else ANN
    version = day.office.desk.assign(by, review, version, other, "please sign")
    checked = {"label_version": "3/2026", "label_checked_on": day.clock.now.date()}
    day.office.desk.approve(
        other, review, version, SECRET, "stands in the label", **cast("Terms", checked)
    )
    return f"approved for sales as well, by {other.name}"


def renew(day: Day) -> str:
    """Who signed the first answer that is about to expire renews it; it is served on meanwhile."""
    soon = day.queue(queue="expiring", sort="due")[0]
    by = ANN if soon.approved_by == ANN.name else BEN
    again = day.office.desk.revise(by, soon.review_id, soon.version, "about to expire")
    version = day.office.desk.claim(by, again, 1)
    day.office.desk.approve(by, again, version, SECRET, "still stands in the source")
    day.tell(f"{by.name}: renewed {soon.review_id[:6]} as {again[:6]}")
    return again


def approve_with_changes(day: Day, review: str, by: Actor, version: int) -> str:
    """Add a sentence; the other one signs."""
    text = day.office.review(by, review)["content"]["text"]
    longer = f"{text}\n\nPlease see the document for the whole context."
    version, judgement = day.office.desk.edit(by, review, version, Edit(text=longer), "context")
    assert judgement.passes, judgement.reasons
    other = BEN if by is ANN else ANN
    version = day.office.desk.assign(by, review, version, other, "please sign")
    day.office.desk.approve(other, review, version, SECRET, "the change is right")
    return f"changed, approved by {other.name}"


def reject(day: Day, review: str, by: Actor, version: int) -> str:
    """It is not to be given."""
    day.office.desk.reject(by, review, version, SECRET, "does not answer what was asked")
    return "rejected"


def hand_on(day: Day, review: str, by: Actor, version: int) -> str:
    """The other one knows better, and writes a letter."""
    version = day.office.desk.escalate(by, review, version, "needs a pharmacist")
    other = BEN if by is ANN else ANN
    version = day.office.desk.claim(other, review, version)
    reference, on = f"MI-{review[:6]}", day.clock.now.date()
    day.office.desk.answer_outside(other, review, version, reference, on, "sent by post")
    return f"handed on, answered by letter {reference} by {other.name}"


def safety(day: Day) -> None:
    """The safety desk takes on what was reported, and hands it over."""
    for item in day.office.safety.queue(SUE):
        report = day.office.safety.read(SUE, item.id)
        named = [name for name, there in report["sealed"]["criteria"].items() if there]
        day.tell(f"safety report {item.id[:6]} {item.kind}, named: {', '.join(named)}")
        day.told.append(f"      “{report['sealed']['words']}” (due {item.due_at:%d %b %H:%M})")
        version = day.office.safety.step(SUE, item.id, "claimed", item.version)
        day.office.safety.step(SUE, item.id, "handed_over", version, reference="CASE-1")


def trail(day: Day) -> None:
    """That the trail is whole, and what it holds."""
    report = verify_trail(day.office.store)
    assert report.whole, report.problems
    kinds: dict[str, int] = {}
    for entry in day.office.audit_entries(ADA, limit=1000):
        kinds[entry["action"]] = kinds.get(entry["action"], 0) + 1
    day.tell(f"audit trail: {report.entries} entries, whole")
    day.told += [f"      {number:4} {kind}" for kind, number in sorted(kinds.items())]
    day.told += [f"      note: {note}" for note in report.notes]


def until(item: Any) -> str:
    """Until when something waits, or is in force."""
    if item.state == "approved":
        return f"expires {item.expires_on:%d %b %Y}"
    why = f"; {item.why}" if item.state in ("expired", "invalidated") else ""
    return f"due {item.due_at:%d %b %H:%M}{why}"


def shortened(text: str, most: int = 90) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most]}…"
