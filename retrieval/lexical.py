"""Search by words: BM25 (bm25s) over the questions of the record."""

import json
import logging
from collections.abc import Collection, Sequence
from pathlib import Path

import bm25s
import numpy as np

from nlu.result import Vector
from retrieval.errors import IndexDamagedError
from retrieval.tokens import words
from retrieval.vector_index import Rows

FOLDER = "lexical"


class LexicalIndex:
    """BM25 scores of every row for a query; row n is the n-th text it was built of. Texts without words are never found."""

    def __init__(self, rows: int, bm25: bm25s.BM25 | None) -> None:
        self.rows = rows
        self._bm25 = bm25
        """None where no text has a word: bm25s can't hold an empty vocabulary."""

    @classmethod
    def build(cls, texts: Sequence[str]) -> "LexicalIndex":
        documents = [words(text) for text in texts]
        vocabulary = {word: number for number, word in enumerate(sorted({word for words_ in documents for word in words_}))}
        if not vocabulary:
            return cls(len(texts), None)
        logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to DEBUG when imported
        bm25 = bm25s.BM25(backend="numpy")
        ids = [[vocabulary[word] for word in words_] for words_ in documents]
        bm25.index((ids, vocabulary), create_empty_token=False, show_progress=False)
        return cls(len(texts), bm25)

    def scores(self, query: str) -> Vector:
        """BM25 of each row, shape (rows,), at least 0; all 0 where the query shares no word with any text."""
        tokens = self._known(words(query))
        if self._bm25 is None or not tokens:
            return np.zeros(self.rows, np.float32)
        return np.asarray(self._bm25.get_scores_from_ids(tokens), np.float32)

    def best(self, scores: Vector, k: int) -> Rows:
        """The rows of the k best scores above 0, best first."""
        k = min(k, self.rows)
        if k == 0:
            return np.zeros(0, np.int64)
        top = np.argpartition(-scores, k - 1)[:k]
        top = top[scores[top] > 0]
        return top[np.lexsort((top, -scores[top]))].astype(np.int64)

    def knows(self, word: str) -> bool:
        """Whether any text has the word (of `retrieval.tokens.words`)."""
        return bool(self._known([word]))

    def rarity(self, word: str) -> float:
        """Between 0 for a word that every text has and 1 for one that none has."""
        return (
            max(0.0, self._rarity(word) - float(np.log(2))) / (float(np.log1p(self.rows)) - float(np.log(2)))
            if self.rows > 1
            else 1.0
        )

    def matched(self, query: str, texts: Sequence[str]) -> list[float]:
        """For each text, the share in [0, 1] of the query's distinct words, weighted by rarity, that it has; 0 for a wordless query."""
        weights = {word: self._rarity(word) for word in words(query)}
        total = sum(weights.values())
        return [_share(weights, set(words(text))) / total if total else 0.0 for text in texts]

    def save(self, folder: Path) -> None:
        """Arrays and JSON, no pickle."""
        target = folder / FOLDER
        target.mkdir()
        (target / "rows.json").write_text(json.dumps({"rows": self.rows, "empty": self._bm25 is None}))
        if self._bm25 is not None:
            self._bm25.save(target, allow_pickle=False, show_progress=False)

    @classmethod
    def load(cls, folder: Path) -> "LexicalIndex":
        """Raises IndexDamagedError where the files can't be read."""
        source = folder / FOLDER
        try:
            state = json.loads((source / "rows.json").read_text())
            bm25 = None if state["empty"] else bm25s.BM25.load(source, allow_pickle=False, show_progress=False)
            return cls(int(state["rows"]), bm25)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexDamagedError(f"{source} can't be read ({error}); run: firstline index --rebuild") from error

    def _known(self, tokens: Collection[str]) -> list[int]:
        return [] if self._bm25 is None else [self._bm25.vocab_dict[token] for token in tokens if token in self._bm25.vocab_dict]

    def _rarity(self, word: str) -> float:
        """Inverse document frequency, log(1 + rows / (1 + texts that have the word))."""
        known = self._known([word])
        texts = 0 if self._bm25 is None or not known else int(np.diff(self._bm25.scores["indptr"][known[0] : known[0] + 2])[0])
        return float(np.log1p(self.rows / (1 + texts)))


def _share(weights: dict[str, float], present: set[str]) -> float:
    return sum(weight for word, weight in weights.items() if word in present)
