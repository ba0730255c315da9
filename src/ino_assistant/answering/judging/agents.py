"""A figure that a question takes to be of one medicine, and a document gives of another.

`Drug A lowers it by 42%, so double it?` is corrected by the row that says so of drug B.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ino_assistant.answering.judging.clashing import known_drugs
from ino_assistant.answering.understanding.slots import names_drug
from ino_assistant.corpus.model import Document, Statement
from ino_assistant.vocabulary.tokens import normalise, words

_FIRST = 6
"""Statements that are looked at, the best first."""
_SAID = (
    re.compile(
        r"^(?:and |so |but )?(?:since|as|because|given that|if) (.+?)"
        r"(?:,|\?|$| (?=(?:can|should|do|does|is|are|what|how|when|which|may|must)\b))",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(.+?)(?:,| [-–—]+)? so,? (?:\w+ ){0,3}?(?:can|should|do|does|is|are|what|how|when|which|"
        r"may|must|need|double|halve|halv\w+|stop|reduce|increase|raise|lower|avoid|half|cut)\b",
        re.IGNORECASE,
    ),
    re.compile(r"^(?:and |so |but )?(?:why|how come) (.+?)\?*$", re.IGNORECASE),
)
_FIGURE = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?:%|-? ?fold\b| times\b)", re.IGNORECASE)


def other_agent(
    text: str, statements: Sequence[Statement], document: Document
) -> tuple[Statement, str] | None:
    """The statement that gives the figure of another medicine, and the one that was named.

    Args:
        text: the question as understood.
        statements: ranked, the best first.
        document: the one that the question is about.
    """
    text = normalise(text)
    said = next((m[1] for p in _SAID if (m := p.match(text))), "")
    figures = {f.lower() for f in _FIGURE.findall(said)}
    own = {w.lower() for p in document.products for name in p.names for w in words(name)}
    named = _agents(said) - own
    if len(figures) != 1 or len(named) != 1:
        return None
    (agent,) = named
    about = [s for s in document.statements if agent in s.display.lower()]
    if not about or any(figures & _figures(s) for s in about):
        return None
    for statement in statements[:_FIRST]:
        others = _agents(statement.display) - own - named
        if figures & _figures(statement) and others and statement.document == document.id:
            return statement, agent
    return None


def _figures(statement: Statement) -> set[str]:
    return {f.lower() for f in _FIGURE.findall(normalise(statement.display))}


def _agents(text: str) -> set[str]:
    """Names of medicines in a text, in small letters."""
    return {w.lower() for w in words(text) if names_drug(w) or w.lower() in known_drugs()}
