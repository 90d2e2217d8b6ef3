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
        answers = list(pool.map(lambda _: shop.buyer().tries(TIRAMISU), range(BUYERS)))

    assert Counter(answer.status_code for answer in answers) == {201: UNITS, 409: BUYERS - UNITS}
    for answer in answers:
        if answer.status_code == 409:
            (line,) = answer.json()["lines"]
            assert (line["sku"], line["wanted"], line["available"]) == ("tiramisu", 1, 0)
    stock = shop.audit()["stock"]["tiramisu"]
    assert (stock["available"], stock["held"], stock["sold"]) == (0, 0, sold + UNITS)
