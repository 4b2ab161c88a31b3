"""What names a number: the words before it, after it, further away, or in the question that it answers."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from dialogs.detectors.naming import (
    chinese_kind,
    chinese_kind_inside,
    is_phone_word,
    is_vague,
    kind_meant,
    kind_of,
    kind_of_abbreviation,
    kind_of_prefix,
    marks_number,
    names_some_number,
    passes,
    speaks_of_contact,
    speaks_of_ordering,
    speaks_of_staff,
)
from dialogs.detectors.vocabulary import MINE

_WORD = re.compile(
    r"(?:(?<![^\W\d_])[dlnDLN]['’](?=[^\W\d_]))?([^\W\d_]+(?:['’][^\W\d_]+)*|[#№°º=(:：]|\d+[\w/-]*|[.!?;](?=\s|$)|[\n。！？；])"
)
_TOWN = re.compile("[^\\W\\d_A-ZА-ЯЁ]{3}")
_ALONE = re.compile(
    r"\W*(?:(?:it'?s|it is|here|sure|yes|ok|es ist|ja|c'est|oui|es|sí|это|да|是|是的|the|die|der|das|la|le|el|è|il|é|o|to|tak|het|de)\W*){0,4}",
    re.IGNORECASE,
)
"""What may stand before a number that is a whole answer."""
_POLITE = re.compile(
    r"\W*(?:(?:please|pls|thanks|thank you|thx|danke|bitte|vielen dank|merci|s'il vous plaît|gracias|por favor|спасибо|пожалуйста|谢谢)\W*){0,2}",
    re.IGNORECASE,
)
"""What may stand after it."""

_SPOKEN_TO = re.compile(
    "call|reach|ring|text|dial|anruf|erreich|melde|appel|joign|joindre|rappel|llam|contact|lig[aou]|звон|набер|свя[зж]|打|拨|联系",
    re.IGNORECASE,
)
"""Speaks of phoning."""

_DONE_TO_ORDERS = re.compile(
    r"\b(?:ship|cancel|deliver|arriv|refund|return|exchang|versand|verschick|stornier|liefer|confirm|bestätig|hinzufüg|ajout|añad|agreg|prepar|prépar|bearbeitung|valid[éeo]|waiting|wart(?:e|en)\b|attend[sr]|esper(?:o|and)|zurück|expédi|annul|livr|rembours|envi[aoóe]|entreg|devol|reembols"
    r"|отправ|отмен|достав|верн|подтвер|добав|оформ|собира|жд[уеё])|备货|收据|到底|发货|取消|退|到货|送|买|购",
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
_HOW_FAR = re.compile(
    r"(?:happening|going on|checking in|checking|following up|chasing|up|news|update|status|stand|los|neues|passe|nouvelles?|pasa|novedades|noticias|там|новост\w*|слышно|succede|novit[àa]|notícias|nieuws|słychać|dzieje)"
    r" (?:w|with|on|of|for|about|mit|bei|von|zu|zur|avec|de|du|con|del|di|da|do|с|со|по|о|z|ze|met|van) (?:my |the |der |die |meiner |la |le |el |il )?#?$",
    re.IGNORECASE,
)
_UNDER_WAY = re.compile(
    r"\W{1,3}(?:is|has been|still|ist|steht|hängt|est|toujours|está|sigue|всё|все|до сих|ещё|еще|è|ancora|ainda|staat|nog|nadal|jest)\b[\w ]{0,24}?"
    r"(?:pending|processing|preparing|process|bearbeitung|offen|préparation|traitement|preparación|proceso|pendiente|собира|обработк|обрабат|preparazione|lavorazione"
    r"|processamento|behandeling|realizacji)|到底|还没发|还在备|怎么还",
    re.IGNORECASE,
)
_CHINESE_STAFF = re.compile("专员|客服|师傅|账单")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_BY_MISTAKE = frozenset((("par", "erreur"), ("por", "error"), ("por", "erro"), ("per", "errore"), ("по", "ошибке")))
_REFERENCE = ("ref", "réf", "rif", "реф")
_PAID = ("debit", "charg", "paid", "pay", "abgebucht", "bezahl", "débit", "cobr", "pag", "списа", "оплат", "addebit")
_LINES = frozenset(("ligne", "línea", "linea", "linha"))
"""Are those of a train, but for "commande en ligne"."""
_THAT = frozenset(("that", "this", "das", "dies", "c'est", "c’est", "eso", "isso", "это"))
_NUMBERED = re.compile("[\u4e00-\u9fff]{2}(?:号码?|號碼?|编号|編號)[是为為]?$")
_AFTER_ITS_NAME = frozenset(("number", "numbers", "no", "nr", "nummer", "id", "ids"))
"""Stand after what they number: enrolment number. In French, Spanish and Russian it is the other way round."""
STRANGE = 3
"""Words that nobody listed between a number and its name."""
NEAR = 7
"""Words between a long number and its name."""
CLOSE = 5
"""Words between a number and what makes it that of goods, where nothing else names it."""


@dataclass(frozen=True, slots=True)
class Named:
    """ORDER, TRACKING, ID, HOLDER or ID_IF_MARKED, and whether the context says that a number follows ("order number", "#")."""

    kind: str
    marked: bool = False
    guessed: bool = False
    """The name stands further away, or says only that it is a number of something: a phone's, perhaps."""


