"""Rasa tracker events: a line or an element each, or inside of trackers. https://rasa.com/docs/reference/primitives/events"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from dialogs.importers.importer import ReadOptions, Sample, Source
from dialogs.importers.json_records import Object, object_in, objects, records
from dialogs.importers.shape import shape_of
from dialogs.importers.times import time_of
from dialogs.importers.values import words
from dialogs.record import Dropped, Parsed, ParsedDialog, ParsedMessage, Rejection, Role

ROLES = {"user": Role.CUSTOMER, "bot": Role.BOT, "agent": Role.AGENT}


@dataclass(frozen=True, slots=True)
class RasaEvents:
    name: str = "rasa_events"

    def recognises(self, sample: Sample) -> bool:
        shape = shape_of(sample)
        return shape.has("sender_id") and (shape.has("event") or shape.has("events.*.event"))

    def read(self, source: Source, options: ReadOptions) -> Iterator[Parsed]:
        reader = _Senders()
        for item in records(source):
            if isinstance(item, Rejection):
                yield item
                continue
            line, record = item
            sender = words(record.get("sender_id"))
            for event in objects(record["events"]) if "events" in record else (record,):
                yield from reader.event(event, sender, line)


@dataclass(slots=True)
class _Senders:
    """States a sender's dialog where it is not the one of the event before. A sender's chat has no end."""

    last: str | None = field(default=None)

    def event(self, event: Object, sender: str | None, line: int) -> Iterator[Parsed]:
        kind = str(event.get("event"))
        text = words(event.get("text"))
        if sender is None:
            yield Rejection(line, "an event without a sender_id")
        elif kind not in ROLES:
            yield Dropped(line, "system row")
        elif text is None:
            yield Dropped(line, "empty")
        else:
            try:
                at = time_of(event.get("timestamp"))
            except ValueError as error:
                yield Rejection(line, str(error))
                return
            if sender != self.last:
                self.last = sender
                yield ParsedDialog(id=sender, customer=sender, endless=True)
            name = words(event.get("message_id")) or words(object_in(event, "metadata").get("message_id"))
            author = sender if ROLES[kind] is Role.CUSTOMER else None
            yield ParsedMessage(dialog=sender, text=text, line=line, id=name, role=ROLES[kind], author=author, at=at)
