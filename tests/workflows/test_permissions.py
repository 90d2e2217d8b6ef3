"""No emulator checks permissions. So each call that the functions make is held against their roles here."""

from functions.order import returns_store
from functions.shared import clock
from tests.workflows.reconciling import charged
from tests.workflows.returning import RETURN, accepts, delivered_order, requested, until_stuck
from tests.workflows.returning import always as always_in_return
from tests.workflows.saga import DECLINED_CARD, always
from tests.world.permissions import Need, missing
from tests.world.stream import records
from tests.world.world import SKU, World

LATE = 4000


def test_every_function_may_make_every_call_it_makes(shop: World) -> None:
    shop.runner.always_cold = True
    visit(shop)
    buy(shop)
    let_authorizations_repeat(shop)
    let_the_bank_wait(shop)
    park(shop)
    send_back(shop)
    relay(shop)
    reconcile(shop)

    needed: dict[str, set[Need]] = {name: set() for name in shop.cloud.template.functions}
    for invocation in shop.runner.invocations:
        needed[invocation.name] |= invocation.needs

    assert [name for name, needs in needed.items() if not needs] == []
    functions = shop.cloud.template.functions
    lacking = {name: missing(shop.cloud.template, functions[name], needs) for name, needs in needed.items()}
    assert {name: needs for name, needs in lacking.items() if needs} == {}


def visit(shop: World) -> None:
    token = shop.api("POST", "/sessions").json["token"]
    assert shop.api("GET", "/cart", token=token).status == 200
    assert shop.api("GET", "/catalog").status == 200
    assert shop.api("GET", f"/catalog/{SKU}").status == 200
    assert shop.api("DELETE", "/cart/lines/any", token=token).status == 200
    guest = shop.api("POST", "/sessions").json["token"]
    line = {"sku": SKU, "options": {}, "quantity": 1}
    assert shop.api("PUT", "/cart/lines/any", line, token=guest).status == 200
    assert shop.api("POST", "/cart/merge", {"token": guest}, token=token).status == 200


def buy(shop: World) -> None:
    owner = shop.fills_cart({SKU: 1})
    placed = shop.checkout(owner, headers={"Prefer": "wait=5"})
    shop.run_to_end()
    assert placed.status == 201
    assert shop.api("GET", f"/orders/{placed.json['order_id']}", owner=owner).status == 200


def send_back(shop: World) -> None:
    order = delivered_order(shop, 2)
    return_id = requested(shop, order)
    photos = f"/orders/{order.order_id}/returns/{return_id}/photos"
    assert shop.api("POST", photos, {"content_type": "image/png"}, owner=order.owner).status == 201
    assert shop.api("GET", f"/orders/{order.order_id}/returns", owner=order.owner).status == 200
    always_in_return(shop, "RestockItems")
    accepts(return_id)
    until_stuck(shop, return_id)
    aborted = shop.aborts(return_id, RETURN)
    shop.invoke("Sweep", {"detail": {"executionArn": aborted, "name": return_id}})
    shop.run_to_end()
    assert returns_store.load(return_id).shown == "REFUNDED"


def reconcile(shop: World) -> None:
    """Out of time at once, so that it hands on; then to the end, with one intent to undo."""
    charged("ord_" + "a" * 32)
    shop.time_passes(LATE)
    now = int(clock.now().timestamp())
    some_way = {"since": now - LATE * 2, "until": now, "listed": True, "part": 12}
    shop.runner.invoke("Reconcile", {"progress": some_way})
    summary = shop.invoke("Reconcile", {}).answer
    assert summary["cured"] == 1, summary


def relay(shop: World) -> None:
    """The relay is told of all that happened; then someone pages through their orders."""
    assert shop.invoke("Relay", {"Records": records()}).answer == {"batchItemFailures": []}
    assert shop.api("GET", "/orders", owner=shop.new_owner()).status == 200


def let_authorizations_repeat(shop: World) -> None:
    for step in ("AuthorizePayment", "ConfirmOrder"):
        shop.fault(step, "twice")
    shop.fault("AuthorizePayment", "call_before", at="confirm", error="no answer")
    shop.places_order()
    shop.run_to_end()


def let_the_bank_wait(shop: World) -> None:
    shop.shorten(AwaitCustomerAction=1)
    shop.places_order("pm_card_authenticationRequired")
    shop.run_to_rest()
    shop.time_passes(LATE)
    shop.invoke("Sweep", {})
    shop.run_to_end()


def park(shop: World) -> None:
    always(shop, "VoidPayment", "before")
    order_id = shop.places_order(DECLINED_CARD)
    shop.run_to_rest()
    shop.answers_operator(order_id)
    shop.run_to_end()
