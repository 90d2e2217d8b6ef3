"""Limited codes that are broken on purpose, for the pairs of code_pairs.py to find."""

from dataclasses import replace

from functions.inventory import receive_stock, writes
from functions.inventory.stock import Layout, Reservation, Shelves
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


_revise, _give_back = writes.revise, writes.give_back
VARIANTS: dict[str, Found] = {
    "who receives uses does not look who else has": (
        _patched(receive_stock.writes, "revise", _without_looking),
        ("load-shop || load-shop",),
    ),
    "an order that is given up keeps its customer's uses": (
        _patched(writes, "give_back", _keeps_uses),
        ("order || way back, by one customer",),
    ),
}
