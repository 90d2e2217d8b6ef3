"""The Live stack: the WebSocket API, what stands behind its routes, and what pushes orders that changed."""

import json
from functools import partial
from typing import cast

from aws_cdk import CfnElement, CfnOutput, Duration, RemovalPolicy, Stack
from aws_cdk import aws_apigatewayv2 as websocket
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as sources
from aws_cdk import aws_logs as logs
from aws_cdk.aws_apigatewayv2_integrations import WebSocketLambdaIntegration
from constructs import Construct

from infra.bundles.assets import dependency_layer
from infra.parts.acknowledge import acknowledge, shown
from infra.parts.actions import BATCH_GET, DELETE, GET, POST_TO_CONNECTIONS, PUT, QUERY, SEND_MESSAGE, UPDATE
from infra.parts.dead_letters import DeadLetters
from infra.parts.functions import API_TIMEOUT, Function, MakeFunction
from infra.parts.streams import FailureQueue
from infra.settings import Settings
from infra.stacks.data import DataStack

API = "paidonce-live"
STAGE = "live"
# A message to a connection, and its end.
METHODS = ("POST", "DELETE")
UPDATES_TIMEOUT = Duration.seconds(60)
# An order that changed longer ago is no news any more: clients have said hello since.
NEWS_FOR = Duration.minutes(10)

# One line an event. No query string: a ticket stands in it. No message either.
ACCESS_LOG = {
    "request_id": "$context.requestId",
    "at": "$context.requestTimeEpoch",
    "ip": "$context.identity.sourceIp",
    "event": "$context.eventType",
    "route": "$context.routeKey",
    "status": "$context.status",
    "connection": "$context.connectionId",
}
# The head is written with each event, and alone says whose the order is.
HEADS = {
    "eventName": lambda_.FilterRule.or_("INSERT", "MODIFY"),
    "dynamodb": {"Keys": {"item": {"S": lambda_.FilterRule.is_equal("head")}}},
}


