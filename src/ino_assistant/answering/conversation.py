"""Conversation: a turn is written out with what earlier turns said, or asked back about.

A turn that stands by itself is left alone. One that leaves something out (`and with chemo?`)
takes the question before it and exchanges like for like: arm for arm, endpoint for endpoint.
A pronoun is replaced by what it stands for. What can't be told is asked back, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ino_assistant.answering.exchange import exchanged, in_context, subject_of, thing_of
from ino_assistant.answering.question import Question, Reader
from ino_assistant.answering.turn_slots import TOPICS, Slot, slots_of, text_of
from ino_assistant.data import words as words_of_data

_OPENS = re.compile(
    r"^(?:(?:and|or|but|so|also|then|ok(?:ay)?|thanks?(?: you)?|right|now|hm+|sorry|only|just)\b"
    r"[\s,:.!-]*)*"
    r"(?:(?:what|how) about\b|what if\b|"
    r"(?:the )?same(?: (?:thing|question|again))?\b(?: (?:for|with|in|but|on))?)?"
    r"[\s,:]*",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\b(?:(?:going |go |coming |come |get |let's go )?back to|returning to|again about|as for|"
    r"(?:on|about|regarding) the (?:earlier|previous|first) (?:question|point|one)(?: about)?)\b"
    r"[\s,:]*",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"^(?:but |and |so )?(?:why(?: (?:is|was) (?:that|this|it))?|how so|how come)\W*$", re.I
)
_HOW_MANY = re.compile(
    r"^(?:and |so )?(?:how many|what number|in numbers|which is how many|n/?N)"
    r"(?: (?:is|was|are|were|of them|patients|people|pts))*(?: (?:that|this|it|those))?"
    r"(?: in (?:patients|numbers))?\W*$",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"^(?:and |so )?(?:when(?: was (?:that|this|it))?|since when|in which arm|who|where)\W*$", re.I
)
_PRONOUN = re.compile(
    r"\b(?:it|its|they|them|their|those|these)\b|"
    r"\b(?:is|was|are|were|of|for|about|does|did|do|with|on|at|than|after|before|has|had|why)\s+"
    r"(?:that|this)\b"
    r"(?!\s+(?:the|a|an|it|you|we|patients)\b)|\b(?:that|this)\W*$",
    re.IGNORECASE,
)
_DUMMY = re.compile(
    r"\bit\s+(?:true|correct|possible|ok|okay|safe|necessary|recommended|allowed|needed|take)\b|"
    r"\bdoes it take\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(r"\b(?:they|them|their|those)\b", re.IGNORECASE)
_PERSON = re.compile(r"\b(?:she|he|her|him|his|hers)\b", re.IGNORECASE)
_OWN_PATIENT = re.compile(
    r"\b(?:my|our|a|this|an|some|one of (?:my|our|the))\s+(?:\w+\s+)?"
    r"(?:patients?|pts?|lady|man|woman|guy)\b",
    re.IGNORECASE,
)
"""Somebody whom the asker knows, and who is no case of a document."""
_AGES = frozenset({"old", "yo", "year-old"})
_SPEAKER = re.compile(r"\b(?:Dr|Prof)\.? [A-Z]\w+|\bthe (?:author|expert|reviewer|physician)\b")
_SOMEBODY = re.compile(
    rf"\b(?:{'|'.join(sorted(words_of_data('persons') - _AGES))})s?\b|{_SPEAKER.pattern}",
    re.IGNORECASE,
)
"""Words that `he` and `she` of the same question can stand for."""
_OTHER = re.compile(
    r"\b(?:the )?(?:other|opposite|second|comparator|comparison|control|reference)\s+"
    r"(?:arm|group|side|treatment|drug|regimen)\b|"
    r"\bthe (?:comparator|control|other(?: one)?)\b(?!\s+\w)|"
    r"^(?:and |with |in |on )*(?:the )?(?:comparator|controls?|other)\W*$",
    re.IGNORECASE,
)
_OTHER_CASE = re.compile(
    r"\b(?:the )?(?:other|second|next) (?:case|patient|one|guy|man|woman|lady)\b", re.IGNORECASE
)
_OPENING_WORDS = re.compile(
    r"^(?:what|which|who|how|when|why|where|is|are|was|were|do|does|did|can|could|should|has|have|"
    r"had|will|would|may|tell|give|show|list|explain)\b",
    re.IGNORECASE,
)
_ONE_OF = re.compile(
    r"\bthe (?:first|second|third|last|latter|former|short|long|high|low|other)(?:er|est)? ones?\b",
    re.IGNORECASE,
)
"""One of those that the turn before spoke of."""
_ASKS_HOW = re.compile(r"^(?:how|when|where|who|for how)\b", re.IGNORECASE)
_MEASURES = re.compile(
    r"^(?:the )?(?:rates?|percent(?:age)?|proportion|incidence|frequency|numbers?|share|duration)\b"
    r"(?! of\b)",
    re.IGNORECASE,
)
"""Turns that ask for a figure and do not say of what."""
_WHOLE = "Please ask the whole question."
_LONG = 12
"""Words from which a turn is no mere fragment."""
_SHORT = 6
_BRIEF = 5


@dataclass(frozen=True, slots=True)
class Resolution:
    """A turn with everything that it takes over.

    Attributes:
        standalone: the question that is answered.
        unclear: where it can't be told what is meant, one line that asks back; else empty.
        continued: of a fragment that may stand by itself (`LDH limit?`): the same as a
            continuation of the turn before, in case nothing answers it alone; else empty.
    """

    standalone: str
    unclear: str = ""
    continued: str = ""


class Rewriter(Protocol):
    """What may write a turn out in its own way, such as a language model's adapter."""

    def __call__(
        self, question: str, earlier: Sequence[str], turn: Resolution, reader: Reader
    ) -> Resolution:
        """The turn as understood: `turn`, or with another standalone question.

        Args:
            question: the turn, without identifying details.
            earlier: the standalone questions of the turns before it, the oldest first.
            turn: what `resolve` made of it; it is clear.
            reader: reads questions with the vocabulary of the corpus.
        """


