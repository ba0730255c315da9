"""Every mutation of a corpus, by one operator a kind of error; the same at every run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ino_assistant.evaluation.mutations import numbers, roles, units, words
from ino_assistant.evaluation.mutations.equivalent import is_equivalent
from ino_assistant.evaluation.mutations.pool import Pool
from ino_assistant.evaluation.mutations.truth import Mutant, Truth, digest

Operate = Callable[[Truth, Pool], Iterator[Mutant]]


@dataclass(frozen=True, slots=True)
class Operator:
    """A way of making a true statement wrong.

    Attributes:
        kind: of error; several operators may make one kind.
        reasons: kinds of problem that a checker with the right reason names.
        must_block: nothing of this kind may pass.
    """

    kind: str
    make: Operate
    reasons: frozenset[str]
    must_block: bool = False


def _operator(kind: str, make: Operate, reasons: str, *, must_block: bool = False) -> Operator:
    return Operator(kind, make, frozenset(reasons.split()), must_block)


_NUMBER = "number denominator exactness comparator interval bound arm endpoint time population"

OPERATORS: tuple[Operator, ...] = (
    # What is changed in a fraction beside its percentage is filed there, not under `number`.
    _operator("percent_fraction", numbers.percent_fraction, "number denominator", must_block=True),
    _operator("denominator", numbers.denominator, "denominator number", must_block=True),
    _operator("number", numbers.value, _NUMBER, must_block=True),
    _operator("digit", numbers.transposed, _NUMBER, must_block=True),
    _operator("decimal", numbers.shifted, _NUMBER, must_block=True),
    _operator("number_word", numbers.number_word, "number time list"),
    _operator("unit", units.unit, "unit number time exactness", must_block=True),
    _operator("exponent", units.exponent, "exponent number unit", must_block=True),
    # So are figures exchanged before `respectively`.
    _operator("order", roles.order, "arm endpoint population time number"),
    _operator("arm", roles.arm, "arm direction", must_block=True),
    _operator("arm", roles.arm_values, "arm number direction", must_block=True),
    _operator("endpoint", roles.endpoint, "endpoint claim", must_block=True),
    _operator("endpoint", roles.endpoint_values, "endpoint number", must_block=True),
    _operator("reaction", roles.reaction, "endpoint claim"),
    _operator("ci_bound", numbers.ci_bound, "interval number"),
    _operator("ci_level", numbers.ci_level, "ci_level"),
    _operator("comparator", units.comparator, "comparator bound exactness population"),
    _operator("hedge", units.hedge, "exactness number comparator"),
    _operator("p_boundary", numbers.p_boundary, "comparator significance number negation"),
    _operator("population", roles.population, "population"),
    _operator("population", roles.population_values, "population number"),
    _operator("generalised", roles.generalised, "population"),
    _operator("time", roles.time, "time number"),
    _operator("time", roles.time_values, "time number"),
    _operator("day_list", numbers.day_list, "list time"),
    _operator("other_passage", numbers.other_passage, _NUMBER),
    _operator("direction", words.direction, "direction"),
    _operator("negation", words.negation, "negation modality population significance"),
    _operator("significance", words.significance, "significance"),
    _operator("caveat", words.caveat, "caveat"),
    _operator("modality", words.modality, "modality"),
    _operator("quantifier", words.quantifier, "number population claim exactness"),
    _operator("statistic", words.statistic, "statistic"),
    _operator("relative_absolute", words.relative_absolute, "statistic"),
    _operator("anchor", words.anchor, "time"),
    _operator("authority", words.authority, "authority"),
    _operator("list_cut", words.list_cut, "list"),
    _operator("wrong_citation", words.wrong_citation, "number claim endpoint"),
)
MUST_BLOCK = frozenset(o.kind for o in OPERATORS if o.must_block)


@dataclass(frozen=True, slots=True)
class Mutation:
    """A mutant with its unmutated twin.

    `id` is made of its kind and texts: it stays while they do, whatever else is added.
    """

    id: str
    operator: Operator
    truth: Truth
    mutant: Mutant

    @property
    def evidence(self) -> str:
        """What the mutant is judged against."""
        return self.mutant.evidence or self.truth.evidence


def mutations_of(truth: Truth, pool: Pool, seen: set[tuple[str, str]]) -> Iterator[Mutation]:
    """Every mutation of a true statement, equivalent ones and repeats left out.

    Args:
        truth: what is made wrong.
        pool: where wrong values are taken from.
        seen: statements and evidence that were made before; added to.
    """
    for operator in OPERATORS:
        for mutant in operator.make(truth, pool):
            key = (mutant.statement, mutant.evidence or truth.evidence)
            if key in seen or is_equivalent(truth, mutant):
                continue
            seen.add(key)
            identity = digest(operator.kind, *key)
            yield Mutation(identity, operator, truth, mutant)
