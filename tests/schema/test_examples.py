"""Whatever any release has stored, today's code reads: in stores, logs, rows, looks and audit."""

from collections.abc import Iterator
from typing import Any

import pytest

from functions.order import schema, store
from functions.order.history import STEPS, fold
from functions.relay.rebuild_views import rebuild_views
from functions.shared import ids
from functions.shared.table import scan
from harness.moto.world import World
from ops.migrate import MIGRATIONS, migrate, outstanding
from ops.snapshot import read_snapshot
from tests.schema.conftest import Opens
from tests.schema.examples import Example, kinds, paths, read, versions

EXAMPLES = [read(path) for path in paths()]
OF_EACH = pytest.mark.parametrize("example", EXAMPLES, ids=str)
LOOKS = ("orders", "stuck", "returns", "refunds", "stock", "breaker", "measures")


def owners(example: Example) -> dict[str, str]:
    """Whose each order is."""
    heads = [item for item in example.tables.get("Orders", []) if item["item"]["S"] == "head"]
    return {item["order_id"]["S"]: item["owner"]["S"] for item in heads}


def unread(shop: World) -> Iterator[str]:
    """Of all that the audit reads, and whose log does not add up to its head."""
    snapshot = read_snapshot()
    for name, aside in vars(snapshot.unread).items():
        yield from (f"{name}: {one}" for one in aside)
    for order_id, order in snapshot.orders.items():
        aside: dict[str, str] = {}
        _, events = store.load_log(order_id, aside)
        standing = fold(events)
        yield from (f"{order_id} {item}: {why}" for item, why in aside.items())
        if (standing.status, standing.version) != (order.status, order.head.version):
            yield f"{order_id} is {order.status}, its log says {standing.status}"


@OF_EACH
def test_it_is_read_and_every_promise_is_kept(opens: Opens, example: Example) -> None:
    shop = opens(example)

    assert list(unread(shop)) == []
    assert shop.violations() == []


@OF_EACH
def test_rows_are_made_of_its_logs(opens: Opens, example: Example) -> None:
    opens(example)

    assert rebuild_views().failed == []
    again = rebuild_views()
    assert (again.orders, again.written, again.removed, again.failed) == (len(owners(example)), 0, 0, [])


@OF_EACH
def test_customers_and_operators_are_shown_it(opens: Opens, example: Example) -> None:
    shop = opens(example)
    rebuild_views()
    for order_id, owner in owners(example).items():
        order = shop.api("GET", f"/orders/{order_id}", owner=owner)
        assert (order.status, order.json["order_id"]) == (200, order_id)
        assert shop.api("GET", f"/orders/{order_id}/returns", owner=owner).status == 200
        (shown,) = [one for one in pages(shop, owner) if one["order_id"] == order_id]
        assert shown["status"] == order.json["status"]
        versions_ = len([item for item in example.tables["Orders"] if is_event_of(item, order_id)])
        for version in range(1, versions_ + 1):
            assert look(shop, f"orders/{order_id}/at/{version}")["version"] == version
        assert not look(shop, f"orders/{order_id}").get("unreadable")
    for name in LOOKS:
        assert not look(shop, name).get("unreadable"), name


def is_event_of(item: dict[str, Any], order_id: str) -> bool:
    return bool(item["order_id"]["S"] == order_id and item["item"]["S"].startswith("event#"))


def pages(shop: World, owner: str) -> Iterator[dict[str, Any]]:
    answer = shop.api("GET", "/orders?limit=50", owner=owner)
    assert answer.status == 200
    yield from answer.json["orders"]


def look(shop: World, path: str) -> dict[str, Any]:
    answer = shop.api("GET", f"/ops/{path}", owner="op_ada", groups="operators")
    assert answer.status == 200, (path, answer.body)
    found: dict[str, Any] = answer.json
    return found


@OF_EACH
def test_it_is_migrated_and_then_needs_no_old_way_of_reading(
    opens: Opens, example: Example, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a later release may take out, once nothing is outstanding: the guard of the contract."""
    shop = opens(example)

    for name in MIGRATIONS:
        assert migrate(name, lambda _: None).left == {}
        assert outstanding(name) == 0

    def taken_out(*_: object) -> None:
        raise AssertionError("something is not migrated yet")

    monkeypatch.setattr(store, "_older", taken_out)
    assert list(unread(shop)) == []
    assert shop.violations() == []


def test_there_are_examples_of_every_kind_of_event_and_of_every_schema() -> None:
    newest = [one for one in EXAMPLES if one.version == versions()[-1]]
    items = [item for one in newest for item in one.tables.get("Orders", []) if "type" in item]

    assert {item["type"]["S"] for item in items} >= STEPS.keys()
    assert {int(item["schema_version"]["N"]) for item in items} == {schema.SCHEMA_VERSION}
    assert {one.version for one in EXAMPLES} == set(versions())


def test_an_example_holds_what_it_says_once(opens: Opens) -> None:
    """Read back from the tables, so that nothing above looks at an empty shop."""
    example = max(EXAMPLES, key=lambda one: len(kinds(one.tables)))
    opens(example)

    assert len(list(scan("ORDERS_TABLE"))) == len(example.tables["Orders"])
    assert owners(example)
    assert all(ids.order_of_return(order_id) is None for order_id in owners(example))
