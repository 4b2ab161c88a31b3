"""Messengers and social networks: endless chats and trees of answers."""

import pytest

from dialogs.importers.whatsapp_dates import DateOrder, Stamp, order_of
from dialogs.record import Dropped, ParsedDialog, ParsedMessage, Rejection, Role
from tests.dialogs.importers.moments import local, utc
from tests.dialogs.importers.reading import read_fixture, read_text

CUSTOMER, AGENT = Role.CUSTOMER, Role.AGENT


def test_whatsapp_from_ios_with_invisible_marks() -> None:
    assert read_fixture("whatsapp_ios.txt") == (
        "whatsapp",
        [
            ParsedDialog("f86bc2fedec1e9bce20df66e", endless=True),
            Dropped(1, "system row"),
            ParsedMessage(
                "f86bc2fedec1e9bce20df66e",
                "Hola,\nwhere is my order?",
                2,
                author="Ana Pérez",
                author_name="Ana Pérez",
                at=local(2025, 3, 5, 10, 14, 40),
            ),
            ParsedMessage(
                "f86bc2fedec1e9bce20df66e", "On its way", 4, author="Shop", author_name="Shop", at=local(2025, 3, 5, 22, 15, 2)
            ),
            ParsedMessage(
                "f86bc2fedec1e9bce20df66e",
                "[image]",
                5,
                author="Ana Pérez",
                author_name="Ana Pérez",
                at=local(2025, 3, 13, 9, 1),
                attachments=("image",),
            ),
            ParsedMessage(
                "f86bc2fedec1e9bce20df66e",
                "[audio]",
                6,
                author="Ana Pérez",
                author_name="Ana Pérez",
                at=local(2025, 3, 13, 9, 2),
                attachments=("audio",),
            ),
            Dropped(7, "deleted"),
            ParsedMessage(
                "f86bc2fedec1e9bce20df66e",
                "see: https://x.org",
                8,
                author="Ana Pérez",
                author_name="Ana Pérez",
                at=local(2025, 3, 13, 9, 4),
            ),
        ],
    )


def test_whatsapp_from_android_with_continued_lines() -> None:
    assert read_fixture("whatsapp_android.txt") == (
        "whatsapp",
        [
            ParsedDialog("c19f820f5b11a04acbad0f85", endless=True),
            Dropped(1, "system row"),
            ParsedMessage(
                "c19f820f5b11a04acbad0f85",
                "text\nof two lines\n\nand a gap",
                2,
                author="Ash",
                author_name="Ash",
                at=local(2016, 8, 6, 13, 23),
            ),
            ParsedMessage(
                "c19f820f5b11a04acbad0f85",
                "[media]",
                6,
                author="Bea Ray",
                author_name="Bea Ray",
                at=local(2016, 8, 6, 13, 24),
                attachments=("media",),
            ),
            ParsedMessage(
                "c19f820f5b11a04acbad0f85",
                "look",
                7,
                author="Ash",
                author_name="Ash",
                at=local(2016, 8, 7, 9, 0),
                attachments=("image",),
            ),
            Dropped(9, "system row"),
            Dropped(10, "empty"),
            Rejection(11, "not a date: day is out of range for month"),
        ],
    )


@pytest.mark.parametrize(
    ("dates", "order"),
    [
        (["13/02/2025", "01/03/2025"], "dmy"),
        (["02/13/2025", "03/01/2025"], "mdy"),
        (["2025/02/13"], "ymd"),
        (["01/02/2025", "02/02/2025", "01/03/2025"], "dmy"),
        (["02/01/2025", "02/02/2025", "03/01/2025"], "mdy"),
        (["05.03.2025"], "dmy"),
        (["05/03/2025"], "dmy"),
    ],
)
def test_the_order_of_day_and_month_is_inferred_from_the_whole_file(dates: list[str], order: str) -> None:
    seen = DateOrder()
    for date in dates:
        seen.see(Stamp.read(f"{date}, 10:00"))
    assert order_of(seen) == order


@pytest.mark.parametrize(
    ("stamp", "hour"),
    [
        ("3/5/25, 12:07 AM", 0),
        ("3/5/25, 12:07 PM", 12),
        ("5/3/25, 1:07 p. m.", 13),
        ("2025/3/5 下午1:07", 13),
        ("05.03.25, 23:07", 23),
    ],
)
def test_clocks_of_twelve_hours(stamp: str, hour: int) -> None:
    assert Stamp.read(stamp).time == (hour, 7, 0)


def test_whatsapp_chats_of_the_same_people_are_one_dialog() -> None:
    def dialog(text: str) -> str:
        return next(item.id for item in read_text(text)[1] if isinstance(item, ParsedDialog))

    first = dialog("06.08.16, 13:23 - Ash: hi\n06.08.16, 13:24 - Bo: yo\n")
    assert first == dialog("07.08.16, 13:23 - Bo: again\n07.08.16, 13:24 - Ash: yes\n")
    assert first != dialog("07.08.16, 13:23 - Cy: again\n07.08.16, 13:24 - Ash: yes\n")
    assert "Ash" not in first


def test_tweets_in_any_order_become_a_dialog_a_branch() -> None:
    assert read_fixture("twcs.csv") == (
        "twcs",
        [
            Rejection(7, "a tweet without a readable number or time ('someday' is not a time; write it as 2025-01-31T09:30:00Z)"),
            Rejection(8, "a tweet without a readable number or time (could not convert string to float: 'x')"),
            ParsedDialog("3", customer="115712"),
            ParsedMessage(
                "3", "@sprintcare no signal!", 3, id="3", role=CUSTOMER, author="115712", at=utc(2017, 10, 31, 22, 8, 27)
            ),
            ParsedMessage(
                "3",
                "@115712 We're sorry & can help, DM us.",
                2,
                id="2",
                role=AGENT,
                author="sprintcare",
                at=utc(2017, 10, 31, 22, 11, 45),
                reply_to="3",
            ),
            ParsedMessage("3", "done", 4, id="5", role=CUSTOMER, author="115712", at=utc(2017, 10, 31, 22, 12), reply_to="2"),
            ParsedDialog("3/6", customer="115712"),
            ParsedMessage(
                "3/6", "@sprintcare no signal!", 3, id="3", role=CUSTOMER, author="115712", at=utc(2017, 10, 31, 22, 8, 27)
            ),
            ParsedMessage(
                "3/6",
                "@115712 We're sorry & can help, DM us.",
                2,
                id="2",
                role=AGENT,
                author="sprintcare",
                at=utc(2017, 10, 31, 22, 11, 45),
                reply_to="3",
            ),
            ParsedMessage(
                "3/6", "never mind", 5, id="6", role=CUSTOMER, author="115712", at=utc(2017, 10, 31, 22, 13), reply_to="2"
            ),
            ParsedDialog("8", customer="115713"),
            ParsedMessage(
                "8",
                "answer to a tweet that is missing",
                6,
                id="8",
                role=CUSTOMER,
                author="115713",
                at=utc(2017, 10, 31, 22, 14),
                reply_to="7",
            ),
        ],
    )
