import numpy as np
import pytest

from nlu.head import Head
from training.lexical_head import LexicalExamples, buckets_for, inverse_document_frequency, with_lexical_head
from training.linear_head import Targets

WORDS = ("refund", "password", "invoice", "delivery")
FRAMES = ("where is my {}", "{} please", "I need the {} now", "what about a {}", "the {} is wrong", "{}?")
TEXTS = [frame.format(word) for word in WORDS for frame in FRAMES]
TARGETS: Targets = np.repeat(np.arange(len(WORDS)), len(FRAMES)).astype(np.int64)


def examples(outside: tuple[str, ...] = ()) -> LexicalExamples:
    found = LexicalExamples.of(TEXTS, TARGETS, len(WORDS), outside)
    assert found is not None
    return found


def test_it_tells_texts_that_it_has_not_seen() -> None:
    asked = [f"hello, a question about my {word}" for word in WORDS]
    assert examples().head().logits(asked).argmax(axis=1).tolist() == [0, 1, 2, 3]


def test_out_of_fold_logits_are_of_heads_that_do_not_know_the_text() -> None:
    alone = [*TEXTS, "zebra"]
    targets = np.append(TARGETS, 0)
    found = LexicalExamples.of(alone, targets, len(WORDS))
    assert found is not None
    ignorant = found.out_of_fold_logits(0)
    assert ignorant.shape == (len(alone), len(WORDS))
    assert (ignorant[:-1].argmax(axis=1) == TARGETS).mean() > 0.9
    assert ignorant[-1].max() < found.head().logits(["zebra"]).max()


def test_the_same_examples_give_the_same_head() -> None:
    assert np.array_equal(examples().head().weight, examples().head().weight)


def test_out_of_scope_texts_leave_it_undecided() -> None:
    outside = ("what is the weather", "tell me a joke")
    spread = [float(np.ptp(found.head().logits([outside[0]]))) for found in (examples(), examples(outside))]
    assert spread[1] < spread[0]


@pytest.mark.parametrize(("classes", "buckets"), [(2, 1 << 14), (77, 1 << 14), (400, 1 << 13), (1_000, 1 << 12), (10_000, 0)])
def test_many_classes_get_fewer_buckets_and_at_last_none(classes: int, buckets: int) -> None:
    assert buckets_for(classes) == buckets


def test_too_much_to_fit_is_left_out() -> None:
    assert LexicalExamples.of(["x" * 1_000_000] * 2, np.array([0, 1]), 100) is None
    assert LexicalExamples.of(TEXTS, TARGETS, 10_000) is None


def test_rare_ngrams_weigh_more() -> None:
    idf = inverse_document_frequency([np.array([0, 1]), np.array([0])], 4)
    assert idf[3] > idf[1] > idf[0] == pytest.approx(1.0)


def test_a_known_share_joins_both_heads() -> None:
    vectors = np.eye(4, dtype=np.float32)[TARGETS]
    head = Head(np.eye(4, dtype=np.float32), np.zeros(4, np.float32))
    joined = with_lexical_head(head, TEXTS, TARGETS, 4, 0.25)
    expected = 0.75 * head.logits(vectors) + 0.25 * examples().head().logits(TEXTS)
    assert np.abs(joined.logits(vectors, TEXTS) - expected).max() < 2e-2
    assert with_lexical_head(head, TEXTS, TARGETS, 4, 0.0).lexical is None
