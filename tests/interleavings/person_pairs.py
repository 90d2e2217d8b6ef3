"""Pairs that meet where a person is erased: who orders, speaks, sends back or makes lists anew meanwhile."""

from collections.abc import Callable, Iterator
from typing import Any

from functions.conversation.conversation import PREVIEW
from functions.relay.rebuild_views import rebuild_views
from functions.shared import ids
from functions.shared.table import scan
from harness import leaks
from harness.customers import EMAIL
from harness.records import SKU
from harness.scenarios.persons import REASON, WORDS, talks
from harness.simulator.simulator import Simulator
from ops.erase_person import erase_person
from tests.interleavings.checkout_pairs import CONFIRMED
from tests.interleavings.conversation_pairs import conversation, says
from tests.interleavings.pair import Does, Facts, Pair, Results, at_once

COMPLETED = ("COMPLETED", None)
TABLES = ("ORDERS_TABLE", "ORDER_VIEWS_TABLE", "CONVERSATIONS_TABLE", "SESSIONS_TABLE")
KNOWN = (*WORDS, ids.email_key(EMAIL))


def delivered(shop: Simulator) -> Facts:
    """Somebody has an order, and has spoken about it."""
    shop.sells()
    order = shop.delivered_order(2)
    shop.relays()
    talks(shop, order.order_id, order.owner)
    return {"order": order.order_id, "owner": order.owner}


def row_behind(shop: Simulator) -> Facts:
    """The same, but nothing was said, and the relay has not come to the order's end."""
    shop.sells()
    order = shop.delivered_order(2)
    return {"order": order.order_id, "owner": order.owner}


def chosen(shop: Simulator) -> Facts:
    """The same, and something is in the cart again."""
    facts = delivered(shop)
    shop.fills_cart({SKU: 1}, facts["owner"])
    return facts


def erases(shop: Simulator, facts: Facts) -> str:
    erase_person(facts["owner"])
    return "done"


def rebuilds(shop: Simulator, facts: Facts) -> str:
    assert rebuild_views().failed == []
    return "done"


def relays(shop: Simulator, facts: Facts) -> Any:
    return shop.relay()


def orders(shop: Simulator, facts: Facts) -> Any:
    """Of a page that has not heard that its session has ended."""
    return shop.checkout(facts["owner"], key="new")


def returns(shop: Simulator, facts: Facts) -> Any:
    return shop.asks_back(shop.order(facts["order"]), {SKU: 1}, key="back", reason=REASON)


def personal() -> Iterator[str]:
    """Where something personal stands."""
    for table in TABLES:
        for item in scan(table):
            text = str(item)
            found = [kind for kind in leaks.PERSONAL if leaks.holds(kind, text)]
            found += [word for word in KNOWN if word in text]
            yield from (f"{kind} in {table} {list(item.values())[:2]}" for kind in found)


def erased_where_it_was(shop: Simulator, facts: Facts, results: Results) -> list[str]:
    """Whatever came beside it, the order that had ended is erased, and nobody's late look undid that."""
    return list(personal())


def lists_show_the_last_message(shop: Simulator, facts: Facts, results: Results) -> list[str]:
    """As it stands, erased or not."""
    whole = conversation(facts)
    last = max(whole.messages, key=lambda message: message.seq)
    assert whole.head
    shown = whole.head.last
    return [] if shown == (last.side, last.text[:PREVIEW]) else [f"{shown} is shown of {last.text}"]


def erased_in_the_end(shop: Simulator, facts: Facts) -> list[str]:
    """What came beside it is erased by the next time, once it has ended."""
    shop.relays()
    report = erase_person(facts["owner"])
    return [] if report.postponed else list(personal())


def what_is_under_way_keeps_its_address(shop: Simulator, facts: Facts) -> list[str]:
    left = [order.order_id for order in shop.orders() if not order.head.ended and order.email != EMAIL]
    return [f"{order_id} lost its address under way" for order_id in left]


def pair(name: str, given: Callable[[Simulator], Facts], works: dict[str, Does], **more: Any) -> Pair:
    return Pair(
        name=name,
        given=given,
        works=at_once(works),
        ends=more.pop("ends", {COMPLETED}),
        answers={work: {"done", 201, 202, 409} for work in works},
        at_rest=more.pop("at_rest", erased_in_the_end),
        bound=2,
        **more,
    )


PAIRS = [
    pair(
        "erase || rebuild-views",
        row_behind,
        {"erase": erases, "rebuild": rebuilds},
        check=erased_where_it_was,
    ),
    pair("erase || relay", row_behind, {"erase": erases, "relay": relays}, check=erased_where_it_was),
    pair("erase || erase", delivered, {"erase": erases, "again": erases}, check=erased_where_it_was),
    pair(
        "erase || place",
        chosen,
        {"erase": erases, "place": orders},
        ends={COMPLETED, CONFIRMED},
        at_rest=what_is_under_way_keeps_its_address,
    ),
    pair(
        "erase || say",
        delivered,
        {"erase": erases, "say": says("zqsaid more", client_id="more")},
        check=lists_show_the_last_message,
    ),
    pair(
        "erase || answer",
        delivered,
        {"erase": erases, "answer": says("zqsaid more", operator=True, client_id="more")},
        check=lists_show_the_last_message,
    ),
    pair("erase || request a return", delivered, {"erase": erases, "return": returns}),
]
