"""The port (../port.py) by Stripe's PaymentIntents with manual capture and its official library.

What each call promises is said there; here, how Stripe keeps it. Every call has a timeout of 10 s. On one
machine the same code talks to the payment sandbox (PAYMENT_API_BASE).
"""

import os
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import Any, TypeVar

import stripe

from functions.payment import credentials
from functions.payment.errors import (
    HoldUnknown,
    KeyRejected,
    PaymentDeclined,
    ProviderRefused,
    ProviderUnavailable,
)
from functions.payment.hold import Hold, ProviderRefund
from functions.payment.stripe.events import EVENTS as EVENTS
from functions.payment.stripe.events import read_event as read_event
from functions.payment.stripe.limits import limits as limits
from functions.payment.stripe.objects import VOIDS, hold_from, refund_from
from functions.shared import ids
from functions.shared.money import Money

TIMEOUT_SECONDS = 10
CREATE_KEYS = 5
PAGE = 100
PAGES = 10_000

T = TypeVar("T")


def create_hold(order_id: str, amount: Money) -> Hold:
    """A 500 that was answered once is replayed for its key, so the next key is tried: at worst an intent that
    was never confirmed stays behind."""
    params: Any = {
        "amount": amount.amount,
        "currency": amount.currency.lower(),
        "capture_method": "manual",
        "payment_method_types": ["card"],
        "metadata": {"order_id": order_id},
    }
    for number in range(1, CREATE_KEYS + 1):
        options: Any = {"idempotency_key": f"{order_id}-create-{number}"}
        try:
            return _hold(_call(partial(_client().v1.payment_intents.create, params, options)))
        except KeyRejected:
            continue
    raise ProviderUnavailable(f"the provider broke on {CREATE_KEYS} tries to create an intent")


def confirm_hold(hold_id: str, payment_method: str, key: str) -> Hold:
    """With SHOP_URL the bank has a page to send the customer back to, and the intent a page to send them to;
    without, the customer answers through Stripe.js and the client secret."""
    params: Any = {"payment_method": payment_method, "expand": ["latest_charge"]}
    if shop := os.environ.get("SHOP_URL"):
        params["return_url"] = shop
    options: Any = {"idempotency_key": key}
    return _hold(_call(partial(_client().v1.payment_intents.confirm, hold_id, params, options)))


def read_hold(hold_id: str) -> Hold:
    params: Any = {"expand": ["latest_charge"]}
    return _hold(_call(partial(_client().v1.payment_intents.retrieve, hold_id, params)))


def cancel_hold(hold_id: str) -> Hold:
    """Safe under any key: a second cancellation is refused."""
    params: Any = {"expand": ["latest_charge"]}
    options: Any = {"idempotency_key": ids.new_key()}
    return _hold(_call(partial(_client().v1.payment_intents.cancel, hold_id, params, options)))


def capture_hold(hold_id: str, amount: int, key: str) -> Hold:
    params: Any = {"amount_to_capture": amount, "expand": ["latest_charge"]}
    options: Any = {"idempotency_key": key}
    return _hold(_call(partial(_client().v1.payment_intents.capture, hold_id, params, options)))


def refund_hold(hold_id: str, key: str | None = None) -> None:
    """Safe under any key: more than was captured is refused."""
    params: Any = {"payment_intent": hold_id, "metadata": {VOIDS: "true"}}
    options: Any = {"idempotency_key": key or ids.new_key()}
    _call(partial(_client().v1.refunds.create, params, options))


def refund_part(hold_id: str, amount: int, return_id: str, key: str) -> ProviderRefund:
    params: Any = {"payment_intent": hold_id, "amount": amount, "metadata": {"return_id": return_id}}
    options: Any = {"idempotency_key": key}
    return _refund(_call(partial(_client().v1.refunds.create, params, options)))


def list_refunds(hold_id: str) -> Iterator[ProviderRefund]:
    params: Any = {"payment_intent": hold_id, "limit": PAGE}
    for _ in range(PAGES):
        page = _call(partial(_client().v1.refunds.list, params))
        yield from map(_refund, page.data)
        if not page.has_more:
            return
        params = params | {"starting_after": page.data[-1].id}
    raise ProviderUnavailable(f"more than {PAGES} pages of refunds")


def list_holds() -> Iterator[Hold]:
    params: Any = {"limit": PAGE, "expand": ["data.latest_charge"]}
    for _ in range(PAGES):
        page = _call(partial(_client().v1.payment_intents.list, params))
        yield from map(_hold, page.data)
        if not page.has_more:
            return
        params = params | {"starting_after": page.data[-1].id}
    raise ProviderUnavailable(f"more than {PAGES} pages of intents")


def page_of_holds(since: int, until: int, after: str) -> tuple[list[Hold], str]:
    params: Any = {
        "limit": PAGE,
        "expand": ["data.latest_charge"],
        "created": {"gte": since, "lte": until},
    }
    if after:
        params["starting_after"] = after
    page = _call(partial(_client().v1.payment_intents.list, params))
    return [_hold(one) for one in page.data], page.data[-1].id if page.has_more else ""


def _call(request: Callable[[], T]) -> T:
    """Map Stripe's errors to ours: a no is a no, a state is a state, all else is ambiguous."""
    try:
        return request()
    except stripe.CardError as declined:
        raise PaymentDeclined(declined.code or "card_declined") from declined
    except stripe.InvalidRequestError as refused:
        if refused.param == "payment_method" or (refused.code or "").startswith("payment_method"):
            raise PaymentDeclined(refused.code or "payment_method_invalid") from refused
        if refused.code == "resource_missing":
            raise HoldUnknown(refused.code) from refused
        raise ProviderRefused(refused.code or "invalid_request") from refused
    except stripe.APIConnectionError as lost:
        raise ProviderUnavailable("no answer from the provider") from lost
    except stripe.StripeError as broken:
        if (broken.http_status or 0) >= 500:
            raise KeyRejected(f"the provider answered {broken.http_status}") from broken
        raise ProviderUnavailable(f"the provider answered {broken.http_status}") from broken


def _hold(found: Any) -> Hold:
    data: dict[str, Any] = found.to_dict()
    return hold_from(data, _charge(data.get("latest_charge")))


def _charge(latest: Any) -> dict[str, Any]:
    """The intent's latest charge, asked for where its id alone came in spite of `expand`: what was given back
    is told by nobody else."""
    if not isinstance(latest, str):
        return latest or {}
    try:
        return dict(_call(partial(_client().v1.charges.retrieve, latest)).to_dict())
    except ProviderRefused as refused:
        raise ProviderUnavailable(f"charge {latest} cannot be read") from refused


def _refund(found: Any) -> ProviderRefund:
    return refund_from(found.to_dict())


def _client() -> stripe.StripeClient:
    return _client_for(credentials.current().api_key, TIMEOUT_SECONDS)


@lru_cache(maxsize=2)
def _client_for(api_key: str, timeout: float) -> stripe.StripeClient:
    """One a key, so that a changed key is taken up and connections are kept."""
    base = os.environ.get("PAYMENT_API_BASE")
    return stripe.StripeClient(
        api_key,
        http_client=stripe.RequestsClient(timeout=timeout),
        max_network_retries=0,
        base_addresses={"api": base} if base else None,
    )
