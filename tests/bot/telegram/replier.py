"""A rule-based stand-in for the Assistant: what it does with a message is read off the message."""

import re
import time
from collections.abc import Collection, Mapping

from bot.dialogue.action import Action, Answer, AskSlot, Chitchat, Clarify, Handoff, HandoffReason, SmallTalk
from bot.dialogue.message import CustomerMessage
from bot.dialogue.reply import options, reply_text
from bot.dialogue.state import DialogState, PendingSlot
from bot.dialogue.turn import Option, Turn
from bot.dialogue.wording import wording
from dialogs.record import Redacted
from retrieval.hit import AnswerTemplate, Attachment, Candidate, Hit, LinkButton

ANSWERS = {
    1: AnswerTemplate(1, "A refund takes five working days.", intent="refund"),
    2: AnswerTemplate(2, "We deliver within three days.", intent="delivery_time"),
    3: AnswerTemplate(3, "Your invoice is in your account.", intent="invoice_copy"),
    4: AnswerTemplate(4, "Order <ORDER_1> is on its way.", intent="order_status", slots=("<ORDER_1>",)),
    5: AnswerTemplate(5, "A long story. " * 500, intent="story"),
    6: AnswerTemplate(
        6,
        "Print the label and stick it on the parcel.",
        attachments=(Attachment(1, "photo", "where.png"), Attachment(2, "file", "label.pdf"), Attachment(3, "file", "gone.pdf")),
        buttons=(LinkButton("Start a return", "https://shop.example/returns"),),
    ),
}
ORDER = re.compile(r"\b\d{6}\b")


class SixDigits:
    """Redacts six-digit order numbers, and names."""

    def redact(self, text: str, known: Mapping[str, str], names: Collection[str] = (), *, previous: str = "") -> Redacted:
        values = dict(known)
        for kind, found in [("ORDER", number) for number in ORDER.findall(text)] + [
            ("NAME", name) for name in names if name in text
        ]:
            if found not in values.values():
                values[f"<{kind}_{sum(kind in placeholder for placeholder in values) + 1}>"] = found
        for placeholder, value in values.items():
            text = text.replace(value, placeholder)
        return Redacted(text, values)


class RuleReplier:
    """`seen` are the texts it was asked about."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def reply(self, message: CustomerMessage, state: DialogState) -> Turn:
        self.seen.append(message.text)
        if "boom" in message.text:
            raise RuntimeError("a bug, for the test's sake")
        if (seconds := re.search(r"slow (\d+\.?\d*)", message.text)) is not None:
            time.sleep(float(seconds[1]))
        redacted = SixDigits().redact(message.text, state.values, message.names)
        action = _action(message, state, redacted.values)
        reply = reply_text(action, wording("en"), redacted.values, {})
        return Turn(
            message=message,
            text=redacted.text,
            action=action,
            reply=reply,
            reply_redacted=SixDigits().redact(reply, redacted.values).text,
            state=_next(action, redacted.values),
            confidence=0.9 if isinstance(action, Answer) else 0.0,
            options=options(action),
            suggestions=(Option(2, "How long is delivery?"),) if "popular" in message.text else (),
            candidates=(candidate(1),),
            model="fake-1",
            index="index-1",
            attachments=action.candidate.hit.answer.attachments if isinstance(action, Answer) else (),
            buttons=action.candidate.hit.answer.buttons if isinstance(action, Answer) else (),
        )


def candidate(answer: int) -> Candidate:
    return Candidate(Hit(ANSWERS[answer], "a question", score=0.9, dense=0.9, lexical=0.5, prior=0.5), confidence=0.9)


def _action(message: CustomerMessage, state: DialogState, values: Mapping[str, str]) -> Action:
    text = message.text.lower()
    if message.choice is not None:
        return Answer(candidate(message.choice))
    if state.pending is not None and values:
        return Answer(candidate(state.pending.answer_id))
    if not text.strip() and message.attachments:
        return Handoff(HandoffReason.NOT_READABLE)
    for word, action in _RULES.items():
        if word in text:
            return action
    if "order" in text:
        return Answer(candidate(4)) if values else AskSlot(candidate(4), "order")
    return Handoff(HandoffReason.OUT_OF_SCOPE) if text.strip(" 👍") else Chitchat(SmallTalk.WORDLESS)


_RULES: dict[str, Action] = {
    "refund": Answer(candidate(1)),
    "story": Answer(candidate(5)),
    "label": Answer(candidate(6)),
    "hello": Chitchat(SmallTalk.GREETING),
    "papers": Clarify((candidate(2), candidate(3))),
    "a human": Handoff(HandoffReason.ASKED_FOR_HUMAN),
}


def _next(action: Action, values: Mapping[str, str]) -> DialogState:
    match action:
        case AskSlot(found, slot):
            return DialogState(values, pending=PendingSlot(found.hit.answer.id, slot))
        case Clarify(found):
            return DialogState(values, options=tuple(item.hit.answer.id for item in found), clarified=1)
        case _:
            return DialogState(values)
