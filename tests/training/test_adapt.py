from pathlib import Path

import numpy as np
import pytest
import torch

from dialogs.progress import Progress, silent
from tests.bases import make_tiny_base, toy_examples
from training.adapt import adapted_base
from training.base_model import Base, load_network, load_tokenizer_json, resolve_base
from training.batches import padded, tokenise
from training.errors import ExamplesError
from training.frozen import frozen_encoder
from training.hidden_words import special_pieces
from training.schedule import AdaptRecipe

TEXTS = [row.text for row in toy_examples(80)]
RECIPE = AdaptRecipe(rate=5e-3, head_rate=5e-3, epochs=6)


def adapt(models: Path, base: Path, texts: list[str] = TEXTS, progress: Progress = silent, recipe: AdaptRecipe = RECIPE) -> Base:
    return adapted_base(models, resolve_base(base), texts, 0, recipe, 0.0, progress)


def weights(base: Base) -> dict[str, torch.Tensor]:
    return {name: tensor for name, tensor in load_network(base).state_dict().items() if not name.startswith("pooler")}


def told(base: Base, network: torch.nn.Module) -> float:
    """How much nearer the outputs for a text with a hidden word are to those for the whole text than to those for another text."""
    json_text = load_tokenizer_json(base)
    mask, _ = special_pieces(json_text)
    assert mask is not None
    tokens = tokenise(json_text, TEXTS[:60], base.max_tokens)
    damaged = [[*ids[:2], mask, *ids[3:]] for ids in tokens]

    def vectors(rows: list[list[int]]) -> torch.Tensor:
        ids, attention = padded(rows, range(len(rows)), torch.device("cpu"))
        with torch.inference_mode():
            hidden = network(input_ids=ids, attention_mask=attention).last_hidden_state[:, 2]
        return torch.nn.functional.normalize(hidden, dim=1)

    same = vectors(damaged) @ vectors(tokens).T
    return float(same.diagonal().mean() - same.mean())


def test_hidden_words_are_told_better_than_before(tiny_base: Path, tmp_path: Path) -> None:
    before = resolve_base(tiny_base)
    after = adapt(tmp_path, tiny_base)
    assert told(after, load_network(after).eval()) > 1.5 * told(before, load_network(before).eval())


def test_it_is_a_base_like_any_other_under_a_name_of_its_own(tiny_base: Path, tmp_path: Path) -> None:
    found = adapt(tmp_path, tiny_base)
    again = resolve_base(found.folder)
    assert (again.dimension, again.max_tokens, again.pooling, again.hash) == (32, 64, found.pooling, found.hash)
    assert found.name.startswith("tiny, adapted ")
    assert found.hash != resolve_base(tiny_base).hash
    assert frozen_encoder(tmp_path, found).encode(["my refund"]).shape == (1, 32)
    words = "embeddings.word_embeddings.weight"
    assert torch.equal(weights(found)[words], weights(resolve_base(tiny_base))[words]), "the words' own vectors stay"


def test_the_same_texts_are_not_read_twice_others_are(tiny_base: Path, tmp_path: Path) -> None:
    steps: list[int] = []

    def count(what: str, done: int, total: int | None = None) -> None:
        steps.append(done)

    first = adapt(tmp_path, tiny_base)
    assert adapt(tmp_path, tiny_base, progress=count) == first
    assert steps == []
    other = adapt(tmp_path, tiny_base, TEXTS[:-1])
    assert other.folder != first.folder
    assert [path.name for path in tmp_path.iterdir()] == [other.folder.name], "what learned from texts that may be erased is gone"


def test_a_damaged_one_is_made_again(tiny_base: Path, tmp_path: Path) -> None:
    first = adapt(tmp_path, tiny_base)
    good = first.hash
    (first.folder / "model.safetensors").write_bytes(b"x")
    assert adapt(tmp_path, tiny_base).hash == good


def test_a_stopped_run_goes_on_to_the_same_base(tiny_base: Path, tmp_path: Path) -> None:
    steps: list[int] = []

    def stop_half_way(what: str, done: int, total: int | None = None) -> None:
        if total is not None and done == total // 2:
            raise KeyboardInterrupt

    def count(what: str, done: int, total: int | None = None) -> None:
        steps.append(done)

    whole = adapt(tmp_path / "whole", tiny_base)
    with pytest.raises(KeyboardInterrupt):
        adapt(tmp_path / "stopped", tiny_base, progress=stop_half_way)
    resumed = adapt(tmp_path / "stopped", tiny_base, progress=count)
    assert steps[0] == steps[-1] // 2, "a step before the stop had not been written"
    assert weights(resumed).keys() == weights(whole).keys()
    assert all(torch.equal(tensor, weights(whole)[name]) for name, tensor in weights(resumed).items())


def test_of_many_texts_the_last_are_read(tiny_base: Path, tmp_path: Path) -> None:
    few = AdaptRecipe(most=120)
    assert (
        adapt(tmp_path / "a", tiny_base, TEXTS, recipe=few).hash == adapt(tmp_path / "b", tiny_base, TEXTS[-120:], recipe=few).hash
    )


def test_too_few_texts(tiny_base: Path, tmp_path: Path) -> None:
    with pytest.raises(ExamplesError, match=r"there are 3 texts to adapt the base to, and 100 are needed; import more dialogs"):
        adapt(tmp_path, tiny_base, TEXTS[:3])


@pytest.mark.parametrize("kind", ["roberta", "mpnet", "distilbert", "electra"])
def test_other_architectures(kind: str, tmp_path: Path) -> None:
    """Of each a tiny one, made by transformers."""
    from transformers import AutoConfig, AutoModel

    folder = make_tiny_base(tmp_path / "bert")
    small = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
    if kind == "distilbert":
        small = {"dim": 32, "n_layers": 2, "n_heads": 2, "hidden_dim": 64}
    if kind == "electra":
        small |= {"embedding_size": 16}
    config = AutoConfig.for_model(kind, vocab_size=30522, max_position_embeddings=66, **small)
    AutoModel.from_config(config).save_pretrained(folder)  # type: ignore[no-untyped-call]  # transformers does not annotate it
    found = adapt(tmp_path / "models", folder)
    vector = frozen_encoder(tmp_path / "models", found).encode(["where is my refund"])[0]
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-5)
    assert not np.allclose(vector, frozen_encoder(tmp_path / "models", folder).encode(["where is my refund"])[0], atol=1e-3)
