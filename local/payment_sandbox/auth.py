"""API keys (https://docs.stripe.com/keys): any sk_test_ key is the one account's, pk_test_ a browser's."""

import base64
import binascii
from dataclasses import dataclass

from local.payment_sandbox.errors import StripeError, invalid_request


@dataclass(frozen=True)
class Caller:
    """`browser`: came with a publishable key, and may do what a client secret allows."""

    browser: bool


def authenticate(header: str | None, browsers_may: bool = False) -> Caller:
    """The caller behind an Authorization header; 401 without a key, 403 for a browser where it may not go."""
    key = _key(header or "")
    if not key:
        raise invalid_request(
            "You did not provide an API key. You need to provide your API key in the Authorization header, "
            "using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
            401,
        )
    if key.startswith(("sk_test_", "rk_test_")):
        return Caller(browser=False)
    if not key.startswith("pk_test_"):
        raise _invalid_key(key)
    if not browsers_may:
        raise invalid_request(
            "This API call cannot be made with a publishable API key. Please use a secret API key.",
            403,
            code="secret_key_required",
        )
    return Caller(browser=True)


def _invalid_key(key: str) -> StripeError:
    return invalid_request(f"Invalid API Key provided: {key[:8]}{'*' * 8}", 401)


def _key(header: str) -> str:
    scheme, _, value = header.strip().partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(value, validate=True).decode("ascii").partition(":")[0]
        except (binascii.Error, UnicodeDecodeError):
            return ""
    return ""
