"""What a statement says without naming it, and what it names without saying it.

`MYDRUG was approved in 2020 for adults with gout` tells the indication, `41% were women` the
share of the sexes; `in patients allergic to any of its excipients` tells of no excipient.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_TRIAL_OF = re.compile(
    r"\b(?:trial|study)\b[^.;:]{0,60}?\b(?:in|of|with|among) \d[\d,]+ (?:[\w-]+ ){0,3}"
    r"(?:patients|adults|people|children|adolescents|participants|subjects|volunteers|women|men)\b"
    r"|\b(?:randomi[sz]ed|enrolled|recruited|included) \d[\d,]+ ",
    re.IGNORECASE,
)
_IMPLIED = (
    (
        "§indication",
        re.compile(
            r"(?<!not )(?<!never )\b(?:approved|indicated|licen[cs]ed|authori[sz]ed)\b"
            r"(?: (?!not\b|by\b)[\w.]+){0,4}? "
            r"(?:for|to (?:reduce|treat|prevent|lower|slow|improve|control|relieve))\b",
            re.IGNORECASE,
        ),
    ),
    (
        "§sex distribution",
        re.compile(
            r"(?:\d ?%|\bhalf\b|\bmost|\bthirds?|\bquarters?|\bmajority)\)?"
            r"(?: of (?:the )?\w+)?(?: (?:was|were))? (?:women|men|female|male)s?\b",
            re.IGNORECASE,
        ),
    ),
    (
        "§switching",
        re.compile(
            r"\b(?:randomi[sz]ed|assigned|allocated) to (?:the )?[\w-]+(?: [\w-]+)?"
            r"(?: group| arm)?,?[^.;]{0,40} (?:received|were given|went on to|started) "
            r"(?:the )?[\w-]+[^.;]{0,20}\b(?:after|on|upon|following|at)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "§schedule",
        re.compile(
            r"\b(?:at|before|on|in) (?:Weeks?|Days?|Months?|Visits?) \d+[^.;]{0,60}"
            r"\b(?:and|then|until|up to) (?:at |on |in )?(?:every|each|weekly|monthly|Weeks?|Days?"
            r"|Months?|\d+)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "§frontline",
        re.compile(
            r"\bno (?:prior|previous|earlier) (?:\w+[- ]){0,2}(?:therapy|therapies|treatments?)\b",
            re.IGNORECASE,
        ),
    ),
)


def implied(text: str) -> Iterator[str]:
    """Concepts that a text tells in other words than their names."""
    if _TRIAL_OF.search(text):
        # How many took part: `a double-blind trial in 1,248 adults`.
        yield "§study size"
    for concept, pattern in _IMPLIED:
        if pattern.search(text):
            yield concept


def told(text: str) -> str:
    """A text as its concepts are looked for: names that share a word apart, asides left out.

    `Based on its mechanism of action it can cause harm` tells no mechanism, and who is allergic
    to an excipient of none, unless one is named.
    """
    return apart(_ASIDE.sub(" ", text))


_ASIDE = re.compile(
    r"\b(?:hypersensitivity|hypersensitive|allergic|allergy|allergies)(?: reactions?)? to "
    r"[^.;:]{0,60}?\bany (?:of (?:its|the) )?(?:other )?(?:excipients?|ingredients?|components?)\b"
    r"(?!,? (?:such as|including|like|which|e\.g\.))"
    r"|\b(?:based on|given|because of|owing to|in view of|due to|by) (?:animal data and )?"
    r"(?:its|their|the|this) (?:mechanism|mode) of action\b"
    r"|\bscheduled (?=[a-z]+s\b)",
    re.IGNORECASE,
)


def apart(text: str) -> str:
    """A text, and names that share their last word one by one: `Renal and Hepatic Impairment`."""
    shared = [f"{m[1]} {m[3]}" for m in _SHARED_HEAD.finditer(text)]
    return ". ".join((text, *shared)) if shared else text


_SHARED_HEAD = re.compile(
    r"\b(\w+)(?:,? (?:and|or) |/)(\w+) "
    r"(impairment|insufficiency|dysfunction|function|disease|failure|toxicity|infections?)\b",
    re.IGNORECASE,
)


def not_meant(text: str) -> frozenset[str]:
    """Concepts whose words a text has and speaks not of.

    `Strong inhibitors of CYP3A4 must be avoided` tells no mechanism of action.
    """
    cleared = _CLEARING.search(text) is not None and "mechanism" not in text.lower()
    return frozenset({"§mechanism"} if cleared else ())


_CLEARING = re.compile(r"\bCYP\d\w*|\bP-?(?:glycoprotein|gp)\b", re.IGNORECASE)
