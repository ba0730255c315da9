"""What can be done with a review: who works on it, the words, the decisions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ino_assistant.records.actors import Actor
from ino_assistant.web.markup import shortened, text
from ino_assistant.web.reviewing.office import Caller
from ino_assistant.web.reviewing.parts import (
    area,
    button,
    field,
    form,
    hidden,
    link,
    listed,
    select,
)
from ino_assistant.web.reviewing.words import LABELS, OUTCOMES, PRIORITIES, ROLES, STATES, named

PROVE_URL = "/api/sign-in/prove?next=/review/"
_SPELL = " spellcheck=true"
_TEXT_LABEL = "Answer; a mark such as [1] stands behind what rests on it"


def work(review: Mapping[str, Any], people: Sequence[Actor], actor: Actor) -> str:
    """Claiming, putting back, giving to somebody, how urgent it is."""
    may = review["may"]
    names = {p.id: p.name for p in people}
    names.setdefault(actor.id, actor.name)
    simple = [
        form(do, _seen(review) + button(words, main=do == "claim"), name="inline")
        for do, words in (("claim", "Claim"), ("release", "Put back"))
        if do in may
    ]
    more = []
    if "assign" in may:
        body = _seen(review) + select("to", "Assign to", names, actor.id) + button("Assign")
        more.append(form("assign", body, name="inline"))
    if "prioritise" in may:
        body = (
            _seen(review)
            + select("priority", "Priority", PRIORITIES, review["priority"])
            + field("reason", "Reason", more=" required")
            + button("Change")
        )
        more.append(form("prioritise", body, name="inline"))
    given = f"<details><summary>Assign, priority</summary>{''.join(more)}</details>" if more else ""
    return f'<div class="work">{"".join(simple)}{given}</div>' if simple or given else ""


def editing(review: Mapping[str, Any], judgement: str) -> str:
    """The text and its citations, with the verifier's word as it is typed.

    Args:
        review: as of `Office.review`.
        judgement: HTML of what the verifier says now.
    """
    if "edit" not in review["may"]:
        return ""
    content = review["content"]
    cited = "".join(cited_item(c) for c in _cited(review))
    roles = "".join(
        f'<label class="check"><input type="checkbox" name="audience" value="{code}"'
        f"{' checked' if code in content['audience'] else ''}> {text(words)}</label>"
        for code, words in ROLES.items()
    )
    body = (
        f"{_seen(review)}"
        f"{area('question', 'Question that it answers', content['question'], rows=2)}"
        f"{area('text', _TEXT_LABEL, content['text'], rows=_rows(content['text']), more=_SPELL)}"
        '<section class="live" aria-label="Checked as typed">'
        '<p class="unseen" role="status" data-slot="live-word"></p>'
        f'<div data-slot="judgement">{judgement}</div></section>'
        '<fieldset class="citing"><legend>Citations</legend>'
        f'<ol class="cited" role="list">{cited}</ol>'
        f"{field('find', 'Find a passage to cite: words of it', kind='search', more=' data-find')}"
        '<div data-slot="found"></div></fieldset>'
        '<fieldset class="terms"><legend>Terms</legend>'
        f"{select('outcome', 'Outcome', OUTCOMES, content['outcome'])}"
        f"{select('label', 'Label', LABELS, content['label'])}"
        f"{field('topic', 'Topic', content['topic'])}"
        f'<div class="roles" role="group" aria-label="May be given to">'
        f"<span>May be given to</span>{roles}</div></fieldset>"
        f"{field('reason', 'What was changed, and why')}"
        f'<p class="acts">{button("Keep as the next version", main=True)} '
        '<button type="button" data-undo>Undo all</button></p>'
    )
    return form("edit", body, name="edit", label="Edit the answer").replace(
        "<form ", "<form data-live ", 1
    )


def cited_item(cited: Mapping[str, Any]) -> str:
    """One citation in the list of an edit form."""
    value = json.dumps([cited["statement"], cited["cells"]])
    return (
        f"<li>{hidden(cite=value)}"
        f'<span class="what">{text(cited["words"])}</span> '
        '<span class="acts"><button type="button" data-mark>Put its mark into the text</button> '
        '<button type="button" data-uncite>Remove</button></span></li>'
    )


def found_items(found: Sequence[Mapping[str, Any]]) -> str:
    """Passages that can be cited."""
    if not found:
        return '<p class="empty">No passage holds all of these words.</p>'
    items = [
        f'<span class="what"><span class="soft">{text(one["where"])}</span> '
        f"{text(one['words'])}</span> "
        f'<button type="button" data-cite="{text(json.dumps([one["statement"], None]))}" '
        f'data-words="{text(one["words"])}">Cite</button>'
        for one in found
    ]
    return listed(items, name="found")


def deciding(review: Mapping[str, Any], caller: Caller, months: int, hint: str) -> str:
    """The decisions that may be taken now, each with its reason and, where due, a signature.

    Args:
        review: as of `Office.review`.
        caller: who would sign.
        months: for which an approval lasts unless another day is given.
        hint: why an approval would be refused, if that is known already.
    """
    may = review["may"]
    made = []
    if "approve" in may:
        words = (
            "Approve with changes" if _is_changed(review["difference"]) else "Approve as drafted"
        )
        lead = f'<p class="problems">{text(hint)}</p>' if hint else ""
        body = (
            f"{lead}{_reason()}"
            f"{field('expires_on', f'Expires on (empty: in {months} months)', kind='date')}"
            f"{_label_check(review)}{_of_sales(review)}"
            f"{_replaced(review['in_force'], review['supersedes'])}"
            f"{_signature(review, caller, 'approval: may be given to others')}"
            f"{button(words, main=True)}"
        )
        made.append(_decision("approve", words, "a", body, review))
    if "reject" in may:
        body = (
            f"{_reason()}{_signature(review, caller, 'review: is not to be given')}"
            f"{button('Reject', main=True)}"
        )
        made.append(_decision("reject", "Reject", "r", body, review))
    if "answer_outside" in may:
        body = (
            '<p class="soft">For a letter or a call. It decides nothing about the draft, which is '
            "given to others as before.</p>"
            f"{field('reference', 'Where the answer is filed', more=' required')}"
            f"{field('on', 'Answered on', kind='date', more=' required')}"
            f"{area('reason', 'Note (may be empty)')}{button('Close', main=True)}"
        )
        words = "Close as answered by other means"
        made.append(_decision("answer_outside", words, "l", body, review))
    if "withdraw" in may:
        body = (
            f"{_reason()}{_signature(review, caller, 'withdrawal: is given no more')}"
            f"{button('Withdraw', main=True)}"
        )
        made.append(_decision("withdraw", "Withdraw", "r", body, review))
    others = {one["id"]: _other(one) for one in review["same"]}
    if "join" in may and others:
        body = f"{select('into', 'It goes on with', others)}{_reason()}{button('Join', main=True)}"
        made.append(_decision("join", "Close as the same question as another", "s", body, review))
    for do, words, key in (
        ("escalate", "Escalate", "e"),
        ("reopen", "Reopen", "a"),
        ("revise", "Renew or change: open a new review", "a"),
    ):
        if do in may:
            body = f"{_reason()}{button(words.partition(':')[0], main=True)}"
            made.append(_decision(do, words, key, body, review))
    return "".join(made)


def _label_check(review: Mapping[str, Any]) -> str:
    """With which label the answer was compared; asked for where the label was assessed."""
    assessed = review["content"]["label"] != "unassessed"
    needed = " required" if assessed else ""
    revised = "".join(
        f'<p class="soft">As its manifest says, the label of {text(name)} was revised '
        f"{text(when)}.</p>"
        for name, when in review["labels_revised"].items()
    )
    fields = (
        f"{revised}{field('label_version', 'Its version as printed: 3/2024', more=needed)}"
        f"{field('label_checked_on', 'Compared on', kind='date', more=needed)}"
    )
    words = "Compared with the current label"
    if assessed:
        return f'<fieldset class="label-check"><legend>{words}</legend>{fields}</fieldset>'
    return f"<details><summary>{words} (may be left out)</summary>{fields}</details>"


def _of_sales(review: Mapping[str, Any]) -> str:
    """That an approval as it stands gives sales nothing, though they have asked."""
    content = review["content"]
    if "sales" not in review["asked"]["roles"] or "sales" in content["audience"]:
        return ""
    again = (
        " As nobody has said whether it is on label, their next question makes a review again."
        if content["label"] == "unassessed"
        else ""
    )
    return (
        '<p class="soft">Sales has asked this as well. As it stands they get the way to medical '
        f"information instead.{again}</p>"
    )


def _other(one: Mapping[str, Any]) -> str:
    whose = f", with {one['assignee']}" if one["assignee"] else ""
    return f"{named(STATES, one['state'])}{whose}: {shortened(one['text'], 60)}"


def _replaced(in_force: Sequence[Mapping[str, Any]], revised: str | None) -> str:
    """Answers in force to the same question: there are never two, so this one replaces them."""
    return "".join(
        f'<label class="check"><input type="checkbox" name="supersedes" value="{text(one["id"])}"'
        f"{' checked' if one['id'] == revised else ''}>"
        f" It replaces what {text(one['approved_by'] or 'somebody')} approved: "
        f"{text(shortened(one['text'], 90))}</label>"
        for one in in_force
    )


def commenting(review: Mapping[str, Any]) -> str:
    """A note to colleagues; it changes nothing of the review."""
    body = (
        hidden(review=review["id"])
        + area("text", "Comment", more=' required data-key="m"')
        + button("Comment")
    )
    return form("comment", body)


def _decision(do: str, words: str, key: str, body: str, review: Mapping[str, Any]) -> str:
    inside = form(do, _seen(review) + body, name="decision")
    return (
        f'<details class="decide" name="decide" data-key="{key}"><summary>{text(words)} '
        f'<kbd aria-hidden="true">{key}</kbd></summary>{inside}</details>'
    )


def _reason() -> str:
    return area("reason", "Reason", more=" required")


def _signature(review: Mapping[str, Any], caller: Caller, meaning: str) -> str:
    """What is signed, by whom and as what; the time is the server's when it is signed."""
    return signature(caller, meaning, f"version {review['version'] + 1}")


