"""Domain adaptation: the base reads the customers' own messages, unlabelled, before anything is fitted on it.

Masked language modelling (Devlin et al. 2019, "BERT"), gone on with on the texts of the domain (Gururangan et al. 2020, "Don't Stop
Pretraining"): a few words of a message are hidden, and the base learns to tell them. It works for every architecture that a base may have.
The words' own vectors stay: a few thousand messages hold each of them too rarely.
"""

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from dialogs.progress import Progress, silent
from nlu.errors import NluError
from nlu.manifest import TOKENIZER_FILE, Manifest, read_manifest, write_manifest
from training.base_model import WEIGHTS, Base, load_network, load_tokenizer_json
from training.batches import Tokens, padded, shuffled_batches, tokenise
from training.checkpoint import Checkpoints, State, optimiser_tensors, restore_optimiser
from training.device import best_device, precision
from training.errors import BaseModelError, ExamplesError
from training.hidden_words import MASKS, special_pieces
from training.model_folder import checksums, library_versions, new_folder
from training.optimising import take_step
from training.schedule import AdaptRecipe, warm_up_cosine

FEWEST = 100
"""Texts below which reading them teaches nothing."""
WORK = ".adapting"
"""Where a run keeps what it needs to go on."""


def adapted_base(
    models: Path,
    base: Base,
    texts: Sequence[str],
    seed: int,
    recipe: AdaptRecipe | None = None,
    checkpoint_seconds: float = 20.0,
    progress: Progress = silent,
) -> Base:
    """The base after it has read `texts`, kept in `models` and taken from there when the same is asked for again.

    Goes on from a checkpoint of the same run where there is one. Earlier adaptations of the same base go: what they learned from may be
    erased by now. Raises ExamplesError for too few texts, BaseModelError.
    """
    recipe = recipe or AdaptRecipe()
    if len(texts) < FEWEST:
        raise ExamplesError(
            f"there are {len(texts)} texts to adapt the base to, and {FEWEST} are needed; import more dialogs, give a file of messages with "
            "--adapt FILE, or leave out --adapt"
        )
    read = tuple(texts)[-recipe.most :]
    key = _key(base, read, seed, recipe)
    family = f"adapted-{base.hash[:12]}-"
    folder = models / f"{family}{key[:12]}"
    adapted = replace(base, name=f"{base.name}, adapted {key[:8]}", folder=folder)
    if _whole(folder):
        return adapted
    shutil.rmtree(folder, ignore_errors=True)
    work = models / WORK
    network = _adapted(base, read, seed, recipe, Checkpoints(work, key, checkpoint_seconds), progress)
    _save(network, base, adapted)
    shutil.rmtree(work, ignore_errors=True)
    for earlier in models.glob(f"{family}*"):
        if earlier != folder:
            shutil.rmtree(earlier, ignore_errors=True)
    return adapted


def _key(base: Base, texts: Sequence[str], seed: int, recipe: AdaptRecipe) -> str:
    digest = hashlib.sha256(json.dumps([base.hash, seed, asdict(recipe)], sort_keys=True).encode())
    for text in texts:
        digest.update(json.dumps(text).encode())
    return digest.hexdigest()


def _whole(folder: Path) -> bool:
    """Whether an adapted base is there and undamaged; one that is not is made again."""
    try:
        return read_manifest(folder).kind == "base"
    except NluError:
        return False


def _save(network: torch.nn.Module, base: Base, adapted: Base) -> None:
    """A folder such as the base's own: whatever was in that, with other weights."""
    with new_folder(adapted.folder) as temporary:
        for path in base.folder.iterdir():
            if (
                path.name not in WEIGHTS
                and not path.name.startswith(("model-", "."))
                and path.suffix in (".json", ".txt", ".model")
            ):
                shutil.copyfile(path, temporary / path.name)
        if not (temporary / TOKENIZER_FILE).is_file():
            (temporary / TOKENIZER_FILE).write_text(load_tokenizer_json(replace(base, prefix="")), encoding="utf-8")
        saved: Any = network
        saved.save_pretrained(temporary)
        write_manifest(
            temporary,
            Manifest(
                kind="base",
                version=adapted.folder.name,
                dimension=base.dimension,
                max_tokens=base.max_tokens,
                files=checksums(temporary),
                base=base.name,
                libraries=library_versions(),
            ),
        )


def _adapted(
    base: Base, texts: Sequence[str], seed: int, recipe: AdaptRecipe, checkpoints: Checkpoints, progress: Progress
) -> torch.nn.Module:
    tokenizer_json = load_tokenizer_json(base)
    mask, special = special_pieces(tokenizer_json)
    if mask is None:
        raise BaseModelError(f"the base {base.name} has no piece that hides a word ({' or '.join(MASKS)}); leave out --adapt")
    tokens = tokenise(tokenizer_json, texts, base.max_tokens)
    torch.manual_seed(seed)
    network = _WordTeller(load_network(base, recipe.dropout)).to(best_device())
    _Run(network, tokens, _Masking(mask, special, recipe.masked, seed), recipe, seed).go(checkpoints, progress)
    return network.body.cpu().eval()


