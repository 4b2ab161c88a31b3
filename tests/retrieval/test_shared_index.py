"""An index whose vectors lie in PostgreSQL: several machines search the same."""

from pathlib import Path

import numpy as np
from sqlalchemy import create_engine, text

from dialogs.database import Database
from retrieval.answer_index import AnswerIndex
from retrieval.index import update_index
from retrieval.pg_index import FILE, shared_from
from retrieval.search import Retriever
from tests.retrieval.encoders import WordEncoder
from tests.retrieval.record import add_answer


def best(index: AnswerIndex, question: str) -> str:
    return Retriever(index).search(question, WordEncoder().encode([question])[0], {})[0].answer.text


def tables(url: str) -> set[str]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = set(connection.scalars(text("SELECT tablename FROM pg_tables WHERE tablename LIKE 'vectors_%'")))
    engine.dispose()
    return found


def test_vectors_are_added_to_the_shared_table_and_found_from_every_folder(
    sqlite_database: Database, vector_url: str, tmp_path: Path
) -> None:
    encoder, before = WordEncoder(), tables(vector_url)
    add_answer(sqlite_database, "Thirty days.", ["can I send it back?"])
    first = update_index(sqlite_database, encoder, tmp_path, vector_url=vector_url)
    add_answer(sqlite_database, "In Bristol.", ["where is your shop?"])
    second = update_index(sqlite_database, encoder, tmp_path, vector_url=vector_url)
    assert (first.kind, second.kind, second.vectors, second.embedded) == ("pgvector", "pgvector", 2, 1)
    (table,) = tables(vector_url) - before
    assert (tmp_path / second.version / FILE).read_text() == table
    shared = AnswerIndex.load(tmp_path, encoder_id=encoder.id, shared=shared_from(vector_url))
    alone = AnswerIndex.load(tmp_path, encoder_id=encoder.id)
    assert best(shared, "where is the shop?") == best(alone, "where is the shop?") == "In Bristol."
    np.testing.assert_array_equal(shared.vectors, alone.vectors)


def test_a_table_that_no_folder_names_any_more_is_dropped(sqlite_database: Database, vector_url: str, tmp_path: Path) -> None:
    encoder, before = WordEncoder(), tables(vector_url)
    for number in range(4):
        add_answer(sqlite_database, f"Answer {number}.", [f"question {number}?"])
        update_index(sqlite_database, encoder, tmp_path, rebuild=True, vector_url=vector_url)
    assert len(tables(vector_url) - before) == 2


def test_the_setting_moves_the_vectors_there_and_back(sqlite_database: Database, vector_url: str, tmp_path: Path) -> None:
    add_answer(sqlite_database, "Thirty days.", ["can I send it back?"])
    kinds = [
        update_index(sqlite_database, WordEncoder(), tmp_path, vector_url=url).kind for url in ("", vector_url, vector_url, "")
    ]
    assert kinds == ["flat", "pgvector", "pgvector", "flat"]
