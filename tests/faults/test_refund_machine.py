"""Whatever befalls a state of refund.asl.yaml, every order ends well (tests/faults/matrix.py)."""

import pytest

from harness.machine_files import State, states
from tests.faults.matrix import Matrix


@pytest.mark.parametrize("state", list(states("Refund")), ids=str)
def test_no_fault_in_this_state_breaks_a_promise(matrix: Matrix, state: State) -> None:
    violations = matrix.of(state).violations
    assert not violations, "\n".join(violations)
