"""Who speaks in a sentence, where no reviewer has said it: a trial, a case, the author.

Told by headings (`Patient case`, `How I use ...`) and by what a sentence reports: it names a
trial or its section does, prints a statistic of a comparison, or gives shares of two arms. What
tells nothing stays background.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ino_assistant.corpus.forms import CASE
from ino_assistant.corpus.model import Authority

_GUIDELINE = re.compile(r"\b(?:guidelines?|NCCN|ESMO|ASCO|NICE|EHA|ELN|WHO|EBMT)\b.*\brecommend")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
# `type I error`, `Phase I`, `factor I` hold a numeral, and nobody who speaks.
_NUMERAL = "".join(
    rf"(?<!\b(?i:{word})\s)"
    for word in ("type", "phase", "grade", "stage", "class", "factor", "part", "level", "table")
)
_FIRST_PERSON = re.compile(rf"\b(?:{_NUMERAL}I(?!\s?[/,–-])|my|our|we|I’m|I’ll|I'll)\b")
_OWN_HEADING = re.compile(
    rf"\b(?:{_NUMERAL}I(?!\s?[:./,–-])|my|our|we)\b|\b(?:expert|author)(?:[’']?s)?[’']?\s(?:opinion|view|comment|perspective)",
    re.IGNORECASE,
)
_DISCLOSES = re.compile(
    r"\b(?:is|are|reflects?|represents?|gives?|contains?|expresses?|presents?)\b[^.;]{0,40}?"
    r"\b(?:my|our|the\sauthors?[’']?s?[’']?)\s(?:own\s|personal\s|clinical\s)*"
    r"(?:opinions?|views?|experience)\b",
    re.IGNORECASE,
)
_DENIES = re.compile(r"\b(?:not|nor)\b", re.IGNORECASE)
_STATISTIC = re.compile(
    r"\b(?:hazard|odds|risk|rate)\sratio\b|\bconfidence\sinterval\b|\b\d{2}%\sCI\b|\bP\s?[<=]\s?0?\.\d"
    r"|\b(?:non)?inferior(?:ity)?\b|\bin (?:each|both|either) (?:group|arm|treatment)s?\b",
)
_RESEARCH = re.compile(
    r"\b(?:trials?|stud(?:y|ies)|substudy|open-label (?:extension|period|phase))\b", re.IGNORECASE
)
_SHARE = re.compile(
    r"\d\s?%|\b\d[\d,]*(?:/|\sof\s)(?:the\s)?\d"
    r"|\bper\s\d[\d,]*\s(?:patient|person|subject)[- ]years"
)
_THESE = re.compile(
    r"\bin (?:either|both|neither|these|those) (?:trials?|stud(?:y|ies))\b", re.IGNORECASE
)
# What follows a finding of a trial, and tells another: `Serum IgM fell in 15.6% of patients.`
_PAST = re.compile(r"\b(?:was|were|had|did|fell|rose|led|began|[a-z]{2,}ed)\b")
_ANALYSIS = re.compile(
    r"\b(?:pre-?specified|post hoc|exploratory|subgroups?|strat(?:um|a|ified|ification)"
    r"|multiplicity|hierarch\w+|powered)\b",
    re.IGNORECASE,
)
# `..., and I would not build anything on it` behind what was found.
_OWN_CLAUSE = re.compile(r"(?:[,;]|\s[–—-])\s(?:and|but|so|though|although)?\s?(?=(?:I|we)\b)")


def disclosed(sentence: str, headings: Sequence[str]) -> list[str]:
    """The headings that a sentence names as somebody's own view: `X and Y are my own opinion`.

    A heading of one word has to stand in quotation marks, for it may be any word.
    """
    if not _DISCLOSES.search(sentence) or _DENIES.search(sentence):
        return []
    text = sentence.casefold()
    found = []
    for heading in headings:
        name = re.escape(heading.rstrip(": ").casefold())
        single = len(heading.split()) == 1
        if re.search(rf"[“\"]{name}[”\"]" if single else rf"(?<!\w){name}(?!\w)", text):
            found.append(heading)
    return found


def of_heading(text: str) -> Authority | None:
    """The authority that a heading gives to what stands under it; None for most."""
    if CASE.match(text):
        return "case"
    if _OWN_HEADING.search(text) and not text.endswith("?"):
        return "opinion"
    return None


class Speakers:
    """Who speaks in the sentences of one document.

    Args:
        trials: names of its trials; empty if nothing may be told from them.
        arms: for each arm the names it goes by.
    """

    def __init__(self, trials: Sequence[str] = (), arms: Sequence[tuple[str, ...]] = ()) -> None:
        self._trials = [_pattern((name,)) for name in trials]
        self._arms = [_pattern(names) for names in arms]

    def of_sentence(self, text: str, given: Authority) -> Authority:
        """What a reviewer or a heading gave, but for a guideline cited, or a view told as such."""
        if _GUIDELINE.search(text):
            return "guideline"
        told = _QUOTED.sub("", text)
        if given in ("trial", "background") and _FIRST_PERSON.search(told):
            return given if self._adds_a_view(told) else "opinion"
        return given

    def _adds_a_view(self, text: str) -> bool:
        """Whether a sentence tells figures of two arms, and a view of them behind a comma."""
        clause = _OWN_CLAUSE.search(text)
        found = text[: clause.start()] if clause else ""
        return (
            bool(_SHARE.search(found))
            and not _FIRST_PERSON.search(found)
            and self._named_arms(found) > 1
        )

    def goes_on(self, text: str) -> bool:
        """Whether a sentence right behind one that reports a trial tells more of it."""
        shares = _SHARE.search(text) is not None and _PAST.search(text) is not None
        return bool(self._trials) and (shares or _ANALYSIS.search(text) is not None)

    def reports_trial(self, text: str, heading: str = "") -> bool:
        """Whether a sentence or row of background text reports a trial.

        Args:
            text: of the sentence; of a row with its caption and headings.
            heading: the innermost that it stands under.
        """
        if any(trial.search(part) for trial in self._trials for part in (text, heading)):
            return True
        if not self._trials:
            return False
        if _STATISTIC.search(text) or _THESE.search(text):
            return True
        told = self._named_arms(text) > 1 or _RESEARCH.search(text) is not None
        return told and _SHARE.search(text) is not None

    def _named_arms(self, text: str) -> int:
        return sum(arm.search(text) is not None for arm in self._arms)


def _pattern(names: Sequence[str]) -> re.Pattern[str]:
    found = sorted(names, key=len, reverse=True)
    return re.compile(
        rf"(?<![\w-])(?:{'|'.join(re.escape(n) for n in found)})(?![\w-])", re.IGNORECASE
    )
