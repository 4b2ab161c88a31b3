"""What tells the kind of a number that nothing names: its own letters, and the words further away."""

import re
from itertools import takewhile

from dialogs.detectors.naming import (
    chinese_kind_inside,
    is_phone_word,
    is_vague,
    kind_of,
    kind_of_prefix,
    marks_number,
    speaks_of_ordering,
    speaks_of_staff,
)
from dialogs.detectors.number_names import Named
from dialogs.detectors.number_words import CHINESE, kind_from_afar, kind_said, words_of
from dialogs.detectors.questions import asks_for

_SPOKEN_TO = re.compile(
    "call|reach|ring|text|dial|anruf|erreich|melde|appel|joign|joindre|rappel|llam|contact|lig[aou]|звон|набер|свя[зж]|打|拨|联系",
    re.IGNORECASE,
)
"""Speaks of phoning."""
_DONE_TO_ORDERS = re.compile(
    r"\b(?:ship|cancel|deliver|arriv|refund|return|exchang|versand|verschick|stornier|liefer|confirm|bestätig|hinzufüg|ajout|añad|agreg|prepar|prépar|bearbeitung|valid[éeo]|waiting|wart(?:e|en)\b|attend[sr]|esper(?:o|and)|zurück|expédi|annul|livr|rembours|envi[aoóe]|entreg|devol|reembols"
    r"|отправ|отмен|получ|достав|верн|подтвер|добав|оформ|собира|жд[уеё])|备货|收据|到底|发货|取消|退|到货|送|买|购",
    re.IGNORECASE,
)
_PREFIX = re.compile(r"([A-ZА-Я]{2,6})[-/ ]?\d")
_PAPER_OF = re.compile(
    r"(?:receipt|quittung|reçu|recibo|чек\w*|scontrino|ricevuta|bon|paragon) (?:for|für|de|di|para|pour|por|по|за|voor|za) $",
    re.IGNORECASE,
)
"""Whose receipt: that of an order."""
_PARCELS = frozenset((12, 14, *range(18, 25)))
"""Digits of the numbers that carriers give: FedEx and GLS have 12, DPD, Hermes and the Russian post 14, others 18 and more. Chinese
shops have as many.
"""
_FOR = frozenset(["for", "zu", "zur", "für", "pour", "por", "para", "по", "для", "per", "voor", "za", "do", "dla"])
_RETURN_OF = re.compile(
    r"\b(?:refund|return|exchange|cancellation|complaint|reklamation|retoure|umtausch|erstattung|rückgabe|stornierung|storno|widerruf|remboursement|retour|échange"
    r"|annulation|réclamation|devoluci[oó]n|reembolso|cambio|cancelaci[oó]n|reclamaci[oó]n|возврат\w*|обмен\w*|отмен[аеу]|рекламаци\w|rimborso|reso|annullamento|reclamo"
    r"|terugbetaling|annulering|zwrot|reklamacj[aię]|devolução|troca|cancelamento) \w+ #?$",
    re.IGNORECASE,
)
_ITEMS_OF = re.compile(
    r"\b(?:items?|things|articles?|artikeln?|teilen?|produits?|artículos?|productos?|товар\w*|articoli|prodotti|artikelen|produktów|sztuk\w*|produtos|artigos)"
    r" (?:from|of|aus|von|de|del|da|di|из|z|ze|uit|van) #?$",
    re.IGNORECASE,
)
_HOW_FAR = re.compile(
    r"(?:happening|going on|checking in|checking|following up|chasing|up|news|update|status|stand|los|neues|passe|nouvelles?|pasa|novedades|noticias|там|новост\w*|слышно|succede|novit[àa]|notícias|nieuws|słychać|dzieje)"
    r" (?:w|with|on|of|for|about|mit|bei|von|zu|zur|avec|de|du|con|del|di|da|do|с|со|по|о|z|ze|met|van) (?:my |the |der |die |meiner |la |le |el |il )?#?$"
    r"|\b(?:where(?: is|'s|’s)|wo (?:ist|bleibt|steckt)|où (?:est|en est)|dónde (?:está|anda)|donde esta|где|gdzie jest|dov['’]è(?: finito)?|waar (?:is|blijft)|onde está|cadê) #?$",
    re.IGNORECASE,
)
_UNDER_WAY = re.compile(
    r"\W{1,3}(?:is|has been|still|ist|steht|hängt|est|toujours|está|sigue|всё|все|до сих|ещё|еще|è|ancora|ainda|staat|nog|nadal|jest)\b[\w ]{0,24}?"
    r"(?:pending|processing|preparing|process|bearbeitung|offen|préparation|traitement|preparación|proceso|pendiente|собира|обработк|обрабат|preparazione|lavorazione"
    r"|processamento|behandeling|realizacji)|\W{1,3}(?:já foi|ya (?:ha sido|fue|se ha)|a déjà été|è (?:già )?stat[oa]|wurde schon|уже|już|is al|has) (?:enviad|expédi|spedit|verschickt|versendet|отправ|wysłan|verzonden|shipped)|到底|还没付|还没发|还在备|怎么还",
    re.IGNORECASE,
)
_CHINESE_STAFF = re.compile("专员|客服|师傅|账单")
_COUNTS = frozenset(
    [
        "two",
        "three",
        "four",
        "2",
        "3",
        "4",
        "zwei",
        "drei",
        "vier",
        "deux",
        "trois",
        "quatre",
        "dos",
        "tres",
        "cuatro",
        "два",
        "две",
        "три",
        "четыре",
        "due",
        "tre",
        "quattro",
        "twee",
        "drie",
        "dwa",
        "dwie",
        "trzy",
        "dois",
        "duas",
        "três",
    ]
)
_COUNTED = re.compile("[一两二三四几]个?(?:包裹|快递|快件)")
_BY_MISTAKE = frozenset((("par", "erreur"), ("por", "error"), ("por", "erro"), ("per", "errore"), ("по", "ошибке")))
NEAR = 7
"""Words between a long number and its name."""
CLOSE = 5
"""Words between a number and what makes it that of goods, where nothing else names it."""


