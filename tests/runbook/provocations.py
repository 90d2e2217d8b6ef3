"""What makes each alarm go off on a shop that runs here, and what repairs the cause before its page's
command."""

import json
import os
import signal
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from functions.conversation import queue as sayings
from functions.conversation.access import Caller
from functions.fulfilment import callback, store
from functions.operations.find_stuck import unanswered
from functions.order import store as orders
from functions.payment import store as payments
from functions.session import store as session_store
from functions.shared import clock
from infra.parts.releases import LIVE
from infra.watch.symptoms import AUDIT_SECONDS
from ops.dead_letters import dead_letter_queues
from ops.work_queues import work_queues
from tests.runbook.shop import ASKING, DECLINED, Shop, until

SLOW = "pm_sandbox_slow"
EARLIER = (
    "UPDATE objects SET created = created - 3600, body = json_set(body, '$.created', created - 3600)"
    " WHERE id = ?"
)
"""The comparison leaves what is young alone."""
DAY = 24 * 60
ENOUGH = 3
"""As many failures as an objective asks for (infra/watch/objectives.py)."""

DEAD_LETTERS = tuple(
    f"dead-letters-{queue}"
    for queue in (
        *("jobs", "measure", "notices-held-back", "notify", "packing-requests", "packing-results"),
        *("reconcile", "relay", "rotate-keys", "sayings", "sweep", "updates", "warehouse"),
    )
)

NOT_HERE = {
    "restore-test-failed": "the embedded cloud has neither restore tests nor builds",
    "relay-behind": "the embedded cloud does not measure how far a reader of a stream is behind",
    "pages-behind": "the same",
    "checkouts-succeed-slow": "goes off with -fast: a shop that has run for minutes has no other six hours",
    "checkouts-in-time-slow": "the same",
    "requests-answered-slow": "the same",
    "checkouts-end-slow": "the same",
    "orders-packed-slow": "the same",
}
"""Alarms that are not provoked by themselves, and why. The commands of their pages are followed, too."""


def _nothing(_shop: Shop) -> None:
    return


@dataclass(frozen=True)
class Provocation:
    """`begin` comes before all else, for what takes its time; `provoke` just before the page is followed.
    `ahead`: the alarm is looked at as it will be in so many minutes. `repair`: what others do, between the
    page's first look and its command. `within`: minutes after which what was counted until the repair is
    looked at no more."""

    page: str
    alarms: tuple[str, ...]
    provoke: Callable[[Shop], None] = _nothing
    begin: Callable[[Shop], None] = _nothing
    repair: Callable[[Shop], None] = _nothing
    ahead: int = 0
    within: int = 6


def _refuse_checkouts(shop: Shop) -> None:
    """Processes look where the circuit stands every ten seconds."""
    shop.follow('.venv/bin/python -m ops open-breaker --yes --why "the provider is silent"')
    until(lambda: shop.buys().status_code == 503, "checkouts are not refused")
    for _ in range(2 * ENOUGH):
        shop.buys()


def _pay_slowly(shop: Shop) -> None:
    for _ in range(ENOUGH):
        shop.env["ORDER"] = shop.order(SLOW)


def _stop_executions(shop: Shop) -> None:
    """Three checkouts that nobody works on any more."""
    machine = shop.outputs["CheckoutMachine"].removesuffix(f":{LIVE}")
    executions = machine.replace(":stateMachine:", ":execution:")
    for _ in range(ENOUGH):
        order_id = shop.order(ASKING)
        shop.aws("stepfunctions").stop_execution(executionArn=f"{executions}:{order_id}")


def _silence_warehouse(shop: Shop) -> None:
    shop.kitchen(signal.SIGSTOP)
    for _ in range(ENOUGH):
        shop.order()


def _warehouse_fetches(shop: Shop) -> None:
    shop.kitchen(signal.SIGCONT)
    clock.pause(2)


def _fail_voids(shop: Shop) -> None:
    """A declined order whose payment the provider does not undo, as often as that is tried."""
    shop.fault("cancel", "error_500", 1000)
    shop.env["DECLINED"] = shop.order(DECLINED, wait=10)


def _await_parked(shop: Shop) -> None:
    """Others may stand beside it, where this machine was slow."""
    shop.env["ORDER"] = shop.env["DECLINED"]
    until(lambda: shop.env["ORDER"] in {stop.subject for stop in unanswered({})}, "it was never parked")


def _provider_is_well(shop: Shop) -> None:
    shop.faults_off()


def _pay_by_hand(shop: Shop) -> None:
    """A live payment that names no order, made long enough ago."""
    form = {"amount": "4200", "currency": "eur", "payment_method": "pm_card_visa", "confirm": "true"}
    form |= {"capture_method": "manual", "payment_method_types[]": "card"}
    made = shop.post("/sandbox/v1/payment_intents", data=form, headers=_key(shop))
    made.raise_for_status()
    shop.env["PAYMENT"] = made.json()["id"]
    shop.at_provider(EARLIER, shop.env["PAYMENT"])


def _key(shop: Shop) -> dict[str, str]:
    secret = shop.aws("secretsmanager").get_secret_value(SecretId=shop.outputs["StripeSecret"])
    return {"Authorization": f"Bearer {json.loads(secret['SecretString'])['api_key']}"}


def _settle_at_provider(shop: Shop) -> None:
    path = f"/sandbox/v1/payment_intents/{shop.env['PAYMENT']}/cancel"
    shop.post(path, headers=_key(shop)).raise_for_status()


def _settle_in_time(shop: Shop) -> None:
    """Whoever does it by hand takes longer than the alarm needs to tell two audits apart."""
    _settle_at_provider(shop)
    clock.pause(AUDIT_SECONDS)


