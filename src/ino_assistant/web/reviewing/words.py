"""What the codes of the records are called on the screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ino_assistant.review.queues import Queue

STATES: Final[Mapping[str, str]] = {
    "to_review": "Waiting",
    "claimed": "In review",
    "escalated": "Escalated",
    "approved": "Approved",
    "rejected": "Rejected",
    "withdrawn": "Withdrawn",
    "expired": "Expired",
    "invalidated": "Source changed",
    "superseded": "Replaced",
    "duplicate": "Same as another",
    "answered_outside": "Answered by other means",
}
STATE_TONES: Final[Mapping[str, tuple[str, str]]] = {
    # State: tone of its badge, icon that says the same.
    "to_review": ("plain", "none"),
    "claimed": ("busy", "person"),
    "escalated": ("warn", "warning"),
    "approved": ("good", "check"),
    "rejected": ("bad", "cross"),
    "withdrawn": ("bad", "cross"),
    "expired": ("warn", "clock"),
    "invalidated": ("warn", "warning"),
    "superseded": ("plain", "none"),
    "duplicate": ("plain", "none"),
    "answered_outside": ("plain", "check"),
}
FLAGS: Final[Mapping[str, str]] = {
    "refused": "Not answered",
    "corrected": "Question corrected",
    "routed": "Request declined",
    "low_margin": "Close call",
    "numbers_replaced": "Words replaced by the check",
    "thumbs_down": "Thumbs down",
    "escalated_by_user": "Sent by the user",
    "sampled": "Sample",
    "withheld": "Withheld from sales",
}
PRIORITIES: Final[Mapping[str, str]] = {
    "urgent": "Urgent",
    "high": "High",
    "normal": "Normal",
    "low": "Low",
}
QUEUES: Final[Mapping[Queue, str]] = {
    "to_review": "To review",
    "expiring": "Expiring soon",
    "invalidated": "To be renewed",
    "approved": "Approved",
    "closed": "Closed",
    "all": "All",
}
SORTS: Final[Mapping[str, str]] = {
    "due": "Due first",
    "priority": "Priority",
    "asked": "Times asked",
    "opened": "Opened",
    "changed": "Last changed",
    "question": "Question",
}
OUTCOMES: Final[Mapping[str, str]] = {
    "answered": "Answered",
    "corrected": "Corrected",
    "refused": "Not answered",
    "routed": "Handed on",
}
LABELS: Final[Mapping[str, str]] = {
    "unassessed": "Not assessed",
    "on_label": "On label",
    "off_label": "Off label",
    "mixed": "Partly off label",
}
ROLES: Final[Mapping[str, str]] = {
    "field_medical": "Field medical",
    "sales": "Sales",
    "medical_information": "Medical information",
    "safety": "Drug safety",
    "administrator": "Administrator",
}
ACTIONS: Final[Mapping[str, str]] = {
    "queue": "Queued",
    "flag": "Flagged again",
    "claim": "Claimed",
    "assign": "Assigned",
    "release": "Put back",
    "prioritise": "Priority changed",
    "edit": "Edited",
    "escalate": "Escalated",
    "approve": "Approved",
    "approve_with_changes": "Approved with changes",
    "reject": "Rejected",
    "withdraw": "Withdrawn",
    "reopen": "Reopened",
    "expire": "Expired",
    "invalidate": "Source changed",
    "supersede": "Replaced",
    "revise": "Revision opened",
    "join": "Joined to another",
    "merge": "Joined to another",
    "answer_outside": "Answered by other means",
    "reapprove": "Approved again: the source says the same",
}
VERDICTS: Final[Mapping[str, tuple[str, str]]] = {
    # Verdict: tone, words.
    "supported": ("good", "The source says so"),
    "derived": ("good", "Computed from the source"),
    "contradicted": ("bad", "The source says otherwise"),
    "not_in_evidence": ("bad", "Not in what is cited"),
    "cannot_bind": ("bad", "Can't be tied to what is cited"),
    "uncited": ("plain", "Cites nothing"),
}
SAFETY_STATES: Final[Mapping[str, tuple[str, str, str]]] = {
    "received": ("Received", "warn", "warning"),
    "claimed": ("In work", "busy", "person"),
    "handed_over": ("Handed over", "good", "check"),
    "closed": ("Closed", "plain", "none"),
}
SAFETY_STEPS: Final[Mapping[str, str]] = {
    "claimed": "Take on",
    "assigned": "Give to somebody",
    "handed_over": "Hand over",
    "closed": "Close",
    "reopened": "Reopen",
}
REPORTS: Final[Mapping[str, str]] = {
    "adverse_event": "Adverse event",
    "lack_of_effect": "Lack of effect",
    "medication_error": "Medication error",
    "overdose": "Overdose",
    "pregnancy": "Exposure in pregnancy",
    "breast_feeding": "Exposure in breast-feeding",
    "product_complaint": "Product complaint",
    "occupational_exposure": "Occupational exposure",
}
CRITERIA: Final[Mapping[str, str]] = {
    "patient": "A patient",
    "reporter": "A reporter",
    "product": "A product",
    "event": "An event",
}
MISSING: Final[Mapping[str, str]] = {
    # Why a question was not answered.
    "thing": "What is asked about",
    "shape": "That kind of figure or fact",
    "layout": "Cells of a lost table",
    "gate": "Words that pass the check",
    "nothing": "A question",
    "unclear": "What is meant",
    "unusable": "Something to work on",
    "share": "A share of that whole",
    "not_on_label": "Label text (sales)",
    "not_for_role": "An approval for the role",
    "decided_against": "A permission: rejected before",
    "other": "Something else",
}
REASONS: Final[Mapping[str, str]] = {
    "wrong_number": "Wrong number",
    "wrong_citation": "Wrong citation",
    "not_what_i_asked": "Not what was asked",
    "missing_safety_information": "Safety information missing",
    "other": "Something else",
}


def named(names: Mapping[str, str], code: str) -> str:
    """What a code is called; an unknown one in readable letters."""
    return names.get(code) or code.replace("_", " ").capitalize()
