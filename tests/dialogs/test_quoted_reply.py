import pytest

from dialogs.quoted_reply import without_quotes


@pytest.mark.parametrize(
    "quoted",
    [
        "On Mon, 3 Mar 2025 at 10:14, Shop <help@shop.example> wrote:\n> old text\n> more",
        "On Mon, 3 Mar 2025 at 10:14, Shop Support Team of the North\n<help@shop.example> wrote:\n\nold text",
        "Am 03.03.2025 um 10:14 schrieb Shop:\n> alt",
        "Le lun. 3 mars 2025 à 10:14, Shop <help@shop.example> a écrit :\n> vieux",
        "El lun, 3 mar 2025 a las 10:14, Shop escribió:\n> viejo",
        "3 марта 2025 г., 10:14, Shop пишет:\n> старое",
        "пн, 3 мар. 2025 г. в 10:14, Магазин <help@shop.example>:\n\n> старое",
        "在 2025年3月3日，Shop 写道：\n> 旧",
        "Viele Grüße aus Köln\nUwe Brandt",
        "VG\nUwe",
        "Salutations distinguées,\nLéa Fontaine\n06 12 34 56 78",
        "Un cordial saludo,\nItziar",
        "С большим уважением,\nТимур",
        "此致\n敬礼\n王芳",
        "-----Original Message-----\nFrom: Shop\nold",
        "From: Shop <help@shop.example>\nSent: Monday\nTo: me\nSubject: Re: order\n\nold",
        "##- Please type your reply above this line -##\nold",
        "> only quoted lines\n> follow",
        "-- \nAnna Schmidt\nShop GmbH",
        "Sent from my iPhone",
        "Best regards,\nAnna\nShop Ltd\n+1 212 555 0123",
        "Mit freundlichen Grüßen\nAnna Schmidt",
        "С уважением,\nАнна",
    ],
)
def test_only_what_is_new_stays(quoted: str) -> None:
    assert without_quotes(f"It has not come.\nPlease help.\n\n{quoted}") == "It has not come.\nPlease help."


@pytest.mark.parametrize(
    "text",
    [
        "one line only > not quoted",
        "He wrote:\nyour parcel is late",
        "On arrival I saw\nthat it was broken",
        "Best\nprice of the year, and this line goes on for much longer than any line of a signature ever would, honestly.",
        "> nothing but\n> a quotation",
        "we meet at 10:14 as ann <ann@shop.example> said, fine\nand then go on",
        "LG TVs\ndo you sell them",
    ],
)
def test_what_is_no_quotation_stays(text: str) -> None:
    assert without_quotes(text) == text
