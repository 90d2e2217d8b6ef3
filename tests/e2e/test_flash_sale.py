"""Many buyers, few units: as `make bench-flash` plays it, in a size for every day."""

import json

from bench.flash_sale.sale import play
from tests.contract.conformance import check
from tests.e2e.shop import Shop

BUYERS = 200
UNITS = 50


def test_two_hundred_buyers_of_fifty_units_are_fifty_confirmed_and_the_rest_told_sold_out_only_when_they_are(
    shop: Shop,
) -> None:
    sale = play(shop.run, BUYERS, UNITS)

    assert sale.faults() == []
    assert (len(sale.confirmed), len(sale.refused)) == (UNITS, BUYERS - UNITS)
    for told in sale.told:
        media = "application/json" if told.confirmed else "application/problem+json"
        check("POST", "/checkouts", told.status, media, json.dumps(told.body))
    for told in sale.refused:
        (line,) = told.body["lines"]
        assert (line["sku"], line["wanted"], line["available"]) == ("tiramisu", 1, 0)
    stock = sale.audit["stock"]["tiramisu"]
    assert (stock["available"], stock["held"]) == (0, 0)
