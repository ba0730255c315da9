"""Words of a statement that need no source: small words in the places where they say nothing new.

`each` of a list, `further` before an increase, `only` before a small amount, `after` where the
evidence tells no order at all. Each rule is of one word; where none applies, the word is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.binding.reading import Reading
from ino_assistant.fidelity.terms.vocabulary import words

_ALL = frozenset(("each", "every", "all"))
_SIDES = frozenset(("after", "before", "prior", "following", "post", "until", "while", "during"))
_LITTLE = frozenset(("small", "low", "few", "minor", "limited", "slightly", "slight"))
_COMPARED = frozenset(("more", "less", "as", "equally", "similarly"))


def says_nothing(items: Sequence[Item], index: int, near: frozenset[str]) -> bool:
    """Whether a word says nothing new where it stands.

    Args:
        items: of its sentence.
        index: where it stands.
        near: keys of the sentences that the statement rests on.
    """
    item = items[index]
    if item.key in _ALL and near & _ALL:
        return True
    rule = _RULES.get(item.text.lower()) or _RULES.get(item.key)
    return rule is not None and rule(items, index)


def only_order(item: Item, evidence: Reading, sources: Collection[int]) -> bool:
    """`after reconstitution` where `once reconstituted` is printed and nothing tells an order."""
    if item.key not in ("after", "before") or item.role != "synonym":
        return False
    return not any(_ordered(i) for s in sources for i in evidence.sentences[s].items)


def of_total(item: Item, evidence: Reading) -> bool:
    """`of all patients` of a table with a column for the total."""
    return item.text.lower() == "all" and any(
        i.text.lower() in ("total", "overall")
        for n in evidence.rows
        for i in evidence.sentences[n].items
    )


def _ordered(item: Item) -> bool:
    """Whether an item tells an order in time: `prior to`, `after the last dose`."""
    lower = item.text.lower()
    first = lower.replace("-", " ").split()[:1]
    told = item.key in ("after", "before") or bool(first and first[0] in _SIDES)
    return told and item.role != "caveat" and (first != ["prior"] or lower.startswith("prior to"))


def _each(items: Sequence[Item], index: int) -> bool:
    """`each of Days 8 and 15`, `each at 15 % or more`, `each arm`: judged with its figure."""
    if any(i.text.lower() in ("arm", "group") for i in items[index + 1 : index + 2]):
        return True
    behind = next((i.quantity for i in items[index + 1 : index + 3] if i.quantity), None)
    return behind is not None and (behind.kind == "label" or bool(behind.comparator))


def _any(items: Sequence[Item], index: int) -> bool:
    """`without any`, `not any`."""
    return any(i.text.lower() in words("negation") for i in items[max(0, index - 5) : index])


def _first(items: Sequence[Item], index: int) -> bool:
    """`the first 21 days` of what lasts 21 days."""
    return any(_is_duration(i) for i in items[index + 1 : index + 2])


def _after(items: Sequence[Item], index: int) -> bool:
    """`after 21 days`, `and every six months after that`."""
    return any(
        _is_duration(i) or i.text.lower() in ("that", "this", "which")
        for i in items[index + 1 : index + 2]
    )


def _went(items: Sequence[Item], index: int) -> bool:
    """`goes up to 5 mg`; `went on to have a stroke` had one."""
    item = items[index]
    behind = items[index + 1 : index + 2]
    if item.text.lower().split()[0] not in ("go", "goes", "going", "went"):
        return False
    done = any(i.kind == "light" or i.role == "endpoint" for i in behind)
    light = item.key == "proceed" and done
    return light or any(i.quantity is not None or _turns(i) for i in behind)


def _further(items: Sequence[Item], index: int) -> bool:
    """`further increases`."""
    return any(_turns(i) for i in items[index + 1 : index + 2])


def _only(items: Sequence[Item], index: int) -> bool:
    """`only nominal`, `only small amounts`."""
    return any(
        i.role == "caveat" or i.text.lower() in _LITTLE for i in items[index + 1 : index + 2]
    )


def _in_all(items: Sequence[Item], index: int) -> bool:
    """`In all, 377 of 753`: a sum, judged with its figure."""
    beside = [i.text.lower() for i in items[max(0, index - 1) : index + 2]]
    # `3 cases, all in patients with A`: no more than the 3.
    apposed = beside[:1] == [","] and beside[2:] in (["in"], ["after"], ["on"], ["with"], ["of"])
    return beside == ["in", "all", ","] or apposed


def _end(items: Sequence[Item], index: int) -> bool:
    """`by the end of Cycle 2`: the cycles until then."""
    before = [i.text.lower() for i in items[max(0, index - 2) : index]]
    behind = items[index + 1 : index + 3]
    label = any(i.quantity is not None and i.quantity.kind == "label" for i in behind)
    return label and before[:1] == ["by"]


def _many(items: Sequence[Item], index: int) -> bool:
    """`three times as many patients`: judged with its figure."""
    return index > 0 and items[index - 1].text.lower() == "as"


def _aged(items: Sequence[Item], index: int) -> bool:
    """`aged 54`: judged with its figure."""
    return any(_is_duration(i) for i in items[index + 1 : index + 2])


def _later(items: Sequence[Item], index: int) -> bool:
    """`one year later`: judged with its time."""
    return index > 0 and _is_duration(items[index - 1])


def _common(items: Sequence[Item], index: int) -> bool:
    """`more common`, `equally frequent`: a comparison, which figures bear out."""
    return index > 0 and items[index - 1].text.lower() in _COMPARED


def _followed(items: Sequence[Item], index: int) -> bool:
    """`over a median follow-up of 22 months`, where `over a median of 22 months` is printed."""
    behind = items[index + 1 : index + 3]
    return len(behind) > 1 and behind[0].text.lower() == "of" and _is_duration(behind[1])


def _free(items: Sequence[Item], index: int) -> bool:
    """`pain-free`, `free of pain`, `freedom from pain`: a denial, judged as one."""
    behind = items[index + 1 : index + 2]
    joined = index > 0 and items[index - 1].key == "-"
    return joined or any(i.text.lower() in ("of", "from") for i in behind)


_RULES: dict[str, Callable[[Sequence[Item], int], bool]] = {
    "each": _each,
    "any": _any,
    "first": _first,
    "free": _free,
    "freedom": _free,
    "follow-up": _followed,
    "after": _after,
    "go": _went,
    "goes": _went,
    "going": _went,
    "went": _went,
    "proceed": _went,
    "further": _further,
    "only": _only,
    "common": _common,
    "all": _in_all,
    "aged": _aged,
    "end": _end,
    "many": _many,
    "later": _later,
}


def _is_duration(item: Item) -> bool:
    return item.quantity is not None and item.quantity.kind == "duration"


def _turns(item: Item) -> bool:
    lower = item.text.lower()
    return lower in words("direction", "up") or lower in words("direction", "down") or lower == "up"


__all__ = ["of_total", "only_order", "says_nothing"]
