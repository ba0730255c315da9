"""Turns of a few words that no part of a question stands in: `in percent?`, `out of?`, `and then?`.

What they ask is asked of the question before. Nothing here knows what a document holds: only
words of asking, of place and time, and what of the question before they point to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ino_assistant.answering.turns.exchange import PLACES, subject_of
from ino_assistant.answering.turns.turn_slots import Slot, slots_of, text_of
from ino_assistant.answering.understanding.question import Question, Reader

_AND = r"(?:(?:and|so|but|ok(?:ay)?|then|well)\b[\s,]*)*"
_THAT = r"(?:that|this|it|those|these)"
WHY = re.compile(
    rf"^{_AND}(?:why(?: (?:is|was|so|not)(?: {_THAT})?| {_THAT})?|how so|how come|for what reason|"
    rf"(?:(?:and )?what(?:'s| is| was| were| are) )?the reasons?(?: (?:for|behind) {_THAT})?|"
    rf"reasons?(?: (?:for|behind) {_THAT})?)\W*$",
    re.IGNORECASE,
)
_PEOPLE = r"(?:patients|people|pts|subjects|participants|persons|cases)"
HOW_MANY = re.compile(
    rf"^{_AND}(?:"
    rf"(?:(?:to )?how many|what number|which is how many|n/?N)"
    rf"(?: (?:is|was|are|were|would be|does|of them|that make|make|{_PEOPLE}))*(?: {_THAT})?"
    rf"(?: (?:make|in (?:{_PEOPLE}|numbers)))?|"
    rf"(?:what(?:'s| is) {_THAT} )?(?:in|as) (?:an? )?(?:absolute |actual |real |raw )?"
    rf"(?:numbers?|terms|figures|{_PEOPLE}|count)|"
    rf"(?:the )?(?:absolute|raw) (?:numbers?|counts?|figures?)|in absolute terms|"
    rf"(?:out )?of (?:how many(?: {_PEOPLE})?|what total)|out of(?: what)?|"
    rf"how many (?:is|was|are|were) {_THAT} in (?:total|absolute numbers))\W*$",
    re.IGNORECASE,
)
_SHARE = re.compile(
    rf"^{_AND}(?:(?:in|as an?) (?:per ?cent(?:age)?|%|proportion|share)|%|"
    rf"what (?:percentage|share|proportion) (?:is|was) {_THAT}|percent(?:age)?)\W*$",
    re.IGNORECASE,
)
_THEN = re.compile(
    r"^(?:(?:and|so|but|ok(?:ay)?)\b[\s,]*)*(?:what (?:to do|do (?:i|we|you|they) do|happens|next|"
    r"(?:should|must|can) (?:be done|i do|we do|one do|happen)|is (?:to be )?(?:done|advised|"
    r"recommended))?\s*(?:then|in (?:that|such a|this) case|about (?:that|it))|"
    r"what (?:to do|next|now)|then(?: what)?|how is (?:that|this) (?:handled|managed|treated))\W*$",
    re.IGNORECASE,
)
_SAME = re.compile(
    r"\b(?:say|says|think|thinks|recommends?|states?|agrees?|holds?|appl(?:y|ies)|true|"
    r"(?:the )?case)\b.*\b(?:so|too|as well|also|the same|like(?:wise)?)\b|\bagrees?\W*$",
    re.IGNORECASE,
)
_SAME_FOR = re.compile(
    r"^(?:(?:and|so|but|then)\b[\s,]*)*(?:is|was|are|were|does|do|did|would|has|had)\b.{0,30}"
    r"\bthe same\b(?: \w+){0,2}? (?:for|of|in|to|with|on|about)\b\s+(?P<of>.+)$",
    re.IGNORECASE,
)
_DOES_WHAT = re.compile(
    r"^(?:(?:and|so|but)\b[\s,]*)*what (?:does|do|did|would) [\w .'’]+? (?:(?:him|her|it)self |"
    r"themselves |personally )?(?:do|say|think|recommend|advise|suggest|prefer)"
    rf"(?: (?:about|on|of|to) {_THAT}| here| then| there)?\W*$",
    re.IGNORECASE,
)
_OF_WHAT = re.compile(
    rf"^{_AND}(?:(?:up )?(?:from|at|of|on|to|in|with|for|by|until|after|before|within|over|under|"
    r"below|above|since|against|than|during)) (?:what|which|how (?:many|much|long|often)|whom)\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|do|does|did|has|have|had|can|could|should|will|would|may|must)\b", re.I
)
_CLAUSE = re.compile(
    r"^(?:once|when|if|unless|until|before|after|as soon as|as long as|while|provided)\s+"
    r"(?!(?:is|are|was|were|do|does|did|can|could|should|will|would|may|must|has|have|had)\b)"
    r"(?:\w+\s+){1,8}\w+",
    re.IGNORECASE,
)
_MEASURE = re.compile(
    r"^(?:(?:what|which)(?:'s| is| was| were| are)? )?(?:(?:the|its|their) )?"
    r"(?P<what>(?:absolute |relative |overall |exact |corresponding |median |mean )?"
    r"(?:rates?|percent(?:age)?|proportion|incidence|frequency|numbers?|share|duration|difference|"
    r"ratio|odds ratio|hazard ratio|risk|result|range|median|mean|average|interval|"
    r"(?:95% )?confidence intervals?|(?:95% )?ci|with ci|p[- ]?values?|value|"
    r"figures?|denominator|total|maximum|minimum|unit|cut-?off|limit|threshold))"
    rf"(?: (?:for|of|on|in) {_THAT}(?: one)?| again| here| there| exactly)?\W*$",
    re.IGNORECASE,
)
_IF_SO = re.compile(
    r"^if (?:they|he|she|it|so|one|patients)(?: (?:do|does|did|is|are|was|were|can|have|has))?\W*$",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\s*\b(?:do|does|did|is|are|was|were|can|have|has)(?: not|n['’]t)\b|\bnot\b", re.IGNORECASE
)
_NTH = re.compile(
    r"\b(?P<nth>(?:a|another|the) (?:second|third|fourth|fifth|2nd|3rd|4th|5th))(?: one)?"
    r"(?=\s+(?:be|is|was|can|could|should|may|would|after|given|added|needed)\b|\W*$)",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"\b(?:how many|number of|up to \d+|maximum|max(?: number)? of|\d+) (?P<kind>[a-z]{4,}s)\b",
    re.I,
)
_OF_NTH = re.compile(r"\b(?:second|third|fourth|fifth|2nd|3rd|4th) (?P<kind>[a-z]{4,})\b", re.I)
_SUCH_ONE = re.compile(
    r"^(?:(?:with|for|in|of|at) )?(?:an? |the )?(?P<how>[a-z]+?)(?:er)? ones?\W*$", re.IGNORECASE
)
_PAIRS = (
    *(("long", "short"), ("high", "low"), ("early", "late"), ("large", "small"), ("old", "young")),
    *(("heavy", "light"), ("mild", "severe"), ("first", "second"), ("good", "poor")),
)
_OPPOSITES = {
    **{a: (b, f"{b}er", f"{b}est") for a, b in _PAIRS},
    **{b: (a, f"{a}er", f"{a}est") for a, b in _PAIRS},
}
_THAT_ARM = re.compile(r"\b(?:that|this|the same) (?:arm|group)\b", re.IGNORECASE)
_COMPARES = re.compile(r"\b(?:differen|ratio|risk|p[- ]?value)", re.IGNORECASE)
WHY_SO = re.compile(rf"^{_AND}why\b(?:\W+\w+){{1,4}}\W*$", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"\b(?:elsewhere|(?:(?:in|for) )?(?:the )?(?:rest(?: of the world)?|remaining countries|"
    r"(?:any)?where else|other (?:countries|regions|places)))\b",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"^(?P<when>later(?: on)?|after(?:wards| that)|thereafter|beyond(?: that)?|"
    r"earlier|before(?: that)?|previously|sooner)\W*$",
    re.IGNORECASE,
)
_FLIPS = re.compile(
    r"^(?:(?:the )?(?:older|longer|higher|more|above(?: that)?|greater|larger|heavier|over|"
    r"younger|shorter|lower|less|fewer|below(?: that)?|smaller|lighter|under)(?: ones?)?"
    r"(?: than (?:that|this|it))?)\W*$",
    re.IGNORECASE,
)
_JOINER = re.compile(
    r",?\s*\b(?:with|on|for|in|of|by|under|after|and|vs\.?)\s+(?:the\s+)?$|,\s*$", re.I
)
_SIGNED = re.compile(
    r"(?P<less><|≤|less than|fewer than|under|below|shorter than|younger than|up to)\s*(?=\d)|"
    r"(?P<more>>|≥|more than|over|above|at least|longer than|older than)\s*(?=\d)",
    re.IGNORECASE,
)
_OPPOSITE = {"<": "≥", "≤": ">", ">": "≤", "≥": "<"}
_THERE = re.compile(r"(?<!is )(?<!are )(?<!was )(?<!were )\bthere\b(?=\W*$)", re.IGNORECASE)
_WITHIN = re.compile(
    r"\b(?:in|at|during|within|from|of) (?:the |this |that )?(?:\w+[- ]){0,3}"
    r"(?:analys[ie]s|study|studies|trials?|subgroup|cohort|tables?|figures?|setting|case|"
    r"section|label|registry|programme?)\b(?: [A-Z0-9][\w-]*)?",
    re.IGNORECASE,
)
_NARROWED = re.compile(
    r"^(?:only|just|and only|what about|how about) (?:those|the ones|them|these)\s+"
    r"(?=\w)",
    re.IGNORECASE,
)
_TIMES = re.compile(r"\b(?:before|after|prior to|during)\b", re.IGNORECASE)
_ADJECTIVE = re.compile(
    r"\b(?:high|low|small|large|early|late|short|long|mild|severe|good|poor|active|full)\w*\s+$",
    re.IGNORECASE,
)
_FEW = 6


def continues(question: str, rest: str) -> bool:
    """Whether a turn, `rest` without its opening, is of such a form, whatever it names."""
    few = len(rest.split()) <= _FEW
    return bool(
        _SHARE.match(question)
        or _THEN.match(question)
        or _MEASURE.match(rest)
        or _LATER.match(rest)
        or (few and _OF_WHAT.match(question) and not _VERB.search(rest))
        or (few and _ELSEWHERE.search(rest))
        or _DOES_WHAT.match(question)
        or _FLIPS.match(rest)
        or _NARROWED.match(question)
        or _THERE.search(question)
        or (_SAME.search(question) and len(question.split()) <= _FEW + 2)
    )


def said_of(
    question: str, rest: str, slots: Sequence[Slot], then: Question, reader: Reader
) -> str | None:
    """The turn written out with the question before it; None where it is of no such form.

    Args:
        question: the turn.
        rest: it without its opening (`and`, `what about`).
        slots: what the turn names.
        then: the question before.
        reader: reads questions with the vocabulary of the corpus.
    """
    subject = subject_of(then, reader)
    bare = rest.strip(" ?.!,")
    if _SHARE.match(question):
        return f"Percentage: {subject}?"
    if _THEN.match(question):
        return f"What should be done: {subject}?"
    measure = _MEASURE.match(rest)
    if measure is not None:
        if _COMPARES.search(measure["what"]):
            # A ratio is of both arms, whichever was asked about last.
            subject = subject_of(without_arms(then, reader), reader)
        return f"{measure['what']}: {_without_measure(subject)}?"
    if WHY_SO.match(question) and all(s.kind == "word" for s in slots):
        return f"{bare}: {subject}?"
    if _OF_WHAT.match(question) and len(rest.split()) <= _FEW and not _VERB.search(rest):
        return f"{bare}: {subject}?"
    does = _DOES_WHAT.match(question)
    if (_SAME.search(question) or does) and not any(
        s.kind in ("outcome", "attribute") for s in slots
    ):
        kind = (_KIND.search(then.text) or _OF_NTH.search(then.text)) if does else None
        return f"{bare}: {kind['kind'] if kind else subject}?"
    if _CLAUSE.match(rest) and len(slots) < _FEW:
        return f"{then.text.strip(' ?.!')}, {bare}?"
    return (
        _placed(rest, then, reader)
        or _flipped(rest, then)
        or _opposite(rest, then)
        or _timed(rest, then, reader)
        or _swapped(bare, then)
    )


def same_for(question: str) -> str | None:
    """`was the same true of drug B?` as `for drug B`, to be exchanged; None for other turns."""
    match = _SAME_FOR.match(question)
    return f"for {match['of']}" if match else None


def without_arms(then: Question, reader: Reader) -> Question:
    """A question without the arm that it names, if it is only one."""
    arms = [s for s in slots_of(then, reader) if s.kind == "arm"]
    if len({s.key for s in arms}) != 1:
        return then
    text = then.text
    for slot in reversed(arms):
        joined = _JOINER.search(text[: slot.start])
        start = joined.start() if joined else slot.start
        text = text[:start] + text[slot.end :]
    return reader.read(re.sub(r"\s{2,}|\s+(?=[?,])", " ", text).strip())


def affirmed(rest: str, then: Question) -> str | None:
    """`and if they do?` behind `… who do not proceed`: the same without the `not`."""
    if not _IF_SO.match(rest):
        return None
    denied = _NOT.search(then.text)
    if denied is None:
        return None
    text = f"{then.text[: denied.start()]} {then.text[denied.end() :]}"
    return re.sub(r"\s{2,}", " ", text).strip()


def of_its_kind(question: str, then: Question) -> str:
    """`when is a third added?` behind `how many cycles …`: a third cycle."""
    nth, kind = _NTH.search(question), _KIND.search(then.text)
    if nth is None or kind is None:
        return question
    noun = kind["kind"]
    noun = noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun
    return f"{question[: nth.end('nth')]} {noun}{question[nth.end() :]}"


def in_the_arm(question: str, earlier: Sequence[str], reader: Reader) -> str:
    """`in that arm` as the one arm that was named last."""
    if not _THAT_ARM.search(question):
        return question
    for before in reversed(earlier):
        then = reader.read(before)
        arms = [s for s in slots_of(then, reader) if s.kind == "arm"]
        if arms:
            only = len({s.key for s in arms}) == 1
            return (
                _THAT_ARM.sub(f"the {text_of(then, arms[0])} arm", question) if only else question
            )
    return question


def _opposite(rest: str, then: Question) -> str | None:
    """`and a short one?` behind `a remission that long`: the other of two."""
    match = _SUCH_ONE.match(rest)
    if match is None:
        return None
    word = match["how"].lower()
    for other in _OPPOSITES.get(word, ()):
        found = re.search(rf"\b{other}\b", then.text, re.IGNORECASE)
        if found is not None:
            return f"{then.text[: found.start()]}{word}{then.text[found.end() :]}"
    return None


def narrowed(rest: str) -> str:
    """`only those after HSCT` as `after HSCT`: a group added to what was asked."""
    return _NARROWED.sub("", rest)


def located(question: str, then: Question) -> str:
    """The question with `there` as the place that the one before named."""
    within = _WITHIN.search(then.text)
    return _THERE.sub(within[0], question) if within is not None else question


def _placed(rest: str, then: Question, reader: Reader) -> str | None:
    """`and elsewhere?`: the question before, of other places than the one that it named."""
    if not _ELSEWHERE.search(rest):
        return None
    for slot in slots_of(then, reader):
        if slot.key in PLACES:
            named = text_of(then, slot)
            article = "the " if named.upper() == named or "States" in named else ""
            before = re.search(r"\b(?:in|within) (?:the )?$", then.text[: slot.start])
            start = before.start() if before else slot.start
            return f"{then.text[:start]}outside {article}{named}{then.text[slot.end :]}"
    return None


def _flipped(rest: str, then: Question) -> str | None:
    """`and longer?` behind `less than 12 months`: the other side of the same limit."""
    sign = _SIGNED.search(then.text) if _FLIPS.match(rest) else None
    if sign is None:
        return None
    other = _OPPOSITE.get(sign[0].strip(), "≥" if sign["less"] else "<")
    return f"{then.text[: sign.start()]}{other}{then.text[sign.end() :]}"


def _swapped(bare: str, then: Question) -> str | None:
    """`before conditioning?` behind `… before follow-up HSCT?`: one such phrase for the other."""
    word = re.match(
        r"(?:before|after|prior to|during|without|outside|within|against)\b", bare, re.I
    )
    if word is None:
        return None
    like = _TIMES if _TIMES.match(bare) else re.compile(rf"\b{re.escape(word[0])}\b", re.I)
    found = list(like.finditer(then.text))
    if not found or len(then.text[found[-1].end() :].split()) > _FEW:
        return None
    return f"{then.text[: found[-1].start()]}{bare}?"


def _timed(rest: str, then: Question, reader: Reader) -> str | None:
    """`later?`: the question before, after the time that it named."""
    match = _LATER.match(rest)
    if match is None:
        return None
    after = not re.match(r"earlier|before|previously|sooner", match["when"], re.IGNORECASE)
    said = "later than" if after else "earlier than"
    for slot in reversed(slots_of(then, reader)):
        if slot.kind == "figure" and slot.key:
            before = re.search(r"\b(?:in|at|on|by|within) (?:the )?$", then.text[: slot.start])
            start = before.start() if before else slot.start
            return f"{then.text[:start]}{said} {text_of(then, slot)}{then.text[slot.end :]}"
    return f"{match['when']}: {subject_of(then, reader)}?"


def _without_measure(subject: str) -> str:
    """A subject without a measure of its own before it: `confidence interval: difference: …`."""
    head, colon, tail = subject.partition(": ")
    return tail if colon and _MEASURE.match(head) else subject


def counted_of(then: Question) -> str:
    """Whom a question counts: `How many patients were 55 or older?` those who were."""
    match = re.match(
        r"how many\s+(?P<who>.+?)\s+(?P<verb>were|are|had|have|got|received)\b", then.text, re.I
    )
    if match is None:
        return ""
    rest = then.text[match.start("verb") :].strip(" ?.!")
    return f"the {match['who']} who {rest}"


def same_head(question: str, then: Question, reader: Reader) -> str | None:
    """`low burden?` behind `… in high tumor burden?`: another kind of what was named."""
    bare = question.strip(" ?.!")
    told = bare.lower().split()
    if not 1 < len(told) <= _FEW // 2:
        return None
    for slot in slots_of(then, reader):
        named = text_of(then, slot)
        described = _ADJECTIVE.search(then.text[: slot.start])
        if named.lower().split()[-1] == told[-1] and (described or len(named.split()) > 1):
            start = described.start() if described else slot.start
            return f"{then.text[:start]}{bare}{then.text[slot.end :]}"
    return None
