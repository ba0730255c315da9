"""Which screen an address names, what it shows, and the answer to whatever the browser sends."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, cast, get_args

from ino_assistant.answering.saying.citing import UnsupportedSegmentError
from ino_assistant.errors import AssistantError
from ino_assistant.evaluation.kept import read_kept
from ino_assistant.records.actors import Right
from ino_assistant.records.errors import ConflictError, NotFoundError
from ino_assistant.records.safety_queue import WAITING, SafetyWanted, count_by_state
from ino_assistant.records.store import require
from ino_assistant.review.figures import figures
from ino_assistant.review.queues import PAGE, Queue, Sort, Wanted, approvers
from ino_assistant.review.view import labels_outdated
from ino_assistant.review.wordings import variants_of
from ino_assistant.web.reviewing.answer_view import answer_screen
from ino_assistant.web.reviewing.asked import Asked, day_of, read_address, read_asked, whole
from ino_assistant.web.reviewing.corpus_view import corpus_screen
from ino_assistant.web.reviewing.draft_view import draft_screen
from ino_assistant.web.reviewing.evaluation_view import evaluation_screen
from ino_assistant.web.reviewing.figures_view import figures_screen
from ino_assistant.web.reviewing.frame_view import Tab, nobody, tabs, who
from ino_assistant.web.reviewing.library_view import Shelves, library_screen, shelf_of
from ino_assistant.web.reviewing.office import Caller, OnlyLocal, People, Reviews
from ino_assistant.web.reviewing.queue_view import queue_screen
from ino_assistant.web.reviewing.renewing_view import renewing_screen
from ino_assistant.web.reviewing.safety_view import DONE, report_screen, safety_screen
from ino_assistant.web.reviewing.steps import STEPS, At
from ino_assistant.web.reviewing.trail_view import trail_screen
from ino_assistant.web.reviewing.words import FLAGS, PRIORITIES, STATES

_log = logging.getLogger(__name__)

FAULT = (
    "A fault in the app: nothing was done. Try again; if it happens once more, tell whoever "
    "runs it."
)


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen: its tab, who may see it, and how it is made.

    Attributes:
        right: what somebody needs for its tab to be shown; the office asks again.
        tab: the words of its tab; empty: it is reached from another screen.
    """

    right: Right
    make: Callable[[At], str]
    tab: str = ""


class Screens:
    """Answers the page. Holds nothing of anybody: all that is needed is in what is sent.

    Args:
        office: does everything, and asks whether the actor may.
        people: who may be given reviews; None: there is only the local user.
    """

    def __init__(self, office: Reviews, people: People | None = None) -> None:
        self._office, self._people = office, people or OnlyLocal()

    def answer(self, caller: Caller, sent: Any) -> dict[str, Any]:
        """What the page shows next; never raises.

        Returns:
            `screen`: HTML, or None where the screen stays with all that was typed; `said` in
            words and `fault`, whether it went wrong; `live`: HTML by slot; `who` is at work,
            and `as` what id; `at`: the address that the screen is of, if it is another one.
        """
        try:
            asked = read_asked(sent)
            if asked.of not in ("", caller.actor.id):
                # A form names who signs: nobody else signs it.
                raise ConflictError(
                    f"you are signed in as {caller.actor.name} now: load the page anew"
                )
            return self._answer(At(self._office, self._people, caller, asked))
        except ConflictError as error:
            return stopped(f"{error}. What you typed is still here")
        except (AssistantError, UnsupportedSegmentError) as error:
            return stopped(str(error))
        except Exception:
            # Whatever broke: else the page would wait for ever.
            _log.exception("a reviewing screen broke")
            return stopped(FAULT)

    def _answer(self, at: At) -> dict[str, Any]:
        asked = at.asked
        said, live, to = "", None, ""
        if asked.do:
            step = STEPS.get(asked.do)
            if step is None:
                raise NotFoundError(f"no such step: {asked.do[:40]!r}")
            done = step(at)
            said, live, to = done.said, done.live, done.to
            if done.stays:
                return {"screen": None, "said": said, "fault": False, "live": live or {}}
        if to:
            screen, record, query = read_address(to)
            at = replace(at, asked=Asked(screen, record, query, "", {}))
        return {
            "screen": self._screen(at),
            "at": to,
            "said": said,
            "fault": False,
            "live": live or {},
            "who": who(at.actor),
            "as": at.actor.id,
        }

    def _screen(self, at: At) -> str:
        """The screen that is asked for between its tabs; why not, where it can't be shown."""
        mine = {name: s for name, s in SCREENS.items() if at.actor.may(s.right)}
        if not mine:
            return nobody(at.actor)
        name = at.asked.screen or next(iter(mine))
        wanted = SCREENS.get(name)
        if wanted is None:
            raise NotFoundError(f"there is no screen {name[:40]!r}")
        shown = wanted.make(at)
        return tabs([Tab(n, s.tab) for n, s in mine.items() if s.tab], _under(at, name)) + shown


def _queue(at: At) -> str:
    wanted = read_wanted(at.asked.query)
    desk = at.office.desk
    return queue_screen(
        desk.page(at.actor, wanted),
        wanted,
        desk.counts(at.actor),
        at.people.reviewers(),
        at.actor,
        at.office.store.clock(),
    )


def _answer(at: At) -> str:
    return answer_screen(
        at.office.review(at.actor, at.asked.record),
        at.office.corpus,
        at.people.reviewers(),
        at.caller,
        at.office.settings,
        at.office.store.clock(),
        back=_under(at, "answer"),
    )


def _renewals(at: At) -> str:
    found = at.office.renewals.waiting(at.actor)
    return renewing_screen(found, at.caller)


