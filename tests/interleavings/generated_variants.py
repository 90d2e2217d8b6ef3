"""Deliberately broken variants that the generated pairs must find: at the state, or where the operators meet,
that is named for each."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from functions.checkout import reserve_stock
from functions.inventory import receive_stock
from functions.inventory import writes as stock_writes
from functions.operator import park_order, part_writes
from functions.operator import store as operator_store
from functions.order import writes as order_writes
from functions.payment import refunds_store, void_payment
from functions.returns import park_return
from functions.returns import writes as returns_writes
from functions.shared import tokens
from harness.simulator.simulator import Simulator
from tests.interleavings.variants import Found, _all, _nothing, _patched, _unconditional

_look_for = reserve_stock.store.look_for
_revise = stock_writes.revise


def _takes_the_place(within: str = "") -> str:
    return f"{within}#task_tokens = :new_tokens"


def _as_it_is(_: Any) -> tuple[str, dict[str, Any]]:
    return "attribute_exists(#order_id)", {}


def _whatever_came(stuck: Any, within: str = "") -> tuple[str, dict[str, Any]]:
    return f"attribute_exists({within}#at) AND attribute_not_exists({within}#answer)", {}


@contextmanager
def _asks_unmarked(_: Simulator) -> Iterator[None]:
    """A refund is claimed and asked for, and nothing says that it was asked for."""
    real = refunds_store.apply

    def apply(change: Any) -> Any:
        for value in change.values.values():
            for one in (value, *(value.values() if isinstance(value, dict) else ())):
                if isinstance(one, dict):
                    one.pop("asked", None)
        return real(change)

    with (
        patch.object(refunds_store, "apply", apply),
        patch.object(refunds_store, "ask", lambda account, return_id: account),
    ):
        yield


BESIDE: dict[str, Found] = {
    "an order is told no without a look at what it holds itself": (
        _patched(reserve_stock.store, "look_for", lambda *of: (_look_for(*of)[0], None)),
        ("Checkout/ReserveStock",),
    ),
    "the token that is written last takes the place of the others": (
        _all(
            _patched(tokens, "keep", _takes_the_place),
            _patched(tokens, "values_of_keep", lambda *kept: {"new_tokens": list(kept)}),
        ),
        (
            "Checkout/AwaitCustomerAction",
            "Checkout/AwaitOperator",
            "Fulfilment/AwaitOperator",
            "Fulfilment/AwaitPacking",
            "Return/AwaitInspection",
            "Return/AwaitOperator",
        ),
    ),
    "an operator's answer is recorded though more tokens came meanwhile": (
        _all(
            _patched(operator_store, "unanswered", _whatever_came),
            _patched(part_writes, "unanswered", _whatever_came),
        ),
        ("Checkout/AwaitOperator", "Return/AwaitOperator"),
    ),
    "who is parked after the answer does not look for it": (
        _all(_patched(park_order, "answer_again", _nothing), _patched(park_return, "answer_again", _nothing)),
        ("Checkout/AwaitOperator", "Return/AwaitOperator"),
    ),
}
"""By state."""

AT_STOPS: dict[str, Found] = {
    "captured money is asked back and nothing says so": (
        _patched(void_payment.voids_store, "ask", lambda payment: payment),
        ("Fulfilment: captured in vain, the void stuck",),
    ),
    "a refund is asked for and nothing says so": (_asks_unmarked, ("Return: the refund stuck",)),
    "an order or a return is closed whoever has settled it meanwhile": (
        _all(
            _patched(order_writes, "as_settled", _as_it_is),
            _patched(returns_writes, "as_settled", _as_it_is),
        ),
        ("Fulfilment: the end stuck", "Return: the end stuck"),
    ),
}
"""By the stop at which operators meet."""

OF_STOCK: dict[str, Found] = {
    "stock is corrected whatever was corrected meanwhile": (
        _patched(receive_stock.writes, "revise", lambda *given: _unconditional(_revise(*given))),
        ("stock: set 5 || set 5", "stock: set 5 || set 9"),
    ),
}
"""By pair."""
