"""How many statements are shown: one when sure, two or three when not or when needed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ino_assistant.answering.choosing.facts import Facts
from ino_assistant.answering.choosing.ranking import Candidate
from ino_assistant.answering.understanding.question import Question
from ino_assistant.answering.understanding.shapes import Shape
from ino_assistant.answering.understanding.slots import units
from ino_assistant.vocabulary.tokens import terms

_SURE = 2.5
"""Gap to the best score within which a statement is shown beside it."""
_SURE_OF_ALL = 1.0
"""The same where a figure is asked for and the best statement speaks of all that is asked."""
_COMPANION = 5.0
"""Gap within which a statement is shown that holds what the others lack."""
_TIE = 0.3
"""Gap within which nothing tells which of two rows is meant: both are shown."""
_BOXED_WARNING = "§boxed warning"
_MOST = 3
_RARE = 2.0
_MAX_WORDS = 140
_BRIEF = 60
_LONG = 110
"""Words up to which a statement is added only because it scores nearly as high: where a
figure is asked for, and else."""
VALUES: frozenset[Shape] = frozenset({"percent", "count", "duration", "dose", "date", "age"})
"""Kinds of figures."""


def choose(
    question: Question, ranked: Sequence[Candidate], rarity: Mapping[str, float]
) -> list[Facts]:
    """The statements to show, the best first.

    Args:
        question: as understood.
        ranked: candidates, the best first; at least one.
        rarity: of terms and concepts.
    """
    heading = _boxed_warning_asked(question, ranked)
    if heading is not None:
        return [heading]
    best = _of_it_alone(question, ranked)
    if best.facts.definition:
        return [best.facts]
    chosen = [best.facts]
    asked = units(question)
    longest = _BRIEF if question.shapes & VALUES else _LONG
    whole = bool(question.shapes & VALUES) and asked <= best.facts.all_terms
    sure = _SURE_OF_ALL if whole else _SURE
    if _OF_ALL.search(question.text) and asked <= best.facts.all_terms:
        # Beside what holds `overall` nothing belongs but what it lacks.
        sure = 0.0
    for candidate in ranked[:12]:
        if len(chosen) == _MOST or candidate.score < best.score - _COMPANION:
            break
        facts = candidate.facts
        if facts is best.facts or facts.statement.layout_lost or _overlaps(facts, chosen):
            continue
        if facts.composite and not best.facts.composite and not _ASKS_ALL.search(question.text):
            continue
        if not _of_the_same(question, best.facts, facts):
            continue
        if _asks_voice(question) and _is_voiced(best.facts) and not _is_voiced(facts):
            continue
        if sum(f.words for f in chosen) + facts.words > _MAX_WORDS:
            continue
        lacking = {
            u
            for u in asked - frozenset[str]().union(*(f.all_terms for f in chosen))
            if rarity.get(u, 0.0) > _RARE and u in facts.own | facts.own_concepts
        }
        lacking |= _other_arm(question, chosen, facts)
        words = sum(f.words for f in chosen) + facts.words
        close = (
            candidate.score > best.score - sure
            and not facts.pointer
            and not (candidate.score < best.score - _TIE and _sibling(question, best.facts, facts))
            and not _of_another_group(question, best.facts, facts)
            and not (_beside_it(question, facts) and not _beside_it(question, best.facts))
        )
        if (close and words <= longest) or lacking:
            chosen.append(facts)
    return chosen


def with_what_takes_back(
    question: Question, chosen: Sequence[Facts], ranked: Sequence[Candidate]
) -> list[Facts]:
    """The statements to show, and behind the first what the next sentence takes back of it.

    `However, the analysis did not meet its boundary` has no figure that was asked for, and
    belongs to the one that was.
    """
    first, *others = chosen
    after = next((c.facts for c in ranked if c.facts.statement.id == first.qualifier), None)
    if after is None or after in others:
        return list(chosen)
    shared = after.own_concepts & first.own_concepts & _things_asked(question)
    if not shared or first.words + after.words > _BRIEF:
        return list(chosen)
    room = [f for f in others if first.words + after.words + f.words <= _BRIEF]
    return [first, after, *room][:_MOST]


def _things_asked(question: Question) -> frozenset[str]:
    """Endpoints and reactions that a question names."""
    kinds = ("endpoint", "reaction", "measure", "term")
    return frozenset(m.concept.key for m in question.mentions if m.concept.kind in kinds)


def _other_arm(question: Question, chosen: Sequence[Facts], facts: Facts) -> frozenset[str]:
    """An arm asked for that only this statement has, with a figure of the kind shown."""
    shown = frozenset[str]().union(*(f.arms for f in chosen))
    wanted = question.arms - shown
    kinds = chosen[0].shapes & VALUES
    if len(question.arms) < 2 or not kinds or not kinds & facts.shapes:
        return frozenset()
    return wanted & facts.named


def _boxed_warning_asked(question: Question, ranked: Sequence[Candidate]) -> Facts | None:
    """The heading of a boxed warning, where only the warning itself is asked for.

    The warning stands below every answer, whole: what it is about is all that is left to say.
    """
    asked = {m.concept.key for m in question.mentions if m.concept.kind != "word"}
    if asked != {_BOXED_WARNING}:
        return None
    return next(
        (
            c.facts
            for c in ranked
            if c.facts.statement.kind == "boxed_warning" and c.facts.statement.display.endswith(":")
        ),
        None,
    )


def _of_the_same(question: Question, best: Facts, facts: Facts) -> bool:
    """Whether it is about the medicine of the best statement, or one that is asked about."""
    mine, others = set(best.statement.products), set(facts.statement.products)
    return not mine or bool(others & (mine | question.products))


def _sibling(question: Question, best: Facts, facts: Facts) -> bool:
    """Whether it is another row of the same table: its figures are of something else."""
    row, other = best.statement.row, facts.statement.row
    if "list" in question.shapes:
        return False
    if {best.statement.kind, facts.statement.kind} == {"figure"}:
        return best.statement.section == facts.statement.section and bool(best.shapes & VALUES)
    if row is None or other is None:
        return False
    asks_value = bool(question.shapes & (VALUES | _STATISTICS) or _things_asked(question))
    return row.table == other.table and asks_value


def _of_another_group(question: Question, best: Facts, facts: Facts) -> bool:
    """Whether its figures are of a group that neither the question nor the best statement names.

    Beside `6.7 % of all patients` what was seen after a transplant misleads; and so does what
    holds for those who are *not* of the group asked about.
    """
    figures = question.shapes & (VALUES | _STATISTICS)
    if not figures & best.shapes or "list" in question.shapes:
        return False
    if facts.populations - question.concepts - best.populations:
        return True
    denied = bool(_NOT_OF.search(facts.statement.display))
    return denied and not _NOT_OF.search(best.statement.display + question.text)


_NOT_OF = re.compile(
    r"\b(?:patients|adults|women|men|those|people|children) (?:who (?:are|do|did|have|were) )?not\b"
    r"|\bwithout (?:an? |the )?(?:prior|previous|\w+ing)\b",
    re.IGNORECASE,
)


def _of_it_alone(question: Question, ranked: Sequence[Candidate]) -> Candidate:
    """The best candidate, or one on the very thing asked for that scores nearly as high.

    `Hospitalization rates?` is answered by its own row before a composite with death.
    """
    best = _of_all(question, _voiced(question, ranked), ranked)
    things = _things_asked(question)
    if not things or not _beside_it(question, best.facts):
        return best
    for candidate in ranked[1:_MOST_ALIKE]:
        alone = (
            things <= candidate.facts.own_concepts and best.facts.shapes & candidate.facts.shapes
        )
        if (
            alone
            and candidate.score > best.score - _SURE
            and not _beside_it(question, candidate.facts)
            and question.arms & best.facts.arms <= candidate.facts.arms
        ):
            return candidate
    return best


def _of_all(question: Question, best: Candidate, ranked: Sequence[Candidate]) -> Candidate:
    """The best candidate, or what holds for all where it is of a part that nobody asked about.

    `For patients of 90 kg or more it is 60 mg` does not come before the dose.
    """
    if not _of_part(question, best):
        return best
    shapes = best.facts.shapes & question.shapes & VALUES
    things = question.concepts & best.facts.own_concepts
    if not shapes or not things:
        return best
    return next(
        (
            c
            for c in ranked[1:_MOST_ALIKE]
            if c.score > best.score - _ALIKE
            and things <= c.facts.own_concepts
            and shapes <= c.facts.shapes
            and not _of_part(question, c)
            and c.facts.statement.document == best.facts.statement.document
        ),
        best,
    )


def _of_part(question: Question, candidate: Candidate) -> bool:
    """Whether it is of a limit or of a group told by a clause, and the question of neither."""
    if candidate.features.get("thresholds_unasked"):
        return True
    clause = _GROUP.search(candidate.facts.statement.display)
    return clause is not None and not set(terms(clause[1])) & question.content


_ALIKE = 0.8
_GROUP = re.compile(
    r"\b(?:for|in|among|of) (?:the )?(?:\d+ )?(?:patients|adults|those|women|men|children|people|"
    r"participants|subjects) who ([^,;.]+)",
    re.IGNORECASE,
)


def _voiced(question: Question, ranked: Sequence[Candidate]) -> Candidate:
    """The best candidate, or where an author's view is asked for, one that tells it: `I consider`.

    What others found, and what a label asks for, is not what the author thinks or does.
    """
    best = ranked[0]
    if not _asks_voice(question) or _is_voiced(best.facts):
        return best
    things = _things_asked(question)
    return next(
        (
            c
            for c in ranked[1:_VOICES]
            if _is_voiced(c.facts)
            and ("opinion" in c.facts.shapes or c.features.get("drug_held"))
            and not c.facts.pointer
            and c.score > best.score - (_SPEAKS if things <= c.facts.own_concepts else _NEARLY)
        ),
        best,
    )


def _asks_voice(question: Question) -> bool:
    """Whether it is asked what an author thinks or does."""
    return "opinion" in question.shapes and bool(_SPEAKER.search(question.text))


def _is_voiced(facts: Facts) -> bool:
    return "opinion" in facts.shapes or facts.statement.authority in ("opinion", "case")


_VOICES, _SPEAKS = 15, 3.0
"""How far down, and at which gap to the best score, one that tells an author's view leads."""
_NEARLY = 1.5
_SPEAKER = re.compile(
    r"\b(?:Dr|Prof(?:essor)?|authors?|experts?|reviewer|writer|he|she|they)\b", re.I
)


