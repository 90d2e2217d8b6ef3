"""A shop's file, as stories need one: tax that comes on top, a courier, a code, and one of which there are
few uses, one of them for each customer."""

from functions.pricing.shop import Code, Method, Place, Shop, TaxRate

COURIER = Method("courier", "Courier", 490, frozenset({"IT"}))
PICKUP = Method("pickup", "Pickup", 0, pickup=True)
TEN = Code("TEN", rate=1000)
FEW = Code("FEW", rate=1000, uses=2, uses_per_customer=1)
PRICES = Shop(Place("IT"), False, "VAT", (TaxRate(2200, "IT"),), (COURIER,), (TEN, FEW))
OTHER_PRICES = Shop(Place("IT"), True, "VAT", (TaxRate(1000, "IT"),), (PICKUP, COURIER))
"""What the file may be replaced by: tax is included, who picks up pays nothing, and there is no code."""
