"""Whatever a machine does twice because it heard of no answer, it ends as if it had been done once."""

from collections.abc import Callable

import pytest

from tests.faults.machines import State, all_states
from tests.interleavings.beside import pairs, visits
from tests.interleavings.report import explore
from tests.stage.stage import Stage


@pytest.mark.parametrize("state", all_states(), ids=str)
def test_a_state_beside_itself_ends_as_if_it_were_alone(
    stage: Stage, state: State, record_property: Callable[[str, object], None]
) -> None:
    found = list(visits(stage, state))
    assert found, f"no story goes through {state}"

    for visit in found:
        for pair in pairs(visit):
            finding = explore(stage, pair)
            record_property("interleavings", str(finding))
            assert not finding.failure, finding.failure
