"""Whether a statement is a quotation, word for word, and its reference marks are those printed."""

from __future__ import annotations

import re
from functools import lru_cache

from ino_assistant.corpus.references import marks_after_stops
from ino_assistant.fidelity.binding.items import sentence_spans
from ino_assistant.fidelity.terms.normal import normal
from ino_assistant.text import fold

_LIGATURE = re.compile("ff[il]?|f[il]")
_LOST = "\ufffd"


def is_verbatim(statement: str, evidence: str) -> bool:
    """Whether a statement is the evidence, or whole sentences or lines of it, word for word."""
    if (_LOST in statement) != (_LOST in evidence):
        # What stands for a ligature that was lost in extraction equals the letters.
        statement, evidence = (_LIGATURE.sub(_LOST, t) for t in (statement, evidence))
    if not marks_agree(statement, evidence):
        return False
    said = _plain(statement)
    whole, sentences = _printed(evidence)
    if said == whole or said in sentences or _is_row(said, evidence):
        return True
    if said not in whole and _unmarked(said) not in _unmarked(whole):
        return False
    parts = [_plain(statement[s:e]) for s, e in sentence_spans(statement)]
    return bool(parts) and all(p in sentences for p in parts)


def _is_row(said: str, evidence: str) -> bool:
    """Whether a row of cells is a whole row that the evidence tells as `label: head cell; ...`."""
    label, *cells = (c.strip() for c in said.split("|"))
    if not cells:
        return False
    for line in evidence.split("\n"):
        head, _, told = _plain(line).partition(": ")
        parts = [p.strip() for p in told.split("; ")]
        if head.endswith(label) and len(parts) == len(cells):
            return all(f" {p}".endswith(f" {c}") for p, c in zip(parts, cells, strict=True))
    return False


@lru_cache(maxsize=512)
def _printed(evidence: str) -> tuple[str, frozenset[str]]:
    sentences = {_plain(evidence[s:e]) for s, e in sentence_spans(evidence)}
    sentences |= {_plain(line) for line in evidence.split("\n") if line.strip()}
    return _plain(evidence), frozenset(sentences)


@lru_cache(maxsize=2048)
def _plain(text: str) -> str:
    """One writing for dashes, quotes, spaces and capitals; a last stop does not count."""
    return fold(normal(text)).casefold().rstrip(".").strip()


@lru_cache(maxsize=2048)
def _unmarked(text: str) -> str:
    for start, end in reversed(marks_after_stops(text)):
        text = text[:start] + text[end:]
    return re.sub(r"\s+", " ", text).rstrip(".").strip()


def marks_agree(statement: str, evidence: str) -> bool:
    """Whether reference marks in the statement are those that the evidence prints, if any."""
    theirs = marks_of(evidence)
    return not theirs or set(marks_of(statement)) <= set(theirs)


@lru_cache(maxsize=2048)
def marks_of(text: str) -> tuple[str, ...]:
    """The reference marks that stand behind the sentences of a text."""
    plain = normal(text)
    return tuple(plain[s:e] for s, e in marks_after_stops(plain))


__all__ = ["is_verbatim", "marks_agree", "marks_of"]
