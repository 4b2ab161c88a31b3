"""Pictures of an evaluation: confusion matrix, reliability diagram, confidence histogram."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from training.evaluate import Scored
from training.metrics import reliability

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_INTENTS = 40
"""More rows than this can't be read: the intents that are mixed up most are shown."""


def write_plots(scored: Scored, folder: Path) -> tuple[Path, ...]:
    """Write confusion.png, reliability.png and confidence.png into `folder`; gives their paths."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, draw, size in (
        ("confusion", _confusion, (12, 11)),
        ("reliability", _reliability, (6, 6)),
        ("confidence", _confidence, (8, 5)),
    ):
        figure = Figure(figsize=size, layout="constrained")
        FigureCanvasAgg(figure)
        draw(scored, figure.add_subplot())
        paths.append(folder / f"{name}.png")
        figure.savefig(paths[-1], dpi=110)
    return tuple(paths)


def shown_intents(scored: Scored) -> list[str]:
    """All intents where they fit, else those with the most mix-ups, by name."""
    told = [result.intent or "" for result in scored.results]
    names = sorted(set(scored.truth) | set(told))
    if len(names) <= MOST_INTENTS:
        return names
    mixed: Counter[str] = Counter()
    for truth, guess in zip(scored.truth, told, strict=True):
        if truth != guess:
            mixed.update((truth, guess))
    return sorted(name for name, _ in mixed.most_common(MOST_INTENTS))


def _confusion(scored: Scored, axes: "Axes") -> None:
    names = shown_intents(scored)
    rows = {name: row for row, name in enumerate(names)}
    counts = np.zeros((len(names), len(names)))
    for truth, result in zip(scored.truth, scored.results, strict=True):
        if truth in rows and result.intent in rows:
            counts[rows[truth], rows[result.intent or ""]] += 1
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(names)), names, rotation=90, fontsize=7)
    axes.set_yticks(range(len(names)), names, fontsize=7)
    axes.set_xlabel("told")
    axes.set_ylabel("true intent")
    every = "" if len(names) <= MOST_INTENTS else f", the {len(names)} most mixed up"
    axes.set_title(f"Intents{every}: {scored.evaluation.accuracy:.1%} of {scored.evaluation.examples} told right")


def _reliability(scored: Scored, axes: "Axes") -> None:
    right = [truth == result.intent for truth, result in zip(scored.truth, scored.results, strict=True)]
    bins = reliability([result.confidence for result in scored.results], right)
    axes.plot([0, 1], [0, 1], color="grey", linewidth=1)
    sizes = [20 + 600 * share for _, _, share in bins]
    axes.scatter([sure for sure, _, _ in bins], [correct for _, correct, _ in bins], s=sizes, alpha=0.6)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.set_xlabel("confidence")
    axes.set_ylabel("share told right")
    axes.set_title(f"Expected calibration error {scored.evaluation.ece:.3f}")


def _confidence(scored: Scored, axes: "Axes") -> None:
    pairs = list(zip(scored.truth, scored.results, strict=True))
    groups = {
        "right": [result.confidence for truth, result in pairs if truth == result.intent],
        "wrong": [result.confidence for truth, result in pairs if truth != result.intent],
        "out of scope": [result.confidence for result in scored.out_of_scope],
    }
    shown = {name: values for name, values in groups.items() if values}
    axes.hist(list(shown.values()), bins=20, range=(0, 1), label=list(shown), stacked=True)
    axes.set_yscale("log")
    axes.set_xlabel("confidence of the first intent")
    axes.set_ylabel("texts")
    axes.legend()
