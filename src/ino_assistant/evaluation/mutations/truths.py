"""True statements of a corpus: as printed, in other words, and told claim by claim."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ino_assistant import data
from ino_assistant.corpus.model import Corpus, Statement
from ino_assistant.evaluation.mutations.truth import Form, Truth, replaced_all
from ino_assistant.fidelity.binding.claim_table import ClaimTable, TableClaim
from ino_assistant.fidelity.binding.evidence import evidence_of, vocabulary_of
from ino_assistant.fidelity.terms.tables import cell_sentence
from ino_assistant.fidelity.terms.vocabulary import Vocabulary
from ino_assistant.text import fold

_LONGEST = 600
"""Characters; a longer statement is a list as a whole, whose items stand for themselves."""


def truths_of(corpus: Corpus, table: ClaimTable) -> list[Truth]:
    """Every true statement, in reading order, none twice."""
    found: dict[tuple[str, str], Truth] = {}
    for statement in corpus.statements:
        if statement.layout_lost:
            continue
        for truth in _of_statement(corpus, statement, table):
            found.setdefault((truth.statement, truth.evidence), truth)
    return list(found.values())


def _of_statement(corpus: Corpus, statement: Statement, table: ClaimTable) -> Iterator[Truth]:
    vocabulary = vocabulary_of(corpus, statement.document)
    evidence = evidence_of(statement)

    def truth(form: Form, text: str) -> Truth:
        return Truth(form, text, evidence, statement.id, statement.authority, vocabulary)

    for text in _printed(statement):
        if len(text) > _LONGEST:
            continue
        yield truth("quoted", text)
        in_words, by_name = written_out(text), renamed(text, vocabulary)
        if in_words != text:
            yield truth("written_out", in_words)
        if by_name != text:
            yield truth("renamed", by_name)
    for claim in table.of(statement.id):
        told = restated(claim, statement, vocabulary)
        if told:
            yield truth("restated", told)


def _printed(statement: Statement) -> Iterator[str]:
    """What is quoted of a statement: its sentence, or of a row each cell with its labels."""
    row = statement.row
    if row is None:
        yield fold(statement.display)
        return
    label = f"{row.group}, {row.label}" if row.group else row.label
    for cell in row.cells:
        if cell.text.strip():
            yield cell_sentence(label, cell.column, cell.display or cell.text)


_SIGNS = (
    (r"(?<=\d)\s?%(?!\s?CI)", " percent"),
    (r"\bvs\b\.?", "versus"),
    (r"≥\s?(?=\d)", "at least "),
    (r"(?<![\w(])>\s?(?=\d)", "more than "),
    (r"(?<![P\w])<\s?(?=\d)", "less than "),
    (r"(?<![\d/])(\d+)/(\d+)(?![\d/])(?=\s(?:\(|patients))", r"\1 of \2"),
    (r"≤\s?(?=\d)", "at most "),
)


def written_out(text: str) -> str:
    """The same with signs in words: percent, versus, at least, 7 of 160."""
    for sign, words in _SIGNS:
        text = re.sub(sign, words, text)
    return _numbers_in_words(text)


def _numbers_in_words(text: str) -> str:
    """`2 cycles` as `two cycles`: small counts of things, never of patients or in brackets."""
    names = {str(v): k for k, v in data.load("quantities")["number_words"].items()}
    pattern = r"(?<![\w.,/-])([2-9])(?=\s(?:cycles|months|weeks|years|days|studies|doses)\b)"
    return re.sub(pattern, lambda m: names[m[1]], text)


def renamed(text: str, vocabulary: Vocabulary) -> str:
    """The same with each arm by another of its names; unchanged where it defines one."""
    changes: list[tuple[tuple[int, int], str]] = []
    for names in vocabulary.arms.values():
        plain = [n for n in names if re.fullmatch(r"[\w -]+", n)]
        # `chemotherapy` may be any: a plain word is not taken for the name of an arm.
        proper = [n for n in plain if " " in n or not n.islower()]
        found = [
            m for n in proper for m in re.finditer(rf"(?<![\w(-]){re.escape(n)}(?![\w)-])", text)
        ]
        others = [n for n in plain if n.lower() not in text.lower()]
        spans = {m.span() for m in found}
        outer = [
            s for s in spans if not any(o != s and o[0] <= s[0] and s[1] <= o[1] for o in spans)
        ]
        if others and len({text[slice(*s)] for s in outer}) == 1:
            changes += [(span, others[0]) for span in outer]
    return replaced_all(text, changes)


def restated(claim: TableClaim, statement: Statement, vocabulary: Vocabulary) -> str:
    """One claim in a sentence of its own; empty where that could leave out what matters."""
    if claim.quotable_only or claim.negated or claim.modality or claim.role != "main":
        return ""
    if claim.place == "cell":
        return _restated_cell(claim, statement)
    plain = (
        claim.kind in ("percent", "duration", "measure")
        and claim.is_bound
        and len(claim.endpoints) == 1
        and len(claim.arms) == 1
        and not (claim.populations or claim.contrast or claim.times or claim.caveats)
        and len(claim.statistics) <= 1
        and claim.arms[0] in vocabulary.arms
    )
    if not plain:
        return ""
    what = " ".join((*claim.statistics, claim.endpoints[0]))
    return f"With {claim.arms[0]}, {what} was {_figure(claim)}."


def _restated_cell(claim: TableClaim, statement: Statement) -> str:
    """`In the drug A group, age was 46.5 years`: a cell with its labels, differently told."""
    told = re.match(r"(?P<label>.+)\swith\s(?P<column>[^:]+):\s(?P<value>.+)\.$", claim.sentence)
    if told is None or statement.row is None or claim.at[0] < told.start("value"):
        return ""
    column = re.sub(r"\s*\([nN]=\d+\)", "", told["column"]).strip()
    label = re.sub(r"\s*,(?:\s*,)+\s*", ", ", told["label"])
    return f"{label}, in the {column} group, was {told['value']}."


def _figure(claim: TableClaim) -> str:
    parts = [p.text for p in claim.parts if p.kind in ("fraction", "interval")]
    return f"{claim.text} ({'; '.join(parts)})" if parts else claim.text
