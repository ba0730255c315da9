"""What happens on the page when a question is asked or a conversation is begun anew."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

import gradio as gr

from ino_assistant.errors import AssistantError
from ino_assistant.records.actors import Actor
from ino_assistant.service import Given
from ino_assistant.settings import Settings
from ino_assistant.web import view
from ino_assistant.web.asking import Asks, actor_of
from ino_assistant.web.conversation import Conversation
from ino_assistant.web.header import banner, header
from ino_assistant.web.kept import kept_exchange
from ino_assistant.web.next_questions import FIRST, NEXT, next_questions, replies

Update = tuple[Any, ...]
"""New values of the conversation's state, its id as the browser keeps it, the conversation as
shown, the status line, the question box, the Ask and Stop buttons and the banner, in this order."""

_UPDATED = 8
_log = logging.getLogger(__name__)


class Desk:
    """Answers the page's events; holds nothing of any conversation itself.

    A question is worked on in a thread: who stops it or begins anew need not wait for its end.
    """

    nothing_asked = Conversation()

    def __init__(self, office: Asks, settings: Settings) -> None:
        self._office, self._settings = office, settings

    async def ask(
        self, question: str, state: Conversation, held: str, request: gr.Request | None = None
    ) -> AsyncIterator[Update]:
        """At once a sign that the question is worked on, then the answer to it.

        Args:
            question: as typed.
            state: the conversation as this server knows it.
            held: its id as the browser has it: a server that was started anew knows none.
            request: says who asks.
        """
        if not question.strip():
            yield self._update(state, view.status_line("Type a question first."))
            return
        state = await asyncio.to_thread(self._remembered, state, held, request)
        yield self._working_on(question, state, box="")
        yield await asyncio.to_thread(self._answered, question, state, request)

    async def ask_this(
        self,
        state: Conversation,
        held: str,
        pressed: gr.EventData,
        request: gr.Request | None = None,
    ) -> AsyncIterator[Update]:
        """The same for a question that was offered: it stands by itself, but for a reply."""
        sent = pressed._data or {}
        question, alone = str(sent.get("question", "")), not sent.get("reply")
        if question.strip():
            state = await asyncio.to_thread(self._remembered, state, held, request)
            yield self._working_on(question, state, box=None)
            yield await asyncio.to_thread(self._answered, question, state, request, alone=alone)

    def stop(self, state: Conversation) -> Update:
        """The question that was being worked on back into its box."""
        words = "Stopped. If it was answered by then, it is among your earlier conversations."
        return self._update(
            state.with_pending(None), view.status_line(words), box=state.pending or ""
        )

    def start_anew(self, request: gr.Request | None = None) -> Update:
        """An empty conversation."""
        words = view.status_line("New conversation.")
        return self._update(self.nothing_asked, words, box="", welcome=self._welcome(request))

    def open(self, state: Conversation, request: gr.Request) -> Update:
        """An earlier conversation, if the address names one; else an empty one. With a header."""
        if state.exchanges or state.pending is not None:
            # Whoever is quicker than the page has asked something already.
            return (*[gr.skip()] * _UPDATED, self.header(request))
        wanted = request.query_params.get("conversation", "")
        try:
            actor = actor_of(request.request, self._settings)
            state = self._opened(actor, wanted) if wanted else self.nothing_asked
            count = len(state.exchanges)
            words = f"Conversation of {count} question{'s' if count != 1 else ''} opened."
            line = view.status_line(words if wanted else "")
        except AssistantError as error:
            state, line = self.nothing_asked, view.status_line(str(error))
        update = self._update(state, line, welcome=self._welcome(request))
        return (*update, self.header(request))

    def changed(self, request: gr.Request | None = None) -> tuple[str, str]:
        """Banner and header, after documents or index have changed."""
        return banner(renewing=self._office.renewing), self.header(request)

    def header(self, request: gr.Request | None = None) -> str:
        """The top of the page for who looks at it."""
        actor = self._actor(request)
        contact = self._settings.medical_information_contact
        return header(self._office.corpus, contact, actor, signs_in=self._settings.signs_in)

    def shown(self, state: Conversation, welcome: str | None = None) -> str:
        """The conversation as HTML, with a question that is being worked on as its last."""
        fragments = [exchange.fragment for exchange in state.exchanges]
        if state.pending is not None:
            fragments.append(view.working(state.pending))
        return view.conversation(fragments or [welcome or view.welcome(self._office.corpus)])

    def _working_on(self, question: str, state: Conversation, *, box: str | None) -> Update:
        line = view.status_line(view.WORKING_WORDS)
        return self._update(state.with_pending(question), line, box=box, ready=False)

    def _answered(
        self,
        question: str,
        state: Conversation,
        request: gr.Request | None,
        *,
        alone: bool = False,
    ) -> Update:
        corpus, number = self._office.corpus, state.next_number
        try:
            actor = actor_of(None if request is None else request.request, self._settings)
            given = self._office.ask(
                actor,
                question,
                conversation=state.id,
                earlier=() if alone else state.earlier,
                channel="web",
            )
            answer = given.answer
            after = self._after(actor, given, (*state.earlier, question))
            fragment = view.exchange(
                answer,
                corpus,
                number,
                given.exchange_id,
                after,
                label_only=actor.role == "sales",
            )
        except AssistantError as error:
            # No answer, but a line that says why; the boxed warnings are shown with it.
            words = str(error)
            state = state.with_exchange(None, view.failed(question, corpus, number, words))
            return self._update(state, view.status_line("Not answered."))
        except Exception:
            # Whatever broke: else the page would wait for ever, and the boxed warnings have
            # to be shown with this too.
            _log.exception("a question broke the assistant")
            state = state.with_exchange(None, view.failed(question, corpus, number))
            return self._update(state, view.status_line("Not answered: a fault in the assistant."))
        carried = question if answer.problem is None else None
        state = state.with_exchange(carried, fragment, given.conversation_id)
        return self._update(state, view.announcement(answer))

    def _after(self, actor: Actor, given: Given, asked: tuple[str, ...]) -> str:
        if given.answer.reason == "unclear" and given.answer.products[1:]:
            return replies(given.answer.products)
        found = self._office.suggestions(actor, given.answer, asked)
        return next_questions(found, NEXT)

    def _welcome(self, request: gr.Request | None) -> str:
        actor = self._actor(request)
        found = () if actor is None else self._office.suggestions(actor)
        return view.welcome(self._office.corpus, next_questions(found, FIRST))

    def _actor(self, request: gr.Request | None) -> Actor | None:
        try:
            return actor_of(None if request is None else request.request, self._settings)
        except AssistantError:
            return None

    def _remembered(
        self, state: Conversation, held: str, request: gr.Request | None
    ) -> Conversation:
        """The conversation; from its records where this server has forgotten it."""
        if state.exchanges or state.id or not held:
            return state
        try:
            actor = actor_of(None if request is None else request.request, self._settings)
            return self._opened(actor, held)
        except AssistantError:
            return state

    def _opened(self, actor: Actor, wanted: str) -> Conversation:
        state, corpus = Conversation(id=wanted), self._office.corpus
        sales = actor.role == "sales"
        for number, turn in enumerate(self._office.conversation(actor, wanted), 1):
            shown = kept_exchange(turn, number, corpus, label_only=sales)
            state = state.with_exchange(str(turn["question"]), shown, wanted)
        return state

    def _update(
        self,
        state: Conversation,
        status: str,
        *,
        box: str | None = None,
        ready: bool = True,
        welcome: str | None = None,
    ) -> Update:
        return (
            state,
            state.id or "",
            self.shown(state, welcome),
            status,
            gr.skip() if box is None else box,
            gr.update(interactive=ready),
            gr.update(visible=not ready),
            banner(renewing=self._office.renewing),
        )


__all__ = ["Desk", "Update"]
