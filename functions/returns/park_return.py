"""Put a return in front of an operator, as an order is."""

from functions.operator.answer_stop import answer_again
from functions.operator.park_order import Failure, stop_of
from functions.returns import store


def park_return(return_id: str, event: Failure) -> None:
    """The execution waits until an operator answers; one that was answered before goes on at once."""
    standing = store.park(return_id, stop_of(event))
    if standing is not None:
        answer_again(standing, event["task_token"])
