"""Limited codes that are broken on purpose, for the pairs of code_pairs.py to find."""

from collections.abc import Sequence
from dataclasses import replace

from functions.inventory import receive_stock, writes
from functions.inventory.stock import Layout, Reservation, Shelves
from functions.pricing import store as shop_file
from functions.pricing.shop import Shop
from functions.shared.write import Write
from tests.interleavings.variants import Found, _patched


def _without_looking(seen: Shelves, layout: Layout) -> Write:
    """Whoever else has received meanwhile."""
    said = _revise(seen, layout)
    if said.action == "Put":
        return replace(said, condition="attribute_exists(#id) OR attribute_not_exists(#id)")
    values = {name: value for name, value in said.values.items() if name != "seen"}
    return replace(said, condition="attribute_exists(#id)", values=values)


def _keeps_uses(reservation: Reservation) -> list[Write]:
    return _give_back(replace(reservation, uses=()))


def _whatever_is_there(shop: Shop, seen: int | None, told: Sequence[Write] = ()) -> None:
    _replace(shop, shop_file.revision(), told)


_revise, _give_back, _replace = writes.revise, writes.give_back, shop_file.replace
VARIANTS: dict[str, Found] = {
    "who receives uses does not look who else has": (
        _patched(receive_stock.writes, "revise", _without_looking),
        ("load-shop || load-shop",),
    ),
    "a file is kept whatever was loaded since its codes' uses were looked at": (
        _patched(shop_file, "replace", _whatever_is_there),
        ("load-shop || load-shop, of more",),
    ),
    "an order that is given up keeps its customer's uses": (
        _patched(writes, "give_back", _keeps_uses),
        ("order || way back, by one customer",),
    ),
}
