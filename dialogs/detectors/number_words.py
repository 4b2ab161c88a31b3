"""The words around a number, as they are looked at."""

import re
from functools import lru_cache

from dialogs.detectors.naming import chinese_kind, is_vague, kind_of

_WORD = re.compile(
    r"(?:(?<![^\W\d_])[dlnDLN]['’](?=[^\W\d_]))?([^\W\d_]+(?:['’][^\W\d_]+)*|[#№°º=(:：]|\d+[\w/-]*|[.!?;](?=\s|$)|[\n。！？；])"
)
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def words_of(text: str) -> list[str]:
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


def kind_said(word: str) -> str | None:
    return chinese_kind(word) if CHINESE.search(word) else kind_of(word)


def kind_from_afar(word: str) -> str | None:
    return None if is_vague(word) else kind_said(word)


def kind_inside(phrase: str) -> str | None:
    """The kind that a beginning of the phrase names, the longest first."""
    kinds = (chinese_kind(phrase[:end]) for end in range(len(phrase), 0, -1))
    return next((kind for kind in kinds if kind and kind != "NOT"), None)