class LiveStack(Stack):
    def __init__(self, scope: Construct, construct_id: str, *, data: DataStack, settings: Settings) -> None:
        super().__init__(scope, construct_id, description="PaidOnce: the socket, and orders as they change")
        self._data = data
        self._settings = settings
        self.layer = dependency_layer(self)
        self._make: MakeFunction = partial(Function, self, layer=self.layer)
        self.api = websocket.WebSocketApi(
            self, "SocketApi", api_name=API, route_selection_expression="$request.body.type"
        )
        self.stage = self._stage()
        self._socket()
        self._hello()
        self._updates()
        CfnOutput(self, "SocketId", value=self.api.api_id)
        CfnOutput(self, "SocketUrl", value=self.stage.url)
        CfnOutput(self, "SocketCallbackUrl", value=self.stage.callback_url)

    def route(self, name: str, function: Function) -> None:
        """Messages of this type (or `$connect`, `$disconnect`, `$default`) go to the function; what it
        answers goes back on the connection."""
        answers = name not in ("$connect", "$disconnect")
        words = name.strip("$").title()
        route = websocket.WebSocketRoute(
            self,
            f"{words}Route",
            web_socket_api=self.api,
            route_key=name,
            integration=WebSocketLambdaIntegration(f"{words}Integration", function.live),
            return_response=answers or None,
            api_key_required=(name == "$connect" and self._settings.behind_cloudfront) or None,
        )
        acknowledge(
            route,
            "AwsSolutions-APIG4",
            "A connection is opened with a ticket, good once and for a minute. POST /live/tickets issues it "
            "to who has a session, and it becomes the connection in the write that registers it: an "
            "authorizer before that could only look at it. API Gateway authorizes no route but $connect.",
        )

    def may_push(self, function: Function) -> None:
        """The function may find who is connected, send on connections, and end them
        (functions/live/push.py)."""
        function.add_environment("LIVE_TABLE", self._data.live.table_name)
        function.add_environment("SOCKET_URL", self.stage.callback_url)
        function.allow([GET, QUERY, PUT, UPDATE, DELETE], self._data.live.table_arn)
        assert function.role is not None  # noqa: S101 - a Function makes its own
        arns = [self._connections_arn(method) for method in METHODS]
        pushes = iam.PolicyStatement(actions=[POST_TO_CONNECTIONS], resources=arns)
        policy = iam.Policy(function, "Pushes", statements=[pushes], roles=[function.role])
        own = f"<{self.get_logical_id(cast(CfnElement, self.api.node.default_child))}>"
        api = own if Stack.of(function) is self else shown(self.api, self.api.api_id)
        for method in METHODS:
            acknowledge(
                policy,
                "AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>"
                f":{api}/{STAGE}/{method}/@connections/*]",
                "Connections come and go, and their ids are the gateway's: the wildcard stands for the "
                "connections of this one stage.",
            )

    def _connections_arn(self, method: str) -> str:
        name = f"{STAGE}/{method}/@connections/*"
        return self.format_arn(service="execute-api", resource=self.api.api_id, resource_name=name)

    def _stage(self) -> websocket.WebSocketStage:
        stage = websocket.WebSocketStage(
            self,
            "Stage",
            web_socket_api=self.api,
            stage_name=STAGE,
            auto_deploy=True,
            throttle=websocket.ThrottleSettings(rate_limit=2000, burst_limit=4000),
        )
        log_group = logs.LogGroup(
            self,
            "SocketAccessLogs",
            retention=logs.RetentionDays.ONE_MONTH,
            removal_policy=RemovalPolicy.DESTROY,
        )
        bare = cast(websocket.CfnStage, stage.node.default_child)
        bare.access_log_settings = websocket.CfnStage.AccessLogSettingsProperty(
            destination_arn=log_group.log_group_arn, format=json.dumps(ACCESS_LOG, separators=(",", ":"))
        )
        return stage

    def _socket(self) -> None:
        owners = self._data.owners
        function = self._make(
            "Socket",
            "functions.live.on_socket.handle",
            timeout=API_TIMEOUT,
            traced=False,
            OWNERS_TABLE=owners.table_name,
            SESSIONS_TABLE=self._data.sessions.table_name,
        )
        self.may_push(function)
        function.allow([GET], owners.table_arn)
        function.allow([BATCH_GET], self._data.sessions.table_arn)
        for name in ("$connect", "$disconnect", "$default", "ping"):
            self.route(name, function)

    def _hello(self) -> None:
        data = self._data
        function = self._make(
            "Hello",
            "functions.updates.on_hello.handle",
            timeout=API_TIMEOUT,
            traced=False,
            OWNERS_TABLE=data.owners.table_name,
            ORDERS_TABLE=data.orders.table_name,
            PAYMENTS_TABLE=data.payments.table_name,
        )
        self.may_push(function)
        function.allow([GET], data.owners.table_arn)
        function.allow([QUERY, BATCH_GET], data.orders.table_arn)
        function.allow([GET], data.payments.table_arn)
        self.route("hello", function)

    def _updates(self) -> None:
        data = self._data
        failures = DeadLetters(self, "UpdatesFailures")
        failures.tells_of_stream_records()
        acknowledge(
            failures,
            "AwsSolutions-SQS3",
            "It is a dead-letter queue: the on-failure destination of Updates' event source mapping. The "
            "rule knows only those of queues and of functions.",
        )
        function = self._make(
            "Updates",
            "functions.updates.on_orders_stream.handle",
            timeout=UPDATES_TIMEOUT,
            traced=False,
            OWNERS_TABLE=data.owners.table_name,
            ORDERS_TABLE=data.orders.table_name,
            PAYMENTS_TABLE=data.payments.table_name,
        )
        self.may_push(function)
        function.allow([QUERY], data.orders.table_arn)
        function.allow([GET], data.payments.table_arn)
        function.allow([SEND_MESSAGE], failures.queue_arn)
        function.add_event_source(
            sources.DynamoEventSource(
                data.orders,
                starting_position=lambda_.StartingPosition.LATEST,
                batch_size=25,
                parallelization_factor=10,
                report_batch_item_failures=True,
                bisect_batch_on_error=True,
                retry_attempts=5,
                max_record_age=NEWS_FOR,
                on_failure=FailureQueue(failures),
                filters=[lambda_.FilterCriteria.filter(HEADS)],
            )
        )
