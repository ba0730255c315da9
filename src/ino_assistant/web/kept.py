"""A turn of an earlier conversation as HTML, from its record: shown as it was answered then."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ino_assistant.answering.render import page_words
from ino_assistant.web.document import document_url
from ino_assistant.web.markup import icon, text
from ino_assistant.web.view import STATUS_ICONS, STATUS_NAMES, asked, box, section

_MARK = re.compile(r" \[(\d{1,3})\]")


def kept_exchange(turn: Mapping[str, Any], number: int) -> str:
    """A question with its answer as recorded.

    Args:
        turn: an exchange as the records give it: `at`, `question`, and `answer` in the form of
            the contract.
        number: counts the exchanges of the conversation.
    """
    answer = turn["answer"]
    citations = {c["marker"]: c for c in answer["citations"]}
    outcome = str(answer["outcome"])
    body = [
        f'<p class="status status-{text(outcome)}">{icon(STATUS_ICONS[outcome])}'
        f"<strong>{STATUS_NAMES[outcome]}</strong> "
        f"<span>as answered on {text(_when(str(turn['at'])))}</span></p>",
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
                f'<span class="origin">{text(_place(c))}</span></span>'
                for marker, c in citations.items()
            ],
        ),
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


def _when(at: str) -> str:
    return at.replace("T", " ")[:16] + " UTC"


__all__ = ["kept_exchange"]
