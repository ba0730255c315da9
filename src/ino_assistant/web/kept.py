"""A turn of an earlier conversation as HTML, from its record: shown as it was answered then."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ino_assistant.answering.render import page_words
from ino_assistant.web.actions import actions
from ino_assistant.web.document import document_url
from ino_assistant.web.markup import text
from ino_assistant.web.view import asked, box, section, status, understood

_MARK = re.compile(r" \[(\d{1,3})\]")


def kept_exchange(turn: Mapping[str, Any], number: int) -> str:
    """A question with its answer as recorded.

    Args:
        turn: an exchange as the records give it: `id`, `at`, `question`, and `answer` in the
            form of the contract.
        number: counts the exchanges of the conversation.
    """
    answer = turn["answer"]
    citations = {c["marker"]: c for c in answer["citations"]}
    body = [
        _understood(answer),
        status(answer, f"as answered on {_when(str(turn['at']))}"),
        f'<div class="text">{_words(str(answer["text"]), citations)}</div>',
        section("caveats", "Please note", [text(c["text"]) for c in answer["caveats"]]),
        section(
            "near",
            "Near passages: not an answer",
            [f"“{text(c['quote'])}” {_link(c, 'source')}" for c in answer["related"]],
        ),
        *(
            box(w["product"], w["text"], w["source"], w.get("relevant", ()))
            for w in answer["boxed_warning"]
        ),
        section(
            "sources",
            "Sources",
            [
                f"{_link(c, str(marker))}<span>“{text(c['quote'])}” "
                f'<span class="origin">{text(_origin(c))}</span></span>'
                for marker, c in citations.items()
            ],
        ),
        "".join(f'<p class="notice">{text(n)}</p>' for n in answer.get("notices", ())),
        # `rendered` is all that was shown, boxed warning included.
        actions(str(answer["rendered"]), str(turn["id"]), number) if turn.get("id") else "",
    ]
    return (
        f'<article class="exchange kept" id="exchange-{number}" aria-label="Exchange {number}">'
        f'{asked(str(turn["question"]))}<div class="answer">{"".join(body)}</div></article>'
    )


def _words(words: str, citations: Mapping[int, Mapping[str, Any]]) -> str:
    made: list[str] = []
    at = 0
    for mark in _MARK.finditer(words):
        cited = citations.get(int(mark[1]))
        if cited is not None:
            made += [text(words[at : mark.start()]), " ", _link(cited, mark[1])]
            at = mark.end()
    return "".join([*made, text(words[at:])])


def _link(citation: Mapping[str, Any], label: str) -> str:
    spans: Sequence[tuple[int, int]] = [(int(a), int(b)) for a, b in citation["spans"]]
    url = document_url(str(citation["document"]), spans, str(citation["quote"]))
    return (
        f'<a class="cite" href="{text(url)}" target="_blank" rel="noopener" '
        f'aria-label="Source {text(label)}: {text(_place(citation))}">{text(label)}</a>'
    )


def _place(citation: Mapping[str, Any]) -> str:
    page = page_words(citation.get("page"), confirmed=bool(citation.get("page_confirmed")))
    return ", ".join(part for part in (str(citation["section"]), page) if part)


def _origin(citation: Mapping[str, Any]) -> str:
    return "; ".join(part for part in (str(citation["document_title"]), _place(citation)) if part)


def _understood(answer: Mapping[str, Any]) -> str:
    return understood(str(answer["question"]), str(answer["standalone_question"]))


def _when(at: str) -> str:
    return at.replace("T", " ")[:16] + " UTC"


__all__ = ["kept_exchange"]
