"""Which encoding a file is in: a byte-order mark, else UTF-8 if it is valid, else the best guess."""

import codecs
import re
from collections.abc import Iterable

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
EVIDENCE = 32_768
"""Bytes of lines with other than ASCII in them that a guess looks at."""

_ODD_CASE = re.compile("[a-zа-яёà-ÿ][A-ZА-ЯЁÀ-Þ]")
_RUN = re.compile("[À-ÿŁłŚśŹźŻżČčĎďĚěŇňŘřŠšŤťŮůŽžŐőŰű]{3,}")
_MIXED = re.compile(r"(?<=[A-Za-z])[^\x00-\x7f\W\d_]+|[^\x00-\x7f\W\d_]+(?=[A-Za-z])")


def encoding_of(chunks: Iterable[bytes]) -> str:
    """The encoding of a file given in pieces, read to the end only while it may still be UTF-8.

    Streams: keeps EVIDENCE bytes at most. A character cut off at the very end does not count against UTF-8.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    evidence = bytearray()
    valid = True
    first = True
    for chunk in chunks:
        if first:
            if marked := _marked(chunk):
                return marked
            first = False
        if valid:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                valid = False
        if not chunk.isascii() and len(evidence) < EVIDENCE:
            evidence += _lines_beyond_ascii(chunk)[:EVIDENCE]
        if not valid and len(evidence) >= EVIDENCE:
            break
    return "utf-8" if valid else _guess(bytes(evidence))


def _marked(head: bytes) -> str | None:
    for mark, name in MARKS:
        if head.startswith(mark):
            return name
    return _utf16_without_mark(head[:4096])


def _utf16_without_mark(head: bytes) -> str | None:
    """In UTF-16 zeros belong to ASCII characters, of which the right order shows more. A stray zero in other text does not count:
    what is UTF-16 is hardly ever UTF-8 as well, unless a good part of it are zeros and other controls.
    """
    if head.count(0) < max(1, len(head) / 64):
        return None
    controls = sum(head.count(byte) for byte in range(9))
    if controls * 10 < len(head) and _is_utf8(head):
        return None
    return max(("utf-16-le", "utf-16-be"), key=lambda name: sum(map(str.isascii, head.decode(name, errors="replace"))))


def _is_utf8(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _lines_beyond_ascii(chunk: bytes) -> bytes:
    return b"\n".join(line for line in chunk.splitlines() if not line.isascii())


def _guess(evidence: bytes) -> str:
    """One of the single- and double-byte encodings that support tools write on Windows."""
    if _almost_utf8(evidence):
        return "utf-8"
    return max(_COMMON, key=lambda name: _plausibility(evidence, name))


def _almost_utf8(evidence: bytes) -> bool:
    """A few broken bytes in a UTF-8 file: at least nine of ten characters beyond ASCII decode."""
    text = evidence.decode("utf-8", errors="replace")
    beyond = sum(1 for character in text if ord(character) > 127)
    return beyond > 0 and text.count("\ufffd") <= 0.1 * beyond


_COMMON = {
    "gb18030": "的一是不了在有人我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期叫死常提感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特觉望直服毛林题建南度统色字请交爱让认算论百吃义科怎元社术结六功指思非流每青管夫连远资队跟带花快条院变联言权往展该领传近留红治决周保达办运武半候七必城父强步完革深区即求品士转量空甚众技轻程告江语英基派满式李息写呢识极令黄德收脸钱党倒未持取设始版双历越史商千片容研像找友孩站广改议形委早房音火际则首单据导影失拿网香似斯专石若兵弟谁校读志飞观争究包组造落视济喜离虽坏订货退款您好",
    "big5": "的一是不了在有人我他這中大來上國個到說們為子和你地出道也時年得就那要下以生會自著去之過家學對可她里後小麼心多天而能好都然沒日於起還發成事只作當想看文無開手十用主行方又如前所本見經頭面公同三已老從動兩長知樣現分將外但身些與高意進把法此實回二理美點月明其種聲全工己話兒者向情部正名定女問力機給等幾很業最間新什打便位因重被走電四第門訂單貨退款您請謝",
    "shift_jis": "".join(map(chr, range(0x3041, 0x30FB))),
    "euc_kr": "".join(map(chr, range(0xAC00, 0xD7A4))),
    "cp1251": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїєґў",
    "koi8-r": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    "cp1252": "éèêëàâäáãåçñóòôöõøíìîïúùûüßæœ’‘“”–—€£°«»¿¡…§®·´",
    "cp1250": "ąćęłńśźżáčďéěíňóřšťúůýžőűĺľŕăâîșțäöüß’„”“–—€°…",
}
"""The characters that carry most of a text in each encoding. The order settles a draw."""


def _plausibility(evidence: bytes, name: str) -> float:
    """Share of the characters beyond ASCII that are common in the encoding's languages; odd case and controls count against."""
    text = evidence.decode(name, errors="replace")
    beyond = [character for character in text if ord(character) > 127]
    if not beyond or text.count("\ufffd") > 0.02 * len(beyond) + 1:
        return -1.0
    common = frozenset(_COMMON[name] + (_COMMON[name].upper() if len(name) > 5 and name.startswith(("cp", "koi")) else ""))
    good = sum(character in common for character in beyond)
    odd = len(_ODD_CASE.findall(text)) + sum(0x80 <= ord(character) < 0xA0 for character in beyond)
    return (good - 2 * odd - _strangers(text, name)) / len(beyond)


def _strangers(text: str, name: str) -> int:
    """Letters where their script does not have them: three accented ones in a row, Cyrillic or Chinese inside a Latin word."""
    pattern = _RUN if name in ("cp1252", "cp1250") else _MIXED
    return sum(len(run) for run in pattern.findall(text))
