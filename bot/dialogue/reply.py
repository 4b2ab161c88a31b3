"""The words of a turn: an action rendered for the customer."""

from collections.abc import Mapping

from bot.dialogue.action import Action, Answer, AskSlot, Chitchat, Clarify, Handoff, HandoffReason, Quote
from bot.dialogue.lookups import insert
from bot.dialogue.slots import fill
from bot.dialogue.turn import Option
from bot.dialogue.wording import Wording
from retrieval.hit import Candidate
from retrieval.passage import Passage

LONGEST_TITLE = 60
"""Characters of a button's text that a phone shows in one line."""


def reply_text(
    action: Action,
    words: Wording,
    values: Mapping[str, str],
    results: Mapping[str, str],
    *,
    asked_before: bool = False,
    phrased: str = "",
) -> str:
    """What the customer reads. `values` fill the template's slots, `results` stand in for its look-ups; `asked_before`: this slot was
    asked for in vain; `phrased`: what a quoted page says, in other words than its own."""
    match action:
        case Answer(candidate):
            return insert(fill(candidate.hit.answer.text, candidate.hit.answer.slots, values), results)
        case Quote(passages):
            return f"{phrased or passages[0].extract}\n\n{source_line(passages[0].hit.passage, words)}"
        case Clarify():
            return words.clarify
        case AskSlot(_, slot, unknown):
            question = words.ask_slot.get(slot) or words.ask_other.format(slot=slot)
            why = words.unknown_value if unknown else words.ask_again if asked_before else ""
            return f"{why} {question}".strip()
        case Chitchat(kind):
            return str(getattr(words, kind.value))
        case Handoff(reason):
            return words.handoff_asked if reason is HandoffReason.ASKED_FOR_HUMAN else words.handoff


def options(action: Action) -> tuple[Option, ...]:
    """The buttons of a Clarify: titles differ, or the customer couldn't choose."""
    match action:
        case Clarify(candidates):
            titles = [title(candidate) for candidate in candidates]
            clear = [
                text if titles.count(text) == 1 else cut(candidate.hit.question)
                for text, candidate in zip(titles, candidates, strict=True)
            ]
            return tuple(Option(candidate.hit.answer.id, text) for text, candidate in zip(clear, candidates, strict=True))
        case Answer() | Quote() | AskSlot() | Chitchat() | Handoff():
            return ()


def source_line(passage: Passage, words: Wording) -> str:
    """Where it is written: the page and its section, with its address where it has one."""
    said = words.from_page.format(title=passage.heading)
    return f"{said}: {passage.link}" if passage.link else f"{said}."


def title(candidate: Candidate) -> str:
    """What a button says: the intent's name in words, else the answer's most typical question."""
    answer = candidate.hit.answer
    if answer.intent:
        words = answer.intent.replace("_", " ").replace("-", " ").strip()
        return cut(words[:1].upper() + words[1:])
    return cut(answer.title or candidate.hit.question)


def cut(text: str) -> str:
    """To what a button shows."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_TITLE else text[: LONGEST_TITLE - 1].rstrip() + "…"
