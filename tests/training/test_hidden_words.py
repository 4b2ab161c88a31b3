import json
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from training.base_model import load_tokenizer_json, resolve_base
from training.batches import tokenise
from training.hidden_words import HiddenWords, special_pieces

TEXT = "where is my refund and when is the parcel delivered"


@pytest.fixture(scope="module")
def tokenizer_json(tiny_base: Path) -> str:
    return load_tokenizer_json(resolve_base(tiny_base))


@pytest.fixture(scope="module")
def ids(tokenizer_json: str) -> list[int]:
    return tokenise(tokenizer_json, [TEXT], 64)[0]


def hiding(tokenizer_json: str, words: float, texts: float = 1.0, seed: int = 0) -> HiddenWords:
    return HiddenWords(special_pieces(tokenizer_json), words, texts, np.random.default_rng(seed))


def test_which_pieces_are_no_words(tokenizer_json: str) -> None:
    mask, special = special_pieces(tokenizer_json)
    assert mask == Tokenizer.from_str(tokenizer_json).token_to_id("[MASK]")
    assert special == {item["id"] for item in json.loads(tokenizer_json)["added_tokens"]}


def test_all_words_but_not_what_stands_around_a_text(tokenizer_json: str, ids: list[int]) -> None:
    mask, _ = special_pieces(tokenizer_json)
    assert hiding(tokenizer_json, 1.0).of(ids) == [ids[0], *[mask] * (len(ids) - 2), ids[-1]]


def test_as_many_words_and_texts_as_asked_for(tokenizer_json: str, ids: list[int]) -> None:
    mask, _ = special_pieces(tokenizer_json)
    hider = hiding(tokenizer_json, 0.3, 0.5)
    found = [hider.of(ids) for _ in range(2_000)]
    changed = [each for each in found if each is not ids]
    whole = 0.7 ** (len(ids) - 2)
    assert len(changed) / len(found) == pytest.approx(0.5 * (1 - whole), abs=0.05)
    hidden = sum(each.count(mask) for each in changed if mask is not None)
    assert hidden / len(found) / (len(ids) - 2) == pytest.approx(0.5 * 0.3, abs=0.02)


def test_the_same_random_numbers_hide_the_same_words(tokenizer_json: str, ids: list[int]) -> None:
    one, same, other = (hiding(tokenizer_json, 0.5, seed=seed).of(ids) for seed in (0, 0, 1))
    assert one == same != other


def test_a_base_without_such_a_piece_hides_nothing(tokenizer_json: str, ids: list[int]) -> None:
    about = json.loads(tokenizer_json)
    about["added_tokens"] = [item for item in about["added_tokens"] if item["content"] != "[MASK]"]
    assert hiding(json.dumps(about), 1.0).of(ids) is ids
