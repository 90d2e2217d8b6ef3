"""Stories that lead through every function of the shop, at least once and well."""

import json

from functions.account import logins_store
from functions.session.token import begin_customer
from functions.shared import clock, ids
from harness.actors import accepts
from harness.customers import ASKING_CARD, DECLINED_CARD
from harness.moto.world import World, until
from harness.records import SKU
from harness.scenarios import credit, looks, operations, pages, refunds, talks
from harness.sockets import disconnect_event
from harness.stream import heads


def tell_all(world: World) -> None:
    for story in STORIES:
        world.reset()
        world.runner.always_cold = True
        world.sells()
        story(world)
    world.reset()


def _visits(world: World) -> None:
    """And reconcile comes by: as long as nothing is held, it asks the same whenever it is played back."""
    world.invoke("Reconcile", {"short": True})
    guest, token = (world.api("POST", "/sessions").json["token"] for _ in range(2))
    line = {"sku": SKU, "options": {}, "quantity": 1}
    world.api("GET", "/catalog")
    world.api("PUT", "/cart/lines/any", line, token=guest)
    world.api("POST", "/cart/merge", {"token": guest}, token=token)
    world.api("GET", "/orders", token=token)
    for call, body in (("PUT", {"checkout": {"name": "Ada"}}), ("GET", None), ("DELETE", None)):
        world.api(call, "/sessions/current/data", body, token=token)
    world.api("GET", "/sessions/current", token=token)


def _logs_in_again(world: World) -> None:
    """A login whose answer was lost: the issuer, whom nobody plays back, is not asked again."""
    login, now = world.cloud.issuer.login("ada"), clock.now()
    session = begin_customer(world.new_owner(), ids.new_session(), now)
    logins_store.save(login["code"], login["code_verifier"], session, None, now, [])
    world.api("POST", "/sessions/login", login)


def _waits(world: World) -> None:
    """The way of the typical checkout: the caller waits for its outcome."""
    world.checkout(world.fills_cart({SKU: 1}), headers={"Prefer": "wait=5"})
    world.run_to_end()


def _asks_the_bank(world: World) -> None:
    order_id = world.places_order(ASKING_CARD)
    world.run_to_rest()
    world.tells(world.customer_answers(order_id))
    world.run_to_end()


def _is_not_told_by_the_bank(world: World) -> None:
    """The customer paid, and nobody said so before the wait was over."""
    order_id = world.places_order(ASKING_CARD)
    world.run_to_rest()
    world.answers_bank(order_id)
    world.expires("AwaitCustomerAction")
    world.run_to_end()


def _is_declined(world: World) -> None:
    world.buys(DECLINED_CARD)


def _is_fulfilled(world: World) -> None:
    order = world.delivered_order()
    world.api("GET", f"/orders/{order.order_id}/receipt", owner=order.owner)
    told = {"detail-type": "OrderConfirmed", "detail": {"order_id": order.order_id, "data": {}}}
    world.invoke("Notify", told)
    world.invoke("FailedCheckouts", {"Records": [{"messageId": "1", "body": json.dumps(told)}]})


def _is_rejected(world: World) -> None:
    _, work = world.offered()
    body = {"outcome": "rejected", "why": "no oven"}
    answer = world.api("POST", f"/fulfilments/{work['callback_id']}", body)
    assert answer.status == 200, answer  # noqa: S101 - or the order waits for ever
    world.run_to_end()


def _comes_back(world: World) -> None:
    order, return_id = world.sent_back()
    photos = f"/orders/{order.order_id}/returns/{return_id}/photos"
    world.api("POST", photos, {"content_type": "image/png"}, owner=order.owner)
    world.takes_back(return_id)


def _comes_back_and_is_stuck(world: World) -> None:
    _, return_id = world.sent_back()
    world.always("RefundPayment")
    accepts(return_id)
    world.until_stuck(return_id)


def _stands_before_an_operator(world: World) -> None:
    world.always("VoidPayment")
    order_id = world.places_order(DECLINED_CARD)
    until(lambda: world.path(order_id)[-1:] == ["AwaitOperator"])
    world.run_to_rest()


def _goes_on_by_itself(world: World) -> None:
    """What customers cancel, and what schedules look after."""
    order_id = world.confirmed()
    world.api("POST", f"/orders/{order_id}/cancel", owner=world.order(order_id).owner)
    world.sweep()


def _nobody_is_there(world: World) -> None:
    """An order changes and something is said: what is pushed to connections is posted to a gateway, which
    nobody plays back."""
    world.places_order()
    world.run_to_end()
    world.invoke("Updates", {"Records": heads()})
    world.invoke("Socket", disconnect_event("nobody"))
    said = {"conversation": "support", "owner": world.new_owner(), "operator": False}
    body = json.dumps(said | {"client_id": "1", "text": "Is it open on Sunday?"})
    world.invoke("Messages", {"Records": [{"messageId": "1", "body": body, "attributes": {}}]})


STORIES = (
    _nobody_is_there,
    _visits,
    _logs_in_again,
    _waits,
    _asks_the_bank,
    _is_not_told_by_the_bank,
    _is_declined,
    _is_fulfilled,
    _is_rejected,
    _comes_back,
    _comes_back_and_is_stuck,
    _stands_before_an_operator,
    _goes_on_by_itself,
    *(*pages.SCENARIOS, *talks.SCENARIOS, *operations.SCENARIOS, *looks.SCENARIOS, *credit.SCENARIOS),
    *refunds.SCENARIOS,
)
