"""How much is answered automatically at a risk that was chosen, and whether the promise holds: Banking77 as question-answer pairs.

    python -m benchmarks.automation --data BANKING77 --oos OOS.csv [--quick] [--simulate 500] [--plot FILE.svg] [--json] [--home DIR]

BANKING77 is the folder of train.csv and test.csv (Casanueva et al. 2020, CC BY 4.0): each intent is one answer. train.csv is imported as
`question,answer,intent` rows; `train` and `index` calibrate confidences and thresholds as they do for anybody, without a look at test.csv.
Then every row of test.csv, and every out-of-scope text of OOS.csv (CLINC150's oos_test.csv, Larson et al. 2019, CC BY 3.0), is asked as
the first message of a dialog. Right is the answer of the row's intent; for an out-of-scope text every answer is wrong.

--simulate N draws N calibration sets of 2,000 with replacement from all scored questions, calibrates on each as `index` does, and counts how
often the risk among all of them exceeds the chosen one: at most 1 in 20 were promised at confidence 0.95. --home keeps or reuses a home.
"""

import argparse
import csv
import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from benchmarks.child_process import run
from benchmarks.first_run import SCRIPT
from bot import bootstrap
from bot.dialogue.action import Answer, AskSlot, Clarify, Handoff
from bot.dialogue.assistant import Assistant
from bot.dialogue.message import CustomerMessage
from bot.dialogue.state import DialogState
from bot.dialogue.turn import Turn
from bot.settings import Settings, read_settings
from retrieval.answer_index import AnswerIndex
from training.answer_calibration import Material, fit_calibration
from training.answer_points import Point
from training.bounds import Flags, Numbers, OperatingPoint, coverage_curve, operating_point
from training.coverage_plot import write_coverage_plot
from training.judged_hits import top
from training.publish import live_material

SAMPLE = 2_000
"""Questions of one simulated calibration."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Turns with the truth: `right` says whether the surest candidate is right, `confidences` how sure."""

    turns: tuple[Turn, ...]
    intents: tuple[str | None, ...]
    confidences: Numbers
    right: Flags


