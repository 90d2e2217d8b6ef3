"""The Conversations stack: what is said over a socket, on its way to the table.

socket -- say --> ConversationsSocket -- Sayings (FIFO) --> Messages -- the table, and everybody's sockets
"""

from functools import partial

from aws_cdk import Duration, Stack
from aws_cdk import aws_events as events
from constructs import Construct

from infra.bundles.assets import dependency_layer
from infra.parts.actions import GET, SEND_MESSAGE, UPDATE
from infra.parts.functions import API_TIMEOUT, Function, MakeFunction
from infra.parts.queues import WorkQueue
from infra.stacks.api_conversations import allow_saying
from infra.stacks.data import DataStack

TIMEOUT = Duration.seconds(20)
VISIBLE_AFTER = Duration.seconds(6 * 20)  # six times the function's, as Lambda asks for
TRIES = 5


class ConversationsStack(Stack):
    def __init__(
        self, scope: Construct, construct_id: str, *, data: DataStack, bus: events.IEventBus
    ) -> None:
        super().__init__(scope, construct_id, description="PaidOnce: conversations over sockets")
        self._data = data
        self._make: MakeFunction = partial(Function, self, layer=dependency_layer(self))
        self.sayings = WorkQueue(self, "Sayings", visible_after=VISIBLE_AFTER, tries=TRIES, fifo=True)
        self.socket = self._socket()
        messages = self._make("Messages", "functions.conversation.on_messages.handle", timeout=TIMEOUT)
        allow_saying(messages, data, bus)
        self.sayings.feed(messages)

    def _socket(self) -> Function:
        data = self._data
        function = self._make(
            "ConversationsSocket",
            "functions.conversation.on_conversations_socket.handle",
            timeout=API_TIMEOUT,
            CONVERSATIONS_TABLE=data.conversations.table_name,
            ORDERS_TABLE=data.orders.table_name,
            OWNERS_TABLE=data.owners.table_name,
            SAYINGS_QUEUE=self.sayings.queue_url,
        )
        function.allow([GET, UPDATE], data.conversations.table_arn)
        function.allow([GET], data.orders.table_arn, data.owners.table_arn)
        function.allow([SEND_MESSAGE], self.sayings.queue_arn)
        return function
