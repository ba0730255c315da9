"""Is everything that was asked for there? If not, what is missing, and so a refusal.

No threshold on similarity can tell (measured: refusing 95 % of unanswerable questions by
score costs most of the good answers). What tells is that the thing asked about, an
endpoint, a statistic, a population, a product, a figure, is not in the one statement
that answers nor in its headings. Several things of one kind, named beside each other
(`hemoglobin and hematocrit`), may stand in several statements.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ino_assistant.answering.english import is_everyday
from ino_assistant.answering.facts import Facts
from ino_assistant.answering.question import Question, Reader
from ino_assistant.answering.ranking import units

HARD_KINDS = frozenset({"endpoint", "statistic", "reaction", "population", "attribute", "drug"})
_UNKNOWN = 3.0
_DRUG_STEM = re.compile(
    # Stems of international nonproprietary names (WHO, The use of stems, 2018).
    r"\w{3,}(?:mab|nib|lib|leucel|platin|rubicin|taxel|tecan|trexate|bine|mide|zomib|parib|ciclib|"
    r"degib|fusp|cept|stim|kinra|azole|mycin|cillin|floxacin|statin|pril|sartan|gliptin|gliflozin|"
    r"vir|vudine|prazole|setron|tide|relin|olol|dipine|afil|tidine|profen|coxib|caine|azepam|"
    r"oxetine|vedotin|tansine|deruxtecan|ozogamicin)$"
)


@dataclass(frozen=True, slots=True)
class Missing:
    """What the statements chosen do not cover.

    Attributes:
        things: what was asked for and is not there, in the asker's words.
        share: share of the question, by rarity, that is not covered.
    """

    things: tuple[str, ...]
    share: float


def missing(
    question: Question,
    chosen: Sequence[Facts],
    reader: Reader,
    rarity: Mapping[str, float],
) -> Missing:
    """What of a question the first statement, with those beside it, does not cover.

    Args:
        question: as understood.
        chosen: statements to show, the best first; at least one.
        reader: knows the vocabulary of the corpus.
        rarity: of terms and concepts.
    """
    first = chosen[0].all_terms
    together = first.union(*(facts.all_terms for facts in chosen))
    hard = _hard_units(question, reader)
    # Two things of one kind may be answered by a statement each; of different kinds
    # (an endpoint and a population) they must meet in one.
    allowed = {
        unit: together if _beside_another(unit, question, hard) else first for unit in hard
    }
    things = dict.fromkeys(words for unit, words in hard.items() if unit not in allowed[unit])
    weights = {unit: rarity.get(unit, _UNKNOWN) for unit in units(question)}
    total = sum(weights.values())
    lost = sum(weight for unit, weight in weights.items() if unit not in together)
    return Missing(tuple(things), lost / total if total else 0.0)


def _hard_units(question: Question, reader: Reader) -> dict[str, str]:
    """Units that an answer must have, each with the words that name it in the question."""
    hard: dict[str, str] = {}
    longest = max((m.end - m.start for m in question.mentions), default=0)
    for mention in question.mentions:
        inside_longer = any(
            other.start <= mention.start
            and mention.end <= other.end
            and other.end - other.start > mention.end - mention.start
            for other in question.mentions
        )
        if mention.concept.kind in HARD_KINDS and not (inside_longer and longest > 1):
            hard[mention.concept.key] = " ".join(question.words[mention.start : mention.end])
    for unit in question.loose:
        word = _as_asked(unit, question)
        unknown = not reader.knows(unit) and not is_everyday(word)
        if unit in reader.cases or unknown or _DRUG_STEM.fullmatch(word.lower()):
            hard[unit] = word
    for figure in question.figures:
        hard[figure] = figure
    return hard


def _beside_another(unit: str, question: Question, hard: Mapping[str, str]) -> bool:
    """Whether the unit is one of several of its kind."""
    kinds = {m.concept.key: m.concept.kind for m in question.mentions}
    kind = kinds.get(unit)
    return kind is not None and sum(kinds.get(other) == kind for other in hard) > 1


def _as_asked(unit: str, question: Question) -> str:
    """The word of the question that a term was made of."""
    return next((w for w in question.words if w.lower().startswith(unit[:4])), unit)
