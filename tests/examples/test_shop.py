"""The example shop: what its files promise to everything that learns from them."""

import csv
import json
import re
from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from examples.shop import generate
from examples.shop.material import Case, cases, read
from examples.shop.typos import misspell, slip

SHOP = Path(generate.__file__).parent
NEAR = 0.7
"""Two texts that share more of their trigrams say the same in the same words."""
DIALOGS: list[dict[str, Any]] = [json.loads(line) for line in (SHOP / "dialogs.jsonl").read_text(encoding="utf-8").splitlines()]


def rows(name: str) -> list[tuple[str, str]]:
    with (SHOP / name).open(encoding="utf-8", newline="") as file:
        return [(row["text"], row["intent"]) for row in csv.DictReader(file)]


def customer_messages() -> set[str]:
    return {turn["content"] for dialog in DIALOGS for turn in dialog["turns"] if turn["role"] == "customer"}


def trigrams(text: str) -> frozenset[str]:
    words = re.sub(r"[^\w ]", " ", text.lower()).split() or [text]
    plain = f"  {' '.join(words)} "
    return frozenset(plain[at : at + 3] for at in range(len(plain) - 2))


def closest(text: str, others: list[frozenset[str]]) -> float:
    """The largest Jaccard similarity that is over NEAR, else 0. Sets too unequal in size for that aren't compared."""
    own = trigrams(text)
    alike = [other for other in others if NEAR < len(other) / len(own) < 1 / NEAR]
    return max((score for other in alike if (score := len(own & other) / len(own | other)) > NEAR), default=0.0)


def test_generator_reproduces_the_committed_dialogs_byte_by_byte() -> None:
    assert "".join(f"{line}\n" for line in generate.lines()).encode() == (SHOP / "dialogs.jsonl").read_bytes()


def test_another_seed_tells_other_dialogs_of_the_same_material() -> None:
    other = [json.loads(line) for line in generate.lines(seed=generate.SEED + 1)]
    assert len(other) == len(DIALOGS)
    assert [dialog["turns"] for dialog in other] != [dialog["turns"] for dialog in DIALOGS]


def test_dialogs_cover_the_intents_customers_and_months() -> None:
    assert len(DIALOGS) >= 1_900
    assert len({dialog["customer"]["id"] for dialog in DIALOGS}) >= 500
    tags = Counter(tag for dialog in DIALOGS for tag in dialog["tags"])
    assert len(tags) == 32
    assert min(tags.values()) >= 20
    days = [datetime.fromisoformat(dialog["started_at"]) for dialog in DIALOGS]
    assert days == sorted(days)
    assert (days[-1] - days[0]).days >= 170


def test_dialogs_are_as_untidy_as_a_real_log() -> None:
    untagged = sum(not dialog["tags"] for dialog in DIALOGS) / len(DIALOGS)
    assert 0.45 <= untagged <= 0.6
    assert sum(all(turn["role"] == "customer" for turn in dialog["turns"]) for dialog in DIALOGS) >= 10
    said = "\n".join(customer_messages())
    assert len(re.findall(r"order (?:MB-|#)?\d{5}", said)) >= 100
    assert len(re.findall(r"@example\.(?:com|org|net)", said)) >= 10
    assert len(re.findall(r"07700 900\d{3}", said)) >= 5


def test_nobody_real_can_be_meant() -> None:
    text = (SHOP / "dialogs.jsonl").read_text(encoding="utf-8")
    assert {domain.split("/")[0] for domain in re.findall(r"https?://([^\s\"]+)", text)} == {"mossandbramble.example"}
    assert {domain.rsplit(".", 1)[0] for domain in re.findall(r"@([\w.]+\w)", text)} == {"example"}


def test_message_ids_are_unique_and_times_go_forward() -> None:
    ids = [turn["id"] for dialog in DIALOGS for turn in dialog["turns"]]
    assert len(ids) == len(set(ids))
    for dialog in DIALOGS:
        times = [turn["at"] for turn in dialog["turns"]]
        assert times == sorted(times)
        assert times[0] == dialog["started_at"]


