"""Every figure of the corpora is bound to what it is of, or says why it is not."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from corpus.making import DOCUMENTS, REAL
from ino_assistant.corpus.load import load_corpus
from ino_assistant.corpus.model import Corpus
from ino_assistant.fidelity import Vocabulary, read_quantities, verify
from ino_assistant.fidelity.binding.claim_binding import claims_of_corpus, claims_of_document
from ino_assistant.fidelity.binding.claim_table import ClaimTable, TableClaim
from ino_assistant.fidelity.binding.evidence import evidence_of, vocabulary_of
from ino_assistant.fidelity.quantity.places import Places
from ino_assistant.fidelity.terms.tables import row_text
from ino_assistant.text import fold

Copier = Callable[..., Corpus]


@cache
def real() -> Corpus:
    return load_corpus(REAL)


@cache
def made_up() -> Corpus:
    return load_corpus(DOCUMENTS)


@cache
def table_of(name: str) -> ClaimTable:
    return claims_of_corpus(real() if name == "real" else made_up())


def claim(corpus: str, text: str, sentence: str) -> TableClaim:
    """The one claim with this figure in a sentence that holds some words."""
    (found,) = [c for c in table_of(corpus).claims if c.text == text and sentence in c.sentence]
    return found


# ------------------------------------------------------------------ what is bound


@pytest.mark.parametrize(
    ("text", "sentence", "arms", "endpoints"),
    [
        ("80.7%", "Higher rates of CR/CRi", ("InO",), ("CR/CRi",)),
        ("29.3%", "Higher rates of CR/CRi", ("SC",), ("CR/CRi",)),
        ("78.4%", "Higher rates of CR/CRi", ("InO",), ("MRD-negative",)),
        ("6.2 months", "median OS of 7.7 months", ("SC",), ("overall survival",)),
        ("48%", "InO also resulted in more patients", ("InO",), ("transplant",)),
    ],
)
def test_figures_of_a_sentence_are_bound(
    text: str, sentence: str, arms: tuple[str, ...], endpoints: tuple[str, ...]
) -> None:
    found = claim("real", text, sentence)
    assert (found.arms, found.endpoints, found.is_bound) == (arms, endpoints, True)
    assert found.sources == {**found.sources, "arm": "sentence", "endpoint": "sentence"}
    assert found.place == "text"
    assert found.sentence[slice(*found.at)].strip() == text


def test_cells_take_their_roles_from_row_and_column() -> None:
    found = claim("real", "53", "Baseline bone marrow blasts")
    assert (found.place, found.row) == ("cell", "Baseline bone marrow blasts, n (%), <50%")
    assert found.column == "InO (n=164)"
    assert (found.arms, found.endpoints) == (("InO",), ("bone marrow blasts",))
    assert found.populations == ("<50%",)
    assert found.denominator == "164"
    assert [(p.text, p.kind) for p in found.parts] == [("32.3", "percent")]
    assert dict(found.sources) == {"arm": "column", "endpoint": "row", "population": "row"}


def test_a_column_for_all_is_of_every_arm() -> None:
    found = claim("real", "101", "Baseline bone marrow blasts")
    assert (found.arms, found.denominator) == (("InO", "SC"), "326")
    difference = claim("made up", "35.0", "PP-NRS response")
    assert difference.contrast
    assert difference.arms == ("ZELMORIX", "placebo")
    assert (difference.interval, difference.level) == (("23.9", "46.1"), "95")


def test_a_row_that_the_vocabulary_does_not_know_is_of_what_its_label_says() -> None:
    found = claim("made up", "29", "Eczema")
    assert found.endpoints == ("adverse reaction", "Eczema")
    assert (found.arms, found.denominator, found.times) == (("ZELMORIX",), "322", ())
    assert claim("made up", "38.3", "Clear or almost clear").times == ("16 week",)


def test_a_heading_is_of_its_column_and_told_once() -> None:
    sizes = [c for c in table_of("real").claims if c.text == "n=164" and c.place == "column"]
    assert [(c.arms, c.endpoints, c.role) for c in sizes] == [(("InO",), (), "size")]


def test_a_figure_stands_under_the_heading_of_its_box() -> None:
    found = next(c for c in table_of("real").claims if c.text == "Up to 6" and "figure" in _kind(c))
    assert (found.arms, found.comparator, found.sources["arm"]) == (("InO",), "<=", "heading")


def _kind(found: TableClaim) -> str:
    return real().by_id[found.statement].kind


def test_what_stands_beside_a_figure_is_kept_with_it() -> None:
    found = claim("real", "21.6%", "more than doubled")
    assert (found.denominator, found.arms) == ("162", ("SC",))
    ratio = claim("real", "8.61", "Alkylator conditioning")
    assert (ratio.interval, ratio.level) == (("1.52", "48.86"), "95")
    assert ratio.statistics == ("odds ratio",)
    assert "VOD" in ratio.endpoints


def test_authority_and_caveats_are_those_of_the_statement() -> None:
    found = claim("real", "7.7 months", "median OS of 7.7 months")
    statement = real().by_id[found.statement]
    assert (found.authority, found.caveats) == (statement.authority, statement.caveats)
    assert found.caveats
    (boundary, *_) = [
        c for c in table_of("real").claims if c.text == "P=0.0104" and "OS" in c.sentence
    ]
    assert (boundary.role, boundary.significance) == ("boundary", "-")


def test_a_product_without_a_trial_is_an_arm() -> None:
    assert claim("made up", "36/1,731", "VELOCE").arms == ("KARDENTO",)
    assert claim("made up", "51/1,718", "VELOCE").arms == ("warfarin",)


# ------------------------------------------------------------------ what is not


def test_cells_of_a_table_that_lost_its_rows_are_never_evidence() -> None:
    lost = [c for c in table_of("real").claims if c.quotable_only]
    assert {real().by_id[c.statement].layout_lost for c in lost} == {True}
    assert len(lost) >= 20
    for found in lost:
        assert [u.role for u in found.unbound] == ["arm", "endpoint", "population", "time"]
        assert {u.why for u in found.unbound} == {"the source has lost the rows of this table"}
        assert found.arms == found.endpoints == found.populations == found.times == ()


def test_what_is_left_open_says_why() -> None:
    table = table_of("real")
    assert table.bound and table.unbound
    assert len(table.bound) + len(table.unbound) == len(table.claims)
    for found in table.unbound:
        for unbound in found.unbound:
            assert unbound.why
            assert not getattr(found, f"{unbound.role}s")
    salvage = claim("real", "67.7%", "Notably")
    assert [(u.role, u.why) for u in salvage.unbound] == [
        ("arm", "no arm is named in the sentence; its section names InO"),
        ("endpoint", "nothing known that is measured is named"),
    ]


def test_several_endpoints_are_none() -> None:
    found = claim("real", "≥100 × 10⁹/L", "For patients receiving InO")
    assert [u.role for u in found.unbound] == ["endpoint"]
    assert found.unbound[0].why.startswith("several are named: ")


# ------------------------------------------------------------------ complete, and in its place


@pytest.mark.parametrize("name", ["real", "made up"])
def test_every_figure_of_every_statement_is_in_the_table_once(name: str) -> None:
    corpus, table = (real() if name == "real" else made_up()), table_of(name)
    spans = {d.id: [] for d in corpus.documents}  # type: dict[str, list[tuple[int, int]]]
    for found in table.claims:
        assert found.span is not None
        spans[found.document].append(found.span)
    for held in spans.values():
        assert len(held) == len(set(held))
    for statement in corpus.statements:
        if statement.row is not None or statement.parts or statement.context == "Abbreviation":
            continue
        texts = {t for c in table.of(statement.id) for t in (c.text, *(p.text for p in c.parts))}
        for quantity in read_quantities(statement.display):
            inside = any(quantity.text.strip() in t or t in quantity.text for t in texts)
            if quantity.is_quantity and any(ch.isdigit() for ch in quantity.text):
                assert inside, (statement.display, quantity.text)


@pytest.mark.parametrize("name", ["real", "made up"])
def test_spans_point_at_the_figure_in_the_source(name: str) -> None:
    corpus = real() if name == "real" else made_up()
    for found in table_of(name).claims:
        source = corpus.document(found.document).source
        for text, span in [(found.text, found.span), *((p.text, p.span) for p in found.parts)]:
            assert span is not None
            printed = fold(source[slice(*span)]).translate(str.maketrans("–", "-"))
            assert printed.replace(" ", "") == _lowered(text).replace(" ", "")


def _lowered(text: str) -> str:
    return text.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹–", "0123456789-"))


def test_claims_come_in_reading_order_with_ids_of_their_own() -> None:
    claims = table_of("real").claims
    assert len({c.id for c in claims}) == len(claims)
    order = {s.id: n for n, s in enumerate(real().statements)}
    assert [order[c.statement] for c in claims] == sorted(order[c.statement] for c in claims)
    one = real().documents[0]
    assert claims_of_document(one, vocabulary_of(real(), one.id)).claims == claims
    assert table_of("real").of("no such statement") == ()


@pytest.mark.parametrize("name", ["real", "made up"])
def test_a_claim_is_the_same_after_it_was_stored(name: str) -> None:
    for found in table_of(name).claims:
        stored = json.loads(json.dumps(found.as_dict()))
        assert TableClaim.from_dict(stored) == found


@pytest.mark.parametrize("wrong", [{}, {"id": "x"}, {"unknown": 1}])
def test_a_damaged_line_is_no_claim(wrong: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError)):
        TableClaim.from_dict(wrong)


# ------------------------------------------------------------------ evidence and vocabulary


def test_evidence_of_a_row_is_told_under_its_caption() -> None:
    row = next(s for s in made_up().statements if s.row and s.row.label == "Headache")
    assert row.row is not None
    assert evidence_of(row) == (
        f"Table 1. Adverse reactions in 5% or more of patients.\n{row_text(row.row)}"
    )
    words = vocabulary_of(made_up(), row.document)
    assert verify("Headache occurred in 18.9% with ZELMORIX.", evidence_of(row), words).supported
    assert not verify("Headache occurred in 18.9% with placebo.", evidence_of(row), words).supported


def test_evidence_of_an_item_has_its_heading_and_a_sentence_what_it_points_back_to() -> None:
    item = next(s for s in real().statements if s.display == "Up to 6 cycles")
    assert evidence_of(item) == "Single-agent InO (n=164).\nUp to 6 cycles"
    pointing = next(s for s in real().statements if s.subject)
    assert evidence_of(pointing).endswith(f"{pointing.subject}\n{pointing.display}")
    none = next(s for s in made_up().statements if s.display == "None.")
    assert evidence_of(none) == "3 CONTRAINDICATIONS.\nNone."


def test_the_words_of_a_document_are_made_once() -> None:
    label = made_up().documents[1].id
    assert vocabulary_of(made_up(), label) is vocabulary_of(made_up(), label)
    assert vocabulary_of(made_up()) is not vocabulary_of(made_up(), label)
    assert set(vocabulary_of(made_up()).arms) == {"KARDENTO", "ZELMORIX", "placebo"}
    assert set(vocabulary_of(made_up(), label).arms) == {"ZELMORIX", "placebo"}
    again = load_corpus(DOCUMENTS)
    assert vocabulary_of(again, label) is not vocabulary_of(made_up(), label)
    with pytest.raises(KeyError):
        vocabulary_of(made_up(), "no-such-document")


HEAVY = "weighing 90 kg or more"


def test_a_document_brings_words_of_its_own(tmp_path: Path) -> None:
    for file in DOCUMENTS.glob("zelmorix-label*"):
        text = file.read_text(encoding="utf-8")
        if file.suffix == ".toml":
            text += (
                '\n[[synonyms]]\nlabel = "itch response"\nkind = "endpoint"\n'
                'terms = ["PP-NRS response", "improvement in itch"]\n'
                '\n[[synonyms]]\nlabel = "nodule rupture"\nkind = "reaction"\n'
                'terms = ["rupture of nodules"]\n'
                '\n[[synonyms]]\nlabel = "heavy"\nkind = "population"\n'
                f'terms = ["{HEAVY}"]\n'
            )
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    corpus = load_corpus(tmp_path)
    for words in (vocabulary_of(corpus), Vocabulary.of_corpus(corpus)):
        known = [words.knows(p) for p in ("PP-NRS response", "rupture of nodules", HEAVY)]
        assert [t.role for t in known if t] == ["endpoint", "reaction", "condition"]
    (found,) = [c for c in claims_of_corpus(corpus).claims if c.text == "56.0"]
    assert "itch response" in found.endpoints
    said = "Improvement in itch was 21.0% with ZELMORIX."
    row = corpus.by_id[found.statement]
    assert not verify(said, evidence_of(row), vocabulary_of(corpus)).supported


# ------------------------------------------------------------------ places


def test_a_text_is_laid_over_its_source_through_repairs() -> None:
    source = "It was  2.3 x 103/mm3 in trans-\nplanted patients.5 Then 103 came."
    text = "It was 2.3 x 10³/mm³ in transplanted patients."
    places = Places(text, source, [(0, 51)])
    at = text.index("2.3")
    assert source[slice(*places.span(at, at + 13) or (0, 0))] == "2.3 x 103/mm3"
    assert places.span(at - 1, at + 3) == (8, 11)
    assert places.span(3, 3) is None
    word = text.index("transplanted")
    assert places.span(word, word + 12) is None
    assert Places("other", "words", [(0, 5)]).span(0, 5) is None
