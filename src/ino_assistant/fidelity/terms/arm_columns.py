"""Names of arms that stand where only arms do in a table: beside placebo, or under `Treatment`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from ino_assistant import data
from ino_assistant.corpus.passages import TableOfPassage
from ino_assistant.fidelity.terms.vocabulary import Vocabulary
from ino_assistant.vocabulary.arm_words import is_generic
from ino_assistant.vocabulary.frequency import frequency_of_rare

_SIZE = re.compile(r"\b[nN]\s?=\s?#")
_TAIL = re.compile(r"\s*(?:\(?\b[nN]\s?=.*|\s\d.*|\s[nN]\s?\(%\)|\s%|\s\(.*)$")
"""What stands behind the name of an arm: its size, its dose, how its cells are told."""
_OF_ARMS = frozenset(("treatment", "arm", "group", "regimen", "drug", "therapy"))
_MOST_WORDS = 2
_GENERAL = Vocabulary()
_LEAST = 2
_TOTAL = re.compile(r"(?:total|overall|all|both|combined|difference)\b", re.IGNORECASE)
_TOLD_CELL = re.compile(
    r"(?:[|;:]\s|\bwith\u2009)(?P<head>[A-Z][^|;:()\n]{2,40}?\s\([nN]\s?=\s?[\d,]+\))\s?:"
)
_SHORTEST = 5
_COMMON = 3.7
"""Frequency from which a word is one of English, and no name; that of aspirin is 3.3."""
_UNIT = re.compile(r",\s*[A-Za-zµ%][^\s,]*$|\((?!%|[nN]\b|\d\d\s?% CI|SD|SE|IQR|range)[^()]*\)$")
"""Behind what is measured, not behind an arm: `Cmax, ng/mL`, `Half-life (h)`."""
_LEVEL = re.compile(r"\s*\(\d\d(?:\.\d+)?\s?% CI\)$")
_CODE = re.compile(r"[A-Z]{2,}-?\d{2,}[A-Z]?$")
"""How a drug is called before it has a name: `ABC-123`."""


def arms_of(table: TableOfPassage) -> list[str]:
    """Names of arms that head columns or rows, where they are two or more.

    Args:
        table: of a passage.
    """
    heading = table.rows[0].label_heading.lower()
    labels = [row.label for row in table.rows] if heading in _OF_ARMS else []
    wholes = [" ".join(head) for head in table.heads]
    # Those in one line of headings are alike: `Patients (n)` may stand over two arms.
    lines = [list(line) for line in zip_longest(*table.heads, fillvalue="")]
    found = [*_named(labels, labels), *(n for line in lines for n in _named(line, wholes))]
    return list(dict.fromkeys(found))


def arms_told(text: str) -> list[str]:
    """Names of arms in rows that tell each cell with its head: `A (n=200): 58; B (n=190): 26`."""
    heads = [m["head"] for m in _TOLD_CELL.finditer(text)]
    return _named(heads, heads)


def _named(heads: Sequence[str], wholes: Sequence[str]) -> list[str]:
    """Names of arms among headings of one line.

    Args:
        heads: the headings, in order.
        wholes: of each column all its headings.
    """
    tails: dict[str, str] = {}
    for head, whole in zip(heads, wholes, strict=True):
        name = _TAIL.sub("", head).strip()
        if name and not _UNIT.search(_LEVEL.sub("", whole)):
            tails.setdefault(name, re.sub(r"[\d,]+", "#", whole.partition(name)[2]).strip())
    known = [n for n in tails if _is_known(n)]
    fresh = [n for n in tails if n not in known and _is_name(n)]
    sure = [*known, *(n for n in fresh if _is_drug(n))]
    alike = {tails[n] for n in sure if tails[n]} | {t for t in tails.values() if _SIZE.search(t)}
    if not any(map(_is_group, tails)):
        # Who was counted apart was compared, whatever he is called: `Observation (n=120)`.
        also = [n for n in tails if tails[n] in alike and not _TOTAL.match(n)]
        sure = list(dict.fromkeys((*sure, *also)))
    arms = list(dict.fromkeys((*sure, *(fresh if sure else ()))))
    new = [n for n in arms if (t := _GENERAL.knows(n)) is None or t.role == "synonym"]
    return new if len(arms) >= _LEAST else []


def _is_group(text: str) -> bool:
    """Whether a heading is of a kind of patients: `Women`, `Mild impairment`."""
    terms = [_GENERAL.knows(t) for t in (text, *text.split())]
    return any(t is not None and t.role in ("condition", "measure", "endpoint") for t in terms)


def _is_known(text: str) -> bool:
    term = _GENERAL.knows(text)
    return any(map(is_generic, text.split()[:2])) or (term is not None and term.role == "arm")


def _is_drug(name: str) -> bool:
    """Whether a name ends as those of drugs do."""
    endings = tuple(data.load("roles")["drug_name"]["suffixes"])
    ends = len(name) > _SHORTEST and name.lower().endswith(endings)
    return " " not in name and (ends or _CODE.match(name) is not None)


def _is_name(text: str) -> bool:
    """A word or two, begun with a capital, that are none of English and no known term."""
    words = text.split()
    return (
        0 < len(words) <= _MOST_WORDS
        and words[0][0].isupper()
        and _GENERAL.knows(text) is None
        and all(_GENERAL.knows(w) is None and frequency_of_rare(w) < _COMMON for w in words)
        and any(len(w) > 2 for w in words)
    )


__all__ = ["arms_of"]
