"""Tuning the base for search: a customer's message and the reply that an agent gave to it get near vectors.

In-batch negatives: the replies to the other messages of a batch are wrong ones (Henderson et al. 2017, "Efficient Natural Language
Response Suggestion for Smart Reply", arXiv 1705.00652), by the symmetric MultipleNegativesRankingLoss of sentence-transformers (Reimers
and Gurevych 2019). Some messages are read with the dialog before them, so that one encoder serves both a first question and "and if it is
broken?".
"""

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch

from dialogs.progress import Progress, silent
from nlu.context import in_context
from nlu.manifest import TOKENIZER_FILE, Manifest
from training.base_model import Base, load_tokenizer_json
from training.batches import Tokens, padded, shuffled_batches, tokenise
from training.checkpoint import Checkpoints, State, optimiser_tensors, restore_optimiser
from training.device import best_device, precision
from training.export_onnx import export_encoder
from training.hard_examples import hard_examples
from training.model_folder import checksums
from training.optimising import decaying_groups, take_step
from training.pooled_encoder import PooledEncoder
from training.reply_pairs import ReplyPair
from training.schedule import warm_up_cosine


@dataclass(frozen=True, slots=True)
class SearchRecipe:
    """docs/answers.md says where each number comes from. `with_context` is the share of the messages that are read with the dialog
    before them; `tokens` is how much of a text is read. After the first epoch each sees `harder` of the pairs
    (`training.hard_examples`)."""

    epochs: int = 2
    batch: int = 64
    rate: float = 3e-4
    scale: float = 20.0
    betas: tuple[float, float] = (0.9, 0.98)
    weight_decay: float = 0.01
    warm_up: float = 0.1
    clip: float = 1.0
    tokens: int = 48
    with_context: float = 0.25
    harder: float = 0.5

    def seen_in(self, epoch: int, pairs: int) -> int:
        """How many pairs this epoch, from 0, goes through."""
        return pairs if epoch == 0 else max(1, round(self.harder * pairs))

    def steps(self, pairs: int, epochs: int) -> int:
        """Batches of the first so many epochs; one pair alone has no wrong replies and is no batch."""
        seen = [self.seen_in(epoch, pairs) for epoch in range(epochs)]
        return sum(count // self.batch + (count % self.batch > 1) for count in seen)


@dataclass(frozen=True, slots=True, eq=False)
class TunedSearch:
    """The tuned encoder. `losses` holds the mean loss of each tenth of the run."""

    encoder: PooledEncoder
    base: Base
    tokenizer_json: str
    losses: tuple[float, ...]

    def save(self, folder: Path) -> None:
        """encoder.onnx and tokenizer.json."""
        (folder / TOKENIZER_FILE).write_text(self.tokenizer_json, encoding="utf-8")
        export_encoder(self.encoder, folder)

    def manifest(self, folder: Path) -> Manifest:
        return Manifest("encoder", folder.name, self.base.dimension, self.base.max_tokens, checksums(folder), base=self.base.name)


def tune_search(
    pairs: Sequence[ReplyPair],
    base: Base,
    work: Path,
    seed: int,
    recipe: SearchRecipe | None = None,
    checkpoint_seconds: float = 20.0,
    progress: Progress = silent,
) -> TunedSearch:
    """Train, going on from a checkpoint of the same run in `work` where there is one. Same seed, same machine: same network."""
    recipe = recipe or SearchRecipe()
    tokenizer_json = load_tokenizer_json(base)
    read = replace(base, max_tokens=min(base.max_tokens, recipe.tokens))
    run = _Run(PooledEncoder.of(base).to(best_device()), *_tokens(pairs, read, tokenizer_json, seed, recipe), recipe, seed)
    checkpoints = Checkpoints(work, _identity(pairs, base, seed, recipe), checkpoint_seconds)
    losses = run.go(checkpoints, progress)
    checkpoints.clear()
    return TunedSearch(run.encoder.cpu().eval(), base, tokenizer_json, losses)


def _tokens(pairs: Sequence[ReplyPair], base: Base, tokenizer_json: str, seed: int, recipe: SearchRecipe) -> tuple[Tokens, Tokens]:
    """Of the messages, some with their context, and of the replies."""
    chosen = np.random.default_rng(seed).random(len(pairs)) < recipe.with_context
    messages = [
        in_context(pair.message, pair.earlier) if whole else pair.message
        for pair, whole in zip(pairs, chosen.tolist(), strict=True)
    ]
    replies = [pair.reply for pair in pairs]
    return tokenise(tokenizer_json, messages, base.max_tokens), tokenise(tokenizer_json, replies, base.max_tokens)


def _identity(pairs: Sequence[ReplyPair], base: Base, seed: int, recipe: SearchRecipe) -> str:
    digest = hashlib.sha256(json.dumps([base.hash, seed, asdict(recipe)], sort_keys=True).encode())
    for pair in pairs:
        digest.update(json.dumps([pair.message, pair.reply, pair.earlier]).encode())
    return digest.hexdigest()


class _Run:
    """One training run: the state that its steps share."""

    def __init__(self, encoder: PooledEncoder, messages: Tokens, replies: Tokens, recipe: SearchRecipe, seed: int) -> None:
        from sentence_transformers import SentenceTransformer
        from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss

        self.encoder, self.messages, self.replies, self.recipe = encoder, messages, replies, recipe
        self.device = next(encoder.parameters()).device
        unused = SentenceTransformer(modules=[torch.nn.Identity()])  # the loss is given vectors, not texts
        self.loss = MultipleNegativesRankingLoss(
            unused, recipe.scale, directions=("query_to_doc", "doc_to_query"), partition_mode="per_direction"
        )
        self.both = [[*message, *reply] for message, reply in zip(messages, replies, strict=True)]
        self.seed = seed
        self.seen = torch.zeros(len(messages))
        self.losses = self.seen
        groups = decaying_groups(encoder, recipe.rate, recipe.weight_decay)
        self.optimiser = torch.optim.AdamW(groups, betas=recipe.betas, fused=True)

    def go(self, checkpoints: Checkpoints, progress: Progress) -> tuple[float, ...]:
        done, history = self._resumed(checkpoints)
        self.encoder.train()
        for epoch in range(self.recipe.epochs):
            self._epoch(epoch, done, history, checkpoints, progress)
        size = max(1, math.ceil(len(history) / 10))
        return tuple(sum(part) / len(part) for start in range(0, len(history), size) for part in [history[start : start + size]])

    def _epoch(self, epoch: int, done: int, history: list[float], checkpoints: Checkpoints, progress: Progress) -> None:
        """What is left of an epoch where `done` steps of the run have been taken."""
        first, end, steps = (self.recipe.steps(len(self.both), epochs) for epochs in (epoch, epoch + 1, self.recipe.epochs))
        if done >= end:
            return
        if done <= first:
            self.losses = self.seen.clone()
        batches = self._batches(epoch)
        for step in range(max(done, first), end):
            for group in self.optimiser.param_groups:
                group["lr"] = self.recipe.rate * warm_up_cosine(step, steps, self.recipe.warm_up)
            history.append(self._step(batches[step - first]))
            progress("tuning the search", step + 1, steps)
            if checkpoints.due() and step + 1 < steps:
                checkpoints.save(self._state(step + 1, history))

    def _batches(self, epoch: int) -> list[list[int]]:
        chosen = hard_examples(self.losses, self.recipe.seen_in(epoch, len(self.both)), self.seed, epoch)
        return [batch for batch in shuffled_batches(self.both, self.recipe.batch, self.seed, epoch, chosen) if len(batch) > 1]

    def _step(self, rows: list[int]) -> float:
        with precision(self.device):
            messages, replies = (self.encoder(*padded(tokens, rows, self.device)) for tokens in (self.messages, self.replies))
        self.seen[rows] = _losses(self.recipe.scale * messages.detach() @ replies.detach().T)
        loss: torch.Tensor = self.loss.compute_loss_from_embeddings([messages, replies], torch.arange(len(rows)))
        take_step(self.optimiser, loss, self.encoder.parameters(), self.recipe.clip)
        return float(loss.detach())

    def _state(self, step: int, history: Sequence[float]) -> State:
        """A checkpoint counts epochs; here a step is one. The losses that chose this epoch's pairs go along with those seen since."""
        return State(
            step,
            step,
            tuple((loss, loss) for loss in history),
            dict(self.encoder.state_dict()),
            {},
            optimiser_tensors(self.optimiser),
            {"losses": self.losses, "seen": self.seen},
        )

    def _resumed(self, checkpoints: Checkpoints) -> tuple[int, list[float]]:
        state = checkpoints.load()
        if state is None:
            return 0, []
        self.encoder.load_state_dict(state.network)
        restore_optimiser(self.optimiser, state.optimiser)
        self.losses, self.seen = state.rest["losses"], state.rest["seen"]
        return state.epoch, [loss for loss, _ in state.history]


def _losses(scores: torch.Tensor) -> torch.Tensor:
    """The loss of each pair of a batch, shape (pairs,), from its scores (messages, replies): what an epoch of the harder ones goes by."""
    own = torch.arange(len(scores), device=scores.device)
    both = [torch.nn.functional.cross_entropy(side, own, reduction="none") for side in (scores, scores.T)]
    return torch.stack(both).mean(dim=0).cpu()
