import pytest

from bot.dialogue.action import SmallTalk
from bot.dialogue.small_talk import small_talk, wants_human


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hi", SmallTalk.GREETING),
        ("Hello there!!", SmallTalk.GREETING),
        ("Привет!", SmallTalk.GREETING),
        ("你好", SmallTalk.GREETING),
        ("שלום", SmallTalk.GREETING),
        ("thanks a lot 🙏", SmallTalk.THANKS),
        ("Thank you so much, bye", SmallTalk.GOODBYE),
        ("hey, how are you?", SmallTalk.HOW_ARE_YOU),
        ("hi, are you a bot?", SmallTalk.WHO_ARE_YOU),
        ("Tell me a joke", SmallTalk.JOKE),
        ("no thanks, that's all", SmallTalk.THANKS),
        ("Nein danke!", SmallTalk.THANKS),
        ("😊😊", SmallTalk.WORDLESS),
        ("  \n\t ", SmallTalk.WORDLESS),
        ("???", SmallTalk.WORDLESS),
    ],
)
def test_a_message_that_is_nothing_but_small_talk(text: str, kind: SmallTalk) -> None:
    assert small_talk(text) is kind


@pytest.mark.parametrize(
    "text", ["hi, where is my order", "thanks but it is still broken", "good", "order", "How do I return it? Thanks"]
)
def test_a_question_wrapped_in_politeness_is_a_question(text: str) -> None:
    assert small_talk(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "human",
        "Agent please!",
        "can I speak to a real person?",
        "i want to talk to someone",
        "Позовите оператора",
        "转人工",
        "get me a human agent",
    ],
)
def test_asking_for_a_human(text: str) -> None:
    assert wants_human(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I need to call someone",
        "where is my order",
        "your agent said on Monday that the person at the door had taken it and nobody called me back since",
    ],
)
def test_telling_about_people_is_not_asking_for_one(text: str) -> None:
    assert not wants_human(text)
