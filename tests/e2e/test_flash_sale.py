"""Many buyers, few units."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from tests.e2e.shop import Shop

BUYERS = 200
UNITS = 50
TIRAMISU = {"sku": "tiramisu", "options": {}, "quantity": 1}


def test_two_hundred_buyers_of_fifty_units_are_fifty_confirmed_and_the_rest_told_out_of_stock(
    shop: Shop,
) -> None:
    shop.set_stock("tiramisu", UNITS)
    sold = shop.audit()["stock"]["tiramisu"]["sold"]

    with ThreadPoolExecutor(BUYERS) as pool:
        outcomes = Counter(pool.map(lambda _: shop.buyer().tries(TIRAMISU).status_code, range(BUYERS)))

    assert outcomes == {201: UNITS, 409: BUYERS - UNITS}
    stock = shop.audit()["stock"]["tiramisu"]
    assert (stock["available"], stock["held"], stock["sold"]) == (0, 0, sold + UNITS)
