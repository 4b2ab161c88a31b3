"""Intents from messages without labels: clusters of `firstline discover` against k-means, on the same vectors of the frozen base.

    python -m benchmarks.discover --train TRAIN.csv --test TEST.csv [--seed 0] [--json]

The labels of TRAIN.csv (text,intent) are hidden, then asked for: NMI and ARI (1 is perfect agreement) over all rows, each in the cluster
nearest to it, and over the rows that `discover` would accept. k-means is given the true number of intents, which nobody knows, and the
number that `discover` found. A classifier is trained on the accepted clusters, each named by the intent that most of its rows have, as a
person would name it; its accuracy is measured on TEST.csv, beside that of one trained on the true labels.
"""

import argparse
import json
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from nlu.result import Matrix
from retrieval.encoding import embed
from training.clusters import Labels, cluster
from training.discover import smallest_cluster
from training.examples import read_csv
from training.frozen import frozen_encoder
from training.linear_head import fit_head


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well clusters agree with the hidden intents. `share` of the rows are in a cluster; `found` of the intents name one."""

    method: str
    clusters: int
    nmi: float
    ari: float
    share: float
    found: int
    accuracy: float
    cpu_seconds: float


@dataclass(frozen=True, slots=True)
class Texts:
    """Vectors and the numbers of their hidden intents."""

    vectors: Matrix
    intents: Labels


def agreements(train: Texts, test: Texts, seed: int) -> tuple[Agreement, ...]:
    started = time.process_time()
    found = cluster(train.vectors, smallest=smallest_cluster(len(train.vectors)), seed=seed)
    seconds = time.process_time() - started
    true = len(np.unique(train.intents))
    return (
        _measured("discover, all rows", found.nearest, train, test, seconds),
        _measured("discover, accepted rows", found.labels, train, test, seconds),
        _timed(f"k-means, k = {true} (true)", lambda: _k_means(train.vectors, true, seed), train, test),
        _timed(f"k-means, k = {found.count}", lambda: _k_means(train.vectors, found.count, seed), train, test),
        _measured("the true labels", train.intents, train, test, 0.0),
    )


def _k_means(vectors: Matrix, clusters: int, seed: int) -> Labels:
    return np.asarray(KMeans(clusters, n_init=1, random_state=seed).fit_predict(vectors), np.int64)


def _timed(method: str, clustered: Callable[[], Labels], train: Texts, test: Texts) -> Agreement:
    started = time.process_time()
    labels = clustered()
    return _measured(method, labels, train, test, time.process_time() - started)


def _measured(method: str, labels: Labels, train: Texts, test: Texts, seconds: float) -> Agreement:
    kept = labels >= 0
    names = _named(labels[kept], train.intents[kept])
    return Agreement(
        method,
        len(np.unique(labels[kept])),
        float(normalized_mutual_info_score(train.intents[kept], labels[kept])),
        float(adjusted_rand_score(train.intents[kept], labels[kept])),
        float(kept.mean()),
        len(np.unique(names)),
        _accuracy(train.vectors[kept], names, test),
        round(seconds, 1),
    )


def _named(labels: Labels, intents: Labels) -> Labels:
    """The commonest intent of each row's cluster."""
    names = {label: Counter(intents[labels == label].tolist()).most_common(1)[0][0] for label in np.unique(labels)}
    return np.array([names[label] for label in labels], np.int64)


def _accuracy(vectors: Matrix, names: Labels, test: Texts) -> float:
    known, rows = np.unique(names, return_inverse=True)
    told = known[fit_head(vectors, rows.astype(np.int64), len(known)).logits(test.vectors).argmax(axis=1)]
    return float((told == test.intents).mean())


def read(train: Path, test: Path) -> tuple[Texts, Texts]:
    rows = [read_csv(train), read_csv(test)]
    numbers = {intent: number for number, intent in enumerate(sorted({row.intent for part in rows for row in part}))}
    with tempfile.TemporaryDirectory() as folder:
        encoder = frozen_encoder(Path(folder))
        vectors = [embed(encoder, [row.text for row in part]) for part in rows]
    intents = [np.array([numbers[row.intent] for row in part], np.int64) for part in rows]
    return Texts(vectors[0], intents[0]), Texts(vectors[1], intents[1])


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=Path, required=True, help="text,intent rows whose labels are hidden")
    parser.add_argument("--test", type=Path, required=True, help="text,intent rows for the classifier's accuracy")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    options = parser.parse_args(arguments)
    found = agreements(*read(options.train, options.test), options.seed)
    if options.json:
        print(json.dumps({"agreements": [asdict(item) for item in found]}))
        return
    for item in found:
        print(_line(item))


def _line(item: Agreement) -> str:
    return (
        f"{item.method:26} {item.clusters:4} clusters, {item.share:.1%} of the rows, {item.found} intents: NMI {item.nmi:.3f} ARI {item.ari:.3f}, "
        f"classifier {item.accuracy:.1%}, {item.cpu_seconds:.0f} CPU s"
    )


if __name__ == "__main__":
    main()
