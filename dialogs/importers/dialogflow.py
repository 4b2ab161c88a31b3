"""Dialogflow and Contact Center AI conversations. https://cloud.google.com/agent-assist/docs/conversation-data-format"""

from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.importers.importer import ReadOptions, Sample, Source
from dialogs.importers.json_records import Object, object_in, objects, records
from dialogs.importers.shape import shape_of
from dialogs.importers.times import time_of
from dialogs.importers.values import content_id, first_of, words
from dialogs.record import Dropped, Parsed, ParsedDialog, ParsedMessage, Rejection, Role

ROLES = {
    "HUMAN_AGENT": Role.AGENT,
    "AGENT": Role.AGENT,
    "AUTOMATED_AGENT": Role.BOT,
    "END_USER": Role.CUSTOMER,
    "CUSTOMER": Role.CUSTOMER,
}


@dataclass(frozen=True, slots=True)
class Dialogflow:
    name: str = "dialogflow"

    def recognises(self, sample: Sample) -> bool:
        shape = shape_of(sample)
        for at in ("", "conversations.*."):
            for turns, role in (("messages", "role"), ("messages", "participantRole"), ("entries", "role")):
                if str(shape.value(f"{at}{turns}.*.{role}")).upper() in ROLES and (
                    shape.has(f"{at}{turns}.*.languageCode")
                    or shape.has(f"{at}{turns}.*.createTime")
                    or shape.has(f"{at}{turns}.*.start_timestamp_usec")
                    or "_" in str(shape.value(f"{at}{turns}.*.{role}"))
                ):
                    return True
        return False

    def read(self, source: Source, options: ReadOptions) -> Iterator[Parsed]:
        for item in records(source, "conversations"):
            if isinstance(item, Rejection):
                yield item
            else:
                yield from _conversation(item[1], item[0])


def _conversation(conversation: Object, line: int) -> Iterator[Parsed]:
    turns = objects(first_of(conversation, ("messages", "entries")))
    name = words(first_of(conversation, ("name", "id"))) or content_id(str(first_of(turn, ("text", "content"))) for turn in turns)
    language = words(object_in(conversation, "conversation_info").get("language_code"))
    codes = [language, *(words(turn.get("languageCode")) for turn in turns)]
    yield ParsedDialog(id=name, language=next((code for code in codes if code), None))
    for turn in turns:
        yield from _turn(turn, name, line)


def _turn(turn: Object, conversation: str, line: int) -> Iterator[Parsed]:
    text = words(first_of(turn, ("text", "content")))
    word = str(first_of(turn, ("role", "participantRole")))
    if text is None:
        yield Dropped(line, "empty")
    elif word.upper() not in ROLES:
        yield Rejection(line, f"conversation {conversation}: {word!r} is no role; expected one of {', '.join(ROLES)}")
    else:
        try:
            yield ParsedMessage(
                dialog=conversation,
                text=text,
                line=line,
                id=words(turn.get("name")),
                role=ROLES[word.upper()],
                author=words(first_of(turn, ("participant", "user_id"))),
                at=time_of(first_of(turn, ("createTime", "sendTime", "start_timestamp_usec"))),
                language=words(turn.get("languageCode")),
            )
        except ValueError as error:
            yield Rejection(line, f"conversation {conversation}: {error}")
