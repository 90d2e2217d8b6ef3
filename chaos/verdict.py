"""Whether what customers were told agrees with what came of their orders, and with the audit."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from chaos.conduct import Played
from chaos.customer import Memory
from chaos.open_page import OpenPage
from chaos.operator import Desk

BOUGHT, DECLINED, REFUSED = 201, 402, 409
ENDED = ("COMPLETED", "CANCELLED", "RETURNED")
NEVER_AFTER_CONFIRMED = ("payment-declined", "out-of-stock", "code-used-up", "credit-short")


def violations(played: Played) -> list[str]:
    """One line each; none if every promise was kept."""
    found = [f"audit: {one}" for one in played.audit.get("violations", [])]
    if not played.rested:
        found.append(f"{played.audit.get('in_flight')} orders, or what came back, never came to rest")
    found += [f"reconcile: {count} of {one}" for one, count in sorted(played.mismatches.items())]
    found += [f"never answered: {one}" for one in played.lost]
    found += played.door.broken
    found += [f"operator: {one}" for one in (*played.desk.surprises, *_heard(played.desk, played.talks))]
    for memory in played.memories:
        wrong = [*_of(memory, played.orders), *_heard(memory, played.talks)]
        found += [f"customer {memory.visit.number}: {one}" for one in wrong]
    return found


def ends(played: Played) -> Counter[str]:
    """How many of the orders that customers know of have ended how."""
    shown = (f"{order['status']} {order.get('reason') or ''}".strip() for order in played.orders.values())
    return Counter(shown)


def _of(memory: Memory, orders: dict[str, dict[str, Any]]) -> Iterator[str]:
    yield from memory.surprises
    if memory.page:
        yield from _shown(memory.page, {one: orders[one] for one in memory.known if one in orders})
    for key, verdict in memory.verdicts.items():
        ids = sorted(memory.orders.get(key, ()))
        if len(ids) > 1:
            yield f"one key, {len(ids)} orders: {', '.join(ids)}"
        if verdict == BOUGHT and not ids:
            yield "told of a purchase, but of no order"
        for order_id in ids:
            yield from _kept(verdict, order_id, orders.get(order_id))
    keys = [key for key, verdict in memory.verdicts.items() if verdict == BOUGHT]
    bought = set().union(*(memory.orders.get(key, ()) for key in keys))
    if len(bought) > 1:
        yield f"one cart was bought twice: {', '.join(sorted(bought))}"


def _shown(page: OpenPage, orders: dict[str, dict[str, Any]]) -> Iterator[str]:
    """A page that is open shows each of its orders as it is, and none of another's."""
    for order_id, order in orders.items():
        shown = page.shown.get(order_id, {})
        if {name: shown.get(name) for name in order} != order:
            yield f"the open page shows {order_id} as {shown.get('status')}, and it is {order['status']}"
    for order_id in sorted(page.foreign):
        yield f"the open page was told of {order_id}, which is another's"


def _heard(memory: Memory | Desk, talks: dict[str, list[tuple[int, str]]]) -> Iterator[str]:
    """Whatever was acknowledged is there once, under its number, and nothing is missing in between."""
    for order_id, said in memory.said.items():
        shown = talks.get(order_id, [])
        if [seq for seq, _ in shown] != list(range(1, len(shown) + 1)):
            yield f"{order_id}: messages with a gap: {shown}"
        for client_id, seq in said.items():
            if [number for number, name in shown if name == client_id] != [seq]:
                yield f"{order_id}: {client_id} was acknowledged as {seq}, and there is {shown}"


def _kept(verdict: int, order_id: str, order: dict[str, Any] | None) -> Iterator[str]:
    if order is None:
        yield f"{order_id} is gone"
    elif order["status"] not in ENDED:
        yield f"{order_id} is still {order['status']}"
    elif verdict == BOUGHT and order["reason"] in NEVER_AFTER_CONFIRMED:
        yield f"{order_id} was confirmed, and ended as {order['reason']}"
    elif verdict in (DECLINED, REFUSED) and order["status"] != "CANCELLED":
        yield f"{order_id} was refused ({verdict}), and is {order['status']}"
