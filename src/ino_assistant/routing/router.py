"""The router: a message and its conversation in, a routing out, or None for a plain question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from ino_assistant.corpus.model import Corpus
from ino_assistant.data import load
from ino_assistant.data import words as words_of_data
from ino_assistant.routing.documents import Known, known_of
from ino_assistant.routing.events import negated
from ino_assistant.routing.impressions import (
    asks_for_share,
    before_any,
    brief,
    corrects,
    exposed,
    given,
    ill,
    names_somebody,
    of_a_fault,
    of_a_topic,
    of_a_trial,
    of_anybody,
    only_asked,
    staff_only,
    to_begin,
)
from ino_assistant.routing.keeping import asks_of_keeping
from ino_assistant.routing.kinds import of_a_kind
from ino_assistant.routing.likeness import Likeness, Peopled, likeness
from ino_assistant.routing.model import Criteria, Kind, Reason, Report, Routing
from ino_assistant.routing.omissions import left_out
from ino_assistant.routing.parts import Part, parts_of
from ino_assistant.routing.people import People, people_in, speaks_of_case
from ino_assistant.routing.reports import (
    Found,
    announced,
    find_report,
    imagined,
    told_in_asking,
    told_more,
    told_of_treatment,
    unharmed,
)
from ino_assistant.routing.requests import (
    Declined,
    asks_what_is_best,
    find_request,
    of_a_row,
    of_a_size,
    of_anyone,
    uncovered,
    use_phrases,
)
from ino_assistant.routing.scene import Scene
from ino_assistant.routing.tags import Hit, Tagger, phrases
from ino_assistant.routing.treated import Treated
from ino_assistant.routing.unlisted import Unlisted
from ino_assistant.text import strip_control
from ino_assistant.vocabulary.concepts import Concepts, general_lexicon
from ino_assistant.vocabulary.courtesies import blanked

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
_ASKED_FOR = ("promotional", "dose_calculation", "ranking")
"""Requests that name what is wanted; they read like no report but by what ails somebody."""
_OR = frozenset({"or"})
_VOICES = words_of_data("voices")


class Router:
    """Tells what belongs to people from what is answered; made once, read-only after.

    Args:
        corpus: what is answered from; its own cases and authors are nobody's patients.
        concepts: the concepts of the corpus.
    """

    def __init__(self, corpus: Corpus, concepts: Concepts) -> None:
        self._known: Known = known_of(corpus, concepts)
        self._reactions = frozenset(name.lower() for name in self._known.reactions)
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
        self._treated = Treated(self._known.indication)
        self._uses = uncovered(self._known)
        named = "|".join(re.escape(p) for p in sorted(self._known.products, key=len, reverse=True))
        self._topic = re.compile(rf"\s*(?:{named or '(?!)'})\s*(?::|[-–—](?=\s))\s*", re.IGNORECASE)
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
        topic = self._topic.match(message)
        if topic is not None and not names_somebody(scene.parts):
            # `X: headache, how often?` is on a medicine that nobody is said to have had.
            rest = f"{' ' * topic.end()}{message[topic.end() :]}"
            scene = self._scene(rest, of_case, self._spoke(earlier))
        found = self._found(scene, earlier, of_case)
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

    def _found(
        self, scene: Scene, earlier: Sequence[str], of_case: bool
    ) -> Found | Declined | None:
        """What belongs to people in a message, and the words that decide."""
        kind = of_a_kind(scene, self._reactions)
        nobody = not names_somebody(scene.parts)
        of_the_label = (
            kind
            or asks_of_keeping(scene)
            or (nobody and asks_for_share(scene))
            or corrects(scene, asked_before=bool(earlier))
        )
        found: Found | Declined | None = None
        if not of_the_label:
            found = self._told(scene) or announced(scene)
        found = found or self._more(scene, earlier)
        if found is None:
            found = find_request(scene, self._uses, self._known)
            if found is not None and found.kind == "individual_advice":
                general = (kind and not asks_what_is_best(scene)) or (
                    not earlier and of_anyone(scene)
                )
                found = None if general else found
            told_of = of_case or any(p.of_documents and not p.own for _, p in scene.parts)
            doubted = found is not None or told_of
            least = _RATHER if doubted else _UNNAMED if nobody else _LIKELY
            topic = only_asked(scene.parts) or of_a_trial(scene.parts) or of_a_topic(scene.parts)
            if nobody and not told_of and topic:
                least = _PLAINLY
            if of_the_label:
                return found
            if found is not None and found.kind in _ASKED_FOR and not ill(scene.parts):
                least = _PLAINLY
            found = self._likely(scene, least) or found
        return found or told_of_treatment(scene) or self._request(scene, of_case)

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
        cleaned = blanked(strip_control(message.replace("\n", "\x0a")))
        found = (self._unlisted.add(part) for part in parts_of(cleaned, self._tagger))
        parts = [self._treated.without(part) for part in found]
        peopled = tuple(
            (part, people_in(part, cleaned, self._known, of_case=of_case)) for part in parts
        )
        product = any(part.has("product") for part in parts)
        treated = any(given(part) for part in parts)
        return Scene(
            message=cleaned,
            parts=peopled,
            exposed=treated or any(exposed(part) for part in parts),
            unexposed=any(
                part.has("not_exposed", "hoped") or to_begin(part) or any(before_any(part))
                for part in parts
            ),
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
        if found is None or (named and not asked and not of_anybody(scene.parts)):
            return found
        if told_in_asking(scene):
            return found
        least = _HARDLY if named else _OF_NOBODY
        if of_anybody(scene.parts):
            least = _RATHER
        return found if self._like(scene.message, scene.parts).report >= least else None

    def _likely(self, scene: Scene, least: float) -> Found | None:
        """A report that no rule knows, told by how it reads."""
        if brief(scene.parts) or imagined(scene) or left_out(scene.parts):
            return None
        like: Likeness = self._like(scene.message, scene.parts)
        # `no response at all` is nothing good.
        well = any(
            not negated(part, hit) for part, _ in scene.parts for hit in part.of("experienced_good")
        )
        if unharmed(scene) and like.report < (_THOUGH_WELL if well else _ALL_THE_SAME):
            return None
        told = tuple(both for both in scene.parts if not both[0].question)
        if least == _LIKELY and told != scene.parts and not brief(told):
            # What is asked besides hides what is told.
            alone = self._like(scene.message, told)
            if alone.report >= _PLAINLY:
                like = alone
        if like.desk == "product_complaint" and not of_a_fault(scene.parts):
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
        if like.request < _SURE or of_documents or brief(scene.parts):
            return None
        if like.kind == "ranking" and not any(
            not part.word(hit.start) & _OR
            for part, _ in scene.parts
            for hit in part.of("rank", "rank_alone", "comparing")
        ):
            # `Ok with warfarin or digoxin?` ranks nothing.
            return None
        if like.kind in ("individual_advice", "dose_calculation") and (
            (of_anyone(scene) and 1 in scene.parts[0][0].starts("pronoun"))
            or of_a_row(scene, self._known)
            or staff_only(scene)
        ):
            return None
        if like.kind == "dose_calculation" and not of_a_size(scene):
            # `Earliest day for dose 2` is worked out for nobody.
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