OTHER = Named("")
"""Named as something that is nobody's: a product, a postal code; or as a phone number, which its own detector proves."""


def name_before(text: str, start: int) -> Named | None:
    """Walk back from a number over what may stand between it and its name."""
    walk = _Walk(_words(text[max(0, start - 72) : start]))
    return walk.back()


def name_after(text: str, stop: int) -> Named | None:
    """406-1234567-8901234 is my order number. 4711... that's my order."""
    words = _words(text[stop : stop + 40])
    if words[:1] in (["."], [":"]) and words[1:2] and words[1] in _THAT:
        words = ["is", *words[2:]]
    elif words and words[0] in _THAT:
        words = ["is", *words[1:]]
    if words and words[0][0] in "是为為这" and (kind := _chinese_inside(words[0])):
        return Named(kind, marked=True)
    if not words or not (passes(words[0]) == "IS" or words[0] == "("):
        return None
    for word in words[1:5]:
        if _CHINESE.search(word):
            kind = _chinese_inside(word)
            return Named(kind, marked=True) if kind else None
        kind = kind_of(word)
        if kind == "NOT":
            return None
        if kind and kind != "WEAK_ID":
            return Named(kind, marked=True)
        if not (passes(word) or marks_number(word)):
            return None
    return None


def name_anywhere(text: str, start: int, stop: int) -> Named | None:
    """The nearest name around, 120 characters before or after, for a number that can't be much else."""
    before = [kind for word in _words(text[max(0, start - 120) : start]) if (kind := _kind_from_afar(word))]
    after = [kind for word in _words(text[stop : stop + 120]) if (kind := _kind_from_afar(word))]
    if before[-1:] == ["NOT"] or any(_kind(word) == "NOT" for word in _words(text[stop : stop + 24])[:2]):
        return None
    return next((Named(kind) for kind in (*reversed(before), *after) if kind in ("ORDER", "TRACKING", "ID")), None)


def is_named_otherwise(text: str, start: int, stop: int) -> bool:
    """Whether a word near a number, in its sentence, says that it is nobody's: that of goods, a version, a house."""
    before = _sentence(list(reversed(_words(text[max(0, start - 72) : start]))))[:CLOSE]
    before = [word for place, word in enumerate(before) if (*before[place + 1 : place + 2], word) not in _BY_MISTAKE]
    after = [word for word in _sentence(_words(text[stop : stop + 40])) if word != "(" and not _CHINESE.search(word)][:1]
    return any(_kind(word) == "NOT" for word in (*before, *after))


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
    words = (*_words(text[max(0, start - 120) : start]), *_words(text[stop : stop + 120]))
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
    if number.isdigit() and len(number) in _PARCELS and not _CHINESE.search(text):
        return "TRACKING"
    for_somebody = " " in number or sum(map(str.isalpha, number)) > 1 or _CHINESE_STAFF.search(text)
    return "ID" if for_somebody else "ORDER"


def name_of_return(text: str, start: int, stop: int) -> Named | None:
    """In "refund for 550177" an order is returned, paid back or called off."""
    if stop - start < 5 or text[start - 1 : start] not in (" ", "#") or text[stop - 3 : stop] == "000":
        return None
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
    before = reversed(_words(text[max(0, start - 72) : start]))
    phrases = [word for word in (*before, *_words(text[stop : stop + 40])) if _CHINESE.search(word)]
    return next((kind for phrase in phrases if (kind := chinese_kind_inside(phrase))), None)


def speaks_of_phoning(text: str, start: int, stop: int) -> bool:
    """Whether a word around a number says that people can be reached there."""
    words = (*_words(text[max(0, start - 72) : start]), *_words(text[stop : stop + 40]))
    return any(is_phone_word(word) or _SPOKEN_TO.match(word) for word in words)


def name_near(text: str, start: int) -> Named | None:
    """The nearest name before a number of seven digits or more, in the same sentence and a few words away at most."""
    for word in list(reversed(_words(text[max(0, start - 72) : start])))[:NEAR]:
        kind = _kind_from_afar(word)
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


