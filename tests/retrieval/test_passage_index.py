"""Documents in the search index: written, found, replaced, dropped."""

import json
from pathlib import Path

import numpy as np
import pytest

from dialogs.database import Database
from retrieval.answer_index import AnswerIndex
from retrieval.documents.library import Library
from retrieval.errors import CalibrationError, IndexDamagedError
from retrieval.index import record_state, update_index
from retrieval.passage_confidence import DEFAULT, PassageCalibration
from retrieval.passage_index import PassageIndex
from retrieval.passage_search import Disguise, PassageRetriever, _one_word
from tests.retrieval.encoders import WordEncoder
from tests.retrieval.record import add_answer

DOGS = "# Dogs\n\nDogs on a lead are welcome. A bowl of water stands by the door.\n\n## Cats\n\nCats may sleep in the window.\n"
KETTLES = "# Kettles\n\nLimescale is white and harmless.\n\n## Descaling\n\nBoil equal parts of vinegar and water. Rinse it three times.\n"


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "help"
    folder.mkdir()
    (folder / "dogs.md").write_text(DOGS, encoding="utf-8")
    (folder / "kettles.md").write_text(KETTLES, encoding="utf-8")
    return folder


@pytest.fixture
def record(sqlite_database: Database, pages: Path) -> Database:
    add_answer(sqlite_database, "We deliver in 3 days.", ["how long is delivery"])
    Library(sqlite_database).import_paths([pages], "https://shop.example/help")
    return sqlite_database


def passages_of(folder: Path) -> PassageIndex:
    found = PassageIndex.load(AnswerIndex.load(folder, encoder_id="words-1").folder)
    assert found is not None
    return found


def test_passages_are_found_by_vector_and_words(record: Database, tmp_path: Path) -> None:
    encoder, folder = WordEncoder(), tmp_path / "index"
    report = update_index(record, encoder, folder)
    assert (report.vectors, report.passages) == (1, 4)
    index = passages_of(folder)
    query = "is there a bowl of water for my dogs"
    first, *others = PassageRetriever(index).search(query, encoder.encode([query])[0])
    assert (first.passage.heading, first.passage.link) == ("Dogs", "https://shop.example/help/dogs#dogs")
    assert first.passage.text == "Dogs on a lead are welcome. A bowl of water stands by the door."
    assert len(first.sentences) == 2
    assert first.nearest == max(first.sentences)
    assert first.margin == pytest.approx(first.score - others[0].score)
    assert others[0].margin == pytest.approx(others[0].score - first.score)


def test_a_passages_own_text_has_cosine_one(record: Database, tmp_path: Path) -> None:
    encoder, folder = WordEncoder(), tmp_path / "index"
    update_index(record, encoder, folder)
    index = passages_of(folder)
    for place, passage in enumerate(index.passages):
        (best, *_) = PassageRetriever(index).search(passage.text, encoder.encode([passage.text])[0])
        assert best.place == place
        assert best.stated == pytest.approx(1, abs=1e-5)
        assert best.matched == pytest.approx(1)


def test_only_what_is_new_is_embedded_and_what_is_gone_leaves_no_vector(record: Database, pages: Path, tmp_path: Path) -> None:
    encoder, folder = WordEncoder(), tmp_path / "index"
    update_index(record, encoder, folder)
    version = AnswerIndex.load(folder, encoder_id=None).version
    assert update_index(record, encoder, folder).version == version
    encoder.encoded.clear()
    (pages / "dogs.md").write_text(DOGS.replace("Cats may sleep", "Cats must not sleep"), encoding="utf-8")
    Library(record).import_paths([pages / "dogs.md"], "https://shop.example/help")
    update_index(record, encoder, folder)
    assert encoder.encoded == ["Cats must not sleep in the window."]
    library = Library(record)
    library.remove([card.id for card in library.cards() if card.title == "Dogs"])
    report = update_index(record, encoder, folder)
    index = passages_of(folder)
    assert report.passages == len(index.passages) == 2
    assert len(index.vectors) == 7
    assert not any("Dogs" in text or "Cats" in text for text in index.known())
    assert "Dogs" not in (AnswerIndex.load(folder, encoder_id=None).folder / "documents" / "passages.json").read_text()
    library.remove([card.id for card in library.cards()])
    update_index(record, encoder, folder)
    assert PassageIndex.load(AnswerIndex.load(folder, encoder_id=None).folder) is None


