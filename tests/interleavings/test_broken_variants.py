"""Each broken variant is found, by one of the pairs that are named for it."""

from collections.abc import Iterable, Mapping

import pytest

from harness.machine_files import all_states
from harness.simulator.simulator import Simulator
from tests.interleavings import (
    code_variants,
    conversation_variants,
    credit_variants,
    person_variants,
    session_data_variants,
    tender_variants,
)
from tests.interleavings.beside import pairs as beside_itself
from tests.interleavings.beside import visits
from tests.interleavings.generated_variants import AT_STOPS, BESIDE, OF_STOCK
from tests.interleavings.live_variants import LIVE
from tests.interleavings.operators import STOPS
from tests.interleavings.operators import pairs as at_one_stop
from tests.interleavings.pair import Pair
from tests.interleavings.report import explore
from tests.interleavings.stock_operators import pairs as of_stock
from tests.interleavings.test_pairs import PAIRS
from tests.interleavings.variants import VARIANTS as OF_ORDERS
from tests.interleavings.variants import Broken, Found

VARIANTS = (
    OF_ORDERS
    | code_variants.VARIANTS
    | conversation_variants.VARIANTS
    | credit_variants.VARIANTS
    | session_data_variants.VARIANTS
    | person_variants.VARIANTS
    | tender_variants.VARIANTS
)
BY_NAME = {pair.name: pair for pair in PAIRS}


OF_PAIRS = VARIANTS | LIVE


@pytest.mark.parametrize("variant", OF_PAIRS)
def test_a_broken_variant_is_found(shop: Simulator, variant: str) -> None:
    broken, pairs = OF_PAIRS[variant]

    with broken(shop):
        found = [explore(shop, BY_NAME[name]).failure for name in pairs]

    assert all(found), f"not found by {[name for name, one in zip(pairs, found, strict=True) if not one]}"


def places(variants: Mapping[str, Found]) -> list[tuple[str, str]]:
    return [(name, place) for name, (_, found_at) in variants.items() for place in found_at]


def finds(shop: Simulator, broken: Broken, pairs: Iterable[Pair]) -> bool:
    with broken(shop):
        return any(explore(shop, pair).failure for pair in pairs)


@pytest.mark.parametrize(("variant", "place"), places(BESIDE))
def test_a_broken_variant_is_found_by_a_state_beside_itself(
    shop: Simulator, variant: str, place: str
) -> None:
    (state,) = [one for one in all_states() if str(one) == place]
    pairs = [pair for visit in visits(shop, state) for pair in beside_itself(visit)]

    assert finds(shop, BESIDE[variant][0], pairs)


@pytest.mark.parametrize(("variant", "place"), places(AT_STOPS))
def test_a_broken_variant_is_found_by_operators_who_meet(shop: Simulator, variant: str, place: str) -> None:
    (story,) = [one for one in STOPS if f"{one.machine}: {one.name}" == place]

    assert finds(shop, AT_STOPS[variant][0], at_one_stop(story))


@pytest.mark.parametrize(("variant", "place"), places(OF_STOCK))
def test_a_broken_variant_is_found_by_operators_of_stock(shop: Simulator, variant: str, place: str) -> None:
    (pair,) = [one for one in of_stock() if one.name == place]

    assert finds(shop, OF_STOCK[variant][0], [pair])
