import numpy as np
import pytest

from nlu.result import Matrix
from training.linear_head import Always, Targets, fit_head, out_of_fold_logits, outside_weight, prototype_head


def clusters(classes: int, each: int = 30, noise: float = 0.3) -> tuple[Matrix, Targets]:
    random = np.random.default_rng(1)
    targets = np.repeat(np.arange(classes), each)
    vectors = np.eye(16)[targets] + random.normal(0, noise, (len(targets), 16))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32), targets.astype(np.int64)


@pytest.mark.parametrize("classes", [2, 3, 9])
def test_tells_clusters_apart(classes: int) -> None:
    vectors, targets = clusters(classes)
    head = fit_head(vectors, targets, classes)
    assert head.weight.shape == (classes, 16)
    assert (head.logits(vectors).argmax(axis=1) == targets).mean() > 0.99


def test_is_the_minimum_of_the_regularised_likelihood() -> None:
    """Against scikit-learn's solver of the same problem."""
    from sklearn.linear_model import LogisticRegression

    vectors, targets = clusters(3, noise=0.5)
    reference = LogisticRegression(C=30.0, tol=1e-8, max_iter=5000).fit(vectors.astype(np.float64), targets)
    head = fit_head(vectors, targets, 3)
    assert np.abs(head.weight - reference.coef_).max() < 0.02


def test_the_same_twice() -> None:
    vectors, targets = clusters(4)
    assert (fit_head(vectors, targets, 4).weight == fit_head(vectors, targets, 4).weight).all()


def test_prototypes_are_the_directions_of_the_class_means() -> None:
    vectors = np.array([[1, 0], [0.6, 0.8], [0, 1]], np.float32)
    head = prototype_head(vectors, np.array([0, 0, 1]), 2)
    assert head.weight[0].tolist() == pytest.approx((16 * np.array([1.6, 0.8]) / np.hypot(1.6, 0.8)).tolist())
    assert head.weight[1].tolist() == pytest.approx([0.0, 16.0])


def test_out_of_fold_logits_come_from_heads_that_did_not_see_the_row() -> None:
    vectors, _ = clusters(2, each=40, noise=5.0)
    labels = np.random.default_rng(5).integers(0, 2, len(vectors))  # labels without any reason: nothing to learn but by heart
    inside = (fit_head(vectors, labels, 2).logits(vectors).argmax(axis=1) == labels).mean()
    outside = (out_of_fold_logits(vectors, labels, 2, 0).logits.argmax(axis=1) == labels).mean()
    assert inside > 0.65 > outside


def test_a_class_with_one_row_is_never_told_out_of_fold() -> None:
    vectors, targets = clusters(3, each=10)
    targets = np.append(targets, 3).astype(np.int64)
    vectors = np.concatenate([vectors, vectors[:1]])
    logits = out_of_fold_logits(vectors, targets, 4, 0).logits
    assert np.isfinite(logits).all()
    assert logits[-1].argmax() != 3
    assert logits[-1, 3] == logits[-1].min()


def test_logits_that_would_not_fit_in_memory_are_those_of_a_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.linear_head.LARGEST_LOGITS", 16 * 50)
    vectors, targets = clusters(16, each=10, noise=0.1)
    outside = out_of_fold_logits(vectors, targets, 16, 0)
    assert outside.logits.shape == (50, 16)
    assert sorted(set(outside.rows.tolist())) == outside.rows.tolist()
    assert (outside.logits.argmax(axis=1) == targets[outside.rows]).mean() > 0.95


def test_a_fit_that_would_take_hours_stays_with_the_prototypes(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors, targets = clusters(3)
    monkeypatch.setattr("training.linear_head.WORK", vectors.size * 3 * 4)
    assert (fit_head(vectors, targets, 3).weight == prototype_head(vectors, targets, 3).weight).all()


def test_out_of_scope_texts_make_all_classes_as_likely_where_they_are() -> None:
    vectors, targets = clusters(3)
    strange = np.zeros((4, 16), np.float32)
    strange[:, 0], strange[:, 9] = 0.8, 0.6  # near class 0, and odd in one direction
    plain, taught = fit_head(vectors, targets, 3), fit_head(vectors, targets, 3, strange)
    spread = [np.ptp(head.logits(strange)[0]) for head in (plain, taught)]
    assert spread[1] < 0.3 * spread[0]
    assert (taught.logits(vectors).argmax(axis=1) == targets).mean() > 0.99


@pytest.mark.parametrize(
    ("outside", "examples", "weight"), [(100, 15_000, 7.5), (5, 15_000, 10.0), (1_000, 2_000, 0.1), (0, 10, 0.0)]
)
def test_few_out_of_scope_texts_weigh_more(outside: int, examples: int, weight: float) -> None:
    assert outside_weight(outside, examples) == pytest.approx(weight)


def test_every_fold_learns_from_what_is_always_there() -> None:
    vectors, targets = clusters(3, each=10)
    always = Always(np.eye(16, dtype=np.float32)[3:4], np.array([3]), np.zeros((0, 16), np.float32))
    logits = out_of_fold_logits(vectors, targets, 4, 0, always).logits
    assert logits.shape == (30, 4)
    assert (logits.argmax(axis=1) == targets).mean() > 0.8
    near = np.eye(16, dtype=np.float32)[3] @ vectors.T
    assert np.corrcoef(near, logits[:, 3])[0, 1] > 0.5, "the class that is always there is known, though no row has it"