def _reconcile_finds_it(shop: Shop) -> None:
    """The hourly run."""
    _pay_by_hand(shop)
    answer = shop.aws("lambda").invoke(FunctionName=shop.function("Reconcile"), Payload=b"{}")
    assert "FunctionError" not in answer


def _audit_finds_it(shop: Shop) -> None:
    _pay_by_hand(shop)
    shop.follow(".venv/bin/python -m ops audit", may_find=True)


def _dispute(shop: Shop) -> None:
    """The bank of somebody who was charged asks for the money."""
    shop.env["ORDER"] = shop.order(wait=10)
    until(lambda: orders.load(shop.env["ORDER"]).status == "COMPLETED", "it is not completed")
    _bank(shop, "open")
    until(lambda: orders.load(shop.env["ORDER"]).disputes, "nobody heard of the dispute")


def _bank(shop: Shop, action: str) -> None:
    payment = payments.load(shop.env["ORDER"])
    assert payment is not None
    ordered = {"payment_intent": payment.hold_id, "action": action}
    shop.post("/sandbox/disputes", json=ordered).raise_for_status()


def _bank_decides(shop: Shop) -> None:
    _bank(shop, "win")


def _fill_dead_letters(shop: Shop) -> None:
    """In each queue one message that can be worked on, now that whatever was wrong is repaired."""
    order_id = shop.order(wait=10)
    until(lambda: orders.load(order_id).status == "COMPLETED", f"{order_id} is not completed")
    fulfilment = store.load(order_id)
    ring = session_store.key_ring()
    callback_id = callback.mint(order_id, str(fulfilment.pack_by), ring)
    order = orders.load(order_id)
    event = {
        "source": "paidonce.orders",
        "detail-type": "OrderPlaced",
        "detail": {"order_id": order_id, "number": 1, "at": order.placed_at, "data": {}, "schema_version": 1},
    }
    asked = {"order_id": order_id, "task_token": "gone", "execution": order_id}
    said = {
        "conversation": order_id,
        "owner": order.owner,
        "operator": False,
        "client_id": "c1",
        "text": "Hi",
    }
    word = {"type": "hand_over", "order_id": order_id, "lines": []}
    bodies = {
        "JobsFailures": {"job_id": "job_" + "a" * 32},
        "NoticesHeldBackFailures": event,
        "NotifyFailures": event,
        "PackingRequestsFailures": asked,
        "PackingResultsFailures": {"callback_id": callback_id, "outcome": "packed"},
        "SayingsFailures": said,
        "WarehouseFailures": word,
    }
    for queue in dead_letter_queues():
        in_order = {"MessageGroupId": order_id, "MessageDeduplicationId": uuid.uuid4().hex}
        shop.aws("sqs").send_message(
            QueueUrl=queue.url,
            MessageBody=json.dumps(bodies.get(queue.name, {})),
            **(in_order if queue.url.endswith(".fifo") else {}),
        )


def _pausing(queue: str, then: Callable[[Shop], object]) -> Callable[[Shop], None]:
    def provoke(shop: Shop) -> None:
        shop.follow(f'.venv/bin/python -m ops pause-queue {queue} --yes --why "a mistake"')
        then(shop)

    return provoke


def _say(shop: Shop) -> None:
    order_id = shop.order(wait=10)
    owner = orders.load(order_id).owner
    (called,) = [one.called for one in work_queues() if one.name == "Sayings"]
    os.environ["SAYINGS_QUEUE"] = shop.aws("sqs").get_queue_url(QueueName=called)["QueueUrl"]
    saying = sayings.Saying(order_id, Caller(owner, False), "c1", "Where is it?")
    sayings.put(saying)


def _be_declined(shop: Shop) -> None:
    shop.order(DECLINED, email="ada@example.com")


PROVOCATIONS = (
    Provocation("checkouts-in-time", ("checkouts-in-time-fast",), begin=_pay_slowly),
    Provocation("checkouts-succeed", ("checkouts-succeed-fast",), provoke=_refuse_checkouts),
    Provocation("requests-answered", ("requests-answered-fast",)),
    Provocation(
        "orders-stuck",
        ("orders-stuck",),
        begin=_fail_voids,
        provoke=_await_parked,
        repair=_provider_is_well,
        within=25,
    ),
    Provocation("promise-broken", ("promise-broken",), _audit_finds_it, repair=_settle_in_time),
    Provocation("money-wrong", ("money-wrong",), _reconcile_finds_it, repair=_settle_at_provider, within=65),
    Provocation("checkouts-end", ("checkouts-end-fast",), begin=_stop_executions),
    Provocation("orders-packed", ("orders-packed-fast",), begin=_silence_warehouse),
    Provocation("warehouse-silent", ("warehouse-silent",), ahead=65, repair=_warehouse_fetches),
    Provocation("offers-wait", ("offers-wait",), _pausing("PackingRequests", Shop.order), ahead=15),
    Provocation("answers-wait", ("answers-wait",), _pausing("PackingResults", Shop.order), ahead=15),
    Provocation("messages-wait", ("messages-wait",), _pausing("Sayings", _say), ahead=10),
    Provocation("notices-wait", ("notices-wait",), _pausing("NoticesHeldBack", _be_declined), ahead=65),
    Provocation("disputes-opened", ("disputes-opened",), _dispute, repair=_bank_decides, within=DAY + 5),
    Provocation("dead-letters", DEAD_LETTERS, _fill_dead_letters),
)
"""In this order: the warehouse is silent until it fetches again, before which no order is completed, and no
payment is undone until the provider is well."""
