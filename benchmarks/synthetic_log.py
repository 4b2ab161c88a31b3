"""A support log of any size, made up from a seed: six languages, several topics, personal values where customers give them."""

import argparse
import json
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from examples.shop.material import read
from examples.shop.typos import slip

SENTENCES = Path(__file__).with_name("data") / "log_sentences.toml"
LANGUAGES = {"en": 45, "de": 14, "es": 12, "fr": 10, "ru": 10, "zh": 9}
"""Dialogs of a hundred."""
TAGGED = 0.2
"""Share of dialogs whose topic the log states."""
PERSONAL = {"customer": 0.14, "agent": 0.08}
"""Share of messages, by role, with a sentence around a personal value."""
TYPING = 0.25
"""Share of customers' messages with slips of the keyboard."""
LONGEST = 5
"""Exchanges of question and answer in a dialog at most."""
START = datetime(2024, 1, 1, 8, tzinfo=UTC)


def write_log(path: Path, messages: int, seed: int) -> int:
    """Dialogs as JSON lines with `messages` messages in all; how many dialogs those are. The same seed writes the same bytes."""
    written = dialogs = 0
    writer = _Writer(Random(seed), customers=max(1, messages // 12))
    with path.open("w", encoding="utf-8") as stream:
        while written < messages:
            dialogs += 1
            dialog = writer.dialog(dialogs, messages - written)
            written += len(dialog["turns"])
            stream.write(json.dumps(dialog, ensure_ascii=False) + "\n")
    return dialogs


class _Writer:
    def __init__(self, rng: Random, customers: int) -> None:
        self._rng = rng
        self._customers = customers
        self._sentences = tomllib.loads(SENTENCES.read_text(encoding="utf-8"))
        self._names = read("people")
        self._agents = [self._name() for _ in range(40)]
        self._at = START

    def dialog(self, number: int, longest: int) -> dict[str, Any]:
        """A dialog of at most `longest` messages. Its ids count up: none comes twice."""
        rng = self._rng
        language = rng.choices(list(LANGUAGES), list(LANGUAGES.values()))[0]
        topic = rng.choice(list(self._sentences[language]["topics"]))
        customer = rng.randrange(self._customers)
        name = self._name(Random(customer))
        self._at += timedelta(seconds=rng.randint(1, 120))
        turns = list(self._turns(language, topic, name, rng.choice(self._agents)))[:longest]
        at = self._at
        for place, turn in enumerate(turns, 1):
            turn["id"] = f"{number}-{place}"
            turn["at"] = f"{at:%Y-%m-%dT%H:%M:%SZ}"
            at += timedelta(seconds=rng.randint(5, 900))
        started = f"{self._at:%Y-%m-%dT%H:%M:%SZ}"
        tags = [topic] if rng.random() < TAGGED else []
        return {
            "id": f"ticket-{number}",
            "customer": {"id": f"c{customer}", "name": name},
            "started_at": started,
            "tags": tags,
            "turns": turns,
        }

    def _turns(self, language: str, topic: str, customer: str, agent: str) -> Iterator[dict[str, Any]]:
        rng, said = self._rng, self._sentences[language]
        values = self._values(said, customer, agent)
        about = said["topics"][topic]
        exchanges = rng.randint(1, LONGEST)
        answered = rng.randrange(exchanges)
        for number in range(exchanges):
            asked = about["open"] if number == 0 else said["customer"]
            yield {"role": "customer", "content": self._text("customer", asked, number == 0, said, values)}
            replies = about["answer"] if number == answered else said["agent"]
            yield {"role": "agent", "name": agent, "content": self._text("agent", replies, False, said, values)}

    def _text(self, role: str, wordings: list[str], greets: bool, said: Mapping[str, Any], values: Mapping[str, str]) -> str:
        rng = self._rng
        parts = [rng.choice(wordings)]
        if role == "customer" and greets and rng.random() < 0.5:
            parts.insert(0, rng.choice(said["greetings"]))
        if rng.random() < PERSONAL[role]:
            parts.append(rng.choice(said[f"personal_{role}"]))
        if rng.random() < 0.5:
            parts.append(rng.choice(said["thanks"] if role == "customer" else said["agent"]))
        text = " ".join(parts)
        if role == "customer" and rng.random() < TYPING:
            text = slip(text, rng)
        return text.format_map(values)

    def _values(self, said: Mapping[str, Any], customer: str, agent: str) -> dict[str, str]:
        """What the dialog's sentences are filled with: the same order number all along."""
        rng = self._rng
        first, last = customer.split(maxsplit=1)
        return {
            "product": rng.choice(said["products"]),
            "count": str(rng.randint(2, 14)),
            "money": f"{rng.randint(5, 240)}.{rng.randint(0, 99):02} EUR",
            "date": f"{self._at + timedelta(days=3):%d.%m.%Y}",
            "order": rng.choice(("{}", "AB-{}", "302-{}")).format(rng.randint(1_000_000, 9_999_999)),
            "email": f"{first}.{last}{rng.randint(1, 999)}@example.com".lower().replace(" ", ""),
            "phone": f"+44 7700 900{rng.randint(0, 999):03}",
            "card": _with_luhn(f"4000 00{rng.randint(0, 99):02} {rng.randint(0, 9999):04} {rng.randint(0, 999):03}"),
            "iban": _iban("DE", f"{rng.randint(0, 10**18 - 1):018}"),
            "tracking": f"1Z{rng.randint(10**15, 10**16 - 1)}",
            "customer": customer,
            "agent": agent,
        }

    def _name(self, rng: Random | None = None) -> str:
        rng = rng or self._rng
        return f"{rng.choice(self._names['first_names'])} {rng.choice(self._names['last_names'])}"


def _with_luhn(digits: str) -> str:
    """The card number with the check digit of ISO/IEC 7812-1 behind it."""
    numbers = [int(digit) for digit in digits if digit.isdigit()]
    doubled = sum(sum(divmod(2 * digit, 10)) for digit in numbers[::-2])
    return digits + str(-(doubled + sum(numbers[-2::-2])) % 10)


def _iban(country: str, account: str) -> str:
    """The account number of a country with the check digits of ISO 7064 (MOD 97-10)."""
    letters = "".join(str(int(character, 36)) for character in country)
    return f"{country}{98 - int(account + letters + '00') % 97:02}{account}"


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args(arguments)
    print(f"{write_log(options.file, options.messages, options.seed):,} dialogs")


if __name__ == "__main__":
    main()
