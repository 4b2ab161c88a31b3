"""A trained encoder to the int8 ONNX file that serves."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch.jit._trace import TracerWarning

from nlu.manifest import ENCODER_FILE

OPSET = 17


def export_encoder(encoder: torch.nn.Module, folder: Path) -> None:
    """Write encoder.onnx: weights int8 per channel, activations quantised dynamically.

    The plain graph: the optimiser's fused attention nodes were measured slower with int8 on one thread.
    """
    full = folder / "encoder.fp32.onnx"
    _export(encoder.cpu().eval(), full)
    with _quantiser_silenced():
        quantize_dynamic(full, folder / ENCODER_FILE, per_channel=True, weight_type=QuantType.QInt8)
    full.unlink()


def _export(encoder: torch.nn.Module, path: Path) -> None:
    ids = torch.ones(2, 8, dtype=torch.int64)
    axes = {0: "texts", 1: "tokens"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TracerWarning)
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.filterwarnings(
            "ignore", "Exporting aten::index operator", UserWarning
        )  # the indices are positions: never negative
        torch.onnx.export(
            encoder,
            (ids, ids),
            str(path),
            input_names=["input_ids", "attention_mask"],
            output_names=["vector"],
            dynamic_axes={"input_ids": axes, "attention_mask": axes, "vector": {0: "texts"}},
            opset_version=OPSET,
            dynamo=False,
        )


@contextmanager
def _quantiser_silenced() -> Iterator[None]:
    """The quantiser advises, on the root logger, to run its graph optimiser first; it makes no difference here."""

    def keep(record: logging.LogRecord) -> bool:
        return "pre-processing before quantization" not in record.getMessage()

    logging.getLogger().addFilter(keep)
    try:
        yield
    finally:
        logging.getLogger().removeFilter(keep)
