"""What can be done with an answer: copy, print, save, hand on, say what one thinks of it.

The buttons are plain HTML; `asking.js` has them call the HTTP interface, where every rule holds.
"""

from __future__ import annotations

from ino_assistant.web.markup import text

REASONS = (
    "wrong number",
    "wrong citation",
    "not what I asked",
    "missing safety information",
    "other",
)
"""Why an answer is no good, as people may say with one press."""
MAX_WORDS = 2000


def actions(whole: str, exchange_id: str, number: int) -> str:
    """The row of buttons under an answer.

    Args:
        whole: everything that belongs to the answer, as text; what a copy holds.
        exchange_id: its id in the records.
        number: counts the exchanges of a conversation; makes ids unique on the page.
    """
    name = text(exchange_id)
    return (
        f'<div class="actions" data-exchange="{name}" role="group" '
        f'aria-label="With answer {number}">'
        f"{_button('copy', 'Copy')}{_button('print', 'Print')}"
        f"{_saved(name, 'docx', 'Word')}{_saved(name, 'pdf', 'PDF')}"
        f"{_opens('escalate', 'Send to medical information', number)}"
        f"{_opens('report', 'Report an adverse event', number)}"
        f'<span class="thumbs">{_button("up", "Helpful")}'
        f"{_opens('down', 'Not helpful', number)}</span>"
        f"{_form('escalate', number, 'What should medical information know? (optional)')}"
        f"{_form('report', number, _REPORT, contact=True)}"
        f"{_form('down', number, 'More, if you like', reasons=True)}"
        '<p class="done" role="status" aria-live="polite"></p>'
        f'<pre class="whole-text" hidden>{text(whole)}</pre></div>'
    )


_REPORT = "What happened, to whom, with which product? No names of patients."


def _button(act: str, words: str) -> str:
    pressed = ' aria-pressed="false"' if act == "up" else ""
    return f'<button type="button" data-act="{act}"{pressed}>{words}</button>'


def _opens(act: str, words: str, number: int) -> str:
    return (
        f'<button type="button" data-act="{act}" aria-expanded="false" '
        f'aria-controls="{act}-{number}">{words}</button>'
    )


def _saved(exchange_id: str, form: str, words: str) -> str:
    return (
        f'<a href="/api/answers/{exchange_id}/export?form={form}" download '
        f'aria-label="Save as {words}">{words}</a>'
    )


def _form(
    act: str, number: int, label: str, *, reasons: bool = False, contact: bool = False
) -> str:
    name = f"{act}-{number}"
    boxes = "".join(
        f'<label class="reason"><input type="checkbox" name="reason" value="{text(reason)}"> '
        f"{text(reason[:1].upper() + reason[1:])}</label>"
        for reason in (REASONS if reasons else ())
    )
    lead = f"<fieldset><legend>What is wrong?</legend>{boxes}</fieldset>" if boxes else ""
    needed = " required" if contact else ""
    reached = (
        f'<label for="{name}-contact">How can drug safety reach you?</label>'
        f'<input id="{name}-contact" name="contact" maxlength="300" autocomplete="off">'
        if contact
        else ""
    )
    return (
        f'<form id="{name}" data-act="{act}" hidden>{lead}'
        f'<label for="{name}-words">{text(label)}</label>'
        f'<textarea id="{name}-words" name="words" rows="3" maxlength="{MAX_WORDS}"{needed}>'
        f'</textarea>{reached}<p class="send"><button type="submit">Send</button>'
        f'<button type="button" data-act="cancel">Cancel</button></p></form>'
    )


__all__ = ["MAX_WORDS", "REASONS", "actions"]
