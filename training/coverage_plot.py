"""Coverage against risk as a picture: how much is answered, and how much of that is wrong."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from training.bounds import OperatingPoint


def write_coverage_plot(path: Path, curves: Mapping[str, Sequence[OperatingPoint]], chosen: OperatingPoint, risk: float) -> None:
    """`path` ends in .svg or .png. `curves` are named and drawn as lines; `chosen` is the point in use, `risk` the limit that was set."""
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with matplotlib.rc_context({"svg.hashsalt": "firstline", "svg.fonttype": "none"}):
        figure = Figure(figsize=(7, 4), layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        for name, points in curves.items():
            axes.plot([100 * point.coverage for point in points], [100 * point.risk for point in points], label=name)
        axes.axhline(100 * risk, color="grey", linewidth=1, linestyle="--", label=f"limit: {100 * risk:g} %")
        axes.scatter([100 * chosen.coverage], [100 * chosen.risk], color="black", zorder=3, label="the threshold in use")
        axes.set_xlim(0, 100)
        axes.set_ylim(0, max(4 * 100 * risk, 1))
        axes.set_xlabel("messages answered automatically, %")
        axes.set_ylabel("of those answered wrongly, %")
        axes.legend()
        figure.savefig(path, dpi=130, metadata={"Date": None} if path.suffix == ".svg" else None)
