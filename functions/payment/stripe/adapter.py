"""The port (../port.py) by Stripe's PaymentIntents with manual capture and its official library.

What each call promises is said there; here, how Stripe keeps it. Every call has a timeout of 10 s. On one
machine the same code talks to the payment sandbox (PAYMENT_API_BASE).

Calls go by the library's `raw_request`, which answers with the JSON as it came: a service of its own for each
resource would have to be loaded, and would make objects of all that is in an answer.
"""

import os
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Literal
from urllib.parse import quote

import stripe

from functions.payment import credentials
from functions.payment.disputes import Dispute
from functions.payment.errors import (
    HoldUnknown,
    KeyRejected,
    PaymentDeclined,
    ProviderRefused,
    ProviderUnavailable,
)
from functions.payment.hold import Hold, ProviderRefund
from functions.payment.stripe.declines import decline_from
from functions.payment.stripe.events import EVENTS as EVENTS
from functions.payment.stripe.events import read_event as read_event
from functions.payment.stripe.kept_connections import KeptConnections
from functions.payment.stripe.limits import limits as limits
from functions.payment.stripe.objects import VOIDS, dispute_from, hold_from, refund_from
from functions.shared import ids
from functions.shared.money import Money

TIMEOUT_SECONDS = 10
CREATE_KEYS = 5
PAGE = 100
PAGES = 10_000

Data = dict[str, Any]
_HOLDS = "/v1/payment_intents"
_REFUNDS = "/v1/refunds"
_DISPUTES = "/v1/disputes"
_WITH_CHARGE = {"expand": ["latest_charge"]}

stripe.enable_telemetry = False  # how long calls take is nothing that Stripe is told


def create_hold(order_id: str, amount: Money) -> Hold:
    """A 500 that was answered once is replayed for its key, so the next key is tried: at worst an intent that
    was never confirmed stays behind."""
    params = {
        "amount": amount.amount,
        "currency": amount.currency.lower(),
        "capture_method": "manual",
        "payment_method_types": ["card"],
        "metadata": {"order_id": order_id},
    }
    for number in range(1, CREATE_KEYS + 1):
        try:
            return _hold(_ask("post", _HOLDS, params, key=f"{order_id}-create-{number}"))
        except KeyRejected:
            continue
    raise ProviderUnavailable(f"the provider broke on {CREATE_KEYS} tries to create an intent")


def confirm_hold(hold_id: str, payment_method: str, key: str) -> Hold:
    """With SHOP_URL the bank has a page to send the customer back to, and the intent a page to send them to;
    without, the customer answers through Stripe.js and the client secret."""
    params: Data = {"payment_method": payment_method, **_WITH_CHARGE}
    if shop := os.environ.get("SHOP_URL"):
        params["return_url"] = shop
    return _hold(_ask("post", f"{_path(hold_id)}/confirm", params, key=key))


def read_hold(hold_id: str) -> Hold:
    return _hold(_ask("get", _path(hold_id), _WITH_CHARGE))


def cancel_hold(hold_id: str) -> Hold:
    """Safe under any key: a second cancellation is refused."""
    return _hold(_ask("post", f"{_path(hold_id)}/cancel", _WITH_CHARGE, key=ids.new_key()))


def capture_hold(hold_id: str, amount: int, key: str) -> Hold:
    params = {"amount_to_capture": amount, **_WITH_CHARGE}
    return _hold(_ask("post", f"{_path(hold_id)}/capture", params, key=key))


def refund_hold(hold_id: str, key: str | None = None) -> None:
    """Safe under any key: more than was captured is refused."""
    params = {"payment_intent": hold_id, "metadata": {VOIDS: "true"}}
    _ask("post", _REFUNDS, params, key=key or ids.new_key())


def refund_part(hold_id: str, amount: int, return_id: str, key: str) -> ProviderRefund:
    params = {"payment_intent": hold_id, "amount": amount, "metadata": {"return_id": return_id}}
    return refund_from(_ask("post", _REFUNDS, params, key=key))


def list_refunds(hold_id: str) -> Iterator[ProviderRefund]:
    return map(refund_from, _each(_REFUNDS, {"payment_intent": hold_id}))


