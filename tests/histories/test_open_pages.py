"""Random histories of open pages: tabs come, die and come back, guests log in, orders change, the stream
tells of it late, twice or out of order, the gateway is silent. In the end every page shows each order as it
is, and none was ever told of another's.

HISTORIES=n tries n histories, new ones each time (else 40, always the same).
"""

import os
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from functions.live.connection import IDLE, LIFETIME
from functions.session.owners_store import readable_owners
from harness.customers import DECLINED_CARD, VISA
from harness.page import Page, pushes
from harness.simulator.simulator import Simulator
from harness.stream import Record, heads

COUNT = int(os.environ.get("HISTORIES", "40"))
STEPS = 25
CARDS = st.sampled_from([VISA, DECLINED_CARD])
OFTEN_ENOUGH = IDLE.total_seconds() / 2
"""Pages ping so often."""


class OpenPages(RuleBasedStateMachine):
    shop: Simulator
    beginning: Any

    owners = Bundle("owners")
    pages = Bundle("pages")

    def __init__(self) -> None:
        super().__init__()
        self.shop.restore(self.beginning)
        self.orders: dict[str, str] = {}
        self.all_pages: list[Page] = []
        self.told: list[Record] = []
        self.heads: dict[str, str] = {}

    @initialize(target=owners)
    def two_customers_arrive(self) -> Any:
        return multiple(self.arrives(), self.arrives())

    @rule(target=owners)
    def arrives(self) -> str:
        owner: str = self.shop.new_owner()
        return owner

    @rule(target=pages, owner=owners)
    def a_page_is_opened(self, owner: str) -> Page:
        page = Page(self.shop, owner)
        page.is_greeted()
        self.all_pages.append(page)
        return page

    @rule(page=pages, told=st.booleans())
    def a_page_dies(self, page: Page, told: bool) -> None:
        page.leave(told=told)

    @rule(page=pages)
    def a_page_comes_back(self, page: Page) -> None:
        page.is_greeted()

    @rule(owner=owners, card=CARDS)
    def somebody_buys(self, owner: str, card: str) -> None:
        """The page that bought shows the order from there on; the others may have to ask for it."""
        line = {"sku": "margherita", "options": {}, "quantity": 1}
        if self.shop.api("PUT", "/cart/lines/l1", line, owner=owner).status != 200:
            return  # an order claims the cart
        placed = self.shop.checkout(owner, payment_method=card)
        if placed.status == 202:
            self.orders[placed.json["order_id"]] = owner
        self.changed()

    @rule(guest=owners, mine=owners)
    def a_guest_logs_in(self, guest: str, mine: str) -> None:
        """Pages of theirs say hello, as they are told to do then."""
        if guest == mine:
            return
        self.shop.links(mine, guest)
        for page in self.all_pages:
            if page.owner == mine and page.name is not None:
                page.hello()

    @rule(number=st.integers(0, 5))
    def an_order_goes_on(self, number: int) -> None:
        moving = [one for one in self.shop.machines.executions.values() if one.status == "RUNNING"]
        if moving:
            self.shop.machines.step(moving[number % len(moving)])
        self.changed()

    @rule(number=st.integers(0, 3))
    def the_stream_tells(self, number: int) -> None:
        """Some of what it has, the later of it perhaps first."""
        chosen = self.told[number : number + 2]
        left = pushes(self.shop, chosen)
        self.told = [one for one in self.told if one not in chosen or one in left]

    @rule(number=st.integers(0, 3))
    def the_stream_tells_again(self, number: int) -> None:
        pushes(self.shop, self.told[number : number + 1])

    @rule(page=pages, posts=st.integers(1, 3), deaf=st.booleans())
    def the_gateway_is_silent(self, page: Page, posts: int, deaf: bool) -> None:
        if page.name is not None:
            self.shop.sockets.silent = {page.name: posts}
            self.shop.sockets.deaf = deaf

    @rule()
    def five_minutes_pass(self) -> None:
        """Whoever has a connection pings, and goes when told to."""
        self.shop.time_passes(OFTEN_ENOUGH)
        for page in self.all_pages:
            if page.name is not None:
                page.ping()

    @rule()
    def hours_pass(self) -> None:
        """The gateway ends what is there."""
        self.shop.time_passes(LIFETIME.total_seconds())
        for page in self.all_pages:
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

    @invariant()
    def nobody_is_told_of_anothers(self) -> None:
        for page in self.all_pages:
            page.hears()
            foreign = [one for one in page.shown if self.orders[one] not in readable_owners(page.owner)]
            assert not foreign, foreign

    def teardown(self) -> None:
        """All is told. Then whoever is connected and was greeted is up to date; the others come up first."""
        self.shop.run_to_rest()
        self.changed()
        self.shop.sockets.silent = {}
        left = pushes(self.shop, self.told)
        assert left == []
        for page in self.all_pages:
            page.hears()
            own = {one for one, owner in self.orders.items() if owner in readable_owners(page.owner)}
            for order_id in own:
                page.shown.setdefault(order_id, 0)
            if not page.greeted:
                page.comes_up()
            for order_id in own:
                version = self.shop.order(order_id).head.version
                known = page.shown[order_id]
                assert known in (0, version), f"{page.owner} shows {known} of {version}"
            page.hello()
            assert all(page.shown[one] == self.shop.order(one).head.version for one in own)


def test_in_the_end_every_page_shows_each_order_as_it_is(shop: Simulator) -> None:
    shop.reset()
    shop.sells("margherita", stock=50)
    shop.warm()
    OpenPages.shop, OpenPages.beginning = shop, shop.cloud.snapshot()
    run_state_machine_as_test(
        OpenPages,
        settings=settings(
            max_examples=COUNT,
            stateful_step_count=STEPS,
            derandomize="HISTORIES" not in os.environ,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
