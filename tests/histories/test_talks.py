"""Random histories of conversations: customers and operators talk over sockets and over HTTP, pages die and
come back, the queue delivers late and again, the gateway is silent, whoever works dies or loses its answer at
any call. In the end whatever was acknowledged stands there once, in order, for both sides, and counted right.

HISTORIES=n tries n histories more, each by its own seed (else 40, always the same).
"""

import json
import os
import random
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from functions.conversation.whole_store import load_all
from harness.simulator.mishaps import Died, Kind, Mishap, befalling
from harness.simulator.simulator import Simulator
from harness.talker import Talker
from ops.promises_of_conversations import broken_conversations

SEEDS = range(int(os.environ.get("HISTORIES", "40")))
STEPS = 50
OPERATORS = ("op_olga", "op_otto")


class Talks:
    """`said`: what each talker has wanted to say so far; texts are their own client_ids. `queue`: what waits
    between sockets and the table; `taken` may be delivered once more. `story`: what has happened."""

    def __init__(self, shop: Simulator, seed: int) -> None:
        self.shop = shop
        self.chance = random.Random(seed)  # noqa: S311 - a history is told again by its seed
        self.talkers: list[Talker] = []
        self.said: dict[int, list[str]] = {}
        self.queue: list[Any] = []
        self.taken: list[Any] = []
        self.story: list[str] = []
        for _ in range(2):
            self.a_conversation_begins()

    def lives(self) -> None:
        often: dict[Callable[[], object], int] = {
            self.a_conversation_begins: 1,
            self.a_page_is_opened: 5,
            self.a_page_dies: 3,
            self.somebody_speaks: 10,
            self.somebody_repeats: 5,
            self.somebody_posts: 6,
            self.somebody_reads: 5,
            self.somebody_types: 1,
            self.somebody_watches: 2,
            self.the_queue_delivers: 10,
            self.the_queue_delivers_again: 2,
            self.the_gateway_is_silent: 2,
            self.minutes_pass: 2,
        }
        for happens in self.chance.choices(list(often), list(often.values()), k=STEPS):
            self.story.append(happens.__name__)
            if self.chance.random() < 0.3:
                self.befallen(happens)
            else:
                happens()
            self.all_is_counted()
        self.ends()

    def befallen(self, happens: Callable[[], object]) -> None:
        mishap = Mishap(self.chance.randrange(6), self.chance.choice(list(Kind)))
        self.story.append(f"  {mishap}")
        with befalling(self.shop.cloud, mishap), suppress(Died):
            happens()

    # people

    def a_conversation_begins(self) -> None:
        """About an order or about none; the customer speaks first. Two operators look after all of them."""
        owner = self.shop.new_owner()
        name = "support"
        if self.chance.random() < 0.5:
            placed = self.shop.checkout(self.shop.fills_cart({"margherita": 1}, owner))
            if placed.status != 202:
                return
            name = placed.json["order_id"]
        customer = Talker(self.shop, name, owner)
        self.joins(customer)
        self.posts(customer)
        foreign = f"support-{owner}" if name == "support" else name
        for operator in OPERATORS:
            self.joins(Talker(self.shop, foreign, operator, operator=True))

    def joins(self, who: Talker) -> None:
        self.said[len(self.talkers)] = []
        self.talkers.append(who)

    def one(self) -> int:
        return self.chance.randrange(len(self.talkers)) if self.talkers else -1

    def somebody(self) -> Talker:
        return self.talkers[self.one()]

    def a_page_is_opened(self) -> None:
        self.somebody().is_up()

    def a_page_dies(self) -> None:
        self.somebody().page.leave(told=self.chance.random() < 0.5)

    def somebody_speaks(self) -> None:
        number = self.one()
        text = f"{number}-{len(self.said[number])}"
        self.said[number].append(text)
        self.speaks(self.talkers[number], text)

    def somebody_repeats(self) -> None:
        """What was not acknowledged, or was and that was not heard."""
        number = self.one()
        if self.said[number]:
            self.speaks(self.talkers[number], self.chance.choice(self.said[number]))

    def speaks(self, who: Talker, text: str) -> None:
        try:
            who.says(text)
        finally:
            taken = [
                one | {"messageId": f"{len(self.story)}-{text}"} for one in self.shop.messages("Sayings")
            ]
            self.queue += taken

    def somebody_posts(self) -> None:
        self.posts(self.somebody())

    def posts(self, who: Talker) -> None:
        number = self.talkers.index(who)
        text = f"{number}-{len(self.said[number])}"
        self.said[number].append(text)
        who.posts(text)

    def somebody_reads(self) -> None:
        self.somebody().marks(self.chance.randint(1, 6))

    def somebody_types(self) -> None:
        self.somebody().types()

    def somebody_watches(self) -> None:
        self.somebody().watches()

    # what lies between

    def the_queue_delivers(self) -> None:
        """The first few of one conversation; what fails, or what nobody heard the end of, comes again."""
        if not self.queue:
            return
        conversation = self.group(self.chance.choice(self.queue))
        batch = [one for one in self.queue if self.group(one) == conversation][: self.chance.randint(1, 3)]
        outcome = self.shop.cloud.invoke_task("Messages", {"Records": batch})
        if outcome.error is None:
            failed = {one["itemIdentifier"] for one in outcome.answer["batchItemFailures"]}
            done = [one for one in batch if one["messageId"] not in failed]
            self.queue = [one for one in self.queue if one not in done]
            self.taken += done

    def the_queue_delivers_again(self) -> None:
        if self.taken:
            self.shop.invoke("Messages", {"Records": [self.chance.choice(self.taken)]})

    def group(self, message: Any) -> str:
        name: str = json.loads(message["body"])["conversation"]
        return name

    def the_gateway_is_silent(self) -> None:
        who = self.somebody()
        if who.page.name is not None:
            self.shop.sockets.silent = {who.page.name: self.chance.randint(1, 3)}

    def minutes_pass(self) -> None:
        self.shop.time_passes(self.chance.choice([10, 300, 700]))

    # what holds

    def all_is_counted(self) -> None:
        wrong = list(broken_conversations(load_all({})))
        assert not wrong, (wrong, self.story)

    def ends(self) -> None:
        """Whatever was not acknowledged is said until it is; all is delivered."""
        self.shop.sockets.silent = {}
        self.shop.run_to_rest()
        while self.queue:
            self.the_queue_delivers()
        for number, who in enumerate(self.talkers):
            who.listens()
            for text in self.said[number]:
                if text not in who.acknowledged:
                    assert (answer := who.posts(text)).status == 201, (answer, self.story)
        self.all_is_counted()
        for who in self.talkers:
            self.has_it_all(who)

    def has_it_all(self, who: Talker) -> None:
        """The conversation, by everybody who is in it, each text once; what was heard and acknowledged stands
        there; once it is read nothing is unread."""
        found = who.looks()
        expected = sorted(
            text
            for number, other in enumerate(self.talkers)
            for text in self.said[number]
            if self.key(other) == self.key(who)
        )
        assert sorted(one["text"] for one in found) == expected, self.story
        assert [one["seq"] for one in found] == list(range(1, len(found) + 1)), self.story
        texts = {one["seq"]: one["text"] for one in found}
        for seq, message in who.heard.items():
            if message["conversation"] == who.conversation:
                assert texts[seq] == message["text"], (who.heard, self.story)
        assert all(texts[seq] == text for text, seq in who.acknowledged.items()), self.story
        if found:
            who.marks(len(found))
            assert who.unread() == 0, self.story

    def key(self, who: Talker) -> str:
        return f"support-{who.page.owner}" if who.conversation == "support" else who.conversation


@pytest.mark.parametrize("seed", SEEDS)
def test_in_the_end_all_that_was_acknowledged_is_there_once_for_everybody(shop: Simulator, seed: int) -> None:
    shop.reset()
    shop.sells("margherita", stock=50)
    shop.warm()
    Talks(shop, seed).lives()
