"""Somebody who has done all that leaves something personal behind: bought as a guest and with an account, was
declined, sent something back, was granted credit, talked to the shop, filled a checkout in half."""

from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from functions.operations.grant_credit import grant_credit
from functions.operator import journal_store
from functions.session.groups import OPERATORS
from harness.actors import Actors, inspects
from harness.customers import ADDRESS, DECLINED_CARD, EMAIL, PRICE
from harness.moto.world import World
from harness.records import SKU
from ops import letters
from ops.erase_person import erase_person

SAID = "zqsaid, by me"
ANSWERED = "zqsaid, as you asked"
REASON = "zqreason"
WORDS = ("zqsaid", "zqreason", "The other was eaten")
"""What was typed, by the customer and by the shop: besides what harness/leaks.py knows."""


@dataclass(frozen=True)
class Somebody:
    """`owner` has an account and merged `guest`. `delivered` is the guest's order, with a return; `declined`
    the owner's."""

    owner: str
    guest: str
    delivered: str
    return_id: str
    declined: str


def somebody(shop: Actors, login: dict[str, str]) -> Somebody:
    """Everything has come to its end. `login`: what the issuer sent them back with."""
    order = shop.delivered_order(2)
    answer = shop.api("POST", "/sessions/login", login)
    assert answer.status == 201, answer.body
    owner = answer.json["owner"]
    shop.links(owner, order.owner)
    return_id = sends_back(shop, order.order_id)
    for conversation, whose in ((order.order_id, order.owner), ("support", owner)):
        talks(shop, conversation, whose)
    draft = {"address": ADDRESS, "email": EMAIL, "method": "card"}
    assert shop.api("PUT", "/sessions/current/data", draft, token=answer.json["token"]).status == 200
    placed = shop.checkout(shop.fills_cart({SKU: 1}, owner), payment_method=DECLINED_CARD)
    shop.run_to_rest()
    shop.relays()
    grant_credit(owner, 500, journal_store.signed("ops:ada", "for the wait"), "grant-1")
    return Somebody(owner, order.owner, order.order_id, return_id, placed.json["order_id"])


def sends_back(shop: Actors, order_id: str) -> str:
    """Two units, with a photo; one is accepted, with a note."""
    order = shop.order(order_id)
    answer = shop.asks_back(order, {SKU: 2}, reason=REASON)
    assert answer.status == 201, answer.body
    return_id: str = answer.json["return_id"]
    photos = f"/orders/{order_id}/returns/{return_id}/photos"
    assert shop.api("POST", photos, {"content_type": "image/png"}, owner=order.owner).status == 201
    shop.run_to_rest()
    inspects(return_id, "in part")
    shop.run_to_rest()
    return return_id


def talks(shop: Actors, conversation: str, owner: str) -> None:
    """The customer asks, the shop answers."""
    name = conversation if conversation != "support" else f"support-{owner}"
    speakers: tuple[tuple[str, str, Any], ...] = (
        (conversation, SAID, {"owner": owner}),
        (name, ANSWERED, {"owner": "op_olga", "groups": OPERATORS}),
    )
    for path, text, who in speakers:
        said = {"client_id": f"c{len(text)}", "text": text}
        answer = shop.api("POST", f"/conversations/{path}/messages", said, **who)
        assert answer.status == 201, answer.body


def buys_again(shop: Actors, owner: str) -> str:
    """The id of an order that waits for nobody but its saga."""
    shop.fills_cart({SKU: 1}, owner)
    answer = shop.checkout(owner, total=PRICE)
    assert answer.status == 202, answer.body
    order_id: str = answer.json["order_id"]
    return order_id


def somebody_is_erased(shop: World) -> None:
    """There are no stacks here whose outputs would name the queue of what did not arrive."""
    them = somebody(shop, shop.cloud.issuer.login("ada"))
    with patch.object(letters, "drop", lambda _: 0):
        assert erase_person(them.owner).whole


SCENARIOS = (somebody_is_erased,)
