"""A payment provider that does not answer: new checkouts are refused, nothing else is, until it does."""

import boto3
import pytest

from functions.payment import breaker
from functions.payment.errors import PaymentsUnavailable
from functions.payment.hold import HoldStatus
from functions.shared.table import scan
from harness.caches import forget_all
from harness.customers import ASKING_CARD, DECLINED_CARD
from harness.moto.world import SKU, WAITING, World
from ops import __main__ as ops
from tests.workflows.operating import Capture, told

TRIES = 7
"""How often the machine tries one authorization."""
LATER = breaker.RECOVERY_SECONDS + 1
REFUSED = (503, "payments-unavailable")


def gets_no_answer(shop: World, times: int) -> None:
    shop.fault("AuthorizePayment", "call_before", at="create", error="no answer", times=times)


def opens(shop: World) -> str:
    """Ten authorizations in a row get no answer: all of one order's, and three of another's, which then is
    confirmed. The latter."""
    gets_no_answer(shop, breaker.FAILURES)
    given_up = shop.buys()
    assert shop.outcome(given_up) == ("CANCELLED", "checkout-failed")
    order_id = shop.buys()
    shop.time_passes(breaker.FRESH_SECONDS)  # what the function for checkouts remembers is of better times
    return order_id


def checks_out(shop: World, key: str | None = None) -> tuple[int, str]:
    answer = shop.checkout(shop.fills_cart({SKU: 1}), key=key)
    shop.run_to_end()
    return answer.status, answer.problem


def opened_elsewhere(shop: World) -> None:
    """Another process was the one that got no answer."""
    table = shop.cloud.template.tables["Idempotency"].name
    store = breaker.CircuitBreakerDynamoDBPersistence(table, boto3_client=boto3.client("dynamodb"))
    store.save_open(breaker.NAME, breaker.FAILURES, int(breaker.clock.now().timestamp()))


def circuit() -> str:
    """As the table says."""
    breaker._asked.cache_clear()
    return breaker.standing().state.value


def test_while_the_provider_does_not_answer_a_new_checkout_is_refused_before_there_is_an_order(
    shop: World,
) -> None:
    opens(shop)
    orders, owner = shop.order_ids(), shop.fills_cart({SKU: 1})

    answer = shop.checkout(owner, key="mine")

    assert (answer.status, answer.problem) == REFUSED
    assert 1 <= int(answer.headers["retry-after"]) <= breaker.RECOVERY_SECONDS
    assert shop.order_ids() == orders
    assert shop.api("GET", "/cart", owner=owner).json["checkout"] is None

    shop.time_passes(LATER)
    assert shop.checkout(owner, key="mine").status == 202, "its key stayed free"
    shop.run_to_end()


def test_whatever_the_provider_breaks_on_opens_the_circuit_too(shop: World) -> None:
    shop.provider.fault("confirm", "error_500", times=breaker.FAILURES)
    for _ in range(2):
        shop.buys()
    assert circuit() == "OPEN"
    shop.time_passes(breaker.FRESH_SECONDS)
    assert checks_out(shop) == REFUSED


def test_one_order_alone_never_opens_it(shop: World) -> None:
    gets_no_answer(shop, TRIES)
    order_id = shop.buys()
    assert shop.outcome(order_id) == ("CANCELLED", "checkout-failed")
    assert circuit() == "CLOSED"
    assert checks_out(shop)[0] == 202


def test_an_order_that_is_placed_goes_on_while_it_is_open(shop: World) -> None:
    order_id = opens(shop)
    assert circuit() == "OPEN"
    assert shop.outcome(order_id) == ("CONFIRMED", None)


def test_the_repeat_of_a_key_meets_its_order_while_it_is_open(shop: World) -> None:
    owner = shop.fills_cart({SKU: 1})
    assert shop.checkout(owner, key="before").status == 202
    shop.run_to_end()
    opens(shop)
    assert shop.checkout(owner, key="before").status == 201


def test_declines_never_count(shop: World) -> None:
    for _ in range(breaker.FAILURES + 1):
        shop.buys(DECLINED_CARD)
    assert circuit() == "CLOSED"
    assert [one for one in scan("IDEMPOTENCY_TABLE") if one["id"] == breaker.NAME] == []


def test_a_decline_shows_that_the_provider_is_there(shop: World) -> None:
    gets_no_answer(shop, TRIES)
    shop.buys()
    shop.buys(DECLINED_CARD)
    gets_no_answer(shop, breaker.FAILURES - TRIES)
    shop.buys()
    assert circuit() == "CLOSED"


