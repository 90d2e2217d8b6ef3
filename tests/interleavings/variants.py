"""Deliberately broken variants of the product, and the pairs that must find each of them: an exploration that
finds nothing in a broken shop proves nothing of a sound one."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from functions.cart import writes as cart_writes
from functions.checkout import abandon_order, confirm_order, place_order, reserve_stock
from functions.fulfilment import abandon_fulfilment
from functions.fulfilment import store as fulfilments
from functions.inventory import store as stock_store
from functions.inventory import writes as stock_writes
from functions.inventory.stock import Shelves
from functions.inventory.stock_item import shard_from
from functions.order import store as order_store
from functions.payment import await_customer_action, capture_payment, follow_hold, void_payment, voids_store
from functions.payment import store as payments
from functions.payment.errors import ProviderRefused
from functions.payment.payment import PAID
from functions.payment.refunds import Refund
from functions.shared import ids
from functions.shared.table import get
from functions.shared.write import Write
from harness.records import CHECKOUT
from harness.simulator.simulator import Simulator

Broken = Callable[[Simulator], Any]
Found = tuple[Broken, tuple[str, ...]]
"""A break, and where it must be found."""
_claim = cart_writes.claim


def _unconditional(one: Write) -> Write:
    names = [name for name in (one.key or one.item or {}) if name not in ("item", "placed")]
    used = {name for name in one.values if f":{name}" in one.changes}
    return replace(
        one,
        condition=f"attribute_exists(#{names[0]}) OR attribute_not_exists(#{names[0]})",
        values={name: value for name, value in one.values.items() if name in used},
    )


def _claim_nothing(*given: Any) -> Write:
    return _unconditional(_claim(*given))


def _in_one_module(user: Any, **builders: str) -> Broken:
    """The writes that these builders, one a module, make for this one user of them have no condition."""

    def loosened(alias: str, name: str) -> Broken:
        module = getattr(user, alias)
        real = getattr(module, name)

        def build(*args: Any, **kwargs: Any) -> Any:
            return [_unconditional(one) for one in real(*args, **kwargs)]

        return _patched(user, alias, SimpleNamespace(**vars(module) | {name: build}))

    return _all(*(loosened(alias, name) for alias, name in builders.items()))


def _all(*breaks: Broken) -> Broken:
    @contextmanager
    def together(shop: Simulator) -> Iterator[None]:
        with ExitStack() as stack:
            for one in breaks:
                stack.enter_context(one(shop))
            yield

    return together


def _patched(module: Any, name: str, other: Any) -> Broken:
    return lambda shop: patch.object(module, name, other)


def _way_back(**nexts: str) -> Broken:
    """The checkout's machine with other ways on; `first`: where a Catch leads instead of AbandonOrder."""

    def broken(shop: Simulator) -> Any:
        states = {name: dict(state) for name, state in shop.machines._states[CHECKOUT].items()}
        first = nexts.get("first", "AbandonOrder")
        for name, state in states.items():
            if "Catch" in state and name not in ("AbandonOrder", "VoidPayment", "CloseOrder"):
                state["Catch"] = [
                    catch | ({"Next": first} if catch["Next"] == "AbandonOrder" else {})
                    for catch in state["Catch"]
                ]
            if name in nexts:
                state["Next"] = nexts[name]
        return patch.dict(shop.machines._states, {CHECKOUT: states})

    return broken


def _void_without_reading_again(payment: Any) -> Any:
    hold = void_payment.provider.read_hold(payment.hold_id)
    with suppress(ProviderRefused):
        void_payment.undo_hold(hold)
    return hold


def _gives_up(order_id: str, why: str = "") -> None:
    payment = payments.load(order_id)
    if payment is not None:
        raise payments.PaymentMoved(payment)


def _answer_before_record(payment: Any, hold: Any) -> Any:
    follow_hold.answer_tokens(replace(payment, state=next(iter(PAID))), *payment.task_tokens)
    return _record(payment, hold)


_record = follow_hold._record


