"""A dose, a number of doses or an agent that a question takes for granted."""

from __future__ import annotations

import pytest

from answering.making import document
from ino_assistant.answering.judging.agents import other_agent
from ino_assistant.answering.judging.doses import other_dose

TARGET = "The target dose of Betamide is 50 mg twice daily."
START = "The recommended dose of Gammalol is 120 mg once daily."
LESS = "In liver disease reduce the dose of Gammalol to 80 mg once daily."
AGAINST = "Patients were assigned to Betamide or to ticlopidine 14 mg once daily."
COURSE = "The primary course is two doses, given 28 days apart."
INDUCER = "Rifampin decreased the Betamide AUC by 92%."
BLOCKER = "Itraconazole increased the Betamide AUC 5-fold."
BETAMIDE = document(sentences=(TARGET, AGAINST, COURSE, INDUCER, BLOCKER), products=("Betamide",))
GAMMALOL = document("other", sentences=(LESS, START), products=("Gammalol",))


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("why is the target dose 100 mg twice daily?", TARGET),
        ("why was ticlopidine given 7 mg?", AGAINST),
        ("why is it given as 3 doses?", COURSE),
        ("why is the target dose 50 mg twice daily?", None),
        ("why was ticlopidine given 14 mg?", None),
        ("is the target dose 100 mg?", None),
    ],
)
def test_another_dose_than_the_one_said(question: str, says: str | None) -> None:
    found = other_dose(question, BETAMIDE.statements, BETAMIDE)
    assert (None if found is None else found[0].display) == says


def test_a_dose_given_otherwise_is_another() -> None:
    found = other_dose("why is the starting dose 80 mg twice a day", GAMMALOL.statements, GAMMALOL)
    assert found is not None and found[0].display == START
    assert other_dose("why is it given as 80 mg once daily?", GAMMALOL.statements, GAMMALOL) is None


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("itraconazole lowers it by 92% - so double it?", INDUCER),
        ("since itraconazole cuts the AUC by 92%, can the dose be raised?", INDUCER),
        ("since rifampin cuts the AUC by 92%, can the dose be raised?", None),
        ("since itraconazole raises the AUC 5-fold, can it be given?", None),
    ],
)
def test_the_figure_of_another_medicine(question: str, says: str | None) -> None:
    found = other_agent(question, BETAMIDE.statements, BETAMIDE)
    assert (None if found is None else found[0].display) == says
