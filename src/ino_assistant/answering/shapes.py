"""The shape of an answer: what kind of thing a question asks for, and a statement holds."""

from __future__ import annotations

import re
from typing import Literal

from ino_assistant.search.tokens import normalise

Shape = Literal[
    "percent",
    "count",
    "duration",
    "dose",
    "date",
    "age",
    "interval",
    "ratio",
    "p_value",
    "definition",
    "reason",
    "list",
    "yes_no",
    "opinion",
]

# Order matters: the first that fits says what is asked for most of all, but all are kept.
_ASKED: tuple[tuple[Shape, re.Pattern[str]], ...] = tuple(
    (shape, re.compile(pattern, re.IGNORECASE))
    for shape, pattern in (
        (
            "definition",
            r"\bstands? for\b|\bmeaning of\b|\bwhat (?:does|do) .{1,30} mean\b|\bdefin(?:e|ition)\b"
            r"|\babbreviat|=\s*\?|\bexpand\b|\bspell(?:ed)? out\b|\bfull name\b|^what(?:'s| is| are)(?: an?)? [\w/+-]{2,12}\?*$|\bshort for\b|\bfull form\b",
        ),
        ("interval", r"\bconfidence\b|\bCIs?\b|\brange\b|\byoungest\b|\boldest\b"),
        ("ratio", r"\b(?:odds|hazard|risk) ratio\b|\bORs?\b(?!\s+\w+\s+or)|\bHRs?\b"),
        ("p_value", r"\bp[- ]?values?\b|\bsignifican"),
        ("dose", r"\bdos(?:e|es|ing|age)\b|\bmg\b|\bhow much\b"),
        (
            "percent",
            r"%|\bpercent|\bproportion\b|\brates?\b|\bincidence\b|\bhow (?:common|often|frequent)"
            r"|\bfraction\b|\bshare\b|\blikelihood\b|\bprobability\b|\bhow likely\b|\bfrequency\b",
        ),
        ("count", r"\bhow many\b|\bnumber of\b|\bn ?=|\bn/N\b|\bsample size\b|\bhow large\b|\bcount\b"),
        (
            "duration",
            r"\bhow (?:long|soon|quickly|fast|late|far)\b|\bduration\b|\btime (?:to|from|until)\b"
            r"|\bmonths?\b|\bweeks?\b|\bdays?\b|\bonset\b|\bmedian OS\b|\bmOS\b|\bsurvival\b",
        ),
        ("date", r"\bwhen was\b|\bwhich year\b|\bwhat year\b|\bdate\b|\bcut-?off\b|\bapproved\b"),
        ("age", r"\bhow old\b|\bages?\b|\baged\b"),
        ("reason", r"\bwhy\b|\breasons?\b|\brationale\b|\bbecause\b|\bhow come\b|\bwhat made\b"),
        (
            "list",
            r"\bwhich (?:\w+ )?\w+s\b|\bwhat (?:\w+ ){0,3}\w+s (?:are|were|did|do|have|led|should)\b"
            r"|\blist\b|\bname the\b|\bfactors\b|\bsymptoms\b|\bsigns\b|\bcauses\b|\bmost common\b"
            r"|\bobjectives\b|\boptions\b",
        ),
        (
            "yes_no",
            r"^(?:is|are|was|were|do|does|did|can|could|should|has|have|had|will|would|may|must)\b",
        ),
        (
            "opinion",
            r"\bDr\b|\bauthors?\b|\bexpert\b|\bopinion\b|\bview\b|\b(?:his|her|own|their) practice\b"
            r"|\bin (?:clinical )?practice\b|\bprefer|\bperspective\b",
        ),
    )
)

_HELD: dict[Shape, re.Pattern[str]] = {
    shape: re.compile(pattern, re.IGNORECASE)
    for shape, pattern in (
        ("percent", r"\d\s?%|\(\d+\.\d\)|\bhalf\b|\bthird of\b|\bdoubled\b"),
        ("count", r"\bn ?= ?\d|\b\d+/\d+\b|\b\d+ (?:\w+ ){0,3}(?:patients|adults|people|trials|studies|"
                  r"diagnoses|deaths|cycles|events|cases)\b|\b\d+ \(\d|\b\d+, \d+|\b(?:one|two|three|four|"
                  r"five|six|seven|eight|nine|ten) (?:of|patients)\b|\b\d+ died\b|\bcycles?\b"),
        ("duration", r"(?<![≥≤<>])(?<![≥≤<>]\s)(?<!\d)\d+(?:\.\d+)?\s?-?(?:hours?|days?|weeks?|months?|years?|cycles?|msec)\b|\bDays? \d|\bCycles? \d"
                     r"|\b(?:first|twenty|two|three|six)[\w-]* (?:month|day|week|year)s?\b"),
        ("dose", r"\d\s?(?:mg|mcg|g|units?|IU)\b|mg/m|\bcycles?\b"),
        ("date", r"\b(?:19|20)\d\d\b"),
        ("age", r"\b\d+[- ]years?[- ]old\b|[≥<>≤]?\s?\d+ years\b|\bage[d:,]|\bmedian \(range\)"),
        ("interval", r"\d\s?[-–,]\s?\d"),
        ("ratio", r"\bratio\b|\brisk\b"),
        ("p_value", r"\bP\s?[=<>]|\bsignifican"),
        ("definition", r"^[^\s=]{1,20}(?: \+ \S+)?=\S|\([A-Z][\w/+-]{1,11}\)$|\bis an? \b|\bare \b"),
        ("reason", r"\bbecause\b|\bsince\b|\bdue to\b|\bbased on\b|\bgiven (?:his|her|the|their)\b|\bso that\b"
                   r"|\bprovides?\b|\ballows?\b|\bimportant\b|\bin order to\b"),
        ("list", r"(?:[^,;]+[,;]){2,}|•|:|\band\b"),
        ("opinion", r"\b(?:I|my|our|we)\b"),
    )
}


def asked_shapes(question: str) -> frozenset[Shape]:
    """What kinds of thing a question asks for; empty where nothing tells."""
    text = normalise(question)
    return frozenset(shape for shape, pattern in _ASKED if pattern.search(text))


def held_shapes(text: str) -> frozenset[Shape]:
    """What kinds of thing a text holds."""
    return frozenset(shape for shape, pattern in _HELD.items() if pattern.search(text))
