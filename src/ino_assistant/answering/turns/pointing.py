"""What a turn points to: a person, the other arm, the medicine, one thing of a list."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ino_assistant.answering.turns.exchange import exchanged
from ino_assistant.answering.turns.listing import one_of, picked
from ino_assistant.answering.turns.resolution import WHOLE, Resolution, pointed_at, unopened
from ino_assistant.answering.turns.turn_slots import Slot, slots_of, text_of
from ino_assistant.answering.understanding.question import Question, Reader
from ino_assistant.corpus.model import Statement

OTHER = re.compile(
    r"\b(?:the )?(?:other|opposite|second|comparator|comparison|control|reference)\s+"
    r"(?:arm|group|side|treatment|drug|regimen)\b|"
    r"\bthe (?:comparator|control|other(?: one)?)\b(?!\s+\w)|"
    r"^(?:and |with |in |on )*(?:the )?(?:comparator|controls?|other)\W*$",
    re.IGNORECASE,
)
_ACTIVE = re.compile(
    r"\b(?:on|with|for|in|taking|given) (?P<drug>the (?:(?:active|study) )?(?:drug|medicine|"
    r"active arm|product))"
    r"(?=\W*$)",
    re.IGNORECASE,
)
"""The medicine that the document is on, behind a question of its comparator."""
_GIVEN = re.compile(
    r"\b(?:given|administered|infused|injected|taken|swallowed|stored|kept|supplied|dosed|diluted|"
    r"prepared|reconstituted|approved|licensed|indicated|contraindicated|sold|used|safe|"
    r"combined)\b",
    re.IGNORECASE,
)
"""What is done to a medicine, and to hardly anything else."""
_GIVES = re.compile(
    r"\b(?:give|gives|giving|take|takes|taking|use|uses|using|prescribe|prescribes|prescribing|"
    r"inject|"
    r"injecting|administer|administering|infuse|infusing|swallow|crush|dilute|dissolve|combine|"
    r"mix|mixing|on)\s+(?P<it>it)\b(?! (?:is|was|'s|’s|does|has)\b)",
    re.IGNORECASE,
)
"""The same, where somebody does it: `can I give it to a child?`."""
_ACTS = re.compile(
    r"\b(?P<it>it)\s+(?:(?:does|did|can|will|would|also|not|actually|really|still|even|\w+ly|"
    r"doesn['’]t|didn['’]t|won['’]t)\s+)*(?:prolong|protect|work|reduce|improve|lower|prevent|cure|"
    r"help|cover|kill|extend|beat|outperform|act)(?:s|ed|d)?\b",
    re.IGNORECASE,
)
"""What a medicine does; so may a reaction, where one was spoken of."""
_THAT_ONE = re.compile(r"\b(?:that|this) (?:one|drug|medicine|product)\b", re.IGNORECASE)
_BACK_TO_LIST = 3
_NAMED = 4
"""Arms that are asked for by name, at most."""


def product_named(question: str, slots: Sequence[Slot], then: Question, reader: Reader) -> str:
    """A whole question with `it` as the medicine of the one before, where that names no more."""
    one = _THAT_ONE.search(question)
    pointed = one.span() if one else pointed_at(question)
    before = slots_of(then, reader)
    medicines = {s.key: s for s in before if s.kind in ("arm", "drug")}
    if (
        pointed is None
        or (one is None and question[slice(*pointed)].lower() != "it")
        or any(s.kind in ("arm", "drug", "outcome") for s in slots)
        or any(s.kind == "outcome" for s in before)
        or len(medicines) != 1
    ):
        return question
    (medicine,) = medicines.values()
    start, end = pointed
    return f"{question[:start]}{text_of(then, medicine)}{question[end:]}"


def medicine_named(question: str, earlier: Sequence[str], reader: Reader) -> str | None:
    """`How is it infused?`: whatever else was spoken of, what is infused is the medicine.

    None for a question that is of no medicine for all that can be told; the question as it is
    where it is of one that nobody named.
    """
    acts = _ACTS.search(question) if not _of_reaction(earlier[-1], reader) else None
    does = _GIVES.search(question) or acts
    pointed = does.span("it") if does else pointed_at(question)
    if pointed is None or question[slice(*pointed)].lower() not in ("it", "they"):
        return None
    if not does and not _GIVEN.search(question):
        return None
    for before in reversed(earlier):
        then = reader.read(before)
        named = [
            s
            for s in slots_of(then, reader)
            if s.kind == "drug" or (s.kind == "arm" and reader.is_product(s.key))
        ]
        if len({s.key for s in named}) == 1:
            start, end = pointed
            return f"{question[:start]}{text_of(then, named[0])}{question[end:]}"
        if named:
            break
    return question if does else None


def _of_reaction(turn: str, reader: Reader) -> bool:
    return any(m.concept.kind == "reaction" for m in reader.read(turn).mentions)


def one_listed(
    question: str,
    earlier: Sequence[str],
    reader: Reader,
    listed: Callable[[str], Sequence[str]],
) -> str | Resolution:
    """The turn with `the last one` as the thing that an answer of before listed there."""
    match = one_of(question)
    if match is None:
        return question
    for before in earlier[: -_BACK_TO_LIST - 1 : -1]:
        items = listed(before)
        item = picked(match, items) if len(items) > 1 else None
        if item is None:
            continue
        rest = unopened(f"{question[: match.start()]}{question[match.end() :]}").strip(" ?,.")
        if rest:
            return Resolution(f"{question[: match.start()]}{item}{question[match.end() :]}")
        then = reader.read(earlier[-1])
        return Resolution(exchanged(then, item, reader))
    if any(c.isdigit() for c in match[0]):
        return Resolution(question, f"Which one do you mean? {WHOLE}")
    return Resolution(question, f"What is “{match[0]}”? {WHOLE}")


def other_named(
    question: str, then: Question, reader: Reader, shown: Sequence[Statement] = ()
) -> str | Resolution:
    """The question with `the other arm` as the arm that it is; what was shown tells of which."""
    match = OTHER.search(question)
    active = _ACTIVE.search(question)
    if match is None and active is not None and then.arms:
        own = [arm for arms in reader.default_arms.values() for arm in sorted(arms)]
        if len(own) == 1 and own[0] not in then.arms:
            return question[: active.start("drug")] + own[0] + question[active.end("drug") :]
    if match is None or reader.arms_of(question):
        return question
    told = _arms_told(shown, reader)
    default = frozenset[str]().union(*reader.default_arms.values())
    rest = [arm for arm in told if arm not in (then.arms or default)]
    if len(rest) == 1 and len(told) > 1:
        return question[: match.start()] + rest[0] + question[match.end() :]
    trials = [arms for arms in reader.trial_arms if not then.arms or set(arms) & then.arms]
    if not then.arms and then.products:
        trials = [arms for p in sorted(then.products) if (arms := reader.arms_beside[p])]
    elif not then.arms and len(reader.default_arms) > 1:
        # Of which document's trial, nothing tells.
        names = dict.fromkeys(arm for arms in trials for arm in arms)
        return _which_arm(question, list(names))
    if len(trials) == 1:
        asked = then.arms or default & set(trials[0])
        others = [arm for arm in trials[0] if arm not in asked]
        if len(others) == 1:
            return question[: match.start()] + others[0] + question[match.end() :]
        return _which_arm(question, others or trials[0])
    return question


def _arms_told(shown: Sequence[Statement], reader: Reader) -> list[str]:
    """The arms that the first statement shown names, a row by its columns."""
    for statement in shown[:1]:
        columns = [cell.column for cell in statement.row.cells] if statement.row else []
        texts = columns or [statement.display]
        return list(dict.fromkeys(arm for text in texts for arm in sorted(reader.arms_of(text))))
    return []


def _which_arm(question: str, names: Sequence[str]) -> Resolution:
    """Asks back by name, as long as the names are few and no figures, which would want a source."""
    told = [name for name in dict.fromkeys(names) if not any(c.isdigit() for c in name)]
    if not 1 < len(told) <= _NAMED:
        return Resolution(question, f"Which arm do you mean? {WHOLE}")
    return Resolution(question, f"Which arm do you mean: {either(told)}?")


def either(names: Sequence[str]) -> str:
    """`A, B or C`."""
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else list(names))
