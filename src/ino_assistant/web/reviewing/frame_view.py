"""What stands around every screen: who is at work, the tabs, and the list of shortcuts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ino_assistant.records.actors import Actor
from ino_assistant.web.markup import text
from ino_assistant.web.reviewing.parts import address
from ino_assistant.web.reviewing.words import ROLES, named

TITLE = "Ino Assistant: reviewing"

_KEYS = (
    ("j, k", "next, previous in the queue"),
    ("Enter", "open the one in focus"),
    ("x", "select it"),
    ("/", "search"),
    ("u", "back to the queue"),
    ("c", "claim it, or the one in focus"),
    ("t", "edit the text"),
    ("a", "approve, reopen or renew: go to the reason"),
    ("r", "reject or withdraw: go to the reason"),
    ("e", "escalate: go to the reason"),
    ("s", "close as the same question"),
    ("m", "comment"),
    ("?", "this list"),
)


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab: the screen that it leads to, and its words."""

    screen: str
    words: str


def shell() -> str:
    """What is there before any screen is: the page's top, the line that says what happened."""
    keys = "".join(
        f"<div><dt>{''.join(f'<kbd>{text(k)}</kbd> ' for k in key.split(', '))}</dt>"
        f"<dd>{text(words)}</dd></div>"
        for key, words in _KEYS
    )
    return (
        '<div class="reviewing"><a class="skip" href="#screen-title" data-skip>'
        "Skip to the screen</a>"
        f'<header class="rv-top"><h1>{TITLE}</h1><p id="rv-who"></p>'
        '<p class="rv-links"><a href="/">Ask a question</a> '
        '<button type="button" data-keys aria-haspopup="dialog">Shortcuts <kbd>?</kbd></button>'
        "</p></header>"
        '<div id="rv-said"><p role="status" aria-live="polite"></p>'
        '<p role="alert" aria-live="assertive"></p></div>'
        '<div id="rv-screen" aria-busy="true"><p class="empty">Loading…</p></div>'
        '<dialog id="rv-keys" aria-labelledby="rv-keys-title"><form method="dialog">'
        f'<h2 id="rv-keys-title">Shortcuts</h2><dl>{keys}</dl>'
        '<label class="check"><input type="checkbox" data-single-keys checked> '
        "Single keys are on</label>"
        '<button class="chief" value="close">Close</button></form></dialog></div>'
    )


def who(actor: Actor) -> str:
    """Who is at work, as text."""
    return f"{actor.name}, {named(ROLES, actor.role).lower()}"


def tabs(every: Sequence[Tab], current: str) -> str:
    """The way between the screens."""
    items = "".join(
        f'<li><a href="{address(tab.screen)}"'
        f"{_current(tab.screen == current)}>{text(tab.words)}</a></li>"
        for tab in every
    )
    return f'<nav class="rv-tabs" aria-label="Reviewing"><ul role="list">{items}</ul></nav>'


def screen(name: str, title: str, body: str, *, lead: str = "", seen: bool = True) -> str:
    """One screen under its title, which takes the focus when the screen is shown.

    Args:
        name: for the style sheet.
        title: its heading, as text.
        body: HTML.
        lead: HTML that stands before the heading.
        seen: whether the title is shown, or only read out.
    """
    hidden = "" if seen else ' class="unseen"'
    return (
        f'<section class="screen {text(name)}" aria-labelledby="screen-title">{lead}'
        f'<h2 id="screen-title" tabindex="-1"{hidden}>{text(title)}</h2>{body}</section>'
    )


def nobody(actor: Actor) -> str:
    """What somebody sees who may use none of the screens."""
    return screen(
        "nobody",
        "Not for your role",
        "<p>Reviewing is for medical information; reports are for drug safety; the trail is for "
        f"administrators. You are signed in as {text(who(actor))}.</p>"
        '<p><a href="/">Ask a question</a></p>',
    )


def _current(yes: bool) -> str:
    return ' aria-current="page"' if yes else ""


__all__ = ["TITLE", "Tab", "nobody", "screen", "shell", "tabs", "who"]
