"""What belongs to people: acknowledged, and passages that bear on it offered as such."""

from __future__ import annotations

from dataclasses import replace

from ino_assistant.answering.beside_report import asked_beside, told_with
from ino_assistant.answering.drafting import Drafter
from ino_assistant.answering.finding import BESIDE, DEPTH, Finder
from ino_assistant.answering.saying.draft import Draft, drafted
from ino_assistant.answering.understanding.question import Reader
from ino_assistant.routing import Routing
from ino_assistant.search.searcher import Searcher


class ToPeople:
    """Drafts what is said to a turn that goes to people; safe to share between threads."""

    def __init__(
        self, searcher: Searcher, reader: Reader, finder: Finder, drafter: Drafter
    ) -> None:
        self._searcher = searcher
        self._reader = reader
        self._finder = finder
        self._drafter = drafter

    def with_passages(self, draft: Draft, text: str, routing: Routing) -> Draft:
        """An acknowledgement with what the documents say beside it.

        Args:
            draft: the acknowledgement alone.
            text: what asks, without identifying details.
            routing: why it belongs to people.
        """
        asked = self._reader.read(text)
        draft = replace(draft, alone=asked.text, asked=asked)
        if routing.is_report:
            return self._with_label(draft, text, routing)
        found = self._searcher.search(
            asked.search_text, products=sorted(asked.products), limit=DEPTH, beside=BESIDE
        )
        ranked, _ = self._finder.decided(asked, found.hits)
        near = [candidate.facts.statement for candidate in ranked]
        return replace(draft, related=self._drafter.offered(near))

    def _with_label(self, draft: Draft, text: str, routing: Routing) -> Draft:
        """Of a report nothing is judged: what the label says in general, at most."""
        alone = asked_beside(text, routing, self._reader)
        asked = self._reader.read(alone or text)
        found = self._searcher.search(asked.search_text, limit=DEPTH, beside=BESIDE)
        hits = [h for h in found.hits if h.statement.authority == "label"]
        if alone:
            _, decision = self._finder.decided(asked, hits)
            shown = [facts.statement for facts in decision.chosen]
            if shown:
                quoted = self._drafter.quoted(asked, shown)
                whole = told_with(draft.segments[0].text, quoted)
                worded = drafted("routed", whole, alone, asked)
                return replace(worded, routing=routing, notices=draft.notices)
        return replace(draft, related=self._drafter.offered([h.statement for h in hits]))
