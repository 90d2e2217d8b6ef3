"""What the calls to the payment provider are called."""

import re

_CALLS = (
    ("post", r"/v1/payment_intents$", "create"),
    ("post", r"/v1/payment_intents/(\w+)/confirm$", "confirm"),
    ("post", r"/v1/payment_intents/(\w+)/cancel$", "cancel"),
    ("post", r"/v1/payment_intents/(\w+)/capture$", "capture"),
    ("post", r"/v1/refunds$", "refund"),
    ("post", r"/v1/refunds/(\w+)/fail$", "fail_refund"),
    ("get", r"/v1/refunds$", "list_refunds"),
    ("get", r"/v1/disputes$", "list_disputes"),
    ("get", r"/v1/payment_intents/(\w+)$", "read"),
    ("get", r"/v1/payment_intents$", "list"),
    ("get", r"/v1/charges/(\w+)$", "charge"),
)


def named(method: str, url: str) -> tuple[str, str]:
    """The call's name, and the id in its path (empty if there is none)."""
    path = url.partition("?")[0]
    for verb, pattern, name in _CALLS:
        if method == verb and (found := re.search(pattern, path)):
            return name, found[1] if found.groups() else ""
    raise AssertionError(f"no name for {method} {url}")
