"""Whom `she`, `his` and `the woman` stand for: the person of a case that is spoken of.

Only the cases of the document or medicine in talk are candidates. One that fits is taken; of
several it is asked which, and nobody is meant where the asker's own patient was spoken of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ino_assistant.answering.turns.pointing import either
from ino_assistant.answering.turns.resolution import Resolution
from ino_assistant.answering.understanding.persons import Sex, sex_of
from ino_assistant.answering.understanding.question import Question, Reader
from ino_assistant.corpus.model import Statement
from ino_assistant.data import words as words_of_data
from ino_assistant.vocabulary.tokens import words

Shown = Callable[[str], Sequence[Statement]]
"""What the answer to an earlier question rests on."""
PERSON = re.compile(r"\b(?:she|he|her|him|his|hers)\b", re.IGNORECASE)
"""A word that stands for one person."""
_KIN = (
    r"father|mother|dad|mum|mom|wife|husband|partner|son|daughter|brother|sister|uncle|aunt|"
    r"grand\w+|nephew|niece|cousin|friend|neighbou?r|colleague"
)
_ACQUAINTED = re.compile(
    rf"\b(?:my|our)\s+(?:\w+\s+){{0,2}}(?:patients?|pts?|cases?|lady|man|woman|guy|{_KIN})\b|"
    r"\bone of (?:mine|ours|my|our)\b",
    re.IGNORECASE,
)
"""Somebody of whom the asker alone can tell."""
_OWN_PATIENT = re.compile(
    r"\b(?:my|our|a|this|an|some|one of (?:my|our|the))\s+(?:\w+\s+)?"
    r"(?:patients?|pts?|lady|man|woman|guy)\b|"
    rf"\b(?:my|our)\s+(?:\w+\s+){{0,2}}(?:{_KIN})\b",
    re.IGNORECASE,
)
"""Somebody whom the asker knows, and who is no case of a document."""
OF_ASKER = re.compile(
    r"\b(?:I|me|my|mine|we|us|our|ours|you|should|ok|okay|safe|can|could|may|might|must|needs?|now|"
    r"today|yesterday|currently|continue|stop|restart)\b",
    re.IGNORECASE,
)
"""Words of who asks what to do with somebody now: advice, whoever `he` is."""
_AGES = frozenset({"old", "yo", "year-old"})
_SPEAKER = re.compile(r"\b(?:Dr|Prof)\.? [A-Z]\w+|\bthe (?:author|expert|reviewer|physician)\b")
_SOMEBODY = re.compile(
    rf"\b(?:{'|'.join(sorted(words_of_data('persons') - _AGES))})s?\b|{_SPEAKER.pattern}",
    re.IGNORECASE,
)
"""Words that `he` and `she` of the same question can stand for."""
_THE_ONE = re.compile(r"\bthe (?:woman|lady|girl|man|gentleman|guy|boy)\b", re.IGNORECASE)
"""The person of a case, told by nothing but the sex."""
_OTHER_CASE = re.compile(
    r"\b(?:the )?(?:other|second|next) (?:case|patient|one|guy|man|woman|lady)\b", re.IGNORECASE
)
_LATELY = 2
"""Turns that somebody of the asker's own is looked for in."""


def person_named(
    question: str, now: Question, earlier: Sequence[str], reader: Reader, shown: Shown
) -> str | Resolution:
    """The question with `she` and `his` as the case that was spoken of, where there are cases.

    Args:
        question: the turn.
        now: the same, read.
        earlier: the standalone questions of the turns before it, the oldest first.
        reader: reads questions with the vocabulary of the corpus.
        shown: what the answers to those rest on.
    """
    if not reader.cases or now.case or _OWN_PATIENT.search(question):
        return question
    question = _treated(question)
    last = spoken_of(earlier, reader, shown)
    in_talk = _in_talk(now, earlier, reader, shown)
    described = _described(question, last, in_talk, reader)
    if described is not None:
        return described
    pronoun, somebody = PERSON.search(question), _SOMEBODY.search(question)
    if pronoun is None or _is_meant(somebody, pronoun, question):
        return question
    speaker = next((m for turn in reversed(earlier) if (m := _SPEAKER.search(turn))), None)
    if speaker is not None and not last:
        return PERSON.sub(speaker[0], question, count=1)
    meant = _fitting(last, in_talk, sex_of([pronoun[0]]), reader)
    own = any(_OWN_PATIENT.search(turn) for turn in earlier[-_LATELY:])
    known = any(_ACQUAINTED.search(turn) for turn in earlier[-_LATELY:])
    if known and not reader.read(earlier[-1]).case:
        return question
    if len(meant) == 1 and (meant == last or not own):
        return _with_name(question, next(iter(meant)).title())
    possible = (meant, last, reader.cases if in_talk is None else in_talk)
    candidates = next((names for names in possible if len(names) > 1), frozenset[str]())
    if not candidates:
        return question
    return _which(question, sorted(candidates))


