"""Fit how much a message reads like a report, on the labelled messages (multinomial logit, L2).

    python eval/fit_routing.py [--write]

Prints cross-validated recall and false alarms of the model alone; with --write puts the weights
fitted on all messages into src/ino_assistant/data/report_likeness.tsv.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from ino_assistant.corpus.load import load_corpus, load_document
from ino_assistant.corpus.model import Corpus
from ino_assistant.routing.likeness import REPORTS, features
from ino_assistant.routing.router import Router
from ino_assistant.vocabulary.concepts import concepts_for

ROOT = Path(__file__).parents[1]
OUT = ROOT / "src/ino_assistant/data/report_likeness.tsv"
SAME = {"comparison": "ranking"}
MADE_UP = ("zelmorix-label", "kardento-faq")
STRENGTH = 20.0
"""Inverse of the penalty on the weights."""
RARE = 2
"""Messages that a feature must be seen in."""
SLIGHT = 0.08
"""Weights below this are left out."""
FOLDS = 5
HEAD = """\
# How much words (w:), pieces of words (p:) and tags (t:) speak for what a message is, see
# routing/likeness.py. Fitted by eval/fit_routing.py on the labelled messages; don't edit by hand.
"""


def labelled() -> Iterator[tuple[str, str]]:
    """Text and label of every message: a report's route, `question`, or a kind of request."""
    for path in ("eval/messages.jsonl", "tests/routing/messages.jsonl"):
        for message in _lines(path):
            yield message["text"], SAME.get(message["label"], message["label"])
    for path in ("eval/questions.jsonl", "eval/fitting.jsonl", "eval/fitting-other.jsonl"):
        for asked in _lines(path):
            if asked["expect"] != "routed":
                yield asked["question"], "question"
    for conversation in _lines("eval/conversations.jsonl"):
        for turn in conversation["turns"]:
            if turn["expect"] != "routed":
                yield turn["question"], "question"


def _lines(path: str) -> Iterator[dict]:
    yield from map(json.loads, (ROOT / path).read_text("utf-8").splitlines())


def main() -> int:
    """Fit, report, and write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    made_up = [load_document(ROOT / f"tests/documents/{name}.toml") for name in MADE_UP]
    corpus = load_corpus(ROOT / "corpus")
    corpus = Corpus((*corpus.documents, *made_up), "fit")
    router = Router(corpus, concepts_for(corpus.documents))
    texts, labels = map(list, zip(*labelled(), strict=True))
    rows = [features(text, router.parts_of(text)) for text in texts]
    seen = Counter(name for row in rows for name in row)
    names = sorted(name for name, count in seen.items() if count >= RARE)
    at = {name: number for number, name in enumerate(names)}
    cells = [(i, at[n], v) for i, row in enumerate(rows) for n, v in row.items() if n in at]
    i, j, v = zip(*cells, strict=True)
    data, label = csr_matrix((v, (i, j)), shape=(len(rows), len(names))), np.array(labels)
    model = LogisticRegression(C=STRENGTH, max_iter=3000, class_weight="balanced")
    likely, declined = np.zeros(len(rows)), np.zeros(len(rows))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    for fitted, held in folds.split(data, label):
        model.fit(data[fitted], label[fitted])
        reports = np.isin(model.classes_, REPORTS)
        shares = model.predict_proba(data[held])
        likely[held] = shares[:, reports].sum(axis=1)
        declined[held] = shares[:, ~reports & (model.classes_ != "question")].max(axis=1)
    report, question = np.isin(label, REPORTS), label == "question"
    request = ~report & ~question
    for least in (0.2, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7):
        sys.stdout.write(
            f"out of fold, from {least}: reports found {(likely[report] >= least).mean():.3f}, "
            f"questions taken for one {(likely[question] >= least).mean():.3f}; requests found "
            f"{(declined[request] >= least).mean():.3f}, "
            f"questions taken for one {(declined[question] >= least).mean():.3f}\n"
        )
    model.fit(data, label)
    lines = [("", *model.classes_), ("intercept", *(f"{b:.3f}" for b in model.intercept_))]
    for number, name in enumerate(names):
        weights = model.coef_[:, number]
        if np.abs(weights).max() >= SLIGHT:
            lines.append((name, *(f"{w:.2f}" for w in weights)))
    sys.stdout.write(f"{len(rows)} messages, {len(lines) - 2} features\n")
    if options.write:
        text = HEAD + "".join("\t".join(line) + "\n" for line in lines)
        OUT.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
