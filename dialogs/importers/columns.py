"""Which column of a table, or key of an object, holds which field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from dialogs.errors import UnreadableExport

SYNONYMS = {
    "dialog": "dialog dialogid dialogue dialogueid conversation conversationid convid chat chatid thread threadid ticket ticketid session sessionid caseid "
    "диалог dialogo gespräch 对话 会话",
    "id": "id messageid msgid commentid eventid uuid tweetid",
    "at": "at ts timestamp time datetime date createdat created sentat sent messagetime messagedate createdtime createtime sendtime when fecha zeit datum время дата 时间 日期",
    "role": "role who senderrole sendertype authortype userrole speaker speakerrole direction participant participantrole fromrole роль rolle rol 角色",
    "text": "text message content body msg messagetext messagebody utterance comment текст сообщение nachricht mensaje texto texte 内容 消息 文本",
    "author": "author authorid sender senderid from user userid username agentid senderemail von absender remitente expéditeur auteur autor автор отправитель 发送者",
    "name": "name authorname sendername displayname fromname имя 姓名",
    "customer": "customer customerid contact contactid client clientid requester requesterid visitor visitorid 客户",
    "reply_to": "replyto replytoid inreplyto inreplytoid replytomessageid parentid parent",
    "language": "language lang locale languagecode язык sprache idioma 语言",
    "rating": "rating csat score satisfaction stars customerrating",
    "private": "private isprivate internal isinternal privatenote isprivatenote",
    "public": "public ispublic",
    "tags": "tags tag labels ticketags topics",
    "attachments": "attachments attachment files media",
    "question": "question q query prompt instruction customermessage userquestion frage pregunta вопрос 问题",
    "answer": "answer a response output completion reply agentreply agentanswer antwort respuesta réponse reponse ответ 答案 回答",
    "intent": "intent label intentname intents category class topic намерение 意图",
    "source": "source channel",
    "started_at": "startedat",
}
FIELDS = {synonym: field for field, synonyms in SYNONYMS.items() for synonym in synonyms.split()}


@dataclass(frozen=True)
class Columns:
    """Field -> positions of its columns. More than one only where a header stands twice: the first filled one counts."""

    header: tuple[str, ...]
    positions: Mapping[str, tuple[int, ...]]

    def has(self, *fields: str) -> bool:
        return all(field in self.positions for field in fields)

    @cached_property
    def repeated(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """The fields whose header stands more than once."""
        return tuple((field, places) for field, places in self.positions.items() if len(places) > 1)

    @property
    def is_pairs(self) -> bool:
        return self.has("question", "answer")

    @property
    def is_examples(self) -> bool:
        return self.has("text", "intent") and not any(self.has(field) for field in ("dialog", "role", "at", "author", "customer"))

    @property
    def is_messages(self) -> bool:
        return self.has("text")

    @property
    def known(self) -> bool:
        """Whether a table with this header can be read at all."""
        return self.is_pairs or self.is_messages

    def taken(self) -> dict[str, str]:
        """Field -> column, for a preview."""
        return {field: self.header[places[0]] for field, places in self.positions.items()}

    def unused(self) -> tuple[str, ...]:
        """The columns that no field is read from."""
        used = {place for places in self.positions.values() for place in places}
        return tuple(name for place, name in enumerate(self.header) if place not in used and name)


def columns_of(header: Sequence[str], mapping: Mapping[str, str]) -> Columns:
    """The columns of a header; `mapping` (field -> column name) wins over synonyms.

    Raises UnreadableExport where the mapping names a field or a column that is not there.
    """
    names = [_plain(name) for name in header]
    asked = {_field(field): _places(names, column, header) for field, column in mapping.items()}
    taken = {place for places in asked.values() for place in places}
    found: dict[str, tuple[int, ...]] = dict(asked)
    for place, name in enumerate(names):
        field = FIELDS.get(name)
        if field and field not in asked and place not in taken:
            _add(found, field, place, names)
    if "answer" in found and "question" not in found and not found.keys() & {"dialog", "role"} and "text" in found:
        found["question"] = found.pop("text")
    return Columns(tuple(header), found)


def _add(found: dict[str, tuple[int, ...]], field: str, place: int, names: Sequence[str]) -> None:
    """The synonym that comes first in SYNONYMS wins; a header that stands twice is kept twice."""
    if field not in found:
        found[field] = (place,)
        return
    first = found[field][0]
    if names[first] == names[place]:
        found[field] = (*found[field], place)
    else:
        order = SYNONYMS[field].split()
        if order.index(names[place]) < order.index(names[first]):
            found[field] = (place,)


def _places(names: Sequence[str], column: str, header: Sequence[str]) -> tuple[int, ...]:
    places = tuple(place for place, name in enumerate(names) if name == _plain(column))
    if not places:
        raise UnreadableExport(f"--map names the column {column!r}, which is not there; the header has {', '.join(header)}")
    return places


def _field(name: str) -> str:
    field = name if name in SYNONYMS else FIELDS.get(_plain(name))
    if field is None:
        raise UnreadableExport(f"--map names the field {name!r}; there are {', '.join(SYNONYMS)}")
    return field


def _plain(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())