def name_in_question(text: str, start: int, stop: int, previous: str) -> Named | None:
    """What a bare number is, given the question before it. Six digits and fewer may be anything unless they are the whole answer;
    letters may be a model's or a town's; ten digits may be a phone's.
    """
    number = text[start:stop]
    alone = _ALONE.fullmatch(text[:start]) and _POLITE.fullmatch(text[stop:])
    if not alone and (sum(map(str.isdigit, number)) < 7 or _TOWN.search(number)):
        return None
    asked = asks_for(previous)
    if "PHONE" in asked and number.isdigit() and 9 <= len(number) <= 13:
        return None
    return next((Named(kind) for kind in ("ORDER", "TRACKING", "ID") if kind in asked), None)


def is_asked_after(text: str, start: int, stop: int) -> bool:
    """Whether the words beside a number ask how far something is: what's happening with 774093?"""
    return _HOW_FAR.search(text, max(0, start - 40), start) is not None or _UNDER_WAY.search(text, stop, stop + 40) is not None


def is_whole_answer(text: str, start: int, stop: int, previous: str) -> bool:
    """Whether nothing but a number is said, and the message before speaks of nothing that has other numbers, as towns have."""
    if not (_ALONE.fullmatch(text[:start]) and _POLITE.fullmatch(text[stop:])):
        return False
    return not any(is_phone_word(word) or _kind(word) == "NOT" for word in _words(previous[-400:]))


@lru_cache(maxsize=256)
def asks_for(text: str) -> frozenset[str]:
    """Which of ORDER, TRACKING, ID and PHONE the text asks for: "could you share your order ID?"."""
    words = _words(text[-400:])
    return frozenset(kind for place in range(len(words)) if (kind := _asked(words, place)))


def _asked(words: list[str], place: int) -> str | None:
    word = words[place]
    if is_phone_word(word):
        asked = not speaks_of_contact(word) or any(map(marks_number, words[place + 1 : place + 3])) or _announced(words[:place])
        return "PHONE" if asked else None
    if _CHINESE.search(word):
        return _chinese_inside(word)
    kind = _kind(word)
    if kind in (None, "NOT"):
        return None
    if not (marks_number(word) or any(map(marks_number, words[place + 1 : place + 3])) or _announced(words[:place])):
        return None
    return kind if kind in ("ORDER", "TRACKING") else "ID"


class _Walk:
    """A walk back over words. It stops at the end of a sentence and at any word that belongs to neither name nor number."""

    def __init__(self, words: list[str]) -> None:
        self._words = words
        self._marked = self._colon = self._crossed = self._point = False
        self._signed = self._of = False
        """A sign and "of" or "for": in "refund for #20391" it is the order that has the number."""
        self._weak: Named | None = None
        self._spelled = ""
        """The word that says that a number follows; a sign alone may stand before anything."""
        self._strange = 0
        self._mine = False
        """Somebody's own number, in "my number is": that of a phone, unless a name comes right before or after it."""

    def back(self) -> Named | None:
        for steps, word in enumerate(reversed(self._words)):
            if word in "!?;\n。！？；" or (word == "." and steps > 1):
                break
            if word in "#№°º":
                self._marked = self._signed = True
            elif word in "(:：=.":
                self._colon |= word != "."
                self._point = word == "."
            elif _CHINESE.search(word):
                return self._chinese(word)
            elif found := self._named(word, self._words[: len(self._words) - steps - 1]):
                return found
            elif not (self._passes(word, steps) or self._is_stepped_over(word, self._words[: len(self._words) - steps - 1])):
                break
        return self._weak

    def _named(self, word: str, before: list[str]) -> Named | None:
        kind = kind_of(word) or ("GUESSED" if names_some_number(word) else None)
        if kind is None and (self._marked or self._colon or self._point) and not self._strange:
            kind = kind_of_abbreviation(word, marked=self._marked)
        if kind == "NOT" and word in _LINES and before[-1:] in (["en"], ["em"]):
            return None
        if kind == "NOT" or (kind in (None, "GUESSED") and is_phone_word(word)):
            return self._weak if self._strange and self._weak and not self._weak.guessed else OTHER
        if kind == "WEAK_ID":
            self._marked, self._weak = True, Named(_referred_to(word, before), marked=True)
            return None
        if kind == "GUESSED":
            self._marked, self._weak = True, self._weak or Named("ID", guessed=True)
            return None
        if kind is None:
            return None
        marked = (
            self._marked or marks_number(word) or (self._colon and kind not in ("HOLDER", "ID_IF_MARKED")) or _announced(before)
        )
        if self._strange and not (self._spelled or marked):
            return None
        if self._strange and self._weak and not self._weak.guessed:
            return Named(kind, marked) if kind in ("ORDER", "TRACKING") else self._weak
        if self._signed and self._of and not self._spelled and kind in ("HOLDER", "ID_IF_MARKED"):
            return Named("ORDER", marked=True)
        return (_owner(before) if self._crossed else None) or Named(kind, marked, guessed=self._strange > 0)

    def _passes(self, word: str, steps: int) -> bool:
        role = passes(word)
        if marks_number(word) or kind_of(word) == "WEAK_ID":
            self._marked = True
            self._spelled = self._spelled or word
        elif (self._crossed or self._spelled) and word[0].isdigit():
            return True
        elif role == "IS":
            self._crossed = True
        elif role == "FILLER" and word in MINE:
            self._mine = self._spelled != ""
        elif role == "OF" and self._marked and steps <= 7:
            self._of = True
        elif role is None or steps > 7 or (role == "OF" and not self._marked):
            return False
        return True

    def _is_stepped_over(self, word: str, before: list[str]) -> bool:
        """Words that nobody listed are stepped over where something says that a number follows, up to three of them: in "number of my
        dossier", "enrolment number", "policy of the car no.". The first of them is what the number is of, if no better name comes.
        """
        follows = _announced(before)
        if not (self._spelled or follows or self._crossed or self._colon) or self._mine or word[0].isdigit():
            return False
        if not (self._spelled or follows):
            self._strange += 1
            return self._strange < STRANGE
        if self._weak is None and self._strange == 0 and len(word) > 3 and (follows or self._spelled in _AFTER_ITS_NAME):
            self._weak = Named(kind_meant(word) or "ID", guessed=True)
        self._marked = True
        self._spelled = self._spelled or word
        self._strange += 1
        return self._strange <= STRANGE

    def _chinese(self, phrase: str) -> Named | None:
        kind = chinese_kind(phrase)
        if kind == "NOT":
            return OTHER
        if kind is None:
            if not _NUMBERED.search(phrase):
                return None
            inside = chinese_kind_inside(phrase)
            return Named(inside, marked=True) if inside else Named("ID", guessed=True)
        return Named(kind, self._marked or self._colon or phrase.rstrip("是为為的：: ")[-1:] in "号號码碼编編d")


