"""The payment provider: Stripe's PaymentIntents with manual capture, by its official library.

Every call has a timeout of 10 s and is tried once: whether to try again is decided by those who know what
the call may have done. On one machine the same code talks to the payment sandbox (STRIPE_API_BASE).
"""

import os
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import Any, TypeVar

import stripe

from functions.payment import credentials
from functions.payment.errors import PaymentDeclined, ProviderUnavailable
from functions.payment.payment import Intent
from functions.payment.provider_objects import intent_from, refund_from
from functions.payment.refunds import ProviderRefund
from functions.shared import ids
from functions.shared.money import Money

TIMEOUT_SECONDS = 10
CREATE_KEYS = 5
PAGE = 100
PAGES = 10_000

T = TypeVar("T")


class ProviderRefused(Exception):
    """The provider refuses this call, most often because the intent is in another state: read it again."""


class IntentUnknown(ProviderRefused):
    """There is no such intent in this account, or not in this mode (live, test)."""


class KeyRejected(ProviderUnavailable):
    """The provider broke on this idempotency key, and will say so again for the same key."""


def create_intent(order_id: str, amount: Money) -> Intent:
    """The order's intent; it moves no money. Repeats meet the same intent by its idempotency key.

    A 500 that was answered once is replayed for its key, so the next key is tried: at worst an intent stays
    behind that was never confirmed.
    """
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
            return _intent(_call(partial(_client().v1.payment_intents.create, params, options)))
        except KeyRejected:
            continue
    raise ProviderUnavailable(f"the provider broke on {CREATE_KEYS} tries to create an intent")


def confirm_intent(intent_id: str, payment_method: str, key: str) -> Intent:
    """Ask for the hold. Raises PaymentDeclined (a bad or used payment method too), ProviderRefused,
    ProviderUnavailable when it may or may not have happened.

    With SHOP_URL the bank has a page to send the customer back to, and the intent a page to send them to;
    without, the customer answers through Stripe.js and the client secret.
    """
    params: Any = {"payment_method": payment_method, "expand": ["latest_charge"]}
    if shop := os.environ.get("SHOP_URL"):
        params["return_url"] = shop
    options: Any = {"idempotency_key": key}
    return _intent(_call(partial(_client().v1.payment_intents.confirm, intent_id, params, options)))


def read_intent(intent_id: str) -> Intent:
    """Raises IntentUnknown, ProviderUnavailable."""
    params: Any = {"expand": ["latest_charge"]}
    return _intent(_call(partial(_client().v1.payment_intents.retrieve, intent_id, params)))


def cancel_intent(intent_id: str) -> Intent:
    """Give the hold back. Safe under any key: a second cancellation is refused (ProviderRefused)."""
    params: Any = {"expand": ["latest_charge"]}
    options: Any = {"idempotency_key": ids.new_key()}
    return _intent(_call(partial(_client().v1.payment_intents.cancel, intent_id, params, options)))


def capture_intent(intent_id: str, amount: int, key: str) -> Intent:
    """Take `amount` (minor units) of what is held and let the rest go. Raises ProviderRefused if the intent
    is in another state or holds less, ProviderUnavailable when it may or may not have happened."""
    params: Any = {"amount_to_capture": amount, "expand": ["latest_charge"]}
    options: Any = {"idempotency_key": key}
    return _intent(_call(partial(_client().v1.payment_intents.capture, intent_id, params, options)))


def refund_intent(intent_id: str, key: str | None = None) -> None:
    """Give back all that was captured. Safe under any key: more than that is refused (ProviderRefused).
    Raises KeyRejected, ProviderUnavailable when it may or may not have happened."""
    params: Any = {"payment_intent": intent_id}
    options: Any = {"idempotency_key": key or ids.new_key()}
    _call(partial(_client().v1.refunds.create, params, options))


def refund_part(intent_id: str, amount: int, return_id: str, key: str) -> ProviderRefund:
    """Give `amount` (minor units) back for a return. Raises ProviderRefused if less than that is left,
    KeyRejected, ProviderUnavailable when it may or may not have happened."""
    params: Any = {"payment_intent": intent_id, "amount": amount, "metadata": {"return_id": return_id}}
    options: Any = {"idempotency_key": key}
    return _refund(_call(partial(_client().v1.refunds.create, params, options)))


def list_refunds(intent_id: str) -> Iterator[ProviderRefund]:
    """All refunds of an intent, newest first, whoever made them: what a partial capture let go is one too."""
    params: Any = {"payment_intent": intent_id, "limit": PAGE}
    for _ in range(PAGES):
        page = _call(partial(_client().v1.refunds.list, params))
        yield from map(_refund, page.data)
        if not page.has_more:
            return
        params = params | {"starting_after": page.data[-1].id}
    raise ProviderUnavailable(f"more than {PAGES} pages of refunds")


def list_intents() -> Iterator[Intent]:
    """The provider's own list, newest first."""
    params: Any = {"limit": PAGE, "expand": ["data.latest_charge"]}
    for _ in range(PAGES):
        page = _call(partial(_client().v1.payment_intents.list, params))
        yield from map(_intent, page.data)
        if not page.has_more:
            return
        params = params | {"starting_after": page.data[-1].id}
    raise ProviderUnavailable(f"more than {PAGES} pages of intents")


def page_of_intents(since: int, until: int, after: str) -> tuple[list[Intent], str]:
    """A page of the provider's own list, newest first: those created from `since` to `until` (Unix seconds,
    both included), after the intent `after` if one is named; and the id to go on after, empty at the end."""
    params: Any = {
        "limit": PAGE,
        "expand": ["data.latest_charge"],
        "created": {"gte": since, "lte": until},
    }
    if after:
        params["starting_after"] = after
    page = _call(partial(_client().v1.payment_intents.list, params))
    return [_intent(one) for one in page.data], page.data[-1].id if page.has_more else ""


def _call(request: Callable[[], T]) -> T:
    """Map the provider's errors to ours: a no is a no, a state is a state, all else is ambiguous."""
    try:
        return request()
    except stripe.CardError as declined:
        raise PaymentDeclined(declined.code or "card_declined") from declined
    except stripe.InvalidRequestError as refused:
        if refused.param == "payment_method" or (refused.code or "").startswith("payment_method"):
            raise PaymentDeclined(refused.code or "payment_method_invalid") from refused
        if refused.code == "resource_missing":
            raise IntentUnknown(refused.code) from refused
        raise ProviderRefused(refused.code or "invalid_request") from refused
    except stripe.APIConnectionError as lost:
        raise ProviderUnavailable("no answer from the provider") from lost
    except stripe.StripeError as broken:
        if (broken.http_status or 0) >= 500:
            raise KeyRejected(f"the provider answered {broken.http_status}") from broken
        raise ProviderUnavailable(f"the provider answered {broken.http_status}") from broken


def _intent(found: Any) -> Intent:
    data: dict[str, Any] = found.to_dict()
    return intent_from(data, _charge(data.get("latest_charge")))


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
    base = os.environ.get("STRIPE_API_BASE")
    return stripe.StripeClient(
        api_key,
        http_client=stripe.RequestsClient(timeout=timeout),
        max_network_retries=0,
        base_addresses={"api": base} if base else None,
    )
