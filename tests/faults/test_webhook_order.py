"""The webhook records before it tells: whoever goes on finds what happened written down."""

import pytest

from functions.payment import store as payment_store
from functions.payment.payment import State
from harness.faults import Kind
from harness.stories import STORIES
from tests.faults.fault_injection import Strike
from tests.faults.fault_run import FaultRun
from tests.faults.matrix import Matrix

PASSED = next(story for story in STORIES if story.name == "3-D Secure passed")
ASKED = ["ReserveStock", "AuthorizePayment", "AwaitCustomerAction"]


@pytest.fixture
def waiting(matrix: Matrix) -> tuple[FaultRun, str]:
    """An order that waits for its customer, who has approved; nobody was told yet."""
    fault_run = matrix.fault_run
    order_id = fault_run.begin(PASSED).order_id
    fault_run.start(PASSED)
    fault_run.world.run_to_rest()
    fault_run.world.customer_answers(order_id)
    return fault_run, order_id


def told_and_stopped(fault_run: FaultRun, order_id: str, at: str) -> Strike:
    """The provider's event is delivered to a webhook that stops before this call."""
    strike = fault_run.desk.order(Strike("Webhook", Kind.HANGS, at=at))
    fault_run.world.tells(fault_run.world.hold(order_id))
    assert strike.held
    fault_run.world.run_to_rest()
    return strike


def test_as_long_as_nothing_is_recorded_nobody_is_told(waiting: tuple[FaultRun, str]) -> None:
    fault_run, order_id = waiting
    told_and_stopped(fault_run, order_id, "UpdateItem Payments")

    assert fault_run.world.path(order_id) == ASKED


def test_when_somebody_is_told_it_is_recorded(waiting: tuple[FaultRun, str]) -> None:
    fault_run, order_id = waiting
    strike = told_and_stopped(fault_run, order_id, "SendTaskSuccess")

    payment = payment_store.load(order_id)
    assert payment is not None
    assert payment.state is State.AUTHORIZED
    assert fault_run.world.path(order_id) == ASKED
    strike.release()
    fault_run.world.run_to_end()
    assert fault_run.world.path(order_id) == [*ASKED, "ConfirmOrder"]
