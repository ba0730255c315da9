"""Corrupted wordings of real statements, one kind of error at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from corpus.making import DOCUMENTS, REAL
from ino_assistant.corpus.load import load_corpus
from ino_assistant.corpus.model import Corpus, Statement
from ino_assistant.fidelity import Vocabulary, read_quantities
from ino_assistant.fidelity.binding.evidence import vocabulary_of
from ino_assistant.fidelity.binding.items import read_sentences
from ino_assistant.fidelity.binding.reading import read_evidence
from ino_assistant.fidelity.terms.tables import row_text

Corrupter = Callable[[str, Vocabulary], Iterator[str]]
_UNITS = {
    "months": "years", "years": "months", "days": "weeks", "weeks": "days", "hours": "minutes",
    "minutes": "hours", "mg/m²": "mg/kg", "mg": "mcg",
}  # fmt: skip
_OTHER = ("progression-free survival", "nausea")


def digits(text: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Another last digit in a number that is no part of a name."""
    for match in re.finditer(r"(?<![A-Za-z])\d+(?:[.,]\d+)*(?![A-Za-z])", text):
        yield _put(text, match.span(), _other_digit(match[0]))


def decimals(text: str, vocabulary: Vocabulary) -> Iterator[str]:
    """A decimal point lost."""
    for match in re.finditer(r"\d+\.\d+", text):
        yield _put(text, match.span(), match[0].replace(".", ""))


def denominators(text: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Another denominator."""
    for match in re.finditer(r"\d+/(\d[\d,]*)|[nN]\s?=\s?(\d+)", text):
        group = 1 if match[1] else 2
        yield _put(text, match.span(group), _other_digit(match[group]))


def units(text: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Another unit of time or mass."""
    for unit, other in _UNITS.items():
        for match in re.finditer(rf"(?<=\d)\s?{re.escape(unit)}(?!\w)", text):
            yield _put(text, match.span(), match[0].replace(unit, other))


def arms(text: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Two arms exchanged wherever they are named."""
    named = []
    for arm, names in vocabulary.arms.items():
        found = [n for n in (arm, *names) if re.search(_word(n), text)]
        named += [max(found, key=len)] if found else []
    if len(named) == 2 and _tells_arms_apart(text, vocabulary):
        one, two = named
        both = re.compile(f"{_word(one)}|{_word(two)}")
        yield both.sub(lambda m: two if m[0] == one else one, text)


def _tells_arms_apart(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a figure is of one arm: `A versus B in 326 patients` reads both ways."""
    reading, _ = read_evidence(text, vocabulary)
    return any(len(c.bound["arm"]) == 1 for c in reading.claims if c.role == "main")


def endpoints(text: str, vocabulary: Vocabulary) -> Iterator[str]:
    """An endpoint or reaction that the text does not speak of, for one that it does."""
    for sentence in read_sentences(text, vocabulary):
        for item in sentence.items:
            if item.role in ("endpoint", "reaction"):
                other = next(o for o in _OTHER if o not in (item.key, item.text))
                start, end = (sentence.span[0] + at for at in item.span)
                yield _put(text, (start, end), other)


def denials(text: str, vocabulary: Vocabulary) -> Iterator[str]:
    """A verb denied, or its denial taken away."""
    for said, other in (("was ", "was not "), ("were ", "were not "), ("did not ", "did ")):
        at = text.find(f" {said}")
        if at >= 0:
            yield _put(text, (at + 1, at + 1 + len(said)), other)


CORRUPTERS: dict[str, Corrupter] = {
    "digits": digits,
    "decimals": decimals,
    "denominators": denominators,
    "units": units,
    "arms": arms,
    "endpoints": endpoints,
}
"""Kinds of error of which none may leave."""


def _put(text: str, span: tuple[int, int], other: str) -> str:
    return text[: span[0]] + other + text[span[1] :]


def _other_digit(number: str) -> str:
    last = max(i for i, c in enumerate(number) if c.isdigit())
    return number[:last] + str((int(number[last]) + 3) % 10) + number[last + 1 :]


def _word(name: str) -> str:
    return rf"(?<!\w){re.escape(name)}(?!\w)"


@cache
def corpora() -> tuple[Corpus, ...]:
    """The real document, and two made-up ones of other products."""
    return load_corpus(REAL), load_corpus(DOCUMENTS)


def told(statement: Statement) -> str:
    """A statement as a language model might say it rightly."""
    return row_text(statement.row) if statement.row is not None else statement.display


@cache
def corrupted(kind: str) -> tuple[tuple[Corpus, Statement, str], ...]:
    """Every wrong wording of every statement with a figure, by one kind of error."""
    corrupter = CORRUPTERS.get(kind, denials)
    found = []
    for corpus in corpora():
        for statement in corpus.statements:
            right = told(statement)
            if not any(q.is_quantity for q in read_quantities(right)):
                continue
            vocabulary = vocabulary_of(corpus, statement.document)
            for wrong in corrupter(right, vocabulary):
                if wrong != right and wrong not in (statement.display, statement.quote):
                    found.append((corpus, statement, wrong))
    return tuple(found)
