"""Records of the Orders stream, delivered to the relay."""

from functions.relay import on_orders_stream as handler
from tests.handlers.shop import Context
from tests.world.stream import Record


def deliver(*batch: Record) -> list[str]:
    """What one invocation of the relay says has failed."""
    answer = handler.handle({"Records": list(batch)}, Context())
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]
