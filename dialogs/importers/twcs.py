"""Customer Support on Twitter: twcs.csv. https://www.kaggle.com/datasets/thoughtvector/customer-support-on-twitter"""

import html
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.importers.delimited import header_of, sniff
from dialogs.importers.importer import ReadOptions, Sample, Source
from dialogs.importers.json_records import Object
from dialogs.importers.table_records import table_records
from dialogs.importers.times import time_of
from dialogs.importers.values import is_yes, words
from dialogs.record import Dropped, Parsed, ParsedDialog, ParsedMessage, Rejection, Role

HEADER = {"tweet_id", "author_id", "inbound", "text", "in_response_to_tweet_id"}


@dataclass(frozen=True, slots=True)
class Twcs:
    """Rows come in no order, and a tweet may be answered many times: every branch is a dialog of its own.

    The tweets wait in a database file that the system removes when this process ends, however it ends.
    """

    name: str = "twcs"

    def recognises(self, sample: Sample) -> bool:
        return {name.strip().casefold() for name in header_of(sample.text, sniff(sample.text))} >= HEADER

    def read(self, source: Source, options: ReadOptions) -> Iterator[Parsed]:
        tweets = sqlite3.connect("")
        try:
            tweets.execute(
                "CREATE TABLE tweet (id INTEGER PRIMARY KEY, parent INTEGER, line INTEGER, author TEXT, inbound INTEGER, at TEXT, text TEXT)"
            )
            for item in table_records(source):
                refused = item if isinstance(item, Rejection) else _keep(tweets, item[1], item[0])
                if refused:
                    yield refused
            tweets.execute("CREATE INDEX answered ON tweet (parent)")
            yield from _dialogs(tweets)
        finally:
            tweets.close()


def _keep(tweets: sqlite3.Connection, row: Object, line: int) -> Rejection | Dropped | None:
    try:
        number = _number(row.get("tweet_id"))
        parent = _number(row.get("in_response_to_tweet_id"))
        at = time_of(row.get("created_at"))
    except (ValueError, OverflowError) as error:
        return Rejection(line, f"a tweet without a readable number or time ({error})")
    if number is None:
        return Rejection(line, "a tweet without a number")
    text = html.unescape(words(row.get("text")) or "")
    if not text:
        return Dropped(line, "empty")
    values = (number, parent, line, words(row.get("author_id")), is_yes(row.get("inbound")), at and at.isoformat(), text)
    tweets.execute("INSERT OR IGNORE INTO tweet VALUES (?, ?, ?, ?, ?, ?, ?)", values)
    return None


def _number(cell: object) -> int | None:
    """Numbers may read as floats: a column with gaps does once a table program has saved it."""
    text = words(cell)
    return int(float(text)) if text and text.casefold() != "nan" else None


def _dialogs(tweets: sqlite3.Connection) -> Iterator[Parsed]:
    """One dialog for each tweet without an answer: the way up from it, read downwards."""
    ends = tweets.execute("SELECT id FROM tweet WHERE id NOT IN (SELECT parent FROM tweet WHERE parent IS NOT NULL) ORDER BY id")
    for (end,) in ends:
        way = _way_up(tweets, end)
        name = _name(tweets, way)
        customer = next((author for _, _, _, author, inbound, _, _ in way if inbound), None)
        yield ParsedDialog(id=name, customer=customer)
        for number, parent, line, author, inbound, at, text in way:
            yield ParsedMessage(
                dialog=name,
                text=text,
                line=line,
                id=str(number),
                role=Role.CUSTOMER if inbound else Role.AGENT,
                author=author,
                at=time_of(at),
                reply_to=None if parent is None else str(parent),
            )


Tweet = tuple[int, int | None, int, str | None, int, str | None, str]


def _way_up(tweets: sqlite3.Connection, end: int) -> list[Tweet]:
    """The tweets from the first one to `end`; a circle ends where it closes."""
    way: list[Tweet] = []
    seen: set[int] = set()
    number: int | None = end
    while number is not None and number not in seen:
        seen.add(number)
        row = tweets.execute("SELECT * FROM tweet WHERE id = ?", (number,)).fetchone()
        if row is None:
            break
        way.append(row)
        number = row[1]
    return way[::-1]


def _name(tweets: sqlite3.Connection, way: list[Tweet]) -> str:
    """The first tweet, and where the way leaves the first answers, by what: a dialog keeps its name when it grows."""
    turns = [str(way[0][0])]
    for number, parent, *_ in way[1:]:
        (first,) = tweets.execute("SELECT min(id) FROM tweet WHERE parent = ?", (parent,)).fetchone()
        if number != first:
            turns.append(str(number))
    return "/".join(turns)
