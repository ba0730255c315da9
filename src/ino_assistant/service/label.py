"""What a role may be shown: sales gets nothing that is not on the label.

Nobody has said of what the program drafts whether it keeps to the approved labelling. To sales
goes what medical information has labelled so, and what is quoted from the label text of the
documents alone; all else goes to medical information, who answer such questions.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from ino_assistant.answering.saying.answer import Answer
from ino_assistant.answering.saying.citing import Citation, Segment
from ino_assistant.answering.saying.refusing import contact_in_text
from ino_assistant.corpus.model import Corpus
from ino_assistant.records.actors import Role
from ino_assistant.records.content import Content
from ino_assistant.settings import Settings

NOT_ON_LABEL: Final = "not_on_label"
DECIDED_AGAINST: Final = "decided_against"
NOT_FOR_ROLE: Final = "not_for_role"
_TEXTS: Final = {
    NOT_ON_LABEL: "The documents say something on this, but not in their label text, and nothing "
    "on it has been approved for sales. Medical information answers this: please ask {contact}.",
    NOT_FOR_ROLE: "Medical information has approved an answer to this, and not for your role. "
    "Please ask {contact}.",
    DECIDED_AGAINST: "Medical information has looked at what the documents say on this, and has "
    "decided that it is not to be given as an answer. Please ask {contact}.",
}


def for_role(answer: Answer, role: Role, corpus: Corpus, settings: Settings) -> Answer:
    """The answer as a role may have it: itself, or in its place the way to medical information.

    Args:
        answer: as drafted, or as approved: `approved_for` has looked at the role.
        role: of who asks.
        corpus: what it was answered from.
        settings: who can help.
    """
    if role != "sales" or answer.validated is not None:
        return answer
    shown = [*answer.citations, *(note.citation for note in answer.caveats)]
    if answer.outcome in ("answered", "corrected"):
        if all(_is_label(citation) for citation in shown):
            return answer
        return withheld(answer, NOT_ON_LABEL, corpus, settings)
    related = tuple(citation for citation in answer.related if _is_label(citation))
    if related == answer.related:
        return answer
    numbered = tuple(replace(c, marker=n) for n, c in enumerate(related, start=1))
    return replace(answer, corpus=corpus, relevant=_relevant(answer), related=numbered)


def beside_approved(
    answer: Answer, shown: Answer, kept: Content, role: Role, corpus: Corpus, settings: Settings
) -> Answer:
    """What a role may have of a draft where an approved answer is in force and is not for it.

    A reviewer has said who may have the answer to this question: a draft of it, which they may
    have corrected as well, is no way around that. Only label text that nobody has changed or
    labelled otherwise goes to sales as it does without them.

    Args:
        answer: as drafted.
        shown: what is left of it for the role by `for_role`.
        kept: content of the approved answer.
        role: of who asks.
        corpus: what it was answered from.
        settings: who can help.
    """
    untouched = kept.label == "unassessed" and kept.text == answer.text
    if role == "sales" and untouched:
        return shown
    return withheld(answer, NOT_FOR_ROLE, corpus, settings)


def withheld(answer: Answer, reason: str, corpus: Corpus, settings: Settings) -> Answer:
    """In the place of an answer the way to medical information, with its boxed warning.

    Args:
        answer: that is not shown; its id and question are kept.
        reason: `NOT_ON_LABEL`, `NOT_FOR_ROLE` or `DECIDED_AGAINST`.
        corpus: what it was answered from.
        settings: who can help.
    """
    contact, beside = contact_in_text(settings)
    return replace(
        answer,
        corpus=corpus,
        relevant=_relevant(answer),
        outcome="refused",
        route="medical_information",
        segments=(Segment(_TEXTS[reason].format(contact=contact)),),
        citations=(),
        caveats=(),
        related=(),
        notices=beside,
        answerer="extractive",
        replaced_sentences=0,
        reason=reason,
    )


def _is_label(citation: Citation) -> bool:
    return citation.authority == "label"


def _relevant(answer: Answer) -> dict[str, tuple[int, ...]]:
    return {warning.product: warning.relevant for warning in answer.boxed_warning}
