"""How long to tune and how fast: the recipe's numbers, and what the size of the data makes of them."""

import math
from dataclasses import dataclass, replace
from enum import StrEnum


class AdapterKind(StrEnum):
    LORA = "lora"
    ADALORA = "adalora"


@dataclass(frozen=True, slots=True)
class Adapter:
    """See `training.adapters`. `rate` takes the place of the layers' learning rate: what starts from nothing must learn faster."""

    kind: AdapterKind
    rank: int
    rate: float = 1e-3


FEW_TRUNK = 0.5
"""Share of the layers that rest where examples are gone through more often: with all of them the example shop takes a third longer from its
log to an answer (docs/adr/023-the-harder-half.md)."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What was found best on validation splits of public intent data; docs/training.md says how each number was arrived at."""

    trunk: float = 0.0
    """Share of the base's layers, from below, that stays as it is (`training.branches`)."""
    epochs: int = 7
    batch: int = 32
    encoder_rate: float = 1e-4
    head_rate: float = 2e-3
    betas: tuple[float, float] = (0.9, 0.98)
    weight_decay: float = 0.01
    warm_up: float = 0.1
    smoothing: float = 0.1
    teacher_weight: float = 0.5
    """Of a teacher in the targets, beside the labels; by default nobody teaches."""
    hidden: float = 0.2
    """Chance of each word to be hidden (`training.hidden_words`), in a share `hidden_in` of the texts."""
    hidden_in: float = 0.5
    clip: float = 1.0
    dropout: float = 0.1
    fewest_steps: int = 150
    """Few examples are gone through more often, until there were this many steps, but at most `most_epochs` times."""
    most_epochs: int = 20
    patience: int = 3
    """Epochs without a better validation result before it stops."""
    whole: int = 2
    """Epochs in which every example is seen. Later ones see `harder` of them (`training.hard_examples`), unless examples are few."""
    harder: float = 0.5
    adapter: Adapter | None = None

    @property
    def layers_rate(self) -> float:
        return self.adapter.rate if self.adapter else self.encoder_rate

    def for_examples(self, count: int) -> "Recipe":
        """With the upper half of the layers where examples are gone through more often: they don't pay for tuning the lower one."""
        return replace(self, trunk=max(self.trunk, FEW_TRUNK)) if self.repeats(count) else self

    def repeats(self, examples: int) -> bool:
        """Whether examples are so few that they are gone through more often than `epochs`."""
        return self.epochs_for(examples) > self.epochs

    def epochs_for(self, examples: int) -> int:
        return min(self.most_epochs, max(self.epochs, math.ceil(self.fewest_steps / math.ceil(examples / self.batch))))

    def seen_in(self, epoch: int, examples: int) -> int:
        """How many examples this epoch, from 0, goes through."""
        every = epoch < self.whole or self.repeats(examples)
        return examples if every else max(1, round(self.harder * examples))

    def steps(self, examples: int, epochs: int | None = None) -> int:
        """Batches of the first so many epochs; by default of all."""
        count = self.epochs_for(examples) if epochs is None else epochs
        return sum(math.ceil(self.seen_in(epoch, examples) / self.batch) for epoch in range(count))


@dataclass(frozen=True, slots=True)
class ContrastRecipe:
    """The numbers of `training.contrast`: a batch holds `each` texts of `classes` intents."""

    trunk: float = 0.5
    epochs: float = 16.0
    """Times that each example is seen, on average, each time with other words hidden."""
    hidden: float = 0.15
    """Chance of each word to be hidden (`training.hidden_words`), in every text."""
    fewest_steps: int = 20
    classes: int = 16
    each: int = 4
    temperature: float = 0.1
    jitter: float = 0.1
    """Noise on the cosines that make neighbours, so that a class does not always meet the same ones."""
    rate: float = 1e-4
    betas: tuple[float, float] = (0.9, 0.98)
    weight_decay: float = 0.01
    warm_up: float = 0.1
    clip: float = 1.0
    dropout: float = 0.1
    adapter: Adapter | None = None

    @property
    def layers_rate(self) -> float:
        return self.adapter.rate if self.adapter else self.rate

    def steps_for(self, examples: int) -> int:
        return max(self.fewest_steps, math.ceil(self.epochs * examples / (self.classes * self.each)))


@dataclass(frozen=True, slots=True)
class AdaptRecipe:
    """The numbers of `training.adapt`. Of more than `most` texts the last are read."""

    most: int = 20_000
    epochs: int = 1
    batch: int = 32
    rate: float = 1e-5
    head_rate: float = 5e-4
    masked: float = 0.15
    betas: tuple[float, float] = (0.9, 0.98)
    weight_decay: float = 0.01
    warm_up: float = 0.1
    clip: float = 1.0
    dropout: float = 0.1


def warm_up_cosine(step: int, total: int, warm_up: float) -> float:
    """The share of the learning rate at `step`: up in a line over the first `warm_up` of the steps, then half a cosine down to 0."""
    first = max(1, round(warm_up * total))
    if step < first:
        return (step + 1) / first
    return 0.5 * (1.0 + math.cos(math.pi * (step - first) / max(1, total - first)))
