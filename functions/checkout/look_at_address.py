"""Before an order is written: whether its address is one that the goods can go to."""

from collections.abc import Mapping, Sequence
from typing import Any

from functions.checkout.address import needed
from functions.pricing.quote import Goods, needs_street
from functions.pricing.shop import Method
from functions.shared.errors import BusinessError


class AddressIncomplete(BusinessError):
    """The address has not all that these goods need: `lacking` are the members."""

    def __init__(self, lacking: list[str]) -> None:
        super().__init__(f"the address has no {', '.join(lacking)}")
        self.lacking = lacking


def look_at_address(address: Mapping[str, Any], goods: Sequence[Goods], method: Method | None) -> None:
    """Where goods are brought it has a street; where nothing has to be, it says where tax is due; who picks
    up comes from anywhere. Raises AddressIncomplete."""
    if method and method.pickup:
        return
    members = needed(address["country"], street=needs_street(goods, method))
    lacking = [member for member in members if member not in address]
    if lacking:
        raise AddressIncomplete(lacking)
