"""Orders of a shop that has a file: codes, one of them limited, a courier and tax, and credit that pays
first."""

from functions.pricing.shop import Code
from harness.customers import DECLINED_CARD, VISA
from harness.moto.world import SKU, World
from harness.prices import COURIER, FEW, TEN

CREDIT = 1000


def a_quoted_order_comes_back_in_part(shop: World) -> None:
    """Of three units two are packed, and one of them is returned."""
    order_id = _orders(shop, TEN, CREDIT)
    shop.packs(shop.offer(), lines=[{"line_id": SKU, "quantity": 2}])
    shop.takes_back(shop.requested(shop.order(order_id), {SKU: 1}))


def an_order_by_a_limited_code_is_packed_in_part(shop: World) -> None:
    """And the same customer finds the code used up."""
    order_id = _orders(shop, FEW)
    shop.packs(shop.offer(), lines=[{"line_id": SKU, "quantity": 2}])
    again = shop.fills_cart({SKU: 1}, shop.order(order_id).owner)
    assert shop.api("PUT", f"/cart/codes/{FEW.code}", owner=again).json["why"] == "used-up"
    assert shop.api("DELETE", f"/cart/lines/{SKU}", owner=again).status == 200


def an_order_by_a_limited_code_is_declined(shop: World) -> None:
    _orders(shop, FEW, card=DECLINED_CARD)


def an_order_by_a_limited_code_is_rejected(shop: World) -> None:
    _orders(shop, FEW)
    shop.reports(shop.offer(), outcome="rejected")
    shop.run_to_rest()


def _orders(shop: World, code: Code, credit: int = 0, card: str = VISA) -> str:
    """Three units, as far as it goes before they are packed; the order's id."""
    shop.has_prices()
    owner = shop.fills_cart({SKU: 3})
    if credit:
        shop.uses_credit(owner, credit)
    delivery = {"method": COURIER.method, "country": "IT"}
    assert shop.api("PUT", "/cart/delivery", delivery, owner=owner).status == 200
    assert shop.api("DELETE", f"/cart/codes/{code.code}", owner=owner).status == 200
    total = shop.enters_code(owner, code.code)
    to_pay = total - credit if credit else None
    answer = shop.checkout(owner, total=total, to_pay=to_pay, payment_method=card)
    assert answer.status == 202, answer.body
    shop.run_to_rest()
    shop.relays()
    shop.run_to_rest()
    order_id: str = answer.json["order_id"]
    return order_id


SCENARIOS = (
    a_quoted_order_comes_back_in_part,
    an_order_by_a_limited_code_is_packed_in_part,
    an_order_by_a_limited_code_is_declined,
    an_order_by_a_limited_code_is_rejected,
)
