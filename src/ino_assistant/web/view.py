"""An answer as HTML. Pure functions; whatever comes from outside is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from ino_assistant.answering.saying.answer import Answer, Citation, is_mark
from ino_assistant.answering.saying.render import AUTHORITY_WORDS
from ino_assistant.corpus.model import Corpus
from ino_assistant.text import fold
from ino_assistant.web.actions import actions
from ino_assistant.web.answer_text import answer_text
from ino_assistant.web.markup import icon, shortened, text
from ino_assistant.web.plain import plain_text, standing_words
from ino_assistant.web.source_panel import opener, place_words, readable, source_panel

MAX_ECHO = 300
"""How much of a question is shown again; a pasted document would bury its answer."""

STATUS_NAMES = {
    "answered": "Answered",
    "corrected": "Corrected",
    "refused": "Not answered",
    "routed": "Handed on",
}
ASKED_BACK = "Asked back"
STATUS_ICONS = {"answered": "check", "corrected": "correct", "refused": "none", "routed": "person"}
ROUTE_WORDS = {
    "medical_information": "a question for medical information",
    "adverse_event": "for drug safety (adverse event)",
    "pregnancy_exposure": "for drug safety (exposure in pregnancy)",
    "product_complaint": "for product quality (complaint)",
}
RELEVANT_WORDS = "bears on this question"
WORKING_WORDS = "Searching the documents…"


def welcome(corpus: Corpus, first: str = "") -> str:
    """What stands there before the first question.

    The page names the products from the start, so their boxed warnings are on it too.

    Args:
        corpus: whose warnings are shown.
        first: HTML of the questions to begin with.
    """
    return (
        '<section class="welcome" aria-label="Before you ask"><p>Ask about what is in the '
        "documents above. Every answer quotes them and shows where.</p>"
        f"{first}{_boxes(corpus)}</section>"
    )


def asked(question: str) -> str:
    """The question as typed, as text."""
    return (
        f'<div class="asked"><h2>You asked</h2><p>{text(shortened(question, MAX_ECHO))}</p></div>'
    )


def working(question: str) -> str:
    """A question that is being worked on."""
    return (
        f'<article class="exchange" id="latest">{asked(question)}'
        '<div class="answer working"><span class="spinner" aria-hidden="true"></span>'
        f"{text(WORKING_WORDS)}</div></article>"
    )


_BROKEN = (
    "Something went wrong while this question was worked on, and nothing was answered. Please ask "
    "again; if it happens once more, tell whoever runs this app."
)


def failed(question: str, corpus: Corpus, number: int, words: str = "") -> str:
    """A question that has no answer; the boxed warnings are shown all the same.

    Args:
        question: as typed.
        corpus: whose warnings are shown.
        number: see `exchange`.
        words: why; empty if the assistant is broken.
    """
    why = "" if words else "<span>A fault in the assistant</span>"
    return _exchange(
        number,
        question,
        f'<p class="status status-failed">{icon("warning")}<strong>Not answered</strong> '
        f'{why}</p><div class="text">{text(words or _BROKEN)}</div>{_boxes(corpus)}',
    )


def exchange(
    answer: Answer,
    corpus: Corpus,
    number: int,
    exchange_id: str = "",
    after: str = "",
    *,
    label_only: bool = False,
) -> str:
    """A question with its whole answer.

    Args:
        answer: what is shown.
        corpus: what it was answered from, for the source text around each citation.
        number: counts the exchanges of a conversation; makes ids unique on the page.
        exchange_id: the answer's id in the records; without it nothing can be done with it.
        after: HTML of the questions to ask next.
        label_only: see `source_panel`.
    """
    panels: list[str] = []

    def button(kind: str, index: int, title: str, citation: Citation) -> str:
        panel = f"exchange-{number}-{kind}-{index}"
        panels.append(source_panel(panel, title, citation, corpus, label_only=label_only))
        return opener(panel, title, citation)

    cited = {c.marker: c for c in answer.citations}
    numbered = {n: button("source", n, f"Source {n}", c) for n, c in cited.items()}
    # A reply is looked for where it is asked for.
    asked_back = answer.reason == "unclear"
    body = [
        understood(answer.question, answer.standalone_question),
        status(_standing(answer)),
        f'<div class="text">{answer_text(answer.segments, cited, corpus, numbered)}</div>',
        after if asked_back else "",
        section(
            "caveats",
            "Please note",
            [
                f"{text(c.text)} {button('note', i, 'Source of the note', c.citation)}"
                for i, c in enumerate(answer.caveats, 1)
            ],
        ),
        section(
            "near",
            "Near passages: not an answer",
            [
                f"“{text(readable(c))}” {_origin(c)} {button('near', i, 'Near passage', c)}"
                for i, c in enumerate(answer.related, 1)
            ],
            "These passages come close to what was asked. They do not answer it.",
        ),
        "".join(box(w.product, w.text, w.source, w.relevant) for w in answer.boxed_warning),
        section(
            "sources",
            "Sources",
            [
                f"{numbered[c.marker]}<span>“{text(readable(c))}” "
                f"{_origin(c, c.document_title)}</span>"
                for c in answer.citations
            ],
        ),
        "".join(f'<p class="notice">{text(notice)}</p>' for notice in answer.notices),
        actions(plain_text(answer), exchange_id, number) if exchange_id else "",
        _colophon(answer),
        "" if asked_back else after,
        *panels,
    ]
    return _exchange(number, answer.question, "".join(body))


def announcement(answer: Answer) -> str:
    """One line on the newest answer; those who do not see the page hear its text too."""
    count = len(answer.citations)
    sources = "" if not count else f" with {count} source{'s' if count > 1 else ''}"
    spoken = fold("".join(s.text for s in answer.segments if not is_mark(s)))
    return status_line(f"{_status_name(answer.outcome, answer.reason)}{sources}.", spoken)


def status_line(words: str, spoken: str = "") -> str:
    """What is going on, announced when it changes.

    Args:
        words: shown to all.
        spoken: only for screen readers.
    """
    hidden = f'<span class="unseen">{text(spoken)}</span>' if spoken else ""
    return f'<p role="status" aria-live="polite" class="state">{text(words)} {hidden}</p>'


def conversation(fragments: Iterable[str]) -> str:
    """All exchanges, oldest first."""
    return f'<div class="conversation">{"".join(fragments)}</div>'


def _exchange(number: int, question: str, body: str) -> str:
    return (
        f'<article class="exchange" id="exchange-{number}" aria-label="Exchange {number}">'
        f'{asked(question)}<div class="answer">{body}</div></article>'
    )


def understood(asked_: str, written_out: str) -> str:
    """The question as understood; nothing where that is what was typed."""
    if not written_out or fold(written_out) == fold(asked_):
        return ""
    shown = text(shortened(written_out, MAX_ECHO))
    return f'<p class="understood"><strong>Understood as:</strong> {shown}</p>'


def status(answer: Mapping[str, Any], more: str = "") -> str:
    """What an answer is and who stands behind it, in words with an icon.

    Args:
        answer: in the form of the contract, with `reason` and `problem`.
        more: words to add.
    """
    outcome, route = str(answer["outcome"]), answer.get("route")
    words = standing_words(answer)
    if answer.get("validated") is None and answer.get("problem") is not None:
        words = "This question could not be worked on"
    elif answer.get("validated") is None and route is not None:
        # `Handed on` says itself that it is for people.
        words = ROUTE_WORDS[route] if outcome == "routed" else f"{words}; {ROUTE_WORDS[route]}"
    words += f"; {more}" if more else ""
    return (
        f'<p class="status status-{outcome}">{icon(STATUS_ICONS[outcome])}'
        f"<strong>{_status_name(outcome, answer.get('reason'))}</strong> "
        f"<span>{text(words)}</span></p>"
    )


def _status_name(outcome: str, reason: object) -> str:
    return ASKED_BACK if reason == "unclear" else STATUS_NAMES[outcome]


def _standing(answer: Answer) -> dict[str, Any]:
    names = ("outcome", "route", "validated", "problem", "reason")
    return {name: getattr(answer, name) for name in names}


def section(name: str, heading: str, items: Sequence[str], intro: str = "") -> str:
    """A list under a heading; nothing where the list is empty. `items` are HTML."""
    if not items:
        return ""
    lead = f"<p>{text(intro)}</p>" if intro else ""
    entries = "".join(f"<li>{item}</li>" for item in items)
    return (
        f'<section class="{name}"><h3>{text(heading)}</h3>{lead}'
        f'<ul role="list">{entries}</ul></section>'
    )


def _origin(citation: Citation, title: str = "") -> str:
    parts = [title, place_words(citation), AUTHORITY_WORDS[citation.authority]]
    return f'<span class="origin">{text("; ".join(part for part in parts if part))}</span>'


def _boxes(corpus: Corpus) -> str:
    return "".join(box(w.product, w.text, w.document_title) for w in corpus.boxed_warnings)


def box(product: str, warning: str, source: str, relevant: Sequence[int] = ()) -> str:
    """A boxed warning, letter for letter: what is added stands outside of its text.

    The words on a point that bears on the question are put beside it by the style sheet,
    from `data-note`, so that a copy of the box is a copy of the printed text.
    """
    heading, *bullets = warning.split("•")
    marked = f' class="relevant" data-note="{RELEVANT_WORDS}"'
    points = "".join(
        f"<li{marked if index in relevant else ''}>• {escape(bullet.strip())} </li>"
        for index, bullet in enumerate(bullets)
    )
    count = len(set(relevant))
    note = (
        f'<p class="box-note">{count} of {len(bullets)} points marked “{RELEVANT_WORDS}”.</p>'
        if count
        else ""
    )
    return (
        f'<section class="boxed-warning" aria-label="Boxed warning: {text(product)}">'
        f'<p class="box-source">{icon("warning")}<strong>Boxed warning: {text(product)}</strong> '
        f"<span>as printed in: {text(source)}</span></p>{note}"
        f'<div class="box-text"><p class="box-heading">{escape(heading.strip())} </p>'
        f'<ul role="list">{points}</ul></div></section>'
    )


def _colophon(answer: Answer) -> str:
    how = (
        "word for word from the documents, without a language model"
        if answer.answerer == "extractive"
        else f"answered by: {answer.answerer}"
    )
    return (
        f'<p class="colophon">Answer {text(answer.id[:8])}; {text(how)}; documents '
        f"{text(answer.corpus_version[:12])}</p>"
    )


__all__ = [
    "MAX_ECHO",
    "RELEVANT_WORDS",
    "ROUTE_WORDS",
    "STATUS_ICONS",
    "STATUS_NAMES",
    "WORKING_WORDS",
    "announcement",
    "asked",
    "box",
    "conversation",
    "exchange",
    "failed",
    "section",
    "status",
    "status_line",
    "understood",
    "welcome",
    "working",
]
