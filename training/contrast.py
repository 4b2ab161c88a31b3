"""Tuning the upper layers where examples are few: texts of one intent closer to each other than to those of the others.

Supervised contrastive learning (Khosla et al. 2020, "Supervised Contrastive Learning") on batches of several texts of several intents,
every second batch of intents that the frozen base takes for neighbours, every time with other words hidden. The head comes after, by
logistic regression on the tuned vectors. On a handful of examples an intent this is worth some two points, where cross-entropy gives nothing.
"""

from collections.abc import Iterator

import numpy as np
import torch

from dialogs.progress import Progress
from nlu.result import Matrix
from training.adapters import with_adapters
from training.base_model import Base, load_tokenizer_json
from training.batches import tokenise
from training.branches import Branch, Trunk, TwoBranches
from training.device import best_device, precision
from training.hidden_words import HiddenWords, special_pieces
from training.linear_head import Targets
from training.material import Part
from training.optimising import decaying_groups, take_step
from training.run_log import RunLog
from training.schedule import ContrastRecipe, warm_up_cosine
from training.trunk_output import TrunkOutput
from training.tuned_encoder import TunedEncoder

TOGETHER = 16
"""Texts of a batch that go through the layers together: of similar length, or most of what is computed would be padding."""


def contrast(
    part: Part, base: Base, seed: int, recipe: ContrastRecipe, progress: Progress, log: RunLog | None = None
) -> TunedEncoder:
    """Same seed, same machine: same network. It takes a minute or two, so a stopped run starts again."""
    device = best_device()
    tokenizer_json = load_tokenizer_json(base)
    tokens = tokenise(tokenizer_json, part.texts, base.max_tokens)
    trunk = Trunk(base, recipe.trunk).to(device).eval()
    read = TrunkOutput(trunk, tokens, base.dimension, device, progress)
    torch.manual_seed(seed)
    branch = Branch(base, recipe.trunk, recipe.dropout)
    steps = recipe.steps_for(len(part.texts))
    adapted = with_adapters(branch, recipe.adapter, steps)
    branch.to(device).train()
    optimiser = torch.optim.AdamW(decaying_groups(branch, recipe.layers_rate, recipe.weight_decay), betas=recipe.betas, fused=True)
    classes = torch.from_numpy(part.targets).to(device)
    hiding = HiddenWords(special_pieces(tokenizer_json), recipe.hidden, 1.0, np.random.default_rng((seed, 2)))
    for step, rows in enumerate(contrast_batches(part.vectors, part.targets, recipe, seed)):
        for group in optimiser.param_groups:
            group["lr"] = recipe.layers_rate * warm_up_cosine(step, steps, recipe.warm_up)
        by_length = sorted(rows, key=lambda row: len(tokens[row]))
        with precision(device):
            parts = [by_length[start : start + TOGETHER] for start in range(0, len(by_length), TOGETHER)]
            found = torch.cat([branch(*read.batch(part, hiding)) for part in parts])
        loss = supervised_contrastive_loss(found, classes[by_length], recipe.temperature) + adapted.penalty()
        take_step(optimiser, loss, branch.parameters(), recipe.clip)
        adapted.after(step)
        if log is not None:
            log.step(step + 1, loss.detach(), optimiser.param_groups[0]["lr"])
        progress("training", step + 1, steps)
    adapted.merge()
    return TunedEncoder(TwoBranches(trunk.cpu(), branch.cpu(), Branch(base, recipe.trunk)).eval(), base, tokenizer_json)


def supervised_contrastive_loss(vectors: torch.Tensor, classes: torch.Tensor, temperature: float) -> torch.Tensor:
    """Mean over the texts of the mean negative log-probability of those of their class, among all others of the batch; a text without
    another of its class counts nothing. `vectors` are unit vectors."""
    alone = torch.eye(len(vectors), dtype=torch.bool, device=vectors.device)
    scores = (vectors @ vectors.T / temperature).masked_fill(alone, -torch.inf)
    log_probabilities = scores - scores.logsumexp(dim=1, keepdim=True)
    same = (classes[:, None] == classes[None, :]) & ~alone
    told = log_probabilities.masked_fill(~same, 0.0).sum(dim=1)
    return -(told / same.sum(dim=1).clamp(min=1)).mean()


def contrast_batches(vectors: Matrix, targets: Targets, recipe: ContrastRecipe, seed: int) -> Iterator[list[int]]:
    """For each step some rows of each of some classes: classes drawn by lot, and in every second batch a class and its neighbours."""
    random = np.random.default_rng(seed)
    rows = [np.flatnonzero(targets == target) for target in range(int(targets.max()) + 1)]
    means = np.stack([vectors[chosen].mean(axis=0) for chosen in rows])
    means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12)
    for step in range(recipe.steps_for(len(targets))):
        if step % 2:
            nearness = means @ means[random.integers(len(rows))] + random.normal(0.0, recipe.jitter, len(rows))
            classes = np.argsort(-nearness)[: recipe.classes]
        else:
            classes = random.permutation(len(rows))[: recipe.classes]
        drawn = [random.permutation(rows[target])[: recipe.each] for target in classes]
        yield np.concatenate(drawn).tolist()
