"""Groups of vectors that lie together, without being told how many: for finding intents in messages that nobody labelled.

Pure: vectors in, labels out, the same for the same input. In three steps:

1. Each row is joined with its nearest neighbours, by their cosine: a graph.
2. The Leiden algorithm (Traag et al. 2019, arXiv 1810.08473) finds communities in it, at finer and finer resolution; taken is the coarsest
   whose silhouette (Rousseeuw 1987) comes near the best.
3. What lies far from its cluster or nearer to another one, and clusters that are small or loose, are left out as noise.

docs/adr/008 says what else was tried. Figures: benchmarks/discover.py.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from dialogs.progress import Progress, silent
from nlu.result import Matrix, Vector

Labels: TypeAlias = npt.NDArray[np.int64]
"""The cluster of each row, shape (rows,); -1 is noise."""

NOISE = -1
LARGEST_SAMPLE = 5_000
"""Rows that are clustered; where there are more, the others join the nearest cluster. In a denser graph ten neighbours lie within one
wording of an intent: all 10,003 questions of Banking77 fell into 337 clusters, 5,000 of them fall into about a hundred."""
NEIGHBOURS = 10
COARSEST, FINEST, STEP = 1.0, 100.0, 1.5
"""Resolutions of the modularity that are tried: each half as fine again as the one before."""
ROUNDS = 2
FAINTEST = 1e-3
"""Cosines below are none in the graph's eyes, which takes positive weights only."""
SILHOUETTE_SAMPLE = 4_000
GOOD_ENOUGH = 0.95
"""Share of the best silhouette that a coarser clustering must reach: the curve is flat at its top, and fewer intents are better read."""
MOST_CLUSTERS = 400


@dataclass(frozen=True, slots=True, eq=False)
class Clustering:
    """`labels` without noise is a row's cluster before anything was left out: `nearest`. `centroids` are L2-normalised, row n of
    cluster n. `closeness` is the cosine of each row to its centroid. `sampled` is how many rows the clusters were found on."""

    labels: Labels
    nearest: Labels
    centroids: Matrix
    closeness: Vector
    sampled: int

    @property
    def count(self) -> int:
        return len(self.centroids)


