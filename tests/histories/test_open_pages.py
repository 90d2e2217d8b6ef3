"""Random histories of open pages: tabs come, die and come back, guests log in, orders change, the stream
tells of it late, twice or out of order, the gateway is silent. In the end every page shows each order as it
is, and none was ever told of another's.

HISTORIES=n tries n histories more, each by its own seed (else 40, always the same).
"""

import os
import random
from collections.abc import Callable
from typing import Any

import pytest

from functions.live.connection import IDLE, LIFETIME
from functions.session.groups import OPERATORS
from functions.session.owners_store import readable_owners
from harness.customers import DECLINED_CARD, VISA
from harness.page import Page, pushes
from harness.simulator.simulator import Simulator
from harness.stream import Record, heads

SEEDS = range(int(os.environ.get("HISTORIES", "40")))
STEPS = 50
OFTEN_ENOUGH = IDLE.total_seconds() / 2
"""Pages ping so often."""


class OpenPages:
    """`story`: what has happened, for whoever has to understand a failure."""

    def __init__(self, shop: Simulator, seed: int) -> None:
        self.shop = shop
        self.chance = random.Random(seed)  # noqa: S311 - a history is told again by its seed
        self.owners = [shop.new_owner(), shop.new_owner()]
        self.orders: dict[str, str] = {}
        self.pages: list[Page] = []
        self.told: list[Record] = []
        self.heads: dict[str, str] = {}
        self.story: list[str] = []

    def lives(self) -> None:
        often: dict[Callable[[], object], int] = {
            self.a_customer_arrives: 1,
            self.a_page_is_opened: 4,
            self.a_page_dies: 3,
            self.a_page_comes_back: 3,
            self.a_page_is_curious: 2,
            self.an_operator_looks_at_an_order: 4,
            self.somebody_buys: 4,
            self.a_guest_logs_in: 2,
            self.an_order_goes_on: 10,
            self.the_stream_tells: 10,
            self.the_stream_tells_again: 2,
            self.the_gateway_is_silent: 3,
            self.five_minutes_pass: 2,
            self.hours_pass: 1,
        }
        for happens in self.chance.choices(list(often), list(often.values()), k=STEPS):
            self.story.append(happens.__name__)
            happens()
            self.nobody_was_told_of_anothers()
        self.ends()

    def one(self, things: list[Any]) -> Any:
        return self.chance.choice(things) if things else None

    def a_customer_arrives(self) -> None:
        self.owners.append(self.shop.new_owner())

    def a_page_is_opened(self) -> None:
        page = Page(self.shop, self.one(self.owners))
        page.is_greeted()
        self.pages.append(page)

    def a_page_dies(self) -> None:
        if page := self.one(self.pages):
            page.leave(told=self.chance.random() < 0.5)

    def a_page_comes_back(self) -> None:
        if page := self.one(self.pages):
            page.is_greeted()

    def a_page_is_curious(self) -> None:
        """A customer's asks about an order that may be anybody's, and is told only of its own."""
        customers = [page for page in self.pages if page.groups != OPERATORS]
        page, order_id = self.one(customers), self.one(list(self.orders))
        if page and page.name is not None and order_id:
            page.says({"type": "hello", "since": {order_id: 0}})

    def an_operator_looks_at_an_order(self) -> None:
        """In the page that was open already, as often as not."""
        open_yet = [page for page in self.pages if page.groups == OPERATORS]
        if order_id := self.one(list(self.orders)):
            page = self.one(open_yet) if self.chance.random() < 0.5 else None
            if page is None:
                page = Page(self.shop, "op_olga", groups=OPERATORS)
                self.pages.append(page)
            page.shown = {order_id: 0}
            page.is_greeted()

    def somebody_buys(self) -> None:
        """Not while an order claims the cart."""
        owner = self.one(self.owners)
        line = {"sku": "margherita", "options": {}, "quantity": 1}
        self.shop.api("PUT", "/cart/lines/l1", line, owner=owner)
        placed = self.shop.checkout(owner, payment_method=self.one([VISA, DECLINED_CARD]))
        assert placed.status in (202, 409), placed
        if placed.status == 202:
            self.orders[placed.json["order_id"]] = owner
        self.changed()

    def a_guest_logs_in(self) -> None:
        """Pages of theirs say hello, as they are told to do then."""
        guest, mine = self.one(self.owners), self.one(self.owners)
        if guest != mine:
            self.shop.links(mine, guest)
            for page in self.pages:
                if page.owner == mine and page.name is not None:
                    page.is_greeted()

    def an_order_goes_on(self) -> None:
        moving = [one for one in self.shop.machines.executions.values() if one.status == "RUNNING"]
        if moving:
            self.shop.machines.step(self.one(moving))
        self.changed()

    def the_stream_tells(self) -> None:
        """Some of what it has, the later of it perhaps first."""
        if self.told:
            first = self.chance.randrange(len(self.told))
            chosen = self.told[first : first + 2]
            left = pushes(self.shop, chosen)
            self.told = [one for one in self.told if one not in chosen or one in left]

    def the_stream_tells_again(self) -> None:
        if record := self.one(self.told):
            pushes(self.shop, [record])

    def the_gateway_is_silent(self) -> None:
        page = self.one(self.pages)
        if page and page.name is not None:
            self.shop.sockets.silent = {page.name: self.chance.randint(1, 3)}
            self.shop.sockets.deaf = self.chance.random() < 0.5

    def five_minutes_pass(self) -> None:
        """Whoever has a connection pings, and goes when told to."""
        self.shop.time_passes(OFTEN_ENOUGH)
        for page in self.pages:
            if page.name is not None:
                page.ping()

    def hours_pass(self) -> None:
        """The gateway ends what is there."""
        self.shop.time_passes(LIFETIME.total_seconds())
        for page in self.pages:
            page.leave()

    def changed(self) -> None:
        """What the stream has to tell since it was looked last."""
        for record in heads():
            image = str(record["dynamodb"]["NewImage"])
            order_id = record["dynamodb"]["Keys"]["order_id"]["S"]
            if self.heads.get(order_id) != image:
                self.heads[order_id] = image
                number = f"{len(self.heads)}-{len(self.told)}-{order_id}-{len(image)}"
                record["dynamodb"]["SequenceNumber"] = number
                self.told.append(record)

    def nobody_was_told_of_anothers(self) -> None:
        for page in self.pages:
            page.hears()
            foreign = [one for one in page.shown if one not in self.may_see(page)]
            assert not foreign, (foreign, self.story)

    def ends(self) -> None:
        """All is told. Whoever is connected and was greeted is up to date by then; the others come up."""
        self.shop.run_to_rest()
        self.changed()
        self.shop.sockets.silent = {}
        assert pushes(self.shop, self.told) == []
        for page in self.pages:
            page.hears()
            known = dict(page.shown)
            if page.greeted:
                behind = {one: seen for one, seen in known.items() if seen != self.version(one)}
                assert not behind, (behind, self.story)
            own = [*known] if page.groups == OPERATORS else self.may_see(page)
            page.shown = dict.fromkeys(own, 0) | known
            page.comes_up()
            assert page.shown == {one: self.version(one) for one in own}, self.story

    def may_see(self, page: Page) -> list[str]:
        """Of an operator all."""
        owners = self.owners if page.groups == OPERATORS else readable_owners(page.owner)
        return [one for one, owner in self.orders.items() if owner in owners]

    def version(self, order_id: str) -> int:
        return self.shop.order(order_id).head.version


@pytest.mark.parametrize("seed", SEEDS)
def test_in_the_end_every_page_shows_each_order_as_it_is(shop: Simulator, seed: int) -> None:
    shop.reset()
    shop.sells("margherita", stock=50)
    shop.warm()
    OpenPages(shop, seed).lives()
