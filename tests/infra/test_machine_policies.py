"""What each state tries again, for how long, and what it catches: all of it, read from what is deployed."""

import pytest

from harness.template import Template
from infra.definitions import machine_names
from tests.infra.machine_policies import POLICIES, RETRIERS, policy

WAITS_OVER = ("States.Timeout", "States.HeartbeatTimeout")


@pytest.mark.parametrize("machine", machine_names())
def test_each_state_waits_retries_and_catches_as_it_is_written_down(template: Template, machine: str) -> None:
    states = template.definition(template.machines[machine.title()])["States"]
    deployed = {name: policy(state) for name, state in states.items() if state["Type"] == "Task"}

    assert deployed == POLICIES.get(machine), f"write {machine} down in tests/infra/machine_policies.py"


@pytest.mark.parametrize("machine", machine_names())
def test_a_wait_that_is_over_is_not_begun_again_by_a_retry(template: Template, machine: str) -> None:
    """Whoever waits for a token: a new try is a new token, and a new wait of the same length."""
    states = template.definition(template.machines[machine.title()])["States"]
    for name, state in states.items():
        if "waitForTaskToken" in state.get("Resource", ""):
            over = [error for error in WAITS_OVER if error != WAITS_OVER[1] or "HeartbeatSeconds" in state]
            never = {
                error for one in state["Retry"] if one["MaxAttempts"] == 0 for error in one["ErrorEquals"]
            }
            assert set(over) <= never, name


def test_every_policy_that_is_named_is_used() -> None:
    used = {one for machine in POLICIES.values() for _, retried, _ in machine.values() for one in retried}
    assert RETRIERS.keys() <= used
