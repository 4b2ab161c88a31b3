import pytest

from retrieval.tokens import words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Where is Order <ORDER_2>, PLEASE?", ["where", "is", "order", "<order>", "please"]),
        ("退款了吗", ["退款", "款了", "了吗"]),
        ("退", ["退"]),
        ("iPhone 15退款", ["iphone", "15", "退款"]),
        ("ひらがな", ["ひら", "らが", "がな"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("où est mon colis", ["où", "est", "mon", "colis"]),
        ("ﬁle Ｆｕｌｌ STRASSE straße", ["file", "full", "strasse", "strasse"]),
        ("אני רוצה", ["אני", "רוצה"]),
        ("snake_case 3,99€", ["snake", "case", "3", "99"]),
        ("<script> <NO_NUMBER>", ["script", "no", "number"]),
        ("😀 !? ", []),
        ("", []),
    ],
)
def test_words_of_any_script(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_a_very_long_text_is_cut_into_all_its_words() -> None:
    assert len(words("word " * 100_000)) == 100_000
