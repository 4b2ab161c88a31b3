"""Which customer question an agent's message answers. Pure: a dialog in, its question–answer pairs out.

Not simply the next line: greetings, "one moment please", questions back and farewells answer nothing; an answer may come in several
messages; and after a question back ("your order number?") the answer belongs to what the customer asked before it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from dialogs.record import DialogRecord, MessageRecord, Role
from retrieval.sentences import Purpose, purpose, sentences
from retrieval.tokens import PLACEHOLDER, words
from retrieval.values import with_slots

LEAST_WORDS = 4
"""Words that a message must say, courtesies aside, to be an answer."""
LEAST_GENERAL = 8
"""Words that must come before what was done for this customer, to be an answer without it."""
LONGEST_QUESTION = 1000
LONGEST_ANSWER = 4000
"""Characters. Longer answers can't be sent as one message and are no template."""

BRIEF_HOLD, BRIEF_COURTESY = 3, 8
"""Most words of what a customer says for politeness, or to gain time."""
VAGUE = 5
"""A question of fewer words ("I have a problem") is read together with what the customer says next."""

_CALLED = re.compile(r"(?P<first>(?:^|(?<=[.!?…]))\s*)<NAME_\d+>\s*[,!:]\s*|,?\s*<NAME_\d+>(?=\s*[,.!?;:]|\s*$)", re.MULTILINE)
REFERRING = re.compile(
    r"\W*(?:(?:however|please (?:note|be aware)(?: that)?|and|but)\W+)*(?:they|he|she|it|its|this|these|that|those|dies(?:e[rs]?)?|das|sie|es|er|cel(?:a|ui-ci)|ceci|ça|ils?|elles?|"
    r"est[eoa]s?|ellos|esto|questo|questa|ciò|dit|dat|deze|isso|este|это|они|он|она|to|oni|bu|这|他们)\b",
    re.IGNORECASE,
)
"""A sentence that begins by pointing at the one before it."""
_TITLE = r"(?i:mr|mrs|ms|miss|dr|herr|frau|señora?|sra?|monsieur|madame|mme|sir|ma'?am|madam)(?:/(?i:sir|ma'?am|madam))?(?:\.? [A-ZÀ-Þ][\w'-]+)?"
_ADDRESSED = re.compile(
    rf"(?P<first>(?:^|(?<=[.!?…]))\s*){_TITLE}\s*[,!:]\s*|,\s*{_TITLE}(?=\s*[,.!?;:]|\s*$)",
    re.MULTILINE,
)
SAYING = (Purpose.CONTENT, Purpose.CASE)


@dataclass(frozen=True, slots=True)
class Pair:
    """An answer as an agent gave it, and the question it was given to.

    `question_id` and `answer_id` are ids of messages in the dialog; `text` is the answer without courtesies around it, its
    placeholders numbered from 1 in order of appearance; `unknown` are its placeholders whose value the customer never gave;
    `case` says that it tells of something done or found for this customer. `rating` is what the customer gave the dialog.
    """

    dialog: int
    customer: str
    question_id: str
    question: str
    answer_id: str
    text: str
    case: bool
    unknown: tuple[str, ...] = ()
    language: str | None = None
    tags: tuple[str, ...] = ()
    rating: float | None = None


@dataclass(slots=True)
class Pairs:
    """What a dialog gave, and how many agent messages gave nothing, by reason."""

    found: list[Pair] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)


def pairs_of(dialog: DialogRecord) -> Pairs:
    """All question–answer pairs of a dialog, in order."""
    result = Pairs()
    said = [message.text for message in dialog.messages if message.role is Role.CUSTOMER]
    given = _placeholders(said)
    asked = _Asked()
    for run in _runs(dialog.messages):
        if run[0].role is Role.CUSTOMER:
            asked.hear(run)
            continue
        answer = _answer(run, said, result.skipped)
        question = asked.question(run)
        if answer is not None and question is not None:
            result.found.append(_pair(dialog, question, answer, given))
            asked.open = None
        elif answer is not None:
            result.skipped["no question before it"] += 1
    return result


