"""The router: a message and its conversation in, a routing out, or None for a plain question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from ino_assistant.corpus.model import Corpus
from ino_assistant.data import load
from ino_assistant.data import words as words_of_data
from ino_assistant.routing.documents import Known, known_of
from ino_assistant.routing.events import negated
from ino_assistant.routing.likeness import Likeness, Peopled, likeness
from ino_assistant.routing.model import Criteria, Kind, Reason, Report, Routing
from ino_assistant.routing.omissions import left_out
from ino_assistant.routing.parts import Part, parts_of
from ino_assistant.routing.people import People, people_in, speaks_of_case
from ino_assistant.routing.reports import (
    Found,
    Scene,
    announced,
    find_report,
    imagined,
    told_more,
    told_of_treatment,
    unharmed,
)
from ino_assistant.routing.requests import (
    Declined,
    find_request,
    of_anyone,
    uncovered,
    use_phrases,
)
from ino_assistant.routing.tags import Hit, Tagger, members, phrases
from ino_assistant.routing.unlisted import Unlisted
from ino_assistant.text import strip_control
from ino_assistant.vocabulary.concepts import Concepts, general_lexicon

_WINDOW = 2000
_OVERLAP = 300
"""Characters that are read at once; the work grows with the square of them."""
_BACK = 3
"""Turns after a report in which more may be told of it."""
_LIKELY = 0.4
"""Probability from which a message is taken for a report; missing one is worse than asking."""
_RATHER = 0.6
"""The same where the rules read a request, or the documents' own cases are spoken of."""
_UNNAMED = 0.7
"""The same where nobody, and nothing of one's own, is said to have had anything."""
_PLAINLY = 0.9
"""The same for what is told, without what is asked beside it."""
_HARDLY, _OF_NOBODY = 0.15, 0.35
"""Probability below which what is only asked, or names nobody, is no report, whatever the rules
read."""
_ALL_THE_SAME, _THOUGH_WELL = 0.75, 0.93
"""Probability from which a message is a report though it says that something did not happen
(`not a single lesion has cleared`), or that all is well."""
_SURE = 0.6
"""Probability from which a message is declined as a request."""
_SHORT = 3
"""Letters of abbreviations, many of which are also words: `OR`."""
_FEW = 4
"""Words below which nothing is told by how they read."""
_SOMEBODY = (
    *("kin", "pronoun", "own_patient", "first_person", "we", "baby", "staff"),
    *("recent", "told_by", "occupational", "defect", "pregnancy", "breast_feeding"),
    *("lack_of_effect", "overdose", "error"),
)
"""Tags of persons, and of what happens to somebody's own."""
_ASKED_OF = tuple(tag for tag in _SOMEBODY if tag != "we")
"""The same in a question: `do we need eye checks` speaks of nobody."""
_IN = frozenset({"in", "for"})
_OR = frozenset({"or"})
_GIVEN = members("given")
_SOMEONE = members("someone")
_VOICES = words_of_data("voices")
_BEGIN = members("begin")