@dataclass(frozen=True, slots=True)
class Simulated:
    """Of `runs` calibrations `proved` found a threshold; `broken` of all had a true risk above the chosen one."""

    runs: int
    proved: int
    broken: int
    mean_coverage: float
    mean_risk: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares of messages. `clarified_right`: of those asked back, the right answer was among the options."""

    train_rows: int
    calibrated_on: int
    guaranteed: bool
    threshold: float
    promised_risk: float
    test_messages: int
    coverage: float
    risk: float
    clarified: float
    clarified_right: float
    handed_over: float
    oos_messages: int
    oos_answered: float
    curve: tuple[OperatingPoint, ...]
    simulated: Simulated | None


def measure(settings: Settings, data: Path, oos: Path, simulate: int, plot: Path | None) -> Figures:
    """Of a home that was set up by `prepared`."""
    assistant = bootstrap.assistant(settings, bootstrap.database(settings))
    inside, outside = ask(assistant, *read(data / "test.csv")), ask(assistant, *read(oos, labelled=False))
    material = live_material(bootstrap.database(settings), settings.models, settings.index) if simulate else None
    calibration = AnswerIndex.load(settings.index, encoder_id=None).calibration
    point = operating_point(inside.confidences, inside.right, calibration.thresholds.answer, confidence=settings.confidence)
    curve = coverage_curve(inside.confidences, inside.right, confidence=settings.confidence, steps=100)
    if plot is not None:
        curves = {"questions that it never saw": curve}
        if material is not None:
            scored = top(material.questions, calibration)
            curves["the record's own questions"] = coverage_curve(*scored, confidence=settings.confidence, steps=100)
        write_coverage_plot(plot, curves, point, settings.risk)
    answered, asked_back = of_kind(inside.turns, Answer, AskSlot), of_kind(inside.turns, Clarify)
    return Figures(
        train_rows=len(read(data / "train.csv")[0]),
        calibrated_on=calibration.samples,
        guaranteed=calibration.guaranteed,
        threshold=calibration.thresholds.answer,
        promised_risk=settings.risk,
        test_messages=len(inside.turns),
        coverage=len(answered) / len(inside.turns),
        risk=sum(not inside.right[place] for place in answered) / max(len(answered), 1),
        clarified=len(asked_back) / len(inside.turns),
        clarified_right=sum(offered(inside, place) for place in asked_back) / max(len(asked_back), 1),
        handed_over=len(of_kind(inside.turns, Handoff)) / len(inside.turns),
        oos_messages=len(outside.turns),
        oos_answered=len(of_kind(outside.turns, Answer, AskSlot)) / len(outside.turns),
        curve=curve,
        simulated=simulated(material, settings, simulate) if material is not None else None,
    )


def ask(assistant: Assistant, texts: Sequence[str], intents: Sequence[str | None]) -> Asked:
    turns = tuple(assistant.reply(CustomerMessage(text, "bench", "bench"), DialogState()) for text in texts)
    best = [turn.candidates[0] if turn.candidates else None for turn in turns]
    confidences = np.array([candidate.confidence if candidate else 0.0 for candidate in best])
    right = [
        candidate is not None and candidate.hit.answer.intent == intent for candidate, intent in zip(best, intents, strict=True)
    ]
    return Asked(turns, tuple(intents), confidences, np.array(right, bool))


def of_kind(turns: Sequence[Turn], *kinds: type) -> list[int]:
    return [place for place, turn in enumerate(turns) if isinstance(turn.action, kinds)]


def offered(asked: Asked, place: int) -> bool:
    action = asked.turns[place].action
    return isinstance(action, Clarify) and asked.intents[place] in {option.hit.answer.intent for option in action.options}


def simulated(material: Material, settings: Settings, runs: int) -> Simulated:
    """The questions of the record stand for all that could ever be asked."""
    random = np.random.default_rng(0)
    proved = broken = 0
    coverages, risks = [], []
    for number in range(runs):
        drawn = tuple(material.questions[place] for place in random.integers(0, len(material.questions), SAMPLE).tolist())
        sample = Material(drawn, material.hidden, material.off_topic)
        found = fit_calibration(sample, model="", risk=settings.risk, confidence=settings.confidence, seed=number)
        truth = truly(material.questions, found.thresholds.answer, *top(material.questions, found))
        proved += found.guaranteed
        broken += found.guaranteed and truth.risk > settings.risk
        coverages.append(truth.coverage)
        risks.append(truth.risk)
    return Simulated(runs, proved, broken, float(np.mean(coverages)), float(np.mean(risks)))


def truly(questions: Sequence[Point], threshold: float, confidences: Numbers, right: Flags) -> OperatingPoint:
    return operating_point(confidences[: len(questions)], right[: len(questions)], threshold, confidence=0.95)


@contextmanager
def prepared(data: Path, *, quick: bool, home: Path | None) -> Iterator[Path]:
    """A home that the ordinary commands set up; one that was kept is taken as it is. Raises CommandFailed."""
    with tempfile.TemporaryDirectory() as folder:
        home = home or Path(folder) / "home"
        if not home.exists():
            pairs = Path(folder) / "pairs.csv"
            write_pairs(*read(data / "train.csv"), pairs)
            for command in (["import", str(pairs)], ["train", *(["--quick"] if quick else [])], ["index"]):
                run([str(SCRIPT), *command], {"FIRSTLINE_HOME": str(home), "HF_HUB_OFFLINE": "1"})
        yield home


def read(path: Path, *, labelled: bool = True) -> tuple[list[str], list[str | None]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row["text"] for row in rows], [row["intent"] if labelled else None for row in rows]


def write_pairs(texts: Sequence[str], intents: Sequence[str | None], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["question", "answer", "intent"])
        writer.writerows(
            (text, f"This is what we say about {str(intent).replace('_', ' ')}.", intent)
            for text, intent in zip(texts, intents, strict=True)
        )


def words(found: Figures) -> str:
    proved = "proved" if found.guaranteed else "not proved"
    risk = f"risk at most {found.promised_risk:.1%} {proved}, threshold {found.threshold:.3f}"
    answered = f"{found.coverage:.1%} answered, of those {found.risk:.2%} wrongly"
    asked_back = f"{found.clarified:.1%} asked back (the right answer among the options: {found.clarified_right:.1%})"
    lines = [
        f"{found.train_rows} pairs, calibrated on {found.calibrated_on} of them: {risk}",
        f"{found.test_messages} test messages: {answered}; {asked_back}; {found.handed_over:.1%} handed over",
        f"{found.oos_messages} out-of-scope messages: {found.oos_answered:.1%} answered",
    ]
    if found.simulated is not None:
        lines.append(
            f"{found.simulated.runs} simulated calibrations: {found.simulated.proved} proved a threshold, of which "
            f"{found.simulated.broken} broke the bound; mean coverage {found.simulated.mean_coverage:.1%} at risk {found.simulated.mean_risk:.2%}"
        )
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with train.csv and test.csv: text,intent")
    parser.add_argument("--oos", type=Path, required=True, help="out-of-scope texts, a CSV with a text column")
    parser.add_argument("--quick", action="store_true", help="train --quick")
    parser.add_argument("--simulate", type=int, default=0, metavar="N", help="simulated calibrations")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="coverage against risk, .svg or .png")
    parser.add_argument("--home", type=Path, help="keep the home here, or use the one that is there")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    options = parser.parse_args(arguments)
    with prepared(options.data, quick=options.quick, home=options.home) as home:
        found = measure(read_settings(home), options.data, options.oos, options.simulate, options.plot)
    print(json.dumps(asdict(found)) if options.json else words(found))


if __name__ == "__main__":
    main()
