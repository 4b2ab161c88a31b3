"""One classifier, trained on English examples only, asked in other languages: accuracy for each.

    python -m benchmarks.languages [--base FOLDER] [--tuned] [--seed 0] [--json]

Data: benchmarks/data/languages.csv, our own wording: 20 intents of a shop, five English examples each to train on, two questions each in
English, German, Spanish, Russian and Chinese to answer. The default base reads English only; ../shared/models/README.md says how to get a
multilingual one. Trained and asked through the commands' own functions; `--quick` unless `--tuned`.
"""

import argparse
import csv
import json
import tempfile
from collections import defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path

from dialogs.database import open_database
from nlu.intent_model import IntentModel
from training.examples import Example, checked
from training.registry import Registry
from training.train import TrainOptions, train

DATA = Path(__file__).parent / "data" / "languages.csv"


@dataclass(frozen=True, slots=True)
class Told:
    """Of one language: the share of questions whose intent was told, and the share of those that the version would not doubt."""

    language: str
    questions: int
    accuracy: float
    within_scope: float


def read(part: str) -> dict[str, list[Example]]:
    """Rows of a part ("train" or "test"), by language."""
    found: defaultdict[str, list[Example]] = defaultdict(list)
    with DATA.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["part"] == part:
                found[row["language"]].append(Example(row["text"], row["intent"]))
    return dict(found)


def told(model: IntentModel, language: str, rows: list[Example]) -> Told:
    results = model.parse_many([row.text for row in rows])
    right = sum(result.intent == row.intent for result, row in zip(results, rows, strict=True))
    sure = sum(result.out_of_scope <= model.manifest.out_of_scope_threshold for result in results)
    return Told(language, len(rows), right / len(rows), sure / len(rows))


def measured(base: str | None, *, tuned: bool, seed: int) -> tuple[Told, ...]:
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/firstline.db")
        registry = Registry(database, Path(folder) / "models")
        examples = checked(read("train")["en"], str(DATA))
        report = train(registry, examples, TrainOptions(base, seed, quick=not tuned), lambda name: None)
        model = IntentModel.load(registry.folder(report.version))
        found = tuple(told(model, language, rows) for language, rows in read("test").items())
        database.close()
    return found


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", help="folder of a base; default: the English one")
    parser.add_argument("--tuned", action="store_true", help="tune the base too")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    options = parser.parse_args(arguments)
    found = measured(options.base, tuned=options.tuned, seed=options.seed)
    if options.json:
        print(json.dumps({"base": options.base, "languages": [asdict(item) for item in found]}))
        return
    for item in found:
        print(f"{item.language}: {item.accuracy:.1%} of {item.questions} questions, {item.within_scope:.1%} within scope")


if __name__ == "__main__":
    main()
