from retrieval.documents.page import Page, Section
from retrieval.documents.passages import MOST_LETTERS, MOST_WORDS, pieces
from retrieval.tokens import words


def texts(*paragraphs: str) -> list[str]:
    return [piece.text for piece in pieces(Page("Title", (Section(("One",), "one", paragraphs),)))]


def sentence(number: int, length: int = 10) -> str:
    return " ".join([f"Word{number}", *["more"] * (length - 1)]) + "."


def test_short_paragraphs_of_a_section_are_one_passage() -> None:
    assert texts(sentence(1), sentence(2)) == [f"{sentence(1)}\n{sentence(2)}"]


def test_a_passage_ends_once_it_has_forty_words() -> None:
    long = " ".join(sentence(number) for number in range(4))
    assert texts(long, long, "And a short end.") == [long, f"{long}\nAnd a short end."]


def test_a_long_paragraph_is_cut_between_sentences_into_equal_pieces() -> None:
    said = [sentence(number) for number in range(15)]
    found = texts(" ".join(said))
    assert found == [" ".join(said[:8]), " ".join(said[8:])]
    assert all(len(words(text)) <= MOST_WORDS for text in found)


def test_the_items_of_a_list_keep_their_lines_when_it_is_cut() -> None:
    items = [f"{number}. {sentence(number, 20)}" for number in range(1, 10)]
    found = texts("\n".join(items))
    assert "\n".join(found) == "\n".join(items)
    assert len(found) == 2


def test_sections_are_never_joined() -> None:
    page = Page("Title", (Section(("One",), "one", ("A.",)), Section(("Two",), "two", ("B.",))))
    assert [(piece.path, piece.anchor, piece.text) for piece in pieces(page)] == [(("One",), "one", "A."), (("Two",), "two", "B.")]


def test_text_without_an_end_is_cut_all_the_same() -> None:
    found = texts("word " * 1000, "x" * 10_000)
    assert all(len(text) <= MOST_LETTERS and len(words(text)) <= MOST_WORDS for text in found)
    assert "".join(found).replace("\n", "").replace(" ", "") == "word" * 1000 + "x" * 10_000