def resolve(question: str, earlier: Sequence[str], reader: Reader) -> Resolution:
    """A turn written out with what it takes over from earlier turns.

    Args:
        question: the turn that is to be answered.
        earlier: the standalone questions of the turns before it, the oldest first.
        reader: reads questions with the vocabulary of the corpus.
    """
    if not earlier:
        slots = slots_of(reader.read(question), reader)
        if is_fragment(question) and not any(s.kind in TOPICS for s in slots):
            return Resolution(question, f"Which earlier question do you mean? {_WHOLE}")
        named = _person(question, reader.read(question), (), reader)
        return named if isinstance(named, Resolution) else Resolution(question)
    named = _person(question, reader.read(question), earlier, reader)
    if isinstance(named, Resolution):
        return named
    question, now = named, reader.read(named)
    slots = slots_of(now, reader)
    if not _leaves_out(question, now, slots):
        question = _product_named(question, slots, reader.read(earlier[-1]), reader)
        brief = len(now.words) <= _BRIEF and not _OPENING_WORDS.match(question)
        last = reader.read(earlier[-1].removeprefix("Why: "))
        return Resolution(question, continued=_appended(last, question, reader) if brief else "")
    before = _meant(question, now, earlier, reader)
    if before is None:
        return Resolution(_BACK.sub("", question))
    return _continued(question, slots, reader.read(before.removeprefix("Why: ")), reader)


