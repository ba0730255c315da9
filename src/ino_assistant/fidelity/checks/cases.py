"""What a passage tells of one patient: facts of a case, though its author tells them.

`I started A at 30 mg` and `after 6 months she had had one relapse` say what was done and seen;
`I prefer A` and `I start with 30 mg` are how the author thinks and works.
"""

from __future__ import annotations

import re

from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.binding.items import Sentence
from ino_assistant.fidelity.binding.reading import Reading
from ino_assistant.fidelity.terms.vocabulary import words

_PERSON = re.compile(
    r"\b(?P<name>[A-Z][a-z]+)(?:,|\s\(|\s(?:is|was)\b)\s?(?:an?\s)?(?:aged?\s)?\d{1,2}\b"
)
_OF_PATIENT = frozenset(("he", "she", "his", "her", "him"))
_SPEAKS = frozenset(("i", "we"))
_PAST = frozenset((
    "gave", "began", "chose", "put", "saw", "held", "took", "kept", "left", "made", "sent", "cut",
))  # fmt: skip
_THOUGHT = frozenset((
    "believed", "preferred", "would", "could", "should", "might", "recommended", "favored",
    "favoured", "thought", "felt", "think", "believe", "feel", "prefer", "opinion", "view",
    "concluded", "suggest", "suggested", "expected", "usually", "generally", "always", "practice",
))  # fmt: skip


def tells_case(sentence: Sentence) -> bool:
    """Whether a sentence tells what was done for one patient, or how the patient did."""
    lower = [i.text.lower() for i in sentence.items]
    if _THOUGHT & set(lower):
        return False
    said = [n for n, text in enumerate(lower) if text in _SPEAKS]
    if said:
        return all(any(_is_past(t) for t in lower[n + 1 : n + 3]) for n in said)
    own = words("authority", "first_person") & set(lower)
    return not own and bool(_OF_PATIENT & set(lower) or _PERSON.search(sentence.text))


def _is_past(text: str) -> bool:
    return text in _PAST or (text.endswith("ed") and len(text) > 4)


def is_the_patient(item: Item, evidence: Reading) -> bool:
    """Whether a name is that of the one patient that a passage tells of: `Ana, 54, had ...`."""
    found = {m["name"] for s in evidence.sentences for m in _PERSON.finditer(s.text)}
    return found == {item.text}


__all__ = ["is_the_patient", "tells_case"]
