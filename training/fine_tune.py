"""Tuning the layers of the base and its head together.

The recipe: vectors pooled and L2-normalised; a linear head that starts as the classes' prototypes on the frozen base; AdamW with
a small rate for the layers and a large one for the head, warm-up and cosine; words hidden; targets smoothed, and mixed with what a teacher
says where there is one (distillation, Hinton et al. 2015); batches of similar length; early stopping. What the lower layers give is
computed once (`training.branches`).
"""

import hashlib
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch

from dialogs.progress import Progress
from nlu.head import Head
from nlu.result import Matrix
from training.adapters import Adapted, with_adapters
from training.base_model import Base, load_tokenizer_json
from training.batches import Tokens, shuffled_batches, sorted_batches, tokenise
from training.branches import Branch, Trunk, TwoBranches
from training.checkpoint import Checkpoints, State, optimiser_tensors, restore_optimiser
from training.device import best_device, precision
from training.hard_examples import hard_examples
from training.hidden_words import HiddenWords, SpecialPieces, special_pieces
from training.linear_head import Targets, outside_weight, prototype_head
from training.material import Material, Part, together
from training.optimising import decaying_groups, take_step
from training.processes import Alone, Processes, share
from training.run_log import RunLog
from training.schedule import AdapterKind, Recipe, warm_up_cosine
from training.trunk_output import TrunkOutput
from training.tuned_encoder import TunedEncoder

OTHER = 1_000_003
"""Between the random numbers of one process and the next."""
SMOOTHED_TEMPERATURE = 0.65
"""Smoothed targets make logits too flat by about this factor."""


