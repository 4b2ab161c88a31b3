"""Pictures of an evaluation: confusion matrix, reliability diagram, confidence histogram."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

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
    """Counts by true intent and told intent. Mistakes are few, so the colours run to the largest mistake, and what is right is grey."""
    names = shown_intents(scored)
    counts = _counts(scored, names)
    wrong = counts - np.diag(np.diag(counts))
    axes.imshow(np.ma.masked_equal(wrong, 0), cmap="Reds", vmin=0, vmax=max(1.0, wrong.max()))
    axes.imshow(np.ma.masked_equal(np.diag(np.diag(counts)), 0), cmap="Greys", vmin=0, vmax=4 * max(1.0, counts.max()))
    for row, column in np.argwhere(counts):
        dark = row != column and wrong[row, column] > 0.6 * wrong.max()
        axes.text(
            column, row, f"{counts[row, column]:.0f}", ha="center", va="center", fontsize=6, color="white" if dark else "black"
        )
    axes.set_xticks(range(len(names)), names, rotation=90, fontsize=7)
    axes.set_yticks(range(len(names)), names, fontsize=7)
    axes.set_xticks(np.arange(len(names)) - 0.5, minor=True)
    axes.set_yticks(np.arange(len(names)) - 0.5, minor=True)
    axes.grid(which="minor", color="0.93", linewidth=0.5)
    axes.tick_params(which="minor", length=0)
    axes.set_xlabel("told")
    axes.set_ylabel("true intent")
    every = len(set(scored.truth) | {result.intent for result in scored.results})
    shown = "" if len(names) == every else f"\nthe {len(names)} of {every} intents that are mixed up most"
    axes.set_title(f"{scored.evaluation.accuracy:.1%} of {scored.evaluation.examples} told right{shown}")


def _counts(scored: Scored, names: list[str]) -> npt.NDArray[np.float64]:
    """Shape (names, names): how often the first, true, was told as the second."""
    rows = {name: row for row, name in enumerate(names)}
    counts = np.zeros((len(names), len(names)))
    for truth, result in zip(scored.truth, scored.results, strict=True):
        told = result.intent or ""
        if truth in rows and told in rows:
            counts[rows[truth], rows[told]] += 1
    return counts


def _reliability(scored: Scored, axes: "Axes") -> None:
    """Share told right by confidence, with 95 % intervals; below, how many texts each point stands for."""
    right = [truth == result.intent for truth, result in zip(scored.truth, scored.results, strict=True)]
    bins = reliability([result.confidence for result in scored.results], right)
    sure, correct, counts = (np.array(column) for column in zip(*bins, strict=True))
    counts = np.round(counts * len(right))
    low, high = _wilson(correct, counts)
    axes.plot([0, 1], [0, 1], color="0.6", linewidth=1, label="as sure as it should be")
    axes.errorbar(sure, correct, yerr=[correct - low, high - correct], fmt="o", capsize=2, label="share told right, 95 % interval")
    for place, count in zip(sure, counts, strict=True):
        axes.text(place, 0.01, f"{count:.0f}", ha="center", fontsize=6, color="0.4", transform=axes.get_xaxis_transform())
    axes.set_xlim(0, 1.02)
    axes.set_ylim(0, 1.02)
    axes.set_xlabel("confidence (small: number of texts)")
    axes.set_ylabel("share told right")
    axes.legend(loc="upper left", fontsize=8)
    axes.set_title(f"Expected calibration error {scored.evaluation.ece:.3f}")


def _wilson(
    share: npt.NDArray[np.float64], count: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """The interval that holds the true share with 95 % confidence (Wilson 1927)."""
    z = 1.96
    middle = (share + z**2 / (2 * count)) / (1 + z**2 / count)
    half = z / (1 + z**2 / count) * np.sqrt(share * (1 - share) / count + z**2 / (4 * count**2))
    return np.minimum(middle - half, share), np.maximum(middle + half, share)


def _confidence(scored: Scored, axes: "Axes") -> None:
    """One outline each, not one on the other: on a logarithmic axis stacked bars mislead."""
    pairs = list(zip(scored.truth, scored.results, strict=True))
    groups = {
        "told right": ([result.confidence for truth, result in pairs if truth == result.intent], "tab:blue"),
        "told wrong": ([result.confidence for truth, result in pairs if truth != result.intent], "tab:red"),
        "out of scope": ([result.confidence for result in scored.out_of_scope], "tab:green"),
    }
    for name, (values, colour) in groups.items():
        if values:
            axes.hist(
                values,
                bins=20,
                range=(0, 1),
                histtype="stepfilled",
                alpha=0.25,
                edgecolor=colour,
                color=colour,
                label=f"{name} ({len(values)})",
            )
    axes.set_yscale("log")
    axes.set_xlabel("confidence of the first intent")
    axes.set_ylabel("texts")
    axes.legend()
