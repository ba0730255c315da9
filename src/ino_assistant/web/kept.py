"""A turn of an earlier conversation as HTML, from its record: shown as it was answered then.

What it cites opens as in a fresh answer while the documents still have it at that place; else
there is a way to the document, which says what it no longer finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ino_assistant.answering.saying.answer import Citation, Segment, mark
from ino_assistant.answering.saying.render import AUTHORITY_WORDS, page_words
from ino_assistant.corpus.model import Corpus
from ino_assistant.web.actions import actions
from ino_assistant.web.answer_text import answer_text
from ino_assistant.web.document import document_url
from ino_assistant.web.markup import long_date, text
from ino_assistant.web.plain import recorded_text
from ino_assistant.web.source_panel import opener, source_panel
from ino_assistant.web.view import asked, box, section, status, understood

_MARK = re.compile(r" \[(\d{1,3})\]")


def kept_exchange(
    turn: Mapping[str, Any], number: int, corpus: Corpus, *, label_only: bool = False
) -> str:
    """A question with its answer as recorded.

    Args:
        turn: an exchange as the records give it: `id`, `at`, `question`, `answer` in the form
            of the contract, and `segments`, the pieces of its text, if they are kept.
        number: counts the exchanges of the conversation.
        corpus: what is answered from now.
        label_only: see `source_panel`.
    """
    answer = turn["answer"]
    sources = _Sources(number, corpus, label_only=label_only)
    citations = {int(c["marker"]): c for c in answer["citations"]}
    buttons = {n: sources.button("source", n, f"Source {n}", c) for n, c in citations.items()}
    located = {n: found for n, c in citations.items() if (found := _located(c, corpus)) is not None}
    words = answer_text(_segments(turn), located, corpus, buttons)
    body = [
        understood(str(answer["question"]), str(answer["standalone_question"])),
        status(answer, f"as answered on {_when(str(turn['at']))}"),
        f'<div class="text">{words}</div>',
        section(
            "caveats",
            "Please note",
            [
                f"{text(c['text'])} "
                f"{sources.button('note', n, 'Source of the note', c['citation'])}"
                for n, c in enumerate(answer["caveats"], 1)
            ],
        ),
        section(
            "near",
            "Near passages: not an answer",
            [
                f"{_quoted(c, corpus)} {_origin(c, '')} "
                f"{sources.button('near', n, 'Near passage', c)}"
                for n, c in enumerate(answer["related"], 1)
            ],
        ),
        *(
            box(w["product"], w["text"], w["source"], w.get("relevant", ()))
            for w in answer["boxed_warning"]
        ),
        section(
            "sources",
            "Sources",
            [
                f"{buttons[n]}<span>{_quoted(c, corpus)} "
                f"{_origin(c, str(c['document_title']))}</span>"
                for n, c in citations.items()
            ],
        ),
        "".join(f'<p class="notice">{text(n)}</p>' for n in answer.get("notices", ())),
        actions(recorded_text(answer), str(turn["id"]), number) if turn.get("id") else "",
        *sources.panels,
    ]
    return (
        f'<article class="exchange kept" id="exchange-{number}" aria-label="Exchange {number}">'
        f'{asked(str(turn["question"]))}<div class="answer">{"".join(body)}</div></article>'
    )


class _Sources:
    """The buttons of one exchange's citations, and the panels that they open."""

    def __init__(self, number: int, corpus: Corpus, *, label_only: bool) -> None:
        self._number, self._corpus, self._label_only = number, corpus, label_only
        self.panels: list[str] = []

    def button(self, kind: str, index: int, title: str, kept: Mapping[str, Any]) -> str:
        """Opens the source; where it is no longer as it was, a link to its document."""
        citation = _located(kept, self._corpus)
        if citation is None:
            return _link(kept, title)
        panel = f"exchange-{self._number}-{kind}-{index}"
        made = source_panel(panel, title, citation, self._corpus, label_only=self._label_only)
        self.panels.append(made)
        return opener(panel, title, citation)


def _located(kept: Mapping[str, Any], corpus: Corpus) -> Citation | None:
    """A recorded citation, if the corpus has just this at this place still."""
    statement = corpus.by_id.get(str(kept.get("statement", "")))
    if statement is None or statement.document != kept["document"]:
        return None
    spans = tuple((int(start), int(end)) for start, end in kept["spans"])
    chosen: list[tuple[int, ...] | None] = [None]
    if statement.row is not None:
        chosen.append(tuple(i for i, c in enumerate(statement.row.cells) if c.span in spans))
    for cells in chosen:
        found = Citation.of(corpus, statement, int(kept["marker"]), cells)
        if (found.quote, found.spans) == (kept["quote"], spans):
            return found
    return None


def _segments(turn: Mapping[str, Any]) -> Sequence[Segment]:
    """The pieces of the text; where they were not kept, its marks and what is between them."""
    kept = turn.get("segments") or ()
    if kept:
        return [Segment(str(words), marker) for words, marker in kept]
    return list(_between_marks(str(turn["answer"]["text"])))


def _between_marks(words: str) -> Iterator[Segment]:
    at = 0
    for found in _MARK.finditer(words):
        yield Segment(words[at : found.start()])
        yield mark(int(found[1]))
        at = found.end()
    yield Segment(words[at:])


def _link(kept: Mapping[str, Any], title: str) -> str:
    spans: Sequence[tuple[int, int]] = [(int(a), int(b)) for a, b in kept["spans"]]
    url = document_url(str(kept["document"]), spans, str(kept["quote"]))
    label = title.rsplit(maxsplit=1)[-1] if title[-1].isdigit() else "source"
    return (
        f'<a class="cite" href="{text(url)}" target="_blank" rel="noopener" '
        f'aria-label="{text(f"{title}: {_place(kept)}")}">{text(label)}</a>'
    )


def _quoted(kept: Mapping[str, Any], corpus: Corpus) -> str:
    found = _located(kept, corpus)
    return f"“{text(str(kept['quote']) if found is None else found.display)}”"


def _origin(kept: Mapping[str, Any], title: str) -> str:
    whose = AUTHORITY_WORDS.get(kept["authority"], "")
    return f'<span class="origin">{text(_joined("; ", title, _place(kept), whose))}</span>'


def _place(kept: Mapping[str, Any]) -> str:
    page = page_words(kept.get("page"), confirmed=bool(kept.get("page_confirmed")))
    return _joined(", ", str(kept["section"]), page)


def _joined(joiner: str, *parts: str) -> str:
    return joiner.join(part for part in parts if part)


def _when(at: str) -> str:
    return f"{long_date(at[:10])}, {at[11:16]} UTC"


__all__ = ["kept_exchange"]
