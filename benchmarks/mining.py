"""How well answers are mined: 550 agent messages that were labelled by hand against what `firstline mine` makes of them.

    python -m benchmarks.mining --data DIALOGS.jsonl [--part dev|tune|test] [--halves] [--wrong] [--json]

DIALOGS.jsonl is ecommerce_dialogs/dialogs.jsonl (cucom v0.1, synthetic, Apache License 2.0); the labels are benchmarks/data/mining.jsonl, one
message a line: dialog and place of the message (what one side wrote in a row is one message); whether it is an answer, and one that tells of this customer's case only; the places of the
customer messages that it may be said to answer; `same` names the group of answers that say the same; `slots` are the values in it that
vary, by kind. 45 groups of five similar messages and 75 single ones were drawn at random; the half called dev was looked at while mining
was improved, the half called test was not.

Too few of dev may be said to others to tune on. So 250 more, called tune, were drawn in November 2026 from dialogs that are in neither half,
with a seed: 24 groups of five near neighbours and 65 single messages that speak in general words (a policy, a time it takes, a way to do
something), 8 groups and 25 single ones of any kind. Its figures are not those of a record: what is scarce is frequent in it. `--halves` tells
its figures by two halves of its dialogs, since a rule that was found in one should hold in the other.

"To others" is what may be said to other customers: answers that are no case. Merging is judged by pairs of answers, slots by their kinds.
"""

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path
from zlib import crc32

from sqlalchemy.orm import Session

from benchmarks.child_process import run
from benchmarks.first_run import SCRIPT
from dialogs.database import open_database
from dialogs.store import read_dialogs
from nlu.encoder import Encoder
from retrieval.merging import Text, merge
from retrieval.pairs import pairs_of
from retrieval.tokens import PLACEHOLDER
from training.frozen import frozen_encoder

LABELS = Path(__file__).parent / "data" / "mining.jsonl"
NUMBERS = {"order", "tracking", "id"}
"""Kinds that redaction tells apart by words around them: for a slot they are one."""


@dataclass(frozen=True, slots=True)
class Label:
    part: str
    dialog: str
    message: int
    answer: bool
    case: bool
    questions: tuple[int, ...]
    same: str | None
    slots: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Mined:
    """What mining says of a labelled message; `answer` is its text as a template, None where it answers nothing."""

    answer: str | None
    case: bool = False
    question: int = -1
    slots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rate:
    precision: float
    recall: float
    right: int
    told: int
    true: int


@dataclass(frozen=True, slots=True)
class Figures:
    """`question`: share of the rightly found answers whose question is right."""

    messages: int
    answers: Rate
    to_others: Rate
    question: float
    merging: Rate
    slots: Rate


def judged(labels: Sequence[Label], mined: Sequence[Mined], encoder: Encoder) -> Figures:
    both = list(zip(labels, mined, strict=True))
    found = [(label, item) for label, item in both if label.answer and item.answer is not None]
    kinds = [
        (Counter(_kind(kind) for kind, _ in label.slots), Counter(_kind(kind) for kind in item.slots)) for label, item in found
    ]
    return Figures(
        messages=len(labels),
        answers=_rate([(label.answer, item.answer is not None) for label, item in both]),
        to_others=_rate([(label.answer and not label.case, item.answer is not None and not item.case) for label, item in both]),
        question=sum(item.question in label.questions for label, item in found) / max(len(found), 1),
        merging=_merging([label for label, _ in found], [str(item.answer) for _, item in found], encoder),
        slots=_counted(*(sum(count) for count in zip(*(_common(*pair) for pair in kinds), strict=True))),
    )


def _merging(labels: Sequence[Label], texts: Sequence[str], encoder: Encoder) -> Rate:
    """The rule that mining merges by, on all answers. (To save time `mine` merges cases, which wait for approval, by equal text only.)"""
    clusters = merge([Text(text, "en") for text in texts], encoder.encode(texts))
    cluster_of = {member: number for number, cluster in enumerate(clusters) for member in cluster.members}
    return _rate(
        [
            (labels[one].same is not None and labels[one].same == labels[two].same, cluster_of[one] == cluster_of[two])
            for one, two in combinations(range(len(labels)), 2)
        ]
    )


def _rate(pairs: Sequence[tuple[bool, bool]]) -> Rate:
    """(true, told) of each."""
    return _counted(sum(true and told for true, told in pairs), sum(told for _, told in pairs), sum(true for true, _ in pairs))


def _counted(right: int = 0, told: int = 0, true: int = 0) -> Rate:
    return Rate(right / told if told else 1.0, right / true if true else 1.0, right, told, true)


