"""A number that what it cites does not say, in the sense that it is used in, can't leave."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering.corrupting import CORRUPTERS, corpora, corrupted, told
from answering.making import answer_with, cited, corpus_of, document, quickly
from corpus.making import ROOT
from ino_assistant.answering.assistant import Assistant
from ino_assistant.answering.saying.answer import Answer, CaveatNote
from ino_assistant.answering.saying.citing import (
    Citation,
    Segment,
    UnsupportedSegmentError,
    is_mark,
    mark,
    row_spans,
)
from ino_assistant.answering.saying.compose import Composed, compose, quote_whole
from ino_assistant.answering.saying.gate import Gate, has_number
from ino_assistant.answering.understanding.question import Question, Reader
from ino_assistant.corpus.model import Corpus, Statement
from ino_assistant.settings import Settings
from ino_assistant.text import fold
from ino_assistant.vocabulary.concepts import Concepts

SENTENCE = (
    "Overall survival was 7.7 months with betatinib (n=164) and 6.2 months with placebo (n=162)."
)
OTHER = "Nausea occurred in 23/164 patients (14%) with betatinib and in 31 patients with placebo."


def answered(texts: Sequence[str], *segments: Segment) -> Answer:
    """An answer that cites each of some sentences, in order."""
    corpus = corpus_of(document(sentences=texts))
    return Answer(
        corpus=corpus,
        question="?",
        outcome="answered",
        segments=segments,
        citations=tuple(Citation.of(corpus, s, n) for n, s in enumerate(corpus.statements, 1)),
    )


# ------------------------------------------------------------------ words and numbers


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        "Overall survival was 7.7 months with betatinib.",
        "With placebo, overall survival was 6.2 months.",
        "Overall survival was 6.2 months with placebo and 7.7 months with betatinib.",
    ],
)
def test_what_the_source_says_is_said(text: str) -> None:
    answer = answer_with(SENTENCE, Segment(text, 1), mark(1))
    assert answer.text == f"{text} [1]"
    assert {n["verdict"] for n in answer.numbers} == {"supported"}
    assert {n["citation"] for n in answer.numbers} == {1}


@pytest.mark.parametrize(
    "text",
    [
        "Overall survival was 7.8 months with betatinib.",
        "Overall survival was 77 months with betatinib.",
        "Overall survival was 7.7 years with betatinib.",
        "Overall survival was 7.7 months with placebo.",
        "Overall survival was 6.2 months with betatinib and 7.7 months with placebo.",
        "Progression-free survival was 7.7 months with betatinib.",
        "Overall survival was not 7.7 months with betatinib.",
        "Overall survival was 7.7 months with betatinib (n=162).",
        "Overall survival was at least 7.7 months with betatinib.",
        "Overall survival was 1.5 months longer with betatinib.",
        "Overall survival was more than doubled with betatinib.",
        "Overall survival was about eight months with betatinib.",
        "Betatinib cures everybody.",
    ],
)
def test_what_the_source_does_not_say_is_not(text: str) -> None:
    with pytest.raises(UnsupportedSegmentError, match="not in the statement cited as 1"):
        answer_with(SENTENCE, Segment(text, 1), mark(1))


@pytest.mark.parametrize(
    "text",
    ["5", "Grade 3.", "m²", "10⁹", "①", "٣ days", "phase Ⅱ", "½", "two", "Half of them.",
     "Approximately half did.", "It more than doubled.", "twice a day"],
)  # fmt: skip
def test_a_number_without_a_citation_is_not_said(text: str) -> None:
    for segments in ((Segment(text),), (Segment(SENTENCE, 1), mark(1), Segment(f"\n{text}"))):
        with pytest.raises(UnsupportedSegmentError, match="without a citation"):
            answer_with(SENTENCE, *segments)


@pytest.mark.parametrize("marker", [0, -1, 2, 99])
def test_a_citation_that_is_not_there_can_not_be_pointed_to(marker: int) -> None:
    for segment in (Segment("patients", marker), mark(marker)):
        with pytest.raises(UnsupportedSegmentError, match="no citation"):
            answer_with(SENTENCE, segment)


@pytest.mark.parametrize("text", [" [2]", "[1]", f"{SENTENCE} [2]", "Nausea [1] was rare."])
def test_what_looks_like_a_mark_and_is_none_is_not_said(text: str) -> None:
    with pytest.raises(UnsupportedSegmentError):
        answer_with(SENTENCE, Segment(text, 1))


def test_a_mark_that_the_source_prints_is_quoted() -> None:
    source = "Nausea occurred in 14% of patients with betatinib [2]."
    assert answer_with(source, Segment(source, 1), mark(1)).text == f"{source} [1]"


def test_a_number_torn_over_segments_is_read_as_the_reader_reads_it() -> None:
    torn = (Segment("Overall survival was 7", 1), Segment("7.7 months with betatinib.", 1))
    with pytest.raises(UnsupportedSegmentError):
        answer_with(SENTENCE, *torn, mark(1))


def test_a_part_of_a_sentence_is_no_quotation_of_it() -> None:
    source = "Betatinib did not improve overall survival, which was 7.7 months with betatinib."
    with pytest.raises(UnsupportedSegmentError):
        answer_with(source, Segment("Betatinib did improve overall survival", 1), mark(1))


# ------------------------------------------------------------------ markers


def test_a_number_of_another_citation_is_not_said() -> None:
    told_rightly = (Segment(SENTENCE, 1), mark(1), Segment("\n"), Segment(OTHER, 2), mark(2))
    assert answered((SENTENCE, OTHER), *told_rightly).numbers
    for segments in (
        (Segment(SENTENCE, 2), mark(2)),
        (Segment(SENTENCE, 1), mark(2)),
        (Segment(SENTENCE, 1), Segment(" "), Segment("In 23/164 patients.", 1), mark(1)),
        (Segment("Overall survival was 7.7 months with betatinib.", 2), mark(2)),
        (Segment("Nausea occurred in 14% of patients with betatinib.", 1), mark(1)),
    ):
        with pytest.raises(UnsupportedSegmentError):
            answered((SENTENCE, OTHER), *segments)


def test_two_marks_behind_one_sentence_both_have_to_say_it() -> None:
    with pytest.raises(UnsupportedSegmentError, match="cited as 2"):
        answered((SENTENCE, OTHER), Segment(SENTENCE, 1), mark(1), mark(2))


@pytest.mark.parametrize("before", ["", "No. ", "Yes: ", "The documents say:\n", "\n\n", "• "])
def test_a_lead_in_that_names_nothing_may_stand_before_a_quotation(before: str) -> None:
    text = answer_with(SENTENCE, Segment(before), Segment(SENTENCE, 1), mark(1)).text
    assert text == f"{before}{SENTENCE} [1]"


def test_words_of_its_own_can_not_turn_what_is_quoted() -> None:
    plain = "It was seen in 14% of patients."
    for segments in (
        (Segment("With placebo: "), Segment(plain, 1), mark(1)),
        (Segment("It is wrong that "), Segment(plain, 1), mark(1)),
        (Segment("Nausea. "), Segment(plain, 1), mark(1)),
        (Segment(plain, 1), Segment(" with placebo"), mark(1)),
        (Segment(plain, 1), mark(1), Segment(" with placebo.")),
        (Segment(plain, 1), mark(1), Segment(" Nausea was meant.\nMore.")),
    ):
        with pytest.raises(UnsupportedSegmentError):
            answer_with(plain, *segments)
    apart = (Segment(plain, 1), mark(1), Segment("\nThe documents say nothing else."))
    assert answer_with(plain, *apart).text.endswith("nothing else.")


# ------------------------------------------------------------------ rows of tables


def _table() -> tuple[Corpus, Statement]:
    rows = [("Nausea", ("Betatinib (n=10)", "Placebo (n=12)"), ("4 (40%)", "3 (25%)"))]
    corpus = corpus_of(document(tables=rows))
    return corpus, corpus.statements[0]


def _say(cells: Sequence[int] | None, *texts: str) -> str:
    corpus, row = _table()
    segments: list[Segment] = []
    for text in texts:
        segments += [Segment(" ")] if segments else []
        segments.append(Segment(text, 1))
    return Answer(
        corpus=corpus,
        question="?",
        outcome="answered",
        segments=(*segments, mark(1)),
        citations=(Citation.of(corpus, row, 1, cells),),
    ).text


def test_cells_behind_their_labels_are_said() -> None:
    assert _say([0], "Nausea", "Betatinib (n=10)", "4 (40%)") == (
        "Nausea Betatinib (n=10) 4 (40%) [1]"
    )
    assert _say(None, "Nausea", "Placebo (n=12)", "3 (25%)", "Betatinib (n=10)", "4 (40%)")
    assert _say(None, "Nausea occurred in 40% with betatinib and in 25% with placebo.")


@pytest.mark.parametrize(
    "texts",
    [
        ("Nausea", "Placebo (n=12)", "4 (40%)"),
        ("Nausea", "Betatinib (n=10)", "4 (40%)", "3 (25%)"),
        ("Betatinib (n=10)", "3 (25%)"),
        ("Nausea", "4 (40%)", "Placebo (n=12)"),
        ("Nausea occurred in 25% with betatinib.",),
        ("Vomiting occurred in 40% with betatinib.",),
    ],
)
def test_cells_behind_other_labels_are_not(texts: Sequence[str]) -> None:
    with pytest.raises(UnsupportedSegmentError):
        _say(None, *texts)


def test_cells_that_are_not_cited_are_not_said() -> None:
    for texts in (
        ("Nausea", "Placebo (n=12)", "3 (25%)"),
        ("Nausea occurred in 25% with placebo.",),
    ):
        with pytest.raises(UnsupportedSegmentError):
            _say([0], *texts)


def test_only_a_row_has_cells() -> None:
    corpus, _ = cited(SENTENCE)
    with pytest.raises(ValueError, match="not a table row"):
        row_spans(corpus.statements[0], [0])


# ------------------------------------------------------------------ citations


@pytest.mark.parametrize("markers", [(2,), (0,), (1, 1), (2, 1), (1, 3)])
def test_markers_count_from_one(markers: Sequence[int]) -> None:
    corpus, citation = cited(SENTENCE)
    with pytest.raises(UnsupportedSegmentError, match="markers must be 1, 2, 3"):
        Answer(
            corpus=corpus,
            question="?",
            outcome="answered",
            segments=(),
            citations=tuple(dataclasses.replace(citation, marker=m) for m in markers),
        )


@pytest.mark.parametrize(
    "change",
    [
        {"quote": "Overall survival was 77 months."},
        {"display": "Overall survival was 77 months."},
        {"statement": "doc:999"},
        {"spans": ((0, 5),)},
        {"authority": "label"},
        {"section": "Another section"},
    ],
)
@pytest.mark.parametrize("where", ["citations", "related", "caveats"])
def test_a_citation_can_not_be_made_up(change: dict[str, object], where: str) -> None:
    corpus, citation = cited(SENTENCE)
    false = dataclasses.replace(citation, **change)  # type: ignore[arg-type]
    given = {"caveats": (CaveatNote(false.display, false),)}.get(where, (false,))
    with pytest.raises(UnsupportedSegmentError, match="not of the corpus"):
        Answer(corpus=corpus, question="?", outcome="refused", segments=(), **{where: given})  # type: ignore[arg-type]


def test_a_caveat_can_not_be_made_up() -> None:
    corpus, citation = cited(SENTENCE)
    right = CaveatNote(SENTENCE, citation)
    assert Answer(corpus, "?", "refused", (), caveats=(right,)).caveats == (right,)
    with pytest.raises(UnsupportedSegmentError, match="not a caveat"):
        Answer(corpus, "?", "refused", (), caveats=(CaveatNote("In 77 patients.", citation),))


# ------------------------------------------------------------------ the list of numbers


def test_every_number_of_the_text_is_listed_with_its_citation() -> None:
    source = "One tablet of 15 mg twice a day cured half of them, 1,718 (95% CI 72.1-87.7)."
    answer = answered(
        (source, OTHER), Segment(source, 1), mark(1), Segment("\n"), Segment(OTHER, 2), mark(2)
    )
    listed = [(n["text"], n["citation"]) for n in answer.numbers]
    assert [text for text, marker in listed if marker == 1] == [
        "One", "15", "twice", "half", "1,718", "95%", "72.1", "87.7",
    ]  # fmt: skip
    assert [text for text, marker in listed if marker == 2] == ["23", "164", "14%", "31"]


def test_marks_are_no_numbers() -> None:
    plain = "Betatinib is given with food."
    assert answer_with(plain, Segment(plain, 1), mark(1)).numbers == []


# ------------------------------------------------------------------ corrupted statements


@pytest.mark.parametrize("kind", sorted(CORRUPTERS))
def test_no_corrupted_statement_of_any_document_leaves(kind: str) -> None:
    wrong = corrupted(kind)
    assert len(wrong) >= {"arms": 20, "units": 40}.get(kind, 100)
    assert len({corpus.documents[0].id for corpus, _, _ in wrong}) == len(corpora())
    left = [text for corpus, statement, text in wrong if _leaves(corpus, statement, text)]
    assert left == []


def test_few_denied_statements_leave() -> None:
    """What the verifier is known to miss: a `not` in a sentence that has another one."""
    wrong = corrupted("denials")
    left = [text for corpus, statement, text in wrong if _leaves(corpus, statement, text)]
    assert len(wrong) >= 40
    assert len(left) <= 0.1 * len(wrong), left


def _leaves(corpus: Corpus, statement: Statement, text: str) -> bool:
    citation = Citation.of(corpus, statement, 1)
    try:
        Gate(corpus, [citation]).judge([Segment(text, 1), mark(1)])
    except UnsupportedSegmentError:
        return False
    return True


@quickly
@given(st.data())
def test_corrupted_passages_are_replaced_and_the_others_kept(data: st.DataObject) -> None:
    corpus = data.draw(st.sampled_from(corpora()))
    chosen = data.draw(st.lists(st.sampled_from(corpus.statements), min_size=1, max_size=3))
    citations = [Citation.of(corpus, s, n) for n, s in enumerate(chosen, 1)]
    segments: list[Segment] = []
    false: list[str] = []
    for citation, statement in zip(citations, chosen, strict=True):
        kinds = [c for s_corpus, s, c in _all_corrupted() if s_corpus is corpus and s is statement]
        segments += [Segment("\n\n")] if segments else []
        lied = data.draw(st.booleans()) if kinds else False
        if lied:
            false.append(data.draw(st.sampled_from(kinds)))
            segments.append(Segment(false[-1], citation.marker))
        else:
            segments.append(Segment(statement.quote, citation.marker))
        segments.append(mark(citation.marker))
    gate = Gate(corpus, citations)
    mended = gate.mended(segments)
    answer = Answer(
        corpus=corpus,
        question="?",
        outcome="answered",
        segments=mended,
        citations=tuple(citations),
        products=tuple(p for s in chosen for p in s.products),
    )
    for text in false:
        assert text not in [segment.text for segment in answer.segments]
    for citation in citations:
        assert citation.quote in answer.text
    assert answer.boxed_warning
    for warning in answer.boxed_warning:
        assert warning.text in [w.text for w in corpus.boxed_warnings]
        assert fold(warning.text) == warning.text


def _all_corrupted() -> list[tuple[Corpus, Statement, str]]:
    return [entry for kind in CORRUPTERS for entry in corrupted(kind)]


def test_nothing_is_mended_from_citations_that_are_made_up() -> None:
    corpus, citation = cited(SENTENCE)
    false = dataclasses.replace(citation, quote="Overall survival was 77 months.")
    assert Gate(corpus, [false]).mended([Segment("77 months", 1), mark(1)]) == ()
    assert Gate(corpus, [citation]).mended([Segment("77 months")]) == ()


# ------------------------------------------------------------------ the seam


class Rewriter:
    """Words an answer as a language model might: what `compose` says, each text rewritten."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.said: list[str] = []

    def __call__(
        self,
        question: Question,
        chosen: Sequence[Statement],
        corpus: Corpus,
        reader: Reader,
        concepts: Concepts,
    ) -> Composed:
        composed = compose(question, chosen, corpus, reader, concepts)
        by_statement = {s.id: text for c, s, text in corrupted(self.kind) if _same(c, corpus)}
        segments: list[Segment] = []
        for citation in composed.citations:
            text = by_statement.get(citation.statement, "")
            self.said += [text] if text else []
            true = told(corpus.by_id[citation.statement])
            segments += [Segment(text or true, citation.marker), mark(citation.marker)]
            segments.append(Segment("\n"))
        return Composed(tuple(segments), composed.citations, composed.caveats)


