"""What names a number: the words before it and after it."""

import re
from dataclasses import dataclass

from dialogs.detectors.naming import (
    chinese_kind,
    chinese_kind_inside,
    is_phone_word,
    kind_meant,
    kind_of,
    kind_of_abbreviation,
    marks_number,
    names_some_number,
    passes,
)
from dialogs.detectors.number_words import CHINESE, kind_inside, words_of
from dialogs.detectors.vocabulary import MINE

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
    walk = _Walk(words_of(text[max(0, start - 72) : start]))
    return walk.back()


def name_after(text: str, stop: int) -> Named | None:
    """406-1234567-8901234 is my order number. 4711... that's my order."""
    words = words_of(text[stop : stop + 40])
    if words[:1] in (["."], [":"]) and words[1:2] and words[1] in _THAT:
        words = ["is", *words[2:]]
    elif words and words[0] in _THAT:
        words = ["is", *words[1:]]
    if words and words[0][0] in "是为為这" and (kind := kind_inside(words[0])):
        return Named(kind, marked=True)
    if not words or not (passes(words[0]) == "IS" or words[0] == "("):
        return None
    for word in words[1:5]:
        if CHINESE.search(word):
            kind = kind_inside(word)
            return Named(kind, marked=True) if kind else None
        kind = kind_of(word)
        if kind == "NOT":
            return None
        if kind and kind != "WEAK_ID":
            return Named(kind, marked=True)
        if not (passes(word) or marks_number(word)):
            return None
    return None


class _Walk:
    """A walk back over words. It stops at the end of a sentence and at any word that belongs to neither name nor number."""

    def __init__(self, words: list[str]) -> None:
        self.words_of = words
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
        for steps, word in enumerate(reversed(self.words_of)):
            if word in "!?;\n。！？；" or (word == "." and steps > 1):
                break
            if word in "#№°º":
                self._marked = self._signed = True
            elif word in "(:：=.":
                self._colon |= word != "."
                self._point = word == "."
            elif CHINESE.search(word):
                return self._chinese(word)
            elif found := self._named(word, self.words_of[: len(self.words_of) - steps - 1]):
                return found
            elif not (self._passes(word, steps) or self._is_stepped_over(word, self.words_of[: len(self.words_of) - steps - 1])):
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
        marked = self._marked or marks_number(word) or (self._colon and kind not in ("HOLDER", "ID_IF_MARKED")) or announced(before)
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
        follows = announced(before)
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


def announced(words: list[str]) -> bool:
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
