"""What the payment provider says that it holds and has taken, charge by charge."""

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from tests.e2e.shop import Shop

KEY = {"Authorization": "Bearer sk_test_e2e"}
PAGES = 50


@dataclass(frozen=True)
class Charge:
    """Minor units. `given_back` is of what was captured, and what a partial capture let go."""

    order_id: str
    held: int
    captured: int
    given_back: int


def charges(shop: Shop) -> dict[str, Charge]:
    """All of them, by intent."""
    found: dict[str, Charge] = {}
    after: dict[str, str] = {}
    for _ in range(PAGES):
        wanted = {"limit": "100", "expand[]": "data.latest_charge"} | after
        answer = shop.ask("GET", "/sandbox/v1/payment_intents", params=wanted, headers=KEY)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        found |= {one["id"]: _charge(one) for one in page["data"]}
        if not page["has_more"]:
            return found
        after = {"starting_after": page["data"][-1]["id"]}
    raise AssertionError(f"more than {PAGES} pages of intents")


def taken_since(shop: Shop, before: Container[str]) -> int:
    """What is held or was captured by the intents that are not among `before`."""
    return sum(
        charge.held + charge.captured for intent, charge in charges(shop).items() if intent not in before
    )


def charged_for(shop: Shop, order_id: str) -> Charge:
    """The one charge of an order."""
    (found,) = [charge for charge in charges(shop).values() if charge.order_id == order_id]
    return found


def _charge(intent: dict[str, Any]) -> Charge:
    given_back = (intent["latest_charge"] or {}).get("amount_refunded", 0)
    return Charge(
        intent["metadata"]["order_id"], intent["amount_capturable"], intent["amount_received"], given_back
    )
