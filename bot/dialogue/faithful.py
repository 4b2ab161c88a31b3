"""Whether a phrased reply keeps to what was found: it may say it in other words, and must not add a number, link, address or name.

It errs to the safe side: what can't be told (a noun at the beginning of a German sentence, a name in a script without capitals) counts
as added, and the page's own sentences are sent instead.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from retrieval.facts import Facts, facts_of
from retrieval.tokens import PLACEHOLDER

LONGEST = 1_000
"""Characters of a phrased reply: more is no short reply."""
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SYMBOLS = re.compile(r"[$€£¥₽₹%°]")
_ADDRESS = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://|www\.)\S*[^\s.,;:!?)\]\"'>]|[^\s(<\"']+@\S*[^\s.,;:!?)\]\"'>]|\b(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/\S*)?\b",
    re.IGNORECASE,
)
_OPENING = """
a after all also alternatively an and any as ask at because before both bring but by call can check choose click contact customers do don't each
either enter every first for from generally go he hello here hi how however i i'm i'd if in instead it it's its just let look make many most my
next no normally not note of ok okay on once one only or our otherwise please press see send she simply since so some sorry sure tell thank thanks
that that's the their then there there's these they this those to unfortunately use usually visit wait we we'll we're we've when where while with
write yes you you'll you're you've your
aber alle also am auch auf bei bitte da damit danach das dann der des die dies diese dieser ein eine einen er es falls für gerne hallo ihr ihre im
in ja kein leider man mit nach nein noch nur oder sie sobald sofern so um und vor wenn wir zu zum zur
a al antes con cuando de después el en es esta este gracias hola la las lo los no nuestra nuestro para pero por puede se si sí su también tras un
una usted y
à après avant avec bonjour c'est ce cela cette d'abord dans de des elle en et il ils je l'on la le les mais merci non notre nous on oui par pour
puis quand sans si sur tous un une veuillez vos votre vous
а в вам ваш вы да до для если же за здравствуйте и из или к когда мы на наш не нет но о он она они от по пожалуйста после при с сначала спасибо так
то тогда у чтобы это
"""
"""Words that begin a sentence with a capital and are no names."""
_OPENERS = frozenset(_OPENING.split())


def additions(reply: str, passages: Sequence[str], question: str) -> tuple[str, ...]:
    """What the reply has and neither the passages nor the question have, in words for people; nothing where it keeps to them.

    Links and e-mail addresses count only if a passage has them: a customer's own must not come back as the company's.
    """
    own, *others = facts_of([reply, *passages, question], [None] * (len(passages) + 2))
    known = " ".join((*passages, question)).casefold()
    signs, addresses, names = set(_SYMBOLS.findall(known)), set(_addresses(passages)), _words(known)
    return (
        *_form(reply),
        *(f"the number {number}" for number in sorted(_numbers([own]) - _numbers(others))),
        *(f"the sign {sign}" for sign in sorted(set(_SYMBOLS.findall(reply)) - signs)),
        *(f"the address {address}" for address in _addresses([reply]) if address not in addresses),
        *(f"the name {name}" for name in _names(reply) if name.casefold() not in names),
    )


def _form(reply: str) -> Iterable[str]:
    if not reply.strip():
        yield "no words"
    if len(reply) > LONGEST:
        yield f"{len(reply)} characters"
    if PLACEHOLDER.search(reply):
        yield "a placeholder"
    if any(unicodedata.category(character) == "Lo" for character in reply):
        yield "a script without capitals, in which names can't be told"


def _numbers(facts: Iterable[Facts]) -> set[str]:
    """A range's dash is no minus: "8-10" and "8 to 10" have the same numbers."""
    return {number.lstrip("-") for item in facts for number in item.numbers}


def _addresses(texts: Iterable[str]) -> list[str]:
    return [match[0].strip(".,;:!?()<>[]\"'").casefold().rstrip("/") for text in texts for match in _ADDRESS.finditer(text)]


def _names(reply: str) -> list[str]:
    """Words with a capital anywhere, but for those that open a sentence and are no names."""
    bare = _ADDRESS.sub(" ", reply)
    found = []
    for match in _WORD.finditer(bare):
        word = match[0]
        opens = not bare[: match.start()].strip() or bare[: match.start()].rstrip(" \"'“„«(*-–•\t").endswith(
            (".", "!", "?", ":", "\n", "…")
        )
        plain = word.casefold().replace("’", "'")
        if (
            word == word.lower()
            or plain in ("i", "i'm", "i'd", "i'll", "i've")
            or (opens and plain in _OPENERS and not word[1:].isupper())
        ):
            continue
        found.append(word.removesuffix("'s").removesuffix("’s"))
    return list(dict.fromkeys(found))


def _words(text: str) -> frozenset[str]:
    return frozenset(match[0].removesuffix("'s").removesuffix("’s") for match in _WORD.finditer(text))