def _continued(question: str, slots: Sequence[Slot], then: Question, reader: Reader) -> Resolution:
    """A turn that leaves something out, with what the question that it continues says."""
    if _WHY.match(question):
        return Resolution(f"Why: {then.text}")
    if _HOW_MANY.match(question):
        return Resolution(f"How many patients (n/N): {subject_of(then, reader)}?")
    if _WHEN.match(question):
        return Resolution(f"{question.strip(' ?')}: {then.text}")
    other = _other_named(_BACK.sub("", question), then, reader)
    if isinstance(other, Resolution):
        return other
    rest = _unopened(other)
    pointed = _pointed(other)
    if _ONE_OF.search(other):
        text = _appended(then, other, reader)
    elif pointed is not None and not any(s.kind in TOPICS - {"drug"} for s in slots):
        # `Was it significant?`: the words stay, the pronoun says what it stands for.
        start, end = pointed
        thing = thing_of(then, reader, other[start:end])
        if not thing:
            return Resolution(question, f"What does “{other[start:end]}” stand for? {_WHOLE}")
        text = f"{other[:start]}{thing}{other[end:]}"
    elif _MEASURES.match(rest):
        text = f"{thing_of(then, reader)} {rest.strip(' ?')}?"
    elif _ASKS_HOW.match(rest) and any(s.kind in TOPICS for s in slots):
        text = in_context(then, rest, reader)
    elif _ASKS_HOW.match(rest):
        text = _appended(then, rest, reader)
    else:
        text = exchanged(then, rest, reader)
    return Resolution(text)


def _appended(then: Question, question: str, reader: Reader) -> str:
    return f"{question.strip(' ?.!')}: {subject_of(then, reader)}?"


def is_fragment(question: str) -> bool:
    """Whether a turn can only be the continuation of another: `and with the other arm?`."""
    bare = any(p.match(question) for p in (_WHY, _HOW_MANY, _WHEN))
    return bare or bool(re.match(r"(?:and|same|the same|what about|how about)\b", question, re.I))


def _unopened(question: str) -> str:
    return re.sub(r"[\s,]+please\b", "", _OPENS.sub("", question, count=1)).strip()


def _leaves_out(question: str, now: Question, slots: Sequence[Slot]) -> bool:
    """Whether a turn needs an earlier one to be understood."""
    if any(p.match(question) for p in (_WHY, _HOW_MANY, _WHEN)) or _BACK.search(question):
        return True
    topics = [s for s in slots if s.kind in TOPICS]
    opened = _OPENS.match(question)
    continues = opened is not None and opened.end() > 0
    rest = _unopened(question)
    length = len(now.words)
    asks = bool(_OPENING_WORDS.match(rest))
    if continues and length <= _LONG and not (asks and any(s.kind == "attribute" for s in topics)):
        return True
    if _OTHER.search(question) and not topics:
        return True
    about = [s for s in topics if s.kind != "drug"]
    people = any(s.kind == "population" for s in slots) and _PEOPLE.search(question)
    if people and asks:
        return False
    if _ONE_OF.search(question) and not topics:
        return True
    if _points(question) and not about and length <= _LONG:
        return True
    if not continues and now.shapes == {"definition"} and any(s.kind == "arm" for s in slots):
        # `What is InO?` asks for all that it needs.
        return False
    named = {s.kind for s in slots}
    lean = not topics and not now.case and not _tells(now, slots)
    return lean and bool(named or now.shapes) and length <= (_SHORT if not asks else _SHORT + 2)


def _tells(now: Question, slots: Sequence[Slot]) -> bool:
    """Whether words outside arms, groups and figures say what is asked about."""
    covered = {w for s in slots if s.kind != "word" for w in text_of(now, s).lower().split()}
    words = [s for s in slots if s.kind == "word" and s.key not in _WEAK]
    loose = [t for t in now.loose if not t[:1].isdigit() and t not in covered]
    named = [s for s in slots if s.kind == "figure" and s.key in _NUMBERED]
    return len(words) + len(loose) + len(named) >= 1


_WEAK = frozenset(
    f"§{label}"
    for label in (
        *("patients", "years", "months", "baseline", "maximum", "median", "higher", "lower"),
        *("common", "incidence", "adverse event", "why", "chemotherapy", "comparator"),
        *("after last dose", "after transplant", "before transplant"),
    )
)
"""Concepts that say nothing of what is asked about."""


_NUMBERED = frozenset({"study", "table", "figure", "phase"})
"""What a number behind them names: a thing to be asked about."""


def _points(question: str) -> bool:
    return bool(_PRONOUN.search(_DUMMY.sub("", question)))


def _pointed(question: str) -> tuple[int, int] | None:
    """Where the pronoun of a question stands, if it has one that points to something."""
    for match in _PRONOUN.finditer(question):
        if _DUMMY.match(question, match.start()):
            continue
        word = re.search(r"(?:it|its|they|them|their|those|these|that|this|one)\b", match[0], re.I)
        if word is not None:
            return match.start() + word.start(), match.start() + word.end()
    return None


