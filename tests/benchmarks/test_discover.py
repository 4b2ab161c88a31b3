import numpy as np

from benchmarks.discover import Texts, agreements
from tests.training.test_clusters import blobs


def test_clusters_that_are_the_intents_agree_and_teach_a_classifier() -> None:
    train = Texts(blobs([20, 15, 10]), np.repeat(np.arange(3), [20, 15, 10]))
    test = Texts(blobs([4, 4, 4], spread=0.1), np.repeat(np.arange(3), 4))
    everything, accepted, *k_means, truth = agreements(train, test, seed=0)
    assert (everything.clusters, everything.nmi, everything.ari, everything.share) == (3, 1.0, 1.0, 1.0)
    assert (accepted.found, accepted.accuracy) == (3, 1.0)
    assert [item.clusters for item in k_means] == [3, 3]
    assert (truth.ari, truth.accuracy) == (1.0, 1.0)
