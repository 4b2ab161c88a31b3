from datetime import date

import pytest

from nlu.entities import EntityFinder
from nlu.errors import UnusablePatternError

TODAY = date(2026, 11, 25)
"""A Wednesday."""


def found(text: str, language: str | None = "en", *patterns: str) -> list[tuple[str, str]]:
    return [(entity.kind, entity.normal) for entity in EntityFinder.of(patterns).find(text, language, TODAY)]


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("ordered on 3 March 2026", "en", "2026-03-03"),
        ("ordered March 3rd, 2026", "en", "2026-03-03"),
        ("ordered 3rd of December", "en", "2025-12-03"),  # without a year: the latest that is past
        ("it was 12/03/26", "en", "2026-12-03"),
        ("it was 12/03/26", "fr", "2026-03-12"),
        ("it was 2026-03-05", "en", "2026-03-05"),
        ("bestellt am 12.03.2026", "de", "2026-03-12"),
        ("am 3. März bestellt", "de", "2026-03-03"),
        ("el 3 de abril de 2026", "es", "2026-04-03"),
        ("заказал 5 мая", "ru", "2026-05-05"),
        ("我3月5日买的", "zh", "2026-03-05"),
        ("it came yesterday", "en", "2026-11-24"),
        ("two days ago", "en", "2026-11-23"),
        ("it came on monday", "en", "2026-11-23"),
        ("vorgestern", "de", "2026-11-23"),
        ("commandé hier", "fr", "2026-11-24"),
        ("неделю назад", "ru", "2026-11-18"),
        ("昨天", "zh", "2026-11-24"),
    ],
)
def test_dates(text: str, language: str, day: str) -> None:
    assert found(text, language) == [("date", day)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("i may come in march and see you now", "en"),
        ("30/02/2026", "en"),
        ("version 1.2.3 of 12.03", "en"),
        ("ist jemand hier", "de"),  # French for yesterday, German for here
        ("3 mars bars", "en"),
    ],
)
def test_what_is_no_date(text: str, language: str) -> None:
    assert found(text, language) == []


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("i paid 45.90 EUR", "45.90 EUR"),
        ("it cost $1,234.5", "1234.50 USD"),
        ("für 1.234,56 €", "1234.56 EUR"),
        ("за 1 500 руб.", "1500 RUB"),
        ("Rs. 500 back", "500 INR"),
        ("花了300元", "300 CNY"),
        ("30 euros", "30 EUR"),
    ],
)
def test_amounts(text: str, amount: str) -> None:
    assert found(text, None) == [("amount", amount)]


def test_a_number_without_a_currency_is_no_amount() -> None:
    assert found("5% off 3 items, model 45.90") == []


def test_personal_values_are_the_placeholders_that_redaction_left() -> None:
    text = "order <ORDER_1> to <EMAIL_1> since yesterday for $5"
    entities = EntityFinder().find(text, "en", TODAY)
    assert [(entity.kind, entity.value) for entity in entities] == [
        ("order", "<ORDER_1>"),
        ("email", "<EMAIL_1>"),
        ("date", "yesterday"),
        ("amount", "$5"),
    ]
    assert all(text[entity.start : entity.end] == entity.value for entity in entities)


def test_own_patterns_come_first() -> None:
    assert found("my AB-123 of 2026-03-05", "en", r"model=[A-Z]{2}-\d{3}", r"batch=of ([\d-]+)") == [
        ("model", "AB-123"),
        ("batch", "2026-03-05"),
    ]


@pytest.mark.parametrize("line", ["[A-Z]+", "model=", "Model=x", "model=[A-Z"])
def test_a_pattern_that_can_not_be_used(line: str) -> None:
    with pytest.raises(UnusablePatternError, match=r"entity_patterns holds .* such as model="):
        EntityFinder.of([line])