def cluster(vectors: Matrix, *, smallest: int, seed: int = 0, progress: Progress = silent) -> Clustering:
    """Clusters of at least `smallest` rows. Fewer than twice as many rows are all noise: there is nothing to tell apart."""
    if len(vectors) < 2 * smallest or len(vectors) < 4:
        nothing = np.full(len(vectors), NOISE)
        return Clustering(nothing, nothing, vectors[:0], np.zeros(len(vectors), np.float32), len(vectors))
    sample = vectors[_sample(len(vectors), seed)]
    progress("clustering", 0, 3)
    edges = _edges(sample, min(NEIGHBOURS, len(sample) - 1))
    progress("clustering", 1, 3)
    found = _communities(sample, edges, len(sample) // smallest, seed)
    progress("clustering", 2, 3)
    clustering = _assigned(vectors, _centroids(sample, found), smallest, None if len(sample) < len(vectors) else found)
    progress("clustering", 3, 3)
    return clustering


def _sample(count: int, seed: int) -> Labels:
    if count <= LARGEST_SAMPLE:
        return np.arange(count)
    return np.sort(np.random.default_rng(seed).choice(count, LARGEST_SAMPLE, replace=False))


def _edges(vectors: Matrix, neighbours: int) -> list[tuple[str, str, float]]:
    """Each row with its nearest rows and their cosine; a pair that are each other's neighbours counts once."""
    pairs: dict[tuple[int, int], float] = {}
    for start in range(0, len(vectors), 1024):
        similarity = vectors[start : start + 1024] @ vectors.T
        own = np.arange(start, start + len(similarity))
        similarity[np.arange(len(own)), own] = -np.inf
        nearest = np.argpartition(-similarity, neighbours - 1, axis=1)[:, :neighbours]
        cosines = np.take_along_axis(similarity, nearest, axis=1)
        for row, near, close in zip(own.tolist(), nearest.tolist(), cosines.tolist(), strict=True):
            pairs |= {(min(row, other), max(row, other)): max(cosine, FAINTEST) for other, cosine in zip(near, close, strict=True)}
    return [(str(one), str(other), cosine) for (one, other), cosine in pairs.items()]


def _communities(vectors: Matrix, edges: Sequence[tuple[str, str, float]], most: int, seed: int) -> Labels:
    """The coarsest communities whose silhouette is nearly the best of all resolutions; one where they are never apart."""
    rows = np.sort(np.random.default_rng(seed).permutation(len(vectors))[:SILHOUETTE_SAMPLE])
    distances = np.clip(1 - vectors[rows] @ vectors[rows].T, 0, None)
    np.fill_diagonal(distances, 0)
    tried = [(labels, _silhouette(distances, labels[rows])) for labels in _by_resolution(edges, len(vectors), most, seed)]
    best = max((score for _, score in tried), default=0.0)
    if best <= 0:
        return np.zeros(len(vectors), np.int64)
    return next(labels for labels, score in tried if score >= GOOD_ENOUGH * best)


def _silhouette(distances: Matrix, labels: Labels) -> float:
    from sklearn.metrics import silhouette_score

    return float(silhouette_score(distances, labels, metric="precomputed")) if 1 < len(np.unique(labels)) < len(labels) else 0.0


def _by_resolution(edges: Sequence[tuple[str, str, float]], count: int, most: int, seed: int) -> Iterator[Labels]:
    """Ever more communities, `most` of them at most."""
    from graspologic_native import leiden

    resolution = COARSEST
    while resolution <= FINEST:
        _, found = leiden(edges, resolution=resolution, iterations=ROUNDS, seed=seed)
        labels = np.array([found[str(row)] for row in range(count)], np.int64)
        if labels.max() >= min(most, MOST_CLUSTERS):
            break
        yield labels
        resolution *= STEP


def _assigned(vectors: Matrix, centroids: Matrix, smallest: int, found: Labels | None) -> Clustering:
    similarity = vectors @ centroids.T
    nearest = np.asarray(similarity.argmax(axis=1), np.int64) if found is None else found
    rows = np.arange(len(vectors))
    own = similarity[rows, nearest]
    labels = np.where(_belongs(similarity, nearest, own), nearest, NOISE)
    loose = _loose(vectors, labels, own, len(centroids), smallest)
    labels[np.isin(labels, loose)] = NOISE
    return _renumbered(
        Clustering(labels, nearest, centroids, own.astype(np.float32), len(vectors) if found is not None else LARGEST_SAMPLE)
    )


def _belongs(similarity: Matrix, nearest: Labels, own: Vector) -> npt.NDArray[np.bool_]:
    """Rows that no other centroid is nearer to, and that are not outliers of their cluster (3 robust standard deviations)."""
    belongs = own >= similarity.max(axis=1) - 1e-6
    for label in range(similarity.shape[1]):
        members = own[nearest == label]
        if len(members):
            middle = np.median(members)
            spread = 1.4826 * np.median(np.abs(members - middle))
            belongs &= (nearest != label) | (own >= middle - 3 * max(spread, 0.02))
    return np.asarray(belongs)


def _loose(vectors: Matrix, labels: Labels, own: Vector, count: int, smallest: int) -> Labels:
    """Clusters that are too small, or hardly closer together than all messages are: half-way to the typical cluster is the limit."""
    everything = float((vectors @ _normalised(vectors.mean(axis=0, keepdims=True))[0]).mean())
    sizes = np.bincount(labels[labels >= 0], minlength=count)
    tightness = np.array([own[labels == label].mean() if sizes[label] else 0.0 for label in range(count)])
    limit = (everything + float(np.median(tightness[sizes >= smallest]))) / 2 if (sizes >= smallest).any() else 1.0
    return np.flatnonzero((sizes < smallest) | (tightness < limit))


def _renumbered(clustering: Clustering) -> Clustering:
    """Kept clusters first, largest first; the dropped ones keep a number for `nearest` only."""
    sizes = np.bincount(clustering.labels[clustering.labels >= 0], minlength=clustering.count)
    order = np.argsort(-sizes, kind="stable")
    new = np.empty(clustering.count, np.int64)
    new[order] = np.arange(clustering.count)
    labels = np.where(clustering.labels >= 0, new[clustering.labels], NOISE)
    return Clustering(labels, new[clustering.nearest], clustering.centroids[order], clustering.closeness, clustering.sampled)


def _centroids(vectors: Matrix, labels: Labels) -> Matrix:
    sums = np.zeros((int(labels.max()) + 1, vectors.shape[1]), np.float32)
    np.add.at(sums, labels, vectors)
    return _normalised(sums)


def _normalised(vectors: Matrix) -> Matrix:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12), np.float32)
