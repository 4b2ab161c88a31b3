"""What one message costs to understand: p50 and p95, messages a second, memory and time to load, on one thread.

    python -m benchmarks.serve_latency [--home DIR] [--texts FILE.csv] [--count 500] [--transformers] [--json]

The model is the live version of the home (default: .firstline). One message is tokenisation, encoder, head and scores. Memory and load
time are those of a fresh process that has answered one message. `--transformers` measures the usual text-classification pipeline of
transformers on the same texts with the default base (its head's weights don't matter for time): the two take turns, fifty messages each,
so that what else the machine does slows both, and the ratio of their medians is told.
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
TURN = 50


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


@dataclass(frozen=True, slots=True)
class Loaded:
    """Something that understands messages, after its first one. `together`: all messages at once, where it can."""

    name: str
    understand: Callable[[str], object]
    together: Callable[[Sequence[str]], object] | None
    load_seconds: float
    rss_mib: float


def measured(rivals: Sequence[Loaded], texts: Sequence[str]) -> list[Latency]:
    """In turn, TURN messages each."""
    for rival in rivals:
        for text in texts[:WARM_UP]:
            rival.understand(text)
    times: list[list[float]] = [[] for _ in rivals]
    for start in range(0, len(texts), TURN):
        for rival, found in zip(rivals, times, strict=True):
            found += [_timed(partial(rival.understand, text)) for text in texts[start : start + TURN]]
    return [_latency(rival, found, texts) for rival, found in zip(rivals, times, strict=True)]


def _latency(rival: Loaded, times: Sequence[float], texts: Sequence[str]) -> Latency:
    whole = len(texts) / _timed(partial(rival.together, texts)) if rival.together else None
    p50, p95 = np.percentile(times, [50, 95]) * 1000
    return Latency(rival.name, float(p50), float(p95), len(times) / sum(times), whole, rival.load_seconds, rival.rss_mib)


def rss_mib() -> float:
    """Resident memory now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def live_model(home: Path | None) -> IntentModel:
    settings = read_settings(home)
    registry = bootstrap.registry(settings, bootstrap.database(settings))
    return IntentModel.load(registry.folder(registry.chosen(None).name), threads=1)


def firstline(home: Path | None, first: str) -> Loaded:
    start = time.perf_counter()
    model = live_model(home)
    model.parse(first)
    return Loaded("firstline int8 onnxruntime", model.parse, model.parse_many, time.perf_counter() - start, rss_mib())


def transformers_pipeline(first: str) -> Loaded:
    start = time.perf_counter()
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer, pipeline

    from training.base_model import resolve_base

    torch.set_num_threads(1)
    folder = resolve_base(None).folder
    model = AutoModelForSequenceClassification.from_pretrained(folder, num_labels=77)
    understand = pipeline("text-classification", model=model, tokenizer=AutoTokenizer.from_pretrained(folder), device=-1)
    understand(first)
    return Loaded("transformers pipeline", understand, None, time.perf_counter() - start, rss_mib())


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
    rivals = [firstline(options.home, texts[0])]
    if options.transformers:
        rivals.append(transformers_pipeline(texts[0]))
    results = measured(rivals, texts)
    if options.json:
        print(json.dumps({"latency": [asdict(result) for result in results]}))
        return
    for result in results:
        print(_line(result))
    for rival in results[1:]:
        print(f"{rival.name} takes {rival.p50_ms / results[0].p50_ms:.2f} times as long (p50)")


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
