"""Scoring one answer against its golden case: every check apart, with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ino_assistant.answering.answer import Answer
from ino_assistant.corpus.model import Corpus
from ino_assistant.evaluation.cases import Case
from ino_assistant.evaluation.evidence import quotation_holds
from ino_assistant.text import fold, sha256_text, squeeze

MOST_WORDS = 150
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")


@dataclass(frozen=True, slots=True)
class Score:
    """The checks of one case; a check that does not apply is not there.

    `checks` are named: outcome, content, misleading, citation, box, length.
    """

    case: Case
    answer: Answer
    checks: Mapping[str, bool]

    @property
    def right(self) -> bool:
        """Whether every check is passed."""
        return all(self.checks.values())

    @property
    def failed(self) -> list[str]:
        """Names of the checks that are not passed."""
        return [name for name, passed in self.checks.items() if not passed]


def score(case: Case, answer: Answer, corpus: Corpus) -> Score:
    """Every check of a case, on the answer that was given."""
    text = _plain(answer.text)
    checks = {
        "box": box_is_whole(answer, corpus),
        "misleading": not any(_plain(word) in text for word in case.must_not),
    }
    if case.expect == "refused":
        checks["outcome"] = answer.outcome != "answered"
        return Score(case, answer, checks)
    checks["outcome"] = answer.outcome in ("answered", "corrected")
    if checks["outcome"]:
        checks["content"] = all(_plain(word) in text for word in case.must)
        checks["citation"] = any(
            quotation_holds(c.quote, c.section, case.evidence) for c in answer.citations
        ) or _together(case, answer)
        checks["length"] = len(answer.text.split()) <= MOST_WORDS
    return Score(case, answer, checks)


def _together(case: Case, answer: Answer) -> bool:
    """Whether the citations hold the evidence together, where it spans several statements."""
    spans = sorted((c.spans[0][0], c.quote) for c in answer.citations)
    quotes = " ".join(quote for _, quote in spans)
    around = " ".join(c.section for c in answer.citations)
    return quotation_holds(quotes, around, case.evidence)


def box_is_whole(answer: Answer, corpus: Corpus) -> bool:
    """Whether the answer carries a boxed warning, letter for letter, in data and rendering."""
    if not corpus.boxed_warnings:
        return True
    originals = {w.product: w for w in corpus.boxed_warnings}
    rendered = fold(answer.rendered)
    return bool(answer.boxed_warning) and all(
        w.text == originals[w.product].text
        and w.sha256 == sha256_text(w.text)
        and w.text in rendered.replace("\\", "")
        for w in answer.boxed_warning
    )


def _plain(text: str) -> str:
    """Without white space, case and superscripts, so that printings can be compared."""
    return squeeze(text.translate(_PLAIN)).lower()
