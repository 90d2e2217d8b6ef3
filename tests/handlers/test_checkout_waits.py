from collections.abc import Callable

import pytest

from functions.checkout import steps, workflow
from functions.checkout.call_wait import FIRST_PAUSE, wait_for_order
from functions.order.order import Reason
from functions.shared import clock
from tests.handlers import saga
from tests.handlers.shop import Reply, Shop


class Waiting:
    """Stands in for the waiting function: what it was asked for, and what happens meanwhile."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.meanwhile: Callable[[str], None] = lambda order_id: None

    def __call__(self, order_id: str, seconds: int) -> None:
        self.asked.append(seconds)
        self.meanwhile(order_id)


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> Waiting:
    waiting = Waiting()
    monkeypatch.setattr(workflow, "wait", waiting)
    return waiting


FIVE_SECONDS = (
    *("wait=5", "respond-async, wait=5", "respond-async; wait=5"),
    *("Wait=5", 'wait="5"', "wait = 5", "wait=5, wait=7"),
)
NOT_UNDERSTOOD = (
    *(f"wait={seconds}" for seconds in (0, "", -1, 1.5, "five", "\u0665", "9" * 5000)),
    *("await=5", "\ud800\x00"),
)


@pytest.mark.parametrize(
    ("prefer", "seconds"),
    [
        *((prefer, [5]) for prefer in FIVE_SECONDS),
        *((f"wait={seconds}", [10]) for seconds in (10, 11, "9" * 50)),
        *((prefer, []) for prefer in NOT_UNDERSTOOD),
    ],
)
def test_prefer_wait_asks_to_wait_and_what_cannot_be_understood_is_ignored(
    shop: Shop, waiting: Waiting, prefer: str, seconds: list[int]
) -> None:
    shop.put()
    assert shop.check_out(prefer=prefer).status == 202
    assert waiting.asked == seconds


def test_whoever_waits_is_told_what_became_of_the_order(shop: Shop, waiting: Waiting) -> None:
    shop.stock("water", 10)
    shop.put()
    waiting.meanwhile = saga.confirm
    reply = shop.check_out(prefer="wait=5")
    assert (reply.status, reply.body["status"]) == (201, "CONFIRMED")


def test_whoever_waits_is_told_of_a_cancellation(shop: Shop, waiting: Waiting) -> None:
    shop.put()
    waiting.meanwhile = lambda order_id: saga.cancel(order_id, Reason.OUT_OF_STOCK)
    assert shop.check_out(prefer="wait=5").refusal == (409, "out-of-stock")


def test_an_order_that_is_being_cancelled_is_waited_for_too(
    shop: Shop, placed: Reply, waiting: Waiting
) -> None:
    saga.abandon(placed.body["order_id"], Reason.PAYMENT_DECLINED)
    waiting.meanwhile = lambda order_id: steps.close_order({"order_id": order_id}, None)
    assert shop.check_out(500, prefer="wait=5").refusal == (402, "payment-declined")


def test_a_decided_order_is_not_waited_for(shop: Shop, placed: Reply, waiting: Waiting) -> None:
    saga.confirm(placed.body["order_id"])
    assert shop.check_out(500, prefer="wait=5").status == 201
    assert waiting.asked == []


def test_a_customer_who_must_act_is_told_how(shop: Shop, waiting: Waiting) -> None:
    shop.put()
    waiting.meanwhile = saga.ask_customer
    reply = shop.check_out(prefer="wait=5")
    action = {"type": "authenticate", "url": "https://bank.test/1", "client_secret": "pi_1_secret"}
    assert (reply.status, reply.body["status"]) == (202, "PENDING")
    assert reply.body["next_action"] == action
    assert shop.order(reply.body["order_id"])["next_action"] == action


def test_nobody_is_kept_waiting_who_has_to_act(
    shop: Shop, pauses: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    order_id = shop.buys()
    monkeypatch.setattr(clock, "monotonic", lambda: sum(pauses))

    wait_for_order(order_id, 10)
    until_the_end = sum(pauses)
    saga.ask_customer(order_id)
    wait_for_order(order_id, 10)

    assert until_the_end == pytest.approx(10)
    assert sum(pauses) - until_the_end == pytest.approx(FIRST_PAUSE)


def test_a_wait_that_breaks_still_answers_with_the_order(shop: Shop) -> None:
    """moto knows no such waiting function, so that asking it fails."""
    shop.put()
    assert shop.check_out(prefer="wait=5").status == 202
