"""Finding the answer to a question in other words: twice 500 rephrasings of 100 answers, in our own wording.

    python -m benchmarks.rephrasings [--json] [--wrong]

Each answer is known by two questions, imported as `question,answer` pairs; no intents, no training: what is measured is the search alone,
by the ordinary `import` and `index` on the frozen base. Found means that the right answer comes first (hit@1), or among the first three.
How far the rephrasings are from the words of the questions and answers is told by BM25: how often that alone would find them.

A rephrasing was replaced where it might as well have asked for another of the 100 answers. benchmarks/data/rephrasings.jsonl: answers of a
shop, an app, a telephone company, a bank, a hotel, a railway and a pharmacy; no rephrasing was to get nearer to the words of its questions.
benchmarks/data/rephrasings_faq.jsonl: the whole help centre of one shop, the ordinary ways of asking, neighbouring answers (five about
gift cards); written by somebody who had not seen what is found.
"""

import argparse
import csv
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.child_process import run
from benchmarks.first_run import SCRIPT
from nlu.encoder import Encoder
from retrieval.answer_index import AnswerIndex
from retrieval.lexical import LexicalIndex
from retrieval.search import Retriever

DATA = Path(__file__).parent / "data" / "rephrasings.jsonl"
FAQ = DATA.with_stem("rephrasings_faq")


@dataclass(frozen=True, slots=True)
class Rephrased:
    """An answer, the questions it is known by, and others that mean the same."""

    answer: str
    questions: tuple[str, ...]
    rephrasings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """`by_words` is the hit@1 of BM25 over each answer's questions and text. `wrong` lists each rephrasing whose answer did not come first,
    with the answer that did."""

    answers: int
    rephrasings: int
    hit_at_1: float
    hit_at_3: float
    by_words: float
    wrong: tuple[tuple[str, str], ...]


def read(path: Path) -> tuple[Rephrased, ...]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return tuple(Rephrased(row["answer"], tuple(row["questions"]), tuple(row["rephrasings"])) for row in rows)


def measure(data: Sequence[Rephrased], retriever: Retriever, encoder: Encoder) -> Figures:
    asked = [(text, item.answer) for item in data for text in item.rephrasings]
    found = [
        [hit.answer.text for hit in retriever.search(text, vector, {}, k=3)]
        for (text, _), vector in zip(asked, encoder.encode([text for text, _ in asked]), strict=True)
    ]
    first = [answer == answers[0] for (_, answer), answers in zip(asked, found, strict=True)]
    near = [answer in answers for (_, answer), answers in zip(asked, found, strict=True)]
    wrong = tuple((text, answers[0]) for (text, _), answers, right in zip(asked, found, first, strict=True) if not right)
    return Figures(len(data), len(asked), sum(first) / len(asked), sum(near) / len(asked), _by_words(data), wrong)


def _by_words(data: Sequence[Rephrased]) -> float:
    lexical = LexicalIndex.build([" ".join((*item.questions, item.answer)) for item in data])
    scores = [(lexical.scores(text), place) for place, item in enumerate(data) for text in item.rephrasings]
    return sum(bool(each.argmax() == place and each[place] > 0) for each, place in scores) / len(scores)


def figures(data: Sequence[Rephrased]) -> Figures:
    """Raises CommandFailed."""
    from training.frozen import frozen_encoder

    with tempfile.TemporaryDirectory() as folder:
        home, pairs = Path(folder) / "home", Path(folder) / "pairs.csv"
        _write(data, pairs)
        environment: Mapping[str, str] = {"FIRSTLINE_HOME": str(home), "HF_HUB_OFFLINE": "1"}
        run([str(SCRIPT), "import", str(pairs)], environment)
        run([str(SCRIPT), "index"], environment)
        encoder = frozen_encoder(home / "models")
        return measure(data, Retriever(AnswerIndex.load(home / "index", encoder_id=encoder.id)), encoder)


def _write(data: Sequence[Rephrased], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["question", "answer"])
        writer.writerows((question, item.answer) for item in data for question in item.questions)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    parser.add_argument("--wrong", action="store_true", help="list what was not found")
    options = parser.parse_args(arguments)
    found = {path.stem: figures(read(path)) for path in (DATA, FAQ)}
    if options.json:
        print(json.dumps({name: asdict(each) for name, each in found.items()}, ensure_ascii=False))
        return
    for name, each in found.items():
        print(
            f"{name}: {each.rephrasings} rephrasings of {each.answers} answers: hit@1 {each.hit_at_1:.3f}, hit@3 {each.hit_at_3:.3f}; "
            f"BM25 alone: hit@1 {each.by_words:.3f}"
        )
        for text, answer in each.wrong if options.wrong else ():
            print(f"  {text}\n    -> {answer}")


if __name__ == "__main__":
    main()
