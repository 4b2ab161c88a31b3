"""Nothing personal is left behind by any step from a log to an answer, in any file of the home or in what the steps report."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.console import run

PLANTED = {
    "email": "planted.person@example.org",
    "phone": "+49 170 5550199",
    "card": "4539 1488 0343 6467",
    "iban": "DE89 3704 0044 0532 0130 00",
    "order": "406-7654321-1234567",
    "tracking": "1Z999AA10123456784",
    "ip": "203.0.113.77",
    "id": "C01X00T47",
    "url": "tok_9f8e7d6c5b4a3928",
    "name": "Xanthippe",
}
SAID = (
    "Xanthippe here, mail planted.person@example.org or call +49 170 5550199",
    "my card 4539 1488 0343 6467 and my IBAN DE89 3704 0044 0532 0130 00",
    "order 406-7654321-1234567, parcel 1Z999AA10123456784",
    "it came from 203.0.113.77, see https://shop.example.org/reset?token=tok_9f8e7d6c5b4a3928",
    "my passport number is C01X00T47",
)
TOPICS = {
    "refund": ("I want my money back for the blue mug", "Your refund is on its way, it takes five days."),
    "delivery": ("where is my parcel with the courier", "It is with the courier and comes on Monday."),
    "login": ("I can't get into my account any more", "Please reset your password on the login page."),
}


def dialogs() -> Iterator[str]:
    """Every customer says everything that is planted, and every answer repeats some of it."""
    for number in range(24):
        topic, (question, answer) = list(TOPICS.items())[number % 3]
        said = SAID[number % len(SAID)]
        turns = [
            {"role": "customer", "name": "Xanthippe", "content": f"{question}, variant {number}. {said}"},
            {"role": "agent", "name": "Kim", "content": f"Dear Xanthippe, {answer} We wrote to planted.person@example.org. {said}"},
        ]
        yield (
            json.dumps({"id": f"d{number}", "customer": f"planted.person@example.org{number}", "tags": [topic], "turns": turns})
            + "\n"
        )


@pytest.fixture
def used_home(tmp_path: Path, tiny_base: Path) -> Iterator[tuple[Path, str]]:
    """A home after every step, and what the steps reported. `ask` repeats its question to who asked."""
    home, log = tmp_path / "home", tmp_path / "planted.jsonl"
    log.write_text("".join(dialogs()), encoding="utf-8")
    broken = tmp_path / "broken.csv"
    broken.write_text(f"dialog_id,role,text,ts\n1,customer,{SAID[0]},{PLANTED['phone']}\n1,customer,hi,\n", encoding="utf-8")
    steps = (
        ["import", str(log)],
        ["import", str(broken)],
        ["mine"],
        ["train", "--quick", "--base", str(tiny_base)],
        ["index"],
        ["ask", f"where is my parcel? {' '.join(SAID[1:])}"],
        ["export", "--out", str(home / "export.jsonl")],
    )
    outcomes = [run(home, *step) for step in steps]
    assert [outcome.code for outcome in outcomes] == [0] * len(steps)
    yield (
        home,
        "".join(outcome.err + (outcome.out if step[0] != "ask" else "") for step, outcome in zip(steps, outcomes, strict=True)),
    )


def test_no_planted_value_is_in_any_file_or_report(used_home: tuple[Path, str]) -> None:
    home, reported = used_home
    files = {file: file.read_bytes() for file in home.rglob("*") if file.is_file()}
    assert {"firstline.db", "head.safetensors", "vectors.npy", "vocab.index.json", "export.jsonl"} <= {file.name for file in files}
    assert b"<EMAIL_1>" in b"".join(files.values())
    values = {spelling.encode() for value in PLANTED.values() for spelling in (value, value.replace(" ", ""), value.casefold())}
    found = [(file.name, value) for file, content in files.items() for value in values if value in content]
    assert found == []
    assert "Could not read 1 row" in reported
    assert [value for value in values if value in reported.encode()] == []