class Router:
    """Tells what belongs to people from what is answered; made once, read-only after.

    Args:
        corpus: what is answered from; its own cases and authors are nobody's patients.
        concepts: the concepts of the corpus.
    """

    def __init__(self, corpus: Corpus, concepts: Concepts) -> None:
        self._known: Known = known_of(corpus, concepts)
        labs = set(phrases(load("routing")["words"]["lab"]))
        extra = {
            "event": [r for r in self._known.reactions if r.lower() not in labs],
            "product": list(self._known.products),
            "arm": list(self._known.arms - self._known.products),
            "other_drug": [*self._known.drugs, *phrases(load("routing")["drugs"]["classes"])],
            # What one asks after, as the general lexicon names it: storage, half-life, rate.
            "attribute": list(_attributes()),
            **dict(use_phrases()),
        }
        extra["other_drug"] = [d for d in extra["other_drug"] if d.lower() not in self._known.arms]
        self._tagger = Tagger(extra, self._known.words)
        self._unlisted = Unlisted(self._known)
        self._uses = uncovered(self._known)
        self._scene = lru_cache(maxsize=256)(self._read)
        self._like = lru_cache(maxsize=256)(likeness)

    def route(
        self, message: str, history: Sequence[str] = (), *, received_at: datetime
    ) -> Routing | None:
        """Where a message goes that belongs to people; None if it is to be answered.

        Args:
            message: as typed: neither cleaned, shortened nor redacted.
            history: the user's earlier messages as typed, the oldest first.
            received_at: when it was received, with its time zone.

        Raises:
            ValueError: `received_at` has no time zone.
        """
        if len(message) > _WINDOW:
            return self._long(message, history, received_at)
        earlier = tuple(history)[-_BACK:]
        of_case = speaks_of_case(earlier, self._known)
        scene = self._scene(message, of_case, self._spoke(earlier))
        found: Found | Declined | None = self._told(scene) or announced(scene)
        found = found or self._more(scene, earlier)
        if found is None:
            found = find_request(scene, message, self._uses, self._known)
            if found is not None and found.kind == "individual_advice" and not earlier:
                found = None if of_anyone(scene) else found
            told_of = of_case or any(p.of_documents and not p.own for _, p in scene.parts)
            doubted = found is not None or told_of
            least = _RATHER if doubted else _LIKELY if _names_somebody(scene.parts) else _UNNAMED
            nobody = not _names_somebody(scene.parts)
            if nobody and not told_of and (_only_asked(scene.parts) or _of_a_trial(scene.parts)):
                least = _PLAINLY
            found = self._likely(scene, least) or found
        found = found or told_of_treatment(scene) or self._request(scene, of_case)
        if found is None:
            return None
        return Routing(
            kind=found.kind,
            reasons=_reasons(message, found.hits),
            reported=message,
            received_at=received_at,
            criteria=_criteria(scene, found.kind, found.hits),
            question=_question(message, scene),
        )

    def parts_of(self, message: str) -> Peopled:
        """A message in parts as read without a conversation, each with its people."""
        return self._scene(message, False, False).parts

    def _long(self, message: str, history: Sequence[str], received_at: datetime) -> Routing | None:
        """A report in a text that is too long to be read at once: read window by window.

        Requests are left alone: a text of this length is not answered anyhow.
        """
        for start in range(0, len(message), _WINDOW - _OVERLAP):
            found = self.route(message[start : start + _WINDOW], history, received_at=received_at)
            if found is not None and found.is_report:
                moved = tuple(
                    replace(r, span=(r.span[0] + start, r.span[1] + start)) for r in found.reasons
                )
                return replace(found, reasons=moved, reported=message, question=None)
        return None

    def _read(self, message: str, of_case: bool, earlier_event: bool) -> Scene:
        # Same length, so that places stay; what can't be seen parts no words.
        cleaned = strip_control(message.replace("\n", "\x0a"))
        parts = [self._unlisted.add(part) for part in parts_of(cleaned, self._tagger)]
        peopled = tuple(
            (part, people_in(part, cleaned, self._known, of_case=of_case)) for part in parts
        )
        product = any(part.has("product") for part in parts)
        given = any(_given(part) for part in parts)
        return Scene(
            message=cleaned,
            parts=peopled,
            exposed=given or any(part.has("exposed") for part in parts),
            unexposed=any(part.has("not_exposed", "hoped") or _to_begin(part) for part in parts),
            product=product,
            earlier_event=earlier_event,
        )

    def _spoke(self, earlier: Sequence[str]) -> bool:
        """Whether the turn before spoke of an event."""
        if not earlier:
            return False
        scene = self._scene(earlier[-1], False, False)
        tags = ("event", "lab", "pregnancy", "lack_of_effect", "overdose")
        return any(part.has(*tags) for part, _ in scene.parts)

    def _told(self, scene: Scene) -> Found | None:
        """A report by the rules; of nobody, or only asked about, if it reads at all like one."""
        found = find_report(scene)
        named = any(people.own or people.some for _, people in scene.parts)
        asked = all(part.question for part, _ in scene.parts)
        if found is None or (named and not asked and not _of_anybody(scene.parts)):
            return found
        least = _HARDLY if named else _OF_NOBODY
        if _of_anybody(scene.parts):
            least = _RATHER
        return found if self._like(scene.message, scene.parts).report >= least else None

    def _likely(self, scene: Scene, least: float) -> Found | None:
        """A report that no rule knows, told by how it reads."""
        if _brief(scene.parts) or imagined(scene) or left_out(scene.parts):
            return None
        like: Likeness = self._like(scene.message, scene.parts)
        # `no response at all` is nothing good.
        well = any(
            not negated(part, hit) for part, _ in scene.parts for hit in part.of("experienced_good")
        )
        if unharmed(scene) and like.report < (_THOUGH_WELL if well else _ALL_THE_SAME):
            return None
        told = tuple(both for both in scene.parts if not both[0].question)
        if least == _LIKELY and told != scene.parts and not _brief(told):
            # What is asked besides hides what is told.
            alone = self._like(scene.message, told)
            if alone.report >= _PLAINLY:
                like = alone
        if like.desk == "product_complaint" and not _of_a_fault(scene.parts):
            least = max(least, _PLAINLY)
        if like.report < least:
            return None
        fed = any(part.has("breast_feeding") for part, _ in scene.parts)
        kinds: dict[str, Report] = {
            "adverse_event": "adverse_event",
            "pregnancy_exposure": "breast_feeding" if fed else "pregnancy",
            "product_complaint": "product_complaint",
        }
        return Found(kinds[like.desk], like.because)

    def _request(self, scene: Scene, of_case: bool) -> Declined | None:
        """A request that no rule knows; only where it reads like nothing else."""
        like: Likeness = self._like(scene.message, scene.parts)
        of_documents = of_case or any(
            people.of_documents or any(token.any(_VOICES) for token in part.tokens)
            for part, people in scene.parts
        )
        if like.request < _SURE or of_documents or _brief(scene.parts):
            return None
        if like.kind == "ranking" and not any(
            not part.word(hit.start) & _OR
            for part, _ in scene.parts
            for hit in part.of("rank", "rank_alone", "comparing")
        ):
            # `Ok with warfarin or digoxin?` ranks nothing.
            return None
        part = scene.parts[0][0]
        return Declined(like.kind, ((part, Hit("likely", 0, len(part.tokens))),))

    def _more(self, scene: Scene, earlier: Sequence[str]) -> Found | None:
        """A report of an earlier turn, of which this one tells more."""
        more = tuple(told_more(scene))
        if not more:
            return None
        for message in reversed(earlier):
            scene = self._scene(message, False, False)
            before = find_report(scene) or self._likely(scene, _LIKELY)
            if before is not None:
                return Found(before.kind, more)
        return None


