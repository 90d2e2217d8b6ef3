"""What an operator says of stock holds as of a moment, whoever else says something, and refuses no order."""

from collections.abc import Callable

import pytest

from tests.interleavings.pair import Pair
from tests.interleavings.stock_operators import pairs


@pytest.mark.parametrize("pair", list(pairs()), ids=lambda pair: pair.name)
def test_operators_of_stock_meet_each_other_and_orders(pair: Pair, explores: Callable[[Pair], None]) -> None:
    explores(pair)