class IntentNetwork(torch.nn.Module):
    """Branch and head in one: (hidden states of the trunk, attention_mask) -> logits, shape (texts, classes)."""

    def __init__(self, branch: Branch, start: Head) -> None:
        super().__init__()
        self.branch = branch
        classes, dimension = start.weight.shape
        self.head = torch.nn.Linear(dimension, classes)
        with torch.no_grad():
            self.head.weight.copy_(torch.from_numpy(start.weight))
            self.head.bias.copy_(torch.from_numpy(start.bias))

    def forward(self, hidden: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        logits: torch.Tensor = self.head(self.branch(hidden, attention_mask))
        return logits.float()


@dataclass(frozen=True, slots=True, eq=False)
class Tuned:
    """The best network of a run, and the head of its tuned branch, which reads that branch's own unit vector. `history` holds
    validation (accuracy, loss) after each epoch; the weights are those after `best_epoch`, from 1 (0: as they were at the start)."""

    encoder: TunedEncoder
    head: Head
    history: tuple[tuple[float, float], ...]
    best_epoch: int


@dataclass(frozen=True, slots=True, eq=False)
class _Set:
    tokens: Tokens
    texts: TrunkOutput
    targets: Targets


def fine_tune(
    material: Material,
    base: Base,
    teacher: Matrix | None,
    work: Path,
    seed: int,
    recipe: Recipe,
    checkpoint_seconds: float,
    progress: Progress,
    log: RunLog | None = None,
    group: Processes | None = None,
) -> Tuned:
    """Train, going on from a checkpoint of the same run in `work` where there is one. Same seed, same machine: same network.

    `teacher` has shape (training texts, classes): probabilities that are mixed into the targets.
    """
    device = best_device()
    tokenizer_json = load_tokenizer_json(base)
    trunk = Trunk(base, recipe.trunk).to(device).eval()

    def read(part: Part) -> _Set:
        tokens = tokenise(tokenizer_json, part.texts, base.max_tokens)
        return _Set(tokens, TrunkOutput(trunk, tokens, base.dimension, device, progress), part.targets)

    train, heldout = read(together(material.train, *_outside(material))), read(material.heldout)
    torch.manual_seed(seed)
    start = prototype_head(material.train.vectors, material.train.targets, len(material.labels))
    network = IntentNetwork(Branch(base, recipe.trunk, recipe.dropout), start)
    adapted = with_adapters(network.branch, recipe.adapter, recipe.steps(len(train.tokens)))
    network.to(device)
    group = group or Alone()
    seconds = _checkpoint_seconds(recipe, checkpoint_seconds) if group.number == 0 else math.inf
    checkpoints = Checkpoints(work, _identity(material, base, seed, recipe), seconds)
    run = _Run(network, adapted, train, heldout, special_pieces(tokenizer_json), teacher, recipe, seed, checkpoints, log, group)
    ended = run.go(progress)
    checkpoints.clear()
    network.cpu().eval()
    adapted.merge()
    head = Head(network.head.weight.detach().numpy().copy(), network.head.bias.detach().numpy().copy())
    both = TwoBranches(trunk.cpu(), network.branch, Branch(base, recipe.trunk)).eval()
    return Tuned(TunedEncoder(both, base, tokenizer_json), head, ended.history, ended.best_epoch)


def _checkpoint_seconds(recipe: Recipe, wanted: float) -> float:
    """AdaLoRA remembers what mattered so far, which no checkpoint holds: a stopped run starts again."""
    return math.inf if recipe.adapter is not None and recipe.adapter.kind is AdapterKind.ADALORA else wanted


def _outside(material: Material) -> list[Part]:
    """The out-of-scope texts as often as they weigh."""
    return [material.outside] * round(outside_weight(len(material.outside.texts), len(material.train.texts)))


def as_good_as_any(accuracy: float, earlier: Sequence[float], texts: int) -> bool:
    """Whether an epoch is to be kept: within one standard error of the best so far.

    A later epoch has the smaller learning rate and is the better bet where the held-out texts can't tell; picking the highest of several
    noisy accuracies picks luck (the one-standard-error rule, Breiman et al. 1984).
    """
    best = max([accuracy, *earlier])
    return best - accuracy <= math.sqrt(best * (1.0 - best) / max(1, texts))


def _identity(material: Material, base: Base, seed: int, recipe: Recipe) -> str:
    parts = json.dumps([material.data_hash, base.hash, seed, asdict(recipe)], sort_keys=True)
    return hashlib.sha256(parts.encode()).hexdigest()


class _Run:
    """One training run: the state that its epochs share."""

    def __init__(
        self,
        network: IntentNetwork,
        adapted: Adapted,
        train: _Set,
        heldout: _Set,
        pieces: SpecialPieces,
        teacher: Matrix | None,
        recipe: Recipe,
        seed: int,
        checkpoints: Checkpoints,
        log: RunLog | None,
        group: Processes,
    ) -> None:
        self.network, self.adapted, self.train, self.heldout = network, adapted, train, heldout
        self.recipe, self.seed, self.pieces = recipe, seed, pieces
        self.device = next(network.parameters()).device
        self.soft = _soft_targets(train.targets, network.head.out_features, teacher, recipe)
        self.losses = torch.zeros(len(train.tokens))
        self.epochs = recipe.epochs_for(len(train.tokens))
        self.steps = recipe.steps(len(train.tokens))
        self.optimiser = _optimiser(network, recipe)
        self.rate: Callable[[int], float] = lambda step: warm_up_cosine(step, self.steps, recipe.warm_up)
        self.checkpoints = checkpoints
        self.log = log
        self.group = group
        self.together = group.shared(network)

    def go(self, progress: Progress) -> State:
        """Train to the end, and leave the best weights in the network."""
        state = self._resumed() or State(0, 0, (), {}, _copied(self.network), {})
        self.group.wait()  # nobody writes a checkpoint while another reads one
        while state.epoch < self.epochs and state.epoch - state.best_epoch < self.recipe.patience + (state.best_epoch == 0):
            self._epoch(state.epoch, progress)
            state = self._judged(state)
            if self.checkpoints.due() and state.epoch < self.epochs:
                self.checkpoints.save(state)
        progress("training", self.steps, self.steps)
        self.network.load_state_dict(state.best)
        return state

    def _epoch(self, epoch: int, progress: Progress) -> None:
        # Dropout repeats, whether or not the run was interrupted, and differs between processes.
        torch.manual_seed(self.seed * 10_007 + epoch + OTHER * self.group.number)
        self.together.train()
        examples = len(self.train.tokens)
        first = self.recipe.steps(examples, epoch)
        chosen = hard_examples(self.losses, self.recipe.seen_in(epoch, examples), self.seed, epoch)
        batches = shuffled_batches(self.train.tokens, self.recipe.batch, self.seed, epoch, chosen)
        random = np.random.default_rng((self.seed, epoch, self.group.number, 2))
        hiding = HiddenWords(self.pieces, self.recipe.hidden, self.recipe.hidden_in, random)
        seen = torch.zeros(examples)  # by this process
        for step, rows in enumerate(batches, first):
            for group in self.optimiser.param_groups:
                group["lr"] = group["peak"] * self.rate(step)
            loss = self._step(rows, seen, hiding)
            self.adapted.after(step)
            if self.log is not None:
                self.log.step(step + 1, loss, self.recipe.layers_rate * self.rate(step))
            progress("training", step + 1, self.steps)
        mine = torch.where(seen > 0, self.losses, 0.0)
        told, by = self.group.summed(mine), self.group.summed(seen)
        self.losses = torch.where(by > 0, told / by.clamp(min=1), self.losses)

    def _step(self, rows: list[int], seen: torch.Tensor, hiding: HiddenWords) -> torch.Tensor:
        mine = share(rows, self.group)
        with precision(self.device):
            logits = self.together(*self.train.texts.batch(mine.rows, hiding))
        self.losses[mine.rows] = _surprise(logits.detach().cpu(), self.train.targets[mine.rows])
        seen[mine.rows] = 1.0
        told = torch.nn.functional.cross_entropy(logits, self.soft(mine.rows).to(self.device))
        loss = told * mine.weight + self.adapted.penalty()
        take_step(self.optimiser, loss, self.network.parameters(), self.recipe.clip)
        return loss.detach()

    def _judged(self, state: State) -> State:
        """The state after the epoch that has just ended, with the best weights if they are."""
        accuracy, loss = self.group.agreed(self._validate())
        history = (*state.history, (accuracy, loss))
        is_best = as_good_as_any(accuracy, [earlier for earlier, _ in state.history], len(self.heldout.targets))
        best = _copied(self.network) if is_best else state.best
        epoch = state.epoch + 1
        if self.log is not None:
            self.log.epoch(epoch, accuracy, loss)
        network, optimiser = dict(self.network.state_dict()), optimiser_tensors(self.optimiser)
        rest = {"losses": self.losses}
        return State(epoch, epoch if is_best else state.best_epoch, history, network, best, optimiser, rest)

    def _validate(self) -> tuple[float, float]:
        """(accuracy, mean cross-entropy) on the held-out texts."""
        self.network.eval()
        targets = torch.from_numpy(self.heldout.targets)
        logits = torch.zeros(len(targets), self.network.head.out_features)
        with torch.inference_mode(), precision(self.device):
            for rows in sorted_batches(self.heldout.tokens, 64):
                logits[rows] = self.network(*self.heldout.texts.batch(rows)).cpu()
        loss = torch.nn.functional.cross_entropy(logits, targets).item() if len(targets) else 0.0
        accuracy = (logits.argmax(dim=1) == targets).float().mean().item() if len(targets) else 0.0
        return accuracy, loss

    def _resumed(self) -> State | None:
        state = self.checkpoints.load()
        if state is not None:
            self.network.load_state_dict(state.network)
            restore_optimiser(self.optimiser, state.optimiser)
            self.losses = state.rest["losses"]
        return state


def _surprise(logits: torch.Tensor, targets: Targets) -> torch.Tensor:
    """Cross-entropy with the label, shape (texts,). Out-of-scope texts are few and seen in every epoch: infinite."""
    rows = torch.from_numpy(targets)
    told = torch.nn.functional.cross_entropy(logits, rows.clamp(min=0), reduction="none")
    return torch.where(rows < 0, torch.inf, told)


def _soft_targets(targets: Targets, classes: int, teacher: Matrix | None, recipe: Recipe) -> Callable[[list[int]], torch.Tensor]:
    """Rows to target probabilities, made a batch at a time: ten thousand classes would not fit in memory at once.

    To an out-of-scope text, which has no target, all classes are equally likely (outlier exposure, Hendrycks et al. 2019).
    """

    def of(rows: list[int]) -> torch.Tensor:
        chosen = torch.from_numpy(targets[rows])
        hard = torch.nn.functional.one_hot(chosen.clamp(min=0), classes).float()
        soft = hard * (1.0 - recipe.smoothing) + recipe.smoothing / classes
        if teacher is not None:
            known = torch.from_numpy(np.asarray(teacher[np.minimum(rows, len(teacher) - 1)]))
            soft = (1.0 - recipe.teacher_weight) * soft + recipe.teacher_weight * known
        soft[chosen < 0] = 1.0 / classes
        return soft

    return of


def _optimiser(network: IntentNetwork, recipe: Recipe) -> torch.optim.AdamW:
    """The head learns faster than the layers."""
    groups = [
        *decaying_groups(network.branch, recipe.layers_rate, recipe.weight_decay),
        *decaying_groups(network.head, recipe.head_rate, recipe.weight_decay),
    ]
    return torch.optim.AdamW(groups, betas=recipe.betas, fused=True)


def _copied(network: torch.nn.Module) -> dict[str, torch.Tensor]:
    return {name: tensor.detach().cpu().clone() for name, tensor in network.state_dict().items()}
