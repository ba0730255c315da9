"""What a question takes to be so, and a sentence that fits it best denies.

`Why do you prefer it as first choice?` is answered by no reason where the author writes `I do
not use it as a routine first choice`, nor `why was stroke reduced?` where its rate was similar.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from ino_assistant.answering.choosing.ranking import Candidate
from ino_assistant.answering.understanding.english import ASKING
from ino_assistant.answering.understanding.paraphrase import said_in_other_words
from ino_assistant.answering.understanding.question import Question, Reader
from ino_assistant.answering.understanding.slots import name_units, units, weight_of
from ino_assistant.corpus.model import Statement
from ino_assistant.data import load
from ino_assistant.vocabulary.tokens import normalise, term

_FIRST = 3
"""Statements that are looked at, the best first."""
_SHARED = 0.6
"""Share of the question, by rarity, that what is denied must hold."""
_LEAST = 2.5
"""Score below which a statement is about something else."""


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(load("polarity")["presupposed"][name], re.IGNORECASE)


def denied_by(
    asked: Question, ranked: Sequence[Candidate], reader: Reader, rarity: Mapping[str, float]
) -> Statement | None:
    """The statement that denies what a question takes for granted.

    Args:
        asked: as understood.
        ranked: candidates, the best first.
        reader: knows the vocabulary of the corpus.
        rarity: of terms and concepts.
    """
    text = asked.text
    insignificant = _insignificant(asked, ranked, rarity)
    if insignificant is not None:
        return insignificant
    if not _pattern("takes").search(text):
        return None
    granted = _granted(text)
    if granted:
        asked = reader.read(granted)
    if _pattern("denying").search(asked.text):
        return None
    for candidate in ranked[:_FIRST]:
        statement = candidate.facts.statement
        if candidate.score < _LEAST or statement.row is not None or statement.parts:
            continue
        for clause in _clauses(statement.display):
            if _denies(asked, clause, candidate, reader, rarity):
                return statement
    return _of_missed_trial(asked, ranked)


def _of_missed_trial(asked: Question, ranked: Sequence[Candidate]) -> Statement | None:
    """The statement that a trial missed its endpoint, of one that is said to have shown an effect.

    None where something that fits as well tells of an effect that is proven.
    """
    trials = {m.concept.key for m in asked.mentions if m.concept.kind == "trial"}
    if len(trials) != 1 or not _pattern("directed").search(asked.text):
        return None
    of_it = [c.facts for c in ranked if c.facts.trials == trials]
    if any(_PROVEN.search(held.statement.display) for held in of_it[:_FIRST]):
        return None
    return next(
        (h.statement for h in of_it if _pattern("missed").search(h.statement.display)), None
    )


_PROVEN = re.compile(r"\b[Pp] ?[=<] ?0?\.0[0-4]|\bsignificantly (?!not\b)\w+", re.IGNORECASE)


def _insignificant(
    asked: Question, ranked: Sequence[Candidate], rarity: Mapping[str, float]
) -> Statement | None:
    """The statement on what a question calls significant, whose interval holds no effect."""
    text = asked.text
    if not _pattern("significant").search(text) or _pattern("not_significant").search(text):
        return None
    if "yes_no" in asked.shapes or not _GRANTS_EFFECT.search(text):
        return None
    names = {f"§{name.lower()}" for name in asked.arms | asked.products}
    weights = {
        u: weight_of(u, asked, rarity)
        for u in units(asked) | asked.codes
        if u not in names | ASKING | _EMPTY and u not in _OF_SIZE
    }
    total = sum(weights.values())
    for candidate in ranked[:_NEAR]:
        held = candidate.facts.all_terms | candidate.facts.codes
        shared = sum(w for u, w in weights.items() if u in held)
        least = _SHARED / 2 if asked.codes else _SHARED
        if not total or not asked.codes <= candidate.facts.codes or shared / total < least:
            continue
        # The first on the very thing that has an interval.
        none = _holds_no_effect(candidate.facts.statement.display)
        if none is not None:
            return candidate.facts.statement if none else None
    return None


_NEAR = 6
_OF_SIZE = frozenset({"§p value", "§study size", "§important", "§why"})
_GRANTS_EFFECT = re.compile(
    r"^(?:and |so |but )?(?:how (?:large|big|much|strong|great|high)|by how much|why|"
    r"(?:what|which) (?:was|is) the)\b",
    re.IGNORECASE,
)


def _holds_no_effect(text: str) -> bool | None:
    """Whether an interval is said to hold no effect, or as printed does: `0.91 (0.78-1.06)`.

    None where there is no interval of a ratio or a difference.
    """
    if _SAID_TO_HOLD.search(text):
        return True
    found = _INTERVAL.search(normalise(text))
    if found is None or not _EFFECT.search(text):
        return None
    low, high = (float(end.replace("−", "-")) for end in found.group("low", "high"))
    null = 1.0 if _RATIO.search(text) else 0.0
    return low < null < high


_SAID_TO_HOLD = re.compile(
    r"\b(?:interval|CI) (?:included|includes|including|crossed|crosses|contained|contains|spanned)"
    r" (?:zero|one|unity|0|1|the null)\b",
    re.IGNORECASE,
)
_EFFECT = re.compile(r"\bCI\b|\bratio\b|\bdifference\b", re.IGNORECASE)
_RATIO = re.compile(r"\bratio\b|\b(?:HR|OR|RR)\b", re.IGNORECASE)
_INTERVAL = re.compile(
    r"(?:\d \(|\bCI[,:]? )(?P<low>[-−]?\d+(?:\.\d+)?)"
    r"(?: to | ?[-–] ?|, ?)(?P<high>[-−]?\d+(?:\.\d+)?)"
)


def _granted(text: str) -> str:
    """The clause that says what is taken for granted: of `since it was met, is it …` the first."""
    found = _GRANTED.match(text)
    return found[1] if found is not None else ""


_GRANTED = re.compile(
    r"(?:and |so |but )?(?:since|as|given(?: that)?|because|considering(?: that)?|seeing(?: that)?)"
    r" (.+?)(?:,| (?=(?:is|are|was|were|do|does|did|can|should|may|must|what|which|how|when|who|"
    r"why) (?:it|they|we|I|there|the|is|are|often|long|much|many|should|do|does|to)\b)|\?|$)",
    re.IGNORECASE,
)


def _clauses(text: str) -> list[str]:
    return [part for part in _APART.split(text) if part.strip()]


_APART = re.compile(
    # `…, which was not different` is said of what stands before it.
    r"[,;:.](?=\s|$)(?! which (?:was|were|did|is|are) not\b)"
    r"|\b(?:but|because|which(?! (?:was|were|did|is|are) not\b)|who|whose|although|while|until"
    r"|if)\b"
)


def _denies(
    asked: Question,
    clause: str,
    candidate: Candidate,
    reader: Reader,
    rarity: Mapping[str, float],
) -> bool:
    alike = _pattern("alike").search(clause) is not None and _pattern("directed").search(asked.text)
    no = _pattern("not").search(clause)
    if not alike and no is None:
        return False
    read = reader.read(clause)
    said = units(read) | read.content | read.concepts
    names = name_units(asked.arms | asked.products)
    directed = _directions(asked) if alike else frozenset()
    things = [
        u for u in units(asked) if u not in names | directed | ASKING | _EMPTY and u != "§why"
    ]
    around = candidate.facts.heading | candidate.facts.trials
    weights = {u: weight_of(u, asked, rarity) for u in things}
    held = sum(
        w for u, w in weights.items() if u in said or said_in_other_words(u, said) or u in around
    )
    total = sum(weights.values())
    return bool(total) and held / total >= _SHARED


_EMPTY = frozenset(term(w) for w in ("since", "because", "given", "every", "much", "many"))


def _directions(asked: Question) -> frozenset[str]:
    """Units of the words that say how something changed or compares."""
    return frozenset(
        t for word in asked.words if _pattern("directed").fullmatch(word) for t in (term(word),)
    ) | frozenset(
        m.concept.key
        for m in asked.mentions
        if _pattern("directed").fullmatch(" ".join(asked.words[m.start : m.end]))
    )
