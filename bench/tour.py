"""Plays what no row of the bill is about, so that every function is counted and measured once.

A visit before an order, a customer at the bank, a cancellation, a warehouse that answers by URL, photos of a
return, mail, operators, the jobs, open pages and conversations.
"""

import json
from collections.abc import Callable

from harness.actors import accepts
from harness.customers import ASKING_CARD, DECLINED_CARD
from harness.invocation import Invocation
from harness.moto.world import World
from harness.records import FULFILMENT, SKU
from harness.scenarios import accounts, credit, looks, operations, pages, talks

SESSION_DATA = "/sessions/current/data"


def play_tour(world: World) -> list[Invocation]:
    """All invocations of it. Each part has a shop of its own: what one leaves behind, another would find."""
    played: list[Invocation] = []
    for part in PARTS:
        world.reset()
        world.sells(stock=100)
        part(world)
        world.stop()
        played += world.runner.invocations
    return played


def a_visit(world: World) -> None:
    guest = world.api("POST", "/sessions").json["token"]
    mine = world.api("POST", "/sessions").json["token"]
    line = {"sku": SKU, "options": {}, "quantity": 1}
    assert world.api("GET", "/catalog").status == 200  # noqa: S101 - or something else would be measured
    assert world.api("PUT", "/cart/lines/any", line, token=guest).status == 200  # noqa: S101 - as above
    assert world.api("POST", "/cart/merge", {"token": guest}, token=mine).status == 200  # noqa: S101 - as above
    assert world.api("GET", "/cart", token=mine).status == 200  # noqa: S101 - as above
    draft = {"checkout": {"name": "Ada Lovelace", "method": "pm_card_visa"}}
    for call, body in (("PUT", draft), ("GET", None), ("DELETE", None)):
        assert world.api(call, SESSION_DATA, body, token=mine).status == 200  # noqa: S101 - as above


def a_waiting_customer(world: World) -> None:
    owner = world.fills_cart({SKU: 1})
    answer = world.checkout(owner, headers={"Prefer": "wait=5"})
    assert answer.status == 201, answer  # noqa: S101 - as above


def a_customer_at_the_bank(world: World) -> None:
    """Nobody tells that the bank was answered: the time runs out and the provider is asked."""
    world.expires("AwaitCustomerAction")
    order_id = world.places_order(ASKING_CARD)
    world.run_to_rest()
    world.customer_answers(order_id)
    world.run_to_end()
    assert world.outcome(order_id) == ("CONFIRMED", None)  # noqa: S101 - as above


def a_delivery(world: World) -> None:
    order = world.delivered_order(2)
    world.relays()
    for path in ("", f"/{order.order_id}", f"/{order.order_id}/receipt"):
        assert world.api("GET", f"/orders{path}", owner=order.owner).status == 200  # noqa: S101 - as above
    told = {"detail-type": "OrderConfirmed", "detail": {"order_id": order.order_id, "data": {}}}
    world.invoke("Notify", told)
    world.invoke("FailedCheckouts", {"Records": [{"messageId": "1", "body": json.dumps(told)}]})
    return_id = world.requested(order)
    photos = f"/orders/{order.order_id}/returns/{return_id}/photos"
    photo = {"content_type": "image/png"}
    assert world.api("POST", photos, photo, owner=order.owner).status == 201  # noqa: S101 - as above
    world.always("RestockItems")
    accepts(return_id)
    world.until_stuck(return_id)
    world.invoke("Reconcile", {})
    an_amount(world)


def an_amount(world: World) -> None:
    order_id = world.delivered_order(2).order_id
    body = {"amount": 100, "to": "credit", "why": "it came cold"}
    headers, operator = {"Idempotency-Key": "once"}, {"owner": "op_ada", "groups": "operators"}
    path = f"/ops/orders/{order_id}/refunds"
    world.always("CloseRefund")
    answer = world.api("POST", path, body, headers, **operator)
    assert answer.status == 201, answer  # noqa: S101 - as above
    world.until_stuck(answer.json["refund_id"])


def a_warehouse_by_url(world: World) -> None:
    _, work = world.offered()
    answer = world.api("POST", f"/fulfilments/{work['callback_id']}", {"outcome": "packed"})
    assert answer.status == 200, answer  # noqa: S101 - as above
    world.run_to_end()


def a_cancellation(world: World) -> None:
    order_id, _ = world.offered()
    assert world.cancels(order_id).status == 202  # noqa: S101 - as above
    world.run_to_end()
    assert world.path(order_id, FULFILMENT)[1] == "AbandonFulfilment"  # noqa: S101 - as above


def an_operator(world: World) -> None:
    world.always("VoidPayment", "before")
    order_id = world.places_order(DECLINED_CARD)
    world.run_to_rest()
    world.answers_operator(order_id)
    world.run_to_end()


PARTS: tuple[Callable[[World], None], ...] = (
    a_visit,
    a_waiting_customer,
    a_customer_at_the_bank,
    a_delivery,
    a_warehouse_by_url,
    a_cancellation,
    an_operator,
    *(*pages.SCENARIOS, *talks.SCENARIOS, *operations.SCENARIOS, *looks.SCENARIOS),
    *(*accounts.SCENARIOS, *credit.SCENARIOS),
)
"""Open pages, conversations, accounts and operators' calls are played as where privileges are held."""
