"""What a question takes to exist, and a statement says there is none of.

`How much should the dose be lowered in the elderly?` is not answered by an amount where the
label says that no adjustment is recommended, nor `the dose for a 4-year-old` where nothing
has been established below six.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ino_assistant.answering.understanding.ranges import ages_named, measured_in, ranges_in
from ino_assistant.corpus.model import Statement
from ino_assistant.data import load
from ino_assistant.vocabulary.tokens import terms

_FIRST = 8
"""Statements that are looked at: only what fits the question best may deny it."""
_OF = re.compile(r" (?:of|for|in|with|by) ")
_SHARED = 0.5
"""Share of the words for what there is not that the question must have."""


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    listed = load("polarity")["presupposed"][name]
    found = listed if isinstance(listed, list) else [listed]
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in found)


def there_is_none(question: str, statements: Sequence[Statement]) -> tuple[Statement, str] | None:
    """The statement that denies what a question is after, and the words of it that there is not.

    Args:
        question: as understood.
        statements: ranked, the best first.
    """
    if not _patterns("presuming")[0].search(question) or _patterns("denying")[0].search(question):
        return None
    asked = frozenset(terms(question))
    for statement in statements[:_FIRST]:
        if statement.layout_lost or statement.parts or statement.row is not None:
            continue
        around = frozenset(terms(" ".join(statement.section[-1:])))
        for pattern in _patterns("none"):
            found = pattern.search(statement.display)
            names = frozenset(terms(" ".join(statement.products)))
            if found is not None and _is_asked(found["what"], asked - names, around - names):
                return statement, found["what"]
        for pattern in _patterns("none_known"):
            found = pattern.search(statement.display)
            if found is not None and _is_of_them(found["whom"], question):
                return statement, found["whom"]
    return None


def _is_asked(what: str, asked: frozenset[str], around: frozenset[str]) -> bool:
    """Whether enough of what there is not is asked for, and what it is about is as well."""
    # `monitoring of coagulation` is monitoring.
    named = frozenset(terms(_OF.split(what, maxsplit=1)[0]))
    shared = len(named & asked) / len(named) if named else 0.0
    return shared >= _SHARED or (bool(named & asked) and bool(around & asked))


def _is_of_them(whom: str, question: str) -> bool:
    """Whether the question is about somebody of that age or weight."""
    ranges = ranges_in(whom)
    of_them = (*measured_in(question), *ages_named(question))
    return any(r.measure == m.measure and r.holds(m.value) for m in of_them for r in ranges)
