"""What a model's sentence must keep and may not have, over what the gate asks of any text.

The gate says whether a sentence is true of its statement. These say whether it is as much
as the quotation would have said: a wording that leaves out the `may`, the comparator or what
was asked is true, and worse than the quotation.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from functools import cache

from ino_assistant.answering.saying.gate import has_number
from ino_assistant.answering.understanding.language import problem_with
from ino_assistant.answering.understanding.question import Question, Reader
from ino_assistant.data import load
from ino_assistant.fidelity import read_quantities
from ino_assistant.fidelity.binding.items import sentence_spans
from ino_assistant.fidelity.terms.vocabulary import words
from ino_assistant.text import strip_control
from ino_assistant.vocabulary.concepts import Concepts
from ino_assistant.vocabulary.tokens import terms

_MARKUP = frozenset("<>[]{}|`*_#~\\")
_ADDRESS = re.compile(r"://|\bwww\.|@|\b(?:javascript|mailto|data):", re.IGNORECASE)
_YES_NO = re.compile(r"(?:yes|no)\b(?![\s-]+\w+\s+(?:was|were|is|are)\b)", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*(?:[’'][a-z]+)?")
_ENUMERATION = re.compile(r"[^,;:.()]+(?:, [^,;:()]+)+,? (?:and|or) [^,;:()]+")


def is_foul(text: str, given: str) -> bool:
    """Whether a text holds markup, addresses or signs that no plain sentence has.

    Args:
        text: what a model said.
        given: what it was given; signs that stand there are none of its own.
    """
    if strip_control(text) != text or set(text) & _MARKUP - set(given):
        return True
    address = _ADDRESS.search(text)
    return address is not None and address[0] not in given


def changes_sense(sentence: str, evidence: str) -> bool:
    """Whether a sentence adds or leaves out a `may`, `not`, `only`, `after` or the like.

    What is added is looked for in all of the evidence; what is left out, items of an
    enumeration among it, in the evidence's own sentence that is nearest in words.
    """
    if _YES_NO.match(sentence):
        return True
    said, whole = _words(sentence), _words(evidence)
    if any(word in _sense_words() and word not in whole for word in said):
        return True
    parts = [evidence[start:end] for start, end in sentence_spans(evidence)]
    nearest = max(parts, key=lambda part: len(_words(part).keys() & said.keys()), default="")
    lost = _words(nearest) - said
    return (
        any(word in _sense_words() for word in lost)
        or _cuts_a_list(sentence, nearest)
        or _widens_whom(sentence, nearest)
        or _loses_a_bound(sentence, nearest)
    )


def _widens_whom(sentence: str, nearest: str) -> bool:
    """Whether words that tell whom a sentence is about are left out: `patients over 90 kg`."""
    told = set(terms(sentence))
    return any(set(terms(scope)) - told for scope in _scope().findall(nearest))


def _loses_a_bound(sentence: str, nearest: str) -> bool:
    """Whether a value that the source has with two signs (`≥12 versus <12`) has only one."""
    said, printed = _bounds(sentence), _bounds(nearest)
    return any(printed.get(value, signs) != signs for value, signs in said.items())


def _bounds(text: str) -> dict[tuple[Decimal, ...], set[str]]:
    found: dict[tuple[Decimal, ...], set[str]] = {}
    for quantity in read_quantities(text):
        if quantity.is_quantity and quantity.values:
            found.setdefault(quantity.values, set()).add(quantity.comparator)
    return found


def _cuts_a_list(sentence: str, nearest: str) -> bool:
    """Whether a sentence tells some items of an enumeration and not the others."""
    told = set(terms(sentence))
    for listed in _ENUMERATION.findall(nearest):
        items = set(terms(listed))
        if items & told and items - told:
            return True
    return False


def leaves_out(
    wording: str, quoted: str, question: Question, reader: Reader, concepts: Concepts
) -> bool:
    """Whether a wording lacks what was asked, an arm or every figure, where the quotation has it.

    Args:
        wording: everything that the model says of a statement.
        quoted: what is shown of it otherwise.
        question: as understood.
        reader: knows the trial arms.
        concepts: finds what a text names.
    """
    asked = set(concepts.keys(quoted)) & question.concepts
    content = set(terms(quoted)) & question.content
    return bool(
        asked - set(concepts.keys(wording))
        or content - set(terms(wording))
        or reader.arms_of(quoted) - reader.arms_of(wording)
        or (has_number(quoted) and not has_number(wording))
    )


def is_english(text: str) -> bool:
    """Whether a text reads as English."""
    return problem_with(text, len(text)) is None


@cache
def _scope() -> re.Pattern[str]:
    people = "|".join(load("wording")["people"].split())
    return re.compile(
        rf"\b(?:in|for|among|of)\s+(?:[\w-]+\s+){{0,3}}?(?:{people})\b[^,;.()]*", re.IGNORECASE
    )


@cache
def _sense_words() -> frozenset[str]:
    return (
        words("modality", "possible")
        | words("modality", "duty")
        | words("negation")
        | words("restricting")
        # `OS` may be told as overall survival.
        | (words("quantifier") - {"overall"})
        | frozenset(load("wording")["kept"].split())
    )


def _words(text: str) -> Counter[str]:
    """Words and how often each is said; `didn't` says `not`."""
    found: Counter[str] = Counter()
    for word in _WORD.findall(text.lower().replace("’", "'")):
        found.update((word, "not") if word.endswith("n't") else (word,))
    return found
