"""A copy of a conversation for the one who had it."""

from __future__ import annotations

import json
from typing import Any, Literal

from ino_assistant.answering.saying.render import escape
from ino_assistant.exports import File
from ino_assistant.exports.whole import check_recorded, check_told
from ino_assistant.records.actors import Actor
from ino_assistant.records.errors import RejectedError
from ino_assistant.records.store import Store
from ino_assistant.service import own


def exported(
    store: Store, actor: Actor, conversation_id: str, form: Literal["json", "markdown"]
) -> File:
    """A conversation as it was shown, boxed warnings included; that it was made is recorded.

    Raises:
        NotFoundError: the actor has no such conversation.
        RejectedError: there is no such form.
        WarningNotWholeError: a boxed warning would not be whole.
        RecordsError: it could not be recorded, and is not handed out.
    """
    if form not in ("json", "markdown"):
        raise RejectedError(f"no such form: {form!r}; json or markdown")
    turns = own.conversation(store, actor, conversation_id)
    for turn in turns:
        answer = turn["answer"]
        check_recorded(answer["boxed_warning"])
        check_told(answer["boxed_warning"], answer["rendered"])
    with store.writing(actor) as work:
        record = ("conversation", conversation_id)
        work.audit("export.conversation", record, new={"form": form, "turns": len(turns)})
    name = f"conversation-{conversation_id[:8]}"
    if form == "json":
        whole = {"id": conversation_id, "turns": turns}
        text = json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
        return File(f"{name}.json", "application/json", text.encode())
    text = "\n".join(_markdown(turn) for turn in turns)
    return File(f"{name}.md", "text/markdown; charset=utf-8", text.encode())


def _markdown(turn: dict[str, Any]) -> str:
    return f"## {escape(turn['question'])}\n\n{turn['at']}\n\n{turn['answer']['rendered']}"
