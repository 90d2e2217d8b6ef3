"""Pairs that meet around open pages: connections that come and go while orders change."""

from functools import partial
from typing import Any

from functions.live import store
from functions.live.connection import MOST_TABS, OPENING, standing
from functions.shared import clock
from harness.customers import DECLINED_CARD
from harness.invocation import Outcome
from harness.page import Page, pushes
from harness.simulator.calls import of_connection
from harness.simulator.simulator import Simulator
from harness.sockets import connect_event, disconnect_event, message_event
from harness.stream import heads
from tests.interleavings.pair import Does, Facts, Pair, Results, at_once

DECLINED = ("CANCELLED", "payment-declined")


def a_page(shop: Simulator) -> Facts:
    """An order that was declined, of which its page, which is connected, knows the first version."""
    facts = nobody_looks(shop)
    page = Page(shop, facts["owner"], {facts["order"]: 1})
    ticket = page.ticket()
    assert ticket is not None
    page.connect(ticket, "page")
    return facts | {"page": page}


def nobody_looks(shop: Simulator) -> Facts:
    """An order that was declined; its customer holds a ticket."""
    shop.sells()
    order_id = shop.places_order(DECLINED_CARD)
    owner = shop.order(order_id).owner
    shop.run_to_rest()
    ticket = Page(shop, owner).ticket()
    return {"order": order_id, "owner": owner, "ticket": ticket, "records": heads()}


def about_to_close(shop: Simulator) -> Facts:
    """A declined order before the step that cancels it, of which its customer has seen that much."""
    shop.sells()
    order_id = shop.places_order(DECLINED_CARD)
    event = shop.runs_until(order_id, "CloseOrder")
    order = shop.order(order_id)
    ticket = Page(shop, order.owner).ticket()
    seen = order.head.version
    return {"order": order_id, "owner": order.owner, "ticket": ticket, "records": heads()} | {
        "event": event,
        "seen": seen,
    }


def nearly_too_many(shop: Simulator) -> Facts:
    """One tab more fits; two customers' tickets are there."""
    facts = nobody_looks(shop)
    for number in range(MOST_TABS - 1):
        shop.time_passes(1)
        page = Page(shop, facts["owner"])
        page.connect(str(page.ticket()), f"tab{number}")
    return facts | {"other": Page(shop, facts["owner"]).ticket()}


def all_at_once(shop: Simulator) -> Facts:
    """More tickets than tabs are allowed."""
    facts = nobody_looks(shop)
    tickets = [Page(shop, facts["owner"]).ticket() for _ in range(MOST_TABS)]
    return facts | {f"ticket{number}": ticket for number, ticket in enumerate(tickets)}


def ten_connect(shop: Simulator, facts: Facts) -> None:
    for number in range(MOST_TABS):
        connects(f"tab{number}", f"ticket{number}")(shop, facts)


def connects(name: str, ticket: str = "ticket") -> Does:
    def handshake(shop: Simulator, facts: Facts) -> Outcome:
        """The gateway has the connection some time after its handshake was answered."""
        outcome = shop.invoke("Socket", connect_event(name, facts[ticket]))
        if outcome.error is None and outcome.answer["statusCode"] == 200:
            opening = of_connection("(the gateway opens it)", {"ConnectionId": name})
            shop.cloud.passes(opening, lambda: shop.sockets.opens(name))
        return outcome

    return handshake


def connects_and_says_hello(shop: Simulator, facts: Facts) -> Outcome:
    connects("page")(shop, facts)
    message = {"type": "hello", "since": {facts["order"]: facts["seen"]}}
    return shop.invoke("Hello", message_event("page", message))


def closes_and_is_told(shop: Simulator, facts: Facts) -> Outcome:
    """The order changes, and then the stream tells of it."""
    shop.invoke("CloseOrder", facts["event"])
    return hears(shop, facts)


def leaves(name: str) -> Does:
    return lambda shop, facts: shop.invoke("Socket", disconnect_event(name))


def hears(shop: Simulator, facts: Facts) -> Outcome:
    """The stream tells that it was declined."""
    return shop.invoke("Updates", {"Records": facts["records"]})


def says_hello(shop: Simulator, facts: Facts) -> Outcome:
    message = {"type": "hello", "since": {facts["order"]: 1}}
    return shop.invoke("Hello", message_event("page", message))


def pings(shop: Simulator, facts: Facts) -> Outcome:
    return shop.invoke("Socket", message_event("page", {"type": "ping"}))


def shows_the_order_as_it_is(name: str, shop: Simulator, facts: Facts) -> list[str]:
    """Once the page has said hello."""
    page = Page(shop, facts["owner"], {facts["order"]: 1}, name if name in shop.sockets.open else None)
    page.comes_up()
    version, shown = version_of(shop, facts), page.shown[facts["order"]]
    return [] if shown == version else [f"the page shows {shown} of {version}"]


