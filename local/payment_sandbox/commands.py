"""What each call asks for, read from its parameters. What is refused here was never begun nor remembered."""

from dataclasses import dataclass
from typing import Any

from local.payment_sandbox.currencies import check_currency, check_enough, check_steps
from local.payment_sandbox.errors import invalid_request, missing_parameter
from local.payment_sandbox.expand import wanted_expansions
from local.payment_sandbox.params import Params

_ECHOED = (
    "description",
    "receipt_email",
    "shipping",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "transfer_group",
)
_CAPTURE_METHODS = ("automatic", "automatic_async", "manual")
_CANCEL_REASONS = ("duplicate", "fraudulent", "requested_by_customer", "abandoned")
_REFUND_REASONS = ("duplicate", "fraudulent", "requested_by_customer")


@dataclass(frozen=True)
class ConfirmIntent:
    payment_method: str | None
    return_url: str | None
    client_secret: str | None
    expand: tuple[str, ...]

    @classmethod
    def read(cls, params: Params) -> "ConfirmIntent":
        return cls(
            params.text("payment_method"),
            params.web_address("return_url"),
            params.text("client_secret"),
            wanted_expansions(params, "payment_intent"),
        )


@dataclass(frozen=True)
class CreateIntent:
    """`confirmation` is set when the intent is to be confirmed at once."""

    amount: int
    currency: str
    capture_method: str
    payment_method: str | None
    metadata: dict[str, str]
    extras: dict[str, Any]
    confirmation: ConfirmIntent | None
    expand: tuple[str, ...]

    @classmethod
    def read(cls, params: Params) -> "CreateIntent":
        amount = _amount(params)
        currency = check_currency(params.required_text("currency"))
        check_steps(amount, currency, "amount")
        _card_only(params)
        method = params.text("payment_method")
        return_url = params.web_address("return_url")
        expand = wanted_expansions(params, "payment_intent")
        at_once = params.boolean("confirm")
        if return_url is not None and not at_once:
            raise invalid_request(
                "You cannot set `return_url` when creating a PaymentIntent without confirming it.",
                param="return_url",
            )
        return cls(
            amount=amount,
            currency=currency,
            capture_method=params.choice("capture_method", _CAPTURE_METHODS) or "automatic_async",
            payment_method=method,
            metadata=params.metadata(),
            extras={name: value for name in _ECHOED if (value := params.echoed(name)) is not None},
            confirmation=ConfirmIntent(method, return_url, None, expand) if at_once else None,
            expand=expand,
        )


@dataclass(frozen=True)
class CaptureIntent:
    amount: int | None
    expand: tuple[str, ...]

    @classmethod
    def read(cls, params: Params) -> "CaptureIntent":
        amount = params.integer("amount_to_capture")
        check_enough(amount, "amount_to_capture")
        return cls(amount, wanted_expansions(params, "payment_intent"))


@dataclass(frozen=True)
class CancelIntent:
    reason: str | None
    expand: tuple[str, ...]

    @classmethod
    def read(cls, params: Params) -> "CancelIntent":
        reason = params.choice("cancellation_reason", _CANCEL_REASONS)
        return cls(reason, wanted_expansions(params, "payment_intent"))


@dataclass(frozen=True)
class MakeRefund:
    """At least one of `intent_id` and `charge_id` is set."""

    intent_id: str | None
    charge_id: str | None
    amount: int | None
    reason: str | None
    metadata: dict[str, str]
    expand: tuple[str, ...]

    @classmethod
    def read(cls, params: Params) -> "MakeRefund":
        intent_id, charge_id = params.text("payment_intent"), params.text("charge")
        if intent_id is None and charge_id is None:
            raise invalid_request(
                "One of the following params should be provided for this request: payment_intent or charge.",
                code="parameter_missing",
            )
        return cls(
            intent_id,
            charge_id,
            params.integer("amount"),
            params.choice("reason", _REFUND_REASONS),
            params.metadata(),
            wanted_expansions(params, "refund"),
        )


@dataclass(frozen=True)
class FailRefund:
    expand: tuple[str, ...]

    @classmethod
    def read(cls, params: Params) -> "FailRefund":
        return cls(wanted_expansions(params, "refund"))


def _amount(params: Params) -> int:
    amount = params.integer("amount")
    if amount is None:
        raise missing_parameter("amount")
    check_enough(amount, "amount")
    return amount


def _card_only(params: Params) -> None:
    for kind in params.strings("payment_method_types"):
        if kind != "card":
            raise invalid_request(
                f"The payment method type provided: {kind} is invalid. This sandbox knows cards alone.",
                param="payment_method_types",
            )