def _attributes() -> Iterator[str]:
    lexicon = general_lexicon()
    for kind in ("attribute", "statistic"):
        for terms in lexicon[kind].values():
            bare = (term.lstrip("?>= ") for term in terms)
            yield from (term for term in bare if len(term) > _SHORT)


def _names_somebody(parts: Peopled) -> bool:
    """Whether a message speaks of somebody, or of something of one's own."""
    return any(
        people.own
        or part.has(*(_ASKED_OF if part.question else _SOMEBODY))
        or (part.has("person") and part.has("event", "body_change", "changed", "lab"))
        for part, people in parts
    )


def _of_anybody(parts: Peopled) -> bool:
    """Whether all that is said of a person is `the dose in someone with …`."""
    some = [(part, hit) for part, people in parts for hit in people.some]
    own = any(people.own for _, people in parts)
    told = any(part.has("happened", "recent", "exposed") for part, _ in parts)
    return (
        bool(some)
        and not own
        and not told
        and all(part.word(hit.start - 1) & _IN for part, hit in some)
    )


def _of_a_fault(parts: Peopled) -> bool:
    """Whether anything is said of goods but what they are: `colour of the pen` says nothing."""
    return any(
        part.has("defect", "happened", "negation", "changed", "recent", "given", "we")
        for part, _ in parts
    )


def _only_asked(parts: Peopled) -> bool:
    """Whether nothing is told: all is asked, and nothing of a body or its values."""
    return all(
        part.question
        and not people.some
        and not part.has("lab", "changed", "body_change")
        and not any(token.any(_SOMEONE) for token in part.tokens)
        for part, people in parts
    )


def _of_a_trial(parts: Peopled) -> bool:
    """Whether a message that names nobody speaks of a trial, or of another arm than the drug's."""
    measured = any(part.has("lab") for part, _ in parts)
    return not measured and any(part.has("trial_words", "arm") for part, _ in parts)


def _brief(parts: Peopled) -> bool:
    return sum(len(part.tokens) for part, _ in parts) < _FEW


def _given(part: Part) -> bool:
    return (
        any(part.word(h.start - back) & _GIVEN for h in part.of("product") for back in (1, 2))
        and not part.question
    )


def _to_begin(part: Part) -> bool:
    """Whether a question is on beginning the treatment: `start drug A?`."""
    return part.question and any(
        part.word(h.start - back) & _BEGIN for h in part.of("product") for back in (1, 2)
    )


def _reasons(message: str, hits: Sequence[tuple[Part, Hit]]) -> tuple[Reason, ...]:
    found: dict[tuple[int, int], Reason] = {}
    for part, hit in hits:
        begin, end = part.place(hit)
        what = hit.tag.split(":", 1)[0]
        found.setdefault((begin, end), Reason(what, message[begin:end], (begin, end)))
    return tuple(found[span] for span in sorted(found))


def _criteria(scene: Scene, kind: Kind, hits: Sequence[tuple[Part, Hit]]) -> Criteria:
    people: list[People] = [p for _, p in scene.parts]
    named = any(p.own or p.some for p in people)
    first = any(part.has("first_person") for part, _ in scene.parts)
    drug = any(part.has("product", "other_drug") for part, _ in scene.parts)
    happened = kind not in ("product_complaint",) and any(
        hit.tag not in ("person", "report_frame") for _, hit in hits
    )
    return Criteria(patient=named or first, reporter=True, product=drug, event=happened)


def _question(message: str, scene: Scene) -> str | None:
    asked = [part for part, _ in scene.parts if part.question]
    if not asked:
        return None
    return " ".join(_with_mark(message, part) for part in asked)


def _with_mark(message: str, part: Part) -> str:
    begin, end = part.span
    rest = message[end : end + 2].lstrip()
    return message[begin:end] + ("?" if rest.startswith("?") else "")
