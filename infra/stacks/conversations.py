"""What stands behind the socket's routes say, read, typing and watch. Part of the Live stack: its functions
send on its connections.

socket -- say --> ConversationsSocket -- Sayings (FIFO) --> Messages -- the table, and everybody's sockets
"""

from functools import partial

from aws_cdk import Duration
from aws_cdk import aws_events as events

from infra.parts.actions import GET, SEND_MESSAGE, UPDATE
from infra.parts.functions import API_TIMEOUT, Function, MakeFunction
from infra.parts.queues import WorkQueue
from infra.stacks.api_conversations import allow_saying
from infra.stacks.data import DataStack
from infra.stacks.live import LiveStack

TIMEOUT = Duration.seconds(30)
# Twice the function's, not six times as usual: a conversation waits so long for what a dead process held.
VISIBLE_AFTER = Duration.seconds(2 * 30)
TRIES = 5
ROUTES = ("say", "read", "typing", "watch")


def add_conversations(live: LiveStack, *, data: DataStack, bus: events.IEventBus) -> None:
    make: MakeFunction = partial(Function, live, layer=live.layer, traced=False)
    sayings = WorkQueue(live, "Sayings", visible_after=VISIBLE_AFTER, tries=TRIES, fifo=True)
    messages = make("Messages", "functions.conversation.on_messages.handle", timeout=TIMEOUT)
    allow_saying(messages, data, bus)
    live.may_push(messages)
    sayings.feed(messages)
    socket = make(
        "ConversationsSocket",
        "functions.conversation.on_conversations_socket.handle",
        timeout=API_TIMEOUT,
        CONVERSATIONS_TABLE=data.conversations.table_name,
        ORDERS_TABLE=data.orders.table_name,
        OWNERS_TABLE=data.owners.table_name,
        SAYINGS_QUEUE=sayings.queue_url,
    )
    socket.allow([GET, UPDATE], data.conversations.table_arn)
    socket.allow([GET], data.orders.table_arn, data.owners.table_arn)
    socket.allow([SEND_MESSAGE], sayings.queue_arn)
    live.may_push(socket)
    for name in ROUTES:
        live.route(name, socket)
