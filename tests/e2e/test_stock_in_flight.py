"""A flash sale during which the stock is corrected, never below what is wanted, and reshuffled."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from tests.e2e.shop import Shop

BUYERS = 60
UNITS = 60
LEMONADE = {"sku": "lemonade", "options": {}, "quantity": 1}


def test_corrections_and_new_shards_during_a_flash_sale_lose_no_unit_and_refuse_nobody_falsely(
    shop: Shop,
) -> None:
    shop.set_stock("lemonade", UNITS)
    before = shop.audit()["stock"]["lemonade"]
    received = before["received"]

    with ThreadPoolExecutor(BUYERS) as pool:
        buyers = [pool.submit(lambda: shop.buyer().tries(LEMONADE)) for _ in range(BUYERS)]
        for shards, units in ((5, 100), (1, 80), (7, 60)):
            assert shop.ops("set-shards", "lemonade", str(shards)).returncode == 0
            done = shop.ops("set-stock", "lemonade", str(units))
            assert done.returncode == 0, done.stderr
            received += json.loads(done.stdout)["received"]

    outcomes = Counter(buyer.result().status_code for buyer in buyers)
    stock = shop.audit()["stock"]["lemonade"]
    assert outcomes == {201: BUYERS}
    assert stock["received"] == received
    assert stock["sold"] == before["sold"] + outcomes[201]
    assert stock["held"] == 0
    assert stock["available"] == stock["received"] - stock["sold"]
