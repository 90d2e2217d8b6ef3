"""How much is kept: bytes in the tables that keep what they are given, as storage is charged."""

from moto.dynamodb.models import dynamodb_backends

from bench.tables import read_tables
from bench.units import item_size
from harness.moto.world import World
from harness.template import ACCOUNT, REGION

KEPT = ("Orders", "OrderViews", "Payments", "Stock", "Fulfilments")
"""Carts and Idempotency forget by TTL, the others grow with the shop and not with its orders."""
OVERHEAD = 100
"""Bytes that DynamoDB adds to each item, and to each entry of an index."""


def stored_bytes(world: World) -> int:
    backend = dynamodb_backends[ACCOUNT][REGION]
    total = 0
    for name, table in read_tables(world.cloud.template).items():
        if table.name not in KEPT:
            continue
        for stored in backend.get_table(name).all_items():
            item = stored.to_json()["Attributes"]
            entries = [item, *filter(None, (index.entry(item) for index in table.indexes))]
            total += sum(item_size(entry) + OVERHEAD for entry in entries)
    return total
