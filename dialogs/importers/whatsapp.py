"""WhatsApp's exported chat, from iOS and Android, in any locale. https://faq.whatsapp.com/1180414079177245/"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from dialogs.importers.importer import ReadOptions, Sample, Source
from dialogs.importers.values import content_id, shown
from dialogs.importers.whatsapp_dates import DateOrder, Stamp, order_of
from dialogs.record import Dropped, Parsed, ParsedDialog, ParsedMessage, Rejection

_HEADER = re.compile(
    r"(?:\[(?P<ios>{date},?\s+{time})\]\s|(?P<android>{date},?\s+{time})\s[-–]\s)(?P<rest>.*)".format(
        date=r"\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{1,4}\.?",
        time=r"(?:[ap]m\s?|上午|下午|午前|午後|오전\s?|오후\s?)?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[ap]\.?\s?m\.?)?",
    ),
    re.IGNORECASE | re.DOTALL,
)
_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"))
_SPACES = {0x202F: " ", 0xA0: " "}
_SAID = re.compile(r"(?P<name>[^:\n\"“”„«»]{1,80}?):(?: (?P<text>.*)|$)", re.DOTALL)

_OMITTED = re.compile(
    r"<(?:media omitted|medien ausgeschlossen|médias omis|multimedia omitido|arquivo de mídia oculto|media omessi|media weggelaten|без медиафайлов|файл пропущен|省略多媒体文件|已忽略多媒体)>",
    re.IGNORECASE,
)
_KINDS = {
    "image": "image|photo|bild|imagen|imagem|immagine|изображение|фото|图片|圖片",
    "video": "video note|video|vidéo|видео|视频",
    "audio": "audio|voice message|аудио|голосовое сообщение|音频|语音",
    "sticker": "sticker|autocollant|стикер|贴图",
    "gif": "gif",
    "document": "document|dokument|documento|документ|文件",
    "contact": "contact card|kontaktkarte|tarjeta de contacto|карточка контакта",
}
_MISSING = re.compile(
    rf"(?P<kind>{'|'.join(_KINDS.values())}) (?:omitted|weggelassen|omise?|absente?|omitid[oa]|ocultad[oa]|omess[oa]|пропущено?|忽略)",
    re.IGNORECASE,
)
_ATTACHED = re.compile(
    r"(?:<(?:attached|angehängt|pièce jointe|adjunto|anexado|allegato|прикреплено|附件)\s*:\s*(?P<ios>[^>\n]+)>"
    r"|(?P<android>[\w.\- ]+\.\w{2,5}) \((?:file attached|datei angehängt|fichier joint|archivo adjunto|arquivo anexado|file allegato|файл добавлен|文件附件|檔案已附加)\))",
    re.IGNORECASE,
)
_EDITED = re.compile(
    r"\s*<(?:this message was edited|diese nachricht wurde bearbeitet|ce message a été modifié|se editó este mensaje\.?|это сообщение изменено|сообщение изменено|此消息已编辑)>",
    re.IGNORECASE,
)
_DELETED = re.compile(
    r"<?(?:this message was deleted|you deleted this message|diese nachricht wurde gelöscht|du hast diese nachricht gelöscht|ce message a été supprimé|vous avez supprimé ce message"
    r"|se eliminó este mensaje|eliminaste este mensaje|данное сообщение удалено|вы удалили данное сообщение|此消息已删除|你已删除此消息)\.?>?",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"(?:missed (?:group )?(?:voice|video) call|verpasster (?:sprach|video)anruf|appel (?:vocal|vidéo) manqué|(?:llamada|videollamada) perdida|пропущенный (?:аудио|видео)звонок"
    r"|未接(?:语音|视频)通话|null)\.?",
    re.IGNORECASE,
)
"""What WhatsApp says in somebody's name: a call that was missed; `null` stands for a picture that could be seen once."""
_PLACE = re.compile(
    r"(?:[^\W\d_]+: )?https://maps\.google\.com/\?q=-?[\d.]+,-?[\d.]+|(?:live )?(?:location|standort) shared", re.IGNORECASE
)
_EXTENSIONS = {
    "image": ("jpg", "jpeg", "png", "webp", "heic"),
    "video": ("mp4", "mov", "3gp", "avi"),
    "audio": ("opus", "ogg", "m4a", "mp3", "aac", "amr", "wav"),
    "gif": ("gif",),
    "contact": ("vcf",),
}


