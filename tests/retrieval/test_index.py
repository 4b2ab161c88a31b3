import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import delete, update

from dialogs.database import Database
from dialogs.tables import Answer, AnswerSource
from retrieval.answer_index import CURRENT, AnswerIndex, current_folder
from retrieval.confidence import DEFAULT, FEATURES, Calibration, Thresholds
from retrieval.errors import IndexDamagedError, IndexMismatchError, IndexMissingError
from retrieval.hit import Source
from retrieval.index import record_state, save_calibration, update_index
from retrieval.search import Retriever
from tests.retrieval.encoders import WordEncoder
from tests.retrieval.record import add_answer, add_dialog

ENCODER = WordEncoder()
CALIBRATION = Calibration(
    (0.1,) * len(FEATURES), 0.0, (0.0,) * len(FEATURES), (1.0,) * len(FEATURES), Thresholds(0.8, 0.3, 0.5), "m1"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home" / "index"


@pytest.fixture
def shop(database: Database) -> Database:
    add_answer(database, "We deliver in 3 days.", ["how long is delivery", "when does it arrive"], intent="delivery")
    add_answer(database, "Returns are free.", ["can i send it back"])
    add_answer(database, "A draft.", ["is this a draft"], status="draft")
    add_answer(database, "Gone.", ["suspended one"], status="suspended")
    return database


def found(folder: Path, query: str, **options: object) -> list[str]:
    index = AnswerIndex.load(folder, encoder_id="words-1")
    return [hit.answer.text for hit in Retriever(index).search(query, ENCODER.encode([query])[0], {})]


def test_only_approved_answers_that_have_not_expired_are_indexed(shop: Database, folder: Path) -> None:
    add_answer(shop, "Expired.", ["old question"], expires_at=datetime.now(UTC) - timedelta(seconds=1))
    add_answer(shop, "Still good.", ["new question"], expires_at=datetime.now(UTC) + timedelta(days=1))
    report = update_index(shop, ENCODER, folder)
    assert (report.vectors, report.added, report.removed, report.kind, report.answers) == (4, 4, 0, "flat", 3)
    index = AnswerIndex.load(folder, encoder_id="words-1")
    assert sorted(answer.text for answer in index.answers.values()) == ["Returns are free.", "Still good.", "We deliver in 3 days."]


def test_an_entry_carries_all_that_calibration_needs(database: Database, folder: Path) -> None:
    key = add_dialog(database, "d1", [("customer", "how long is delivery"), ("agent", "We deliver in 3 days.")])
    answer = add_answer(database, "We deliver in 3 days.", intent="delivery")
    with database.session() as session:
        session.add(AnswerSource(answer_id=answer, message_id=2, question_id=1, question="how long is delivery"))
    update_index(database, ENCODER, folder)
    index = AnswerIndex.load(folder, encoder_id="words-1")
    entry = index.entries()[0]
    assert (entry.row, entry.question, entry.answer, entry.intent, entry.dialog) == (
        0,
        "how long is delivery",
        answer,
        "delivery",
        key,
    )
    np.testing.assert_allclose(entry.vector, ENCODER.encode(["how long is delivery"])[0], atol=1e-6)
    assert index.answers[answer].sources == (Source("d1", "1"),)
    assert index.answers[answer].title == "how long is delivery"


def test_an_answer_without_questions_is_found_by_its_own_text(database: Database, folder: Path) -> None:
    add_answer(database, "Our shop opens at nine.")
    update_index(database, ENCODER, folder)
    assert found(folder, "when opens the shop") == ["Our shop opens at nine."]


def test_only_new_questions_are_embedded_and_removed_ones_leave_no_vector(shop: Database, folder: Path) -> None:
    update_index(shop, ENCODER, folder)
    gone = add_answer(shop, "By card.", ["how to pay", "payment methods"])
    encoder = WordEncoder()
    report = update_index(shop, encoder, folder)
    assert (report.vectors, report.added, report.removed, report.embedded) == (5, 2, 0, 2)
    assert sorted(encoder.encoded) == ["By card.", "how to pay", "payment methods"]
    with shop.session() as session:
        session.execute(delete(AnswerSource).where(AnswerSource.answer_id == gone))
        session.execute(delete(Answer).where(Answer.id == gone))
    encoder = WordEncoder()
    report = update_index(shop, encoder, folder)
    assert (report.vectors, report.added, report.removed, encoder.encoded) == (3, 0, 2, [])
    assert "By card." not in found(folder, "how to pay")
    index = AnswerIndex.load(folder, encoder_id="words-1")
    assert len(index.vectors) == 3
    np.testing.assert_allclose(index.vectors, ENCODER.encode(list(index.columns.questions)), atol=1e-6)
    np.testing.assert_allclose(index.answer_vectors, ENCODER.encode([answer.text for answer in index.listed]), atol=1e-6)


def test_an_edited_or_suspended_answer_changes_with_the_next_update(shop: Database, folder: Path) -> None:
    update_index(shop, ENCODER, folder)
    with shop.session() as session:
        session.execute(update(Answer).where(Answer.text == "Returns are free.").values(text="Returns cost £3."))
        session.execute(update(Answer).where(Answer.text == "We deliver in 3 days.").values(status="suspended"))
    encoder = WordEncoder()
    report = update_index(shop, encoder, folder)
    assert (report.vectors, report.removed, encoder.encoded) == (1, 2, ["Returns cost £3."])
    assert found(folder, "can i send it back") == ["Returns cost £3."]


def test_nothing_new_writes_nothing_and_keeps_the_version(shop: Database, folder: Path) -> None:
    first = update_index(shop, ENCODER, folder)
    second = update_index(shop, ENCODER, folder)
    assert (second.version, second.added, second.removed, second.vectors) == (first.version, 0, 0, 3)
    assert record_state(shop) == AnswerIndex.load(folder, encoder_id=None).manifest.record


def test_rebuild_and_another_encoder_embed_everything_again(shop: Database, folder: Path) -> None:
    update_index(shop, ENCODER, folder)
    encoder = WordEncoder()
    assert update_index(shop, encoder, folder, rebuild=True).embedded == 3
    other = WordEncoder(id="words-2")
    assert update_index(shop, other, folder).embedded == 3
    index = AnswerIndex.load(folder, encoder_id="words-2")
    np.testing.assert_allclose(index.vectors, other.encode(list(index.columns.questions)), atol=1e-6)


def test_an_index_of_another_encoder_is_refused(shop: Database, folder: Path) -> None:
    update_index(shop, ENCODER, folder)
    with pytest.raises(
        IndexMismatchError, match="built with the encoder words-1, the model in use has words-9; run: firstline index"
    ):
        AnswerIndex.load(folder, encoder_id="words-9")


def test_an_index_of_another_state_of_the_record_is_refused_where_that_matters(shop: Database, folder: Path) -> None:
    update_index(shop, ENCODER, folder)
    AnswerIndex.load(folder, encoder_id=None, record=record_state(shop))
    add_answer(shop, "New.", ["new"])
    with pytest.raises(IndexMismatchError, match="have changed since"):
        AnswerIndex.load(folder, encoder_id=None, record=record_state(shop))


@pytest.mark.parametrize("name", ["answers.json", "entries.json", "vectors.npy", "lexical/vocab.index.json"])
def test_a_changed_byte_is_noticed_and_the_next_update_heals_it(shop: Database, folder: Path, name: str) -> None:
    update_index(shop, ENCODER, folder)
    file = current_folder(folder) / name
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    with pytest.raises(IndexDamagedError, match=f"{name} has changed.*--rebuild"):
        AnswerIndex.load(folder, encoder_id="words-1")
    assert update_index(shop, ENCODER, folder).vectors == 3
    assert found(folder, "can i send it back")[0] == "Returns are free."


def test_a_missing_file_is_named(shop: Database, folder: Path) -> None:
    update_index(shop, ENCODER, folder)
    (current_folder(folder) / "vectors.npy").unlink()
    with pytest.raises(IndexDamagedError, match=r"vectors\.npy is missing"):
        AnswerIndex.load(folder, encoder_id="words-1")


@pytest.mark.parametrize(("change", "error"), [({"format": 99}, IndexMismatchError), ({"kind": None}, IndexDamagedError)])
def test_a_manifest_of_another_format_or_without_a_field_is_refused(
    shop: Database, folder: Path, change: dict[str, object], error: type[Exception]
) -> None:
    update_index(shop, ENCODER, folder)
    file = current_folder(folder) / "manifest.json"
    data = json.loads(file.read_text()) | change
    file.write_text(json.dumps({name: value for name, value in data.items() if value is not None}))
    with pytest.raises(error, match="firstline index --rebuild"):
        AnswerIndex.load(folder, encoder_id=None)


def test_no_index_yet_says_what_to_run(folder: Path) -> None:
    with pytest.raises(IndexMissingError, match="run: firstline index"):
        AnswerIndex.load(folder, encoder_id=None)
    folder.mkdir(parents=True)
    (folder / CURRENT).write_text("nowhere")
    with pytest.raises(IndexMissingError, match="'nowhere', which is not there"):
        AnswerIndex.load(folder, encoder_id=None)


def test_an_interrupted_update_leaves_the_old_index_and_nothing_half_written(
    shop: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    update_index(shop, ENCODER, folder)
    before = sorted(path.name for path in folder.iterdir())
    add_answer(shop, "New.", ["brand new"])

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("retrieval.index.write_manifest", interrupted)
    with pytest.raises(KeyboardInterrupt):
        update_index(shop, ENCODER, folder)
    assert sorted(path.name for path in folder.iterdir()) == before
    assert "New." not in found(folder, "brand new")


def test_the_index_in_use_and_the_one_before_are_kept(shop: Database, folder: Path) -> None:
    versions = []
    for number in range(3):
        add_answer(shop, f"Answer {number}.", [f"question {number}"])
        versions.append(update_index(shop, ENCODER, folder).version)
    assert sorted(path.name for path in folder.iterdir()) == sorted([CURRENT, *versions[1:]])
    assert current_folder(folder).name == versions[2]


def test_an_index_that_is_loaded_goes_on_after_two_more_updates(shop: Database, folder: Path) -> None:
    update_index(shop, ENCODER, folder)
    loaded = Retriever(AnswerIndex.load(folder, encoder_id="words-1"))
    for number in range(3):
        add_answer(shop, f"Answer {number}.", [f"question {number}"])
        update_index(shop, ENCODER, folder)
    assert loaded.search("can i send it back", ENCODER.encode(["can i send it back"])[0], {})[0].answer.text == "Returns are free."


def test_nothing_approved_makes_an_empty_index_that_finds_nothing(database: Database, folder: Path) -> None:
    assert update_index(database, ENCODER, folder).vectors == 0
    assert found(folder, "anything") == []
    add_answer(database, "Something.", ["anything"])
    assert update_index(database, ENCODER, folder).added == 1
    assert found(folder, "anything") == ["Something."]


def test_a_calibration_stays_with_its_index_and_goes_on_to_the_next(shop: Database, folder: Path) -> None:
    update_index(shop, ENCODER, folder)
    assert AnswerIndex.load(folder, encoder_id=None).calibration == DEFAULT
    save_calibration(folder, CALIBRATION)
    assert AnswerIndex.load(folder, encoder_id=None).calibration == CALIBRATION
    add_answer(shop, "New.", ["new"])
    update_index(shop, ENCODER, folder)
    assert AnswerIndex.load(folder, encoder_id=None).calibration == CALIBRATION
    update_index(shop, WordEncoder(id="words-2"), folder)
    assert AnswerIndex.load(folder, encoder_id=None).calibration == DEFAULT