def question_text(message: str) -> str:
    """The message without courtesies around it; empty where nothing is left: small talk asks nothing."""
    kept = _trimmed([(part, _customers(part)) for part in sentences(message)], (Purpose.COURTESY, Purpose.ASSENT, Purpose.HOLD))
    text = " ".join(kept)
    return _cut(text, LONGEST_QUESTION) if len(words(PLACEHOLDER.sub(" ", text))) >= 2 else ""


def _customers(sentence: str) -> Purpose:
    """A customer who writes more than a few words says something, whatever it begins with: "I am trying to log in" is no hold."""
    use = purpose(sentence)
    brief = len(words(sentence)) <= (BRIEF_HOLD if use is Purpose.HOLD else BRIEF_COURTESY)
    return use if brief else Purpose.CONTENT


@dataclass(frozen=True, slots=True)
class _Question:
    id: str
    text: str


@dataclass(slots=True)
class _Asked:
    """What the customer asked and nobody answered yet."""

    open: _Question | None = None
    heard: dict[str, _Question] = field(default_factory=dict)

    def hear(self, run: Sequence[MessageRecord]) -> None:
        """A burst is one question. While one is open, what comes is a detail of it ("order 123", "please hurry"), unless it asks."""
        questions = [_Question(message.id, text) for message in run if (text := question_text(message.text))]
        self.heard |= {question.id: question for question in questions}
        if not questions:
            return
        if self.open is not None and len(words(self.open.text)) < VAGUE and not _asks(self.open.text):
            questions = [self.open, *questions]
        joined = _Question(questions[0].id, _cut(" ".join(question.text for question in questions), LONGEST_QUESTION))
        if self.open is None or self.open in questions or _asks(joined.text):
            self.open = joined

    def question(self, run: Sequence[MessageRecord]) -> _Question | None:
        """What a run of agent messages answers: the message it replies to, where the log tells, else what is open."""
        replied = [self.heard[message.reply_to] for message in run if message.reply_to in self.heard]
        return replied[0] if replied else self.open


def _runs(messages: Sequence[MessageRecord]) -> Iterator[list[MessageRecord]]:
    """Messages of one side in a row; what a bot or the system said between them does not count."""
    run: list[MessageRecord] = []
    for message in messages:
        if message.role not in (Role.CUSTOMER, Role.AGENT) or not message.text.strip():
            continue
        if run and (run[0].role is not message.role or _starts_anew(message, run)):
            yield run
            run = []
        run.append(message)
    if run:
        yield run


def _starts_anew(message: MessageRecord, run: Sequence[MessageRecord]) -> bool:
    """An agent who replies to several messages in turn gives several answers."""
    return message.role is Role.AGENT and message.reply_to is not None and message.reply_to != run[-1].reply_to


@dataclass(frozen=True, slots=True)
class _Answer:
    id: str
    text: str
    case: bool
    placeholders: frozenset[str]
    """As the dialog numbers them."""


def _answer(run: Sequence[MessageRecord], said: Sequence[str], skipped: Counter[str]) -> _Answer | None:
    """The run's saying messages joined; None, with the reason counted for each message, where none says anything."""
    parts: list[str] = []
    first, case = "", False
    for message in run:
        sorted_ = _before_question(_with_references([(part, purpose(part)) for part in sentences(message.text)]))
        reason = _no_answer(sorted_)
        if reason is not None:
            skipped[reason] += 1
            continue
        first = first or message.id
        sorted_ = _before_case(sorted_)
        case = case or any(use is Purpose.CASE for _, use in sorted_)
        parts.append(" ".join(_trimmed(sorted_, (Purpose.COURTESY, Purpose.HOLD, Purpose.QUESTION))))
    text = _without_names("\n".join(parts))
    if parts and len(text) > LONGEST_ANSWER:
        skipped["too long"] += len(parts)
        return None
    text = with_slots(text, said) if case else text
    return _Answer(first, _renumbered(text), case, _placeholders([text])) if parts else None


