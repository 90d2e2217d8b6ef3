"""The function behind /conversations."""

from aws_cdk import aws_events as events

from infra.parts.actions import BATCH_GET, GET, PUT, PUT_EVENTS, QUERY, READ_SECRET, UPDATE
from infra.parts.functions import Function, MakeFunction
from infra.stacks.data import DataStack
from infra.stacks.live import LiveStack


def conversations_function(
    make: MakeFunction, data: DataStack, bus: events.IEventBus, live: LiveStack
) -> Function:
    function = make(
        "Conversations",
        "functions.conversation.api_conversations.handle",
        SESSION_KEYS_SECRET=data.session_keys.secret_arn,
    )
    allow_saying(function, data, bus)
    live.may_push(function)
    function.allow([BATCH_GET], data.conversations.table_arn)
    indexes = [f"{data.conversations.table_arn}/index/{name}" for name in ("by_owner", "by_activity")]
    function.allow([QUERY], data.conversations.table_arn, *indexes)
    function.allow([QUERY], data.orders.table_arn)
    function.allow([READ_SECRET], data.session_keys.secret_arn)
    return function


def allow_saying(function: Function, data: DataStack, bus: events.IEventBus) -> None:
    """What saying something needs, over HTTP or from the queue: to find the conversation, to store the
    message, and to have a customer who is away told by mail."""
    function.add_environment("CONVERSATIONS_TABLE", data.conversations.table_name)
    function.add_environment("ORDERS_TABLE", data.orders.table_name)
    function.add_environment("ORDER_VIEWS_TABLE", data.order_views.table_name)
    function.add_environment("OWNERS_TABLE", data.owners.table_name)
    function.add_environment("EVENT_BUS", bus.event_bus_name)
    function.allow([GET, PUT, UPDATE], data.conversations.table_arn)
    function.allow([GET], data.orders.table_arn, data.owners.table_arn)
    function.allow([QUERY], data.order_views.table_arn)
    function.allow([PUT_EVENTS], bus.event_bus_arn)
