"""Documents of the record, on both databases."""

from pathlib import Path

import pytest
from sqlalchemy import select

from dialogs.database import Database
from dialogs.tables import Document, Passage
from nlu.language import language_of
from retrieval.documents.library import DocumentsReport, Library
from retrieval.errors import DocumentError

PAGE = "# Dogs\n\nDogs on a lead are welcome. Write to help@shop.example or call +44 117 496 0100.\n\n## Water\n\nA bowl stands by the door.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    help_ = tmp_path / "help"
    (help_ / "shop").mkdir(parents=True)
    (help_ / "shop" / "dogs.md").write_text(PAGE, encoding="utf-8")
    (help_ / "index.md").write_text("# Help\n\nAsk us anything about the shop.\n", encoding="utf-8")
    (help_ / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (help_ / ".hidden.md").write_text("# Draft\n\nNot yet.", encoding="utf-8")
    return help_


def passages(database: Database) -> list[tuple[str, list[str], str | None, str]]:
    with database.session(read_only=True) as session:
        rows = session.execute(select(Document.title, Passage.path, Passage.link, Passage.text).join(Passage).order_by(Passage.id))
        return [(title, path, link, text) for title, path, link, text in rows]


def test_a_folder_is_read_with_the_addresses_of_its_pages(database: Database, folder: Path) -> None:
    report = Library(database, language_of).import_paths([folder], "https://shop.example/help/")
    assert (report.added, report.changed, report.unchanged, report.passages) == (2, 0, 0, 3)
    assert [Path(item.file).name for item in report.rejected] == ["logo.png"]
    assert passages(database) == [
        ("Help", [], "https://shop.example/help/#help", "Ask us anything about the shop."),
        (
            "Dogs",
            [],
            "https://shop.example/help/shop/dogs#dogs",
            "Dogs on a lead are welcome. Write to help@shop.example or call +44 117 496 0100.",
        ),
        ("Dogs", ["Water"], "https://shop.example/help/shop/dogs#water", "A bowl stands by the door."),
    ]
    assert [card.language for card in Library(database).cards()] == ["en", "en"]


def test_the_same_pages_again_add_nothing(database: Database, folder: Path) -> None:
    library = Library(database)
    library.import_paths([folder])
    before = passages(database)
    again = library.import_paths([folder / "shop" / "dogs.md", folder / "index.md"])
    assert again == DocumentsReport(unchanged=2)
    assert passages(database) == before


def test_of_a_changed_page_the_passages_are_replaced(database: Database, folder: Path) -> None:
    library = Library(database)
    library.import_paths([folder])
    (folder / "shop" / "dogs.md").write_text("# Dogs\n\nNo dogs any more.\n", encoding="utf-8")
    report = library.import_paths([folder])
    assert (report.added, report.changed, report.unchanged, report.passages) == (0, 1, 1, 1)
    assert [text for *_, text in passages(database)] == ["Ask us anything about the shop.", "No dogs any more."]


def test_a_page_that_moved_is_the_same_page(database: Database, folder: Path) -> None:
    library = Library(database)
    library.import_paths([folder / "shop" / "dogs.md"])
    moved = (folder / "shop" / "dogs.md").rename(folder / "dogs.md")
    report = library.import_paths([moved], "https://shop.example")
    assert (report.added, report.changed) == (0, 1)
    assert [card.link for card in library.cards()] == ["https://shop.example/dogs"]


def test_a_copy_of_a_page_is_no_second_page_and_does_not_change_it(sqlite_database: Database, folder: Path) -> None:
    (folder / "copy.md").write_text(PAGE, encoding="utf-8")
    library = Library(sqlite_database)
    first = library.import_paths([folder], "https://shop.example")
    assert (first.added, first.changed, first.unchanged) == (2, 0, 1)
    assert library.import_paths([folder], "https://shop.example").unchanged == 3
    assert len(list(library.cards())) == 2


def test_removing_a_document_removes_its_passages(database: Database, folder: Path) -> None:
    library = Library(database)
    library.import_paths([folder])
    dogs = next(card for card in library.cards() if card.title == "Dogs")
    assert [card.passages for card in library.remove([dogs.id])] == [2]
    assert [title for title, *_ in passages(database)] == ["Help"]
    with pytest.raises(DocumentError, match=f"there is no document {dogs.id}; firstline documents list"):
        library.remove([dogs.id])


def test_where_nothing_can_be_read_it_says_why(sqlite_database: Database, folder: Path, tmp_path: Path) -> None:
    library = Library(sqlite_database)
    with pytest.raises(DocumentError, match=r"no document could be read: .*logo\.png: it is a picture"):
        library.import_paths([folder / "logo.png"])
    with pytest.raises(DocumentError, match="missing does not exist"):
        library.import_paths([tmp_path / "missing"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(DocumentError, match="there is no file in"):
        library.import_paths([tmp_path / "empty"])