def _look_shard_by_shard(sku: str, *others: Any) -> Any:
    item = get("STOCK_TABLE", stock_writes.sku_key(sku))
    known = stock_store._learn(sku, item)
    found = [get("STOCK_TABLE", stock_writes.shard_key(sku, n)) for n in range(known.shards if known else 0)]
    shards = tuple(shard_from(one) for one in found if one)
    version = item.get("version", 0) if item else 0
    return Shelves(sku, known, shards, version), [get("STOCK_TABLE", key) for key in others]


def _begin_anyhow(payment: Any, amount: int) -> Any:
    return payments.amend(
        payment,
        "attribute_exists(#order_id)",
        "SET #state = :capturing, #to_capture = :amount, #capture_attempt = :first",
        {"capturing": "CAPTURING", "amount": amount, "first": 1},
    )


_no_grave = _patched(abandon_order.stock_writes, "bury", lambda order_id: [])


class _DecidesAnyhow(Write):
    """A decision is written whatever stands there."""

    @classmethod
    def update(cls, *given: Any, **more: Any) -> Write:
        built = Write.update(*given, **more)
        return _unconditional(built) if "decided_at" in built.changes else built


def _nothing(*_: Any, **__: Any) -> None:
    return None


def _run_unclaimed(head: Any, due_at: str) -> Any:
    return replace(head, run=head.run + 1)


VARIANTS: dict[str, Found] = {
    "ConfirmOrder demands neither PENDING nor what it holds": (
        _in_one_module(confirm_order, order_writes="advance", stock_writes="sell"),
        ("confirm || the way back", "confirm || the customer cancels"),
    ),
    "the fence releases unconditionally": (
        _in_one_module(abandon_order, order_writes="advance", stock_writes="release"),
        ("confirm || the way back", "confirm || the customer cancels"),
    ),
    "ReserveStock holds units whatever reservation there is": (
        _in_one_module(reserve_stock, writes="hold"),
        ("reserve || the way back",),
    ),
    "no tombstone": (_no_grave, ("reserve || the way back",)),
    "out of stock is said after a look shard by shard": (
        _patched(stock_store, "_look", _look_shard_by_shard),
        ("reserve || the stock is brought together",),
    ),
    "the door does not ask whether the missing units are the customer's own": (
        _patched(place_order, "_moved", lambda *_: False),
        ("buy || place, two keys, the last unit",),
    ),
    "the cart is not claimed": (
        _patched(cart_writes, "claim", _claim_nothing),
        ("place || place, two keys", "place || merge, place"),
    ),
    "the fence comes after the void": (
        _way_back(first="VoidPayment", VoidPayment="AbandonOrder", AbandonOrder="CloseOrder"),
        ("confirm || the way back", "authorize || void"),
    ),
    "a decline skips the void": (_way_back(AbandonOrder="CloseOrder"), ("client-side confirm || void",)),
    "the void gives up without an intent": (
        _patched(voids_store, "forbid", _gives_up),
        ("authorize || void",),
    ),
    "the void does not read again": (
        _patched(void_payment, "undo_recorded", _void_without_reading_again),
        ("capture || the way back, void",),
    ),
    "the webhook answers the token before it records": (
        _patched(follow_hold, "_record", _answer_before_record),
        ("webhook || await customer action, approved",),
    ),
    "the webhook records and never answers": (
        _patched(follow_hold, "answer_tokens", _nothing),
        ("webhook || await customer action, approved",),
    ),
    "a token that comes after its outcome is not answered": (
        _patched(await_customer_action, "answer_tokens", _nothing),
        ("webhook || await customer action, approved",),
    ),
    "a capture begins whatever is recorded": (
        _patched(capture_payment, "_begin", _begin_anyhow),
        ("capture || the way back, void",),
    ),
    "a decision is written over another": (
        _patched(fulfilments, "Write", _DecidesAnyhow),
        ("packed || cancelled",),
    ),
    "the fulfilment's fence leaves the decision open": (
        _patched(abandon_fulfilment.writes, "abandon", lambda *given: []),
        ("packed || timeout",),
    ),
    "a refund goes out under a new key each time": (
        _patched(Refund, "key", lambda refund, return_id: ids.new_key()),
        ("refund || refund, one return",),
    ),
    "the sweep does not claim its number": (
        _patched(order_store, "begin_run", _run_unclaimed),
        ("sweep || sweep, an aborted checkout",),
    ),
}
