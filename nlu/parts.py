"""A message cut into what may be asked in it: sentences, and clauses that a conjunction joins."""

import re

FEWEST_WORDS = 8
"""A shorter message asks for one thing; looking for a second would cost another pass and find nothing."""
FEWEST_IN_PART = 3
MOST_PARTS = 4
LONGEST = 600
"""Characters: what is longer tells a story, in which every sentence seems to ask for something."""

_SENTENCE = re.compile(r"(?<=[.!?;…])\s+|(?<=[!?])(?=[\u3040-\u30ff\u4e00-\u9fff])|[\u3002\uff01\uff1f\uff1b\n]+")
"""Full stops and the like before a space; those of Chinese and Japanese anywhere."""
_AND = (
    "and also|and then|and|also|plus|und außerdem|und|außerdem|y también|y además|y|además|et aussi|et|а также|и ещё|и еще|и|также"
)
_JOINER = r"[\uff0c,]?(?:另外|还有|以及|顺便)[\uff0c,]?"
_CLAUSE = re.compile(rf",?\s+(?:{_AND}),?\s+|{_JOINER}", re.IGNORECASE)
_LEAD = re.compile(rf"^\s*(?:(?:{_AND}),?\s+|{_JOINER})", re.IGNORECASE)
_UNSPACED = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")


def parts_of(text: str) -> tuple[str, ...]:
    """Two to four parts that could each be a question; none where the message is short, or there is nothing to cut it at."""
    if len(text) > LONGEST or _size(text) < FEWEST_WORDS:
        return ()
    parts = [part.strip() for sentence in _SENTENCE.split(text) for part in _clauses(sentence)]
    whole = [part for part in parts if _size(part) >= FEWEST_IN_PART]
    return tuple(whole) if 2 <= len(whole) <= MOST_PARTS else ()


def _clauses(sentence: str) -> list[str]:
    """The sentence at its conjunctions, if what is on either side is long enough to ask something; else the sentence."""
    whole = _LEAD.sub("", sentence)
    clauses = _CLAUSE.split(whole)
    return clauses if all(_size(clause) >= FEWEST_IN_PART for clause in clauses) else [whole]


def _size(text: str) -> int:
    """Words; of scripts without spaces, half the characters."""
    return len(text.split()) + len(_UNSPACED.findall(text)) // 2
