import csv
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from benchmarks.documents import HELP, QUESTIONS, Outcome, judge, questions
from retrieval.documents.files import find_files
from retrieval.documents.passages import pieces
from retrieval.documents.reading import read_page


def turn(action: str, link: str = "") -> dict[str, Any]:
    return {"action": action, "link": link or None, "passages": [{"link": link}] if link else []}


@pytest.mark.parametrize(
    ("section", "said", "expected"),
    [
        ("shop#dogs", turn("answer", "https://x.example/help/shop#dogs"), Outcome(1, 1, 0, 0, 0)),
        ("shop#dogs", turn("answer", "https://x.example/help/shop#cats"), Outcome(1, 0, 1, 0, 0)),
        ("", turn("answer", "https://x.example/help/shop#dogs"), Outcome(1, 0, 1, 0, 0)),
        ("shop#dogs", turn("answer"), Outcome(1, 0, 0, 1, 0)),
        ("", turn("ask_slot"), Outcome(1, 0, 0, 1, 0)),
        ("shop#dogs", turn("clarify"), Outcome(1, 0, 0, 0, 1)),
        ("", turn("handoff"), Outcome(1, 0, 0, 0, 1)),
    ],
)
def test_a_quote_is_judged_by_its_section(section: str, said: dict[str, Any], expected: Outcome) -> None:
    assert judge([section], [said]) == expected


def test_every_question_names_a_section_that_is_there_or_none() -> None:
    files = find_files([Path(HELP)], "https://mossandbramble.example/help")
    there = {
        f"{(page.link or file.link).rpartition('/')[2]}#{piece.anchor}"
        for file in files
        for page in [read_page(file.path.read_bytes(), file.path.stem).page]
        for piece in pieces(page)
    }
    with QUESTIONS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["section"] for row in rows} - {""} <= there
    assert len({row["text"] for row in rows}) == len(rows)
    assert Counter((row["split"], bool(row["section"])) for row in rows) == {
        ("validation", True): 37,
        ("test", True): 39,
        ("validation", False): 20,
        ("test", False): 20,
    }
    assert questions("test", answerable=False)[1] == [""] * 20
