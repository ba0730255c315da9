"""Fit the ranking's weights on the development questions (conditional logit, L2).

    python eval/fit_ranking.py [--write]

Questions are of the corpus and of made-up documents on other medicines, each searched alone; none
of them is in the data that the embedding model's adapter is fitted on (`fit_encoder.py`). Prints
first places out of fold, of each document with the weights fitted on the others, and of documents
that are never fitted on; with --write puts the weights fitted on all questions into
src/ino_assistant/data/ranking.toml.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from ino_assistant.answering.choosing.facts import FactsMaker
from ino_assistant.answering.choosing.ranking import rank
from ino_assistant.answering.finding import BESIDE, DEPTH
from ino_assistant.answering.understanding.question import Reader
from ino_assistant.answering.understanding.slots import hard_slots
from ino_assistant.corpus.load import load_corpus, load_document
from ino_assistant.corpus.model import Corpus
from ino_assistant.evaluation.evidence import holds_evidence
from ino_assistant.search.searcher import Searcher, open_searcher
from ino_assistant.settings import Settings, load_settings

# What the weights are drawn to: the three scores count alike, and what is rare among the
# questions but dangerous (a part given for the whole) counts before any case shows it.
PRIOR = {
    "dense": 0.4,
    "lexical": 0.4,
    "late": 0.4,
    "narrower": -1.5,
    "thresholds_unasked": -1.0,
    "population_unasked": -0.5,
    "claim_topic": 0.8,
    "claim_unasked": -0.8,
    "claim_counted": 0.5,
    "drug_held": 0.5,
    "counts": 0.3,
    "meta": -2.5,
    "other_side": -1.0,
    "heading_all": 0.5,
    "heading_first": 1.0,
    "meta_asked": 1.0,
    "case_unasked": -1.0,
    "reactions": 0.5,
    "to_do": 0.6,
    "group_size": 2.0,
}
AT_MOST = {"thresholds_unasked": -0.5, "population_unasked": -0.2, "narrower": -0.4}
"""However few questions show it: what holds for a part is not given for the whole."""
MAIN = "besponsa-expert-review"
"""The document of questions that name none."""
PENALTY = 3.0
FOLDS = 10
ROOT = Path(__file__).parents[1]
INVENTED = ROOT / "eval/invented"
OTHERS = (ROOT / "eval/documents", ROOT / "tests/documents", INVENTED)
OF_INVENTED = 0.15
"""What a question on the documents of `INVENTED` counts: they are many, and all of one style."""
OUT = ROOT / "src/ino_assistant/data/ranking.toml"


Example = tuple[np.ndarray, np.ndarray]
"""Features of the hits of a question, and which of them hold the evidence."""


def examples(
    searcher: Searcher, paths: Sequence[Path]
) -> tuple[list[str], list[tuple[Path, Example]]]:
    """For every question on a document of the searcher's corpus, its file and its example."""
    reader = Reader(searcher.corpus, searcher.concepts)
    facts = FactsMaker(reader, searcher.concepts, searcher.contexts, searcher.claims)
    documents = {document.id for document in searcher.corpus.documents}
    made: list[tuple[Path, Example]] = []
    names: list[str] = []
    lines = [(path, line) for path in paths for line in path.read_text("utf-8").splitlines()]
    for path, line in lines:
        case = json.loads(line)
        if case["expect"] != "answered" or case.get("document", MAIN) not in documents:
            continue
        question = reader.read(case["question"])
        slots = hard_slots(question, reader)
        hits = searcher.search(question.search_text, limit=DEPTH, beside=BESIDE).hits
        ranked = rank(question, hits, facts, searcher.index.term_rarity, slots, {})
        right = [holds_evidence(c.facts.statement, case["evidence"]) for c in ranked]
        names = list(ranked[0].features)
        rows = np.array([[c.features[n] for n in names] for c in ranked])
        made.append((path, (rows, np.array(right))))
    return names, made


def corpora(settings: Settings) -> Iterator[Corpus]:
    """The corpus of the settings, and each of the other documents as one of its own."""
    yield load_corpus(settings.corpus_dir)
    for folder in OTHERS:
        for path in sorted(folder.glob("*.toml")):
            if not path.name.endswith(".annotations.toml"):
                yield Corpus((load_document(path),), path.stem)


