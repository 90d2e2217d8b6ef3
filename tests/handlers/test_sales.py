"""Sales and lists by status are sums and lists over rows: a row that comes twice counts once."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from functions.order import views_store
from functions.order.order import Status
from functions.order.view import View
from functions.order.views_store import BUCKETS
from functions.shared import ids
from functions.shared.money import Money
from harness.items import puts
from ops.errors import CommandError
from ops.list_orders import list_orders
from ops.sales import sales
from tests.handlers.shop import Shop, euros

PLACED = "2026-11-20T23:59:58.000Z"


def row(
    number: int,
    sold_on: str | None,
    amount: int = 250,
    status: Status = Status.CONFIRMED,
    charged: int = 0,
    refunded: int = 0,
) -> View:
    order_id = ids.order_id("own_a", str(number))
    at = PLACED.replace(":58.", f":{number:02}.")
    paid = {"charged": charged, "refunded": refunded}
    return View(order_id, "own_a", status, 2, None, (), Money(amount), at, sold_on, **paid)


def day(date: str, orders: int, ordered: int, charged: int = 0, refunded: int = 0) -> dict[str, Any]:
    amounts = {"ordered": ordered, "charged": charged, "refunded": refunded}
    return {"day": date, "orders": orders} | {name: euros(one) for name, one in amounts.items()}


def test_a_day_s_sales_are_the_orders_confirmed_on_it_and_days_without_any_are_zero(shop: Shop) -> None:
    done = {"status": Status.COMPLETED}
    for view in (
        row(1, "2026-11-20", 100, **done, charged=60, refunded=10),
        row(2, "2026-11-21", 20, **done, charged=20),
        row(3, "2026-11-21", 3),
    ):
        views_store.save(view)
        views_store.save(view)
    views_store.save(row(4, None, 5000, Status.PENDING))
    report = sales(date(2026, 11, 20), date(2026, 11, 22))
    assert report == {
        "from": "2026-11-20",
        "to": "2026-11-22",
        "orders": 3,
        "ordered": euros(123),
        "charged": euros(80),
        "refunded": euros(10),
        "days": [
            day("2026-11-20", 1, 100, 60, 10),
            day("2026-11-21", 2, 23, 20),
            day("2026-11-22", 0, 0),
        ],
    }


def test_more_orders_of_a_day_than_one_call_takes_are_all_summed(shop: Shop) -> None:
    for number in range(BUCKETS * 3):
        views_store.save(row(number, "2026-11-20", 1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(views_store, "BATCH", 2)
        assert sales(date(2026, 11, 20), date(2026, 11, 20))["ordered"] == euros(BUCKETS * 3)


def test_a_later_return_changes_the_day_of_the_sale(shop: Shop) -> None:
    sold = row(1, "2026-11-20", 250, Status.COMPLETED, charged=250)
    views_store.save(sold)
    views_store.save(replace(sold, version=5, refunded=100))
    report = sales(date(2026, 11, 20), date(2026, 11, 20))
    assert (report["charged"], report["refunded"]) == (euros(250), euros(100))


def test_an_order_that_is_no_longer_sold_leaves_its_day(shop: Shop) -> None:
    view = row(1, "2026-11-20")
    views_store.save(view)
    views_store.save(replace(view, version=3, status=Status.CANCELLED, sold_on=None))
    assert sales(date(2026, 11, 20), date(2026, 11, 20))["orders"] == 0


@pytest.mark.parametrize(
    ("first", "last"), [(date(2026, 11, 2), date(2026, 11, 1)), (date(2025, 1, 1), date(2026, 1, 2))]
)
def test_a_span_that_is_empty_or_longer_than_a_year_is_refused(first: date, last: date) -> None:
    with pytest.raises(CommandError, match="--to"):
        sales(first, last)


def test_the_newest_orders_of_a_status_are_listed_whatever_bucket_they_are_in(shop: Shop) -> None:
    for number in range(30):
        views_store.save(row(number, None, status=Status.PENDING))
    views_store.save(row(40, "2026-11-20"))
    found = list_orders("PENDING", 4)
    assert found["status"] == "PENDING"
    assert [(one["order_id"], one["owner"], one["placed_at"]) for one in found["orders"]] == [
        (ids.order_id("own_a", str(number)), "own_a", PLACED.replace(":58.", f":{number:02}."))
        for number in (29, 28, 27, 26)
    ]


def test_a_sale_is_found_on_its_day_whether_it_was_placed_then_or_earlier(shop: Shop) -> None:
    for view in (row(1, "2026-11-20"), row(2, "2026-11-21", 20)):
        views_store.save(view)

    assert [one.total.amount for one in views_store.sold_on("2026-11-20")] == [250]
    assert [one.total.amount for one in views_store.sold_on("2026-11-21")] == [20]


@pytest.mark.parametrize("batch", [1, 100])
def test_a_sale_that_is_found_twice_counts_once(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    """Rows of before are in the index of days, too; and an order may move on while its day is added up."""
    monkeypatch.setattr(views_store, "BATCH", batch)
    views_store.save(row(1, "2026-11-20"))
    (stored,) = views_store.rows()
    puts(
        "ORDER_VIEWS_TABLE",
        stored | {"sold_bucket": stored["status_bucket"].replace("CONFIRMED", "2026-11-20")},
    )

    assert len(list(views_store.sold_on("2026-11-20"))) == 1


def test_only_what_was_sold_on_another_day_than_it_was_placed_is_in_the_index_of_days(shop: Shop) -> None:
    for view in (row(1, "2026-11-20"), row(2, "2026-11-21")):
        views_store.save(view)

    assert sorted(one.get("sold_bucket", "")[:10] for one in views_store.rows()) == ["", "2026-11-21"]


def test_an_order_is_found_by_its_customer_s_address_newest_first(shop: Shop) -> None:
    key = ids.email_key("Ada@Example.com ")
    assert key == ids.email_key("ada@example.com")
    for number in (1, 3, 2):
        views_store.save(replace(row(number, None), email_key=key))
    views_store.save(replace(row(4, None), email_key=ids.email_key("bob@example.com")))

    found = views_store.by_email(key, 2)

    assert [position for _, position in found] == [row(3, None).position, row(2, None).position]
    last = views_store.Span(last=row(1, None).position)
    assert [position for _, position in views_store.by_email(key, 9, last)] == [row(1, None).position]


def test_orders_of_a_span_are_counted_by_status(shop: Shop) -> None:
    for number in (1, 2, 3):
        views_store.save(row(number, None))

    at = [row(number, None).placed_at for number in (1, 2, 3)]
    assert views_store.count_by_status(Status.CONFIRMED, views_store.Span(at[1], f"{at[2]}~")) == 2
    assert views_store.count_by_status(Status.CANCELLED, views_store.ALWAYS) == 0


def test_an_order_that_an_index_gives_twice_is_read_once(shop: Shop) -> None:
    views_store.save(row(1, None))
    (place,) = views_store.by_status(Status.CONFIRMED, 1)

    assert len(views_store.load_many([place, place], {})) == 1
