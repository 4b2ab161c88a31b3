from training.cluster_names import cluster_names

REFUND = [
    "my refund has not been received",
    "I have not received the refund yet",
    "refund still not received",
    "where is the refund <ORDER_1>",
]
PASSWORD = ["how do I reset my password", "password reset please", "reset the password now", "I can't reset the password"]
DELIVERY = ["the courier is late", "late courier again", "your courier is late <ORDER_1>"]


def test_a_group_is_named_by_the_words_that_set_it_apart_in_the_order_of_its_texts() -> None:
    assert cluster_names([REFUND, PASSWORD, DELIVERY]) == ("refund_not_received", "reset_password", "courier_late")


def test_names_are_distinct_from_each_other_and_from_those_there_are() -> None:
    names = cluster_names([REFUND, REFUND, PASSWORD], taken=["reset_password"])
    assert len({*names, "reset_password"}) == 4
    assert names[0] == "refund_not_received"


def test_one_root_names_a_group_once() -> None:
    assert cluster_names([["payment failed, a payment failure"] * 3, ["where is the parcel"] * 3])[0].count("fail") == 1


def test_scripts_without_spaces_are_named_too() -> None:
    names = cluster_names([["退款在哪里", "退款没有到"], ["密码忘记了", "密码怎么改"]])
    assert "退款" in names[0]
    assert "密码" in names[1]


def test_texts_without_a_telling_word_still_have_names() -> None:
    assert cluster_names([["is it?"], ["<ORDER_1>"]]) == ("messages", "messages_2")
