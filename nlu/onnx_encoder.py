"""The encoder that serves: onnxruntime and tokenizers, no training stack."""

import contextlib
import ctypes
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidArgument, InvalidGraph, InvalidProtobuf, RuntimeException
from tokenizers import Tokenizer

from nlu.cleaning import clean
from nlu.errors import ModelDamagedError
from nlu.manifest import ENCODER_FILE, REMEDY, TOKENIZER_FILE, Manifest, read_manifest
from nlu.result import Matrix

BATCH = 32

UNLOADABLE = (Fail, InvalidArgument, InvalidGraph, InvalidProtobuf, RuntimeException)
"""What onnxruntime raises for a file that is no network; these share no base class of their own."""


class OnnxEncoder:
    """Texts to vectors with the network of a model folder (encoder.onnx and tokenizer.json).

    The network is quantised dynamically, so a vector depends a little on the texts that share its batch: cosine about 0.999 with
    the vector of the text alone.
    """

    def __init__(self, folder: Path, threads: int = 1, *, verify: bool = True, manifest: Manifest | None = None) -> None:
        """Loads in about 0.2 s. Raises ModelMissingError or ModelDamagedError."""
        self.manifest = manifest or read_manifest(folder, verify=verify)
        self.id = self.manifest.encoder_id
        self.dimension = self.manifest.dimension
        self._tokenizer = _load_tokenizer(folder / TOKENIZER_FILE, self.manifest.max_tokens)
        self._network = _load_network(folder / ENCODER_FILE, threads)
        _give_back_memory()

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Shape (len(texts), dimension), float32, rows L2-normalised. Any text has a vector, the empty one too."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch([clean(text) for text in texts])]
        for rows in _batches(tokens):
            vectors[rows] = self._run([tokens[row] for row in rows])
        return vectors

    def count_tokens(self, text: str) -> int:
        """How many tokens of the text are read, the two special ones included."""
        return len(self._tokenizer.encode(clean(text)).ids)

    def _run(self, tokens: Sequence[Sequence[int]]) -> Matrix:
        length = max(len(ids) for ids in tokens)
        ids = np.zeros((len(tokens), length), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, line in enumerate(tokens):
            ids[row, : len(line)] = line
            mask[row, : len(line)] = 1
        vectors: Matrix = self._network.run(["vector"], {"input_ids": ids, "attention_mask": mask})[0]
        return vectors


def _give_back_memory() -> None:
    """What parsing the network's file took is freed, but glibc keeps it: 18 MiB of the default base's. Other systems do as they do."""
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def _batches(tokens: Sequence[Sequence[int]]) -> Iterator[npt.NDArray[np.int64]]:
    """Rows of texts of similar length together: padding is what a batch wastes."""
    order = np.argsort([len(ids) for ids in tokens], kind="stable")
    for start in range(0, len(order), BATCH):
        yield order[start : start + BATCH]


def _load_tokenizer(path: Path, max_tokens: int) -> Tokenizer:
    tokenizer = Tokenizer.from_str(path.read_text(encoding="utf-8"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_tokens)
    return tokenizer


def _load_network(path: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # waiting threads would take the other core's time
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except UNLOADABLE as error:
        raise ModelDamagedError(f"{path} is not a network that onnxruntime can load ({error}); {REMEDY}") from error
