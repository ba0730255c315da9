"""Fit the adapter of the embedding model on questions put in other words than the documents'.

    python eval/fit_encoder.py [--write] [--aside NAME ...] [--epochs N]

The data in `eval/encoder/` are groups of sibling statements, single ones and sections of whole
documents, on invented medicines of many fields, with three questions for each: hurried, in clearly
other words, and plain or of another shape. A question has to find its statement among those of all
groups in its batch, by the sentence vectors and by late interaction, which is how search uses the
model. What is fitted is a low-rank adapter (Hu et al., LoRA, 2021) of the packaged model's weights;
those stay as they are. Takes some 25 minutes on two cores.

With --aside, files of the data are left out, and how often their right statements are first is
printed, before and after. With --write, the adapter is put into src/ino_assistant/data/; after
that the ranking is to be fitted anew (`fit_ranking.py`). Neither eval's own questions nor its
documents are in the data, so those measure it too.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from peft import LoraConfig, TaskType, get_peft_model
from safetensors.torch import load_file, save_file
from torch.nn import functional

from ino_assistant.search.encoding import means_something
from ino_assistant.search.torch_encoder import load_sentence_transformer
from ino_assistant.search.weights import (
    ADAPTER,
    ADAPTER_WEIGHTS,
    PACKAGED_MODEL,
    packaged_folder,
)

ROOT = Path(__file__).parents[1]
DATA = ROOT / "eval/encoder"
OUT = ROOT / "src/ino_assistant/data" / ADAPTER
RANK = 16
RATE = 6e-4
EPOCHS = 3
GROUPS = 4
"""Groups in a batch: some 30 statements and 90 questions, siblings always together."""
TEMPERATURE = 0.05
LATE = 0.5
"""Weight of late interaction's loss beside that of the vectors."""
MOST_TOKENS = 200
SEED = 0
BATCH = 32


@dataclass(frozen=True, slots=True)
class Group:
    """Siblings and what is asked of each.

    Attributes:
        document: that they are of; "" for a group by itself.
        statements: as they are encoded, their heading first.
        questions: of each statement, in the same order.
    """

    document: str
    statements: tuple[str, ...]
    questions: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """Texts as the model sees them.

    Attributes:
        vectors: (n, dimension), of unit length.
        tokens: (n, length, dimension), each of unit length.
        means: (n, length) bool; whether a token is of the text and more than punctuation.
        ids: (n, length), of the word pieces.
    """

    vectors: torch.Tensor
    tokens: torch.Tensor
    means: torch.Tensor
    ids: torch.Tensor


class Model:
    """The packaged model with an adapter that can be fitted."""

    def __init__(self) -> None:
        self.original = load_sentence_transformer(str(packaged_folder()))
        self.tokenizer = self.original.tokenizer
        config = LoraConfig(
            task_type=TaskType.FEATURE_EXTRACTION,
            r=RANK,
            lora_alpha=2 * RANK,
            target_modules=r".*encoder.*\.(query|key|value|dense)",
        )
        self.adapted = get_peft_model(self.original[0].model, config)
        self.weights = [each for each in self.adapted.parameters() if each.requires_grad]
        pieces = self.tokenizer.get_vocab()
        special = set(self.tokenizer.all_special_ids)
        self.meaning = torch.zeros(len(self.tokenizer), dtype=torch.bool)
        for piece, place in pieces.items():
            self.meaning[place] = place not in special and means_something(piece)

    def encode(self, texts: Sequence[str]) -> Encoded:
        """Encode texts in one pass."""
        given = self.tokenizer(
            list(texts), padding=True, truncation=True, max_length=MOST_TOKENS, return_tensors="pt"
        )
        with torch.autocast("cpu", torch.bfloat16):
            states = self.adapted(**given).last_hidden_state
        states = states.float()
        read = given["attention_mask"].unsqueeze(-1).float()
        return Encoded(
            vectors=functional.normalize((states * read).sum(1) / read.sum(1), dim=-1),
            tokens=functional.normalize(states, dim=-1),
            means=self.meaning[given["input_ids"]] & given["attention_mask"].bool(),
            ids=given["input_ids"],
        )

    def rarity(self, texts: Sequence[str]) -> torch.Tensor:
        """How rare each word piece is among texts, by its id."""
        seen: Counter[int] = Counter()
        for text in texts:
            seen.update(set(self.tokenizer(text)["input_ids"]))
        found = torch.full((len(self.tokenizer),), math.log(len(texts) + 1))
        for place, times in seen.items():
            found[place] = math.log((len(texts) + 1) / times)
        return found


def late(questions: Encoded, statements: Encoded, rarity: torch.Tensor) -> torch.Tensor:
    """Late interaction as search has it: (questions, statements)."""
    likeness = torch.einsum("qid,njd->qnij", questions.tokens, statements.tokens)
    best = likeness.masked_fill(~statements.means[None, :, None, :], -2.0).amax(-1)
    weights = rarity[questions.ids] * questions.means.float()
    return torch.einsum("qni,qi->qn", best, weights) / weights.sum(1, keepdim=True).clamp(min=1e-6)


