"""Wordings that are attached to approved answers now, and whose signature stands under each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from ino_assistant.records.canonical import iso, storable
from ino_assistant.records.review_tables import Variant, VariantSignature
from ino_assistant.records.store import Work
from ino_assistant.review.signing import sign_variant, variant_holds


@dataclass(frozen=True, slots=True)
class Wording:
    """Another way of asking.

    Attributes:
        signed: whether a signature under it holds; else it counts for nothing.
    """

    review_id: str
    text: str
    by: str
    at: datetime
    reason: str
    signed: bool

    def as_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "text": self.text,
            "by": self.by,
            "at": iso(self.at),
            "reason": self.reason,
            "signed": self.signed,
        }


def wordings_of(session: Session, review_id: str | None = None) -> list[Wording]:
    """The wordings that are attached now, signed or not, the oldest first.

    Args:
        session: to read with.
        review_id: of this review only; None: of all.
    """
    query = select(Variant, VariantSignature).outerjoin(
        VariantSignature, VariantSignature.variant_id == Variant.id
    )
    if review_id is not None:
        query = query.where(Variant.review_id == review_id)
    found: dict[tuple[str, str], Wording] = {}
    for row, signature in session.execute(query.order_by(Variant.audit_seq)):
        key = (row.review_id, row.text)
        found.pop(key, None)
        if row.attached:
            signed = bool(signature) and variant_holds(signature, row)
            found[key] = Wording(*key, row.actor_name, row.at, row.reason, signed)
    return list(found.values())


def variants_of(session: Session) -> Mapping[str, tuple[str, ...]]:
    """The wordings that get an approved answer now, by its review: those that are signed."""
    found: dict[str, tuple[str, ...]] = {}
    for one in wordings_of(session):
        if one.signed:
            found[one.review_id] = (*found.get(one.review_id, ()), one.text)
    return found


def add_variant(work: Work, review_id: str, text: str, reason: str, *, attached: bool) -> None:
    """Attach a wording or take it off, with the signature of whoever does it.

    Args:
        work: the transaction, by somebody who has just proven who they are.
        review_id: the review of the approved answer.
        text: the wording.
        reason: why.
        attached: whether it is attached; else it is taken off.
    """
    row = Variant(
        id=uuid4().hex,
        review_id=review_id,
        attached=attached,
        text=storable(text),
        at=work.now,
        actor_id=work.actor.id,
        actor_name=work.actor.name,
        reason=storable(reason),
    )
    work.audit(
        "review.variant_attached" if attached else "review.variant_detached",
        ("review", review_id),
        new={"text": row.text},
        reason=row.reason,
        rows=[row, sign_variant(work, row)],
    )
