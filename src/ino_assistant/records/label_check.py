"""Which version of the label somebody compared an answer with, when, and whether it is outdated."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from ino_assistant.corpus.model import Corpus
from ino_assistant.records.canonical import storable
from ino_assistant.records.errors import RejectedError
from ino_assistant.text import MONTHS

_LONGEST: Final = 200
_MONTHS: Final = [month[:3].lower() for month in MONTHS]
_DAY: Final = re.compile(r"(?<!\d)(\d{4})-(\d{2})(?:-(\d{2}))?(?!\d)")
_MONTH: Final = re.compile(r"(?<![\d/])(\d{1,2})/(\d{4})(?!\d)")
_NAMED: Final = re.compile(
    rf"\b({'|'.join(_MONTHS)})[a-z]*\.?,?\s+(?:\d{{1,2}},\s*)?(\d{{4}})\b", re.I
)


@dataclass(frozen=True, slots=True)
class LabelCheck:
    """A comparison of an answer with the label in force.

    Attributes:
        version: of the label, as it calls itself: `3/2024`, `Revised March 2024`.
        on: the day of the comparison.
    """

    version: str
    on: date

    @classmethod
    def of(cls, version: str, on: date | None, today: date) -> LabelCheck | None:
        """A comparison as it was entered; None where nothing was.

        Raises:
            RejectedError: one half is missing, too long, or the day is still to come.
        """
        named = storable(" ".join(version.split()))
        if not named and on is None:
            return None
        if not named or on is None:
            raise RejectedError("a comparison with the label has a version of it and a day")
        if len(named) > _LONGEST:
            raise RejectedError(f"the version of a label has at most {_LONGEST} characters")
        if on > today:
            raise RejectedError("nothing was compared with the label on a day still to come")
        return cls(named, on)

    def as_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {"version": self.version, "on": self.on.isoformat()}

    @classmethod
    def from_dict(cls, kept: Any) -> LabelCheck | None:
        """From JSON as `as_dict` wrote it; None from nothing."""
        return None if not kept else cls(kept["version"], date.fromisoformat(kept["on"]))

    def is_before(self, revised: str) -> bool:
        """Whether the label that was compared is older than one revised in a month or on a day.

        It is where the comparison was made before, or where its version names an earlier date.
        """
        named = max(_dates_in(self.version), default="")
        compared = [self.on.isoformat(), *([named] if named else [])]
        return any(c[: len(revised)] < revised[: len(c)] for c in compared)


def _dates_in(version: str) -> Iterator[str]:
    for year, month, day in _DAY.findall(version):
        yield f"{year}-{month}-{day}" if day else f"{year}-{month}"
    for month, year in _MONTH.findall(version):
        yield f"{year}-{int(month):02}"
    for name, year in _NAMED.findall(version):
        yield f"{year}-{_MONTHS.index(name.lower()) + 1:02}"


def outdated(check: LabelCheck | None, products: Collection[str], corpus: Corpus) -> str:
    """That the label of a product was revised since it was compared, in a sentence, or nothing.

    Args:
        check: the comparison; None where none was made: nothing is said of it here.
        products: that the answer concerns; none: all of the corpus.
        corpus: whose manifests say when labels were revised.
    """
    if check is None:
        return ""
    concerned = [p for p in corpus.products if p.name in products] or corpus.products
    late = [
        f"{p.name} (revised {p.label_revised})"
        for p in concerned
        if p.label_revised and check.is_before(p.label_revised)
    ]
    if not late:
        return ""
    return (
        f"The label that this answer was compared with ({check.version}, on "
        f"{check.on.isoformat()}) is older than the label in force of {', '.join(late)}: check "
        "the current prescribing information."
    )
