"""What one message costs to understand: p50 and p95, messages a second, memory and time to load, on one thread.

    python -m benchmarks.serve_latency [--home DIR] [--texts FILE.csv] [--count 500] [--transformers] [--json]

The model is the live version of the home (default: .firstline). One message is tokenisation, encoder, head and scores. Memory and load
time are those of a fresh process that has answered one message. `--transformers` measures the usual text-classification pipeline of
transformers on the same texts with the default base (its head's weights don't matter for time).
"""

import argparse
import json
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import numpy as np

from bot import bootstrap
from bot.settings import read_settings
from nlu.intent_model import IntentModel
from training.examples import read_texts

SHOP = Path(__file__).resolve().parents[1] / "examples" / "shop" / "test.csv"
WARM_UP = 20


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds for one message; messages a second one by one and, where it can, all at once; the process after the first answer."""

    name: str
    p50_ms: float
    p95_ms: float
    one_by_one_per_second: float
    together_per_second: float | None
    load_seconds: float
    rss_mib: float


def measured(
    name: str, load: Callable[[], Callable[[str], object]], texts: Sequence[str], together: Callable[[], object] | None = None
) -> Latency:
    start = time.perf_counter()
    understand = load()
    understand(texts[0])
    loaded = time.perf_counter() - start
    memory = rss_mib()
    for text in texts[:WARM_UP]:
        understand(text)
    times = [_timed(partial(understand, text)) for text in texts]
    whole = len(texts) / _timed(together) if together else None
    p50, p95 = np.percentile(times, [50, 95]) * 1000
    return Latency(name, float(p50), float(p95), len(times) / sum(times), whole, loaded, memory)


def rss_mib() -> float:
    """Resident memory now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def live_model(home: Path | None) -> IntentModel:
    settings = read_settings(home)
    registry = bootstrap.registry(settings, bootstrap.database(settings))
    return IntentModel.load(registry.folder(registry.chosen(None).name), threads=1)


def firstline(home: Path | None, texts: Sequence[str]) -> Latency:
    models: list[IntentModel] = []

    def load() -> Callable[[str], object]:
        models.append(live_model(home))
        return models[0].parse

    return measured("firstline int8 onnxruntime", load, texts, lambda: models[0].parse_many(texts))


def transformers_pipeline(texts: Sequence[str]) -> Latency:
    def load() -> Callable[[str], object]:
        import torch
        from transformers import AutoModelForSequenceClassification, AutoTokenizer, pipeline

        from training.base_model import resolve_base

        torch.set_num_threads(1)
        folder = resolve_base(None).folder
        model = AutoModelForSequenceClassification.from_pretrained(folder, num_labels=77)
        return pipeline("text-classification", model=model, tokenizer=AutoTokenizer.from_pretrained(folder), device=-1)

    return measured("transformers pipeline", load, texts)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--texts", type=Path, default=SHOP, help="CSV with a text column (default: the example shop's test file)")
    parser.add_argument("--count", type=int, default=500, help="messages to measure; the file is repeated as needed")
    parser.add_argument("--transformers", action="store_true", help="measure transformers' pipeline too")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    options = parser.parse_args(arguments)
    found = read_texts(options.texts)
    texts = [found[number % len(found)] for number in range(options.count)]
    results = [firstline(options.home, texts)]
    if options.transformers:
        results.append(transformers_pipeline(texts))
    if options.json:
        print(json.dumps({"latency": [asdict(result) for result in results]}))
        return
    for result in results:
        print(_line(result))


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _line(found: Latency) -> str:
    together = f", {found.together_per_second:.0f}/s together" if found.together_per_second else ""
    return (
        f"{found.name:28} p50 {found.p50_ms:.2f} ms p95 {found.p95_ms:.2f} ms, {found.one_by_one_per_second:.0f}/s one by one{together}; "
        f"ready after {found.load_seconds:.2f} s, {found.rss_mib:.0f} MiB"
    )


if __name__ == "__main__":
    main()
