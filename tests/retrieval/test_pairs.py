import pytest

from dialogs.record import DialogRecord, MessageRecord, Role
from retrieval.pairs import Pair, pairs_of, question_text

ROLES = {"C": Role.CUSTOMER, "A": Role.AGENT, "B": Role.BOT, "S": Role.SYSTEM}


def dialog(*turns: str, replies: dict[int, str] | None = None) -> DialogRecord:
    """Turns such as "C: where is it"; message ids are their positions."""
    messages = tuple(
        MessageRecord(str(number), ROLES[turn[0]], turn[3:], reply_to=(replies or {}).get(number))
        for number, turn in enumerate(turns)
    )
    return DialogRecord("d", "test", "anna", messages, language="en", tags=("returns",), key=7)


def found(*turns: str, replies: dict[int, str] | None = None) -> list[tuple[str, str]]:
    return [(pair.question, pair.text) for pair in pairs_of(dialog(*turns, replies=replies)).found]


def test_an_answer_is_paired_with_the_question_before_it() -> None:
    pairs = pairs_of(dialog("C: How long do returns take?", "A: Returns take five working days."))
    assert pairs.found == [
        Pair(7, "anna", "0", "How long do returns take?", "1", "Returns take five working days.", False, (), "en", ("returns",))
    ]
    assert not pairs.skipped


def test_courtesies_holds_and_questions_back_are_no_answers() -> None:
    pairs = pairs_of(
        dialog(
            "C: Where is my parcel?",
            "A: Hello, thank you for your message!",
            "A: One moment please.",
            "A: What is your order number?",
            "C: <ORDER_1>",
            "A: You can follow <ORDER_1> on the tracking page.",
            "C: great, thanks",
            "A: You're welcome! Have a nice day.",
        )
    )
    assert [(pair.question, pair.text) for pair in pairs.found] == [
        ("Where is my parcel?", "You can follow <ORDER_1> on the tracking page.")
    ]
    assert pairs.skipped == {"courtesy": 2, "hold": 1, "question back": 1}


def test_courtesies_around_an_answer_are_left_out_and_those_inside_stay() -> None:
    text = "Hi Anna, thanks for asking! Returns are free for 30 days. Sorry for the wait. Use the form on our page. Anything else? Best regards"
    assert found("C: can I return it", f"A: {text}") == [
        ("can I return it", "Returns are free for 30 days. Sorry for the wait. Use the form on our page.")
    ]


def test_what_explains_a_question_back_is_no_answer() -> None:
    assert found("C: where is it?", "A: May I have the order number? It starts with MB and is in your confirmation e-mail.") == []


def test_an_answer_in_several_messages_is_joined() -> None:
    pairs = pairs_of(
        dialog("C: how do I return it", "A: Sure!", "A: Print the label from our page.", "A: Then bring it to a parcel shop.")
    )
    assert [(pair.text, pair.answer_id) for pair in pairs.found] == [
        ("Print the label from our page.\nThen bring it to a parcel shop.", "2")
    ]


def test_a_burst_of_the_customer_is_one_question() -> None:
    assert found(
        "C: hi", "C: my teapot arrived", "C: but the lid is broken", "A: Please send us a photo on the form, we replace it."
    ) == [("my teapot arrived but the lid is broken", "Please send us a photo on the form, we replace it.")]


def test_details_do_not_replace_the_question_but_a_new_question_does() -> None:
    answer = "A: The refund takes five working days."
    assert (
        found("C: when do I get my refund?", "A: Which order is it?", "C: the one with the blue cup", answer)[0][0]
        == "when do I get my refund?"
    )
    assert (
        found("C: where is my parcel?", "A: One moment.", "C: or can I get my money back?", answer)[0][0]
        == "or can I get my money back?"
    )


def test_a_vague_beginning_is_read_together_with_what_follows() -> None:
    assert found("C: I have a problem", "A: How can I help?", "C: my cup is cracked", "A: We replace cracked cups for free.") == [
        ("I have a problem my cup is cracked", "We replace cracked cups for free.")
    ]


def test_a_message_that_replies_to_another_answers_that_one() -> None:
    turns = (
        "C: do you ship to Norway?",
        "C: do you sell mugs?",
        "A: Yes, to Norway it costs nine pounds.",
        "A: Mugs come back next week, we think.",
    )
    assert found(*turns, replies={2: "0", 3: "1"}) == [
        ("do you ship to Norway?", "Yes, to Norway it costs nine pounds."),
        ("do you sell mugs?", "Mugs come back next week, we think."),
    ]