def _treated(question: str) -> str:
    """`Why did he give it to her?` with who treats as the author: one does not treat oneself.

    Of `he` and `her` in one clause, or of `he` and `him`, the second is the patient.
    """
    found = _TREATS.search(question)
    if found is None:
        return question
    same = sex_of([found["doer"]]) == sex_of([found["to"]])
    owns = re.match(
        r"\s+(?!(?:to|on|for|with|in|at|from|off|up|back|that|this|it|an?|the|so|then)\b)[a-z]",
        question[found.end() :],
    )
    if same and (found["to"].lower() == "his" or owns):
        return question
    return f"{question[: found.start('doer')]}the author{question[found.end('doer') :]}"


_TREATS = re.compile(
    r"\b(?:what|which|why|how|when|where|whether|that|so|did|does|do|would|will|has|had|"
    r"else)\b(?: \w+){0,2}? "
    r"(?P<doer>he|she)\b[^.,;?!]*?\b(?P<to>him|her|his)\b",
    re.IGNORECASE,
)


def _is_meant(somebody: re.Match[str] | None, pronoun: re.Match[str], question: str) -> bool:
    """Whether a person named in front of a pronoun is the one that it stands for.

    In `What would the author give him?` it is not: `him` is never who does it.
    """
    if somebody is None or somebody.start() > pronoun.start():
        return False
    owns = re.match(r"\s+[a-z]", question[pronoun.end() :]) is not None
    told = pronoun[0].lower() == "him" or (pronoun[0].lower() == "her" and not owns)
    return not (told and _SPEAKER.fullmatch(somebody[0]))


def _described(
    question: str, last: frozenset[str], in_talk: frozenset[str] | None, reader: Reader
) -> str | Resolution | None:
    """`the other patient`, `the woman`: by whom was spoken of last; None for other turns."""
    other, one = _OTHER_CASE.search(question), _THE_ONE.search(question)
    if other and len(last) == 1:
        rest = sorted((reader.cases if in_talk is None else in_talk) - last)
        if len(rest) == 1:
            return question[: other.start()] + rest[0].title() + question[other.end() :]
        return _which(question, rest) if rest else None
    if one is None or not last:
        return None
    meant = _fitting(last, in_talk, sex_of(words(one[0])), reader)
    if len(meant) != 1:
        return None
    return f"{question[: one.start()]}{next(iter(meant)).title()}{question[one.end() :]}"


def spoken_of(earlier: Sequence[str], reader: Reader, shown: Shown) -> frozenset[str]:
    """The cases spoken of last: named, or the one that an answer about a person began with."""
    for turn in reversed(earlier):
        named = reader.read(turn).case
        if named:
            return named
        statements = shown(turn)
        of_cases = [statement.authority == "case" for statement in statements]
        if any(of_cases[:1]) and (all(of_cases) or _ONE_PERSON.search(turn)):
            told = frozenset[str]().union(*map(reader.persons_in, statements))
            if len(told) == 1:
                return told
    return frozenset()


_ONE_PERSON = re.compile(
    rf"\b(?:patient|case|{'|'.join(sorted(words_of_data('persons') - _AGES))})\b|{PERSON.pattern}",
    re.IGNORECASE,
)


def _in_talk(
    now: Question, earlier: Sequence[str], reader: Reader, shown: Shown
) -> frozenset[str] | None:
    """The cases of the medicine or document that is spoken of; None if none is."""
    for then, statements in (
        (now, ()),
        *((reader.read(turn), shown(turn)) for turn in reversed(earlier)),
    ):
        documents = {s.document for s in statements}
        documents.update(*(reader.persons[n].documents for n in then.case & set(reader.persons)))
        if then.products or documents:
            return frozenset(
                name
                for name, person in reader.persons.items()
                if (person.products & then.products if then.products else False)
                or (not then.products and person.documents & documents)
            )
    return None


def _fitting(
    last: frozenset[str], in_talk: frozenset[str] | None, sex: Sex, reader: Reader
) -> frozenset[str]:
    """Whom a word of a sex may mean: of those spoken of last, else of those in talk."""

    def fit(names: frozenset[str]) -> frozenset[str]:
        told = {n: p.sex for n in names if (p := reader.persons.get(n)) is not None}
        return frozenset(n for n in names if told.get(n, "") in ("", sex))

    return fit(last) or fit(in_talk or frozenset())


def _with_name(question: str, name: str) -> str:
    def named(match: re.Match[str]) -> str:
        owned = match[0].lower() in ("his", "hers") or (
            match[0].lower() == "her" and re.match(r"\s+\w", question[match.end() :]) is not None
        )
        return f"{name}'s" if owned else name

    return PERSON.sub(named, question)


def _which(question: str, names: Sequence[str]) -> Resolution:
    asked = either([name.title() for name in names])
    return Resolution(question, f"Which patient do you mean: {asked}?")
