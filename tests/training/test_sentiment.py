from pathlib import Path

import pytest

from dialogs.database import Database
from nlu.manifest import read_manifest
from nlu.onnx_encoder import OnnxEncoder
from nlu.sentiment import SENTIMENT_FILE, SentimentHead
from tests.bases import toy_examples
from tests.dialogs.importing import Desk, dialog
from training.errors import ExamplesError
from training.examples import Example, checked
from training.registry import Registry
from training.sentiment import rated_messages, read_moods
from training.train import TrainOptions, train

FEELINGS = {
    "negative": "schrecklich furchtbar enttäuschend ärgerlich miserabel",
    "positive": "wunderbar großartig begeistert hervorragend perfekt",
    "neutral": "vielleicht montag nummer adresse rechnung",
}
SUBJECTS = ("lieferung", "bestellung", "paket", "ware", "antwort", "hotline", "verpackung", "app")


def german_moods() -> tuple[Example, ...]:
    return tuple(
        Example(f"die {subject} ist {word}", mood)
        for mood, words in FEELINGS.items()
        for word in words.split()
        for subject in SUBJECTS
    )


def test_a_head_that_tells_more_than_the_lexicon_is_kept_with_its_checksum(
    sqlite_database: Database, tmp_path: Path, tiny_base: Path
) -> None:
    registry = Registry(sqlite_database, tmp_path / "models")
    options = TrainOptions(tiny_base, quick=True, moods=german_moods())
    report = train(registry, checked(toy_examples(), "toys"), options, lambda name: None)
    folder = registry.folder(report.version)
    figures = registry.get(report.version).metrics["sentiment"]
    assert figures["kept"]
    assert figures["accuracy"] > 0.8 > 0.5 > figures["lexicon_accuracy"]
    assert SENTIMENT_FILE in read_manifest(folder).files
    head = SentimentHead.load(folder)
    assert head is not None
    vectors = OnnxEncoder(folder).encode(["die Bestellung ist furchtbar", "die Bestellung ist perfekt"])
    assert [head.feel(vector).mood for vector in vectors] == ["negative", "positive"]


def test_rows_in_the_words_of_other_tools(tmp_path: Path) -> None:
    file = tmp_path / "moods.csv"
    file.write_text("text,label\nbroken,NEG\nfine,positive\nwell,0\n".replace(",0", ",neutral"), encoding="utf-8")
    assert [row.intent for row in read_moods(file, str)] == ["negative", "positive", "neutral"]
    file.write_text("text,label\nbroken,fuming\n", encoding="utf-8")
    with pytest.raises(ExamplesError, match="'fuming'; write negative, neutral or positive"):
        read_moods(file, str)
    file.write_text("text,intent\nbroken,refund\n", encoding="utf-8")
    with pytest.raises(ExamplesError, match="no columns for text and sentiment"):
        read_moods(file, str)


def test_ratings_tell_the_mood_of_the_last_customer_message(sqlite_desk: Desk) -> None:
    rated = ((1, "never again"), (3, "well"), (5, "thank you"))
    turns = (("customer", "hello"), ("agent", "hi"))
    sqlite_desk.jsonl(*(dialog(f"d{rating}", *turns, ("customer", text), rating=rating) for rating, text in rated))
    assert [(row.text, row.intent) for row in rated_messages(sqlite_desk.database)] == [
        ("never again", "negative"),
        ("well", "neutral"),
        ("thank you", "positive"),
    ]


def test_without_ratings_it_says_what_to_do(sqlite_database: Database) -> None:
    with pytest.raises(ExamplesError, match="no rated dialogs"):
        rated_messages(sqlite_database)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([Example(f"bad {number}", "negative") for number in range(40)], "none is positive"),
        ([Example("bad", "negative"), Example("good", "positive")], "at least 30"),
    ],
)
def test_too_few_moods(rows: list[Example], words: str, sqlite_database: Database, tmp_path: Path, tiny_base: Path) -> None:
    registry = Registry(sqlite_database, tmp_path / "models")
    with pytest.raises(ExamplesError, match=words):
        train(registry, checked(toy_examples(), "toys"), TrainOptions(tiny_base, quick=True, moods=tuple(rows)), lambda name: None)
    assert registry.versions() == ()
