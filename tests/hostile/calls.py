"""Every call of the served document, with bodies that would pass."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contract.__main__ import SERVED

ADDRESS = {
    "name": "Mallory",
    "line1": "9 Back Lane",
    "city": "Turin",
    "postal_code": "10121",
    "country": "IT",
}
WHY = {"why": "curious"}
BODIES: dict[str, Any] = {
    "PUT /cart/lines/{line_id}": {"sku": "water", "options": {}, "quantity": 1},
    "PUT /cart/delivery": {"method": "courier", "country": "IT"},
    "POST /cart/merge": {"token": "none"},
    "POST /checkouts": {
        "payment_method": "pm_card_visa",
        "expected_total": {"amount": 1, "currency": "EUR"},
        "shipping_address": ADDRESS,
    },
    "POST /conversations/{conversation}/messages": {"client_id": "c1", "text": "let me in"},
    "PUT /conversations/{conversation}/read": {"upto": 1},
    "POST /orders/{order_id}/returns": {"reason": "mine now", "lines": [{"line_id": "l1", "quantity": 1}]},
    "POST /orders/{order_id}/returns/{return_id}/photos": {"content_type": "image/png"},
    "POST /fulfilments/{callback_id}": {"outcome": "packed"},
    "POST /sessions/login": {
        "code": "A" * 43,
        "code_verifier": "A" * 43,
        "redirect_uri": "https://elsewhere.test/signed-in",
    },
    "PUT /sessions/current/data": {"checkout": {"name": "not mine"}},
    "POST /sessions/order": {"order_id": "ord_" + "a" * 32, "key": "A" * 43},
    "POST /payments/webhook": {"id": "evt_1", "type": "charge.refunded", "data": {"object": {"id": "pi_1"}}},
    "POST /ops/stock/{sku}/available": WHY | {"available": 1_000_000},
    "POST /ops/stock/{sku}/count": WHY | {"counted": 0},
    "POST /ops/stock/{sku}/shards": WHY | {"active": 1},
}
"""Of others in the group `ops` the reason alone."""


@dataclass(frozen=True)
class Call:
    """`path` with the names of ids in braces; `personal`: nobody is answered without a session."""

    method: str
    path: str
    personal: bool

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def body(self) -> Any:
        if self.method == "GET":
            return None
        return BODIES.get(str(self), WHY if self.path.startswith("/ops/") else None)

    def at(self, ids: dict[str, str]) -> str:
        return self.path.format_map(ids)


def calls() -> Iterator[Call]:
    document = json.loads(SERVED.read_text())
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if method in ("get", "put", "post", "delete"):
                security = operation.get("security", [])
                yield Call(method.upper(), path, bool(security) and {} not in security)
