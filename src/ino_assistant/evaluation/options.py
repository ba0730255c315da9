"""What of the evaluation set is run, and where reports are written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """What of the set is run, and where it is written.

    Attributes:
        only: parts of the set; all of it if empty.
        json_file, junit_file, markdown_file, html_file: where reports are written.
        compare_file: an earlier run or baseline, compared case by case.
        accept: make this run the baseline.
    """

    only: tuple[str, ...] = ()
    json_file: Path | None = None
    junit_file: Path | None = None
    markdown_file: Path | None = None
    html_file: Path | None = None
    compare_file: Path | None = None
    accept: bool = False
