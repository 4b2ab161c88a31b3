"""What somebody wrote in a mail, without the message answered to and without the signature."""

import re

_INTRODUCTION = re.compile(
    r"^[>\s]*(?:"
    r"On\b.{4,200}\bwrote:"
    r"|Am\b.{4,200}\bschrieb\b.{0,120}:"
    r"|Le\b.{4,200}\ba [ée]crit\s*:"
    r"|El\b.{4,200}\bescribi[óo]\s*:"
    r"|Em\b.{4,200}\bescreveu\s*:"
    r"|Il\b.{4,200}\bha scritto\s*:"
    r"|Op\b.{4,200}\bschreef\b.{0,120}:"
    r"|.{4,160}\b(?:пишет|написал\(?а?\)?)\s*:"
    r"|.{0,80}\d{1,2}[:.]\d{2}.{1,120}<[^<>\s]+@[^<>\s]+>\s*:"
    r"|在.{4,160}写道[:：]"
    r"|\d{4}.{4,160}写道[:：]"
    r"|-{2,}\s*(?:Original Message|Forwarded message|Ursprüngliche Nachricht|Originalnachricht|Message d'origine|Message original|Mensaje original|Mensagem original|"
    r"Исходное сообщение|Пересылаемое сообщение|原始邮件|转发邮件)\s*-{2,}"
    r"|#{2}-.{0,160}-#{2}"
    r"|_{20,}"
    r")\s*$",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)
_HEADERS = re.compile(
    r"^\s*\*?(?:From|Von|De|От|发件人|Da|Van)\s*[:：].{1,200}\n(?:\s*\*?(?:Sent|Date|To|Subject|Cc|Gesendet|Datum|An|Betreff|Envoyé|Date|À|Objet|Enviado|Fecha|Para|Asunto|"
    r"Отправлено|Дата|Кому|Тема|发送时间|日期|收件人|主题|抄送)\s*[:：].{0,300}(?:\n|$)){2,}",
    re.IGNORECASE | re.MULTILINE,
)
_SIGNATURE = re.compile(
    r"^(?:-- ?$"
    r"|(?:Sent from (?:my|Mail|Outlook|Yahoo|Samsung)|Get Outlook for|Von meinem .{2,40} gesendet|Gesendet (?:von|mit)|Envoyé de(?:puis)? mon|Enviado desde (?:mi|mon)|Enviado do meu|"
    r"Inviato da|Отправлено (?:с|из)|发自我的|从我的).{0,80}$)",
    re.IGNORECASE | re.MULTILINE,
)
_CLOSING = re.compile(
    r"^(?:(?:(?:best|kind|warm|many)\s+)?(?:regards|wishes)|regards|best|sincerely(?: yours)?|yours (?:sincerely|truly|faithfully)|cheers|"
    r"mit (?:freundlichen|besten|herzlichen|lieben) gr(?:ü|ue)(?:ß|ss)en|(?:beste|viele|liebe|freundliche|herzliche|schöne) gr(?:ü|ue)(?:ß|ss)e(?: aus [^\W\d_]+)?|besten gru(?:ß|ss)|mfg|lg|vg|"
    r"(?:bien )?cordialement|bien à vous|sincères salutations|(?:meilleures )?salutations(?: distinguées)?|amicalement|bien à toi|(?:un )?(?:cordial )?saludos?(?: cordiales)?|atentamente|cordialmente|un (?:cordial )?saludo|"
    r"с (?:большим )?уважением|с наилучшими(?: пожеланиями)?|всего доброго|此致|祝好)\s*[,.!，。]?\s*$",
    re.IGNORECASE | re.MULTILINE,
)


def without_quotes(text: str) -> str:
    """What is new in a mail: everything from the introduction of the quoted message on goes, and lines that begin with `>`.

    A signature goes from its delimiter on, or from a closing that only short lines follow. A text that consists of nothing
    else stays as it is.
    """
    if "\n" not in text:
        return text
    new = text
    for pattern in (_HEADERS, _SIGNATURE):
        if match := pattern.search(new):
            new = new[: match.start()]
    new = new[: _introduction(new)]
    new = "\n".join(line for line in new.splitlines() if not line.lstrip().startswith(">"))
    new = _without_signature(new).strip()
    return new or text


def _introduction(text: str) -> int:
    """Where the quoted message is introduced; an introduction may be wrapped onto a second line."""
    lines = text.split("\n")
    place = 0
    for number, line in enumerate(lines):
        pair = f"{line} {lines[number + 1]}" if number + 1 < len(lines) else line
        wrapped = line.strip() and not line.rstrip().endswith((".", "!", "?"))
        if _INTRODUCTION.match(line) or (wrapped and _STARTS.match(line) and _INTRODUCTION.match(pair)):
            return place
        place += len(line) + 1
    return len(text)


_STARTS = re.compile(r"\s*>?\s*(?:On|Am|Le|El|Em|Il|Op|在)\b", re.IGNORECASE)


def _without_signature(text: str) -> str:
    for match in _CLOSING.finditer(text):
        following = [line for line in text[match.end() :].splitlines() if line.strip()]
        if len(following) <= 8 and all(len(line) < 70 for line in following):
            return text[: match.start()]
    return text
