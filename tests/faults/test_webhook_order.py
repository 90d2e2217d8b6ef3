"""The webhook records before it tells: whoever goes on finds what happened written down."""

import pytest

from functions.payment import store as payment_store
from functions.payment.payment import State
from tests.faults.matrix import Matrix
from tests.faults.scene import Scene
from tests.faults.stories import STORIES
from tests.faults.strikes import Strike
from tests.workflows import bank
from tests.world.faults import Kind

PASSED = next(story for story in STORIES if story.name == "3-D Secure passed")
ASKED = ["ReserveStock", "AuthorizePayment", "AwaitCustomerAction"]


@pytest.fixture
def waiting(matrix: Matrix) -> tuple[Scene, str]:
    """An order that waits for its customer, who has approved; nobody was told yet."""
    scene = matrix.scene
    order_id = scene.begin(PASSED).order_id
    scene.start(PASSED)
    scene.world.run_to_rest()
    bank.customer_answers(scene.world, order_id)
    return scene, order_id


def told_and_stopped(scene: Scene, order_id: str, at: str) -> Strike:
    """The provider's event is delivered to a webhook that stops before this call."""
    strike = scene.desk.order(Strike("Webhook", Kind.HANGS, at=at))
    bank.tell(scene.world, bank.hold_of(scene.world, order_id))
    assert strike.held
    scene.world.run_to_rest()
    return strike


def test_as_long_as_nothing_is_recorded_nobody_is_told(waiting: tuple[Scene, str]) -> None:
    scene, order_id = waiting
    told_and_stopped(scene, order_id, "UpdateItem Payments")

    assert scene.world.path(order_id) == ASKED


def test_when_somebody_is_told_it_is_recorded(waiting: tuple[Scene, str]) -> None:
    scene, order_id = waiting
    strike = told_and_stopped(scene, order_id, "SendTaskSuccess")

    payment = payment_store.load(order_id)
    assert payment is not None
    assert payment.state is State.AUTHORIZED
    assert scene.world.path(order_id) == ASKED
    strike.release()
    scene.world.run_to_end()
    assert scene.world.path(order_id) == [*ASKED, "ConfirmOrder"]
