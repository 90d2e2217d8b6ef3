"""The harness itself: a token may be answered before moto begins to wait for it."""

from moto.stepfunctions.parser.asl.eval.callback.callback import CallbackEndpoint, CallbackOutcome

from harness.moto.world import World


def test_an_answer_that_comes_before_the_wait_for_a_heartbeat_is_heard(world: World) -> None:
    callback = CallbackEndpoint("token")
    callback.notify(CallbackOutcome("token"))

    heartbeat = callback.setup_heartbeat_endpoint(heartbeat_seconds=1)

    assert heartbeat.clear_and_wait()
    assert callback.get_outcome() is not None
