"""Whatever a machine does twice because it heard of no answer, it ends as if it had been done once."""

from collections.abc import Callable

import pytest

from harness.machine_files import State, all_states
from harness.simulator.simulator import Simulator
from tests.interleavings.beside import acts_by, pairs, visits
from tests.interleavings.pair import Pair

BESIDE = {
    "CancelOrder": "act || act, where a customer cancels",
    "OfferPacking": "Fulfilment/AwaitPacking, try || try",
    "Relay": "relay || relay",
    "ReportPacking": "act || act, where a warehouse answers",
    "Sweep": "act || act, where nobody packs in time",
    "Webhook": "act || act, where the bank answers",
}
"""What works beside the machines, and where it is brought together with itself."""


@pytest.mark.parametrize("state", all_states(), ids=str)
def test_a_state_beside_itself_ends_as_if_it_were_alone(
    shop: Simulator, state: State, explores: Callable[[Pair], None]
) -> None:
    found = visits(shop, state)
    assert found, f"no story goes through {state}"

    for number, visit in enumerate(found):
        for pair in pairs(visit, further=number > 0):
            explores(pair)


def test_whatever_works_beside_the_machines_meets_itself(shop: Simulator) -> None:
    """Whoever acts where a machine waits does so twice at once, by one of these functions."""
    invoked = {"Relay", "OfferPacking"}
    for state in all_states():
        for visit in visits(shop, state):
            if visit.waits:
                invoked |= acts_by(shop, visit)

    assert invoked == set(BESIDE)
