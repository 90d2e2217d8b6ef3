"""POST /checkouts."""

import re
from functools import cache
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.utilities.idempotency.exceptions import (
    IdempotencyAlreadyInProgressError,
    IdempotencyInconsistentStateError,
    IdempotencyPersistenceLayerError,
    IdempotencyValidationError,
)

from functions.cart.cart import CartChanged, CheckoutInProgress
from functions.checkout import workflow
from functions.checkout.bodies import CheckoutBody
from functions.checkout.place_order import CartEmpty, PriceChanged, place_order, resume_order
from functions.order import store as order_store
from functions.order.order import Order, Reason, Status
from functions.payment.errors import PaymentsNotConfigured, PaymentsUnavailable
from functions.shared import api, clock
from functions.shared.contention import Contended
from functions.shared.errors import KeyReused
from functions.shared.once import Once
from functions.shared.problems import (
    Problem,
    cart_changed,
    checkout_in_progress,
    key_reused,
    payments_not_configured,
    payments_unavailable,
    try_again,
    unprocessable,
)
from functions.storefront.show_order import present

PROBLEMS: api.Problems = {
    CartEmpty: lambda _: Problem(409, "cart-empty", "The cart is empty; put something into it first."),
    PriceChanged: lambda changed: Problem(
        409, "price-changed", "The total is not the one expected.", total=changed.total.as_dict()
    ),
    CartChanged: lambda changed: cart_changed(409, changed.version),
    CheckoutInProgress: lambda busy: checkout_in_progress(busy.order_id),
    KeyReused: lambda _: key_reused(),
    PaymentsNotConfigured: lambda _: payments_not_configured(),
    PaymentsUnavailable: lambda silent: payments_unavailable(silent.seconds),
    Contended: lambda _: try_again("The cart is being changed from many places at once."),
}

app = api.resolver(PROBLEMS)

DAY_SECONDS = 24 * 60 * 60
LONGEST_WAIT_SECONDS = 10
BUSY_TRIES = 20
BUSY_PAUSE_SECONDS = 0.1

_KEY = re.compile(r"[\x20-\x7e]{1,255}")
_WAIT = re.compile(r'(?:^|[,;\s])wait\s*=\s*"?(\d{1,99})"?(?=$|[,;\s])', re.IGNORECASE | re.ASCII)

_CANCELLED = {
    Reason.PAYMENT_DECLINED: (HTTPStatus.PAYMENT_REQUIRED, "The payment was declined."),
    Reason.OUT_OF_STOCK: (HTTPStatus.CONFLICT, "There is not enough in stock."),
    Reason.CHECKOUT_FAILED: (HTTPStatus.CONFLICT, "The checkout failed; nothing was charged."),
    Reason.CANCELLED_BY_CUSTOMER: (HTTPStatus.CONFLICT, "The order was cancelled; nothing was charged."),
    Reason.REJECTED_BY_SHOP: (HTTPStatus.CONFLICT, "The shop could not pack it; nothing was charged."),
    Reason.NOT_PACKED_IN_TIME: (HTTPStatus.CONFLICT, "It was not packed in time; nothing was charged."),
}


@app.post("/checkouts")
def post_checkout() -> api.Response:
    """The answer depends on the order's state alone, first call and repeat alike."""
    key = _idempotency_key()
    body = api.parse(app, CheckoutBody)
    order = _place_once(api.owner(app), key, body)
    seconds = _wait_seconds()
    if seconds and order.head.undecided:
        workflow.wait(order.order_id, seconds)
        order = order_store.load(order.order_id)
    return _answer(order)


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    _placing().begin(context)
    return app.resolve(event, context)


def _place_once(owner: str, key: str, body: CheckoutBody) -> Order:
    """One call places; who comes meanwhile waits for it; who comes later meets its order.

    The record holds the order's id, never its status. It is the first of several locks and not the last:
    when the holder died, those who wait go on without it, and meet in the order's conditional write.
    """
    request = {"key": f"{owner}\n{key}", "body": body.compared()}
    placed: list[Order] = []
    for _ in range(BUSY_TRIES):
        try:
            order_id = _placing()(request=request, owner=owner, key=key, body=body, placed=placed)
        except (IdempotencyAlreadyInProgressError, IdempotencyInconsistentStateError):
            clock.pause(BUSY_PAUSE_SECONDS)
            continue
        except IdempotencyValidationError as other:
            raise KeyReused(key) from other
        except IdempotencyPersistenceLayerError as lost:
            if not placed:
                raise try_again("The shop is busy. Repeat the request with the same key.") from lost
            return placed[0]
        return placed[0] if placed else _resumed(order_id)
    return place_order(owner, key, body.request())


def _resumed(order_id: str) -> Order:
    order = order_store.load(order_id)
    resume_order(order)
    return order


@cache
def _placing() -> Once:
    return Once(_place, argument="request", prefix="place", seconds=DAY_SECONDS, key="key", compared="body")


def _place(request: dict[str, Any], owner: str, key: str, body: CheckoutBody, placed: list[Order]) -> str:
    """`request` is what the record is kept and compared by."""
    order = place_order(owner, key, body.request())
    placed.append(order)
    return order.order_id


def _answer(order: Order) -> api.Response:
    location = f"/api/orders/{order.order_id}"
    if order.status is Status.CANCELLED:
        reason = order.head.reason or Reason.CHECKOUT_FAILED
        status, detail = _CANCELLED[reason]
        raise Problem(status, reason, detail, order_id=order.order_id)
    if order.head.undecided:
        return api.respond(present(order), HTTPStatus.ACCEPTED, Location=location)
    return api.respond(present(order), HTTPStatus.CREATED, Location=location)


def _idempotency_key() -> str:
    given = api.header(app, "Idempotency-Key")
    if given is None or not _KEY.fullmatch(given):
        raise unprocessable("Idempotency-Key: a header of 1 to 255 printable ASCII characters is required.")
    return given


def _wait_seconds() -> int:
    """Seconds asked for by `Prefer: wait=N` (RFC 7240); what cannot be understood is ignored, as it says."""
    found = _WAIT.search(", ".join(api.header_values(app, "Prefer")))
    return min(int(found[1]), LONGEST_WAIT_SECONDS) if found else 0