@dataclass(frozen=True, slots=True)
class WhatsApp:
    name: str = "whatsapp"

    def recognises(self, sample: Sample) -> bool:
        lines = [line for line in sample.text.splitlines() if line.strip()][:50]
        return any(_header(line) for line in lines[:3]) and sum(1 for line in lines if _header(line)) >= min(2, len(lines))

    def read(self, source: Source, options: ReadOptions) -> Iterator[Parsed]:
        """Reads twice: what order of day and month the dates have shows in the whole file, and so do the people."""
        stamps, people = _Stamps(), set()
        for entry in _entries(source):
            stamps.add(entry.stamp)
            if name := entry.author():
                people.add(name)
        chat = content_id(sorted(people))
        yield ParsedDialog(id=chat, endless=True)
        for entry in _entries(source):
            yield entry.parsed(chat, stamps.order())


@dataclass(slots=True)
class _Stamps:
    """What the dates of a file say about their order, without keeping them."""

    order_so_far: DateOrder = field(default_factory=DateOrder)

    def add(self, stamp: Stamp) -> None:
        self.order_so_far.see(stamp)

    def order(self) -> str:
        return order_of(self.order_so_far)


@dataclass(slots=True)
class _Entry:
    """A line with a header and the lines that continue it."""

    line: int
    stamp: Stamp
    lines: list[str]

    def author(self) -> str | None:
        said = _SAID.match("\n".join(self.lines))
        return said["name"].strip().translate(_MARKS) if said and not _is_system(said["text"] or "") else None

    def parsed(self, chat: str, order: str) -> Parsed:
        text = "\n".join(self.lines)
        said = _SAID.match(text)
        author = self.author()
        if said is None or author is None:
            return Dropped(self.line, "system row")
        text, attachments = _content((said["text"] or "").translate(_MARKS).translate(_SPACES).strip())
        if _DELETED.fullmatch(text):
            return Dropped(self.line, "deleted")
        if _CALL.fullmatch(text):
            return Dropped(self.line, "system row")
        if not text and not attachments:
            return Dropped(self.line, "empty")
        try:
            at: datetime = self.stamp.at(order)
        except ValueError as error:
            return Rejection(self.line, f"not a date: {error}")
        return ParsedMessage(
            dialog=chat,
            text=shown(text, attachments),
            line=self.line,
            author=author,
            author_name=author,
            at=at,
            attachments=attachments,
        )


def _header(line: str) -> re.Match[str] | None:
    return _HEADER.fullmatch(line.rstrip("\r\n").lstrip("\u200e\u200f\ufeff").translate(_SPACES))


def _entries(source: Source) -> Iterator[_Entry]:
    current: _Entry | None = None
    with source.text() as stream:
        for number, line in enumerate(stream, 1):
            header = _header(line)
            if header:
                if current:
                    yield current
                current = _Entry(number, Stamp.read(header["ios"] or header["android"]), [header["rest"]])
            elif current:
                current.lines.append(line.rstrip("\r\n"))
    if current:
        yield current


def _is_system(text: str) -> bool:
    """On iOS a notice stands under somebody's name, behind an invisible mark; so do attachments, which are none."""
    if not text.startswith("\u200e"):
        return False
    bare = text.translate(_MARKS)
    return not (_ATTACHED.search(bare) or _MISSING.fullmatch(bare.strip()) or _OMITTED.search(bare) or _DELETED.match(bare))


def _content(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without placeholders, and what these stand for."""
    text = _EDITED.sub("", text)
    kinds = [_kind_of_file(match["ios"] or match["android"]) for match in _ATTACHED.finditer(text)]
    text = _ATTACHED.sub("", text)
    if _OMITTED.search(text):
        kinds.append("media")
        text = _OMITTED.sub("", text)
    if _PLACE.fullmatch(text.strip()):
        return "", ("location",)
    if missing := _MISSING.fullmatch(text.strip()):
        kinds.append(next(kind for kind, words in _KINDS.items() if re.fullmatch(words, missing["kind"], re.IGNORECASE)))
        text = ""
    return text.strip(), tuple(dict.fromkeys(kinds))


def _kind_of_file(name: str) -> str:
    extension = name.rsplit(".", 1)[-1].strip().casefold()
    if "sticker" in name.casefold() or name.casefold().startswith("stk-"):
        return "sticker"
    return next((kind for kind, known in _EXTENSIONS.items() if extension in known), "file")
