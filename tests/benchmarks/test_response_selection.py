from benchmarks.response_selection import asked, by_words
from tests.retrieval.encoders import WordEncoder
from training.reply_pairs import ReplyPair

PAIRS = [
    ReplyPair(0, "how long is delivery", "delivery is three days long"),
    ReplyPair(1, "and if it is broken", "a damaged lamp is replaced", ("my lamp came", "a damaged lamp is sad")),
    ReplyPair(2, "can i pay by card", "pay by card or bank"),
    ReplyPair(3, "is the voucher valid", "voucher codes are valid for a year"),
]


def test_a_follow_up_is_told_by_the_dialog_before_it() -> None:
    alone, whole, both = asked(WordEncoder(), PAIRS, 0)
    assert (alone.messages, alone.candidates) == (4, 4)
    assert alone.hit_at_1 == 0.75
    assert whole.hit_at_1 == both.hit_at_1 == 1.0


def test_words_find_a_reply_that_shares_some() -> None:
    assert by_words([PAIRS[0], *PAIRS[2:]], 0).hit_at_1 == 1.0
