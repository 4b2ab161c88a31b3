"""Hiding words of the texts that are learned from: an intent must be told by the rest of the words too, not by one that gives it away.

Word dropout (Iyyer et al. 2015, "Deep Unordered Composition Rivals Syntactic Methods for Text Classification"), by the piece with which
the base was pretrained to hide words (Devlin et al. 2019), so that it is no stranger to the layers.
"""

import json
from typing import NamedTuple

import numpy as np

MASKS = ("[MASK]", "<mask>")


class SpecialPieces(NamedTuple):
    """The number of the piece that hides a word, None where the tokenizer has none, and of all pieces that are no words."""

    mask: int | None
    every: frozenset[int]


def special_pieces(tokenizer_json: str) -> SpecialPieces:
    pieces = {item["content"]: int(item["id"]) for item in json.loads(tokenizer_json)["added_tokens"] if item["special"]}
    found = next((pieces[name] for name in MASKS if name in pieces), None)
    return SpecialPieces(found, frozenset(pieces.values()))


class HiddenWords:
    """Hides each word of a text with the chance `words`, in a share `texts` of them; the same `random`, the same words."""

    def __init__(self, pieces: SpecialPieces, words: float, texts: float, random: np.random.Generator) -> None:
        self._mask, self._special = pieces
        self._words, self._texts, self._random = words, texts, random

    def of(self, ids: list[int]) -> list[int]:
        """The pieces of the text, of the same length; `ids` itself where nothing is hidden."""
        if self._mask is None or self._random.random() >= self._texts:
            return ids
        mask, draws = self._mask, self._random.random(len(ids)) < self._words
        found = [mask if drawn and piece not in self._special else piece for piece, drawn in zip(ids, draws.tolist(), strict=True)]
        return ids if found == ids else found