def fit(
    data: list[Example],
    start: np.ndarray,
    at_most: Sequence[float],
    counts: Sequence[float],
) -> np.ndarray:
    """Weights that make a right statement most likely among the hits of its question.

    Args:
        data: of every question.
        start: what weights are drawn to.
        at_most: the highest of each weight.
        counts: what each question counts.
    """
    bounds = [(None, most) for most in at_most]

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = PENALTY * float((w - start) @ (w - start)) / 2, PENALTY * (w - start)
        for (rows, right), count in zip(data, counts, strict=True):
            if not right.any():
                continue
            score = rows @ w
            p = np.exp(score - score.max())
            p /= p.sum()
            chosen = float(p[right].sum())
            q = np.where(right, p, 0) / chosen
            total -= count * np.log(chosen)
            slope = slope - count * (rows.T @ (q - p))
        return total, slope

    found: np.ndarray = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return found


def places(data: list[Example], w: np.ndarray) -> list[int]:
    """Rank of the first right statement of each question, from 0."""
    found = []
    for rows, right in data:
        order = np.argsort(-(rows @ w), kind="stable")
        at = np.flatnonzero(right[order])
        found.append(int(at[0]) if len(at) else 999)
    return found


def shares(label: str, ranks: list[int]) -> None:
    """Print how often a right statement is among the first, the first three and five."""
    share = [sum(r < k for r in ranks) / len(ranks) for k in (1, 3, 5)]
    sys.stdout.write(
        f"{label} ({len(ranks)}): R@1 {share[0]:.3f} R@3 {share[1]:.3f} R@5 {share[2]:.3f}\n"
    )


def main() -> int:
    """Fit, report, and write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    here = Path(__file__).parent
    files = [here / "questions.jsonl", here / "fitting.jsonl", here / "fitting-other.jsonl"]
    parser.add_argument("--questions", type=Path, nargs="+", default=files)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    settings = load_settings()
    names: list[str] = []
    data: list[Example] = []
    aside: list[Example] = []
    of: list[str] = []
    fitting, never = INVENTED / "fitting.jsonl", INVENTED / "aside.jsonl"
    for corpus in corpora(settings):
        searcher = open_searcher(
            corpus,
            model=settings.embedding_model,
            model_dir=settings.model_dir,
            index_dir=settings.index_dir.parent / "fitting" / corpus.documents[0].id,
        )
        found, made = examples(searcher, [*options.questions, fitting, never])
        names = found or names
        for path, example in made:
            if path == never:
                aside.append(example)
            else:
                data.append(example)
                of.append("invented" if path == fitting else corpus.documents[0].id)
    counts = [OF_INVENTED if each == "invented" else 1.0 for each in of]
    start = np.array([PRIOR.get(n, 0.0) for n in names])
    most = [AT_MOST.get(n, np.inf) for n in names]

    def fitted(chosen: Sequence[int]) -> np.ndarray:
        return fit([data[i] for i in chosen], start, most, [counts[i] for i in chosen])

    shares("search alone", places(data, start))
    order = list(range(len(data)))
    random.Random(0).shuffle(order)
    ranks: dict[int, int] = {}
    for fold in range(FOLDS):
        held = sorted(order[fold::FOLDS])
        w = fitted(sorted(set(order) - set(held)))
        ranks |= dict(zip(held, places([data[i] for i in held], w), strict=True))
    for document in dict.fromkeys(of):
        shares(f"{document}, out of fold", [ranks[i] for i in order if of[i] == document])
    for document in dict.fromkeys(of):
        held = [i for i in order if of[i] == document]
        w = fitted([i for i in order if of[i] != document])
        shares(f"{document}, fitted on the others", places([data[i] for i in held], w))
    w = fitted(order)
    shares("aside", places(aside, w))
    lines = [f"{n} = {v:.3f}" for n, v in zip(names, w, strict=True)]
    sys.stdout.write("\n".join(lines) + "\n")
    if options.write:
        head = "# Weights of the ranking's features, see answering/choosing/ranking.py.\n"
        head += (
            "# Fitted by eval/fit_ranking.py on the development questions; don't edit by hand.\n"
        )
        OUT.write_text(head + "[weights]\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