def version_of(shop: Simulator, facts: Facts) -> int:
    return shop.order(facts["order"]).head.version


def shows_it_after_hello(shop: Simulator, facts: Facts, results: Results) -> list[str]:
    """Hello was answered, and the stream has told: neither may leave it to the other."""
    shown = shop.sockets.versions("page").get(facts["order"], 1)
    return [] if shown == version_of(shop, facts) else [f"the page shows {shown}"]


def one_of_them_is_in(shop: Simulator, facts: Facts, results: Results) -> list[str]:
    statuses = sorted(actor.result.answer["statusCode"] for actor in results.values())
    return [] if statuses == [200, 403] else [f"one ticket, and {statuses}"]


def is_in_once(shop: Simulator, facts: Facts, results: Results) -> list[str]:
    statuses = {actor.result.answer["statusCode"] for actor in results.values()}
    tabs = store.followers(facts["owner"], clock.now())
    return [] if statuses == {200} and len(tabs) == 1 else [f"answered {statuses}, {len(tabs)} tabs"]


def no_more_than_fit(shop: Simulator, facts: Facts) -> list[str]:
    tabs = standing(store.followers(facts["owner"], clock.now()))
    return [] if len(tabs) <= MOST_TABS else [f"{len(tabs)} tabs"]


def who_is_open_is_told(shop: Simulator, facts: Facts) -> list[str]:
    """Whatever the gateway holds open hears of the next change, or is ended then; no more than fit."""
    pushes(shop, heads())
    version, wrong = version_of(shop, facts), no_more_than_fit(shop, facts)
    for name in sorted(shop.sockets.open):
        if shop.sockets.versions(name).get(facts["order"]) != version:
            wrong.append(f"{name} is open, and was not told")
    return wrong if len(shop.sockets.open) <= MOST_TABS else [*wrong, f"{len(shop.sockets.open)} are open"]


def nobody_is_left(shop: Simulator, facts: Facts, _: Results) -> list[str]:
    """Whoever was heard while leaving has left: presence is not to wait for a message that cannot be sent."""
    tabs = store.followers(facts["owner"], clock.now())
    return [f"still connected: {tabs}"] if tabs else []


def is_forgotten(shop: Simulator, facts: Facts) -> list[str]:
    """Whoever has left is not followed: at once, or once nothing can be sent there."""
    shop.sockets.leaves("page")
    shop.time_passes(OPENING.total_seconds())
    pushes(shop, heads())
    tabs = store.followers(facts["owner"], clock.now())
    return [f"still connected: {tabs}"] if tabs else []


def pair(name: str, given: Any, works: dict[str, Does], **more: Any) -> Pair:
    return Pair(name, given, at_once(works), {DECLINED}, **more)


PAIRS = [
    pair(
        "connect || push",
        nobody_looks,
        {"connect": connects("page"), "push": hears},
        at_rest=partial(shows_the_order_as_it_is, "page"),
        losses={"connect": "dies", "push": "dies"},
    ),
    pair(
        "connect, hello || change, push",
        about_to_close,
        {"page": connects_and_says_hello, "order": closes_and_is_told},
        check=shows_it_after_hello,
    ),
    pair("hello || push", a_page, {"hello": says_hello, "push": hears}, check=shows_it_after_hello),
    pair(
        "tab || tab, one ticket",
        nobody_looks,
        {"one": connects("one"), "other": connects("other")},
        check=one_of_them_is_in,
    ),
    pair(
        "tab || tab, one handshake",
        nobody_looks,
        {"one": connects("page"), "again": connects("page")},
        check=is_in_once,
    ),
    pair(
        "tab || tab, one fits",
        nearly_too_many,
        {"one": connects("one"), "other": connects("other", "other")},
        at_rest=who_is_open_is_told,
        bound=2,
    ),
    pair(
        "tab || tab || push, one fits",
        nearly_too_many,
        {"one": connects("one"), "other": connects("other", "other"), "push": hears},
        at_rest=who_is_open_is_told,
        bound=2,
    ),
    pair(
        "connect || disconnect",
        nobody_looks,
        {"connect": connects("page"), "disconnect": leaves("page")},
        at_rest=is_forgotten,
    ),
    pair(
        "tab || ten tabs || push",
        all_at_once,
        {"one": connects("one"), "ten": ten_connect, "push": hears},
        at_rest=who_is_open_is_told,
        bound=2,
    ),
    pair("ping || disconnect", a_page, {"ping": pings, "disconnect": leaves("page")}, check=nobody_is_left),
    pair("push || disconnect", a_page, {"push": hears, "disconnect": leaves("page")}, at_rest=is_forgotten),
    pair("push || push", a_page, {"one": hears, "other": hears}, check=shows_it_after_hello),
]
