"""No emulator checks permissions. So each call that the functions make is held against their roles here."""

from tests.workflows.fulfil import asked, cancels, offered, reached, reports
from tests.workflows.returning import sent_back
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
    relay(shop)
    fulfil(shop)
    cancel(shop)
    sent_back(shop)

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


def relay(shop: World) -> None:
    """The relay is told of all that happened; then someone pages through their orders."""
    assert shop.invoke("Relay", {"Records": records()}).answer == {"batchItemFailures": []}
    told = {"detail-type": "OrderConfirmed", "detail": {"order_id": shop.order_ids()[0], "data": {}}}
    assert shop.invoke("Notify", told).error is None
    assert shop.api("GET", "/orders", owner=shop.new_owner()).status == 200


def fulfil(shop: World) -> None:
    """In part, by message and by URL; rejected, by message; not in time, by the sweep."""
    _, work = offered(shop, quantity=2)
    reports(shop, work, "accepted")
    reports(shop, work, lines=[{"line_id": SKU, "quantity": 1}])
    shop.run_to_end()
    _, work = offered(shop)
    reported = shop.api("POST", f"/fulfilments/{work['callback_id']}", {"outcome": "accepted"})
    assert reported.status == 200
    rejected = shop.api("POST", f"/fulfilments/{work['callback_id']}", {"outcome": "rejected"})
    assert rejected.status == 200
    shop.run_to_end()
    shop.provider.fault("confirm", "short_hold")
    asked(shop)
    shop.invoke("Sweep", {})
    shop.delivers("PackingRequests", "OfferPacking")
    shop.run_to_end()


def cancel(shop: World) -> None:
    """Before anything is reserved, before the bank, before the warehouse."""
    held = shop.fault("ReserveStock", "hangs", at="TransactWriteItems")
    order_id = shop.places_order()
    reached(held)
    assert cancels(shop, order_id) == 202
    held.kill()
    shop.run_to_end()
    order_id = shop.places_order("pm_card_authenticationRequired")
    shop.run_to_rest()
    assert cancels(shop, order_id) == 202
    order_id, _ = offered(shop)
    assert cancels(shop, order_id) == 202
    shop.run_to_end()


def cancel_all_that_waits(shop: World) -> None:
    """Orders that the sweep has begun to fulfil."""
    shop.run_to_rest()
    shop.delivers("PackingRequests", "OfferPacking")
    shop.messages("Warehouse")
    for order_id in shop.order_ids():
        if shop.outcome(order_id)[0] == "FULFILLING":
            cancels(shop, order_id)
    shop.run_to_end()


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
    cancel_all_that_waits(shop)


def park(shop: World) -> None:
    always(shop, "VoidPayment", "before")
    order_id = shop.places_order(DECLINED_CARD)
    shop.run_to_rest()
    shop.answers_operator(order_id)
    shop.run_to_end()
