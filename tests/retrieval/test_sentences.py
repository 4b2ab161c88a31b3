import pytest

from retrieval.sentences import Purpose, purpose, sentences, tells_case


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("It costs £2.90. Ask Mr. Lee, e.g. today.", ["It costs £2.90.", "Ask Mr. Lee, e.g. today."]),
        ("退款三天。谢谢！", ["退款三天。", "谢谢！"]),
        ("a\n\nb", ["a", "b"]),
        ("Hi Liam, it takes 3 days", ["Hi Liam,", "it takes 3 days"]),
        ("See https://shop.example/a.b?c=1 Kind regards", ["See https://shop.example/a.b?c=1", "Kind regards"]),
        ("  ", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


COURTESY = """Hello! | Good morning, Tomasz. | Thank you for contacting us. | I understand your frustration. | I'm so sorry about that. | You're welcome!
Is there anything else I can help you with? | Have a nice day! | Thank you for your patience, and we apologize again. | Thank you for confirming, Mr Lee. | Thank you for confirming your address: 12, High Street. | Happy New Year to you as well! | If anything is unclear, please do not hesitate to write.
I understand that your parcel is late, but it is marked as delivered. | A dead battery is certainly not acceptable. | You are absolutely right. | I assure you that was not my intention. | Kind regards | I apologize for the inconvenience caused. | Please let us know if you have any questions.
Sorry, that's our mistake. | Hallo Frau Meier! | Vielen Dank für Ihre Nachricht. | Es tut mir leid. | Bonjour | Merci beaucoup | Hola | Gracias | Lo siento mucho | Здравствуйте!
Спасибо за обращение | 您好 | 谢谢 | ありがとうございます | Teşekkürler | 👍 | ok | Understood, sir. | We take this matter very seriously. | I am happy to assist you."""

HOLD = """I assure you, we will do everything possible to ensure delivery. | Please take your time to check. | One moment please. | Please allow me a moment to check. | I am checking the details now. | Let me look into this for you. | I will investigate this immediately.
I will keep you updated. | Bear with me. | Our team will contact you shortly. | Please allow us 24 hours to look into it. | To get this solved, I will escalate it. | Let me explore other ways. | Einen Moment bitte | Un momento por favor | 请稍等 | Одну минуту, пожалуйста | Un instant s'il vous plaît"""

QUESTION = """Could you please provide your order number? | What is your order number? | Please confirm your address. | Would you like a refund or a replacement?
Photos would be very helpful. | I require confirmation of your name. | Can you send me a photo? | 请提供订单号 | ¿Cuál es su número de pedido? | Wie lautet Ihre Bestellnummer? | To assist you better, may I have your email?"""

CASE = """I have initiated the refund. | I've sent you the link. | According to our records, it was delivered. | I see that the parcel is late. | Your order has been cancelled.
The payment was declined by your bank. | I will process the refund today. | It appears there was a mistake. | Ich habe die Rechnung geschickt. | 我已经帮您退款
We will process a full refund. | We can offer you a replacement. | We will ship the new kettle by express. | A full refund will be issued immediately. | I would like to offer you a discount. | We are reserving the last one.
While the usual time is five days, we will mark yours as urgent. | Although we cannot promise it, we can send it by express. | Given the circumstances, you may keep it. | The refund should not have been refused.
Your number has been noted. | There was an error at the depot. | The refund could not be made. | The report shows wear on the soles. | The reference number is 4711. | The delivery of your book is on Friday. | Your money is not lost. | A new one is being arranged.
My supervisor has approved it. | You will receive a call this evening. | This time we look at it ourselves. | I am currently on the phone with them. | Wir können Ihnen einen Gutschein anbieten. | Wir werden Ihnen den Betrag erstatten. | Ihre Bestellung wurde storniert.
Nous allons vous rembourser. | Podemos ofrecerle un descuento. | Мы вернём деньги. | 我们会为您退款"""

CONTENT = """Returns are free within 30 days. | You can change the address at https://shop.example/orders | We deliver to Norway for £9.50. | Please upload a photo at https://shop.example/photo within 14 days.
Sorry, we don't deliver to Peru. | Thanks for asking, returns are free for 30 days. | Danke für die Frage: Rücksendungen sind kostenlos. | If your order was charged twice, we refund one. | Once the return has arrived, the refund is sent within 5 days. | Die Rücksendung ist kostenlos. | Le remboursement prend trois jours.
退款需要三天 | El reembolso tarda tres días. | Возврат занимает три дня | We have a shop in Bristol. | Once we have received it, we refund you. | The tracking page shows where it is. | You should have received an email with the code. | Choose Forgot password on the login page. | 返金には三日かかります
We will refund you once it has arrived. | If it is broken, we will send a replacement. | Wir werden Ihnen den Betrag erstatten, sobald die Ware da ist. | Some foreign cards may need a second check. | I would recommend a credit card, if possible. | You can change it until your order has been packed.
For security reasons, we cannot tell where a parcel was delivered. | The order number is 8 digits long. | Although we love them, we can only sell tea. | Refunds usually reflect within 5 days. | Yes, we take all cards."""


@pytest.mark.parametrize(
    ("expected", "sentence"),
    [
        (use, sentence.strip())
        for use, block in (
            (Purpose.COURTESY, COURTESY),
            (Purpose.HOLD, HOLD),
            (Purpose.QUESTION, QUESTION),
            (Purpose.CASE, CASE),
            (Purpose.CONTENT, CONTENT),
        )
        for line in block.splitlines()
        for sentence in line.split("|")
    ],
)
def test_what_a_sentence_is_for(expected: Purpose, sentence: str) -> None:
    assert purpose(sentence) is expected


@pytest.mark.parametrize("sentence", ["Yes.", "No, sir", "Nein", "Oui", "是的", "Да"])
def test_a_bare_yes_or_no_is_assent(sentence: str) -> None:
    assert purpose(sentence) is Purpose.ASSENT


def test_a_greeting_does_not_hide_what_follows_it() -> None:
    assert purpose("hey When do you close?") is Purpose.QUESTION
    assert purpose("Hiya, wheres my money") is Purpose.CONTENT


def test_a_very_long_sentence_takes_no_time_to_speak_of() -> None:
    assert purpose("refund " * 50_000) is Purpose.CONTENT


def test_one_sentence_of_a_case_makes_the_text_one() -> None:
    assert tells_case("Returns are free. I have sent you the label.")
    assert not tells_case("Returns are free. You get the label by e-mail.")
