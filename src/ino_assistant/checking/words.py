"""The report's words, shared by the terminal and the page."""

from __future__ import annotations

from collections.abc import Sequence

from ino_assistant.answering.saying.answer import Citation
from ino_assistant.answering.saying.render import AUTHORITY_WORDS, place
from ino_assistant.checking.boxed import BoxPart
from ino_assistant.checking.report import (
    BOX_WORDS,
    BOXED,
    STATE_WORDS,
    VERDICT_WORDS,
    Checked,
    DraftReport,
    Issue,
    State,
)

KIND_WORDS = {
    "population": "group of patients",
    "p_value": "P value",
    "ci_level": "confidence level",
    "endpoint": "endpoint",
    "anchor": "point in time",
    "caveat": "qualification",
    "authority": "whose view",
    "modality": "may or must",
}
_SUMMARY: tuple[State, ...] = ("wrong", "unsaid", "caveat", "right", "none")


def kind_words(kind: str) -> str:
    """What kind of problem it is, as a reader is told."""
    return KIND_WORDS.get(kind, kind.replace("_", " "))


def headline(report: DraftReport) -> str:
    """What the report comes to, in a sentence."""
    if report.ok:
        return "Every claim is right, and every boxed warning is whole."
    found = sum(not sentence.ok for sentence in report.sentences)
    boxes = sum(not box.whole for box in report.boxes)
    parts = []
    if found:
        parts.append(f"{found} {'sentence needs' if found == 1 else 'sentences need'} attention")
    if boxes:
        parts.append(f"{boxes} boxed {'warning is' if boxes == 1 else 'warnings are'} not whole")
    return f"{' and '.join(parts)}.".capitalize()


def summary(report: DraftReport) -> list[tuple[State, str]]:
    """Each state that occurs, with how often, in words; the worst first."""
    counts = report.counts
    return [(s, f"{STATE_WORDS[s]}: {counts[s]}") for s in _SUMMARY if counts[s]]


def verdict_words(sentence: Checked) -> str:
    """The verdict on a sentence, in words."""
    if sentence.verdict is None:
        return sentence.reason
    if sentence.state == "wrong" and sentence.verdict != "contradicted":
        return "Not as the boxed warning is printed"
    if sentence.state == "caveat":
        return "Right, but the source qualifies it and the draft does not"
    if sentence.verdict == "not_in_evidence" and sentence.issues and sentence.evidence:
        if {issue.kind for issue in sentence.issues} == {"caveat"}:
            return "The source says so only with a qualification"
        if len(sentence.evidence) > 1:
            return "No one passage says this; these hold parts of it: read both"
        return "The documents do not say this; the nearest passage is"
    return VERDICT_WORDS[sentence.verdict]


def issue_words(issue: Issue) -> str:
    """What is wrong, as a reader is told."""
    if issue.kind == BOXED:
        return f"not as the boxed warning of {issue.text} is printed: {issue.detail}"
    detail = issue.detail.replace("the evidence", "the source")
    if issue.kind == "claim":
        return f"“{issue.text}”: {detail}"
    return f"{kind_words(issue.kind)}: “{issue.text}” – {detail}"


def source_words(citation: Citation, *, titled: bool = True) -> str:
    """Where a passage stands, and what kind of authority it has.

    Args:
        citation: of the passage.
        titled: whether the document is named; where there is one only, once is enough.
    """
    where = place(citation)
    if not titled:
        where = where.removeprefix(f"{citation.document_title}; ")
    return f"{where}; {AUTHORITY_WORDS[citation.authority]}"


def documents_of(report: DraftReport) -> tuple[str, ...]:
    """The titles of the documents that anything in a report is cited from."""
    cited = (c for s in report.sentences for c in (*s.evidence, *(m.citation for m in s.caveats)))
    return tuple(dict.fromkeys(c.document_title for c in cited))


def box_words(status: str) -> str:
    """What became of a boxed warning."""
    return BOX_WORDS[status]


def part_words(part: BoxPart) -> str:
    """What became of a sentence of a boxed warning."""
    if part.status == "missing":
        return "missing"
    if part.status == "altered":
        changes = "; ".join(change.words() for change in part.changes) or "wording differs"
        return f"altered at {part.place}: {changes}"
    return "as printed"


def nothing_words(sentences: Sequence[Checked]) -> str:
    """Why there was nothing to check, each reason with how often."""
    counts: dict[str, int] = {}
    for sentence in sentences:
        if sentence.verdict is None:
            counts[sentence.reason] = counts.get(sentence.reason, 0) + 1
    return ", ".join(f"{reason} ({n})" if n > 1 else reason for reason, n in counts.items())
