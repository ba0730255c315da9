"""An answer as Markdown: everything that the user is shown, boxed warning included."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from ino_assistant.text import fold

if TYPE_CHECKING:
    from ino_assistant.answering.saying.answer import Answer, Citation, ShownWarning

AUTHORITY_WORDS = {
    "trial": "trial result",
    "opinion": "author's opinion",
    "label": "safety information",
    "guideline": "guideline",
    "case": "patient case",
    "background": "background",
}
OUTCOME_WORDS = {
    "answered": "Checked against the source, not yet validated by medical information",
    "corrected": "The question rests on something that the source does not say",
    "refused": "Not in the documents",
    "routed": "For people: handed on",
}

REFUSALS = {
    "unusable": "Not answered: the question can't be worked on",
    "unclear": "It can't be told what is meant: a word or two will do",
    "nothing": "No question to answer",
    "layout": "Not in the documents: the text has lost the layout of the table that holds it",
    "shape": OUTCOME_WORDS["refused"],
    "thing": OUTCOME_WORDS["refused"],
    "share": OUTCOME_WORDS["refused"],
    "not_on_label": "Not given: medical information answers this",
    "not_for_role": "Not given: medical information answers this",
    "decided_against": "Not given: medical information has decided against this answer",
    "gate": "Not answered: no wording passed the check against the source",
}


def status_words(answer: Answer) -> str:
    """What an answer is, in words."""
    if answer.validated is not None:
        return validated_words(answer.validated)
    return REFUSALS.get(answer.reason or "", OUTCOME_WORDS[answer.outcome])


def validated_words(record: Mapping[str, Any]) -> str:
    """Until when an approved answer is given, and who approved which version of it when.

    Args:
        record: `Answer.validated`; its `expires_on` is the first day of no longer.
    """
    words = "Validated by medical information"
    if "expires_on" not in record:
        return words
    last = date.fromisoformat(record["expires_on"]) - timedelta(days=1)
    checked = record.get("label_checked")
    compared = (
        f"; compared with the label {checked['version']} on {checked['on']}" if checked else ""
    )
    return (
        f"{words} until {last.isoformat()}: version {record['version']}, "
        f"approved by {record['approved_by']} on {record['approved_at'][:10]}{compared}"
    )


# Characters that Markdown or HTML would take for markup; source text is shown as printed.
_MARKUP = re.compile(r"([\\`*_\[\]<>&#|~$])")


def escape(text: str) -> str:
    """Source text so that Markdown shows every character as printed."""
    return _MARKUP.sub(r"\\\1", text)


def page_words(page: int | None, *, confirmed: bool) -> str:
    """A page, and whether it is only inferred; empty where the document has none."""
    return "" if page is None else f"page {page}" + ("" if confirmed else " (inferred)")


def place(citation: Citation) -> str:
    """Document, section and page in words; a page that is only inferred says so."""
    parts = [citation.document_title, citation.section]
    parts.append(page_words(citation.page, confirmed=citation.page_confirmed))
    if citation.references:
        parts.append("references as printed: " + ", ".join(citation.references))
    return "; ".join(part for part in parts if part)


def render_markdown(answer: Answer) -> str:
    """The whole answer; the boxed warning stands last, complete, between two rules."""
    lines = [answer_text(answer), "", f"*{status_words(answer)}*"]
    if answer.problem is None and answer.standalone_question not in ("", fold(answer.question)):
        lines += ["", f"Understood as: {escape(answer.standalone_question)}"]
    if answer.caveats:
        lines += ["", "**Please note**", ""]
        lines += [f"- {escape(c.text)}" for c in answer.caveats]
    if answer.citations:
        lines += ["", "**Sources**", ""]
        lines += [_source_line(c) for c in answer.citations]
    if answer.related:
        lines += ["", "**Near passages (not an answer)**", ""]
        lines += [f"- “{escape(c.quote)}” — {escape(place(c))}" for c in answer.related]
    lines += [f"\n{escape(notice)}" for notice in answer.notices]
    for warning in answer.boxed_warning:
        lines += ["", "---", "", _warning(warning), "", "---"]
    return "\n".join(lines) + "\n"


def answer_text(answer: Answer) -> str:
    """The text with source words escaped and citation marks left as marks."""
    return "".join(
        segment.text if segment.text == f" [{segment.citation}]" else escape(segment.text)
        for segment in answer.segments
    )


def _source_line(citation: Citation) -> str:
    words = AUTHORITY_WORDS[citation.authority]
    return f"{citation.marker}. “{escape(citation.quote)}” — {escape(place(citation))} ({words})"


def _warning(warning: ShownWarning) -> str:
    # Two blanks at a line's end break it: folded, these lines are the stored text, letter
    # for letter, so that a program can find it whole in the Markdown too.
    body = escape(warning.text).replace(" • ", "  \n• ")
    return f"**Boxed warning: {escape(warning.product)}** (as printed in: " + (
        f"{escape(warning.source)})\n\n{body}"
    )
