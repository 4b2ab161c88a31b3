"""What a stopped training run needs to go on: written whole or not at all, after an epoch."""

import contextlib
import json
import time
from dataclasses import dataclass, field
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

FILE = "checkpoint.safetensors"


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """After `epoch` epochs: the network now, the best so far, and the optimiser. `history` holds validation (accuracy, loss) pairs,
    `rest` whatever else the next epoch goes by."""

    epoch: int
    best_epoch: int
    history: tuple[tuple[float, float], ...]
    network: dict[str, torch.Tensor]
    best: dict[str, torch.Tensor]
    optimiser: dict[str, torch.Tensor]
    rest: dict[str, torch.Tensor] = field(default_factory=dict)


class Checkpoints:
    """Keeps the newest state of a run in `folder`; `every` seconds at most, since a state is four times the size of the base."""

    def __init__(self, folder: Path, identity: str, every: float) -> None:
        """`identity` names everything that decides the run: a state of another run is not taken up."""
        self._path = folder / FILE
        self._identity = identity
        self._every = every
        self._saved = time.monotonic()

    def due(self) -> bool:
        return time.monotonic() - self._saved >= self._every

    def save(self, state: State) -> None:
        parts = {"network": state.network, "best": state.best, "optimiser": state.optimiser, "rest": state.rest}
        # Copies: safetensors refuses tensors that share memory, which the best and the present network may.
        tensors = {f"{part}/{name}": tensor.detach().cpu().clone() for part, held in parts.items() for name, tensor in held.items()}
        about = {"identity": self._identity, "epoch": state.epoch, "best_epoch": state.best_epoch, "history": state.history}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self._path.with_suffix(".tmp")
        try:
            save_file(tensors, temporary, metadata={"about": json.dumps(about)})
            temporary.replace(self._path)
        finally:
            temporary.unlink(missing_ok=True)
        self._saved = time.monotonic()

    def load(self) -> State | None:
        """The newest state of this very run; None where there is none that can be read."""
        with contextlib.suppress(SafetensorError, FileNotFoundError, KeyError, TypeError, ValueError):
            return self._read()
        return None

    def clear(self) -> None:
        self._path.unlink(missing_ok=True)

    def _read(self) -> State | None:
        with safe_open(self._path, framework="pt") as file:
            about = json.loads(file.metadata()["about"])
            if about["identity"] != self._identity:
                return None
            parts: dict[str, dict[str, torch.Tensor]] = {name: {} for name in ("network", "best", "optimiser", "rest")}
            for key in file.keys():  # noqa: SIM118  # safe_open is no mapping
                part, name = key.split("/", 1)
                parts[part][name] = file.get_tensor(key)
        history = tuple((float(a), float(b)) for a, b in about["history"])
        return State(int(about["epoch"]), int(about["best_epoch"]), history, **parts)


def optimiser_tensors(optimiser: torch.optim.Optimizer) -> dict[str, torch.Tensor]:
    """The state of an optimiser by "parameter/name", for `State.optimiser`."""
    state = optimiser.state_dict()["state"]
    return {f"{number}/{name}": tensor for number, held in state.items() for name, tensor in held.items()}


def restore_optimiser(optimiser: torch.optim.Optimizer, tensors: dict[str, torch.Tensor]) -> None:
    """Put back what `optimiser_tensors` gave."""
    whole = optimiser.state_dict()
    state: dict[int, dict[str, torch.Tensor]] = {}
    for key, tensor in tensors.items():
        number, name = key.split("/")
        state.setdefault(int(number), {})[name] = tensor
    optimiser.load_state_dict(whole | {"state": state})
