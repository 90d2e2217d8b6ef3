"""The Api stack: the REST API, its authorizer and the functions behind it."""

import json

from aws_cdk import CfnOutput, Duration, Stack
from aws_cdk import aws_apigateway as apigateway
from constructs import Construct

from infra.callbacks import cancel_function, report_function
from infra.carts import SCAN, cart_function, merge_function
from infra.data import DataStack
from infra.fulfilment import FulfilmentStack
from infra.functions import API_TIMEOUT, Function, dependency_layer
from infra.receipts_api import receipt_function
from infra.returns import ReturnsStack
from infra.returns_api import photos_function, returns_function
from infra.settings import Settings
from infra.workflow import DELETE, GET, PUT, UPDATE, WorkflowStack

STAGE = "api"
REPORT = "POST /fulfilments/{callback_id}"
CANCEL = "POST /orders/{order_id}/cancel"
QUERY = "dynamodb:Query"
BATCH_GET = "dynamodb:BatchGetItem"
AUTHORIZER_CACHE = Duration.seconds(300)

# API Gateway's own answers, as problems of the same shape as the functions' (functions/shared/problems.py).
GATEWAY_PROBLEMS = {
    "UNAUTHORIZED": (
        401,
        "unauthorized",
        "A valid session token is required: Authorization: Bearer <token>.",
    ),
    "AUTHORIZER_FAILURE": (503, "try-again", "The session could not be checked. Repeat the request."),
    "ACCESS_DENIED": (403, "forbidden", "This session may not do that."),
    "MISSING_AUTHENTICATION_TOKEN": (404, "not-found", "There is no such call."),
    "RESOURCE_NOT_FOUND": (404, "not-found", "There is no such call."),
    "REQUEST_TOO_LARGE": (413, "body-too-large", "The body may have at most 65536 bytes."),
    "THROTTLED": (429, "too-many-requests", "Too many requests; slow down."),
    "DEFAULT_4XX": (None, "bad-request", "The request cannot be understood."),
    "DEFAULT_5XX": (None, "try-again", "The shop did not answer. Repeat the request."),
}


