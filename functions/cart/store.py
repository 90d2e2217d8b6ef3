"""The Carts table: one item an owner, key `owner`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from functions.cart.cart import Cart, Line
from functions.cart.writes import LABEL, TABLE, expires_at
from functions.shared import clock
from functions.shared.items import Aside, read_each, value
from functions.shared.table import ConditionRefused, get, scan, write
from functions.shared.write import Item, Write


class CartMoved(Exception):
    """Somebody changed or claimed the cart since it was read."""


def load(owner: str, now: datetime) -> Cart:
    """The owner's cart; an empty one if there is none or its time is over (TTL deletes late)."""
    item = get(TABLE, {"owner": owner})
    if item is None:
        return Cart(owner)
    if item["expires_at"] <= int(now.timestamp()) and "checkout" not in item:
        return Cart(owner, version=item["version"])
    lines = tuple(map(_line, item["lines"]))
    return Cart(owner, lines, item["version"], item.get("checkout"), item.get("credit", 0))


@dataclass(frozen=True)
class Trace:
    """What became of a cart: the order that claims it, when it was last paid, and whose cart it was merged
    into, when. Times are RFC 3339; what never happened is empty."""

    checkout: str | None = None
    paid_at: str = ""
    merged_into: str = ""
    merged_at: str = ""


def trace(owner: str) -> Trace:
    """Read consistently; of a cart that is not there nothing is known."""
    item = get(TABLE, {"owner": owner}) or {}
    return Trace(
        checkout=item.get("checkout"),
        paid_at=item.get("paid_at", ""),
        merged_into=item.get("merged_into", ""),
        merged_at=item.get("merged_at", ""),
    )


def claims(aside: Aside | None = None) -> Iterator[tuple[str, str]]:
    """Owners and the orders that claim their carts, by a scan: for audits, not for requests. Owners of claims
    that cannot be read go `aside`."""
    claimed = (item for item in scan(TABLE) if "checkout" in item)
    return read_each(claimed, _claim, lambda item: str(item["owner"]), aside)


def save(cart: Cart, seen: Cart, now: datetime) -> None:
    """Write what `seen` has become. Raises CartMoved."""
    try:
        write(become(cart, seen, now))
    except ConditionRefused as refused:
        raise CartMoved(cart.owner) from refused


def become(cart: Cart, seen: Cart, now: datetime, merged_into: str = "") -> Write:
    """Write what `seen` has become, or, if that is the same, check that it is; refused if somebody changed or
    claimed it since it was read. `merged_into`: the owner whose cart took its lines over."""
    unchanged = "attribute_not_exists(#owner)" if seen.version == 0 else "#version = :seen"
    condition = f"{unchanged} AND attribute_not_exists(#checkout)"
    values: Item = {"seen": seen.version} if seen.version > 0 else {}
    key = {"owner": cart.owner}
    if cart == seen:
        return Write.check(TABLE, LABEL, key, condition=condition, values=values)
    sets: Item = {
        "lines": [_item(line) for line in cart.lines],
        "version": cart.version,
        "expires_at": expires_at(now),
    }
    if cart.credit:
        sets["credit"] = cart.credit
    if merged_into:
        sets |= {"merged_into": merged_into, "merged_at": clock.timestamp(now)}
    update = "SET " + ", ".join(f"#{name} = :{name}" for name in sets)
    if not cart.credit:  # in a cart whose time was over it stands still
        update += " REMOVE #credit"
    return Write.update(TABLE, LABEL, key, update, condition=condition, values=values | sets)


def _claim(item: Item) -> tuple[str, str]:
    return item["owner"], value(item, "checkout", str)


def _line(item: Item) -> Line:
    return Line(item["line_id"], item["sku"], item["options"], item["quantity"])


def _item(line: Line) -> Item:
    return {"line_id": line.line_id, "sku": line.sku, "options": line.options, "quantity": line.quantity}
