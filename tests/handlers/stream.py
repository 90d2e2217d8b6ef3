"""Records of the Orders stream, delivered to the relay."""

from functions.relay import on_orders_stream as handler
from harness.stream import Record
from tests.handlers.shop import context


def deliver(*batch: Record) -> list[str]:
    """What one invocation of the relay says has failed."""
    answer = handler.handle({"Records": list(batch)}, context())
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]
