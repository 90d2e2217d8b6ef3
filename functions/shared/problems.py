"""Errors over HTTP as problem+json (RFC 9457)."""

from collections.abc import Mapping
from typing import Any

BASE = "/api/problems/"
CONTENT_TYPE = "application/problem+json"
MAX_BODY_BYTES = 64 * 1024


class Problem(Exception):  # a refusal is raised where it is found and answered in one place
    """A refusal that says what to change.

    `name` becomes `type` (`/api/problems/<name>`); `members` are further members of the JSON object.
    """

    def __init__(self, status: int, name: str, detail: str, **members: Any) -> None:
        super().__init__(detail)
        self.status = status
        self.name = name
        self.detail = detail
        self.members = members
        self.headers: dict[str, str] = {}

    def with_header(self, name: str, value: str) -> "Problem":
        self.headers[name] = value
        return self

    def with_headers(self, headers: Mapping[str, str]) -> "Problem":
        self.headers |= headers
        return self

    def as_dict(self) -> dict[str, Any]:
        return {
            "type": BASE + self.name,
            "title": self.name.replace("-", " ").capitalize(),
            "status": self.status,
            "detail": self.detail,
            **self.members,
        }


def not_found(what: str) -> Problem:
    return Problem(404, "not-found", f"There is no such {what}.")


def unprocessable(detail: str, **members: Any) -> Problem:
    return Problem(422, "invalid-request", detail, **members)


def not_delivered(field: str, options: list[dict[str, Any]]) -> Problem:
    """No method of delivery, or not the one that was chosen, goes there; those in `options` do."""
    return unprocessable(f"{field}: choose a method of delivery that goes there.", options=options)


def one_order_only() -> Problem:
    detail = (
        "This session was opened by the link of one order, and is for that order alone. For everything else"
        " begin a session of your own: POST /sessions without a token."
    )
    return Problem(403, "one-order-only", detail)


def operators_only() -> Problem:
    detail = "Only operators may call this: log in at /console with an account of the group operators."
    return Problem(403, "operators-only", detail)


def cursor_refused() -> Problem:
    """A list's cursor that is not of this list, or not of this caller, or not as it was given out."""
    return unprocessable("cursor: take it from an answer of this very list to this very session, unchanged.")


def cart_changed(status: int, version: int) -> Problem:
    return Problem(status, "cart-changed", f"The cart is at version {version}.", version=version)


def checkout_in_progress(order_id: str) -> Problem:
    detail = "An order of this cart is being checked out."
    return Problem(409, "checkout-in-progress", detail, order_id=order_id)


def key_reused() -> Problem:
    return Problem(422, "idempotency-key-reused", "This Idempotency-Key was used with another body.")


def not_completed(detail: str) -> Problem:
    return Problem(409, "not-completed", detail)


def invalid_field(field: str, message: str) -> Problem:
    """422 naming the field that is wrong; none where the whole body is."""
    where = f"{field}: " if field else ""
    return unprocessable(f"{where}{message}.", errors=[{"field": field, "message": message}])


def body_too_large() -> Problem:
    return Problem(413, "body-too-large", f"The body may have at most {MAX_BODY_BYTES} bytes.")


def payments_not_configured() -> Problem:
    detail = "This shop cannot take payments yet: its payment provider is not set up. Nothing was ordered."
    return Problem(503, "payments-not-configured", detail).with_header("Retry-After", "60")


def payments_unavailable(seconds: int) -> Problem:
    detail = "The payment provider does not answer at the moment. Nothing was ordered; try again later."
    return Problem(503, "payments-unavailable", detail).with_header("Retry-After", str(seconds))


def prices_unavailable(seconds: int) -> Problem:
    detail = "The shop cannot say at the moment what this costs. Nothing was changed; try again later."
    return Problem(503, "prices-unavailable", detail).with_header("Retry-After", str(seconds))


def too_many(what: str, detail: str, seconds: int) -> Problem:
    """`what` there are too many of: `requests`, say. The same request may be repeated after `seconds`."""
    return Problem(429, f"too-many-{what}", detail).with_header("Retry-After", str(seconds))


def try_again(detail: str, seconds: int = 1) -> Problem:
    return Problem(503, "try-again", detail).with_header("Retry-After", str(seconds))
