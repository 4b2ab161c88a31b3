"""Amazon Connect Contact Lens transcripts, one file a contact. https://docs.aws.amazon.com/connect/latest/adminguide/contact-lens-example-output-files.html"""

from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.importers.importer import ReadOptions, Sample, Source
from dialogs.importers.json_records import Object, object_in, objects, records
from dialogs.importers.shape import shape_of
from dialogs.importers.times import time_of
from dialogs.importers.values import content_id, first_of, words
from dialogs.record import Dropped, Parsed, ParsedDialog, ParsedMessage, Rejection, Role

ROLES = {"CUSTOMER": Role.CUSTOMER, "AGENT": Role.AGENT, "BOT": Role.BOT, "CUSTOM_BOT": Role.BOT}


@dataclass(frozen=True, slots=True)
class ContactLens:
    name: str = "contact_lens"

    def recognises(self, sample: Sample) -> bool:
        shape = shape_of(sample)
        return shape.has("Participants", "Transcript") or shape.has("Transcript.*.ParticipantId", "Transcript.*.Content")

    def read(self, source: Source, options: ReadOptions) -> Iterator[Parsed]:
        for item in records(source):
            if isinstance(item, Rejection):
                yield item
            else:
                yield from _contact(item[1], item[0])


def _contact(contact: Object, line: int) -> Iterator[Parsed]:
    said = objects(contact.get("Transcript"))
    name = words(object_in(contact, "CustomerMetadata").get("ContactId")) or content_id(str(turn.get("Content")) for turn in said)
    roles = {
        words(person.get("ParticipantId")): str(person.get("ParticipantRole")) for person in objects(contact.get("Participants"))
    }
    yield ParsedDialog(id=name, language=words(contact.get("LanguageCode")))
    for turn in said:
        yield from _turn(turn, name, roles, line)


def _turn(turn: Object, contact: str, roles: dict[str | None, str], line: int) -> Iterator[Parsed]:
    author = words(turn.get("ParticipantId"))
    word = roles.get(author) or words(turn.get("ParticipantRole")) or str(author)
    text = words(turn.get("Content"))
    if word.upper() == "SYSTEM" or turn.get("Type", "MESSAGE") != "MESSAGE":
        yield Dropped(line, "system row")
    elif text is None:
        yield Dropped(line, "empty")
    elif word.upper() not in ROLES:
        yield Rejection(line, f"contact {contact}: {word!r} is no participant's role; expected one of {', '.join(ROLES)}")
    else:
        try:
            yield ParsedMessage(
                dialog=contact,
                text=text,
                line=line,
                id=words(turn.get("Id")),
                role=ROLES[word.upper()],
                author=author,
                author_name=words(turn.get("DisplayName")),
                at=time_of(first_of(turn, ("AbsoluteTime",))),
            )
        except ValueError as error:
            yield Rejection(line, f"contact {contact}: {error}")
