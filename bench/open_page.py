"""What open pages cost: one customer's page of an order for an hour, and orders that nobody looks at.

Each message of the socket is played once, on a connection of its own where its pace would tell, and counted
as often as the hour has it.
"""

import json
from typing import Any

from bench.alone import counted_alone
from bench.counting import Counts, Invocation, count_one
from bench.frozen_clock import standing_still
from bench.scenarios import CONFIRMED, Scenario, fill_cart, open_shop, owner
from harness.moto.world import World
from harness.page import Page
from harness.sockets import disconnect_event, message_event
from harness.stream import heads

LOOKED_AT = Scenario("an hour of an open order page", ends=None)
UNSEEN = Scenario("an order's changes, nobody looking", ends=None)
MINUTES = 60
PINGS = MINUTES // 5
CHANGES = 4
"""Of an order to COMPLETED: placed, confirmed, being fulfilled, completed. Each comes alone."""


def count_pages(world: World) -> dict[str, Counts]:
    """By title. An open page's changes take the place of unseen ones."""
    world.reset()
    with standing_still():
        open_shop(CONFIRMED)
        who = owner(0)
        total = fill_cart(world, who, CONFIRMED)["amount"]
        order_id: str = world.checkout(who, total=total).json["order_id"]
        world.run_to_rest()  # or a state that ends late is taken for what is counted next
        world.stop()
        records = heads()
        unseen = count_one(world, lambda: world.invoke("Updates", {"Records": records}))
        ticket = count_one(world, lambda: Page(world, who).ticket())
        first = Page(world, who)
        key = str(first.ticket())
        connect = count_one(world, lambda: first.connect(key))
        first.leave(told=True)
        page, pinging = Page(world, who, {order_id: 1}), Page(world, who)
        for one in (page, pinging):
            one.connect(str(one.ticket()))
        hello = _says(world, page, "Hello", {"type": "hello", "since": page.shown})
        ping = _says(world, pinging, "Socket", {"type": "ping"})
        pinging.leave(told=True)
        told = count_one(world, lambda: world.invoke("Updates", {"Records": records}))
        name = str(page.name)
        bytes_told = len(json.dumps(world.sockets.received[name][-1]))
        leaves = count_one(world, lambda: world.invoke("Socket", disconnect_event(name)))
    hour = (ticket, connect, hello, *[ping] * PINGS, *[told] * CHANGES, leaves)
    messages = 2 * (1 + PINGS) + CHANGES
    return {
        LOOKED_AT.title: counted_alone(
            LOOKED_AT,
            hour,
            requests=1,
            answered=CHANGES * bytes_told,
            socket_messages=messages,
            minutes=MINUTES,
        ),
        UNSEEN.title: counted_alone(UNSEEN, (unseen,) * CHANGES),
    }


def _says(world: World, page: Page, function: str, message: dict[str, Any]) -> Invocation:
    event = message_event(str(page.name), message)
    return count_one(world, lambda: world.invoke(function, event))