def name_anywhere(text: str, start: int, stop: int) -> Named | None:
    """The nearest name around, 120 characters before or after, for a number that can't be much else."""
    before, after = _kinds(words_of(text[max(0, start - 120) : start])), _kinds(words_of(text[stop : stop + 120]))
    if before[-1:] == ["NOT"] or any(kind_said(word) == "NOT" for word in words_of(text[stop : stop + 24])[:2]):
        return None
    return next((Named(kind) for kind in (*reversed(before), *after) if kind in ("ORDER", "TRACKING", "ID")), None)


def _kinds(words: list[str]) -> list[str]:
    """What the words name, in order; nothing where they count: "split into two parcels"."""
    return [
        kind
        for place, word in enumerate(words)
        if (kind := kind_from_afar(word)) and not _COUNTED.search(word) and not (place and words[place - 1] in _COUNTS)
    ]


def is_named_otherwise(text: str, start: int, stop: int) -> bool:
    """Whether a word near a number, in its sentence, says that it is nobody's: that of goods, a version, a house."""
    words = words_of(text[max(0, start - 72) : start])
    if words[-1:] == ["."] and words[-2:-1] and marks_number(words[-2]):
        words = words[:-1]
    before = _sentence(list(reversed(words)))[:CLOSE]
    before = [word for place, word in enumerate(before) if (*before[place + 1 : place + 2], word) not in _BY_MISTAKE]
    after = [word for word in _sentence(words_of(text[stop : stop + 40])) if word != "(" and not CHINESE.search(word)][:1]
    return any(kind_said(word) == "NOT" for word in (*before, *after))


def _sentence(words: list[str]) -> list[str]:
    return list(takewhile(lambda word: word not in ".!?;\n。！？；", words))