def _library(at: At) -> str:
    wanted = replace(read_wanted(at.asked.query), queue=shelf_of(at.asked.query)[0])
    desk = at.office.desk
    found, counts = desk.page(at.actor, wanted), desk.counts(at.actor)
    corpus = at.office.corpus
    with at.office.store.reading() as session:
        beside = Shelves(
            counts,
            variants_of(session),
            labels_outdated(session, corpus, found.items),
            [product.name for product in corpus.products],
            approvers(session),
        )
    return library_screen(found, wanted, beside)


def _safety(at: At) -> str:
    query = at.asked.query
    done = query.get("done") == "1"
    assignee = query.get("assignee") or None
    wanted = SafetyWanted(
        states=DONE if done else WAITING,
        kind=query.get("kind") or None,
        assignee="" if assignee == "nobody" else assignee,
        text=query.get("text", "")[:500],
        overdue=query.get("overdue") == "1",
        latest_first=done,
        page=max(1, whole(query.get("page") or "1", "page")),
        size=PAGE,
    )
    desk = at.office.safety
    found = desk.page(at.actor, wanted)
    with at.office.store.reading() as session:
        counts, _ = count_by_state(session, at.office.store.clock())
    people = at.people.safety_staff()
    return safety_screen(found, wanted, counts, people, at.actor, at.office.store.clock())


def _report(at: At) -> str:
    report = at.office.safety.read(at.actor, at.asked.record)
    return report_screen(report, at.people.safety_staff(), at.actor, at.office.store.clock())


def _trail(at: At) -> str:
    query = at.asked.query
    kind, _, record = query.get("record", "").strip().partition("/")
    before = whole(query.get("before") or "0", "before")
    # One more than is shown tells whether there are more.
    entries = at.office.audit_entries(
        at.actor,
        before=before,
        newest_first=True,
        limit=_ENTRIES + 1,
        record=(kind, record) if record else None,
        by=query.get("by", "").strip() or None,
        action=query.get("action", "").strip() or None,
    )
    shown = entries[:_ENTRIES]
    earlier = shown[-1]["seq"] if len(entries) > _ENTRIES else 0
    return trail_screen(shown, query, earlier)


def _figures(at: At) -> str:
    days = whole(at.asked.query.get("days") or "90", "days") or 90
    statements = at.office.corpus.by_id

    def heading(statement: str) -> str:
        known = statements.get(statement)
        # The second one: the first is often a part of the document that holds everything.
        return known.section[:2][-1] if known is not None and known.section else ""

    found = figures(at.office.store, at.actor, heading, min(days, _MOST_DAYS))
    return figures_screen(found, read_kept(at.office.settings.data_dir))


def _draft(at: At) -> str:
    require(at.office.store, at.actor, "review", ("screen", "draft"))
    return draft_screen()


def _evaluation(at: At) -> str:
    require(at.office.store, at.actor, "review", ("screen", "evaluation"))
    run = read_kept(at.office.settings.data_dir)
    return evaluation_screen(run, at.office.corpus.version, at.asked.record)


def _corpus(at: At) -> str:
    require(at.office.store, at.actor, "review", ("screen", "corpus"))
    return corpus_screen(at.office.corpus.documents, at.office.assistant.searcher.claims)


_ENTRIES: Final = 100
_MOST_DAYS: Final = 3650

SCREENS: Final[Mapping[str, Screen]] = {
    "queue": Screen("review", _queue, "Queue"),
    "answer": Screen("review", _answer),
    "renewals": Screen("review", _renewals),
    "library": Screen("review", _library, "Library"),
    "safety": Screen("see_safety", _safety, "Safety"),
    "report": Screen("see_safety", _report),
    "trail": Screen("see_audit", _trail, "Trail"),
    "figures": Screen("review", _figures, "Figures"),
    "draft": Screen("review", _draft, "Check a draft"),
    "evaluation": Screen("review", _evaluation, "Evaluation"),
    "corpus": Screen("review", _corpus, "Documents"),
}


def read_wanted(query: Mapping[str, str]) -> Wanted:
    """What an address asks of the queues; what is none of what can be chosen is left out.

    Raises:
        RejectedError: the page is no number.
    """

    def one(name: str, known: Any) -> Any:
        return query[name] if query.get(name) in known else None

    assignee = query.get("assignee") or None
    return Wanted(
        queue=cast("Queue", one("queue", get_args(Queue)) or "to_review"),
        state=one("state", STATES),
        flag=one("flag", FLAGS),
        priority=one("priority", PRIORITIES),
        assignee="" if assignee == "nobody" else assignee,
        text=query.get("text", "")[:500],
        overdue=query.get("overdue") == "1",
        product=query.get("product") or None,
        topic=query.get("topic", "")[:200],
        approved_by=query.get("approved_by") or None,
        expires_until=day_of(query.get("expires_until", ""), "expires until"),
        sort=cast("Sort", one("sort", get_args(Sort)) or "due"),
        descending=query.get("descending") == "1",
        page=whole(query.get("page") or "1", "page"),
        size=PAGE,
    )


def _under(at: At, name: str) -> str:
    """The tab that is marked while a screen is shown."""
    if name == "answer":
        return "library" if at.asked.query.get("back") == "library" else "queue"
    return {"report": "safety", "renewals": "queue"}.get(name, name)


def stopped(words: str) -> dict[str, Any]:
    """An answer that leaves the screen as it is and says, in a line, why."""
    return {"screen": None, "said": _sentence(words), "fault": True, "live": {}}


def _sentence(words: str) -> str:
    made = words[:1].upper() + words[1:]
    return made if made.endswith((".", "!", "?")) else f"{made}."


__all__ = ["SCREENS", "Screens", "read_wanted", "stopped"]
