"""Stripe's error answers: their types, codes and HTTP status (https://docs.stripe.com/api/errors)."""

from typing import Any


class StripeError(Exception):
    """An answer in Stripe's error shape: HTTP `status`, `body()` {"error": {"type", "message", ...}}."""

    def __init__(self, status: int, error_type: str, message: str, **details: Any) -> None:
        super().__init__(message)
        self.status = status
        self.error: dict[str, Any] = {"type": error_type, "message": message}
        self.error.update({name: value for name, value in details.items() if value is not None})
        if "code" in self.error:
            self.error["doc_url"] = doc_url(self.error["code"])

    def body(self) -> dict[str, Any]:
        return {"error": self.error}


def doc_url(code: str) -> str:
    return f"https://stripe.com/docs/error-codes/{code.replace('_', '-')}"


def invalid_request(message: str, status: int = 400, **details: Any) -> StripeError:
    return StripeError(status, "invalid_request_error", message, **details)


def missing_parameter(name: str) -> StripeError:
    return invalid_request(f"Missing required param: {name}.", code="parameter_missing", param=name)


def no_such(what: str, object_id: str, param: str, status: int = 404) -> StripeError:
    """`what` as Stripe writes it: payment_intent, charge, refund, PaymentMethod..."""
    return invalid_request(f"No such {what}: '{object_id}'", status, code="resource_missing", param=param)


def key_in_use(key: str) -> StripeError:
    return invalid_request(
        "There is currently another in-progress request using this Idempotent Key (that probably means you "
        f"submitted twice, and the other request is still going through): {key}. Please try again later.",
        409,
        code="idempotency_key_in_use",
    )


def key_reused(key: str) -> StripeError:
    return StripeError(
        400,
        "idempotency_error",
        "Keys for idempotent requests can only be used with the same parameters they were first used with. "
        f"Try using a key other than '{key}' if you meant to execute a different request.",
    )


def server_error() -> StripeError:
    return StripeError(
        500,
        "api_error",
        "Sorry! There was an error while processing your request. Our engineers have been notified.",
    )
