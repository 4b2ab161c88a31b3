"""The lexical head: a linear layer on the n-grams of a text, a second opinion on its intent that costs a tenth of a millisecond."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nlu.ngrams import hashed_ngrams, weighed
from nlu.result import Matrix, Vector

BLIND = "blind_"


@dataclass(frozen=True, slots=True, eq=False)
class LexicalHead:
    """`weight` (buckets, classes), half precision: what each n-gram says for each class; `idf` (buckets,): how rare it is."""

    weight: npt.NDArray[np.float16]
    idf: Vector

    def logits(self, texts: Sequence[str]) -> Matrix:
        """Unscaled scores: shape (texts, classes), float32."""
        scores = np.zeros((len(texts), self.weight.shape[1]), dtype=np.float32)
        for row, text in enumerate(texts):
            columns, counts = hashed_ngrams(text, len(self.idf))
            scores[row] = weighed(columns, counts, self.idf) @ self.weight[columns].astype(np.float32)
        return scores

    def scaled(self, share: float) -> "LexicalHead":
        """The head whose scores are `share` times these."""
        return LexicalHead(np.asarray(self.weight * np.float16(share), np.float16), self.idf)


@dataclass(frozen=True, slots=True, eq=False)
class LexicalHeads:
    """As `nlu.head.Heads`: `blind` has not learned from the held-out texts."""

    serving: LexicalHead
    blind: LexicalHead

    def scaled(self, share: float) -> "LexicalHeads":
        return LexicalHeads(self.serving.scaled(share), self.blind.scaled(share))

    def blinded(self) -> "LexicalHeads":
        return LexicalHeads(self.blind, self.blind)

    def parts(self) -> dict[str, npt.NDArray[np.generic]]:
        """The arrays of its file, by name."""
        named = {"": self.serving, BLIND: self.blind}
        parts: dict[str, npt.NDArray[np.generic]] = {f"{prefix}weight": head.weight for prefix, head in named.items()}
        return parts | {f"{prefix}idf": head.idf for prefix, head in named.items()}

    @classmethod
    def of(cls, parts: Mapping[str, npt.NDArray[np.generic]]) -> "LexicalHeads":
        """Raises KeyError where a part is missing."""

        def head(prefix: str) -> LexicalHead:
            return LexicalHead(np.asarray(parts[f"{prefix}weight"], np.float16), np.asarray(parts[f"{prefix}idf"], np.float32))

        return cls(head(""), head(BLIND))
