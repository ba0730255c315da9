"""What is known of a corpus before any question: the reading of each statement, kept.

A reading binds every figure of a statement to its arm, endpoint and group, so that a
question can be held against it; making one takes a millisecond, so each is made once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from ino_assistant.answering.understanding.persons import told_in_prose
from ino_assistant.corpus.model import Corpus, Document, Row, Statement
from ino_assistant.data import load
from ino_assistant.fidelity.binding.claims import Claim
from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.binding.reading import Reading, read, read_evidence
from ino_assistant.fidelity.terms.discover import discover
from ino_assistant.fidelity.terms.normal import normal
from ino_assistant.fidelity.terms.tables import cell_sentence
from ino_assistant.fidelity.terms.vocabulary import Vocabulary, stem

_WORD = re.compile(r"[a-z]+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_SHARE_LABEL = re.compile(r"[,(]?\s*%\)?\s*$")
_CASE = re.compile(r"^(?:Case|Patient) \d+\b", re.IGNORECASE)
_SHE = re.compile(r"\b(?:she|her|hers|mother|woman|female)\b", re.IGNORECASE)
_HE = re.compile(r"\b(?:he|his|him|father|man|male)\b", re.IGNORECASE)
_AGED = re.compile(r"\b(\d{1,3})-year-old\b|, (\d{2}),|^Age: (\d{1,3})\b")


@dataclass(frozen=True)
class Told:
    """A statement as read.

    Attributes:
        reading: its sentences and claims; of a table row each cell is a sentence.
        around: keys of its headings, its table, what it points back to, its product and
            trials: what it need not repeat.
        persons: names of the patient whose case it is of.
    """

    statement: Statement
    reading: Reading
    around: frozenset[str]
    persons: frozenset[str]

    @cached_property
    def unknown(self) -> bool:
        """Whether it says only that something is not known."""
        return bool(_unknown().search(self.statement.display))

    @cached_property
    def inner(self) -> frozenset[str]:
        """What the words inside its phrases mean by themselves."""
        return frozenset[str]().union(*self.reading.inner)

    @cached_property
    def text(self) -> str:
        """It and its headings in small letters, for words that are matched as they stand."""
        parts = (*self.statement.section, self.statement.context, self.statement.subject)
        return normal(" ".join((*parts, self.statement.display))).lower()

    @cached_property
    def stems(self) -> frozenset[str]:
        """Stems of all its words and of those around it."""
        return frozenset(stem(w) for w in _WORD.findall(self.text))

    @cached_property
    def keys(self) -> frozenset[str]:
        """Keys of everything that it says."""
        return frozenset().union(*self.reading.keys)


@dataclass(frozen=True, slots=True)
class Person:
    """The patient of a case: name, age and sex as the document has them."""

    name: str
    age: str
    sex: str
    aged: str
    """Id of the statement that says the age; `sexed` of one that tells the sex."""
    sexed: str


@cache
def _unknown() -> re.Pattern[str]:
    return re.compile(load("polarity")["unknown"]["pattern"], re.IGNORECASE)


class Known:
    """A corpus as read, made once and safe to share; readings are made when first needed."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._vocabularies = {d.id: self._with_comparators(d) for d in corpus.documents}
        self._called = {d.id: _called(d) for d in corpus.documents}
        self._names = {d.id: _written_names(d) for d in corpus.documents}
        self._products = {
            p.name: frozenset(stem(w) for n in p.names for w in n.split()) for p in corpus.products
        }
        self._told: dict[str, Told] = {}
        self._claims: dict[str, tuple[tuple[Told, Claim], ...]] = {}
        self._cases = _cases(corpus)
        self.persons = _persons(corpus, self._cases)

    def warm(self) -> None:
        """Read everything now, so that the first question is as fast as the next."""
        for statement in self.corpus.statements:
            self.of(statement)
        for document in self.corpus.documents:
            self.claims(document.id)

    def vocabulary(self, document: str) -> Vocabulary:
        """The words of one document, its products as arms where it names none."""
        return self._vocabularies[document]

    def _with_comparators(self, document: Document) -> Vocabulary:
        """The words of a document, with the arms that its sentences compare the product with."""
        found = _vocabulary(document)
        if document.arms:
            return found
        arms: dict[str, tuple[str, ...]] = {}
        for statement in document.statements:
            if statement.row is None and not statement.parts and not statement.layout_lost:
                own = discover(statement.display, found)
                here = {n: t for n, t in own.arms.items() if n not in found.arms}
                if _names_product(statement.display, document):
                    arms.update(here)
        return found.extended(arms, {})

    def default_arms(self, document: str) -> frozenset[str]:
        """Arms that are the product itself: what is said of no arm is said of them."""
        known = self.corpus.document(document)
        names = {n.lower() for p in known.products for n in p.names}
        return frozenset(
            arm
            for arm, terms in self._vocabularies[document].arms.items()
            if names & {t.lower() for t in (arm, *terms)}
        )

    def question(self, text: str, document: str) -> Reading:
        """A question's words as one document reads them."""
        for pattern, name in self._names[document]:
            text = pattern.sub(name, text)
        return read(text, self._vocabularies[document])

    def document_of(self, text: str, statements: Sequence[Statement]) -> Document:
        """The document that a question names by product or trial, else that of the best statement.

        Args:
            text: the question.
            statements: the best first; at least one.
        """
        for document in dict.fromkeys(s.document for s in statements):
            if any(pattern.search(text) for pattern in self._called[document]):
                return self.corpus.document(document)
        return self.corpus.document(statements[0].document)

    def of(self, statement: Statement) -> Told:
        """A statement as read."""
        found = self._told.get(statement.id)
        if found is None:
            found = self._told[statement.id] = self._read(statement)
        return found

    def claims(self, document: str) -> tuple[tuple[Told, Claim], ...]:
        """Every main figure of a document, each with the statement that it stands in."""
        found = self._claims.get(document)
        if found is None:
            found = self._claims[document] = tuple(
                (told, claim)
                for statement in self.corpus.document(document).statements
                if not statement.layout_lost and not statement.parts
                for told in (self.of(statement),)
                for claim in told.reading.claims
                if claim.role == "main"
            )
        return found

    def _read(self, statement: Statement) -> Told:
        vocabulary = self._vocabularies[statement.document]
        text = _row_text(statement.row) if statement.row is not None else statement.display
        reading, _ = read_evidence(text, vocabulary)
        around = ". ".join(
            (
                statement.subject,
                statement.context,
                *statement.section,
                statement.row.table if statement.row is not None else "",
            )
        )
        keys: set[str] = set()
        for sentence in read(around, vocabulary).sentences if around.strip(". ") else ():
            keys.update(i.key for i in sentence.items if i.kind in ("mention", "word"))
        keys |= self.default_arms(statement.document)
        document = self.corpus.document(statement.document)
        keys |= {trial.lower() for trial in document.trials}
        for product in (*statement.products, *(p.name for p in document.products)):
            keys |= self._products.get(product, frozenset())
        persons = self._cases.get(statement.id, frozenset())
        return Told(statement, reading, frozenset(keys | persons), persons)