def test_an_answer_repeats_the_order_number_that_its_customer_gave() -> None:
    numbers = re.compile(r"\b4\d{4}\b")
    repeated = 0
    for dialog in DIALOGS:
        given: set[str] = set()
        for turn in dialog["turns"]:
            found = set(numbers.findall(turn["content"]))
            if turn["role"] == "customer":
                given |= found
            else:
                assert found <= given, dialog["id"]
                repeated += len(found)
    assert repeated >= 80


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.intent}: {case.questions[0][:30]}")
def test_case_has_wordings_of_one_answer_and_different_questions(case: Case) -> None:
    assert len(case.answers) >= 3
    assert len(set(case.answers)) == len(case.answers)
    assert all(("{order}" in answer) is case.asks_order for answer in case.answers)
    facts = {tuple(sorted(re.findall(r"https://[\w./-]*\w|£[\d.]+\d|\d+", answer))) for answer in case.answers}
    assert len(facts) == 1, f"the wordings state different numbers or links: {facts}"
    assert len({question.lower() for question in case.questions}) == len(case.questions)


def test_every_intent_has_enough_questions() -> None:
    counts: dict[str, int] = defaultdict(int)
    for case in cases():
        counts[case.intent] += len(case.questions)
    assert min(counts.values()) >= 55


def test_test_rows_cover_every_intent_and_are_new() -> None:
    test = rows("test.csv")
    assert len(test) >= 160
    assert len({text for text, _ in test}) == len(test)
    per_intent = Counter(intent for _, intent in test)
    assert set(per_intent) == {case.intent for case in cases()}
    assert min(per_intent.values()) >= 5


@pytest.mark.parametrize("name", ["test.csv", "oos.csv"])
def test_held_out_rows_are_no_near_duplicates_of_what_customers_said(name: str) -> None:
    known = [trigrams(text) for text in customer_messages() | {question for case in cases() for question in case.questions}]
    near = {text: round(score, 2) for text, _ in rows(name) if (score := closest(text, known))}
    assert near == {}


def test_out_of_scope_rows() -> None:
    oos = rows("oos.csv")
    assert len(oos) >= 40
    assert {intent for _, intent in oos} == {"oos"}
    assert not {text for text, _ in oos} & {text for text, _ in rows("test.csv")}


def test_a_slip_leaves_order_numbers_links_and_addresses_alone() -> None:
    text = "where is {order}, see https://mossandbramble.example/track or write to {email}"
    slipped = [slip(text, Random(seed)) for seed in range(50)]
    assert all("{order}" in one and "{email}" in one and "https://mossandbramble.example/track" in one for one in slipped)
    assert len(set(slipped)) > 20


def test_a_slip_changes_one_letter_and_keeps_both_ends() -> None:
    for seed in range(50):
        wrong = misspell("chamomile", Random(seed))
        assert wrong[0] == "c" and wrong[-1] == "e"
        assert abs(len(wrong) - len("chamomile")) <= 1


def test_readme_counts_what_is_there() -> None:
    readme = (SHOP / "README.md").read_text(encoding="utf-8")
    assert f"{len(DIALOGS)} support dialogs of {len({dialog['customer']['id'] for dialog in DIALOGS})} customers" in readme
    assert f"{len({tag for dialog in DIALOGS for tag in dialog['tags']})} intents" in readme
    assert f"| {len(rows('test.csv'))} questions" in readme
    assert f"| {len(rows('oos.csv'))} messages" in readme
    unanswered = sum(all(turn["role"] == "customer" for turn in dialog["turns"]) for dialog in DIALOGS)
    assert f"{unanswered} have no reply" in readme
    assert f"the {len(read('out_of_scope')['dialogs'])} that are out of scope" in readme


def test_readme_quotes_a_dialog_of_the_log() -> None:
    readme = (SHOP / "README.md").read_text(encoding="utf-8")
    quoted = json.loads(readme.split("```json\n")[1].split("```")[0])
    dialog = next(one for one in DIALOGS if one["id"] == quoted["id"])
    turns = [{"role": turn["role"], "content": turn["content"]} for turn in dialog["turns"]]
    assert quoted == {"id": dialog["id"], "customer": dialog["customer"], "tags": dialog["tags"], "turns": turns}
