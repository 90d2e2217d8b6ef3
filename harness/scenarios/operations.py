"""Operators at work over HTTP, and whoever works on the jobs that they ask for."""

import json
from typing import Any

from functions.order import store as orders
from functions.session.keys import PUBLISHED_BEFORE, ROTATED_EVERY
from harness.customers import DECLINED_CARD
from harness.items import breaks, puts
from harness.moto.world import SKU, World
from harness.scenarios.accounts import a_guest, opens_a_page

WHY = {"why": "for a test"}
NOBODYS = json.dumps({"job_id": "job_nobodys"})


def asks(shop: World, path: str, key: str = "", **body: Any) -> Any:
    headers = {"Idempotency-Key": key or path}
    answer = shop.api("POST", path, WHY | body, headers, owner="op_ada", groups="operators")
    assert answer.status in (200, 201, 202), (path, answer.body)
    return answer.json


def works(shop: World) -> None:
    while records := shop.messages("Jobs"):
        answer = shop.invoke("WorkOnJob", {"Records": records}).answer
        assert answer == {"batchItemFailures": []}


def a_stuck_checkout_is_sent_on(shop: World) -> None:
    shop.always("VoidPayment", "before")
    order_id = shop.places_order(DECLINED_CARD)
    shop.run_to_rest()
    asks(shop, f"/ops/stuck/{order_id}/retry")
    shop.run_to_end()


def a_stuck_fulfilment_is_sent_on(shop: World) -> None:
    order_id, work = shop.offered()
    shop.never_completes()
    shop.reports(work)
    shop.parks(order_id)
    asks(shop, f"/ops/stuck/{order_id}/retry")
    shop.run_to_end()


def a_stuck_return_is_sent_on(shop: World) -> None:
    return_id = shop.requested(shop.delivered_order())
    shop.always("RestockItems")
    asks(shop, f"/ops/returns/{return_id}/accept")
    shop.until_stuck(return_id)
    asks(shop, f"/ops/stuck/{return_id}/retry")
    shop.run_to_end()


def all_that_is_stuck_is_sent_on(shop: World) -> None:
    order_id, work = shop.offered()
    shop.never_completes()
    shop.reports(work)
    shop.parks(order_id)
    return_id = shop.requested(shop.delivered_order())
    shop.always("RestockItems")
    asks(shop, f"/ops/returns/{return_id}/accept")
    shop.until_stuck(return_id)
    shop.always("GiveMoneyBack")
    refunded = asks(shop, f"/ops/orders/{shop.delivered_order().order_id}/refunds", amount=100)
    shop.until_stuck(refunded["refund_id"])
    shop.always("VoidPayment", "before")
    shop.places_order(DECLINED_CARD)
    shop.run_to_rest()
    asks(shop, "/ops/stuck/retry")
    works(shop)
    shop.run_to_end()


def a_return_is_turned_down(shop: World) -> None:
    return_id = shop.requested(shop.delivered_order())
    asks(shop, f"/ops/returns/{return_id}/reject")
    shop.run_to_end()


def a_stuck_checkout_is_settled(shop: World) -> None:
    shop.always("AbandonOrder", "before")
    order_id = shop.places_order(DECLINED_CARD)
    shop.run_to_rest()
    asks(shop, f"/ops/stuck/{order_id}/settle")
    shop.run_to_end()


def a_checkout_that_holds_nothing_is_settled(shop: World) -> None:
    lost = shop.fault("Checkouts", "hangs", at="StartExecution")
    shop.checkout(shop.fills_cart({SKU: 1}))
    lost.kill()
    shop.leaves(0)
    shop.always("AbandonOrder", "before")
    shop.time_passes(2 * 3600)
    shop.sweep()
    shop.run_to_rest()
    (order_id,) = shop.order_ids()
    asks(shop, f"/ops/stuck/{order_id}/settle")
    shop.run_to_end()


def a_stuck_fulfilment_is_settled(shop: World) -> None:
    order_id, work = shop.offered()
    shop.never_completes()
    shop.reports(work)
    shop.parks(order_id)
    asks(shop, f"/ops/stuck/{order_id}/settle")
    shop.run_to_end()


def a_stuck_return_is_settled(shop: World) -> None:
    return_id = shop.requested(shop.delivered_order())
    shop.always("RefundPayment")
    asks(shop, f"/ops/returns/{return_id}/accept")
    shop.until_stuck(return_id)
    asks(shop, f"/ops/stuck/{return_id}/settle")
    shop.run_to_end()


