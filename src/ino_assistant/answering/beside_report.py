"""A question asked beside a report: which general label text may stand behind the acknowledgement.

`My patient got VOD, what is the rate?` is a report. What the label prints on the question may be
quoted, and nothing else: no trial, no opinion, no yes or no, and nothing on what caused it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ino_assistant.answering.saying.citing import Segment
from ino_assistant.answering.saying.compose import Composed
from ino_assistant.answering.turns.conversation import resolve
from ino_assistant.answering.understanding.question import Reader
from ino_assistant.routing import Routing

GENERAL = "What the label says in general:"
_CAUSE = re.compile(
    r"\b(?:due to|because of|caus(?:e[ds]?|ing)|attribut\w+|blame\w*|relat(?:ed|ionship)|"
    r"(?:un)?connected|responsible|linked|(?:side.?effect|result|fault) of|from (?:it|the|this)|"
    r"coincidence|normal|expected)\b",
    re.IGNORECASE,
)


def asked_beside(question: str, routing: Routing, reader: Reader) -> str:
    """The question beside a report, as one that stands by itself; empty if it is left to people.

    Args:
        question: the words that ask, without identifying details.
        routing: of the report; what happened is what a question leaves out.
        reader: reads questions with the vocabulary of the corpus.
    """
    if _CAUSE.search(question):
        return ""
    happened = [
        r.text for r in routing.reasons if r.what == "event" and reader.read(r.text).concepts
    ]
    turn = resolve(question, [f"{happened[0]}?"] if happened else [], reader)
    return "" if turn.unclear else turn.standalone


def told_with(acknowledged: str, quoted: Composed) -> Composed:
    """The acknowledgement, and behind it the label text, said to be general.

    Args:
        acknowledged: what is said to the report.
        quoted: quotations of the label alone.
    """
    own = Segment(acknowledged), Segment(f"\n\n{GENERAL} ")
    return replace(quoted, segments=(*own, *quoted.segments))