def test_bots_and_the_system_neither_answer_nor_interrupt() -> None:
    assert found(
        "C: are returns free?",
        "B: Returns are surely free, I am a bot.",
        "S: Anna joined the dialog now",
        "A: Returns are free for 30 days.",
    ) == [("are returns free?", "Returns are free for 30 days.")]


def test_an_answer_to_nothing_is_counted_and_left_out() -> None:
    pairs = pairs_of(dialog("A: Our shop is closed on Sunday this week.", "C: thanks"))
    assert (pairs.found, pairs.skipped) == ([], {"no question before it": 1})


def test_placeholders_are_numbered_anew_and_unknown_ones_named() -> None:
    pair = pairs_of(
        dialog("C: not <ORDER_1> but <ORDER_2> is late", "A: You can cancel <ORDER_2> here, or write to <EMAIL_3> about <ORDER_2>.")
    ).found[0]
    assert pair.text == "You can cancel <ORDER_1> here, or write to <EMAIL_1> about <ORDER_1>."
    assert pair.unknown == ("<EMAIL_3>",)


def test_nobody_is_called_by_name() -> None:
    assert found("C: can I return it?", "A: Of course, <NAME_1>, returns are free. <NAME_1>, use the form.")[0][1] == (
        "Of course, returns are free. use the form."
    )


def test_an_answer_that_tells_of_a_case_says_so() -> None:
    assert pairs_of(dialog("C: where is my refund?", "A: I have initiated the refund just now.")).found[0].case


def told(text: str) -> tuple[str, bool]:
    pair = pairs_of(dialog("C: when do I get my refund?", f"A: {text}")).found[0]
    return pair.text, pair.case


def test_of_what_holds_for_others_and_then_tells_of_a_case_the_first_part_is_the_answer() -> None:
    text = "Refunds take five working days, as your bank decides. I have asked ours to hurry."
    assert told(text) == ("Refunds take five working days, as your bank decides.", False)
    assert told("I have asked our bank to hurry. Refunds take five working days, as your bank decides.")[1]
    assert told("That is right. I have refunded you.") == ("That is right. I have refunded you.", True)


def test_what_points_back_at_a_case_belongs_to_it() -> None:
    assert told("I will ask our bank about it. They will trace the money for you. This may take two days.")[1]
    assert told("We refund by bank transfer. This may take two days.") == (
        "We refund by bank transfer. This may take two days.",
        False,
    )


def test_nobody_is_called_sir_or_by_a_title() -> None:
    assert told("Sir/Madam, refunds take five working days, sir.")[0] == "refunds take five working days."
    assert told("Ms. Lee, refunds take five working days.")[0] == "refunds take five working days."
    assert told("Dear Mrs Lee, yes, Herr Meier, refunds take five working days.")[0] == "yes, refunds take five working days."


@pytest.mark.parametrize("text", ["", "hi", "thanks a lot!", "ok", "<ORDER_1>", "👍", "Danke!", "好的"])
def test_small_talk_asks_nothing(text: str) -> None:
    assert question_text(text) == ""


def test_a_question_is_kept_without_courtesies_and_within_bounds() -> None:
    assert question_text("Hello there! Where is my order <ORDER_1>? Thanks!") == "Where is my order <ORDER_1>?"
    assert question_text("退款要多久？谢谢") == "退款要多久？"
    assert len(question_text("where is it " * 10_000)) <= 1000


@pytest.mark.parametrize(
    "text",
    [
        "I am trying to log in and it fails",
        "I need to check the status of my order",
        "thanks for two years of tea but I have to cancel the box now",
        "Sorry to bother you again, do you know when it arrives?",
        "I'm looking for a green tea",
    ],
)
def test_what_a_customer_says_is_not_taken_for_politeness(text: str) -> None:
    assert question_text(text) == text


def test_a_very_long_answer_is_no_template() -> None:
    pairs = pairs_of(dialog("C: tell me all of it", "A: " + "This is another line. " * 1000))
    assert (pairs.found, pairs.skipped) == ([], {"too long": 1})


def test_an_empty_dialog_has_no_pairs() -> None:
    assert pairs_of(dialog()).found == []
