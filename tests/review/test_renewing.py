"""After a change of source: what stands in it as before is approved together, the rest is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from ino_assistant.corpus.model import Corpus, Statement
from ino_assistant.records import SYSTEM, ConflictError, ForbiddenError, RejectedError
from ino_assistant.records.audit import entries
from ino_assistant.records.store import RESTORED
from ino_assistant.records.verify import verify_trail
from ino_assistant.review.renewing import Renewing
from ino_assistant.review.upkeep import keep_up
from ino_assistant.review.view import view
from records.stores import SetClock
from review.office import (
    ANN,
    BEN,
    FAY,
    OTHER_ARM,
    QUESTION,
    SECRET,
    Office,
    changed_source,
    edit,
    said,
)

DOCUMENT = "kardento-faq"


def invalidated(office: Office, *questions: str) -> tuple[Office, list[str]]:
    """Approved answers, and the office after the source of one document has changed."""
    reviews = [office.approved_review(question) for question in questions]
    later = office.with_corpus(changed_source(office.corpus, DOCUMENT))
    keep_up(later.store, later.corpus, later.settings)
    assert [later.now(r).state for r in reviews] == ["invalidated"] * len(reviews)
    return later, reviews


def with_statements(corpus: Corpus, change: Callable[[Statement], Statement]) -> Corpus:
    """A corpus whose statements were changed: the index by id and the like are made anew."""
    documents = tuple(
        replace(d, statements=tuple(change(s) for s in d.statements)) for d in corpus.documents
    )
    return Corpus(documents, "another")


@pytest.mark.both_databases
def test_one_signature_approves_all_that_the_source_still_says(
    office: Office, clock: SetClock
) -> None:
    later, (one, two) = invalidated(office, QUESTION, OTHER_ARM)
    renewing = Renewing(later.desk)
    waiting = renewing.waiting(BEN)
    assert {w.review_id for w in waiting} == {one, two}
    assert {w.changed for w in waiting} == {""}
    assert later.served() is None
    until = later.now(one).expires_on
    clock.forward(days=30)
    chosen = [(one, later.now(one).version), (two, later.now(two).version)]
    with pytest.raises(ForbiddenError, match="no right"):
        renewing.reapprove(FAY, chosen, SECRET, "the same")
    with pytest.raises(ForbiddenError, match="not signed"):
        renewing.reapprove(BEN, chosen, "guessed", "the same")
    with pytest.raises(ForbiddenError, match="needs a reason"):
        renewing.reapprove(BEN, chosen, SECRET, " ")
    assert later.now(one).state == "invalidated"
    renewing.reapprove(BEN, chosen, SECRET, "the new print says the same")
    assert (later.served(), later.served(OTHER_ARM)) == (one, two)
    row = later.now(one)
    assert (row.action, row.expires_on, row.approved_by) == ("reapprove", until, "Ben Example")
    assert row.content["sources"][DOCUMENT] == "f" * 64
    hashes = {view(later.desk, ANN, r)["signatures"][-1]["signed_sha256"] for r in (one, two)}
    assert len(hashes) == 2
    assert all(s["holds"] for s in view(later.desk, ANN, two)["signatures"])
    with later.store.reading() as session:
        last = entries(session, newest_first=True, limit=1)[0]
    assert last.action == "review.reapproved_together"
    assert {signed for _, _, signed in last.new} == hashes
    assert verify_trail(later.store).whole


def test_all_are_signed_or_none(office: Office) -> None:
    later, (one, two) = invalidated(office, QUESTION, OTHER_ARM)
    renewing = Renewing(later.desk)
    seen = [(one, later.now(one).version), (two, later.now(two).version)]
    later.desk.claim(ANN, two, seen[1][1])
    with pytest.raises(ConflictError, match="was first"):
        renewing.reapprove(BEN, seen, SECRET, "the same")
    assert later.now(one).state == "invalidated"
    for wrong in ([], [seen[0], seen[0]]):
        with pytest.raises(RejectedError, match="each once"):
            renewing.reapprove(BEN, wrong, SECRET, "the same")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda s: replace(s, quote=s.quote.replace("36/1,731", "37/1,731")), "no longer in the"),
        (lambda s: replace(s, section=("Corrections",)), "no longer in the source"),
        (lambda s: replace(s, authority="opinion"), "no longer in the source"),
    ],
)
def test_what_has_changed_goes_one_by_one(
    office: Office, change: Callable[[Statement], Statement], why: str
) -> None:
    later, (review,) = invalidated(office, QUESTION)
    cited = said(later.corpus, "36/1,731").id
    other = later.with_corpus(
        with_statements(later.corpus, lambda s: change(s) if s.id == cited else s)
    )
    [waits] = Renewing(other.desk).waiting(ANN)
    assert why in waits.changed
    with pytest.raises(ForbiddenError, match=why):
        seen = [(review, other.now(review).version)]
        Renewing(other.desk).reapprove(BEN, seen, SECRET, "the same")


def test_a_passage_that_has_moved_is_found_where_it_stands_now(office: Office) -> None:
    later, (review,) = invalidated(office, QUESTION)
    cited = said(later.corpus, "36/1,731").id
    moved = later.with_corpus(
        with_statements(
            later.corpus,
            lambda s: replace(
                s,
                id=f"{s.id}-moved" if s.id == cited else s.id,
                caveats=tuple(f"{c}-moved" if c == cited else c for c in s.caveats),
            ),
        )
    )
    renewing = Renewing(moved.desk)
    assert [w.changed for w in renewing.waiting(ANN)] == [""]
    renewing.reapprove(BEN, [(review, moved.now(review).version)], SECRET, "the same")
    assert moved.served() == review
    assert moved.now(review).content["citations"][0][0] == f"{cited}-moved"


def test_who_wrote_an_answer_does_not_approve_it_again(office: Office) -> None:
    review = office.claimed()
    text = f"{office.now(review).content['text']}\n\nPlease see the document."
    version, _ = office.desk.edit(ANN, review, 2, edit(text))
    version = office.desk.assign(ANN, review, version, BEN)
    office.desk.approve(BEN, review, version, SECRET, "fine")
    later = office.with_corpus(changed_source(office.corpus, DOCUMENT))
    keep_up(later.store, later.corpus, later.settings)
    seen = [(review, later.now(review).version)]
    barred = {by.id: Renewing(later.desk).waiting(by)[0].barred for by in (ANN, BEN)}
    assert "two persons" in barred[ANN.id]
    assert barred[BEN.id] == ""
    with pytest.raises(ForbiddenError, match="two persons"):
        Renewing(later.desk).reapprove(ANN, seen, SECRET, "the same")
    Renewing(later.desk).reapprove(BEN, seen, SECRET, "the same")
    assert later.served() == review


def test_what_a_restore_took_out_is_decided_by_itself(office: Office) -> None:
    review = office.approved_review(QUESTION)
    with office.store.writing(SYSTEM) as work:
        work.audit(RESTORED, ("records", "1"), old={"seq": 9, "hash": "x", "lost": True})
    later = office.with_corpus(changed_source(office.corpus, DOCUMENT))
    keep_up(later.store, later.corpus, later.settings)
    [waits] = Renewing(later.desk).waiting(ANN)
    assert waits.review_id == review
    assert "a backup was restored" in waits.changed