def _referred_to(word: str, before: list[str]) -> str:
    """What a reference is of, told earlier in the sentence: I placed an order on Monday (ref QZ8841290)."""
    if not word.startswith(_REFERENCE):
        return "ID"
    for said in reversed(before[-10:]):
        kind = None if said in ".!?;\n。！？；" else kind_of(said)
        if said in ".!?;\n。！？；" or kind in ("NOT", "ID", "HOLDER", "ID_IF_MARKED") or said.startswith(_PAID):
            break
        if kind in ("ORDER", "TRACKING"):
            return kind
    return "ID"


def _announced(words: list[str]) -> bool:
    """In "número de mi pedido", "номер заказа": a number was spoken of before its owner."""
    for word in reversed(words[-3:]):
        if marks_number(word) or word in "#№°º":
            return True
        if not passes(word):
            return False
    return False


def _owner(words: list[str]) -> Named | None:
    """In "the tracking number for my order 123 is": what the number is of the order."""
    linked = False
    for word in reversed(words[-8:]):
        kind = kind_of(word)
        if linked and kind and kind not in ("NOT", "WEAK_ID"):
            return Named(kind, marked=True)
        if passes(word) == "OF":
            linked = True
        elif not (passes(word) or marks_number(word) or kind == "WEAK_ID" or word[0].isdigit()):
            return None
    return None


def _words(text: str) -> list[str]:
    """Words, numbers and signs, casefolded. None of them holds a space, so that each piece between spaces is looked at by itself:
    the pieces before numbers are always the same few.
    """
    if "\n" in text:
        return list(map(_plain, _WORD.findall(text)))
    return [word for piece in text.split() for word in _words_in(piece)]


def _plain(word: str) -> str:
    return word.casefold().removesuffix("'s").removesuffix("’s")


@lru_cache(maxsize=4096)
def _words_in(piece: str) -> tuple[str, ...]:
    return tuple(map(_plain, _WORD.findall(piece)))


def _kind(word: str) -> str | None:
    return chinese_kind(word) if _CHINESE.search(word) else kind_of(word)


def _kind_from_afar(word: str) -> str | None:
    return None if is_vague(word) else _kind(word)


def _chinese_inside(phrase: str) -> str | None:
    """The kind that a beginning of the phrase names, the longest first."""
    kinds = (chinese_kind(phrase[:end]) for end in range(len(phrase), 0, -1))
    return next((kind for kind in kinds if kind and kind != "NOT"), None)
