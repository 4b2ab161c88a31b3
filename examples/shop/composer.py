"""Composes dialogs: who says what in which order. All words come from the texts; only order and slips are drawn at random."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from examples.shop.material import Case, read
from examples.shop.people import Person
from examples.shop.typos import slip

GREETING = re.compile(r"(hi|hello|hey|good|dear|sorry|oops)\b", re.IGNORECASE)
SENTENCE_START = re.compile(r"(?:^|(?<=[.!?:] ))order (?=(?:MB-|#|no\. )?\d)")


@dataclass(slots=True)
class Script:
    """A dialog being written. `tagged`: whether the first customer message says what the dialog is about."""

    customer: Person
    intent: str | None
    order: str
    turns: list[tuple[str, str]] = field(default_factory=list)
    tagged: bool = True
    answered: bool = True

    def customer_says(self, text: str) -> None:
        self.turns.append(("customer", self._filled(text)))

    def agent_says(self, text: str) -> None:
        self.turns.append(("agent", SENTENCE_START.sub("Order ", self._filled(text))))

    def _filled(self, text: str) -> str:
        values = {
            "order": self.order,
            "number": self.order.removeprefix("order "),
            "email": self.customer.email,
            "phone": self.customer.phone,
            "name": self.customer.first_name,
        }
        return re.sub(r"\{(\w+)\}", lambda found: values[found.group(1)], text)


class Composer:
    """Writes one dialog for each question of each case, and one for each text that is out of scope."""

    def __init__(self, customers: list[Person], rng: Random) -> None:
        self._customers = customers
        self._rng = rng
        self._words = read("small_talk")
        self._followed: set[tuple[str, str]] = set()

    def scripts(self, cases: list[Case]) -> Iterator[Script]:
        for case in cases:
            for question in case.questions:
                yield self._dialog(case, question)
        for question, reply in read("out_of_scope")["dialogs"]:
            yield self._out_of_scope(question, reply)

    def _dialog(self, case: Case, question: str) -> Script:
        script = self._blank(case.intent)
        self._ask(script, question)
        if self._chance(0.04):
            return self._unanswered(script)
        if case.asks_order and "{order}" not in question:
            script.agent_says(self._pick("ask_order"))
            script.customer_says(self._pick("give_order"))
        elif self._chance(0.08):
            script.agent_says(self._pick("one_moment"))
            script.customer_says(self._pick("waiting"))
        script.agent_says(self._dressed(self._rng.choice(case.answers)))
        self._end(script, case)
        return script

    def _out_of_scope(self, question: str, reply: str) -> Script:
        script = self._blank(None)
        script.customer_says(question)
        script.agent_says(reply)
        return script

    def _blank(self, intent: str | None) -> Script:
        number = self._rng.randint(41_000, 49_999)
        form = self._rng.choice(("MB-{}", "MB-{}", "MB-{}", "{}", "#{}"))
        return Script(self._rng.choice(self._customers), intent, "order " + form.format(number))

    def _ask(self, script: Script, question: str) -> None:
        """The question: after a greeting of its own, in two messages of one burst, or at once."""
        if self._chance(0.15):
            question = slip(question, self._rng)
        plain = not GREETING.match(question)
        if plain and self._chance(0.07):
            script.tagged = False
            script.customer_says(self._pick("pure_greetings"))
            script.agent_says(self._pick("greeting_replies"))
        elif plain and self._chance(0.05):
            script.customer_says(self._pick("customer_openers").rstrip(","))
        elif plain and self._chance(0.22):
            question = f"{self._pick('customer_openers')} {question}"
        if self._chance(0.18):
            question = f"{question}\n{self._pick('customer_closers')}"
        script.customer_says(question)

    def _unanswered(self, script: Script) -> Script:
        script.answered = False
        if self._chance(0.5):
            script.customer_says(self._pick("impatient"))
        return script

    def _dressed(self, answer: str) -> str:
        """The answer as an agent sends it: now and then with a greeting before it or a wish after it."""
        if self._chance(0.2):
            answer = f"{self._pick('agent_openers')} {answer}"
        if self._chance(0.15):
            answer = f"{answer} {self._pick('agent_closers')}"
        return answer

    def _end(self, script: Script, case: Case) -> None:
        """A follow-up depends on what was said before it, so each happens once; else thanks, or nothing."""
        left = [pair for pair in case.follow_ups if pair not in self._followed]
        if left and self._chance(0.2):
            said, replied = self._rng.choice(left)
            self._followed.add((said, replied))
            script.customer_says(said)
            script.agent_says(replied)
        elif self._chance(0.6):
            script.customer_says(self._pick("thanks"))
            if self._chance(0.6):
                script.agent_says(self._pick("welcomes"))

    def _pick(self, kind: str) -> str:
        return str(self._rng.choice(self._words[kind]))

    def _chance(self, share: float) -> bool:
        return self._rng.random() < share
