"""Words that call an arm by its part in a trial: `control`, `comparator`.

They are words of English besides: `adequately controlled`, `glycemic control`, `control of the
type I error`, and `a comparator` of pooled trials name no arm. What stands beside them tells.
"""

from __future__ import annotations

from collections.abc import Sequence

from ino_assistant.data import words

GENERIC = words("generic_arms")
_ARMS = words("arm_nouns")
_COMPARES = words("arm_openers")
_ANY = frozenset(("a", "an", "any", "another", "some"))
_ALIKE = ("compare", "relative", "similar", "equal", "identical", "inferior", "superior", "random",
          "assign", "allocat", "switch")  # fmt: skip


def is_generic(name: str) -> bool:
    """Whether an arm's name is no more than its part in a trial."""
    return name.lower() in GENERIC


def names_arm(tokens: Sequence[str], at: int) -> bool:
    """Whether a word that may call an arm by its part in a trial does so where it stands.

    Args:
        tokens: words (and marks, if any) of a text.
        at: index of the word.

    Returns:
        True for every other word: that it names an arm was decided elsewhere.
    """
    word = tokens[at].lower()
    if word not in GENERIC:
        return True
    behind = tokens[at + 1].lower() if at + 1 < len(tokens) else ""
    before = tokens[at - 1].lower() if at else ""
    if behind in _ARMS:
        return True
    if behind == "of" or before in _ANY:
        return False
    if word.startswith("comparator"):
        return True
    if before == "to":
        # `compared to control`, but `used to control the pain`.
        return any(word.lower().startswith(_ALIKE) for word in tokens[max(0, at - 4) : at - 1])
    return not before or not before[0].isalnum() or before in _COMPARES


__all__ = ["GENERIC", "is_generic", "names_arm"]
