"""Names of arms that hold a dose: `DRUG 10 mg` and `DRUG 20 mg` of one trial.

A text is read as words and quantities, so such an arm is met as its drug with a dose beside it,
or as a dose alone (`patients on 10 mg`). Here the two ways of naming it are brought together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ino_assistant.corpus.model import Document
from ino_assistant.fidelity.terms.writing import number, unit_name
from ino_assistant.vocabulary.arm_words import is_generic

_DOSED = re.compile(
    r"^(?P<drug>\S.*?)\s+(?P<dose>\d+(?:\.\d+)?)\s?(?P<unit>mg|mcg|µg|g|mg/kg|units)$"
)


def split_dose(name: str) -> tuple[str, str]:
    """The drug and the dose (`0.8 mg`) that an arm's name is made of; no dose for any other."""
    match = _DOSED.match(" ".join(name.split()))
    if match is None:
        return name, ""
    return match["drug"], f"{number(match['dose']).normalize():f} {unit_name(match['unit'])}"


def phrases_of(arms: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """What each arm is called in a text, without its dose, and the arm that this names.

    A drug that is given at several doses, and is no arm itself, names none of them: it stands
    for itself until a dose is told.
    """
    drugs: dict[str, dict[str, None]] = {}
    for arm, names in arms.items():
        for name in (arm, *names):
            drug, dose = split_dose(name)
            if dose:
                drugs.setdefault(drug, {})[arm] = None
            else:
                yield name, arm
    for drug, dosed in drugs.items():
        yield drug, next(iter(dosed)) if len(dosed) == 1 else drug


def arm_called(key: str, arms: Mapping[str, Sequence[str]]) -> str:
    """The arm that a drug with its dose (`DRUG @10 mg`), or a dose alone (`@10 mg`), is.

    Args:
        key: as the reading of a text has it.
        arms: name of an arm -> what it is called.

    Returns:
        The arm's name; `key` as it is, where no arm or more than one fits.
    """
    named, _, dose = key.partition("@")
    named = named.strip()
    if not dose:
        return key
    found = dict.fromkeys(
        arm
        for arm, names in arms.items()
        for drug, own in map(split_dose, (arm, *names))
        if own == dose and named.lower() in ("", drug.lower(), arm.lower())
    )
    return next(iter(found)) if len(found) == 1 else key


def told_apart(
    arms: Mapping[str, tuple[str, ...]], document: Document
) -> dict[str, tuple[str, ...]]:
    """The arms without names that mean another arm in another trial of the document.

    `the comparator` of one trial is not that of the next, where their comparators differ.
    """
    own = {n.lower() for p in document.products for n in (p.name, *p.names)}
    others = [a for a, names in arms.items() if not any(n.lower() in own for n in (a, *names))]
    others = [a for a in others if split_dose(a)[0].lower() not in own]
    if len(document.trials) < 2 or len(others) < 2:
        return dict(arms)
    return {arm: tuple(n for n in names if not is_generic(n)) for arm, names in arms.items()}


__all__ = ["arm_called", "phrases_of", "split_dose", "told_apart"]
