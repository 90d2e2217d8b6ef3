"""Orders of a shop that has a file: a code, a courier and tax, and credit that pays first."""

from harness.moto.world import SKU, World
from harness.prices import COURIER, TEN

CREDIT = 1000


def a_quoted_order_comes_back_in_part(shop: World) -> None:
    """Of three units two are packed, and one of them is returned."""
    shop.has_prices()
    owner = shop.fills_cart({SKU: 3})
    shop.uses_credit(owner, CREDIT)
    delivery = {"method": COURIER.method, "country": "IT"}
    assert shop.api("PUT", "/cart/delivery", delivery, owner=owner).status == 200
    assert shop.api("DELETE", f"/cart/codes/{TEN.code}", owner=owner).status == 200
    total = shop.enters_code(owner, TEN.code)
    answer = shop.checkout(owner, total=total, to_pay=total - CREDIT)
    assert answer.status == 202, answer.body
    shop.run_to_rest()
    shop.relays()
    shop.run_to_rest()
    shop.packs(shop.offer(), lines=[{"line_id": SKU, "quantity": 2}])
    shop.takes_back(shop.requested(shop.order(answer.json["order_id"]), {SKU: 1}))


SCENARIOS = (a_quoted_order_comes_back_in_part,)