def signature(caller: Caller, meaning: str, what: str) -> str:
    """The part of a form in which it is signed.

    Args:
        caller: who would sign.
        meaning: of the signature.
        what: is signed.
    """
    actor = caller.actor
    return (
        '<fieldset class="signature"><legend>Signature</legend>'
        f"<p><strong>{text(actor.name)}</strong>, {text(ROLES.get(actor.role, actor.role))}. "
        f"Means {text(meaning)}. Signs {text(what)} at the server's time.</p>"
        f"{_proof(caller)}</fieldset>"
    )


def _proof(caller: Caller) -> str:
    """How somebody shows again who they are."""
    if caller.signs_with == "name":
        return field("secret", f"Type your name to sign: {caller.actor.name}", more=" required")
    if caller.signs_with == "provider":
        state = "You have signed in anew." if caller.proof else "Sign in anew before you sign:"
        return f"<p>{state} {link('Sign in at your provider', PROVE_URL)}, in a new tab.</p>"
    name = f'<input type="text" value="{text(caller.actor.name)}" autocomplete="username" hidden>'
    return name + field("secret", "Your password again", kind="password", more=" required")


def _seen(review: Mapping[str, Any]) -> str:
    return hidden(review=review["id"], version=review["version"])


def _rows(words: str) -> int:
    """Lines that a text takes in its field, within reason."""
    return min(14, max(4, words.count("\n") + len(words) // 60 + 2))


def _cited(review: Mapping[str, Any]) -> list[dict[str, Any]]:
    quotes = {c["marker"]: c.get("quote", c["statement"]) for c in review["citations"]}
    return [
        {"statement": statement, "cells": cells, "words": quotes.get(number, statement)}
        for number, (statement, cells) in enumerate(review["content"]["citations"], start=1)
    ]


def _is_changed(difference: Mapping[str, Any]) -> bool:
    told = {"question", "outcome", "citations", "caveats"} & set(difference["changed"])
    return bool(told) or any(kind != "same" for kind, _ in difference["pieces"])


__all__ = ["cited_item", "commenting", "deciding", "editing", "found_items", "signature", "work"]
