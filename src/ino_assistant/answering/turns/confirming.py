"""Turns that make sure of something: `so it works in children, right?`, `can I write that?`.

What is said is taken out as a statement, and asked after as one. Where the rules for yes and no
do not judge it, the verifier does, as it would judge an answer: it is borne out by what is
printed, or denied by it, or neither is told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ino_assistant.answering.choosing.facts import Facts
from ino_assistant.answering.judging.declarative import asserted
from ino_assistant.answering.judging.known import Known
from ino_assistant.answering.turns.resolution import OPENING_WORDS
from ino_assistant.answering.understanding.question import Question
from ino_assistant.answering.understanding.slots import name_units, units
from ino_assistant.corpus.model import Statement
from ino_assistant.fidelity import verify

_SAYS = r"(?:said|say|says|wrote|write|told (?:me|us)|mentioned|stated|put it)"
_LEADS = re.compile(
    r"^(?:(?:and|but|ok(?:ay)?|right|well|now|good|fine|thanks?|hm+|then)\b[\s,.:;-]*)*"
    rf"(?P<sure>(?:(?:so|then|hence|thus)\b[\s,]*|(?:as|like) (?:you|it|"
    rf"the \w+) {_SAYS}\b(?: (?:before|above|"
    rf"earlier))?[\s,]*(?:that )?|you (?:just )?{_SAYS}\b[\s,]*(?:that )?|(?:in other words|"
    rf"that means|this means|"
    r"meaning|i (?:take it|understand|gather|conclude|assume)|if i (?:understand|got|get) (?:it|"
    r"that|you|this)"
    r"(?: right| correctly)?|to (?:confirm|be sure|sum up)|just to be (?:sure|"
    r"clear))\b[\s,]*(?:that )?)*)",
    re.IGNORECASE,
)
_TAGS = re.compile(
    r"(?:[\s,.;?!–-]+(?:right|correct|yes|no|true|ok(?:ay)?|(?<=[,;] )"
    r"(?:is|are|was|were|does|do|did|has|have)(?:n['’]t)? (?:it|they|that|he|she|you|we|i)|"
    r"(?:is|was) (?:that|this) (?:right|correct|so|true|it|what you (?:said|mean))|am i right|"
    r"(?:do|did|have) i (?:get|got|understand|understood|have) (?:that|it|this)(?: right|"
    r" correctly)?|"
    r"(?:can|may|could|should) (?:i|we) (?:then )?(?:write|say|claim|quote|use|put|state|tell \w+|"
    r"promise|promote|pass)(?: (?:that|it|this|so|it like that|it that way|them that|him that|"
    r"her that))?"
    r"(?: (?:on|down|in \w+ \w+|to \w+))?))+\s*[?.!]*$",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|does|do|did|has|have|had|can|could|may|might|must|should|will|would|"
    r"\w+(?:n['’]t)|(?<!\d )[a-z]{3,}(?:s|ed)|(?:made|got|gave|went|fell|rose|led|kept|took|"
    r"came))\b",
    re.IGNORECASE,
)
_NO_EFFECT = re.compile(
    r"(?:n['’]t|\bnot|\bnever|\bno\b)(?: \w+)? (?:affect|touch|chang|alter|influenc|interact|"
    r"interfer|rais|lower|"
    r"increas|decreas|reduc|effect|interaction|impact|influence|difference)",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"\b(?:lower|rais|increas|decreas|reduc|prolong|shorten|impair|delay|weaken)(?:s|es|ed|d)\b"
    r"[^.;]{0,80}\d",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:not|no|never|neither|nor|nobody|none|nothing|without|cannot)\b|n['’]t\b", re.IGNORECASE
)
_NOT_KNOWN = re.compile(
    r"\b(?:no (?:statement|claim|conclusion)|not known|unknown|not (?:been )?(?:studied|shown|"
    r"established|"
    r"designed to|evaluated|tested)|insufficient|no data)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\b(?:what|which|who|why|how (?:many|much|long|often))\b", re.IGNORECASE)
_LEAST = 4
_LOOKED_AT = 6


def made_sure_of(question: str) -> str:
    """What a turn makes sure of, as a statement; empty for other turns.

    `So, as you said, it works. Can I write that?` says `it works`.
    """
    opening = _LEADS.match(question)
    rest = question[opening.end() :] if opening else question
    tags = _TAGS.search(rest)
    said = (rest[: tags.start()] if tags else rest).strip(" ,.;:?!")
    said = re.sub(r"[\s,]+(?:as well|too|also|then)$", "", said)
    marked = (opening is not None and opening["sure"]) or tags is not None
    if not marked or _ASKS.search(said) or OPENING_WORDS.match(said) or len(said.split()) < _LEAST:
        return ""
    return said if _VERB.search(said) and "?" not in said else ""


@dataclass(frozen=True, slots=True)
class Borne:
    """What a statement of the documents says to one that a turn makes sure of."""

    out: bool
    statement: Statement


def borne_out(asked: Question, candidates: Sequence[Facts], known: Known) -> Borne | None:
    """Whether what is printed bears out what a question asserts, or denies it.

    Args:
        asked: the question as understood; only what it makes sure of is judged.
        candidates: statements, the best first.
        known: the corpus as read.

    Returns:
        None where nothing is asserted, or where neither is told.
    """
    text = made_sure_of(asked.text)
    said = asserted(asked.text)
    if not text or said is None:
        return None
    things = units(asked) - name_units(asked.products | asked.arms)
    for held in candidates[:_LOOKED_AT]:
        statement = held.statement
        if statement.layout_lost or statement.parts or held.pointer:
            continue
        if len(things & held.all_terms) < _SHARED * len(things):
            continue
        evidence = f"{statement.subject} {statement.display}".strip()
        verdict = verify(f"{text}.", evidence, known.vocabulary(statement.document))
        if verdict.verdict in ("supported", "derived"):
            # What is allowed or asked for is not borne out by what merely is so.
            if said.kind == "fact" and things <= held.all_terms:
                return Borne(True, statement)
            continue
        # A denial is judged no further: what is not in the one place may be in another.
        if _DENIED.search(text):
            if _NO_EFFECT.search(text) and _CHANGED.search(evidence):
                return Borne(False, statement)
            continue
        problems = {p.kind for p in verdict.problems}
        denied = verdict.verdict == "contradicted" and "negation" in problems
        denied = denied or bool(_NOT_KNOWN.search(statement.display))
        if denied or _NOT_SIGNIFICANT in {p.text for p in verdict.problems}:
            return Borne(False, statement)
    return None


_SHARED = 0.5
"""Share of what is asserted that a statement must name to be held against it."""
_NOT_SIGNIFICANT = "not significant"
"""What the verifier calls a result whose own sentence denies that it is significant."""
