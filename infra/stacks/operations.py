"""The Operations stack: the functions behind /ops, and the worker of what operators ask for and does not end
within a call. Their routes are the Api stack's."""

from collections.abc import Mapping
from functools import partial

from aws_cdk import Duration, Stack
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.bundles.assets import dependency_layer
from infra.parts.actions import (
    GET,
    INVOKE,
    PUT,
    READ_SECRET,
    SCAN,
    SEND_MESSAGE,
    UPDATE,
    WRITE_SECRET,
)
from infra.parts.dead_letters import DeadLetters
from infra.parts.functions import API_TIMEOUT, Function, MakeFunction
from infra.parts.machine import Machine
from infra.parts.queues import WorkQueue
from infra.settings import Settings
from infra.stacks.data import DataStack
from infra.stacks.fulfilment import Fulfilment
from infra.stacks.live import LiveStack
from infra.stacks.operations_keys import add_key_rotation
from infra.stacks.operations_measures import add_measuring
from infra.stacks.operations_stuck import (
    explain_function,
    refund_function,
    retry_function,
    returns_function,
    settle_function,
)
from infra.stacks.operations_worker import dead_letters_told, worker_function
from infra.stacks.relay import RelayStack

WORKER_TIMEOUT = Duration.minutes(5)
HIDDEN = Duration.minutes(30)
"""Six lives of the worker, as Lambda asks for."""
JOB_TRIES = 3


class OperationsStack(Stack):
    """`routes`: which function is behind which call, for the Api stack to serve. `machines`: by the
    environment variable that names each to a function."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        data: DataStack,
        machines: Mapping[str, Machine],
        relay: RelayStack,
        fulfilment: Fulfilment,
        reconcile: lambda_.IFunction,
        live: LiveStack,
        settings: Settings,
    ) -> None:
        super().__init__(scope, construct_id, description="PaidOnce: the operators' API and its worker")
        self.routes: dict[str, Function] = {}
        self._data = data
        self._live = live
        layer = dependency_layer(self)
        self.make: MakeFunction = partial(Function, self, layer=layer, timeout=API_TIMEOUT)
        self._stuck(machines, settings)
        self._stock()
        self._credit()
        self._breaker()
        self._session_keys()
        add_measuring(self, self.make, data, machines)
        add_key_rotation(self, self.make, data)
        self._jobs(machines, relay, fulfilment, reconcile)

    def route(self, call: str, function: Function) -> None:
        """Have the function answer a call of operators' (`GET /ops/orders`)."""
        self.routes[call] = function

    def changing(self, name: str, handler: str, **environment: str) -> Function:
        """A function that changes something by an operator's request: it tells the journal, and keeps what
        each request was answered."""
        function = self.make(name, handler, JOURNAL_TABLE=self._data.journal.table_name, **environment)
        function.allow([GET, PUT], self._data.journal.table_arn)
        return function

    def _stuck(self, machines: Mapping[str, Machine], settings: Settings) -> None:
        data = self._data
        retry = retry_function(self.changing, data, machines)
        self.route("POST /ops/stuck/{id}/retry", retry)
        self.route("POST /ops/stuck/{id}/settle", settle_function(self.changing, data, machines, settings))
        explain = explain_function(self.changing, data, machines["RETURN_MACHINE"], settings)
        self.route("POST /ops/refunds/{refund_id}/explain", explain)
        returns = returns_function(self.changing, data, machines["RETURN_MACHINE"])
        self.route(
            "POST /ops/orders/{order_id}/refunds", refund_function(self.changing, data, machines, settings)
        )
        self.route("POST /ops/returns/{return_id}/accept", returns)
        self.route("POST /ops/returns/{return_id}/reject", returns)

    def _stock(self) -> None:
        data = self._data
        function = self.changing(
            "ChangeStock",
            "functions.operations.api_stock_available.handle",
            CATALOG_TABLE=data.catalog.table_name,
            STOCK_TABLE=data.stock.table_name,
        )
        function.allow([SCAN], data.catalog.table_arn)
        function.allow([GET, PUT, UPDATE], data.stock.table_arn)
        self.route("POST /ops/stock/{sku}/available", function)
        self.route("POST /ops/stock/{sku}/shards", function)

    def _credit(self) -> None:
        table = self._data.credits
        function = self.changing(
            "GrantCredit",
            "functions.operations.api_credit_grant.handle",
            CREDITS_TABLE=table.table_name,
        )
        function.allow([GET, PUT, UPDATE], table.table_arn)
        self.route("POST /ops/credit/{owner}/grant", function)

    def _breaker(self) -> None:
        table = self._data.idempotency
        function = self.changing(
            "MoveBreaker",
            "functions.operations.api_breaker_open_close.handle",
            IDEMPOTENCY_TABLE=table.table_name,
        )
        function.allow([GET, PUT], table.table_arn)
        self.route("POST /ops/breaker/open", function)
        self.route("POST /ops/breaker/close", function)

    def _session_keys(self) -> None:
        keys = self._data.session_keys
        function = self.changing(
            "ChangeKeys", "functions.operations.api_keys.handle", SESSION_KEYS_SECRET=keys.secret_arn
        )
        function.allow([READ_SECRET, WRITE_SECRET], keys.secret_arn)
        function.add_environment("SESSIONS_TABLE", self._data.sessions.table_name)
        function.allow([UPDATE], self._data.sessions.table_arn)
        self._live.may_push(function)
        self.route("GET /ops/keys", function)
        self.route("POST /ops/keys/rotate", function)
        self.route("POST /ops/keys/{key_id}/revoke", function)
        self.route("POST /ops/sessions/{owner}/end", function)

    def _jobs(
        self,
        machines: Mapping[str, Machine],
        relay: RelayStack,
        fulfilment: Fulfilment,
        reconcile: lambda_.IFunction,
    ) -> None:
        data = self._data
        queue = WorkQueue(self, "Jobs", visible_after=HIDDEN, tries=JOB_TRIES)
        failures = [one for one in self.node.root.node.find_all() if isinstance(one, DeadLetters)]
        told = dead_letters_told(failures)
        self.failures, self.dead_letters = failures, told
        function = self.changing(
            "AskForJob",
            "functions.operations.api_jobs.handle",
            CATALOG_TABLE=data.catalog.table_name,
            JOBS_QUEUE=queue.queue_url,
            RECONCILE_FUNCTION=reconcile.function_name,
            DEAD_LETTERS=told,
        )
        function.allow([SCAN], data.catalog.table_arn)
        function.allow([SEND_MESSAGE], queue.queue_arn)
        function.allow([INVOKE], reconcile.function_arn)
        for call in (
            "POST /ops/stuck/retry",
            "POST /ops/dead-letters/redrive",
            "POST /ops/dead-letters/{queue}/redrive",
            "POST /ops/stock/{sku}/count",
            "POST /ops/views/rebuild",
            "POST /ops/events/replay",
            "POST /ops/reconcile",
            "GET /ops/jobs/{job_id}",
        ):
            self.route(call, function)
        worker = worker_function(
            self.make, data, queue, failures, told, machines, relay, fulfilment, WORKER_TIMEOUT
        )
        queue.feed(worker, at_once=1)
