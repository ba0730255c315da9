"""Lines that belong to the page or to the literature, and to no text: told before all else.

Running heads and feet come back on every page: the same words with another page number, or the
same words beside such a line. A list of references is known by its heading and its entries.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise

from ino_assistant.corpus.forms import CAPTION, SAFETY_HEADING
from ino_assistant.corpus.source import Line, SourceText

_PAGE = re.compile(r"\bpage\s+(?P<page>\d{1,4})(?:\s+of\s+\d{1,4})?$", re.IGNORECASE)
_PAGE_APART = re.compile(
    r"(?:^|\s{2,}|[|•·–-]\s?)page\s+\d{1,4}(?:\s+of\s+\d{1,4})?$", re.IGNORECASE
)
_SET_APART = re.compile(r"\S\s{3,}(?P<page>\d{1,4})$|^(?P<first>\d{1,4})\s{3,}\S")
_ALONE = re.compile(r"(?:\S+\s+){2,}\S+\s{8,}\d{1,4}$|^\d{1,4}\s{8,}\S+(?:\s+\S+){2,}$")
_LAST_NUMBER = re.compile(r"\s(?P<page>\d{1,4})$")
_NUMBER = re.compile(r"\d+")
_NUMBER_ALONE = re.compile(
    r"(?:[–—-] ?)?(?:p(?:\.|age)? ?)?\d{1,4}(?: ?(?:/|of) ?\d{1,4})?(?: ?[–—-])?$", re.I
)
_MAX_WORDS = 16
_PAGES = 3
"""Times that words come back with one more each, from which they are a running foot."""

_HEADING = re.compile(
    r"^(?:References|Bibliography|Literature(?: cited)?|Reference list|Works cited)\s*:?"
    r"(?=\s*$|\s+[\[(]?1[.)\]]?\s)",
    re.IGNORECASE,
)
_ENTRY = re.compile(r"^\s*[\[(]?\d{1,3}[.)\]]\s+\S")
_NUMBERS = re.compile(r"(?:^|\s)[\[(]?(\d{1,3})[.)\]]\s+(?=\S)")
_CITES = re.compile(
    r"\bet al\b|\b(?:19|20)\d\d\b|\bdoi\b|\bdata on file\b|https?://", re.IGNORECASE
)


def find_furniture(source: SourceText, taken: Container[int]) -> list[Line]:
    """Running heads and feet, in order.

    Args:
        source: the document's text.
        taken: numbers of lines that are spoken for.
    """
    lines = [n for n in source.lines if not n.blank and n.number not in taken]
    feet = {n.number for n in (*_paged(lines), *_counted(source, lines), *_bare(source, lines))}
    before = 0
    while len(feet) > before:
        # A head may stand beside another: a document's number, then its name.
        before = len(feet)
        feet |= {n.number for n in _beside(lines, feet)}
    return [n for n in lines if n.number in feet]


def _bare(source: SourceText, lines: Sequence[Line]) -> Iterator[Line]:
    """Numbers that stand alone and count the pages: each is one more than the one before."""
    found = [n for n in lines if _NUMBER_ALONE.match(n.content) and _stands_alone(source, n)]
    pages = [int(_NUMBER.findall(n.content)[0]) for n in found]
    if len(pages) > 1 and all(b - a == 1 for a, b in pairwise(pages)):
        yield from found


def _paged(lines: Sequence[Line]) -> Iterator[Line]:
    """Lines that end with `Page 2 of 4`: alone, set apart, or with words that come back."""
    found = [n for n in lines if _PAGE.search(n.content) and len(n.content.split()) <= _MAX_WORDS]
    words = Counter(_NUMBER.sub("#", n.content) for n in found)
    for line in found:
        # `..., as shown on page 12` may end a line of text.
        if _PAGE_APART.search(line.text.strip()) or words[_NUMBER.sub("#", line.content)] > 1:
            yield line


def _counted(source: SourceText, lines: Sequence[Line]) -> Iterator[Line]:
    """Lines that come back with one more: set far apart from their words, or at a page's end."""
    groups: dict[str, list[tuple[int, Line]]] = defaultdict(list)
    following = dict(zip((n.number for n in lines), lines[1:], strict=False))
    for line in lines:
        text = line.text.strip()
        apart = _SET_APART.search(text)
        after = following.get(line.number)
        ends_page = after is None or after.breaks
        last = _LAST_NUMBER.search(text) if ends_page else None
        found = apart or last
        if found is None or len(text.split()) > _MAX_WORDS or CAPTION.match(line.content):
            continue
        page = next(g for g in found.groups() if g)
        words = _NUMBER.sub("#", line.content)
        groups[words].append((int(page), line))
    for found_lines in groups.values():
        pages = [page for page, _ in found_lines]
        if len(pages) >= _PAGES and all(b - a == 1 for a, b in pairwise(pages)):
            yield from (line for _, line in found_lines)
        elif len(pages) > 1 and all(a < b for a, b in pairwise(pages)):
            # Twice may be chance: not in a line far from its number with nothing around it.
            alone = [line for _, line in found_lines if _ALONE.search(line.text.strip())]
            if len(alone) == len(pages) and all(_stands_alone(source, n) for n in alone):
                yield from alone


def _stands_alone(source: SourceText, line: Line) -> bool:
    """Whether a line has blank lines, or the end of a page, above and below it."""
    above = source.lines[line.number - 2] if line.number > 1 else None
    below = source.lines[line.number] if line.number < len(source.lines) else None
    return (above is None or above.blank) and (below is None or below.blank or below.breaks)


def _beside(lines: Sequence[Line], feet: Container[int]) -> Iterator[Line]:
    """Lines whose words stand beside the feet of several pages."""
    found: dict[str, list[Line]] = defaultdict(list)
    for before, line, after in zip([None, *lines], lines, [*lines[1:], None], strict=False):
        near = (n for n in (before, after) if n is not None)
        if any(n.number in feet for n in near):
            found[line.content].append(line)
    if lines:
        # What stands beside the other feet stands alone at the end of the document.
        same = found.get(lines[-1].content, [])
        same += [n for n in lines[-1:] if n not in same]
    for words, alike in found.items():
        if len(alike) > 1 and len(words.split()) <= _MAX_WORDS and not SAFETY_HEADING.match(words):
            yield from alike


def find_references(source: SourceText, taken: Container[int]) -> list[list[Line]]:
    """The lines of each list of references, its heading included.

    Args:
        source: the document's text.
        taken: numbers of lines that are spoken for.
    """
    found: list[list[Line]] = []
    lines = list(source.lines)
    for start, line in enumerate(lines):
        if line.number in taken or not _HEADING.match(line.content):
            continue
        run = [line]
        entries = len(_NUMBERS.findall(line.content))
        blank = False
        for following in lines[start + 1 :]:
            if following.blank:
                blank = True
                continue
            entry = _ENTRY.match(following.text) is not None
            if following.number in taken or following.breaks or (blank and not entry):
                break
            entries += entry
            blank = False
            run.append(following)
        text = " ".join(n.content for n in run)
        if entries and len(_CITES.findall(text)) >= max(1, entries // 2):
            found.append(run)
    return found


def highest_reference(source: SourceText) -> int:
    """The number of the last entry of the document's references; 0 if it has no list."""
    numbers = [
        int(n)
        for run in find_references(source, ())
        for n in _NUMBERS.findall(" ".join(line.content for line in run))
    ]
    # Entries count up; a year or a page before a stop is none.
    return max((n for n in numbers if n <= len(numbers)), default=0)
