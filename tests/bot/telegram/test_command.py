"""`firstline bot` as it is typed: the whole way, from Telegram to the trained model and back, in a process of its own."""

import asyncio
import csv
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.dialogue.wording import ENGLISH
from tests.bot.telegram.world import free_port
from tests.console import run
from tests.homes import SHOP
from tests.peer import STAFF_GROUP, TOKEN, Fault, Peer, Person, running_peer

ANN, BOB = Person(6001), Person(6002, "Bob")
ENVIRONMENT = {"FIRSTLINE_TELEGRAM_TOKEN": TOKEN, "FIRSTLINE_STAFF_CHAT_ID": str(STAFF_GROUP), "FIRSTLINE_BURST_SECONDS": "0.1"}


@dataclass
class Running:
    """The process and what it says on stderr."""

    process: asyncio.subprocess.Process
    said: list[str]

    async def until_said(self, words: str) -> None:
        assert self.process.stderr is not None
        while not any(words in line for line in self.said):
            line = await asyncio.wait_for(self.process.stderr.readline(), 60)
            assert line, f"it ended and said: {self.said}"
            self.said.append(line.decode())


async def start(home: Path, peer: Peer, *arguments: str) -> Running:
    command = [str(Path(sys.executable).with_name("firstline")), "bot", "--home", str(home), "--api-base", peer.url, *arguments]
    process = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE, env=os.environ | ENVIRONMENT)
    return Running(process, [])


@asynccontextmanager
async def bot_command(home: Path, peer: Peer, *arguments: str) -> AsyncIterator[Running]:
    """It serves; it is stopped at the end if it still runs."""
    running = await start(home, peer, *arguments)
    try:
        await running.until_said("answers on Telegram")
        yield running
    finally:
        if running.process.returncode is None:
            running.process.terminate()
        await running.process.communicate()


def test_without_a_token_it_says_how_to_get_one(tmp_path: Path) -> None:
    outcome = run(tmp_path / "home", "bot", env={"FIRSTLINE_TELEGRAM_TOKEN": ""})
    assert outcome.code == 1
    assert outcome.err.count("\n") == 1
    assert "@BotFather" in outcome.err
    assert "FIRSTLINE_TELEGRAM_TOKEN" in outcome.err


def test_a_token_that_cannot_be_one_is_named(tmp_path: Path) -> None:
    outcome = run(tmp_path / "home", "bot", env={"FIRSTLINE_TELEGRAM_TOKEN": "not a token"})
    assert outcome.code == 1
    assert "copy it again from @BotFather" in outcome.err


def test_without_a_model_it_says_what_to_run(tmp_path: Path) -> None:
    outcome = run(tmp_path / "home", "bot", env=ENVIRONMENT)
    assert outcome.code == 1
    assert "firstline train" in outcome.err


def test_an_address_to_listen_on_is_checked(tmp_path: Path) -> None:
    outcome = run(tmp_path / "home", "bot", "--webhook-url", "https://example.org/hook", "--listen", "8080", env=ENVIRONMENT)
    assert outcome.code == 2
    assert "127.0.0.1:8080" in outcome.err


@pytest.mark.slow
async def test_a_refused_token_ends_it_with_one_line(quick_home: Path) -> None:
    async with running_peer() as peer:
        peer.faults.append(Fault("getMe", None, 401, "Unauthorized"))
        refused = await start(quick_home, peer)
        _, said = await refused.process.communicate()
    assert refused.process.returncode == 1
    assert "Telegram refuses the token in FIRSTLINE_TELEGRAM_TOKEN" in said.decode()
    assert "Traceback" not in said.decode()


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_from_question_to_answer_to_human_and_back(own_home: Path, mode: str) -> None:
    sure, unclear, unknown = _questions(own_home)
    port = free_port()
    webhook = ["--webhook-url", f"http://127.0.0.1:{port}/hook", "--listen", f"127.0.0.1:{port}"] if mode == "webhook" else []
    async with running_peer() as peer, bot_command(own_home, peer, *webhook) as running:
        await peer.write(ANN, sure["written"])
        assert (await peer.reply(ANN)).text == sure["reply"]

        await peer.write(BOB, unclear["written"])
        asked = await peer.reply(BOB)
        assert [button["text"] for button in asked.buttons[:-1]] == [option["title"] for option in unclear["options"]]
        since = len(peer.calls)
        await peer.tap(BOB, asked, unclear["options"][0]["title"])
        assert (await peer.reply(BOB, since)).text not in ("", ENGLISH.handoff, ENGLISH.clarify)

        since = len(peer.calls)
        await peer.write(ANN, unknown["written"])
        assert (await peer.reply(ANN, since)).text == ENGLISH.handoff
        announced = peer.sent(STAFF_GROUP, since)[0]
        assert f"Customer: {sure['text']}" in announced.text

        since = len(peer.calls)
        await peer.write_in_group(Person(7001, "Sam"), "It can.", reply_to=announced.message_id)
        assert peer.messages[ANN.id, (await peer.reply(ANN, since)).message_id]["text"] == "It can."
        running.process.terminate()
        assert await running.process.wait() == 0


def _questions(home: Path) -> list[dict[str, Any]]:
    """Of the shop's test file: a question that this home's model answers, one that it asks back about, one that it hands over."""
    with (SHOP / "test.csv").open(encoding="utf-8") as stream:
        texts = [row["text"] for row in csv.DictReader(stream)]
    (home / "questions.txt").write_text("\n".join(texts), encoding="utf-8")
    answers = run(home, "ask", "--file", home / "questions.txt", "--json").json_lines
    asked = [answer | {"written": text} for text, answer in zip(texts, answers, strict=True)]
    return [next(item for item in asked if item["action"] == action) for action in ("answer", "clarify", "handoff")]
