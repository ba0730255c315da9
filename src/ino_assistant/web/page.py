"""The page: a header, one conversation, and a box to ask in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

from ino_assistant.settings import Settings
from ino_assistant.web.asking import Asks
from ino_assistant.web.desk import Desk
from ino_assistant.web.header import ANNOUNCED, TITLE
from ino_assistant.web.next_questions import ASKED_BY_BUTTON
from ino_assistant.web.view import status_line

CONCURRENT_QUESTIONS = 4
MAX_WAITING = 64
_FOLDER = Path(__file__).parent
_SYSTEM_FONTS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif")
_SYSTEM_MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")

# Whoever opens an earlier conversation goes on from its end.
_SHOW_END = """() => {
  document.querySelector('.conversation > article:last-child')?.scrollIntoView();
  document.dispatchEvent(new Event('ino:opened'));
}"""

# Runs in the browser after an answer. The Ask button is switched off in the meantime and so
# loses the focus, which would leave people who use a keyboard nowhere. The address gets the
# conversation's id, for the page to be loaded again, or opened again after signing in.
_SHOW_ANSWER = """(held) => {
  document.querySelector('.conversation > article:last-child')?.scrollIntoView();
  if (document.activeElement === document.body && matchMedia('(pointer: fine)').matches)
    document.querySelector('#question textarea')?.focus({preventScroll: true});
  const address = held ? `/?conversation=${encodeURIComponent(held)}` : '/';
  if (location.pathname + location.search !== address) history.replaceState(null, '', address);
}"""


def build_page(office: Asks, settings: Settings) -> gr.Blocks:
    """The page of one office."""
    desk = Desk(office, settings)
    page = gr.Blocks(title=TITLE, fill_width=True, analytics_enabled=False)
    with page:
        state = gr.State(desk.nothing_asked)
        # What a browser holds is still there when this server was started anew.
        held = gr.Textbox(visible=False)
        top = _html("header", desk.header())
        notice = _html("banner", "", ANNOUNCED)
        shown = _html("conversation", desk.shown(desk.nothing_asked), ASKED_BY_BUTTON)
        with gr.Column(elem_id="composer"):
            with gr.Row(elem_id="ask-row"):
                question = _question_box()
                ask = gr.Button("Ask", variant="primary", elem_id="ask")
                stop = gr.Button("Stop", elem_id="stop", visible=False)
                new = gr.Button("New conversation", elem_id="new")
            status = _html("status", status_line(""))

        outputs = [state, held, shown, status, question, ask, stop, notice]
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        queued: dict[str, Any] = {
            **quiet,
            "outputs": outputs,
            "concurrency_limit": CONCURRENT_QUESTIONS,
            "concurrency_id": "questions",
            "trigger_mode": "once",
        }
        at_once: dict[str, Any] = {**quiet, "outputs": outputs, "queue": False}
        typed = [question, state, held]
        asking = [
            gr.on([ask.click, question.submit], desk.ask, inputs=typed, **queued),
            shown.submit(desk.ask_this, inputs=[state, held], **queued),
        ]
        for event in asking:
            event.then(None, inputs=[held], js=_SHOW_ANSWER, **quiet)
        opened = page.load(desk.open, inputs=[state], **{**at_once, "outputs": [*outputs, top]})
        opened.then(None, js=_SHOW_END, **quiet)
        notice.submit(desk.changed, **{**at_once, "outputs": [notice, top]})
        stop.click(desk.stop, inputs=[state], cancels=asking, **at_once)
        anew = new.click(desk.start_anew, cancels=asking, **at_once)
        anew.then(None, inputs=[held], js=_SHOW_ANSWER, **quiet)
    page.queue(max_size=MAX_WAITING, default_concurrency_limit=CONCURRENT_QUESTIONS)
    return page


def mount_options() -> dict[str, Any]:
    """How the page is mounted: own look, nothing of Gradio's extras, nothing kept."""
    style = (_FOLDER / "style.css").read_text(encoding="utf-8")
    scripts = [
        (_FOLDER / name).read_text(encoding="utf-8") for name in ("connection.js", "asking.js")
    ]
    return {
        "theme": gr.themes.Base(font=_SYSTEM_FONTS, font_mono=_SYSTEM_MONO),
        # Gradio rewrites the selectors of what it is given as `css`; this it leaves as it is.
        "head": f"<style>{style}</style><script>{''.join(scripts)}</script>",
        "favicon_path": str(_FOLDER / "favicon.svg"),
        "footer_links": [],
        "show_error": False,
        "ssr_mode": False,
        # On by default: it would keep every question in the browser.
        "run_history": False,
        "enable_monitoring": False,
        "pwa": False,
        "mcp_server": False,
        "app_kwargs": {"openapi_url": None},
        # Nothing is uploaded here, but Gradio has the route for it.
        "max_file_size": 1,
    }


def _html(name: str, value: str, script: str | None = None) -> gr.HTML:
    """Markup of our own, without Gradio's styles and click handler."""
    return gr.HTML(value, elem_id=name, apply_default_css=False, js_on_load=script)


def _question_box() -> gr.Textbox:
    """One line that grows; Enter sends, Shift and Enter begin a new line."""
    return gr.Textbox(
        label="Your question",
        placeholder="Ask about the documents",
        lines=1,
        max_lines=6,
        container=False,
        elem_id="question",
        html_attributes=gr.InputHTMLAttributes(autocomplete="off", spellcheck=True),
    )


__all__ = ["build_page", "mount_options"]
