"""A safety report as a structured form: what was said, what is named in it, what is missing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Literal

from ino_assistant.exports.errors import ExportError
from ino_assistant.exports.files import MEDIA, File, digest_of, written
from ino_assistant.exports.paper import (
    Block,
    Heading,
    Pairs,
    Paper,
    Text,
    joined,
    moment_words,
    role_words,
)
from ino_assistant.records.actors import Actor
from ino_assistant.records.canonical import digest, iso, moment_of
from ino_assistant.records.errors import NotFoundError
from ino_assistant.records.safety import SafetyDesk
from ino_assistant.records.store import Store
from ino_assistant.records.tables import Exchange, SafetyReport

SafetyForm = Literal["docx", "json"]

SCHEMA: Final = "ino-assistant.safety-report/1"
KIND: Final = "Safety report"
_MARKING: Final = "CONFIDENTIAL – DRUG SAFETY ONLY"
CRITERIA: Final[Mapping[str, str]] = {
    "patient": "An identifiable patient",
    "reporter": "An identifiable reporter",
    "product": "A suspect product",
    "event": "An event",
}
"""The four minimum criteria of a valid report."""
_RULES: Final = (
    "Which criteria are named was told by rules from the words below; it is a help, not a "
    "judgement. Seriousness, causality and expectedness were not assessed."
)


def safety_form(store: Store, actor: Actor, report_id: str, form: SafetyForm) -> File:
    """A report whole; that it was read and exported stands in the trail.

    Args:
        store: the records.
        actor: of the safety desk.
        report_id: the report.
        form: `docx` or `json`; JSON has the words letter for letter, whatever signs they hold.

    Raises:
        ForbiddenError: the actor may not see it.
        NotFoundError: there is no such report.
        ExportError: there is no such form.
    """
    if form not in ("docx", "json"):
        raise ExportError(f"no such form: {form!r}; one of docx, json")
    read = SafetyDesk(store).read(actor, report_id)
    with store.reading() as session:
        row = session.get(SafetyReport, report_id)
        if row is None:
            raise NotFoundError(f"no safety report {report_id!r}")
        exchange = None if row.exchange_id is None else session.get(Exchange, row.exchange_id)
        told = as_dict(read, row, exchange)
    now = store.latest_moment()
    if form == "json":
        told["exported_at"], told["exported_by"] = iso(now), actor.name
        data = json.dumps(told, indent=2, allow_nan=False).encode("ascii") + b"\n"
    else:
        data = written(paper_of(told, now, actor), form)
    with store.writing(actor) as work:
        new = {"form": form, "sha256": digest_of(data)}
        work.audit("export.safety_report", ("safety_report", report_id), new=new)
    return File(f"safety-report-{report_id[:8]}.{form}", MEDIA[form], data)


def as_dict(
    read: Mapping[str, Any], row: SafetyReport, exchange: Exchange | None
) -> dict[str, Any]:
    """The form as JSON.

    Args:
        read: the report as `SafetyDesk.read` has it.
        row: its row.
        exchange: the question and answer that it came in; None if it came in by itself.
    """
    sealed = read["sealed"]
    stated = {name: bool(sealed["criteria"][name]) for name in CRITERIA}
    return {
        "schema": SCHEMA,
        "id": read["id"],
        "route": read["route"],
        "kind": read["kind"],
        "received_at": read["received_at"],
        "recorded_at": iso(row.recorded_at),
        "due_at": read["due_at"],
        "state": read["state"],
        "safety_database_reference": read["reference"],
        "minimum_criteria": {
            name: {"criterion": words, "named": stated[name]} for name, words in CRITERIA.items()
        },
        "missing": [name for name, named in stated.items() if not named],
        "words": sealed["words"],
        "question": sealed["question"],
        "earlier_messages": list(sealed["conversation"]),
        "contact": sealed["contact"],
        "entered_by": dict(read["reported_by"]),
        "source": {
            "exchange": read["exchange"],
            "channel": None if exchange is None else exchange.channel,
            "conversation": None if exchange is None else exchange.conversation_id,
            "products": [] if exchange is None else list(exchange.draft["products"]),
        },
        "sealed_sha256": digest(sealed),
        "steps": [dict(step) for step in read["steps"]],
    }


def paper_of(told: Mapping[str, Any], now: datetime, actor: Actor) -> Paper:
    """The form as a document."""
    words: list[Block] = [Heading("The words, as they were received")]
    words += _verbatim(told["words"])
    if told["earlier_messages"]:
        words.append(Heading("Earlier messages of the same conversation"))
        for number, message in enumerate(told["earlier_messages"], start=1):
            words += [Text(f"Message {number}", "small"), *_verbatim(message)]
    steps = tuple(
        (
            moment_words(moment_of(step["at"])),
            "; ".join(
                part
                for part in (
                    f"{step['state'].replace('_', ' ')}, by {step['by']}",
                    step["reference"],
                    step["note"],
                )
                if part
            ),
        )
        for step in told["steps"]
    )
    return Paper(
        kind=KIND,
        title=f"{_words(told['kind']).capitalize()}, received {_moment(told['received_at'])}",
        marking=_MARKING,
        running=f"{KIND} {told['id'][:8]}",
        footer=(f"Made {moment_words(now)}, by {actor.name}",),
        made_at=now,
        blocks=(
            _identity(told),
            Heading("Minimum criteria"),
            Pairs(tuple(_criterion(c) for c in told["minimum_criteria"].values())),
            Text(_missing(told)),
            Text(_RULES, "small"),
            *words,
            Heading("Reporter and source"),
            _source(told),
            Heading("Handling"),
            Pairs(steps),
            Text(f"sha256 of the words as sealed: {told['sealed_sha256']}", "small"),
        ),
    )


def _identity(told: Mapping[str, Any]) -> Block:
    return Pairs(
        (
            ("Report", told["id"]),
            ("Received (awareness)", _moment(told["received_at"])),
            ("Recorded", _moment(told["recorded_at"])),
            ("To be handed over by", _moment(told["due_at"])),
            ("State", _words(told["state"])),
            ("Kind", joined(tuple(dict.fromkeys((_words(told["kind"]), _words(told["route"])))))),
            ("Number in the safety database", told["safety_database_reference"] or "none yet"),
        )
    )


def _criterion(criterion: Mapping[str, Any]) -> tuple[str, str]:
    said = "named in the words" if criterion["named"] else "MISSING: not named in the words"
    return criterion["criterion"], said


def _missing(told: Mapping[str, Any]) -> str:
    if not told["missing"]:
        return "All four minimum criteria are named."
    names = joined(tuple(CRITERIA[name].lower() for name in told["missing"]))
    return f"To be asked for: {names}. The report is handed over without waiting for it."


def _source(told: Mapping[str, Any]) -> Block:
    source, by = told["source"], told["entered_by"]
    return Pairs(
        (
            ("Entered by", f"{by['name']} ({role_words(by['role'])}; user {by['id']})"),
            ("Contact, as given", told["contact"] or "none given"),
            ("Products of the question", joined(tuple(source["products"])) or "none recognised"),
            ("Channel", source["channel"] or "not known"),
            ("Answer", source["exchange"] or "none"),
            ("Conversation", source["conversation"] or "none"),
            ("Asked besides", told["question"] or "nothing"),
        )
    )


def _verbatim(words: str) -> list[Block]:
    return [Text(words, "verbatim")] if words.strip() else [Text("(no words)", "small")]


def _moment(text: str) -> str:
    return moment_words(moment_of(text))


def _words(name: str) -> str:
    return name.replace("_", " ")
