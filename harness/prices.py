"""A shop's file, as stories need one: tax that comes on top, a courier, a code."""

from functions.pricing.shop import Code, Method, Place, Shop, TaxRate

COURIER = Method("courier", "Courier", 490, frozenset({"IT"}))
TEN = Code("TEN", rate=1000)
PRICES = Shop(Place("IT"), False, "VAT", (TaxRate(2200, "IT"),), (COURIER,), (TEN,))
