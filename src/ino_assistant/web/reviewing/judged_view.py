"""The verifier's word on an answer, passage by passage, and what goes out with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from ino_assistant.corpus.model import BoxedWarning, Corpus
from ino_assistant.web.markup import icon, text
from ino_assistant.web.reviewing.parts import badge, listed
from ino_assistant.web.reviewing.words import VERDICTS


def judged(content: Mapping[str, Any], judgement: Mapping[str, Any], corpus: Corpus) -> str:
    """An answer with the verdict on each passage, its caveats, notices and boxed warnings.

    Args:
        content: a `Content` as JSON.
        judgement: a `Judgement` as JSON.
        corpus: holds the boxed warnings.
    """
    passages = "".join(_passage(p) for p in judgement["passages"])
    return (
        f'{verdict_line(judgement)}<div class="passages">{passages}</div>'
        f"{_whole(judgement['problems'])}{goes_along(content, corpus)}"
    )


def verdict_line(judgement: Mapping[str, Any]) -> str:
    """In one line whether the text may be approved."""
    if judgement["passes"]:
        return f'<p class="verdict good">{icon("check")}Every passage holds.</p>'
    wrong = sum(bool(p["problems"]) for p in judgement["passages"]) + len(judgement["problems"])
    things = "1 thing is" if wrong == 1 else f"{wrong} things are"
    return (
        f'<p class="verdict bad">{icon("warning")}{things} wrong: may be kept as a draft, '
        "not approved.</p>"
    )


def goes_along(content: Mapping[str, Any], corpus: Corpus) -> str:
    """What can't be edited away: caveats, notices, boxed warnings."""
    caveats = listed([text(caveat) for caveat, *_ in content["caveats"]])
    notices = "".join(f'<p class="notice">{text(n)}</p>' for n in content["notices"])
    return (
        (f'<div class="caveats"><h4>Please note</h4>{caveats}</div>' if caveats else "")
        + notices
        + "".join(boxed(w) for w in warnings_of(content, corpus))
    )


def warnings_of(content: Mapping[str, Any], corpus: Corpus) -> Sequence[BoxedWarning]:
    """The boxed warnings that go with an answer."""
    return [w for w in corpus.boxed_warnings if w.product in (content["warnings"] or {})]


def boxed(warning: BoxedWarning) -> str:
    """A boxed warning whole, letter for letter."""
    heading, *bullets = warning.text.split("•")
    points = "".join(f"<li>• {escape(bullet.strip())} </li>" for bullet in bullets)
    return (
        f'<section class="boxed-warning" aria-label="Boxed warning: {text(warning.product)}">'
        f'<p class="box-source">{icon("warning")}<strong>Boxed warning: {text(warning.product)}'
        f"</strong> <span>as printed in: {text(warning.document_title)}</span></p>"
        f'<div class="box-text"><p class="box-heading">{escape(heading.strip())} </p>'
        f'<ul role="list">{points}</ul></div></section>'
    )


def _passage(passage: Mapping[str, Any]) -> str:
    wrong = bool(passage["problems"])
    tone, words = VERDICTS.get(passage["verdict"], ("bad", passage["verdict"]))
    if passage["verdict"] == "uncited":
        tone, words = ("bad", "Not cited") if wrong else ("plain", "Claims nothing")
    elif wrong and tone == "good":
        tone = "bad"
    sign = {"good": "check", "bad": "cross"}.get(tone, "none")
    marks = " ".join(f'<span class="cite">{m}</span>' for m in passage["citations"])
    problems = listed([text(problem) for problem in passage["problems"]], name="problems")
    return (
        f'<div class="passage {tone}"><p class="said">{text(passage["text"])} {marks}</p>'
        f"<p>{badge(words, tone, sign)}</p>{problems}</div>"
    )


def _whole(problems: Sequence[str]) -> str:
    return listed([text(problem) for problem in problems], name="problems whole")


__all__ = ["boxed", "goes_along", "judged", "verdict_line", "warnings_of"]
