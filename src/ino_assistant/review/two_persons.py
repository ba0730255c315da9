"""Two persons: nobody approves their own words, nor what they have opened to more people."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from ino_assistant.records.actors import Actor
from ino_assistant.records.content import Content
from ino_assistant.records.errors import ForbiddenError
from ino_assistant.records.review_tables import ReviewVersion
from ino_assistant.review.versions import history
from ino_assistant.settings import Settings


def require_second(session: Session, actor: Actor, row: ReviewVersion, settings: Settings) -> None:
    """Let somebody approve only what others have written, labelled and opened.

    Args:
        session: to read with.
        actor: who would sign.
        row: what they would sign.
        settings: which of the two rules hold.

    Raises:
        ForbiddenError: it is their own.
    """
    if settings.two_person_rule and actor.id in row.authors:
        raise ForbiddenError("two persons: nobody approves a text that they have edited")
    if settings.two_person_label and actor.id in openers_of(session, row):
        raise ForbiddenError(
            "two persons: nobody approves an answer that they have labelled as on label, or "
            "opened to a further role"
        )


def openers_of(session: Session, row: ReviewVersion) -> frozenset[str]:
    """Ids of those who labelled an answer as on label, or opened it to roles that it is now for.

    To label it otherwise, or to take a role out, lets nobody see more: that is anybody's.
    """
    now = Content.from_dict(row.content)
    versions = _back_to_the_draft(session, row)
    labelled = ""
    opened: dict[str, str] = {}
    before = Content.from_dict(versions[0].content)
    for version in versions[1:]:
        after = Content.from_dict(version.content)
        if after.label != before.label:
            labelled = version.actor_id
        opened |= dict.fromkeys(set(after.audience) - set(before.audience), version.actor_id)
        before = after
    found = {opened[role] for role in now.audience if role in opened}
    if now.label == "on_label":
        found.add(labelled)
    return frozenset(found) - {""}


def _back_to_the_draft(session: Session, row: ReviewVersion) -> Sequence[ReviewVersion]:
    """Every version up to one, the first one first; of a revision those that it was made of too."""
    own = [v for v in history(session, row.review_id) if v.version <= row.version][::-1]
    if own[0].action == "revise" and own[0].supersedes is not None:
        earlier = history(session, own[0].supersedes)
        made_of = next(v for v in earlier if v.state == "approved" and v.at <= own[0].at)
        return [*_back_to_the_draft(session, made_of), *own]
    return own
