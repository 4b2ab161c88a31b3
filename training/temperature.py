"""Temperature scaling: one number that makes the confidences honest (Guo et al. 2017, "On Calibration of Modern Neural Networks")."""

import numpy as np
from scipy.optimize import minimize_scalar

from nlu.result import Matrix
from training.linear_head import Targets

LOWEST, HIGHEST = 0.05, 20.0
PRIOR_WEIGHT = 2.0
"""Pulls towards the prior like a handful of texts would: fifty texts outvote it, five do not."""


def fit_temperature(logits: Matrix, targets: Targets, prior: float = 1.0) -> float:
    """The temperature that minimises the negative log-likelihood of `targets` under softmax(logits / temperature).

    `prior` is where it stays when there is next to nothing to fit on.
    """
    scores = logits.astype(np.float64)
    rows = np.arange(len(targets))

    def loss(log_temperature: float) -> float:
        scaled = scores / np.exp(log_temperature)
        highest = scaled.max(axis=1, initial=-np.inf)
        normaliser = highest + np.log(np.exp(scaled - highest[:, None]).sum(axis=1))
        return float((normaliser - scaled[rows, targets]).sum() + PRIOR_WEIGHT * (log_temperature - np.log(prior)) ** 2)

    found = minimize_scalar(loss, bounds=(np.log(LOWEST), np.log(HIGHEST)), method="bounded", options={"xatol": 1e-4})
    return float(np.exp(found.x))