def _no_answer(parts: Sequence[tuple[str, Purpose]]) -> str | None:
    """Why a message is no answer; None where it is one."""
    said = [part for part, use in parts if use in SAYING]
    if said and sum(len(words(PLACEHOLDER.sub(" ", part))) for part in said) >= LEAST_WORDS:
        return None
    uses = {use for _, use in parts}
    if said:
        return "too short"
    if Purpose.QUESTION in uses:
        return "question back"
    return "hold" if Purpose.HOLD in uses else "courtesy"


def _before_question(parts: Sequence[tuple[str, Purpose]]) -> Sequence[tuple[str, Purpose]]:
    """Up to and with the first question back: what follows explains the question ("It is on your invoice.")."""
    questions = [number for number, (_, use) in enumerate(parts) if use is Purpose.QUESTION]
    return parts[: questions[0] + 1] if questions else parts


def _with_references(parts: Sequence[tuple[str, Purpose]]) -> list[tuple[str, Purpose]]:
    """What begins with "they" or "this" after what is done for one customer is about that: "I have asked the bank. This takes two days." """
    result: list[tuple[str, Purpose]] = []
    for part, use in parts:
        about = result[-1][1] if result else None
        refers = use is Purpose.CONTENT and about in (Purpose.HOLD, Purpose.CASE) and REFERRING.match(part)
        result.append((part, Purpose.CASE if refers else use))
    return result


def _before_case(parts: Sequence[tuple[str, Purpose]]) -> Sequence[tuple[str, Purpose]]:
    """Without what was done for this customer, where the message first says what holds for others and can stand by itself.

    Of "Refunds take five working days. I have asked the bank about yours." the first sentence is an answer to anybody.
    """
    cases = [number for number, (_, use) in enumerate(parts) if use is Purpose.CASE]
    general = parts[: cases[0]] if cases else parts
    said = sum(len(words(PLACEHOLDER.sub(" ", part))) for part, use in general if use is Purpose.CONTENT)
    return general if said >= LEAST_GENERAL else parts


def _trimmed(parts: Sequence[tuple[str, Purpose]], purposes: tuple[Purpose, ...]) -> list[str]:
    """Without sentences of these purposes at the beginning and the end; those in the middle hold the others together."""
    kept = [number for number, (_, use) in enumerate(parts) if use not in purposes]
    return [part for part, _ in parts[kept[0] : kept[-1] + 1]] if kept else []


def _asks(text: str) -> bool:
    return any(mark in text for mark in "?？؟")


def _pair(dialog: DialogRecord, question: _Question, answer: _Answer, given: frozenset[str]) -> Pair:
    return Pair(
        dialog=dialog.key,
        customer=dialog.customer,
        question_id=question.id,
        question=question.text,
        answer_id=answer.id,
        text=answer.text,
        case=answer.case,
        unknown=tuple(sorted(answer.placeholders - given)),
        language=dialog.language,
        tags=dialog.tags,
        rating=dialog.rating,
    )


def _placeholders(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(match[0] for text in texts for match in PLACEHOLDER.finditer(text))


def _without_names(text: str) -> str:
    """Nobody is called by name in a template, nor sir or madam: "Of course, <NAME_1>, you can." is said to one customer only."""
    return _ADDRESSED.sub(lambda match: match["first"] or "", _CALLED.sub(lambda match: match["first"] or "", text))


def _renumbered(text: str) -> str:
    seen: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for match in PLACEHOLDER.finditer(text):
        if match[0] not in seen:
            counts[match[1]] += 1
            seen[match[0]] = f"<{match[1]}_{counts[match[1]]}>"
    return PLACEHOLDER.sub(lambda match: seen[match[0]], text)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0]
