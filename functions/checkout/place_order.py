"""Place an order: price the cart, look at the stock, write the order and claim the cart in one transaction,
start its saga.

What keeps an order from being placed is said in this order: the key stands for another request, an order
claims the cart, the cart is at another version, it is empty, a line is withdrawn, it is not delivered there,
the address lacks something, nobody can say what it costs, the total or what credit leaves of it is another,
no card takes it or none is named, units are missing, a code is used up, credit is missing, too many cards
were declined, payments cannot be taken. A key whose order exists meets that, whatever the cart has become.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from functions.cart import store as cart_store
from functions.cart import writes as cart_writes
from functions.cart.cart import Cart
from functions.checkout import workflow
from functions.checkout.draft_order import CheckoutRequest, draft_order, require_payable
from functions.checkout.look_at_credit import look_at_credit
from functions.checkout.look_at_declines import TooManyDeclines, look_at_declines
from functions.checkout.look_at_stock import NotInStock, look_at_stock
from functions.credit.account import CreditShort
from functions.inventory.uses import CodeUsedUp
from functions.order import changes
from functions.order import store as order_store
from functions.order import writes as order_writes
from functions.order.order import Order
from functions.payment import breaker, credentials
from functions.payment.errors import PaymentsNotConfigured, PaymentsUnavailable
from functions.pricing.quoting import PricesUnavailable
from functions.shared import clock, ids, patience
from functions.shared.contention import Contended
from functions.shared.errors import BusinessError, KeyReused
from functions.shared.observe import about, count, logger
from functions.shared.table import ConditionRefused, transact
from functions.storefront.quoting import new_quoting

TRIES = 5
PAUSE_SECONDS = 0.005
_COUNTED: dict[type[Exception], str] = {
    NotInStock: "out-of-stock",
    CodeUsedUp: "code-used-up",
    CreditShort: "credit-short",
    TooManyDeclines: "too-many-declines",
    PricesUnavailable: "prices-unavailable",
}
"""Refusals that are a metric, where no order of the key is met."""


@dataclass(frozen=True)
class Placed:
    """`repeated`: the order was placed by an earlier call."""

    order: Order
    repeated: bool


def place_order(owner: str, idempotency_key: str, request: CheckoutRequest) -> Placed:
    """The order that this owner's key stands for, its saga started.

    Safe to repeat and beside itself: the order's id follows from owner and key, the cart is claimed by the
    order, the execution is named after it. Raises KeyReused, CheckoutInProgress, CartChanged, CartEmpty,
    Unavailable, NotDelivered, PricesUnavailable, AddressIncomplete, PriceChanged, ExpectedToPayMissing,
    AmountTooSmall, AmountTooLarge, PaymentMethodMissing, NotInStock, CodeUsedUp, CreditShort,
    TooManyDeclines, PaymentsNotConfigured, PaymentsUnavailable, Contended; then nothing is written.
    """
    order_id = ids.order_id(owner, idempotency_key)
    with about(order_id):
        return _place(order_id, owner, request)


def _place(order_id: str, owner: str, request: CheckoutRequest) -> Placed:
    quoting = new_quoting()
    if quoting.by_function:  # who makes prices elsewhere is not asked about an order that is written
        with suppress(order_store.OrderUnknown):
            return _repeated(order_id, request)
    for attempt in range(TRIES):
        now = clock.now()
        cart = cart_store.load(owner, now)
        if cart.checkout == order_id:
            return _repeated(order_id, request)
        try:
            order = draft_order(order_id, cart, request, now, quoting)
            require_payable(order)
            look_at_stock(order.lines, order.uses)
            look_at_credit(owner, order.credit)
            _require_payments(order, now)
        except (BusinessError, PricesUnavailable, PaymentsNotConfigured, PaymentsUnavailable) as refusal:
            if isinstance(refusal, NotInStock | CodeUsedUp | CreditShort) and _moved(cart, now):
                continue
            return _placed_before(order_id, request, refusal)
        try:
            _write(order, cart, now)
        except ConditionRefused as refused:
            if order_writes.LABEL in refused.refused:
                return _repeated(order_id, request)
            clock.pause(PAUSE_SECONDS * attempt)
            continue
        workflow.start(order)
        return Placed(order, repeated=False)
    raise Contended(f"place {order_id}: the cart moved {TRIES} times")


def resume_order(order: Order) -> None:
    """The order and its execution are two writes: a repeat while the order is open starts it again. What is
    cancelled after it was confirmed is another state machine's."""
    if order.head.undecided and order.confirmed_at is None:
        workflow.start(order)


def _repeated(order_id: str, request: CheckoutRequest) -> Placed:
    order = order_store.load(order_id)
    if order.request_digest != request.digest:
        raise KeyReused(order_id)
    resume_order(order)
    return Placed(order, repeated=True)


def _moved(seen: Cart, now: datetime) -> bool:
    """Whether the cart is another by now: what is missing may be held by an order of this very cart."""
    return cart_store.load(seen.owner, now) != seen


def _placed_before(order_id: str, request: CheckoutRequest, refusal: Exception) -> Placed:
    """What refuses may be this key's own order: it emptied the cart, or holds the last units. A repeat meets
    its order. Raises the refusal if there is none."""
    try:
        return _repeated(order_id, request)
    except order_store.OrderUnknown:
        why = _COUNTED.get(type(refusal))
        if why:
            count("CheckoutsRefused", why=why)
        raise refusal from None


def _require_payments(order: Order, now: datetime) -> None:
    """An order that nobody can be charged for is not written: it could only be taken back. Where there is
    nothing to pay, nothing is required."""
    if order.to_pay.amount == 0:
        return
    look_at_declines(order.asked_by, now)
    try:
        credentials.current()
    except PaymentsNotConfigured as missing:
        logger.error("checkouts are refused", extra={"why": str(missing)})
        raise
    try:
        breaker.admit()
    except PaymentsUnavailable:
        count("CheckoutsRefused", why="payments-unavailable")
        raise


def _write(order: Order, cart: Cart, now: datetime) -> None:
    due_at = patience.due_at(patience.CHECKOUT_DUE, now)
    transact(
        [
            *order_writes.create(order, changes.placed(order), due_at),
            cart_writes.claim(order.owner, cart.version, order.order_id, now),
        ]
    )