class _WordTeller(torch.nn.Module):
    """A base that tells hidden words: its output, through a small head, against the words' own vectors, at the hidden places only."""

    def __init__(self, body: torch.nn.Module) -> None:
        super().__init__()
        self.body = body
        embeddings: Any = body
        self.words: torch.nn.Parameter = embeddings.get_input_embeddings().weight
        self.words.requires_grad_(False)
        width = int(embeddings.config.hidden_size)
        self.head = torch.nn.Sequential(
            torch.nn.Linear(width, self.words.shape[1]), torch.nn.GELU(), torch.nn.LayerNorm(self.words.shape[1])
        )
        self.bias = torch.nn.Parameter(torch.zeros(self.words.shape[0]))

    def forward(self, ids: torch.Tensor, attention_mask: torch.Tensor, hidden: torch.Tensor) -> torch.Tensor:
        """Logits of the words at the places `hidden` (bool, like ids), shape (places, pieces)."""
        output: Any = self.body(input_ids=ids, attention_mask=attention_mask)
        logits: torch.Tensor = self.head(output.last_hidden_state[hidden]) @ self.words.T + self.bias
        return logits


@dataclass(frozen=True, slots=True)
class _Masking:
    """Hides a share of the words of a batch: of those, eight in ten become the mask, one another word, and one stays (Devlin et al.)."""

    mask: int
    special: frozenset[int]
    share: float
    seed: int

    def hidden(self, ids: torch.Tensor, mask: torch.Tensor, step: int, pieces: int) -> tuple[torch.Tensor, torch.Tensor]:
        """(ids with words hidden, places), both like `ids`; at least one word of every text that has one."""
        random = np.random.default_rng((self.seed, step))
        words = mask.numpy().astype(bool) & ~np.isin(ids.numpy(), list(self.special))
        draws = np.where(words, random.random(words.shape), np.inf)
        chosen = (draws < self.share) | (words & (draws == draws.min(axis=1, keepdims=True)))
        fate = random.random(words.shape)
        found = ids.numpy().copy()
        found[chosen & (fate < 0.8)] = self.mask
        other = chosen & (fate >= 0.9)
        found[other] = random.integers(0, pieces, int(other.sum()))
        return torch.from_numpy(found), torch.from_numpy(chosen)


class _Run:
    """One adaptation: the state that its steps share."""

    def __init__(self, network: _WordTeller, tokens: Tokens, masking: _Masking, recipe: AdaptRecipe, seed: int) -> None:
        self.network, self.tokens, self.masking, self.recipe = network, tokens, masking, recipe
        self.device = network.bias.device
        self.batches = [batch for epoch in range(recipe.epochs) for batch in shuffled_batches(tokens, recipe.batch, seed, epoch)]
        learned = [item for item in network.body.parameters() if item.requires_grad]
        groups = [
            {"params": learned, "peak": recipe.rate},
            {"params": [*network.head.parameters(), network.bias], "peak": recipe.head_rate},
        ]
        self.optimiser = torch.optim.AdamW(groups, betas=recipe.betas, weight_decay=recipe.weight_decay, fused=True)
        self.seed = seed

    def go(self, checkpoints: Checkpoints, progress: Progress) -> None:
        state = checkpoints.load()
        if state is not None:
            self.network.load_state_dict(state.network)
            restore_optimiser(self.optimiser, state.optimiser)
        self.network.train()
        for step in range(state.epoch if state else 0, len(self.batches)):
            self._step(step)
            progress("adapting the base", step + 1, len(self.batches))
            if checkpoints.due() and step + 1 < len(self.batches):
                network = dict(self.network.state_dict())
                checkpoints.save(State(step + 1, step + 1, (), network, {}, optimiser_tensors(self.optimiser)))
        checkpoints.clear()

    def _step(self, step: int) -> None:
        torch.manual_seed(self.seed * 10_007 + step)  # dropout repeats, whether or not the run was interrupted
        for group in self.optimiser.param_groups:
            group["lr"] = group["peak"] * warm_up_cosine(step, len(self.batches), self.recipe.warm_up)
        plain, mask = padded(self.tokens, self.batches[step], torch.device("cpu"))
        ids, places = self.masking.hidden(plain, mask, step, len(self.network.words))
        if not places.any():
            return
        with precision(self.device):
            logits = self.network(ids.to(self.device), mask.to(self.device), places.to(self.device))
        loss = torch.nn.functional.cross_entropy(logits.float(), plain[places].to(self.device))
        take_step(self.optimiser, loss, self.network.parameters(), self.recipe.clip)
