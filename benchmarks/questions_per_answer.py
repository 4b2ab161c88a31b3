"""Finding an answer by the questions it was given to, where all answers have the same number of them, and where a few have most.

    python -m benchmarks.questions_per_answer --train TRAIN.csv [--seed 0] [--json]

TRAIN.csv holds `text,intent` rows, such as the training files of Banking77 and CLINC150: an intent stands for an answer, its name for the
answer's text. Of each intent some rows, drawn by lot, are the known questions, and eight others are asked; by the ordinary `import` and
`index` on the frozen base, without intents and without training. What `retrieval/fusion.py` and `retrieval/search.py` weigh was chosen by
these figures and those of `benchmarks.rephrasings`; no test file is touched.
"""

import argparse
import csv
import json
from collections import defaultdict
from pathlib import Path

import numpy as np

from benchmarks.rephrasings import Figures, Rephrased, figures

ASKED = 8
MIXES = {"2 each": (2,), "5 each": (5,), "20 each": (20,), "1 to 24": (1, 2, 4, 8, 16, 24)}


def drawn(rows: list[tuple[str, str]], sizes: tuple[int, ...], seed: int) -> tuple[Rephrased, ...]:
    """One answer an intent; how many questions it has is drawn from `sizes`."""
    random = np.random.default_rng(seed)
    texts: dict[str, list[str]] = defaultdict(list)
    for text, intent in rows:
        texts[intent].append(text)
    found = []
    for intent, own in sorted(texts.items()):
        size, order = int(random.choice(sizes)), random.permutation(len(own)).tolist()
        chosen = [own[place] for place in order]
        found.append(Rephrased(f"{intent.replace('_', ' ')}.", tuple(chosen[ASKED : ASKED + size]), tuple(chosen[:ASKED])))
    return tuple(found)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=Path, required=True, help="text,intent rows, CSV")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    options = parser.parse_args(arguments)
    with options.train.open(encoding="utf-8", newline="") as file:
        rows = [(row["text"], row["intent"]) for row in csv.DictReader(file)]
    found: dict[str, Figures] = {name: figures(drawn(rows, sizes, options.seed)) for name, sizes in MIXES.items()}
    if options.json:
        print(json.dumps({name: [each.hit_at_1, each.hit_at_3] for name, each in found.items()}))
        return
    for name, each in found.items():
        print(f"{name:8} questions an answer, {each.answers} answers: hit@1 {each.hit_at_1:.3f}, hit@3 {each.hit_at_3:.3f}")


if __name__ == "__main__":
    main()
