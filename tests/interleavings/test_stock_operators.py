"""What an operator says of stock holds as of a moment, whoever else says something, and refuses no order."""

from collections.abc import Callable

import pytest

from harness.simulator.simulator import Simulator
from tests.interleavings.pair import Pair
from tests.interleavings.report import explore
from tests.interleavings.stock_operators import pairs


@pytest.mark.parametrize("pair", list(pairs()), ids=lambda pair: pair.name)
def test_operators_of_stock_meet_each_other_and_orders(
    shop: Simulator, pair: Pair, record_property: Callable[[str, object], None]
) -> None:
    finding = explore(shop, pair)

    record_property("interleavings", str(finding))
    assert not finding.failure, finding.failure
