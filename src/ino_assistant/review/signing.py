"""Signatures: the signer proves again who they are, and signs one version and no other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from ino_assistant.records.actors import Actor
from ino_assistant.records.canonical import digest, iso
from ino_assistant.records.errors import ForbiddenError
from ino_assistant.records.review_tables import (
    ReviewVersion,
    Signature,
    Variant,
    VariantSignature,
)
from ino_assistant.records.store import Store, Work

Authenticate = Callable[[Actor, str], bool]
"""Whether a secret, typed anew for this signature, is the actor's."""


def prove(store: Store, authenticate: Authenticate, actor: Actor, secret: str, review: str) -> None:
    """Let an actor sign only if they prove again who they are; a failure stands in the trail.

    Raises:
        ForbiddenError: the secret is not the actor's.
    """
    if authenticate(actor, secret):
        return
    with store.writing(actor) as work:
        work.audit("signature.refused", ("review", review))
    raise ForbiddenError("not signed: sign-in failed; type your own secret again")


def signed_sha256(version: ReviewVersion) -> str:
    """Hash of exactly what is signed: the content, the decision, and from when until when."""
    return digest(
        {
            "review": version.review_id,
            "version": version.version,
            "action": version.action,
            "reason": version.reason,
            "content_sha256": version.content_sha256,
            "effective_from": _text(version.effective_from),
            "expires_on": _text(version.expires_on),
        }
    )


def sign(work: Work, version: ReviewVersion, meaning: str) -> Signature:
    """The actor's signature of a version, at the server's time."""
    made = Signature(
        id=uuid4().hex,
        review_id=version.review_id,
        version=version.version,
        signer_id=work.actor.id,
        signer_name=work.actor.name,
        signer_role=work.actor.role,
        meaning=meaning,
        signed_at=work.now,
        signed_sha256=signed_sha256(version),
    )
    made.hash = signature_hash(made)
    return made


def signature_hash(signature: Signature) -> str:
    """Hash of a signature with what it is bound to: it can't be moved to another record."""
    return digest(
        {
            "id": signature.id,
            "review": signature.review_id,
            "version": signature.version,
            "signer": [signature.signer_id, signature.signer_name, signature.signer_role],
            "meaning": signature.meaning,
            "signed_at": iso(signature.signed_at),
            "signed_sha256": signature.signed_sha256,
        }
    )


def holds(signature: Signature, version: ReviewVersion) -> bool:
    """Whether a signature is whole and of this version as it stands."""
    return (
        signature.hash == signature_hash(signature)
        and (signature.review_id, signature.version) == (version.review_id, version.version)
        and signature.signed_sha256 == signed_sha256(version)
        and version.content_sha256 == digest(version.content)
    )


def sign_variant(work: Work, variant: Variant) -> VariantSignature:
    """The actor's signature under another way of asking, at the server's time."""
    made = VariantSignature(
        id=uuid4().hex,
        variant_id=variant.id,
        signer_id=work.actor.id,
        signer_name=work.actor.name,
        signer_role=work.actor.role,
        meaning="attaching" if variant.attached else "taking off",
        signed_at=work.now,
        signed_sha256=_variant_sha256(variant),
    )
    made.hash = _variant_signature_hash(made)
    return made


def variant_holds(signature: VariantSignature, variant: Variant) -> bool:
    """Whether a signature is whole and of this way of asking as it stands."""
    return (
        signature.hash == _variant_signature_hash(signature)
        and signature.variant_id == variant.id
        and signature.signed_sha256 == _variant_sha256(variant)
    )


def _variant_sha256(variant: Variant) -> str:
    return digest(
        {
            "variant": variant.id,
            "review": variant.review_id,
            "attached": variant.attached,
            "text": variant.text,
            "reason": variant.reason,
        }
    )


def _variant_signature_hash(signature: VariantSignature) -> str:
    return digest(
        {
            "id": signature.id,
            "variant": signature.variant_id,
            "signer": [signature.signer_id, signature.signer_name, signature.signer_role],
            "meaning": signature.meaning,
            "signed_at": iso(signature.signed_at),
            "signed_sha256": signature.signed_sha256,
        }
    )


def manifest(signature: Signature) -> dict[str, Any]:
    """What every copy shows of a signature: who, when by the server, and what for."""
    return {
        "id": signature.id,
        "review": signature.review_id,
        "version": signature.version,
        "name": signature.signer_name,
        "signer": signature.signer_id,
        "role": signature.signer_role,
        "meaning": signature.meaning,
        "signed_at": iso(signature.signed_at),
        "signed_sha256": signature.signed_sha256,
        "hash": signature.hash,
    }


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return value.isoformat() if type(value) is date else iso(value)
