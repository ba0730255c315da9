"""Documents of quite another kind are read by the same rules.

`zelmorix-label` has numbered sections, tables that show their columns, no boxed warning
and no annotations; `kardento-faq` has questions, a boxed warning of its own product and a
table whose columns stand one below the other.
"""

from __future__ import annotations

import pytest

from corpus.making import ANOTHER_HAND, DOCUMENTS
from ino_assistant.corpus.audit import audit_corpus
from ino_assistant.corpus.load import load_corpus
from ino_assistant.corpus.model import Corpus, Statement


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus(DOCUMENTS)


def find(corpus: Corpus, words: str) -> Statement:
    (found,) = [s for s in corpus.statements if words in s.display and not s.parts]
    return found


def test_numbered_sections(corpus: Corpus) -> None:
    dose = find(corpus, "is 30 mg administered by intravenous infusion over 60 minutes")
    assert dose.section == ("2 DOSAGE AND ADMINISTRATION", "2.1 Recommended Dosage")
    assert dose.authority == "label"
    assert find(corpus, "Do not shake the vial.").kind == "list"
    assert find(corpus, "randomized 274 adults").section == ("8 CLINICAL STUDIES",)


def test_safety_text_of_a_label(corpus: Corpus) -> None:
    liver = find(corpus, "13/322 patients (4%)")
    assert liver.kind == "safety"
    assert liver.authority == "label"
    assert liver.section == ("5 WARNINGS AND PRECAUTIONS", "5.1 Hepatotoxicity")
    assert find(corpus, "indicated for the treatment of adults").authority == "label"


def test_reference_marks(corpus: Corpus) -> None:
    assert find(corpus, "Infusion reactions were mostly mild.").references == ("3",)
    assert find(corpus, "exposure to ZELMORIX in 482 adults").references == ("4", "5")
    assert find(corpus, "followed by 20 mg once a day.").references == ("1",)


@pytest.mark.parametrize(
    ("table", "label", "column", "text"),
    [
        ("Table 1. Adverse reactions in 5%", "Headache", "ZELMORIX (N=322) n (%)", "61 (18.9)"),
        ("Table 1. Adverse reactions in 5%", "Eczema", "Placebo (N=160) n (%)", "6 (3.8)"),
        ("Table 2. Response at Week 16", "PP-NRS response, %", "Placebo", "21.0"),
        (
            "Table 2. Response at Week 16",
            "Clear or almost clear skin, %",
            "Difference (95% CI)",
            "20.3 (9.3, 31.3)",
        ),
        ("9 HOW SUPPLIED", "60 mg", "Carton", "4"),
    ],
)
def test_cells_by_row_and_column(
    corpus: Corpus, table: str, label: str, column: str, text: str
) -> None:
    rows = [s.row for s in corpus.statements if s.row and s.row.table.startswith(table)]
    (row,) = [r for r in rows if r.label == label]
    assert {c.column: c.text for c in row.cells}[column] == text


def test_boxed_warnings_by_product(corpus: Corpus) -> None:
    (warning,) = corpus.boxed_warnings
    assert warning.product == "KARDENTO"
    assert len(warning.bullets) == 2
    assert {s.products for s in corpus.statements if s.kind == "boxed_warning"} == {("KARDENTO",)}


def test_prose_goes_on_behind_a_box_that_cuts_it(corpus: Corpus) -> None:
    rate = find(corpus, "36/1,731 patients (2.1%)")
    assert rate.section[-1] == "What was the rate of recurrence in the trial?"
    caveat = find(corpus, "the assessment of bleeding was exploratory")
    assert rate.caveats == (caveat.id,)
    assert rate.authority == "trial"


def test_a_table_that_lost_its_rows_is_only_a_block(corpus: Corpus) -> None:
    shipment = find(corpus, "KD-0412")
    assert shipment.layout_lost
    assert shipment.row is None


def test_abbreviations(corpus: Corpus) -> None:
    terms = {s.label: s.terms for s in corpus.documents[1].synonyms}
    assert terms["PN"] == ("PN", "prurigo nodularis")
    assert terms["ALT"] == ("ALT", "alanine aminotransferase")


def test_the_audit(corpus: Corpus) -> None:
    report = audit_corpus(DOCUMENTS)
    assert not report.unexplained
    assert [d.arithmetic for d in report.documents] == [(), ()]
    faq, label = report.documents
    assert [n.line for n in faq.lost] == [28]
    assert label.lost == ()
    assert len(corpus.documents) == 2


def test_the_code_names_no_product() -> None:
    package = DOCUMENTS.parents[1] / "src" / "ino_assistant" / "corpus"
    code = "\n".join(path.read_text(encoding="utf-8") for path in package.glob("*.py")).lower()
    folders = (DOCUMENTS, ANOTHER_HAND)
    made_up = [d for folder in folders for d in load_corpus(folder).documents]
    names = {n.lower() for d in made_up for p in d.products for n in p.names}
    names |= {trial.lower() for d in made_up for trial in d.trials}
    real = {
        n.lower() for p in load_corpus(DOCUMENTS.parents[1] / "corpus").products for n in p.names
    }
    assert not [name for name in names | real - {"ino"} if name in code]
