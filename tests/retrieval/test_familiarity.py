from retrieval.familiarity import Familiarity
from retrieval.lexical import LexicalIndex


def test_words_of_questions_and_answers_are_known_and_others_are_told_once() -> None:
    known = Familiarity(LexicalIndex.build(["Do you ship to Germany?", "my order <ORDER_1>"]), ["Yes, within Europe."])
    assert known.unfamiliar("do you ship within EUROPE, order <ORDER_7>?") == ()
    assert known.unfamiliar("who won the match? the match!") == ("who", "won", "the", "match")
    assert Familiarity(LexicalIndex.build([])).unfamiliar("anything") == ("anything",)
