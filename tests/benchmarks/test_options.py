from pathlib import Path

from benchmarks.options import divided
from training.examples import Example, read_csv, read_texts

ROWS = [
    Example(f"text {intent} {number}", f"intent {intent}", 100 * intent + number) for intent in range(6) for number in range(50)
]


def test_nobody_is_judged_by_what_it_has_read(tmp_path: Path) -> None:
    files = divided(ROWS, tmp_path, intents=3, each=20, judges=40, messages=100, seed=0)
    learned, judges, messages = read_csv(files.learned), read_csv(files.judges), read_texts(files.messages)
    assert (len(learned), len(judges), len(messages)) == (60, 40, 100)
    asked = {row.text for row in judges}
    assert asked.isdisjoint(row.text for row in learned)
    assert asked.isdisjoint(messages)
    assert {row.intent for row in judges} <= {row.intent for row in learned}
    assert len({row.intent for row in learned}) == 3
