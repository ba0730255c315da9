"""One form for what English says in several: denials, exclusions, who could take part.

`failed to reach its boundary`, `missed it` and `did not meet it` say one thing, as do
`contraindicated` and `must not be used`. A statement that is not supported as it is written is
held against its evidence once more with both in the one form, so that nothing is said that
either does not say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

_GOAL = (
    r"(?:(?:pre-?specified|primary|co-primary|key|main|secondary|efficacy|its|the|their|a|an|any)\s)*"
    r"(?:end\s?points?|outcomes?|objectives?|goals?|targets?|margins?|criteri(?:on|a)|bound(?:ary|aries)"
    r"|thresholds?|statistical\ssignificance|significance)"
)
_DID_NOT = r"(?:did|does|do|could|has|have|had)\s?(?:not|n't)"
_MEETING = r"(?:reach(?:ed)?|achieved?|attain(?:ed)?|satisf(?:y|ied)|hit|cross(?:ed)?|meet|met)"
_TAKE_PART = (
    r"(?:take\spart|participate|enrol|enroll|be\s(?:enrolled|included|recruited|randomi[sz]ed)"
    r"|enter(?:\sthe\s(?:trial|study))?)"
)
_PEOPLE = r"(?:patients|participants|subjects|adults|women|men|children|people|infants)"
_PARTICIPLE = r"(?:\w+(?:ed|en|wn|ne)|had|not|never|been|already|previously|to|at|more|less|\d)\b"
_ADMITTED = rf"(?:be\seligible|qualify|{_TAKE_PART})"

_Rule = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]


def _rule(pattern: str, form: str) -> _Rule:
    return re.compile(pattern, re.IGNORECASE), form


_RULES: tuple[_Rule, ...] = (
    # What was not reached.
    _rule(r"\b(?:failed|fails)\sto\s(?=[a-z])", "did not "),
    _rule(r"\b(?:was|were)\sunable\sto\s(?=[a-z])", "did not "),
    _rule(r"\bdid\snot\s(?:manage|succeed)\s(?:to|in)\s(?=[a-z])", "did not "),
    _rule(rf"\b(?:missed|fell\sshort\sof|falls?\sshort\sof)\s(?={_GOAL}\b)", "did not meet "),
    _rule(rf"\b{_DID_NOT}\s{_MEETING}\s(?={_GOAL}\b)", "did not meet "),
    _rule(
        rf"(?P<goal>\b{_GOAL}\s)(?P<be>was|were)\s(?:missed|not\s(?:reached|achieved|attained|satisfied))\b",
        r"\g<goal>\g<be> not met",
    ),
    # Who was left out, and who could take part.
    _rule(
        rf"\b(?:could|did)\snot\s{_TAKE_PART}\b|\bwere\s(?:excluded|ineligible|not\sincluded"
        rf"|not\senrolled|barred|not\sallowed\sto\s{_TAKE_PART})\b",
        "were not eligible",
    ),
    _rule(
        rf"\bto\s{_ADMITTED},\s(?P<who>{_PEOPLE})\s(?:needed|had)\s(?:to\shave\s)?(?P<what>[^.;]+)",
        r"\g<who> with \g<what> were eligible",
    ),
    _rule(
        rf"\b(?P<who>{_PEOPLE})\s(?:needed|had)\sto\shave\s(?P<what>[^.;]+?)\sto\s{_ADMITTED}\b",
        r"\g<who> with \g<what> were eligible",
    ),
    _rule(
        rf"\beligible\s(?P<who>{_PEOPLE})\shad\s(?P<what>[^.;]+)",
        r"\g<who> with \g<what> were eligible",
    ),
    _rule(
        rf"(?:the\s)?(?:trial|study)\s(?:did|does)\snot\s(?:include|enrol|enroll|admit|recruit)"
        rf"\s(?P<who>{_PEOPLE}\s[^.;,]+)",
        r"\g<who> were not eligible",
    ),
    _rule(
        r"(?P<what>[^.;,]+?)\swas\s(?:a\sreason\sfor\sexclusion|an\sexclusion\scriterion)\b",
        r"Patients with \g<what> were not eligible",
    ),
    _rule(rf"\b(?:could|can|were\sallowed\sto)\s{_TAKE_PART}\b", "were eligible"),
    _rule(r"(?P<left>were\snot\seligible)\sfrom\s(?:the|this)\s(?:trial|study)\b", r"\g<left>"),
    # What must not be done.
    _rule(
        r"\b(?:is|are)\scontra-?indicated\b|\b(?:must|should|may|can)\snot\sbe\s(?:given|used|taken"
        r"|administered|prescribed)\b|\bmust\snever\sbe\s(?:given|used|taken|administered)\b",
        "must not be used",
    ),
    _rule(r"\b(?:throw|throws)\s(?P<what>(?:[\w-]+\s){1,5}?)away\b", r"discard \g<what>"),
    _rule(r"\bfirst\s(?P<use>opening|opened|use|used)\b", r"\g<use>"),
    _rule(
        r"\b(?:proved|turned\sout)\s(?:to\sbe\s)?(?=(?:non-?inferior|superior|safe|effective|similar))",
        "was ",
    ),
    # Grades and ages with what is above them.
    _rule(r"\b(?:at\sleast|a\sminimum\sof)\sgrade\s(?P<grade>\d)\b", r"grade \g<grade> or higher"),
    _rule(
        r"\bgrade\s(?P<grade>\d)\s(?:or|and)\s(?:worse|more|above|greater|over|more\ssevere)\b",
        r"grade \g<grade> or higher",
    ),
    _rule(
        rf"\b(?P<who>those|aged|{_PEOPLE})\s(?P<age>\d\d)\s(?:or|and)\s(?:older|over|above)\b",
        r"\g<who> \g<age> years or older",
    ),
    # Order and time.
    _rule(
        r"\b(?:final|latest|very\slast)\s(?P<what>doses?|infusions?|injections?|administrations?|tablets?"
        r"|cycles?|courses?|treatments?)\b",
        r"last \g<what>",
    ),
    _rule(r"\b(?:counting|counted|starting|beginning)\sfrom\s(?=the\slast\b)", "after "),
    _rule(
        r"\b(?P<side>after|following)\s(?:an?\s|the\s|their\s)?(?:subsequent|later)"
        r"\s(?=(?:HSCT|transplant))",
        r"\g<side> ",
    ),
    _rule(r"\b(?P<side>after|following)\s(?:an?|the|their)\s(?=(?:HSCT|transplant))", r"\g<side> "),
    _rule(r"\bwhile\s(?:on|taking|receiving)\s(?=[A-Z])", "during treatment with "),
    # How many of how many, how many at most.
    _rule(
        r"\b(?:out\s)?of\s(?:the\s|these\s|those\s)?(?P<all>\d[\d,]*)\s(?P<who>[^,.;]{3,60}?),\s"
        r"(?P<part>\d[\d,]*)(?=\s\((?!n)|\s[a-z])",
        r"\g<part> of the \g<all> \g<who>",
    ),
    _rule(
        r"\b(?:for\s)?(?:a\smaximum\sof|as\smany\sas|no\smore\sthan)\s(?=[\w]+\scycles)", "up to "
    ),
    _rule(
        r"\b(?:when|if|where)\sno\s(?P<what>HSCT|transplant(?:ation)?)\sis\splanned\b",
        r"in patients not proceeding to \g<what>",
    ),
    _rule(r"\binitial\s(?=\d)", "first "),
    _rule(r"\b(?:new|newly\sdiagnosed)\scases\b", "new diagnoses"),
    _rule(
        r"\b(?P<be>was|were)\s(?P<more>(?:more|less)\sthan\s)?twice\s(?:that|those|the\srates?)\s"
        r"(?:with|in|of|for|on)\s",
        r"\g<be> \g<more>doubled versus ",
    ),
    _rule(r"\b(?:by\s)?(?:no|not)\slater\sthan\s(?=\d{1,2}\s[A-Z]|[A-Z][a-z]+\s\d)", "by "),
    _rule(
        r"\b(?P<many>[\w.]+\s(?:hours?|days?|weeks?|months?|years?))\sago\sor\s(?:longer|more|earlier)\b",
        r"at least \g<many> ago",
    ),
    _rule(
        r"\b(?P<one>one|1)\s(?P<what>patient|participant|subject|person|dose|cycle|event)\sor\smore\b",
        r"at least \g<one> \g<what>",
    ),
    _rule(
        r"\bfrom\s(?P<age>\d\d?)\syears(?:\sof\sage)?(?!\s(?:to|until|-)\b)",
        r"\g<age> years or older",
    ),
    _rule(
        r"\bbetween\s(?P<unit>day|week|month|cycle|year)\s(?P<one>\d+)\sand\s(?P=unit)\s(?P<two>\d+)\b",
        r"from \g<unit> \g<one> to \g<unit> \g<two>",
    ),
    # Values of the laboratory.
    _rule(
        r"\b(?:raised|elevated|increased|high)\s(?P<value>(?:(?:liver|hepatic)\s)?(?:aminotransferases?|transaminases?"
        r"|bilirubin|creatinine|lipase|amylase|ALT|AST|GGT))\b(?!\s(?:level|value)s?\s(?:of|above))",
        r"\g<value> increased",
    ),
    # What may be concluded.
    _rule(
        r"\b(?:lack(?:s|ed)?\s(?:the\s)?(?:statistical\s)?power|had\stoo\slittle\s(?:statistical\s)?power)\sto\b",
        "were not powered to",
    ),
    # Whose and in whom.
    _rule(
        rf"\b(?P<who>those|{_PEOPLE})\swhose\s(?P<what>[^,.;]+?)\s(?:was|were|is|are)\s",
        r"\g<who> with \g<what> ",
    ),
    _rule(rf"\b(?P<who>those|{_PEOPLE})\swho\shad\s(?!{_PARTICIPLE})(?=[a-z])", r"\g<who> with "),
)
_AGAINST = re.compile(
    r"(?P<lead>^|(?<=[.!?]\s))(?P<against>(?:compared|in\scomparison)\s(?:with|to)|relative\sto|versus)"
    r"\s(?P<other>[^,.;]{2,60}),\s(?P<rest>[^.;]*(?:\.\d[^.;]*)*)",
    re.IGNORECASE,
)


def plain_forms(statement: str, evidence: str) -> Iterator[tuple[str, str]]:
    """Both texts in the one form, if either changes; again with what is compared put last.

    Args:
        statement: prose.
        evidence: the passage that it is held against.
    """
    said, printed = _plain(statement), _plain(evidence)
    if (said, printed) != (statement, evidence):
        yield said, printed
    turned = _AGAINST.sub(_last, said), _AGAINST.sub(_last, printed)
    if turned != (said, printed):
        yield turned


def _last(match: re.Match[str]) -> str:
    rest = match["rest"]
    return f"{match['lead']}{rest[:1].upper()}{rest[1:].rstrip()} compared with {match['other']}"


@lru_cache(maxsize=2048)
def _plain(text: str) -> str:
    for pattern, form in _RULES:
        text = pattern.sub(form, text)
    return text


__all__ = ["plain_forms"]