def test_the_state_of_the_record_knows_of_its_documents(record: Database, pages: Path, tmp_path: Path) -> None:
    update_index(record, WordEncoder(), tmp_path / "index")
    assert record_state(record) == AnswerIndex.load(tmp_path / "index", encoder_id=None).manifest.record
    (pages / "dogs.md").write_text("# Dogs\n\nNone.\n", encoding="utf-8")
    Library(record).import_paths([pages / "dogs.md"], "https://shop.example/help")
    assert record_state(record) != AnswerIndex.load(tmp_path / "index", encoder_id=None).manifest.record


def test_a_changed_file_of_the_documents_is_named(record: Database, tmp_path: Path) -> None:
    update_index(record, WordEncoder(), tmp_path / "index")
    file = AnswerIndex.load(tmp_path / "index", encoder_id=None).folder / "documents" / "passages.json"
    file.write_text(file.read_text().replace("welcome", "banned"))
    with pytest.raises(IndexDamagedError, match=r"documents/passages\.json has changed"):
        AnswerIndex.load(tmp_path / "index", encoder_id=None)


def test_a_calibration_is_kept_beside_them(record: Database, tmp_path: Path) -> None:
    update_index(record, WordEncoder(), tmp_path / "index")
    index = passages_of(tmp_path / "index")
    assert index.calibration == DEFAULT
    mine = PassageCalibration((1.0, 2.0, 3.0, 4.0, 5.0, 6.0), -1.0, 0.8, quoted=0.5, samples=40)
    index.save_calibration(mine)
    assert passages_of(tmp_path / "index").calibration == mine
    other = json.loads(mine.to_json()) | {"features": ["nearest"]}
    with pytest.raises(CalibrationError, match="by another version"):
        PassageCalibration.from_json(json.dumps(other))


def test_a_disguise_covers_rows_and_hides_passages(record: Database, tmp_path: Path) -> None:
    encoder = WordEncoder()
    update_index(record, encoder, tmp_path / "index")
    index = passages_of(tmp_path / "index")
    retriever, query = PassageRetriever(index), "Cats may sleep in the window."
    vector = encoder.encode([query])[0]
    place = retriever.search(query, vector)[0].place
    rows = {int(row): np.zeros_like(vector) for row in index.rows_of(place)}
    (covered,) = [
        hit for hit in retriever.search(query, vector, disguise=Disguise(rows, {place: frozenset()})) if hit.place == place
    ]
    assert (covered.nearest, covered.headed, covered.stated, covered.matched) == (0, 0, 0, 0)
    hidden = retriever.search(query, vector, disguise=Disguise(hidden=frozenset({place})))
    assert place not in [hit.place for hit in hidden]


def test_forms_of_a_word_count_and_common_words_do_not(record: Database, tmp_path: Path) -> None:
    encoder = WordEncoder()
    update_index(record, encoder, tmp_path / "index")
    answers = AnswerIndex.load(tmp_path / "index", encoder_id="words-1")
    index = passages_of(tmp_path / "index")
    query = "how is descaled"
    hits = PassageRetriever(index, answers.lexical).search(query, encoder.encode([query])[0])
    share = {hit.passage.heading: hit.matched for hit in hits}
    assert share["Kettles: Descaling"] > 0.4
    assert share["Dogs"] == 0


def test_pages_in_the_customers_language_come_alone_where_there_are_some(sqlite_database: Database, tmp_path: Path) -> None:
    for name, text in (("de.md", "Hunde sind an der Leine willkommen."), ("en.md", "Dogs are welcome on a lead.")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    Library(sqlite_database, lambda text: "de" if "Hunde" in text else "en").import_paths([tmp_path / "de.md", tmp_path / "en.md"])
    add_answer(sqlite_database, "x", ["y"])
    encoder = WordEncoder()
    update_index(sqlite_database, encoder, tmp_path / "index")
    retriever, query = PassageRetriever(passages_of(tmp_path / "index")), "dogs Hunde"
    vector = encoder.encode([query])[0]
    assert [hit.passage.language for hit in retriever.search(query, vector, language="de")] == ["de"]
    assert {hit.passage.language for hit in retriever.search(query, vector, language="fr")} == {"de", "en"}


@pytest.mark.parametrize(
    ("word", "other", "same"),
    [
        ("dog", "dogs", True),
        ("tea", "teas", True),
        ("box", "boxes", True),
        ("descale", "descaling", True),
        ("cat", "catalogue", False),
        ("order", "ordinary", False),
        ("go", "goat", False),
        ("dog", "door", False),
        ("kettle", "kettle", True),
    ],
)
def test_forms_of_one_word_share_their_beginning(word: str, other: str, same: bool) -> None:
    assert _one_word(word, other) is _one_word(other, word) is same
