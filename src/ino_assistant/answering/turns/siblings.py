"""The row beside the one shown: `from 40 up`, `the oldest`, `and without?`, `severe?`.

A table tells of groups, limits or grades, a row each, and a turn asks for the next one in words
that only make sense beside the row just shown. So it is looked up among the rows of that table:
by its limits, its order, its denial or its words. The question before is asked again with the
one label in the place of the other, and the row is the only one that can answer it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import inf

from ino_assistant.answering.turns.places import Places
from ino_assistant.answering.turns.pointing import OTHER
from ino_assistant.answering.turns.resolution import OPENING_WORDS, Reading, unopened
from ino_assistant.answering.turns.turn_slots import slots_of
from ino_assistant.answering.understanding.question import Question, Reader
from ino_assistant.corpus.model import Statement
from ino_assistant.vocabulary.tokens import SEARCH_STOP_WORDS, normalise, term, terms, word_spans

Interval = tuple[float, float]
_N = r"(\d+(?:\.\d+)?)"
_UNIT = (
    r"(?:[ -]?(?:%|years?|yrs?|yo|kg|mg|m[lL]/min|months?|weeks?|days?|hours?)"
    r"(?:[ -]olds?| of age)?)?"
)
_THE_AGE = r"(?:(?:the )?(?:age of |age )?)"
_INTERVALS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (rf"(?:between )?{_N}{_UNIT} ?(?:to less than|to|-|–|through|and) ?{_N}", "both"),
        (
            rf"(?:(?<!no )more than|greater than|higher than|over|above|older than|heavier than|"
            rf"at least|"
            rf"beyond|from|[≥>]) ?{_THE_AGE}{_N}",
            "low",
        ),
        (
            rf"{_N}{_UNIT} ?(?:\+|(?:and|or) (?:up|over|older|above|more|higher|heavier|longer)|"
            r"up(?:wards?)?\b|onwards?)",
            "low",
        ),
        (
            rf"(?:less than|lower than|under|below|younger than|lighter than|up to|at most|[≤<])"
            rf"[ -]?{_THE_AGE}{_N}",
            "high",
        ),
        (rf"{_N}{_UNIT} ?(?:and|or) (?:under|younger|below|less|lower|lighter|shorter)", "high"),
    )
)
_VALUE = re.compile(rf"(?<![\d.-]){_N}(?![\d.])")
_WORDS_OF_LIMITS = re.compile(
    r"\b(?:less|more|greater|higher|lower|older|younger|than|over|under|above|below|at|least|most|"
    r"from|to|up|upwards|onwards|and|or|years?|yrs?|old|of|kg|mg|between)\b|[≥≤<>+\d.,–-]",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"(?:the )?(?:next )?(?P<more>older|higher|heavier|longer|larger|bigger|more|greater|above|"
    r"upper|next|later)"
    r"|(?:the )?(?P<less>younger|lower|lighter|shorter|smaller|less|fewer|below|previous|earlier)"
    r"|(?:the )?(?:very )?(?P<last>oldest|highest|heaviest|longest|largest|biggest|greatest|worst|"
    r"top)"
    r"|(?:the )?(?:very )?(?P<first>youngest|lowest|lightest|shortest|smallest|fewest|bottom)",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"\b(?:the )?(?:ones?|groups?|patients|people|pts|adults|those|subjects|category|categories|"
    r"rows?|"
    r"bracket|band|stratum|subgroup|who|with|that|it|this)\b|\bthan (?:that|those|this|it)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"(?:(?:in |for |with )?(?:those |the ones |patients |people )?without(?: (?:it|one|any|them|"
    r"that|this))?|"
    r"(?:and )?(?:if )?(?:not|none|no|neither)|"
    r"if (?:they|he|she|it|one)(?: (?:is|are|was|were|has|have|had|do|does|did))?(?:n['’]?t| not)|"
    r"(?:those |the ones |patients )?(?:who|that) (?:had|have|did|do|were|are|was)(?:n['’]?t|"
    r" not))|"
    r"(?:in |for )?(?:those |the ones |patients |people )?"
    r"(?:with|who (?:had|have|did|do|were|are|was))"
    r"(?: (?:it|one|any|them|that))?",
    re.IGNORECASE,
)
_NO = re.compile(r"^(?:no|non|without|not|never|none)\b[- ]?", re.IGNORECASE)
_ANY = re.compile(r"^(?:any|≥ ?1|at least (?:1|one)|(?:1|one) or more)\s+", re.IGNORECASE)
LEADS = re.compile(
    r"^(?:(?:for|in|with|on|at|of|among|only|just|those|the|a|an|ones?|patients|people|aged|one|"
    r"somebody|someone|who|is|are|weighing|weighs)\b\s*)+",
    re.IGNORECASE,
)
_BEFORE_LIMIT = re.compile(r"^(?:for|in|with|on|at|of|a|an|one|the)\s+(?:of\s+)?", re.IGNORECASE)
_MOST_WORDS = 8


def of_another_row(
    question: str,
    then: Question,
    plain: Question,
    shown: Sequence[Statement],
    places: Places,
    reader: Reader,
) -> Reading | None:
    """The question before of the row that a turn means beside the one shown; else None.

    Args:
        question: the turn.
        then: the question before.
        plain: the same without a comparator that it names: of another thing all arms are shown.
        shown: what its answer rests on.
        places: knows which rows stand in one table.
        reader: reads questions with the vocabulary of the corpus.
    """
    bare = unopened(question).strip(" ?.!,")
    few = 0 < len(bare.split()) <= _MOST_WORDS
    if not few or OPENING_WORDS.match(bare) or OTHER.search(bare):
        return None
    cited = next((s for s in shown if s.row is not None), None)
    meant = _meant(bare, cited, places.beside(cited)) if cited is not None else None
    own = any(s.kind == "outcome" for s in slots_of(reader.read(bare), reader))
    if meant is None and shown and not own and _interval(bare) is None:
        known = {s.id for s in shown}
        others = [s for s in places.rows(shown[0].document) if s.id not in known]
        meant = _called(bare, others, whole=True)
    if meant is None or meant is cited:
        return None
    new = _label(meant)
    named = _called(bare, [meant], whole=False) is not None and _interval(bare) is None
    told = ""
    if named:
        then, told = plain, "" if _OF_PEOPLE.match(bare) else LEADS.sub("", bare)
    elif _interval(bare) is not None:
        # What is corrected later is looked for in the words that were said.
        new = _BEFORE_LIMIT.sub("", bare)
    text = _put(then.text, _label(cited) if cited is not None else "", new, told)
    return Reading(text, leans="place", among=(meant.id,))


def _meant(bare: str, cited: Statement, rows: Sequence[Statement]) -> Statement | None:
    """The row of a table that is meant beside one of it."""
    limited = [(row, found) for row in rows if (found := _alike(cited, row)) is not None]
    if _DENIED.fullmatch(bare):
        return _opposite(cited, rows)
    step = _NEXT.fullmatch(_GROUP.sub("", bare).strip())
    if step is not None:
        return _stepped(step, cited, limited) if len(limited) > 1 else None
    wanted = _interval(bare)
    if wanted is not None and limited and not _extra(bare, cited):
        return _holding(wanted, limited)
    return _called(bare, [row for row in rows if row.id != cited.id], whole=False)


def _interval(text: str) -> Interval | None:
    """The limits that words set, or the one value that they name; None for others."""
    text = normalise(text)
    for pattern, kind in _INTERVALS:
        found = pattern.search(text)
        if found is not None:
            first = float(found[1])
            return {
                "both": (first, float(found[found.lastindex or 1])),
                "low": (first, inf),
                "high": (-inf, first),
            }[kind]
    value = _VALUE.findall(text)
    return (float(value[0]), float(value[0])) if len(value) == 1 else None


def _alike(cited: Statement, row: Statement) -> Interval | None:
    """The limits of a row on the same measure as the one cited; None for others."""
    own, others = _label(cited), _label(row)
    measures = [frozenset(terms(_WORDS_OF_LIMITS.sub(" ", label))) for label in (own, others)]
    if _interval(own) is None or measures[0] != measures[1]:
        return None
    return _interval(others)


def _extra(bare: str, cited: Statement) -> bool:
    """Whether a turn with a limit names another measure than the row cited is on."""
    named = frozenset(terms(_WORDS_OF_LIMITS.sub(" ", _GROUP.sub(" ", LEADS.sub("", bare)))))
    row = cited.row
    heading = row.label_heading if row is not None else ""
    return not named <= frozenset(terms(f"{_label(cited)} {heading}"))


def _stepped(
    step: re.Match[str], cited: Statement, limited: Sequence[tuple[Statement, Interval]]
) -> Statement | None:
    """The next row up or down, or the one at the end."""
    order = [row for row, limits in sorted(limited, key=lambda r: (r[1][0], r[1][1]))]
    ids = [row.id for row in order]
    if cited.id not in ids:
        return None
    at = ids.index(cited.id)
    if step["more"] or step["less"]:
        at += 1 if step["more"] else -1
        return order[at] if 0 <= at < len(order) else None
    return order[-1] if step["last"] else order[0]


def _holding(wanted: Interval, limited: Sequence[tuple[Statement, Interval]]) -> Statement | None:
    """The row whose limits are those wanted, or hold the value wanted."""
    low, high = wanted
    if low == high:
        holding = [row for row, (least, most) in limited if least <= low <= most]
        return holding[0] if len(holding) == 1 else None
    same = [row for row, limits in limited if limits == wanted]
    if not same:
        # `over 130` is `130 or higher` where no other row begins there.
        same = [row for row, limits in limited if inf in limits and low in limits and high == inf]
        same += [
            row for row, limits in limited if -inf in limits and high in limits and low == -inf
        ]
    return same[0] if len(same) == 1 else None


def _opposite(cited: Statement, rows: Sequence[Statement]) -> Statement | None:
    """The row of those who have not what the one cited names, or the other way round."""
    own = _label(cited)
    bare = frozenset(terms(_ANY.sub("", _NO.sub("", own))))
    for row in rows:
        other = _label(row)
        if bool(_NO.match(other)) != bool(_NO.match(own)) and bare == frozenset(
            terms(_ANY.sub("", _NO.sub("", other)))
        ):
            return row
    return None


def _called(bare: str, rows: Sequence[Statement], *, whole: bool) -> Statement | None:
    """The one row whose label has all that a turn says; `whole`: and nothing besides.

    Of people, `those who had a stroke before`, all that the label says is enough.
    """
    said = content_of(LEADS.sub("", bare))
    if not said:
        return None
    people, denied = _OF_PEOPLE.match(bare) is not None, _DENIES.search(bare) is not None
    found = []
    for row in rows:
        label = content_of(_label(row))
        if said == label or (not whole and said <= label):
            found.append((len(label), row))
        elif people and not whole and bool(_NO.match(_label(row))) == denied:
            named = content_of(re.split(r"\bor\b|[,/(]", _NO.sub("", _label(row)))[0]) - _TIMES
            if named and named <= said:
                found.append((len(label), row))
    if not found:
        return None
    fewest = min(size for size, _ in found)
    best = [row for size, row in found if size == fewest]
    return best[0] if len(best) == 1 else None


_OF_PEOPLE = re.compile(
    r"(?:(?:only|just|in|for|among|with) )*(?:the )?(?:people|patients|pts|those|ones|adults|"
    r"women|men|anyone)\b",
    re.IGNORECASE,
)
_DENIES = re.compile(r"n['’]t\b|\b(?:not|no|never|without)\b", re.IGNORECASE)
_TIMES = frozenset(
    term(w) for w in ("previous", "prior", "baseline", "history", "known", "earlier")
)


def content_of(text: str) -> frozenset[str]:
    """The terms of a label or turn that tell one group from another."""
    stop = {"patients", "people", "ones", "one", "group", "groups", "those", "only", "just"}
    return frozenset(
        t for t in terms(text) if t not in SEARCH_STOP_WORDS and t not in {term(w) for w in stop}
    )


def _label(statement: Statement) -> str:
    row = statement.row
    return row.label if row is not None else ""


def _put(text: str, old: str, new: str, told: str = "") -> str:
    """A question with one label in the place of another, as far as it names that; else behind.

    Args:
        text: the question.
        old: the label that it names.
        new: the one that takes its place.
        told: what stands for the new one in the user's own words; empty for itself.
    """
    text = text.strip(" ?.!")
    limits = _interval(old)
    spans = [m.span() for pattern, _ in _INTERVALS for m in pattern.finditer(text)]
    spans += [m.span() for m in _VALUE.finditer(text)] if limits is not None else []
    for start, end in spans:
        own = _interval(text[start:end])
        if limits is None or own is None or not _overlap(own, limits):
            continue
        unit = _UNIT_BEHIND.match(text, end)
        said = frozenset(terms(text[:start]))
        words = [w for w in new.split() if not (terms(w) and set(terms(w)) <= said)]
        return f"{text[:start].rstrip()} {' '.join(words)}{text[unit.end() if unit else end :]}?"
    gone = set(terms(old)) - set(terms(new)) - SEARCH_STOP_WORDS
    at = [(a, b) for a, b in word_spans(text) if set(terms(text[a:b])) & gone]
    if not at:
        return f"{text}, {told or new}?"
    differs = " ".join(w for w in new.split() if not set(terms(w)) & set(terms(old))) or new
    differs = told or differs
    first = at[0]
    for start, end in reversed(at[1:]):
        text = text[:start] + text[end:]
    text = f"{text[: first[0]]}{differs}{text[first[1] :]}"
    return re.sub(r"\s{2,}", " ", text).strip(" ,") + "?"


def _overlap(one: Interval, other: Interval) -> bool:
    return max(one[0], other[0]) <= min(one[1], other[1])


_UNIT_BEHIND = re.compile(
    rf"(?:s\b)?{_UNIT}(?: (?:and|or) (?:up|over|older|above|more|higher|heavier|under|younger|"
    rf"below|less|"
    r"lower|lighter))?",
    re.IGNORECASE,
)
