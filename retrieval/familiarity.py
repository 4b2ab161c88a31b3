"""Which words and languages a record knows: a message with others may be about something that no answer covers."""

from collections import Counter
from collections.abc import Iterable

from retrieval.answer_index import AnswerIndex
from retrieval.lexical import LexicalIndex
from retrieval.tokens import words

LEAST_SHARE = 0.02
"""Of the answers that a language must have: single ones were taken for a language they are not in."""


class Familiarity:
    """The words of a lexical index and of further texts, and the `languages` they are in (ISO 639-1); none: not known."""

    def __init__(self, lexical: LexicalIndex, texts: Iterable[str] = (), languages: Iterable[str] = ()) -> None:
        self._lexical = lexical
        self._languages = frozenset(languages)
        self._words = frozenset(word for text in texts for word in words(text))

    @classmethod
    def of(cls, index: AnswerIndex) -> "Familiarity":
        """All questions and answers of an index."""
        answers = index.answers.values()
        counts = Counter(answer.language for answer in answers if answer.language is not None)
        languages = (language for language, count in counts.items() if count >= LEAST_SHARE * counts.total())
        return cls(index.lexical, (answer.text for answer in answers), languages)

    def has_language(self, language: str) -> bool:
        return not self._languages or language in self._languages

    def knows_most_of(self, text: str) -> bool:
        """Whether at least half of the words of the text are known."""
        return 2 * len(self.unfamiliar(text)) <= len(set(words(text)))

    def unfamiliar(self, text: str) -> tuple[str, ...]:
        """The words of the text that are not known, each once."""
        return tuple(word for word in dict.fromkeys(words(text)) if word not in self._words and not self._lexical.knows(word))
