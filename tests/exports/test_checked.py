"""An exported document, read by the checker of drafts: its box is whole, its answer supported."""

from __future__ import annotations

from pathlib import Path

from exports.reading import on_sqlite
from ino_assistant.checking.check import check_draft
from ino_assistant.checking.reading import read_draft
from ino_assistant.exports import standard_response
from ino_assistant.exports.files import save
from review.office import ANN, Office, said
from search.prepared import small_searcher

pytestmark = on_sqlite


def test_the_checker_finds_nothing_wrong_with_it(office: Office, tmp_path: Path) -> None:
    review = office.approved_review()
    made = standard_response(office.store, ANN, office.corpus, office.settings, review, "docx")
    file = tmp_path / made.name
    save([made.data], file)
    report = check_draft(read_draft(file), small_searcher())
    assert [box.status for box in report.boxes] == ["whole"]
    answer = said(office.corpus, "36/1,731").display
    judged = [s for s in report.sentences if s.text.startswith(answer[:40])]
    assert judged
    assert {s.verdict for s in judged} == {"supported"}
