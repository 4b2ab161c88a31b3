"""Which words a record knows: a message with others may be about something that no answer covers."""

from collections.abc import Iterable

from retrieval.answer_index import AnswerIndex
from retrieval.lexical import LexicalIndex
from retrieval.tokens import words


class Familiarity:
    """The words of a lexical index, and of further texts."""

    def __init__(self, lexical: LexicalIndex, texts: Iterable[str] = ()) -> None:
        self._lexical = lexical
        self._words = frozenset(word for text in texts for word in words(text))

    @classmethod
    def of(cls, index: AnswerIndex) -> "Familiarity":
        """All questions and answers of an index."""
        return cls(index.lexical, (answer.text for answer in index.answers.values()))

    def unfamiliar(self, text: str) -> tuple[str, ...]:
        """The words of the text that are not known, each once."""
        return tuple(word for word in dict.fromkeys(words(text)) if word not in self._words and not self._lexical.knows(word))
