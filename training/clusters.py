"""Groups of vectors that lie together, without being told how many: for finding intents in messages that nobody labelled.

Pure: vectors in, labels out, the same for the same input. In four steps:

1. Each vector is moved to the mean of its nearest neighbours, which pulls wordings of one thing together.
2. k-means makes many small groups, so that the next step does not grow with the square of the messages.
3. Ward's tree joins the small groups; it is cut at the fewest clusters whose silhouette (Rousseeuw 1987) comes near the best.
4. What lies far from its cluster or nearer to another one, and clusters that are small or loose, are left out as noise.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from nlu.result import Matrix, Vector
from training.progress import Progress, silent

Labels: TypeAlias = npt.NDArray[np.int64]
"""The cluster of each row, shape (rows,); -1 is noise."""

NOISE = -1
LARGEST_SAMPLE = 20_000
"""Rows that are clustered; where there are more, the others join the nearest cluster. Keeps time and memory linear."""
NEIGHBOURS = 15
MICRO_CLUSTERS = 1_000
SILHOUETTE_SAMPLE = 4_000
GOOD_ENOUGH = 0.95
"""Share of the best silhouette that a coarser cut must reach: the curve is flat at its top, and fewer intents are better read."""
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
    smoothed = _smoothed(sample, min(NEIGHBOURS, smallest))
    progress("clustering", 1, 3)
    found = _cut(sample, _tree(smoothed, seed), smallest, seed)
    progress("clustering", 2, 3)
    clustering = _assigned(vectors, _centroids(sample, found), smallest, None if len(sample) < len(vectors) else found)
    progress("clustering", 3, 3)
    return clustering


def _sample(count: int, seed: int) -> Labels:
    if count <= LARGEST_SAMPLE:
        return np.arange(count)
    return np.sort(np.random.default_rng(seed).choice(count, LARGEST_SAMPLE, replace=False))


def _smoothed(vectors: Matrix, neighbours: int) -> Matrix:
    """Each row replaced by the normalised mean of its nearest rows, itself included."""
    smoothed = np.empty_like(vectors)
    for start in range(0, len(vectors), 1024):
        similarity = vectors[start : start + 1024] @ vectors.T
        nearest = np.argpartition(-similarity, min(neighbours, len(vectors) - 1), axis=1)[:, :neighbours]
        smoothed[start : start + 1024] = vectors[nearest].mean(axis=1)
    return _normalised(smoothed)


@dataclass(frozen=True, slots=True, eq=False)
class _Tree:
    """Ward's tree over small groups; `group` is the small group of each row."""

    links: npt.NDArray[np.float64]
    group: Labels

    def cut(self, clusters: int) -> Labels:
        from scipy.cluster.hierarchy import fcluster

        return np.asarray(fcluster(self.links, clusters, "maxclust")[self.group] - 1, np.int64)


def _tree(vectors: Matrix, seed: int) -> _Tree:
    from scipy.cluster.hierarchy import linkage

    groups = min(MICRO_CLUSTERS, max(len(vectors) // 10, 1_000))
    if len(vectors) <= groups:
        return _Tree(linkage(vectors, "ward"), np.arange(len(vectors)))
    from sklearn.cluster import KMeans

    small = KMeans(groups, n_init=1, max_iter=15, random_state=seed).fit(vectors)
    return _Tree(linkage(small.cluster_centers_, "ward"), small.labels_.astype(np.int64))


def _cut(vectors: Matrix, tree: _Tree, smallest: int, seed: int) -> Labels:
    """The coarsest cut whose silhouette on the vectors as they are (not smoothed) is nearly the best of all cuts."""
    from sklearn.metrics import silhouette_score

    rows = np.sort(np.random.default_rng(seed).permutation(len(vectors))[:SILHOUETTE_SAMPLE])
    distances = np.clip(1 - vectors[rows] @ vectors[rows].T, 0, None)
    np.fill_diagonal(distances, 0)
    cuts = [tree.cut(clusters) for clusters in _sizes(len(vectors) // smallest)]
    usable = [cut for cut in cuts if 1 < len(set(cut[rows].tolist())) < len(rows)]
    if not usable:
        return np.zeros(len(vectors), np.int64)
    scores = [float(silhouette_score(distances, cut[rows], metric="precomputed")) for cut in usable]
    enough = max(scores) - (1 - GOOD_ENOUGH) * abs(max(scores))
    return next(cut for cut, score in zip(usable, scores, strict=True) if score >= enough)


def _sizes(most: int) -> Iterable[int]:
    """2, 3, 4, ... and then steps of about a tenth."""
    size = 2
    while size <= min(most, MOST_CLUSTERS):
        yield size
        size = max(size + 1, round(size * 1.1))


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