def _meant(question: str, now: Question, earlier: Sequence[str], reader: Reader) -> str | None:
    """The earlier turn that is continued: the last, or the one that is gone back to, if any is."""
    if not _BACK.search(question):
        return earlier[-1]
    about = now.concepts | now.loose
    shared = []
    for number, turn in enumerate(earlier):
        then = reader.read(turn)
        shared.append((len(about & (then.concepts | then.loose)), number))
    most, last = max(shared)
    return earlier[last] if most else None


def _person(
    question: str, now: Question, earlier: Sequence[str], reader: Reader
) -> str | Resolution:
    """The question with `she` and `his` as the case that was spoken of, where there are cases."""
    if not reader.cases or now.case or _OWN_PATIENT.search(question):
        return question
    spoken = [reader.read(turn).case for turn in reversed(earlier)]
    last = next((cases for cases in spoken if cases), frozenset())
    other = _OTHER_CASE.search(question)
    if other and len(last) == 1:
        rest = sorted(reader.cases - last)
        if len(rest) == 1:
            return question[: other.start()] + rest[0].title() + question[other.end() :]
        return Resolution(question, f"Which patient do you mean: {_either(rest)}?")
    pronoun, somebody = _PERSON.search(question), _SOMEBODY.search(question)
    if pronoun is None or (somebody is not None and somebody.start() < pronoun.start()):
        return question
    speaker = next((m for turn in reversed(earlier) if (m := _SPEAKER.search(turn))), None)
    if speaker is not None and not last:
        return _PERSON.sub(speaker[0], question, count=1)
    if len(last) != 1:
        if len(reader.cases) > 1:
            names = [name.title() for name in sorted(last or reader.cases)]
            return Resolution(question, f"Which patient do you mean: {_either(names)}?")
        return question
    name = next(iter(last)).title()

    def named(match: re.Match[str]) -> str:
        owned = match[0].lower() in ("his", "hers") or (
            match[0].lower() == "her" and re.match(r"\s+\w", question[match.end() :]) is not None
        )
        return f"{name}'s" if owned else name

    return _PERSON.sub(named, question)


def _product_named(question: str, slots: Sequence[Slot], then: Question, reader: Reader) -> str:
    """A whole question with `it` as the medicine of the one before, where that names no more."""
    pointed = _pointed(question)
    before = slots_of(then, reader)
    medicines = {s.key: s for s in before if s.kind in ("arm", "drug")}
    if (
        pointed is None
        or question[slice(*pointed)].lower() != "it"
        or any(s.kind in ("arm", "drug", "outcome") for s in slots)
        or any(s.kind == "outcome" for s in before)
        or len(medicines) != 1
    ):
        return question
    (medicine,) = medicines.values()
    start, end = pointed
    return f"{question[:start]}{text_of(then, medicine)}{question[end:]}"


def _other_named(question: str, then: Question, reader: Reader) -> str | Resolution:
    """The question with `the other arm` as the arm that it is."""
    match = _OTHER.search(question)
    if match is None or reader.arms_of(question):
        return question
    trials = [arms for arms in reader.trial_arms if not then.arms or set(arms) & then.arms]
    if not then.arms and then.products:
        trials = [arms for p in sorted(then.products) if (arms := reader.arms_beside[p])]
    elif not then.arms and len(reader.default_arms) > 1:
        # Of which document's trial, nothing tells.
        names = dict.fromkeys(arm for arms in trials for arm in arms)
        return Resolution(question, f"Which arm do you mean: {_either(list(names))}?")
    default = frozenset[str]().union(*reader.default_arms.values())
    if len(trials) == 1:
        asked = then.arms or default & set(trials[0])
        others = [arm for arm in trials[0] if arm not in asked]
        if len(others) == 1:
            return question[: match.start()] + others[0] + question[match.end() :]
        return Resolution(question, f"Which arm do you mean: {_either(others or trials[0])}?")
    return question


def _either(names: Sequence[str]) -> str:
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else list(names))
