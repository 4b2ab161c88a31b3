"""What ends a dialog, in the languages that are known, and what only looks so."""

import pytest

from dialogs.farewell import is_farewell


@pytest.mark.parametrize(
    "text",
    [
        "Great, thanks, bye!",
        "Your parcel arrives on Friday. Have a nice day, Ann!",
        "no, that's all",
        "The chat has been closed.",
        "Super, vielen Dank und einen schönen Tag noch!",
        "Alles klar, tschüss",
        "Merci, bonne journée !",
        "Gracias, hasta luego <NAME_1>",
        "Que tenga un buen día.",
        "Спасибо, до свидания!",
        "Хорошего дня :)",
        "好的，谢谢，再见！",
        "it is on its way\nGoodbye",
    ],
)
def test_goodbyes(text: str) -> None:
    assert is_farewell(text)


@pytest.mark.parametrize(
    "text",
    [
        "Thanks!",
        "I want to say goodbye to this phone contract, how?",
        "Have a nice day or not, my parcel is lost",
        "Can you have a look at the day it was sent?",
        "My ticket was closed but nothing is solved",
        "buenas noches, tengo una pregunta",
        "Wann habt ihr am schönen Tag der Arbeit auf?",
        "пока не пришло",
        "Hi",
    ],
)
def test_no_goodbyes(text: str) -> None:
    assert not is_farewell(text)
