"""Pairs that meet around an operator's page of an order: it says hello again for each order that it shows."""

from functions.live import store
from functions.live.connection import OPENING
from functions.live.connections import connection_of
from functions.session.groups import OPERATORS, owner_by_link
from functions.shared import clock
from harness.invocation import Outcome
from harness.page import Page, pushes
from harness.simulator.simulator import Simulator
from harness.sockets import message_event
from harness.stream import heads
from tests.interleavings.live_pairs import about_to_close, leaves, nobody_looks, pair
from tests.interleavings.pair import Does, Facts, Results

OTHER = "ord_" + "a" * 32
"""An order that the page showed before, or shows next."""


def olga_is_there(shop: Simulator, facts: Facts, shows: str) -> Facts:
    olga = Page(shop, "op_olga", {shows: 0}, groups=OPERATORS)
    olga.connect(str(olga.ticket()), "olga")
    olga.hello()
    return facts


def on_another_order(shop: Simulator) -> Facts:
    """An order that was declined; the operator's page shows another one."""
    return olga_is_there(shop, nobody_looks(shop), OTHER)


def on_this_order(shop: Simulator) -> Facts:
    facts = nobody_looks(shop)
    return olga_is_there(shop, facts, facts["order"])


def before_it_closes(shop: Simulator) -> Facts:
    return olga_is_there(shop, about_to_close(shop), OTHER)


def looks(shop: Simulator, facts: Facts) -> Outcome:
    """The page shows this order, at the version that stood when it was read."""
    since = {facts["order"]: facts.get("seen", 1)}
    return shop.invoke("Hello", message_event("olga", {"type": "hello", "since": since}))


def looks_at(order_id: str) -> Does:
    message = {"type": "hello", "since": {order_id: 0}}
    return lambda shop, facts: shop.invoke("Hello", message_event("olga", message))


def pings(shop: Simulator, facts: Facts) -> Outcome:
    return shop.invoke("Socket", message_event("olga", {"type": "ping"}))


def closes_and_tells(shop: Simulator, facts: Facts) -> Outcome:
    """The order changes, and then the stream tells of this very change."""
    shop.invoke("CloseOrder", facts["event"])
    return shop.invoke("Updates", {"Records": heads()})


def told(shop: Simulator, facts: Facts) -> int:
    """The version that the page was told of last."""
    told = [one for one in shop.sockets.received["olga"] if one["type"] == "order-changed"]
    return max((one["version"] for one in told if one["order_id"] == facts["order"]), default=0)


def was_told(shop: Simulator, facts: Facts, results: Results) -> list[str]:
    """Of the order as it stands: by hello, or by the stream."""
    version = shop.order(facts["order"]).head.version
    return [] if told(shop, facts) == version else [f"told of {told(shop, facts)}, and it is {version}"]


def hears_of_the_next(shop: Simulator, facts: Facts, results: Results) -> list[str]:
    """Whatever came beside it, the connection follows this order from then on."""
    before = len(shop.sockets.received["olga"])
    assert pushes(shop, heads()) == []
    heard, olga = len(shop.sockets.received["olga"]) - before, connection_of("olga")
    assert olga is not None
    right = heard == 1 and olga.orders == (facts["order"],)
    return [] if right else [f"heard {heard} times, and follows {olga.orders}"]


def follows_what_it_says(shop: Simulator, facts: Facts, results: Results) -> list[str]:
    """One of the two orders, and stands under that one alone."""
    olga = connection_of("olga")
    assert olga is not None
    stands = [one for one in (facts["order"], OTHER) if followed(one)]
    return [] if len(stands) == 1 and olga.orders == tuple(stands) else [f"{olga.orders}, and under {stands}"]


def is_forgotten(shop: Simulator, facts: Facts) -> list[str]:
    shop.sockets.leaves("olga")
    shop.time_passes(OPENING.total_seconds())
    pushes(shop, heads())
    return ["is followed by who has left"] if followed(facts["order"]) else []


def followed(order_id: str) -> bool:
    return bool(store.followers(owner_by_link(order_id), clock.now()))


PAIRS = [
    pair(
        "operator's hello || change, push",
        before_it_closes,
        {"page": looks, "order": closes_and_tells},
        check=was_told,
    ),
    pair(
        "operator's hello || ping",
        on_another_order,
        {"hello": looks, "ping": pings},
        check=hears_of_the_next,
    ),
    pair(
        "operator's hello || hello",
        on_another_order,
        {"one": looks, "other": looks_at(OTHER)},
        check=follows_what_it_says,
        losses={"one": "dies"},
    ),
    pair(
        "operator's hello || disconnect",
        on_another_order,
        {"hello": looks, "disconnect": leaves("olga")},
        at_rest=is_forgotten,
    ),
    pair(
        "operator's ping || disconnect",
        on_this_order,
        {"ping": pings, "disconnect": leaves("olga")},
        at_rest=is_forgotten,
    ),
]
