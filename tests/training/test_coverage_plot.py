from pathlib import Path

import numpy as np

from training.bounds import coverage_curve, operating_point
from training.coverage_plot import write_coverage_plot


def test_the_plot_names_its_curves_and_the_limit(tmp_path: Path) -> None:
    confidences, right = np.linspace(0.5, 1, 40), np.arange(40) > 4
    curve = coverage_curve(confidences, right, confidence=0.95)
    path = tmp_path / "coverage.svg"
    write_coverage_plot(path, {"test.csv": curve}, operating_point(confidences, right, 0.8, confidence=0.95), 0.02)
    drawn = path.read_text()
    assert "test.csv" in drawn
    assert "limit: 2 %" in drawn
