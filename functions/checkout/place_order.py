"""Place an order: price the cart, write the order and claim the cart in one transaction, start its saga."""

import os
from datetime import datetime, timedelta

from functions.cart import cart as carts
from functions.cart import store as cart_store
from functions.cart import writes as cart_writes
from functions.cart.cart import Cart
from functions.cart.change_cart import cart_changed, checkout_in_progress
from functions.catalog import store as catalog
from functions.checkout import workflow
from functions.checkout.request import CheckoutBody
from functions.order import changes
from functions.order import store as order_store
from functions.order import writes as order_writes
from functions.order.lines import OrderLine
from functions.order.order import Head, Order, Status
from functions.payment import breaker, credentials
from functions.payment.errors import PaymentsNotConfigured, PaymentsUnavailable
from functions.shared import clock, ids
from functions.shared.observe import count, logger
from functions.shared.problems import Problem, payments_not_configured, payments_unavailable, try_again
from functions.shared.table import ConditionRefused, transact

TRIES = 5
CONFIGURED_SECONDS = 60.0


def place_order(owner: str, idempotency_key: str, body: CheckoutBody) -> Order:
    """The order that this owner's key stands for, its saga started.

    Safe to repeat and beside itself: the order's id follows from owner and key, the cart is claimed by the
    order, the execution is named after it. Raises Problem: 409 checkout-in-progress, cart-empty,
    price-changed or cart-changed, 422 when the key stands for another request, 503 payments-not-configured
    or payments-unavailable.
    """
    order_id = ids.order_id(owner, idempotency_key)
    digest = ids.digest(body.compared())
    for attempt in range(TRIES):
        now = clock.now()
        cart = cart_store.load(owner, now)
        if cart.checkout == order_id:
            return _repeated(order_id, digest)
        try:
            order = _draft(order_id, digest, cart, body, now)
            _require_payments()
        except Problem as refusal:
            return _placed_before(order_id, digest, refusal)
        try:
            _write(order, cart, now)
        except ConditionRefused as refused:
            if order_writes.LABEL in refused.refused:
                return _repeated(order_id, digest)
            clock.pause(0.005 * attempt)
            continue
        workflow.start(order_id)
        return order
    raise try_again("The cart is being changed from many places at once.")


def resume_order(order: Order) -> None:
    """The order and its execution are two writes: a repeat while the order is open starts it again. What is
    cancelled after it was confirmed is another state machine's."""
    if order.head.undecided and order.confirmed_at is None:
        workflow.start(order.order_id)


def _repeated(order_id: str, digest: str) -> Order:
    order = order_store.load(order_id)
    if order.request_digest != digest:
        raise key_reused()
    resume_order(order)
    return order


def _placed_before(order_id: str, digest: str, refusal: Problem) -> Order:
    """The cart refuses, but it may have moved on since this key's order was placed (confirmed, it is empty):
    a repeat meets its order. Raises the refusal if there is none."""
    try:
        return _repeated(order_id, digest)
    except order_store.OrderUnknown:
        raise refusal from None


def key_reused() -> Problem:
    return Problem(422, "idempotency-key-reused", "This Idempotency-Key was used with another body.")


def _draft(order_id: str, digest: str, cart: Cart, body: CheckoutBody, now: datetime) -> Order:
    """The order as the cart stands, or the Problem that keeps it from being placed."""
    if cart.checkout is not None:
        raise checkout_in_progress(cart.checkout)
    if body.cart_version is not None and body.cart_version != cart.version:
        raise cart_changed(cart, 409)
    lines = carts.price(cart.lines, catalog.products())
    if not lines:
        raise Problem(409, "cart-empty", "The cart is empty; put something into it first.")
    total = carts.total(lines)
    if total != body.expected_total.money():
        raise Problem(409, "price-changed", "The total is not the one expected.", total=total.as_dict())
    return Order(
        head=Head(order_id, Status.PENDING, 1),
        owner=cart.owner,
        lines=tuple(map(OrderLine.agreed, lines)),
        total=total,
        placed_at=clock.timestamp(now),
        payment_method=body.payment_method,
        shipping_address=body.shipping_address.model_dump(mode="json", exclude_none=True),
        request_digest=digest,
        email=body.email,
    )


def _require_payments() -> None:
    """An order that nobody can be charged for is not written: it could only be taken back."""
    _require_keys()
    try:
        breaker.admit()
    except PaymentsUnavailable as silent:
        count("CheckoutsRefused", why="payments-unavailable")
        raise payments_unavailable(silent.seconds) from silent


def _require_keys() -> None:
    try:
        credentials.current(CONFIGURED_SECONDS)
    except PaymentsNotConfigured as missing:
        logger.error("checkouts are refused", extra={"why": str(missing)})
        raise payments_not_configured() from missing


def _write(order: Order, cart: Cart, now: datetime) -> None:
    due_at = now + timedelta(seconds=int(os.environ["CHECKOUT_DUE_SECONDS"]))
    transact(
        [
            *order_writes.create(order, changes.placed(order), clock.timestamp(due_at)),
            cart_writes.claim(order.owner, cart.version, order.order_id, now),
        ]
    )