def read_groups(path: Path) -> list[Group]:
    """The groups of a file of the data."""
    groups = []
    for line in path.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        groups.append(
            Group(
                entry.get("document", ""),
                tuple(f"{entry['heading']}: {each}" for each in entry["statements"]),
                tuple(tuple(asked) for asked in entry["questions"]),
            )
        )
    return groups


def batches(groups: Sequence[Group], order: random.Random) -> list[list[Group]]:
    """Some four groups each, in another order each time; sections of a document stay together."""
    free = [group for group in groups if not group.document]
    order.shuffle(free)
    found = [free[first : first + GROUPS] for first in range(0, len(free), GROUPS)]
    for document in dict.fromkeys(group.document for group in groups if group.document):
        sections = [group for group in groups if group.document == document]
        order.shuffle(sections)
        count = max(1, round(len(sections) / GROUPS))
        found += [sections[place::count] for place in range(count)]
    order.shuffle(found)
    return found


def fit(model: Model, groups: list[Group], epochs: int) -> None:
    """Fit the adapter."""
    rarity = model.rarity([each for group in groups for each in group.statements])
    order = random.Random(SEED)
    plan = [batch for _ in range(epochs) for batch in batches(groups, order)]
    steps = len(plan)
    optimizer = torch.optim.AdamW(model.weights, lr=RATE, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (0.1 * steps)) * (1 - step / steps)
    )
    started = time.monotonic()
    model.adapted.train()
    for done, batch in enumerate(plan, start=1):
        statements = [each for group in batch for each in group.statements]
        asked = [each for group in batch for each in group.questions]
        right = torch.tensor([place for place, each in enumerate(asked) for _ in each])
        there = model.encode(statements)
        question = model.encode([text for each in asked for text in each])
        likeness = question.vectors @ there.vectors.T
        loss = functional.cross_entropy(likeness / TEMPERATURE, right)
        likeness = late(question, there, rarity)
        loss = loss + LATE * functional.cross_entropy(likeness / TEMPERATURE, right)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.weights, 1.0)
        optimizer.step()
        schedule.step()
        if done % 50 == 0:
            spent = time.monotonic() - started
            _tell(f"step {done} of {steps}, loss {loss.item():.3f}, {spent:.0f} s")


def firsts(model: Model, groups: Sequence[Group], label: str) -> None:
    """Print how often the right statement is first and among the first three of all groups."""
    model.adapted.eval()
    statements = [each for group in groups for each in group.statements]
    asked = [each for group in groups for each in group.questions]
    right = torch.tensor([place for place, each in enumerate(asked) for _ in each])
    rarity = model.rarity(statements)
    with torch.no_grad():
        there = [model.encode(some) for some in _batches(statements)]
        dense, words = [], []
        for some in _batches([text for each in asked for text in each]):
            question = model.encode(some)
            dense.append(question.vectors @ torch.cat([each.vectors for each in there]).T)
            words.append(torch.cat([late(question, each, rarity) for each in there], 1))
    for name, likeness in (("vectors", torch.cat(dense)), ("late", torch.cat(words))):
        place = (likeness > likeness.gather(1, right[:, None])).sum(1)
        shares = [f"{(place < most).float().mean():.3f}" for most in (1, 3)]
        _tell(f"{label}, {name}: first {shares[0]}, among three {shares[1]}")


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _batches(texts: Sequence[str]) -> list[Sequence[str]]:
    return [texts[first : first + BATCH] for first in range(0, len(texts), BATCH)]


def write(model: Model) -> None:
    """Put the adapter into the package's data, in half precision."""
    with tempfile.TemporaryDirectory() as folder:
        model.adapted.save_pretrained(folder)
        weights = load_file(Path(folder) / ADAPTER_WEIGHTS)
        config = json.loads((Path(folder) / "adapter_config.json").read_text(encoding="utf-8"))
    OUT.mkdir(exist_ok=True)
    save_file({name: each.half() for name, each in weights.items()}, OUT / ADAPTER_WEIGHTS)
    config["base_model_name_or_path"] = PACKAGED_MODEL
    text = json.dumps({name: value for name, value in sorted(config.items()) if value is not None})
    (OUT / "adapter_config.json").write_text(text + "\n", encoding="utf-8")


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--aside", nargs="*", default=[])
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    given = parser.parse_args()
    torch.manual_seed(SEED)
    files = {path.stem: read_groups(path) for path in sorted(DATA.glob("*.jsonl"))}
    groups = [each for name, some in files.items() if name not in given.aside for each in some]
    asked = sum(len(each) for group in groups for each in group.questions)
    _tell(f"{len(groups)} groups, {asked} questions")
    model = Model()
    for name in given.aside:
        firsts(model, files[name], f"{name} before")
    fit(model, groups, given.epochs)
    for name in given.aside:
        firsts(model, files[name], f"{name} after")
    if given.write:
        write(model)


if __name__ == "__main__":
    main()