def _common(true: Counter[str], told: Counter[str]) -> tuple[int, int, int]:
    return (true & told).total(), told.total(), true.total()


def _kind(kind: str) -> str:
    return "number" if kind.lower() in NUMBERS else kind.lower()


def mine(labels: Sequence[Label], data: Path, home: Path) -> list[Mined]:
    """What the pairs of the labelled dialogs say, imported into `home`. Raises CommandFailed."""
    wanted = {label.dialog for label in labels}
    log = home.with_suffix(".jsonl")
    lines = (line for line in data.read_text(encoding="utf-8").splitlines() if json.loads(line)["id"] in wanted)
    log.write_text("\n".join(lines), encoding="utf-8")
    run([str(SCRIPT), "import", str(log)], {"FIRSTLINE_HOME": str(home)})
    with open_database(f"sqlite:///{home / 'firstline.db'}").session(read_only=True) as session:
        found = dict(_found(session))
    return [found.get((label.dialog, label.message), Mined(None)) for label in labels]


def _found(session: Session) -> Iterator[tuple[tuple[str, int], Mined]]:
    """Each pair by its dialog's id in the file and the place of the answering message."""
    for dialog in read_dialogs(session):
        places = {message.id: place for place, message in enumerate(dialog.messages)}
        for pair in pairs_of(dialog).found:
            slots = dict.fromkeys(match[0] for match in PLACEHOLDER.finditer(pair.text))
            kinds = tuple(name[1 : name.rindex("_")] for name in slots)
            yield (dialog.id, places[pair.answer_id]), Mined(pair.text, pair.case, places[pair.question_id], kinds)


def read(part: str | None = None) -> tuple[Label, ...]:
    rows = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    labels = (Label(**row | {"questions": tuple(row["questions"]), "slots": tuple(map(tuple, row["slots"]))}) for row in rows)
    return tuple(label for label in labels if part in (None, label.part))


def words(part: str, found: Figures) -> str:
    rates = (("is an answer", found.answers), ("to others", found.to_others), ("merging", found.merging), ("slots", found.slots))
    lines = [f"{part}: {found.messages} messages; of the answers found, {found.question:.1%} with the right question"]
    lines += [
        f"  {name:13} precision {rate.precision:.3f} recall {rate.recall:.3f}  ({rate.right} of {rate.told} told, {rate.true} true)"
        for name, rate in rates
    ]
    return "\n".join(lines)


def wrong(labels: Sequence[Label], mined: Sequence[Mined]) -> Iterator[str]:
    for label, item in zip(labels, mined, strict=True):
        told = (item.answer is not None, item.case)
        if told[0] != label.answer or (label.answer and told[1] != label.case):
            yield f"  {label.dialog}:{label.message} is {_word(label.answer, label.case)}, told {_word(*told)}"
        elif label.answer and item.question not in label.questions:
            yield f"  {label.dialog}:{label.message} answers {label.questions}, told {item.question}"


def _half(labels: Sequence[Label], mined: Sequence[Mined], half: int) -> tuple[list[Label], list[Mined]]:
    """What belongs to every second dialog, told by a checksum of its id."""
    chosen = [number for number, label in enumerate(labels) if crc32(label.dialog.encode()) % 2 == half]
    return [labels[number] for number in chosen], [mined[number] for number in chosen]


def _word(answer: bool, case: bool) -> str:
    return "no answer" if not answer else "a case" if case else "an answer"


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the dialogs, JSONL")
    parser.add_argument("--part", choices=["dev", "tune", "test"], action="append", help="one part only; may be repeated")
    parser.add_argument("--halves", action="store_true", help="tune by two halves of its dialogs, too")
    parser.add_argument("--wrong", action="store_true", help="list the messages that were judged otherwise; never those of test")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    options = parser.parse_args(arguments)
    figures = {}
    for part in options.part or ("dev", "tune", "test"):
        labels = read(part)
        with tempfile.TemporaryDirectory() as folder:
            encoder = frozen_encoder(Path(folder))
            mined = mine(labels, options.data, Path(folder) / "home")
            figures[part] = judged(labels, mined, encoder)
            if options.halves and part == "tune":
                figures |= {f"{part}, half {half}": judged(*_half(labels, mined, half), encoder) for half in (0, 1)}
        if options.wrong and part != "test":
            print("\n".join(wrong(labels, mined)))
    for part, found in figures.items() if not options.json else ():
        print(words(part, found), flush=True)
    if options.json:
        print(json.dumps({part: asdict(found) for part, found in figures.items()}))


if __name__ == "__main__":
    main()
