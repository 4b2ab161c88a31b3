"""What staff read when a customer is handed over to them: plain text, from the record, personal values redacted."""

from bot.dialogue.action import HandoffReason
from bot.storage.handoffs import Brief
from bot.storage.messages import Line

REASONS = {
    HandoffReason.OUT_OF_SCOPE: "the question is about something the bot has no answer to",
    HandoffReason.FOREIGN_LANGUAGE: "the customer writes in a language that the bot has not learned",
    HandoffReason.UNSURE: "the bot is not sure enough",
    HandoffReason.ASKED_FOR_HUMAN: "the customer asked for a human",
    HandoffReason.SLOT_MISSING: "the customer did not give a value that the answer needs",
    HandoffReason.LOOKUP_FAILED: "a look-up that the answer needs did not work",
    HandoffReason.NOT_READABLE: "the customer sent something that the bot can't read",
    HandoffReason.FAILED: "the bot failed at this message",
}
HOW = "Reply to this message, or to any below that belongs to it, and the customer gets your reply. /close ends the hand-off."
HOW_IN_TOPIC = "Whatever you write in this topic reaches the customer. /close ends the hand-off."
GROUP_HELP = (
    "Customers whom the bot can't help are announced here. Reply to a message of a hand-off (in a forum group: write in its topic) and the "
    "customer gets your reply; the bot is silent there until you write /close. Drop an export of old dialogs here (CSV, JSON, JSONL, TXT or ZIP) and I import it."
)


def announcement(brief: Brief, name: str, *, in_topic: bool) -> str:
    """Why, who, what the bot would have said, the dialog so far, and how to reply."""
    handoff = brief.handoff
    language = f", language {handoff.language}" if handoff.language else ""
    parts = [f"Hand-off {handoff.id}: {reason_words(handoff.reason)}.", f"Customer: {name}{language}"]
    if brief.suggestion is not None:
        parts += ["", f"Closest answer, right with confidence {brief.suggestion.confidence:.0%}:", brief.suggestion.text]
    parts += ["", "Dialog so far:", *(line_words(line) for line in brief.lines), "", HOW_IN_TOPIC if in_topic else HOW]
    return "\n".join(parts)


def reason_words(reason: str) -> str:
    return REASONS.get(HandoffReason(reason), reason) if reason in set(HandoffReason) else reason


def line_words(line: Line) -> str:
    attached = "".join(f" [{kind}]" for kind in line.attachments)
    return f"{line.role.value.capitalize()}: {line.text}{attached}"
