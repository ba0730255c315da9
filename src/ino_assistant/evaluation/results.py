"""What a run gave for one case, of whichever set: the only thing that figures are made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

SetName = Literal["questions", "conversations", "claims", "mutations", "twins"]
SETS: tuple[SetName, ...] = ("questions", "conversations", "claims", "mutations", "twins")


@dataclass(frozen=True, slots=True)
class Result:
    """One case as it came out.

    Attributes:
        group: the part of its set that it belongs to, such as `answerable` or `wrong`.
        checks: name -> whether it was passed; the case is right if all are. A check that
            does not apply is not there.
        notes: further measures that do not make the case wrong.
        critical: names of the checks whose failure nothing makes up for; one that passed
            before and fails now fails a comparison.
        asked, expected, given: in words, for reports.
        details: label -> text, for reports of a failure.
        words: length of what was answered, where something was.
    """

    set: SetName
    id: str
    kind: str
    group: str
    checks: Mapping[str, bool]
    asked: str
    expected: str
    given: str
    notes: Mapping[str, bool] = field(default_factory=dict)
    critical: tuple[str, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)
    words: int | None = None

    @property
    def right(self) -> bool:
        """Whether every check is passed."""
        return all(self.checks.values())

    @property
    def failed(self) -> list[str]:
        """Names of the checks that are not passed."""
        return [name for name, passed in self.checks.items() if not passed]

    @property
    def key(self) -> tuple[str, str]:
        """What it is compared with other runs by."""
        return self.set, self.id

    def as_dict(self) -> dict[str, Any]:
        """As JSON; the details of a case only where it is not right."""
        return {
            "set": self.set,
            "id": self.id,
            "kind": self.kind,
            "group": self.group,
            "right": self.right,
            "failed": self.failed,
            "critical": list(self.critical),
            "checks": dict(self.checks),
            "notes": dict(self.notes),
            "asked": self.asked,
            "expected": self.expected,
            "given": self.given,
            "details": {} if self.right else dict(self.details),
            "words": self.words,
        }


def of_set(results: Sequence[Result], name: str, group: str | None = None) -> list[Result]:
    """The results of one set, or of one group of it."""
    return [r for r in results if r.set == name and group in (None, r.group)]
