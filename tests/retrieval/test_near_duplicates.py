from retrieval.near_duplicates import Worded, near_duplicates
from tests.retrieval.encoders import WordEncoder

FREE = "You can send your order back within 30 days and it is free of charge."


def test_answers_that_nearly_say_the_same_are_paired_and_other_facts_keep_them_apart() -> None:
    answers = [
        Worded(1, FREE, "en", 1),
        Worded(2, FREE.replace("free of charge", "free"), "en", 2),
        Worded(3, FREE.replace("30", "60"), "en", 3),
        Worded(4, "Our shop is in Bristol.", "en", 4),
        Worded(5, FREE + " Yes.", "de", 1),
    ]
    found = near_duplicates(answers, WordEncoder())
    assert {(pair.first.id, pair.second.id) for pair in found} == {(1, 2), (2, 5)}
    assert found[0].cosine >= found[1].cosine > 0.85
    assert near_duplicates(answers[:1], WordEncoder()) == []
