"""Numeric fidelity: whether a statement says what its evidence says, number by number.

`verify` is the entry: statement and evidence in, one of five verdicts out, with reasons.
Beneath it a grammar finds every quantity of a text, a binder says which arm, endpoint,
population and time each belongs to, and a comparison walks the two sets of claims.
"""

from ino_assistant.fidelity.quantity.model import Problem, Quantity, Verdict
from ino_assistant.fidelity.quantity.quantities import read_quantities
from ino_assistant.fidelity.terms.vocabulary import Vocabulary
from ino_assistant.fidelity.verifier import verify, verify_row

__all__ = [
    "Problem",
    "Quantity",
    "Verdict",
    "Vocabulary",
    "read_quantities",
    "verify",
    "verify_row",
]
