"""The patterns of the grammar: one alternation, its richest forms first.

Clinical prose is islands of numbers in free text, so one scan from left to right suffices:
where several forms begin at the same place the earlier named one is taken. Group names say
what was found; `quantities` makes the object of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from ino_assistant import data

NUM = r"(?:\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?|0,\d+|\d+(?:\.\d+)?|\.\d+)"
OPEN_END = r"(?:not\s(?:reached|estimable|evaluable|estimated)|NR|NE)\b"
"""What stands for the end of an interval that the data do not give."""
PER = (
    "hours?|hrs?|h|minutes?|min|days?|d|weeks?|wks?|months?|mo|years?|yrs?|y|kg|dose|cycle|tablet"
    "|infusion|vial|injection"
)
"""What a dose or a change is given per."""
_ROMAN = r"(?:I{1,3}|IV|VI{0,3}|V)"
_LETTER = r"[^\W\d_]"


def _words(entries: Iterable[str]) -> str:
    """An alternation, the longest first; white space in an entry matches any run of it."""
    found = sorted({e.lower() for e in entries}, key=lambda e: (-len(e), e))
    return "|".join(re.escape(e).replace(r"\ ", r"\s+") for e in found)


def _bounded(entries: Iterable[str]) -> str:
    """Like `_words`; an entry that begins or ends with a letter begins or ends a word."""
    found = sorted({e.lower() for e in entries}, key=lambda e: (-len(e), e))
    return "|".join(
        (r"\b" if e[0].isalnum() else "")
        + re.escape(e).replace(r"\ ", r"\s+")
        + (r"\b" if e[-1].isalnum() else "")
        for e in found
    )


@cache
def lookup(table: str) -> dict[str, str]:
    """Writing in small letters -> canonical name, of a table of `quantities.toml`."""
    source: dict[str, Any] = data.load("quantities")[table]
    return {
        " ".join(w.lower().split()): name for name, writings in source.items() for w in writings
    }


_OPENING = """
t table tables figure figures fig section sections appendix reference ref study studies trials
protocol part chapter case nct panel
type class stage category version schedule level factor per phase grade grades day days cycle
cycles week weeks month months visit visits year years salvage p n between every once
fortnightly q d wk wks mo yr a most twice jan january feb february mar march apr april may jun
june jul july aug august sep sept september oct october nov november dec december
"""


@cache
def opening_words() -> frozenset[str]:
    """Every word that one of the forms can begin with, in small letters."""
    quantities = data.load("quantities")
    writings = [w for table in ("comparators", "hedges", "vague") for w in lookup(table)] + [
        *quantities["number_words"],
        *quantities["ordinals"],
    ]
    first = (re.match(r"[^\W\d_]+", writing) for writing in writings)
    return frozenset([*_OPENING.split(), *(m.group() for m in first if m is not None)])


@cache
def number_word() -> str:
    """`twenty-five`, `seven`, `one hundred and twenty`, `eighty point seven`."""
    names: dict[str, int] = data.load("quantities")["number_words"]

    def alternatives(low: int, high: int) -> str:
        found = (w for w, v in names.items() if low <= v < high)
        return "|".join(sorted(found, key=len, reverse=True))

    ones, tens = alternatives(0, 10), alternatives(20, 100)
    small = rf"(?:(?:{tens})(?:[-\s](?:{ones})\b)?|{alternatives(10, 20)}|{ones})\b"
    hundreds = rf"(?:(?:(?:{ones}|a)\s)?hundred\b(?:\s(?:and\s)?{small})?)"
    thousands = rf"(?:(?:{hundreds}|{small})\s+thousand\b(?:,?\s(?:and\s)?(?:{hundreds}|{small}))?)"
    return rf"(?:(?:{thousands}|{hundreds}|{small})(?:\spoint(?:\s(?:{ones})\b)+)?)"


def _small_numbers() -> dict[str, int]:
    names: dict[str, int] = data.load("quantities")["number_words"]
    return {w: v for w, v in names.items() if 0 < v <= 12}


@cache
def grammar() -> re.Pattern[str]:
    """The one pattern that finds everything with a digit or a number word in it."""
    units = _words(u for u in lookup("units") if u != "%")
    # A unit ends where a word ends; `mg/m2` must not stop at `mg`.
    unit = rf"(?:%|(?:{units})(?![\w²³]|/(?!(?:{PER})\b)\w))"
    before = _bounded([*lookup("comparators"), *lookup("hedges")])
    after = _bounded(lookup("comparators_after"))
    compared = rf"(?:(?:{before})\s*){{1,2}}"
    word = number_word()
    ordinals = "|".join(data.load("quantities")["ordinals"])
    vague = _bounded(lookup("vague"))
    counted_nouns = _words(lookup("count_nouns"))
    taken = "|".join(data.load("quantities")["number_words"])
    power = (
        r"10(?:\s?\^\s?\(?(?P<e1>-?\d{1,2})(?!\d)\)?|\s?\*\*\s?(?P<e2>-?\d{1,2})(?!\d)"
        r"|\s?(?:E|exp)\+?(?P<e3>\d{1,2})\b|\((?P<e4>\d{1,2})\)|(?P<e5>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}))"
    )
    lost = (
        r"10\s?(?P<e6>[1-9]|1[0-2])"
        rf"(?=\s*/|\s*$|[,;.)](?!\d)|\s+(?:per|cells?|platelets)\b|\s+{_LETTER})"
    )
    label_words = "(?:" + "|".join(w for w, v in _small_numbers().items()) + ")"
    # `Cycle 1, 41.3% in` is no list of Cycles 1 and 41: a member is followed by no part of a
    # number, no unit and nothing that is counted.
    counted = "patients?|subjects|mg|months?|weeks|days|years|hours|deaths|events"
    first_member = (
        rf"(?:\d{{1,3}}[a-d]?|{_ROMAN}|{label_words}\b)(?!\.?\d|\s?%|-(?:year|month|week|day)|\s?/\s?\d{{2}}"
        rf"|\sof\s(?:the\s)?\d)\b"
    )
    member = rf"{first_member}(?!\s?\(\d|\s(?:{counted})\b|\s{unit})"
    grades = (
        rf"grades?\s*(?P<g_cmp>≥|≤|>=|<=|>|<)?\s*(?P<grade>(?:\d|{_ROMAN})(?:\s?(?:/|-|,|or|and|to)\s?"
        rf"(?:\d|{_ROMAN}))*)\b(?P<g_after>\s(?:{after}))?"
    )
    forms = (
        # No quantities: names, literature, marks.
        r"(?P<cite>\[\d{1,3}(?:\s?[,-]\s?\d{1,3})*\])",
        r"(?P<mark_at>\x00+)",
        r"(?P<name>\bt\(\d+;\d+\)\+?|\b(?:table|figure|fig\.?|section|appendix|reference|ref\.?|study|"
        r"protocol|part|chapter|case|NCT|panel)\s?\d+(?:\.\d+)?(?![\d%]|\.\d)\b"
        r"|\b(?:19|20)\d\d;\d+:\d+(?:-\d+)?"
        # Studies 1 and 2: no more figures than Study 1 is.
        rf"|\b(?:studies|trials|tables|figures|sections)\s\d{{1,2}}[a-z]?"
        rf"(?:(?:,\s?(?:and\s|or\s)?|\s(?:and|or)\s)\d{{1,2}}[a-z]?"
        rf"(?![\w.]?\d|\s?[%/]|\s(?:{counted})\b))+\b"
        # Telephone numbers: 1-555-010-2040, 555) 010-2040, +44 20 7946 0958, 1-800-ABC-1234.
        r"|\b\d{1,4}(?:-\d{2,4}){1,3}-\d{3,4}\b(?![.-]?\d)|\b\d{3}\.\d{3}\.\d{4}\b"
        r"|\b\d{3}\)\s?\d{3}-\d{4}\b"
        # What a package is called: 71999-025-60.
        r"|\b\d{4,5}-\d{3,4}-\d{1,2}\b(?![.-]?\d)"
        r"|\+\d{1,3}(?:[\s-]\d{2,4}){2,4}\b|\b1-\d{3}-[a-z\d]{3}-?[a-z\d]{4}\b"
        # 6-mercaptopurine, but no 5-year or 3-arm.
        r"|\b\d{1,2}-(?!(?:year|month|week|day|hour|minute|second|fold|times|point|patient|arm|dose|cycle|drug"
        r"|item|sided|way|stage|tablet|period|part|center|country)\w*)[a-z]{5,}\w*)",
        rf"(?P<classed>\b(?:type|class|stage|category|version|schedule|level|factor)\s"
        rf"(?:\d{{1,2}}|{_ROMAN})[ab]?(?:\s?(?:-|/|,|or|and|to)\s?(?:\d{{1,2}}|{_ROMAN})[ab]?)*\b(?!\.\d|\s?%))",
        r"(?P<exposure>\b(?:per|/)\s?1,?0+\s?(?:patient|person|subject)[-\s]years?\b|\bper\s1,?0+\sPY\b)",
        rf"(?P<phase>\bphase\s?(?P<phase_of>(?:\d[ab]?|{_ROMAN}[ab]?)(?:\s?/\s?(?:\d[ab]?|{_ROMAN}[ab]?))?)\b)",
        rf"(?P<grades>\b{grades})",
        rf"(?P<label>\b(?P<l_cmp>≥|≤|>=|<=|>|<)?\s?(?P<l_of>days?|cycles?|weeks?|months?|visits?|years?|salvage)\s"
        rf"(?P<members>-?{first_member}(?:\s?(?:,\s?and|,\s?or|,|and|or|&|-|to|through)\s?{member})*)"
        rf"(?P<l_after>\s(?:{after}))?)",
        # Confidence intervals, bounds of significance, spreads.
        rf"(?P<ci>\b(?P<c_level>\d{{2}}(?:\.\d+)?)\s?%\s?(?:two-sided\s|exact\s)?"
        rf"(?:CI|CrI|confidence\s+intervals?|confidence\s+limits?)\b"
        rf"(?:\s*\(?(?:CI)?\)?\s*(?:[:,=;]|of|was|from|,\s?from|ranged\sfrom)?\s*[(\[]?\s*(?P<c_low>-?{NUM})\s?(?:%\s?)?"
        rf"(?:,|-|to|;|and)\s?(?:(?P<c_high>-?{NUM})(?!\d|-year|\.\d)(?P<c_unit>\s?{unit})?|(?P<c_open>{OPEN_END})))?)",
        rf"(?P<p>\bp(?:[-\s]?values?)?\s?(?P<p_cmp>=|<=|>=|<|>|≤|≥|of|was|is)\s?(?P<p_value>{NUM}))",
        rf"(?P<spread>(?P<s_mean>-?{NUM})\s?(?P<s_u1>{unit})?\s?(?:±|\+/-)\s?(?P<s_sd>{NUM})(?:\s?-?(?P<s_unit>{unit}))?)",
        # Dates.
        r"(?P<date>\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
        r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?\s\d{1,2}(?:,?\s\d{4})?\b"
        r"|\b\d{1,2}\s(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
        r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?(?:\s\d{4})?\b|\b\d{4}-\d{2}-\d{2}\b"
        # 08/2024, 12/15/2024; without the nought only behind what is dated so.
        r"|\b(?:0[1-9]/|\d{1,2}/\d{1,2}/)(?:19|20)\d\d\b(?!/)"
        r"|(?:(?<=revised:\s)|(?<=revised\s)|(?<=updated:\s)|(?<=updated\s)|(?<=approval:\s))"
        r"\d{1,2}/(?:19|20)\d\d\b)",
        # Powers of ten, with the exponent raised, written out, or fallen to the line.
        rf"(?P<power>(?P<x_cmp>{compared})?(?:(?P<x_num>{NUM})\s?(?:[x×*]|times)\s?)?{power}(?:\s?(?P<x_unit>{unit}))?)",
        rf"(?P<fallen>(?P<y_cmp>{compared})?(?P<y_num>{NUM})\s?[x×]\s?{lost}(?:\s?(?P<y_unit>{unit}))?)",
        # A score of 0 or 1.
        r"(?P<either>\b0\s?(?:/|or|and)\s?1\b(?!\d|\s?/|[.,]\d|\s?%|-))",
        # Systolic and diastolic blood pressure.
        rf"(?P<pressure>(?P<bp_cmp>{compared})?\b(?P<bp_high>\d{{2,3}})\s?/\s?(?P<bp_low>\d{{2,3}})\s?mm\s?Hg\b)",
        # n of N.
        rf"(?P<fraction>(?P<f_n>\bn\s?=\s?)?(?P<f_cmp>{compared})?\b(?P<f_top>\d{{1,3}}(?:,\d{{3}})+|\d+)\s?(?:/|(?:out\s)?of\s(?:the\s|these\s|those\s|all\s|a\stotal\sof\s)?)"
        rf"\s?(?P<f_low>\d{{1,3}}(?:,\d{{3}})+|\d+)(?![\d.]\d|\s?(?:%|mg\b|mm\b)|/\d|-)\b)",
        rf"(?P<wfraction>\b(?P<wf_top>{word})\s(?:out\s)?of\s(?:the\s|these\s|those\s|all\s)?(?P<wf_low>\d{{1,3}}(?:,\d{{3}})+|\d+|{word})(?![.]\d|\s?%))",
        r"(?P<nobody>\bnone\sof\s(?:the\s|these\s|those\s)?(?P<n_whole>\d{1,3}(?:,\d{3})+|\d+)(?![.\d]|\s?%))",
        # One in seven patients; two in three.
        rf"(?P<among>(?P<m_cmp>{compared})?\b(?P<m_top>one|two|three|four|five|six|seven|eight|nine|[1-9])\s(?:(?:patients?|participants?|subjects?|persons?|people|adults?|child(?:ren)?|wom[ae]n|m[ae]n)\s)?in\s(?:every\s)?(?P<m_low>{word}|[2-9]|[1-9]\d0?|[1-9]00|[1-9]\d?,?000)"
        rf"(?![\w.,]?\d|\s?%|-|\s?{unit}|\s(?:cycles?|trials?|studies|arms?|groups?|doses?|phases?|lines?|sites?|centers?)\b))",
        r"(?P<ratio>\b\d+(?:\s?:\s?\d+)+\b)",
        rf"(?P<fold>(?P<t_cmp>{compared})?(?P<t_num>{NUM}|\b{word})(?:\s?-?\s?(?:times|fold)\b(?!\s+(?:a|per|daily|weekly|each|(?:the\s)?(?:ULN|upper))\b)|x\b(?!\s?(?:the\s)?(?:ULN|upper)\b)))",
        r"(?P<npatients>\bN\s?=\s?(?P<n_value>\d{1,3}(?:,\d{3})+|\d+)(?!\.\d)\b)",
        r"(?P<uln>(?P<u_cmp>≥|≤|>=|<=|>|<|at\sor\sabove|at\sor\sbelow|at\sleast|at\smost|above|below"
        r"|over|under|exceeding)\s?(?:the\s)?"
        r"(?:ULN\b|upper limit of normal(?:\s\(ULN\))?))",
        # Intervals and single values, with what compares them and their unit.
        rf"(?P<interval>(?P<i_cmp>(?:{compared}))?(?P<i_low>(?:(?<![\w.)])-)?{NUM})\s?(?P<i_u1>{unit})?"
        rf"(?:\s*-\s*|\s+to\s+)(?P<i_high>-?{NUM})(?!\d)(?:\s?-?(?P<i_unit>{unit}))?)",
        rf"(?P<between>\bbetween\s(?P<b_low>{NUM})\s?(?P<b_u1>{unit})?\sand\s(?P<b_high>{NUM})(?:\s?-?(?P<b_unit>{unit}))?)",
        # Two to three weeks, between four and six cycles.
        rf"(?P<winterval>\b(?P<j_between>between\s)?(?P<j_low>{word})(?:\s(?P<j_u1>{unit}))?"
        rf"\s(?(j_between)and|to)\s(?P<j_high>{word})(?:(?:\s|-)(?P<j_unit>{unit})|(?=\s(?:{counted_nouns})\b)))",
        rf"(?P<bracketed>(?<=[(\[])(?!\d+;\s?[\d.]+\s?%)(?P<k_low>-?{NUM})\s?(?P<k_u1>%)?(?:,\s|;\s?)(?:(?P<k_high>-?{NUM})\s?(?P<k_unit>%)?|(?P<k_open>{OPEN_END}))(?=[)\]]))",
        # 1e9, 100E9.
        rf"(?P<letter>(?P<z_cmp>{compared})?(?:(?P<z_num>{NUM})\s?[x×*]\s?)?(?P<z_base>\d+(?:\.\d+)?)E\+?(?P<e7>\d{{1,2}})\b(?:\s?(?P<z_unit>{unit}))?)",
        # 1 520 patients: thousands set apart by a space.
        rf"(?P<spaced>(?P<g_cmp2>{compared})?(?P<g_num>[1-9]\d{{0,2}}(?:\s\d{{3}})+)(?=\s(?:{counted_nouns})\b)|(?P<g_num2>[1-9]\d{{0,2}}(?:\s\d{{3}})+)\s?(?P<g_unit>{unit}))",
        rf"(?P<value>(?:(?P<v_cmp>{compared})(?:an?\s(?=\d+-))?)?(?P<v_num>(?:(?<![\w.)])[-+])?(?:\d+,\d{{1,2}}(?=\s?(?:%|mg\b|g\b|mcg\b|months?\b|years?\b|kg\b))|{NUM}))"
        rf"(?!\d|e\d)(?P<v_plus>\+(?=[\s)-]))?(?:\s?-?(?P<v_unit>{unit}))?(?P<v_after>\s(?:{after})(?!\s\d))?)",
        r"(?P<alternate>\b(?:(?:once\s)?every\s(?:other|second)\s(?P<a_of>day|week|month|year)|fortnightly|every\sfortnight|q\s?(?P<a_num>\d{1,3})\s?(?P<a_unit>h|d|wk?|mo?|y)s?)\b)",
        # d28, wk 12.
        r"(?P<short>\b(?:(?-i:[dD])(?=\d)|wks?\s|mo\s|yr\s)(?P<s_num>\d{1,3})\b(?![.,/]\d|\s?%))",
        r"(?P<years>\b(?:19|20)\d\d\s?(?:-|to|through)\s?(?:19|20)\d\d\b)",
        # Two thirds are no two.
        rf"(?P<vague>(?P<q_cmp>{compared})?(?:{vague}|(?:twice|(?:two|three|four|five|ten|2|3|4|5|10)\stimes)\sas\s[a-z]+\b|\bmost\b(?=\s(?!common|frequent|likely|often|"
        r"important|recent|effective|severe|serious)[a-z-]+s\b)))",
        rf"(?P<worded>(?P<w_cmp>{compared})?\b(?P<w_num>{word})(?:[\s-](?P<w_unit>{unit}))?(?P<w_after>\s(?:{after})(?!\s\d))?)",
        # A third cycle is no third; an ordinal needs its noun.
        rf"(?P<ordinal>\b(?:(?P<o_word>{ordinals})|(?P<o_num>\d{{1,2}})(?:st|nd|rd|th))[-\s](?=(?P<o_noun>(?!(?:{taken})\b){_LETTER}+)))",
    )
    # Only where a number, a sign or the first letter of a number word can stand.
    gate = r"(?:(?<![\w.])(?<!\w-)|(?=[≥≤<>=~])|(?<=\d-)(?=[a-z]))(?=[\d≥≤<>=~\[.+\-\x00a-zA-Z])"
    return re.compile(gate + "(?:" + "|".join(forms) + ")", re.IGNORECASE)


EXPOSURE = re.compile(
    r"(?:\s(?!(?:and|or|with|in|of|for)\b)[a-z-]+){0,5}?\s?(?:per|/)\s?1,?(?P<many>0+)\s?"
    r"(?:(?:patient|person|subject)[-\s]years?|PY)\b",
    re.IGNORECASE,
)
"""How long those of whom a rate is told were watched, behind it with few words between."""
_OFTEN = (
    r"(?P<times>once|twice|(?:one|two|three|four|2|3|4)\stimes)\s(?:a|per|each|every)?\s?"
    r"(?P<in>daily|day|weekly|week|monthly|month|yearly|year|cycle)"
)
RATE = re.compile(
    r"(?:\s(?!(?:and|or|then|to|for|followed|with|plus|over|until|after|on|in)\b)[a-z]+){0,3}?(?:"
    rf"\s{_OFTEN}"
    r"|\s?(?:\b(?:per|each|every|a)|/)\s?(?P<per>" + PER + ")"
    r"|\s(?P<adverb>daily|weekly|monthly|yearly))\b",
    re.IGNORECASE,
)
"""What a dose is given per, behind it with few words between."""
