import pytest

from retrieval.facts import facts_of
from retrieval.merging import Cluster, Text, merge
from tests.retrieval.encoders import WordEncoder


def clusters(*texts: str | Text) -> list[list[int]]:
    whole = [Text(text, "en") if isinstance(text, str) else text for text in texts]
    return [list(cluster.members) for cluster in merge(whole, WordEncoder().encode([text.text for text in whole]))]


@pytest.mark.parametrize(
    ("first", "second", "agree"),
    [
        ("Returns take 5 days.", "It takes 5 days to return.", True),
        ("Returns take 5 days.", "Returns take 7 days.", False),
        ("It takes five days.", "It takes 5 days.", True),
        ("It costs £2.90.", "It costs £2,90.", True),
        ("It is possible.", "It isn't possible.", False),
        ("We ship to Norway.", "We ship to Sweden.", False),
        ("We ship to Norway.", "Norway is where we ship to.", True),
        ("See https://a.example/x", "See https://a.example/y", False),
        ("See https://a.example/x.", "https://a.example/x/ has it", True),
        ("Cancel <ORDER_1> here.", "Cancel your order here.", False),
        ("Cancel <ORDER_1> here.", "Here you cancel <ORDER_1>.", True),
        ("可以退款", "不可以退款", False),
        ("Le retour est gratuit", "Le retour n'est pas gratuit", False),
        (
            "Until it is packed, at https://a.example within 2 hours",
            "If it isn't packed, at https://a.example within 2 hours",
            True,
        ),
    ],
)
def test_facts_that_must_agree(first: str, second: str, agree: bool) -> None:
    one, two = facts_of([first, second], ["en", "en"])
    assert one.agree(two) is agree
    assert two.agree(one) is agree


def test_a_number_is_spelled_in_its_own_language() -> None:
    texts = ["It is late due to snow.", "Ci vogliono due giorni.", "Ci vogliono 2 giorni.", "Due to snow, it takes two days."]
    assert [fact.numbers for fact in facts_of(texts, ["en", "it", "it", None])] == [set(), {"2"}, {"2"}, {"2"}]


def test_what_was_done_for_somebody_is_not_what_holds_for_everybody() -> None:
    assert clusters("The refund takes 3 days to arrive.", "The refund takes 3 days to arrive, I have made it.") == [[0], [1]]
    assert clusters("The refund takes 3 days to arrive.", "The refund takes 3 days to arrive, you see it.") == [[0, 1]]


def test_capitals_mean_nothing_in_a_language_that_writes_every_noun_with_one() -> None:
    texts = ["Die Rücksendung der Ware ist für Kunden kostenlos.", "Für Kunden ist die Retoure der Ware kostenlos."]
    first, second = facts_of(texts, ["de", "de"])
    assert first.agree(second)


def test_the_same_in_other_words_is_merged_and_other_facts_are_not() -> None:
    assert clusters(
        "You can return it within 30 days.",
        "Within 30 days you can return it.",
        "You can return it within 60 days.",
        "You can not return it within 30 days.",
        "We are open on Sunday afternoon.",
    ) == [[0, 1], [2], [3], [4]]


def test_the_representative_is_what_most_others_are_close_to() -> None:
    texts = [
        Text("returns are free for everybody always"),
        Text("returns are free for everybody", weight=5),
        Text("all returns are free for everybody"),
    ]
    found = merge(texts, WordEncoder().encode([text.text for text in texts]))
    assert found == [Cluster(1, (0, 1, 2))]


def test_no_chain_of_small_steps_joins_what_is_far_apart() -> None:
    steps = ["a b c d e f g h", "b c d e f g h i", "c d e f g h i j", "d e f g h i j k", "e f g h i j k l", "f g h i j k l m"]
    for members in clusters(*steps):
        assert max(members) - min(members) <= 2


def test_a_fixed_text_takes_others_in_and_is_never_taken_in() -> None:
    assert clusters(
        Text("return it within days", fixed=True),
        Text("return it within days", fixed=True),
        Text("return it within days", weight=9),
    ) == [
        [0, 2],
        [1],
    ]


def test_nothing_and_wordless_texts_merge_without_trouble() -> None:
    assert clusters() == []
    assert clusters("😀", "😀", "") == [[0], [1], [2]]
