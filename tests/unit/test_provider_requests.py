"""What goes out to the payment provider, as bytes: the bill states a request's size."""

from typing import Any

import pytest

from bench.assumptions import Assumptions
from functions.payment import credentials
from functions.payment.stripe import adapter
from functions.payment.stripe.kept_connections import KeptConnections
from functions.shared.money import Money

ORDER, HOLD, METHOD = f"ord_{'a' * 32}", f"pi_{'b' * 24}", f"pm_{'c' * 24}"
KEY = f"sk_live_{'d' * 99}"
FRAMES = 280
"""One TLS record, and the TCP and IP headers of a request's packets and of what acknowledges the answer's."""


def test_a_request_is_no_larger_than_the_bill_states(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []

    def request(self: Any, method: str, url: str, headers: Any, post_data: Any = None) -> Any:
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        sizes.append(len(f"{method} {url} HTTP/1.1\r\n{head}\r\n{post_data or ''}"))
        return b'{"id": "pi_1", "status": "canceled", "amount": 1, "currency": "eur"}', 200, {}

    monkeypatch.setattr(KeptConnections, "request", request)
    monkeypatch.setattr(credentials, "current", lambda: credentials.Credentials(KEY, None))
    monkeypatch.setenv("SHOP_URL", "https://shop.example/where/the/bank/sends/them")
    adapter._client_for.cache_clear()
    adapter.create_hold(ORDER, Money(100_000))
    adapter.confirm_hold(HOLD, METHOD, f"{ORDER}-confirm-1")
    adapter.capture_hold(HOLD, 100_000, f"{ORDER}-capture-1")
    adapter.read_hold(HOLD)

    assert len(sizes) == 4
    assert max(sizes) + FRAMES <= Assumptions().provider_request_bytes
