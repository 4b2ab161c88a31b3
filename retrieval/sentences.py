"""Sentences of a support message and what each is for: courtesy, a promise to look, a question back, or something said."""

import re
import unicodedata
from enum import StrEnum

from retrieval.phrases import (
    ACKNOWLEDGEMENTS,
    ASSENT,
    CASES,
    COMMITMENTS,
    COURTESIES,
    FILLERS,
    GENERAL,
    GREETING,
    HOLDS,
    OWN_CASES,
    REQUESTS,
    TIMES,
)

_BOUNDARY = re.compile(r"(?<=[.!?…])[\"')\]»”]*\s+|(?<=[。！？｡؟])|\n+")
_AFTER_LINK = re.compile(r"(https?://\S+)[ \t]+(?=[A-Z])")
"""Writers leave out the full stop after a link, lest it break it."""
_GREETED = re.compile(
    r"^(\s*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|hallo|guten (?:tag|morgen|abend)|lieber?|bonjour|salut|hola|ciao|olá|hoi|beste|cześć|привет|здравствуйте)"
    r"(?: there| all| team|(?: (?:[^\W\d_]+|<NAME_\d+>)){1,2})?\s*[,!–—-])[ \t]+",
    re.IGNORECASE | re.MULTILINE,
)
"""A greeting, with a name or not, is a sentence of its own: what follows is looked at by itself."""
_ABBREVIATION = re.compile(r"(?:^|[\s(])(?:mrs?|ms|dr|st|no|nr|e\.g|i\.e|z\.b|approx|incl|excl|bzw|ca|etc|vs|\w)\.$", re.IGNORECASE)
_AFTER_COURTESY = re.compile(
    r"^[^,;:–—]{0,30}\b(?:sorry|tut (?:mir|uns) leid|désolée?|lo siento|извините)"
    r"(?:(?: (?:about|for))? (?:that|this|it|the \w+)| to (?:hear (?:that|this|it)|bother[^,]*|disturb[^,]*))?\s*[,;:–—]+\s*(?P<sorry>.*)"
    r"|^\W*(?:i|we) (?:\S+ly |can |do )*(?:understand|apologi[sz]e|appreciate)\b[^;]{0,80}?(?:[;,.–—] *(?:however|but|unfortunately)[ ,]+|, but )"
    r"(?!(?:you|your|it|the \w+|nothing|no one) (?:have|has|had|is|are|was|were|did|do)(?:n't)?\b)(?P<understood>.*)"
    r"|^\W*(?:many |much )?(?:thanks?|thank you|thx|(?:vielen |herzlichen )?dank|danke|merci|gracias|grazie|obrigad[oa]|bedankt|спасибо)\b(?!(?: you)? for (?:provid|confirm|shar|send|giv|clarif)\w+ [^,;–—]*:)"
    r"[^,;:–—]{0,60}?(?:\s*[,;:–—]+\s*|\s+(?=(?:but|aber|mais|pero|но)\s))(?P<thanks>.*)",
    re.IGNORECASE | re.DOTALL,
)
"""A courtesy that goes on: "Sorry, we don't deliver to Peru." says something."""
_JOINING = re.compile(r"^(?:(?:but|and|aber|und|mais|et|pero|y|ma|e|но|и)\s+)+", re.IGNORECASE)
_PROMISING = re.compile(
    r"(?:[,;:]| and| then) (?:we|you)\b(?!.*\b(?:check|look|investigat|assist|help|proceed|verif|review|see|process))",
    re.IGNORECASE,
)
"""A request that says what comes of it: "Send us a photo and we replace it." """
_QUESTION_MARKS = ("?", "？", "؟")
LEAST_WORDS = 3
"""After a greeting or a courtesy, fewer words are a name."""
LOOKED_AT = 300
"""Characters of a sentence that are matched against phrases."""


class Purpose(StrEnum):
    """What a sentence is for."""

    COURTESY = "courtesy"
    """A greeting, thanks, sympathy, an apology, a farewell, an acknowledgement."""
    ASSENT = "assent"
    """A bare yes or no."""
    HOLD = "hold"
    """"One moment please", "I am looking into it": something else will follow."""
    QUESTION = "question"
    """Asks the other side for something."""
    CASE = "case"
    """Tells what was done or found for this one customer: true in its dialog, not in the next."""
    CONTENT = "content"
    """Anything else: what an answer consists of."""


def sentences(text: str) -> list[str]:
    """The sentences in order, without white space around them; abbreviations and decimal points do not end one."""
    parts: list[str] = []
    for part in _BOUNDARY.split(_AFTER_LINK.sub(r"\1\n", _GREETED.sub(r"\1\n", text))):
        piece = part.strip()
        if not piece:
            continue
        if parts and _ABBREVIATION.search(parts[-1]):
            parts[-1] += f" {piece}"
        else:
            parts.append(piece)
    return parts


def purpose(sentence: str) -> Purpose:
    """What the sentence is for. What no phrase list knows is content, so an unknown language is kept rather than lost."""
    beginning = sentence[:LOOKED_AT]
    spoken = _plain(beginning)
    if ASSENT.fullmatch(spoken):
        return Purpose.ASSENT
    core = FILLERS.sub("", spoken).strip()
    if not core or ACKNOWLEDGEMENTS.fullmatch(core) or not re.search(r"\w", core):
        return Purpose.COURTESY
    if "://" in beginning:
        return Purpose.CONTENT
    greeted = GREETING.match(core)
    if greeted and len(core[greeted.end() :].split()) >= LEAST_WORDS:
        return purpose(core[greeted.end() :] + ("?" if sentence.endswith(_QUESTION_MARKS) else ""))
    if HOLDS.match(core):
        return Purpose.HOLD
    if COURTESIES.match(core):
        rest = _after_courtesy(beginning)
        return purpose(rest) if len(rest.split()) >= LEAST_WORDS else Purpose.COURTESY
    if sentence.endswith(_QUESTION_MARKS) or (REQUESTS.match(core) and not _PROMISING.search(beginning)):
        return Purpose.QUESTION
    return Purpose.CASE if _of_a_case(core) else Purpose.CONTENT


def _of_a_case(core: str) -> bool:
    if OWN_CASES.search(core):
        return True
    if GENERAL.search(core):
        return False
    told = CASES.search(core)
    return bool(COMMITMENTS.search(core)) or (told is not None and not TIMES.search(core[: told.start()]))


def _after_courtesy(sentence: str) -> str:
    match = _AFTER_COURTESY.search(sentence)
    return _JOINING.sub("", match["sorry"] or match["understood"] or match["thanks"] or "") if match else ""


def tells_case(text: str) -> bool:
    """Whether any sentence tells of one customer's case."""
    return any(purpose(part) is Purpose.CASE for part in sentences(text))


def _plain(sentence: str) -> str:
    """Lower case, one space between words, no punctuation but apostrophes and the brackets of placeholders."""
    folded = unicodedata.normalize("NFKC", sentence).casefold().replace("’", "'")
    return " ".join(re.sub(r"[^\w\s'<>\u0300-\u036f\u0900-\u097f]", " ", folded).split())
