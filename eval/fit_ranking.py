"""Fit the ranking's weights on the development questions (conditional logit, L2).

    python eval/fit_ranking.py [--write]

Prints cross-validated first places; with --write puts the weights fitted on all
questions into src/ino_assistant/data/ranking.toml.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from ino_assistant.answering.facts import FactsMaker
from ino_assistant.answering.question import Reader
from ino_assistant.answering.ranking import rank
from ino_assistant.answering.slots import hard_slots
from ino_assistant.corpus.load import load_corpus
from ino_assistant.evaluation.evidence import holds_evidence
from ino_assistant.search.searcher import Searcher, open_searcher
from ino_assistant.settings import load_settings

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
PENALTY = 3.0
FOLDS = 10
DEPTH = 50
BESIDE = 8
OUT = Path(__file__).parents[1] / "src/ino_assistant/data/ranking.toml"


def examples(
    searcher: Searcher, paths: list[Path]
) -> tuple[list[str], list[tuple[np.ndarray, np.ndarray]]]:
    """For every question: features of its hits, and which of them hold the evidence."""
    reader = Reader(searcher.corpus, searcher.concepts)
    facts = FactsMaker(reader, searcher.concepts, searcher.contexts, searcher.claims)
    made, names = [], []
    lines = [line for path in paths for line in path.read_text("utf-8").splitlines()]
    for line in lines:
        case = json.loads(line)
        if case["expect"] != "answered":
            continue
        question = reader.read(case["question"])
        slots = hard_slots(question, reader)
        hits = searcher.search(question.search_text, limit=DEPTH, beside=BESIDE).hits
        ranked = rank(question, hits, facts, searcher.index.term_rarity, slots, {})
        right = [holds_evidence(c.facts.statement, case["evidence"]) for c in ranked]
        names = list(ranked[0].features)
        rows = np.array([[c.features[n] for n in names] for c in ranked])
        made.append((rows, np.array(right)))
    return names, made


def fit(data: list[tuple[np.ndarray, np.ndarray]], start: np.ndarray) -> np.ndarray:
    """Weights that make a right statement most likely among the hits of its question."""

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = PENALTY * float((w - start) @ (w - start)) / 2, PENALTY * (w - start)
        for rows, right in data:
            if not right.any():
                continue
            score = rows @ w
            p = np.exp(score - score.max())
            p /= p.sum()
            chosen = float(p[right].sum())
            q = np.where(right, p, 0) / chosen
            total -= np.log(chosen)
            slope = slope - rows.T @ (q - p)
        return total, slope

    return minimize(loss, start, jac=True, method="L-BFGS-B").x


def places(data: list[tuple[np.ndarray, np.ndarray]], w: np.ndarray) -> list[int]:
    """Rank of the first right statement of each question, from 0."""
    found = []
    for rows, right in data:
        order = np.argsort(-(rows @ w), kind="stable")
        at = np.flatnonzero(right[order])
        found.append(int(at[0]) if len(at) else 999)
    return found


def main() -> int:
    """Fit, report, and write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    here = Path(__file__).parent
    both = [here / "questions.jsonl", here / "fitting.jsonl"]
    parser.add_argument("--questions", type=Path, nargs="+", default=both)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    settings = load_settings()
    searcher = open_searcher(
        load_corpus(settings.corpus_dir),
        model=settings.embedding_model,
        model_dir=settings.model_dir,
        index_dir=settings.index_dir,
    )
    names, data = examples(searcher, options.questions)
    start = np.array([PRIOR.get(n, 0.0) for n in names])
    order = list(range(len(data)))
    random.Random(0).shuffle(order)
    found = []
    for fold in range(FOLDS):
        held = set(order[fold::FOLDS])
        w = fit([d for i, d in enumerate(data) if i not in held], start)
        found += places([data[i] for i in sorted(held)], w)
    base = places(data, start)
    for label, ranks in (("search alone", base), ("out of fold", found)):
        share = [sum(r < k for r in ranks) / len(ranks) for k in (1, 3, 5)]
        sys.stdout.write(f"{label}: R@1 {share[0]:.3f} R@3 {share[1]:.3f} R@5 {share[2]:.3f}\n")
    w = fit(data, start)
    lines = [f"{n} = {v:.3f}" for n, v in zip(names, w, strict=True)]
    sys.stdout.write("\n".join(lines) + "\n")
    if options.write:
        head = "# Weights of the ranking's features, see answering/ranking.py.\n"
        head += (
            "# Fitted by eval/fit_ranking.py on the development questions; don't edit by hand.\n"
        )
        OUT.write_text(head + "[weights]\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