def _beside_it(question: Question, facts: Facts) -> bool:
    """Whether its figures are of more than is asked for, or of a part of the patients only."""
    if facts.composite and not _ASKS_ALL.search(question.text):
        return True
    if _OF_ALL.search(question.text) and _OF_A_PART.search(facts.statement.display):
        return True
    if _ONE_TIME.search(question.text) and _MANY_TIMES.search(facts.statement.display):
        # `14% during or following treatment, or following transplant` is not 14% after it.
        return not _MANY_TIMES.search(question.text)
    part = facts.populations - question.concepts - _WHOLE
    return facts.statement.row is not None and bool(part)


_ONE_TIME = re.compile(
    r"\b(?:after|following|post|before|prior to|during|while)\b|\bpost-", re.IGNORECASE
)
_OF_A_PART = re.compile(
    r"\b(?:for|in|among|of) (?:the )?(?:\w+ )?(?:patients|adults|those|participants|people) "
    r"(?:who|with|without|whose|aged)\b",
    re.IGNORECASE,
)
_MANY_TIMES = re.compile(
    r"\b(?:before|during|on|while|within)\b[^.;:]{0,40}\bor (?:after|following|since)\b"
    r"|\b(?:after|following)\b[^.;:]{0,40}\bor (?:before|during|following|prior)\b",
    re.IGNORECASE,
)
"""What was seen at one time or at another."""
_WHOLE = frozenset({"§intent-to-treat", "§whole population", "§patients", "§adults"})
"""Populations that are all of a trial's patients."""


_ASKS_ALL = re.compile(r"\b(?:composite|primary|combined|endpoints?|or|events?)\b", re.IGNORECASE)
"""Questions that are after a composite."""
_MOST_ALIKE = 6

_OF_ALL = re.compile(
    r"\boverall\b(?! (?:survival|response|remission|objective))"
    r"|\ball (?:pts|patients|comers|treated)\b"
    r"|\b(?:in total|altogether|everyone|everybody|whole (?:population|group|trial))\b",
    re.IGNORECASE,
)
"""Questions after all, and no part of them."""
_STATISTICS: frozenset[Shape] = frozenset({"ratio", "interval", "p_value"})


def _overlaps(facts: Facts, chosen: Sequence[Facts]) -> bool:
    """Whether a statement repeats text that is already shown."""
    for other in chosen:
        for start, end in facts.statement.spans:
            for a, b in other.statement.spans:
                if facts.statement.document == other.statement.document and start < b and a < end:
                    return True
        if facts.own <= other.own:
            return True
    return False