def kind_around(text: str, start: int, stop: int, previous: str) -> str:
    """What a number that nothing names must be: what the question before it asked for, what the letters joined to it are short for,
    what the words around it speak of; else an order if it is of digits with one letter at most, and an ID otherwise.
    """
    asked = asks_for(previous) if previous else frozenset()
    prefix = name_of_prefix(text, start)
    kind = next((kind for kind in ("ORDER", "TRACKING") if kind in asked), prefix.kind if prefix else None)
    if kind or asked:
        return kind or "ID"
    around = name_anywhere(text, start, stop)
    if around:
        return around.kind
    if kind := _chinese_around(text, start, stop):
        return kind
    words = (*words_of(text[max(0, start - 120) : start]), *words_of(text[stop : stop + 120]))
    if (
        is_asked_after(text, start, stop)
        or any(map(speaks_of_ordering, words))
        or _DONE_TO_ORDERS.search(text, max(0, start - 120), stop + 120)
    ):
        return "ORDER"
    if _PAPER_OF.search(text, max(0, start - 24), start):
        return "ORDER"
    number = text[start:stop]
    if any((kind_of(word) in ("HOLDER", "ID_IF_MARKED") and not is_vague(word)) or speaks_of_staff(word) for word in words):
        return "ID"
    if number.isdigit() and len(number) in _PARCELS and not CHINESE.search(text):
        return "TRACKING"
    for_somebody = " " in number or sum(map(str.isalpha, number)) > 1 or _CHINESE_STAFF.search(text)
    return "ID" if for_somebody else "ORDER"


def name_of_return(text: str, start: int, stop: int) -> Named | None:
    """In "refund for 550177" an order is returned, paid back or called off; in "two items from 550177" a part of it."""
    if stop - start < 5 or text[start - 1 : start] not in (" ", "#") or text[stop - 3 : stop] == "000":
        return None
    if _ITEMS_OF.search(text, max(0, start - 30), start):
        return Named("ORDER")
    if text[max(0, start - 6) : start].rstrip("# ").rpartition(" ")[2] not in _FOR:
        return None
    return Named("ORDER") if _RETURN_OF.search(text, max(0, start - 30), start) else None


def name_of_prefix(text: str, start: int) -> Named | None:
    """What the letters at the front of a number are short for: OR-5520-1983."""
    prefix = _PREFIX.match(text, start)
    kind = kind_of_prefix(prefix[1]) if prefix else None
    return Named(kind) if kind else None


def _chinese_around(text: str, start: int, stop: int) -> str | None:
    """In Chinese a kind may be told from inside of a phrase: 取件通知上写的是."""
    before = reversed(words_of(text[max(0, start - 72) : start]))
    phrases = [word for word in (*before, *words_of(text[stop : stop + 40])) if CHINESE.search(word)]
    return next((kind for phrase in phrases if (kind := chinese_kind_inside(_COUNTED.sub("", phrase)))), None)


def speaks_of_phoning(text: str, start: int, stop: int) -> bool:
    """Whether a word around a number says that people can be reached there."""
    words = (*words_of(text[max(0, start - 72) : start]), *words_of(text[stop : stop + 40]))
    return any(is_phone_word(word) or _SPOKEN_TO.match(word) for word in words)


def name_near(text: str, start: int) -> Named | None:
    """The nearest name before a number of seven digits or more, in the same sentence and a few words away at most."""
    for word in list(reversed(words_of(text[max(0, start - 72) : start])))[:NEAR]:
        kind = kind_from_afar(word)
        if word in "!?;\n。！？；." or kind == "NOT" or is_phone_word(word) or _SPOKEN_TO.match(word):
            return None
        if kind in ("ORDER", "TRACKING", "ID"):
            return Named(kind)
        if kind is None and speaks_of_ordering(word):
            return Named("ORDER")
    return None


def name_of_hash(text: str, start: int, stop: int) -> Named | None:
    """Can you cancel #58213: what shops call an order by, where something is done to it that is done to orders."""
    if text[start - 1 : start] == "#" and stop - start >= 4 and _DONE_TO_ORDERS.search(text, max(0, start - 60), stop + 60):
        return Named("ORDER", marked=True)
    return None


def is_asked_after(text: str, start: int, stop: int) -> bool:
    """Whether the words beside a number ask how far something is: what's happening with 774093?"""
    return _HOW_FAR.search(text, max(0, start - 40), start) is not None or _UNDER_WAY.search(text, stop, stop + 40) is not None
