from retrieval.familiarity import Familiarity
from retrieval.lexical import LexicalIndex


def test_words_of_questions_and_answers_are_known_and_others_are_told_once() -> None:
    known = Familiarity(LexicalIndex.build(["Do you ship to Germany?", "my order <ORDER_1>"]), ["Yes, within Europe."])
    assert known.unfamiliar("do you ship within EUROPE, order <ORDER_7>?") == ()
    assert known.unfamiliar("who won the match? the match!") == ("who", "won", "the", "match")
    assert Familiarity(LexicalIndex.build([])).unfamiliar("anything") == ("anything",)


def test_languages_are_told_where_they_are_known() -> None:
    known = Familiarity(LexicalIndex.build(["where is my order"]), languages=["en", "de"])
    assert known.has_language("de")
    assert not known.has_language("es")
    assert Familiarity(LexicalIndex.build(["where is my order"])).has_language("es")


def test_most_of_a_text_is_known_from_half_of_its_words_on() -> None:
    known = Familiarity(LexicalIndex.build(["where is my order"]))
    assert known.knows_most_of("where is my oder")
    assert known.knows_most_of("my pedido")
    assert not known.knows_most_of("quiero cancelar my pedido")