class ApiStack(Stack):
    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        data: DataStack,
        workflow: WorkflowStack,
        fulfilment: FulfilmentStack,
        returns: ReturnsStack,
        settings: Settings,
    ) -> None:
        super().__init__(scope, construct_id, description="PaidOnce: the HTTP API")
        self._data = data
        self._workflow = workflow
        self._fulfilment = fulfilment
        self._returns = returns
        self._settings = settings
        self._layer = dependency_layer(self)
        self.api = apigateway.RestApi(
            self,
            "Api",
            rest_api_name="paidonce",
            endpoint_types=[apigateway.EndpointType.REGIONAL],
            deploy_options=apigateway.StageOptions(
                stage_name=STAGE, throttling_rate_limit=500, throttling_burst_limit=1000
            ),
            cloud_watch_role=False,
        )
        self._answer_in_problems()
        self._route()
        CfnOutput(self, "ApiId", value=self.api.rest_api_id)
        CfnOutput(self, "ApiUrl", value=self.api.url)

    def _route(self) -> None:
        authorizer = self._authorizer()
        public = {"POST /sessions": self._sessions()}
        storefront = self._storefront()
        public |= {
            "GET /catalog": storefront,
            "GET /catalog/{sku}": storefront,
            "GET /openapi.json": storefront,
            REPORT: report_function(self._function, self._data, self._fulfilment, self._settings),
        }
        cart = cart_function(self._function, self._data)
        orders = self._orders()
        returns = returns_function(self._function, self._data, self._returns)
        personal = {
            "GET /cart": cart,
            "PUT /cart/lines/{line_id}": cart,
            "DELETE /cart/lines/{line_id}": cart,
            "POST /cart/merge": merge_function(self._function, self._data),
            "POST /checkouts": self._checkouts(),
            "GET /orders": orders,
            "GET /orders/{order_id}": orders,
            CANCEL: cancel_function(
                self._function, self._data, self._workflow, self._fulfilment, self._settings
            ),
            "GET /orders/{order_id}/receipt": receipt_function(self._function, self._data),
            "POST /orders/{order_id}/returns": returns,
            "GET /orders/{order_id}/returns": returns,
            "POST /orders/{order_id}/returns/{return_id}/photos": photos_function(self._function, self._data),
        }
        for call, function in public.items():
            self._method(call, function, None)
        for call, function in personal.items():
            self._method(call, function, authorizer)

    def _method(self, call: str, function: Function, authorizer: apigateway.IAuthorizer | None) -> None:
        verb, path = call.split(" ")
        integration = apigateway.LambdaIntegration(function, allow_test_invoke=False)
        resource = self.api.root.resource_for_path(path)
        resource.add_method(verb, integration, authorizer=authorizer)

    def _authorizer(self) -> apigateway.RequestAuthorizer:
        keys = self._data.session_keys
        function = self._function(
            "Authorizer", "functions.session.authorizer.authorize", SESSION_KEYS_SECRET=keys.secret_arn
        )
        keys.grant_read(function)
        return apigateway.RequestAuthorizer(
            self,
            "SessionAuthorizer",
            handler=function,
            identity_sources=[apigateway.IdentitySource.header("Authorization")],
            results_cache_ttl=AUTHORIZER_CACHE,
        )

    def _sessions(self) -> Function:
        keys = self._data.session_keys
        function = self._function(
            "Sessions", "functions.session.handler.handle", SESSION_KEYS_SECRET=keys.secret_arn
        )
        keys.grant_read(function)
        return function

    def _storefront(self) -> Function:
        catalog, stock = self._data.catalog, self._data.stock
        function = self._function(
            "Storefront",
            "functions.storefront.handler.handle",
            CATALOG_TABLE=catalog.table_name,
            STOCK_TABLE=stock.table_name,
        )
        function.allow([SCAN], catalog.table_arn)
        function.allow([BATCH_GET], stock.table_arn)
        return function

    def _checkouts(self) -> Function:
        data = self._data
        waiting = self._wait()
        function = self._function(
            "Checkouts",
            "functions.checkout.handler.handle",
            CATALOG_TABLE=data.catalog.table_name,
            CARTS_TABLE=data.carts.table_name,
            ORDERS_TABLE=data.orders.table_name,
            PAYMENTS_TABLE=data.payments.table_name,
            IDEMPOTENCY_TABLE=data.idempotency.table_name,
            CHECKOUT_MACHINE=self._workflow.machine.state_machine_arn,
            CHECKOUT_DUE_SECONDS=str(self._settings.patience.due_seconds),
            WAIT_FUNCTION=waiting.function_name,
        )
        function.allow([SCAN], data.catalog.table_arn)
        function.allow([GET, UPDATE], data.carts.table_arn)
        function.allow([GET, PUT], data.orders.table_arn)
        function.allow([GET], data.payments.table_arn)
        function.allow([GET, PUT, UPDATE, DELETE], data.idempotency.table_arn)
        function.allow(["states:StartExecution"], self._workflow.machine.state_machine_arn)
        function.allow(["lambda:InvokeFunction"], waiting.function_arn)
        return function

    def _wait(self) -> Function:
        orders, payments = self._data.orders, self._data.payments
        function = self._function(
            "Wait",
            "functions.checkout.wait.handle",
            reserved_concurrency=self._settings.wait_concurrency,
            ORDERS_TABLE=orders.table_name,
            PAYMENTS_TABLE=payments.table_name,
        )
        function.allow([GET], orders.table_arn, payments.table_arn)
        return function

    def _orders(self) -> Function:
        data = self._data
        function = self._function(
            "Orders",
            "functions.checkout.orders_handler.handle",
            ORDERS_TABLE=data.orders.table_name,
            ORDER_VIEWS_TABLE=data.order_views.table_name,
            PAYMENTS_TABLE=data.payments.table_name,
            OWNERS_TABLE=data.owners.table_name,
            SESSION_KEYS_SECRET=data.session_keys.secret_arn,
        )
        function.allow([QUERY, BATCH_GET], data.orders.table_arn)
        function.allow([QUERY], data.order_views.table_arn)
        function.allow([GET, BATCH_GET], data.payments.table_arn)
        function.allow([GET], data.owners.table_arn)
        data.session_keys.grant_read(function)
        return function

    def _function(
        self, name: str, handler: str, *, reserved_concurrency: int | None = None, **environment: str
    ) -> Function:
        return Function(
            self,
            name,
            handler=handler,
            layer=self._layer,
            environment=environment,
            timeout=API_TIMEOUT,
            reserved_concurrency=reserved_concurrency,
        )

    def _answer_in_problems(self) -> None:
        deployment = self.api.latest_deployment
        assert deployment is not None  # noqa: S101 - the API deploys itself
        for kind, (status, name, detail) in GATEWAY_PROBLEMS.items():
            problem = {
                "type": f"/api/problems/{name}",
                "title": name.replace("-", " ").capitalize(),
                **({"status": status} if status else {}),
                "detail": detail,
            }
            headers = {"gatewayresponse.header.Content-Type": "'application/problem+json'"}
            if status == 401:
                headers["gatewayresponse.header.WWW-Authenticate"] = "'Bearer'"
            response = apigateway.CfnGatewayResponse(
                self,
                f"{kind.title().replace('_', '')}Answer",
                rest_api_id=self.api.rest_api_id,
                response_type=kind,
                status_code=str(status) if status else None,
                response_parameters=headers,
                response_templates={"application/json": json.dumps(problem)},
            )
            # They take effect with a deployment: a changed answer needs a new one, made after it.
            deployment.node.add_dependency(response)
        deployment.add_to_logical_id({"answers": json.dumps(GATEWAY_PROBLEMS)})