def list_disputes(hold_id: str) -> Iterator[Dispute]:
    return map(dispute_from, _each(_DISPUTES, {"payment_intent": hold_id}))


def list_disputed(since: int, until: int) -> Iterator[str]:
    """A dispute of what was charged without an intent is none of ours."""
    found = _each(_DISPUTES, {"created": {"gte": since, "lte": until}})
    return (one["payment_intent"] for one in found if one.get("payment_intent"))


def list_holds() -> Iterator[Hold]:
    return map(_hold, _each(_HOLDS, {"expand": ["data.latest_charge"]}))


def _each(path: str, filters: Data) -> Iterator[Data]:
    """Every object of a list, newest first, page by page. Raises ProviderUnavailable."""
    params = filters | {"limit": PAGE}
    for _ in range(PAGES):
        page = _ask("get", path, params)
        yield from page["data"]
        if not page["has_more"]:
            return
        params = params | {"starting_after": page["data"][-1]["id"]}
    raise ProviderUnavailable(f"more than {PAGES} pages of {path}")


def page_of_holds(since: int, until: int, after: str) -> tuple[list[Hold], str]:
    params: Data = {
        "limit": PAGE,
        "expand": ["data.latest_charge"],
        "created": {"gte": since, "lte": until},
    }
    if after:
        params["starting_after"] = after
    page = _ask("get", _HOLDS, params)
    return [_hold(one) for one in page["data"]], page["data"][-1]["id"] if page["has_more"] else ""


def _path(hold_id: str) -> str:
    return f"{_HOLDS}/{quote(hold_id, safe='')}"


def _ask(method: Literal["get", "post"], path: str, params: Data, key: str = "") -> Data:
    """The JSON that Stripe answers. Its errors are mapped to ours: a no is a no, a state is a state, all else
    is ambiguous."""
    options = {"idempotency_key": key} if key else {}
    try:
        answer: Data = _client().raw_request(method, path, **params, **options).data
        return answer
    except stripe.CardError as declined:
        raise _declined(declined, "card_declined") from declined
    except stripe.InvalidRequestError as refused:
        if refused.param == "payment_method" or (refused.code or "").startswith("payment_method"):
            raise _declined(refused, "payment_method_invalid") from refused
        if refused.code == "resource_missing":
            raise HoldUnknown(refused.code) from refused
        raise ProviderRefused(refused.code or "invalid_request") from refused
    except stripe.APIConnectionError as lost:
        raise ProviderUnavailable("no answer from the provider") from lost
    except stripe.StripeError as broken:
        if (broken.http_status or 0) >= 500:
            raise KeyRejected(f"the provider answered {broken.http_status}") from broken
        raise ProviderUnavailable(f"the provider answered {broken.http_status}") from broken


def _declined(error: stripe.StripeError, otherwise: str) -> PaymentDeclined:
    told: Any = error.json_body or {}
    return PaymentDeclined(error.code or otherwise, decline_from(told.get("error") or {}))


def _hold(data: Data) -> Hold:
    return hold_from(data, _charge(data.get("latest_charge")))


def _charge(latest: Any) -> Data:
    """The intent's latest charge, asked for where its id alone came in spite of `expand`: what was given back
    is told by nobody else."""
    if not isinstance(latest, str):
        return latest or {}
    try:
        return _ask("get", f"/v1/charges/{quote(latest, safe='')}", {})
    except ProviderRefused as refused:
        raise ProviderUnavailable(f"charge {latest} cannot be read") from refused


def _client() -> stripe.StripeClient:
    return _client_for(credentials.current().api_key, TIMEOUT_SECONDS)


@lru_cache(maxsize=2)
def _client_for(api_key: str, timeout: float) -> stripe.StripeClient:
    """One a key, so that a changed key is taken up and connections are kept."""
    base = os.environ.get("PAYMENT_API_BASE")
    return stripe.StripeClient(
        api_key,
        http_client=KeptConnections(timeout),
        max_network_retries=0,
        base_addresses={"api": base} if base else None,
    )