def _vocabulary(document: Document) -> Vocabulary:
    found = Vocabulary.of_document(document)
    arms: Mapping[str, tuple[str, ...]] = {}
    if not found.arms:
        arms = {p.name: p.names for p in document.products}
    trials: dict[str, tuple[str, ...]] = {}
    for trial in document.trials:
        head, _, last = trial.rpartition(" ")
        # The disease at the end of a trial's name is often left out.
        trials[trial] = (trial, head) if head and last.isupper() else (trial,)
    synonyms = {**found.synonyms, **trials} if trials else found.synonyms
    return Vocabulary({**found.arms, **arms}, synonyms)


def _names_product(text: str, document: Document) -> bool:
    lower = text.lower()
    return any(n.lower() in lower for p in document.products for n in p.names)


def _written_names(document: Document) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Names of products and arms in any letters, each with how the document writes it."""
    names = [n for p in document.products for n in p.names]
    names += [n for a in document.arms for n in (a.label, *a.terms)]
    return tuple(
        (re.compile(rf"\b{re.escape(n)}\b", re.IGNORECASE), n) for n in names if len(n) > 3
    )


def _called(document: Document) -> tuple[re.Pattern[str], ...]:
    """What a document's products and trials are called."""
    names = [n for p in document.products for n in p.names]
    names += [t.rpartition(" ")[0] or t for t in document.trials]
    return tuple(re.compile(rf"\b{re.escape(n)}\b", re.IGNORECASE) for n in names)


def _row_text(row: Row) -> str:
    """Each cell of a row as a sentence; a share whose sign stands in the label gets it back."""
    label = f"{row.group}, {row.label}" if row.group else row.label
    shares = _SHARE_LABEL.search(label)
    told = []
    for cell in row.cells:
        value = cell.display or cell.text
        if not value.strip():
            continue
        if shares and _NUMBER.fullmatch(value.strip()):
            told.append(cell_sentence(label[: shares.start()], cell.column, f"{value.strip()}%"))
        else:
            told.append(cell_sentence(label, cell.column, value))
    return " ".join(told)


def _cases(corpus: Corpus) -> dict[str, frozenset[str]]:
    """Statement → names (as keys) of the patient whose case it stands in."""
    of_heading: dict[tuple[str, str], str] = {}
    for statement in corpus.statements:
        if statement.row is None or statement.authority != "case":
            continue
        name = statement.row.table.split(":", 1)[0].strip()
        for heading in statement.section:
            if _CASE.match(heading) and name.isalpha():
                of_heading[(statement.document, heading)] = name
    found: dict[str, frozenset[str]] = {}
    for statement in corpus.statements:
        for heading in statement.section:
            named = of_heading.get((statement.document, heading))
            if named is not None:
                found[statement.id] = frozenset((stem(named),))
    for told, name in told_in_prose(corpus).items():
        found.setdefault(told, frozenset((stem(name),)))
    return found


def _persons(corpus: Corpus, cases: Mapping[str, frozenset[str]]) -> Mapping[str, Person]:
    """Key of a name → the patient, with what the case's own statements say."""
    texts: dict[str, list[Statement]] = {}
    for statement in corpus.statements:
        for key in cases.get(statement.id, ()):
            texts.setdefault(key, []).append(statement)
    persons = {}
    for key, statements in texts.items():
        named = [s for s in statements if key in s.display.lower()]
        own = [s for s in statements if s.authority == "case"]
        aged = next(((m, s) for s in (*named, *own) if (m := _AGED.search(s.display))), None)
        she = [s for s in own if _SHE.search(s.display)]
        he = [s for s in own if _HE.search(s.display)]
        sex = "women" if she and not he else "men" if he and not she else ""
        told = (she or he)[0].id if sex else ""
        age = next((g for g in aged[0].groups() if g), "") if aged is not None else ""
        persons[key] = Person(key, age, sex, aged[1].id if aged is not None else "", told)
    return persons


def is_content(item: Item) -> bool:
    """Whether an item carries meaning that a statement would have to have."""
    return item.kind in ("mention", "word") and bool(item.key)
