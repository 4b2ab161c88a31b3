from training.base_model import load_tokenizer_json, resolve_base
from training.batches import shuffled_batches, sorted_batches, tokenise

TOKENS = [[101] * (1 + row % 50) for row in range(2_000)]


def test_every_row_once_an_epoch() -> None:
    batches = shuffled_batches(TOKENS, 32, 0, 0)
    assert sorted(row for batch in batches for row in batch) == list(range(2_000))
    assert {len(batch) for batch in batches} == {32, 16}


def test_texts_of_a_batch_are_of_similar_length() -> None:
    padding = [
        max(len(TOKENS[row]) for row in batch) - min(len(TOKENS[row]) for row in batch)
        for batch in shuffled_batches(TOKENS, 32, 0, 0)
    ]
    assert sum(padding) / len(padding) < 3


def test_seed_and_epoch_decide_the_order() -> None:
    assert shuffled_batches(TOKENS, 32, 1, 2) == shuffled_batches(TOKENS, 32, 1, 2)
    assert shuffled_batches(TOKENS, 32, 1, 2) != shuffled_batches(TOKENS, 32, 1, 3)


def test_some_rows_only() -> None:
    some = list(range(0, len(TOKENS), 3))
    assert sorted(row for batch in shuffled_batches(TOKENS, 32, 1, 2, some) for row in batch) == some


def test_sorted_batches_run_from_short_to_long() -> None:
    lengths = [len(TOKENS[row]) for batch in sorted_batches(TOKENS, 64) for row in batch]
    assert lengths == sorted(lengths)


def test_tokens_are_those_of_serving() -> None:
    tokens = tokenise(load_tokenizer_json(resolve_base(None)), ["  Hello\nworld ", "x " * 500], 16)
    assert tokens[0] == [101, 7592, 2088, 102]
    assert len(tokens[1]) == 16