def test_a_packed_order_is_charged_while_it_is_open(shop: World) -> None:
    order_id, work = shop.offered()
    opened_elsewhere(shop)
    forget_all()

    shop.packs(work)

    assert shop.outcome(order_id) == ("COMPLETED", None)
    assert circuit() == "OPEN"


def test_voids_go_through_while_it_is_open(shop: World) -> None:
    order_id = shop.places_order(ASKING_CARD)
    shop.run_to_rest()
    assert shop.path(order_id) == WAITING
    opened_elsewhere(shop)
    forget_all()
    refused = shop.checkout(shop.fills_cart({SKU: 1}))
    assert (refused.status, refused.problem) == REFUSED

    assert shop.cancels(order_id).status == 202
    shop.run_to_end()

    assert shop.outcome(order_id) == ("CANCELLED", "cancelled-by-customer")
    assert shop.hold(order_id).status == HoldStatus.GONE
    assert circuit() == "OPEN"


def test_after_a_while_one_answer_closes_it_again(shop: World) -> None:
    opens(shop)
    shop.time_passes(LATER)

    assert checks_out(shop)[0] == 202

    assert circuit() == "CLOSED"
    forget_all()
    assert [checks_out(shop)[0] for _ in range(2)] == [202, 202]


def test_a_declined_probe_closes_it_too(shop: World) -> None:
    opens(shop)
    shop.time_passes(LATER)
    shop.buys(DECLINED_CARD)
    assert circuit() == "CLOSED"


def test_a_probe_without_an_answer_keeps_it_open_for_as_long_again(shop: World) -> None:
    opens(shop)
    shop.time_passes(LATER)
    gets_no_answer(shop, 1)

    assert checks_out(shop)[0] == 202

    assert circuit() == "OPEN"
    shop.time_passes(breaker.FRESH_SECONDS)
    assert checks_out(shop) == REFUSED
    shop.time_passes(LATER)
    assert checks_out(shop)[0] == 202
    assert circuit() == "CLOSED"


def test_only_a_few_are_let_through_to_probe_and_a_few_more_after_a_while(shop: World) -> None:
    opens(shop)
    shop.time_passes(LATER)
    for _ in range(2):
        for _ in range(breaker.PROBES):
            forget_all()  # each in a process of its own
            breaker.admit()
        with pytest.raises(PaymentsUnavailable) as refused:
            breaker.admit()
        assert 1 <= refused.value.seconds <= breaker.RECOVERY_SECONDS
        shop.time_passes(breaker.RECOVERY_SECONDS)


def test_processes_agree_at_once_or_when_what_they_remember_is_ten_seconds_old(shop: World) -> None:
    breaker.admit()
    opened_elsewhere(shop)

    breaker.admit()  # remembers better times
    shop.time_passes(breaker.FRESH_SECONDS)
    with pytest.raises(PaymentsUnavailable):
        breaker.admit()
    forget_all()
    with pytest.raises(PaymentsUnavailable):
        breaker.admit()


def test_a_table_that_does_not_tell_refuses_nobody(shop: World) -> None:
    shop.fault("Checkouts", "call_before", at="GetItem Idempotency", error="ThrottlingException")
    shop.fault("AuthorizePayment", "call_before", at="GetItem Idempotency", error="ThrottlingException")
    order_id = shop.buys()
    assert shop.outcome(order_id) == ("CONFIRMED", None)


def test_while_all_is_well_nobody_writes_where_the_circuit_stands(shop: World) -> None:
    for _ in range(3):
        shop.buys()
    assert [one["id"] for one in scan("IDEMPOTENCY_TABLE") if one["id"].startswith(breaker.NAME)] == []


def test_it_is_told_by_a_metric_and_by_a_command(
    shop: World, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ops, "connect", lambda aws: None)
    closed = {"circuit": "CLOSED", "opened_at": None, "probes_from": None, "failures": 0}
    assert told(capsys, "show-breaker") == closed
    capsys.readouterr()
    opens(shop)
    assert checks_out(shop) == REFUSED
    emitted = capsys.readouterr().out
    assert '"PaymentCircuitMoved":1' in emitted.replace(" ", "")
    assert '"CheckoutsRefused":1' in emitted.replace(" ", "")

    forget_all()
    shown = told(capsys, "show-breaker")

    assert (shown["circuit"], shown["failures"]) == ("OPEN", breaker.FAILURES)
    assert shown["opened_at"] < shown["probes_from"]
