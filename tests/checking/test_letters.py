"""What of a letter is no claim, and that nothing with a figure is passed over."""

from __future__ import annotations

import pytest

from ino_assistant.checking.reading import draft_of_text
from ino_assistant.checking.units import Unit, units_of
from ino_assistant.fidelity import Vocabulary
from ino_assistant.fidelity.terms.normal import normal

NAMES = Vocabulary({"EXAMPLEX": ("EXAMPLEX", "examplumab")})


def units(text: str) -> list[Unit]:
    return list(units_of(draft_of_text(text), NAMES))


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Dear Dr. Smith,", "greeting"),
        ("To whom it may concern:", "greeting"),
        ("Yours sincerely,", "closing"),
        ("Kind regards", "closing"),
        ("Thank you for your question about EXAMPLEX.", "courtesy"),
        ("Thank you for asking whether EXAMPLEX is safe in pregnancy.", "courtesy"),
        ("We hope that this information is helpful.", "courtesy"),
        ("If you need anything else, please contact us.", "courtesy"),
        ("Please refer to the full prescribing information.", "courtesy"),
        ("This letter is provided in response to your request.", "says what the letter is for"),
        ("You asked about EXAMPLEX and pregnancy.", "says what the letter is for"),
        ("The key results are summarized below.", "points elsewhere"),
        ("14 March 2026", "date line"),
        ("March 14, 2026", "date line"),
        ("2026-03-14", "date line"),
        ("Tel: +1 555 010 0199", "contact line"),
        ("alex.doe@example.org", "contact line"),
        ("https://example.org/a?b=1", "contact line"),
        ("Our reference: MI-2026-00123", "reference number"),
        ("Page 3 of 4", "page line"),
        ("What is the rate of response?", "question"),
        ("Efficacy and Safety", "heading"),
        ("BOXED WARNING", "heading"),
        (
            "Doe A, Roe B, et al. Examplumab in itching. N Engl J Med. 2016;375(8):740-753.",
            "literature reference",
        ),
    ],
)
def test_no_claims(sentence: str, reason: str) -> None:
    assert {u.reason for u in units(f"A claim is made here.\n\n{sentence}\n")[1:]} == {reason}


@pytest.mark.parametrize(
    "sentence",
    [
        "Thank you for your letter, EXAMPLEX is safe.",
        "Thank you for your question and we know that EXAMPLEX cures.",
        "Thank you for your letter of 12% response.",
        "We hope that this is helpful: the rate was 12%.",
        "Dear Dr. Smith, the rate was 12%.",
        "Is the rate of 12% that of EXAMPLEX?",
        "EXAMPLEX is safe.",
        "Response rate of 12%",
        "The treatment is well tolerated.",
        "In 2016, 12% of patients died.",
        "EXAMPLEX was approved in 2016;5 trials followed.",
    ],
)
def test_claims(sentence: str) -> None:
    found = units(f"{sentence}\n\nAnother claim is made.\n")
    assert any(not u.reason for u in found[:-1]), found


def test_addresses_only_outside_of_the_letter() -> None:
    letter = (
        "Jane Smith, MD\n12 Example Street\nSpringfield, IL 62701\nRash 12 EXAMPLEX\nCR was 12%\n\n"
        "Dear Jane,\n\n12 Example Street\n\nKind regards,\nAlex Doe\nSuite 400\n"
    )
    reasons = {(u.text, u.reason) for u in units(letter)}
    assert ("12 Example Street", "address or signature") in reasons
    assert ("12 Example Street", "") in reasons
    assert ("Rash 12 EXAMPLEX", "") in reasons
    assert ("CR was 12%", "") in reasons
    assert ("Suite 400", "address or signature") in reasons


def test_a_list_of_literature() -> None:
    letter = (
        "It is so.\n\nReferences\n\n1. A company. Data on file.\n\n2. A book. 2019.\n\n"
        "3. A paper. 2016;1:2-3. The rate was 3%.\n"
    )
    reasons = [u.reason for u in units(letter)]
    assert reasons == ["", *["literature reference"] * 5, *[""] * (len(reasons) - 6)]
    assert len(reasons) > 6


def test_lists_are_read_whole_and_item_by_item() -> None:
    letter = "The most common reactions were:\n- nausea\n- rash; and\n- itching of the skin.\n"
    lead, *items = units(letter)
    assert lead.readings[0] == (
        "The most common reactions were: nausea, rash and itching of the skin."
    )
    assert lead.listed == (2, 3, 4)
    assert all(item.member for item in items)
    assert items[0].readings[0] == "The most common reactions were nausea"


def test_items_that_are_sentences_are_read_by_themselves() -> None:
    _, item = units("The results were:\n- The rate was 12% with EXAMPLEX.\n")
    assert item.readings[0] == "The rate was 12% with EXAMPLEX."


def test_a_title_over_a_list_is_read_with_it() -> None:
    title, *_ = units("Risk factors\n\n- age\n- liver disease\n")
    assert (title.reason, title.readings) == ("", ("Risk factors: age and liver disease.",))
    thanks, *_ = units("Dear Dr. Smith:\n\n- age\n- liver disease\n")
    assert thanks.reason == "greeting"


def test_a_sentence_that_points_back_is_read_with_the_one_before() -> None:
    _, second = units("The rate was 12% with EXAMPLEX. It was 3% with placebo.")
    assert second.readings == (
        "It was 3% with placebo.",
        "The rate was 12% with EXAMPLEX. It was 3% with placebo.",
    )


def test_cells_are_read_with_their_headings() -> None:
    text = "Endpoint\tEXAMPLEX\tplacebo\nCR, %\t12\t3\n"
    cells = [u for u in units(text) if not u.reason]
    assert [[normal(reading) for reading in c.readings] for c in cells] == [
        ["CR with EXAMPLEX: 12%."],
        ["CR with placebo: 3%."],
    ]


def test_nothing_of_a_draft_is_outside_of_a_unit() -> None:
    text = "Dear A,\n\nOne is so. Two¹ was 3%! … Four?\n\n- five\n"
    draft = draft_of_text(text)
    for number, block in enumerate(draft.blocks):
        held = [u.span for u in units_of(draft, NAMES) if u.block == number]
        rest = "".join(c for i, c in enumerate(block.text) if not any(s <= i < e for s, e in held))
        assert not any(c.isalnum() for c in rest)
