"""What an answer rests on and how it got here: sources, search, difference, history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ino_assistant.answering.saying.render import AUTHORITY_WORDS, page_words
from ino_assistant.corpus.model import Corpus
from ino_assistant.web.document import document_url
from ino_assistant.web.markup import shortened, text
from ino_assistant.web.passage import Excerpt, excerpts
from ino_assistant.web.reviewing.parts import (
    badge,
    button,
    day,
    exactly,
    facts,
    form,
    hidden,
    link,
    listed,
    moment,
    select,
)
from ino_assistant.web.reviewing.words import (
    ACTIONS,
    FLAGS,
    LABELS,
    OUTCOMES,
    REASONS,
    ROLES,
    VERDICTS,
    named,
)

_MEANINGS = {
    "approval": "approval: may be given to others",
    "review": "review: is not to be given",
    "withdrawal": "withdrawal: is given no more",
}
_SENT = "escalated"
"""Reason of what a user sent to medical information."""
_FIELDS = {
    "question": "Question",
    "outcome": "Outcome",
    "citations": "Citations",
    "caveats": "Qualifications",
    "label": "Label",
    "audience": "Audience",
    "topic": "Topic",
    "label_checked": "Label compared",
    "warnings": "Boxed warnings",
}


def sources(citations: Sequence[Mapping[str, Any]], corpus: Corpus) -> str:
    """Every citation in its surroundings, with the way to its document."""
    return "".join(_source(citation, corpus) for citation in citations)


def searched(trail: Sequence[Mapping[str, Any]], corpus: Corpus) -> str:
    """What the search saw, the best first."""
    items = []
    for step in trail:
        score = badge(str(step["score"])) if step.get("score") not in (None, "") else ""
        known = corpus.by_id.get(str(step.get("statement", "")))
        if known is None:
            items.append(f"{score} {text(shortened(str(step.get('statement', step)), 300))}")
            continue
        where = link(
            " › ".join(known.section) or known.id,
            document_url(known.document, known.spans, known.quote),
        )
        items.append(f"{score} {text(shortened(known.display, 300))} {where}")
    return listed(items, name="trail-list", ordered=True)


def claims(found: Sequence[Mapping[str, Any]]) -> str:
    """What the answer claimed when it was shown, with the verdicts of then."""
    items = []
    for claim in found:
        tone, words = VERDICTS.get(str(claim.get("verdict", "")), ("plain", "No verdict"))
        sign = {"good": "check", "bad": "cross"}.get(tone, "none")
        items.append(f"{text(str(claim.get('text', '')))} {badge(words, tone, sign)}")
    return listed(items, name="claims")


def changes(difference: Mapping[str, Any]) -> str:
    """What was changed since it was drafted; nothing if nothing was."""
    pieces = difference["pieces"]
    changed = difference["changed"]
    made = ""
    if any(kind != "same" for kind, _ in pieces):
        made = f'<p class="difference">{"".join(_piece(k, t) for k, t in pieces)}</p>'
    rows = [
        (_FIELDS.get(name, name), f"<del>{_value(name, was)}</del> <ins>{_value(name, now)}</ins>")
        for name, (was, now) in changed.items()
    ]
    return made + (facts(rows) if rows else "")


def feedback(given: Sequence[Mapping[str, Any]]) -> str:
    """What users thought of it."""
    items = []
    for one in given:
        words = ", ".join(named(REASONS, r) for r in one["reasons"] if r != _SENT)
        if _SENT in one["reasons"]:
            said = badge("Sent by the user", "flag")
        else:
            down = one["thumb"] == "down"
            said = badge("Thumbs down" if down else "Thumbs up", "bad" if down else "good")
        items.append(f"{said} {text(words)} {_quoted(one['words'])} {moment(one['at'])}")
    return listed(items, name="feedback-list")


def comments(given: Sequence[Mapping[str, Any]]) -> str:
    """What colleagues noted."""
    return listed(
        [
            f'<p class="soft">{text(c["by"])}, {moment(c["at"])}</p>'
            f'<p class="said">{text(c["text"])}</p>'
            for c in given
        ],
        name="comments-list",
    )


def history(review: Mapping[str, Any]) -> str:
    """Every version with its words, the latest first, and two of them beside each other."""
    steps = review["history"]
    items = []
    for number, step in enumerate(steps):
        earlier = steps[number + 1] if number + 1 < len(steps) else None
        same = earlier is not None and earlier["content_sha256"] == step["content_sha256"]
        words = (
            '<p class="soft">The same content as before.</p>'
            if same
            else f"<details><summary>Its words</summary>"
            f'<p class="said">{text(step["text"])}</p></details>'
        )
        items.append(
            f"<strong>Version {step['version']}: {text(named(ACTIONS, step['action']))}</strong> "
            f'<span class="soft">{text(step["by"])}, {moment(step["at"])}</span>'
            f"{_quoted(_why(step['reason']))}{words}"
        )
    return _comparing(review) + listed(items, name="history-list", ordered=True)


def _why(reason: str) -> str:
    """A reason as given; where the program gave it, its codes in words."""
    codes = reason.split(", ")
    return ", ".join(FLAGS[c] for c in codes) if all(c in FLAGS for c in codes) else reason


def _comparing(review: Mapping[str, Any]) -> str:
    """Which two versions are shown beside each other."""
    versions = {str(s["version"]): f"Version {s['version']}" for s in review["history"]}
    if len(versions) < 2:
        return ""
    numbers = list(versions)
    body = (
        hidden(review=review["id"])
        + select("before", "From", versions, numbers[-1])
        + select("after", "To", versions, numbers[0])
        + button("Show the difference")
    )
    made = form("compare", body, name="inline", label="Two versions beside each other")
    return made + '<div data-slot="compared"></div>'


def signatures(given: Sequence[Mapping[str, Any]]) -> str:
    """Who signed, when by the server, as what; and whether it still holds."""
    return listed([_signature(s) for s in given], name="signatures-list")


def about(review: Mapping[str, Any]) -> str:
    """Where the question came from, and what it was answered with."""
    asked = review["exchange"]
    by = f"{named(ROLES, asked['role'])}, {text(asked['channel'] or 'unknown')}"
    times = review.get("asked", {}).get("times", 1)
    margin = asked["margin_milli"]
    return facts(
        [
            ("Asked", f"{moment(asked['at'])}, {by}"),
            ("As typed", text(shortened(asked["question"], 2000))),
            ("Times asked", str(times) if times > 1 else ""),
            ("Outcome", text(named(OUTCOMES, asked["outcome"]))),
            ("Lead over the next", "" if margin is None else f"{margin / 1000:g}"),
            ("Taken out", text(", ".join(map(str, asked["redacted"] or [])))),
            ("Documents", text(asked["corpus_version"][:16])),
            ("Index", text(asked["index_version"][:16])),
            ("Model", text(asked["model"])),
            ("Program", text(asked["code_version"])),
            ("Review", f"<code>{text(review['id'])}</code>"),
            ("Expires", day(review["expires_on"])),
        ]
    )


def _source(citation: Mapping[str, Any], corpus: Corpus) -> str:
    marker = citation["marker"]
    head = f'<h4 id="source-{marker}"><span class="cite">{marker}</span> '
    if "problem" in citation:
        return (
            f'<article class="source">{head}{text(citation["statement"])}</h4>'
            f'<p class="problems">{text(citation["problem"])}</p></article>'
        )
    spans = tuple((a, b) for a, b in citation["spans"])
    source = corpus.document(citation["document"]).source
    found = excerpts(source, spans, citation["quote"])
    shown = "".join(_excerpt(e) for e in found) or (
        '<p class="problems">The passage can\'t be located in the document.</p>'
    )
    where = [
        text(citation["section"]),
        page_words(citation["page"], confirmed=citation["page_confirmed"]),
        AUTHORITY_WORDS[citation["authority"]],
        f"references {text(', '.join(citation['references']))}" if citation["references"] else "",
    ]
    whole = document_url(citation["document"], spans, citation["quote"])
    return (
        f'<article class="source">{head}{text(citation["document_title"])}</h4>'
        f'<p class="soft">{"; ".join(part for part in where if part)}</p>'
        f'<blockquote class="quote">{text(citation["quote"])}</blockquote>{shown}'
        f"<p>{link('Read the document at this passage', whole)}</p></article>"
    )


def _excerpt(excerpt: Excerpt) -> str:
    body = "".join(
        f"<mark>{text(p.text)}</mark>" if p.cited else text(p.text) for p in excerpt.pieces
    )
    lines = (
        f"Line {excerpt.first_line}"
        if excerpt.first_line == excerpt.last_line
        else f"Lines {excerpt.first_line} to {excerpt.last_line}"
    )
    return (
        f'<figure class="excerpt"><figcaption>{lines} of the source text</figcaption>'
        f'<div class="source-text" tabindex="0" role="region" aria-label="{lines}">'
        f"{'… ' if excerpt.cut_before else ''}{body}{' …' if excerpt.cut_after else ''}"
        "</div></figure>"
    )


def _piece(kind: str, words: str) -> str:
    tag = {"removed": "del", "added": "ins"}.get(kind)
    return text(words) if tag is None else f"<{tag}>{text(words)}</{tag}>"


def _value(name: str, value: Any) -> str:
    if name == "audience":
        return text(", ".join(named(ROLES, role) for role in value))
    if name == "citations":
        return text(", ".join(_cited(one) for one in value) or "none")
    if name == "caveats":
        return text("; ".join(str(one[0]) for one in value) or "none")
    if name == "warnings":
        return text(", ".join(value or {}) or "none")
    if name == "label_checked":
        return text(f"{value['version']}, {value['on']}" if value else "none")
    names = {"label": LABELS, "outcome": OUTCOMES}.get(name)
    return text(named(names, value) if names else str(value) or "none")


def _cited(one: Sequence[Any]) -> str:
    statement, cells = one
    return str(statement) if cells is None else f"{statement}, {len(cells)} of its cells"


def _signature(signature: Mapping[str, Any]) -> str:
    holds = (
        badge("Holds", "good", "check")
        if signature["holds"]
        else badge("Does not hold: the record was altered", "bad", "warning")
    )
    return (
        f"<strong>{text(signature['name'])}</strong>, "
        f"{text(named(ROLES, signature['role']))} {holds}"
        f"<br>{exactly(signature['signed_at'])}"
        f"<br>Means {text(_MEANINGS.get(signature['meaning'], signature['meaning']))}; "
        f"version {signature['version']}"
        f'<br><code title="{text(signature["hash"])}">{text(signature["hash"][:16])}</code>'
    )


def _quoted(words: str) -> str:
    return f"<q>{text(words)}</q>" if words else ""


__all__ = [
    "about",
    "changes",
    "claims",
    "comments",
    "feedback",
    "history",
    "searched",
    "signatures",
    "sources",
]
