"""What `firstline train` is measured against: a head on the frozen base, textbook fine-tuning, and SetFit. All in float32 with torch.

    python -m benchmarks.rivals METHOD --train TRAIN.csv --test TEST.csv [--seed 0]

frozen: mean-pooled vectors of the base, scikit-learn's logistic regression, C = 30. textbook: transformers' own classifier, batch 16,
padded to 128 tokens, learning rate 2e-5, 5 epochs. setfit: pairs of texts of one intent and of two, a cosine loss, then logistic
regression on the tuned vectors (Tunstall et al. 2022), with the library's defaults: 20 rounds of pairs, batch 16, rate 2e-5, one epoch.
One JSON object on stdout.
"""

import argparse
import itertools
import json
import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

from nlu.result import Matrix
from training.base_model import Base, load_tokenizer_json, resolve_base
from training.batches import Tokens, padded, sorted_batches, tokenise
from training.examples import checked, read_csv
from training.pooled_encoder import PooledEncoder

ROUNDS, BATCH, RATE = 20, 16, 2e-5
EPOCHS, TOKENS = 5, 128
CPU = torch.device("cpu")


@dataclass(frozen=True, slots=True)
class Task:
    """What is learned from and what is asked. `targets` are row numbers into `labels`."""

    labels: tuple[str, ...]
    train: Tokens
    targets: torch.Tensor
    test: Tokens
    truth: tuple[str, ...]


def frozen(task: Task, base: Base, seed: int) -> float:
    return _logistic(task, PooledEncoder.of(base).eval())


def setfit(task: Task, base: Base, seed: int) -> float:
    torch.manual_seed(seed)
    encoder = PooledEncoder.of(base, dropout=0.1).train()
    optimiser = torch.optim.AdamW(encoder.parameters(), lr=RATE, weight_decay=0.01)
    pairs = list(_pairs(task.targets.numpy(), np.random.default_rng(seed)))
    for start in range(0, len(pairs), BATCH):
        left, right, same = zip(*pairs[start : start + BATCH], strict=True)
        cosines = (encoder(*padded(task.train, left, CPU)) * encoder(*padded(task.train, right, CPU))).sum(1)
        _step(optimiser, torch.nn.functional.mse_loss(cosines, torch.tensor(same)))
    return _logistic(task, encoder.eval())


def textbook(task: Task, base: Base, seed: int) -> float:
    from transformers import AutoModelForSequenceClassification

    torch.manual_seed(seed)
    model = AutoModelForSequenceClassification.from_pretrained(base.folder, num_labels=len(task.labels)).train()
    step = textbook_step(model, task.train, task.targets, base.max_tokens)
    random = np.random.default_rng(seed)
    for _ in range(EPOCHS):
        rows = random.permutation(len(task.train))
        for start in range(0, len(rows), BATCH):
            step(rows[start : start + BATCH].tolist())
    model.eval()
    logits = torch.zeros(len(task.test), len(task.labels))
    with torch.inference_mode():
        for chosen in sorted_batches(task.test, 64):
            ids, mask = padded(task.test, chosen, CPU)
            logits[chosen] = model(input_ids=ids, attention_mask=mask).logits
    return _right(task, logits.argmax(1).tolist())


def textbook_step(
    model: torch.nn.Module, tokens: Tokens, targets: torch.Tensor, width: int = TOKENS
) -> Callable[[Sequence[int]], None]:
    """One step of the textbook recipe on the rows it is given, padded to `width` tokens."""
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE)

    def step(rows: Sequence[int]) -> None:
        ids, mask = padded(tokens, rows, CPU)
        wide = [torch.nn.functional.pad(part, (0, width - part.shape[1])) for part in (ids, mask)]
        _step(optimiser, model(input_ids=wide[0], attention_mask=wide[1], labels=targets[list(rows)]).loss)

    return step


def textbook_steps(examples: int) -> int:
    return EPOCHS * math.ceil(examples / BATCH)


METHODS = {"frozen": frozen, "textbook": textbook, "setfit": setfit}


def _step(optimiser: torch.optim.Optimizer, loss: torch.Tensor) -> None:
    optimiser.zero_grad()
    torch.autograd.backward(loss)
    optimiser.step()


def _pairs(
    targets: np.ndarray[tuple[int, ...], np.dtype[np.int64]], random: np.random.Generator
) -> Iterator[tuple[int, int, float]]:
    """In each round, for each text, one of its intent and one of another, in an order drawn by lot."""
    found: list[tuple[int, int, float]] = []
    for _, row in itertools.product(range(ROUNDS), range(len(targets))):
        same, other = targets == targets[row], targets != targets[row]
        found.append((row, int(random.choice(np.flatnonzero(same))), 1.0))
        found.append((row, int(random.choice(np.flatnonzero(other))), 0.0))
    return (found[place] for place in random.permutation(len(found)).tolist())


def _logistic(task: Task, encoder: torch.nn.Module) -> float:
    fit = LogisticRegression(C=30.0, max_iter=1000).fit(_vectors(encoder, task.train), task.targets.numpy())
    return _right(task, fit.predict(_vectors(encoder, task.test)).tolist())


def _vectors(encoder: torch.nn.Module, tokens: Tokens) -> Matrix:
    rows = sorted_batches(tokens, 64)
    with torch.inference_mode():
        parts = [encoder(*padded(tokens, chosen, CPU)).numpy() for chosen in rows]
    vectors = np.concatenate(parts)
    ordered = np.empty_like(vectors)
    ordered[list(itertools.chain(*rows))] = vectors
    return ordered


def _right(task: Task, told: Sequence[int]) -> float:
    return sum(task.labels[row] == truth for row, truth in zip(told, task.truth, strict=True)) / len(task.truth)


def read_task(train: Path, test: Path, base: Base) -> Task:
    found = checked(read_csv(train), str(train))
    rows = {label: row for row, label in enumerate(found.labels)}
    asked = [row for row in read_csv(test) if row.text and row.intent]
    tokenizer = load_tokenizer_json(base)
    return Task(
        found.labels,
        tokenise(tokenizer, [example.text for example in found.examples], base.max_tokens),
        torch.tensor([rows[example.intent] for example in found.examples]),
        tokenise(tokenizer, [row.text for row in asked], base.max_tokens),
        tuple(row.intent for row in asked),
    )


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("method", choices=METHODS)
    parser.add_argument("--train", type=Path, required=True, help="text,intent rows to train on")
    parser.add_argument("--test", type=Path, required=True, help="text,intent rows to score")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true", help="as always: one JSON object on stdout")
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)
    base, start = resolve_base(None), time.process_time()
    accuracy = METHODS[options.method](read_task(options.train, options.test, base), base, options.seed)
    print(json.dumps({"accuracy": accuracy, "cpu_seconds": round(time.process_time() - start, 1)}))


if __name__ == "__main__":
    main()
