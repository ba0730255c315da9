"""Yes and no where a statement says it, or denies it, in the very words of the question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from ino_assistant.answering.judging.declarative import denies
from ino_assistant.answering.judging.known import Told
from ino_assistant.answering.judging.matching import (
    IMPERATIVES,
    Manner,
    Wanted,
    core,
    covers,
    empty_words,
    light_key,
    manner,
    uncovered,
)
from ino_assistant.answering.judging.measures import asked_figures, filters_covered
from ino_assistant.answering.judging.rules import Ruling, Setting, pattern
from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.terms.vocabulary import severities, stem


def plainly(question: Wanted, told: Told, group: tuple[int, ...], setting: Setting) -> Ruling:
    """The statement says it, or denies it, in these very words."""
    if question.directions or asked_figures(question) or question.significance:
        return None
    if told.statement.row is not None:
        return None
    (number,) = group
    items = told.reading.sentences[number].items
    own = core(question.keys, told, number)
    weighty = [k for k in own if k not in setting.defaults]
    if not _speaks_of_it(question, told, number, setting, own=own, weighty=weighty):
        return None
    text = told.statement.display
    how = manner(weighty, told.reading.sentences[number], text)
    ours = manner(weighty, question.reading.sentences[0], question.asked.text).denied
    shared = _DENYING_VERB.search(question.asked.text)
    if shared is not None and shared[1].lower() in text.lower():
        # `Exclude pregnancy`, and it is asked whether it must be excluded.
        ours, how = denies(question.asked.text), replace(how, denied=denies(text))
    if ours is None or how.denied is None or _only_under_condition(question, how, own):
        return None
    forbids = bool(pattern("forbidding", "pattern").search(text))
    if how.denied != ours:
        return _otherwise(question, how, text, forbids=forbids)
    if how.denied:
        same = question.asked.kind == "fact" and (not how.instruction or forbids)
        return _unturned("yes", question) if same or question.asked.kind == "may" else None
    held = (not forbids or shared is not None) and _allows(question, how, items)
    held = held and _same_condition(question.asked.text, text)
    return _unturned("yes", question) if held else None


def _same_condition(asked: str, text: str) -> bool:
    """Whether a condition is not turned round: `If they are not in remission, ...`."""
    ours, theirs = _CONDITION.match(asked), _CONDITION.match(text)
    if ours is None or theirs is None:
        return True
    return (_NOT.search(ours[0]) is None) == (_NOT.search(theirs[0]) is None)


def _speaks_of_it(
    question: Wanted,
    told: Told,
    number: int,
    setting: Setting,
    *,
    own: Sequence[str],
    weighty: Sequence[str],
) -> bool:
    """Whether a sentence speaks of all that is asked, and of that."""
    items = told.reading.sentences[number].items
    numbered = any(c.quantity.kind == "label" for c in question.reading.claims)
    heavy = [k for k in question.keys if not k.startswith("~")]
    happened = {
        i.key for i in question.reading.sentences[0].items if i.role in ("endpoint", "reaction")
    }
    if (
        question.asked.kind == "fact"
        and told.persons
        and any(k in happened and not covers(k, frozenset(own)) for k in heavy)
    ):
        # What a heading of a patient's case names is not what is said to have happened then.
        return False
    return (
        bool(weighty or numbered)
        and len(own) * 2 >= len(heavy)
        and not uncovered(question.keys, told, (number,), setting.defaults)
        and filters_covered(question, told, "")
        and _same_order(question, items)
        and not _second_arm(question, told, number)
        and all(
            re.search(rf"\b{q}\b", told.statement.display, re.IGNORECASE)
            for q in question.quantifiers
        )
        and not _beside_the_point(question, told, weighty, items)
    )


def _only_under_condition(question: Wanted, how: Manner, own: Sequence[str]) -> bool:
    """Whether a sentence holds under a condition that the question does not name."""
    if how.only_condition:
        return True
    if not how.conditions or question.asked.kind == "may":
        return False
    return not any(covers(k, how.conditions) for k in own)


def _otherwise(question: Wanted, how: Manner, text: str, *, forbids: bool) -> Ruling:
    """What follows where one of question and statement denies what the other says."""
    kind = question.asked.kind
    if how.denied and pattern("unknown", "no_data").search(text):
        # That there are none is said of data only.
        return _unturned("no", question) if _OF_DATA.search(question.asked.text) else None
    if kind == "fact" and how.instruction and not forbids:
        return None
    if not how.denied and how.modality == "possible" and kind != "may":
        return None
    return _unturned("no", question)


def _allows(question: Wanted, how: Manner, items: Sequence[Item]) -> bool:
    """Whether the way in which a statement says something says what is asked of it."""
    kind = question.asked.kind
    if how.modality == "possible" and kind != "may":
        return False
    if how.instruction and not _is_what_is_to_do(question, items):
        return False
    if kind == "may":
        # That something was so is no leave for it.
        return how.instruction or bool(how.modality)
    asks = how.instruction or how.modality == "duty"
    return asks if kind == "duty" else question.asked.present or not asks


_CONDITION = re.compile(r"\W*(?:if|when|where|unless|as long as)\b[^,;]*", re.IGNORECASE)
_NOT = re.compile(r"\b(?:not|no|never|without)\b|n['’]t\b", re.IGNORECASE)
_DENYING_VERB = re.compile(r"\b(exclu|avoid|lack|fail)\w*", re.IGNORECASE)
_OF_DATA = re.compile(r"\b(?:data|information|studies|evidence|experience)\b", re.IGNORECASE)


def _unturned(word: Literal["yes", "no"], question: Wanted) -> Ruling:
    """A word on the question as it stands, denied or not, before the judge turns it."""
    if not question.asked.negated:
        return word
    return "no" if word == "yes" else "yes"


def _beside_the_point(
    question: Wanted, told: Told, weighty: Sequence[str], items: Sequence[Item]
) -> bool:
    """Whether a sentence has the words of a question and speaks of something else."""
    names = told.persons | {k for k in weighty if k in question.arms}
    numbered = any(c.quantity.kind == "label" for c in question.reading.claims)
    if not numbered and not any(k not in names for k in weighty):
        return True
    if told.persons and any(not covers(a, told.keys) for a in question.arms):
        return True
    text = told.statement.display
    if re.search(r",| and ", text) and _SUPERLATIVE.search(question.asked.text):
        return True
    ours = {i.key for i in question.reading.sentences[0].items if i.population}
    plain = {i.key for i in items if not i.population}
    # What says which patients is not said of the product.
    if any(not covers(k, plain) and not covers(k, ours) for k in weighty):
        return True
    # `Five were fatal`: some were, and not every one is.
    general = question.asked.present and question.asked.kind == "fact"
    return general and bool(severities() & set(weighty))


_SUPERLATIVE = re.compile(
    r"^(?!.*\b(?:one of|among|amongst|include\w*)\b).*\bthe (?:most|main|leading|commonest)\b",
    re.IGNORECASE,
)


def _is_what_is_to_do(question: Wanted, items: Sequence[Item]) -> bool:
    """Whether a question asks after what an instruction says to do, not what stands around."""
    verbs = [i for i in items if i.text.lower() in IMPERATIVES and not i.population]
    to_do = [v for v in verbs if v.text.lower() not in ("permanently", "closely", "do")]
    if not to_do:
        return True
    verb = to_do[0]
    if stem(verb.text) in {stem(w) for w in question.asked.text.split()}:
        return True
    if verb.text.lower() in empty_words():
        return question.asked.kind != "fact" or bool(_GIVEN.search(question.asked.text))
    return light_key(verb.text) in question.keys or any(
        covers(k, frozenset((verb.key,))) for k in question.keys
    )


_GIVEN = re.compile(r"\b(?:given|give|administered|taken|used|started|injected)\b", re.IGNORECASE)


_RELATIONS = frozenset(("cause", "caus", "lead", "induc", "predict", "associ", "reduc", "increas",
                        "result", "prevent", "treat", "affect", "influenc", "improv", "trigger",
                        "common cause"))  # fmt: skip


def _same_order(question: Wanted, items: Sequence[Item]) -> bool:
    """Of what does something to something else the sides must not be exchanged."""
    if not any(k in _RELATIONS for k in question.keys):
        return True
    order = [i.key for i in items]
    places = [order.index(k) for k in question.keys if k in order]
    return places == sorted(places)


def _second_arm(question: Wanted, told: Told, number: int) -> bool:
    """Whether a sentence on two arms is about the one that the question does not name."""
    named = [i.key for i in told.reading.sentences[number].items if i.role == "arm"]
    if "control" in question.keys and len(question.arms) < 2:
        # `placebo-controlled` names no arm.
        return False
    if len(set(named)) < 2 or not question.arms:
        return False
    if len(question.arms) > 1:
        asked = [i.key for i in question.reading.sentences[0].items if i.role == "arm"]
        return list(dict.fromkeys(asked)) != list(dict.fromkeys(named))
    return named[0] not in question.arms
