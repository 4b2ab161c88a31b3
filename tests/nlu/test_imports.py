"""The serving process starts without the training stack."""

import subprocess
import sys

import pytest

HEAVY = ("torch", "transformers", "sentence_transformers", "sklearn", "onnx", "matplotlib")


@pytest.mark.parametrize(
    "modules", ["nlu.intent_model", "bot.bootstrap", "bot.cli.ask, bot.cli.chat", "training.registry, training.publish"]
)
def test_serving_imports_no_training_stack(modules: str) -> None:
    code = f"import sys, {modules}; print(' '.join(name for name in {HEAVY!r} if name in sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == ""
