"""Messages that can't be understood by themselves: "and if it is broken?", "no, the other order". Told by closed sets of words."""

from collections.abc import Mapping, Sequence

from bot.dialogue.slots import PLACEHOLDER, kind_of
from bot.dialogue.small_talk import words_of

LONGEST_FOLLOW_UP = 10
"""Words: what is longer says what it is about."""
SHORTEST_QUESTION = 4
"""Words: what is not longer leaves out what was said before."""
LONGEST_CORRECTION = 12
LONGEST_CONTEXT = 400
"""Characters of the dialog so far that a follow-up is understood with."""

CONNECTIVES = "and or but also then so what's what how und oder aber auch was wie y o pero también et ou mais aussi и или но а также 那 那么 还有"
"""Words that a follow-up begins with."""
ANAPHORS = """
    it it's its that that's this these those they them there then one ones instead too same es das dies diese dieser sie ihn dort dann stattdessen
    eso esto ese esa lo la los ahí entonces ça cela ceci le les celui celle là alors это этот эта они их там тогда тоже 它 这个 那个
"""
"""Words that stand for something said before."""
DENIALS = """
    no nope not sorry wait actually wrong oops nein nicht falsch halt perdón espera non pas pardon désolé нет не извините ошибка 不 不是 错了
"""
"""Words that a correction begins with."""
OTHERS = """
    other another second first different meant mean wrong previous andere anderen anderes zweite erste meinte meine falsche otro otra segundo primero
    quise autre deuxième premier voulais другой другую другая другом второй первый имел имела 另 另一个
"""
"""Words that say which one is meant."""

_CONNECTIVES, _ANAPHORS, _DENIALS, _OTHERS = (frozenset(words.split()) for words in (CONNECTIVES, ANAPHORS, DENIALS, OTHERS))


def refers_back(text: str) -> bool:
    """Whether the text, a question by itself or not, may need what was asked before to be understood."""
    words = words_of(text)
    if not 0 < len(words) <= LONGEST_FOLLOW_UP:
        return False
    return len(words) <= SHORTEST_QUESTION or words[0] in _CONNECTIVES or any(word in _ANAPHORS for word in words)


def with_context(question: str, text: str) -> str:
    """What a follow-up says together with the question that stands."""
    return f"{question} {text}"[-LONGEST_CONTEXT:]


def corrects(text: str) -> bool:
    """Whether the redacted text says that the answer was about the wrong one: "no, the other order", "sorry, <ORDER_2>"."""
    words = words_of(text)
    if not 0 < len(words) <= LONGEST_CORRECTION or words[0] not in _DENIALS:
        return False
    return PLACEHOLDER.search(text) is not None or any(word in _OTHERS for word in words[1:])


def others_last(values: Mapping[str, str], kinds: Sequence[str]) -> dict[str, str]:
    """The values with those of these kinds turned round: the one that was spoken of last goes to the front, the one before it to the end."""
    turned = dict(values)
    for kind in kinds:
        names = [name for name in turned if kind_of(name) == kind]
        for name in names[:-1]:
            turned[name] = turned.pop(name)
    return turned


def without_lone(values: Mapping[str, str], kinds: Sequence[str]) -> dict[str, str]:
    """The values without those of these kinds that have no other beside them: "the other order" of one is not known yet."""
    alone = [kind for kind in kinds if sum(kind_of(name) == kind for name in values) < 2]
    return {name: value for name, value in values.items() if kind_of(name) not in alone}
