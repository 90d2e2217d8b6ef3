"""A customer who has all that a stranger may want to see."""

import json
import re
from dataclasses import dataclass

from local.accounts import ADA
from local.log_in import log_in
from tests.e2e.shop import WATER, Buyer, Shop

NAME, STREET, EMAIL, PHONE = "Ada Lovelace", "Via Roma 1", "victim@example.com", "+39 081 5550100"
SAID = "the door code is 4711"
KEPT = "the cat is called Ada"
MARKS = (NAME, STREET, EMAIL, SAID, KEPT, ADA.email)


@dataclass(frozen=True)
class Victim:
    """`callback_id`: what the warehouse answered with."""

    buyer: Buyer
    ids: dict[str, str]
    callback_id: str

    @property
    def marks(self) -> tuple[str, ...]:
        """What nobody else is ever told."""
        return (*MARKS, self.ids["order_id"], self.ids["return_id"], self.buyer.token)


def victim_of(shop: Shop) -> Victim:
    """They have an account. Their order is delivered, some of it goes back, they have written about it."""
    buyer = Buyer(shop.url, log_in(shop.url, ADA)["token"], shop.patience)
    shop.kitchen("hold")
    cart = buyer.put(WATER)
    address = {"name": NAME, "line1": STREET, "city": "Napoli", "postal_code": "80100", "country": "IT"}
    body = {
        "payment_method": "pm_card_visa",
        "expected_total": cart["total"],
        "shipping_address": address | {"phone": PHONE},
        "email": EMAIL,
    }
    placed = buyer.call("POST", "/checkouts", body, Idempotency_Key="victim", Prefer="wait=10")
    assert placed.status_code in (201, 202), placed.text
    order_id = placed.json()["order_id"]
    callback_id = shop.in_hand(order_id)["callback_id"]
    assert shop.report(callback_id, outcome="packed").status_code == 200
    assert buyer.ended(order_id) == ("COMPLETED", None)
    said = buyer.call("POST", f"/conversations/{order_id}/messages", {"client_id": "c1", "text": SAID})
    assert said.status_code == 201, said.text
    lines = [{"line_id": "l1", "quantity": 1}]
    sent = buyer.call(
        "POST", f"/orders/{order_id}/returns", {"reason": "cold", "lines": lines}, Idempotency_Key="r1"
    )
    assert sent.status_code == 201, sent.text
    ids = {"order_id": order_id, "return_id": sent.json()["return_id"], "conversation": order_id}
    return Victim(buyer, everywhere(ids), callback_id)


def everywhere(ids: dict[str, str]) -> dict[str, str]:
    """An id for each name that a path has."""
    return {
        "line_id": "l1",
        "sku": "water",
        "code": "BENVENUTO",
        "version": "1",
        "job_id": "job_" + "a" * 32,
        "key_id": "k1",
        "owner": "own_" + "a" * 26,
        "queue": "SweepFailures",
        "refund_id": "re_1",
        "callback_id": "A" * 80,
        "id": ids["order_id"],
    } | ids


def nobodys(ids: dict[str, str]) -> dict[str, str]:
    """Ids of the same shape that stand for nothing."""
    made = {name: re.sub(r"(?<=_)[a-z2-7]{8}", "a" * 8, ids[name]) for name in ("order_id", "return_id")}
    assert all(made[name] != ids[name] for name in made), json.dumps(ids)
    return everywhere(made | {"conversation": made["order_id"]})
