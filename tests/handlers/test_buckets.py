"""Whatever is spread over buckets is found in each of them: no luck of an id decides who is looked after."""

from dataclasses import replace

import pytest

from functions.order import keys, views_store
from functions.order import store as orders
from functions.order.order import Status
from functions.shared import ids
from harness.items import puts
from tests.handlers.shop import Shop
from tests.handlers.test_sales import row

NUMBERS = range(64)
LATER = "2030-01-01T00:00:00.000Z"


def one_of_each(buckets: int) -> list[str]:
    """Ids of orders, one in each bucket, in order."""
    by_bucket: dict[int, str] = {}
    for number in NUMBERS:
        order_id = ids.order_id("own_a", str(number))
        by_bucket.setdefault(sum(order_id.encode()) % buckets, order_id)
    assert sorted(by_bucket) == list(range(buckets))
    return [by_bucket[number] for number in range(buckets)]


@pytest.mark.parametrize("bucket", range(keys.DUE_BUCKETS))
def test_what_is_overdue_is_found_in_every_bucket(shop: Shop, bucket: int) -> None:
    order_id = one_of_each(keys.DUE_BUCKETS)[bucket]
    due = {"due_at": "2026-01-01T00:00:00.000Z", "due_bucket": keys.due_bucket(order_id)}
    puts("ORDERS_TABLE", keys.head_key(order_id) | due)

    assert list(orders.due(LATER)) == [order_id]


@pytest.mark.parametrize("bucket", range(views_store.BUCKETS))
def test_an_order_is_listed_and_counted_whichever_bucket_it_is_in(shop: Shop, bucket: int) -> None:
    order_id = one_of_each(views_store.BUCKETS)[bucket]
    view = replace(row(1, "2026-11-20"), order_id=order_id, status=Status.CONFIRMED)
    views_store.save(view)

    assert [position.rpartition("#")[2] for _, position in views_store.by_status(Status.CONFIRMED, 5)] == [
        order_id
    ]
    assert [one.order_id for one in views_store.sold_on("2026-11-20")] == [order_id]
