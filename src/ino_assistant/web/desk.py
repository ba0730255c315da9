"""What happens on the page when a question is asked or a conversation is begun anew."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import gradio as gr

from ino_assistant.errors import AssistantError
from ino_assistant.settings import Settings
from ino_assistant.web import view
from ino_assistant.web.asking import Asks, actor_of
from ino_assistant.web.conversation import Conversation
from ino_assistant.web.kept import kept_exchange

Update = tuple[Any, ...]
"""New values of the conversation's state, the conversation as shown, the status line, the
question box, the Ask button and the row of examples, in this order."""

_log = logging.getLogger(__name__)


class Desk:
    """Answers the page's events; holds nothing of any conversation itself."""

    nothing_asked = Conversation()

    def __init__(self, office: Asks, settings: Settings) -> None:
        self._office, self._settings = office, settings
        self._welcome = view.welcome(office.corpus)

    def ask(
        self, question: str, state: Conversation, request: gr.Request | None = None
    ) -> Iterator[Update]:
        """At once a sign that the question is worked on, then the answer to it."""
        if not question.strip():
            yield self._update(state, view.status_line("Type a question first."))
            return
        yield self._update(
            state,
            view.status_line(view.WORKING_WORDS),
            pending=question,
            box="",
            ready=False,
            examples=False,
        )
        corpus, number = self._office.corpus, state.next_number
        try:
            given = self._office.ask(
                actor_of(None if request is None else request.request, self._settings),
                question,
                conversation=state.id,
                earlier=state.earlier,
                channel="web",
            )
            answer = given.answer
            fragment = view.exchange(answer, corpus, number, given.exchange_id)
        except AssistantError as error:
            # No answer, but a line that says why; the boxed warnings are shown with it.
            words = str(error)
            state = state.with_exchange(None, view.failed(question, corpus, number, words))
            yield self._update(state, view.status_line("Not answered."))
            return
        except Exception:
            # Whatever broke: else the page would wait for ever, and the boxed warnings have
            # to be shown with this too.
            _log.exception("a question broke the assistant")
            state = state.with_exchange(None, view.failed(question, corpus, number))
            yield self._update(state, view.status_line("Not answered: a fault in the assistant."))
            return
        carried = question if answer.problem is None else None
        state = state.with_exchange(carried, fragment, given.conversation_id)
        yield self._update(state, view.announcement(answer))

    def start_anew(self) -> Update:
        """An empty conversation."""
        status = view.status_line("New conversation.")
        return self._update(self.nothing_asked, status, box="", examples=True)

    def open(self, request: gr.Request) -> Update:
        """An earlier conversation, if the address names one; else an empty one."""
        wanted = request.query_params.get("conversation", "")
        if not wanted:
            return self._update(self.nothing_asked, view.status_line(""))
        try:
            actor = actor_of(request.request, self._settings)
            turns = self._office.conversation(actor, wanted)
        except AssistantError as error:
            return self._update(self.nothing_asked, view.status_line(str(error)))
        state = Conversation(id=wanted)
        for number, turn in enumerate(turns, 1):
            carried = str(turn["question"])
            state = state.with_exchange(carried, kept_exchange(turn, number), wanted)
        words = f"Conversation of {len(turns)} question{'s' if len(turns) != 1 else ''} opened."
        return self._update(state, view.status_line(words), examples=False)

    def shown(self, state: Conversation, pending: str | None = None) -> str:
        """The conversation as HTML, with a question that is being worked on as its last."""
        fragments = [exchange.fragment for exchange in state.exchanges]
        if pending is not None:
            fragments.append(view.working(pending))
        return view.conversation(fragments or [self._welcome])

    def _update(
        self,
        state: Conversation,
        status: str,
        *,
        pending: str | None = None,
        box: str | None = None,
        ready: bool = True,
        examples: bool | None = None,
    ) -> Update:
        return (
            state,
            self.shown(state, pending),
            status,
            gr.skip() if box is None else box,
            gr.update(interactive=ready),
            gr.skip() if examples is None else gr.update(visible=examples),
        )


__all__ = ["Desk", "Update"]