def _same(one: Corpus, two: Corpus) -> bool:
    return one.version == two.version


@pytest.mark.parametrize("kind", sorted(CORRUPTERS))
def test_what_a_composer_corrupts_is_replaced_by_the_quotation(
    assistant: Assistant, two_products: Assistant, kind: str
) -> None:
    rewriter = Rewriter(kind)
    for each, questions in ((assistant, _questions(12)), (two_products, PRODUCT_QUESTIONS)):
        lying = Assistant(each.searcher, Settings(), composer=rewriter)
        for question in questions:
            answer = lying.ask(question)
            for text in rewriter.said:
                assert text not in answer.text
            assert {n["verdict"] for n in answer.numbers} <= {"supported"}
            held = {w.product: w.text for w in each.corpus.boxed_warnings}
            assert answer.boxed_warning
            assert all(w.text == held[w.product] for w in answer.boxed_warning)
    assert rewriter.said


PRODUCT_QUESTIONS = (
    "How many patients had recurrence with KARDENTO?",
    "What is the recommended dose of ZELMORIX?",
    "How often did headache occur with ZELMORIX?",
    "How is KARDENTO taken?",
)


def _questions(count: int) -> list[str]:
    lines = (ROOT / "eval" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [json.loads(line)["question"] for line in lines]
    return [q for q in asked if re.search(r"rate|many|dose|median|%|how often", q, re.I)][:count]


class Liar:
    """Words every answer in the same way."""

    def __init__(self, *segments: Segment) -> None:
        self.segments = segments

    def __call__(
        self,
        question: Question,
        chosen: Sequence[Statement],
        corpus: Corpus,
        reader: Reader,
        concepts: Concepts,
    ) -> Composed:
        citations = tuple(Citation.of(corpus, s, m) for m, s in enumerate(chosen, 1))
        return Composed(self.segments, citations, ())


QUESTION = PRODUCT_QUESTIONS[0]


@pytest.mark.parametrize(
    "lie",
    [
        Segment("Recurrence was seen in 12.1% of patients taking KARDENTO.", 1),
        Segment("Recurrence was seen in 2.1% of patients taking warfarin.", 1),
        Segment("Recurrence was seen in 3.0% of patients taking KARDENTO.", 1),
        Segment("Recurrence was seen in few patients.", 1),
        Segment("Recurrence was seen in 2.1% of patients."),
        Segment("Recurrence was as low as can be", 9),
    ],
)
def test_what_a_composer_makes_up_is_replaced_by_the_quotation(
    two_products: Assistant, lie: Segment
) -> None:
    lying = Assistant(two_products.searcher, Settings(), composer=Liar(lie))
    answer = lying.ask(QUESTION)
    assert answer.outcome == "answered"
    assert lie.text not in answer.text
    assert "36/1,731 patients (2.1%)" in answer.text
    assert answer.text.startswith(answer.citations[0].quote)
    assert [w.product for w in answer.boxed_warning] == ["KARDENTO"]


def test_what_a_composer_says_truly_is_kept(two_products: Assistant) -> None:
    true = "Recurrence was seen in 2.1% of patients taking KARDENTO."
    told_so = Liar(Segment(true, 1), mark(1))
    answer = Assistant(two_products.searcher, Settings(), composer=told_so).ask(QUESTION)
    assert answer.text == f"{true} [1]"


def test_a_composer_can_not_make_up_its_citations(two_products: Assistant) -> None:
    def forge(
        question: Question,
        chosen: Sequence[Statement],
        corpus: Corpus,
        reader: Reader,
        concepts: Concepts,
    ) -> Composed:
        false = dataclasses.replace(
            Citation.of(corpus, chosen[0], 1), quote="In 77 %.", display="In 77 %."
        )
        return Composed((Segment("In 77 %.", 1), mark(1)), (false,), ())

    answer = Assistant(two_products.searcher, Settings(), composer=forge).ask(QUESTION)
    assert answer.outcome == "answered"
    assert "77" not in answer.rendered
    assert "36/1,731 patients (2.1%)" in answer.text


# ------------------------------------------------------------------ real answers


def _answered(assistant: Assistant, least: int) -> list[Answer]:
    """Real answers with numbers."""
    found = [assistant.ask(question) for question in _questions(60)]
    found = [a for a in found if a.outcome == "answered" and a.numbers]
    assert len(found) >= least
    return found[:least]


def _remade(assistant: Assistant, answer: Answer, segments: Sequence[Segment]) -> Answer:
    return dataclasses.replace(answer, corpus=assistant.corpus, segments=tuple(segments))


def test_no_digit_of_a_real_answer_can_be_changed(assistant: Assistant) -> None:
    changed = 0
    for answer in _answered(assistant, 15):
        _remade(assistant, answer, answer.segments)
        for place, segment in enumerate(answer.segments):
            if is_mark(segment) or segment.citation is None:
                continue
            for digit in re.finditer(r"(?<![A-Za-z])\d", segment.text):
                other = str((int(digit[0]) + 1) % 10)
                text = segment.text[: digit.start()] + other + segment.text[digit.end() :]
                segments = list(answer.segments)
                segments[place] = Segment(text, segment.citation)
                with pytest.raises(UnsupportedSegmentError):
                    _remade(assistant, answer, segments)
                changed += 1
    assert changed > 60


def test_no_real_answer_can_lose_the_citation_of_a_number(assistant: Assistant) -> None:
    for answer in _answered(assistant, 15):
        bare = [Segment(segment.text) for segment in answer.segments]
        with pytest.raises(UnsupportedSegmentError, match="without a citation"):
            _remade(assistant, answer, bare)


def test_every_statement_of_the_corpora_can_be_quoted(
    assistant: Assistant, two_products: Assistant
) -> None:
    for each in (assistant, two_products):
        reader = Reader(each.corpus, each.searcher.concepts)
        for statement in each.corpus.statements:
            for asked in ("What?", statement.display, "What in total, with chemotherapy?"):
                composed = compose(
                    reader.read(asked), [statement], each.corpus, reader, each.searcher.concepts
                )
                _whole(each.corpus, composed)
            _whole(each.corpus, quote_whole([statement], each.corpus))


def _whole(corpus: Corpus, composed: Composed) -> None:
    answer = Answer(
        corpus=corpus,
        question="?",
        outcome="answered",
        segments=composed.segments,
        citations=composed.citations,
        caveats=composed.caveats,
    )
    assert answer.text.endswith(" [1]")


@pytest.mark.parametrize("question", ["", "hello", "x" * 9000, "Was ist die Dosis?", "two or half"])
def test_what_the_assistant_says_of_itself_has_no_number(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question)
    own = [s.text for s in answer.segments if s.citation is None]
    assert not any(has_number(text) for text in own)
