from dialogs.database import Database
from tests.retrieval.record import add_dialog
from training.reply_pairs import REPEATED, ReplyPair, distinct, read_reply_pairs

TURNS = [
    ("customer", "hello there"),
    ("customer", "where is it"),
    ("agent", "On its way."),
    ("customer", "when"),
    ("agent", "At noon."),
]


def test_a_reply_is_paired_with_the_message_just_before_it_and_what_came_earlier(sqlite_database: Database) -> None:
    key = add_dialog(sqlite_database, "one", TURNS)
    with sqlite_database.session(read_only=True) as session:
        found = read_reply_pairs(session)
    assert found == (
        ReplyPair(key, "where is it", "On its way.", ("hello there",)),
        ReplyPair(key, "when", "At noon.", ("hello there", "where is it", "On its way.")),
    )


def test_what_is_said_in_every_dialog_is_learned_from_a_few_times_only() -> None:
    pairs = [ReplyPair(number, f"thanks {number}", "You're welcome.") for number in range(20)]
    assert distinct([*pairs, *pairs]) == tuple(pairs[:REPEATED])
