"""How much a message reads like reports do: a second opinion beside the rules.

The rules know what makes a report; how people word one has no end. A linear model over words,
pairs of words, pieces of words and the tags of the lists, fitted on labelled messages
(`eval/fit_routing.py`), tells what no list holds. It only adds reports, and takes none away.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from ino_assistant.data import table
from ino_assistant.routing.events import occurred
from ino_assistant.routing.model import Request
from ino_assistant.routing.parts import Part
from ino_assistant.routing.people import People
from ino_assistant.routing.reports import EVENTS
from ino_assistant.routing.tags import Hit, Token

REPORTS: tuple[str, ...] = ("adverse_event", "pregnancy_exposure", "product_complaint")
REQUESTS: tuple[Request, ...] = (
    *("individual_advice", "dose_calculation", "ranking", "promotional"),
)
"""What is off label follows from the documents, not from wording."""
_PIECES = range(3, 6)
"""Lengths of pieces of words, in letters."""
_MASKS = {"product": "§drug", "arm": "§drug", "other_drug": "§other"}
_WEIGHT = {"w": 1.0, "p": 1.0, "t": 0.7}
"""How much words, pieces of words and tags weigh."""
_BECAUSE = 3
"""Words that are named as reasons."""
_TAGS = (
    *("kin", "pronoun", "own_patient", "first_person", "we", "event", "lab", "changed"),
    *("recent", "told_by", "exposed", "not_exposed", "negation", "modal", "if", "asking"),
    *("population", "trial_words", "happened", "generic", "topic_before", "topic_after"),
    *("goods", "defect", "pregnancy", "breast_feeding", "lack_of_effect", "overdose", "error"),
    *("body", "body_change", "given", "occupational", "person", "staff", "baby", "background"),
    *("product", "other_drug", "advice", "use", "dose_words", "rank", "attribute"),
)
Peopled = tuple[tuple[Part, People], ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a message most reads like.

    Attributes:
        report: probability of any report, 0 to 1.
        desk: the route that a report would take.
        request: probability of the most likely request.
        kind: which that is.
        because: the words that speak most for the report, with the parts that they are in.
    """

    report: float
    desk: str
    request: float
    kind: Request
    because: tuple[tuple[Part, Hit], ...]


def features(message: str, parts: Peopled) -> dict[str, float]:
    """What the model sees of a message: feature → weight, each kind of length 1.

    Medicines and the documents' own cases are masked, so that no name tells anything; of
    figures only the shape is kept.
    """
    found: dict[str, set[str]] = {kind: set() for kind in _WEIGHT}
    for part, people in parts:
        masked = _masked(part)
        found["t"].update(_told(part, people))
        asked = "?" in message[part.span[1] : part.span[1] + 2]
        row = ["^", *masked, "?" if asked else "$"]
        found["w"].update(
            (*(f"w:{word}" for word in row), *(f"w:{a} {b}" for a, b in itertools.pairwise(row)))
        )
        found["p"].update(*map(_pieces, masked))
    weighed: dict[str, float] = {}
    for kind, names in found.items():
        each = _WEIGHT[kind] / math.sqrt(max(len(names), 1))
        weighed.update(dict.fromkeys(names, each))
    return weighed


def likeness(message: str, parts: Peopled) -> Likeness:
    """What a message reads like, without regard to what was said before it."""
    model = _model()
    seen = features(message, parts)
    rows = [(row, value) for name, value in seen.items() if (row := model.rows.get(name))]
    places, values = zip(*rows, strict=True) if rows else ((), ())
    scores = model.intercept + np.array(values, np.float32) @ model.weights[list(places)]
    odds = np.exp(scores - scores.max())
    shares = dict(zip(model.classes, (odds / odds.sum()).tolist(), strict=True))
    desk = max(REPORTS, key=lambda name: shares.get(name, 0.0))
    kind = max(REQUESTS, key=lambda name: shares.get(name, 0.0))
    return Likeness(
        report=sum(shares.get(name, 0.0) for name in REPORTS),
        desk=desk,
        request=shares.get(kind, 0.0),
        kind=kind,
        because=tuple(_because(parts, desk, model)),
    )


def _because(parts: Peopled, desk: str, model: _Model) -> Iterator[tuple[Part, Hit]]:
    """The words that speak most for a desk and against a question."""
    this, other = model.classes.index(desk), model.classes.index("question")
    said = []
    for number, (part, _) in enumerate(parts):
        for at, word in enumerate(_masked(part)):
            weights = model.weights[model.rows.get(f"w:{word}", 0)]
            said.append((float(weights[other] - weights[this]), number, at))
    for _, number, at in sorted(said)[:_BECAUSE]:
        yield parts[number][0], Hit("likely", at, at + 1)


def _masked(part: Part) -> list[str]:
    """The words of a part, medicines and figures without what they are."""
    names: dict[int, str] = {}
    for tag, name in _MASKS.items():
        for hit in part.of(tag):
            names.update(dict.fromkeys(range(hit.start, hit.end), name) | names)
    return [names.get(at) or _word(token) for at, token in enumerate(part.tokens)]


def _word(token: Token) -> str:
    text = token.text.lower().replace("’", "'")
    if any(c.isdigit() for c in text):
        return re.sub(r"\d", "0", text)
    # As it was corrected to, where it was misspelt.
    meant = sorted(f for f in token.forms if f != text)
    return meant[0] if meant and not text.endswith("'s") else text


@lru_cache(maxsize=4096)
def _pieces(word: str) -> frozenset[str]:
    if not word[0].isalpha():
        return frozenset()
    framed = f"<{word}>"
    return frozenset(
        f"p:{framed[i : i + size]}" for size in _PIECES for i in range(len(framed) - size + 1)
    )


def _told(part: Part, people: People) -> Iterator[str]:
    mood = "asked" if part.question else "told"
    yield from (f"t:{tag}/{mood}" for tag in _TAGS if part.has(tag))
    if part.has(*EVENTS):
        # Denied, thought of or asked about, or said to have happened: what the rules read.
        yield f"t:{'occurred' if occurred(part, EVENTS, people.own) else 'unreal'}/{mood}"
    if part.has("experienced_good"):
        yield f"t:good/{mood}"
    if people.own:
        yield f"t:own/{mood}"
    if people.some:
        yield f"t:some/{mood}"
    if people.of_documents:
        yield f"t:documents/{mood}"


@dataclass(frozen=True, slots=True, eq=False)
class _Model:
    classes: tuple[str, ...]
    intercept: NDArray[np.float32]
    rows: Mapping[str, int]
    """Feature → its row of the weights; row 0 is nobody's."""
    weights: NDArray[np.float32]


@cache
def _model() -> _Model:
    (_, *classes), (_, *intercept), *rows = table("report_likeness")
    weights = [[0.0] * len(classes), *([float(w) for w in row[1:]] for row in rows)]
    return _Model(
        tuple(classes),
        np.array(intercept, np.float32),
        {row[0]: number for number, row in enumerate(rows, start=1)},
        np.array(weights, np.float32),
    )
