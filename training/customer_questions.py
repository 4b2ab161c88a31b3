"""What customers came with: the first message of each dialog that asks something, with the intent it was labelled with, if any."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from dialogs.tables import Dialog, Example, Intent, Message
from dialogs.text_hash import text_hash
from retrieval.pairs import question_text
from retrieval.tokens import PLACEHOLDER


@dataclass(frozen=True, slots=True)
class CustomerQuestion:
    """A text and how often it came first: `messages` are the keys of those messages, empty for a labelled example that is in no
    dialog. `core` is the text without courtesies and placeholders: what it is compared by. `intent` is None where nobody said."""

    text: str
    core: str
    messages: tuple[int, ...]
    intent: str | None = None

    @property
    def count(self) -> int:
        return max(len(self.messages), 1)


def read_questions(session: Session) -> tuple[CustomerQuestion, ...]:
    """One entry a text, in the order of the record, then the labelled examples that no dialog begins with."""
    labels, examples = _labels(session)
    found: dict[str, list[tuple[int, str]]] = {}
    for key, text in _first_questions(session):
        found.setdefault(text_hash(text), []).append((key, text))
    questions = [_question(same, labels.get(hashed)) for hashed, same in found.items()]
    questions += [
        CustomerQuestion(text, core, (), labels[hashed])
        for hashed, text in examples.items()
        if hashed not in found and (core := core_of(text))
    ]
    return tuple(questions)


def core_of(text: str) -> str:
    """The text without courtesies and placeholders; empty where it asks nothing."""
    return " ".join(PLACEHOLDER.sub(" ", question_text(text)).split())


def _question(same: Iterable[tuple[int, str]], intent: str | None) -> CustomerQuestion:
    keys, texts = zip(*same, strict=True)
    return CustomerQuestion(texts[0], core_of(texts[0]), tuple(keys), intent)


def _first_questions(session: Session) -> Iterable[tuple[int, str]]:
    """Key and text, by dialog: the first customer message that is more than small talk."""
    query = (
        select(Message.dialog_id, Message.id, Message.text)
        .join(Dialog, Message.dialog_id == Dialog.id)
        .where(Dialog.kind == "dialog", Message.role == "customer")
        .order_by(Message.dialog_id, Message.position)
    )
    done = None
    for dialog, key, text in session.execute(query.execution_options(yield_per=2_000)):
        if dialog != done and core_of(text):
            done = dialog
            yield key, text


def _labels(session: Session) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The intent of each labelled text, and the text, both by hash. A text under two intents keeps the older label."""
    query = select(Example.text_hash, Example.text, Intent.name).join(Intent).order_by(Example.id)
    labels: dict[str, str] = {}
    texts: dict[str, str] = {}
    for hashed, text, intent in session.execute(query):
        labels.setdefault(hashed, intent)
        texts.setdefault(hashed, text)
    return labels, texts