def a_refund_by_hand_is_a_stuck_returns(shop: World) -> None:
    order = shop.delivered_order(2)
    return_id = shop.requested(order)
    shop.always("RefundPayment")
    asks(shop, f"/ops/returns/{return_id}/accept")
    shop.until_stuck(return_id)
    refund_id = shop.refunds_by_hand(order.order_id, orders.load(order.order_id).charged)
    body = {"order_id": order.order_id, "return_id": return_id}
    shop.time_passes(25 * 3600)
    asks(shop, f"/ops/refunds/{refund_id}/explain", **body)
    shop.run_to_end()


def stock_is_changed(shop: World) -> None:
    asks(shop, f"/ops/stock/{SKU}/available", available=7)
    asks(shop, f"/ops/stock/{SKU}/shards", active=3)


def the_circuit_is_moved(shop: World) -> None:
    asks(shop, "/ops/breaker/open")
    asks(shop, "/ops/breaker/close")


def old_keys_are_rotated(shop: World) -> None:
    shop.time_passes((ROTATED_EVERY + PUBLISHED_BEFORE).total_seconds())
    assert shop.invoke("RotateKeys", {}).error is None


def sessions_of_an_owner_are_ended(shop: World) -> None:
    guest = a_guest(shop)
    page = opens_a_page(shop, guest["token"])
    asks(shop, f"/ops/sessions/{guest['owner']}/end")
    assert page not in shop.sockets.open


def keys_are_rotated(shop: World) -> None:
    asks(shop, "/ops/keys/rotate")


def jobs_are_asked_for_and_worked_on(shop: World) -> None:
    order_id, _ = shop.offered()
    asks(shop, f"/ops/stock/{SKU}/count", counted=50)
    works(shop)
    shop.cancels(order_id)
    shop.run_to_end()
    _a_row_of_no_order()
    for name, queue in shop.cloud.template.queues.items():
        if name.endswith("Failures"):
            more = {"MessageGroupId": "g", "MessageDeduplicationId": "1"} if "fifo" in queue.name else {}
            shop.cloud.sqs.send_message(QueueUrl=shop.cloud.queue_url(name), MessageBody=NOBODYS, **more)
    asked = asks(shop, "/ops/dead-letters/redrive")
    asks(shop, "/ops/views/rebuild")
    asks(shop, "/ops/events/replay", **{"from": "2026-01-01T00:00:00Z", "to": "2026-01-02T00:00:00Z"})
    works(shop)
    looked = shop.api("GET", f"/ops/jobs/{asked['job_id']}", owner="op_ada", groups="operators")
    assert looked.json["state"] == "DONE", looked.body
    listed = shop.api("GET", "/ops/jobs", owner="op_ada", groups="operators")
    assert len(listed.json["jobs"]) == 4, listed.body


def an_order_that_cannot_be_read_is_looked_at_twice(shop: World) -> None:
    order_id = shop.buys()
    before = breaks("ORDERS_TABLE", {"order_id": order_id, "item": "event#000001"}, "at", 7)
    asks(shop, "/ops/views/rebuild")
    works(shop)
    puts("ORDERS_TABLE", before)


def _a_row_of_no_order() -> None:
    placed = f"2026-01-01T00:00:00.000Z#ord_{'a' * 32}"
    puts("ORDER_VIEWS_TABLE", {"owner": "owner#own_nobody", "placed": placed})


def payments_are_reconciled(shop: World) -> None:
    asked = asks(shop, "/ops/reconcile", short=True)
    shop.invoke("Reconcile", {"job": asked["job_id"], "short": True})


SCENARIOS = (
    a_stuck_checkout_is_sent_on,
    a_stuck_fulfilment_is_sent_on,
    a_stuck_return_is_sent_on,
    all_that_is_stuck_is_sent_on,
    a_return_is_turned_down,
    a_stuck_checkout_is_settled,
    a_checkout_that_holds_nothing_is_settled,
    a_stuck_fulfilment_is_settled,
    a_stuck_return_is_settled,
    a_refund_by_hand_is_a_stuck_returns,
    stock_is_changed,
    the_circuit_is_moved,
    keys_are_rotated,
    sessions_of_an_owner_are_ended,
    old_keys_are_rotated,
    jobs_are_asked_for_and_worked_on,
    an_order_that_cannot_be_read_is_looked_at_twice,
    payments_are_reconciled,
)
